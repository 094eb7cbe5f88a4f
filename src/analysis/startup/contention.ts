/** What else starts on the cores of something while it starts: how much longer that may make it take. */
import type { Id } from '../../model/fields.ts';
import type { Environment, Placement } from '../../model/layout.ts';
import { copiesOf, coresOfPlacement } from '../../model/layout-tree.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { CoreOverlap } from './core-overlap.ts';
import type { OwnTime } from './own-time.ts';
import { orderSets, type OrderSets } from './order-sets.ts';
import type { StartGraph } from './start-graph.ts';

/** Starts that may share cores with something. */
export interface Beside {
  /** Nanoseconds of all of them, one after another, without those of `sameKind`. */
  readonly ns: number;
  /** True when a time of them is unknown, or only an indication: then `ns` is no upper bound. */
  readonly isOpen: boolean;
  /** Starts of the same technology, where starting many of it at once was measured; itself not counted. */
  readonly sameKind: number;
}

/** Upper bounds of what shares cores with a start. */
export interface Contention {
  besideEnvironment(environment: Environment): Beside;
  besidePlacement(placement: Placement): Beside;
  /**
   * Nanoseconds of every start that does not begin after an environment is ready (null: of every start), each once: no
   * way through what waits for what takes longer. Infinity where one of them is open.
   */
  allNs(environment: Environment | null): number;
}

/** What one environment, or one placement, does on some cores. */
interface Work {
  readonly coreSet: number;
  /** Nanoseconds on one core, of one of its copies. */
  readonly eachNs: number;
  /** 1 where that is no upper bound. */
  readonly open: 0 | 1;
  readonly starts: number;
  /** Technology whose starts were measured side by side; null: none. */
  readonly measured: string | null;
}

/** The work of an environment and of what is placed in it. */
interface Works {
  readonly id: Id;
  readonly boot: Work;
  readonly placed: readonly Work[];
  readonly all: readonly Work[];
}

const NOBODY_KNOWS: Beside = { ns: 0, isOpen: true, sameKind: 0 };

interface Tally {
  ns: number;
  open: number;
  sameKind: number;
}

function count(tally: Tally, work: Work, measured: string | null, sign: 1 | -1): void {
  if (measured !== null && work.measured === measured) {
    tally.sameKind += sign * work.starts;
    return;
  }
  tally.ns += sign * work.eachNs * work.starts;
  tally.open += sign * work.open;
}

const isIndication = ({ figures }: OwnTime): boolean =>
  figures.some(({ applies }) => applies?.standing === 'indication');
const isUnknown = ({ figures }: OwnTime): boolean => figures.some(({ value }) => value === null);

/** All that is done on one set of cores, by the technology whose starts were measured side by side. */
interface SetSum {
  readonly coreSet: number;
  readonly byMeasured: Map<string | null, Tally>;
}

function addTo(sum: SetSum, { eachNs, starts, open, measured }: Work): void {
  let tally = sum.byMeasured.get(measured);
  if (!tally) sum.byMeasured.set(measured, (tally = { ns: 0, open: 0, sameKind: 0 }));
  tally.ns += eachNs * starts;
  tally.open += open;
  tally.sameKind += starts;
}

/** Looks up, once per set of cores, what is done on it and on those that overlap it. */
class Ledger {
  readonly #sets: CoreOverlap;
  readonly #sums: readonly SetSum[];
  readonly #around = new Map<string | null, Map<number, Tally>>();

  constructor(sets: CoreOverlap, works: readonly Work[]) {
    this.#sets = sets;
    const sums = new Map<number, SetSum>();
    for (const work of works) {
      let sum = sums.get(work.coreSet);
      if (!sum) {
        sum = { coreSet: work.coreSet, byMeasured: new Map() };
        sums.set(work.coreSet, sum);
      }
      addTo(sum, work);
    }
    this.#sums = [...sums.values()];
  }

  /** A tally of its own, to be counted on. */
  around(coreSet: number, measured: string | null): Tally {
    let known = this.#around.get(measured);
    if (!known) this.#around.set(measured, (known = new Map<number, Tally>()));
    let tally = known.get(coreSet);
    if (!tally) known.set(coreSet, (tally = this.#sum(coreSet, measured)));
    return { ...tally };
  }

  #sum(around: number, measured: string | null): Tally {
    const tally = { ns: 0, open: 0, sameKind: 0 };
    for (const { coreSet, byMeasured } of this.#sums) {
      if (!this.#sets.overlap(around, coreSet)) continue;
      for (const [technology, { ns, open, sameKind }] of byMeasured) {
        if (measured !== null && technology === measured) tally.sameKind += sameKind;
        else {
          tally.ns += ns;
          tally.open += open;
        }
      }
    }
    return tally;
  }
}

function bootWork(
  facts: LayoutFacts,
  sets: CoreOverlap,
  { id }: Environment,
  own: OwnTime | undefined,
  serial: boolean,
): Work {
  const starts = copiesOf(facts.tree, id);
  return {
    coreSet: sets.numberOf(facts.tree.coresOf.get(id) ?? []),
    eachNs: own?.span.high ?? 0,
    open: !own || isUnknown(own) || isIndication(own) ? 1 : 0,
    starts,
    measured: serial ? null : (own?.sideBySide?.technologyId ?? null),
  };
}

function placedWork(facts: LayoutFacts, sets: CoreOverlap, placement: Placement): Work {
  const ns = facts.plan.applications.get(placement.applicationId)?.startupNs ?? null;
  const starts = placement.instances * copiesOf(facts.tree, placement.environmentId);
  return {
    coreSet: sets.numberOf(coresOfPlacement(facts.tree, placement)),
    eachNs: ns ?? 0,
    open: ns === null ? 1 : 0,
    starts,
    measured: null,
  };
}

class Contenders implements Contention {
  readonly #facts: LayoutFacts;
  readonly #serial: boolean;
  readonly #sets = new CoreOverlap();
  readonly #workOf = new Map<Placement, Work>();
  readonly #worksOf: ReadonlyMap<Id, Works>;
  readonly #ledger: Ledger;
  readonly #order: OrderSets<Works>;
  readonly #total = { ns: 0, open: 0 };

  constructor(facts: LayoutFacts, graph: StartGraph, times: ReadonlyMap<Id, OwnTime>) {
    this.#facts = facts;
    this.#serial = facts.tree.layout.startMode === 'serial';
    const all = graph.order.map((environment): Works => {
      const { id } = environment;
      const boot = bootWork(facts, this.#sets, environment, times.get(id), this.#serial);
      const placed = (facts.tree.placementsIn.get(id) ?? []).map((placement) => {
        const work = placedWork(facts, this.#sets, placement);
        this.#workOf.set(placement, work);
        return work;
      });
      return { id, boot, placed, all: [boot, ...placed] };
    });
    this.#worksOf = new Map(all.map((works) => [works.id, works]));
    const works = all.flatMap((each) => each.all);
    this.#ledger = new Ledger(this.#sets, works);
    this.#order = orderSets(graph, all);
    countAll(this.#total, works, 1);
  }

  besideEnvironment({ id, copies }: Environment): Beside {
    const own = this.#worksOf.get(id);
    if (!own) return NOBODY_KNOWS;
    const { starts } = own.boot;
    const { tally, take } = this.#notBefore(id, own.boot);
    take(own.boot);
    if (starts === 1) {
      own.placed.forEach(take);
      this.#order.after.forEach(id, ({ all }) => {
        all.forEach(take);
      });
    }
    // In a serial layout, those that are in other copies of what it stands in.
    return besideOf(tally, starts - (this.#serial ? copies : 1), own.boot);
  }

  besidePlacement(placement: Placement): Beside {
    const own = this.#workOf.get(placement);
    if (!own) return NOBODY_KNOWS;
    const { tally, take } = this.#notBefore(placement.environmentId, own);
    const boot = this.#worksOf.get(placement.environmentId)?.boot;
    if (boot) take(boot);
    take(own);
    return besideOf(tally, own.starts - 1, own);
  }

  allNs(environment: Environment | null): number {
    const sum = { ...this.#total };
    if (environment !== null && copiesOf(this.#facts.tree, environment.id) === 1) {
      countAll(sum, this.#worksOf.get(environment.id)?.placed ?? [], -1);
      this.#order.after.forEach(environment.id, ({ all }) => {
        countAll(sum, all, -1);
      });
    }
    return sum.open > 0 ? Infinity : sum.ns;
  }

  /** All on the cores of some work, without what is over before its environment starts. */
  #notBefore(id: Id, { coreSet, measured }: Work) {
    const tally = this.#ledger.around(coreSet, measured);
    const take = (work: Work) => {
      if (this.#sets.overlap(coreSet, work.coreSet)) count(tally, work, measured, -1);
    };
    this.#order.before.forEach(id, ({ boot }) => {
      take(boot);
    });
    return { tally, take };
  }
}

function countAll(sum: { ns: number; open: number }, works: readonly Work[], sign: 1 | -1): void {
  for (const { eachNs, starts, open } of works) {
    sum.ns += sign * eachNs * starts;
    sum.open += sign * open;
  }
}

function besideOf({ ns, open, sameKind }: Tally, copiesBeside: number, work: Work): Beside {
  return work.measured === null
    ? { ns: ns + copiesBeside * work.eachNs, isOpen: open > 0, sameKind }
    : { ns, isOpen: open > 0, sameKind: sameKind + copiesBeside };
}

/**
 * While something waits for a core, one of its cores runs something else; every start runs its own time once. So the
 * starts on cores that overlap its own, without those that are over before it or begin after it, delay it by their sum
 * at most. What stands in a copy that is ready starts while other copies of it still boot, so that only what stands in
 * something without copies begins after it.
 *
 * @param facts the layout
 * @param graph what waits for what
 * @param times undisturbed times of the environments
 * @returns what is beside each start
 * @cost O(starts + edges x environments / 32 + sets of cores squared)
 * @source list scheduling bound (Graham 1966)
 * @rules BOOT-4
 */
export function contentionOf(
  facts: LayoutFacts,
  graph: StartGraph,
  times: ReadonlyMap<Id, OwnTime>,
): Contention {
  return new Contenders(facts, graph, times);
}
