import { describe, expect, it } from 'vitest';
import { GIB, KIB, MIB } from '../../model/units.ts';
import type { LayoutResult } from '../result.ts';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';

const mib = (value: number) => ({ value, unit: 'MiB', sources: ['test'] });
const catalogue = catalogueOf([
  technology({
    id: 'hv',
    family: 'type1-general',
    kinds: ['hypervisor', 'vm'],
    figures: { diskFixed: mib(7), diskPerInstance: mib(3) },
  }),
  technology({
    id: 'engine',
    family: 'container',
    kinds: ['container-engine', 'container'],
    figures: { diskFixed: mib(20), diskPerInstance: mib(5) },
  }),
]);

function diskOf(result: LayoutResult, kind = 'disk', id = 'layout') {
  const found = result.estimates.find((each) => each.kind === kind && each.subject.id === id);
  if (!found) throw new Error(`no ${kind} of ${id}`);
  return found;
}

describe('environments without an image', () => {
  /** Two copies of a VM with an engine, three copies of a container with four instances of 10 MiB. */
  const nested = () =>
    new PlanBuilder()
      .environment('hv', 'hypervisor', null, { technologyId: 'hv', coreIds: ['c0'] })
      .environment('vm', 'vm', 'hv', { copies: 2 })
      .environment('ce', 'container-engine', 'vm', { technologyId: 'engine' })
      .environment('c', 'container', 'ce', { copies: 3 })
      .application('a', { instances: 24, diskBytes: 10 * MIB })
      .place('a', 'c', [], { instances: 4 });

  it('[NOIMAGE-1] guests have a disk each, containers share that of their kernel', () => {
    const disk = diskOf(nested().analyze(catalogue));
    // hypervisor 7; for each of 2 VMs: 3 + engine 20 + container 5 + programs 10 once (at most 4 instances of 10)
    expect(disk.typical).toBe((7 + 2 * (3 + 20 + 5 + 10)) * MIB);
    // each of 6 containers may have written the programs of 4 instances
    expect(disk.high).toBe((7 + 2 * (3 + 20 + 5 + 3 * 40)) * MIB);
    // what the copies of a container write is unknown
    expect(disk.atLeast).toBe(true);
    expect(disk.figures.map(({ name }) => name)).toContain('writable layers of the copies of "c"');
  });

  it('[NOIMAGE-1] containers of one engine have the same layers at least, layers of their own at most', () => {
    const two = new PlanBuilder()
      .environment('vm', 'vm', null, { technologyId: 'hv', coreIds: ['c0'] })
      .environment('ce', 'container-engine', 'vm', { technologyId: 'engine' })
      .environment('one', 'container', 'ce')
      .environment('two', 'container', 'ce')
      .analyze(catalogue);
    expect(diskOf(two)).toMatchObject({
      low: (3 + 20 + 5) * MIB,
      high: (3 + 20 + 10) * MIB,
      atLeast: false,
    });
  });

  it('[DISK-1] every copy of a VM writes to an image of its own, also where only the VM has copies', () => {
    const image = { contentBytes: 100 * MIB, virtualBytes: 200 * MIB };
    const disk = (copies: number, ofImage: number, growthBytes = 50 * MIB) =>
      diskOf(
        new PlanBuilder()
          .environment('vm', 'vm', null, { technologyId: 'hv', copies, coreIds: ['c0'] })
          .image('i', 'raw', null, { ...image, growthBytes, environmentId: 'vm', copies: ofImage })
          .analyze(catalogue),
      ).typical;
    expect(disk(50, 1)).toBe(50 * 150 * MIB);
    expect(disk(2, 3)).toBe(3 * 150 * MIB);
    // Nobody writes to it: all share it.
    expect(disk(50, 1, 0)).toBe(100 * MIB);
  });

  it('[NOIMAGE-1] an image holds everything up to the next guest', () => {
    const image = { contentBytes: 100 * MIB, growthBytes: 0, virtualBytes: 100 * MIB };
    const withVm = nested().image('i', 'raw', null, { ...image, environmentId: 'vm', copies: 2 });
    // hypervisor 7, and nothing of what stands in the VM
    expect(diskOf(withVm.analyze(catalogue)).typical).toBe((7 + 200) * MIB);
    const withHost = nested().image('i', 'raw', null, { ...image, environmentId: 'hv' });
    // the hypervisor is in it, its guests are not
    expect(diskOf(withHost.analyze(catalogue)).typical).toBe((100 + 2 * 38) * MIB);
  });

  it('[NOIMAGE-1] the system of an OS is unknown without one, and so is an application that says nothing', () => {
    const result = new PlanBuilder()
      .environment('os', 'os', null, { os: { family: 'linux' }, coreIds: ['c0'] })
      .application('a')
      .place('a', 'os')
      .analyze(catalogue);
    const disk = diskOf(result);
    expect(disk).toMatchObject({ low: null, typical: null, high: null, atLeast: true });
    expect(disk.figures.map(({ name }) => name)).toEqual([
      'system of "os" (no image)',
      'disk of "a"',
    ]);
  });
});

describe('applications whose disk is an image', () => {
  /** Two copies of a VM with an image, in it two containers of one application and another one of 30 MiB. */
  const held = (diskBytes: number | null, image: object) =>
    new PlanBuilder()
      .environment('vm', 'vm', null, { technologyId: 'hv', coreIds: ['c0'], copies: 2 })
      .environment('ce', 'container-engine', 'vm', { technologyId: 'engine' })
      .environment('one', 'container', 'ce')
      .environment('two', 'container', 'ce')
      .application('a', { instances: 4, diskBytes })
      .application('b', { instances: 2, diskBytes: 30 * MIB })
      .place('a', 'one')
      .place('a', 'two')
      .place('b', 'two')
      .image('i', 'raw', null, {
        ...{ contentBytes: 100 * MIB, growthBytes: 50 * MIB, virtualBytes: 150 * MIB },
        ...{ environmentId: 'vm', copies: 2, ...image },
      })
      .analyze(catalogue);
  const notAdded = (result: LayoutResult) =>
    diskOf(result, 'disk', 'i').figures.find(({ conditions }) => conditions?.includes('not added'));

  it('[HELD-1] what they state is in the image: named there, and not added', () => {
    const result = held(120 * MIB, {});
    expect(diskOf(result)).toMatchObject({ low: 300 * MIB, typical: 300 * MIB, high: 300 * MIB });
    expect(notAdded(result)).toMatchObject({ value: 150 * MIB });
    expect(notAdded(result)?.name).toContain('2 applications ("a" and "b")');
    // Who states nothing leaves it to the image.
    expect(notAdded(held(null, {}))?.name).toContain('1 application ("b")');
  });

  it('[HELD-1] what they state beyond the image counts, in every copy: low where the image may be right', () => {
    const result = held(130 * MIB, {});
    // 160 of 150 MiB, twice
    expect(diskOf(result)).toMatchObject({ low: 300 * MIB, typical: 320 * MIB, high: 320 * MIB });
    expect(diskOf(result, 'disk-raw')).toMatchObject({ low: 300 * MIB, high: 320 * MIB });
  });

  it('[HELD-1] a volume that nobody mounts may hold what they state beyond the image', () => {
    const loose = (growthBytes: number) =>
      new PlanBuilder()
        .environment('vm', 'vm', null, { technologyId: 'hv', coreIds: ['c0'] })
        .application('a', { diskBytes: 100 * MIB })
        .place('a', 'vm')
        .image('i', 'raw', null, {
          ...{ contentBytes: 30 * MIB, growthBytes: 10 * MIB, virtualBytes: 40 * MIB },
          environmentId: 'vm',
        })
        .image('v', 'volume', null, { contentBytes: 0, growthBytes })
        .analyze(catalogue);
    const enough = loose(60 * MIB);
    expect(diskOf(enough)).toMatchObject({ low: 100 * MIB, typical: 100 * MIB, high: 160 * MIB });
    expect(enough.findings.find(({ rule }) => rule === 'DISK-6')?.verdict).toBe('not-assessed');
    const short = loose(20 * MIB);
    expect(diskOf(short)).toMatchObject({ low: 60 * MIB, typical: 100 * MIB, high: 120 * MIB });
    expect(short.findings.find(({ rule }) => rule === 'DISK-6')?.verdict).toBe('warning');
  });

  it('[HELD-1] an image of unknown content holds at least what its applications state', () => {
    const result = held(130 * MIB, { contentBytes: null, growthBytes: 0 });
    expect(diskOf(result, 'disk', 'i')).toMatchObject({ low: 320 * MIB, atLeast: true });
  });

  it('[HELD-1] all images of an environment together hold its applications, what they stand on included', () => {
    const base = new PlanBuilder()
      .environment('vm', 'vm', null, { technologyId: 'hv', coreIds: ['c0'] })
      .application('a', { diskBytes: 100 * MIB })
      .place('a', 'vm')
      .image('base', 'qcow2', null, { contentBytes: 40 * MIB, virtualBytes: GIB })
      .image('top', 'qcow2', 'base', {
        ...{ contentBytes: 0, growthBytes: 10 * MIB, environmentId: 'vm' },
      })
      .image('data', 'volume', null, {
        contentBytes: 0,
        growthBytes: 50 * MIB,
        environmentId: 'vm',
      })
      .analyze(catalogue);
    expect(diskOf(base, 'disk', 'top').figures.map(({ name }) => name)).toContain(
      'disk stated by 1 application ("a"), stored in "top" and "data"',
    );
    expect(JSON.stringify(base.estimates)).not.toContain('beyond what image');
  });
});

describe('images', () => {
  it('[RAW-1] a raw image that stands on another is a whole copy of it', () => {
    const result = new PlanBuilder()
      .image('base', 'raw', null, { contentBytes: 50 * MIB, virtualBytes: GIB, growthBytes: 0 })
      .image('copy', 'raw', 'base', {
        contentBytes: 10 * MIB,
        growthBytes: 5 * MIB + 1,
        copies: 2,
      })
      .analyze(catalogue);
    // 65 MiB and 1 byte: one block more, twice; its disk is that of its base
    const blocks = 2 * (65 * MIB + 4 * KIB);
    expect(diskOf(result, 'disk', 'copy')).toMatchObject({
      low: blocks,
      typical: blocks,
      high: 2 * GIB,
    });
    expect(diskOf(result, 'disk-raw', 'copy')).toMatchObject({ typical: blocks, high: 2 * GIB });
    // Nobody writes to the base: it is no instance.
    expect(() => diskOf(result, 'disk-raw', 'base')).toThrow();
  });

  it('[LAYER-1] an update of layers keeps both versions for a while, once for all copies', () => {
    const result = new PlanBuilder()
      .image('base', 'container-layer', null, { contentBytes: 80 * MIB })
      .image('top', 'container-layer', 'base', {
        contentBytes: 20 * MIB,
        growthBytes: 4 * MIB,
        copies: 5,
        updateBytes: 30 * MIB,
      })
      .analyze(catalogue);
    expect(diskOf(result, 'disk', 'top')).toMatchObject({
      low: 40 * MIB,
      typical: 40 * MIB,
      high: 70 * MIB,
    });
    expect(diskOf(result, 'disk-raw', 'top').typical).toBe(5 * 104 * MIB);
  });

  it('[QCOW-2] without the size of its disk an image is at least what is written', () => {
    const estimate = diskOf(
      new PlanBuilder()
        .image('i', 'qcow2', null, { contentBytes: MIB, growthBytes: 0 })
        .analyze(catalogue),
      'disk',
      'i',
    );
    expect(estimate.atLeast).toBe(true);
    expect(estimate.figures[0]).toMatchObject({ name: 'virtual size of image "i"', value: null });
  });

  it('[CIRCLE-1] images in a circle are estimated and end', () => {
    const result = new PlanBuilder()
      .image('a', 'qcow2', 'b', { contentBytes: MIB, virtualBytes: GIB })
      .image('b', 'qcow2', 'a', { contentBytes: MIB, virtualBytes: GIB })
      .analyze(catalogue);
    // 16 clusters, 1 table, 3 clusters of its own, 4 KiB: each
    expect(diskOf(result, 'disk', 'a').typical).toBe(20 * 64 * KIB + 4 * KIB);
  });
});
