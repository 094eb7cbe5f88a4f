import { describe, expect, test } from 'vitest';
import type { Estimate, FigureUse } from '../../analysis/result.ts';
import { MIB } from '../../model/units.ts';
import { estimateTitle } from '../../analysis/kind-words.ts';
import { estimateOf, sortedEstimates, unknownFigures } from './estimate-words.ts';

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
  estimate: null,
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
  test('[EST-2] an estimate in another one is found by kind and subject', () => {
    const [memory, disk] = ['memory', 'disk'].map(estimate);
    if (!memory || !disk) throw new Error('two estimates');
    const ref = { kind: 'disk', subject: disk.subject, atLeast: false };
    expect(estimateOf([memory, disk], ref)).toBe(disk);
    expect(estimateOf([memory], ref)).toBeNull();
    const elsewhere = { ...ref, subject: { ...disk.subject, id: 'elsewhere' } };
    expect(estimateOf([memory, disk], elsewhere)).toBeNull();
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
