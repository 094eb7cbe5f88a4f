import { describe, expect, test } from 'vitest';
import { applyDiff, type Diff } from '../diff.ts';
import type { ImageFormat } from '../layout.ts';
import { rows, type Plan } from '../plan.ts';
import type { Result } from '../problem.ts';
import { deleteWithDependents } from '../references.ts';
import { countingIds, smallPlan } from '../testing/small-plan.ts';
import { addImage, canStandOn, instancesOf, moveImage, setImageFormat } from './images.ts';
import { updateRecords } from './records.ts';

const layoutId = 'layout-a';

function done(plan: Plan, result: Result<Diff>): Plan {
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join());
  return applyDiff(plan, result.value);
}
function said(result: Result<unknown>): string {
  return result.ok ? 'done' : result.problems.map(({ message }) => message).join();
}

/** OS, database on it, instances on that: ids image-1 to image-3. */
function chain(): Plan {
  const ids = countingIds();
  let plan = smallPlan();
  const add = (parentId: string | null, name: string, virtualBytes: number | null = null) => {
    const before = new Set(plan.images.keys());
    const size = virtualBytes === null ? {} : { virtualBytes };
    plan = done(plan, addImage(plan, { layoutId, parentId, name, ...size }, ids));
    return [...plan.images.keys()].find((id) => !before.has(id)) ?? '';
  };
  const os = add(null, 'OS', 8 * 1024 ** 3);
  const database = add(os, 'Database');
  add(database, 'Instances');
  return plan;
}
const named = (plan: Plan, name: string) =>
  [...plan.images.values()].find((image) => image.name === name)!;

describe('[CMD-9] disk images', () => {
  test('[CMD-9] a chain of three: raw at the bottom, overlays on it, each as large as its base', () => {
    const plan = chain();
    expect(
      rows(plan.images).map(({ name, format, virtualBytes }) => [name, format, virtualBytes]),
    ).toEqual([
      ['OS', 'raw', 8_589_934_592],
      ['Database', 'qcow2', 8_589_934_592],
      ['Instances', 'qcow2', 8_589_934_592],
    ]);
    expect(
      rows(plan.images).map(({ contentBytes, growthBytes }) => [contentBytes, growthBytes]),
    ).toEqual(Array.from({ length: 3 }, () => [null, null]));
  });

  test('[CMD-9] layers stand on layers, a name that is taken gets a number', () => {
    const ids = countingIds();
    let plan = smallPlan();
    plan = done(plan, addImage(plan, { layoutId, parentId: null, format: 'container-layer' }, ids));
    const base = named(plan, 'Base layer').id;
    plan = done(plan, addImage(plan, { layoutId, parentId: base }, ids));
    plan = done(plan, addImage(plan, { layoutId, parentId: base }, ids));
    expect(rows(plan.images).map(({ name, format }) => `${name}: ${format}`)).toEqual([
      'Base layer: container-layer',
      'Layer: container-layer',
      'Layer 2: container-layer',
    ]);
  });

  test.each<[ImageFormat, ImageFormat | null, boolean]>([
    ['raw', null, true],
    ['raw', 'qcow2', false],
    ['qcow2', 'raw', true],
    ['qcow2', 'container-layer', false],
    ['container-layer', 'qcow2', false],
    ['container-layer', 'container-layer', true],
    ['volume', 'raw', false],
  ])('[CMD-9] %s on %s: %s', (format, beneath, can) => {
    expect(canStandOn(format, beneath)).toBe(can);
  });

  test('[CMD-9] no image stands on itself, on another layout, or on what cannot carry it', () => {
    const plan = chain();
    const [os, database, instances] = ['OS', 'Database', 'Instances'].map((name) =>
      named(plan, name),
    );
    expect(said(moveImage(plan, database!.id, instances!.id))).toBe(
      '"Database" cannot stand on itself',
    );
    expect(said(moveImage(plan, os!.id, instances!.id))).toContain('cannot stand on itself');
    expect(said(moveImage(plan, instances!.id, os!.id))).toBe('done');
    expect(said(moveImage(plan, instances!.id, 'nobody'))).toBe('the image no longer exists');
    const seed = { layoutId: 'layout-b', parentId: os!.id };
    expect(said(addImage(plan, seed, countingIds()))).toBe('the image no longer exists');
    const raw = { layoutId, parentId: os!.id, format: 'raw' } as const;
    expect(said(addImage(plan, raw, countingIds()))).toBe(
      'a raw image cannot stand on the raw image "OS"',
    );
  });

  test('[CMD-9] a format changes only where its neighbours allow that', () => {
    const plan = chain();
    expect(said(setImageFormat(plan, named(plan, 'OS').id, 'qcow2'))).toBe('done');
    expect(said(setImageFormat(plan, named(plan, 'OS').id, 'volume'))).toBe(
      'the qcow2 image "Database" cannot stand on a volume',
    );
    expect(said(setImageFormat(plan, named(plan, 'Database').id, 'raw'))).toContain(
      'a raw image cannot stand on the raw image "OS"',
    );
  });

  test('[CMD-9] with a base go all that stand on it', () => {
    const plan = chain();
    const diff = deleteWithDependents(plan, { images: [named(plan, 'Database').id] });
    expect(applyDiff(plan, diff).images.size).toBe(1);
  });

  test('[CMD-9] instances multiply along the way to the hardware', () => {
    const plan = smallPlan();
    const inner = [...plan.environments.values()].find(({ parentId }) => parentId !== null)!;
    const copied = (id: string, copies: number, from: Plan) =>
      done(from, updateRecords(from, 'environments', [id], { copies }));
    const twice = copied(inner.id, 3, copied(inner.parentId ?? '', 2, plan));
    expect(instancesOf(plan, inner.id)).toBe(1);
    expect(instancesOf(twice, inner.id)).toBe(6);
    expect(instancesOf(plan, 'nobody')).toBe(1);
  });
});
