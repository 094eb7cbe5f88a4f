/** What a timeline shows: the windows of each core, one schedule of a task, and the time that both take. */
import {
  criticalInstant,
  type InstantAnswer,
} from '../../analysis/schedulability/critical-instant.ts';
import {
  coreRuns,
  type CoreRun,
  type CoreRunAnswer,
} from '../../analysis/schedulability/core-runs.ts';
import { frameTables, type FrameTable } from '../../analysis/schedulability/frame-tables.ts';
import { usableWindows } from '../../analysis/timing/windows/partition-window.ts';
import type { LayoutResult, TaskResult } from '../../analysis/result.ts';
import { windowWords } from '../../analysis/rules/window-words.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import type { Window } from '../../model/scheduling.ts';
import type { DrawingOptions } from '../drawing.ts';
import { SHORTEST_NS, type TimeRange } from './time-scale.ts';

/** A window of a core with what is lost of it. */
export interface DrawnWindow {
  readonly window: Window;
  /** Length of the switch at its start; null: the table has faults, or no switch cost is stated. */
  readonly switchNs: number | null;
  /** It goes on where the frame begins again. */
  readonly wraps: boolean;
  readonly faults: readonly string[];
}

/** One core of one frame. */
export interface CoreRow {
  readonly coreId: Id;
  readonly coreName: string;
  readonly table: FrameTable;
  /** By start. */
  readonly windows: readonly DrawnWindow[];
}

/** One line of the picture: a core with windows, one with a schedule of its own, or cores of which none can be shown. */
export type CoreLine =
  | { readonly kind: 'windows'; readonly row: CoreRow }
  | { readonly kind: 'run'; readonly coreName: string; readonly run: CoreRun }
  | {
      readonly kind: 'unknown';
      readonly coreIds: readonly Id[];
      readonly coreNames: readonly string[];
      readonly hostName: string;
      readonly reason: string;
    };

/** The task whose schedule is shown. */
export interface ChosenTask {
  readonly taskId: Id;
  readonly placementId: Id;
  /** What the engine says of it; null: it has not said anything yet. */
  readonly result: TaskResult | null;
}

/** Everything a timeline shows. */
export interface TimelineModel {
  readonly tree: LayoutTree;
  /** Hardware order; a core in several frames has several rows. */
  readonly cores: readonly CoreRow[];
  /** Every core that somebody uses, in hardware order. */
  readonly lines: readonly CoreLine[];
  readonly chosen: ChosenTask | null;
  readonly answer: InstantAnswer | null;
  /** All there is to see. */
  readonly whole: TimeRange;
}

function numbered<T>(list: Iterable<T>): ReadonlyMap<T, number> {
  return new Map([...new Set(list)].map((each, at) => [each, at]));
}

function windowsOn(
  coreId: Id,
  table: FrameTable,
  tree: LayoutTree,
): readonly Omit<DrawnWindow, 'coreId'>[] {
  const { frame, windows, problems, isSound } = table;
  const own = windows
    .filter((window) => window.coreId === coreId)
    .sort((a, b) => a.startNs - b.startNs);
  const numbers = numbered(own.map(({ environmentId }) => environmentId));
  const usable =
    isSound && frame.switchNs !== null
      ? usableWindows(
          frame.lengthNs,
          own.map(({ environmentId, startNs, durationNs }) => ({
            partition: numbers.get(environmentId) ?? 0,
            core: 0,
            start: startNs,
            length: durationNs,
          })),
          frame.switchNs,
        )
      : null;
  const [first, last] = [own.at(0), own.at(-1)];
  const isRound =
    first !== undefined &&
    last !== undefined &&
    first.environmentId === last.environmentId &&
    first.startNs === 0 &&
    last.startNs + last.durationNs === frame.lengthNs;
  return own.map((window) => {
    const end = window.startNs + window.durationNs;
    const left = usable
      ?.get(numbers.get(window.environmentId) ?? -1)
      ?.find(({ start, length }) => start + length === end);
    return {
      window,
      switchNs: usable ? window.durationNs - (left?.length ?? 0) : null,
      wraps: isRound && (window === first || window === last),
      faults: problems
        .filter((problem) => windows[problem.window ?? -1] === window)
        .map((problem) => windowWords(table, problem, tree)),
    };
  });
}

function coreRows(plan: Plan, tree: LayoutTree): readonly CoreRow[] {
  const tables = frameTables(tree);
  return targetOf(plan).cores.flatMap(({ id, name }) =>
    tables
      .filter(({ windows }) => windows.some(({ coreId }) => coreId === id))
      .map((table) => ({
        coreId: id,
        coreName: name,
        table,
        windows: windowsOn(id, table, tree),
      })),
  );
}

/** Proven misses first, then the least share of the deadline that is left; what has no answer last. */
function urgency({ verdict, slackNs, deadlineNs }: TaskResult): number {
  if (verdict === 'proven-miss') return -1;
  return slackNs === null ? 2 : slackNs / deadlineNs;
}

function choose(
  plan: Plan,
  tree: LayoutTree,
  result: LayoutResult | null,
  { timeline, selection = [] }: DrawingOptions,
): ChosenTask | null {
  const results = (result?.tasks ?? []).filter(({ placementId }) => placementId !== null);
  const resultOf = (taskId: Id, placementId: Id) =>
    results.find((row) => row.task.id === taskId && row.placementId === placementId) ?? null;
  const at = (taskId: Id, placementId: Id): ChosenTask => ({
    taskId,
    placementId,
    result: resultOf(taskId, placementId),
  });
  const asked = timeline?.task;
  if (asked && plan.tasks.has(asked.taskId)) return at(asked.taskId, asked.placementId);
  const selected = selection.findLast(({ kind }) => kind === 'task')?.id;
  const place = (taskId: Id) =>
    tree.placementsOf.get(plan.tasks.get(taskId)?.applicationId ?? '')?.[0];
  const own = selected === undefined ? undefined : place(selected);
  if (selected !== undefined && own) return at(selected, own.id);
  const coreId = selection.findLast(({ kind }) => kind === 'core')?.id;
  const isThere = results.some((row) => row.coreId === coreId);
  let tightest: TaskResult | null = null;
  for (const row of results) {
    if (row.coreId === null || (isThere && row.coreId !== coreId)) continue;
    if (tightest === null || urgency(row) < urgency(tightest)) tightest = row;
  }
  if (tightest?.placementId) return at(tightest.task.id, tightest.placementId);
  const task = rows(plan.tasks).find(({ id }) => place(id) !== undefined);
  return task ? at(task.id, place(task.id)?.id ?? '') : null;
}

/** With a task that does not end, so much of its deadline is shown. */
const STARVED = 1.25;

function wholeOf(
  cores: readonly CoreRow[],
  answer: InstantAnswer | null,
  deadlineNs: number,
): TimeRange {
  let toNs = Math.max(SHORTEST_NS, ...cores.map(({ table }) => table.frame.lengthNs));
  let fromNs = 0;
  if (answer?.kind === 'unknown' && cores.length === 0) toNs = Math.max(toNs, deadlineNs);
  if (answer?.kind === 'instant') {
    const { jobs, schedule, own, longest, atNs, untilNs } = answer.instant;
    const place = longest ?? jobs.findIndex(({ task }) => task === own);
    const job = jobs[place];
    if (job) {
      const starved = Math.min(untilNs, atNs + Math.ceil((job.deadline - atNs) * STARVED));
      const end = longest === null ? starved : job.release + (schedule.responses[place] ?? 0);
      const last = Math.max(job.deadline, end);
      // Some air, so that an arrow at the end is seen.
      toNs = Math.max(cores.length > 0 ? toNs : SHORTEST_NS, last + Math.ceil((last - atNs) / 40));
      fromNs = Math.min(0, job.release);
    }
  }
  return { fromNs, toNs };
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param result what the engine says of it, or null
 * @param options which task, which selection, the catalogue
 * @returns what a timeline of it shows; null: there is no such layout
 * @cost O(windows log windows) and the simulation of one critical instant
 */
export function timelineOf(
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options: DrawingOptions,
): TimelineModel | null {
  const tree = layoutTree(plan, layoutId);
  if (!tree) return null;
  const cores = coreRows(plan, tree);
  const chosen = choose(plan, tree, result, options);
  const { catalogue = null } = options;
  const frameNs = Math.max(0, ...cores.map(({ table }) => table.frame.lengthNs));
  const answer: InstantAnswer | null =
    chosen &&
    (catalogue === null
      ? { kind: 'unknown', reason: 'the catalogue of technologies is not at hand' }
      : criticalInstant(plan, layoutId, catalogue, chosen.placementId, chosen.taskId, frameNs));
  const task = plan.tasks.get(chosen?.taskId ?? '');
  const whole = wholeOf(cores, answer, task?.deadlineNs ?? task?.periodNs ?? SHORTEST_NS);
  const runs = catalogue === null ? [] : coreRuns(plan, layoutId, catalogue, whole.toNs);
  const lines = coreLines(plan, cores, runs, answer);
  return { tree, cores, lines, chosen, answer, whole };
}

/** Where less urgent jobs delay it too, a schedule of its own would contradict that of the chosen task. */
function chosenRun(run: CoreRun, answer: InstantAnswer | null): CoreRun {
  if (answer?.kind !== 'instant' || answer.instant.coreId !== run.coreId) return run;
  const { instant } = answer;
  return instant.policy === 'fixed-priority-non-preemptive' ? instant : run;
}

/** In hardware order; neighbours about which the same is unknown share a line. */
function coreLines(
  plan: Plan,
  cores: readonly CoreRow[],
  runs: readonly CoreRunAnswer[],
  answer: InstantAnswer | null,
): readonly CoreLine[] {
  const list: CoreLine[] = [];
  const windowed = Map.groupBy(cores, ({ coreId }) => coreId);
  const answered = Map.groupBy(runs, (each) => (each.kind === 'run' ? each.run : each).coreId);
  for (const { id, name } of targetOf(plan).cores) {
    for (const row of windowed.get(id) ?? []) list.push({ kind: 'windows', row });
    for (const each of answered.get(id) ?? []) {
      if (each.kind === 'run') {
        list.push({ kind: 'run', coreName: name, run: chosenRun(each.run, answer) });
        continue;
      }
      const { hostName, reason } = each;
      const last = list.at(-1);
      if (last?.kind === 'unknown' && last.hostName === hostName && last.reason === reason) {
        const { coreIds, coreNames } = last;
        const both = { coreIds: [...coreIds, id], coreNames: [...coreNames, name] };
        list[list.length - 1] = { ...last, ...both };
      } else list.push({ kind: 'unknown', coreIds: [id], coreNames: [name], hostName, reason });
    }
  }
  return list;
}

/**
 * @param whole all there is
 * @param asked a stretch, or null
 * @returns a stretch that can be drawn
 */
export function shownRange(whole: TimeRange, asked: TimeRange | null | undefined): TimeRange {
  if (!asked || !(asked.toNs - asked.fromNs >= SHORTEST_NS)) return whole;
  return { fromNs: Math.floor(asked.fromNs), toNs: Math.ceil(asked.toNs) };
}
