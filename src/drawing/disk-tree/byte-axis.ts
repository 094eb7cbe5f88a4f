/** A linear scale of bytes with binary steps, and its axis. */
import { KIB, formatBytes } from '../../model/units.ts';
import { group, label, line } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';

/** Bytes to user units. */
export interface ByteScale {
  readonly x: number;
  readonly width: number;
  /** Bytes at the right end. */
  readonly end: number;
  /** Bytes between two ticks. */
  readonly step: number;
}

const MOST_STEPS = 6;

/**
 * @param most largest number of bytes that is shown
 * @param x left edge
 * @param width user units
 * @returns a scale from 0 whose ticks are powers of two apart and which ends on one of them
 */
export function byteScale(most: number, x: number, width: number): ByteScale {
  let step: number = KIB;
  while (step * MOST_STEPS < most) step *= 2;
  return { x, width, step, end: Math.max(1, Math.ceil(most / step)) * step };
}

/**
 * @param scale the scale
 * @param bytes a size
 * @returns its length in user units, at most the width of the scale
 */
export function lengthOf(scale: ByteScale, bytes: number): number {
  return (Math.min(Math.max(0, bytes), scale.end) / scale.end) * scale.width;
}

/**
 * @param scale the scale
 * @param top upper edge of the text
 * @param bottom lower end of the lines
 * @param theme colours
 * @returns lines with their sizes above
 */
export function byteAxis(scale: ByteScale, top: number, bottom: number, theme: Theme): SceneNode {
  const ticks = Math.round(scale.end / scale.step);
  const room = scale.width / ticks;
  return group(
    'axis',
    Array.from({ length: ticks + 1 }, (_, index) => {
      const at = scale.x + (scale.width * index) / ticks;
      return group(`tick-${index}`, [
        line('line', at, top + 16, at, bottom, { stroke: theme.hairline, 'stroke-width': 0.8 }),
        label('size', at, top + 7, index === 0 ? '0' : formatBytes(scale.step * index), {
          room: Math.max(20, room - 4),
          size: 10.5,
          fill: theme.textSoft,
          anchor: 'middle',
        }),
      ]);
    }),
  );
}
