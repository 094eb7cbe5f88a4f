import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitText, oneLine, textWidth, wrapText } from './text-metrics.ts';

describe('text measure', () => {
  test('[DRAW-3] what Chromium measures is never more, and not much less', () => {
    // canvas.measureText in Chromium 156 at 1000 px: Liberation Sans regular and bold, DejaVu Sans the same.
    const measured = [
      ['Firewall and intrusion detection', 13_785, 15_057, 15_722, 18_066],
      ['shm-vehicle 256 KiB · 1 kHz', 12_505, 13_172, 13_952, 15_630],
      ['Größe ↔ 10 …', 6_780, 6_891, 7_085, 7_672],
    ] as const;
    for (const [text, liberation, liberationBold, dejavu, dejavuBold] of measured) {
      const regular = textWidth(text, 1000);
      const bold = textWidth(text, 1000, 'bold');
      expect(regular).toBeGreaterThanOrEqual(Math.max(liberation, dejavu));
      expect(bold).toBeGreaterThanOrEqual(Math.max(liberationBold, dejavuBold));
      expect(regular).toBeLessThan(dejavu * 1.12);
      expect(bold).toBeLessThan(dejavuBold * 1.12);
    }
  });

  test('[DRAW-3] any text fits the room it was fitted to', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.constantFrom('regular' as const, 'bold' as const),
        (text, room, weight) => {
          const fitted = fitText(text, room, 12, weight);
          expect(textWidth(fitted, 12, weight)).toBeLessThanOrEqual(room + 1e-9);
          for (const line of wrapText(text, room, 12, 2, weight))
            expect(textWidth(line, 12, weight)).toBeLessThanOrEqual(room + 1e-9);
        },
      ),
      { numRuns: 2000, seed: 7 },
    );
  });

  test('[DRAW-3] a text that fits is not touched, one that does not ends in an ellipsis', () => {
    expect(fitText('Gateway', 100, 12)).toBe('Gateway');
    expect(fitText('Firewall and intrusion detection', 100, 12)).toMatch(/^Firewall.*…$/);
    expect(fitText('Gateway', 5, 12)).toBe('');
  });

  test('[DRAW-3] characters as people see them are not cut in two', () => {
    const family = '👩‍👩‍👧‍👦';
    const fitted = fitText(family.repeat(20), 300, 12);
    expect(fitted.replaceAll(family, '')).toBe('…');
  });

  test('[DRAW-3] a name breaks at blanks; what follows too long a word is still seen', () => {
    expect(wrapText('Rear-view camera', 80, 12, 2)).toEqual(['Rear-view', 'camera']);
    expect(wrapText('Wirtschaftlichkeitsberechnung 12', 80, 12, 2)[1]).toBe('12');
  });

  test('[DRAW-2] nothing in a name rearranges the text around it', () => {
    expect(oneLine('\u202egnp.exe\u2066 \u200b a\n b')).toBe('gnp.exe a b');
  });
});
