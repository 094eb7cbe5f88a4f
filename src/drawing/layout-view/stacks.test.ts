import { describe, expect, test } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { catalogueOf } from '../../analysis/testing/catalogue-builder.ts';
import { PlanBuilder, target } from '../../analysis/testing/plan-builder.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import { generatedPlan } from '../../model/testing/generated-plan.ts';
import { sharedCoresPlan, mixedPlan, oneCorePlan } from '../testing/picture-plans.ts';
import { toSvg } from '../scene.ts';
import { overlaps } from '../testing/ink.ts';
import { floorplanOf } from './floorplan.ts';
import { layoutView } from './layout-view.ts';
import { collapsedRuns } from './occupancy.ts';
import { stackPlan } from './stack-plan.ts';

function stacksOf(plan: Plan, layoutId = 'layout', collapsed: 'auto' | 'none' = 'none') {
  const tree = layoutTree(plan, layoutId);
  if (!tree) throw new Error('no such layout');
  const floor = floorplanOf(targetOf(plan), collapsedRuns(targetOf(plan), tree, collapsed), 12);
  return { floor, ...stackPlan(plan, tree, floor) };
}

function xOf(plan: Plan, coreId: string): { x: number; right: number } {
  const column = stacksOf(plan).floor.columnOf.get(coreId);
  return { x: column?.x ?? 0, right: (column?.x ?? 0) + (column?.width ?? 0) };
}

describe('cores', () => {
  const large = target({
    clusters: [
      { id: 'p', cores: 20 },
      { id: 'e', cores: 8 },
    ],
  });

  test('[DRAW-6] more cores than fit go on in rows: small clusters whole, a large one in equal parts', () => {
    const { rows } = floorplanOf(large, [], 12);
    expect(rows.map((row) => row.columns.map(({ cores }) => cores[0]?.id).join(' '))).toEqual([
      'c0 c1 c2 c3 c4 c5 c6 c7 c8 c9',
      'c10 c11 c12 c13 c14 c15 c16 c17 c18 c19',
      'c20 c21 c22 c23 c24 c25 c26 c27',
    ]);
    expect(rows.map(({ columns }) => columns[0]?.x)).toEqual([60, 60, 60]);
  });

  test('[DRAW-7] equal empty neighbours of one cluster share a column, from three on', () => {
    const plan = new PlanBuilder(large)
      .application('a')
      .environment('os', 'os', null, { coreIds: ['c0', 'c3', 'c21'] })
      .place('a', 'os', ['c3'])
      .plan();
    const { floor } = stacksOf(plan, 'layout', 'auto');
    expect(floor.collapsed.map((run) => `${run[0]}-${run.at(-1)}`)).toEqual(['c4-c19', 'c22-c27']);
  });

  test('[DRAW-7] runs of an earlier drawing stay; a core that is no longer empty leaves its run', () => {
    const builder = new PlanBuilder(large)
      .application('a')
      .environment('os', 'os', null, { coreIds: ['c0'] })
      .place('a', 'os', ['c0']);
    const before = layoutView(builder.plan(), 'layout', null);
    const after = layoutView(
      builder.application('b').place('b', 'os', ['c5']).plan(),
      'layout',
      null,
      { collapsed: before.collapsed },
    );
    expect(before.collapsed.map((run) => run.length)).toEqual([19, 8]);
    expect(after.collapsed.map((run) => run.length)).toEqual([4, 14, 8]);
    const stated = layoutView(builder.plan(), 'layout', null, { collapsed: [] });
    expect(stated.collapsed).toEqual([]);
  });

  test('[DRAW-7] where everything floats over all cores, columns are kept for what floats', () => {
    const builder = new PlanBuilder(target({ clusters: [{ id: 'x', cores: 32 }] })).environment(
      'os',
      'os',
      null,
      { coreIds: Array.from({ length: 32 }, (_, index) => `c${index}`) },
    );
    for (let index = 0; index < 6; index += 1)
      builder.application(`a${index}`).place(`a${index}`, 'os');
    const { floor } = stacksOf(builder.plan(), 'layout', 'auto');
    expect(floor.columns).toHaveLength(7);
  });

  test('[DRAW-7] cores drawn as one are not called empty where something may run on them', () => {
    const cores = Array.from({ length: 32 }, (_, index) => `c${index}`);
    const run = (coreIds: readonly string[]) => {
      const plan = new PlanBuilder(target({ clusters: [{ id: 'x', cores: 32 }] }))
        .environment('os', 'os', null, { coreIds })
        .application('a')
        .place('a', 'os')
        .plan();
      const drawn = layoutView(plan, 'layout', analyze(plan, 'layout', catalogueOf()));
      const item = drawn.items.find(({ kind, coreIds: of }) => kind === 'core' && of.length > 8);
      return { label: item?.label ?? '', svg: toSvg(drawn.scene) };
    };
    const all = run(cores);
    expect(all.label).toContain('what floats over them may run on each');
    expect(all.svg).not.toContain('>empty<');
    expect(run(['c0', 'c1']).label).toContain('nothing placed on them');
    expect(run(['c0', 'c1']).svg).toContain('>empty<');
  });
});

describe('stacks', () => {
  test('[DRAW-8] a pinned application stands in its column, one that floats spans its own', () => {
    const plan = mixedPlan();
    const { tiles } = stacksOf(plan);
    const tile = (id: string) => tiles.find(({ application }) => application.id === id);
    const core1 = xOf(plan, 'c1');
    expect(tile('gateway')?.x).toBeGreaterThanOrEqual(core1.x);
    expect((tile('gateway')?.x ?? 0) + (tile('gateway')?.width ?? 0)).toBeLessThanOrEqual(
      core1.right,
    );
    const wide = tile('diagnostics');
    expect(wide?.x).toBeLessThan(core1.right);
    expect((wide?.x ?? 0) + (wide?.width ?? 0)).toBeGreaterThan(xOf(plan, 'c3').x);
    expect(wide?.floatsOver).toBe(3);
  });

  test('[DRAW-8] from the hardware up: hypervisor, partition, OS, engine, container, application', () => {
    const { bars, tiles } = stacksOf(mixedPlan());
    const base = (environmentId: string, kind: string) =>
      bars.find((bar) => bar.environment.id === environmentId && bar.kind === kind)?.base ?? NaN;
    const logger = tiles.find(({ application }) => application.id === 'logger')?.base ?? NaN;
    const heights = [
      base('hv', 'platform'),
      base('p2', 'identity'),
      base('p2', 'os'),
      base('ce', 'platform'),
      base('k1', 'identity'),
      logger,
    ];
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    expect(new Set(heights).size).toBe(heights.length);
    expect(heights[0]).toBe(0);
  });

  test('[DRAW-8] cores that are not neighbours give segments of one environment', () => {
    const { frames } = stacksOf(sharedCoresPlan());
    const segments = frames.filter(({ environment }) => environment.id === 'v3');
    expect(segments.map(({ segment, segments: all, coreIds }) => [segment, all, coreIds])).toEqual([
      [0, 2, ['c1']],
      [1, 2, ['c3']],
    ]);
  });

  test('[DRAW-10] environments that share a core stand side by side, width by share', () => {
    const { frames, floor } = stacksOf(sharedCoresPlan());
    const width = (id: string) =>
      frames.find(({ environment }) => environment.id === id)?.width ?? 0;
    expect(width('v1')).toBeGreaterThan(width('v2'));
    expect(width('v1') + width('v2')).toBeLessThan(floor.metrics.columnWidth);
    expect(width('v4')).toBe(width('v5'));
  });

  test('[DRAW-10] more environments than a core has room for stand on each other', () => {
    const { frames } = stacksOf(oneCorePlan());
    expect(new Set(frames.map(({ x }) => x)).size).toBe(1);
    expect(new Set(frames.map(({ base }) => base)).size).toBe(6);
  });

  test('[DRAW-9] the edge of a frame follows what stands in it', () => {
    const builder = new PlanBuilder(target({ clusters: [{ id: 'x', cores: 3 }] })).environment(
      'os',
      'os',
      null,
      { coreIds: ['c0', 'c1', 'c2'] },
    );
    ['a', 'b', 'c', 'd', 'e'].forEach((id, index) =>
      builder.application(id).place(id, 'os', [index < 4 ? 'c1' : 'c2']),
    );
    const { frames, floor } = stacksOf(builder.plan());
    const [frame] = frames;
    const tops = frame?.steps.map(({ top }) => top) ?? [];
    expect(tops).toHaveLength(3);
    expect(tops[1]).toBeGreaterThan(tops[2] ?? Infinity);
    expect(tops[2]).toBeGreaterThan(tops[0] ?? Infinity);
    expect(frame?.steps[0]?.right).toBeGreaterThan(floor.columns[0]?.x ?? Infinity);
  });

  test.each([1, 2, 3, 4, 5])(
    '[DRAW-8] every placement has one tile and tiles do not meet: seed %i',
    (seed) => {
      const plan = generatedPlan({ applications: 60, cores: 24, links: 0, seed });
      const { items } = layoutView(plan, 'layout-0', null);
      const tiles = items.filter(({ part }) => part === 'tile');
      expect(tiles.map(({ placementId }) => placementId).sort()).toEqual(
        [...plan.placements.keys()].sort(),
      );
      tiles.forEach((tile, index) => {
        for (const other of tiles.slice(index + 1)) expect(overlaps(tile, other)).toBe(false);
      });
    },
  );

  test.each([1, 2, 3])(
    '[DRAW-8] a tile stands inside the frame of its environment: seed %i',
    (seed) => {
      const plan = generatedPlan({ applications: 50, cores: 24, links: 0, seed });
      const { items } = layoutView(plan, 'layout-0', null);
      const frames = items.filter(({ part }) => part === 'frame');
      for (const tile of items.filter(({ part }) => part === 'tile')) {
        const around = frames.filter(
          (frame) =>
            frame.id === tile.environmentId &&
            frame.x <= tile.x &&
            frame.y <= tile.y &&
            frame.x + frame.width >= tile.x + tile.width &&
            frame.y + frame.height >= tile.y + tile.height,
        );
        expect(around, tile.key).toHaveLength(1);
      }
    },
  );

  test('[DRAW-8] what has no place or no core is listed, never lost', () => {
    const plan = new PlanBuilder(target())
      .application('a')
      .application('b')
      .environment('os', 'os', null, { coreIds: ['gone'] })
      .place('b', 'os')
      .plan();
    const { items } = layoutView(plan, 'layout', null);
    const tray = items.filter(({ part }) => part === 'tray').map(({ kind, id }) => `${kind} ${id}`);
    expect(tray).toEqual(['application a', 'environment os', 'application b']);
  });
});
