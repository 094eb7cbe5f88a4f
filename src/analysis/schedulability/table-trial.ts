/** What a generated window table would do to a layout, before it stands in the plan. */
import type { Catalogue } from '../../catalog/technology.ts';
import { putGeneratedTable, type GeneratedTable } from '../../model/commands/generated-table.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { analyze } from '../analyze.ts';
import type { LayoutResult, Subject, TaskResult } from '../result.ts';
import { baselineOf, isCaused } from '../rules/finding-changes.ts';
import { TIMING_VERDICTS, type TimingVerdict } from '../timing-words.ts';

/** A task in the table: plain data, so that another thread can be told. */
export type TrialRow = Pick<
  TaskResult,
  | 'task'
  | 'coreId'
  | 'placementId'
  | 'verdict'
  | 'reason'
  | 'responseTimeNs'
  | 'deadlineNs'
  | 'unstated'
>;

/** A deadline, or the limit of a chain, that the table decides another way. */
export interface VerdictChange {
  readonly key: string;
  /** A task or a chain. */
  readonly subject: Subject;
  /** Of a task, where it runs; else null. */
  readonly coreId: Id | null;
  readonly before: TimingVerdict;
  readonly after: TimingVerdict;
  /** Why it is not proven afterwards. */
  readonly reason: string | null;
}

/** What the table does: plain data. */
export interface TableTrial {
  /** Tasks that run in its windows. */
  readonly rows: readonly TrialRow[];
  /** Of the whole layout, the worst loss first. */
  readonly worse: readonly VerdictChange[];
  /** The best gain first. */
  readonly better: readonly VerdictChange[];
  /** Errors that come with it, besides the deadlines and chains that get worse, in words. */
  readonly errors: readonly string[];
}

interface Judged {
  readonly key: string;
  readonly subject: Subject;
  readonly coreId: Id | null;
  readonly verdict: TimingVerdict;
  readonly reason: string | null;
}

function judged({ tasks, chains }: LayoutResult): readonly Judged[] {
  return [
    ...tasks.map(({ task, placementId, coreId, verdict, reason }) => ({
      ...{ key: `${task.id} ${placementId ?? ''}`, subject: task, coreId, verdict, reason },
    })),
    ...chains.map(({ chain, verdict, reason }) => ({
      ...{ key: chain.id, subject: chain, coreId: null, verdict, reason },
    })),
  ];
}

/** The most urgent verdict is 0. */
const rank = (verdict: TimingVerdict): number => TIMING_VERDICTS.indexOf(verdict);

function changesOf(before: LayoutResult, after: LayoutResult): readonly VerdictChange[] {
  const known = new Map(judged(before).map((each) => [each.key, each.verdict]));
  return judged(after).flatMap(({ key, subject, coreId, verdict, reason }) => {
    const was = known.get(key);
    return was === undefined || was === verdict
      ? []
      : { key, subject, coreId, before: was, after: verdict, reason };
  });
}

/** Errors about anything but the deadlines and chains that get worse. */
function newErrors(
  before: LayoutResult,
  after: LayoutResult,
  worse: readonly VerdictChange[],
): readonly string[] {
  const named = new Set(worse.map(({ subject }) => subject.id));
  const baseline = baselineOf(before.findings);
  return after.findings
    .filter((finding) => finding.verdict === 'error' && isCaused(finding, baseline))
    .filter(({ subjects }) => !named.has(subjects[0]?.id ?? ''))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

function rowsIn(result: LayoutResult, tried: Plan, generated: GeneratedTable): readonly TrialRow[] {
  const tree = layoutTree(tried, result.layout.id);
  const owners = new Set(generated.table.windows.map(({ environmentId }) => environmentId));
  const placed = new Set(
    (tree?.placements ?? [])
      .filter(({ environmentId }) =>
        tree?.pathOf.get(environmentId)?.some(({ id }) => owners.has(id)),
      )
      .map(({ id }) => id),
  );
  return result.tasks
    .filter(({ placementId }) => placementId !== null && placed.has(placementId))
    .map(
      ({ task, coreId, placementId, verdict, reason, responseTimeNs, deadlineNs, unstated }) => ({
        ...{ task, coreId, placementId, verdict, reason, responseTimeNs, deadlineNs, unstated },
      }),
    );
}

/**
 * Puts the table into a copy of the plan and analyses that as a whole, windows by their exact supply, beside the plan as it stands.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue as published
 * @param generated the table, and the budgets that come with it
 * @returns what it proves, and whatever it changes anywhere in the layout; null where the table cannot be put into it
 * @cost two analyses of the layout
 * @rules BUDGETS-1, TABLE-4
 */
export function tryTable(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  generated: GeneratedTable,
): TableTrial | null {
  let next = 0;
  const diff = putGeneratedTable(
    plan,
    layoutId,
    generated,
    (prefix) => `trial-${prefix}-${next++}`,
  );
  if (!diff.ok) return null;
  const tried = applyDiff(plan, diff.value);
  const before = analyze(plan, layoutId, catalogue);
  const after = analyze(tried, layoutId, catalogue);
  const changes = changesOf(before, after);
  const worse = changes
    .filter((each) => rank(each.after) < rank(each.before))
    .sort((a, b) => rank(a.after) - rank(b.after) || rank(b.before) - rank(a.before));
  const better = changes
    .filter((each) => rank(each.after) > rank(each.before))
    .sort((a, b) => rank(b.after) - rank(a.after) || rank(a.before) - rank(b.before));
  return {
    rows: rowsIn(after, tried, generated),
    worse,
    better,
    errors: newErrors(before, after, worse),
  };
}
