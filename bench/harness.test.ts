import { describe, expect, test } from 'vitest';
import { Bench, growthExponent, percentile, referenceLoop } from './harness.ts';

describe('figures', () => {
  test('[BENCH-1] percentile is the nearest rank', () => {
    const values = Array.from({ length: 20 }, (_, i) => 20 - i);
    expect(percentile(values, 0.5)).toBe(10);
    expect(percentile(values, 0.95)).toBe(19);
    expect(percentile(values, 1)).toBe(20);
    expect(percentile([7], 0.95)).toBe(7);
    expect(() => percentile([], 0.5)).toThrow();
  });

  test.each([1, 1.2, 2, 3])('[BENCH-2] growth of size^%d is found', (k) => {
    const points = [100, 200, 500, 2000].map((size) => ({ size, time: 3 * size ** k }));
    expect(growthExponent(points)).toBeCloseTo(k, 9);
  });

  test('[BENCH-2] one size alone shows no growth', () => {
    expect(() => growthExponent([{ size: 5, time: 1 }])).toThrow(/two different sizes/);
  });

  test('[BENCH-3] the reference loop is the same work every time', () => {
    expect(referenceLoop(1000)).toBe(referenceLoop(1000));
    expect(referenceLoop(1000)).not.toBe(referenceLoop(1001));
  });
});

describe('a run', () => {
  test('[BENCH-4] warms up, then measures as often as asked, as a ratio to the reference', async () => {
    const bench = await Bench.start();
    let calls = 0;
    await bench.time('work', () => (calls += 1), { runs: 5, warmUp: 3, aim: 1 });
    expect(calls).toBe(8);
    const [measure] = bench.measures;
    expect(measure).toMatchObject({ name: 'work', unit: 'ms', runs: 5, aim: 1 });
    expect(measure?.ratio).toBeCloseTo((measure?.p95 ?? 0) / (measure?.reference ?? 1), 2);
  });

  test('[BENCH-4] a value that is no time has no ratio', async () => {
    const bench = await Bench.start();
    bench.addValue('exponent', '1', 1.23456, 1.2);
    expect(bench.measures).toEqual([
      {
        name: 'exponent',
        unit: '1',
        runs: 1,
        p50: 1.235,
        p95: 1.235,
        reference: null,
        ratio: null,
        aim: 1.2,
      },
    ]);
  });
});
