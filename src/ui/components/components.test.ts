import { describe, expect, test } from 'vitest';
import type { Budget } from '../../analysis/result.ts';
import { budgetText } from './budget-text.ts';
import { bestMatches } from './text-match.ts';
import { treeMove, type TreeLine } from './tree-keys.ts';

describe('[UI-7] tree keys', () => {
  const lines: readonly TreeLine[] = [
    { key: 'a', level: 1, title: 'Alpha', expanded: true },
    { key: 'b', level: 2, title: 'Beta' },
    { key: 'c', level: 2, title: 'Camera', expanded: false },
    { key: 'd', level: 1, title: 'Delta' },
  ];
  test.each([
    ['a', 'ArrowDown', 'b'],
    ['b', 'ArrowUp', 'a'],
    ['b', 'ArrowLeft', 'a'],
    ['a', 'ArrowRight', 'b'],
    ['b', 'End', 'd'],
    ['d', 'Home', 'a'],
    ['a', 'd', 'd'],
    ['d', 'c', 'c'],
  ])('[UI-7] from %s, %s goes to %s', (from, key, to) => {
    expect(treeMove(lines, from, key)).toEqual({ type: 'focus', key: to });
  });
  test('[UI-7] opens what is closed, closes what is open', () => {
    expect(treeMove(lines, 'c', 'ArrowRight')).toEqual({ type: 'toggle', key: 'c' });
    expect(treeMove(lines, 'a', 'ArrowLeft')).toEqual({ type: 'toggle', key: 'a' });
  });
  test('[UI-7] nothing beyond the ends, nothing for other keys', () => {
    expect(treeMove(lines, 'd', 'ArrowDown')).toBeNull();
    expect(treeMove(lines, 'b', 'ArrowRight')).toBeNull();
    expect(treeMove(lines, 'a', 'Tab')).toBeNull();
  });
});

describe('[UI-5] finding by words', () => {
  const find = (query: string) =>
    bestMatches(
      ['Data logger', 'Logger', 'Telemetry log', 'Gateway'],
      query,
      (title) => ({ title, more: title === 'Gateway' ? 'application' : 'environment' }),
      10,
    );
  test('[UI-5] all words must occur; beginnings of words first', () => {
    expect(find('log')).toEqual(['Logger', 'Data logger', 'Telemetry log']);
    expect(find('log data')).toEqual(['Data logger']);
    expect(find('xyz')).toEqual([]);
  });
  test('[UI-5] the kind is found too, after hits in the name; equals keep their order', () => {
    expect(find('application')).toEqual(['Gateway']);
    const twice = ['a', 'b'].map((key) => ({ key, title: 'Telemetry' }));
    const found = bestMatches(twice, 'tele', ({ title, key }) => ({ title, more: key }), 10);
    expect(found.map(({ key }) => key)).toEqual(['a', 'b']);
  });
  test('[UI-5] nothing typed shows everything in its order', () => {
    expect(find(' ')).toHaveLength(4);
  });
});

describe('[UI-8] budgets in words', () => {
  const budget: Budget = {
    kind: 'memory',
    subject: { kind: 'target', id: 't', name: 'T' },
    demand: { low: 1024, typical: null, high: 2048 },
    atLeast: true,
    capacity: null,
    unit: 'bytes',
    verdict: 'unknown',
    coreIds: [],
    formula: '',
    figures: [],
  };
  test('[UI-8] unknown capacity is unknown, a part that is missing makes it "at least"', () => {
    expect(budgetText(budget)).toBe('at least 1 KiB of unknown');
  });
  test('[UI-8] nothing known is unknown, not 0', () => {
    const nothing = { low: null, typical: null, high: null };
    expect(budgetText({ ...budget, demand: nothing })).toBe('unknown of unknown');
    const none = { low: 0, typical: 0, high: 0 };
    expect(budgetText({ ...budget, demand: none, atLeast: false, capacity: 1024 })).toBe(
      '0 B of 1 KiB',
    );
  });
});
