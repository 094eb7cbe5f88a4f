import { describe, expect, test } from 'vitest';
import { applyDiff, type Diff } from '../diff.ts';
import { layoutTree } from '../layout-tree.ts';
import { targetOf, type Plan } from '../plan.ts';
import type { Result } from '../problem.ts';
import { countingIds, smallPlan } from '../testing/small-plan.ts';
import { carryLinks } from './channels.ts';
import { duplicateApplications, duplicateLayout } from './duplicate.ts';
import { addEnvironment } from './environments.ts';
import { placeApplications, unplaceApplications } from './placement.ts';
import { addRecord, freeName, updateRecords } from './records.ts';
import { editTarget, putTarget } from './target.ts';

function done(plan: Plan, diff: Result<Diff>): Plan {
  if (!diff.ok) throw new Error(diff.problems.map(({ message }) => message).join());
  return applyDiff(plan, diff.value);
}
function codes(result: Result<unknown>): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

describe('[CMD-1] records', () => {
  test('[CMD-1] a new record stands last and has defaults', () => {
    const plan = smallPlan();
    const next = done(plan, addRecord(plan, 'applications', { id: 'app-x', name: ' Camera ' }));
    expect(next.applications.get('app-x')).toMatchObject({
      name: 'Camera',
      order: 4,
      instances: 1,
    });
  });
  test('[CMD-2] a wrong value is refused with its field', () => {
    const plan = smallPlan();
    const result = updateRecords(plan, 'applications', ['app-logger'], { instances: 0 });
    expect(result.ok ? null : result.problems[0]).toMatchObject({
      place: { pointer: '/instances' },
    });
    expect(codes(updateRecords(plan, 'links', ['gone'], { name: 'x' }))).toEqual([
      'command-no-record',
    ]);
  });
  test('[CMD-3] a free name counts on', () => {
    expect(freeName('Logger', ['Logger', 'Logger 2'])).toBe('Logger 3');
    expect(freeName('Logger 2', ['Logger 2'])).toBe('Logger 3');
    expect(freeName('x'.repeat(120), ['x'.repeat(120)]).length).toBeLessThanOrEqual(120);
  });
});

describe('[CMD-4] copies', () => {
  test('[CMD-4] an application is copied with its tasks', () => {
    const plan = smallPlan();
    const next = done(plan, duplicateApplications(plan, ['app-control'], countingIds()));
    expect([...next.applications.values()].map(({ name }) => name)).toContain('Control 2');
    expect(next.tasks.size).toBe(plan.tasks.size + 1);
  });
  test('[CMD-5] a copied layout is complete and shares no record with the first', () => {
    const plan = smallPlan();
    const next = done(plan, duplicateLayout(plan, 'layout-a', countingIds()));
    const copy = [...next.layouts.values()].find(({ name }) => name === 'Static 2');
    const a = layoutTree(next, 'layout-a');
    const b = layoutTree(next, copy?.id ?? '');
    expect(b?.environments.map(({ name }) => name)).toEqual(
      a?.environments.map(({ name }) => name),
    );
    expect(b?.channels[0]?.regionId).toBe(b?.regions[0]?.id);
    expect(b?.channels[0]?.regionId).not.toBe(a?.regions[0]?.id);
    expect(b?.pathOf.get(b.placements[1]?.environmentId ?? '')?.map(({ name }) => name)).toEqual([
      'Hypervisor',
      'Gateway partition',
    ]);
  });
});

describe('[CMD-6] placing', () => {
  test('[CMD-6] placing again moves, and keeps only bindings that still make sense', () => {
    const plan = smallPlan();
    const args = {
      layoutId: 'layout-a',
      applicationIds: ['app-control'],
      environmentId: 'p1',
      coreIds: ['big.0'],
    };
    const next = done(plan, placeApplications(plan, args, countingIds()));
    expect(next.placements.get('place-1')).toMatchObject({ environmentId: 'p1', taskCores: [] });
    expect(next.placements.size).toBe(2);
  });
  test('[CMD-7] a hypervisor itself runs no applications', () => {
    const args = {
      layoutId: 'layout-a',
      applicationIds: ['app-logger'],
      environmentId: 'hv',
      coreIds: [],
    };
    expect(codes(placeApplications(smallPlan(), args, countingIds()))).toEqual([
      'command-not-possible',
    ]);
  });
  test('[CMD-8] taking out leaves the application in the plan', () => {
    const plan = smallPlan();
    const next = applyDiff(plan, unplaceApplications(plan, 'layout-a', ['app-gateway']));
    expect([next.placements.has('place-2'), next.applications.has('app-gateway')]).toEqual([
      false,
      true,
    ]);
  });
  test('[CMD-11] what cannot nest is refused in words', () => {
    const seed = { layoutId: 'layout-a', parentId: 'p1', kind: 'partition' } as const;
    const result = addEnvironment(smallPlan(), seed, countingIds());
    expect(result.ok ? '' : result.problems[0]?.message).toBe(
      'a static partition cannot stand in a static partition',
    );
  });
});

describe('[CMD-12] channels', () => {
  test('[CMD-12] shared memory gets a region as large as the payload needs', () => {
    const plan = smallPlan();
    const args = {
      layoutId: 'layout-b',
      linkIds: ['link-state', 'link-log'],
      kind: 'shared-memory',
    } as const;
    const tree = layoutTree(done(plan, carryLinks(plan, args, countingIds())), 'layout-b');
    expect(tree?.regions.map(({ sizeBytes, base }) => [sizeBytes, base])).toEqual([
      [4096, null],
      [4096, null],
    ]);
    expect(tree?.channelOfLink.get('link-log')?.regionId).toBe(tree?.regions[1]?.id);
  });
  test('[CMD-13] changing the kind forgets the region, not the channel', () => {
    const plan = smallPlan();
    const args = { layoutId: 'layout-a', linkIds: ['link-state'], kind: 'socket' } as const;
    const next = done(plan, carryLinks(plan, args, countingIds()));
    expect(next.channels.get('chan-1')).toMatchObject({
      kind: 'socket',
      regionId: null,
      fromAddress: null,
    });
  });
});

describe('[CMD-14] target', () => {
  test("[CMD-14] an edited fact is marked as the user's, others are not", () => {
    const plan = smallPlan();
    const diff = editTarget(
      plan,
      { part: 'memories', id: 'dram' },
      { sizeBytes: 2 ** 31, ecc: null },
    );
    const memory = targetOf(done(plan, diff)).memories[0];
    expect([memory?.sizeBytes, memory?.provenance.userFields]).toEqual([2 ** 31, ['sizeBytes']]);
  });
  test('[CMD-15] another target keeps the layouts; a broken one is refused', () => {
    const plan = smallPlan();
    const other = { ...targetOf(plan), id: 'board-2', name: 'Other' };
    const next = done(plan, putTarget(plan, other));
    expect([next.target.size, targetOf(next).id, next.placements.size]).toEqual([1, 'board-2', 2]);
    const broken = { ...other, cores: [{ ...other.cores[0]!, clusterId: 'none' }] };
    expect(codes(putTarget(plan, broken))).toContain('target-dangling-reference');
  });
});
