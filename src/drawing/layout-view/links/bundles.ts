/** Links joined per pair of environments. */
import type { Id } from '../../../model/fields.ts';
import type { Environment } from '../../../model/layout.ts';
import { isPlatform } from '../lane-demand.ts';
import type { FrameBox } from '../stack-boxes.ts';
import type { ViewContext } from '../view-context.ts';
import type { FocusDirection } from './focus.ts';
import type { LinkFacts } from './link-facts.ts';

export interface Bundle {
  readonly key: string;
  readonly a: Environment;
  readonly b: Environment;
  readonly links: readonly LinkFacts[];
  readonly forth: boolean;
  readonly back: boolean;
}

export interface Bundles {
  readonly between: readonly Bundle[];
  /** Links that stay inside one environment. */
  readonly inside: ReadonlyMap<Id, readonly LinkFacts[]>;
}

/** More pairs than this read no better than lines do. */
const MOST_PAIRS = 40;
const DEEPEST = 6;

/** Environments drawn as boxes around an application, outermost first. */
function boxesAround(context: ViewContext, environmentId: Id): readonly Environment[] {
  return (context.tree.pathOf.get(environmentId) ?? []).filter((each) => !isPlatform(each));
}

function bundleAt(context: ViewContext, links: readonly LinkFacts[], depth: number): Bundles {
  const boxOf = new Map<Id, Environment | undefined>();
  const box = (environmentId: Id) => {
    if (!boxOf.has(environmentId)) {
      const around = boxesAround(context, environmentId);
      boxOf.set(environmentId, around[Math.min(depth, around.length - 1)]);
    }
    return boxOf.get(environmentId);
  };
  const pairs = new Map<Environment, Map<Environment, Draft>>();
  const inside = new Map<Id, LinkFacts[]>();
  for (const facts of links) {
    const from = box(facts.from.placement.environmentId);
    const to = box(facts.to.placement.environmentId);
    if (!from || !to) continue;
    if (from === to) {
      const list = inside.get(from.id);
      if (list) list.push(facts);
      else inside.set(from.id, [facts]);
      continue;
    }
    const forth = from.id < to.id;
    const [a, b] = forth ? [from, to] : [to, from];
    let ofA = pairs.get(a);
    if (!ofA) pairs.set(a, (ofA = new Map<Environment, Draft>()));
    let pair = ofA.get(b);
    if (!pair) ofA.set(b, (pair = { a, b, links: [], forth: false, back: false }));
    pair.links.push(facts);
    if (forth) pair.forth = true;
    else pair.back = true;
  }
  const between = [...pairs.values()].flatMap((ofA) => [...ofA.values()]);
  return {
    between: between.map((pair) => ({ key: `bundle-${pair.a.id}-${pair.b.id}`, ...pair })),
    inside,
  };
}

interface Draft {
  readonly a: Environment;
  readonly b: Environment;
  readonly links: LinkFacts[];
  forth: boolean;
  back: boolean;
}

/** Links in focus that go the same way between the same two outermost environments. */
export interface FocusBundle {
  readonly key: string;
  readonly from: Environment;
  readonly to: Environment;
  readonly direction: FocusDirection;
  readonly links: readonly LinkFacts[];
}

/**
 * @param context the view
 * @param links links in focus
 * @param focus their directions
 * @returns one bundle per pair of outermost environments and direction; links inside one are left out
 * @cost O(links)
 */
export function focusBundles(
  context: ViewContext,
  links: readonly LinkFacts[],
  focus: ReadonlyMap<Id, FocusDirection>,
): readonly FocusBundle[] {
  const bundles = new Map<string, FocusBundle & { links: LinkFacts[] }>();
  for (const facts of links) {
    const [from] = boxesAround(context, facts.from.placement.environmentId);
    const [to] = boxesAround(context, facts.to.placement.environmentId);
    const direction = focus.get(facts.link.id);
    if (!from || !to || !direction || from === to) continue;
    const key = `focus-${from.id}-${to.id}-${direction}`;
    const bundle = bundles.get(key);
    if (bundle) bundle.links.push(facts);
    else bundles.set(key, { key, from, to, direction, links: [facts] });
  }
  return [...bundles.values()];
}

/**
 * Joins links per pair of boxes: at the deepest nesting that gives few enough pairs, else at the one that gives
 * fewest but some.
 *
 * @param context the view
 * @param links links that can be drawn
 * @param outermost take the first nesting that gives any pair
 * @returns pairs, and links that stay inside a box
 * @cost O(links x nesting)
 */
export function bundlesOf(
  context: ViewContext,
  links: readonly LinkFacts[],
  outermost = false,
): Bundles {
  let best: Bundles | null = null;
  let last = -1;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const bundles = bundleAt(context, links, depth);
    const count = bundles.between.length;
    if (count === last) break;
    last = count;
    if (outermost && count > 0) return bundles;
    if (!best || best.between.length === 0 || count <= MOST_PAIRS) best = bundles;
  }
  return best ?? { between: [], inside: new Map() };
}

/**
 * @param frames segments of an environment
 * @param other segments of the other
 * @returns the pair of segments nearest to each other, one row preferred
 */
export function nearestSegments(
  frames: readonly FrameBox[],
  other: readonly FrameBox[],
): readonly [FrameBox, FrameBox] | null {
  let best: readonly [FrameBox, FrameBox] | null = null;
  let least = Infinity;
  const rowCost = 10_000;
  for (const a of frames) {
    for (const b of other) {
      const gap = Math.max(a.x - b.x - b.width, b.x - a.x - a.width, 0);
      const cost = Math.abs(a.row - b.row) * rowCost + gap;
      if (cost < least) {
        least = cost;
        best = [a, b];
      }
    }
  }
  return best;
}
