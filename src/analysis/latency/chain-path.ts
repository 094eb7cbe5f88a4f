/** One way of data through a chain in the nominal schedule, from job to job, for pictures. Never a bound. */
import type { Chain } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import type { CoreRun, CoreRunAnswer } from '../schedulability/core-runs.ts';
import { visitsOf } from './station.ts';

/** One job on the way. */
export interface PathStep {
  readonly taskId: Id;
  readonly coreId: Id;
  readonly hostId: Id;
  /** Rank of its task among those of its core and kernel. */
  readonly rank: number;
  /** First and last moment in which it runs. */
  readonly startNs: number;
  readonly endNs: number;
  /** When it reads its inputs, and when its outputs can be read: start and end; of logical execution time release and next release. */
  readonly readNs: number;
  readonly writtenNs: number;
}

/** The way, and how long it takes. */
export interface ChainPath {
  readonly chain: Chain;
  readonly steps: readonly PathStep[];
  /** From here the latency counts: of a reaction where the first task has just looked, or where an arrival releases it. */
  readonly fromNs: number;
  readonly toNs: number;
  /** Whether it is the longest of those that end in time, or only the first that ends at all. */
  readonly isLongest: boolean;
}

export type PathAnswer =
  | { readonly kind: 'path'; readonly path: ChainPath }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A task of the chain with its jobs, in order. */
interface Stage {
  readonly run: CoreRun;
  readonly rank: number;
  readonly taskId: Id;
  readonly steps: readonly PathStep[];
  readonly releases: readonly number[];
  /** Whether each job of the stage before releases one of these. */
  readonly isActivated: boolean;
}

function stageOf(
  run: CoreRun,
  rank: number,
  taskId: Id,
  periodNs: number | null,
): Omit<Stage, 'isActivated'> {
  const starts = new Map<number, number>();
  for (const { job, start } of run.schedule.segments) if (!starts.has(job)) starts.set(job, start);
  const steps: PathStep[] = [];
  const releases: number[] = [];
  for (const [place, { task, release }] of run.jobs.entries()) {
    const response = run.schedule.responses[place] ?? null;
    if (task !== rank || response === null || release + response > run.untilNs) continue;
    const endNs = release + response;
    const startNs = starts.get(place) ?? endNs;
    steps.push({
      taskId,
      coreId: run.coreId,
      hostId: run.hostId,
      rank,
      startNs,
      endNs,
      readNs: periodNs === null ? startNs : release,
      writtenNs: periodNs === null ? endNs : release + periodNs,
    });
    releases.push(release);
  }
  return { run, rank, taskId, steps, releases };
}

/** The chain's tasks where they run, or why one of them cannot be followed. */
function stagesOf(plan: Plan, chain: Chain, runs: readonly CoreRun[]): readonly Stage[] | string {
  const stages: Stage[] = [];
  // Steps to a later runnable stay in the job; each to an earlier one waits for the next.
  const taskIds = visitsOf(chain).flatMap(({ taskId, nextJobs }) =>
    Array.from({ length: 1 + nextJobs }, () => taskId),
  );
  for (const taskId of taskIds) {
    const task = plan.tasks.get(taskId);
    const name = task?.name ?? 'a deleted task';
    const places = runs.flatMap((run) =>
      run.tasks.flatMap((each, rank) => (each.taskId === taskId ? [{ run, rank }] : [])),
    );
    const [place] = places;
    if (!place || !task) return `no schedule of "${name}" can be shown`;
    if (places.length > 1) return `"${name}" runs at several places`;
    const { run, rank } = place;
    const before = stages.at(-1)?.taskId;
    const isLet = chain.communication === 'let';
    stages.push({
      ...stageOf(run, rank, taskId, isLet ? task.periodNs : null),
      isActivated: before !== undefined && run.activatedBy[rank] === before,
    });
  }
  return stages;
}

/** First place from which on a sorted list is no less than a value. */
function firstFrom(list: readonly PathStep[], key: 'readNs' | 'writtenNs', value: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.[key] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From a job of the first task on: each is read by the first job that reads after it was written, or releases one. */
function onward(stages: readonly Stage[], job: number): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  let place = job;
  for (const stage of stages) {
    const before = steps.at(-1);
    if (before && !stage.isActivated) place = firstFrom(stage.steps, 'readNs', before.writtenNs);
    const step = stage.steps[place];
    if (!step) return null;
    steps.push(step);
  }
  return steps;
}

/** From a job of the last task back: each has read what was written last. */
function back(stages: readonly Stage[], job: number): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  let place = job;
  for (const [at, stage] of [...stages.entries()].reverse()) {
    const after = stages[at + 1];
    const step = steps[0];
    if (step && !after?.isActivated)
      place = firstFrom(stage.steps, 'writtenNs', step.readNs + 1) - 1;
    const found = stage.steps[place];
    if (!found) return null;
    steps.unshift(found);
  }
  return steps;
}

/**
 * Follows data from job to job: a job reads the newest that was written, at its start (of logical execution time: at its release), or is
 * released by it. Channels take no time beyond what releases tasks.
 *
 * @param plan the plan
 * @param chain a chain of it
 * @param answers the nominal schedule of its layout
 * @param endsByNs among ways that end by then the longest is given
 * @returns the longest such way, else the first that ends; or why none can be followed
 * @cost jobs of the chain's first or last task, times its tasks and the logarithm of their jobs
 * @rules LAT-ROW-7
 */
export function chainPath(
  plan: Plan,
  chain: Chain,
  answers: readonly CoreRunAnswer[],
  endsByNs: number,
): PathAnswer {
  const runs = answers.flatMap((each) => (each.kind === 'run' ? [each.run] : []));
  const stages = stagesOf(plan, chain, runs);
  if (typeof stages === 'string') return { kind: 'unknown', reason: stages };
  const [first, last] = [stages[0], stages.at(-1)];
  let longest: ChainPath | null = null;
  let earliest: ChainPath | null = null;
  const isAge = chain.latencyKind === 'age';
  const arrives = first !== undefined && plan.tasks.get(first.taskId)?.kind === 'sporadic';
  for (const job of (isAge ? last : first)?.steps.keys() ?? []) {
    const steps = isAge ? back(stages, job) : onward(stages, job);
    const looked = arrives ? first.releases[job] : first?.steps[job - 1]?.readNs;
    const fromNs = isAge ? steps?.[0]?.readNs : looked;
    const toNs = steps?.at(-1)?.writtenNs;
    if (!steps || fromNs === undefined || toNs === undefined) continue;
    const path = { chain, steps, fromNs, toNs, isLongest: true };
    if (earliest === null || toNs < earliest.toNs) earliest = { ...path, isLongest: false };
    const span = longest === null ? -1 : longest.toNs - longest.fromNs;
    if (toNs <= endsByNs && toNs - fromNs > span) longest = path;
  }
  const path = longest ?? earliest;
  return path
    ? { kind: 'path', path }
    : { kind: 'unknown', reason: 'no data gets through it in the time that is simulated' };
}
