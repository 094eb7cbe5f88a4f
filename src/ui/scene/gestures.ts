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
  readonly hover: (at: Point | null, event: PointerEvent) => void;
}

/** Movement up to here is still a click, in pixels. */
export const CLICK_SLOP = 4;
/** One notch of a wheel zooms by about a fifth. */
const WHEEL_ZOOM = 0.0018;
/** Pixels per line, for wheels that count lines. */
const LINE_PX = 16;

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

class CanvasGestures {
  readonly #frame: HTMLElement;
  readonly #handlers: GestureHandlers;
  readonly #fingers = new Map<number, Point>();
  #start: Point | null = null;
  #panning = false;
  /** The gesture belongs to a drag of the view. */
  #taken = false;

  constructor(frame: HTMLElement, handlers: GestureHandlers) {
    this.#frame = frame;
    this.#handlers = handlers;
  }

  #pointOf(event: MouseEvent): Point {
    const box = this.#frame.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button > 1) return;
    this.#frame.focus({ preventScroll: true });
    const at = this.#pointOf(event);
    this.#fingers.set(event.pointerId, at);
    this.#handlers.hover(null, event);
    if (this.#fingers.size > 1) return;
    this.#start = at;
    this.#panning = false;
    this.#taken = event.button === 0 && this.#handlers.press(event, at);
    if (!this.#taken) this.#frame.setPointerCapture(event.pointerId);
  };

  readonly move = (event: PointerEvent): void => {
    const at = this.#pointOf(event);
    const last = this.#fingers.get(event.pointerId);
    if (!last) {
      if (event.pointerType === 'mouse') this.#handlers.hover(at, event);
      return;
    }
    if (this.#fingers.size === 2) this.#pinch(event.pointerId, last, at);
    else if (this.#start && !this.#taken) {
      if (!this.#panning && distance(at, this.#start) <= CLICK_SLOP) return;
      this.#panning = true;
      this.#handlers.canvas().pan(at.x - last.x, at.y - last.y);
    }
    this.#fingers.set(event.pointerId, at);
  };

  #pinch(id: number, last: Point, at: Point): void {
    const other = [...this.#fingers].find(([finger]) => finger !== id)?.[1];
    if (!other) return;
    const before = distance(last, other);
    this.#panning = true;
    if (before > 0) this.#handlers.canvas().zoom(distance(at, other) / before, other);
  }

  readonly up = (event: PointerEvent): void => {
    const wasDown = this.#fingers.delete(event.pointerId);
    if (!wasDown || this.#fingers.size > 0) return;
    const start = this.#start;
    const isClick =
      start !== null &&
      !this.#panning &&
      event.button === 0 &&
      distance(this.#pointOf(event), start) <= CLICK_SLOP;
    this.cancel(event);
    if (isClick) this.#handlers.click(start, event.ctrlKey || event.metaKey || event.shiftKey);
  };

  readonly cancel = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    this.#start = null;
    this.#taken = false;
  };

  readonly leave = (event: PointerEvent): void => this.#handlers.hover(null, event);

  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    const canvas = this.#handlers.canvas();
    if (event.ctrlKey || event.metaKey)
      canvas.zoom(Math.exp(-event.deltaY * unit * WHEEL_ZOOM), this.#pointOf(event));
    else if (event.shiftKey) canvas.pan(-event.deltaY * unit, 0);
    else canvas.pan(-event.deltaX * unit, -event.deltaY * unit);
  };
}

/**
 * Attaches the gestures to the element of a canvas.
 *
 * @param handlers what to do
 * @returns a Svelte attachment
 */
export function canvasGestures(handlers: GestureHandlers): (frame: HTMLElement) => () => void {
  return (frame) => {
    const gestures = new CanvasGestures(frame, handlers);
    const abort = new AbortController();
    const { signal } = abort;
    frame.addEventListener('pointerdown', gestures.down, { signal });
    frame.addEventListener('pointermove', gestures.move, { signal });
    frame.addEventListener('pointerup', gestures.up, { signal });
    frame.addEventListener('pointercancel', gestures.cancel, { signal });
    frame.addEventListener('pointerleave', gestures.leave, { signal });
    frame.addEventListener('wheel', gestures.wheel, { signal, passive: false });
    return () => abort.abort();
  };
}
