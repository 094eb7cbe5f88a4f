/** What lies under a point of a drawing. */
import { itemAt, type Drawing, type DrawingItem, type LinkRoute } from '../../drawing/drawing.ts';

type Point = readonly [number, number];

function distance([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const along =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}

function distanceTo(route: LinkRoute, point: Point): number {
  const box = route.labelBox;
  const [x, y] = point;
  if (box && x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height)
    return 0;
  let least = Infinity;
  for (let index = 1; index < route.points.length; index += 1) {
    const from = route.points[index - 1];
    const to = route.points[index];
    if (from && to) least = Math.min(least, distance(point, from, to));
  }
  return least;
}

/**
 * The link line nearest to a point. Lines that stand out win over ghosted ones.
 *
 * @param drawing a drawing
 * @param x user units
 * @param y user units
 * @param tolerance user units on each side of a line: half of the 24 pixels a target has
 * @returns the line, or null when none is near
 * @cost O(corners of all lines)
 */
export function linkAt(
  drawing: Drawing,
  x: number,
  y: number,
  tolerance: number,
): LinkRoute | null {
  let best: LinkRoute | null = null;
  let least = Infinity;
  for (const route of drawing.links) {
    const away = distanceTo(route, [x, y]);
    const cost = away + (route.ghost ? tolerance : 0);
    if (away <= tolerance && cost < least) {
      best = route;
      least = cost;
    }
  }
  return best;
}

export type Hit =
  | { readonly type: 'item'; readonly item: DrawingItem }
  | { readonly type: 'link'; readonly route: LinkRoute };

/** Parts on which a link never takes the pointer: they are what the user aims at. */
const SOLID: ReadonlySet<DrawingItem['part']> = new Set(['tile', 'core', 'chip', 'cell', 'tray']);

/**
 * @param drawing a drawing
 * @param at a point in user units
 * @param tolerance reach of link lines in user units
 * @returns the application or core on top, else a link near by, else what is drawn beneath; null on empty paper
 * @cost O(items + corners of lines)
 */
export function hitAt(
  drawing: Drawing,
  at: { readonly x: number; readonly y: number },
  tolerance: number,
): Hit | null {
  const item = itemAt(drawing, at.x, at.y);
  if (item && SOLID.has(item.part)) return { type: 'item', item };
  const route = linkAt(drawing, at.x, at.y, tolerance);
  if (route) return { type: 'link', route };
  return item ? { type: 'item', item } : null;
}
