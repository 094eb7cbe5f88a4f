/** What servers supply and demand, alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MECHANISM_GUARANTEES } from './mechanisms.ts';
import {
  interferenceOf,
  serverDemand,
  serverSupply,
  type Server,
  type ServerKind,
} from './servers.ts';

function server(kind: ServerKind, budget: number, period: number, deadline = period): Server {
  return { kind, budget, period, deadline };
}

const KINDS: readonly ServerKind[] = ['periodic', 'polling', 'deferrable', 'constant-bandwidth'];

describe('servers', () => {
  it('[SERVER-9] demand, summed over any interval, what their periods and deadlines allow', () => {
    expect(
      Array.from({ length: 10 }, (_, t) => serverDemand(server('periodic', 2, 4)).bound(t)),
    ).toEqual([0, 0, 0, 0, 2, 2, 2, 2, 4, 4]);
    expect(
      Array.from({ length: 10 }, (_, t) =>
        serverDemand(server('constant-bandwidth', 2, 4, 3)).bound(t),
      ),
    ).toEqual([0, 0, 0, 2, 2, 2, 2, 4, 4, 4]);
    // At the end of one period and again with the next ones: floor(t / 4) 2 + min(2, t mod 4).
    expect(
      Array.from({ length: 10 }, (_, t) => serverDemand(server('deferrable', 2, 4)).bound(t)),
    ).toEqual([0, 1, 2, 2, 2, 3, 4, 4, 4, 5]);
  });

  it('[SERVER-10] change their demand only where they say', () => {
    const servers = fc
      .tuple(fc.constantFrom(...KINDS), fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.nat(9))
      .map(([kind, budget, late, more]) =>
        server(
          kind,
          budget,
          budget + late + more,
          kind === 'constant-bandwidth' ? budget + late : budget + late + more,
        ),
      );
    fc.assert(
      fc.property(servers, fc.integer({ min: 1, max: 200 }), (one, t) => {
        const { bound, changeBefore } = serverDemand(one);
        const before = changeBefore(t);
        expect(before).toBeGreaterThanOrEqual(0);
        expect(before).toBeLessThan(t);
        // A straight line in between: every step is the same.
        for (let at = before + 1; at + 1 < t; at += 1) {
          expect(bound(at + 1) - bound(at)).toBe(bound(at) - bound(at - 1));
        }
      }),
    );
  });

  it('[SERVER-11] disturb lower priorities once per period, deferrable ones back to back', () => {
    expect(interferenceOf(server('periodic', 2, 10)).jitter).toBe(0);
    expect(interferenceOf(server('deferrable', 2, 10))).toEqual({
      wcet: 2,
      period: 10,
      deadline: 10,
      jitter: 8,
      blocking: 0,
    });
    expect(() => interferenceOf(server('constant-bandwidth', 2, 10))).toThrow('no priority');
  });

  it('[SERVER-12] supply less the later they are granted, a polling server the least', () => {
    for (const kind of KINDS) {
      const times = [4, 7, 10].map(
        (within) => serverSupply(server(kind, 4, 10), within).timeToSupply(1) - 1,
      );
      expect(times).toEqual(kind === 'polling' ? [10, 13, 16] : [6, 9, 12]);
    }
    expect(() => serverSupply(server('deferrable', 4, 10), 3)).toThrow('deadline');
    expect(() => serverSupply(server('deferrable', 4, 10), 11)).toThrow('deadline');
  });

  it('[SERVER-13] every mechanism names its conditions or why it guarantees nothing, and its source', () => {
    const none = [];
    for (const [name, guarantee] of Object.entries(MECHANISM_GUARANTEES)) {
      expect(guarantee.source, name).not.toBe('');
      if (guarantee.kind === 'none') {
        none.push(name);
        expect(guarantee.reason, name).toMatch(/\.$/);
      } else expect(guarantee.conditions.length, name).toBeGreaterThan(0);
      if (guarantee.kind !== 'server') continue;
      // What has a priority cannot be of constant bandwidth.
      if (guarantee.server === 'constant-bandwidth') {
        expect(guarantee.policies, name).toEqual(['earliest-deadline']);
      }
    }
    expect(none).toEqual([
      'xen-credit',
      'xen-credit2',
      'kvm-default',
      'linux-cpu-max',
      'linux-cpu-weight',
    ]);
  });
});
