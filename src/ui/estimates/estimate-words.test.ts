import { describe, expect, test } from 'vitest';
import type { Estimate, FigureUse } from '../../analysis/result.ts';
import { MIB } from '../../model/units.ts';
import { amountText, estimateText, rangeText } from '../components/budget-text.ts';
import { estimateTitle } from '../../analysis/kind-words.ts';
import { figureUseText, sortedEstimates, unknownFigures } from './estimate-words.ts';

const FIGURE: FigureUse = {
  name: 'fixed memory of Bao',
  value: 3 * MIB,
  low: null,
  high: null,
  unit: 'bytes',
  source: 'Paper',
  conditions: null,
  confidence: 'high',
  override: null,
  applies: null,
};
const figure = (more: Partial<FigureUse>): FigureUse => ({ ...FIGURE, ...more });
const estimate = (kind: string): Estimate => ({
  kind,
  subject: { kind: 'layout', id: 'l', name: 'L' },
  unit: 'ns',
  low: 1,
  typical: 2,
  high: 3,
  atLeast: false,
  isIndication: false,
  formula: 'a + b',
  figures: [],
  applicability: null,
});

describe('[EST-1] numbers in words', () => {
  test.each([
    ['bytes', 1536, '1.5 KiB'],
    ['ns', 2_500_000, '2.5 ms'],
    ['share', 0.014, '1.4 %'],
    ['bytes/s', 1.25e9, '1.25 GB/s'],
    ['SLOC', 3_940_000, '3,940,000 lines of source'],
    ['count', 7, '7'],
    ['cycles', 6500, '6500 cycles'],
  ])('[EST-1] %s %s is %s', (unit, value, text) => {
    expect(amountText(unit, value)).toBe(text);
  });

  test('[OVER-5] what was measured on another core type is named an indication', () => {
    const open = { ...estimate('startup'), low: 1000, typical: 2000, high: null };
    expect(estimateText({ ...open, isIndication: true })).toBe('indication: 2 µs');
    expect(estimateText({ ...open, isIndication: true, atLeast: true })).toBe(
      'indication of a part: 2 µs',
    );
    expect(estimateText({ ...open, atLeast: true })).toBe('at least 1 µs to 2 µs');
    expect(estimateText({ ...open, low: null, typical: null, isIndication: true })).toBe('unknown');
  });

  test('[EST-1] a lower bound says so, unknown is never a number', () => {
    expect(rangeText({ low: 1000, typical: 2000, high: null }, 'ns', true)).toBe(
      'at least 1 µs to 2 µs',
    );
    expect(rangeText({ low: 9224, typical: null, high: 10_943 }, 'SLOC', true)).toBe(
      'at least 9,224 to 10,943 lines of source',
    );
    expect(rangeText({ low: null, typical: null, high: null }, 'ns', true)).toBe('unknown');
  });

  test('[EST-1] kinds that nobody has named yet read as words', () => {
    expect(estimateTitle('ipc-latency')).toBe('IPC latency');
    expect(estimateTitle('energy-per-hour')).toBe('Energy per hour');
  });

  test('[EST-1] estimates stand by kind, new kinds last', () => {
    const kinds = sortedEstimates(['energy', 'startup', 'memory', 'disk'].map(estimate));
    expect(kinds.map(({ kind }) => kind)).toEqual(['memory', 'disk', 'startup', 'energy']);
  });
});

describe('[EST-2] what a number was computed from', () => {
  test('[EST-2] value, range and unit; false and words are values', () => {
    expect(figureUseText(FIGURE)).toBe('3 MiB');
    expect(figureUseText(figure({ low: MIB, high: 4 * MIB }))).toBe('3 MiB (1 MiB to 4 MiB)');
    expect(figureUseText(figure({ value: null, low: MIB, high: 2 * MIB }))).toBe('1 MiB to 2 MiB');
    expect(figureUseText(figure({ value: false, unit: '' }))).toBe('no');
    expect(figureUseText(figure({ value: 0 }))).toBe('0 B');
    expect(figureUseText(figure({ value: null }))).toBe('unknown');
  });

  test('[EST-2] what is missing is named once', () => {
    const figures = [
      FIGURE,
      figure({ name: 'x', value: null }),
      figure({ name: 'x', value: null }),
    ];
    expect(unknownFigures(figures)).toEqual(['x']);
  });
});
