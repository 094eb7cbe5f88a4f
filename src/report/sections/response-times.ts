/** Whether tasks meet their deadlines, what every core has to give for that, and the windows of frames. */
import {
  BOUND_WORDS,
  exactNs,
  fractionOf,
  INTERFERENCE_WORDS,
  floatingWords,
  percentOf,
  scheduleWords,
  verdictWords,
} from '../../analysis/timing-words.ts';
import type { ExactRatio, ScheduleResult, TaskResult } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import { count, listed, share, time, words } from '../cells.ts';
import type { Block, Cell, Column, Row, SourceKey, Table, Tone } from '../document.ts';
import { coreNames, sourceOf, type ReportFacts } from '../report-facts.ts';

const TIME = { unit: 'ns', numeric: true } as const;

/** Tones of verdicts on tasks and chains; the words say the same. */
export const TIMING_TONES: Readonly<Record<TaskResult['verdict'], Tone>> = {
  'proven-ok': 'pass',
  'proven-miss': 'error',
  unknown: 'unknown',
  'not-assessed': 'unknown',
};

/**
 * @param ns a time that is held against a deadline: without rounding; null: unknown
 * @param source who says it; the analysis, if nobody else does
 */
export function exactTime(ns: number | null, source: SourceKey = 'A'): Cell {
  return ns === null
    ? { text: exactNs(null), value: null, tone: 'unknown' }
    : { text: exactNs(ns), value: ns, sources: [source] };
}

/** Period and deadline as they are stated. */
function statedCells(
  facts: ReportFacts,
  { task: { id }, deadlineNs }: TaskResult,
): readonly Cell[] {
  const task = facts.plan.tasks.get(id);
  if (!task) return [exactTime(null), exactTime(deadlineNs)];
  const period = sourceOf(facts, task, 'periodNs');
  const deadline = task.deadlineNs === null ? period : sourceOf(facts, task, 'deadlineNs');
  return [exactTime(task.periodNs, period), exactTime(deadlineNs, deadline)];
}

function rowId({ task, placementId }: TaskResult): Id {
  return placementId === null ? task.id : `${task.id}@${placementId}`;
}

function coreCell(facts: ReportFacts, coreId: Id | null): Cell {
  return coreId === null ? words('none of its own') : listed(coreNames(facts, [coreId]));
}

/** In hardware order; tasks without a core of their own last. */
function byCore(facts: ReportFacts): readonly TaskResult[] {
  const rank = (coreId: Id | null) =>
    (coreId === null ? undefined : facts.hardware.coreById.get(coreId)?.index) ?? Infinity;
  return facts.result.tasks.toSorted((a, b) =>
    rank(a.coreId) === rank(b.coreId) ? 0 : rank(a.coreId) - rank(b.coreId),
  );
}

/** @returns share of its core that each task takes */
export function loadTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-7-2',
    caption: 'Load of tasks on the core that they have in this layout',
    columns: [
      { key: 'application', head: 'Application', weight: 1.6 },
      { key: 'task', head: 'Task', weight: 1.6 },
      { key: 'core', head: 'Core', weight: 1.2 },
      { key: 'load_low', head: 'Load, low', unit: 'core', numeric: true },
      { key: 'load_typical', head: 'Load, typical', unit: 'core', numeric: true },
      { key: 'load_high', head: 'Load, high', unit: 'core', numeric: true },
    ],
    rows: byCore(facts).map((result) => ({
      id: rowId(result),
      cells: [
        words(result.application.name),
        words(result.task.name),
        coreCell(facts, result.coreId),
        share(result.utilisation.low, 'A'),
        share(result.utilisation.typical, 'A'),
        share(result.utilisation.high, 'A'),
      ],
    })),
    empty: 'No application of this plan has tasks.',
  };
}

function inflatedCells({ interference }: TaskResult): readonly Cell[] {
  const method = interference?.method ?? null;
  return [
    exactTime(interference?.inflatedWcetNs ?? null),
    words(method && INTERFERENCE_WORDS[method]),
  ];
}

function boundWords({ bound, unstated }: TaskResult): string | null {
  if (bound === null) return null;
  return unstated.length > 0 ? `${bound} under assumptions` : bound;
}

function responseTable(facts: ReportFacts): Table {
  // Where nobody states an interference factor there is one response time only.
  const hasIsolated = facts.result.tasks.some((each) => each.isolatedResponseTimeNs !== null);
  const isolated: readonly Column[] = hasIsolated
    ? [{ key: 'response_alone', head: 'Response, other cores idle', ...TIME }]
    : [];
  const inflated: readonly Column[] = hasIsolated
    ? [
        { key: 'wcet_inflated', head: 'WCET, others busy', ...TIME },
        { key: 'interference', head: 'Interference by', weight: 1 },
      ]
    : [];
  return {
    kind: 'table',
    id: 'table-7-3',
    caption: `Response times in the worst case from the nominal release, per core, without rounding; slack is deadline less response. A bound is ${BOUND_WORDS.exact}; or ${BOUND_WORDS.sufficient}`,
    columns: [
      { key: 'core', head: 'Core', weight: 0.9 },
      { key: 'application', head: 'Application', weight: 1.4 },
      { key: 'task', head: 'Task', weight: 1.4 },
      { key: 'wcet', head: 'WCET here', ...TIME },
      ...inflated,
      { key: 'period', head: 'Period', ...TIME },
      { key: 'deadline', head: 'Deadline', ...TIME },
      ...isolated,
      { key: 'response', head: 'Response', ...TIME },
      { key: 'slack', head: 'Slack', ...TIME },
      { key: 'verdict', head: 'Verdict', weight: 0.9 },
      { key: 'bound', head: 'Bound', weight: 0.8 },
      { key: 'method', head: 'Method, or why not', weight: 2.2 },
    ],
    rows: byCore(facts).map((result) => ({
      id: rowId(result),
      cells: [
        coreCell(facts, result.coreId),
        words(result.application.name),
        words(result.task.name),
        exactTime(result.wcetNs),
        ...(hasIsolated ? inflatedCells(result) : []),
        ...statedCells(facts, result),
        ...(hasIsolated ? [exactTime(result.isolatedResponseTimeNs)] : []),
        exactTime(result.responseTimeNs),
        exactTime(result.slackNs),
        words(verdictWords(result), TIMING_TONES[result.verdict]),
        words(boundWords(result)),
        words([result.method, result.reason].filter((part) => part !== null).join(': ')),
      ],
    })),
    empty: 'No application of this plan has tasks.',
  };
}

/** What the response times stand on, each assumption once with how many tasks it is made for. */
function assumptions(facts: ReportFacts): readonly Block[] {
  const counts = new Map<string, number>();
  const unstated = new Set(facts.result.tasks.flatMap((result) => result.unstated));
  for (const result of facts.result.tasks) {
    for (const text of result.assumptions) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const all = facts.result.tasks.length;
  // What a proof stands or falls with comes first.
  const order = [...counts].sort(([a], [b]) => Number(unstated.has(b)) - Number(unstated.has(a)));
  const items = order.map(([text, times]) =>
    unstated.has(text)
      ? `Not stated, and taken for granted for ${times} of ${all} tasks: ${text}`
      : `Assumed for ${times} of ${all} tasks: ${text}`,
  );
  return [{ kind: 'list', items }];
}

/** @returns response times per core, and what they stand on */
export function responseBlocks(facts: ReportFacts): readonly Block[] {
  const known = facts.result.tasks.some(({ responseTimeNs }) => responseTimeNs !== null);
  return [
    responseTable(facts),
    ...(known || facts.result.tasks.length === 0
      ? []
      : [
          {
            kind: 'not-assessed' as const,
            reason:
              'No task of this layout has a response time. A load below 100 % does not show that deadlines are met.',
          },
        ]),
    ...assumptions(facts),
  ];
}

function ratioCell(ratio: ExactRatio | null): Cell {
  if (ratio === null) return { text: percentOf(null), value: null, tone: 'unknown' };
  const exact = `${ratio.numerator}/${ratio.denominator}`;
  const fraction = fractionOf(ratio);
  const text = fraction === null ? percentOf(ratio) : `${fraction} (${percentOf(ratio)})`;
  return { text, value: exact, sources: ['A'] };
}

function supplyRow(facts: ReportFacts, schedule: ScheduleResult): Row {
  const { environment, core, demand, floating, supply, supplyWords, taskIds, reason } = schedule;
  const policy = scheduleWords(schedule, facts.plan.tasks);
  return {
    id: `${environment.id}@${core.id}`,
    cells: [
      words(core.name),
      words(environment.name),
      policy === null ? words('unknown', 'unknown') : words(policy),
      count(taskIds.length, 'A'),
      taskIds.length === 0 ? words('no tasks', 'quiet') : ratioCell(demand),
      ratioCell(supply),
      words(supplyWords),
      words(reason),
      words(facts.plan.environments.get(environment.id)?.timingSource),
      words(floating.map(floatingWords).join('; ') || null),
    ],
  };
}

/** @returns what every environment schedules on every core, against what it is certain to get */
export function supplyTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-7-4',
    caption:
      'Demand of tasks at their WCETs against the long-run share of the core that is certain',
    columns: [
      { key: 'core', head: 'Core', weight: 0.9 },
      { key: 'environment', head: 'Scheduled by', weight: 1.4 },
      { key: 'policy', head: 'Policy', weight: 1.3 },
      { key: 'tasks', head: 'Tasks', numeric: true, weight: 0.6 },
      { key: 'demand', head: 'Demand', unit: 'core', numeric: true, weight: 1.3 },
      { key: 'supply', head: 'Supply', unit: 'core', numeric: true, weight: 1.3 },
      { key: 'supplied_by', head: 'Supplied by', weight: 1.6 },
      { key: 'reason', head: 'Why unknown', weight: 2 },
      { key: 'source', head: 'Scheduling stated by', weight: 1.1 },
      { key: 'floating', head: 'Floating besides', weight: 1.3 },
    ],
    rows: facts.result.schedules.map((schedule) => supplyRow(facts, schedule)),
    empty: 'No application of this layout has a core.',
  };
}

/** @returns windows of every frame, core by core in the order of time */
export function windowsTable(facts: ReportFacts): Table {
  const { tree } = facts;
  const rank = (coreId: Id) => facts.hardware.coreById.get(coreId)?.index ?? Infinity;
  const rows = tree.frames.flatMap((frame) =>
    tree.windows
      .filter(({ frameId }) => frameId === frame.id)
      .toSorted((a, b) => rank(a.coreId) - rank(b.coreId) || a.startNs - b.startNs)
      .map(({ id, coreId, environmentId, startNs, durationNs }) => ({
        id,
        cells: [
          words(frame.name),
          time(frame.lengthNs, 'U'),
          coreCell(facts, coreId),
          words(tree.environmentById.get(environmentId)?.name ?? environmentId),
          time(startNs, 'U'),
          time(durationNs, 'U'),
          time(startNs + durationNs, 'A'),
          time(frame.switchNs, 'U'),
        ],
      })),
  );
  return {
    kind: 'table',
    id: 'table-7-5',
    caption: 'Windows of frames; a frame repeats after its length',
    columns: [
      { key: 'frame', head: 'Frame', weight: 1.3 },
      { key: 'length', head: 'Major frame', ...TIME },
      { key: 'core', head: 'Core' },
      { key: 'partition', head: 'Partition', weight: 1.5 },
      { key: 'start', head: 'Start', ...TIME },
      { key: 'duration', head: 'Duration', ...TIME },
      { key: 'end', head: 'End', ...TIME },
      { key: 'switch', head: 'Lost to the switch', ...TIME },
    ],
    rows,
    empty:
      'This layout has no windows: its partitions have cores of their own, or share them otherwise.',
  };
}
