/** Deadlines and chains as drivers: how many are kept, and how near the worst chain comes to its limit. */
import type { ChainResult, LayoutResult } from '../result.ts';
import { exactly, NOT_ASSESSED, type Measured } from './driver-values.ts';

type Verdict = 'proven-ok' | 'unknown' | 'proven-miss';
type Judged = readonly { readonly verdict: Verdict | 'not-assessed' }[];

/** Whose verdicts are counted: tasks with a place, or chains with a limit. */
export type TimingSubject = 'tasks' | 'chains';

/**
 * @param of whose verdicts
 * @param verdict which of them
 * @returns how many there are. Each unknown one may turn out to be a miss, so that misses have a range
 * @cost O(tasks, or chains)
 * @rules COMPARE-11
 */
export function verdictCount(
  of: TimingSubject,
  verdict: Verdict,
): (input: { readonly result: LayoutResult }) => Measured {
  return ({ result }) => {
    const judged = (result[of] as Judged).filter((each) => each.verdict !== 'not-assessed');
    if (judged.length === 0) return NOT_ASSESSED;
    const count = (wanted: Verdict): number =>
      judged.filter((each) => each.verdict === wanted).length;
    const found = count(verdict);
    const open = verdict === 'proven-miss' ? count('unknown') : 0;
    return open === 0 ? exactly(found) : exactly(found, { typical: null, high: found + open });
  };
}

type Limited = ChainResult & { readonly boundNs: number };

/**
 * @param input a layout with its result
 * @returns the largest latency of a chain as a share of its limit: no less than what a schedule reaches, no more than the tightest bound.
 *   A chain without a bound makes it a lower bound
 * @cost O(chains)
 * @rules COMPARE-11
 */
export function worstChain({ result }: { readonly result: LayoutResult }): Measured {
  const limited = result.chains.filter((each): each is Limited => (each.boundNs ?? 0) > 0);
  if (limited.length === 0) return NOT_ASSESSED;
  const worst = (timeOf: (of: Limited) => number | null) =>
    limited.reduce<{ readonly share: number; readonly of: Limited } | null>((most, of) => {
      const time = timeOf(of);
      if (time === null) return most;
      const share = time / of.boundNs;
      return most === null || share > most.share ? { share, of } : most;
    }, null);
  const [low, high] = [worst(({ nominalNs }) => nominalNs), worst(({ latencyNs }) => latencyNs)];
  const atLeast = limited.some(({ latencyNs }) => latencyNs === null);
  if (low === null && (high === null || atLeast)) return { ...NOT_ASSESSED, state: 'unknown' };
  return {
    ...NOT_ASSESSED,
    state: 'assessed',
    low: low?.share ?? null,
    high: high?.share ?? null,
    typical: !atLeast && low?.share === high?.share ? (low?.share ?? null) : null,
    atLeast,
    subject: (high ?? low)?.of.chain ?? null,
  };
}
