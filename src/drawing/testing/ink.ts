/** Measures of drawn links against boxes. Test code only. */
import type { Box, LinkRoute } from '../drawing.ts';

/**
 * Length of a route inside a box, in user units; routes run along the axes.
 *
 * @param box a rectangle; its edge does not count
 * @param points corners of the route
 * @returns length of ink inside
 */
export function inkInside(box: Box, points: LinkRoute['points']): number {
  let ink = 0;
  for (const [index, [x1, y1]] of points.slice(0, -1).entries()) {
    const [x2, y2] = points[index + 1] ?? [x1, y1];
    const overlap = (a: number, b: number, from: number, to: number) =>
      Math.min(Math.max(a, b), to) - Math.max(Math.min(a, b), from);
    const dx = overlap(x1, x2, box.x, box.x + box.width);
    const dy = overlap(y1, y2, box.y, box.y + box.height);
    if (x1 === x2 && x1 > box.x && x1 < box.x + box.width) ink += Math.max(0, dy);
    if (y1 === y2 && y1 > box.y && y1 < box.y + box.height) ink += Math.max(0, dx);
  }
  return ink;
}

/**
 * @param a a rectangle
 * @param b another
 * @returns whether they have more than an edge in common
 */
export function overlaps(a: Box, b: Box): boolean {
  const slack = 0.01;
  return (
    a.x < b.x + b.width - slack &&
    b.x < a.x + a.width - slack &&
    a.y < b.y + b.height - slack &&
    b.y < a.y + a.height - slack
  );
}
