import { describe, expect, it } from 'vitest';
import { updateRecords } from '../../model/commands/records.ts';
import { applyDiff } from '../../model/diff.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import { analyze } from '../analyze.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { GHZ, PlanBuilder } from '../testing/plan-builder.ts';
import { marginOf, variedIn, type Varied } from './margins.ts';
import { whatIfDiff } from './what-if.ts';

const catalogue = catalogueOf();

/** C = 2, 4, 9 and T = 10, 30, 60 in microseconds: 2, 6 and 17. */
function plan(scheduler = 'fixed-priority'): Plan {
  return new PlanBuilder()
    .environment('image', 'bare-metal', null, {
      coreIds: ['c0'],
      scheduler,
      contextSwitchNs: 0,
    })
    .application('app')
    .task('high', 'app', 2_000, 10_000, { priority: 3 })
    .task('middle', 'app', 4_000, 30_000, { priority: 2 })
    .task('low', 'app', 9_000, 60_000, { priority: 1, deadlineNs: 20_000 })
    .place('app', 'image', ['c0'])
    .plan();
}

const margin = (of: Varied, on = plan()) => marginOf(on, 'layout', catalogue, of);
const isProven = (of: Plan) =>
  analyze(of, 'layout', catalogue).tasks.every(({ verdict }) => verdict === 'proven-ok');

function withTask(taskId: string, fields: Readonly<Record<string, number>>): Plan {
  const diff = updateRecords(plan(), 'tasks', [taskId], fields);
  if (!diff.ok) throw new Error('refused');
  return applyDiff(plan(), diff.value);
}

describe('margins', () => {
  it('[WHATIF-4] a WCET grows, a period shrinks, by hand', () => {
    // low: 2 x 2 + 4 + 9 = 17 of 20, its deadline; with two releases of high up to 20.
    expect(margin({ kind: 'wcet', taskId: 'low' })).toMatchObject({
      now: 9_000,
      last: 12_000,
      lost: ['low'],
      unit: 'ns',
    });
    // A third release of high before 17 still fits: 3 x 2 + 4 + 9 = 19; a fourth does not: 4 releases before 20 and more.
    const found = margin({ kind: 'period', taskId: 'high' });
    expect(found?.lost).toEqual(['low']);
    const last = found?.last ?? 0;
    expect(isProven(withTask('high', { periodNs: last }))).toBe(true);
    expect(isProven(withTask('high', { periodNs: last - 1 }))).toBe(false);
    expect(last).toBe(6_334);
  });

  it('[WHATIF-4] every margin is where the whole analysis loses a proof', () => {
    for (const scheduler of ['fixed-priority', 'edf']) {
      const of = plan(scheduler);
      for (const taskId of ['high', 'middle', 'low']) {
        const last = margin({ kind: 'wcet', taskId }, of)?.last ?? 0;
        const at = (wcetNs: number) => {
          const diff = whatIfDiff(of, { wcet: { kind: 'task', taskId, wcetNs }, clock: null });
          return diff.ok && isProven(applyDiff(of, diff.value));
        };
        expect([at(last), at(last + 1)], `${scheduler} ${taskId}`).toEqual([true, false]);
      }
    }
  });

  it('[WHATIF-4] all WCETs grow by one factor, and the clock falls as far', () => {
    // 17 may become 20: 17.6 % more; 1.176 x 17 = 19.992 and 1.177 x 17 = 20.009.
    expect(margin({ kind: 'plan' })).toMatchObject({ last: 1176, unit: 'per mille' });
    expect(margin({ kind: 'application', applicationId: 'app' })?.last).toBe(1176);
    const [{ coreType } = { coreType: '' }] = targetOf(plan()).clusters;
    const found = margin({ kind: 'clock', coreType });
    expect(found).toMatchObject({ now: GHZ, unit: 'Hz', step: -1000, lost: ['low'] });
    // Each WCET is rounded up: at 850 MHz 2 x 2353 + 4706 + 10589 = 20001; low takes 10588 from 9000 / 0.850019 on.
    expect(found?.last).toBe(850_019_000);
  });

  it('[WHATIF-3] without a proof there is none to lose, and an unknown number has no margin', () => {
    const late = withTask('low', { deadlineNs: 1_000 });
    expect(margin({ kind: 'wcet', taskId: 'high' }, late)).toMatchObject({ proven: 2 });
    const none = new PlanBuilder().application('app').task('a', 'app', null, 5_000).plan();
    expect(margin({ kind: 'wcet', taskId: 'a' }, none)).toBeNull();
    expect(margin({ kind: 'wcet', taskId: 'gone' })).toBeNull();
    expect(margin({ kind: 'clock', coreType: 'gone' })).toBeNull();
    expect(margin({ kind: 'period', taskId: 'a' }, none)).toMatchObject({ proven: 0, last: null });
  });

  it('[WHATIF-4] asks for what has a place in the layout', () => {
    expect(variedIn(plan(), 'layout').map(({ kind }) => kind)).toEqual([
      'plan',
      'clock',
      'application',
      ...Array<string>(3).fill('wcet'),
      ...Array<string>(3).fill('period'),
    ]);
    expect(variedIn(plan(), 'gone').map(({ kind }) => kind)).toEqual(['plan', 'clock']);
  });

  it('[WHATIF-2] [WHATIF-3] the limit of a chain is a proof too, and which chain is lost is said', () => {
    // high 2, middle 6, low 17: Davare and Dürr give 10 + 30 + 6, since a producer of higher priority goes first.
    const chained = (latencyBoundNs: number, offsetNs: number | null) => {
      const builder = new PlanBuilder()
        .environment('image', 'bare-metal', null, {
          coreIds: ['c0'],
          scheduler: 'fixed-priority',
          contextSwitchNs: 0,
        })
        .application('app')
        .task('high', 'app', 2_000, 10_000, { priority: 3, offsetNs })
        .task('middle', 'app', 4_000, 30_000, { priority: 2, offsetNs })
        .place('app', 'image', ['c0'])
        .chain('chain', ['high', 'middle'], { latencyBoundNs });
      return builder.plan();
    };
    const of = chained(47_000, null);
    const keeps = (plan: Plan) =>
      analyze(plan, 'layout', catalogue).chains.every(({ verdict }) => verdict === 'proven-ok');
    const withField = (taskId: string, fields: Readonly<Record<string, number>>): Plan => {
      const diff = updateRecords(of, 'tasks', [taskId], fields);
      if (!diff.ok) throw new Error('refused');
      return applyDiff(of, diff.value);
    };
    const wcet = margin({ kind: 'wcet', taskId: 'middle' }, of);
    expect(wcet).toMatchObject({ proven: 2, provenChains: 1, last: 5_000 });
    expect(wcet).toMatchObject({ lost: [], lostChains: ['chain'] });
    expect(keeps(withField('middle', { wcetNs: 5_000 }))).toBe(true);
    expect(keeps(withField('middle', { wcetNs: 5_001 }))).toBe(false);
    const longer = margin({ kind: 'longer-period', taskId: 'high' }, of);
    expect(longer).toMatchObject({ now: 10_000, last: 11_000, step: 1, lostChains: ['chain'] });
    expect(keeps(withField('high', { periodNs: 11_000 }))).toBe(true);
    expect(keeps(withField('high', { periodNs: 11_001 }))).toBe(false);
    expect(variedIn(of, 'layout').filter(({ kind }) => kind === 'longer-period')).toHaveLength(2);
    // Proven only with known releases: another period, and the bound with any phase is all that is left.
    const tight = chained(36_000, 0);
    expect(keeps(tight)).toBe(true);
    expect(margin({ kind: 'longer-period', taskId: 'high' }, tight)?.lostChains).toEqual(['chain']);
    const none = margin({ kind: 'wcet', taskId: 'middle' }, chained(45_999, null));
    expect(none).toMatchObject({ proven: 2, provenChains: 0, lostChains: [] });
  });

  it('[WHATIF-1] another WCET and another clock are one change of both', () => {
    const change = {
      wcet: { kind: 'task', taskId: 'low', wcetNs: 10_000 },
      clock: { coreType: 'Cortex-A53', clockHz: GHZ / 2 },
    } as const;
    const diff = whatIfDiff(plan(), change);
    if (!diff.ok) throw new Error('refused');
    const changed = applyDiff(plan(), diff.value);
    expect(changed.tasks.get('low')?.wcetNs).toBe(10_000);
    expect(targetOf(changed).clusters[0]?.maxClockHz).toBe(GHZ / 2);
  });
});
