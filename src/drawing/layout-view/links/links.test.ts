import { describe, expect, test } from 'vitest';
import { PlanBuilder, target } from '../../../analysis/testing/plan-builder.ts';
import { generatedPlan } from '../../../model/testing/generated-plan.ts';
import type { Plan } from '../../../model/plan.ts';
import type { Drawing, DrawnLinkIdiom, SelectedItem } from '../../drawing.ts';
import { inkInside, overlaps } from '../../testing/ink.ts';
import { mixedPlan, oneCorePlan, sharedCoresPlan } from '../../testing/picture-plans.ts';
import { themeOf } from '../../theme.ts';
import { layoutView } from '../layout-view.ts';

const sizes = [
  { applications: 6, cores: 2, links: 8, seed: 11 },
  { applications: 14, cores: 8, links: 12, seed: 1 },
  { applications: 40, cores: 32, links: 60, seed: 2 },
  { applications: 60, cores: 20, links: 60, seed: 9 },
  { applications: 120, cores: 80, links: 200, seed: 3 },
] as const;
const idioms: readonly DrawnLinkIdiom[] = ['lines', 'bundled'];

interface Case {
  readonly name: string;
  readonly plan: Plan;
  readonly layoutId: string;
}

const cases: readonly Case[] = [
  ...sizes.map((size) => ({
    name: `${size.applications} applications, ${size.cores} cores, ${size.links} links`,
    plan: generatedPlan(size),
    layoutId: 'layout-0',
  })),
  { name: 'mixed', plan: mixedPlan(), layoutId: 'layout' },
  { name: 'shared cores', plan: sharedCoresPlan(), layoutId: 'layout' },
  { name: 'one core', plan: oneCorePlan(), layoutId: 'layout' },
];

function drawings(): { name: string; drawing: Drawing }[] {
  return cases.flatMap(({ name, plan, layoutId }) =>
    idioms.map((idiom) => ({
      name: `${name} as ${idiom}`,
      drawing: layoutView(plan, layoutId, null, { idiom }),
    })),
  );
}

function boxesOf({ items }: Drawing) {
  return items.filter(({ part }) => part === 'tile' || part === 'core' || part === 'frame');
}

describe('links over the layout', () => {
  test('[DRAW-12] 0 % of link ink crosses an application', () => {
    let length = 0;
    for (const { name, drawing } of drawings()) {
      const tiles = drawing.items.filter(({ part }) => part === 'tile');
      expect(tiles.length, name).toBeGreaterThan(0);
      for (const { points } of drawing.links) {
        points.slice(1).forEach(([x, y], index) => {
          const [fromX, fromY] = points[index] ?? [x, y];
          length += Math.hypot(x - fromX, y - fromY);
        });
        for (const tile of tiles) expect(inkInside(tile, points), name).toBe(0);
      }
    }
    expect(length).toBeGreaterThan(100_000);
  });

  test('[DRAW-12] no link ink crosses an application while others are in focus either', () => {
    const plan = generatedPlan(sizes[2]);
    for (const idiom of idioms) {
      for (const kind of ['application', 'environment', 'core'] as const) {
        const id = { application: 'app-3', environment: 'env-8', core: 'pkg0.4' }[kind];
        const drawing = layoutView(plan, 'layout-0', null, { idiom, selection: [{ kind, id }] });
        const tiles = drawing.items.filter(({ part }) => part === 'tile');
        for (const { points } of drawing.links)
          for (const tile of tiles) expect(inkInside(tile, points)).toBe(0);
      }
    }
  });

  test('[DRAW-12] labels stand on no box, on no other label, and no line runs through them', () => {
    let labels = 0;
    for (const { name, drawing } of drawings()) {
      const boxes = boxesOf(drawing);
      const labelled = drawing.links.filter(({ labelBox }) => labelBox !== null);
      labels += labelled.length;
      for (const { key, labelBox } of labelled) {
        if (!labelBox) continue;
        for (const box of boxes)
          if (overlaps(labelBox, box)) expect.fail(`${name}: label of ${key} on ${box.key}`);
        for (const other of drawing.links) {
          if (other.key === key) continue;
          if (other.labelBox && overlaps(labelBox, other.labelBox))
            expect.fail(`${name}: labels of ${key} and ${other.key} meet`);
          expect(inkInside(labelBox, other.points), `${name}: ${other.key} through ${key}`).toBe(0);
        }
      }
    }
    expect(labels).toBeGreaterThan(150);
  });

  test('[DRAW-12] up to 30 lines each has its label', () => {
    for (const { plan, layoutId } of cases.filter(({ plan }) => plan.links.size <= 30)) {
      const { links } = layoutView(plan, layoutId, null);
      expect(links.length).toBeGreaterThan(0);
      for (const { labelBox, key } of links) expect(labelBox, key).not.toBeNull();
    }
  });

  test('[DRAW-12] every end of a line has a port of its own, on the edge of its application', () => {
    const plan = generatedPlan(sizes[1]);
    const { links, items } = layoutView(plan, 'layout-0', null, { idiom: 'lines' });
    const tiles = items.filter(({ part }) => part === 'tile');
    const ports = links.flatMap(({ points }) => [points[0], points.at(-1)]);
    expect(new Set(ports.map(String)).size).toBe(ports.length);
    for (const port of ports) {
      const [x, y] = port ?? [0, 0];
      const there = tiles.filter(
        (tile) =>
          (Math.abs(tile.x - x) < 0.01 || Math.abs(tile.x + tile.width - x) < 0.01) &&
          y > tile.y &&
          y < tile.y + tile.height,
      );
      expect(there).toHaveLength(1);
    }
  });

  test('[DRAW-11] one line per link, one bundle per pair, none when switched off', () => {
    const plan = generatedPlan(sizes[2]);
    const lines = layoutView(plan, 'layout-0', null, { idiom: 'lines' }).links;
    expect(lines.every(({ linkIds }) => linkIds.length === 1)).toBe(true);
    const bundles = layoutView(plan, 'layout-0', null, { idiom: 'bundled' }).links;
    expect(bundles.length).toBeLessThan(lines.length);
    const counted = bundles.flatMap(({ linkIds }) => linkIds);
    expect(new Set(counted).size).toBe(counted.length);
    expect(layoutView(plan, 'layout-0', null, { idiom: 'none' }).links).toEqual([]);
  });

  test('[DRAW-13] what is selected stands out in two colours and two dashes, the rest is ghosted', () => {
    const plan = new PlanBuilder(target({ clusters: [{ id: 'x', cores: 3 }] }))
      .application('a')
      .application('b')
      .application('c')
      .environment('os', 'os', null, { coreIds: ['c0', 'c1', 'c2'] })
      .place('a', 'os', ['c0'])
      .place('b', 'os', ['c1'])
      .place('c', 'os', ['c2'])
      .link('out', 'a', 'b')
      .link('in', 'c', 'a')
      .link('other', 'b', 'c')
      .plan();
    const strokes = (selection: readonly SelectedItem[]) => {
      const { scene, links } = layoutView(plan, 'layout', null, { selection });
      const layer = scene.children?.find(({ key }) => key === 'links');
      const ink = new Map(
        (layer?.children ?? []).map((node) => [
          String(node.attributes['data-id']),
          node.children?.find(({ key }) => key === 'ink')?.attributes ?? {},
        ]),
      );
      return { ink, ghosts: links.filter(({ ghost }) => ghost).flatMap(({ linkIds }) => linkIds) };
    };
    const theme = themeOf('light');
    const { ink, ghosts } = strokes([{ kind: 'application', id: 'a' }]);
    expect(ghosts).toEqual(['other']);
    expect(ink.get('out')).toMatchObject({ stroke: theme.out });
    expect(ink.get('out')).not.toHaveProperty('stroke-dasharray');
    expect(ink.get('in')).toMatchObject({ stroke: theme.into, 'stroke-dasharray': '8 4' });
    expect(ink.get('other')).toMatchObject({ stroke: theme.ghost });
    expect(strokes([{ kind: 'core', id: 'c1' }]).ghosts).toEqual(['in']);
    expect(strokes([{ kind: 'link', id: 'other' }]).ghosts).toEqual(['out', 'in']);
    expect(strokes([{ kind: 'device', id: 'none' }]).ghosts).toEqual([]);
  });

  test('[DRAW-13] above 80 links the selection is drawn over ghosts, and the matrix stands beneath', () => {
    const plan = generatedPlan(sizes[4]);
    const plain = layoutView(plan, 'layout-0', null);
    expect(plain.links).toEqual([]);
    expect(plain.items.some(({ part }) => part === 'cell')).toBe(true);
    const selection = [{ kind: 'application', id: 'app-5' }] as const;
    const focused = layoutView(plan, 'layout-0', null, { selection });
    const own = [...plan.links.values()].filter(
      (link) => link.fromApplicationId === 'app-5' || link.toApplicationId === 'app-5',
    );
    expect(focused.links.map(({ linkIds }) => linkIds[0]).sort()).toEqual(
      own.map(({ id }) => id).sort(),
    );
  });

  test('[DRAW-14] the label of shared memory names region and size, a boundary both levels', () => {
    const { scene } = layoutView(mixedPlan(), 'layout', null);
    const layer = scene.children?.find(({ key }) => key === 'link-labels');
    const texts = (layer?.children ?? []).map(
      (node) => node.children?.find(({ tag }) => tag === 'text')?.text,
    );
    expect(texts).toContain('shm0 64 KiB · 1 kHz · D→B');
    expect(texts).toContain('statistics: no channel');
  });
});
