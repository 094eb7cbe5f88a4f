/** The target alone: cores, caches, memories, devices, before anything stands on them. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import { layoutSchema } from '../../model/layout.ts';
import { emptyPlan, targetOf, type Plan } from '../../model/plan.ts';
import type { Target } from '../../model/target.ts';
import type { Drawing, DrawingOptions } from '../drawing.ts';
import { layoutView } from '../layout-view/layout-view.ts';

/** Larger targets show equal cores as one column: a preview is small. */
const MOST_CORES = 48;
/** Most columns side by side of a small target, and of a larger one. */
const ONE_ROW = 12;
const COLUMNS_PER_ROW = 8;
const PREVIEW = 'preview';

/**
 * @param target a target of the catalogue or of a plan
 * @param options theme, caption
 * @returns its floorplan
 * @cost O(cores + caches + devices)
 * @rules DRAW-17
 */
export function targetFloorplan(target: Target, options: DrawingOptions = {}): Drawing {
  const info = {
    id: PREVIEW,
    name: target.name,
    description: null,
    author: null,
    status: 'draft',
  } as const;
  const layout = layoutSchema.parse({ id: PREVIEW, order: 0, name: PREVIEW });
  const plan: Plan = { ...emptyPlan(info, target), layouts: new Map([[PREVIEW, layout]]) };
  return layoutView(plan, PREVIEW, null, {
    ...options,
    idiom: 'none',
    caption: false,
    columnsPerRow:
      options.columnsPerRow ?? (target.cores.length <= ONE_ROW ? ONE_ROW : COLUMNS_PER_ROW),
    collapsed: options.collapsed ?? (target.cores.length > MOST_CORES ? 'auto' : 'none'),
  });
}

/**
 * The same for the target of a plan, as a view.
 *
 * @param plan the plan
 * @param _layoutId not used: hardware is the same for every layout
 * @param _result not used
 * @param options theme, caption
 * @returns the floorplan
 */
export function floorplanView(
  plan: Plan,
  _layoutId: Id,
  _result: LayoutResult | null,
  options: DrawingOptions = {},
): Drawing {
  return targetFloorplan(targetOf(plan), options);
}
