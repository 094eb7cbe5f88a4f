import { describe, expect, it } from 'vitest';
import type { Plan } from '../../model/plan.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { compareLayouts } from './compare-layouts.ts';
import type { DriverId } from './comparison.ts';
import { deltaWords, valueWords } from './comparison-words.ts';

type How = 'floating' | 'late' | 'in time';
const IMAGES: Readonly<Record<How, readonly (readonly [string, readonly string[]])[]>> = {
  floating: [['image', ['c0', 'c1']]],
  late: [['image', ['c0']]],
  'in time': [
    ['image', ['c0']],
    ['second', ['c1']],
  ],
};

/** Two tasks of 60 % each, and a short one: on one core one of them is late, on two none, and floating nobody knows. */
function layoutOf(how: How): Plan {
  const builder = new PlanBuilder()
    .application('app')
    .task('high', 'app', 60, 100, { priority: 2 })
    .application('more')
    .task('low', 'more', 60, 100, { priority: 1 })
    .task('after', 'app', 1, 100, { priority: 3 })
    .chain('chain', ['high', 'after'], { latencyBoundNs: 1000 });
  for (const [id, coreIds] of IMAGES[how]) {
    builder.environment(id, 'bare-metal', null, {
      ...{ coreIds, scheduler: 'fixed-priority', contextSwitchNs: 0 },
    });
  }
  const pinned = how === 'floating' ? [] : ['c0'];
  builder.place('app', 'image', pinned);
  return (
    how === 'in time'
      ? builder.place('more', 'second', ['c1'])
      : builder.place('more', 'image', pinned)
  ).plan();
}

/** All of them in one plan, as `l0`, `l1` and so on. */
function together(plans: readonly Plan[]): Plan {
  const [first] = plans;
  if (!first) throw new Error('no plan');
  const all = <T extends { readonly id: string }>(
    records: (plan: Plan) => ReadonlyMap<string, T>,
    moved: (record: T, at: number) => Partial<T>,
  ) =>
    new Map(
      plans.flatMap((plan, at) =>
        [...records(plan).values()].map((record) => {
          const id = `${record.id}-${at}`;
          return [id, { ...record, id, ...moved(record, at) }] as const;
        }),
      ),
    );
  const layouts = new Map(
    plans.flatMap((plan, at) =>
      [...plan.layouts.values()].map((record) => [`l${at}`, { ...record, id: `l${at}` }] as const),
    ),
  );
  return {
    ...first,
    layouts,
    environments: all(
      (plan) => plan.environments,
      (_, at) => ({ layoutId: `l${at}` }),
    ),
    placements: all(
      (plan) => plan.placements,
      (record, at) => ({
        layoutId: `l${at}`,
        environmentId: `${record.environmentId}-${at}`,
      }),
    ),
  };
}

function compare(...hows: readonly How[]) {
  const plan = together(hows.map(layoutOf));
  const comparison = compareLayouts(
    plan,
    hows.map((_, at) => `l${at}`),
    catalogueOf(),
  );
  return (id: DriverId) => {
    const driver = comparison.drivers.find((each) => each.id === id);
    if (!driver) throw new Error(`no driver ${id}`);
    return driver.values.map((value) =>
      [valueWords(driver, value), deltaWords(driver, value.delta)].filter((each) => each !== null),
    );
  };
}

describe('deadlines and chains beside each other', () => {
  it('[COMPARE-11] proofs are a merit, misses a fault, and what is unknown is neither', () => {
    const of = compare('late', 'in time', 'floating');
    expect(of('deadlines-met')).toEqual([['2'], ['3', '+1, better'], ['0', '−2, worse']]);
    expect(of('deadlines-missed')).toEqual([['1'], ['0', '−1, better'], ['0 to 3', 'unclear']]);
    expect(of('deadlines-unknown')).toEqual([['0'], ['0', 'equal'], ['3', '+3, unclear']]);
  });

  it('[COMPARE-11] nobody knowing is no better than a proof, and no worse than a refutation', () => {
    const of = compare('floating', 'in time', 'late');
    expect(of('deadlines-met')).toEqual([['0'], ['3', '+3, better'], ['2', '+2, better']]);
    expect(of('deadlines-missed').map(([value]) => value)).toEqual(['0 to 3', '0', '1']);
    expect(of('deadlines-missed')[1]?.[1]).not.toBe('worse');
    expect(of('deadlines-missed')[2]?.[1]).toBe('unclear');
  });

  it('[COMPARE-11] chains are counted by verdict, and the worst is held against its limit', () => {
    const of = compare('in time', 'floating');
    expect(of('chains-met')).toEqual([['1'], ['0', '−1, worse']]);
    expect(of('chains-missed')).toEqual([['0'], ['0 to 1', 'unclear']]);
    const [known, open] = of('chain-latency');
    expect(known?.[0]).toMatch(/^\d+(\.\d+)? % to \d+(\.\d+)? %$/);
    expect(open).toEqual(['unknown']);
  });

  it('[COMPARE-11] a plan without tasks has nothing to count', () => {
    const bare = new PlanBuilder()
      .application('app')
      .environment('image', 'bare-metal', null, { coreIds: ['c0'] })
      .place('app', 'image')
      .plan();
    const { drivers } = compareLayouts(together([bare, bare]), ['l0', 'l1'], catalogueOf());
    const states = (id: DriverId) =>
      drivers.find((each) => each.id === id)?.values.map(({ state }) => state);
    expect(states('deadlines-met')).toEqual(['not-assessed', 'not-assessed']);
    expect(states('chain-latency')).toEqual(['not-assessed', 'not-assessed']);
  });
});
