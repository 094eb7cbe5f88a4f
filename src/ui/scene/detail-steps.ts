/** The keyboard among the details of a row, for example its jobs: into them, along, and out again. */
import type { DrawingItem } from '../../drawing/drawing.ts';
import { directionOf, nextIn } from './spatial.ts';

/**
 * @param items of a drawing
 * @returns those that arrow keys walk over by themselves: details are entered from their rows
 */
export const rowsOf = (items: readonly DrawingItem[]): readonly DrawingItem[] =>
  items.filter(({ row }) => row === undefined);

/**
 * @param items of a drawing
 * @param active the one that the keyboard is on, or null
 * @returns what it is counted among: the details of its row, else all rows
 */
export function companionsOf(
  items: readonly DrawingItem[],
  active: DrawingItem | null,
): readonly DrawingItem[] {
  return active?.row === undefined ? rowsOf(items) : items.filter(({ row }) => row === active.row);
}

function contains(row: DrawingItem, { x, y }: DrawingItem): boolean {
  return x >= row.x && x <= row.x + row.width && y >= row.y && y <= row.y + row.height;
}

/** Out of the details: back to their row, or to what lies above or below. */
function leave(
  items: readonly DrawingItem[],
  active: DrawingItem,
  key: string,
): DrawingItem | null {
  const row = items.find((each) => each.key === active.row) ?? null;
  if (key === 'Escape') return row;
  const direction = directionOf(key);
  if (direction !== 'up' && direction !== 'down') return null;
  // A row that holds its details lies neither above nor below them.
  return nextIn(rowsOf(items), row && contains(row, active) ? row : active, direction);
}

const ALONG: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Right goes from a row into its details; left and right, Home and End go along them; up, down and Escape leave.
 *
 * @param items of a drawing, the details of each row in order
 * @param active the one that the keyboard is on
 * @param key name of a key
 * @returns where it goes, the same item at either end; null: the key does not mean details
 * @cost O(items)
 */
export function detailStep(
  items: readonly DrawingItem[],
  active: DrawingItem,
  key: string,
): DrawingItem | null {
  if (active.row === undefined) {
    if (key !== 'ArrowRight') return null;
    const first = items.find(({ row }) => row === active.key);
    return first && contains(active, first) ? first : null;
  }
  const along = ALONG[key];
  if (!along) return leave(items, active, key);
  const all = companionsOf(items, active);
  return all[along(all.indexOf(active), all.length)] ?? active;
}
