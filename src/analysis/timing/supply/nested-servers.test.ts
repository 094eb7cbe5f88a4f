/** Servers inside a server: what the inner ones are granted is tested in what the outer one gives in the worst case. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { grantsUnderEarliestDeadline, grantsUnderFixedPriorities } from './server-grants.ts';
import { serverSupply, type Server, type ServerKind } from './servers.ts';
import { broken, ServerSimulation } from './testing/server-simulation.ts';

const LENGTH = 160;

const servers = (kinds: readonly ServerKind[], parts: number) =>
  fc
    .record({
      kind: fc.constantFrom(...kinds),
      period: fc.integer({ min: 3, max: 24 }),
      share: fc.integer({ min: 1, max: 100 }),
    })
    .map(({ kind, period, share }): Server => {
      const budget = Math.max(1, Math.floor((period * share) / parts));
      return { kind, budget: Math.min(budget, period), period, deadline: period };
    });

const FIXED: readonly ServerKind[] = ['periodic', 'polling', 'deferrable'];
const busySlots = fc
  .array(fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 60 })), { minLength: 4, maxLength: 20 })
  .map((stretches) => {
    const slots = stretches.flatMap(([idle, busy]) => [
      ...new Array<boolean>(idle).fill(false),
      ...new Array<boolean>(busy).fill(true),
    ]);
    return Array.from({ length: LENGTH }, (_, at) => slots[at] ?? true);
  });

const scenes = (kinds: readonly ServerKind[], policies: readonly ('edf' | 'fixed-priority')[]) =>
  fc.record({
    /** The first of them holds the inner ones. */
    outer: fc.tuple(servers(kinds, 120), servers(kinds, 400)),
    outerPolicy: fc.constantFrom(...policies),
    inner: fc.array(servers(kinds, 400), { minLength: 1, maxLength: 2 }),
    innerPolicy: fc.constantFrom(...policies),
    phases: fc.array(fc.nat(23), { minLength: 4, maxLength: 4 }),
    work: fc.array(busySlots, { minLength: 3, maxLength: 3 }),
  });

it('[SERVER-15] inner budgets that are granted in the supply of an outer one supply what they promise', () => {
  let granted = 0;
  const grantsOf = {
    edf: grantsUnderEarliestDeadline,
    'fixed-priority': grantsUnderFixedPriorities,
  };
  const scene = fc.oneof(
    scenes(FIXED, ['edf', 'fixed-priority']),
    scenes([...FIXED, 'constant-bandwidth'], ['edf']),
  );
  fc.assert(
    fc.property(scene, ({ outer, outerPolicy, inner, innerPolicy, phases, work }) => {
      const [within] = grantsOf[outerPolicy](outer);
      if (within?.kind !== 'granted') return;
      const grants = grantsOf[innerPolicy](inner, serverSupply(outer[0], within.within));
      if (grants.every(({ kind }) => kind !== 'granted')) return;
      const host = new ServerSimulation(outer, outerPolicy, phases.slice(0, 2));
      // An inner budget begins no earlier than what it is in: before, nobody promises it anything.
      const innerPhases = phases.slice(2).map((phase) => (phases[0] ?? 0) + phase);
      const guest = new ServerSimulation(inner, innerPolicy, innerPhases);
      const got = inner.map((): boolean[] => []);
      for (let now = 0; now < LENGTH; now += 1) {
        const busy = inner.map((_, at) => work[at]?.[now] ?? false);
        const inside = guest.choose(now, busy);
        const isServed = host.choose(now, [inside >= 0, work[2]?.[now] ?? false]);
        host.run(isServed);
        const runs = isServed === 0 ? inside : -1;
        guest.run(runs);
        for (const [at, slots] of got.entries()) slots.push(at === runs && (busy[at] ?? false));
      }
      for (const [at, grant] of grants.entries()) {
        const one = inner[at];
        if (grant.kind !== 'granted' || !one) continue;
        granted += 1;
        const from = innerPhases[at] ?? 0;
        expect(
          broken(serverSupply(one, grant.within), work[at] ?? [], got[at] ?? [], from),
        ).toBeNull();
      }
    }),
    { numRuns: 3000 },
  );
  expect(granted).toBeGreaterThan(500);
});
