import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import { compareResults } from '../analysis/compare/compare-layouts.ts';
import type { Comparison, DriverId, DriverValue } from '../analysis/compare/comparison.ts';
import { paretoOf } from '../analysis/compare/pareto.ts';
import { catalogueOf } from '../analysis/testing/catalogue-builder.ts';
import { duplicateLayout } from '../model/commands/duplicate.ts';
import { updateRecords } from '../model/commands/records.ts';
import { applyDiff, type Diff } from '../model/diff.ts';
import type { Plan } from '../model/plan.ts';
import type { Result } from '../model/problem.ts';
import type { Drawing, DrawingOptions } from './drawing.ts';
import { SVG_TAGS, toSvg, type SceneNode } from './scene.ts';
import { smallMultiplesView } from './small-multiples/small-multiples-view.ts';
import { HOSTILE_NAMES, mixedPlan } from './testing/picture-plans.ts';
import { textWidth } from './text-metrics.ts';
import { tradeOffView } from './trade-off/trade-off-view.ts';

function apply(plan: Plan, diff: Result<Diff>): Plan {
  if (!diff.ok) throw new Error('the edit was refused');
  return applyDiff(plan, diff.value);
}

function found<T extends { readonly name?: string }>(list: Iterable<T>, name: string): T {
  for (const each of list) if (each.name === name) return each;
  throw new Error(`no ${name}`);
}

/** The mixed plan, and a copy in which an application has gone, one is moved, and one is on other cores. */
function threeLayouts(): Plan {
  let next = 0;
  const newId = (stem: string) => `${stem}-copy-${next++}`;
  const original = mixedPlan();
  let plan = apply(original, duplicateLayout(original, 'layout', newId));
  const copy = [...plan.layouts.keys()].at(-1) ?? '';
  const inCopy = <T extends { readonly layoutId: string }>(table: ReadonlyMap<string, T>) =>
    [...table.values()].filter(({ layoutId }) => layoutId === copy);
  const placement = (applicationId: string) => {
    const place = inCopy(plan.placements).find((each) => each.applicationId === applicationId);
    if (!place) throw new Error(`no place of ${applicationId}`);
    return place.id;
  };
  const updates = found(inCopy(plan.environments), 'Updates').id;
  plan = apply(
    plan,
    updateRecords(plan, 'placements', [placement('logger')], { environmentId: updates }),
  );
  plan = apply(
    plan,
    updateRecords(plan, 'placements', [placement('gateway')], { coreIds: ['c2'] }),
  );
  const gone = placement('diagnostics');
  plan = { ...plan, placements: new Map([...plan.placements].filter(([id]) => id !== gone)) };
  return apply(plan, updateRecords(plan, 'layouts', [copy], { name: 'Alternative' }));
}

function compared(plan: Plan) {
  // Without findings, so that a new rule changes no picture.
  const results = [...plan.layouts.keys()].map((id) => ({
    ...analyze(plan, id, catalogueOf()),
    findings: [],
  }));
  return { plan, results, comparison: compareResults(plan, results, catalogueOf()) };
}

/** Values of two drivers that no engine changes: low, typical, high, and whether a part is unknown. */
type Ends = readonly [number, number, number, boolean?] | null;

function withDriver(comparison: Comparison, id: DriverId, ends: readonly Ends[]): Comparison {
  const values = ends.map((each, index): DriverValue => ({
    layoutId: `l${index}`,
    state: each ? 'assessed' : 'unknown',
    low: each?.[0] ?? null,
    typical: each?.[1] ?? null,
    high: each?.[2] ?? null,
    atLeast: each?.[3] ?? false,
    isIndication: false,
    text: null,
    unknown: each?.[3] === true ? 1 : 0,
    subject: null,
    override: null,
    parts: [],
    delta: null,
  }));
  const drivers = comparison.drivers.map((each) => (each.id === id ? { ...each, values } : each));
  return { ...comparison, drivers };
}

const GIB = 2 ** 30;
const NAMES = ['Static partitions', 'Containers', 'Thin VMs', 'Container in a VM', 'Not measured'];

/** Five layouts, one of each status, drawn from numbers that are written here. */
function tradeOff(axes: readonly DriverId[]): Comparison {
  const { comparison } = compared(threeLayouts());
  const layouts = NAMES.map((name, index) => ({ id: `l${index}`, name }));
  let made: Comparison = { ...comparison, layouts };
  made = withDriver(made, 'memory', [
    [3 * GIB, 3.2 * GIB, 3.4 * GIB],
    [1 * GIB, 1.4 * GIB, 2.6 * GIB],
    [1.8 * GIB, 2 * GIB, 2.2 * GIB],
    [4 * GIB, 4.5 * GIB, 5 * GIB],
    null,
  ]);
  made = withDriver(made, 'interference', [
    [2, 4, 8],
    [30, 40, 40, true],
    [3, 5, 20],
    [41, 44, 50],
    [10, 12, 12],
  ]);
  made = withDriver(made, 'startup', [
    [1e8, 2e8, 3e8],
    [1e7, 2e7, 3e7],
    [4e7, 5e7, 6e7],
    [4e8, 5e8, 6e8],
    [1e8, 1e8, 1e8],
  ]);
  const drivers = axes.flatMap((id) => made.drivers.find((driver) => driver.id === id) ?? []);
  return {
    ...made,
    pareto: paretoOf(
      drivers,
      layouts.map(({ id }) => id),
    ),
  };
}

function nodes(root: SceneNode): SceneNode[] {
  return [root, ...(root.children ?? []).flatMap(nodes)];
}

type Draw = (options?: DrawingOptions) => Drawing;
const plan = threeLayouts();
const views: readonly (readonly [string, Draw])[] = [
  ['trade-off', (options) => tradeOffView(tradeOff(['memory', 'interference']), options)],
  [
    'trade-off-three',
    (options) => tradeOffView(tradeOff(['memory', 'interference', 'startup']), options),
  ],
  ['small-multiples', (options) => smallMultiplesView(compared(plan), options)],
];

describe.each(views)('%s', (name, draw) => {
  test.each(['light', 'dark'] as const)('[DRAW-1] looks as it was looked at, %s', async (theme) => {
    await expect(toSvg(draw({ theme }).scene)).toMatchFileSnapshot(
      `snapshots/${name}-${theme}.svg`,
    );
  });

  test('[DRAW-3] no text is wider than the room it was fitted to', () => {
    for (const { tag, text = '', room, attributes } of nodes(draw().scene)) {
      if (tag !== 'text' || room === undefined) continue;
      const isBold = Number(attributes['font-weight'] ?? 400) >= 600;
      const width = textWidth(text, Number(attributes['font-size']), isBold ? 'bold' : 'regular');
      expect(width, text).toBeLessThanOrEqual(room + 0.01);
    }
  });

  test('[DRAW-4] keys are unique among siblings', () => {
    for (const { children = [] } of nodes(draw().scene)) {
      const keys = children.map(({ key }) => key);
      expect(new Set(keys).size, keys.join(' ')).toBe(keys.length);
    }
  });

  test('[DRAW-5] every layout has a name and lies inside the drawing', () => {
    const { items, width, height } = draw();
    expect(items.length).toBeGreaterThan(1);
    for (const item of items) {
      expect(item.label).not.toBe('');
      expect(Math.min(item.x, item.y)).toBeGreaterThanOrEqual(0);
      expect(item.x + item.width).toBeLessThanOrEqual(width);
      expect(item.y + item.height).toBeLessThanOrEqual(height);
    }
  });
});

describe('the trade-off chart', () => {
  const at = (chart: Drawing, id: string) => {
    const node = nodes(chart.scene).find(({ key }) => key === `point-${id}`);
    if (!node) throw new Error(`no point ${id}`);
    return node;
  };

  test('[TRADE-1] every status has a shape of its own', () => {
    const chart = tradeOffView(tradeOff(['memory', 'interference']));
    expect(
      ['l0', 'l1', 'l2', 'l3', 'l4'].map((id) => at(chart, id).attributes['data-status']),
    ).toEqual(['front', 'open', 'front', 'dominated', 'open']);
    const shapes = ['l0', 'l3', 'l4'].map((id) => {
      const shape = nodes(at(chart, id)).find(({ key }) => key === 'symbol');
      return shape?.tag === 'path'
        ? String(shape.attributes['d']).match(/[hL]/g)?.join('')
        : shape?.tag;
    });
    expect(new Set(shapes).size).toBe(3);
  });

  test('[TRADE-2] an end that nobody knows is open and says "?"; a known one has a cap', () => {
    const chart = tradeOffView(tradeOff(['memory', 'interference']));
    const keys = (id: string) =>
      nodes(at(chart, id))
        .find(({ key }) => key === 'up')
        ?.children?.map(({ key }) => key);
    expect(keys('l0')).toEqual(['line', 'low', 'high']);
    expect(keys('l1')).toEqual(['line', 'low', 'open', 'unknown']);
  });

  test('[TRADE-3] a layout with an unknown driver stands beyond the axis, not at 0', () => {
    const chart = tradeOffView(tradeOff(['memory', 'interference']));
    const strip = nodes(chart.scene).find(({ key }) => key === 'unknown-x');
    const ground = strip?.children?.[0]?.attributes;
    const item = chart.items.find(({ id }) => id === 'l4');
    expect(item?.x).toBeGreaterThan(Number(ground?.['x']));
  });
});

describe('small multiples', () => {
  const changes = () =>
    nodes(smallMultiplesView(compared(plan)).scene).flatMap(
      ({ attributes }) => attributes['data-change'] ?? [],
    );

  test('[MULTI-1] what differs is outlined, by how it differs; what does not is not', () => {
    // One of each in the picture, and one in the legend.
    const each = ['cores', 'moved', 'unplaced'];
    expect(changes().sort()).toEqual(each.flatMap((kind) => [kind, kind]));
  });

  test('[MULTI-2] every outline says what it was and what it is', () => {
    const titles = nodes(smallMultiplesView(compared(plan)).scene)
      .filter(({ key }) => key.startsWith('change-'))
      .map(({ children = [] }) => children.find(({ tag }) => tag === 'title')?.text);
    expect(titles).toContainEqual(
      expect.stringMatching(/^Logger: other environment\. Reference: .*Logging/),
    );
  });

  test('[MULTI-3] names of layouts never become markup', () => {
    const [first = '', second = ''] = plan.layouts.keys();
    let named = plan;
    for (const name of HOSTILE_NAMES) {
      named = apply(named, updateRecords(named, 'layouts', [first, second], { name }));
      const svg = toSvg(smallMultiplesView(compared(named)).scene);
      const parser = new SaxesParser();
      const foreign: string[] = [];
      parser.on('opentag', ({ name: tag, attributes }) => {
        const runs = Object.keys(attributes).filter((each) => /^(on|style|href|class)/i.test(each));
        if (!(SVG_TAGS as readonly string[]).includes(tag)) foreign.push(tag);
        foreign.push(...runs);
      });
      parser.on('error', (error) => {
        throw error;
      });
      parser.write(svg).close();
      expect(foreign).toEqual([]);
    }
  });
});
