import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { catalogueOf } from '../../analysis/testing/catalogue-builder.ts';
import { PlanBuilder } from '../../analysis/testing/plan-builder.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { GIB, KIB, MIB } from '../../model/units.ts';
import { SVG_TAGS, toSvg, type SceneNode } from '../scene.ts';
import { hostileImagesPlan, imagesPlan } from '../testing/picture-plans.ts';
import { textWidth } from '../text-metrics.ts';
import { byteScale, lengthOf } from './byte-axis.ts';
import { diskTreeOf } from './disk-tree-model.ts';
import { diskTreeView } from './disk-tree-view.ts';

function nodes(root: SceneNode): SceneNode[] {
  return [root, ...(root.children ?? []).flatMap(nodes)];
}

function treeOf(plan = imagesPlan()) {
  const tree = layoutTree(plan, 'layout');
  if (!tree) throw new Error('no layout');
  return diskTreeOf(tree, analyze(plan, 'layout', catalogueOf()));
}

describe('tree of disk images', () => {
  it('[DISKTREE-1] every image once, each after what it stands on, level by level', () => {
    expect(treeOf().rows.map(({ image, depth }) => `${depth} ${image.id}`)).toEqual([
      '0 root',
      '0 base',
      '1 stack',
      '2 data',
      '1 pages',
      '1 later',
      '0 layer',
      '1 boxes',
      '0 archive',
    ]);
  });

  it('[DISKTREE-1] images in a circle are shown and end', () => {
    const plan = new PlanBuilder()
      .image('a', 'qcow2', 'b', { contentBytes: MIB })
      .image('b', 'qcow2', 'a', { contentBytes: MIB })
      .plan();
    expect(treeOf(plan).rows).toHaveLength(2);
    expect(diskTreeView(plan, 'layout', null).items).toHaveLength(2);
  });

  it('[DRAW-22] a drawing of nothing has a title and says why; a window brings a title of its own', () => {
    const plan = new PlanBuilder().plan();
    const words = (caption: boolean) =>
      nodes(diskTreeView(plan, 'layout', null, { caption }).scene).flatMap(({ tag, text }) =>
        tag === 'text' && text !== undefined ? text : [],
      );
    expect(words(true)).toEqual([
      expect.stringMatching(/: disk images$/),
      expect.stringMatching(/^Layout “.+” · all that is stored: unknown$/),
      'This layout has no disk images.',
    ]);
    expect(words(false)).toEqual(['This layout has no disk images.']);
  });

  it('[DISKTREE-2] bars are as long as the bytes of the result', () => {
    const plan = imagesPlan();
    const result = analyze(plan, 'layout', catalogueOf());
    const { scene } = diskTreeView(plan, 'layout', result);
    const row = (id: string) =>
      nodes(scene)
        .filter(({ key }) => key === `image-${id}`)
        .flatMap(nodes);
    const width = (id: string, key: string) =>
      Number(row(id).find((node) => node.key === key && node.tag === 'rect')?.attributes['width']);
    const typical = (id: string) =>
      result.estimates.find(({ kind, subject }) => kind === 'disk' && subject.id === id)?.typical ??
      0;
    // Content of 700 MiB against 3 x 80 MiB: one scale for all.
    expect(width('stack', 'content') / width('pages', 'content')).toBeCloseTo(700 / 240, 6);
    expect(width('pages', 'outline') / width('stack', 'outline')).toBeCloseTo(
      typical('pages') / typical('stack'),
      6,
    );
  });

  it('[DISKTREE-2] the sum of what shares stands against one raw image per instance', () => {
    const { shared, sharedRaw, rows } = treeOf();
    const of = (id: string) => rows.find(({ image }) => image.id === id);
    // Web servers: 3 x (1200 + 80 + 150) MiB as raw images
    expect(of('pages')?.raw?.typical).toBe(3 * 1430 * MIB);
    expect(of('archive')?.raw).toBeNull();
    expect(shared?.atLeast).toBe(true);
    expect(sharedRaw?.typical).toBeGreaterThan(shared?.typical ?? Infinity);
  });

  it('[DISKTREE-3] a scale ends on a step, and what is beyond it does not leave the picture', () => {
    expect(byteScale(28 * GIB, 0, 400)).toMatchObject({ step: 8 * GIB, end: 32 * GIB });
    expect(byteScale(3 * KIB, 0, 400)).toMatchObject({ step: KIB, end: 3 * KIB });
    const scale = byteScale(GIB, 0, 400);
    expect(lengthOf(scale, GIB / 2)).toBe(200);
    expect(lengthOf(scale, 9 * GIB)).toBe(400);
  });

  it('[DISKTREE-3] hostile names stay text, and no text is wider than its room', () => {
    const plan = hostileImagesPlan();
    const { scene, items, width, height } = diskTreeView(
      plan,
      'layout',
      analyze(plan, 'layout', catalogueOf()),
    );
    const parser = new SaxesParser();
    const tags = new Set<string>();
    const attributes = new Set<string>();
    parser.on('opentag', (tag) => {
      tags.add(tag.name);
      for (const name of Object.keys(tag.attributes)) attributes.add(name);
    });
    parser.write(toSvg(scene)).close();
    expect([...tags].filter((tag) => !(SVG_TAGS as readonly string[]).includes(tag))).toEqual([]);
    expect([...attributes].filter((name) => /^on/i.test(name))).toEqual([]);
    for (const { tag, text = '', room = 0, attributes } of nodes(scene)) {
      if (tag !== 'text') continue;
      const weight = Number(attributes['font-weight'] ?? 400) >= 600 ? 'bold' : 'regular';
      expect(textWidth(text, Number(attributes['font-size']), weight)).toBeLessThanOrEqual(
        room + 0.01,
      );
    }
    for (const item of items) {
      expect(item.x + item.width).toBeLessThanOrEqual(width);
      expect(item.y + item.height).toBeLessThanOrEqual(height);
      expect(item.label).not.toBe('');
    }
  });

  it('[DISKTREE-3] keys are unique among siblings', () => {
    const check = (node: SceneNode): void => {
      const keys = (node.children ?? []).map(({ key }) => key);
      expect(new Set(keys).size, keys.join(' ')).toBe(keys.length);
      (node.children ?? []).forEach(check);
    };
    const plan = imagesPlan();
    check(diskTreeView(plan, 'layout', analyze(plan, 'layout', catalogueOf())).scene);
    check(diskTreeView(plan, 'layout', null).scene);
  });
});
