import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB, MS, SECOND } from '../../model/units.ts';
import type { Estimate, LayoutResult } from '../result.ts';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

const ms = (value: number) => ({
  value,
  low: null,
  high: null,
  unit: 'ms',
  conditions: 'on the Board',
  sources: ['test'],
});
const catalogue = catalogueOf([
  technology({
    id: 'rooted',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition'],
    needsControl: true,
    figures: { startupTime: ms(30) },
  }),
  technology({
    id: 'engine',
    family: 'container',
    kinds: ['container-engine', 'container'],
    figures: { startupTime: ms(20) },
  }),
]);

const BOOT = { bootRomNs: 10 * MS, bootLoaderNs: 20 * MS };
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

/** Milliseconds `low/typical/high`, one number where they agree, `+` for a lower bound. */
function start(result: LayoutResult, id: string): string {
  const { low, typical, high, atLeast } = estimateOf(result, id);
  const ends = [low, typical, high].map((value) => (value === null ? '?' : String(value / MS)));
  return `${new Set(ends).size === 1 ? (ends[0] ?? '') : ends.join('/')}${atLeast ? '+' : ''}`;
}

/** Two operating systems on cores of their own. */
const twoSystems = (layout = {}) =>
  new PlanBuilder()
    .layout({ ...BOOT, ...layout })
    .environment('a', 'os', null, { os: os(100), coreIds: ['c0'] })
    .environment('b', 'os', null, { os: os(50), coreIds: ['c1'] });

describe('what waits for what', () => {
  it('[BOOT-1] side by side after the boot loader: 30 + 100, 30 + 50', () => {
    const result = twoSystems().analyze(catalogue);
    expect([start(result, 'a'), start(result, 'b')]).toEqual(['130', '80']);
  });

  it('[BOOT-1] one after another in the user’s order: 30 + 100 + 50', () => {
    const result = twoSystems({ startMode: 'serial' }).analyze(catalogue);
    expect([start(result, 'a'), start(result, 'b')]).toEqual(['130', '180']);
  });

  it('[BOOT-1] the stated order goes before the user’s: b first, 30 + 50, then a', () => {
    for (const startMode of ['serial', 'parallel']) {
      const result = new PlanBuilder()
        .layout({ ...BOOT, startMode })
        .environment('a', 'os', null, { os: os(100), coreIds: ['c0'], startAfterIds: ['b'] })
        .environment('b', 'os', null, { os: os(50), coreIds: ['c1'] })
        .analyze(catalogue);
      expect([start(result, 'a'), start(result, 'b')]).toEqual(['180', '80']);
    }
  });

  it('[BOOT-1] cells wait for the root cell: 30 + 30 hypervisor + 200 root + 5', () => {
    const result = new PlanBuilder()
      .layout(BOOT)
      .environment('hv', 'hypervisor', null, { technologyId: 'rooted' })
      .environment('cell', 'partition', 'hv', { os: os(5), coreIds: ['c1'] })
      .environment('root', 'partition', 'hv', { os: os(200), coreIds: ['c0'], role: 'control' })
      .analyze(catalogue);
    expect([start(result, 'hv'), start(result, 'root'), start(result, 'cell')]).toEqual([
      '60',
      '260',
      '265',
    ]);
    const steps = estimateOf(result, 'cell').figures.map(({ name, value }) => [name, value]);
    expect(steps).toEqual([
      ['boot ROM', 10 * MS],
      ['boot loader', 20 * MS],
      ['start-up time of rooted', 30 * MS],
      ['start of the OS of "root"', 200 * MS],
      ['start of the OS of "cell"', 5 * MS],
    ]);
  });

  it('[BOOT-1] a circle ends, and nothing is known of it or of what comes after', () => {
    const result = new PlanBuilder()
      .layout(BOOT)
      .environment('a', 'os', null, { os: os(1), startAfterIds: ['b'], coreIds: ['c0'] })
      .environment('b', 'os', null, { os: os(2), startAfterIds: ['c'], coreIds: ['c1'] })
      .environment('c', 'os', null, { os: os(4), startAfterIds: ['a'], coreIds: ['c2'] })
      .environment('after', 'os', null, { os: os(8), startAfterIds: ['a'], coreIds: ['c3'] })
      .environment('apart', 'os', null, { os: os(8), coreIds: ['c3'] })
      .analyze(catalogue);
    for (const id of ['a', 'b', 'c', 'after']) expect(start(result, id)).toMatch(/\+$/);
    expect(verdictsOf(result, 'START-2')).toEqual(['error']);
  });

  it('[BOOT-1] what is unknown off the critical path keeps the sum a lower bound, and is named', () => {
    const result = new PlanBuilder()
      .layout(BOOT)
      .environment('slow', 'os', null, { os: os(900), coreIds: ['c0'] })
      .environment('dark', 'os', null, { os: os(null), coreIds: ['c1'] })
      .environment('last', 'os', null, {
        os: os(1),
        coreIds: ['c2'],
        startAfterIds: ['slow', 'dark'],
      })
      .analyze(catalogue);
    expect(start(result, 'last')).toBe('931+');
    expect(estimateOf(result, 'last').figures.at(-1)?.name).toBe('start of the OS of "dark"');
  });
});

describe('own times', () => {
  it('[BOOT-2] an image without an OS has none to start', () => {
    const result = new PlanBuilder()
      .layout(BOOT)
      .environment('image', 'bare-metal', null, { os: { family: 'none' } })
      .analyze(catalogue);
    expect(start(result, 'image')).toBe('30');
  });

  it('[BOOT-2] where nothing is known and nobody needs it, there is no estimate', () => {
    const quiet = new PlanBuilder()
      .application('app')
      .environment('linux', 'os', null)
      .place('app', 'linux')
      .analyze(catalogue);
    expect(quiet.estimates.filter(({ kind }) => kind === 'startup')).toEqual([]);
    const asked = new PlanBuilder()
      .application('app', { startupNeedNs: SECOND })
      .environment('linux', 'os', null)
      .place('app', 'linux')
      .analyze(catalogue);
    expect(start(asked, 'app')).toBe('?+');
    const [budget] = asked.budgets.filter(({ kind }) => kind === 'startup');
    expect(budget).toMatchObject({ verdict: 'unknown', capacity: SECOND, unit: 'ns' });
  });
});

describe('shared cores', () => {
  const boxes = (layout: object, cores: readonly (readonly string[])[]) => {
    const builder = new PlanBuilder()
      .layout({ ...BOOT, ...layout })
      .environment('linux', 'os', null, { os: os(100) })
      .environment('pod', 'container-engine', 'linux', { technologyId: 'engine' });
    cores.forEach((coreIds, index) =>
      builder.environment(`box${index}`, 'container', 'pod', { coreIds }),
    );
    return builder.analyze(catalogue);
  };

  it('[BOOT-4] three of 20 ms on one core: at worst one after another', () => {
    const result = boxes({}, [['c0'], ['c0'], ['c0']]);
    expect(start(result, 'box0')).toBe('150/150/190');
  });

  it('[BOOT-4] on cores of their own they do not meet', () => {
    expect(start(boxes({}, [['c0'], ['c1']]), 'box0')).toBe('150');
  });

  it('[BOOT-4] only what overlaps its own cores delays a start; no cores meet all', () => {
    const row = boxes({}, [
      ['c0', 'c1'],
      ['c1', 'c2'],
      ['c2', 'c3'],
    ]);
    expect(start(row, 'box0')).toBe('150/150/170');
    expect(start(row, 'box1')).toBe('150/150/190');
    expect(start(boxes({}, [['c0'], [], ['c2']]), 'box1')).toBe('150/150/190');
  });

  it('[BOOT-4] in a serial layout each has the core for itself, in turn', () => {
    const result = boxes({ startMode: 'serial' }, [['c0'], ['c0'], ['c0']]);
    expect([0, 1, 2].map((index) => start(result, `box${index}`))).toEqual(['150', '170', '190']);
  });

  it('[BOOT-4] five copies: at once up to five times as long, in a serial layout always', () => {
    const copies = (startMode: string) =>
      new PlanBuilder()
        .layout({ ...BOOT, startMode })
        .environment('linux', 'os', null, { os: os(100) })
        .environment('pod', 'container-engine', 'linux', { technologyId: 'engine' })
        .environment('box', 'container', 'pod', { copies: 5 })
        .analyze(catalogue);
    expect(start(copies('parallel'), 'box')).toBe('150/150/230');
    expect(start(copies('serial'), 'box')).toBe('230');
  });

  it('[BOOT-4] copies of what something stands in count too: 2 x 3 containers of 20 ms', () => {
    const result = new PlanBuilder()
      .layout({ ...BOOT, storageBytesPerSecond: 100 * MIB })
      .environment('linux', 'os', null, { os: os(100), startupReadBytes: 0, copies: 2 })
      .environment('pod', 'container-engine', 'linux', { technologyId: 'engine' })
      .environment('box', 'container', 'pod', { copies: 3, startupReadBytes: MIB })
      .analyze(catalogue);
    // two copies of the OS on the same cores take 100 to 200; 6 MiB are 60 ms; 6 x 20 = 120
    expect(start(result, 'box')).toBe('190/210/410');
  });

  it('[BOOT-4] applications on one core of one OS share it, each instance counts', () => {
    const result = new PlanBuilder()
      .layout(BOOT)
      .application('one', { startupNs: 10 * MS })
      .application('two', { startupNs: 40 * MS, instances: 2 })
      .application('far', { startupNs: 7 * MS })
      .environment('linux', 'os', null, { os: os(100) })
      .place('one', 'linux', ['c0'])
      .place('two', 'linux', ['c0'], { instances: 2 })
      .place('far', 'linux', ['c1'])
      .analyze(catalogue);
    expect(start(result, 'one')).toBe('140/140/220');
    expect(start(result, 'two')).toBe('170/170/220');
    expect(start(result, 'far')).toBe('137');
  });
});

describe('shared storage', () => {
  const storage = { storageBytesPerSecond: 100 * MIB };

  it('[BOOT-5] alone: reading while starting, or before; 10 MiB of 100 MiB/s are 100 ms', () => {
    const result = new PlanBuilder()
      .layout({ ...BOOT, ...storage })
      .environment('a', 'os', null, { os: os(60), startupReadBytes: 10 * MIB })
      .analyze(catalogue);
    expect(start(result, 'a')).toBe('130/190/190');
  });

  it('[BOOT-5] two at once: while one reads 10 MiB the other reads at most as much', () => {
    const result = new PlanBuilder()
      .layout({ ...BOOT, ...storage })
      .environment('a', 'os', null, { os: os(60), startupReadBytes: 10 * MIB, coreIds: ['c0'] })
      .environment('b', 'os', null, { os: os(60), startupReadBytes: 500 * MIB, coreIds: ['c1'] })
      .analyze(catalogue);
    // 30 + 200 + 60; the other: 30 + 5,100 + 60
    expect(start(result, 'a')).toBe('130/190/290');
    expect(start(result, 'b')).toBe('5030/5090/5190');
  });

  it('[BOOT-5] what starts afterwards disturbs nobody', () => {
    const result = new PlanBuilder()
      .layout({ ...BOOT, ...storage })
      .environment('a', 'os', null, { os: os(60), startupReadBytes: 10 * MIB, coreIds: ['c0'] })
      .environment('b', 'os', null, {
        os: os(60),
        startupReadBytes: 500 * MIB,
        coreIds: ['c1'],
        startAfterIds: ['a'],
      })
      .analyze(catalogue);
    expect(start(result, 'a')).toBe('130/190/190');
  });

  it('[BOOT-5] once any of it is stated, the rest is unknown', () => {
    const open = new PlanBuilder()
      .layout({ ...BOOT, ...storage })
      .environment('a', 'os', null, { os: os(60) })
      .analyze(catalogue);
    expect(start(open, 'a')).toBe('90+');
    const slow = new PlanBuilder()
      .layout(BOOT)
      .environment('a', 'os', null, { os: os(60), startupReadBytes: MIB })
      .analyze(catalogue);
    expect(start(slow, 'a')).toBe('90+');
    expect(estimateOf(slow, 'a').figures.at(-1)).toMatchObject({
      name: 'bandwidth of the storage',
      value: null,
    });
  });
});

describe('slack', () => {
  it('[BOOT-6] is what the need leaves on the way: 500 - 40 application - 130', () => {
    const result = twoSystems()
      .application('app', { startupNs: 40 * MS, startupNeedNs: 500 * MS })
      .place('app', 'a')
      .analyze(catalogue);
    const slackOf = (id: string) =>
      estimateOf(result, id).figures.find(({ name }) => name.startsWith('slack'))?.value;
    expect(slackOf('a')).toBe(330 * MS);
    expect(estimateOf(result, 'a').figures.at(-1)?.source).toBe('estimate');
    expect(slackOf('b')).toBeUndefined();
  });

  it('[BOOT-6] with an unknown part on the way it is the most that there can be', () => {
    const result = twoSystems()
      .application('app', { startupNs: null, startupNeedNs: 500 * MS })
      .place('app', 'a')
      .analyze(catalogue);
    expect(estimateOf(result, 'a').figures.at(-1)).toMatchObject({
      name: 'greatest possible slack before a start-up need is missed',
      value: 370 * MS,
    });
  });

  it('[BOOT-6] a missed need shows as negative slack of all it waits for', () => {
    const result = new PlanBuilder()
      .layout(BOOT)
      .application('app', { startupNs: 0, startupNeedNs: 100 * MS })
      .environment('linux', 'os', null, { os: os(100) })
      .environment('pod', 'container-engine', 'linux', { technologyId: 'engine' })
      .environment('box', 'container', 'pod')
      .place('app', 'box')
      .analyze(catalogue);
    for (const id of ['linux', 'box']) {
      const slack = estimateOf(result, id).figures.find(({ name }) => name.startsWith('slack'));
      expect(slack?.value).toBe(-50 * MS);
    }
  });
});

/** One OS per entry: what it reads in MiB, how long it starts in ms, which earlier ones it waits for. */
interface Drawn {
  readonly read: number;
  readonly startMs: number;
  readonly after: readonly number[];
}

/** Milliseconds, and MiB, that rounding may leave over. */
const TINY = 1e-6;

/** When each is ready if storage is shared fairly from moment to moment, reading first; milliseconds. */
function simulated(drawn: readonly Drawn[], mibPerMs: number): readonly number[] {
  const left = drawn.map(({ read }) => read);
  const ready = drawn.map(() => Infinity);
  const started = (at: number, now: number) =>
    (drawn[at]?.after ?? []).every((before) => (ready[before] ?? Infinity) <= now + TINY);
  const finish = (at: number, now: number) => {
    ready[at] = now + (drawn[at]?.startMs ?? 0);
  };
  const reading = new Set<number>();
  const seen = new Set<number>();
  for (let now = 0; ;) {
    drawn.forEach(({ read }, at) => {
      if (seen.has(at) || !started(at, now)) return;
      seen.add(at);
      if (read === 0) finish(at, now);
      else reading.add(at);
    });
    const byReading = Math.min(
      ...[...reading].map((at) => ((left[at] ?? 0) * reading.size) / mibPerMs),
    );
    const byReady = Math.min(...ready.filter((time) => time > now + TINY)) - now;
    const step = Math.min(byReading, byReady);
    if (step === Infinity) return ready;
    for (const at of reading) left[at] = (left[at] ?? 0) - (step * mibPerMs) / reading.size;
    now += step;
    for (const at of reading) {
      if ((left[at] ?? 0) > TINY) continue;
      reading.delete(at);
      finish(at, now);
    }
  }
}

const drawnSystems = fc
  .array(
    fc.record({
      read: fc.constantFrom(0, 1, 5, 40),
      startMs: fc.constantFrom(0, 3, 50),
      after: fc.array(fc.nat(8), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((list) =>
    list.map((each, at) => ({ ...each, after: each.after.filter((before) => before < at) })),
  );

describe('any order', () => {
  it('[BOOT-5] what a moment-to-moment simulation of the storage gives lies between low and high', () => {
    fc.assert(
      fc.property(drawnSystems, (drawn) => {
        const builder = new PlanBuilder().layout({
          bootRomNs: 0,
          bootLoaderNs: 0,
          storageBytesPerSecond: 100 * MIB,
        });
        drawn.forEach(({ read, startMs, after }, at) => {
          builder.environment(`e${at}`, 'os', null, {
            os: os(startMs),
            // A core each: only the storage is shared.
            coreIds: [`core${at}`],
            startupReadBytes: read * MIB,
            startAfterIds: after.map((before) => `e${before}`),
          });
        });
        const result = builder.analyze(catalogue);
        simulated(drawn, 0.1).forEach((readyMs, at) => {
          const { low, typical, high, atLeast } = estimateOf(result, `e${at}`);
          expect(atLeast).toBe(false);
          expect(low ?? NaN).toBeLessThanOrEqual(typical ?? NaN);
          expect((typical ?? NaN) - 1).toBeLessThanOrEqual(high ?? NaN);
          expect(readyMs * MS).toBeGreaterThanOrEqual((low ?? NaN) - 1);
          expect(readyMs * MS).toBeLessThanOrEqual((high ?? NaN) + 1);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('[BOOT-1] ends whatever waits for whatever, and says "at least" exactly at circles and after them', () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 });
    fc.assert(
      fc.property(edges, fc.constantFrom('serial', 'parallel'), (drawn, startMode) => {
        const builder = new PlanBuilder().layout({ ...BOOT, startMode });
        const before = (at: number) => drawn.filter(([to]) => to === at).map(([, from]) => from);
        for (let at = 0; at < 8; at += 1) {
          builder.environment(`e${at}`, 'os', null, {
            os: os(1),
            coreIds: [`core${at}`],
            startAfterIds: before(at).map((from) => `e${from}`),
          });
        }
        const result = builder.analyze(catalogue);
        const reaches = (from: number, goal: number, seen = new Set<number>()): boolean =>
          before(from).some((next) => {
            if (next === goal) return true;
            if (seen.has(next)) return false;
            seen.add(next);
            return reaches(next, goal, seen);
          });
        const inCircle = (at: number) => reaches(at, at);
        for (let at = 0; at < 8; at += 1) {
          const stuck =
            inCircle(at) || [...Array(8).keys()].some((to) => inCircle(to) && reaches(at, to));
          expect(estimateOf(result, `e${at}`).atLeast).toBe(stuck);
        }
        const circular = [...Array(8).keys()].some(inCircle);
        expect(verdictsOf(result, 'START-2').includes('error')).toBe(circular);
      }),
      { numRuns: 300 },
    );
  });
});
