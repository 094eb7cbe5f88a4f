/** Published chains, where the fact base lies beside the project. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponses } from '../fixed-priority.ts';
import type { Communication, LatencyKind } from './chain.ts';
import { latencyBounds } from './chain-bounds.ts';
import { nominalLatency } from './nominal-latency.ts';
import { chainOf, task, valueOf } from './testing/chain-builder.ts';

const FACTS = new URL('../../../../../shared/data/timing/', import.meta.url);
const there = existsSync(FACTS);
if (!there)
  console.warn('Fact base not beside the project: published chains are not compared with it.');

interface Case {
  readonly id: string;
  readonly tasks: readonly { name: string; C: number; T: number; D: number; wcrt: number }[];
  readonly chain: readonly string[];
  readonly expected: Readonly<Record<string, number>>;
}
interface Varying {
  readonly id: string;
  readonly fixed_wcet_mrt: number;
  readonly observed_mrt_with_variable_exec: number;
  readonly kloda: number;
  readonly duerr_react: number;
  readonly fixed_mda_reduced: number;
  readonly observed_mda_reduced: number;
  readonly duerr_age: number;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, FACTS), 'utf8')) as T;
}

const cases = there ? read<readonly Case[]>('cause_effect_chains.json') : [];
const varying = there
  ? read<{ cases: readonly Varying[] }>('chain_non_sustainability.json').cases
  : [];

/** All metrics of the file, each from its own theory. */
function metricsOf({ tasks, chain }: Case): Readonly<Record<string, number | string>> {
  const places = chain.map((name) => tasks.findIndex((one) => one.name === name));
  const responses = fixedPriorityResponses(
    tasks.map(({ C, T, D }) => ({ wcet: C, period: T, deadline: D, jitter: 0, blocking: 0 })),
  );
  const value = (communication: Communication, latency: LatencyKind, theory: string) => {
    const path = places.map((at) => {
      const response = responses[at];
      const bound = response?.kind === 'bounded' ? response.responseTime : null;
      return task(tasks[at]?.T ?? 0, bound, { priority: -at, communication });
    });
    const found = latencyBounds(chainOf(path), latency).find((bound) => bound.theory === theory);
    return found ? valueOf(found.outcome) : 'none';
  };
  const nominal = nominalLatency(
    [tasks.map(({ C, T }) => ({ wcet: C, period: T, offset: 0 }))],
    places.map((at) => ({ core: 0, task: at })),
  );
  if (nominal.kind === 'unknown') throw new Error(nominal.reason);
  return {
    davare: value('implicit', 'reaction', 'Davare'),
    duerr_age: value('implicit', 'age', 'Dürr'),
    duerr_react: value('implicit', 'reaction', 'Dürr'),
    kloda: value('implicit', 'reaction', 'Kloda'),
    exact_mrt: nominal.reaction,
    exact_mda: nominal.ageUntilReplaced,
    exact_mda_reduced: nominal.age,
    let_mrt: value('let', 'reaction', 'LET'),
    // The age until replaced equals the reaction (Günzel et al., ECRTS 2023).
    let_mda: value('let', 'reaction', 'LET'),
    let_mda_reduced: value('let', 'age', 'LET'),
    becker_age: value('implicit', 'age', 'Becker'),
  };
}

describe.runIf(there)('published chains', () => {
  it('[CHAIN-1] has cases to compare with', () => {
    expect(cases.length).toBeGreaterThan(0);
    expect(varying.some(({ id }) => cases.some((one) => one.id === id))).toBe(true);
  });

  it.each(cases.map((one) => [one.id, one] as const))('[CHAIN-1] %s: every metric', (_, one) => {
    expect(metricsOf(one)).toEqual(one.expected);
  });

  const known = varying.flatMap((seen) => {
    const set = cases.find(({ id }) => id === seen.id);
    return set ? [[seen.id, seen, set] as const] : [];
  });

  it.each(known)('[CHAIN-10] %s: observed above nominal, within every bound', (_, seen, set) => {
    const metrics = metricsOf(set);
    expect(metrics).toMatchObject({
      exact_mrt: seen.fixed_wcet_mrt,
      exact_mda_reduced: seen.fixed_mda_reduced,
      kloda: seen.kloda,
      duerr_react: seen.duerr_react,
      duerr_age: seen.duerr_age,
    });
    expect(seen.observed_mrt_with_variable_exec).toBeGreaterThan(Number(metrics.exact_mrt));
    expect(seen.observed_mrt_with_variable_exec).toBeLessThanOrEqual(Number(metrics.kloda));
    expect(seen.observed_mda_reduced).toBeLessThanOrEqual(Number(metrics.duerr_age));
  });
});
