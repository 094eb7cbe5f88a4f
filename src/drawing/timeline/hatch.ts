/** Slanted lines for what is neither used nor free: switches, and time in which a core serves others. */
import { path } from '../marks.ts';
import { formatCoordinate, type SceneNode } from '../scene.ts';

/** A stretch of a hatched row. */
export interface Stretch {
  readonly x: number;
  readonly width: number;
}

/**
 * @param key key of the node
 * @param stretches of one row
 * @param y upper edge
 * @param height of the row
 * @param look distance of the lines, colour, width
 * @returns one path with the lines of all stretches
 * @cost O(width / step)
 */
export function hatch(
  key: string,
  stretches: readonly Stretch[],
  y: number,
  height: number,
  look: { readonly step: number; readonly stroke: string; readonly width: number },
): SceneNode | null {
  const c = formatCoordinate;
  const parts: string[] = [];
  for (const { x, width } of stretches) {
    // From a fixed grid, so that neighbouring stretches continue each other.
    const first = Math.floor((x - height) / look.step) * look.step;
    for (let at = first; at < x + width; at += look.step) {
      const [x1, x2] = [Math.max(x, at), Math.min(x + width, at + height)];
      if (x2 <= x1) continue;
      parts.push(`M${c(x1)} ${c(y + height - (x1 - at))}L${c(x2)} ${c(y + height - (x2 - at))}`);
    }
  }
  if (parts.length === 0) return null;
  return path(key, parts.join(''), {
    fill: 'none',
    stroke: look.stroke,
    'stroke-width': look.width,
  });
}
