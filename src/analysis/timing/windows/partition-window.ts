/** Windows of many partitions on many cores, and what is left of them after switching. */
import type { Window } from '../supply/window-table.ts';

/** What a partition needs on one core: a budget in each of its periods, counted from the start of the frame. Whole numbers. */
export interface Reservation {
  /** Number of the partition, as windows name it; at most one reservation for a partition and core. */
  readonly partition: number;
  readonly core: number;
  /** Above 0. */
  readonly period: number;
  /** 0 to the period; switches are not part of it. */
  readonly budget: number;
}

/** A window that gives one core to one partition. */
export interface PartitionWindow extends Window {
  readonly partition: number;
  readonly core: number;
}

/**
 * What partitions can use of the windows of one core: a switch takes the first `switchCost` of each window, unless the window before it
 * belongs to the same partition and ends where it begins, also across the edge of the frame. A switch longer than its window goes
 * on in the next one.
 *
 * @param frame length of the major frame
 * @param windows of one core, without overlap, within the frame
 * @param switchCost whole number, 0 or more
 * @returns usable windows by partition, in order
 * @cost O(windows log windows)
 */
export function usableWindows(
  frame: number,
  windows: readonly PartitionWindow[],
  switchCost: number,
): ReadonlyMap<number, readonly Window[]> {
  const ordered = [...windows].sort((a, b) => a.start - b.start);
  const usable = new Map<number, Window[]>();
  const last = ordered.at(-1);
  let end = last ? last.start + last.length - frame : 0;
  let partition = last?.partition;
  let owed = switchCost;
  // The first round only tells what is owed at the edge of the frame.
  for (const emit of [false, true]) {
    for (const window of ordered) {
      if (window.partition !== partition || window.start !== end) owed = switchCost;
      const paid = Math.min(owed, window.length);
      owed -= paid;
      if (emit && paid < window.length) {
        const list = usable.get(window.partition) ?? [];
        list.push({ start: window.start + paid, length: window.length - paid });
        usable.set(window.partition, list);
      }
      end = window.start + window.length;
      partition = window.partition;
    }
    end -= frame;
  }
  return usable;
}

/**
 * The first period in which a partition gets less than its budget.
 *
 * @param reservation period and budget
 * @param frame a multiple of the period
 * @param usable windows of the partition on that core, in order
 * @returns start of the period and the time in it; null where every period holds the budget
 * @cost O(windows), however many periods there are
 */
export function firstShortPeriod(
  { period, budget }: Pick<Reservation, 'period' | 'budget'>,
  frame: number,
  usable: readonly Window[],
): { readonly start: number; readonly found: number } | null {
  if (budget <= 0) return null;
  let at = 0;
  for (let start = 0; start < frame;) {
    let found = 0;
    while (at < usable.length) {
      const window = usable[at] as Window;
      const end = window.start + window.length;
      found += Math.max(0, Math.min(end, start + period) - Math.max(window.start, start));
      if (end > start + period) break;
      at += 1;
    }
    if (found < budget) return { start, found };
    start += period;
    const window = usable[at];
    if (window && window.start <= start) {
      // Periods that lie within one window hold nothing else.
      const whole = Math.floor((window.start + window.length - start) / period);
      start += Math.max(0, whole) * period;
    }
  }
  return null;
}
