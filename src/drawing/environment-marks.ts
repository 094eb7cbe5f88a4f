/** How an environment is told from another: short code, stripe and pattern. Never a fill. */
import { kindFacts } from '../model/environment-kinds.ts';
import type { Id } from '../model/fields.ts';
import type { LayoutTree } from '../model/layout-tree.ts';
import type { Environment } from '../model/layout.ts';
import { group, path, rect } from './marks.ts';
import type { SceneNode } from './scene.ts';
import { formatCoordinate } from './scene.ts';
import type { Theme } from './theme.ts';

/** Code and colour of each environment of a layout. */
export interface EnvironmentMarks {
  /** For example `P2`; unique in the layout. */
  readonly codeOf: ReadonlyMap<Id, string>;
  /** Number of the wall it stands behind: containers carry the mark of the kernel beneath them. */
  readonly domainOf: ReadonlyMap<Id, number>;
}

const known = new WeakMap<LayoutTree, EnvironmentMarks>();
const LAYER_KINDS: ReadonlySet<Environment['kind']> = new Set([
  'hypervisor',
  'container-engine',
  'container',
]);

/**
 * @param tree the layout
 * @returns codes by kind and order, and domains; the same object for the same layout
 * @cost O(environments) the first time
 */
export function environmentMarks(tree: LayoutTree): EnvironmentMarks {
  const cached = known.get(tree);
  if (cached) return cached;
  const codeOf = new Map<Id, string>();
  const domainOf = new Map<Id, number>();
  const counts = new Map<string, number>();
  let domains = 0;
  const visit = (environment: Environment, domain: number) => {
    const { code } = kindFacts(environment.kind);
    const number = (counts.get(code) ?? 0) + 1;
    counts.set(code, number);
    codeOf.set(environment.id, `${code}${number}`);
    const own = LAYER_KINDS.has(environment.kind) ? domain : domains++;
    domainOf.set(environment.id, own);
    for (const child of tree.childrenOf.get(environment.id) ?? []) visit(child, own);
  };
  for (const root of tree.childrenOf.get(null) ?? []) visit(root, -1);
  const marks = { codeOf, domainOf };
  known.set(tree, marks);
  return marks;
}

/**
 * @param domain number of an environment's domain
 * @param theme colours
 * @returns colour of its stripe
 */
export function stripeColour(domain: number, theme: Theme): string {
  if (domain < 0) return theme.outline;
  return theme.stripes[domain % theme.stripes.length] ?? theme.outline;
}

/** Patterns; their number has no common factor with that of the colours, so that 35 domains differ in both. */
const PATTERN_COUNT = 5;
const STEP = 4;

/**
 * @param mark number of what the pattern stands for
 * @param x left edge
 * @param y upper edge
 * @param width user units
 * @param height user units
 * @returns lines of its pattern inside a box, as a path
 */
export function patternPath(
  mark: number,
  x: number,
  y: number,
  width: number,
  height: number,
): string {
  const pattern = ((mark % PATTERN_COUNT) + PATTERN_COUNT) % PATTERN_COUNT;
  const c = formatCoordinate;
  const parts: string[] = [];
  const horizontal = (step: number) => {
    for (let at = y + step / 2; at < y + height; at += step)
      parts.push(`M${c(x)} ${c(at)}h${c(width)}`);
  };
  const vertical = (step: number) => {
    for (let at = x + step / 2; at < x + width; at += step)
      parts.push(`M${c(at)} ${c(y)}v${c(height)}`);
  };
  const diagonal = (rising: boolean) => {
    for (let at = -height + STEP / 2; at < width; at += STEP) {
      const from = Math.max(0, at);
      const to = Math.min(width, at + height);
      const y1 = rising ? y + height - (from - at) : y + (from - at);
      const y2 = rising ? y + height - (to - at) : y + (to - at);
      parts.push(`M${c(x + from)} ${c(y1)}L${c(x + to)} ${c(y2)}`);
    }
  };
  if (pattern === 0) diagonal(true);
  else if (pattern === 1) horizontal(STEP);
  else if (pattern === 2) diagonal(false);
  else if (pattern === 3) vertical(STEP);
  else {
    horizontal(STEP);
    vertical(STEP);
  }
  return parts.join('');
}

/**
 * Stripe colour and pattern in a small box.
 *
 * @returns the swatch
 */
export function patternSwatch(
  x: number,
  y: number,
  width: number,
  height: number,
  domain: number,
  theme: Theme,
): SceneNode {
  return group('swatch', [
    rect('ground', x, y, width, height, { fill: theme.paper, stroke: theme.outline }),
    path('pattern', patternPath(domain, x, y, width, height), {
      stroke: stripeColour(domain, theme),
      'stroke-width': 1.6,
      fill: 'none',
    }),
  ]);
}
