/** How much code must be right for applications to be kept apart. */
import type { Technology } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import { hasOwnKernel } from '../isolation/boundaries.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { UNKNOWN_RANGE, type Estimate, type FigureUse, type Subject } from '../result.ts';
import { ofEnvironment } from '../subjects.ts';
import { statedFigure, technologyFigure } from '../technology-figure.ts';
import { readsAs } from './applicability.ts';
import { layersOf } from './layers.ts';

const FORMULA =
  'source lines of each technology around the applications, once; kernels that are shared or lie beneath, and control environments, are trusted too, and no source gives their size for this plan';
const UNIT = 'SLOC';

/** What is trusted, each part once. */
class Trusted {
  readonly technologies = new Map<string, Technology>();
  readonly unknown = new Map<string, FigureUse>();

  addUnknown(name: string): void {
    this.unknown.set(name, statedFigure(name, null, UNIT, null));
  }

  addAll(other: Trusted): void {
    for (const [id, technology] of other.technologies) this.technologies.set(id, technology);
    for (const [name, figure] of other.unknown) this.unknown.set(name, figure);
  }
}

function sharesItsKernel({ kind }: Environment): boolean {
  return kind === 'os' || kind === 'bare-metal';
}

function trustedBy(facts: LayoutFacts, environment: Environment): Trusted {
  const trusted = new Trusted();
  const path = facts.tree.pathOf.get(environment.id) ?? [];
  for (const each of path) {
    // The kernel inside a partition or VM keeps nobody apart from the others; all beneath it do.
    const beneath = each !== environment && hasOwnKernel(each);
    if (beneath || (each === environment && sharesItsKernel(each))) {
      trusted.addUnknown(`kernel of "${each.name}"`);
    }
  }
  for (const { technology, environment: at } of layersOf(facts, environment.id)) {
    if (technology === null) {
      trusted.addUnknown(`technology of "${at.name}"`);
      continue;
    }
    // Of an OS or a bare image there is nothing but the kernel, which is named already.
    if (technology.family === 'bare-metal') continue;
    trusted.technologies.set(technology.id, technology);
    const beneathOs = path.some(({ kind }) => kind === 'os');
    if (technology.needs.controlEnvironment.value === true && !beneathOs) {
      trusted.addUnknown(`control environment of ${technology.name}`);
    }
  }
  return trusted;
}

function estimateOf(facts: LayoutFacts, of: Subject, trusted: Trusted): Estimate {
  const figures: FigureUse[] = [];
  let sum: { low: number; typical: number; high: number } | null = null;
  let atLeast = trusted.unknown.size > 0;
  for (const technology of trusted.technologies.values()) {
    const { range, use } = technologyFigure(facts.catalogue, technology, 'tcbSize');
    // "Less than 50,000" bounds from above: it says nothing of how few there are.
    const isMost = readsAs(facts.catalogue, use, 'upper-bound');
    figures.push(isMost ? { ...use, name: `${use.name} (upper bound)`, low: 0 } : use);
    if (range) {
      const base: { low: number; typical: number; high: number } = sum ?? {
        low: 0,
        typical: 0,
        high: 0,
      };
      sum = {
        low: base.low + (isMost ? 0 : range.low),
        typical: base.typical + range.typical,
        high: base.high + range.high,
      };
    } else atLeast = true;
  }
  figures.push(...trusted.unknown.values());
  const range = sum ?? UNKNOWN_RANGE;
  return {
    kind: 'tcb',
    subject: of,
    ...range,
    unit: UNIT,
    atLeast,
    isIndication: false,
    formula: FORMULA,
    figures,
    applicability: null,
  };
}

/**
 * Trusted computing base: of each environment that holds applications, and of the layout as the union of them.
 *
 * @param facts the layout
 * @returns the layout first, then environments in the user's order; nothing for an empty layout
 * @cost O(environments x depth)
 * @source catalogue, parameter tcbSize; needs of each technology
 * @rules OVER-4
 */
export function tcbEstimates(facts: LayoutFacts): readonly Estimate[] {
  const all = new Trusted();
  const estimates: Estimate[] = [];
  const done = new Set<Id>();
  for (const environment of facts.tree.environments) {
    if (!facts.tree.placementsIn.has(environment.id) || done.has(environment.id)) continue;
    if (!facts.tree.pathOf.has(environment.id)) continue;
    done.add(environment.id);
    const trusted = trustedBy(facts, environment);
    all.addAll(trusted);
    estimates.push(estimateOf(facts, ofEnvironment(environment), trusted));
  }
  return estimates.length === 0 ? [] : [estimateOf(facts, facts.layout, all), ...estimates];
}
