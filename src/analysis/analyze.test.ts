import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeCatalogue } from '../catalog/decode-catalogue.ts';
import type { Catalogue } from '../catalog/technology.ts';
import { parsePlan } from '../model/interchange.ts';
import { rows, type Plan } from '../model/plan.ts';
import type { Result } from '../model/problem.ts';
import { generatedPlan } from '../model/testing/generated-plan.ts';
import { analyze } from './analyze.ts';
import type { LayoutResult } from './result.ts';
import { catalogueOf } from './testing/catalogue-builder.ts';
import { GHZ, PlanBuilder, target } from './testing/plan-builder.ts';
import { faultsOf } from './testing/sane-result.ts';

const RESOURCES = new URL('../../resources/', import.meta.url);

function sound<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems.slice(0, 3)));
  return result.value;
}

function shippedCatalogue(): Catalogue {
  const folder = new URL('technologies/', RESOURCES);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return sound(
    decodeCatalogue(
      new Map(
        files
          .map((file) => file.replaceAll('\\', '/'))
          .filter((file) => file.endsWith('.json'))
          .map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
      ),
    ),
  );
}
const catalogue = shippedCatalogue();

const samples = readdirSync(new URL('samples/', RESOURCES))
  .filter((file) => file.endsWith('.json'))
  .map((file): [string, Plan] => {
    const text = readFileSync(new URL(`samples/${file}`, RESOURCES), 'utf8');
    return [file, sound(parsePlan(text))];
  });

describe('plans that ship', () => {
  it.each(samples)('[ANALYZE-4] %s: every layout, every rule, fitting the schema', (_, plan) => {
    for (const layout of rows(plan.layouts))
      expect(faultsOf(analyze(plan, layout.id, catalogue))).toEqual([]);
  });

  it('[ANALYZE-4] a generated plan of 500 applications', () => {
    const plan = generatedPlan({ applications: 500, cores: 96, links: 900, seed: 3 });
    for (const layout of rows(plan.layouts))
      expect(faultsOf(analyze(plan, layout.id, catalogue))).toEqual([]);
  });
});

describe('the public engine-control workload', () => {
  it('[ANALYZE-7] overloads three of four cores in the worst case, and none in the best', () => {
    const plan = samples.find(([file]) => file === 'engine-control.json')?.[1];
    if (!plan) throw new Error('the sample is missing');
    const [layout] = rows(plan.layouts);
    const { budgets, findings } = analyze(plan, layout?.id ?? '', catalogue);
    const cores = budgets.filter(({ subject }) => subject.kind === 'core');
    // Sums of WCET / period and BCET / period of the tasks of each core, as fractions from the workload's table.
    const worst = [7619895323 / 7854e6, 4447963 / 3.33e6, 213705307 / 200e6, 22407657 / 19e6];
    const best = [0.4612736725659961, 0.44606013513513515, 0.380694025, 0.40286702631578947];
    cores.forEach(({ demand }, core) => {
      expect(demand.high).toBeCloseTo(worst[core] ?? Number.NaN, 12);
      expect(demand.low).toBeCloseTo(best[core] ?? Number.NaN, 12);
    });
    expect(cores.map(({ verdict }) => verdict)).toEqual(['within', 'over', 'over', 'over']);
    const over = findings.filter(({ rule, verdict }) => rule === 'CPU-1' && verdict === 'error');
    expect(over.map(({ actual }) => actual)).toEqual(['133.6 %', '106.9 %', '117.9 %']);
  });
});

/** Loads of applications pinned to one core or floating over two, as a plan on one OS. */
interface Drawn {
  readonly share: number;
  readonly cores: readonly string[];
}
const drawn: fc.Arbitrary<Drawn> = fc.record({
  share: fc.integer({ min: 0, max: 1500 }).map((thousandths) => thousandths / 1000),
  cores: fc.constantFrom(['c0'], ['c1'], ['c0', 'c1'], ['c1', 'c2'], ['c2', 'c3'], ['c0', 'c3']),
});

function planOf(loads: readonly Drawn[], clockHz = GHZ): PlanBuilder {
  const builder = new PlanBuilder(target({ clusters: [{ id: 'a53', cores: 4, clockHz }] }));
  builder.environment('os', 'os', null, { coreIds: ['c0', 'c1', 'c2', 'c3'] });
  loads.forEach(({ share, cores }, index) => {
    const cpuLoad = { share, coreType: 'Cortex-A53', clockHz: GHZ };
    builder.application(`a${index}`, { cpuLoad }).place(`a${index}`, 'os', cores);
  });
  return builder;
}
const cpuDemand = (result: LayoutResult) =>
  new Map(
    result.budgets.flatMap(({ kind, subject, demand }) =>
      kind === 'cpu' ? [[subject.id, demand.high ?? Number.NaN] as const] : [],
    ),
  );

describe('CPU demand', () => {
  it('[ANALYZE-5] never sinks when a load is added', () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 8 }), drawn, (loads, more) => {
        const before = cpuDemand(planOf(loads).analyze());
        const after = cpuDemand(planOf([...loads, more]).analyze());
        for (const [subject, demand] of before) {
          // A union of sets is listed only as long as no larger one takes its place.
          expect(after.get(subject) ?? Infinity).toBeGreaterThanOrEqual(demand - 1e-12);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[ANALYZE-5] halves when every clock doubles', () => {
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 8 }), (loads) => {
        const slow = cpuDemand(planOf(loads, GHZ).analyze());
        const fast = cpuDemand(planOf(loads, 2 * GHZ).analyze());
        // Smaller unions of sets are listed only where they alone are overloaded.
        for (const [subject, demand] of fast) {
          expect(slow.get(subject) ?? demand * 2).toBeCloseTo(demand * 2, 9);
        }
        expect(slow.has('c0') && slow.has('os') && fast.has('os')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('[ANALYZE-5] of the OS is the sum of all loads, pinned or floating', () => {
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 8 }), (loads) => {
        const total = loads.reduce((sum, { share }) => sum + share, 0);
        expect(cpuDemand(planOf(loads).analyze()).get('os')).toBeCloseTo(total, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('[ANALYZE-5] that cannot be divided among the cores is an error, and only that', () => {
    // By brute force over all sixteen subsets of the cores, in whole thousandths.
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 9 }), (loads) => {
        const fits = subsetsOf(['c0', 'c1', 'c2', 'c3']).every((subset) => {
          const inside = loads.filter(({ cores }) => cores.every((core) => subset.includes(core)));
          const demand = inside.reduce((sum, { share }) => sum + Math.round(share * 1000), 0);
          return demand <= subset.length * 1000;
        });
        const result = planOf(loads).analyze();
        const over = result.findings.some(
          ({ rule, verdict }) => (rule === 'CPU-1' || rule === 'CPU-2') && verdict === 'error',
        );
        expect(over).toBe(!fits);
      }),
      { numRuns: 500 },
    );
  });
});

function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<T[][]>((sets, item) => sets.flatMap((set) => [set, [...set, item]]), [[]]);
}

describe('many sets of cores that overlap', () => {
  it('[ANALYZE-5] are joined into one, however many they are', () => {
    const coreIds = Array.from({ length: 64 }, (_, core) => `c${core}`);
    const builder = new PlanBuilder(target({ clusters: [{ id: 'a53', cores: 64 }] }));
    builder.environment('os', 'os', null, { coreIds });
    coreIds.forEach((core, index) => {
      const cpuLoad = { share: 1.1, coreType: 'Cortex-A53', clockHz: GHZ };
      const over = [core, coreIds[(index + 1) % 64] ?? ''];
      builder.application(`a${index}`, { cpuLoad }).place(`a${index}`, 'os', over);
    });
    // 64 x 1.1 = 70.4 of 64 cores, while each pair holds only 1.1 of 2.
    const findings = builder.analyze().findings.filter(({ rule }) => rule === 'CPU-2');
    expect(findings.map(({ verdict, actual }) => [verdict, actual])).toEqual([
      ['error', '7040 %'],
      ['pass', null],
    ]);
  });
});

describe('rows of a result', () => {
  it('[ANALYZE-6] one row per task and place, one for a task without a place', () => {
    const result = new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0', 'c1'] })
      .application('a', { instances: 2 })
      .task('t', 'a', 1, 4)
      .place('a', 'os', ['c0'])
      .place('a', 'os', ['c0', 'c1'], { id: 'second' })
      .application('lost')
      .task('u', 'lost', 1, 4)
      .analyze(catalogueOf());
    expect(
      result.tasks.map(({ task, placementId, coreId }) => [task.id, placementId, coreId]),
    ).toEqual([
      ['t', 'a-in-os', 'c0'],
      ['t', 'second', null],
      ['u', null, null],
    ]);
    expect(result.tasks.map(({ utilisation }) => utilisation.high)).toEqual([0.25, 0.25, null]);
    expect(result.tasks.map(({ verdict }) => verdict === 'not-assessed')).toEqual(
      result.tasks.map(({ placementId }) => placementId === null),
    );
  });
});
