import { describe, expect, test } from 'vitest';
import { generatedTarget } from '../../model/testing/generated-plan.ts';
import { factText, readFact, type FactKind } from './fact-kinds.ts';

const target = generatedTarget(4);
const cases: readonly (readonly [FactKind, unknown, string])[] = [
  [{ type: 'size' }, 32 * 1024, '32 KiB'],
  [{ type: 'size' }, 1_000_000_001, '1000000001 B'],
  [{ type: 'clock' }, 1_596_000_000, '1.596 GHz'],
  [{ type: 'clock' }, 1_333_333_333, '1333333333 Hz'],
  [{ type: 'bandwidth' }, 25.6e9, '25.6 GB/s'],
  [{ type: 'bandwidth' }, 12_345_678, '12345678 B/s'],
  [{ type: 'whole' }, 7, '7'],
  [{ type: 'yes-no' }, false, 'no'],
  [{ type: 'words' }, ['LPDDR4', 'LPDDR4X'], 'LPDDR4, LPDDR4X'],
  [{ type: 'cores' }, ['pkg0.0', 'pkg0.1', 'pkg0.3'], 'core 0-1, core 3'],
  [{ type: 'ranges' }, [{ base: 0x8000_0000, size: 2 ** 31 }], '0x80000000 + 2 GiB'],
  [{ type: 'text' }, 'GICv3', 'GICv3'],
];

describe('[TGT-1] facts as text', () => {
  test.each(cases)('[TGT-1] %j %j is "%s" and read back the same', (kind, value, text) => {
    expect(factText(kind, value, target)).toBe(text);
    expect(readFact(kind, text, target)).toEqual({ ok: true, value });
  });
  test('[TGT-2] unknown stays unknown, and an empty list is one', () => {
    expect(factText({ type: 'size' }, null, target)).toBeNull();
    expect(factText({ type: 'ranges' }, [], target)).toBeNull();
    expect(readFact({ type: 'yes-no' }, '', target)).toEqual({ ok: true, value: null });
    expect(readFact({ type: 'words' }, ' ', target)).toEqual({ ok: true, value: [] });
  });
  test.each([
    [{ type: 'size' }, '32'.repeat(20)],
    [{ type: 'clock' }, 'fast'],
    [{ type: 'whole' }, '1.5'],
    [{ type: 'bandwidth' }, '12 Gbit/s'],
    [{ type: 'ranges' }, '0x1000'],
    [{ type: 'ranges' }, '0x1000 + 0'],
    [{ type: 'yes-no' }, 'perhaps'],
  ] as const)('[TGT-1] %j refuses "%s"', (kind, text) => {
    expect(readFact(kind, text, target).ok).toBe(false);
  });
});
