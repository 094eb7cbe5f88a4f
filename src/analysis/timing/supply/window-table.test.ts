/** Window tables against a slot-by-slot count from every start. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodicResourceSupply } from './periodic-resource.ts';
import { windowTableSupply, type Window } from './window-table.ts';

/** A frame of slots, each served or not, and its windows. */
const tables = fc
  .array(fc.boolean(), { minLength: 1, maxLength: 24 })
  .map((slots) => ({ slots, windows: windowsOf(slots) }));

/** Neighbouring served slots are one window, except across the edge of the frame. */
function windowsOf(slots: readonly boolean[]): readonly Window[] {
  const windows: Window[] = [];
  for (const [start, on] of slots.entries()) {
    const last = windows.at(-1);
    if (!on) continue;
    if (last?.start !== undefined && last.start + last.length === start) {
      windows[windows.length - 1] = { start: last.start, length: last.length + 1 };
    } else windows.push({ start, length: 1 });
  }
  return windows;
}

function counted(slots: readonly boolean[], length: number): number {
  let least = Infinity;
  for (let start = 0; start < slots.length; start += 1) {
    let supply = 0;
    for (let at = start; at < start + length; at += 1) if (slots[at % slots.length]) supply += 1;
    least = Math.min(least, supply);
  }
  return least;
}

describe('supply of a window table', () => {
  it('[SUPPLY-1] is the least supply over all starts, counted slot by slot over three frames', () => {
    fc.assert(
      fc.property(tables, ({ slots, windows }) => {
        const supply = windowTableSupply(slots.length, windows);
        for (let length = 0; length <= 3 * slots.length; length += 1) {
          expect(supply.supplyBound(length)).toBe(counted(slots, length));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('[SUPPLY-1] touching windows count as one, in any order', () => {
    fc.assert(
      fc.property(tables, fc.nat(100), ({ slots, windows }, length) => {
        const single = windows.flatMap(({ start, length: long }) =>
          Array.from({ length: long }, (_, at) => ({ start: start + at, length: 1 })),
        );
        const one = windowTableSupply(slots.length, windows);
        const many = windowTableSupply(slots.length, single.reverse());
        expect(many.supplyBound(length)).toBe(one.supplyBound(length));
        expect(many.timeToSupply(length)).toBe(one.timeToSupply(length));
      }),
    );
  });

  it('[SUPPLY-3] an interval goes on across the edge of the frame', () => {
    // Served at 0..2 and 8..10 of 10: across the edge that is one window of 4, and 6 without.
    const supply = windowTableSupply(10, [
      { start: 0, length: 2 },
      { start: 8, length: 2 },
    ]);
    expect(supply.timeToSupply(1)).toBe(7);
    expect(supply.timeToSupply(4)).toBe(10);
    expect(supply.timeToSupply(5)).toBe(17);
    expect(supply.supplyBound(6)).toBe(0);
    expect(supply.supplyBound(10)).toBe(4);
  });

  it('[SUPPLY-6] never gives less than the periodic resource that the table implements', () => {
    const table = windowTableSupply(40, [
      { start: 4, length: 5 },
      { start: 24, length: 5 },
    ]);
    const periodic = periodicResourceSupply(5, 20);
    for (let t = 0; t <= 200; t += 1) {
      expect(table.supplyBound(t)).toBeGreaterThanOrEqual(periodic.supplyBound(t));
    }
    expect([table.timeToSupply(1), periodic.timeToSupply(1)]).toEqual([16, 31]);
  });

  it('[SUPPLY-4] refuses what is no table, and an empty one never serves', () => {
    const at = (start: number, length: number): Window => ({ start, length });
    expect(() => windowTableSupply(0, [])).toThrow('frame');
    expect(() => windowTableSupply(10, [at(8, 3)])).toThrow('within their frame');
    expect(() => windowTableSupply(10, [at(0, 3), at(2, 3)])).toThrow('overlap');
    expect(() => windowTableSupply(10, [at(0, 0)])).toThrow('not empty');
    expect(() => windowTableSupply(10, [at(-1, 2)])).toThrow('overlap');
    expect(windowTableSupply(10, []).supplyBound(1_000)).toBe(0);
    expect(windowTableSupply(10, []).timeToSupply(1)).toBe(Infinity);
  });
});
