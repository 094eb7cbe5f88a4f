import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sameRecord } from '../../model/diff.ts';
import { checkTarget } from '../../model/target-check.ts';
import { targetSchema, type Target } from '../../model/target.ts';
import { importHwloc, type HwlocImport } from './import-hwloc.ts';
import type { HwlocCounts } from './inventory.ts';

const fixtures = new URL('./fixtures/', import.meta.url);

function textOf(name: string): string {
  return readFileSync(new URL(name, fixtures), 'utf8');
}

function imported(text: string, keepDisallowed = false): HwlocImport {
  const result = importHwloc(text, { id: 'target-1', fileName: 'machine.xml', keepDisallowed });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

function targetOf(name: string): Target {
  return imported(textOf(name)).target;
}

/** What hwloc itself counts; see the README for how it was recorded. */
type Recorded = HwlocCounts & { readonly units: readonly number[] };
const recorded = JSON.parse(textOf('counts.json')) as Readonly<Record<string, Recorded>>;

describe.each(Object.keys(recorded))('%s', (name) => {
  it('[HWLOC-1] has as many objects of each kind as hwloc finds, in its order', () => {
    const { units, ...counts } = recorded[name] as Recorded;
    const result = imported(textOf(name));
    expect(result.counts).toEqual(counts);
    const { target } = result;
    expect(target.cores.flatMap(({ hwIds }) => hwIds.map(Number))).toEqual(units);
    expect(target.memories).toHaveLength(counts.numaNodes);
    expect(target.devices.filter(({ busId }) => busId !== null)).toHaveLength(counts.pciDevices);
    const caches = Object.values(counts.caches).reduce((sum, count) => sum + count, 0);
    expect(target.caches).toHaveLength(caches);
  });

  it('[HWLOC-8] becomes a target that its schema accepts unchanged, with references that lead somewhere', () => {
    const { target } = imported(textOf(name));
    const decoded = targetSchema.parse(target);
    expect(sameRecord(decoded, target)).toBe(true);
    expect(checkTarget(target, '')).toEqual([]);
  });
});

describe('cores and caches', () => {
  it('[HWLOC-3] clusters follow packages; hardware threads stay in hardware order', () => {
    const target = targetOf('two-sockets-smt.v2.xml');
    expect(
      target.clusters.map(({ name, packageId, threadsPerCore }) => [
        name,
        packageId,
        threadsPerCore,
      ]),
    ).toEqual([
      ['Package 0', 'package-0', 2],
      ['Package 1', 'package-1', 2],
    ]);
    expect(target.cores.map(({ hwIds }) => hwIds)).toEqual([
      ['0', '1'],
      ['2', '3'],
      ['4', '5'],
      ['6', '7'],
    ]);
    expect(target.category).toBe('imported');
  });

  it('[HWLOC-3] version 1 and version 2 of one machine give the same target', () => {
    const strip = ({ sources: _, gaps: __, ...rest }: Target) => rest;
    for (const name of ['two-sockets-smt', 'dies-two-nodes-each']) {
      const [one, two] = [targetOf(`${name}.v1.xml`), targetOf(`${name}.v2.xml`)];
      expect(strip(one).cores).toEqual(strip(two).cores);
      expect(strip(one).caches).toEqual(strip(two).caches);
      expect(strip(one).clusters).toEqual(strip(two).clusters);
      expect(one.memories.map(({ id, sizeBytes }) => [id, sizeBytes])).toEqual(
        two.memories.map(({ id, sizeBytes }) => [id, sizeBytes]),
      );
    }
  });

  it('[HWLOC-3] kinds of core become clusters with their own type, clocks and threads', () => {
    const { clusters, cores } = targetOf('hybrid.v2.xml');
    expect(
      clusters.map((c) => [c.coreType, c.maxClockHz, c.baseClockHz, c.threadsPerCore]),
    ).toEqual([
      ['Example CPU @ 2.40GHz IntelCore', 4.7e9, 2.4e9, 2],
      ['Example CPU @ 2.40GHz IntelAtom', 3.6e9, 1.8e9, 1],
    ]);
    expect(cores.map(({ clusterId }) => clusterId)).toEqual([
      'cluster-0',
      'cluster-0',
      'cluster-1',
      'cluster-1',
      'cluster-1',
      'cluster-1',
    ]);
  });

  it('[HWLOC-3] alternating kinds are kept apart by the cache they share, so that neighbours stay neighbours', () => {
    const { clusters, cores, capacityFactors } = targetOf('alternating-kinds.v3.xml');
    expect(clusters.map(({ name }) => name)).toEqual([
      'Package 0: Cortex-A55 at L3 0',
      'Package 0: Cortex-A76 at L3 0',
      'Package 0: Cortex-A55 at L3 1',
      'Package 0: Cortex-A76 at L3 1',
    ]);
    expect(cores.map(({ clusterId }) => clusterId).join(' ')).toBe(
      [0, 0, 1, 1, 2, 2, 3, 3].map((n) => `cluster-${n}`).join(' '),
    );
    const factor = capacityFactors.find(({ fromCoreType }) => fromCoreType === 'Cortex-A76');
    expect(factor?.timeFactor).toBeCloseTo(1024 / 400);
    expect(factor?.source).toContain('LinuxCapacity');
  });

  it('[HWLOC-4] a cache names the cores that share it, and unknown sizes stay unknown', () => {
    const { caches } = targetOf('sparse.v2.xml');
    expect(
      caches.map(({ id, coreIds, sizeBytes, lineBytes, ways }) => [
        id,
        coreIds,
        sizeBytes,
        lineBytes,
        ways,
      ]),
    ).toEqual([
      ['l2-0', ['core-0'], 1024 ** 2, 64, null],
      ['l2-1', ['core-1', 'core-2'], null, null, null],
    ]);
    expect(caches[0]?.notes).toContain('Fully associative');
  });

  it('[HWLOC-5] processing units without cores each become a core, and the target says so', () => {
    const target = targetOf('units-without-cores.v2.xml');
    expect(target.cores).toHaveLength(4);
    expect(target.gaps.join(' ')).toContain('processing units without cores');
  });

  it('[HWLOC-6] what the writing process was not allowed to use is left out, said, and kept on demand', () => {
    const text = textOf('disallowed.v2.xml');
    const { target } = imported(text);
    expect(target.cores.map(({ hwIds }) => hwIds[0])).toEqual(['0', '1', '5']);
    expect(target.gaps.join(' ')).toContain('3 processing units were left out');
    const whole = imported(text, true);
    expect(whole.counts.cores).toBe(6);
    expect(whole.counts.numaNodes).toBe(2);
    expect(whole.target.gaps.join(' ')).not.toContain('left out, as hwloc does');
  });
});

describe('memory', () => {
  it('[HWLOC-4] memory of a machine without NUMA nodes in version 1 becomes its one node', () => {
    const { memories, clusters } = targetOf('one-memory.v1.xml');
    expect(memories.map(({ sizeBytes, coreIds }) => [sizeBytes, coreIds])).toEqual([
      [4 * 1024 ** 3, []],
    ]);
    expect(clusters[0]?.isa).toBe('armv7-a');
  });

  it('[HWLOC-4] fast memory without cores of its own is local to the node beside it', () => {
    const { memories } = targetOf('fast-memory.v1.xml');
    expect(memories.map(({ id, kind, coreIds }) => [id, kind, coreIds])).toEqual([
      ['numa-0', 'dram', ['core-0', 'core-1']],
      ['numa-1', 'dram', ['core-2', 'core-3']],
      ['numa-2', 'hbm', ['core-0', 'core-1']],
      ['numa-3', 'hbm', ['core-2', 'core-3']],
    ]);
  });

  it('[HWLOC-4] kinds of memory are those hwloc names; an unknown one and a cache in front are noted', () => {
    const { memories } = targetOf('memory-side-cache.v2.xml');
    expect(memories.map(({ kind }) => kind)).toEqual(['dram', 'hbm', 'persistent', 'dram']);
    expect(memories[0]?.notes).toContain('memory-side cache of 16 GiB');
    expect(memories[3]?.notes).toContain('GPUMemory');
    expect(memories[3]?.notes).toContain('shown as DRAM');
  });
});

describe('devices', () => {
  const { devices } = targetOf('virtual-functions.v2.xml');
  const at = (busId: string) => {
    const device = devices.find((candidate) => candidate.busId === busId);
    if (!device) throw new Error(busId);
    return device;
  };

  it('[HWLOC-7] a PCI function has address, identifiers, class, OS names, capacity and near cores', () => {
    const disk = at('0000:00:17.0');
    expect(disk.class).toBe('sata');
    expect(disk.name).toBe('sda, sr0: SATA Controller');
    expect(disk.vendorDevice).toBe('8086:a182');
    // The optical drive does not count: what is in it can be taken out.
    expect(disk.capacityBytes).toBe(488_386_584 * 1024);
    expect(disk.coreIds).toEqual(['core-0', 'core-1']);
    expect(at('0000:06:00.0').class).toBe('gpu');
    expect(disk.behindIommu).toBeNull();
  });

  it('[HWLOC-7] devices without PCI are listed with what the OS calls them', () => {
    const lone = targetOf('alternating-kinds.v3.xml').devices.filter(({ busId }) => busId === null);
    expect(lone.map((device) => [device.name, device.class, device.capacityBytes])).toEqual([
      ['eth0', 'ethernet', null],
      ['mmcblk0', 'storage', 30_535_680 * 1024],
      ['sdz', 'storage', null],
    ]);
  });

  it('[HWLOC-9] a function that its name calls virtual belongs to the one that can own it', () => {
    for (const busId of ['0000:03:02.0', '0000:03:02.1']) {
      expect(at(busId).physicalFunctionId).toBe(at('0000:03:00.0').id);
      expect(at(busId).notes).toContain('inferred');
      expect(at(busId).provenance.confidence).toBe('medium');
    }
    expect(at('0000:03:00.0').virtualFunctions).toBe(2);
    expect(at('0000:03:00.0').notes).toContain('it may offer more');
  });

  it('[HWLOC-9] with two possible owners the function stays without one, and both are named', () => {
    const virtual = at('0000:04:10.0');
    expect(virtual.physicalFunctionId).toBeNull();
    expect(virtual.notes).toContain('0000:04:00.0, 0000:04:00.1');
    expect(at('0000:04:00.0').virtualFunctions).toBeNull();
  });

  it('[HWLOC-9] alike siblings of another function 0 are taken to be virtual, with low confidence', () => {
    expect(at('0000:05:00.1').physicalFunctionId).toBe(at('0000:05:00.0').id);
    expect(at('0000:05:00.1').provenance.confidence).toBe('low');
    expect(at('0000:05:00.0').virtualFunctions).toBe(3);
  });

  it('[HWLOC-9] nothing else is: two ports of one card, nor the many functions of a chipset', () => {
    const others = ['0000:04:00.1', '0000:7f:0b.1', '0000:7f:0b.2', '0000:06:00.0'];
    for (const busId of others) {
      expect(at(busId).physicalFunctionId, busId).toBeNull();
      expect(at(busId).notes, busId).toBeNull();
    }
  });
});

describe('what the file does not say', () => {
  it('[HWLOC-8] stays unknown, with a line on each gap', () => {
    const target = targetOf('sparse.v2.xml');
    expect(target.virtualization.hypervisorExtension).toBeNull();
    expect(target.virtualization.iommuPresent).toBeNull();
    expect(target.clusters[0]?.maxClockHz).toBeNull();
    expect(target.clusters[0]?.coreType).toBe('unknown core');
    expect(target.memories[0]?.sizeBytes).toBeNull();
    expect(target.gaps.join('\n')).toContain('virtualization extensions');
  });

  it('[HWLOC-8] an instruction set that was inferred is called so', () => {
    const text = textOf('hybrid.v2.xml').replace('<info name="Architecture" value="x86_64"/>', '');
    const { target } = imported(text);
    expect(target.clusters[0]?.isa).toBe('x86_64');
    expect(target.gaps.join('\n')).toContain('x86_64 was inferred from CPUVendor GenuineIntel');
    const bare = imported(text.replace('GenuineIntel', 'Somebody')).target;
    expect(bare.clusters[0]?.isa).toBe('other');
    expect(bare.gaps.join('\n')).toContain('instruction set is not stated');
  });

  it('[HWLOC-8] a base clock in the processor name is used for one kind of core, and noted', () => {
    const text = textOf('hybrid.v2.xml').replace(/<cpukind[\s\S]*<\/cpukind>/, '');
    const [cluster, ...others] = imported(text).target.clusters;
    expect(others).toEqual([]);
    expect(cluster?.baseClockHz).toBe(2.4e9);
    expect(cluster?.notes).toContain("processor's name");
  });

  it('[HWLOC-10] text of the file never grows beyond a field or carries control characters', () => {
    const long = `x&#9;&#10;y${'\u{1F600}'.repeat(5000)}`;
    const text = textOf('virtual-functions.v2.xml')
      .replaceAll('Ethernet Controller X710', long)
      .replaceAll('eno1', long);
    const { target } = imported(text);
    expect(sameRecord(targetSchema.parse(target), target)).toBe(true);
  });
});

describe('files that nobody should have written', () => {
  it('[HWLOC-11] reports all defects, each with line and column', () => {
    const text = textOf('two-sockets-smt.v2.xml')
      .replace('type="Package" os_index="1"', 'type="Packet" os_index="1"')
      .replace('os_index="3" cpuset="0x00000008"', 'os_index="3" cpuset="0-3"')
      .replace('local_memory="8000000000"', 'local_memory="lots"');
    const result = importHwloc(text, { id: 't', fileName: 'x.xml' });
    if (result.ok) throw new Error('accepted');
    expect(result.problems.map(({ code }) => code).toSorted()).toEqual([
      'hwloc-number',
      'hwloc-object-type',
      'hwloc-set',
    ]);
    for (const { place } of result.problems) expect(place.line).toBeGreaterThan(3);
  });

  it('[HWLOC-11] words of the language itself are no types, architectures or kinds', () => {
    const text = textOf('memory-side-cache.v2.xml');
    for (const word of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const kinds = imported(text.replaceAll('HBM', word).replaceAll('ppc64le', word)).target;
      expect(kinds.memories[1]?.kind).toBe('dram');
      expect(kinds.clusters[0]?.isa).toBe('other');
      const typed = importHwloc(text.replace('type="Package"', `type="${word}"`), {
        id: 't',
        fileName: 'x',
      });
      expect(typed.ok ? [] : typed.problems.map(({ code }) => code)).toEqual(['hwloc-object-type']);
    }
  });
});
