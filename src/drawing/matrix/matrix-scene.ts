/** Draws the IPC matrix: senders are rows, receivers are columns. */
import type { LayoutResult } from '../../analysis/result.ts';
import { formatBytesPerSecond } from '../../model/units.ts';
import type { DrawingItem, SelectedItem } from '../drawing.ts';
import { stripeColour } from '../environment-marks.ts';
import { joinMarks, type FindingMark, type FindingMarks } from '../finding-marks.ts';
import { lineStyle } from '../layout-view/links/line-style.ts';
import { widthStep } from '../link-words.ts';
import { badge, group, label, line, path, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import { themeOf, type Theme } from '../theme.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Cell, Heading, Matrix } from './matrix-model.ts';

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

const FONT = 11;
const SMALL = 9.5;
const MOST_HEADING = 190;
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

export interface MatrixScene {
  readonly node: SceneNode;
  readonly items: readonly DrawingItem[];
  readonly width: number;
  readonly height: number;
}

/** Where rows and columns start: groups stand a little apart. */
interface Grid {
  readonly size: CellSize;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function headingText(heading: Heading): string {
  return heading.code === '' ? heading.name : `${heading.code} ${heading.name}`;
}

function gridOf(matrix: Matrix, originX: number, originY: number): Grid {
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

function cellTitle(cell: Cell, from: Heading, to: Heading): string {
  const rate = formatBytesPerSecond(cell.bytesPerSecond);
  const names = cell.links.slice(0, 10).map(({ name }) => name);
  const more =
    cell.links.length > names.length ? [`and ${cell.links.length - names.length} more`] : [];
  return [
    `${headingText(from)} → ${headingText(to)}: ${cell.links.length} ${cell.links.length === 1 ? 'link' : 'links'}, ${cell.atLeast && cell.bytesPerSecond !== null ? 'at least ' : ''}${rate}`,
    cell.crossing ? 'crosses a criticality boundary' : '',
    ...names,
    ...more,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Bytes per second; the "/s" is left out where it does not fit, since the legend says it. */
function rateText(cell: Cell, room: number): string {
  if (cell.bytesPerSecond === null) return '?';
  const rate = formatBytesPerSecond(Number(cell.bytesPerSecond.toPrecision(2)));
  const text = `${cell.atLeast ? '≥' : ''}${rate}`;
  return textWidth(text, SMALL) <= room ? text : text.replace('/s', '');
}

/** A short line at the foot of a cell, as the layout view strokes it. */
function styleMark(cell: Cell, x: number, y: number, width: number, ink: string): SceneNode {
  const from = x + 4;
  const length = width - 8;
  const style = lineStyle(cell.style, 1, false, themeOf('light'), 1);
  if (style.split > 0) {
    const two = `M${from} ${y - 1.2}h${length}M${from} ${y + 1.2}h${length}`;
    return path('kind', two, { stroke: ink, 'stroke-width': 0.8, fill: 'none' });
  }
  return path('kind', `M${from} ${y}h${length}`, {
    stroke: ink,
    'stroke-width': style.width,
    fill: 'none',
    ...(style.dash ? { 'stroke-dasharray': style.dash } : {}),
    ...(style.round ? { 'stroke-linecap': 'round' } : {}),
  });
}

function cellFindings(cell: Cell, context: MatrixContext): FindingMark | null {
  const { findings, tree } = context;
  return joinMarks(
    cell.links.flatMap((link) => {
      const channel = tree.channelOfLink.get(link.id);
      return [
        findings.of('link', link.id),
        channel ? findings.of('channel', channel.id) : null,
        channel?.regionId ? findings.of('region', channel.regionId) : null,
      ];
    }),
  );
}

/** Count, bandwidth and kind, as far as the cell has room. */
function cellTexts(
  cell: Cell,
  x: number,
  y: number,
  size: CellSize,
  ink: string,
): (SceneNode | null)[] {
  if (size.text === 'none') return [];
  const all = size.text === 'all';
  const middle = x + size.width / 2;
  const room = size.width - 7;
  const common = { fill: ink, anchor: 'middle' as const };
  return [
    cell.crossing
      ? rect('crossing', x + 2.5, y + 2.5, size.width - 5, size.height - 5, {
          fill: 'none',
          stroke: ink,
          'stroke-width': 0.8,
        })
      : null,
    label('count', middle, y + size.height * (all ? 0.31 : 0.42), String(cell.links.length), {
      ...common,
      room,
      size: all ? FONT : SMALL,
      weight: 'bold',
    }),
    all
      ? label('rate', middle, y + size.height * 0.62, rateText(cell, room), {
          ...common,
          room,
          size: SMALL,
        })
      : null,
    styleMark(cell, x, y + size.height - (all ? 5 : 4.5), size.width, ink),
  ];
}

function cellScene(
  cell: Cell,
  context: MatrixContext,
  grid: Grid,
): { readonly node: SceneNode; readonly item: DrawingItem } | null {
  const { theme, matrix } = context;
  const from = matrix.headings[cell.from];
  const to = matrix.headings[cell.to];
  const [first] = cell.links;
  if (!from || !to || !first) return null;
  const { width, height, text: detail } = grid.size;
  const x = grid.x[cell.to] ?? 0;
  const y = grid.y[cell.from] ?? 0;
  const step = widthStep(cell.bytesPerSecond) - 1;
  const tone = theme.cells[step] ?? { fill: theme.paper, text: theme.text };
  const marks = cellFindings(cell, context);
  const tip = cellTitle(cell, from, to);
  const key = `cell-${from.key}-${to.key}`;
  const selected = cell.links.some((link) =>
    context.selection.some(({ kind, id }) => kind === 'link' && id === link.id),
  );
  const node = group(
    key,
    [
      title([tip, ...(marks?.messages ?? [])].join('\n')),
      rect('tone', x + 0.5, y + 0.5, width - 1, height - 1, {
        fill: tone.fill,
        stroke: selected ? theme.selection : theme.outline,
        'stroke-width': selected ? 2.5 : 0.8,
      }),
      ...cellTexts(cell, x, y, grid.size, tone.text),
      marks && detail !== 'none'
        ? badge(
            'badge',
            x + width - 5,
            y + 5,
            detail === 'all' ? 5.5 : 4,
            marks.verdict,
            marks.messages.join('\n'),
            theme,
          )
        : null,
    ],
    cell.links.length === 1
      ? { 'data-kind': 'link', 'data-id': first.id, 'data-part': 'cell' }
      : { 'data-kind': 'cell', 'data-id': key, 'data-part': 'cell' },
  );
  const about = { coreIds: [], environmentId: null, placementId: null };
  const linkIds = cell.links.map(({ id }) => id);
  const box = { x, y, width, height };
  return {
    node,
    item: { kind: 'link', id: first.id, key, part: 'cell', label: tip, linkIds, ...box, ...about },
  };
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
