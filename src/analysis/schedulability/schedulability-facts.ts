/** Whether tasks meet their deadlines: one analysis for each kernel and core that it schedules. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import { kernelOf } from '../../model/layout-tree.ts';
import { rows } from '../../model/plan.ts';
import type { CpuFacts, Load } from '../cpu/cpu-facts.ts';
import type { CoreFacts } from '../hardware.ts';
import { channelCosts, type ChannelCost } from '../ipc/channel-cost.ts';
import { linkFacts } from '../ipc/link-facts.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { overheadFacts } from '../overheads/overhead-facts.ts';
import { listNames } from '../wording.ts';
import { activationsOf } from './activations.ts';
import { timingsByPriority } from './by-priority.ts';
import { supplyOf } from './core-supply.ts';
import { timingsByDeadline, type DeadlineSetting } from './by-deadline.ts';
import { costsOf } from './execution.ts';
import { frameTables, type FrameTable } from './frame-tables.ts';
import { hostOf, lockingEnvironment, policyOf, schedulingEnvironment } from './host.ts';
import { statedCopies } from './link-times.ts';
import { lockCosts, type LockCosts, type LockingSet } from './locking.ts';
import { activationAssumptions, unfollowed } from './activation-words.ts';
import { messageReleases, type SettledActivations } from './message-releases.ts';
import type { CoreUse, SupplyAnswer } from './supply-answer.ts';
import { surchargeOf, type Surcharge } from './surcharge.ts';
import { setTask } from './task-set.ts';
import { interferedTimings, type InterferedTiming } from './interference-bounds.ts';
import { memoryAware } from './memory-aware.ts';
import { withSenders } from './sender-conditions.ts';
import { besideStated } from './stated-activations.ts';
import { sharedMemory, type SharedMemory } from './shared-memory.ts';
import { restingOn, unknownTiming, type TaskTiming } from './task-timing.ts';
import { statedAround, unstatedAround, type Unstated } from './unstated.ts';

/** One kernel on one core, analysed. */
export interface CoreSchedule extends LockingSet {
  readonly timings: readonly InterferedTiming[];
}

/** Timing of a layout. */
export interface SchedulabilityFacts {
  readonly tables: readonly FrameTable[];
  readonly memory: SharedMemory;
  readonly schedules: readonly CoreSchedule[];
  /** By place and task: `timingKey`. */
  readonly timings: ReadonlyMap<string, InterferedTiming>;
  readonly activations: SettledActivations;
}

/**
 * @param placementId a place
 * @param taskId a task
 * @returns key of its timing
 */
export function timingKey(placementId: Id, taskId: Id): string {
  return `${placementId} ${taskId}`;
}

interface Group {
  readonly host: Environment;
  readonly core: CoreFacts;
  readonly loads: Load[];
  readonly strangers: Set<string>;
}

/** Groups loads by kernel and core; what floats is a stranger on each of its cores. */
class Groups {
  readonly byKey = new Map<string, Group>();
  readonly hostsOn = new Map<Id, Set<Environment>>();
  /** What runs somewhere, and nobody says where. */
  readonly homeless = new Set<string>();

  constructor(facts: LayoutFacts, cpu: CpuFacts) {
    for (const load of cpu.loads) {
      const host = hostOf(facts.tree.pathOf.get(load.placement.environmentId) ?? []);
      if (host) for (const core of load.cores) this.#put(host, core, load);
      if (load.cores.length === 0) this.homeless.add(load.application.name);
    }
    for (const environment of facts.tree.environments) {
      const isLeaf = !facts.tree.childrenOf.has(environment.id);
      const host = hostOf(facts.tree.pathOf.get(environment.id) ?? []);
      if (!isLeaf || !host) continue;
      for (const coreId of facts.tree.coresOf.get(environment.id) ?? []) this.#uses(host, coreId);
    }
  }

  #put(host: Environment, core: CoreFacts, load: Load): void {
    const key = `${host.id} ${core.core.id}`;
    let group = this.byKey.get(key);
    if (!group) this.byKey.set(key, (group = { host, core, loads: [], strangers: new Set() }));
    this.#uses(host, core.core.id);
    if (load.task && load.cores.length === 1) group.loads.push(load);
    else group.strangers.add(load.task?.name ?? load.application.name);
  }

  #uses(host: Environment, coreId: Id): void {
    const hosts = this.hostsOn.get(coreId);
    if (hosts) hosts.add(host);
    else this.hostsOn.set(coreId, new Set([host]));
  }
}

/** What is the same for all sets of a layout. */
type Surroundings = Pick<Scheduling, 'locks' | 'homeless' | 'activations' | 'memory'>;

function answer(setting: LockingSet, around: Surroundings): readonly TaskTiming[] {
  const timings = timingsOf(setting, around);
  const { releases } = around.activations;
  if (releases.size === 0) return timings;
  return timings.map((timing) => ({ ...timing, release: releases.get(timing.of.load) ?? null }));
}

const NO_INTERFERENCE = 'WCETs hold while other cores are busy: no interference factor is stated';

const WITH_STALLS = 'WCETs include stalls by memory budgets: nothing else bounds these';

const isAlone = ({ memory }: Surroundings) => memory.hostsOn.size <= 1;

function unstatedOf(setting: LockingSet, around: Surroundings): readonly Unstated[] {
  const { set, supply, costs } = setting;
  const { homeless, activations, locks } = around;
  const where = `${listNames(homeless)} ${homeless.length === 1 ? 'runs' : 'run'} on other cores: none is stated`;
  return [
    ...setting.unstated,
    ...(supply.kind === 'unknown' ? [] : supply.unstated),
    ...(homeless.length > 0 ? [{ kind: 'placement' as const, words: where }] : []),
    ...(costs.inflation === null && !isAlone(around)
      ? [{ kind: 'interference' as const, words: NO_INTERFERENCE }]
      : []),
    ...(costs.inflation === null && around.memory.admission.kind !== 'none'
      ? [{ kind: 'interference' as const, words: WITH_STALLS }]
      : []),
    ...(locks.unstated.get(set) ?? []),
    ...unfollowed(set, activations),
  ];
}

/** Why no theory is asked; null: one is. */
function refusal({ set, policy, supply, costs }: LockingSet, locks: LockCosts): string | null {
  if (policy.kind === 'unknown') return policy.reason;
  if (supply.kind === 'unknown') return supply.reason;
  if (set.strangers.length > 0) {
    const names = listNames(set.strangers);
    return `${names} may run on this core too: without a task and a core of its own, its demand at a time is unknown`;
  }
  return costs.refusal ?? locks.reasons.get(set) ?? null;
}

/** What the theories say, with what every row assumes. */
function bounds(
  setting: LockingSet,
  around: Pick<Surroundings, 'locks' | 'activations'>,
  assumptions: readonly string[],
): readonly TaskTiming[] {
  const { set, supply, costs } = setting;
  const refused = refusal(setting, around.locks);
  if (refused !== null || supply.kind === 'unknown')
    return set.tasks.map((of) => unknownTiming(of, refused ?? ''));
  return analysed(setting, { set, supply, costs, assumptions }, around);
}

function timingsOf(setting: LockingSet, around: Surroundings): readonly TaskTiming[] {
  const { set, supply, costs } = setting;
  if (refusal(setting, around.locks) !== null || supply.kind === 'unknown')
    return bounds(setting, around, []);
  const unstated = unstatedOf(setting, around);
  const assumptions = [
    ...new Set(unstated.map(({ words }) => words)),
    ...supply.assumptions,
    ...costs.assumptions,
    ...(around.locks.stated.get(set) ?? []),
    // On the only core in use nobody else is there to be busy, as far as the layout shows.
    ...(costs.inflation?.assumptions ?? (isAlone(around) ? [NO_INTERFERENCE] : [])),
    ...activationAssumptions(set, around.activations),
  ];
  const timings = besideStated(
    bounds(setting, around, assumptions),
    around.activations.stated,
    (tasks) => bounds({ ...setting, set: { ...set, tasks } }, around, assumptions),
  );
  return timings.map((timing) => restingOn(timing, unstated));
}

function analysed(
  { policy }: LockingSet,
  common: Omit<DeadlineSetting, 'releases'>,
  { locks, activations: { releases } }: Pick<Surroundings, 'locks' | 'activations'>,
): readonly TaskTiming[] {
  if (policy.kind === 'policy' && policy.policy === 'edf')
    return timingsByDeadline({ ...common, releases });
  const preemptive = policy.kind === 'policy' && policy.policy === 'fixed-priority';
  return timingsByPriority({ ...common, locks: locks.costs, releases, preemptive });
}

/** Tasks of chains, and those that send events. */
function followedTasks({ plan }: LayoutFacts): ReadonlySet<Id> {
  const ids = new Set(rows(plan.chains).flatMap(({ taskIds }) => taskIds));
  for (const { kind, fromTaskId } of rows(plan.links)) {
    if (kind === 'event' && fromTaskId !== null) ids.add(fromTaskId);
  }
  return ids;
}

/** What stands on each path to the tasks of one host adds to them: a container that schedules nothing itself too. */
class Surcharges {
  readonly environments = new Set<Environment>();
  readonly #known = new Map<Id, Surcharge>();
  readonly #facts: LayoutFacts;
  readonly #supply: SupplyAnswer;

  constructor(facts: LayoutFacts, supply: SupplyAnswer) {
    this.#facts = facts;
    this.#supply = supply;
  }

  of(environmentId: Id): Surcharge {
    const known = this.#known.get(environmentId);
    if (known) return known;
    const path = this.#facts.tree.pathOf.get(environmentId) ?? [];
    for (const environment of path) this.environments.add(environment);
    const found = surchargeOf(path, this.#supply);
    this.#known.set(environmentId, found);
    return found;
  }
}

function settingOf(
  group: Group,
  use: CoreUse,
  facts: LayoutFacts,
  copiesOf: ReturnType<typeof statedCopies>,
  followed: ReadonlySet<Id>,
): LockingSet {
  const { host, core } = group;
  const supply = supplyOf(use, host, core.core.id);
  const within = new Surcharges(facts, supply);
  const tasks = group.loads.flatMap((load) => {
    const { task, placement } = load;
    if (!task) return [];
    const added = within.of(placement.environmentId);
    return setTask(facts.hardware, load, task, added, copiesOf(load), followed.has(task.id));
  });
  const locker = lockingEnvironment(facts.tree, host);
  const scheduler = schedulingEnvironment(facts.tree, host);
  const set = { host, scheduler, locker, core, tasks, strangers: [...group.strangers] };
  const kernel = kernelOf(facts.tree, host.id)?.os.family ?? null;
  const allHavePriorities = tasks.every(({ task }) => task.priority !== null);
  const policy = policyOf(scheduler, kernel, allHavePriorities);
  const path = facts.tree.pathOf.get(host.id) ?? [];
  const { contextSwitchNs } = host.contextSwitchNs === null ? scheduler : host;
  const where = { path, kernel, core, policy, contextSwitchNs };
  const costs = costsOf(path, contextSwitchNs, new Set([...path, ...within.environments]));
  const assumptions = [...costs.assumptions, ...statedAround(where)];
  return { set, policy, supply, costs: { ...costs, assumptions }, unstated: unstatedAround(where) };
}

/** What is scheduled where, before anybody asks how long it takes. */
export interface Scheduling {
  readonly tables: readonly FrameTable[];
  /** One for each kernel and core, by core. */
  readonly settings: readonly LockingSet[];
  readonly locks: LockCosts;
  /** When messages activate tasks. */
  readonly activations: SettledActivations;
  /** Applications that run on cores nobody has named. */
  readonly homeless: readonly string[];
  readonly memory: SharedMemory;
}

/** Costs of channels by link, asked for where an event leaves its environment, which is seldom; `known`: where they are known anyway. */
function costsByLink(facts: LayoutFacts, known: readonly ChannelCost[] | null) {
  let costs: ReadonlyMap<Id, ChannelCost> | null = null;
  return (linkId: Id): ChannelCost | undefined => {
    const all = () => known ?? channelCosts(facts, linkFacts(facts), overheadFacts(facts));
    costs ??= new Map(all().map((cost) => [cost.facts.link.id, cost]));
    return costs.get(linkId);
  };
}

/**
 * @param facts the layout
 * @param cpu its loads
 * @param costs of its channels; null: not known yet, and worked out where an event needs them
 * @returns the tasks of every kernel on every core, with what schedules and serves them
 * @cost linear in loads and environments, and the supply of each kernel on each core; `messageReleases` where messages activate tasks
 */
export function schedulingOf(
  facts: LayoutFacts,
  cpu: CpuFacts,
  costs: readonly ChannelCost[] | null = null,
): Scheduling {
  const groups = new Groups(facts, cpu);
  const { tree, catalogue } = facts;
  const tables = frameTables(tree);
  const use: CoreUse = { tree, catalogue, tables, hostsOn: groups.hostsOn };
  const copiesOf = statedCopies(facts);
  const followed = followedTasks(facts);
  const settings = [...groups.byKey.values()]
    .sort((a, b) => a.core.index - b.core.index)
    .map((group) => settingOf(group, use, facts, copiesOf, followed));
  const elsewhere = new Set(
    cpu.loads.flatMap(({ task, cores }) =>
      task && cores.length !== 1 ? task.criticalSections.map(({ resource }) => resource) : [],
    ),
  );
  const locks = lockCosts(settings, elsewhere);
  const homeless = [...groups.homeless];
  const memory = sharedMemory(tree, facts.hardware.target, groups.hostsOn, homeless);
  const activations = messageReleases(
    settings,
    activationsOf(facts, cpu, settings, costsByLink(facts, costs)),
    (setting, releases) =>
      interferedTimings(setting, memory, (each) =>
        bounds(each, { locks, activations: { releases, stated: new Map() } }, []),
      ),
  );
  return { tables, settings, locks, activations, homeless, memory };
}

/**
 * @param facts the layout
 * @param cpu its loads
 * @param costs as for `schedulingOf`
 * @returns the timing of every task that has a core of its own
 * @cost one response-time analysis per task and place
 */
export function schedulabilityFacts(
  facts: LayoutFacts,
  cpu: CpuFacts,
  costs: readonly ChannelCost[] | null = null,
): SchedulabilityFacts {
  const scheduling = schedulingOf(facts, cpu, costs);
  const { tables, settings, memory } = scheduling;
  const answered = settings.map((each) => ({
    ...each,
    timings: interferedTimings(each, memory, (setting) => answer(setting, scheduling)),
  }));
  const { releases, stated } = scheduling.activations;
  const hasActivations = releases.size + stated.size > 0;
  const schedules = withSenders(memoryAware(answered, memory, hasActivations), releases);
  const timings = new Map<string, InterferedTiming>();
  for (const { timings: list } of schedules) {
    for (const timing of list) {
      timings.set(timingKey(timing.of.load.placement.id, timing.of.task.id), timing);
    }
  }
  return { schedules, timings, tables, memory, activations: scheduling.activations };
}
