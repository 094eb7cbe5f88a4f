import { describe, expect, it } from 'vitest';
import { readSection, sectionText } from './critical-sections-column.ts';

describe('critical sections in a cell', () => {
  it.each([
    ['can-buffer 50 µs', { resource: 'can-buffer', lengthNs: 50_000, count: 1 }],
    ['2 x log 10 us', { resource: 'log', lengthNs: 10_000, count: 2 }],
    ['3× spi bus 1.5ms', { resource: 'spi bus', lengthNs: 1_500_000, count: 3 }],
    ['buffer 2 400 ns', { resource: 'buffer 2', lengthNs: 400, count: 1 }],
  ])('[TAB-5] "%s" is a resource, a count and a length', (text, section) => {
    const read = readSection(text);
    expect(read).toMatchObject({ ok: true, value: section });
    expect(readSection(sectionText(section))).toMatchObject({ ok: true, value: section });
  });

  it.each(['can-buffer', 'buffer 2', '50 µs', 'can-buffer 50 MHz', 'log 0.5 ns'])(
    '[TAB-5] "%s" is refused: a length needs its unit and is never guessed',
    (text) => expect(readSection(text)).toMatchObject({ ok: false }),
  );

  it.each([1, 999, 12_345_678, 1_000_000_007])(
    '[TAB-1] %d ns is read back the same',
    (lengthNs) => {
      const section = { resource: 'a', lengthNs, count: 1 };
      expect(readSection(sectionText(section))).toMatchObject({ ok: true, value: section });
    },
  );
});
