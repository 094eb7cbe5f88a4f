import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../catalog/technology.ts';
import { duplicateLayout } from '../../model/commands/duplicate.ts';
import { updateRecords } from '../../model/commands/records.ts';
import { applyDiff, type Diff } from '../../model/diff.ts';
import { parsePlan } from '../../model/interchange.ts';
import type { Plan } from '../../model/plan.ts';
import type { Result } from '../../model/problem.ts';
import { generatedPlan } from '../../model/testing/generated-plan.ts';
import { MIB } from '../../model/units.ts';
import { analyze } from '../analyze.ts';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';
import { compareLayouts } from './compare-layouts.ts';
import { comparisonSchema } from './comparison-schema.ts';
import type { Comparison, DriverId, DriverValue } from './comparison.ts';

function apply(plan: Plan, diff: Result<Diff>): Plan {
  if (!diff.ok) throw new Error('the edit was refused');
  return applyDiff(plan, diff.value);
}

/** The copy of a layout has the ids of the original with a prefix. */
function copied(plan: Plan): Plan {
  let next = 0;
  return apply(
    plan,
    duplicateLayout(plan, 'layout', (stem) => `copy-${stem}-${next++}`),
  );
}

function inCopy(plan: Plan, name: string): string {
  const found = [...plan.environments.values()].find(
    (each) => each.name === name && each.layoutId !== 'layout',
  );
  if (!found) throw new Error(`no copy of ${name}`);
  return found.id;
}

function layoutIds(plan: Plan): readonly string[] {
  return [...plan.layouts.keys()];
}

function valueOf(comparison: Comparison, id: DriverId, index: number): DriverValue {
  const value = comparison.drivers.find((driver) => driver.id === id)?.values[index];
  if (!value) throw new Error(`no driver ${id}`);
  return value;
}

/** Memory of a partition is known; fixed memory of hypervisors is 10 (5 to 40) and 20 MiB. */
const catalogue: Catalogue = {
  ...catalogueOf([
    technology({
      id: 'small',
      family: 'type1-static',
      kinds: ['hypervisor', 'partition'],
      figures: {
        fixedHostMemory: { value: 10, low: 5, high: 40, unit: 'MiB', sources: ['test'] },
        memoryOverheadPerInstance: { value: 1, unit: 'MiB', sources: ['test'] },
      },
    }),
    technology({
      id: 'large',
      family: 'type1-static',
      kinds: ['hypervisor', 'partition'],
      figures: {
        fixedHostMemory: { value: 20, unit: 'MiB', sources: ['test'] },
        memoryOverheadPerInstance: { value: 1, unit: 'MiB', sources: ['test'] },
      },
    }),
    technology({
      id: 'silent',
      family: 'type1-static',
      kinds: ['hypervisor', 'partition'],
      figures: { memoryOverheadPerInstance: { value: 1, unit: 'MiB', sources: ['test'] } },
    }),
  ]),
  parameters: new Map([['fixedHostMemory', { unit: 'MiB', kind: 'number', meaning: null }]]),
};

/** One partition of 100 MiB on hypervisor `small`, and a copy of it on another. */
function twoHypervisors(other: string): Plan {
  const plan = new PlanBuilder(
    target({ memories: [{ id: 'dram', name: 'DRAM', kind: 'dram', sizeBytes: 2 ** 30 }] }),
  )
    .application('app', { memoryPrivateBytes: MIB, memorySharedBytes: 0 })
    .environment('hv', 'hypervisor', null, { technologyId: 'small' })
    .environment('p', 'partition', 'hv', {
      coreIds: ['c0'],
      memoryBytes: 100 * MIB,
      os: { family: 'none' },
    })
    .place('app', 'p')
    .plan();
  const both = copied(plan);
  return apply(
    both,
    updateRecords(both, 'environments', [inCopy(both, 'hv')], { technologyId: other }),
  );
}

describe('the table of drivers', () => {
  it('[COMPARE-1] has the numbers of the analysis, for every layout in its order', () => {
    const plan = twoHypervisors('large');
    const ids = layoutIds(plan).toReversed();
    const comparison = compareLayouts(plan, ids, catalogue);
    expect(comparison.layouts.map(({ id }) => id)).toEqual(ids);
    ids.forEach((id, index) => {
      const estimate = analyze(plan, id, catalogue).estimates.find(
        ({ kind, subject }) => kind === 'memory' && subject.kind === 'target',
      );
      const { low, typical, high, atLeast } = valueOf(comparison, 'memory', index);
      expect({ low, typical, high, atLeast }).toEqual({
        low: estimate?.low,
        typical: estimate?.typical,
        high: estimate?.high,
        atLeast: estimate?.atLeast,
      });
    });
  });

  it('[COMPARE-1] says "not assessed" where there is nothing to look at, never 0', () => {
    const comparison = compareLayouts(
      twoHypervisors('large'),
      ['layout', 'copy-layout-0'],
      catalogue,
    );
    expect(valueOf(comparison, 'ipc-latency', 0)).toMatchObject({
      state: 'not-assessed',
      typical: null,
    });
    expect(valueOf(comparison, 'ipc-latency', 1).delta?.direction).toBe('unclear');
  });

  it('[COMPARE-2] holds the layouts against the reference that is asked for', () => {
    const plan = twoHypervisors('large');
    const [first = '', second = ''] = layoutIds(plan);
    const comparison = compareLayouts(plan, [first, second], catalogue, { referenceId: second });
    expect(valueOf(comparison, 'memory', 1).delta).toBeNull();
    expect(valueOf(comparison, 'memory', 0).delta?.typical).toBe(-10 * Number(MIB));
  });

  it.each([[[]], [['layout']], [['layout', 'layout']]])(
    '[COMPARE-1] refuses %j: the caller chooses two to six different layouts',
    (ids) => {
      expect(() => compareLayouts(twoHypervisors('large'), ids, catalogue)).toThrow();
    },
  );
});

describe('sensitivity', () => {
  // Machine with "small": 10 + 1 + 100 MiB; with "large": 20 + 1 + 100 MiB. They are equal where "small" takes 20.
  it('[COMPARE-6] finds where sums are equal, exactly, and whether that is in the published range', () => {
    const plan = twoHypervisors('large');
    const { entries } = compareLayouts(plan, layoutIds(plan), catalogue).sensitivity;
    expect(entries.filter(({ driver }) => driver === 'memory')).toMatchObject([
      {
        figure: 'fixed memory of small',
        betterId: 'layout',
        flipsAt: 20 * MIB,
        value: 10 * MIB,
        inRange: true,
        method: 'sum',
      },
      { figure: 'fixed memory of large', flipsAt: 10 * MIB, inRange: false, method: 'sum' },
    ]);
  });

  it('[COMPARE-6] the value found is where a new analysis sees the ranking turn', () => {
    const plan = twoHypervisors('large');
    const [first = '', second = ''] = layoutIds(plan);
    const gapAt = (mebibytes: number) => {
      const small = catalogue.technologies.get('small');
      if (!small) throw new Error('no technology');
      const fixedHostMemory = { ...small.figures.fixedHostMemory, value: mebibytes };
      const changed = { ...small, figures: { ...small.figures, fixedHostMemory } };
      const technologies = new Map([...catalogue.technologies, ['small', changed]]);
      const comparison = compareLayouts(plan, [first, second], { ...catalogue, technologies });
      return valueOf(comparison, 'memory', 1).delta?.typical ?? NaN;
    };
    expect([gapAt(19), gapAt(20), gapAt(21)]).toEqual([MIB, 0, 0 - MIB]);
  });

  // Without a figure "silent" comes to 1 + 100 MiB, 10 MiB less than "small".
  it('[COMPARE-6] says above which value an unknown figure would decide', () => {
    const plan = twoHypervisors('silent');
    const { entries } = compareLayouts(plan, layoutIds(plan), catalogue).sensitivity;
    expect(entries).toContainEqual(
      expect.objectContaining({
        driver: 'memory',
        figure: 'fixed memory of silent',
        value: null,
        flipsAt: 10 * MIB,
        inRange: false,
        method: 're-analysis',
      }),
    );
  });

  it('[COMPARE-6] a figure that counts once for each copy flips at its value for one', () => {
    const per = (id: string, value: number, high: number) =>
      technology({
        id,
        family: 'type1-static',
        kinds: ['hypervisor', 'partition'],
        figures: {
          fixedHostMemory: { value: 0, unit: 'MiB', sources: ['test'] },
          memoryOverheadPerInstance: { value, low: value, high, unit: 'MiB', sources: ['test'] },
        },
      });
    const both = catalogueOf([per('thin', 1, 5), per('thick', 2, 2)]);
    const plan = copied(
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { technologyId: 'thin', coreIds: ['c0'] })
        .environment('p', 'partition', 'hv', { copies: 3, os: { family: 'none' } })
        .application('app', { memoryPrivateBytes: 100 * MIB, memorySharedBytes: 0 })
        .place('app', 'p')
        .plan(),
    );
    const changed = apply(
      plan,
      updateRecords(plan, 'environments', [inCopy(plan, 'hv')], { technologyId: 'thick' }),
    );
    const { entries } = compareLayouts(changed, layoutIds(changed), both).sensitivity;
    expect(entries).toMatchObject([
      { figure: 'memory per instance of thin', value: MIB, flipsAt: 2 * MIB, inRange: true },
      { figure: 'memory per instance of thick', value: 2 * MIB, flipsAt: MIB, inRange: false },
    ]);
  });

  it('[COMPARE-6] a figure that both layouts use alike decides nothing', () => {
    const plan = twoHypervisors('small');
    expect(compareLayouts(plan, layoutIds(plan), catalogue).sensitivity.entries).toEqual([]);
  });

  it('[COMPARE-9] what nobody has stated is named for each driver that hangs on it, until it is stated', () => {
    const plan = twoHypervisors('silent');
    const unstated = (of: Plan, driver: DriverId) =>
      compareLayouts(of, layoutIds(of), catalogue).sensitivity.unstated.find(
        (entry) => entry.driver === driver,
      );
    expect(unstated(plan, 'disk')).toMatchObject({
      figures: ['disk of "app"'],
      layoutIds: layoutIds(plan),
    });
    const stated = apply(plan, updateRecords(plan, 'applications', ['app'], { diskBytes: 5 }));
    expect(unstated(stated, 'disk')).toBeUndefined();
    // The fixed memory of "silent" is unknown too, but a figure of the catalogue: it was tried.
    expect(valueOf(compareLayouts(plan, layoutIds(plan), catalogue), 'memory', 1).unknown).toBe(1);
    expect(unstated(plan, 'memory')).toBeUndefined();
  });
});

describe('differences', () => {
  const kindsIn = (plan: Plan) =>
    compareLayouts(plan, layoutIds(plan), catalogue).differences.map(({ changes }) =>
      changes.map(({ applicationId, kinds }) => [applicationId, ...kinds]),
    );

  it('[COMPARE-7] a copy changes nothing', () => {
    expect(kindsIn(twoHypervisors('small'))).toEqual([[]]);
  });

  it('[COMPARE-7] another technology beneath is one', () => {
    expect(kindsIn(twoHypervisors('large'))).toEqual([[['app', 'technology']]]);
  });

  it('[COMPARE-7] other cores are one, and another environment is', () => {
    const plan = twoHypervisors('small');
    const p = inCopy(plan, 'p');
    const onOther = apply(plan, updateRecords(plan, 'environments', [p], { coreIds: ['c1'] }));
    expect(kindsIn(onOther)).toEqual([[['app', 'cores']]]);
    const renamed = apply(plan, updateRecords(plan, 'environments', [p], { name: 'other' }));
    expect(kindsIn(renamed)).toEqual([[['app', 'moved']]]);
  });

  it('[COMPARE-7] a place in one of the two only is one', () => {
    const plan = twoHypervisors('small');
    const placements = new Map(
      [...plan.placements].filter(([, { layoutId }]) => layoutId === 'layout'),
    );
    expect(kindsIn({ ...plan, placements })).toEqual([[['app', 'unplaced']]]);
  });
});

describe('every comparison', () => {
  const read = (name: string) => {
    const url = new URL(`../../../resources/samples/${name}.json`, import.meta.url);
    const plan = parsePlan(readFileSync(url, 'utf8'));
    if (!plan.ok) throw new Error(`sample ${name} does not decode`);
    return plan.value;
  };

  it.each(['gateway-cluster', 'vision-edge', 'engine-control'])(
    '[COMPARE-8] of sample %s fits the schema and is the same again',
    (name) => {
      const comparison = compareLayouts(read(name), layoutIds(read(name)), catalogue);
      expect(comparisonSchema.parse(comparison)).toEqual(comparison);
      expect(compareLayouts(read(name), layoutIds(read(name)), catalogue)).toEqual(comparison);
    },
  );

  it('[COMPARE-8] of generated plans fits the schema', () => {
    for (const seed of [1, 2, 3]) {
      const plan = generatedPlan({ applications: 60, cores: 16, links: 80, seed });
      let next = 0;
      const both = apply(
        plan,
        duplicateLayout(plan, 'layout-0', (stem) => `copy-${stem}-${next++}`),
      );
      const comparison = compareLayouts(both, layoutIds(both), catalogue);
      expect(comparisonSchema.parse(comparison)).toEqual(comparison);
      expect(comparison.differences).toMatchObject([{ changes: [], unchanged: 60 }]);
    }
  });
});
