/** Figures that the user replaced, in the views that rest on them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import { compareResults } from '../analysis/compare/compare-layouts.ts';
import { decodeCatalogue } from '../catalog/decode-catalogue.ts';
import { parsePlan } from '../model/interchange.ts';
import { overrideSchema, rows, type Override, type Plan } from '../model/plan.ts';
import { diskTreeView } from './disk-tree/disk-tree-view.ts';
import type { Drawing } from './drawing.ts';
import { layoutView } from './layout-view/layout-view.ts';
import { hasReplacedMark } from './replaced-legend.ts';
import type { SceneNode } from './scene.ts';
import { smallMultiplesView } from './small-multiples/small-multiples-view.ts';
import { tradeOffView } from './trade-off/trade-off-view.ts';

const RESOURCES = new URL('../../resources/', import.meta.url);
const FOLDER = new URL('technologies/', RESOURCES);
const decoded = decodeCatalogue(
  new Map(
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')]),
  ),
);
if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems.slice(0, 3)));
const catalogue = decoded.value;
const parsed = parsePlan(readFileSync(new URL('samples/gateway-cluster.json', RESOURCES), 'utf8'));
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems.slice(0, 3)));
const bare: Plan = { ...parsed.value, overrides: new Map() };
const [first] = rows(bare.layouts);
if (!first) throw new Error('the sample has no layout');
const layoutId = first.id;
const REASON = 'measured on our board';

function replacing(
  figure: Pick<Override, 'subjectKind' | 'subjectId' | 'parameter' | 'value' | 'unit'>,
): Plan {
  const override = overrideSchema.parse({ id: 'o', order: 0, reason: REASON, ...figure });
  return { ...bare, overrides: new Map([['o', override]]) };
}
const memory = replacing({
  ...{ subjectKind: 'technology', subjectId: 'jailhouse', parameter: 'fixedHostMemory' },
  ...{ value: 6, unit: 'MiB' },
});

function nodes(scene: SceneNode): readonly SceneNode[] {
  return [scene, ...(scene.children ?? []).flatMap(nodes)];
}

/** Titles of the pencils, and whether the legend explains them. */
function marksOf({ scene }: Drawing) {
  const marks = nodes(scene).filter((node) => node.attributes['data-part'] === 'replaced');
  const titles = marks.map(({ children }) => children?.find(({ tag }) => tag === 'title')?.text);
  return {
    words: titles.filter((title) => title !== 'set by the user'),
    legend: nodes(scene).some(({ text }) => text === 'rests on a figure set by the user'),
  };
}

function layoutOf(plan: Plan, caption = true): Drawing {
  return layoutView(plan, layoutId, analyze(plan, layoutId, catalogue), { catalogue, caption });
}

describe('[DRAW-25] layout view', () => {
  test('[DRAW-25] nothing is marked where nothing was replaced', () => {
    const drawing = layoutOf(bare);
    expect(hasReplacedMark(drawing.scene)).toBe(false);
    expect(marksOf(drawing)).toEqual({ words: [], legend: false });
  });

  test('[DRAW-25] hypervisor and partitions of the technology say value and reason', () => {
    const drawing = layoutOf(memory);
    const { words, legend } = marksOf(drawing);
    expect(words).toEqual([
      `uses a figure set by the user: ${REASON}`,
      ...Array.from({ length: 5 }, () => `fixed memory 6 MiB, set by the user: ${REASON}`),
    ]);
    expect(legend).toBe(true);
    expect(drawing.description).toContain('Has figures set by the user.');
    const labels = drawing.items.filter(({ label }) => label.includes(REASON));
    expect(new Set(labels.map(({ id }) => id)).size).toBe(5);
  });

  test('[DRAW-25] a layer shows the figure of the user, not the published one', () => {
    const texts = nodes(layoutOf(memory).scene).map(({ text }) => text);
    expect(texts).toContain('6 MiB');
    expect(nodes(layoutOf(bare).scene).map(({ text }) => text)).not.toContain('6 MiB');
  });

  test('[DRAW-25] without a caption the marks stay', () => {
    expect(marksOf(layoutOf(memory, false))).toMatchObject({ legend: false });
    expect(hasReplacedMark(layoutOf(memory, false).scene)).toBe(true);
  });

  test('[DRAW-25] a link whose latency rests on one carries the mark on its label', () => {
    const ipi = replacing({
      ...{ subjectKind: 'technology', subjectId: 'jailhouse', parameter: 'ipiLatency' },
      ...{ value: 900, unit: 'ns' },
    });
    const { estimates } = analyze(ipi, layoutId, catalogue);
    const links = estimates.filter(
      ({ subject, figures }) =>
        subject.kind === 'link' && figures.some(({ override }) => override !== null),
    );
    expect(links.length).toBeGreaterThan(0);
    const { words } = marksOf(layoutOf(ipi));
    expect(words).toContain(`uses a figure set by the user: ${REASON}`);
  });
});

describe('[DRAW-25] other views', () => {
  const ids = rows(bare.layouts).map(({ id }) => id);
  const compared = (plan: Plan) => {
    const results = ids.map((id) => analyze(plan, id, catalogue));
    const axes = ['memory', 'startup'] as const;
    return { plan, results, comparison: compareResults(plan, results, catalogue, { axes }) };
  };

  test('[DRAW-25] the trade-off marks layouts whose values rest on one, and no other', () => {
    const { comparison } = compared(memory);
    const drawing = tradeOffView(comparison);
    const { words, legend } = marksOf(drawing);
    const resting = comparison.drivers
      .find(({ id }) => id === 'memory')
      ?.values.filter(({ override }) => override !== null);
    expect(resting?.length).toBeGreaterThan(0);
    expect(resting?.length).toBeLessThan(ids.length);
    expect(words).toHaveLength(resting?.length ?? 0);
    expect(legend).toBe(true);
    expect(drawing.description).toContain(REASON);
    expect(marksOf(tradeOffView(compared(bare).comparison))).toEqual({ words: [], legend: false });
  });

  test('[DRAW-25] small multiples explain the mark once', () => {
    const drawing = smallMultiplesView(compared(memory), { catalogue });
    expect(marksOf(drawing).legend).toBe(true);
    expect(marksOf(smallMultiplesView(compared(bare), { catalogue }))).toEqual({
      words: [],
      legend: false,
    });
  });

  test('[DRAW-25] the disk tree marks the whole, which counts what has no image', () => {
    const replaced = replacing({
      ...{ subjectKind: 'technology', subjectId: 'jailhouse', parameter: 'diskFixed' },
      ...{ value: 3, unit: 'MiB' },
    });
    const images = [...replaced.images].filter(
      ([, { environmentId }]) =>
        replaced.environments.get(environmentId ?? '')?.kind !== 'hypervisor',
    );
    const disk = { ...replaced, images: new Map(images) };
    const result = analyze(disk, layoutId, catalogue);
    const rests = result.estimates.some(
      ({ kind, subject, figures }) =>
        kind === 'disk' &&
        subject.kind === 'layout' &&
        figures.some(({ override }) => override !== null),
    );
    expect(hasReplacedMark(diskTreeView(disk, layoutId, result).scene)).toBe(rests);
    expect(rests).toBe(true);
  });
});
