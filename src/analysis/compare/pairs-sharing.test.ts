import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairsSharing, type Sharer } from './pairs-sharing.ts';

/** Looks at every pair: slow, and plainly what is meant. */
function pairByPair(sharers: readonly Sharer[]): number {
  let pairs = 0;
  sharers.forEach((a, index) => {
    for (const b of sharers.slice(index + 1)) {
      const common = a.uses.some((resource) => b.uses.includes(resource));
      if (common && a.level !== b.level) pairs += 1;
    }
  });
  return pairs;
}

const sharer = fc.record({
  level: fc.constantFrom('ASIL QM', 'ASIL B', 'SIL 2'),
  uses: fc.uniqueArray(fc.constantFrom('c0', 'c1', 'c2', 'c3'), { maxLength: 4 }),
});

describe('pairs with something in common', () => {
  it('[COMPARE-3] are counted as looking at each pair would', () => {
    fc.assert(
      fc.property(fc.array(sharer, { maxLength: 30 }), (sharers) => {
        expect(pairsSharing(sharers)).toBe(pairByPair(sharers));
      }),
    );
  });

  it('[COMPARE-3] are counted once, however much they share', () => {
    const both = ['c0', 'c1', 'c2'];
    expect(
      pairsSharing([
        { level: 'ASIL B', uses: both },
        { level: 'ASIL D', uses: both },
      ]),
    ).toBe(1);
  });
});
