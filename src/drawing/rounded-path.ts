/** Lines through corners, each corner rounded. */
import { formatCoordinate } from './scene.ts';

export type Point = readonly [number, number];

/** Radius of a corner, as far as its legs allow. */
const CORNER = 4;

/**
 * @param points corners, in user units
 * @returns path data through them
 */
export function roundedPath(points: readonly Point[]): string {
  const c = formatCoordinate;
  const [first] = points;
  if (!first) return '';
  let d = `M${c(first[0])} ${c(first[1])}`;
  for (let index = 1; index < points.length; index += 1) {
    const at = points[index];
    const before = points[index - 1];
    const after = points[index + 1];
    if (!at || !before) continue;
    if (!after) {
      d += `L${c(at[0])} ${c(at[1])}`;
      continue;
    }
    const into = Math.hypot(at[0] - before[0], at[1] - before[1]);
    const away = Math.hypot(after[0] - at[0], after[1] - at[1]);
    const radius = Math.min(CORNER, into / 2, away / 2);
    if (radius < 0.5) {
      d += `L${c(at[0])} ${c(at[1])}`;
      continue;
    }
    const a: Point = [
      at[0] + ((before[0] - at[0]) / into) * radius,
      at[1] + ((before[1] - at[1]) / into) * radius,
    ];
    const b: Point = [
      at[0] + ((after[0] - at[0]) / away) * radius,
      at[1] + ((after[1] - at[1]) / away) * radius,
    ];
    d += `L${c(a[0])} ${c(a[1])}Q${c(at[0])} ${c(at[1])} ${c(b[0])} ${c(b[1])}`;
  }
  return d;
}

/**
 * @param points corners
 * @returns them without those that lie on the one before
 */
export function withoutRepeats(points: readonly Point[]): readonly Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    return !before || Math.hypot(point[0] - before[0], point[1] - before[1]) > 0.01;
  });
}
