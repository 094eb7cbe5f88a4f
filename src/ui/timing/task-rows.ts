/** Tasks as the table lists them: result and plan joined, filtered, sorted. */
import type { LayoutResult, TaskResult } from '../../analysis/result.ts';
import { policyWords, TIMING_VERDICTS, type TimingVerdict } from '../../analysis/timing-words.ts';
import type { Task } from '../../model/application.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import { targetOf, type Plan } from '../../model/plan.ts';

/** One task at one place. */
export interface TaskRow {
  /** Task and place: stays the same while the plan changes around it. */
  readonly key: string;
  readonly result: TaskResult;
  /** Where it runs, in words. */
  readonly place: string;
  /** Policy that schedules it; null: unknown. */
  readonly policy: string | null;
  readonly periodNs: number;
}

/** The answer first: where there is no room for all of them, what is stated anyway is out of sight. */
export const TASK_COLUMNS = [
  { id: 'task', title: 'Task' },
  { id: 'verdict', title: 'Verdict' },
  { id: 'response', title: 'Response time' },
  { id: 'deadline', title: 'Deadline' },
  { id: 'slack', title: 'Slack' },
  { id: 'wcet', title: 'WCET here' },
  { id: 'period', title: 'Period' },
  { id: 'place', title: 'Core' },
  { id: 'application', title: 'Application' },
  { id: 'policy', title: 'Policy' },
] as const;
export type TaskColumn = (typeof TASK_COLUMNS)[number]['id'];

export interface TaskFilter {
  readonly verdicts: ReadonlySet<TimingVerdict>;
  /** Part of a task's, an application's or a core's name. */
  readonly text: string;
}

export interface TaskOrder {
  readonly column: TaskColumn;
  readonly descending: boolean;
}

function policyOf(
  row: TaskResult,
  { preemption }: Task,
  result: LayoutResult,
  tree: LayoutTree,
): string | null {
  const placement = tree.placements.find(({ id }) => id === row.placementId);
  const path = placement ? (tree.pathOf.get(placement.environmentId) ?? []) : [];
  const schedule = result.schedules.find(
    ({ core, environment, taskIds }) =>
      core.id === row.coreId &&
      taskIds.includes(row.task.id) &&
      path.some(({ id }) => id === environment.id),
  );
  return schedule?.policy ? policyWords(schedule.policy, [preemption]) : null;
}

/**
 * @param plan the plan that was analysed
 * @param tree its layout
 * @param result what the engine says of it
 * @returns one row per task and place, in the order of the result; rows of tasks that are gone are left out
 */
export function taskRows(plan: Plan, tree: LayoutTree, result: LayoutResult): readonly TaskRow[] {
  const cores = new Map(targetOf(plan).cores.map(({ id, name }) => [id, name]));
  return result.tasks.flatMap((row) => {
    const task = plan.tasks.get(row.task.id);
    if (!task) return [];
    const core = row.coreId === null ? undefined : cores.get(row.coreId);
    return [
      {
        key: `${row.task.id} ${row.placementId ?? ''}`,
        result: row,
        place: core ?? (row.placementId === null ? 'no place' : 'several cores'),
        policy: policyOf(row, task, result, tree),
        periodNs: task.periodNs,
      },
    ];
  });
}

/** Text and numbers that a column is sorted by; null stands last either way. */
const SORT_BY: Readonly<Record<TaskColumn, (row: TaskRow) => string | number | null>> = {
  task: ({ result }) => result.task.name,
  application: ({ result }) => result.application.name,
  place: ({ place }) => place,
  policy: ({ policy }) => policy,
  wcet: ({ result }) => result.wcetNs,
  period: ({ periodNs }) => periodNs,
  deadline: ({ result }) => result.deadlineNs,
  response: ({ result }) => result.responseTimeNs,
  slack: ({ result }) => result.slackNs,
  verdict: ({ result }) => TIMING_VERDICTS.indexOf(result.verdict),
};

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : collator.compare(String(a), String(b));
}

/**
 * @param rows in the order of the plan
 * @param filter verdicts and text
 * @param order column and direction; null: as they are
 * @returns those that match; equal ones keep their order, unknown values stand last
 * @cost O(n log n)
 */
export function shownRows(
  rows: readonly TaskRow[],
  filter: TaskFilter,
  order: TaskOrder | null,
): readonly TaskRow[] {
  const text = filter.text.trim().toLowerCase();
  const matching = rows.filter(
    ({ result, place }) =>
      filter.verdicts.has(result.verdict) &&
      [result.task.name, result.application.name, place].some((name) =>
        name.toLowerCase().includes(text),
      ),
  );
  if (order === null) return matching;
  const valueOf = SORT_BY[order.column];
  const sign = order.descending ? -1 : 1;
  return [...matching].sort((a, b) => {
    const [first, second] = [valueOf(a), valueOf(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return sign * compare(first, second);
  });
}
