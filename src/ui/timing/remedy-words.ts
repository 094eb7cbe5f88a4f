/** What would prove a deadline, in words. */
import type { Remedies, Remedy } from '../../analysis/schedulability/remedies.ts';
import { exactNs } from '../../analysis/timing-words.ts';
import { formatNumber } from '../../model/units.ts';

/** Three digits of a megahertz tell steps of a kilohertz. */
export const exactHz = (hz: number): string =>
  hz >= 1e9 ? `${formatNumber(hz / 1e9, 9)} GHz` : `${formatNumber(hz / 1e6, 9)} MHz`;

/** Rounded away from nothing: less of a change would not do. */
function changeOf({ now, then }: Remedy): string {
  if (then === null) return '';
  const tenths = Math.ceil((Math.abs(then - now) / now) * 1000);
  return ` (${then < now ? '−' : '+'}${tenths / 10} %)`;
}

/**
 * @param remedy of a task's WCET; null: not stated
 * @returns what it may be at most
 */
export function wcetRemedyWords(remedy: Remedies['wcet']): string {
  if (remedy === null) return 'unknown: it is not stated';
  const { now, then } = remedy;
  return then === null
    ? `none: not even with 1 ns instead of ${exactNs(now)}`
    : `at most ${exactNs(then)} instead of ${exactNs(now)}${changeOf(remedy)}`;
}

/**
 * @param remedy of a clock; null: not known
 * @returns what it has to be at least
 */
export function clockRemedyWords(remedy: Remedies['clock']): string {
  if (remedy === null) return 'unknown: the clock of its core is';
  const { now, then } = remedy;
  return then === null
    ? `none: not even 16 times ${exactHz(now)}`
    : `at least ${exactHz(then)} instead of ${exactHz(now)}${changeOf(remedy)}`;
}

/**
 * @param remedy of a budget
 * @returns what it has to be at least
 */
export function budgetRemedyWords(remedy: NonNullable<Remedies['budget']>): string {
  const { now, then, reason } = remedy;
  return then === null
    ? `none: ${reason ?? 'unknown'}`
    : `at least ${exactNs(then)} instead of ${exactNs(now)}${changeOf(remedy)}`;
}

/**
 * @param taken time until a deadline
 * @returns how it stands against what is certain to be there
 */
export function takenWords({
  withinNs,
  totalNs,
  suppliedNs,
}: NonNullable<Remedies['taken']>): string {
  const sum = `up to ${exactNs(totalNs)} asked for in the ${exactNs(withinNs)} until its deadline, ${exactNs(suppliedNs)} certain to be there`;
  return totalNs > suppliedNs ? `${sum}: ${exactNs(totalNs - suppliedNs)} lacking` : sum;
}
