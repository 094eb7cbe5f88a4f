import { describe, expect, it } from 'vitest';
import { GIB, KIB, MIB } from '../../model/units.ts';
import type { LayoutResult } from '../result.ts';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';
import { pageTableBytes } from './page-tables.ts';

const mib = (value: number) => ({ value, unit: 'MiB', sources: ['test'] });
const catalogue = catalogueOf([
  technology({
    id: 'general',
    name: 'General',
    family: 'type1-general',
    kinds: ['hypervisor', 'vm'],
    needsControl: true,
    figures: { fixedHostMemory: mib(8), memoryOverheadPerInstance: mib(3) },
  }),
  technology({
    id: 'engine',
    name: 'Engine',
    family: 'container',
    kinds: ['container-engine', 'container'],
    figures: { fixedHostMemory: mib(20), memoryOverheadPerInstance: mib(2) },
  }),
  technology({ id: 'unikernel', name: 'Unikernel', family: 'unikernel', kinds: ['thin-vm'] }),
  technology({
    id: 'jailhouse',
    name: 'Reserves its tables',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition'],
    figures: { fixedHostMemory: mib(4), memoryOverheadPerInstance: mib(0) },
  }),
]);
const linux = { family: 'linux', memoryBytes: 100 * MIB };
const memory = { memories: [{ id: 'd', name: 'DRAM', kind: 'dram', sizeBytes: 8 * GIB }] };

function estimate(result: LayoutResult, id: string) {
  const found = result.estimates.find(
    ({ kind, subject }) => kind === 'memory' && subject.id === id,
  );
  if (!found) throw new Error(`no memory estimate of ${id}`);
  return found;
}

describe('copies of environments', () => {
  it('[COPIES-1] everything in a VM counts once per copy, text once per kernel', () => {
    const result = new PlanBuilder(target(memory))
      .environment('host', 'os', null, { os: linux, coreIds: ['c0'] })
      .environment('hv', 'hypervisor', 'host', { technologyId: 'general' })
      .environment('vm', 'vm', 'hv', { os: linux, copies: 3 })
      .environment('ce', 'container-engine', 'vm', { technologyId: 'engine' })
      .environment('c', 'container', 'ce', { copies: 4 })
      .application('a', { memoryPrivateBytes: 10 * MIB, memorySharedBytes: 5 * MIB })
      .place('a', 'c', [], { instances: 2 })
      .analyze(catalogue);
    // one container: 2 x 10 private + 5 text
    expect(estimate(result, 'c').typical).toBe(25 * MIB);
    // one VM: Linux 100 + engine 20 + 4 x (20 private + 2 overhead) + text 5 once for the kernel
    expect(estimate(result, 'vm').typical).toBe(213 * MIB);
    // hypervisor: 8 + 3 x (213 + 3) and page tables of 3 guests: ceil(213 / 2) + 1 + 1 + 1 = 110 tables
    expect(estimate(result, 'hv').typical).toBe((8 + 3 * 216) * MIB + 3 * 110 * 4 * KIB);
    // Low: the published 3 MiB may hold them already.
    expect(estimate(result, 'hv').low).toBe((8 + 3 * 216) * MIB);
    expect(estimate(result, 'host').typical).toBe((108 + 3 * 216) * MIB + 3 * 110 * 4 * KIB);
    expect(estimate(result, 'host').atLeast).toBe(false);
    const names = estimate(result, 'hv').figures.map(({ name }) => name);
    expect(names).toContain('memory of "vm" x 3');
    expect(names).toContain('memory per instance of General (counted 3 times)');
  });

  it('[COPIES-1] copies with assigned memory take it each, rounded to the mapping granule', () => {
    const result = new PlanBuilder(target(memory))
      .environment('host', 'os', null, { os: linux, coreIds: ['c0'] })
      .environment('hv', 'hypervisor', 'host', { technologyId: 'general' })
      .environment('vm', 'vm', 'hv', { copies: 2, memoryBytes: 2 * MIB - 1 })
      .analyze(catalogue);
    // 8 + 2 x (2 + 3), 2 x 4 tables
    expect(estimate(result, 'hv').typical).toBe(18 * MIB + 2 * 4 * 4 * KIB);
  });

  it('[COPIES-1] what is unknown of one copy is unknown of all', () => {
    const result = new PlanBuilder(target(memory))
      .environment('host', 'os', null, { os: linux, coreIds: ['c0'] })
      .environment('hv', 'hypervisor', 'host', { technologyId: 'general' })
      .environment('vm', 'vm', 'hv', { copies: 5, os: { family: 'linux', memoryBytes: null } })
      .analyze(catalogue);
    expect(estimate(result, 'hv').atLeast).toBe(true);
  });
});

describe('page tables', () => {
  it.each([
    // 1 MiB: 1 last table, 1 of blocks, 1 above, 1 root
    [MIB, 3, 4],
    // 2 MiB + 1 B needs a second last table
    [2 * MIB + 1, 3, 5],
    // 1 GiB: 512 + 1 + 1 + 1
    [GIB, 3, 515],
    // 96 GiB: 49152 + 96 + 1 + 1
    [96 * GIB, 98, 49_250],
    [0, 0, 0],
  ])('[PAGES-1] %d bytes: %d tables with blocks, %d with pages', (bytes, blocks, pages) => {
    const given = { low: bytes, typical: bytes, high: bytes };
    expect(pageTableBytes(given, false)).toEqual({
      low: blocks * 4096,
      typical: pages * 4096,
      high: pages * 4096,
    });
    // Neighbouring pages have different colours: no blocks.
    expect(pageTableBytes(given, true).low).toBe(pages * 4096);
  });

  it('[PAGES-2] low 0 where nobody says whether the published memory holds them', () => {
    const result = new PlanBuilder(target(memory))
      .environment('hv', 'hypervisor', null, { technologyId: 'jailhouse', coreIds: ['c0'] })
      .environment('p', 'partition', 'hv', { memoryBytes: 64 * MIB })
      .analyze(catalogue);
    // 32 + 1 + 1 + 1 tables
    expect(estimate(result, 'hv')).toMatchObject({
      low: 68 * MIB,
      typical: 68 * MIB + 35 * 4 * KIB,
      high: 68 * MIB + 35 * 4 * KIB,
    });
    const use = estimate(result, 'hv').figures.find(({ name }) => name.startsWith('page tables'));
    expect(use?.conditions).toContain('nobody says whether');
  });

  it('[PAGES-2] are counted throughout where conditions say that published memory is without them', () => {
    const apart = {
      ...catalogue,
      readings: [
        {
          id: 'apart',
          phrase: 'without tables',
          reading: 'without-page-tables' as const,
          payloadBytes: null,
        },
      ],
    };
    const hypervisor = (conditions: string | null) =>
      technology({
        id: 'plain',
        family: 'type1-static',
        kinds: ['hypervisor', 'partition'],
        figures: {
          fixedHostMemory: { value: 4, unit: 'MiB', conditions, sources: ['test'] },
        },
      });
    const low = (conditions: string | null) =>
      estimate(
        new PlanBuilder(target(memory))
          .environment('hv', 'hypervisor', null, { technologyId: 'plain', coreIds: ['c0'] })
          .environment('p', 'partition', 'hv', { memoryBytes: 64 * MIB })
          .analyze({
            ...apart,
            technologies: new Map([['plain', hypervisor(conditions)]]),
          }),
        'hv',
      ).low;
    expect(low('measured without tables')).toBe(68 * MIB + 3 * 4 * KIB);
    expect(low(null)).toBe(68 * MIB);
  });

  it('[PAGES-2] the R profile of Armv8 maps regions and has none', () => {
    const on = (isa: string) =>
      new PlanBuilder(target({ ...memory, clusters: [{ id: 'r', cores: 1, isa }] }))
        .environment('hv', 'hypervisor', null, { coreIds: ['c0'], technologyId: 'general' })
        .environment('p', 'vm', 'hv', { memoryBytes: 64 * MIB, role: 'control' })
        .analyze(catalogue);
    expect(estimate(on('armv8-r'), 'hv').typical).toBe(75 * MIB);
    // 32 + 1 + 1 + 1 tables
    expect(estimate(on('aarch64'), 'hv').typical).toBe(75 * MIB + 35 * 4 * KIB);
  });
});

describe('control domain', () => {
  const xen = (role: string) =>
    new PlanBuilder(target(memory))
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'], technologyId: 'general' })
      .environment('dom0', 'vm', 'hv', { memoryBytes: 512 * MIB, role })
      .analyze(catalogue);

  it('[PARTS-1] a hypervisor that needs one and has none is at least what is known', () => {
    const without = estimate(xen('guest'), 'hv');
    expect(without.atLeast).toBe(true);
    expect(without.figures[0]?.name).toBe('control domain of "hv" (not in the layout)');
    expect(estimate(xen('control'), 'hv').atLeast).toBe(false);
  });
});

describe('guests that add nothing themselves', () => {
  it('[PARTS-2] a unikernel takes the overhead of the hypervisor that runs it', () => {
    const result = new PlanBuilder(target(memory))
      .environment('host', 'os', null, { os: linux, coreIds: ['c0'] })
      .environment('hv', 'hypervisor', 'host', { technologyId: 'general' })
      .environment('u', 'thin-vm', 'hv', { technologyId: 'unikernel', memoryBytes: 4 * MIB })
      .analyze(catalogue);
    // 8 + 4 + 3, tables 2 + 1 + 1 + 1
    expect(estimate(result, 'hv').typical).toBe(15 * MIB + 5 * 4 * KIB);
    expect(estimate(result, 'hv').atLeast).toBe(false);
  });
});
