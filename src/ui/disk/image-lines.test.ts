import { expect, test } from 'vitest';
import { addImage } from '../../model/commands/images.ts';
import { applyDiff } from '../../model/diff.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { countingIds, smallPlan } from '../../model/testing/small-plan.ts';
import { imageLines, possibleBases, sizeText } from './image-lines.ts';

/** OS with two overlays, one of which has an overlay itself; a container base apart. */
function treeOf() {
  const ids = countingIds();
  let plan: Plan = smallPlan();
  const byName: Record<string, string> = {};
  const add = (name: string, on: string | null, more = {}) => {
    const parentId = on === null ? null : (byName[on] ?? '');
    const seed = { layoutId: 'layout-a', parentId, name, ...more };
    const result = addImage(plan, seed, ids);
    if (!result.ok) throw new Error(result.problems[0]?.message);
    plan = applyDiff(plan, result.value);
    byName[name] = [...plan.images.values()].find((image) => image.name === name)?.id ?? '';
  };
  const environmentId = [...plan.environments.values()].find(
    ({ layoutId }) => layoutId === 'layout-a',
  )!.id;
  add('OS', null, { contentBytes: 1_073_741_824 });
  add('Database', 'OS', { growthBytes: 1_048_576 });
  add('Web', 'OS');
  add('Instances', 'Database', { environmentId, copies: 4 });
  add('Layers', null, { format: 'container-layer' });
  return { tree: layoutTree(plan, 'layout-a')!, byName };
}

test('[DISKUI-1] bases first, each followed by what stands on it', () => {
  const { tree, byName } = treeOf();
  const text = (closed: ReadonlySet<string>) =>
    imageLines(tree, closed).map(
      ({ title, level, expanded }) => `${level} ${title} ${String(expanded)}`,
    );
  expect(text(new Set())).toEqual([
    '1 OS true',
    '2 Database true',
    '3 Instances undefined',
    '2 Web undefined',
    '1 Layers undefined',
  ]);
  expect(text(new Set([byName['Database'] ?? '']))).toEqual([
    '1 OS true',
    '2 Database false',
    '2 Web undefined',
    '1 Layers undefined',
  ]);
  expect(imageLines(tree, new Set()).filter(({ starts }) => starts !== null).length).toBe(1);
});

test('[DISKUI-2] an unknown size is never shown as zero', () => {
  const { tree } = treeOf();
  const sizes = imageLines(tree, new Set()).map(({ image }) => sizeText(image));
  expect(sizes).toEqual(['1 GiB', '? + 1 MiB', 'size unknown', 'size unknown', 'size unknown']);
});

test('[DISKUI-3] an image can stand on what carries its format, never on itself or its overlays', () => {
  const { tree, byName } = treeOf();
  const bases = (name: string) =>
    possibleBases(
      tree,
      tree.images.find(({ id }) => id === byName[name])!,
    ).map((base) => base.name);
  expect(bases('Database')).toEqual(['OS', 'Web']);
  expect(bases('Instances')).toEqual(['OS', 'Database', 'Web']);
  expect(bases('OS')).toEqual([]);
  expect(bases('Layers')).toEqual([]);
});
