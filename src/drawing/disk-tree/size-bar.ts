/** Bars of sizes: what was stated, what the format adds, from low to high, and the raw image beside. */
import { rangeWords } from '../../analysis/range-words.ts';
import { shortBytes } from '../layout-view/loads.ts';
import { group, line, path, rect } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import { lengthOf, type ByteScale } from './byte-axis.ts';
import type { Size } from './disk-tree-model.ts';

/** A part of a bar, from the left. */
export interface BarPart {
  readonly key: string;
  readonly bytes: number;
  readonly fill: string;
}

/** Parts of an image's bar in the colours of the theme. */
export function partFills(theme: Theme): {
  readonly content: string;
  readonly growth: string;
  readonly rest: string;
} {
  return { content: theme.bar, growth: theme.barSoft, rest: theme.barTrack };
}

/**
 * @param size a size of the result, or null
 * @returns for example `1.2 GiB (1 GiB to 1.4 GiB)`, `at least 1.2 GiB`, `unknown`
 */
export function sizeText(size: Size | null): string {
  return size === null ? 'unknown' : rangeWords({ ...size, unit: 'bytes' }, shortBytes);
}

/**
 * A stacked bar with its range.
 *
 * @param parts from the left; together at most the typical size
 * @param size whose range is drawn; null: none
 * @param scale bytes to user units
 * @param y upper edge
 * @param height of the bar
 * @param theme colours
 * @returns the bar, outlined, and the range as a line with ends; an end beyond the scale is an arrow
 */
export function sizeBar(
  parts: readonly BarPart[],
  size: Size | null,
  scale: ByteScale,
  y: number,
  height: number,
  theme: Theme,
): SceneNode {
  const nodes: SceneNode[] = [];
  let from = 0;
  for (const { key, bytes, fill } of parts) {
    const [left, right] = [lengthOf(scale, from), lengthOf(scale, from + bytes)];
    if (right > left) nodes.push(rect(key, scale.x + left, y, right - left, height, { fill }));
    from += bytes;
  }
  const whole = lengthOf(scale, from);
  if (whole > 0) {
    nodes.push(
      rect('outline', scale.x, y, Math.max(whole, 1), height, {
        fill: 'none',
        stroke: theme.outline,
        'stroke-width': 1,
      }),
    );
  }
  if (from > scale.end) nodes.push(beyondMark(scale, y, height, theme));
  return group('bar', [...nodes, size ? whisker(size, scale, y + height / 2, theme) : null]);
}

/** The bar goes on beyond the scale: a gap, and an arrow. */
function beyondMark(scale: ByteScale, y: number, height: number, theme: Theme): SceneNode {
  const right = scale.x + scale.width;
  return group('beyond', [
    rect('gap', right - 16, y - 1, 4, height + 2, { fill: theme.paper }),
    path(
      'arrow',
      `M${right + 4} ${y + 2}l${height / 2 - 2} ${height / 2 - 2}l${2 - height / 2} ${height / 2 - 2}`,
      {
        fill: 'none',
        stroke: theme.text,
        'stroke-width': 1.4,
      },
    ),
  ]);
}

function whisker(size: Size, scale: ByteScale, middle: number, theme: Theme): SceneNode | null {
  const { low, high } = size;
  if (low === null || high === null) return null;
  const [left, right] = [scale.x + lengthOf(scale, low), scale.x + lengthOf(scale, high)];
  const beyond = high > scale.end;
  if (low >= scale.end) return null;
  if (right - left < 2 && !beyond) return null;
  // On the dark bar and on paper alike: a light line under a dark one.
  const stroke = { stroke: theme.text, 'stroke-width': 1.2 };
  const halo = { stroke: theme.paper, 'stroke-width': 3.2 };
  return group('range', [
    line('halo', left, middle, right, middle, halo),
    line('line', left, middle, right, middle, stroke),
    line('low', left, middle - 4, left, middle + 4, stroke),
    beyond
      ? path('beyond', `M${right - 5} ${middle - 4}l5 4l-5 4`, { fill: 'none', ...stroke })
      : line('high', right, middle - 4, right, middle + 4, stroke),
  ]);
}

/**
 * A hollow bar: what the same instances take as raw images.
 *
 * @param size of the raw images
 * @param scale bytes to user units
 * @param y upper edge
 * @param height of the bar
 * @param theme colours
 * @returns the bar; null where nothing is known
 */
export function rawBar(
  size: Size | null,
  scale: ByteScale,
  y: number,
  height: number,
  theme: Theme,
): SceneNode | null {
  const bytes = size?.typical ?? null;
  if (bytes === null || bytes === 0) return null;
  return rect('raw', scale.x, y, Math.max(1, lengthOf(scale, bytes)), height, {
    fill: theme.paper,
    stroke: theme.outline,
    'stroke-width': 1,
    'stroke-dasharray': '4 2',
  });
}

/**
 * @param bytes of all copies
 * @param count how many
 * @returns for example `4 × 120 MiB`
 */
export function eachText(bytes: number | null, count: number): string {
  if (bytes === null) return 'unknown';
  return count > 1 ? `${count} × ${shortBytes(bytes / count)}` : shortBytes(bytes);
}
