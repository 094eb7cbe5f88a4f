import { describe, expect, it } from 'vitest';
import { spreadOf } from './quantity.ts';

describe('spreadOf', () => {
  it('[CAT-4] converts published units into those of the plan', () => {
    expect(spreadOf({ value: 4, low: 4, high: 64, unit: 'MiB' })).toEqual({
      low: 4_194_304,
      typical: 4_194_304,
      high: 67_108_864,
      unit: 'bytes',
    });
    expect(spreadOf({ value: 2.3, low: null, high: null, unit: 'ms' })).toEqual({
      low: 2_300_000,
      typical: 2_300_000,
      high: 2_300_000,
      unit: 'ns',
    });
    // 24.1 Gbit/s = 24.1e9 / 8 bytes per second.
    expect(spreadOf({ value: 24.1, low: null, high: null, unit: 'Gbit/s' })?.typical).toBe(
      3_012_500_000,
    );
    expect(spreadOf({ value: 50, low: 25, high: 100, unit: 'percent' })).toEqual({
      low: 0.25,
      typical: 0.5,
      high: 1,
      unit: 'share',
    });
  });

  it('[CAT-4] gives whole bytes: 0.19 MiB are 199,229 bytes', () => {
    expect(spreadOf({ value: 0.19, low: null, high: null, unit: 'MiB' })?.typical).toBe(199_229);
  });

  it('[CAT-4] keeps an end open that the source leaves open', () => {
    expect(spreadOf({ value: 10, low: null, high: 20, unit: 'ns' })).toEqual({
      low: null,
      typical: 10,
      high: 20,
      unit: 'ns',
    });
  });

  it('[CAT-4] is null for an unknown value, a missing and a strange unit; zero is a value', () => {
    expect(spreadOf({ value: null, low: 1, high: 2, unit: 'ms' })).toBeNull();
    expect(spreadOf({ value: 1, low: null, high: null, unit: null })).toBeNull();
    expect(spreadOf({ value: 1, low: null, high: null, unit: 'furlong' })).toBeNull();
    expect(spreadOf({ value: 0, low: null, high: null, unit: 'MiB' })?.typical).toBe(0);
  });
});
