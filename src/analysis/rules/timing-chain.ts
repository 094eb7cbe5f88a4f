/** RT-8: how late chains are, and where their time goes. */
import { formatNs, formatNsBeside } from '../../model/units.ts';
import type { ChainResult } from '../result.ts';
import { LATENCY_PART_WORDS, exactNs, transferTimeWords } from '../timing-words.ts';
import { counted } from '../wording.ts';
import type { StatedEvidence } from './evidence.ts';
import type { Rule } from './rule.ts';
import { chainRemedy } from './timing-remedies.ts';

/** Parts of the tightest bound, and what was observed of hops and counts in none. */
function evidenceOf(
  { theory, latency, bounds, transfers }: ChainResult,
  nameOf: (taskId: string) => string,
): readonly StatedEvidence[] {
  const tightest = bounds.find((bound) => bound.theory === theory && bound.latency === latency);
  const parts = (tightest?.parts ?? []).map(({ kind, taskId, timeNs }) => ({
    name: `${LATENCY_PART_WORDS[kind]} of "${nameOf(taskId)}"`,
    value: exactNs(timeNs),
    source: null,
  }));
  const observed = transfers.flatMap(({ link, copy, notification }) =>
    [
      { what: 'copying', time: copy },
      { what: 'notification', time: notification },
    ].flatMap(({ what, time }) =>
      link && time.standing === 'indication'
        ? [{ name: `${what} over "${link.name}"`, value: transferTimeWords(time), source: null }]
        : [],
    ),
  );
  return [...parts, ...observed];
}

/** The link that keeps every theory from a bound; null: something else does, or there is one. */
function linkRemedy({ bounds, transfers }: ChainResult): string | null {
  const unbounded = transfers.find(({ notification }) => notification.standing !== 'counted');
  return bounds.every(({ valueNs }) => valueNs === null) && unbounded?.link
    ? `Use shared memory for "${unbounded.link.name}", or set the latency of its mechanism for this plan where you can bound it.`
    : null;
}

/** How late chains are. */
export const CHAIN_LATENCY: Rule = {
  id: 'RT-8',
  title: 'Chain later than allowed',
  strength: 'hard',
  checks:
    'The reaction time or data age of every chain with a bound keeps it in the worst case: the tightest bound of all theories that apply decides; only a schedule that happens refutes.',
  source:
    'Davare et al. 2007; Dürr et al. 2019; Kloda, Bertout and Sorel 2018; Becker et al. 2017; Günzel et al. 2021',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no chain with a bound is proven to keep it'
      : `${counted(count, 'chain')} proven to keep ${count === 1 ? 'its bound' : 'their bounds'}`,
  run: ({ chains, plan, schedulability }, report) => {
    for (const result of chains) {
      const { chain, verdict, reason, boundNs, latencyNs, theory, slackNs, nominalNs } = result;
      if (boundNs === null) continue;
      const record = plan.chains.get(chain.id);
      if (verdict === 'proven-ok') {
        report.passIf(result.unstated);
        continue;
      }
      const found = {
        subjects: [chain],
        message: `chain "${chain.name}": ${reason ?? ''}`,
        limit: formatNsBeside(boundNs, latencyNs ?? boundNs),
        actual:
          verdict === 'proven-miss'
            ? formatNsBeside(nominalNs ?? boundNs, boundNs)
            : latencyNs === null
              ? 'unknown'
              : `at most ${formatNsBeside(latencyNs, boundNs)} (${theory ?? ''})`,
        remainder:
          slackNs === null ? null : `${slackNs < 0 ? '-' : ''}${formatNs(Math.abs(slackNs))}`,
        evidence: evidenceOf(result, (id) => plan.tasks.get(id)?.name ?? id),
        remedy:
          linkRemedy(result) ??
          (record ? chainRemedy(record, latencyNs !== null, schedulability) : null),
      };
      if (verdict === 'proven-miss') report.error(found);
      else report.notAssessed(found);
    }
  },
};
