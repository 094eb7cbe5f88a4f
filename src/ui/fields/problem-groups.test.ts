import { describe, expect, test } from 'vitest';
import type { Problem } from '../../model/problem.ts';
import { groupProblems } from './problem-groups.ts';

function problem(place: Problem['place'], found: string, code = 'csv-missing-unit'): Problem {
  return { code, message: 'no unit', place, found, expected: 'ms', remedy: 'Add it.' };
}

describe('problems that read alike', () => {
  test('[FLD-8] are one for each column, with how many, every row, and some of what was found', () => {
    const cells = [2, 3, 4].flatMap((row) =>
      ['period', 'WCET'].map((field) => problem({ row, field }, `${row * 10}`)),
    );
    expect(groupProblems([...cells, problem({ row: 9, field: 'period' }, '90')])).toMatchObject([
      { count: 4, where: '4 places: period, rows 2 to 4, 9', found: '20, 30, 40, …' },
      { count: 3, where: '3 places: WCET, rows 2 to 4', found: '20, 30, 40' },
    ]);
  });

  test('[FLD-8] another code or another expectation stays apart', () => {
    const one = problem({ row: 2, field: 'period' }, '1');
    const groups = groupProblems([one, { ...one, code: 'other' }, { ...one, expected: 'µs' }]);
    expect(groups.map(({ where, count }) => [where, count])).toEqual([
      ['row 2, period', 1],
      ['row 2, period', 1],
      ['row 2, period', 1],
    ]);
  });

  test('[FLD-8] places that are no cells are named as they are', () => {
    const at = (line: number) => problem({ line, column: 3 }, 'x');
    expect(groupProblems([at(1), at(2)])[0]?.where).toBe(
      '2 places: line 1, column 3; line 2, column 3',
    );
    expect(groupProblems([problem({}, 'x')])[0]?.where).toBe('the whole');
  });
});
