import { describe, expect, it } from 'vitest';
import { GIB, MIB } from '../../model/units.ts';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

/** A VM with so many copies, and what its images say. */
function vm(copies = 1): PlanBuilder {
  return new PlanBuilder()
    .environment('host', 'os', null, { coreIds: ['c0'] })
    .environment('hv', 'hypervisor', 'host')
    .environment('vm', 'vm', 'hv', { copies });
}
const base = { virtualBytes: 8 * GIB, contentBytes: 1024 * MIB };
const overlay = { contentBytes: 64 * MIB, growthBytes: 100 * MIB };

describe('storage', () => {
  /** The images cover everything, so that nothing is unknown. */
  const stored = (diskBytes: number | null, growthBytes: number | null = 100 * MIB) =>
    new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0'] })
      .image('root', 'raw', null, {
        environmentId: 'os',
        virtualBytes: 2 * GIB,
        contentBytes: 1024 * MIB,
        growthBytes,
      })
      .layout({ diskBytes })
      .analyze();

  it('[DISK-1] images fit into the storage, typically or at their highest', () => {
    // Blocks written: 1124 MiB; a raw image may come to its virtual size of 2048 MiB.
    expect(verdictsOf(stored(2 * GIB), 'DISK-1')).toEqual(['pass']);
    expect(verdictsOf(stored(1124 * MIB), 'DISK-1')).toEqual(['warning']);
    const [finding] = findingsOf(stored(1123 * MIB), 'DISK-1', 'error');
    expect(finding).toMatchObject({ remainder: '-1 MiB' });
    expect(finding?.subjects[0]?.kind).toBe('layout');
    const budget = stored(1123 * MIB).budgets.find(({ kind }) => kind === 'disk');
    expect(budget).toMatchObject({ capacity: 1123 * MIB, verdict: 'over', unit: 'bytes' });
  });

  it('[DISK-1] is not assessed with unknown growth or storage, and silent without either', () => {
    expect(verdictsOf(stored(4 * GIB, null), 'DISK-1')).toEqual(['not-assessed']);
    const [unknown] = findingsOf(stored(null), 'DISK-1', 'not-assessed');
    expect(unknown?.remedy).toBe('State how much storage the layout has.');
    const nothing = new PlanBuilder().environment('os', 'os', null).analyze();
    expect(verdictsOf(nothing, 'DISK-1')).toEqual(['not-applicable']);
    expect(nothing.budgets.some(({ kind }) => kind === 'disk')).toBe(false);
  });
});

describe('overlays', () => {
  const updated = (updateBytes: number | null, growthBytes = 100 * MIB) =>
    vm()
      .image('base', 'qcow2', null, base)
      .image('top', 'qcow2', 'base', { ...overlay, growthBytes, updateBytes, environmentId: 'vm' })
      .analyze();

  it('[DISK-2] an overlay that comes to its base by one update masks it', () => {
    // 64 + 100 of 1024 MiB: 860 MiB are missing.
    expect(verdictsOf(updated(430 * MIB), 'DISK-2')).toEqual(['pass']);
    const [finding] = findingsOf(updated(860 * MIB), 'DISK-2', 'warning');
    expect(finding?.subjects.map(({ id }) => id)).toEqual(['top', 'base']);
    expect(finding).toMatchObject({ limit: '1 GiB', actual: '1 GiB' });
    expect(finding?.message).toContain('after one update');
    const [already] = findingsOf(updated(0, 960 * MIB), 'DISK-2', 'warning');
    expect(already?.message).toContain('already before any update');
  });

  it('[DISK-2] counts the updates until then', () => {
    const until = (updateBytes: number) =>
      updated(updateBytes)
        .estimates.find(({ kind, subject }) => kind === 'disk' && subject.id === 'top')
        ?.figures.find(({ name }) => name.startsWith('updates until'))?.value;
    expect(until(860 * MIB)).toBe(1);
    expect(until(430 * MIB)).toBe(2);
    expect(until(100 * MIB)).toBe(9);
    expect(until(0)).toBeNull();
  });

  it('[DISK-2] is not assessed where nobody says how much an update rewrites', () => {
    expect(verdictsOf(updated(null), 'DISK-2')).toEqual(['not-assessed']);
  });

  it('[DISK-3] every instance that writes has a copy', () => {
    const copied = (copies: number, growthBytes: number | null) =>
      vm(4)
        .image('top', 'qcow2', null, { ...base, growthBytes, copies, environmentId: 'vm' })
        .analyze();
    expect(verdictsOf(copied(4, 10 * MIB), 'DISK-3')).toEqual(['pass']);
    const [finding] = findingsOf(copied(3, 10 * MIB), 'DISK-3', 'error');
    expect(finding).toMatchObject({ limit: '4 instances', actual: '3 copies', remainder: '-1' });
    expect(verdictsOf(copied(5, 10 * MIB), 'DISK-3')).toEqual(['warning']);
    // Read only: one is enough.
    expect(verdictsOf(copied(1, 0), 'DISK-3')).toEqual(['pass']);
    expect(verdictsOf(copied(1, null), 'DISK-3')).toEqual(['not-assessed']);
  });

  it('[DISK-4] nobody writes to what overlays stand on', () => {
    const started = (growthBytes: number | null) =>
      vm()
        .image('base', 'qcow2', null, { ...base, environmentId: 'vm', growthBytes })
        .image('top', 'qcow2', 'base', overlay)
        .analyze();
    expect(verdictsOf(started(0), 'DISK-4')).toEqual(['pass']);
    expect(verdictsOf(started(null), 'DISK-4')).toEqual(['not-assessed']);
    const [finding] = findingsOf(started(MIB), 'DISK-4', 'error');
    expect(finding?.subjects.map(({ id }) => id)).toEqual(['base', 'vm', 'top']);
  });

  it.each([
    ['qcow2', 'raw', 'pass'],
    ['qcow2', 'qcow2', 'pass'],
    ['container-layer', 'container-layer', 'pass'],
    ['qcow2', 'container-layer', 'error'],
    ['container-layer', 'raw', 'error'],
    ['raw', 'qcow2', 'error'],
    ['volume', 'volume', 'error'],
  ])('[DISK-5] %s on %s: %s', (format, beneath, verdict) => {
    const result = vm().image('below', beneath, null, base).image('on', format, 'below').analyze();
    expect(verdictsOf(result, 'DISK-5')).toEqual([verdict]);
  });

  it('[DISK-5] a stack has at most 128 layers', () => {
    const stack = (layers: number) => {
      const builder = vm();
      for (let at = 0; at < layers; at += 1) {
        builder.image(`l${at}`, 'container-layer', at === 0 ? null : `l${at - 1}`);
      }
      return builder.analyze();
    };
    expect(verdictsOf(stack(128), 'DISK-5')).toEqual(['pass']);
    expect(findingsOf(stack(129), 'DISK-5', 'error')).toHaveLength(1);
  });

  it('[DISK-6] an image holds what the applications in it state', () => {
    const result = (diskBytes: number, image: object) =>
      vm()
        .application('a', { diskBytes })
        .place('a', 'vm')
        .image('root', 'raw', null, {
          ...{ contentBytes: 10 * MIB, growthBytes: 5 * MIB, virtualBytes: 40 * MIB },
          ...{ environmentId: 'vm', ...image },
        })
        .analyze();
    expect(verdictsOf(result(15 * MIB, {}), 'DISK-6')).toEqual(['pass']);
    const [finding] = findingsOf(result(16 * MIB, {}), 'DISK-6', 'warning');
    expect(finding).toMatchObject({ limit: '15 MiB', actual: '16 MiB', remainder: '-1 MiB' });
    expect(finding?.subjects.map(({ id }) => id)).toEqual(['root', 'vm', 'a']);
    // Of an image whose growth nobody states, the size of its disk is the limit.
    const open = { growthBytes: null };
    expect(verdictsOf(result(10 * MIB, open), 'DISK-6')).toEqual(['pass']);
    expect(verdictsOf(result(11 * MIB, open), 'DISK-6')).toEqual(['not-assessed']);
    expect(verdictsOf(result(41 * MIB, open), 'DISK-6')).toEqual(['warning']);
  });
});
