/** The sum of periods and response times. */
import { describe, expect, it } from 'vitest';
import { davareBound } from './davare.ts';
import { chainOf, task, termsOf, valueOf } from './testing/chain-builder.ts';

describe('Davare', () => {
  it('[CHAIN-1] adds T + R: Burns and Wellings set D as a chain', () => {
    const chain = chainOf([task(7, 3), task(12, 6), task(20, 20)]);
    expect(valueOf(davareBound(chain, 'reaction'))).toBe(68);
    expect(valueOf(davareBound(chain, 'age'))).toBe(68);
  });

  it('[CHAIN-2] takes copying out of the response time, and adds notifications to it', () => {
    const chain = chainOf([task(10, 4), task(20, 7)], { copyTime: 1, notification: 2 });
    expect(termsOf(davareBound(chain, 'reaction'))).toEqual([
      'sampling 0 10',
      'response 0 3',
      'copy 0 1',
      'notification 0 2',
      'sampling 1 20',
      'response 1 7',
    ]);
    expect(valueOf(davareBound(chain, 'reaction'))).toBe(43);
  });

  it('[CHAIN-5] counts the longest gap of a sporadic task, and is unknown without one', () => {
    // An interrupt every 700 to 800 us, read by a task of 2 ms.
    const chain = (longestGap: number | null) =>
      chainOf([task(700, 40, { longestGap, offset: null }), task(2000, 300)]);
    expect(valueOf(davareBound(chain(800), 'reaction'))).toBe(800 + 40 + 2000 + 300);
    expect(valueOf(davareBound(chain(null), 'reaction'))).toBe('unknown: no-longest-gap');
    const arriving = { ...chain(null), stimulus: 'arrival' as const };
    expect(valueOf(davareBound(arriving, 'reaction'))).toBe(40 + 2000 + 300);
    // Without a next arrival nothing replaces the value: it ages without end.
    expect(valueOf(davareBound(arriving, 'age'))).toBe('unknown: no-longest-gap');
  });

  it('[CHAIN-5] is unknown without a response time, and says of which task', () => {
    const outcome = davareBound(chainOf([task(10, 4), task(20, null)]), 'age');
    expect(outcome).toEqual({
      kind: 'unknown',
      obstacles: [{ code: 'no-response-time', task: 1 }],
    });
  });

  it('[CHAIN-12] is unknown beyond exact numbers', () => {
    const chain = chainOf([task(2 ** 52, 2 ** 52), task(2 ** 52, 1)]);
    expect(valueOf(davareBound(chain, 'reaction'))).toBe('unknown: overflow');
  });
});
