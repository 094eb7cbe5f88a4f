import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextIn } from './spatial.ts';
import {
  fit,
  keepFilled,
  keepInSight,
  MAX_SCALE,
  MIN_SCALE,
  showArea,
  toDrawing,
  zoomAt,
} from './viewport.ts';

const frame = { width: 800, height: 600 };
const viewports = fc.record({
  x: fc.double({ min: -4000, max: 4000, noNaN: true }),
  y: fc.double({ min: -4000, max: 4000, noNaN: true }),
  scale: fc.double({ min: MIN_SCALE, max: MAX_SCALE, noNaN: true }),
});

describe('[SCN-1] pan and zoom', () => {
  test('[SCN-1] a fitted drawing is seen whole and in the middle', () => {
    const view = fit({ width: 1600, height: 400 }, frame);
    expect(view.x).toBeGreaterThanOrEqual(0);
    expect(1600 * view.scale + view.x).toBeLessThanOrEqual(frame.width);
    expect(view.y + 400 * view.scale).toBeLessThan(frame.height - 44);
  });

  test('[SCN-1] a small drawing is not blown up', () => {
    expect(fit({ width: 100, height: 50 }, frame).scale).toBe(1.25);
  });

  test('[SCN-2] zooming keeps what is under the pointer', () => {
    fc.assert(
      fc.property(
        viewports,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 600 }) }),
        (view, factor, at) => {
          const before = toDrawing(view, at);
          const after = toDrawing(zoomAt(view, factor, at), at);
          expect(after.x).toBeCloseTo(before.x, 3);
          expect(after.y).toBeCloseTo(before.y, 3);
        },
      ),
    );
  });

  test('[SCN-2] the drawing cannot get lost', () => {
    const drawing = { width: 500, height: 300 };
    fc.assert(
      fc.property(viewports, (view) => {
        const { x, y, scale } = keepInSight(view, drawing, frame);
        expect(x + drawing.width * scale).toBeGreaterThan(0);
        expect(y + drawing.height * scale).toBeGreaterThan(0);
        expect(x).toBeLessThan(frame.width);
        expect(y).toBeLessThan(frame.height);
      }),
    );
  });

  test('[SCN-3] showing an area moves only when it is out of sight', () => {
    const view = { x: 0, y: 0, scale: 1 };
    expect(showArea(view, { x: 100, y: 100, width: 50, height: 50 }, frame)).toBe(view);
    const moved = showArea(view, { x: 900, y: 100, width: 50, height: 50 }, frame);
    expect(moved.x + 950).toBeLessThanOrEqual(frame.width);
    expect(moved.y).toBe(0);
  });
});

describe('[SCN-4] arrow keys go to the nearest box ahead', () => {
  const box = (name: string, x: number, y: number) => ({ name, x, y, width: 10, height: 10 });
  const boxes = [box('a', 0, 0), box('b', 20, 0), box('c', 40, 0), box('d', 22, 20)];
  const [a, b] = boxes;

  test('[SCN-4] straight ahead before aside', () => {
    expect(nextIn(boxes, a!, 'right')?.name).toBe('b');
    expect(nextIn(boxes, b!, 'right')?.name).toBe('c');
    expect(nextIn(boxes, b!, 'down')?.name).toBe('d');
    expect(nextIn(boxes, b!, 'left')?.name).toBe('a');
  });

  test('[SCN-4] at the edge there is nothing, never the box itself', () => {
    expect(nextIn(boxes, a!, 'left')).toBeNull();
    expect(nextIn(boxes, a!, 'up')).toBeNull();
  });
});

test('[SCN-2] a drawing that is read from the top neither begins below the head of the window nor ends above its foot', () => {
  const tall = { width: 800, height: 2000 };
  const y = (at: number, drawing = tall) =>
    keepFilled({ x: 12, y: at, scale: 1 }, drawing, frame).y;
  expect([y(-300), y(50), y(-1900)]).toEqual([-300, 12, 600 - 44 - 12 - 2000]);
  expect([y(-300, frame), y(-300, { width: 800, height: 200 })]).toEqual([-56, 12]);
});
