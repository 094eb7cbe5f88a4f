/** Generated tables, counted slot by slot. */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodicResourceSupply } from '../supply/periodic-resource.ts';
import { windowTableSupply } from '../supply/window-table.ts';
import { checkWindows } from './check-windows.ts';
import { generateWindows, type GeneratedTable, type TableShape } from './generate-windows.ts';
import { usableWindows, type PartitionWindow, type Reservation } from './partition-window.ts';

const FACTS = new URL('../../../../../shared/data/timing/', import.meta.url);
const there = existsSync(FACTS);
if (!there)
  console.warn('Tables not beside the project: generated ones are not compared with them.');

function need(partition: number, period: number, budget: number, core = 0): Reservation {
  return { partition, core, period, budget };
}

/** Who runs in each slot of a core, the switch taken off: -1 nobody. */
function slotsOf(
  frame: number,
  windows: readonly PartitionWindow[],
  switchCost: number,
): readonly number[] {
  const owner = new Array<number>(2 * frame).fill(-1);
  for (const { partition, start, length } of windows) {
    for (let slot = start; slot < start + length; slot += 1) {
      // No slot is given away twice, and none lies outside.
      expect([owner[slot], slot < frame && slot >= 0]).toEqual([-1, true]);
      owner[slot] = partition;
    }
  }
  for (let slot = 0; slot < frame; slot += 1) owner[slot + frame] = owner[slot] ?? -1;
  // Over two frames, so that the second one knows who had the core before it.
  const runs = [...owner];
  let left = switchCost;
  for (const [slot, partition] of owner.entries()) {
    if (partition !== (owner[slot - 1] ?? -1)) left = switchCost;
    if (left > 0 && partition >= 0) runs[slot] = -1;
    left -= 1;
  }
  return runs.slice(frame);
}

/** Expects every budget in every period, and at least the periodic resource in every interval. */
function expectServed(
  table: GeneratedTable,
  reservations: readonly Reservation[],
  tick: number,
  switchCost: number,
): void {
  if (table.kind !== 'table') throw new Error(table.kind);
  const { frame, windows } = table;
  expect(checkWindows(windows, { frame, tick, switchCost, reservations })).toEqual([]);
  for (const { partition, core, period, budget } of reservations) {
    const own = windows.filter((window) => window.core === core);
    const runs = slotsOf(frame, own, switchCost);
    for (let start = 0; start < frame; start += period) {
      const got = runs.slice(start, start + period).filter((one) => one === partition).length;
      expect(got).toBeGreaterThanOrEqual(budget);
    }
    const usable = usableWindows(frame, own, switchCost).get(partition) ?? [];
    const supply = windowTableSupply(frame, usable);
    const promised = periodicResourceSupply(budget, period);
    for (let t = 0; t <= frame + 2 * period; t += 1) {
      expect(supply.supplyBound(t)).toBeGreaterThanOrEqual(promised.supplyBound(t));
    }
  }
  for (const { start, length } of windows) expect([start % tick, length % tick]).toEqual([0, 0]);
}

function windowsOf(table: GeneratedTable): readonly (readonly number[])[] {
  if (table.kind !== 'table') throw new Error(table.kind);
  return table.windows.map(({ partition, core, start, length }) => [
    core,
    partition,
    start,
    length,
  ]);
}

const FREE = { tick: 1, switchCost: 0, shape: 'even' } as const;

/** Reservations of some cores, periods of one family. */
function requests(periods: readonly number[]): fc.Arbitrary<readonly Reservation[]> {
  return fc
    .array(
      fc.record({
        period: fc.constantFrom(...periods),
        share: fc.integer({ min: 5, max: 60 }),
        core: fc.nat(1),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((all) =>
      all.map(({ period, share, core }, partition) =>
        need(partition, period, Math.max(1, Math.floor((period * share) / 100)), core),
      ),
    );
}

describe('generated tables', () => {
  it('[WINDOW-5] are earliest deadline first: the partition that has the core keeps it between equal deadlines', () => {
    const table = generateWindows({
      ...FREE,
      reservations: [need(0, 10, 4), need(1, 20, 5), need(2, 40, 6)],
    });
    expect(table).toMatchObject({ kind: 'table', frame: 40 });
    expect(windowsOf(table)).toEqual([
      [0, 0, 0, 4],
      [0, 1, 4, 5],
      [0, 2, 9, 1],
      [0, 0, 10, 4],
      [0, 2, 14, 5],
      [0, 0, 20, 4],
      [0, 1, 24, 5],
      [0, 0, 30, 4],
    ]);
  });

  it.skipIf(!there)('[WINDOW-5] equal every table that lies beside the project', () => {
    const text = readFileSync(new URL('hierarchical.json', FACTS), 'utf8');
    const { windows: tables } = JSON.parse(text) as {
      windows: readonly {
        partitions: readonly { name: string; period: number; budget: number }[];
        major_frame: number;
        windows: readonly { partition: string; start: number; length: number }[];
      }[];
    };
    expect(tables.length).toBeGreaterThan(0);
    for (const { partitions, major_frame: frame, windows } of tables) {
      const reservations = partitions.map(({ period, budget }, at) => need(at, period, budget));
      const table = generateWindows({ ...FREE, reservations });
      expect(table).toEqual({
        kind: 'table',
        frame,
        windows: windows.map(({ partition, start, length }) => ({
          partition: partitions.findIndex(({ name }) => name === partition),
          core: 0,
          start,
          length,
        })),
      });
    }
  });

  it.each([
    { name: 'harmonic', periods: [5, 10, 20, 40] },
    { name: 'not harmonic', periods: [4, 6, 10, 15] },
  ])('[WINDOW-6] serve every budget in every period: $name periods, two cores', ({ periods }) => {
    const shapes = fc.constantFrom<TableShape>('even', 'few-switches');
    let tables = 0;
    fc.assert(
      fc.property(requests(periods), fc.nat(2), shapes, (reservations, switchCost, shape) => {
        const table = generateWindows({ reservations, tick: 1, switchCost, shape });
        if (table.kind === 'table') {
          tables += 1;
          expectServed(table, reservations, 1, switchCost);
          return;
        }
        expect(['overloaded', 'not-found']).toContain(table.kind);
        // Free switches: earliest deadline first is optimal, and only overload is in its way.
        if (switchCost === 0) expect(table.kind).toBe('overloaded');
        if (table.kind !== 'overloaded') return;
        const own = reservations.filter(({ core }) => core === table.core);
        expect(
          own.reduce((sum, { period, budget }) => sum + (60 / period) * budget, 0),
        ).toBeGreaterThan(60 - 1e-9);
      }),
      { numRuns: 250 },
    );
    expect(tables).toBeGreaterThan(60);
  });

  it('[WINDOW-7] begin and end at ticks, budgets and switches rounded up', () => {
    const reservations = [need(0, 50, 12), need(1, 100, 33)];
    const table = generateWindows({ reservations, tick: 5, switchCost: 3, shape: 'even' });
    expectServed(table, reservations, 5, 3);
    expect(windowsOf(table)).toEqual([
      [0, 0, 0, 20],
      [0, 1, 20, 40],
      [0, 0, 60, 20],
    ]);
    expect(generateWindows({ ...FREE, reservations: [need(0, 52, 3)], tick: 5 })).toEqual({
      kind: 'unaligned-period',
      reservation: 0,
    });
  });

  it('[WINDOW-24] have no window below the least one, which leaves no splinters', () => {
    // 3 of 10, 7 of 25 and 10 of 50 ms with switches of 0.1 ms, in tenths of a millisecond.
    const reservations = [need(0, 100, 30), need(1, 250, 70), need(2, 500, 100)];
    const shortest = (leastWindow: number) => {
      const wish = { tick: 1, switchCost: 1, shape: 'even', leastWindow } as const;
      const table = generateWindows({ reservations, ...wish });
      expectServed(table, reservations, 1, 1);
      return Math.min(...windowsOf(table).map(([, , , length = 0]) => length));
    };
    expect(shortest(0)).toBeLessThan(10);
    expect(shortest(10)).toBeGreaterThanOrEqual(10);
    expect(shortest(25)).toBeGreaterThanOrEqual(25);
    let tables = 0;
    fc.assert(
      fc.property(
        requests([20, 40, 60, 120]),
        fc.nat(2),
        fc.integer({ min: 2, max: 10 }),
        (any, switchCost, leastWindow) => {
          const table = generateWindows({
            reservations: any,
            tick: 1,
            switchCost,
            shape: 'even',
            leastWindow,
          });
          if (table.kind !== 'table') return;
          tables += 1;
          expectServed(table, any, 1, switchCost);
          for (const { length, partition } of table.windows) {
            const whole = (any[partition]?.budget ?? 0) + switchCost;
            expect(length).toBeGreaterThanOrEqual(Math.min(leastWindow, whole));
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(tables).toBeGreaterThan(40);
  });

  it('[WINDOW-8] of few switches have fewer windows, and never give up what the even ones can do', () => {
    const reservations = [need(0, 10, 4), need(1, 20, 5), need(2, 40, 6)];
    const few = generateWindows({ reservations, tick: 1, switchCost: 0, shape: 'few-switches' });
    expectServed(few, reservations, 1, 0);
    expect(windowsOf(few)).toHaveLength(7);
    fc.assert(
      fc.property(requests([5, 10, 20, 40]), fc.nat(2), (any, switchCost) => {
        const [even, less] = (['even', 'few-switches'] as const).map((shape) =>
          generateWindows({ reservations: any, tick: 1, switchCost, shape }),
        );
        expect(less?.kind).toBe(even?.kind);
      }),
      { numRuns: 200 },
    );
  });

  it('[WINDOW-9] find a table without preemption where each switch would cost too much', () => {
    // Preempted, the second partition would need two switches: 2 + 3 + 2 x 3 + ... is more than its period holds.
    const reservations = [need(0, 10, 3), need(1, 20, 10)];
    const table = generateWindows({ reservations, tick: 1, switchCost: 1, shape: 'even' });
    expectServed(table, reservations, 1, 1);
    expect(windowsOf(table)).toEqual([
      [0, 0, 0, 4],
      [0, 1, 4, 11],
      [0, 0, 15, 4],
    ]);
  });

  it('[WINDOW-10] refute overload, and say what they do not know', () => {
    const full = [need(0, 10, 5), need(1, 20, 10)];
    expectServed(generateWindows({ ...FREE, reservations: full }), full, 1, 0);
    expect(generateWindows({ ...FREE, reservations: [...full, need(2, 40, 1)] })).toEqual({
      kind: 'overloaded',
      core: 0,
    });
    expect(generateWindows({ ...FREE, reservations: full, switchCost: 1 })).toMatchObject({
      kind: 'not-found',
    });
    const coprime = [need(0, 2 ** 40, 1), need(1, 2 ** 40 - 1, 1)];
    expect(generateWindows({ ...FREE, reservations: coprime })).toEqual({
      kind: 'unknown',
      reason: 'overflow',
    });
    const long = [need(0, 1, 1, 0), need(1, 1_000_000, 1, 1)];
    expect(generateWindows({ ...FREE, reservations: long })).toEqual({
      kind: 'unknown',
      reason: 'steps',
    });
    expect(() =>
      generateWindows({ ...FREE, reservations: [need(0, 10, 1), need(0, 20, 1)] }),
    ).toThrow('once');
  });
});
