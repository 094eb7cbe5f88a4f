/** Where the boxes of the stacks stand, for hits and drop targets. */
import type { DrawingItem } from '../drawing.ts';
import { environmentTitle, topOfBox } from './environment-scene.ts';
import type { BarBox, FrameBox, TileBox } from './stack-boxes.ts';
import { tileTitle } from './tile-scene.ts';
import type { ViewContext } from './view-context.ts';

/** Places of environments and applications, outer before inner. */
export function stackItems(context: ViewContext, bases: readonly number[]): readonly DrawingItem[] {
  const { frames, bars, tiles } = context.stacks;
  const box = (of: FrameBox | BarBox | TileBox) => ({
    x: of.x,
    y: (bases[of.row] ?? 0) + topOfBox(of),
    width: of.width,
    height: of.height,
    coreIds: of.coreIds,
  });
  return [
    ...frames.map((frame): DrawingItem => ({
      ...box(frame),
      kind: 'environment',
      id: frame.environment.id,
      key: `frame-${frame.environment.id}-${frame.segment}`,
      part: 'frame',
      label: environmentTitle(frame.environment, context),
      environmentId: frame.environment.parentId,
      placementId: null,
    })),
    ...bars
      .filter(({ kind }) => kind === 'platform')
      .map((bar): DrawingItem => ({
        ...box(bar),
        kind: 'environment',
        id: bar.environment.id,
        key: `bar-${bar.environment.id}-${bar.segment}`,
        part: 'bar',
        label: environmentTitle(bar.environment, context),
        environmentId: bar.environment.parentId,
        placementId: null,
      })),
    ...tiles.map((tile): DrawingItem => ({
      ...box(tile),
      kind: 'application',
      id: tile.application.id,
      key: `tile-${tile.placement.id}`,
      part: 'tile',
      label: tileTitle(tile, context),
      environmentId: tile.placement.environmentId,
      placementId: tile.placement.id,
    })),
  ];
}
