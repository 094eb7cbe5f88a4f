import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../catalog/technology.ts';
import { GIB, MIB } from '../../model/units.ts';
import type { LayoutResult } from '../result.ts';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';

const catalogue: Catalogue = {
  ...catalogueOf([
    technology({ id: 'bao', family: 'type1-static', kinds: ['hypervisor', 'partition'] }),
  ]),
  deduplications: new Map([
    [
      'ksm',
      {
        id: 'ksm',
        name: 'KSM',
        default: 'off',
        cost: '64 B per page',
        bestCase: null as never,
        security: null,
        sources: ['test'],
      },
    ],
  ]),
};
const linux = (version: string | null) => ({ family: 'linux', version, memoryBytes: 100 * MIB });
const on = (mechanismId = 'ksm') => ({
  deduplication: { mechanismId, low: 0.05, typical: 0.1, high: 0.3, source: 'user' },
});
const machine = () =>
  new PlanBuilder(
    target({ memories: [{ id: 'd', name: 'D', kind: 'dram', sizeBytes: 64 * GIB }] }),
  );

function saved(result: LayoutResult, kind = 'memory-deduplication') {
  return result.estimates.find((each) => each.kind === kind && each.subject.id === 'host');
}

interface GuestSeed {
  readonly id: string;
  readonly copies?: number;
  readonly version?: string | null;
  readonly trust?: string | null;
  readonly criticality?: object | null;
  readonly memoryMib?: number;
  readonly kind?: string;
}

function guests(seeds: readonly GuestSeed[], choice: object = on()): LayoutResult {
  const builder = machine()
    .environment('host', 'os', null, { os: linux('6.6'), coreIds: ['c0'], ...choice })
    .environment('hv', 'hypervisor', 'host');
  for (const { id, copies, version, trust, criticality, memoryMib, kind } of seeds) {
    builder
      .environment(id, kind ?? 'vm', 'hv', {
        os: linux(version === undefined ? '6.6' : version),
        copies: copies ?? 1,
        memoryBytes: (memoryMib ?? 1024) * MIB,
      })
      .application(`app-${id}`, {
        trust: trust === undefined ? 'own' : trust,
        criticality: criticality ?? null,
      })
      .place(`app-${id}`, id);
  }
  return builder.analyze(catalogue);
}

describe('deduplication', () => {
  it('[DEDUP-1] f x (N - 1) x memory, less 64 B for each page of all', () => {
    const result = guests([{ id: 'a', copies: 8 }]);
    // cost: 8 GiB / 4 KiB x 64 B = 128 MiB; typical 0.1 x 7 GiB = 716.8 MiB
    const cost = 128 * MIB;
    expect(saved(result)).toMatchObject({
      low: Math.floor(0.05 * 7 * GIB) - cost,
      typical: Math.floor(0.1 * 7 * GIB) - cost,
      high: Math.floor(0.3 * 7 * GIB) - cost,
      unit: 'bytes',
      atLeast: false,
    });
  });

  it('[DEDUP-1] no budget counts on it, and its cost is taken from the memory of the host', () => {
    const of = (choice: object) => guests([{ id: 'a', copies: 8 }], choice);
    const memory = (choice: object) => saved(of(choice), 'memory')?.typical ?? Number.NaN;
    expect(memory(on()) - memory({})).toBe(128 * MIB);
    const total = (choice: object) =>
      of(choice).budgets.find(({ subject }) => subject.kind === 'target')?.demand.typical ??
      Number.NaN;
    expect(total(on()) - total({})).toBe(128 * MIB);
    expect(saved(of({}))).toBeUndefined();
  });

  it('[DEDUP-2] guests of one system, trust and criticality share; the largest is kept', () => {
    const pair = (second: Partial<GuestSeed>) =>
      saved(guests([{ id: 'a' }, { id: 'b', memoryMib: 512, ...second }]))?.typical;
    const cost = 24 * MIB;
    // 1024 + 512 - 1024 = 512 MiB repeated
    expect(pair({})).toBe(Math.floor(0.1 * 512 * MIB) - cost);
    const nothing = -cost;
    expect(pair({ version: '6.1' })).toBe(nothing);
    expect(pair({ version: null })).toBe(nothing);
    expect(pair({ trust: 'untrusted' })).toBe(nothing);
    expect(pair({ trust: null })).toBe(nothing);
    expect(pair({ criticality: { scale: 'ASIL', level: 'B' } })).toBe(nothing);
  });

  it('[DEDUP-2] copies of one guest share whatever is unknown of it', () => {
    const result = guests([{ id: 'a', copies: 2, version: null, trust: null }]);
    expect(saved(result)?.typical).toBe(Math.floor(0.1 * GIB) - 32 * MIB);
  });

  it('[DEDUP-2] one base image is one system, whatever releases say', () => {
    const builder = machine()
      .environment('host', 'os', null, { os: linux('6.6'), coreIds: ['c0'], ...on() })
      .environment('hv', 'hypervisor', 'host')
      .image('base', 'qcow2', null);
    for (const id of ['a', 'b']) {
      builder
        .environment(id, 'vm', 'hv', { os: linux(null), memoryBytes: GIB })
        .image(`disk-${id}`, 'qcow2', 'base', { environmentId: id })
        .application(`app-${id}`, { trust: 'own' })
        .place(`app-${id}`, id);
    }
    // 1 of 2 GiB is repeated; 2 GiB are scanned.
    expect(saved(builder.analyze(catalogue))?.typical).toBe(Math.floor(0.1 * GIB) - 32 * MIB);
  });

  it('[DEDUP-3] static partitions save 0', () => {
    const result = guests([{ id: 'a', copies: 4, kind: 'partition' }]);
    expect(saved(result)).toMatchObject({ low: 0, typical: 0, high: 0 });
    expect(saved(result)?.figures.at(-1)?.name).toBe('saved in "a": memory is given to it once');
  });

  it('[DEDUP-4] where the cost is unknown, only the most that it may save is known', () => {
    const result = guests([{ id: 'a', copies: 2 }], on('xen-sharing'));
    expect(saved(result)).toMatchObject({ low: null, typical: null, high: Math.floor(0.3 * GIB) });
    expect(saved(result, 'memory')?.atLeast).toBe(true);
  });
});
