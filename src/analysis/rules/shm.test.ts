import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

const KIB = 1024;
const BASE = 0x80000000;

const DRAM = {
  id: 'dram',
  name: 'DRAM',
  kind: 'dram',
  sizeBytes: 128 * KIB,
  ranges: [
    // Two neighbours count as one stretch.
    { base: BASE, size: 64 * KIB },
    { base: BASE + 64 * KIB, size: 64 * KIB },
  ],
};
const OCRAM = { id: 'ocram', name: 'OCRAM', kind: 'sram', sizeBytes: 8 * KIB, ranges: [] };

const partitions = (memories: readonly object[] = [DRAM]) =>
  new PlanBuilder(target({ memories }))
    .environment('hv', 'hypervisor', null, { coreIds: ['c0', 'c1'] })
    .environment('p', 'partition', 'hv', { coreIds: ['c0'] })
    .environment('q', 'partition', 'hv', { coreIds: ['c1'] })
    .application('a')
    .place('a', 'p')
    .application('b')
    .place('b', 'q')
    .link('one', 'a', 'b')
    .link('two', 'a', 'b');

describe('regions', () => {
  it('[SHM-1] neighbours do not overlap, one byte more does', () => {
    const builder = partitions().region('r', BASE, 4 * KIB);
    const apart = builder.region('s', BASE + 4 * KIB, 4 * KIB, { kind: 'reserved' }).analyze();
    expect(verdictsOf(apart, 'SHM-1')).toEqual(['pass']);
    const result = partitions()
      .region('r', BASE, 4 * KIB + 1)
      .region('s', BASE + 4 * KIB, 4 * KIB, { kind: 'reserved' })
      .analyze();
    const [finding] = findingsOf(result, 'SHM-1', 'error');
    expect(finding?.subjects.map((each) => each.id)).toEqual(['s', 'r']);
    expect(finding).toMatchObject({ actual: '1 B in common, 0x80001000 to 0x80001000' });
    expect(finding?.remedy).toContain('0x80002000');
  });

  it('[SHM-1] finds every region that lies inside a large one', () => {
    const builder = partitions().region('large', BASE, 64 * KIB);
    for (const index of [0, 1, 2]) {
      builder.region(`s${index}`, BASE + (4 + 8 * index) * KIB, 4 * KIB);
    }
    expect(findingsOf(builder.analyze(), 'SHM-1', 'error')).toHaveLength(3);
  });

  it('[SHM-1] a region without a base is not assessed, unless one kernel alone uses it', () => {
    const unplaced = partitions().region('r', null, 4 * KIB);
    expect(verdictsOf(unplaced.analyze(), 'SHM-1')).toEqual(['not-assessed']);
    const posix = partitions()
      .application('c')
      .place('c', 'p')
      .link('local', 'a', 'c')
      .region('r', null, 4 * KIB)
      .channel('local', 'shared-memory', { regionId: 'r' });
    expect(verdictsOf(posix.analyze(), 'SHM-1')).toEqual(['pass']);
    expect(verdictsOf(posix.analyze(), 'SHM-2')).toEqual(['pass']);
  });

  it.each([
    [BASE, 128 * KIB, null, ['pass']],
    // Across the seam of two neighbouring ranges.
    [BASE + 60 * KIB, 8 * KIB, 'dram', ['pass']],
    [BASE + 124 * KIB, 8 * KIB, null, ['error']],
    [BASE - 4 * KIB, 8 * KIB, null, ['error']],
    [BASE, 4 * KIB, 'gone', ['error']],
    [null, 4 * KIB, null, ['not-assessed']],
  ])('[SHM-2] base %s, %d B in %s: %s', (base, size, memoryId, verdicts) => {
    const result = partitions().region('r', base, size, { memoryId }).analyze();
    expect(verdictsOf(result, 'SHM-2')).toEqual(verdicts);
  });

  it('[SHM-2] is not assessed where the target does not say where its memory stands', () => {
    const outside = (memoryId: string | null, memories: readonly object[]) =>
      partitions(memories)
        .region('r', 0x1000, 4 * KIB, { memoryId })
        .analyze();
    expect(verdictsOf(outside(null, [DRAM, OCRAM]), 'SHM-2')).toEqual(['not-assessed']);
    expect(verdictsOf(outside('ocram', [DRAM, OCRAM]), 'SHM-2')).toEqual(['not-assessed']);
    expect(verdictsOf(outside('dram', [DRAM, OCRAM]), 'SHM-2')).toEqual(['error']);
    expect(verdictsOf(outside(null, []), 'SHM-2')).toEqual(['not-assessed']);
  });

  it('[SHM-3] base and size stand on the granule', () => {
    const at = (base: number, size: number) =>
      verdictsOf(partitions().region('r', base, size).analyze(), 'SHM-3');
    expect(at(BASE, 8 * KIB)).toEqual(['pass']);
    expect(at(BASE + 512, 8 * KIB)).toEqual(['error']);
    expect(at(BASE, 5000)).toEqual(['warning']);
  });

  it('[SHM-3] so do the addresses at which ends map it', () => {
    const mapped = (fromAddress: number, regionOffset: number) =>
      partitions()
        .region('r', BASE, 8 * KIB)
        .channel('one', 'shared-memory', { regionId: 'r', regionOffset, fromAddress })
        .analyze();
    // The channel starts 256 B into the region: the region itself is mapped at 0x10000.
    expect(verdictsOf(mapped(0x10100, 256), 'SHM-3')).toEqual(['pass']);
    expect(findingsOf(mapped(0x10100, 0), 'SHM-3', 'error')[0]?.actual).toBe('0x10100');
  });
});

describe('mapped addresses', () => {
  const mapped = (second: number, region = 's') =>
    partitions()
      .region('r', BASE, 8 * KIB)
      .region('s', BASE + 8 * KIB, 8 * KIB)
      .channel('one', 'shared-memory', { regionId: 'r', fromAddress: 0x10000, toAddress: 0x50000 })
      .channel('two', 'shared-memory', {
        regionId: region,
        fromAddress: second,
        toAddress: 0x60000,
      })
      .analyze();

  it('[SHM-4] regions do not overlap in the address space of one environment', () => {
    expect(verdictsOf(mapped(0x12000), 'SHM-4')).toEqual(['pass']);
    const [finding] = findingsOf(mapped(0x11000), 'SHM-4', 'error');
    expect(finding?.subjects.map((each) => each.id)).toEqual(['p', 's', 'r', 'two']);
    expect(finding?.actual).toBe('4 KiB in common, 0x11000 to 0x11fff');
  });

  it('[SHM-4] two channels of one region may share its mapping', () => {
    expect(verdictsOf(mapped(0x10000, 'r'), 'SHM-4')).toEqual(['pass']);
    expect(verdictsOf(mapped(0x11000, 'r'), 'SHM-4')).toContain('error');
  });

  it('[SHM-4] the same address in two environments is no overlap', () => {
    const result = partitions()
      .region('r', BASE, 8 * KIB)
      .channel('one', 'shared-memory', { regionId: 'r', fromAddress: 0x10000, toAddress: 0x10000 })
      .analyze();
    expect(verdictsOf(result, 'SHM-4')).toEqual(['pass']);
  });
});

describe('channels in a region', () => {
  const channels = (one: object, two: object = {}) =>
    partitions()
      .region('r', BASE, 8 * KIB)
      .channel('one', 'shared-memory', { regionId: 'r', ...one })
      .channel('two', 'shared-memory', { regionId: 'r', ...two })
      .analyze();
  const part = (regionOffset: number, sizeBytes: number) => ({ regionOffset, sizeBytes });

  it('[SHM-5] a channel ends inside its region', () => {
    const low = part(0, KIB);
    expect(verdictsOf(channels(part(4 * KIB, 4 * KIB), low), 'SHM-5')).toEqual(['pass']);
    const [finding] = findingsOf(channels(part(4 * KIB, 4 * KIB + 1), low), 'SHM-5', 'error');
    expect(finding).toMatchObject({ limit: '8192 B', actual: '8193 B', remainder: '-1 B' });
    expect(verdictsOf(channels({ regionOffset: 8 * KIB }, low), 'SHM-5')).toContain('error');
  });

  it('[SHM-6] channels take different parts', () => {
    expect(verdictsOf(channels(part(0, KIB), part(KIB, KIB)), 'SHM-6')).toEqual(['pass']);
    const [finding] = findingsOf(channels(part(0, KIB), part(512, KIB)), 'SHM-6', 'error');
    expect(finding).toMatchObject({ actual: '512 B in common' });
  });

  it('[SHM-6] a channel that states no part takes all, which is a warning', () => {
    expect(verdictsOf(channels({}, part(0, KIB)), 'SHM-6')).toEqual(['warning']);
    expect(verdictsOf(channels({}, {}), 'SHM-6')).toEqual(['warning']);
  });
});
