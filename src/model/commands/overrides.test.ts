import { describe, expect, test } from 'vitest';
import { applyDiff, invertDiff, type Diff } from '../diff.ts';
import type { Plan } from '../plan.ts';
import type { Result } from '../problem.ts';
import { countingIds, smallPlan } from '../testing/small-plan.ts';
import { overrideOf, removeOverrides, setOverride, type OverrideSeed } from './overrides.ts';

const SEED: OverrideSeed = {
  subjectKind: 'technology',
  subjectId: 'jailhouse',
  parameter: 'interruptLatency',
  value: 900,
  low: 850,
  high: 1200,
  unit: 'ns',
  reason: ' Measured on our board, 1 h, no load ',
  author: 'A. Engineer',
};

function diffOf(result: Result<Diff>): Diff {
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join());
  return result.value;
}
const set = (plan: Plan, more: Partial<OverrideSeed>, ids = countingIds()): Plan =>
  applyDiff(plan, diffOf(setOverride(plan, { ...SEED, ...more }, ids)));
function faults(more: Partial<OverrideSeed>): readonly string[] {
  const result = setOverride(smallPlan(), { ...SEED, ...more }, countingIds());
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

describe('[CMD-8] figures replaced for a plan', () => {
  test('[CMD-8] the replacement holds value, range, unit and the trimmed reason; undo takes it back', () => {
    const plan = smallPlan();
    const diff = diffOf(setOverride(plan, SEED, countingIds()));
    const next = applyDiff(plan, diff);
    expect(overrideOf(next, SEED)).toMatchObject({
      value: 900,
      low: 850,
      high: 1200,
      unit: 'ns',
      reason: 'Measured on our board, 1 h, no load',
      author: 'A. Engineer',
    });
    expect(overrideOf(next, { ...SEED, subjectId: 'bao' })).toBeNull();
    expect(overrideOf(applyDiff(next, invertDiff(diff)), SEED)).toBeNull();
  });

  test('[CMD-8] a second replacement of a figure takes the place of the first', () => {
    const ids = countingIds();
    const once = set(smallPlan(), {}, ids);
    const twice = set(once, { value: 1000 }, ids);
    expect(twice.overrides.size).toBe(1);
    expect(overrideOf(twice, SEED)?.id).toBe(overrideOf(once, SEED)?.id);
    expect(
      set(twice, { parameter: 'cpuOverhead', value: 1, low: 0, high: 2 }, ids).overrides.size,
    ).toBe(2);
  });

  test('[CMD-8] every fault is named: no reason, a range out of order, a range of words, below zero', () => {
    expect(faults({ reason: '  ', low: 950 })).toEqual([
      'override-no-reason',
      'override-range-inverted',
    ]);
    expect(faults({ high: 899 })).toEqual(['override-range-inverted']);
    expect(faults({ low: null, high: 899 })).toEqual(['override-range-inverted']);
    expect(faults({ low: -1 })).toEqual(['override-negative']);
    expect(faults({ value: true, low: 1, high: null })).toEqual(['override-range-of-words']);
    expect(faults({ low: 900, high: 900 })).toEqual([]);
    expect(faults({ value: 'weak', low: null, high: null, unit: null })).toEqual([]);
  });

  test('[CMD-8] the published value comes back; what is gone is named', () => {
    const plan = set(smallPlan(), {});
    const id = overrideOf(plan, SEED)?.id ?? '';
    expect(applyDiff(plan, diffOf(removeOverrides(plan, [id]))).overrides.size).toBe(0);
    const result = removeOverrides(plan, ['nobody']);
    expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual(['command-no-record']);
  });
});
