/** How many instances stand in each hypervisor and engine, and how many are documented. */
import type { Technology } from '../../catalog/technology.ts';
import type { Environment } from '../../model/layout.ts';
import { technologyOf } from '../isolation/technologies.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { FigureUse } from '../result.ts';
import { statedFigure, technologyFigure } from '../technology-figure.ts';

/** A documented number of instances. */
export interface InstanceLimit {
  readonly value: number;
  /** `structural`: cores decide; `documented`: somebody documented or reported it. */
  readonly kind: 'structural' | 'documented';
  readonly figures: readonly FigureUse[];
}

/** One hypervisor or engine with what stands directly in it. */
export interface InstanceCount {
  readonly host: Environment;
  /** Null when none is chosen. */
  readonly technology: Technology | null;
  readonly guests: readonly Environment[];
  /** Copies counted. */
  readonly count: number;
  /** Null: no number is documented. */
  readonly limit: InstanceLimit | null;
}

const COUNT = 'count';

/** @returns how many of them there are, copies counted */
function copiesOf(guests: readonly Environment[]): number {
  return guests.reduce((sum, { copies }) => sum + copies, 0);
}

/** Formula `max-instances-static`: floor(cores available / cores per partition). */
function structuralLimit(
  facts: LayoutFacts,
  host: Environment,
  guests: readonly Environment[],
): InstanceLimit | null {
  // Partitions with a time share each take turns on a core.
  if (guests.some(({ timeShare }) => timeShare !== null)) return null;
  const own = facts.tree.coresOf.get(host.id) ?? [];
  const available = own.length > 0 ? own.length : facts.hardware.cores.length;
  const asked = guests.reduce(
    (sum, { coreIds, copies }) => sum + Math.max(1, coreIds.length) * copies,
    0,
  );
  const source = 'user';
  return {
    // Cores per partition are the mean; multiplied first, so that whole numbers stay whole.
    value: Math.floor((available * copiesOf(guests)) / asked),
    kind: 'structural',
    figures: [
      statedFigure(`cores of "${host.name}"`, available, COUNT, source),
      statedFigure('cores that its partitions take together', asked, COUNT, source),
    ],
  };
}

function limitOf(
  facts: LayoutFacts,
  host: Environment,
  technology: Technology,
  guests: readonly Environment[],
): InstanceLimit | null {
  const { range, use } = technologyFigure(facts.catalogue, technology, 'maxInstances');
  if (range) return { value: range.typical, kind: 'documented', figures: [use] };
  return technology.family === 'type1-static' ? structuralLimit(facts, host, guests) : null;
}

/**
 * @param facts the layout
 * @returns hypervisors and engines that something stands in, in the user's order
 * @cost O(environments)
 * @source catalogue, parameter maxInstances; formula max-instances-static (bao-src, jailhouse-src)
 * @rules SCALE-1
 */
export function instanceCounts(facts: LayoutFacts): readonly InstanceCount[] {
  return facts.tree.environments.flatMap((host) => {
    if (host.kind !== 'hypervisor' && host.kind !== 'container-engine') return [];
    const guests = facts.tree.childrenOf.get(host.id) ?? [];
    if (guests.length === 0 || !facts.tree.pathOf.has(host.id)) return [];
    const technology = technologyOf(facts.catalogue, facts.tree, host);
    const limit = technology && limitOf(facts, host, technology, guests);
    return [{ host, technology, guests, count: copiesOf(guests), limit }];
  });
}
