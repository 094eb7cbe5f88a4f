import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { PlanBuilder, target } from '../../analysis/testing/plan-builder.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { KIB, MIB } from '../../model/units.ts';
import { environmentMarks } from '../environment-marks.ts';
import type { SceneNode } from '../scene.ts';
import { overlaps } from '../testing/ink.ts';
import { mixedPlan } from '../testing/picture-plans.ts';
import { scaleSlices } from './address-scale.ts';
import { memoryMapOf } from './memory-map-model.ts';
import { memoryMapView } from './memory-map-view.ts';

const board = target({
  memories: [
    {
      id: 'low',
      name: 'Low',
      kind: 'dram',
      sizeBytes: 16 * MIB,
      ranges: [{ base: MIB, size: 16 * MIB }],
    },
    { id: 'tcm', name: 'TCM', kind: 'tcm', sizeBytes: 64 * KIB },
    { id: 'unused', name: 'Unused', kind: 'sram', sizeBytes: KIB },
  ],
});

function map(plan: Plan) {
  const tree = layoutTree(plan, 'layout');
  if (!tree) throw new Error('no such layout');
  return memoryMapOf(plan, tree, environmentMarks(tree), null, null);
}

function texts(node: SceneNode): string[] {
  return [
    ...(node.tag === 'text' && node.text !== undefined ? [node.text] : []),
    ...(node.children ?? []).flatMap(texts),
  ];
}

describe('memory map', () => {
  test('[DRAW-16] regions and the gaps between them fill a memory from end to end', () => {
    const plan = new PlanBuilder(board)
      .region('a', 2 * MIB, MIB, { memoryId: 'low' })
      .region('b', 3 * MIB, MIB)
      .region('c', 10 * MIB, 2 * MIB, { kind: 'reserved' })
      .plan();
    const [stretch, ...others] = map(plan).stretches;
    expect(others).toEqual([]);
    expect(
      stretch?.slices.map(({ base, size, regions }) => [
        base / MIB,
        size / MIB,
        regions.map(({ id }) => id),
      ]),
    ).toEqual([
      [1, 1, []],
      [2, 1, ['a']],
      [3, 1, ['b']],
      [4, 6, []],
      [10, 2, ['c']],
      [12, 5, []],
    ]);
    expect(stretch?.tracks).toBe(1);
  });

  test('[DRAW-16] regions that overlap stand side by side', () => {
    const plan = new PlanBuilder(board)
      .region('a', 2 * MIB, 4 * MIB)
      .region('b', 4 * MIB, 4 * MIB)
      .plan();
    const [stretch] = map(plan).stretches;
    expect(stretch?.regions.map(({ track }) => track)).toEqual([0, 1]);
    const { items } = memoryMapView(plan, 'layout', null);
    const [a, b] = items.filter(({ kind }) => kind === 'region');
    expect(a && b && overlaps(a, b)).toBe(false);
    expect((a?.y ?? 0) + (a?.height ?? 0)).toBeGreaterThan(b?.y ?? Infinity);
  });

  test('[DRAW-16] what has no place is listed with the reason, never drawn at a guess', () => {
    const plan = new PlanBuilder(board)
      .environment('hv', 'hypervisor', null, { technologyId: 'x' })
      .environment('p', 'partition', 'hv', { coreIds: ['c0'], memoryBytes: 4 * MIB })
      .environment('q', 'partition', 'hv', { coreIds: ['c1'], memoryBytes: 4 * MIB })
      .region('q-ram', 4 * MIB, 4 * MIB, { kind: 'private', environmentId: 'q' })
      .region('floating', null, KIB)
      .region('outside', 64 * MIB, KIB)
      .region('in-tcm', 0x100, 0x100, { memoryId: 'tcm' })
      .plan();
    const found = map(plan);
    expect(found.loose.map(({ id, size, wrong }) => [id, size, wrong])).toEqual([
      ['outside', '1 KiB', true],
      ['floating', '1 KiB', false],
      ['hv', 'unknown', false],
      ['p', '4 MiB', false],
    ]);
    expect(found.empty.map(({ id }) => id)).toEqual(['unused']);
    expect(found.stretches.map(({ memory, known }) => [memory.id, known])).toEqual([
      ['low', true],
      ['tcm', false],
    ]);
  });

  test('[DRAW-16] the addresses of both endpoints stand beside a shared region', () => {
    const shown = texts(memoryMapView(mixedPlan(), 'layout', null).scene);
    expect(shown).toContain('P1 0x1000 → P2 0x90000000');
    expect(shown).toContain('0x80000000');
  });

  test('[DRAW-16] slices fill the height, keep their order, and are to scale unless marked', () => {
    const least = 20;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 2 ** 40 }), { minLength: 1, maxLength: 24 }),
        fc.integer({ min: 100, max: 1000 }),
        (sizes, height) => {
          let base = 0;
          const slices = sizes.map((size) => {
            const slice = { base, size, regions: [] };
            base += size;
            return slice;
          });
          const scaled = scaleSlices(slices, height, () => least);
          const total = scaled.reduce((sum, slice) => sum + slice.height, 0);
          expect(total).toBeCloseTo(Math.max(height, least * sizes.length), 3);
          let y = 0;
          for (const slice of scaled) {
            expect(slice.y).toBeCloseTo(y, 6);
            expect(slice.height).toBeGreaterThanOrEqual(least - 1e-9);
            y += slice.height;
          }
          const scales = scaled
            .filter(({ enlarged }) => !enlarged)
            .map(({ slice, height: own }) => own / slice.size);
          for (const scale of scales) expect(scale / (scales[0] ?? 1)).toBeCloseTo(1, 6);
          for (const { slice, enlarged, height: own } of scaled)
            if (enlarged && scales[0]) expect(own).toBeGreaterThan(slice.size * scales[0] - 1e-6);
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });
});
