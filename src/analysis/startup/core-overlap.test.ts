import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoreOverlap } from './core-overlap.ts';

const cores = fc.array(
  fc.nat({ max: 99 }).map((index) => `core-${index}`),
  { maxLength: 6 },
);

describe('core overlap', () => {
  it('[BOOT-4] two sets overlap where they share a core, or nobody says where one of them is', () => {
    fc.assert(
      fc.property(fc.array(cores, { minLength: 2, maxLength: 12 }), (lists) => {
        const sets = new CoreOverlap();
        const numbers = lists.map((list) => sets.numberOf(list));
        lists.forEach((a, i) => {
          lists.forEach((b, j) => {
            const share = a.length === 0 || b.length === 0 || a.some((core) => b.includes(core));
            expect(sets.overlap(numbers[i] ?? -1, numbers[j] ?? -1)).toBe(share);
          });
        });
      }),
    );
  });

  it('[BOOT-4] lists of the same cores are one set, in whatever order they stand', () => {
    const sets = new CoreOverlap();
    const first = sets.numberOf(['a', 'b', 'c']);
    expect(sets.numberOf(['c', 'a', 'b', 'a'])).toBe(first);
    expect(sets.numberOf(['a', 'b'])).not.toBe(first);
  });
});
