/** Messages within the nominal schedule: what the ends of senders release on the same and on other cores. */
import type { Load } from '../cpu/cpu-facts.ts';
import {
  simulateSchedule,
  type Schedule,
  type ServiceWindows,
  type SimulatedJob,
} from '../timing/schedule-simulation.ts';
import type { LockingSet } from './locking.ts';
import { withRegions, type Scheduled, type SimulatedTask } from './simulated-tasks.ts';

/** Rounds in which activations spread from core to core; each settles one more task of a run of messages. */
const MOST_ROUNDS = 24;

/** One kernel on one core on its way through the rounds. */
export interface Draft {
  readonly setting: LockingSet;
  readonly tasks: readonly SimulatedTask[];
  readonly service: ServiceWindows | null;
  untilNs: number;
  jobs: readonly SimulatedJob[];
  schedule: Schedule;
}

/** When jobs that a message activates are ready, by load; of jobs released by time nothing. */
type Arrivals = ReadonlyMap<Load, readonly number[]>;

function jobsOf({ tasks, untilNs }: Draft, arrivals: Arrivals): readonly SimulatedJob[] {
  const jobs = tasks.flatMap(({ of, timing }, task): readonly SimulatedJob[] => {
    const { wcet: execution, period, deadline } = timing;
    const first = of.task.offsetNs ?? 0;
    const byTime = (): readonly number[] =>
      Array.from(
        { length: Math.max(0, Math.ceil((untilNs - first) / period)) },
        (_, job) => first + job * period,
      );
    const releases = arrivals.get(of.load) ?? byTime();
    return releases
      .filter((release) => release < untilNs)
      .map((release) => ({
        task,
        release,
        ready: release,
        execution,
        deadline: release + deadline,
      }));
  });
  return withRegions(jobs, tasks);
}

/** Ends of the jobs of one task, in order. */
function endsOf({ tasks, jobs, schedule }: Draft, load: Load): readonly number[] {
  const rank = tasks.findIndex(({ of }) => of.load === load);
  return jobs.flatMap(({ task, release }, place) => {
    const response = schedule.responses[place] ?? null;
    return task === rank && response !== null ? [release + response] : [];
  });
}

/** Messages of every sender, each as late as it may be. */
function arrivalsOf(
  drafts: readonly Draft[],
  { scheduling: { activations } }: Scheduled,
): Arrivals {
  const arrivals = new Map<Load, readonly number[]>();
  for (const [load, { activation }] of activations.releases) {
    const sender = drafts.find(({ tasks }) =>
      tasks.some(({ of }) => of.load === activation.from.load),
    );
    const ends = sender ? endsOf(sender, activation.from.load) : [];
    arrivals.set(
      load,
      ends.map((end) => end + activation.notification.mostNs),
    );
  }
  return arrivals;
}

const isSame = (a: Arrivals, b: Arrivals) =>
  JSON.stringify([...a.values()]) === JSON.stringify([...b.values()]);

/**
 * Simulates every core; again with the messages that were sent, until these stay.
 *
 * @param drafts cores that can be simulated; they take their jobs and schedules
 * @param scheduled the layout
 * @returns whether messages settle
 * @cost one simulation of each core per round, at most 24
 */
export function settle(drafts: readonly Draft[], scheduled: Scheduled): boolean {
  let arrivals: Arrivals = new Map(
    [...scheduled.scheduling.activations.releases.keys()].map((load) => [load, []]),
  );
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const draft of drafts) {
      const policy = draft.setting.policy.kind === 'policy' ? draft.setting.policy.policy : 'edf';
      draft.jobs = jobsOf(draft, arrivals);
      draft.schedule = simulateSchedule(draft.jobs, policy, draft.service);
    }
    const next = arrivalsOf(drafts, scheduled);
    if (isSame(arrivals, next)) return true;
    arrivals = next;
  }
  return false;
}

/**
 * What a message from a core that is simulated no further would release is not known after that.
 *
 * @param drafts cores that can be simulated; some end earlier afterwards
 * @param scheduled the layout
 */
export function cutWithSenders(drafts: readonly Draft[], scheduled: Scheduled): void {
  const { releases } = scheduled.scheduling.activations;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let isCut = false;
    for (const draft of drafts) {
      for (const { of } of draft.tasks) {
        const from = releases.get(of.load)?.activation.from.load;
        const sender = drafts.find(({ tasks }) => tasks.some((each) => each.of.load === from));
        if (!sender || sender.untilNs >= draft.untilNs) continue;
        draft.untilNs = sender.untilNs;
        isCut = true;
      }
    }
    if (!isCut) return;
  }
}

/**
 * @param drafts cores that can be simulated
 * @param draft one of them
 * @param scheduled the layout
 * @returns a task of it that is activated by one without a schedule
 */
export function orphanOf(
  drafts: readonly Draft[],
  draft: Draft,
  scheduled: Scheduled,
): SimulatedTask | undefined {
  const { releases } = scheduled.scheduling.activations;
  return draft.tasks.find(({ of }) => {
    const from = releases.get(of.load)?.activation.from.load;
    return from && !drafts.some(({ tasks }) => tasks.some((each) => each.of.load === from));
  });
}
