import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import { arbitraryPlan } from '../analysis/testing/arbitrary-plan.ts';
import { catalogueOf } from '../analysis/testing/catalogue-builder.ts';
import { updateRecords } from '../model/commands/records.ts';
import { applyDiff } from '../model/diff.ts';
import type { Plan } from '../model/plan.ts';
import { generatedPlan } from '../model/testing/generated-plan.ts';
import { smallPlan } from '../model/testing/small-plan.ts';
import type { Drawing } from './drawing.ts';
import { VIEW_NAMES, VIEWS } from './registry.ts';
import { SVG_TAGS, toSvg, type SceneNode } from './scene.ts';
import { barePlan, hostilePlan } from './testing/picture-plans.ts';
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

/** What is wrong with a drawing in itself, in words. */
function faultsOf({ scene, items, width, height }: Drawing): string[] {
  const faults = /.{0,40}\b(?:NaN|Infinity|undefined)\b/.exec(toSvg(scene)) ?? [];
  const twice = nodes(scene).flatMap(({ children = [] }) =>
    children.length === new Set(children.map(({ key }) => key)).size
      ? []
      : [`a key twice: ${children.map(({ key }) => key).join(' ')}`],
  );
  const outside = items.filter(
    (item) =>
      item.label.trim() === '' ||
      !(item.x >= 0 && item.x + item.width <= width + 0.01) ||
      !(item.y >= 0 && item.y + item.height <= height + 0.01),
  );
  return [...faults, ...twice, ...outside.map(({ key }) => `${key} is outside or has no name`)];
}

const sizes = [
  { applications: 14, cores: 8, links: 12, seed: 1 },
  { applications: 40, cores: 32, links: 60, seed: 2 },
  { applications: 120, cores: 80, links: 200, seed: 3 },
] as const;

describe.each(VIEW_NAMES)('view %s', (name) => {
  const { draw } = VIEWS[name];

  test('[DRAW-1] the same plan gives the same text', () => {
    const size = { applications: 40, cores: 16, links: 60, seed: 5 };
    const once = toSvg(draw(generatedPlan(size), 'layout-0', null).scene);
    expect(toSvg(draw(generatedPlan(size), 'layout-0', null).scene)).toBe(once);
  });

  test('[DRAW-2] a name from a plan never becomes markup', () => {
    const svg = toSvg(draw(renamed(smallPlan(), HOSTILE), 'layout-a', null).scene);
    expect(svg).not.toMatch(/<script|<foreignObject|<image|<a\b|\son\w+=/i);
    expect(svg.replace(/&(?:amp|lt|gt|quot|#9|#10|#13);/g, '')).not.toContain('&');
  });

  test('[DRAW-2] hostile names leave a document that an XML reader accepts, with our elements only', () => {
    const plan = hostilePlan();
    const svg = toSvg(draw(plan, 'layout', null).scene);
    const parser = new SaxesParser();
    const names = new Set<string>();
    parser.on('opentag', (tag) => names.add(tag.name));
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(svg).close();
    expect([...names].filter((tag) => !(SVG_TAGS as readonly string[]).includes(tag))).toEqual([]);
    expect(svg).not.toMatch(/[\u202a-\u202e\u2066-\u2069](?=[^<]*<\/text>)/);
  });

  test('[DRAW-1] a layout that is not there, and a plan with nothing in it, are drawn as such', () => {
    expect(draw(barePlan(), 'no-such-layout', null).height).toBeGreaterThan(0);
    expect(draw(barePlan(), 'layout', null).description).not.toBe('');
  });

  test('[DRAW-3] no text is wider than the room it was fitted to', () => {
    const long = 'Wide Münchner Wirtschaftlichkeitsberechnungsprogramm 漢字漢字漢字漢字';
    const scene = draw(renamed(generatedPlan(sizes[1]), long), 'layout-0', null).scene;
    const texts = nodes(scene).filter(({ tag }) => tag === 'text');
    expect(texts.length).toBeGreaterThan(0);
    // A text without a stated room was not fitted to anything.
    for (const { text = '', room = 0, attributes } of texts) {
      const isBold = Number(attributes['font-weight'] ?? 400) >= 600;
      const width = textWidth(text, Number(attributes['font-size']), isBold ? 'bold' : 'regular');
      expect(width, text).toBeLessThanOrEqual(room + 0.01);
    }
  });

  test('[DRAW-4] keys are unique among siblings, so that a page can be patched', () => {
    const check = (node: SceneNode): void => {
      const keys = (node.children ?? []).map(({ key }) => key);
      expect(new Set(keys).size, keys.join(' ')).toBe(keys.length);
      (node.children ?? []).forEach(check);
    };
    check(draw(generatedPlan(sizes[1]), 'layout-0', null).scene);
  });

  test('[DRAW-5] everything selectable lies inside the drawing and has a name for screen readers', () => {
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

describe.each(VIEW_NAMES)('view %s of any plan whose records decode', (name) => {
  test('[DRAW-1] [DRAW-4] [DRAW-5] is drawn, whole and with names', () => {
    const catalogue = catalogueOf([]);
    fc.assert(
      fc.property(arbitraryPlan, fc.boolean(), (plan, isAnalysed) => {
        const result = isAnalysed ? analyze(plan, 'layout', catalogue) : null;
        const drawing = VIEWS[name].draw(plan, 'layout', result, { catalogue });
        expect(faultsOf(drawing)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the layout view', () => {
  test('[DRAW-11] the idiom follows the number of links', () => {
    const idiom = (links: number) =>
      VIEWS.layout.draw(generatedPlan({ ...sizes[0], links }), 'layout-0', null).idiom;
    expect([idiom(12), idiom(60), idiom(120)]).toEqual(['lines', 'bundled', 'matrix']);
  });

  test('[DRAW-4] a redraw after an edit gives back the very nodes of what did not change', () => {
    const plan = generatedPlan(sizes[1]);
    const tiles = (of: Plan) =>
      new Map(
        nodes(VIEWS.layout.draw(of, 'layout-0', null).scene)
          .filter(({ key }) => key.startsWith('tile-'))
          .map((node) => [node.key, node]),
      );
    const before = tiles(plan);
    const [application] = plan.applications.values();
    const renamedOne = updateRecords(plan, 'applications', [application?.id ?? ''], {
      name: 'New',
    });
    if (!renamedOne.ok) throw new Error('the name was refused');
    const after = tiles(applyDiff(plan, renamedOne.value));
    const changed = [...after].filter(([key, node]) => before.get(key) !== node);
    expect(changed.map(([, node]) => node.attributes['data-id'])).toEqual([application?.id]);
  });

  test('[DRAW-6] moving an application leaves every core where it was', () => {
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
