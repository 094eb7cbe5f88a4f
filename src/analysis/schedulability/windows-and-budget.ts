/** What an environment with windows and a budget of its own is certain to get: no more than either grants. */
import type { Environment } from '../../model/layout.ts';
import type { Server } from '../../model/scheduling.ts';
import { formatNs } from '../../model/units.ts';
import { MECHANISM_GUARANTEES } from '../timing/supply/mechanisms.ts';
import { serverSupply } from '../timing/supply/servers.ts';
import type { Window } from '../timing/supply/window-table.ts';
import type { SupplyAnswer } from './supply-answer.ts';

type WindowSupply = Extract<SupplyAnswer, { kind: 'windows' }>;

/** Time of the windows in [0, t), t within the frame. */
function before(t: number, windows: readonly Window[]): number {
  let sum = 0;
  for (const { start, length } of windows) sum += Math.min(length, Math.max(0, t - start));
  return sum;
}

/** Whether no period of the budget that begins with the frame holds more time in windows than the budget. */
function isWithinBudget({ frame, windows }: WindowSupply, server: Server): boolean {
  const { lengthNs } = frame;
  const { periodNs, budgetNs } = server;
  if (periodNs % lengthNs === 0) {
    return before(lengthNs, windows) * (periodNs / lengthNs) <= budgetNs;
  }
  if (lengthNs % periodNs !== 0) return false;
  return windows.every(({ start, length }) => {
    for (let from = start - (start % periodNs); from < start + length; from += periodNs) {
      if (before(from + periodNs, windows) - before(from, windows) > budgetNs) return false;
    }
    return true;
  });
}

/**
 * A periodic budget beside windows is period and duration of a partition in the sense of ARINC 653: what the table has to
 * grant (RT-7 checks it), kept by nothing but the table; that is an assumption of the answer. A table that was made for
 * another kind of budget is the budget. Any other one is cut short by it: of each period, wherever it begins, at least the
 * least time of the windows in one period comes, and no more than the budget.
 *
 * @param answer the windows of an environment
 * @param environment with a budget of its own
 * @returns the windows, where the budget is periodic or periods that begin with the frame hold no more of them than it;
 *   else a budget in windows
 * @source ARINC 653 part 1 (period and duration of a partition, partition windows)
 * @cost O(windows + periods of the budget in them)
 */
export function withinBudget(answer: WindowSupply, { name, server }: Environment): SupplyAnswer {
  if (!server) return answer;
  const quota = MECHANISM_GUARANTEES['linux-cpu-max'];
  if (server.kind === 'quota')
    return { kind: 'unknown', reason: quota.kind === 'none' ? quota.reason : '' };
  const { kind, periodNs: period, budgetNs } = server;
  const stated = `${formatNs(budgetNs)} every ${formatNs(period)}`;
  if (kind === 'periodic') {
    const words = `the periodic budget of "${name}", ${stated}, is what its windows have to grant: it cuts none of them short`;
    return { ...answer, assumptions: [...answer.assumptions, words] };
  }
  if (isWithinBudget(answer, server)) {
    const words = `the budget of "${name}", ${stated}, is filled up at the starts of its periods in the frame, so that it never cuts a window short`;
    return { ...answer, unstated: [...answer.unstated, { kind: 'budget-phase', words }] };
  }
  const budget = Math.min(budgetNs, answer.supply.supplyBound(period));
  if (budget === 0) {
    const reason = `"${name}" has windows and a budget of ${stated}, and a period of that may pass without a window`;
    return { kind: 'unknown', reason };
  }
  return {
    kind: 'core',
    supply: serverSupply({ kind, budget, period, deadline: period }, period),
    isWhole: false,
    words: `${formatNs(budget)} every ${formatNs(period)} (${kind} server), in ${answer.words}`,
    assumptions: answer.assumptions,
    unstated: answer.unstated,
  };
}
