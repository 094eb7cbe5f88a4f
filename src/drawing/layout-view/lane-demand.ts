/** Which lanes an environment must have, may have, or does not care about. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment, Placement } from '../../model/layout.ts';
import type { Lane } from './lanes.ts';

/** What an environment without cores of its own asks for, by what stands in it. */
export interface LaneDemand {
  /** Lanes that something in it names. */
  readonly required: readonly Lane[];
  /** Lanes that all of it floats over, when nothing is required. */
  readonly flexible: readonly Lane[];
  /** Whether a part of it goes wherever its host is. */
  readonly free: boolean;
  /** How much stands in it: applications, and a little for each environment. */
  readonly weight: number;
  /** How many tiles could stand side by side. */
  readonly tiles: number;
}

const ENVIRONMENT_WEIGHT = 0.7;

/** Kinds whose instances stand side by side with walls between, rather than share what is beneath. */
const ISOLATED: ReadonlySet<Environment['kind']> = new Set([
  'bare-metal',
  'os',
  'partition',
  'vm',
  'thin-vm',
]);

/**
 * @param environment an environment
 * @returns whether it is drawn as a column of its own beside its siblings
 */
export function standsApart(environment: Environment): boolean {
  return ISOLATED.has(environment.kind);
}

/**
 * @param environment an environment
 * @returns whether it is a layer under its children rather than a box around them
 */
export function isPlatform(environment: Environment): boolean {
  return environment.kind === 'hypervisor' || environment.kind === 'container-engine';
}

/**
 * @param coreIds cores; none means any
 * @param lanes lanes to choose from
 * @returns the lanes of these cores
 */
export function lanesOn(coreIds: readonly Id[], lanes: readonly Lane[]): readonly Lane[] {
  if (coreIds.length === 0) return lanes;
  const wanted = new Set(coreIds);
  return lanes.filter((lane) => lane.column.cores.some(({ id }) => wanted.has(id)));
}

/**
 * @param tree the layout
 * @param environment an environment
 * @returns applications in it and below, and a little for each environment
 * @cost O(what stands in it)
 */
export function weightOf(tree: LayoutTree, environment: Environment): number {
  let weight = (tree.placementsIn.get(environment.id)?.length ?? 0) + ENVIRONMENT_WEIGHT;
  for (const child of tree.childrenOf.get(environment.id) ?? []) weight += weightOf(tree, child);
  return weight;
}

interface Content {
  readonly placements: readonly Placement[];
  /** Environments inside with cores of their own, and walls that want all cores. */
  readonly fixed: readonly Environment[];
}

function contentOf(tree: LayoutTree, environment: Environment): Content {
  const placements = [...(tree.placementsIn.get(environment.id) ?? [])];
  const fixed: Environment[] = [];
  for (const child of tree.childrenOf.get(environment.id) ?? []) {
    if (child.coreIds.length > 0) {
      fixed.push(child);
      continue;
    }
    const inner = contentOf(tree, child);
    placements.push(...inner.placements);
    fixed.push(...inner.fixed);
  }
  return { placements, fixed };
}

/**
 * @param tree the layout
 * @param environment an environment
 * @param lanes lanes of its host
 * @returns what it asks of them
 * @cost O(what stands in it x lanes)
 */
export function demandOf(
  tree: LayoutTree,
  environment: Environment,
  lanes: readonly Lane[],
): LaneDemand {
  const content = contentOf(tree, environment);
  const weight = weightOf(tree, environment);
  const tiles = Math.max(1, content.placements.length);
  if (environment.coreIds.length > 0) {
    const required = lanesOn(environment.coreIds, lanes);
    return { required, flexible: [], free: required.length === 0, weight, tiles };
  }
  const required = new Set<Lane>();
  for (const child of content.fixed)
    for (const lane of lanesOn(child.coreIds, lanes)) required.add(lane);
  const floating: (readonly Lane[])[] = [];
  let free = content.placements.length === 0 && content.fixed.length === 0;
  for (const placement of content.placements) {
    const own = placement.coreIds.length === 0 ? [] : lanesOn(placement.coreIds, lanes);
    if (own.length === 1 && own[0]) required.add(own[0]);
    else if (own.length === 0) free = true;
    else floating.push(own);
  }
  const flexible = settleFloating(floating, required, isPlatform(environment));
  return {
    required: [...required],
    flexible: required.size === 0 ? flexible : [],
    free: free && flexible.length === 0,
    weight,
    tiles,
  };
}

/**
 * What floats over named lanes wants to stand in one of them. A layer spans them all; a box takes the part
 * it gets, or one lane of each set where it has others already.
 */
function settleFloating(
  floating: readonly (readonly Lane[])[],
  required: Set<Lane>,
  spansAll: boolean,
): readonly Lane[] {
  const [first] = floating;
  if (!first) return [];
  const equal = floating.every((set) => set.length === first.length && set[0] === first[0]);
  if (required.size === 0 && equal && !spansAll) return first;
  for (const set of floating) {
    if (spansAll) for (const lane of set) required.add(lane);
    else if (!set.some((lane) => required.has(lane)) && set[0]) required.add(set[0]);
  }
  return [];
}
