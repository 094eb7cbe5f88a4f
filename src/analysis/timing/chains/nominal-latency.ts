/**
 * Latencies of the one schedule in which every job takes its WCET. Never a bound: where jobs run shorter the latency may be longer
 * (10 of 14 published chains). Shown as "nominal", beside a bound.
 *
 * @source Günzel et al., RTAS 2021 and ECRTS 2023 (job chains; reaction and age of one schedule)
 */
import { simulateSchedule } from '../schedule-simulation.ts';
import { STEP_LIMIT, type StepLimit } from '../timing-task.ts';
import { hyperperiodOf } from '../whole-numbers.ts';

/** A periodic task of a nominal schedule: whole numbers, WCET and period above 0, offset 0 or more. */
export interface NominalTask {
  readonly wcet: number;
  readonly period: number;
  readonly offset: number;
}

/** Cores of one clock with all their tasks, the highest priority first; preemptive fixed priorities. */
export type NominalCores = readonly (readonly NominalTask[])[];

/** A task of the chain: which core, which place on it. */
export interface NominalPlace {
  readonly core: number;
  readonly task: number;
}

/** `unknown`: too many jobs, or a schedule that has not settled into repeating after one hyperperiod. */
export type NominalLatency =
  | {
      readonly kind: 'nominal';
      /** From just after a read of the first task to the first output that knows of it. */
      readonly reaction: number;
      /** Of the input behind an output, when the output is written. */
      readonly age: number;
      /** The same until the next output replaces it. */
      readonly ageUntilReplaced: number;
    }
  | { readonly kind: 'unknown'; readonly reason: 'steps' | 'overflow' | 'not-periodic' };

/** Starts and ends of a task's jobs over one hyperperiod, which repeats both ways. */
interface Pattern {
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

/** All jobs of a core over some hyperperiods, and when they started and ended. */
interface SimulatedCore {
  readonly jobs: readonly { readonly task: number; readonly release: number }[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** null: more steps than allowed. */
function simulateCore(
  tasks: readonly NominalTask[],
  until: number,
  limit: StepLimit,
): SimulatedCore | null {
  const jobs = tasks.flatMap(({ wcet, period, offset }, task) =>
    Array.from({ length: Math.max(0, Math.ceil((until - offset) / period)) }, (_, job) => {
      const release = offset + job * period;
      return { task, release, ready: release, execution: wcet, deadline: release + period };
    }),
  );
  const schedule = simulateSchedule(jobs, 'fixed-priority', null, limit);
  if (!schedule.complete) return null;
  const starts: number[] = [];
  for (const { job, start } of schedule.segments) starts[job] ??= start;
  const ends = jobs.map(({ release }, job) => release + (schedule.responses[job] ?? 0));
  return { jobs, starts, ends };
}

/** Pattern of one task in the hyperperiod from a time on, counted from that time. */
function patternFrom(
  { jobs, starts, ends }: SimulatedCore,
  task: number,
  from: number,
  hyperperiod: number,
): Pattern {
  const places = [...jobs.keys()].filter((place) => {
    const job = jobs[place];
    return job?.task === task && job.release >= from && job.release < from + hyperperiod;
  });
  return {
    starts: places.map((place) => (starts[place] as number) - from),
    ends: places.map((place) => (ends[place] as number) - from),
    hyperperiod,
  };
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
  chain: readonly NominalPlace[],
  limit: StepLimit,
): readonly Pattern[] | Extract<NominalLatency, { kind: 'unknown' }>['reason'] {
  const tasks = cores.flat();
  const hyperperiod = hyperperiodOf(tasks.map(({ period }) => period));
  if (hyperperiod === null) return 'overflow';
  const settled = Math.max(...tasks.map(({ offset }) => offset)) + hyperperiod;
  const until = settled + 3 * hyperperiod;
  // Each job takes a decision when it is released and one when it ends.
  const decisions = tasks.reduce((sum, { period }) => sum + 2 * Math.ceil(until / period), 0);
  if (decisions > limit.steps) return 'steps';
  const simulated = cores.map((core) => simulateCore(core, until, limit));
  const patterns: Pattern[] = [];
  for (const { core, task } of chain) {
    const all = simulated[core];
    if (!all) return 'steps';
    const pattern = patternFrom(all, task, settled, hyperperiod);
    const next = patternFrom(all, task, settled + hyperperiod, hyperperiod);
    const last = next.ends.at(-1) ?? 0;
    if (!samePattern(pattern, next) || last > 2 * hyperperiod) return 'not-periodic';
    patterns.push(pattern);
  }
  return patterns;
}

/**
 * @param cores all tasks of every core, also those outside the chain
 * @param chain places of the chain's tasks in the order of the data; implicit communication in registers
 * @param limit bounds the jobs simulated
 * @returns the longest latencies of the schedule with every job at its WCET
 * @cost of the simulation: jobs of four hyperperiods
 */
export function nominalLatency(
  cores: NominalCores,
  chain: readonly NominalPlace[],
  limit: StepLimit = STEP_LIMIT,
): NominalLatency {
  const patterns = patternsOf(cores, chain, limit);
  if (typeof patterns === 'string') return { kind: 'unknown', reason: patterns };
  const [first, last] = [patterns[0], patterns.at(-1)];
  if (!first || !last) return { kind: 'unknown', reason: 'not-periodic' };
  let [reaction, age, ageUntilReplaced] = [0, 0, 0];
  for (const [job] of first.starts.entries()) {
    let written = endOf(first, job);
    for (const pattern of patterns.slice(1)) written = endOf(pattern, jobFrom(pattern, written));
    reaction = Math.max(reaction, written - startOf(first, job - 1));
  }
  for (const [job] of last.starts.entries()) {
    let read = startOf(last, job);
    for (const pattern of patterns.slice(0, -1).toReversed()) {
      read = startOf(pattern, jobUntil(pattern, read));
    }
    age = Math.max(age, endOf(last, job) - read);
    ageUntilReplaced = Math.max(ageUntilReplaced, endOf(last, job + 1) - read);
  }
  return { kind: 'nominal', reaction, age, ageUntilReplaced };
}
