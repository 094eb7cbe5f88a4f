/** The heap against sorting. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LeastFirst } from './least-first.ts';

it('[HEAP-1] gives the least key first, after additions, other keys and removals in any order', () => {
  const key = fc.integer({ min: -20, max: 20 });
  const change = fc.oneof(fc.record({ add: key }), fc.record({ rekey: key }), fc.constant(null));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const heap = new LeastFirst();
      const keys = new Map<number, number>();
      for (const [item, each] of changes.entries()) {
        const { least } = heap;
        if (each && 'add' in each) {
          heap.add(item, each.add);
          keys.set(item, each.add);
        } else if (least !== undefined) {
          heap.rekeyLeast(each?.rekey ?? Infinity);
          if (each) keys.set(least, each.rekey);
          else keys.delete(least);
        }
        expect(heap.leastKey).toBe(Math.min(Infinity, ...keys.values()));
        if (keys.size > 0) expect(keys.get(heap.least ?? NaN)).toBe(heap.leastKey);
        else expect(heap.least).toBeUndefined();
      }
    }),
  );
});
