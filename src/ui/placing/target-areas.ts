/** Where in a drawing each place is: for pointers, for arrow keys, for the marks over the drawing. */
import { itemAt, type Drawing, type DrawingItem } from '../../drawing/drawing.ts';
import type { Id } from '../../model/fields.ts';
import type { Area } from '../scene/viewport.ts';
import { bareKey, floatKey, OUT_KEY, pinKey, type PlaceTarget } from './place-targets.ts';

/** A place with its area in user units. */
export interface TargetArea extends Area {
  readonly target: PlaceTarget;
}

/** Height of an environment's name strip at its foot, where dropping means: float over all its cores. */
const STRIP = 26;

const isFrame = (item: DrawingItem): boolean =>
  item.kind === 'environment' && item.part === 'frame';
const isCore = (item: DrawingItem): boolean => item.kind === 'core' && item.part === 'core';

/** The core in whose column a point lies, the nearest one below it. */
function columnAt(drawing: Drawing, x: number, y: number): DrawingItem | null {
  let best: DrawingItem | null = null;
  for (const item of drawing.items) {
    if (!isCore(item) || x < item.x || x > item.x + item.width || item.y + item.height < y)
      continue;
    if (!best || item.y < best.y) best = item;
  }
  return best;
}

/**
 * The place under a point. In an environment of several cores its name strip means floating, its body the core of
 * that column; `floats` turns that round.
 *
 * @param drawing the drawing
 * @param targets places there are
 * @param at user units
 * @param floats Shift is held: float wherever it is
 * @returns key of the place, or null
 * @cost O(items)
 */
export function targetKeyAt(
  drawing: Drawing,
  targets: readonly PlaceTarget[],
  at: { readonly x: number; readonly y: number },
  floats: boolean,
): string | null {
  const known = new Set(targets.map(({ key }) => key));
  const top = itemAt(drawing, at.x, at.y, (item) => item.part !== 'tile');
  if (top?.part === 'tray') return OUT_KEY;
  const frame = itemAt(
    drawing,
    at.x,
    at.y,
    (item) => isFrame(item) && known.has(floatKey(item.id)),
  );
  const column = columnAt(drawing, at.x, at.y);
  if (frame) {
    const inStrip = at.y > frame.y + frame.height - STRIP;
    const pinned = column ? pinKey(frame.id, column.coreIds[0] ?? column.id) : '';
    return !floats && !inStrip && known.has(pinned) ? pinned : floatKey(frame.id);
  }
  return column ? bareKey(column.coreIds[0] ?? column.id) : null;
}

function within(frame: DrawingItem, column: DrawingItem): Area | null {
  const x = Math.max(frame.x, column.x);
  const width = Math.min(frame.x + frame.width, column.x + column.width) - x;
  const isAbove = column.y >= frame.y;
  if (width <= 0 || !isAbove) return null;
  return { x, width, y: frame.y, height: Math.max(12, frame.height - STRIP) };
}

function areaOf(
  target: PlaceTarget,
  frames: ReadonlyMap<Id, readonly DrawingItem[]>,
  cores: ReadonlyMap<Id, DrawingItem>,
  drawing: Drawing,
): Area | null {
  const core = cores.get(target.coreIds[0] ?? '');
  switch (target.kind) {
    case 'out': {
      const tray = drawing.items.find(({ part }) => part === 'tray');
      return tray ?? { x: 8, y: drawing.height - 24, width: 120, height: 20 };
    }
    case 'bare':
      return core ?? null;
    case 'environment': {
      const frame = frames.get(target.environmentId ?? '')?.[0];
      if (!frame) return null;
      return { ...frame, y: frame.y + frame.height - STRIP, height: STRIP };
    }
    case 'pinned':
      for (const frame of frames.get(target.environmentId ?? '') ?? []) {
        const area = core ? within(frame, core) : null;
        if (area) return area;
      }
      return null;
  }
}

/**
 * @param drawing the drawing
 * @param targets places there are
 * @returns places that are seen in it, with their areas
 * @cost O(items + targets)
 */
export function targetAreas(
  drawing: Drawing,
  targets: readonly PlaceTarget[],
): readonly TargetArea[] {
  const frames = framesByEnvironment(drawing);
  const cores = new Map<Id, DrawingItem>();
  for (const item of drawing.items) {
    if (isCore(item)) for (const id of item.coreIds) if (!cores.has(id)) cores.set(id, item);
  }
  const drawn = new Set<DrawingItem>();
  return targets.flatMap((target) => {
    const area = areaOf(target, frames, cores, drawing);
    if (!area) return [];
    if (target.kind === 'bare') {
      // Cores that share a column are one place.
      const core = cores.get(target.coreIds[0] ?? '');
      if (!core || drawn.has(core)) return [];
      drawn.add(core);
    }
    const { x, y, width, height } = area;
    return [{ x, y, width, height, target }];
  });
}

/**
 * Whole areas of environments: what is washed while something is on its way.
 *
 * @param drawing the drawing
 * @returns environment -> its frames
 * @cost O(items)
 */
export function framesByEnvironment(drawing: Drawing): ReadonlyMap<Id, readonly DrawingItem[]> {
  const frames = new Map<Id, DrawingItem[]>();
  for (const item of drawing.items) {
    if (!isFrame(item)) continue;
    const list = frames.get(item.id);
    if (list) list.push(item);
    else frames.set(item.id, [item]);
  }
  return frames;
}
