/**
 * Latencies of the one schedule in which every job takes its WCET: reached, and so never more than the worst case. Never a bound:
 * where jobs run shorter the latency may be longer (10 of 14 published chains). Shown as "nominal", beside a bound.
 *
 * @source Günzel et al., RTAS 2021 and ECRTS 2023 (job chains; reaction and age of one schedule)
 */
import { STEP_LIMIT, type StepLimit } from '../timing-task.ts';
import { hyperperiodOf } from '../whole-numbers.ts';
import {
  simulateSystem,
  type NominalCores,
  type NominalPlace,
  type NominalTask,
  type TaskRun,
} from './system-schedule.ts';

/** A task of the chain, and how data comes to it. */
export interface NominalStep extends NominalPlace {
  /** Jobs that data waits for inside the task, as its runnables stand in the other order; absent: none. */
  readonly nextJobs?: number;
  /** From the write before until it can be read, or activates; absent: at once. */
  readonly notification?: number;
  /** Whether its job is the one that the message activates; absent: the next job samples. */
  readonly isQueue?: boolean;
}

/** `unknown`: too many jobs, or a schedule that has not settled into repeating after one hyperperiod. */
export type NominalLatency =
  | {
      readonly kind: 'nominal';
      /** From just after a read of the first task to the first output that knows of it. */
      readonly reaction: number;
      /** From the release of the first task, where what happens outside releases it. */
      readonly fromRelease: number;
      /** Of the input behind an output, when the output is written. */
      readonly age: number;
      /** The same until the next output replaces it. */
      readonly ageUntilReplaced: number;
    }
  | { readonly kind: 'unknown'; readonly reason: 'steps' | 'overflow' | 'not-periodic' };

/** Releases, starts and ends of a task's jobs over one hyperperiod, which repeats both ways. */
interface Pattern {
  readonly releases: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly hyperperiod: number;
}

/** Time of any job of the pattern: job k + n is one hyperperiod after job k. */
function timeOf(times: readonly number[], hyperperiod: number, job: number): number {
  const cycle = Math.floor(job / times.length);
  return (times[job - cycle * times.length] as number) + cycle * hyperperiod;
}

const startOf = (pattern: Pattern, job: number) => timeOf(pattern.starts, pattern.hyperperiod, job);
const endOf = (pattern: Pattern, job: number) => timeOf(pattern.ends, pattern.hyperperiod, job);

/** First job that starts at or after a time. */
function jobFrom(pattern: Pattern, time: number): number {
  const { length } = pattern.starts;
  let job = Math.floor((time - startOf(pattern, 0)) / pattern.hyperperiod) * length;
  while (startOf(pattern, job) < time) job += 1;
  return job;
}

/** Last job that has ended by a time. */
function jobUntil(pattern: Pattern, time: number): number {
  const { length } = pattern.ends;
  let job = (Math.floor((time - endOf(pattern, 0)) / pattern.hyperperiod) + 1) * length;
  while (endOf(pattern, job) > time) job -= 1;
  return job;
}

/** The task whose releases by time are those of a run of messages. */
function rootOf(cores: NominalCores, { core, task }: NominalPlace): NominalTask | undefined {
  const found = cores[core]?.[task];
  return found?.by ? rootOf(cores, found.by) : found;
}

/** Pattern of one task: the jobs that releases by time from a time on start, over one hyperperiod; counted from that time. */
function patternFrom(
  { releases, starts, ends }: TaskRun,
  { offset, period }: NominalTask,
  from: number,
  hyperperiod: number,
): Pattern {
  const first = Math.ceil((from - offset) / period);
  const of = (times: readonly number[]) =>
    times.slice(first, first + hyperperiod / period).map((time) => time - from);
  return { releases: of(releases), starts: of(starts), ends: of(ends), hyperperiod };
}

function samePattern(a: Pattern, b: Pattern): boolean {
  return (
    a.starts.every((start, job) => start === b.starts[job]) &&
    a.ends.every((end, job) => end === b.ends[job])
  );
}

/**
 * Patterns of the chain's tasks. A schedule of fixed priorities repeats one hyperperiod after the last first release, where no
 * work is left over from one hyperperiod to the next; whether it does is looked at, up to jobs that end before the simulation does.
 */
function patternsOf(
  cores: NominalCores,
  chain: readonly NominalStep[],
  limit: StepLimit,
): readonly Pattern[] | Extract<NominalLatency, { kind: 'unknown' }>['reason'] {
  const tasks = cores.flat();
  const hyperperiod = hyperperiodOf(tasks.map(({ period }) => period));
  if (hyperperiod === null) return 'overflow';
  const settled = Math.max(...tasks.map(({ offset, by }) => (by ? 0 : offset))) + hyperperiod;
  const until = settled + 3 * hyperperiod;
  // Each job takes a decision when it is released and one when it ends.
  const decisions = tasks.reduce((sum, { period }) => sum + 2 * Math.ceil(until / period), 0);
  if (decisions > limit.steps) return 'steps';
  const simulated = simulateSystem(cores, until, limit);
  if (!simulated) return 'steps';
  const patterns: Pattern[] = [];
  for (const step of chain) {
    const run = simulated[step.core]?.[step.task];
    const root = rootOf(cores, step);
    if (!run || !root) return 'not-periodic';
    const pattern = patternFrom(run, root, settled, hyperperiod);
    const next = patternFrom(run, root, settled + hyperperiod, hyperperiod);
    const last = next.ends.at(-1) ?? Infinity;
    if (!samePattern(pattern, next) || last > 2 * hyperperiod) return 'not-periodic';
    patterns.push(pattern);
  }
  return patterns;
}

/** A step of the chain with its pattern. */
interface Followed extends NominalStep {
  readonly pattern: Pattern;
}

/** When the first output is written that knows what a job of the first task has read. */
function outputOf([first, ...others]: readonly Followed[], job: number): number {
  if (!first) return 0;
  let at = job + (first.nextJobs ?? 0);
  let written = endOf(first.pattern, at);
  for (const { pattern, isQueue, notification = 0, nextJobs = 0 } of others) {
    if (!isQueue) at = jobFrom(pattern, written + notification);
    at += nextJobs;
    written = endOf(pattern, at);
  }
  return written;
}

/** When the first task has read what is behind the output of a job of the last one. */
function inputOf(steps: readonly Followed[], job: number): number {
  let at = job;
  for (let place = steps.length - 1; ; place -= 1) {
    const { pattern, isQueue, notification = 0, nextJobs = 0 } = steps[place] as Followed;
    at -= nextJobs;
    const before = steps[place - 1];
    if (!before) return startOf(pattern, at);
    if (!isQueue) at = jobUntil(before.pattern, startOf(pattern, at) - notification);
  }
}

/**
 * @param cores all tasks of every core, also those outside the chain
 * @param chain places of the chain's tasks in the order of the data; implicit communication
 * @param limit bounds the jobs simulated
 * @returns the longest latencies of the schedule with every job at its WCET
 * @cost of the simulation: jobs of four hyperperiods
 */
export function nominalLatency(
  cores: NominalCores,
  chain: readonly NominalStep[],
  limit: StepLimit = STEP_LIMIT,
): NominalLatency {
  const patterns = patternsOf(cores, chain, limit);
  if (typeof patterns === 'string') return { kind: 'unknown', reason: patterns };
  const steps = chain.map((step, at): Followed => ({ ...step, pattern: patterns[at] as Pattern }));
  const [first, last] = [patterns[0], patterns.at(-1)];
  if (!first || !last) return { kind: 'unknown', reason: 'not-periodic' };
  let [reaction, fromRelease, age, ageUntilReplaced] = [0, 0, 0, 0];
  for (const [job, release] of first.releases.entries()) {
    const written = outputOf(steps, job);
    reaction = Math.max(reaction, written - startOf(first, job - 1));
    fromRelease = Math.max(fromRelease, written - release);
  }
  for (const [job] of last.starts.entries()) {
    const read = inputOf(steps, job);
    age = Math.max(age, endOf(last, job) - read);
    ageUntilReplaced = Math.max(ageUntilReplaced, endOf(last, job + 1) - read);
  }
  return { kind: 'nominal', reaction, fromRelease, age, ageUntilReplaced };
}
