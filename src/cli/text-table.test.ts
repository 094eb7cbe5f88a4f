/** Columns of text. */
import { describe, expect, it } from 'vitest';
import { textTable, wrapped } from './text-table.ts';

describe('text table', () => {
  it('[CLI-5] columns are as wide as their widest cell, numbers stand to the right', () => {
    const columns = [{ head: 'A' }, { head: 'N', right: true }];
    expect(
      textTable(columns, [
        ['long name', '1'],
        ['b', '1000'],
      ]),
    ).toBe('A             N\nlong name     1\nb          1000\n');
  });

  it('[CLI-5] wide characters take two columns', () => {
    const columns = [{ head: 'A' }, { head: 'B' }];
    expect(
      textTable(columns, [
        ['車載', 'x'],
        ['ab', 'y'],
      ]),
    ).toBe('A     B\n車載  x\nab    y\n');
  });

  it('[CLI-5] what is too wide is cut where it may be, to no less than a dozen columns', () => {
    const columns = [
      { head: 'A', clip: true },
      { head: 'N', right: true },
    ];
    const row = ['a name of many letters', '12345'];
    expect(textTable(columns, [row], 24)).toBe(
      'A                      N\na name of many l…  12345\n',
    );
    expect(textTable(columns, [row], 5)).toBe('A                 N\na name of m…  12345\n');
  });

  it('[CLI-5] long lines are broken between words, a longer word stays whole', () => {
    expect(wrapped('one two three', 8, '  ')).toBe('one two\n  three\n');
    expect(wrapped('incomprehensible', 4)).toBe('incomprehensible\n');
  });
});
