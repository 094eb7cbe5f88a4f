/** Draws the IPC matrix: senders are rows, receivers are columns. */
import type { DrawingItem } from '../drawing.ts';
import { stripeColour } from '../environment-marks.ts';
import { group, label, line, path, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import { cellScene } from './cell-scene.ts';
import {
  FONT,
  gridOf,
  headingText,
  MOST_HEADING,
  SMALL,
  type Grid,
  type MatrixContext,
} from './matrix-grid.ts';
import type { Heading, Matrix } from './matrix-model.ts';

export interface MatrixScene {
  readonly node: SceneNode;
  readonly items: readonly DrawingItem[];
  readonly width: number;
  readonly height: number;
}

function isSelected(context: MatrixContext, heading: Heading): boolean {
  return context.selection.some(({ kind, id }) => kind === heading.kind && id === heading.id);
}

function headingScenes(context: MatrixContext, grid: Grid): readonly SceneNode[] {
  const { theme, matrix } = context;
  const { size } = grid;
  const font = Math.min(FONT, size.height - 1);
  return matrix.headings.flatMap((heading, index) => {
    const x = grid.x[index] ?? 0;
    const y = grid.y[index] ?? 0;
    const selected = isSelected(context, heading);
    const text = headingText(heading);
    const style = {
      size: font,
      fill: selected ? theme.selection : theme.text,
      ...(selected ? { weight: 'bold' as const } : {}),
    };
    const data = { 'data-kind': heading.kind, 'data-id': heading.id, 'data-part': 'bar' };
    const tip = `${text}${heading.groupName === text ? '' : ` in ${heading.groupName}`}`;
    const stripe = stripeColour(heading.domain, theme);
    const room = grid.left - 22 - 4;
    const middle = x + size.width / 2;
    const turned = label('name', grid.top - 10, middle, text, { ...style, room: MOST_HEADING });
    return [
      group(
        `row-${heading.key}`,
        [
          title(tip),
          rect('stripe', grid.left - 6, y, 4, size.height, { fill: stripe }),
          label('name', grid.left - 10, y + size.height / 2, text, {
            ...style,
            room: Math.min(MOST_HEADING, room),
            anchor: 'end',
          }),
        ],
        data,
      ),
      group(
        `column-${heading.key}`,
        [
          title(tip),
          rect('stripe', x, grid.top - 6, size.width, 4, { fill: stripe }),
          turned
            ? {
                ...turned,
                attributes: {
                  'font-size': font,
                  fill: style.fill,
                  ...(selected ? { 'font-weight': 600 } : {}),
                  transform: `translate(${middle + font * 0.36} ${grid.top - 10}) rotate(-90)`,
                },
              }
            : null,
        ],
        data,
      ),
    ];
  });
}

/** The grid itself: bands of the selection, empty cells, the diagonal. */
function groundScene(context: MatrixContext, grid: Grid): SceneNode {
  const { theme, matrix } = context;
  const { size } = grid;
  const nodes: SceneNode[] = [];
  const runs = groupRuns(matrix.headings);
  for (const [rowIndex, row] of runs.entries()) {
    for (const [columnIndex, column] of runs.entries()) {
      const x = grid.x[column.from] ?? 0;
      const y = grid.y[row.from] ?? 0;
      const width = (grid.x[column.to] ?? 0) + size.width - x;
      const height = (grid.y[row.to] ?? 0) + size.height - y;
      nodes.push(
        rect(`block-${rowIndex}-${columnIndex}`, x, y, width, height, {
          fill: rowIndex === columnIndex ? theme.cluster : theme.paper,
          stroke: theme.outline,
          'stroke-width': 0.8,
        }),
      );
    }
  }
  matrix.headings.forEach((heading, index) => {
    if (!isSelected(context, heading)) return;
    const band = { fill: theme.selectionSoft };
    const x = grid.x[index] ?? 0;
    const y = grid.y[index] ?? 0;
    nodes.push(rect(`band-row-${index}`, grid.left, y, grid.right - grid.left, size.height, band));
    nodes.push(rect(`band-column-${index}`, x, grid.top, size.width, grid.bottom - grid.top, band));
  });
  return group('ground', [
    ...nodes,
    path('lines', gridLines(runs, grid), {
      stroke: theme.hairline,
      'stroke-width': 0.6,
      fill: 'none',
    }),
    diagonal(matrix, grid, theme),
  ]);
}

interface HeadingRun {
  readonly from: number;
  readonly to: number;
}

function groupRuns(headings: readonly Heading[]): readonly HeadingRun[] {
  const runs: { from: number; to: number }[] = [];
  headings.forEach((heading, index) => {
    const last = runs.at(-1);
    if (last && headings[last.to]?.group === heading.group) last.to = index;
    else runs.push({ from: index, to: index });
  });
  return runs;
}

function gridLines(runs: readonly HeadingRun[], grid: Grid): string {
  const { size } = grid;
  let d = '';
  for (const run of runs) {
    for (let index = run.from + 1; index <= run.to; index += 1) {
      const x = grid.x[index] ?? 0;
      const y = grid.y[index] ?? 0;
      for (const other of runs) {
        const x1 = grid.x[other.from] ?? 0;
        const x2 = (grid.x[other.to] ?? 0) + size.width;
        const y1 = grid.y[other.from] ?? 0;
        const y2 = (grid.y[other.to] ?? 0) + size.height;
        d += `M${x1} ${y}H${x2}M${x} ${y1}V${y2}`;
      }
    }
  }
  return d;
}

/** A thin line through the cells that lead to themselves. */
function diagonal(matrix: Matrix, grid: Grid, theme: Theme): SceneNode {
  const { width, height } = grid.size;
  const d = matrix.headings
    .map((_, index) => `M${grid.x[index] ?? 0} ${grid.y[index] ?? 0}l${width} ${height}`)
    .join('');
  return path('diagonal', d, { stroke: theme.hairline, fill: 'none' });
}

function headingItems(
  context: MatrixContext,
  grid: Grid,
  x: number,
  y: number,
): readonly DrawingItem[] {
  return context.matrix.headings.flatMap((heading, index): DrawingItem[] => {
    const common = {
      kind: heading.kind,
      id: heading.id,
      part: 'bar' as const,
      label: headingText(heading),
      coreIds: [],
      environmentId: null,
      placementId: null,
    };
    return [
      {
        ...common,
        key: `row-${heading.key}`,
        x,
        y: grid.y[index] ?? 0,
        width: grid.left - x,
        height: grid.size.height,
      },
      {
        ...common,
        key: `column-${heading.key}`,
        x: grid.x[index] ?? 0,
        y,
        width: grid.size.width,
        height: grid.top - y,
      },
    ];
  });
}

/**
 * @param context the matrix and what it is drawn with
 * @param x left edge
 * @param y upper edge
 * @returns the matrix with its headings
 * @cost O(cells + headings)
 */
export function matrixScene(context: MatrixContext, x: number, y: number): MatrixScene {
  const { theme, matrix } = context;
  const grid = gridOf(matrix, x, y);
  const cells = matrix.cells.flatMap((cell) => cellScene(cell, context, grid) ?? []);
  const corner = [
    label('to', grid.left - 12, grid.top - 26, 'to →', {
      room: 60,
      size: SMALL,
      fill: theme.textSoft,
      anchor: 'end',
    }),
    label('from', grid.left - 12, grid.top - 13, 'from ↓', {
      room: 60,
      size: SMALL,
      fill: theme.textSoft,
      anchor: 'end',
    }),
    line('corner', grid.left - 6, grid.top - 6, grid.left - 2, grid.top - 2, {
      stroke: theme.hairline,
    }),
  ];
  return {
    node: group('matrix', [
      groundScene(context, grid),
      group('headings', [...headingScenes(context, grid), ...corner]),
      group(
        'cells',
        cells.map(({ node }) => node),
      ),
    ]),
    items: [...headingItems(context, grid, x, y), ...cells.map(({ item }) => item)],
    width: grid.right - x,
    height: grid.bottom - y,
  };
}
