/** Columns of text. */
import { describe, expect, it } from 'vitest';
import { textTable } from './text-table.ts';

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
});
