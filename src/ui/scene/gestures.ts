/** Pointer gestures of a canvas: click, pan, pinch, wheel. Works with mouse, pen and touch. */
import type { CanvasState } from './canvas-state.svelte.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GestureHandlers {
  readonly canvas: () => CanvasState;
  /** A press; true when somebody else takes the gesture (a drag). */
  readonly press: (event: PointerEvent, at: Point) => boolean;
  readonly click: (at: Point, adds: boolean) => void;
  /** Where the mouse rests; null when it left. */
  readonly hover: (at: Point | null) => void;
}

/** Movement up to here is still a click, in pixels. */
export const CLICK_SLOP = 4;
/** One notch of a wheel zooms by about a fifth. */
const WHEEL_ZOOM = 0.0018;

/**
 * Attaches the gestures to the element of a canvas.
 *
 * @param handlers what to do
 * @returns a Svelte attachment
 */
export function canvasGestures(handlers: GestureHandlers): (frame: HTMLElement) => () => void {
  return (frame) => {
    const fingers = new Map<number, Point>();
    let start: Point | null = null;
    let panning = false;
    /** The gesture belongs to a drag of the view. */
    let taken = false;

    const pointOf = (event: MouseEvent): Point => {
      const box = frame.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };

    const down = (event: PointerEvent): void => {
      if (event.button > 1 || !(event.target instanceof Element)) return;
      frame.focus({ preventScroll: true });
      const at = pointOf(event);
      fingers.set(event.pointerId, at);
      handlers.hover(null);
      if (fingers.size > 1) return;
      start = at;
      panning = false;
      taken = event.button === 0 && handlers.press(event, at);
      if (!taken) frame.setPointerCapture(event.pointerId);
    };

    const move = (event: PointerEvent): void => {
      const at = pointOf(event);
      const last = fingers.get(event.pointerId);
      if (!last) {
        if (event.pointerType === 'mouse') handlers.hover(at);
        return;
      }
      if (fingers.size === 2) pinch(event.pointerId, last, at);
      else if (start && !taken) {
        if (!panning && Math.hypot(at.x - start.x, at.y - start.y) <= CLICK_SLOP) return;
        panning = true;
        handlers.canvas().pan(at.x - last.x, at.y - last.y);
      }
      fingers.set(event.pointerId, at);
    };

    const pinch = (id: number, last: Point, at: Point): void => {
      const other = [...fingers].find(([finger]) => finger !== id)?.[1];
      if (!other) return;
      const before = Math.hypot(last.x - other.x, last.y - other.y);
      const after = Math.hypot(at.x - other.x, at.y - other.y);
      panning = true;
      if (before > 0) handlers.canvas().zoom(after / before, other);
    };

    const up = (event: PointerEvent): void => {
      const wasDown = fingers.delete(event.pointerId);
      if (!wasDown || fingers.size > 0) return;
      const moved = start && Math.hypot(pointOf(event).x - start.x, pointOf(event).y - start.y);
      if (start && !panning && moved !== null && moved <= CLICK_SLOP && event.button === 0)
        handlers.click(start, event.ctrlKey || event.metaKey || event.shiftKey);
      start = null;
      taken = false;
    };

    const cancel = (event: PointerEvent): void => {
      fingers.delete(event.pointerId);
      start = null;
    };

    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const canvas = handlers.canvas();
      if (event.ctrlKey || event.metaKey)
        canvas.zoom(Math.exp(-event.deltaY * unit * WHEEL_ZOOM), pointOf(event));
      else if (event.shiftKey) canvas.pan(-event.deltaY * unit, 0);
      else canvas.pan(-event.deltaX * unit, -event.deltaY * unit);
    };

    const leave = (): void => handlers.hover(null);
    frame.addEventListener('pointerdown', down);
    frame.addEventListener('pointermove', move);
    frame.addEventListener('pointerup', up);
    frame.addEventListener('pointercancel', cancel);
    frame.addEventListener('pointerleave', leave);
    frame.addEventListener('wheel', wheel, { passive: false });
    return () => {
      frame.removeEventListener('pointerdown', down);
      frame.removeEventListener('pointermove', move);
      frame.removeEventListener('pointerup', up);
      frame.removeEventListener('pointercancel', cancel);
      frame.removeEventListener('pointerleave', leave);
      frame.removeEventListener('wheel', wheel);
    };
  };
}
