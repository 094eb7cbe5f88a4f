/** What of a timeline is drawn: whose critical instant, which chain, and from when to when. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { DrawingOptions } from '../../drawing/drawing.ts';
import { SHORTEST_NS, type TimeRange } from '../../drawing/timeline/time-scale.ts';
import { timelineOf } from '../../drawing/timeline/timeline-model.ts';
import { rows, type Plan } from '../../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { formatNs, parseQuantity } from '../../model/units.ts';
import { cliProblem } from '../cli-problems.ts';

/** As typed. */
export interface TimelineWords {
  readonly task?: string;
  readonly chain?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Nanoseconds; null: not asked for. */
export interface AskedTimes {
  readonly fromNs: number | null;
  readonly toNs: number | null;
}

/** Tasks or chains that a refusal lists. */
const MOST_NAMED = 12;

function refused(option: string, found: string, expected: string): Problem {
  return cliProblem('cli-unknown-word', { found, expected, words: { option } });
}

/**
 * @param view the view that is drawn
 * @param words what was typed
 * @returns problems with options that only a timeline has
 */
export function timelineOnly(view: string, words: TimelineWords): readonly Problem[] {
  if (view === 'timeline') return [];
  return (['task', 'chain', 'from', 'to'] as const).flatMap((name) => {
    const found = words[name];
    return found === undefined
      ? []
      : [refused(`--${name}`, found, `--view timeline: the view "${view}" has no time axis`)];
  });
}

/** Without a unit a number may be meant in any: only zero is the same in all. */
function timeOf(option: string, text: string | undefined): Result<number | null> {
  if (text === undefined) return ok(null);
  const value = parseQuantity(text, 'time');
  const isBare = /^[\d.]+$/.test(text.trim()) && value !== 0;
  return value === null || isBare
    ? fail(refused(option, text, 'a time with its unit, such as 250us, 2.5ms or 1s'))
    : ok(value);
}

/**
 * @param words what was typed
 * @returns the times, or what is wrong with them
 */
export function askedTimes({ from, to }: TimelineWords): Result<AskedTimes> {
  const [start, end] = [timeOf('--from', from), timeOf('--to', to)];
  if (!start.ok)
    return end.ok ? start : { ok: false, problems: [...start.problems, ...end.problems] };
  if (!end.ok) return end;
  const least = (start.value ?? 0) + SHORTEST_NS;
  if (end.value !== null && end.value < least) {
    return fail(refused('--to', to ?? '', `a time from ${formatNs(least)} on, after --from`));
  }
  return ok({ fromNs: start.value, toNs: end.value });
}

type Selection = NonNullable<DrawingOptions['selection']>;

/** By id, or by a name that only one of them has. */
function named(
  kind: 'task' | 'chain',
  wanted: string | undefined,
  list: readonly { readonly id: string; readonly name: string }[],
): Result<Selection> {
  if (wanted === undefined) return ok([]);
  const same = list.filter(({ name }) => name === wanted);
  const found = list.find(({ id }) => id === wanted) ?? (same.length === 1 ? same[0] : undefined);
  if (found) return ok([{ kind, id: found.id }]);
  const candidates = (same.length > 1 ? same : list).slice(0, MOST_NAMED);
  const expected = candidates.map(({ id, name }) => `${id} ("${name}")`).join(', ');
  return fail(refused(`--${kind}`, wanted, expected || `a plan with ${kind}s`));
}

/**
 * @param plan the plan
 * @param words what was typed
 * @returns task and chain as if they were selected, or which there are
 */
export function timelineSelection(plan: Plan, { task, chain }: TimelineWords): Result<Selection> {
  const [tasks, chains] = [
    named('task', task, rows(plan.tasks)),
    named('chain', chain, rows(plan.chains)),
  ];
  if (!tasks.ok)
    return chains.ok ? tasks : { ok: false, problems: [...tasks.problems, ...chains.problems] };
  return chains.ok ? ok([...tasks.value, ...chains.value]) : chains;
}

/**
 * @param plan the plan
 * @param result of the layout that is drawn
 * @param how what else the drawing is asked for
 * @param times from when to when; what is missing is where the timeline begins or ends by itself
 * @returns the stretch; null: what a timeline shows by itself
 */
export function timelineRange(
  plan: Plan,
  result: LayoutResult,
  how: DrawingOptions,
  { fromNs, toNs }: AskedTimes,
): Result<TimeRange | null> {
  if (fromNs === null && toNs === null) return ok(null);
  const first = timelineOf(plan, result.layout.id, result, how)?.first ?? { fromNs: 0, toNs: 0 };
  const range = { fromNs: fromNs ?? first.fromNs, toNs: toNs ?? first.toNs };
  if (range.toNs - range.fromNs >= SHORTEST_NS) return ok(range);
  const expected = `a time before ${formatNs(first.toNs)}, where this timeline ends, or --to as well`;
  return fail(refused('--from', formatNs(range.fromNs), expected));
}
