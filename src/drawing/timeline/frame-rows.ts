/** Window tables to scale: a row for each core, the frame again and again as far as time is shown. */
import { formatNs } from '../../model/units.ts';
import type { Id } from '../../model/fields.ts';
import type { Window } from '../../model/scheduling.ts';
import type { Box, DrawingItem } from '../drawing.ts';
import { environmentMarks, patternSwatch } from '../environment-marks.ts';
import { badge, group, label, line, path, rect, selectionRing, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import { hatch } from './hatch.ts';
import { placeOf, PLOT, type TimeRange } from './time-scale.ts';
import type { CoreRow, DrawnWindow, TimelineModel } from './timeline-model.ts';

/** Height of the row of a core with windows. */
export const WINDOW_ROW = 58;
const BOX_HEIGHT = 38;
const STRIPE = 7;
/** Beyond, repeated frames could not be read, and the first one is as thin as a line. */
const MOST_BOXES = 400;
const LABEL_X = 24;

/**
 * @param id of a window
 * @returns key of its item
 */
export function windowKey(id: Id): string {
  return `window-${id}`;
}

/** What rows are drawn with. */
export interface RowContext {
  readonly model: TimelineModel;
  readonly range: TimeRange;
  readonly theme: Theme;
  readonly windowId: string | null;
}

/** Nodes with what of them can be selected. */
export interface Part {
  readonly node: SceneNode;
  readonly items: readonly DrawingItem[];
}

function wordsOf(row: CoreRow, { window, switchNs, wraps, faults }: DrawnWindow, name: string) {
  const end = window.startNs + window.durationNs;
  const lost = switchNs === null ? '' : `switch ${formatNs(switchNs)}`;
  return [
    `${name}: window on ${row.coreName}`,
    `${formatNs(window.startNs)} to ${formatNs(end)} of ${formatNs(row.table.frame.lengthNs)}`,
    `lasts ${formatNs(window.durationNs)}`,
    lost,
    wraps ? 'goes on across the edge of the frame' : '',
    ...faults,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** An arrow out of or into the frame, where a window goes on across its edge. */
function wrapMark(x: number, middle: number, theme: Theme): SceneNode {
  return path('wraps', `M${x - 6} ${middle}h12m-4 -4l4 4l-4 4`, {
    fill: 'none',
    stroke: theme.text,
    'stroke-width': 1.6,
  });
}

/** Name and duration, where there is room for a word. */
function windowTexts(
  x: number,
  y: number,
  room: number,
  name: string,
  { durationNs }: Window,
  isFirst: boolean,
  theme: Theme,
): readonly (SceneNode | null)[] {
  if (room < 9) return [];
  const middle = y + (BOX_HEIGHT - STRIPE) / 2;
  const fill = isFirst ? theme.text : theme.textSoft;
  return [
    label('name', x, middle - 6, name, {
      room,
      size: 11,
      weight: isFirst ? 'bold' : 'regular',
      fill,
    }),
    label('length', x, middle + 8, formatNs(durationNs), { room, size: 10, fill: theme.textSoft }),
  ];
}

/** Its partition is what the other views know: they select that. */
function windowItem(row: CoreRow, window: Window, words: string, box: Box): DrawingItem {
  return {
    kind: 'environment',
    id: window.environmentId,
    key: windowKey(window.id),
    part: 'bar',
    ...box,
    label: words,
    coreIds: [row.coreId],
    environmentId: window.environmentId,
    placementId: null,
  };
}

function windowScene(
  row: CoreRow,
  drawn: DrawnWindow,
  copy: number,
  y: number,
  context: RowContext,
): Part | null {
  const { range, theme, model } = context;
  const { window, switchNs, wraps, faults } = drawn;
  const offset = copy * row.table.frame.lengthNs;
  const start = window.startNs + offset;
  const end = start + window.durationNs;
  if (end <= range.fromNs || start >= range.toNs) return null;
  const [x, right] = [placeOf(range, start), placeOf(range, end)];
  const width = Math.max(right - x, 0.75);
  const name = model.tree.environmentById.get(window.environmentId)?.name ?? 'deleted partition';
  const marks = environmentMarks(model.tree);
  const domain = marks.domainOf.get(window.environmentId) ?? -1;
  const whole = wordsOf(row, drawn, name);
  const lost = placeOf(range, start + (switchNs ?? 0)) - x;
  const isFirst = copy === 0;
  const text = `${marks.codeOf.get(window.environmentId) ?? ''} ${name}`.trim();
  const room = width - Math.max(lost, 0) - 10 - (faults.length > 0 ? 16 : 0);
  const crossing = window.startNs === 0 ? x : right;
  const isEdgeSeen = window.startNs === 0 ? start >= range.fromNs : end <= range.toNs;
  const node = group(
    `window-${window.id}-${copy}`,
    [
      title(whole),
      rect('box', x, y, width, BOX_HEIGHT, {
        fill: isFirst ? theme.tile : theme.paper,
        stroke: faults.length > 0 ? theme.violation : theme.outline,
        'stroke-width': faults.length > 0 ? 1.8 : 1,
        ...(isFirst ? {} : { 'stroke-dasharray': '3 2' }),
      }),
      group('stripe', [patternSwatch(x, y + BOX_HEIGHT - STRIPE, width, STRIPE, domain, theme)]),
      lost > 0
        ? hatch(
            'switch',
            [{ x, width: Math.min(Math.max(lost, 1), width) }],
            y,
            BOX_HEIGHT - STRIPE,
            {
              step: 4,
              stroke: theme.text,
              width: 1,
            },
          )
        : null,
      ...windowTexts(x + Math.max(lost, 0) + 5, y, room, text, window, isFirst, theme),
      wraps && isEdgeSeen ? wrapMark(crossing, y + BOX_HEIGHT + 8, theme) : null,
      faults.length > 0 && isFirst
        ? badge('badge', right - 9, y + 10, 6.5, 'error', `RT-7: ${faults.join('\n')}`, theme)
        : null,
      isFirst && window.id === context.windowId
        ? selectionRing(x, y, width, BOX_HEIGHT, theme, 1)
        : null,
    ],
    isFirst ? { 'data-kind': 'window', 'data-id': window.id } : {},
  );
  if (!isFirst) return { node, items: [] };
  const box = { x, y, width, height: BOX_HEIGHT };
  return { node, items: [windowItem(row, window, whole, box)] };
}

function boundaries(row: CoreRow, copies: readonly number[], y: number, context: RowContext) {
  const { range, theme } = context;
  return copies.flatMap((copy) => {
    const at = copy * row.table.frame.lengthNs;
    if (at <= range.fromNs || at >= range.toNs) return [];
    const x = placeOf(range, at);
    return [
      line(`edge-${copy}`, x, y - 5, x, y + BOX_HEIGHT + 5, {
        stroke: theme.frame,
        'stroke-width': 1.8,
      }),
    ];
  });
}

/**
 * @param row a core with windows
 * @param at its place among the rows
 * @param y upper edge
 * @param context the time shown, the colours, the window with a ring
 * @returns its windows, the frame again and again as far as time is shown
 * @cost O(windows that are seen)
 * @rules TIMELINE-1, TIMELINE-2
 */
export function windowRow(row: CoreRow, at: number, y: number, context: RowContext): Part {
  const { range, theme } = context;
  const { frame } = row.table;
  const first = Math.max(0, Math.floor(range.fromNs / frame.lengthNs));
  const last = Math.max(first, Math.ceil(range.toNs / frame.lengthNs) - 1);
  const most = Math.max(1, Math.floor(MOST_BOXES / Math.max(1, row.windows.length)));
  const count = Math.min(last - first + 1, most);
  const copies = Array.from({ length: count }, (_, index) => first + index);
  const parts = copies.flatMap((copy) =>
    row.windows.flatMap((drawn) => windowScene(row, drawn, copy, y, context) ?? []),
  );
  const length = `${frame.name}: ${formatNs(frame.lengthNs)}`;
  const words = `${row.coreName} · major frame ${length} · ${row.windows.length} windows · switch ${formatNs(frame.switchNs)}`;
  const room = PLOT.x - LABEL_X - 12;
  const key = `core-${at}-${row.coreId}`;
  const node = group(key, [
    title(words),
    rect('track', PLOT.x, y, PLOT.width, BOX_HEIGHT, {
      fill: theme.paper,
      stroke: theme.hairline,
    }),
    label('core', LABEL_X, y + 11, row.coreName, {
      room,
      size: 12,
      weight: 'bold',
      fill: theme.text,
    }),
    label('frame', LABEL_X, y + 27, length, { room, size: 10.5, fill: theme.textSoft }),
    ...parts.map((part) => part.node),
    ...boundaries(row, [...copies, first + count], y, context),
    count <= last - first
      ? label('more', PLOT.x + PLOT.width - 4, y + BOX_HEIGHT / 2, 'and so on', {
          room: 80,
          size: 10.5,
          fill: theme.textSoft,
          anchor: 'end',
        })
      : null,
  ]);
  const item: DrawingItem = {
    kind: 'core',
    id: row.coreId,
    key,
    part: 'core',
    x: LABEL_X,
    y,
    width: room,
    height: BOX_HEIGHT,
    label: words,
    coreIds: [row.coreId],
    environmentId: null,
    placementId: null,
  };
  return { node, items: [item, ...parts.flatMap(({ items }) => items)] };
}
