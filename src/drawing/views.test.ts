import { describe, expect, test } from 'vitest';
import { updateRecords } from '../model/commands/records.ts';
import { applyDiff } from '../model/diff.ts';
import type { Plan } from '../model/plan.ts';
import { generatedPlan } from '../model/testing/generated-plan.ts';
import { smallPlan } from '../model/testing/small-plan.ts';
import type { Box, Drawing, DrawnLinkIdiom } from './drawing.ts';
import { VIEW_NAMES, VIEWS } from './registry.ts';
import { toSvg, type SceneNode } from './scene.ts';
import { textWidth } from './text-metrics.ts';

const HOSTILE = '<script>alert(1)</script> "]]>&';

function renamed(plan: Plan, name: string): Plan {
  let next = plan;
  for (const table of ['applications', 'environments', 'links', 'regions', 'layouts'] as const) {
    const diff = updateRecords(next, table, [...next[table].keys()], { name });
    if (!diff.ok) throw new Error('the name was refused');
    next = applyDiff(next, diff.value);
  }
  return next;
}

function nodes(root: SceneNode): SceneNode[] {
  return [root, ...(root.children ?? []).flatMap(nodes)];
}

/** Length of a route inside a box, in user units; routes run along the axes. */
function inkInside(box: Box, points: Drawing['links'][number]['points']): number {
  let ink = 0;
  for (const [index, [x1, y1]] of points.slice(0, -1).entries()) {
    const [x2, y2] = points[index + 1] ?? [x1, y1];
    const overlap = (a: number, b: number, from: number, to: number) =>
      Math.min(Math.max(a, b), to) - Math.max(Math.min(a, b), from);
    const dx = overlap(x1, x2, box.x, box.x + box.width);
    const dy = overlap(y1, y2, box.y, box.y + box.height);
    if (x1 === x2 && x1 > box.x && x1 < box.x + box.width) ink += Math.max(0, dy);
    if (y1 === y2 && y1 > box.y && y1 < box.y + box.height) ink += Math.max(0, dx);
  }
  return ink;
}

const sizes = [
  { applications: 14, cores: 8, links: 12, seed: 1 },
  { applications: 40, cores: 32, links: 60, seed: 2 },
  { applications: 120, cores: 80, links: 200, seed: 3 },
] as const;

describe.each(VIEW_NAMES)('view %s', (name) => {
  const { draw } = VIEWS[name];

  test('[VIEW-1] the same plan gives the same text', () => {
    const size = { applications: 40, cores: 16, links: 60, seed: 5 };
    const once = toSvg(draw(generatedPlan(size), 'layout-0', null).scene);
    expect(toSvg(draw(generatedPlan(size), 'layout-0', null).scene)).toBe(once);
  });

  test('[VIEW-2] a name from a plan never becomes markup', () => {
    const svg = toSvg(draw(renamed(smallPlan(), HOSTILE), 'layout-a', null).scene);
    expect(svg).not.toMatch(/<script|<foreignObject|<image|<a\b|\son\w+=/i);
    expect(svg.replace(/&(?:amp|lt|gt|quot|#9|#10|#13);/g, '')).not.toContain('&');
  });

  test('[VIEW-3] no text is wider than the room it was fitted to', () => {
    const long = 'Wide Münchner Wirtschaftlichkeitsberechnungsprogramm 漢字漢字漢字漢字';
    const scene = draw(renamed(generatedPlan(sizes[1]), long), 'layout-0', null).scene;
    const fitted = nodes(scene).filter(({ room }) => room !== undefined);
    for (const { text = '', room = 0, attributes } of fitted) {
      const isBold = Number(attributes['font-weight'] ?? 400) >= 600;
      const width = textWidth(text, Number(attributes['font-size']), isBold ? 'bold' : 'regular');
      expect(width, text).toBeLessThanOrEqual(room + 0.01);
    }
  });

  test('[VIEW-4] keys are unique among siblings, so that a page can be patched', () => {
    const check = (node: SceneNode): void => {
      const keys = (node.children ?? []).map(({ key }) => key);
      expect(new Set(keys).size, keys.join(' ')).toBe(keys.length);
      (node.children ?? []).forEach(check);
    };
    check(draw(generatedPlan(sizes[1]), 'layout-0', null).scene);
  });

  test('[VIEW-5] everything selectable lies inside the drawing and has a name for screen readers', () => {
    const { items, width, height } = draw(generatedPlan(sizes[1]), 'layout-0', null);
    for (const item of items) {
      expect(item.label.trim(), item.key).not.toBe('');
      expect(item.x).toBeGreaterThanOrEqual(0);
      expect(item.y).toBeGreaterThanOrEqual(0);
      expect(item.x + item.width).toBeLessThanOrEqual(width + 0.01);
      expect(item.y + item.height).toBeLessThanOrEqual(height + 0.01);
    }
  });
});

describe('links over the layout', () => {
  const idioms: readonly DrawnLinkIdiom[] = ['lines', 'bundled'];

  test.each(sizes.flatMap((size) => idioms.map((idiom) => ({ size, idiom }))))(
    '[VIEW-6] no link ink crosses an application: $size.links links as $idiom',
    ({ size, idiom }) => {
      const { items, links } = VIEWS.layout.draw(generatedPlan(size), 'layout-0', null, { idiom });
      const tiles = items.filter(({ kind, part }) => kind === 'application' && part === 'tile');
      expect(links.length).toBeGreaterThan(0);
      expect(tiles.length).toBeGreaterThanOrEqual(size.applications);
      let ink = 0;
      for (const { points } of links) for (const tile of tiles) ink += inkInside(tile, points);
      expect(ink).toBe(0);
    },
  );

  test('[VIEW-7] the idiom follows the number of links', () => {
    const idiom = (links: number) =>
      VIEWS.layout.draw(generatedPlan({ ...sizes[0], links }), 'layout-0', null).idiom;
    expect([idiom(12), idiom(60), idiom(120)]).toEqual(['lines', 'bundled', 'matrix']);
  });

  test('[VIEW-8] moving an application leaves every core where it was', () => {
    const plan = generatedPlan(sizes[0]);
    const cores = (of: Plan) =>
      VIEWS.layout
        .draw(of, 'layout-0', null, { collapsed: 'none' })
        .items.filter(({ kind }) => kind === 'core')
        .map(({ id, x, width }) => [id, x, width]);
    const [placement] = plan.placements.values();
    const moved = updateRecords(plan, 'placements', [placement?.id ?? ''], {
      environmentId: 'env-4',
      coreIds: [],
    });
    if (!moved.ok) throw new Error('the move was refused');
    expect(cores(applyDiff(plan, moved.value))).toEqual(cores(plan));
  });
});
