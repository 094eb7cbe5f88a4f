/** How far execution times may grow, in words. */
import type { Margin } from '../../analysis/schedulability/margins.ts';
import { MILLE, type BreakingPoint } from '../../analysis/schedulability/what-if.ts';
import { exactNs } from '../../analysis/timing-words.ts';
import { formatHz } from '../../model/units.ts';

function amountWords(amount: number, unit: BreakingPoint['unit']): string {
  return unit === 'ns' ? exactNs(amount) : `${amount / (MILLE / 100)} %`;
}

/** Proofs that there are, and that are lost. */
type Proofs = Pick<Margin, 'proven' | 'provenChains' | 'lost' | 'lostChains'>;
type NameOf = (id: string, of: 'task' | 'chain') => string;

/** @returns whether anything is proven that could be lost */
export function hasProof({ proven, provenChains }: Omit<Proofs, 'lost' | 'lostChains'>): boolean {
  return proven + provenChains > 0;
}

/**
 * @param proofs of a layout
 * @returns how many there are
 */
export function provenWords({ proven, provenChains }: Omit<Proofs, 'lost' | 'lostChains'>): string {
  const tasks = `${proven} ${proven === 1 ? 'task is' : 'tasks are'} proven to meet their deadlines`;
  if (provenChains === 0) return `${tasks} in this layout`;
  const chains = `${provenChains} ${provenChains === 1 ? 'chain' : 'chains'} to keep their limits`;
  return `${tasks} and ${chains} in this layout`;
}

/**
 * @param proofs at the edge
 * @param nameOf name of a task or chain
 * @returns what is lost beyond it; chains say that they are
 */
export function lostWords(
  { lost, lostChains }: Pick<Proofs, 'lost' | 'lostChains'>,
  nameOf: NameOf,
): string {
  return [
    ...lost.map((id) => nameOf(id, 'task')),
    ...lostChains.map((id) => `chain ${nameOf(id, 'chain')}`),
  ].join(', ');
}

/**
 * @param point the breaking point
 * @param what grows, for example `the WCET of ISR_9`
 * @param nameOf name of a task or chain
 * @returns a sentence or two
 */
export function breakingWords(point: BreakingPoint, what: string, nameOf: NameOf): string {
  const { unit, now, most } = point;
  if (!hasProof(point)) {
    return 'No task of this layout is proven to meet its deadline: there is no proof to lose.';
  }
  const count = provenWords(point);
  if (most === null) return `${count}; however much ${what} grows, none of these proofs is lost.`;
  const names = lostWords(point, nameOf);
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
 * @param nameOf name of a task or chain
 * @returns how low it may be, in a sentence; empty where no proof depends on it
 */
export function slowestWords(margin: Margin, coreType: string, nameOf: NameOf): string {
  const { now, last, step } = margin;
  if (!hasProof(margin) || last === null) return '';
  const names = lostWords(margin, nameOf);
  const clock = `the clock of ${coreType}`;
  const below = `${formatHz(Math.abs(step))} less`;
  return last === now
    ? `With these times ${clock} may not fall at all: with ${below}, ${names} would no longer be proven.`
    : `With these times ${clock} may fall to ${formatHz(last)}: with ${below}, ${names} would no longer be proven.`;
}
