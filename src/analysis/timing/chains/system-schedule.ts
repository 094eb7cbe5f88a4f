/**
 * What several cores do when every job takes its WCET and ends of jobs activate tasks on any of them, event by event. One schedule,
 * never a bound.
 */
import type { StepLimit } from '../timing-task.ts';

/** A task that time releases, or that each end of another one activates. Whole numbers: WCET and period above 0, the others 0 or more. */
export interface NominalTask {
  readonly wcet: number;
  /** Of a task that messages activate: of the task with which the run of messages starts. */
  readonly period: number;
  /** First release; of a task that messages activate without meaning. */
  readonly offset: number;
  /** What activates it, and how long after the end of that; absent: time. */
  readonly by?: NominalPlace & { readonly delay: number };
}

/** Cores of one clock with all their tasks, the highest priority first; preemptive fixed priorities. */
export type NominalCores = readonly (readonly NominalTask[])[];

/** A task: which core, which place on it. */
export interface NominalPlace {
  readonly core: number;
  readonly task: number;
}

/** Jobs of one task, by their numbers; a message has the number of the job that sent it. */
export interface TaskRun {
  readonly releases: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

interface Run extends TaskRun {
  readonly releases: number[];
  readonly starts: number[];
  readonly ends: number[];
}

/** A job on its way, or a release that is still to come. */
interface Work extends NominalPlace {
  readonly job: number;
  readonly release: number;
  left: number;
}

/** Puts work where it belongs among others of which the last is the next. */
function insert(list: Work[], work: Work, isBefore: (a: Work, b: Work) => boolean): void {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(list[middle] as Work, work)) high = middle;
    else low = middle + 1;
  }
  list.splice(low, 0, work);
}

const isSooner = (a: Work, b: Work): boolean => a.release < b.release;
const isUrgent = (a: Work, b: Work): boolean =>
  a.task === b.task ? a.job < b.job : a.task < b.task;

function releasesOf(cores: NominalCores, until: number): Work[] {
  const works = cores.flatMap((tasks, core) =>
    tasks.flatMap(({ wcet, period, offset, by }, task) =>
      by
        ? []
        : Array.from({ length: Math.max(0, Math.ceil((until - offset) / period)) }, (_, job) => {
            return { core, task, job, release: offset + job * period, left: wcet };
          }),
    ),
  );
  return works.sort((a, b) => b.release - a.release);
}

/** Receivers of each task, by `core task`. */
function receiversOf(
  cores: NominalCores,
): ReadonlyMap<string, readonly (NominalPlace & { delay: number })[]> {
  const receivers = new Map<string, (NominalPlace & { delay: number })[]>();
  for (const [core, tasks] of cores.entries()) {
    for (const [task, { by }] of tasks.entries()) {
      if (!by) continue;
      const key = `${by.core} ${by.task}`;
      const list = receivers.get(key) ?? [];
      list.push({ core, task, delay: by.delay });
      receivers.set(key, list);
    }
  }
  return receivers;
}

/**
 * @param cores all tasks of every core
 * @param until releases by time before it are simulated, and everything that they activate, to the end
 * @param limit bounds the instants at which something happens
 * @returns for each core the runs of its tasks; null: more instants than allowed
 * @cost instants times cores
 */
export function simulateSystem(
  cores: NominalCores,
  until: number,
  limit: StepLimit,
): readonly (readonly TaskRun[])[] | null {
  const runs = cores.map((tasks) => tasks.map((): Run => ({ releases: [], starts: [], ends: [] })));
  const receivers = receiversOf(cores);
  const coming = releasesOf(cores, until);
  const pending = cores.map((): Work[] => []);
  let time = 0;
  for (let step = 0; step < limit.steps; step += 1) {
    for (let next = coming.at(-1); next && next.release <= time; next = coming.at(-1)) {
      coming.pop();
      insert(pending[next.core] as Work[], next, isUrgent);
    }
    let until = coming.at(-1)?.release ?? Infinity;
    for (const list of pending) {
      const running = list.at(-1);
      if (!running) continue;
      const run = runs[running.core]?.[running.task] as Run;
      run.releases[running.job] = running.release;
      run.starts[running.job] ??= time;
      until = Math.min(until, time + running.left);
    }
    if (until === Infinity) return runs;
    for (const [core, list] of pending.entries()) {
      const running = list.at(-1);
      if (!running) continue;
      running.left -= until - time;
      if (running.left > 0) continue;
      list.pop();
      (runs[core]?.[running.task] as Run).ends[running.job] = until;
      for (const { delay, ...place } of receivers.get(`${core} ${running.task}`) ?? []) {
        const left = cores[place.core]?.[place.task]?.wcet ?? 0;
        insert(coming, { ...place, job: running.job, release: until + delay, left }, isSooner);
      }
    }
    time = until;
  }
  return null;
}
