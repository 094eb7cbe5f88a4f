/** A latency that a layout reaches: the schedule with every job at its WCET, from a common start. */
import type { Chain as PlanChain } from '../../model/application.ts';
import type { CoreSchedule } from '../schedulability/schedulability-facts.ts';
import type { SetTask } from '../schedulability/task-set.ts';
import { nominalLatency, type NominalStep } from '../timing/chains/nominal-latency.ts';
import type { NominalPlace, NominalTask } from '../timing/chains/system-schedule.ts';
import { hyperperiodOf } from '../timing/whole-numbers.ts';
import type { ChainContext, LayoutChain } from './chain-of-layout.ts';
import { isFewer } from './link-rates.ts';

/** Jobs simulated for the nominal value of one chain. */
const NOMINAL_JOBS = 4_000;
/** Hyperperiods simulated, about. */
const HYPERPERIODS = 4;

/** Periods of the tasks of each schedule where the plan says everything of what happens; null where it does not, or jobs are too many. */
export type PlainSchedules = Map<CoreSchedule, readonly number[] | null>;

/** Jobs of about as many hyperperiods as are simulated are no more than allowed. */
function isShort(periods: readonly number[]): boolean {
  const hyperperiod = hyperperiodOf(periods);
  if (hyperperiod === null) return false;
  const jobs = periods.reduce((sum, period) => sum + hyperperiod / period, 0);
  return HYPERPERIODS * jobs <= NOMINAL_JOBS;
}

/** Of one schedule, once for all chains that pass it. */
function plainPeriods(
  schedule: CoreSchedule,
  context: ChainContext,
  plain: PlainSchedules,
): readonly number[] | null {
  const known = plain.get(schedule);
  if (known !== undefined) return known;
  const periods = schedule.timings.map(({ of, release }) => (release?.root ?? of).task.periodNs);
  const found = isShort(periods) && isPlain(schedule, context) ? periods : null;
  plain.set(schedule, found);
  return found;
}

/** The schedules that the chain passes, and those whose messages activate tasks on them; null: one of them is not plain. */
function schedulesOf(
  { stations }: LayoutChain,
  context: ChainContext,
  plain: PlainSchedules,
): readonly CoreSchedule[] | null {
  const schedules = new Set(stations.map(({ schedule }) => schedule));
  const all: number[] = [];
  for (const schedule of schedules) {
    const periods = plainPeriods(schedule, context, plain);
    if (!periods) return null;
    all.push(...periods);
    for (const { release } of schedule.timings) {
      const sender = release && context.stationsOf.get(release.activation.from.task.id)?.[0];
      if (sender) schedules.add(sender.schedule);
    }
  }
  return isShort(all) ? [...schedules] : null;
}

/** Whether the plan says everything of what happens: then this is one of the schedules that it allows. */
function isPlain(schedule: CoreSchedule, { stated, stationsOf }: ChainContext): boolean {
  const { set, policy, supply, costs, timings } = schedule;
  const priorities = new Set(set.tasks.map(({ task }) => task.priority));
  return (
    policy.kind === 'policy' &&
    policy.policy === 'fixed-priority' &&
    supply.kind === 'core' &&
    supply.isWhole &&
    set.strangers.length === 0 &&
    // Switches move what runs when: which schedule then happens is not known; nor is it among equals.
    costs.switchNs === 0 &&
    priorities.size === set.tasks.length &&
    !priorities.has(null) &&
    set.tasks.every(
      ({ load, task, leastWcetNs, instances }) =>
        leastWcetNs > 0 &&
        instances === 1 &&
        task.preemption === 'preemptive' &&
        task.suspensionNs === 0 &&
        task.criticalSections.length === 0 &&
        // What activates these is not followed.
        !stated.has(load),
    ) &&
    timings.every(({ of, release }) => {
      if (!release) return true;
      const places = stationsOf.get(of.task.id)?.length ?? 0;
      // Who of several sends, or is sent to, is not known.
      const isOnly = places === 1 && release.copies === 1 && release.others.length === 0;
      return isOnly && !isFewer(release.activation.link, release.root);
    })
  );
}

/** All tasks of some schedules, and where each of them stands. */
class System {
  readonly orders: readonly (readonly SetTask[])[];
  readonly #placeOf = new Map<SetTask, NominalPlace>();
  readonly #schedules: readonly CoreSchedule[];

  constructor(schedules: readonly CoreSchedule[]) {
    this.#schedules = schedules;
    this.orders = schedules.map(({ set }) =>
      [...set.tasks].sort((a, b) => (b.task.priority ?? 0) - (a.task.priority ?? 0)),
    );
    for (const [core, order] of this.orders.entries()) {
      for (const [task, of] of order.entries()) this.#placeOf.set(of, { core, task });
    }
  }

  placeOf(of: SetTask): NominalPlace {
    return this.#placeOf.get(of) ?? { core: -1, task: -1 };
  }

  cores(): readonly (readonly NominalTask[])[] {
    return this.orders.map((order, core) => {
      const timings = this.#schedules[core]?.timings ?? [];
      const releaseOf = new Map(timings.map(({ of, release }) => [of, release]));
      return order.map((of): NominalTask => {
        const { task, leastWcetNs, copies } = of;
        const release = releaseOf.get(of);
        // Copying is stated for the plan, on top of the WCET.
        const wcet = [...copies.values()].reduce((sum, ns) => sum + ns, leastWcetNs);
        if (!release) return { wcet, period: task.periodNs, offset: task.offsetNs ?? 0 };
        const { from, notification } = release.activation;
        return {
          wcet,
          period: release.root.task.periodNs,
          offset: 0,
          by: { ...this.placeOf(from), delay: notification.mostNs },
        };
      });
    });
  }
}

/**
 * Every job takes its WCET with its copying, every message as long as the user states at most, sporadic tasks come as often as they may.
 *
 * @param chain a chain of the plan
 * @param found where it runs
 * @param context the layout
 * @param plain what is known of its schedules; filled as they are asked about
 * @returns the longest latency of that schedule, which the plan allows: the worst case is no less. Null: not everything is known
 *   that decides who runs when, or it does not repeat early enough
 * @cost bounded by the jobs that are simulated
 * @rules LAT-ROW-3
 */
export function nominalOf(
  chain: PlanChain,
  found: LayoutChain,
  context: ChainContext,
  plain: PlainSchedules,
): number | null {
  const { stations, handovers, reason } = found;
  const isSure = stations.every(({ visit }) => visit.unordered === 0);
  if (reason !== null || chain.communication === 'let' || !isSure) return null;
  const schedules = schedulesOf(found, context, plain);
  if (!schedules) return null;
  const system = new System(schedules);
  const steps = stations.map(({ timing, visit }, at): NominalStep => {
    const handover = handovers[at - 1];
    return {
      ...system.placeOf(timing.of),
      nextJobs: visit.nextJobs,
      notification: handover?.notificationNs ?? 0,
      isQueue: handover?.transport === 'queue',
    };
  });
  const nominal = nominalLatency(system.cores(), steps, { steps: NOMINAL_JOBS * HYPERPERIODS });
  if (nominal.kind !== 'nominal') return null;
  if (chain.latencyKind === 'age') return nominal.age;
  // Its reaction begins where the first task has just looked; an arrival releases a sporadic one.
  return stations[0]?.task.kind === 'sporadic' ? nominal.fromRelease : nominal.reaction;
}
