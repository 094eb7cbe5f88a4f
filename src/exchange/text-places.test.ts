import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextPlaces } from './text-places.ts';

it('[XML-2] counts lines and columns from 1, with the line ends of every system', () => {
  const places = new TextPlaces('ab\ncd\r\ne\rf');
  expect(places.at(0)).toEqual({ line: 1, column: 1 });
  expect(places.at(2)).toEqual({ line: 1, column: 3 });
  expect(places.at(3)).toEqual({ line: 2, column: 1 });
  expect(places.at(7)).toEqual({ line: 3, column: 1 });
  expect(places.at(9)).toEqual({ line: 4, column: 1 });
  expect(places.at(99)).toEqual({ line: 4, column: 2 });
  expect(places.at(-5)).toEqual({ line: 1, column: 1 });
});

it('[XML-2] agrees with splitting the text at its line ends', () => {
  const text = fc.array(fc.constantFrom('a', '\n', '\r\n', 'bc')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.nat(60), (content, offset) => {
      const at = Math.min(offset, content.length);
      const before = content.slice(0, at).split(/\r\n|\n/);
      // Between the two halves of a line end, the second half still belongs to the old line.
      fc.pre(!(content[at - 1] === '\r' && content[at] === '\n'));
      expect(new TextPlaces(content).at(at)).toEqual({
        line: before.length,
        column: (before.at(-1) ?? '').length + 1,
      });
    }),
  );
});
