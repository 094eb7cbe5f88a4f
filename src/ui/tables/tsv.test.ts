import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTsv, parseTsv } from './tsv.ts';

describe('[TAB-1] clipboard text', () => {
  test('[TAB-1] rows end with a line break, which makes no further row', () => {
    expect(parseTsv('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(parseTsv('a\t\n\tb')).toEqual([
      ['a', ''],
      ['', 'b'],
    ]);
    expect(parseTsv('')).toEqual([['']]);
    expect(parseTsv('a\n\nb')).toEqual([['a'], [''], ['b']]);
  });
  test('[TAB-1] quotes hold line breaks, tabs and quotes', () => {
    expect(parseTsv('"a\nb"\t"say ""hi"""\tc')).toEqual([['a\nb', 'say "hi"', 'c']]);
  });
  test('[TAB-1] a quote that nothing closes is text', () => {
    expect(parseTsv('"a\tb')).toEqual([['"a', 'b']]);
    expect(parseTsv('19" rack\t1')).toEqual([['19" rack', '1']]);
  });
  test('[TAB-1] what is copied is read back', () => {
    const cells = fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(cells, (rows) => {
        // Rows of one empty cell at the end cannot be told from a closing line break.
        fc.pre(formatTsv(rows.slice(-1)) !== '');
        expect(parseTsv(formatTsv(rows))).toEqual(rows);
      }),
    );
  });
});
