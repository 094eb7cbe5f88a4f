import { describe, expect, it } from 'vitest';
import { GIB, KIB, MIB } from '../../model/units.ts';
import type { LayoutResult } from '../result.ts';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

const mib = (value: number, low: number | null = null, high: number | null = null) => ({
  value,
  low,
  high,
  unit: 'MiB',
  sources: ['test'],
});
const catalogue = catalogueOf([
  technology({
    id: 'hv',
    name: 'HV',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition', 'vm'],
    figures: { fixedHostMemory: mib(4, 2, 64), memoryOverheadPerInstance: mib(1) },
  }),
  technology({
    id: 'engine',
    name: 'Engine',
    family: 'container',
    kinds: ['container-engine', 'container'],
    figures: { fixedHostMemory: mib(30), memoryOverheadPerInstance: mib(2) },
  }),
  technology({
    id: 'silent',
    name: 'Silent',
    family: 'type1-static',
    kinds: ['hypervisor', 'partition'],
  }),
  technology({
    id: 'tiny',
    name: 'Tiny',
    family: 'unikernel',
    kinds: ['thin-vm'],
    figures: { minGuestMemory: mib(5, 2, 7), memoryOverheadPerInstance: mib(3) },
  }),
]);
const linux = (memoryBytes: number | null) => ({
  family: 'linux',
  version: null,
  memoryBytes,
  memorySource: memoryBytes === null ? null : 'measured on the board',
});
const needs = (privateMib: number | null, sharedMib: number | null) => ({
  memoryPrivateBytes: privateMib === null ? null : privateMib * MIB,
  memorySharedBytes: sharedMib === null ? null : sharedMib * MIB,
});
const fitted = (sizeBytes: number | null) =>
  target({ memories: [{ id: 'd', name: 'DRAM', kind: 'dram', sizeBytes }] });

/** Typical MiB of an estimate, with "+" where it is a lower bound. */
function estimated(result: LayoutResult, id: string): string {
  const estimate = result.estimates.find(
    (each) => each.kind === 'memory' && each.subject.id === id,
  );
  return `${(estimate?.typical ?? Number.NaN) / MIB}${estimate?.atLeast ? '+' : ''}`;
}

describe('memory of environments', () => {
  /** Linux of 100 MiB with an application of 3 x 10 MiB and 5 MiB of text. */
  const guest = (memoryBytes: number | null, seed: object = needs(10, 5)) =>
    new PlanBuilder(fitted(GIB))
      .environment('hv', 'hypervisor', null, { technologyId: 'hv', coreIds: ['c0'] })
      .environment('p', 'partition', 'hv', { os: linux(100 * MIB), memoryBytes })
      .application('a', { instances: 3, ...seed })
      .place('a', 'p', [], { instances: 3 })
      .analyze(catalogue);

  it('[MEM-1] adds OS, private memory times instances, and text once', () => {
    // 100 + 3 x 10 + 5 = 135
    expect(estimated(guest(null), 'p')).toBe('135');
    expect(verdictsOf(guest(135 * MIB), 'MEM-1')).toEqual(['pass']);
    const [finding] = findingsOf(guest(135 * MIB - 1), 'MEM-1', 'error');
    // Rounded to the same text, both would read 135 MiB.
    expect(finding).toMatchObject({
      limit: '141557759 B',
      actual: '141557760 B',
      remainder: '-1 B',
    });
    expect(finding?.evidence.map((each) => each.source)).toContain('measured on the board');
  });

  it('[MEM-1] with an unknown part it is at least that much, and never passes', () => {
    const result = guest(500 * MIB, needs(null, 5));
    expect(estimated(result, 'p')).toBe('105+');
    const [finding] = findingsOf(result, 'MEM-1', 'not-assessed');
    expect(finding?.message).toContain('unknown: private memory of "a" x 3');
    // What is known alone can exceed what is assigned.
    expect(verdictsOf(guest(104 * MIB, needs(null, 5)), 'MEM-1')).toEqual(['error']);
  });

  it('[MEM-1] counts text once per kernel however many containers run it', () => {
    const builder = new PlanBuilder(fitted(GIB))
      .environment('os', 'os', null, { os: linux(100 * MIB), coreIds: ['c0'], memoryBytes: GIB })
      .environment('ce', 'container-engine', 'os', { technologyId: 'engine' })
      .environment('x', 'container', 'ce')
      .environment('y', 'container', 'ce', { memoryBytes: 14 * MIB })
      .application('a', { instances: 2, ...needs(10, 5) })
      .place('a', 'x')
      .place('a', 'y');
    const result = builder.analyze(catalogue);
    expect(estimated(result, 'x')).toBe('15');
    // 10 + 10 private, 5 text once, 2 x 2 per container, 30 for the engine
    expect(estimated(result, 'ce')).toBe('59');
    expect(estimated(result, 'os')).toBe('159');
    // A container's limit is held against its own view: 10 + 5 of 14.
    expect(findingsOf(result, 'MEM-1', 'error')[0]?.subjects[0]?.id).toBe('y');
  });

  it('[MEM-1] counts a region of one kernel in it, rounded up to 4 KiB', () => {
    const result = new PlanBuilder(fitted(GIB))
      .environment('os', 'os', null, { os: linux(100 * MIB), coreIds: ['c0'] })
      .application('a', needs(1, 0))
      .application('b', needs(1, 0))
      .place('a', 'os')
      .place('b', 'os')
      .link('l', 'a', 'b')
      .region('r', null, 5000)
      .channel('l', 'shared-memory', { regionId: 'r' })
      .analyze(catalogue);
    const estimate = result.estimates.find((each) => each.subject.id === 'os');
    // 102 MiB + 2 x 4096 B
    expect(estimate?.typical).toBe(102 * MIB + 8 * KIB);
  });

  it('[MEM-1] a thin VM takes no less than the smallest guest published', () => {
    const result = new PlanBuilder(fitted(GIB))
      .environment('hv', 'hypervisor', null, { technologyId: 'hv', coreIds: ['c0'] })
      .environment('t', 'thin-vm', 'hv', {
        technologyId: 'tiny',
        os: { family: 'library-os', version: null, memoryBytes: 0 },
      })
      .application('a', needs(1, 1))
      .place('a', 't')
      .analyze(catalogue);
    expect(result.estimates.find((each) => each.subject.id === 't')).toMatchObject({
      low: 2 * MIB,
      typical: 5 * MIB,
      high: 7 * MIB,
    });
  });
});

describe('memory of the machine', () => {
  const machine = (size: number | null, technologyId = 'hv') =>
    new PlanBuilder(fitted(size))
      .environment('hv', 'hypervisor', null, { technologyId, coreIds: ['c0', 'c1'] })
      .environment('p', 'partition', 'hv', { os: linux(100 * MIB), memoryBytes: 200 * MIB })
      .environment('q', 'partition', 'hv', { os: linux(50 * MIB) })
      .application('a', needs(10, 5))
      .place('a', 'p')
      .application('b', needs(10, 5))
      .place('b', 'q')
      .link('l', 'a', 'b')
      .region('shared', 0, 5000)
      .region('reserved', MIB, MIB, { kind: 'reserved' })
      .region('own', 2 * MIB, MIB, { kind: 'private', environmentId: 'p' })
      .channel('l', 'shared-memory', { regionId: 'shared' })
      .analyze(catalogue);

  it('[MEM-2] adds assigned memory or content, overheads of the technology, and regions once', () => {
    // p: 200 assigned; q: 50 + 10 + 5; hypervisor 4 (2 to 64) + 2 x 1; region 8 KiB; reserved 1
    const known = (200 + 65 + 4 + 2 + 1) * MIB + 8 * KIB;
    // Page tables of 4 KiB. p 100 + 1 + 1 + 1, q 33 + 1 + 1 + 1.
    const pages = (103 + 36) * 4 * KIB;
    const budget = machine(GIB).budgets.find((each) => each.subject.kind === 'target');
    expect(budget?.demand).toEqual({
      // Low: perhaps in what is published of the hypervisor.
      low: known - 2 * MIB,
      typical: known + pages,
      high: known + 60 * MIB + pages,
    });
    expect(budget).toMatchObject({ capacity: GIB, verdict: 'within', atLeast: false });
    const fixed = budget?.figures.find((each) => each.name === 'size of DRAM');
    expect(fixed?.source).toBe('Reference manual');
    expect(verdictsOf(machine(GIB), 'MEM-2')).toEqual(['pass']);
  });

  it('[MEM-2] over with the typical figures is an error, only with the highest ones a warning', () => {
    expect(verdictsOf(machine(272 * MIB), 'MEM-2')).toEqual(['error']);
    expect(verdictsOf(machine(300 * MIB), 'MEM-2')).toEqual(['warning']);
    expect(verdictsOf(machine(333 * MIB), 'MEM-2')).toEqual(['pass']);
  });

  it('[MEM-2] is not assessed with unknown figures or unknown memory', () => {
    const silent = machine(GIB, 'silent');
    expect(estimated(silent, 'target')).toMatch(/\+$/);
    const [finding] = findingsOf(silent, 'MEM-2', 'not-assessed');
    expect(finding?.message).toContain('fixed memory of Silent');
    expect(finding?.message).toContain('memory per instance of Silent');
    expect(verdictsOf(machine(null), 'MEM-2')).toEqual(['not-assessed']);
    const nothing = new PlanBuilder(fitted(GIB))
      .environment('os', 'os', null, { os: linux(null) })
      .analyze();
    expect(findingsOf(nothing, 'MEM-2', 'not-assessed')[0]?.message).toBe(
      'the layout needs an unknown amount; main memory is 1 GiB',
    );
  });

  it('[MEM-3] regions in an on-chip memory fit into it, and take nothing from DRAM', () => {
    const on = (size: number) =>
      new PlanBuilder(
        target({
          memories: [
            { id: 'd', name: 'DRAM', kind: 'dram', sizeBytes: GIB },
            { id: 's', name: 'SRAM', kind: 'sram', sizeBytes: 8 * KIB },
          ],
        }),
      )
        .region('r', null, 4 * KIB, { memoryId: 's' })
        .region('t', null, size, { memoryId: 's', kind: 'reserved' })
        .analyze(catalogue);
    expect(verdictsOf(on(4 * KIB), 'MEM-3')).toEqual(['pass']);
    expect(findingsOf(on(5 * KIB), 'MEM-3', 'error')[0]).toMatchObject({
      limit: '8 KiB',
      actual: '9 KiB',
      remainder: '-1 KiB',
    });
    expect(on(5 * KIB).budgets.find((each) => each.subject.kind === 'target')?.demand.high).toBe(0);
  });

  it('[MEM-3] an image that lies in memory of its own on the chip takes nothing from DRAM', () => {
    const machine = target({
      memories: [
        { id: 'd', name: 'DRAM', kind: 'dram', sizeBytes: GIB },
        { id: 't', name: 'TCM', kind: 'tcm', sizeBytes: 256 * KIB },
      ],
    });
    const on = (memoryId: string) =>
      new PlanBuilder(machine)
        .environment('b', 'bare-metal', null, { memoryBytes: 256 * KIB })
        .region('r', null, 192 * KIB, { memoryId, kind: 'private', environmentId: 'b' })
        .analyze(catalogue)
        .budgets.find((each) => each.subject.kind === 'target')?.demand.high;
    expect(on('t')).toBe(64 * KIB);
    expect(on('d')).toBe(256 * KIB);
  });

  it('[MEM-4] a VM is assigned what the smallest published guest needs', () => {
    const assigned = (memoryBytes: number) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { technologyId: 'hv' })
        .environment('t', 'thin-vm', 'hv', { technologyId: 'tiny', memoryBytes })
        .analyze(catalogue);
    expect(verdictsOf(assigned(2 * MIB), 'MEM-4')).toEqual(['pass']);
    expect(findingsOf(assigned(MIB), 'MEM-4', 'warning')[0]).toMatchObject({ limit: '2 MiB' });
  });
});
