import { describe, expect, test } from 'vitest';
import { generatedTarget } from '../../model/testing/generated-plan.ts';
import { coresText, readCores } from './core-text.ts';

const target = generatedTarget(8);
const ids = (...numbers: number[]) => numbers.map((number) => `pkg0.${number}`);
function read(text: string) {
  const result = readCores(target, text);
  return result.ok ? result.value : result.problems.map(({ code }) => code);
}

describe('[TAB-12] cores as text', () => {
  test('[TAB-12] runs are short, gaps are kept', () => {
    expect(coresText(target, ids(0, 1, 2, 5))).toBe('core 0-2, core 5');
    expect(coresText(target, [])).toBe('');
  });
  test('[TAB-12] a core that the target lacks is said to be missing', () => {
    expect(coresText(target, ['pkg0.1', 'gone'])).toBe('core 1, missing core gone');
  });
  test('[TAB-12] what is written is read, in hardware order', () => {
    expect(read('core 5; core 0-2')).toEqual(ids(0, 1, 2, 5));
    expect(read('3, pkg0.4')).toEqual(ids(3, 4));
    expect(read('core 9')).toEqual(['cell-unknown-name']);
    expect(read('core 1, core 1')).toEqual(['cell-form']);
    expect(read('core 3-1')).toEqual(['cell-unknown-name']);
  });
});
