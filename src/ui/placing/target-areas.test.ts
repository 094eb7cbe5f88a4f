import { describe, expect, test } from 'vitest';
import { layoutView } from '../../drawing/layout-view/layout-view.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { bareKey, floatKey, OUT_KEY, pinKey, placeTargets } from './place-targets.ts';
import { targetAreas, targetKeyAt } from './target-areas.ts';

/** The small plan with its partition on both big cores. */
function wide(): Plan {
  const plan = smallPlan();
  const partition = { ...plan.environments.get('p1')!, coreIds: ['big.0', 'big.1'] };
  return { ...plan, environments: new Map(plan.environments).set('p1', partition) };
}

function shown(plan: Plan) {
  const tree = layoutTree(plan, 'layout-a');
  if (!tree) throw new Error('no layout');
  const drawing = layoutView(plan, 'layout-a', null, { caption: false, collapsed: 'none' });
  return { drawing, targets: placeTargets(plan, tree) };
}

describe('[UI-6] places', () => {
  test('[UI-6] environments that hold applications, their single cores, bare cores, out', () => {
    const { targets } = shown(wide());
    expect(targets.map(({ key }) => key)).toEqual([
      floatKey('p1'),
      pinKey('p1', 'big.0'),
      pinKey('p1', 'big.1'),
      floatKey('m4'),
      bareKey('big.0'),
      bareKey('big.1'),
      bareKey('small.0'),
      OUT_KEY,
    ]);
    expect(targets[1]?.title).toBe('Gateway partition, pinned to core 0');
  });

  test('[UI-6] the name strip of an environment means floating, its body the core of the column', () => {
    const { drawing, targets } = shown(wide());
    const frame = drawing.items.find(({ part, id }) => part === 'frame' && id === 'p1')!;
    const core = drawing.items.find(({ part, id }) => part === 'core' && id === 'big.1')!;
    const x = core.x + core.width / 2;
    const at = (y: number, floats = false) => targetKeyAt(drawing, targets, { x, y }, floats);
    expect(at(frame.y + frame.height - 4)).toBe(floatKey('p1'));
    expect(at(frame.y + 4)).toBe(pinKey('p1', 'big.1'));
    expect(at(frame.y + 4, true)).toBe(floatKey('p1'));
    expect(at(core.y + 4)).toBe(bareKey('big.1'));
    expect(targetKeyAt(drawing, targets, { x: -50, y: -50 }, false)).toBeNull();
  });

  test('[UI-6] an environment of one core is one place', () => {
    const { drawing, targets } = shown(smallPlan());
    const frame = drawing.items.find(({ part, id }) => part === 'frame' && id === 'm4')!;
    const at = { x: frame.x + frame.width / 2, y: frame.y + frame.height - 4 };
    expect(targetKeyAt(drawing, targets, at, false)).toBe(floatKey('m4'));
  });

  test('[UI-6] every place that is seen has an area that arrow keys can reach', () => {
    const { drawing, targets } = shown(wide());
    const areas = targetAreas(drawing, targets);
    expect(areas.map(({ target }) => target.key)).toEqual(targets.map(({ key }) => key));
    expect(areas.every(({ width, height }) => width > 0 && height > 0)).toBe(true);
  });
});
