import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberFigureSchema } from '../../catalog/figure.ts';
import type { ParallelStart } from '../../catalog/measuring.ts';
import { MS } from '../../model/units.ts';
import type { Estimate, LayoutResult } from '../result.ts';
import { catalogueOf, technology, type TechnologySeed } from '../testing/catalogue-builder.ts';
import { PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

const ms = (value: number) => ({
  value,
  low: null,
  high: null,
  unit: 'ms',
  conditions: 'on the Board',
  sources: ['test'],
});
const engineSeed: TechnologySeed = {
  id: 'engine',
  family: 'container',
  kinds: ['container-engine', 'container'],
  figures: { startupTime: ms(20) },
};
const catalogue = catalogueOf([technology(engineSeed)]);
const decoded = (value: number) => numberFigureSchema.parse({ ...ms(value), confidence: 'high' });

const os = (startupMs: number | null) => ({
  family: 'linux',
  startupNs: startupMs === null ? null : startupMs * MS,
});

function estimateOf(result: LayoutResult, id: string): Estimate {
  const found = result.estimates.find(
    ({ kind, subject }) => kind === 'startup' && subject.id === id,
  );
  if (!found) throw new Error(`no start-up of ${id}`);
  return found;
}

/** Milliseconds `low/typical/high`, `+` for a lower bound. */
function start(result: LayoutResult, id: string): string {
  const { low, typical, high, atLeast } = estimateOf(result, id);
  const ends = [low, typical, high].map((value) => (value === null ? '?' : String(value / MS)));
  return `${ends.join('/')}${atLeast ? '+' : ''}`;
}

const power = { bootRomNs: 0, bootLoaderNs: 0 };

describe('starts that overlap', () => {
  it('[BOOT-4] on one core count against each other, also when one waits for something else first', () => {
    const result = new PlanBuilder()
      .layout(power)
      .application('app', { startupNs: 0, startupNeedNs: 120 * MS })
      .environment('a', 'os', null, { os: os(100), coreIds: ['c0'] })
      .environment('quick', 'os', null, { os: os(10), coreIds: ['c1'] })
      .environment('b', 'os', null, { os: os(50), coreIds: ['c0'], startAfterIds: ['quick'] })
      .place('app', 'a')
      .analyze(catalogue);
    expect(start(result, 'a')).toBe('100/100/150');
    expect(start(result, 'quick')).toBe('10/10/10');
    // All work once: 10 + 50 + 100.
    expect(start(result, 'b')).toBe('60/60/160');
    expect(verdictsOf(result, 'START-1')).toEqual(['warning']);
  });

  it('[BOOT-4] applications in different containers on one core count against each other, and against boots', () => {
    const result = new PlanBuilder()
      .layout(power)
      .application('one', { startupNs: 10 * MS })
      .application('two', { startupNs: 40 * MS })
      .environment('linux', 'os', null, { os: os(100), coreIds: ['c0', 'c1'] })
      .environment('pod', 'container-engine', 'linux', { technologyId: 'engine' })
      .environment('box1', 'container', 'pod', { coreIds: ['c0'] })
      .environment('box2', 'container', 'pod', { coreIds: ['c0'] })
      .environment('far', 'container', 'pod', { coreIds: ['c1'] })
      .place('one', 'box1')
      .place('two', 'box2')
      .analyze(catalogue);
    // OS, the other box, the application in the other box: 100 + 20 + 20 + 40.
    expect(start(result, 'box1')).toBe('120/120/180');
    expect(start(result, 'far')).toBe('120/120/120');
    // Everything once, that of the far core too: 100 + 3 x 20 + 10 + 40.
    expect(start(result, 'one')).toBe('130/130/210');
  });

  it('[BOOT-4] an unknown start beside makes the result a lower bound, in another order too', () => {
    const result = new PlanBuilder()
      .layout(power)
      .application('app', { startupNs: 0, startupNeedNs: 500 * MS })
      .environment('a', 'os', null, { os: os(100), coreIds: ['c0'] })
      .environment('quick', 'os', null, { os: os(10), coreIds: ['c1'] })
      .environment('dark', 'os', null, { os: os(null), coreIds: ['c0'], startAfterIds: ['quick'] })
      .place('app', 'a')
      .analyze(catalogue);
    expect(start(result, 'a')).toMatch(/\+$/);
    expect(verdictsOf(result, 'START-1')).toEqual(['not-assessed']);
    expect(estimateOf(result, 'a').figures).toContainEqual(
      expect.objectContaining({ name: 'starts that share the cores of "a"', value: null }),
    );
  });

  it('[BOOT-4] what starts after it, or was ready before it, does not meet it', () => {
    const result = new PlanBuilder()
      .layout(power)
      .environment('a', 'os', null, { os: os(100), coreIds: ['c0'] })
      .environment('b', 'os', null, { os: os(50), coreIds: ['c0'], startAfterIds: ['a'] })
      .analyze(catalogue);
    expect(start(result, 'a')).toBe('100/100/100');
    expect(start(result, 'b')).toBe('150/150/150');
  });
});

describe('many at a time', () => {
  const boxes = (copies: number) =>
    new PlanBuilder()
      .layout(power)
      .environment('linux', 'os', null, { os: os(100) })
      .environment('pod', 'container-engine', 'linux', { technologyId: 'engine' })
      .environment('box', 'container', 'pod', { copies });
  const measured = (conditions: string) => ({
    ...catalogueOf([
      technology({ ...engineSeed, figures: { startupTime: { ...ms(20), conditions } } }),
    ]),
    parallelStarts: new Map<string, ParallelStart>([
      ['engine', { technologyId: 'engine', starts: 4, serial: decoded(20), parallel: decoded(50) }],
    ]),
  });

  it('[BOOT-4] up to the number that was measured: on the line between one and many', () => {
    const here = measured('on the Board');
    expect(start(boxes(1).analyze(here), 'box')).toBe('120/120/120');
    expect(start(boxes(2).analyze(here), 'box')).toBe('120/130/130');
    expect(start(boxes(4).analyze(here), 'box')).toBe('120/150/150');
  });

  it('[BOOT-4] beyond it only what one takes is known, and the number is named', () => {
    const result = boxes(5).analyze(measured('on the Board'));
    expect(start(result, 'box')).toBe('120/120/120+');
    expect(estimateOf(result, 'box').figures.at(-1)).toMatchObject({
      name: '5 starts of engine at the same time (4 were measured)',
      value: null,
    });
  });

  it('[BOOT-4] an indication for four says nothing of five', () => {
    const elsewhere = measured('on something else');
    expect(estimateOf(boxes(4).analyze(elsewhere), 'box')).toMatchObject({
      isIndication: true,
      typical: 150 * MS,
    });
    const five = estimateOf(boxes(5).analyze(elsewhere), 'box');
    expect(five).toMatchObject({ isIndication: false, atLeast: true, low: 100 * MS });
    expect(five.figures.map(({ name }) => name)).not.toContain('start-up time of engine');
  });
});

/** One OS per entry, on core 0 or 1 or both; an application in it; which earlier ones it waits for. */
interface Drawn {
  readonly startMs: number;
  readonly appMs: number;
  readonly core: number;
  readonly after: readonly number[];
}

/** When each job is done if cores are given out by a drawn order, one job per core; milliseconds. */
function simulated(drawn: readonly Drawn[], ranks: readonly number[]) {
  const jobs = drawn.flatMap(({ startMs, appMs, core, after }, at) => [
    { name: `e${at}`, left: startMs, core, waits: after.map((before) => `e${before}`) },
    { name: `app${at}`, left: appMs, core, waits: [`e${at}`] },
  ]);
  const done = new Map<string, number>();
  for (let now = 0; done.size < jobs.length; now += 1) {
    for (let more = true; more;) {
      more = false;
      for (const job of jobs) {
        const isReady = job.waits.every((name) => done.has(name));
        if (job.left === 0 && isReady && !done.has(job.name)) {
          done.set(job.name, now);
          more = true;
        }
      }
    }
    for (const core of [0, 1]) {
      const [next] = jobs
        .map((job, at) => ({ job, rank: ranks[at % ranks.length] ?? 0 }))
        .filter(
          ({ job }) =>
            job.core === core && job.left > 0 && job.waits.every((name) => done.has(name)),
        )
        .sort((a, b) => a.rank - b.rank);
      if (next) next.job.left -= 1;
    }
  }
  return done;
}

describe('any order of starts', () => {
  const systems = fc
    .array(
      fc.record({
        startMs: fc.nat(6),
        appMs: fc.nat(4),
        core: fc.nat(1),
        after: fc.array(fc.nat(8), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 7 },
    )
    .map((list) =>
      list.map((each, at) => ({ ...each, after: each.after.filter((before) => before < at) })),
    );

  it('[BOOT-4] whoever gets a core first, nothing is ready later than high', () => {
    fc.assert(
      fc.property(systems, fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), (drawn, ranks) => {
        const builder = new PlanBuilder().layout(power);
        drawn.forEach(({ startMs, appMs, core, after }, at) => {
          builder
            .application(`app${at}`, { startupNs: appMs * MS })
            .environment(`e${at}`, 'os', null, {
              os: os(startMs),
              coreIds: [`c${core}`],
              startAfterIds: after.map((before) => `e${before}`),
            })
            .place(`app${at}`, `e${at}`);
        });
        const result = builder.analyze(catalogue);
        for (const [name, readyMs] of simulated(drawn, ranks)) {
          const { low, high, atLeast } = estimateOf(result, name);
          expect(atLeast).toBe(false);
          expect(readyMs * MS).toBeGreaterThanOrEqual((low ?? NaN) - 1);
          expect(readyMs * MS).toBeLessThanOrEqual((high ?? NaN) + 1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
