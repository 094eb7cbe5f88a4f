/** One cell of the IPC matrix: how many links, how much they move, of what kind, and what is wrong with them. */
import { formatBytesPerSecond } from '../../model/units.ts';
import type { DrawingItem } from '../drawing.ts';
import { joinMarks, type FindingMark } from '../finding-marks.ts';
import { lineStyle } from '../layout-view/links/line-style.ts';
import { widthStep } from '../link-words.ts';
import { badge, group, label, path, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import { themeOf } from '../theme.ts';
import {
  FONT,
  headingText,
  SMALL,
  type CellSize,
  type Grid,
  type MatrixContext,
} from './matrix-grid.ts';
import type { Cell, Heading } from './matrix-model.ts';

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

/**
 * @param cell what one heading sends to another
 * @param context the matrix and what it is drawn with
 * @param grid where it stands
 * @returns the cell, to be selected as its first link; null: it has none
 * @cost O(links of the cell)
 */
export function cellScene(
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
