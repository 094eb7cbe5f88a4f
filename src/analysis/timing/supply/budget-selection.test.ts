/** Smallest budgets against published ones, the answers beside the project, and the analyses that they must pass. */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quickDemandTest } from '../edf.ts';
import { fixedPriorityResponses } from '../fixed-priority.ts';
import type { TimingTask } from '../timing-task.ts';
import {
  bestPeriod,
  leastBudgetFor,
  periodCandidates,
  smallestBudget,
  type ContentPolicy,
  type PeriodBudget,
} from './budget-selection.ts';
import { compareRatios, ratioOf, roundUpToMultiple, type Ratio } from './exact-ratio.ts';
import { periodicResourceSupply } from './periodic-resource.ts';

const FACTS = new URL('../../../../../shared/data/timing/', import.meta.url);
const there = existsSync(FACTS);
if (!there) console.warn('Task sets not beside the project: budgets are not compared with them.');

interface BudgetsFact {
  readonly id: string;
  readonly tasks: readonly { C: number; T: number; D: number }[];
  readonly results: readonly {
    period: number;
    alg: 'EDF' | 'RM';
    budget: string;
    integer_budget: number;
  }[];
}

/** Periods with their least budgets; those that none serves are left out. */
function leastBudgets(periods: readonly number[], policy: ContentPolicy): PeriodBudget[] {
  return periods.flatMap((period) => {
    const choice = smallestBudget(SHIN_LEE, period, { policy });
    return choice.kind === 'budget' ? { period, budget: choice.budget } : [];
  });
}

function task(wcet: number, period: number, rest: Partial<TimingTask> = {}): TimingTask {
  return { wcet, period, deadline: period, jitter: 0, blocking: 0, ...rest };
}

function text({ numerator, denominator }: Ratio): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

function found(tasks: readonly TimingTask[], period: number, policy: ContentPolicy): string {
  const choice = smallestBudget(tasks, period, { policy });
  return choice.kind === 'budget' ? `${text(choice.exact)} ${choice.budget}` : choice.kind;
}

/** Whether a budget of numerator/scale serves the tasks, in whole units of 1/scale. */
function suffices(
  tasks: readonly TimingTask[],
  policy: ContentPolicy,
  [budget, period]: readonly [number, number],
  scale: number,
): boolean {
  const fine = tasks.map((one) => ({
    wcet: one.wcet * scale,
    period: one.period * scale,
    deadline: one.deadline * scale,
    jitter: one.jitter * scale,
    blocking: one.blocking * scale,
  }));
  const supply = periodicResourceSupply(budget, period * scale);
  if (policy === 'earliest-deadline') {
    return quickDemandTest(fine, { supply }).verdict.kind === 'schedulable';
  }
  return fixedPriorityResponses(fine, supply).every(
    (bound, at) => bound.kind === 'bounded' && bound.responseTime <= (fine[at]?.deadline ?? 0),
  );
}

const SHIN_LEE = [task(7, 50), task(9, 75)];

describe('smallest budget', () => {
  it('[BUDGET-1] gives the published capacities 0.28 and 0.35 of Shin and Lee, exactly', () => {
    expect(found(SHIN_LEE, 10, 'earliest-deadline')).toBe('39/14 3');
    expect(found(SHIN_LEE, 10, 'fixed-priority')).toBe('7/2 4');
    expect(found(SHIN_LEE, 20, 'earliest-deadline')).toBe('49/8 7');
    expect(found(SHIN_LEE, 20, 'fixed-priority')).toBe('23/3 8');
  });

  const facts = there
    ? (JSON.parse(readFileSync(new URL('hierarchical.json', FACTS), 'utf8')) as {
        prm_budgets: readonly BudgetsFact[];
      })
    : { prm_budgets: [] };
  it.each(facts.prm_budgets)('[BUDGET-1] $id: every period and policy', ({ tasks, results }) => {
    const set = tasks.map(({ C, T, D }) => task(C, T, { deadline: D }));
    for (const { period, alg, budget, integer_budget } of results) {
      const policy = alg === 'EDF' ? 'earliest-deadline' : 'fixed-priority';
      expect(found(set, period, policy), `${alg} ${period}`).toBe(`${budget} ${integer_budget}`);
    }
  });

  it('[BUDGET-2] of one demand point is the least that serves it, searched in steps of 1/60', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 25 }),
        (a, b, period) => {
          const [work, time] = [Math.min(a, b), Math.max(a, b)];
          const least = leastBudgetFor({ time, work }, period);
          let step = 1;
          while (periodicResourceSupply(step, period * 60).supplyBound(time * 60) < work * 60)
            step += 1;
          expect(
            roundUpToMultiple(
              { ...(least as Ratio), numerator: (least?.numerator ?? 0n) * 60n },
              1,
            ),
          ).toBe(step);
        },
      ),
      { numRuns: 500 },
    );
    expect(leastBudgetFor({ time: 4, work: 5 }, 10)).toBeNull();
  });

  it('[BUDGET-3] passes the analysis, and a hair less does not: jitter, blocking, deadlines before and beyond the period', () => {
    const sets = fc.array(
      fc.record({
        wcet: fc.integer({ min: 1, max: 4 }),
        period: fc.constantFrom(10, 12, 15, 20, 30),
        deadline: fc.integer({ min: 8, max: 50 }),
        jitter: fc.nat(4),
        blocking: fc.nat(2),
      }),
      { minLength: 1, maxLength: 3 },
    );
    const policies = fc.constantFrom<ContentPolicy>('earliest-deadline', 'fixed-priority');
    let budgets = 0;
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 20 }), policies, (tasks, period, policy) => {
        const choice = smallestBudget(tasks, period, { policy });
        if (choice.kind !== 'budget') {
          expect(choice.kind).toBe('infeasible');
          expect(suffices(tasks, policy, [period, period], 1)).toBe(false);
          return;
        }
        budgets += 1;
        // Seven times finer than the ratio: at the ratio itself it passes, a seventh of a unit below it fails.
        const scale = Number(choice.exact.denominator) * 7;
        const budget = Number(choice.exact.numerator) * 7;
        expect(suffices(tasks, policy, [budget, period], scale)).toBe(true);
        expect(suffices(tasks, policy, [budget - 1, period], scale)).toBe(false);
        expect(suffices(tasks, policy, [choice.budget, period], 1)).toBe(true);
      }),
      { numRuns: 600 },
    );
    expect(budgets).toBeGreaterThan(200);
  });

  it('[BUDGET-3] counts blocking under earliest deadline first', () => {
    const policy = 'earliest-deadline';
    const tasks = [task(2, 10, { deadline: 8 }), task(4, 30), task(5, 60)];
    // Longest sections of what is due later: 3 before the longest deadline, none from there on.
    const until = (scale: number): { at: (t: number) => number; most: number } => ({
      at: (t) => (t < 60 * scale ? 3 * scale : 0),
      most: 3 * scale,
    });
    const choice = smallestBudget(tasks, 5, { policy, blocking: until(1) });
    if (choice.kind !== 'budget') throw new Error(choice.kind);
    const free = smallestBudget(tasks, 5, { policy });
    expect(free.kind === 'budget' && compareRatios(choice.exact, free.exact)).toBe(1);
    const scale = Number(choice.exact.denominator) * 7;
    const fine = tasks.map((one) => ({
      ...one,
      wcet: one.wcet * scale,
      period: one.period * scale,
      deadline: one.deadline * scale,
    }));
    const verdict = (budget: number): string => {
      const supply = periodicResourceSupply(budget, 5 * scale);
      return quickDemandTest(fine, { supply, blocking: until(scale) }).verdict.kind;
    };
    expect(verdict(Number(choice.exact.numerator) * 7)).toBe('schedulable');
    expect(verdict(Number(choice.exact.numerator) * 7 - 1)).not.toBe('schedulable');
  });

  it('[BUDGET-4] is rounded up to the tick, infeasible where the tick is too coarse or the core too slow', () => {
    const policy = 'fixed-priority';
    expect(smallestBudget(SHIN_LEE, 10, { policy, tick: 5 })).toMatchObject({ budget: 5 });
    expect(smallestBudget(SHIN_LEE, 10, { policy, tick: 12 })).toEqual({ kind: 'infeasible' });
    expect(smallestBudget([task(6, 10), task(5, 10)], 5, { policy })).toEqual({
      kind: 'infeasible',
    });
    expect(
      smallestBudget([task(3, 10, { deadline: 2 })], 5, { policy: 'earliest-deadline' }),
    ).toEqual({
      kind: 'infeasible',
    });
    expect(smallestBudget([], 5, { policy })).toMatchObject({ budget: 0 });
  });

  it('[BUDGET-5] is the whole core for a whole core of demand, and says when it does not know', () => {
    const full = [task(5, 10), task(10, 20)];
    expect(found(full, 7, 'earliest-deadline')).toBe('7 7');
    expect(found(full, 7, 'fixed-priority')).toBe('7 7');
    const policy = 'earliest-deadline';
    expect(smallestBudget(SHIN_LEE, 10, { policy, limit: { steps: 1 } })).toEqual({
      kind: 'unknown',
      reason: 'steps',
    });
  });
});

describe('best period', () => {
  it('[BUDGET-6] weighs budgets against switches', () => {
    const policy = 'earliest-deadline';
    // Least shares: 1/1, 1/2, 2/5, 3/10, 8/25 without switches; with one unit each, 4/10 against 9/25.
    const shares = [1, 2, 5, 10, 25].map((period) => found(SHIN_LEE, period, policy).split(' ')[1]);
    expect(shares).toEqual(['1', '1', '2', '3', '8']);
    const candidates = leastBudgets([1, 2, 5, 10, 25], policy);
    expect(bestPeriod(candidates, 0)).toEqual({ period: 10, budget: 3 });
    expect(bestPeriod(candidates, 1)).toEqual({ period: 25, budget: 8 });
    expect(bestPeriod(candidates.slice(0, 4), 8)).toBeNull();
    expect(bestPeriod([], 0)).toBeNull();
  });

  it('[BUDGET-7] is never worse than any other candidate', () => {
    const candidates = leastBudgets([2, 3, 4, 5, 8, 10, 12, 20, 25], 'fixed-priority');
    expect(candidates.length).toBeGreaterThan(5);
    for (const sigma of [0, 1, 2, 5]) {
      const best = bestPeriod(candidates, sigma);
      if (!best) throw new Error('none fits');
      const share = ratioOf(BigInt(best.budget + sigma), BigInt(best.period));
      for (const { period, budget } of candidates) {
        if (budget + sigma > period) continue;
        const other = ratioOf(BigInt(budget + sigma), BigInt(period));
        expect(compareRatios(share, other)).toBeLessThanOrEqual(0);
      }
    }
  });

  it('[BUDGET-8] candidates divide all task periods, are multiples of the tick, and at most half the shortest', () => {
    expect(periodCandidates([task(1, 60), task(1, 90)], 1)).toEqual([1, 2, 3, 5, 6, 10, 15, 30]);
    expect(periodCandidates([task(1, 60), task(1, 90)], 5)).toEqual([5, 10, 15, 30]);
    expect(periodCandidates([task(1, 60), task(1, 90)], 7)).toEqual([]);
    expect(periodCandidates([task(1, 10_000_000), task(1, 25_000_000)], 1_000_000)).toEqual([
      1_000_000, 5_000_000,
    ]);
    expect(periodCandidates([], 1)).toEqual([]);
  });
});
