/** How far execution times may grow, in words. */
import type { Margin } from '../../analysis/schedulability/margins.ts';
import { MILLE, type BreakingPoint } from '../../analysis/schedulability/what-if.ts';
import { exactNs } from '../../analysis/timing-words.ts';
import { formatHz } from '../../model/units.ts';

function amountWords(amount: number, unit: BreakingPoint['unit']): string {
  return unit === 'ns' ? exactNs(amount) : `${amount / (MILLE / 100)} %`;
}

/**
 * @param point the breaking point
 * @param what grows, for example `the WCET of ISR_9`
 * @param nameOf name of a task
 * @returns a sentence or two
 */
export function breakingWords(
  point: BreakingPoint,
  what: string,
  nameOf: (taskId: string) => string,
): string {
  const { unit, now, most, proven, lost } = point;
  if (proven === 0) {
    return 'No task of this layout is proven to meet its deadline: there is no proof to lose.';
  }
  const count = `${proven} ${proven === 1 ? 'task is' : 'tasks are'} proven to meet their deadlines in this layout`;
  if (most === null) return `${count}; however much ${what} grows, none of these proofs is lost.`;
  const names = lost.map(nameOf).join(', ');
  const step = unit === 'ns' ? '1 ns' : '0.1 %';
  if (most === now) {
    return `${count}; ${what} may not grow at all: with ${step} more, ${names} would no longer be proven.`;
  }
  const share = Math.floor(((most - now) / now) * MILLE) / (MILLE / 100);
  return `${count}; ${what} may grow by ${amountWords(most - now, unit)}${unit === 'ns' ? ` (${share} %)` : ''}, to ${amountWords(most, unit)}: with ${step} more, ${names} would no longer be proven.`;
}

/**
 * @param margin of a clock
 * @param coreType whose clock it is
 * @param nameOf name of a task
 * @returns how low it may be, in a sentence; empty where no proof depends on it
 */
export function slowestWords(
  { now, last, step, lost, proven }: Margin,
  coreType: string,
  nameOf: (taskId: string) => string,
): string {
  if (proven === 0 || last === null) return '';
  const names = lost.map(nameOf).join(', ');
  const clock = `the clock of ${coreType}`;
  const below = `${formatHz(Math.abs(step))} less`;
  return last === now
    ? `With these times ${clock} may not fall at all: with ${below}, ${names} would no longer be proven.`
    : `With these times ${clock} may fall to ${formatHz(last)}: with ${below}, ${names} would no longer be proven.`;
}
