/** Where rows, columns and cells of the IPC matrix stand. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { SelectedItem } from '../drawing.ts';
import type { FindingMarks } from '../finding-marks.ts';
import { textWidth } from '../text-metrics.ts';
import type { Theme } from '../theme.ts';
import type { Heading, Matrix } from './matrix-model.ts';

/** What the matrix is drawn with. */
export interface MatrixContext {
  readonly matrix: Matrix;
  readonly tree: LayoutTree;
  readonly theme: Theme;
  readonly findings: FindingMarks;
  readonly result: LayoutResult | null;
  readonly selection: readonly SelectedItem[];
}

/** Sizes of cells, by how many there are. */
export interface CellSize {
  readonly width: number;
  readonly height: number;
  /** What is written in them. */
  readonly text: 'all' | 'count' | 'none';
}

/** Of headings and counts, and of what stands beside them. */
export const FONT = 11;
export const SMALL = 9.5;
/** Longest room of a heading, in user units. */
export const MOST_HEADING = 190;
const GROUP_GAP = 5;

/**
 * @param count headings
 * @returns the size of a cell
 */
export function cellSize(count: number): CellSize {
  if (count <= 14) return { width: 64, height: 34, text: 'all' };
  if (count <= 30) return { width: 46, height: 30, text: 'all' };
  if (count <= 70) return { width: 22, height: 20, text: 'count' };
  return { width: 11, height: 11, text: 'none' };
}

/** Where rows and columns start: groups stand a little apart. */
export interface Grid {
  readonly size: CellSize;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Code and name, as rows and columns are headed. */
export function headingText(heading: Heading): string {
  return heading.code === '' ? heading.name : `${heading.code} ${heading.name}`;
}

/** Rows and columns of a matrix from an upper left corner. */
export function gridOf(matrix: Matrix, originX: number, originY: number): Grid {
  const size = cellSize(matrix.headings.length);
  const font = Math.min(FONT, size.height - 1);
  const longest = Math.min(
    MOST_HEADING,
    Math.max(60, ...matrix.headings.map((each) => textWidth(headingText(each), font))),
  );
  const left = originX + longest + 22;
  const top = originY + longest + 22;
  const offsets: number[] = [];
  let gaps = 0;
  matrix.headings.forEach((heading, index) => {
    if (index > 0 && heading.group !== matrix.headings[index - 1]?.group) gaps += 1;
    offsets.push(gaps);
  });
  const x = offsets.map((gap, index) => left + index * size.width + gap * GROUP_GAP);
  const y = offsets.map((gap, index) => top + index * size.height + gap * GROUP_GAP);
  return {
    size,
    x,
    y,
    left,
    top,
    right: (x.at(-1) ?? left) + size.width,
    bottom: (y.at(-1) ?? top) + size.height,
  };
}
