/** Margins as the table lists them: what is searched, found or unknown, the least first. */
import type { Margin, Varied } from '../../analysis/schedulability/margins.ts';
import { MILLE } from '../../analysis/schedulability/what-if.ts';
import { exactNs } from '../../analysis/timing-words.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import { formatNumber } from '../../model/units.ts';
import { hasProof } from './breaking-words.ts';
import { exactHz } from './remedy-words.ts';

/**
 * @param of what varies
 * @returns its key
 */
export function variedKey(of: Varied): string {
  switch (of.kind) {
    case 'plan':
      return 'plan';
    case 'clock':
      return `clock ${of.coreType}`;
    case 'application':
      return `application ${of.applicationId}`;
    default:
      return `${of.kind} ${of.taskId}`;
  }
}

/** Answers by key; missing: not searched yet. */
export type Found = ReadonlyMap<string, Margin | null>;

/** One cell: how far one number may move. */
export interface MarginCell {
  readonly of: Varied;
  /** Of what it is now, before and after; null: there is no such number to show. */
  readonly from: string;
  readonly to: string | null;
  /** How far, in words. */
  readonly change: string;
  /** Part of what it is now by which it may move; null: unknown, or without an end. */
  readonly share: number | null;
  readonly lost: readonly Id[];
  readonly lostChains: readonly Id[];
}

/** One line of the table. */
export interface MarginRow {
  readonly key: string;
  readonly name: string;
  readonly below: string;
  /** WCETs, of a task, an application or all; or a clock. */
  readonly main: MarginCell;
  /** Period of a task. */
  readonly period: MarginCell | null;
}

function amount(value: number, unit: Margin['unit']): string {
  if (unit === 'ns') return exactNs(value);
  return unit === 'Hz' ? exactHz(value) : `${formatNumber(value / (MILLE / 100), 6)} %`;
}

/** Cut, never rounded up: the number is a promise. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

function changeWords(margin: Margin, share: number | null): string {
  const { now, last, step } = margin;
  if (!hasProof(margin)) return 'nothing is proven here';
  if (last === null || share === null) return 'no proof depends on it';
  if (last === now) return 'none';
  return `${step > 0 ? '+' : '−'}${percent(share)}`;
}

function cellOf(of: Varied, found: Found): MarginCell {
  const margin = found.get(variedKey(of));
  if (!margin) {
    const change = margin === undefined ? 'not searched yet' : 'unknown: it is not stated';
    return {
      of,
      from: margin === undefined ? '' : 'unknown',
      to: null,
      change,
      share: null,
      lost: [],
      lostChains: [],
    };
  }
  const { now, last, unit, lost, lostChains } = margin;
  const share = last === null ? null : Math.abs(last - now) / now;
  return {
    of,
    from: amount(now, unit),
    to: last === null ? null : amount(last, unit),
    change: changeWords(margin, share),
    share,
    lost,
    lostChains,
  };
}

function nameOf(plan: Plan, of: Varied): { readonly name: string; readonly below: string } {
  switch (of.kind) {
    case 'plan':
      return { name: 'Every WCET', below: 'by one factor' };
    case 'clock':
      return { name: `Clock of ${of.coreType}`, below: 'lowest' };
    case 'application': {
      const name = plan.applications.get(of.applicationId)?.name ?? '';
      return { name, below: 'every WCET of it, by one factor' };
    }
    default: {
      const task = plan.tasks.get(of.taskId);
      const below = plan.applications.get(task?.applicationId ?? '')?.name ?? '';
      return { name: task?.name ?? '', below };
    }
  }
}

/** The least margin first, then what has none, then what is not known. */
const rank = ({ main: { share, change } }: MarginRow): number =>
  share ?? (change.startsWith('no proof') ? 1e12 : 1e13);

/**
 * @param plan the plan that was searched
 * @param list what is asked, in the order of the plan
 * @param found what is known of it
 * @returns rows for the plan and its clocks, for applications, for tasks, and for longer periods of tasks on chains with limits, the
 *   least margin first
 * @cost O(n log n)
 */
export function marginRows(
  plan: Plan,
  list: readonly Varied[],
  found: Found,
): {
  readonly whole: readonly MarginRow[];
  readonly tasks: readonly MarginRow[];
  readonly longer: readonly MarginRow[];
} {
  const rowOf = (of: Varied): MarginRow => ({
    key: variedKey(of),
    ...nameOf(plan, of),
    main: cellOf(of, found),
    period: of.kind === 'wcet' ? cellOf({ kind: 'period', taskId: of.taskId }, found) : null,
  });
  const of = (...kinds: readonly Varied['kind'][]) =>
    list.filter(({ kind }) => kinds.includes(kind)).map(rowOf);
  const sorted = (rows: readonly MarginRow[]) => rows.toSorted((a, b) => rank(a) - rank(b));
  return {
    whole: [...of('plan', 'clock'), ...sorted(of('application'))],
    tasks: sorted(of('wcet')),
    longer: sorted(of('longer-period')),
  };
}
