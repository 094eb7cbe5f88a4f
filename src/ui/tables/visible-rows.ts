/** Which rows of a long table exist as elements. */

/** Height of a row in pixels; at least the 24 px of WCAG 2.5.8. Also in `Grid.svelte`'s style. */
export const ROW_HEIGHT = 28;
/** Rows kept above and below what is seen, so that scrolling by key never meets a gap. */
const OVERSCAN = 4;

export interface Window {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/**
 * @param scrollTop pixels scrolled off at the top
 * @param height pixels that are seen
 * @param count rows of the table
 * @returns the rows to render
 */
export function visibleRows(scrollTop: number, height: number, count: number): Window {
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN);
  const end = Math.min(count, Math.ceil((scrollTop + height) / ROW_HEIGHT) + OVERSCAN);
  return { first: Math.min(first, count), end: Math.max(end, 0) };
}
