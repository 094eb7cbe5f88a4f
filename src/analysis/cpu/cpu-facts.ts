/** Who asks how much CPU time of which core, core set and environment of a layout. */
import type { Application, Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { highestClockHz } from '../../model/clock.ts';
import { copiesOf, coresOfPlacement } from '../../model/layout-tree.ts';
import type { Environment, Placement } from '../../model/layout.ts';
import type { Cluster } from '../../model/target.ts';
import type { CoreFacts } from '../hardware.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { coreSetLoads, CoreSets, type CoreSet, type CoreSetLoad } from './core-sets.ts';
import { Demand, timesShare, type Share } from './demand.ts';
import { eventRates, rateOf, type EventRates, type JobRate } from './activation-rates.ts';
import { term, timesRatio, type Ratio, type Term } from './exact-sum.ts';
import { isUnknown, scaleTo, timesOn, type Scale, type TimesOn, type Unknown } from './scaling.ts';

/** One task at one place, or the stated load of an application whose tasks have no times. */
export interface Load {
  readonly placement: Placement;
  readonly application: Application;
  readonly task: Task | null;
  /** Where it runs: one core when pinned, several when it floats, none when nobody says. */
  readonly cores: readonly CoreFacts[];
  /** Of all instances of the place, in all copies of what it stands in, together. */
  readonly share: Share;
  /** Times of one job in nanoseconds, on the slowest of the cores; null for an application's load. */
  readonly times: TimesOn | null;
  /** How often each instance of the task runs; a text: why that is unknown; null for an application's load. */
  readonly rate: JobRate | string | null;
  /** By which the environments around a task state that its WCET grows; none for an application's load. */
  readonly executionFactors: readonly number[];
}

/** What is pinned to one core. */
export interface CoreLoad {
  readonly core: CoreFacts;
  readonly pinned: Demand;
  readonly loads: readonly Load[];
  /** What floats over it and over other cores: nothing, loads that are known, or some whose demand is unknown. */
  readonly floating: 'none' | 'known' | 'unknown';
}

/** What an environment's content asks of the cores it may use. */
export interface EnvironmentLoad {
  readonly environment: Environment;
  readonly cores: readonly CoreFacts[];
  /** Everything in one copy of it and in the environments inside it. */
  readonly demand: Demand;
  /** Time share times cores, or the cores. */
  readonly capacity: Term;
  /** Pinned demand by core position; only for environments with a time share. */
  readonly pinnedOn: ReadonlyMap<number, Demand>;
}

/** CPU facts of a layout. */
export interface CpuFacts {
  readonly loads: readonly Load[];
  readonly cores: readonly CoreLoad[];
  readonly sets: readonly CoreSetLoad[];
  readonly environments: readonly EnvironmentLoad[];
  /** Cores of a list of ids that exist. */
  readonly coresOf: (coreIds: readonly Id[]) => readonly CoreFacts[];
}

const NOTHING: Unknown = { cause: 'no-demand', fromType: null, toType: null };
const NO_CORE: Unknown = { cause: 'no-core', fromType: null, toType: null };
const NO_CLUSTER: Unknown = { cause: 'no-cluster', fromType: null, toType: null };

function unknownShare(unknown: Unknown): Share {
  return { low: null, typical: null, high: null, fastest: null, unknown, assumption: null };
}

const NO_RATE: Unknown = { cause: 'no-rate', fromType: null, toType: null };

/** Averages and best cases are taken to hold as stated; the worst case grows by what environments do themselves. */
function taskShare(
  times: TimesOn,
  { most, least: certain }: JobRate,
  instances: number,
  executionFactors: readonly number[],
): Share {
  const isOneRate =
    most.numerator === certain.numerator && most.denominator === certain.denominator;
  const at = (rate: Ratio, time: Term | null, factors: readonly number[] = []) =>
    time && timesRatio(term([...time.top, instances, ...factors], time.bottom), rate);
  return {
    low: at(certain, times.low),
    typical: isOneRate ? at(most, times.typical) : null,
    high: at(most, times.high, executionFactors),
    fastest: at(certain, times.fastest, executionFactors),
    unknown: times.unknown,
    assumption: times.assumption,
  };
}

const least = (times: readonly (Term | null)[]): Term | null => pick(times, (a, b) => a < b);
const most = (times: readonly (Term | null)[]): Term | null => pick(times, (a, b) => a > b);

/** The best of the terms; null when one is missing. */
function pick(
  terms: readonly (Term | null)[],
  better: (a: number, b: number) => boolean,
): Term | null {
  let best: Term | null = null;
  for (const candidate of terms) {
    if (!candidate) return null;
    if (!best || better(candidate.value, best.value)) best = candidate;
  }
  return best;
}

/** Shares per core type of a set joined into one: from the fastest to the slowest core. */
function acrossClusters(shares: readonly Share[]): Share {
  const [only] = shares;
  if (shares.length === 1 && only) return only;
  return {
    low: least(shares.map((share) => share.low)),
    typical: most(shares.map((share) => share.typical)),
    high: most(shares.map((share) => share.high)),
    fastest: least(shares.map((share) => share.fastest)),
    unknown: shares.find((share) => share.unknown)?.unknown ?? null,
    assumption: shares.find((share) => share.assumption)?.assumption ?? null,
  };
}

/** Collects the loads of one layout. */
class LoadCollector {
  readonly facts: LayoutFacts;
  readonly sets: CoreSets;
  readonly loads: Load[] = [];
  readonly pinnedOn = new Map<number, Demand>();
  readonly loadsOn = new Map<number, Load[]>();
  readonly inEnvironment = new Map<Id, Demand>();
  readonly pinnedIn = new Map<Id, Map<number, Demand>>();
  readonly #rates: EventRates;
  readonly #clusters = new Map<readonly CoreFacts[], readonly (Cluster | null)[]>();

  constructor(facts: LayoutFacts) {
    this.facts = facts;
    this.sets = new CoreSets(facts.hardware);
    this.#rates = eventRates(facts);
  }

  #factorsOf({ environmentId }: Placement): readonly number[] {
    const path = this.facts.tree.pathOf.get(environmentId) ?? [];
    return path.flatMap(({ executionFactor }) => executionFactor ?? []);
  }

  place(placement: Placement): void {
    const { plan, tasksOf, tree } = this.facts;
    const application = plan.applications.get(placement.applicationId);
    if (!application) return;
    const cores = this.sets.cores(coresOfPlacement(tree, placement));
    const executionFactors = this.#factorsOf(placement);
    const tasks = tasksOf.get(application.id) ?? [];
    const timed = tasks.some(({ wcetNs, acetNs, bcetNs, wcetOn, coreType }) =>
      coreType === null ? wcetOn.length > 0 : (wcetNs ?? acetNs ?? bcetNs) !== null,
    );
    // Tasks without times say nothing of the demand; the stated load then still does.
    if (tasks.length === 0 || (application.cpuLoad && !timed)) {
      const share = this.#over(cores, (cluster) =>
        this.#loadShare(application, placement, cluster),
      );
      const of = { placement, application, task: null, cores, executionFactors: [] };
      this.#put({ ...of, share, times: null, rate: null });
    }
    // Of several entries for one task the first counts.
    const coreOf = new Map<Id, Id>();
    for (const { taskId, coreId } of placement.taskCores) {
      if (!coreOf.has(taskId)) coreOf.set(taskId, coreId);
    }
    for (const task of tasks) {
      const bound = coreOf.get(task.id);
      const on = bound === undefined ? cores : this.sets.cores([bound]);
      this.#putTask({ placement, application, task, cores: on, executionFactors });
    }
  }

  #putTask(of: Omit<Load, 'task' | 'share' | 'times' | 'rate'> & { readonly task: Task }): void {
    const { placement, task, cores, executionFactors } = of;
    const rate = rateOf(task, this.#rates);
    let slowest: TimesOn | null = null;
    const share = this.#over(cores, (cluster) => {
      const times = timesOn(this.facts.hardware, task, cluster);
      if (!slowest || (times.high?.value ?? Infinity) > (slowest.high?.value ?? Infinity)) {
        slowest = times;
      }
      return typeof rate === 'string'
        ? unknownShare(times.unknown ?? { ...NO_RATE, reason: rate })
        : taskShare(times, rate, placement.instances, executionFactors);
    });
    this.#put({ ...of, share, times: slowest, rate });
  }

  #loadShare(application: Application, placement: Placement, cluster: Cluster): Share {
    const load = application.cpuLoad;
    if (!load) return unknownShare(NOTHING);
    const { hardware } = this.facts;
    const scale = scaleTo(hardware, load, cluster);
    if (isUnknown(scale)) return unknownShare(scale);
    const shareBy = ({ top, bottom }: Scale) =>
      term([load.share, placement.instances, ...top], bottom);
    const high = shareBy(scale);
    const atHighest = scaleTo(hardware, load, cluster, highestClockHz);
    const low = isUnknown(atHighest) ? high : shareBy(atHighest);
    const { assumption } = scale;
    return { low, typical: high, high, fastest: low, unknown: null, assumption };
  }

  #over(cores: readonly CoreFacts[], on: (cluster: Cluster) => Share): Share {
    if (cores.length === 0) return unknownShare(NO_CORE);
    let clusters = this.#clusters.get(cores);
    if (!clusters) {
      clusters = [...new Set(cores.map((core) => core.cluster))];
      this.#clusters.set(cores, clusters);
    }
    return acrossClusters(
      clusters.map((cluster) => (cluster ? on(cluster) : unknownShare(NO_CLUSTER))),
    );
  }

  /** @param one load of one copy of the environment */
  #put(one: Load): void {
    const { cores, placement } = one;
    const path = this.facts.tree.pathOf.get(placement.environmentId) ?? [];
    const share = timesShare(one.share, copiesOf(this.facts.tree, placement.environmentId));
    const load = { ...one, share };
    this.loads.push(load);
    const [first] = cores;
    if (first && cores.length === 1) {
      demandAt(this.pinnedOn, first.index).add(share);
      const list = this.loadsOn.get(first.index);
      if (list) list.push(load);
      else this.loadsOn.set(first.index, [load]);
    } else if (first) {
      this.sets.of(cores).floating.add(share);
    }
    demandAt(this.inEnvironment, placement.environmentId).add(one.share);
    let inside = 1;
    for (const environment of path.toReversed()) {
      // A time share is of one copy: what stands in it counts with its own copies only.
      if (environment.timeShare !== null && first && cores.length === 1) {
        let pinned = this.pinnedIn.get(environment.id);
        if (!pinned) this.pinnedIn.set(environment.id, (pinned = new Map<number, Demand>()));
        demandAt(pinned, first.index).add(timesShare(one.share, inside));
      }
      inside *= environment.copies;
    }
  }
}

function demandAt<K>(demands: Map<K, Demand>, key: K): Demand {
  let demand = demands.get(key);
  if (!demand) demands.set(key, (demand = new Demand()));
  return demand;
}

/** Content of environments, children before parents, so that each sum is finished before it is counted in. */
function environmentLoads(facts: LayoutFacts, collector: LoadCollector): EnvironmentLoad[] {
  const { tree } = facts;
  const totals = new Map<Id, Demand>();
  const loads = new Map<Id, EnvironmentLoad>();
  const reachable = tree.environments.filter((environment) => tree.pathOf.has(environment.id));
  const depth = (environment: Environment) => tree.pathOf.get(environment.id)?.length ?? 0;
  const upwards = [...reachable].sort((a, b) => depth(b) - depth(a));
  for (const environment of upwards) {
    const demand = new Demand();
    const own = collector.inEnvironment.get(environment.id);
    if (own) demand.addDemand(own);
    for (const child of tree.childrenOf.get(environment.id) ?? []) {
      const inside = totals.get(child.id);
      if (inside) demand.addDemand(inside, child.copies);
    }
    totals.set(environment.id, demand);
    const cores = collector.sets.cores(tree.coresOf.get(environment.id) ?? []);
    const share = environment.timeShare === null ? [] : [environment.timeShare];
    loads.set(environment.id, {
      environment,
      cores,
      demand,
      capacity: term([cores.length, ...share], []),
      pinnedOn: collector.pinnedIn.get(environment.id) ?? new Map(),
    });
  }
  return reachable.flatMap((environment) => loads.get(environment.id) ?? []);
}

function floatingByCore(sets: readonly CoreSet[]): ReadonlyMap<CoreFacts, 'known' | 'unknown'> {
  const over = new Map<CoreFacts, 'known' | 'unknown'>();
  for (const { cores, floating } of sets) {
    for (const core of cores) {
      if (floating.atLeast || !over.has(core))
        over.set(core, floating.atLeast ? 'unknown' : 'known');
    }
  }
  return over;
}

/**
 * Gathers who asks for how much CPU time where.
 *
 * @param facts the layout
 * @returns loads, pinned demand per core, demand per core set and per environment
 * @cost O(placements x tasks of each + cores of all sets), and O(sets^2) for core sets that overlap
 * @rules CPU-1, CPU-2, CPU-3, CPU-4
 */
export function cpuFacts(facts: LayoutFacts): CpuFacts {
  const collector = new LoadCollector(facts);
  for (const placement of facts.tree.placements) collector.place(placement);
  const floating: readonly CoreSet[] = collector.sets.all;
  const floatingOver = floatingByCore(floating);
  return {
    loads: collector.loads,
    cores: facts.hardware.cores.map((core) => ({
      core,
      pinned: collector.pinnedOn.get(core.index) ?? new Demand(),
      loads: collector.loadsOn.get(core.index) ?? [],
      floating: floatingOver.get(core) ?? 'none',
    })),
    sets: coreSetLoads(floating, collector.pinnedOn),
    environments: environmentLoads(facts, collector),
    coresOf: (coreIds) => collector.sets.cores(coreIds),
  };
}
