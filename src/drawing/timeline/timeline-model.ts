/** What a timeline shows: each core with its windows and the nominal schedule, a chain through it, one schedule of a task, and the time. */
import { chainPath, type PathAnswer } from '../../analysis/latency/chain-path.ts';
import {
  criticalInstant,
  type InstantAnswer,
} from '../../analysis/schedulability/critical-instant.ts';
import {
  coreRuns,
  runSpan,
  type CoreRun,
  type CoreRunAnswer,
  type UnknownRun,
} from '../../analysis/schedulability/core-runs.ts';
import type { LayoutResult, TaskResult } from '../../analysis/result.ts';
import type { Chain } from '../../model/application.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import type { DrawingOptions } from '../drawing.ts';
import { coreWindows, type CoreRow } from './core-windows.ts';
import { SHORTEST_NS, type TimeRange } from './time-scale.ts';

/** One line of the picture: a core with windows and what runs in them, one without windows, or cores of which nothing can be shown. */
export type CoreLine =
  | {
      readonly kind: 'windows';
      readonly row: CoreRow;
      readonly runs: readonly CoreRun[];
      /** Partitions of which no schedule can be shown. */
      readonly unknown: readonly UnknownRun[];
    }
  | { readonly kind: 'run'; readonly coreName: string; readonly run: CoreRun }
  | {
      readonly kind: 'unknown';
      readonly coreIds: readonly Id[];
      readonly coreNames: readonly string[];
      readonly hostName: string;
      readonly reason: string;
    };

/** The chain that is drawn through the cores. */
export interface ChosenChain {
  readonly chain: Chain;
  readonly way: PathAnswer;
}

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
  readonly chain: ChosenChain | null;
  /** Tasks that are proven to miss their deadlines, by `missKey`. */
  readonly missing: ReadonlySet<string>;
  /** After which the nominal schedule repeats; null: it is beyond exact numbers, or there is none. */
  readonly hyperperiodNs: number | null;
  /** All there is to see. */
  readonly whole: TimeRange;
  /** What is shown unless something else is asked for: frames, the critical instant and the way of the chain. */
  readonly first: TimeRange;
  /** The same without the way of the chain: what of the critical instant is shown where that is much longer. */
  readonly near: TimeRange;
}

/**
 * @param model what a timeline shows
 * @returns whether there is anything to draw: a window, or a schedule
 */
export function hasSchedule({ lines, answer }: TimelineModel): boolean {
  return answer?.kind === 'instant' || lines.some(({ kind }) => kind !== 'unknown');
}

/** One task at one place, as a key. */
export function missKey(placementId: Id | null, taskId: Id): string {
  return `${placementId ?? ''} ${taskId}`;
}

/**
 * Beside much longer time a critical instant would be solid bars, and beside a time long after it nothing: it gets a scale of its own.
 *
 * @param model what a timeline shows
 * @param range the time that is shown of the cores
 * @returns what is shown of the critical instant
 */
export function instantRange({ answer, near }: TimelineModel, range: TimeRange): TimeRange {
  const isLong = range.toNs - range.fromNs > MUCH_LONGER * (near.toNs - near.fromNs);
  const untilNs = answer?.kind === 'instant' ? answer.instant.untilNs : near.toNs;
  return isLong || range.fromNs >= untilNs ? near : range;
}

/** Proven misses first, then the least share of the deadline that is left; what has no answer last. */
function urgency({ verdict, slackNs, deadlineNs }: TaskResult): number {
  if (verdict === 'proven-miss') return -Infinity;
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

/** Without windows a hyperperiod with no more jobs than this on one core, and not much longer than the rest, is shown whole at first. */
const READABLE_JOBS = 60;
const MUCH_LONGER = 4;
/** Air after what ends last, as a share of it, so that an arrow at the end is seen. */
const AIR = 1 / 40;

/** Frames whole, and the critical instant up to deadline and end. */
function firstOf(
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
      toNs = Math.max(cores.length > 0 ? toNs : SHORTEST_NS, last + Math.ceil((last - atNs) * AIR));
      fromNs = Math.min(0, job.release);
    }
  }
  return { fromNs, toNs };
}

/** The rest of a short hyperperiod; where there are windows, their frame is what everybody knows. */
function withHyperperiod(
  first: TimeRange,
  hyperperiodNs: number | null,
  runs: readonly CoreRunAnswer[],
): TimeRange {
  const isNear = hyperperiodNs !== null && hyperperiodNs <= MUCH_LONGER * first.toNs;
  if (!isNear || hyperperiodNs <= first.toNs) return first;
  const isReadable = runs.every(
    (each) =>
      each.kind === 'unknown' ||
      (each.run.untilNs >= hyperperiodNs &&
        each.run.jobs.filter(({ release }) => release < hyperperiodNs).length <= READABLE_JOBS),
  );
  return isReadable ? { ...first, toNs: hyperperiodNs } : first;
}

function chosenChain(
  plan: Plan,
  runs: readonly CoreRunAnswer[],
  { timeline, selection = [] }: DrawingOptions,
  endsByNs: number,
): ChosenChain | null {
  const selected = selection.findLast(({ kind }) => kind === 'chain')?.id;
  const chain = plan.chains.get(timeline?.chainId ?? selected ?? '');
  return chain ? { chain, way: chainPath(plan, chain, runs, endsByNs) } : null;
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param result what the engine says of it, or null
 * @param options which task, which chain, which selection, the catalogue
 * @returns what a timeline of it shows; null: there is no such layout
 * @cost O(windows log windows), the simulation of one critical instant and of every core
 */
export function timelineOf(
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options: DrawingOptions,
): TimelineModel | null {
  const tree = layoutTree(plan, layoutId);
  if (!tree) return null;
  const cores = coreWindows(plan, tree);
  const chosen = choose(plan, tree, result, options);
  const { catalogue = null } = options;
  const frameNs = Math.max(0, ...cores.map(({ table }) => table.frame.lengthNs));
  const instantUpTo = (leastNs: number): InstantAnswer | null =>
    chosen &&
    (catalogue === null
      ? { kind: 'unknown', reason: 'the catalogue of technologies is not at hand' }
      : criticalInstant(plan, layoutId, catalogue, chosen.placementId, chosen.taskId, leastNs));
  const answer = instantUpTo(frameNs);
  const task = plan.tasks.get(chosen?.taskId ?? '');
  const instant = firstOf(cores, answer, task?.deadlineNs ?? task?.periodNs ?? SHORTEST_NS);
  const { hyperperiodNs, shownNs } =
    catalogue === null ? { hyperperiodNs: null, shownNs: 0 } : runSpan(plan, layoutId, catalogue);
  const toNs = Math.max(instant.toNs, shownNs);
  const runs = catalogue === null ? [] : coreRuns(plan, layoutId, catalogue, toNs);
  const unchained = cores.length > 0 ? instant : withHyperperiod(instant, hyperperiodNs, runs);
  const chain = chosenChain(plan, runs, options, unchained.toNs);
  const wayEnd = chain?.way.kind === 'path' ? chain.way.path.toNs : 0;
  const wayTo = wayEnd > unchained.toNs ? Math.ceil(wayEnd * (1 + AIR)) : unchained.toNs;
  const isNear = wayTo <= MUCH_LONGER * instant.toNs;
  return {
    tree,
    cores,
    lines: coreLines(plan, tree, cores, runs),
    chosen,
    // Beside a longer way the critical instant goes on as long, where they share a scale.
    answer: isNear && wayTo > instant.toNs ? instantUpTo(wayTo) : answer,
    chain,
    missing: new Set(
      (result?.tasks ?? [])
        .filter(({ verdict }) => verdict === 'proven-miss')
        .map(({ placementId, task }) => missKey(placementId, task.id)),
    ),
    hyperperiodNs,
    near: instant,
    whole: { fromNs: unchained.fromNs, toNs: Math.max(toNs, wayTo) },
    first: { ...unchained, toNs: wayTo },
  };
}

/** In hardware order; neighbours about which the same is unknown share a line. */
function coreLines(
  plan: Plan,
  tree: LayoutTree,
  cores: readonly CoreRow[],
  answers: readonly CoreRunAnswer[],
): readonly CoreLine[] {
  const list: CoreLine[] = [];
  const windowed = Map.groupBy(cores, ({ coreId }) => coreId);
  const answered = Map.groupBy(answers, (each) => (each.kind === 'run' ? each.run : each).coreId);
  for (const { id, name } of targetOf(plan).cores) {
    const own = answered.get(id) ?? [];
    const runs = own.flatMap((each) => (each.kind === 'run' ? [each.run] : []));
    const unknown = own.filter((each) => each.kind === 'unknown');
    const isServed = ({ hostId }: { readonly hostId: Id }, row: CoreRow) =>
      (tree.pathOf.get(hostId) ?? []).some((each) =>
        row.windows.some(({ window }) => window.environmentId === each.id),
      );
    const drawn = windowed.get(id) ?? [];
    for (const row of drawn) {
      list.push({
        kind: 'windows',
        row,
        runs: runs.filter((run) => isServed(run, row)),
        unknown: unknown.filter((each) => isServed(each, row)),
      });
    }
    const isAlone = (each: { readonly hostId: Id }) => !drawn.some((row) => isServed(each, row));
    for (const run of runs.filter(isAlone)) list.push({ kind: 'run', coreName: name, run });
    for (const { hostName, reason } of unknown.filter(isAlone)) {
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
 * @param first what is shown at first
 * @param asked a stretch, or null
 * @returns a stretch that can be drawn
 */
export function shownRange(first: TimeRange, asked: TimeRange | null | undefined): TimeRange {
  if (!asked || !(asked.toNs - asked.fromNs >= SHORTEST_NS)) return first;
  return { fromNs: Math.floor(asked.fromNs), toNs: Math.ceil(asked.toNs) };
}
