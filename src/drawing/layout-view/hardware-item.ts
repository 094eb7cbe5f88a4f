/** Items of hardware: what a painter gives beside its nodes. */
import type { DrawingItem } from '../drawing.ts';
import type { SceneNode } from '../scene.ts';

/** One thing drawn, and where. */
export interface Placed {
  readonly node: SceneNode;
  readonly item: DrawingItem;
}

/** Several things drawn, and where they end. */
export interface Painted {
  readonly nodes: readonly SceneNode[];
  readonly items: readonly DrawingItem[];
  /** Lower edge. */
  readonly bottom: number;
}

/** @returns an item that stands in no environment */
export function hardwareItem(
  kind: DrawingItem['kind'],
  id: string,
  key: string,
  part: DrawingItem['part'],
  box: Pick<DrawingItem, 'x' | 'y' | 'width' | 'height'>,
  text: string,
  coreIds: readonly string[],
): DrawingItem {
  return {
    ...box,
    kind,
    id,
    key,
    part,
    label: text,
    coreIds,
    environmentId: null,
    placementId: null,
  };
}
