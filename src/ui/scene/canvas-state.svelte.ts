/** Pan, zoom and keyboard position of one canvas. Kept while other views are shown. */
import type { Drawing, DrawingItem } from '../../drawing/drawing.ts';
import {
  bringIntoSight,
  firstSight,
  fit,
  keepFilled,
  keepInSight,
  MARGIN,
  showArea,
  toDrawing,
  zoomAt,
  ZOOM_STEP,
  type Area,
  type Size,
  type Viewport,
} from './viewport.ts';

/** A wheel or key gesture is over after so long without a further event, in milliseconds. */
const SETTLE_MS = 160;

export class CanvasState {
  #viewport: Viewport = $state.raw({ x: 0, y: 0, scale: 1 });
  /** Scale at which the elements are laid out; differs from the viewport's only during a gesture. */
  #laidOut = $state(1);
  #moving = $state(false);
  #frame: Size = $state.raw({ width: 0, height: 0 });
  #drawing: Size = $state.raw({ width: 1, height: 1 });
  /** Until the user pans or zooms, the drawing follows the size of the window. */
  #fitted = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Key of the item that the keyboard is on. */
  activeKey: string | null = $state(null);
  /** A picture whose rows are read from the top begins there; others stand in the middle. */
  readonly #fromTop: boolean;
  /** A picture that is drawn for the width of the window fills it, however tall it is. */
  readonly #toWidth: boolean;

  constructor({
    fromTop = false,
    toWidth = false,
  }: { readonly fromTop?: boolean; readonly toWidth?: boolean } = {}) {
    this.#fromTop = fromTop;
    this.#toWidth = toWidth;
  }

  get viewport(): Viewport {
    return this.#viewport;
  }
  get laidOut(): number {
    return this.#laidOut;
  }
  /** Whether a gesture is under way. */
  get moving(): boolean {
    return this.#moving;
  }
  get frame(): Size {
    return this.#frame;
  }

  /** Takes the sizes of window and drawing. */
  measure(frame: Size, drawing: Size): void {
    const same =
      frame.width === this.#frame.width &&
      frame.height === this.#frame.height &&
      drawing.width === this.#drawing.width &&
      drawing.height === this.#drawing.height;
    if (same || frame.width === 0 || frame.height === 0) return;
    this.#frame = frame;
    this.#drawing = drawing;
    // Another task makes a picture shorter: what is read from the top must not end above the window.
    this.#viewport = this.#fitted
      ? this.#placed(firstSight(drawing, frame))
      : this.#toWidth
        ? keepFilled(this.#viewport, drawing, frame)
        : this.#viewport;
    this.#settle();
  }

  /** Another drawing begins: it is seen as a first one. */
  refit(): void {
    this.#fitted = true;
    this.activeKey = null;
  }

  /** Back to how the drawing is first seen, whatever the next one shows. */
  restart(): void {
    this.refit();
    this.#viewport = this.#placed(firstSight(this.#drawing, this.#frame));
    this.#settle();
  }

  /** The whole drawing. */
  fit(): void {
    this.#fitted = false;
    this.#viewport = this.#placed(fit(this.#drawing, this.#frame));
    this.#settle();
  }

  /** Life size, the middle of the window staying where it is. */
  reset(): void {
    this.zoom(1 / this.#viewport.scale);
  }

  zoomIn(): void {
    this.zoom(ZOOM_STEP);
  }

  zoomOut(): void {
    this.zoom(1 / ZOOM_STEP);
  }

  /**
   * @param factor above 1 enlarges
   * @param at what stays in place, in pixels of the window; the middle when left out
   */
  zoom(factor: number, at = { x: this.#frame.width / 2, y: this.#frame.height / 2 }): void {
    this.#set(zoomAt(this.#viewport, factor, at));
    this.#settleSoon();
  }

  pan(dx: number, dy: number): void {
    const { x, y, scale } = this.#viewport;
    this.#set({ scale, x: x + dx, y: y + dy });
    this.#settleSoon();
  }

  /** Moves the drawing as little as needed to show an area. */
  show(area: Area): void {
    const next = showArea(this.#viewport, area, this.#frame);
    if (next === this.#viewport) return;
    this.#set(next);
    this.#settle();
  }

  /** Shows an area large enough to be read. */
  reveal(area: Area): void {
    const next = bringIntoSight(this.#viewport, area, this.#frame);
    if (next === this.#viewport) return;
    this.#set(next);
    this.#settle();
  }

  /** Fills the window with an area, at most at double life size. */
  fitTo(area: Area): void {
    const whole = fit(area, this.#frame, 1.6);
    const { scale } = whole;
    this.#set({ scale, x: whole.x - area.x * scale, y: whole.y - area.y * scale });
    this.#settle();
  }

  toDrawing(at: { readonly x: number; readonly y: number }): {
    readonly x: number;
    readonly y: number;
  } {
    return toDrawing(this.#viewport, at);
  }

  activeItem(drawing: Drawing): DrawingItem | null {
    return drawing.items.find(({ key }) => key === this.activeKey) ?? null;
  }

  #placed(viewport: Viewport): Viewport {
    if (this.#toWidth) {
      const scale = (this.#frame.width - 2 * MARGIN) / this.#drawing.width;
      return { x: MARGIN, y: MARGIN, scale };
    }
    return this.#fromTop ? { ...viewport, y: MARGIN } : viewport;
  }

  #set(viewport: Viewport): void {
    this.#fitted = false;
    this.#moving = true;
    const seen = keepInSight(viewport, this.#drawing, this.#frame);
    this.#viewport = this.#toWidth ? keepFilled(seen, this.#drawing, this.#frame) : seen;
  }

  #settleSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), SETTLE_MS);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#moving = false;
    this.#laidOut = this.#viewport.scale;
  }
}
