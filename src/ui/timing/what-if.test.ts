import { describe, expect, test } from 'vitest';
import { breakingPoint } from '../../analysis/schedulability/what-if.ts';
import { catalogueOf } from '../../analysis/testing/catalogue-builder.ts';
import { PlanBuilder } from '../../analysis/testing/plan-builder.ts';
import { answerWhatIf } from './answer-what-if.ts';
import { breakingWords, slowestWords } from './breaking-words.ts';
import { whatIfRows, whatIfSummary } from './what-if-rows.ts';

const catalogue = catalogueOf();

/** Two cores; `slow` waits for `fast` on the first, `other` has the second alone. */
function plan() {
  return new PlanBuilder()
    .application('app')
    .application('far')
    .task('fast', 'app', 2_000, 10_000, { priority: 9 })
    .task('slow', 'app', 5_000, 20_000, { priority: 5, deadlineNs: 9_000 })
    .task('other', 'far', 1_000, 10_000, { priority: 5 })
    .environment('image', 'bare-metal', null, {
      coreIds: ['c0', 'c1'],
      scheduler: 'fixed-priority',
    })
    .place('app', 'image', ['c0'])
    .place('far', 'image', ['c1'])
    .plan();
}

const wcet = { kind: 'task', taskId: 'fast', wcetNs: 2_000 } as const;

describe('what if, on screen', () => {
  test('[TIMINGUI-7] tasks of the core stand beside the plan, those elsewhere only when they change', () => {
    const ask = (wcetNs: number) =>
      answerWhatIf(plan(), catalogue, {
        kind: 'change',
        layoutId: 'layout',
        change: { wcet: { ...wcet, wcetNs }, clock: null },
      })?.result;
    const [before, after] = [ask(2_000), ask(4_500)];
    if (!before || !after) throw new Error('the change was refused');
    const rows = whatIfRows(before, after, new Set(['c0']));
    expect(rows.tasks.map((row) => [row.before.task.id, row.isChanged])).toEqual([
      ['fast', true],
      ['slow', true],
    ]);
    expect(rows.tasks[1]).toMatchObject({
      before: { verdict: 'proven-ok', responseTimeNs: 7_000 },
      after: { verdict: 'proven-miss', responseTimeNs: 9_500 },
    });
    expect(rows.cores.map((row) => row.before.core.id)).toEqual(['c0']);
    expect(whatIfSummary(rows)).toBe('1 no longer proven: slow. 1 now proven to miss: slow.');
    expect(whatIfSummary(whatIfRows(after, before, new Set()))).toBe('1 newly proven: slow.');
    expect(whatIfSummary(whatIfRows(before, before, new Set()))).toBe('No verdict changes.');
  });

  test('[TIMINGUI-7] what a plan cannot hold is refused in words, and a layout that has gone is not answered', () => {
    const change = { wcet: { ...wcet, wcetNs: 2 ** 60 }, clock: null };
    const answer = answerWhatIf(plan(), catalogue, { kind: 'change', layoutId: 'layout', change });
    expect(answer?.result).toBeNull();
    expect(answer?.problems).not.toEqual([]);
    expect(answerWhatIf(plan(), catalogue, { kind: 'change', layoutId: 'no', change })).toBeNull();
  });

  test('[TIMINGUI-7] the breaking point in words names the amount, what is lost, and the clock counts', () => {
    const words = (clockHz: number | null) => {
      const clock = clockHz === null ? null : { coreType: 'Cortex-A53', clockHz };
      const question = { kind: 'breaking', layoutId: 'layout', of: wcet, clock } as const;
      const point = answerWhatIf(plan(), catalogue, question)?.breaking;
      return point ? breakingWords(point, 'the WCET of fast', (id) => id) : null;
    };
    // 5 + C <= 9.
    expect(words(null)).toBe(
      '3 tasks are proven to meet their deadlines in this layout; the WCET of fast may grow by 2 µs (100 %), to 4 µs: with 1 ns more, slow would no longer be proven.',
    );
    // Twice as fast: 2.5 + C / 2 <= 9 would allow 13, but it arrives again after 10: (5 + 2 C) / 2 <= 9 from there on.
    expect(words(2_000_000_000)).toContain('slow would no longer be proven');
    const none = {
      unit: 'ns',
      now: 1,
      proven: 0,
      provenChains: 0,
      most: null,
      lost: [],
      lostChains: [],
    } as const;
    expect(breakingWords(none, 'it', String)).toContain('no proof to lose');
    expect(breakingWords({ ...none, proven: 2 }, 'it', String)).toContain('none of these proofs');
    const chain = { ...none, provenChains: 1, most: 1, lostChains: ['c'] };
    expect(breakingWords(chain, 'it', String)).toContain('1 chain to keep their limits');
    expect(breakingWords(chain, 'it', String)).toContain('chain c would no longer');
    const full = { ...none, proven: 1, most: 1, lost: ['a'] };
    expect(breakingWords(full, 'it', String)).toContain('it may not grow at all');
    expect(breakingPoint(plan(), 'layout', catalogue, wcet)?.most).toBe(4_000);
  });

  test('[TIMINGUI-7] how low the clock may be counts the times that are asked about', () => {
    const slowest = (wcetNs: number | null) => {
      const change = wcetNs === null ? null : { ...wcet, wcetNs };
      const question = { kind: 'slowest', layoutId: 'layout', wcet: change } as const;
      return answerWhatIf(plan(), catalogue, { ...question, coreType: 'Cortex-A53' })?.slowest;
    };
    const [now, longer] = [slowest(null), slowest(3_000)];
    // 2 + 5 of 9 leave room for a clock of seven ninths, 3 + 5 for one of eight ninths.
    expect((now?.last ?? 0) / (now?.now ?? 1)).toBeCloseTo(7 / 9, 3);
    expect((longer?.last ?? 0) / (longer?.now ?? 1)).toBeCloseTo(8 / 9, 3);
    if (!now) throw new Error('the clock is not known');
    expect(slowestWords(now, 'Cortex-A53', (id) => id)).toMatch(
      /the clock of Cortex-A53 may fall to .*, slow would no longer be proven/,
    );
    expect(slowestWords({ ...now, last: null }, 'Cortex-A53', (id) => id)).toBe('');
  });
});
