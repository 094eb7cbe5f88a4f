/** Servers that are granted their budgets, slot by slot, with content that has work or not as it pleases. */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPriorityResponse } from '../fixed-priority.ts';
import { periodicResourceSupply } from './periodic-resource.ts';
import {
  grantsUnderEarliestDeadline,
  grantsUnderFixedPriorities,
  type Grant,
} from './server-grants.ts';
import { serverDemand, serverSupply, type Server, type ServerKind } from './servers.ts';
import type { Supply } from './supply.ts';
import { broken, simulate } from './testing/server-simulation.ts';

const FACTS = new URL('../../../../../shared/data/timing/', import.meta.url);
const there = existsSync(FACTS);
if (!there) console.warn('Task sets not beside the project: servers are not compared with them.');

function server(kind: ServerKind, budget: number, period: number, deadline = period): Server {
  return { kind, budget, period, deadline };
}

const LENGTH = 160;
/** Stretches of work and of none, as content pleases. */
const works = fc
  .array(fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 60 })), { minLength: 4, maxLength: 20 })
  .map((stretches) => {
    const slots = stretches.flatMap(([idle, busy]) => [
      ...new Array<boolean>(idle).fill(false),
      ...new Array<boolean>(busy).fill(true),
    ]);
    return Array.from({ length: LENGTH }, (_, at) => slots[at] ?? true);
  });

function serversOf(kinds: readonly ServerKind[]): fc.Arbitrary<Server> {
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      period: fc.integer({ min: 3, max: 16 }),
      share: fc.integer({ min: 1, max: 100 }),
      early: fc.nat(100),
    })
    .map(({ kind, period, share, early }) => {
      const budget = Math.max(1, Math.floor((period * share) / 220));
      const room = kind === 'constant-bandwidth' ? period - budget : 0;
      return server(kind, budget, period, period - Math.floor((room * early) / 150));
    });
}

function scenes(kinds: readonly ServerKind[]): fc.Arbitrary<{
  servers: readonly Server[];
  phases: readonly number[];
  work: readonly (readonly boolean[])[];
}> {
  return fc.integer({ min: 1, max: 3 }).chain((count) =>
    fc.record({
      servers: fc.array(serversOf(kinds), { minLength: count, maxLength: count }),
      phases: fc.array(fc.nat(15), { minLength: count, maxLength: count }),
      work: fc.array(works, { minLength: count, maxLength: count }),
    }),
  );
}

/** How many budgets were granted, and the first broken promise. */
function judge(
  {
    servers,
    phases,
    work,
  }: {
    servers: readonly Server[];
    phases: readonly number[];
    work: readonly (readonly boolean[])[];
  },
  policy: 'fixed-priority' | 'edf',
  grants: readonly Grant[],
): { granted: number; failure: string | null } {
  const got = simulate(servers, policy, phases, work);
  let granted = 0;
  for (const [at, grant] of grants.entries()) {
    const one = servers[at];
    if (grant.kind !== 'granted' || !one) continue;
    granted += 1;
    // A server of a fixed phase exists from that phase on.
    const from = one.kind === 'constant-bandwidth' ? 0 : (phases[at] ?? 0);
    const failure = broken(serverSupply(one, grant.within), work[at] ?? [], got[at] ?? [], from);
    if (failure !== null) return { granted, failure: `server ${at} ${failure}` };
  }
  return { granted, failure: null };
}

describe('servers that are granted their budgets', () => {
  it('[SERVER-1] supply what they promise under fixed priorities, whatever their content does', () => {
    let granted = 0;
    fc.assert(
      fc.property(scenes(['periodic', 'polling', 'deferrable']), (scene) => {
        const found = judge(scene, 'fixed-priority', grantsUnderFixedPriorities(scene.servers));
        granted += found.granted;
        expect(found.failure).toBeNull();
      }),
      { numRuns: 1500 },
    );
    expect(granted).toBeGreaterThan(1000);
  });

  it('[SERVER-2] supply what they promise under earliest deadline first, whatever their content does', () => {
    let granted = 0;
    // Without constant-bandwidth servers, whose deadlines move, another test proves more.
    const fixed: readonly ServerKind[] = ['periodic', 'polling', 'deferrable'];
    const kinds = fc.oneof(scenes([...fixed, 'constant-bandwidth']), scenes(fixed));
    fc.assert(
      fc.property(kinds, (scene) => {
        const found = judge(scene, 'edf', grantsUnderEarliestDeadline(scene.servers));
        granted += found.granted;
        expect(found.failure).toBeNull();
      }),
      { numRuns: 2500 },
    );
    expect(granted).toBeGreaterThan(2000);
  });

  it('[SERVER-3] deferrable servers under earliest deadline first: budgets that add up to 1 are not enough', () => {
    const servers = [server('deferrable', 2, 4), server('deferrable', 5, 10)];
    // Both content phases of the counter-example: the first defers its budget, the second has work in [2, 12).
    const work = [
      Array.from({ length: 12 }, (_, slot) => slot >= 2),
      Array.from({ length: 12 }, (_, slot) => slot >= 2),
    ];
    const got = simulate([...servers].reverse(), 'edf', [2, 0], work);
    const supply = got[0]?.filter(Boolean).length;
    expect(supply).toBe(4);
    if (there) {
      const text = readFileSync(new URL('edf_deferrable_counterexample.json', FACTS), 'utf8');
      expect(supply).toBe((JSON.parse(text) as { S_supply: number }).S_supply);
    }
    expect(grantsUnderEarliestDeadline(servers).map(({ kind }) => kind)).toEqual([
      'not-proven',
      'not-proven',
    ]);
    // As periodic servers the same budgets are granted.
    const periodic = servers.map((one): Server => ({ ...one, kind: 'periodic' }));
    expect(grantsUnderEarliestDeadline(periodic).map(({ kind }) => kind)).toEqual([
      'granted',
      'granted',
    ]);
  });

  it('[SERVER-4] a polling server that finds nothing to do leaves late content without until the next period', () => {
    const poll = server('polling', 5, 10);
    const work = [Array.from({ length: 20 }, (_, slot) => slot >= 1)];
    const got = simulate([poll], 'edf', [0], work)[0] ?? [];
    expect(got.indexOf(true)).toBe(10);
    const [grant] = grantsUnderFixedPriorities([poll]);
    expect(grant).toEqual({ kind: 'granted', within: 5 });
    // One unit at slot 1 responds after 10; the explicit deadline periodic supply alone would say 6.
    expect(serverSupply(poll, 5).timeToSupply(1)).toBe(11);
    expect(serverSupply({ ...poll, kind: 'periodic' }, 5).timeToSupply(1)).toBe(6);
  });

  it('[SERVER-5] early deadlines: a sum of 0.95, which the kernel admits, proves nothing', () => {
    const early = [server('constant-bandwidth', 4, 10, 4), server('constant-bandwidth', 4, 10, 6)];
    expect(grantsUnderEarliestDeadline(early)).toEqual([
      { kind: 'not-proven', at: 6 },
      { kind: 'not-proven', at: 6 },
    ]);
    expect(
      grantsUnderEarliestDeadline([early[0] as Server, server('constant-bandwidth', 4, 10, 8)]),
    ).toEqual([
      { kind: 'granted', within: 4 },
      { kind: 'granted', within: 8 },
    ]);
  });

  it('[SERVER-6] overload is refuted, exact utilisation granted, and every test ends', () => {
    const full = [server('periodic', 1, 3), server('periodic', 2, 6), server('periodic', 4, 12)];
    expect(grantsUnderEarliestDeadline(full).map(({ kind }) => kind)).toEqual(
      full.map(() => 'granted'),
    );
    expect(grantsUnderFixedPriorities(full).map(({ kind }) => kind)).toEqual(
      full.map(() => 'granted'),
    );
    const more = [...full, server('periodic', 1, 1_000_000_007)];
    expect(grantsUnderEarliestDeadline(more).map(({ kind }) => kind)).toEqual(
      more.map(() => 'overloaded'),
    );
    expect(grantsUnderFixedPriorities(more).at(-1)).toEqual({ kind: 'overloaded' });
    const coprime = [
      server('constant-bandwidth', 500_000_003, 1_000_000_007, 1_000_000_006),
      server('constant-bandwidth', 499_999_000, 1_000_000_009, 1_000_000_006),
    ];
    expect(grantsUnderEarliestDeadline(coprime, undefined, { steps: 2 })[0]?.kind).toBe('unknown');
    expect(grantsUnderEarliestDeadline(coprime)[0]?.kind).toBe('granted');
    expect(grantsUnderEarliestDeadline([])).toEqual([]);
  });

  it('[SERVER-7] finds every length in which demand exceeds supply, as looking at all of them does', () => {
    const kinds: readonly ServerKind[] = ['periodic', 'deferrable', 'constant-bandwidth'];
    // In its own period a server may be granted what this test does not prove: SERVER-14.
    const moving = server('constant-bandwidth', 1, 1000);
    const supplies = fc.constantFrom(undefined, periodicResourceSupply(7, 10));
    fc.assert(
      fc.property(
        fc.array(serversOf(kinds), { minLength: 1, maxLength: 3 }),
        supplies,
        (drawn, supply) => {
          const servers = [...drawn, moving];
          const grants = grantsUnderEarliestDeadline(servers, supply);
          if (grants[0]?.kind === 'overloaded') return;
          const demands = servers.map(serverDemand);
          let largest = -1;
          for (let t = 1; t <= 4000; t += 1) {
            const demand = demands.reduce((sum, { bound }) => sum + bound(t), 0);
            if (demand > (supply?.supplyBound(t) ?? t)) largest = t;
          }
          for (const [at, one] of servers.entries()) {
            expect(grants[at]?.kind).toBe(largest >= one.deadline ? 'not-proven' : 'granted');
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** Every pattern of one stretch of work after one of none, and of none within work. */
const PATTERNS = Array.from({ length: 8 }, (_, idle) =>
  [0, 3].map((again) =>
    Array.from(
      { length: 40 },
      (_, slot) => slot >= idle && !(slot >= idle + 4 && slot < idle + 4 + again),
    ),
  ),
).flat();

/** Whether some phase and some patterns of work leave content with less than its server promises, by server. */
function brokenByAny(servers: readonly Server[]): readonly boolean[] {
  const failed = servers.map(() => false);
  for (let phase = 0; phase < (servers[0]?.period ?? 0); phase += 1) {
    const phases = [phase, 0];
    for (const mine of PATTERNS) {
      for (const its of PATTERNS) {
        const work = [mine, its];
        for (const [at, got] of simulate(servers, 'edf', phases, work).entries()) {
          const one = servers[at] as Server;
          const supply = serverSupply(one, one.period);
          if (broken(supply, work[at] ?? [], got, phases[at] ?? 0) !== null) failed[at] = true;
        }
      }
    }
  }
  return failed;
}

describe('deferrable servers under earliest deadline first, each in its own period', () => {
  it('[SERVER-14] budgets of one period are granted where they add up to it, unequal ones where others leave them', () => {
    const kinds = (servers: readonly Server[], supply?: Supply) =>
      grantsUnderEarliestDeadline(servers, supply).map(({ kind }) => kind);
    expect(kinds([server('deferrable', 4, 10), server('deferrable', 6, 10)])).toEqual([
      'granted',
      'granted',
    ]);
    expect(kinds([server('deferrable', 4, 10), server('deferrable', 7, 10)])).toEqual([
      'overloaded',
      'overloaded',
    ]);
    // 4 + 4 of 10; 4 + 2 x 4 of 20.
    expect(kinds([server('deferrable', 4, 10), server('deferrable', 4, 20)])).toEqual([
      'granted',
      'granted',
    ]);
    // min(6, 10) + 5 of 10 may come before the first; 6 + 2 x 5 of 20 before the second.
    expect(kinds([server('deferrable', 5, 10), server('deferrable', 6, 20)])).toEqual([
      'not-proven',
      'granted',
    ]);
    // Within 8 of every 10 at the worst 6 + 6 - 4 = 6 of 10 come.
    const supply = periodicResourceSupply(8, 10);
    expect(kinds([server('deferrable', 3, 10), server('deferrable', 3, 10)], supply)).toEqual([
      'granted',
      'granted',
    ]);
    expect(kinds([server('deferrable', 3, 10), server('deferrable', 4, 10)], supply)).toEqual([
      'not-proven',
      'not-proven',
    ]);
  });

  it('[SERVER-14] no phase and no pattern of work breaks what is granted so; most of what is not is broken', () => {
    const found = { granted: 0, broken: 0, open: 0 };
    for (const servers of pairs()) {
      const grants = grantsUnderEarliestDeadline(servers);
      const failed = brokenByAny(servers);
      for (const [at, { kind }] of grants.entries()) {
        if (kind === 'granted') {
          found.granted += 1;
          expect(failed[at]).toBe(false);
        } else if (failed[at]) found.broken += 1;
        else found.open += 1;
      }
    }
    expect(found).toEqual({ granted: 52, broken: 5, open: 1 });
  });
});

/** Deferrable servers of small periods that fit a core together. */
function* pairs(): Generator<readonly [Server, Server]> {
  for (const [one, two] of [
    [4, 4],
    [3, 4],
    [4, 6],
    [4, 5],
    [3, 6],
  ] as const) {
    for (let first = 1; first < one; first += 1) {
      for (let second = 1; second < two; second += 1) {
        if (first * two + second * one > one * two) continue;
        yield [server('deferrable', first, one), server('deferrable', second, two)];
      }
    }
  }
}

interface DeferrableFact {
  readonly id: string;
  readonly servers: readonly { period: number; budget: number }[];
  readonly tasks: readonly { T: number; C: number }[];
  readonly own_safe_edp_bound: readonly { server_delta: number; wcrt: number | null }[];
  readonly max_simulated: readonly number[];
}

describe.skipIf(!there)('servers with known answers', () => {
  const text = there ? readFileSync(new URL('hierarchical.json', FACTS), 'utf8') : '{}';
  const { deferrable = [] } = JSON.parse(text) as { deferrable?: readonly DeferrableFact[] };
  it.each(deferrable)(
    '[SERVER-8] $id: when servers are granted, and responses inside them',
    (fact) => {
      const servers = fact.servers.map(({ budget, period }) =>
        server('deferrable', budget, period),
      );
      const grants = grantsUnderFixedPriorities(servers);
      expect(grants).toEqual(
        fact.own_safe_edp_bound.map(({ server_delta: within }) => ({ kind: 'granted', within })),
      );
      for (const [at, { T, C }] of fact.tasks.entries()) {
        const supply = serverSupply(
          servers[at] as Server,
          fact.own_safe_edp_bound[at]?.server_delta ?? 0,
        );
        const task = { wcet: C, period: T, deadline: T, jitter: 0, blocking: 0 };
        const bound = fixedPriorityResponse(task, [], supply);
        // The second server has a null: demand equals supply there, which ends here at 24.
        const known = fact.own_safe_edp_bound[at]?.wcrt ?? 24;
        expect(bound).toMatchObject({ kind: 'bounded', responseTime: known });
        expect(known).toBeGreaterThanOrEqual(fact.max_simulated[at] ?? 0);
      }
    },
  );
});
