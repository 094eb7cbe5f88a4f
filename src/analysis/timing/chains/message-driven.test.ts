/** Chains of messages. */
import { describe, expect, it } from 'vitest';
import { duerrReaction } from './duerr.ts';
import { messageDrivenBound } from './message-driven.ts';
import { chainOf, task, termsOf, valueOf } from './testing/chain-builder.ts';

describe('message-driven chains', () => {
  // Responses count from the release of the first task: 19, then 30.
  const chain = chainOf([task(15, 19), task(15, 30)], { transport: 'queue', notification: 2 });

  it('[CHAIN-9] have no sampling but that of the first task', () => {
    expect(valueOf(messageDrivenBound(chain, 'age'))).toBe(30);
    expect(termsOf(messageDrivenBound(chain, 'reaction'))).toEqual([
      'sampling 0 15',
      'response 0 19',
      'notification 0 2',
      'response 1 9',
    ]);
    const arriving = { ...chain, stimulus: 'arrival' as const };
    expect(valueOf(messageDrivenBound(arriving, 'reaction'))).toBe(30);
  });

  it('[CHAIN-9] count as one task where others sample their outcome', () => {
    const [hop] = chain.hops;
    if (!hop) throw new Error('no hop');
    const mixed = {
      ...chain,
      tasks: [...chain.tasks, task(50, 8)],
      hops: [hop, { ...hop, transport: 'register' as const }],
    };
    expect(valueOf(messageDrivenBound(mixed, 'age'))).toBe('not-applicable: not-queue');
    expect(valueOf(duerrReaction(mixed))).toBe(15 + 30 + 2 + 50 + 8);
  });

  it('[CHAIN-5] keep one rate, and have no LET', () => {
    const other = (second: Parameters<typeof task>) =>
      chainOf([task(15, 19), task(...second)], { transport: 'queue' });
    expect(valueOf(messageDrivenBound(other([30, 30]), 'age'))).toBe('unknown: other-rate');
    expect(valueOf(messageDrivenBound(other([15, 15, { communication: 'let' }]), 'age'))).toBe(
      'unknown: not-implicit',
    );
  });
});
