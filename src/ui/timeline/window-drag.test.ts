import { describe, expect, it } from 'vitest';
import type { DrawingItem } from '../../drawing/drawing.ts';
import { draggedTimes, gripAt } from './window-drag.ts';

const frame = { lengthNs: 100, tickNs: 10 };
const from = { startNs: 20, durationNs: 30 };
const times = (grip: 'start' | 'middle' | 'end', by: number) =>
  Object.values(draggedTimes(frame, from, grip, by));

describe('dragging a window', () => {
  it('[TIMELINEUI-2] its middle moves it, on ticks and within the frame', () => {
    expect(times('middle', 14)).toEqual([30, 30]);
    expect(times('middle', 900)).toEqual([70, 30]);
    expect(times('middle', -900)).toEqual([0, 30]);
  });

  it('[TIMELINEUI-2] its ends resize it; the other end stays', () => {
    expect(times('end', 20)).toEqual([20, 50]);
    expect(times('end', 900)).toEqual([20, 80]);
    expect(times('end', -900)).toEqual([20, 10]);
    expect(times('start', -10)).toEqual([10, 40]);
    expect(times('start', -900)).toEqual([0, 50]);
    expect(times('start', 900)).toEqual([40, 10]);
  });

  it('[TIMELINEUI-2] a narrow window keeps a middle to take hold of', () => {
    const at = (x: number, width: number) => gripAt({ x: 100, width } as DrawingItem, x, 1);
    expect([at(102, 200), at(200, 200), at(298, 200)]).toEqual(['start', 'middle', 'end']);
    expect([at(101, 9), at(104.5, 9), at(108, 9)]).toEqual(['start', 'middle', 'end']);
  });
});
