/**
 * What one core does with given jobs, event by event. A picture and a counter-example, never a bound: other releases or shorter
 * executions may respond later.
 */
import type { DeadlineTask } from './edf.ts';
import type { Window } from './supply/window-table.ts';
import type { StepLimit } from './timing-task.ts';

/** Stretches of a job that it does not leave once it has begun them. */
export interface Regions {
  /** Of its own execution, one after the other; the last one of a job may be shorter. Above 0. */
  readonly length: number;
  /** Rank of the most urgent task that has to wait for them; under EDF all do. */
  readonly ceiling: number;
}

/** One job as it happens. Whole numbers; nothing is ready before time 0. */
export interface SimulatedJob {
  /** Rank of its task: 0 has the highest priority; decides between equal deadlines under EDF. */
  readonly task: number;
  /** Nominal release, from which the response time counts. */
  readonly release: number;
  /** When it is ready to run: the release and its jitter. */
  readonly ready: number;
  readonly execution: number;
  /** Absolute. */
  readonly deadline: number;
  /** Absent: it gives way anywhere. */
  readonly regions?: Regions | undefined;
}

/** One job on the core without a break. */
export interface Segment {
  readonly task: number;
  /** Place of the job among the jobs given. */
  readonly job: number;
  readonly start: number;
  readonly end: number;
}

/** When the core serves these jobs: windows of a frame that repeats from time 0. */
export interface ServiceWindows {
  readonly frame: number;
  /** Within the frame, in order, without overlap, at least one. */
  readonly windows: readonly Window[];
}

export type SchedulingPolicy = 'fixed-priority' | 'fixed-priority-non-preemptive' | 'edf';

/** What happened. */
export interface Schedule {
  /** By time; a job that goes on without a break is one segment. */
  readonly segments: readonly Segment[];
  /** Of each job given, from its nominal release; null where it had not ended when the events were used up. */
  readonly responses: readonly (number | null)[];
  /** Places of the jobs that ended after their deadline, by the time they ended. */
  readonly misses: readonly number[];
  /** Whether every job ended. */
  readonly complete: boolean;
}

/** Decisions of one simulation; a picture of more segments could not be read. */
export const EVENT_LIMIT: StepLimit = { steps: 100_000 };

/** A job on its way through the core. */
interface Work {
  readonly place: number;
  readonly job: SimulatedJob;
  left: number;
}

/** Execution until the end of the region that it is in; 0: it is in none, and gives way. */
function keptFor({ job: { execution, regions }, left }: Work): number {
  const done = execution - left;
  if (regions === undefined || done % regions.length === 0) return 0;
  return Math.min(left, regions.length - (done % regions.length));
}

/** Rank that counts: within a region just above all that it keeps waiting, so that it also goes on before them. */
function rankOf(work: Work): number {
  const { task, regions } = work.job;
  return regions && keptFor(work) > 0 ? Math.min(task, regions.ceiling - 0.5) : task;
}

function dueOf(work: Work): number {
  return keptFor(work) > 0 ? -Infinity : work.job.deadline;
}

/** Whether work a runs before work b: by policy, then by rank, then in the order of release. */
function goesFirst(a: Work, b: Work, policy: SchedulingPolicy): boolean {
  if (policy === 'edf') {
    const [due, other] = [dueOf(a), dueOf(b)];
    if (due !== other) return due < other;
  }
  const [rank, other] = [rankOf(a), rankOf(b)];
  if (rank !== other) return rank < other;
  return a.job.release < b.job.release || (a.job.release === b.job.release && a.place < b.place);
}

/** Puts work among others of which the last runs first: searching them all at each decision took seconds per picture. */
function enqueue(pending: Work[], work: Work, policy: SchedulingPolicy): void {
  let low = 0;
  let high = pending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (goesFirst(pending[middle] as Work, work, policy)) high = middle;
    else low = middle + 1;
  }
  pending.splice(low, 0, work);
}

/** The window that serves at a time, or the next one; absolute times. */
function windowAt(time: number, table: ServiceWindows | null): { start: number; end: number } {
  if (table === null) return { start: time, end: Infinity };
  for (let frame = Math.floor(time / table.frame) * table.frame; ; frame += table.frame) {
    for (const { start, length } of table.windows) {
      const end = frame + start + length;
      if (end > time) return { start: Math.max(time, frame + start), end };
    }
  }
}

/** When it gives way to those that wait; Infinity: nobody does, or it does anyhow. */
function boundaryOf(running: Work, time: number, pending: readonly Work[]): number {
  const { regions } = running.job;
  if (regions === undefined || pending.length === 0) return Infinity;
  return time + (keptFor(running) || regions.length);
}

/** Adds a piece of a job to the segments, to the last one where the job went on without a break. */
function addSegment(segments: Segment[], { place, job }: Work, start: number, end: number): void {
  const last = segments.at(-1);
  if (last?.job === place && last.end === start) segments[segments.length - 1] = { ...last, end };
  else segments.push({ task: job.task, job: place, start, end });
}

/**
 * Runs jobs on one core. Jobs of one task run in the order of their releases; a non-preemptive job keeps the core from its first
 * unit of time on, a job with regions from the first unit of each of them on, through the gaps between windows, which serve nobody.
 *
 * @param jobs in any order
 * @param policy who runs
 * @param table when the core serves these jobs; null: always
 * @param limit bounds the decisions
 * @returns the schedule, up to the last decision allowed
 * @cost linear in the decisions, and jobs times those that are pending at once; two decisions per job, one per window that
 *   ends within a job, and one per region that ends while others wait
 */
export function simulateSchedule(
  jobs: readonly SimulatedJob[],
  policy: SchedulingPolicy,
  table: ServiceWindows | null = null,
  limit: StepLimit = EVENT_LIMIT,
): Schedule {
  const arrivals = jobs
    .map((job, place): Work => ({ place, job, left: job.execution }))
    .sort((a, b) => a.job.ready - b.job.ready || a.place - b.place);
  const segments: Segment[] = [];
  const responses: (number | null)[] = jobs.map(() => null);
  const misses: number[] = [];
  const pending: Work[] = [];
  let arrived = 0;
  let time = 0;
  let running: Work | null = null;
  for (let step = 0; step < limit.steps; step += 1) {
    if (running === null && pending.length === 0)
      time = Math.max(time, arrivals[arrived]?.job.ready ?? time);
    const window = windowAt(time, table);
    time = window.start;
    for (let next = arrivals[arrived]; next && next.job.ready <= time; next = arrivals[arrived]) {
      enqueue(pending, next, policy);
      arrived += 1;
    }
    const first = pending.at(-1);
    const isPreemptive = policy !== 'fixed-priority-non-preemptive';
    if (first && (running === null || (isPreemptive && goesFirst(first, running, policy)))) {
      pending.pop();
      if (running !== null) enqueue(pending, running, policy);
      running = first;
    }
    if (running === null) return { segments, responses, misses, complete: true };
    const nextReady = arrivals[arrived]?.job.ready ?? Infinity;
    const end = Math.min(
      time + running.left,
      window.end,
      nextReady,
      boundaryOf(running, time, pending),
    );
    if (end > time) addSegment(segments, running, time, end);
    running.left -= end - time;
    time = end;
    if (running.left > 0) continue;
    responses[running.place] = time - running.job.release;
    if (time > running.job.deadline) misses.push(running.place);
    running = null;
  }
  return { segments, responses, misses, complete: false };
}

/**
 * Jobs of the critical instant of preemptive fixed priorities: every task is ready at once, its first job after its whole jitter,
 * all later ones without any, as early as their period allows. On a dedicated core the longest response of the lowest priority
 * is among them.
 *
 * @param tasks by priority, the highest first
 * @param span jobs that are ready before `at + span` are given; a whole number, 0 or more
 * @param at the instant; a whole number, at least the largest jitter where releases shall not be negative
 * @param first nominal release of the first job of each, where phases are fixed: it is ready at once, or later
 * @returns jobs for `simulateSchedule`, by task
 * @cost linear in the jobs
 */
export function criticalInstantJobs(
  tasks: readonly DeadlineTask[],
  span: number,
  at = 0,
  first: readonly number[] = [],
): readonly SimulatedJob[] {
  return tasks.flatMap(({ wcet, period, deadline, jitter, leastDue = -Infinity }, task) => {
    const jobs: SimulatedJob[] = [];
    for (let release = first[task] ?? at - jitter; release < at + span; release += period) {
      const ready = Math.max(at, release);
      const due = Math.max(release + deadline, ready + leastDue);
      jobs.push({ task, release, ready, execution: wcet, deadline: due });
    }
    return jobs;
  });
}
