/** Finds places for the names of the points, so that none hides another. */
import type { Box } from '../drawing.ts';

/** What is to be named. */
export interface Named {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 6;

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** Beside and diagonal first, since whiskers go straight. */
function candidates({ x, y, radius, width, height }: Named, room: Box): readonly Box[] {
  const off = radius + GAP;
  const places: (readonly [number, number])[] = [];
  for (const step of [1, 1.6, 2.2, 3, 4, 5]) {
    const far = off * step;
    places.push(
      [x + off, y - far - height],
      [x + off, y + far],
      [x - off - width, y - far - height],
      [x - off - width, y + far],
    );
  }
  return places.map(([left, top]) => ({
    x: clamp(left, room.x, room.x + room.width - width),
    y: clamp(top, room.y, room.y + room.height - height),
    width,
    height,
  }));
}

/**
 * @param named points with the size of their labels
 * @param room what the labels may not leave
 * @param taken what they should not hide
 * @returns a box per point, in the same order: the first free one, or the one that hides least
 * @cost O(points^2)
 */
export function labelPlaces(
  named: readonly Named[],
  room: Box,
  taken: readonly Box[],
): readonly Box[] {
  const used = [...taken];
  return named.map((each) => {
    let best: Box | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const box of candidates(each, room)) {
      const hidden = used.reduce((sum, other) => sum + overlap(box, other), 0);
      if (hidden >= least) continue;
      [best, least] = [box, hidden];
      if (hidden === 0) break;
    }
    const box = best ?? { x: each.x, y: each.y, width: each.width, height: each.height };
    used.push(box);
    return box;
  });
}
