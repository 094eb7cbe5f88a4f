import { describe, expect, test } from 'vitest';
import { target } from '../../analysis/testing/plan-builder.ts';
import { generatedTarget } from '../../model/testing/generated-plan.ts';
import { targetFloorplan } from './target-floorplan.ts';

describe('floorplan of a target', () => {
  test('[DRAW-17] every core, cache, memory and device that is drawn alone can be found', () => {
    const of = target({
      clusters: [
        { id: 'a', cores: 2 },
        { id: 'b', cores: 1 },
      ],
      memories: [{ id: 'm', name: 'DRAM', kind: 'dram' }],
      devices: [{ id: 'd', name: 'CAN 0', class: 'can' }],
    });
    const { items, links, description } = targetFloorplan(of);
    expect(items.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual([
      'core c0',
      'core c1',
      'core c2',
      'device d',
      'memory m',
    ]);
    expect(links).toEqual([]);
    expect(description).toContain('3 cores');
  });

  test('[DRAW-17] a large target is drawn small: equal cores as one column', () => {
    const { items } = targetFloorplan(generatedTarget(128));
    expect(items.filter(({ kind }) => kind === 'core')).toHaveLength(2);
    expect(
      items.filter(({ kind }) => kind === 'core').map(({ coreIds }) => coreIds.length),
    ).toEqual([64, 64]);
  });

  test('[DRAW-14] nothing of a bare target reads as a number that nobody stated', () => {
    const { scene } = targetFloorplan(target({ clusters: [{ id: 'a', cores: 1, clockHz: null }] }));
    const text = JSON.stringify(scene);
    expect(text).toContain('clock unknown');
    expect(text).toContain('L1 unknown');
    expect(text).toContain('presence unknown');
    expect(text).not.toMatch(/"text":"[^"]*\b0 ?%/);
  });
});
