/** What other execution times or another clock would change, and how far an execution time may grow. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Task } from '../../model/application.ts';
import { sustainedClockHz } from '../../model/clock.ts';
import { commandProblem, updateRecords } from '../../model/commands/records.ts';
import { putTarget } from '../../model/commands/target.ts';
import { applyDiff, DiffDraft, type Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import type { Cluster } from '../../model/target.ts';
import { MAX_WHOLE, type Hz, type Ns } from '../../model/units.ts';
import { analyze } from '../analyze.ts';
import type { StatedFor } from '../cpu/scaling.ts';
import { sameCoreType } from '../hardware.ts';
import type { LayoutResult } from '../result.ts';
import { proofEdge } from './proof-search.ts';

/** Parts of one that an application's times are scaled by. */
export const MILLE = 1000;

/** Whose WCETs change: to a time as it is stated, or all that an application or the plan states, by one factor. */
export type WcetChange =
  | { readonly kind: 'task'; readonly taskId: Id; readonly wcetNs: Ns }
  | { readonly kind: 'application'; readonly applicationId: Id; readonly perMille: number }
  | { readonly kind: 'plan'; readonly perMille: number };

/** Every core of a type at another clock. */
export interface ClockChange {
  readonly coreType: string;
  readonly clockHz: Hz;
}

export interface WhatIf {
  readonly wcet: WcetChange | null;
  readonly clock: ClockChange | null;
}

/** Rounded up, so that what is proven of it holds for the exact product. */
function scaledUp(ns: number, top: number, bottom: number): number {
  const exact = (BigInt(ns) * BigInt(top) + BigInt(bottom) - 1n) / BigInt(bottom);
  return exact > BigInt(MAX_WHOLE) ? Infinity : Number(exact);
}

/** A task's stated WCETs by a factor; those of further core types with it. */
function scaledTask(task: Task, top: number, bottom: number): Partial<Task> {
  const wcetNs = task.wcetNs === null ? null : scaledUp(task.wcetNs, top, bottom);
  const wcetOn = task.wcetOn.map((entry) => ({
    ...entry,
    wcetNs: scaledUp(entry.wcetNs, top, bottom),
  }));
  const stated = wcetOn.length > 0 ? { wcetOn: 'user' } : {};
  return { wcetNs, wcetOn, sources: { ...task.sources, wcetNs: 'user', ...stated } };
}

function wcetDiff(plan: Plan, change: WcetChange): Result<Diff> {
  const draft = new DiffDraft(plan);
  const tasks = rows(plan.tasks).filter(
    (task) =>
      change.kind === 'plan' ||
      (change.kind === 'task'
        ? task.id === change.taskId
        : task.applicationId === change.applicationId),
  );
  for (const task of tasks) {
    const [top, bottom] =
      change.kind === 'task' ? [change.wcetNs, task.wcetNs ?? 0] : [change.perMille, MILLE];
    if (bottom === 0) {
      const reason = `the WCET of task "${task.name}" is not stated`;
      return fail(commandProblem('command-not-possible', { words: { reason } }));
    }
    const updated = updateRecords(plan, 'tasks', [task.id], scaledTask(task, top, bottom));
    if (!updated.ok) return updated;
    for (const [, next] of updated.value.updated.tasks ?? []) draft.put('tasks', next);
  }
  return ok(draft.diff());
}

/** The clock that counts; a higher one that cores reach for a while stays at least that high. */
function clocked(cluster: Cluster, clockHz: Hz): Cluster {
  const field = cluster.baseClockHz === null ? 'maxClockHz' : 'baseClockHz';
  const maxClockHz = cluster.maxClockHz === null ? null : Math.max(cluster.maxClockHz, clockHz);
  const clocks =
    field === 'maxClockHz' ? { maxClockHz: clockHz } : { baseClockHz: clockHz, maxClockHz };
  const { provenance } = cluster;
  const userFields = [...new Set([...provenance.userFields, ...Object.keys(clocks)])];
  return { ...cluster, ...clocks, provenance: { ...provenance, userFields } };
}

function clockDiff(
  plan: Plan,
  { coreType, clockHz }: ClockChange,
  isChanged: (before: Hz | null) => boolean,
): Result<Diff> {
  const target = targetOf(plan);
  const clusters = target.clusters.map((cluster) =>
    sameCoreType(cluster.coreType, coreType) && isChanged(sustainedClockHz(cluster))
      ? clocked(cluster, clockHz)
      : cluster,
  );
  return putTarget(plan, { ...target, clusters });
}

/** Times that were stated at a slower clock of a core type, as they are where they shrink in proportion. */
function restatedTimes(task: Task, { coreType, clockHz }: ClockChange): Partial<Task> {
  const slowerClock = (stated: StatedFor): Hz | null =>
    stated.coreType !== null &&
    sameCoreType(stated.coreType, coreType) &&
    (stated.clockHz ?? Infinity) < clockHz
      ? stated.clockHz
      : null;
  const wcetOn = task.wcetOn.map((entry) => {
    const from = slowerClock(entry);
    const wcetNs = from === null ? entry.wcetNs : scaledUp(entry.wcetNs, from, clockHz);
    return from === null ? entry : { ...entry, clockHz, wcetNs };
  });
  const from = slowerClock(task);
  if (from === null) return { wcetOn };
  const shrunk = (ns: Ns | null) => (ns === null ? null : scaledUp(ns, from, clockHz));
  const { bcetNs, criticalSections } = task;
  return {
    clockHz,
    wcetOn,
    wcetNs: shrunk(task.wcetNs),
    acetNs: shrunk(task.acetNs),
    bcetNs: bcetNs === null ? null : Math.floor((bcetNs * from) / clockHz),
    longestRegionNs: shrunk(task.longestRegionNs),
    criticalSections: criticalSections.map((section) => ({
      ...section,
      lengthNs: scaledUp(section.lengthNs, from, clockHz),
    })),
    sources: { ...task.sources, wcetNs: 'user' },
  };
}

/** A faster clock proves nothing of times that were measured at a slower one: the question takes them to shrink with it. */
function restateTasks(plan: Plan, draft: DiffDraft, clock: ClockChange): void {
  for (const { id } of rows(plan.tasks)) {
    const task = draft.get('tasks', id);
    if (task) draft.put('tasks', { ...task, ...restatedTimes(task, clock) });
  }
}

/**
 * @param plan the plan
 * @param cap a core type, and the clock above which none of its cores runs any more
 * @returns one diff; slower cores stay as they are
 */
export function clockCapDiff(plan: Plan, cap: ClockChange): Result<Diff> {
  return clockDiff(plan, cap, (before) => before !== null && before > cap.clockHz);
}

/**
 * The change as an edit of the plan. At another WCET, regions, critical sections and shorter execution times stay as they
 * are stated; at a faster clock all of them are taken to shrink in proportion.
 *
 * @param plan the plan
 * @param change what if
 * @returns one diff, or what is wrong with the values
 * @rules WHATIF-1, WHATIF-5
 */
export function whatIfDiff(plan: Plan, { wcet, clock }: WhatIf): Result<Diff> {
  const first = wcet ? wcetDiff(plan, wcet) : ok(new DiffDraft(plan).diff());
  if (!first.ok || !clock) return first;
  const second = clockDiff(plan, clock, (before) => before !== clock.clockHz);
  if (!second.ok) return second;
  const draft = new DiffDraft(plan);
  for (const [, task] of first.value.updated.tasks ?? []) draft.put('tasks', task);
  restateTasks(plan, draft, clock);
  // Tasks and target are different tables: neither part overwrites the other.
  const tasks = draft.diff();
  return ok({ ...tasks, updated: { ...tasks.updated, ...second.value.updated } });
}

/**
 * @param plan the plan; it stays as it is
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @param change what if
 * @returns the result of the changed plan, or what is wrong with the values
 * @cost one analysis
 */
export function whatIf(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  change: WhatIf,
): Result<LayoutResult> {
  const diff = whatIfDiff(plan, change);
  return diff.ok ? ok(analyze(applyDiff(plan, diff.value), layoutId, catalogue)) : diff;
}

/** How far execution times may grow. Amounts are whole nanoseconds as stated for a task, per mille for an application. */
export interface BreakingPoint {
  readonly unit: 'ns' | 'per mille';
  readonly now: number;
  /** Tasks, at their places, that are proven to meet their deadlines now. */
  readonly proven: number;
  /** Chains that are proven to keep their limits now. */
  readonly provenChains: number;
  /**
   * The largest amount with which all of those stay proven; one more and they do not. Null: none is proven, or nothing that fits a
   * plan breaks the proof.
   */
  readonly most: number | null;
  /** Tasks whose proof is lost at `most + 1`. */
  readonly lost: readonly Id[];
  /** Chains whose proof is lost there. */
  readonly lostChains: readonly Id[];
}

/**
 * By how much execution times may grow until some task or chain of the layout that is proven now is no longer.
 *
 * @param plan the plan, with what else is asked about already changed
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @param of whose WCETs; the amount in it is where the search starts
 * @returns the breaking point; null: a WCET is not stated
 * @cost about 2 log2(most) response-time analyses of the layout
 * @rules WHATIF-2, WHATIF-3
 */
export function breakingPoint(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  of: WcetChange,
): BreakingPoint | null {
  const [unit, now] =
    of.kind === 'task' ? (['ns', of.wcetNs] as const) : (['per mille', of.perMille] as const);
  const changed = (steps: number): Plan | null => {
    const amount = now + steps;
    const diff = wcetDiff(
      plan,
      of.kind === 'task' ? { ...of, wcetNs: amount } : { ...of, perMille: amount },
    );
    return diff.ok ? applyDiff(plan, diff.value) : null;
  };
  const today = changed(0);
  if (!today) return null;
  const edge = proofEdge({ plan: today, layoutId, catalogue }, changed, MAX_WHOLE - now);
  const { steps, ...found } = edge;
  return { unit, now, most: steps === null ? null : now + steps, ...found };
}
