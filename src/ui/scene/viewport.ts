/** Where a drawing stands in its window, and how large: pure geometry of pan and zoom. */

/** Screen position of the drawing's corner, and screen pixels per user unit. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const MIN_SCALE = 0.08;
export const MAX_SCALE = 6;
/** One step of the + and - keys. */
export const ZOOM_STEP = 1.25;
/** Empty space around a fitted drawing, in pixels. */
export const MARGIN = 12;
/** The tool bar lies over the foot of the window; a fitted drawing keeps clear of it, in pixels. */
const FOOT = 44;
/** So much of the drawing stays in the window, in pixels. */
const KEEP = 80;

/** Below this, text of a drawing cannot be read. */
const READABLE = 0.55;
/** At this, it is read with ease. */
const COMFORTABLE = 0.8;

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * The whole drawing, centred; never larger than life, so that small drawings do not look coarse.
 *
 * @param drawing size in user units
 * @param frame size of the window in pixels
 * @param largest largest scale; 1 for life size
 * @returns where it stands
 */
export function fit(drawing: Size, frame: Size, largest = 1.25): Viewport {
  const scale = clamp(
    Math.min(
      (frame.width - 2 * MARGIN) / drawing.width,
      (frame.height - 2 * MARGIN - FOOT) / drawing.height,
      largest,
    ),
    MIN_SCALE,
    MAX_SCALE,
  );
  return {
    scale,
    x: Math.max(MARGIN, (frame.width - drawing.width * scale) / 2),
    y: Math.max(MARGIN, (frame.height - FOOT - drawing.height * scale) / 2),
  };
}

/**
 * How a drawing is first seen: whole if it can be read then, else as wide as the window and from the top.
 *
 * @param drawing size in user units
 * @param frame size of the window in pixels
 * @returns where it stands
 */
export function firstSight(drawing: Size, frame: Size): Viewport {
  const whole = fit(drawing, frame);
  if (whole.scale >= READABLE) return whole;
  const scale = clamp((frame.width - 2 * MARGIN) / drawing.width, MIN_SCALE, COMFORTABLE);
  return scale <= whole.scale * 1.1
    ? whole
    : { scale, x: Math.max(MARGIN, (frame.width - drawing.width * scale) / 2), y: MARGIN };
}

/**
 * Zooms so that what is under a point stays there.
 *
 * @param from before
 * @param factor above 1 enlarges
 * @param at the point, in pixels of the window
 * @returns after
 */
export function zoomAt(
  from: Viewport,
  factor: number,
  at: { readonly x: number; readonly y: number },
): Viewport {
  const scale = clamp(from.scale * factor, MIN_SCALE, MAX_SCALE);
  const real = scale / from.scale;
  return { scale, x: at.x - (at.x - from.x) * real, y: at.y - (at.y - from.y) * real };
}

/**
 * Keeps a piece of the drawing in the window, so that it cannot get lost.
 *
 * @param viewport where the drawing would stand
 * @param drawing its size in user units
 * @param frame size of the window
 * @returns where it stands
 */
export function keepInSight(viewport: Viewport, drawing: Size, frame: Size): Viewport {
  const width = drawing.width * viewport.scale;
  const height = drawing.height * viewport.scale;
  return {
    scale: viewport.scale,
    x: clamp(viewport.x, Math.min(KEEP - width, 0), Math.max(frame.width - KEEP, 0)),
    y: clamp(viewport.y, Math.min(KEEP - height, 0), Math.max(frame.height - KEEP, 0)),
  };
}

/**
 * Keeps a drawing that is read from the top from beginning below the head of the window, and from ending above its foot while there
 * is more of it above.
 *
 * @param viewport where the drawing would stand
 * @param drawing its size in user units
 * @param frame size of the window
 * @returns where it stands; the same object where nothing changes
 */
export function keepFilled(viewport: Viewport, drawing: Size, frame: Size): Viewport {
  const least = frame.height - FOOT - MARGIN - drawing.height * viewport.scale;
  const y = clamp(viewport.y, Math.min(MARGIN, least), MARGIN);
  return y === viewport.y ? viewport : { ...viewport, y };
}

/** A rectangle in user units. */
export interface Area extends Size {
  readonly x: number;
  readonly y: number;
}

/**
 * Moves the drawing as little as needed to show an area.
 *
 * @param viewport before
 * @param area what is to be seen
 * @param frame size of the window
 * @returns after; the same object when the area is in sight
 */
export function showArea(viewport: Viewport, area: Area, frame: Size): Viewport {
  const left = viewport.x + area.x * viewport.scale;
  const top = viewport.y + area.y * viewport.scale;
  const right = left + area.width * viewport.scale;
  const bottom = top + area.height * viewport.scale;
  const shift = (low: number, high: number, room: number): number => {
    if (low < MARGIN) return MARGIN - low;
    if (high > room - MARGIN) return Math.max(MARGIN - low, room - MARGIN - high);
    return 0;
  };
  const x = shift(left, right, frame.width);
  const y = shift(top, bottom, frame.height);
  return x === 0 && y === 0 ? viewport : { ...viewport, x: viewport.x + x, y: viewport.y + y };
}

/**
 * Shows an area large enough to be read, in the middle; what is in sight and readable stays where it is.
 *
 * @param viewport before
 * @param area what is to be read
 * @param frame size of the window
 * @returns after
 */
export function bringIntoSight(viewport: Viewport, area: Area, frame: Size): Viewport {
  const scale = viewport.scale < READABLE ? COMFORTABLE : viewport.scale;
  if (scale === viewport.scale) return showArea(viewport, area, frame);
  return {
    scale,
    x: frame.width / 2 - (area.x + area.width / 2) * scale,
    y: frame.height / 2 - (area.y + area.height / 2) * scale,
  };
}

/**
 * @param viewport where the drawing stands
 * @param at a point in pixels of the window
 * @returns the same point in user units of the drawing
 */
export function toDrawing(
  viewport: Viewport,
  at: { readonly x: number; readonly y: number },
): { readonly x: number; readonly y: number } {
  return {
    x: (at.x - viewport.x) / viewport.scale,
    y: (at.y - viewport.y) / viewport.scale,
  };
}
