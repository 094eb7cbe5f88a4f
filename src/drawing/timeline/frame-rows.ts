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
import { oneLine, textWidth } from '../text-metrics.ts';
import type { CoreRow, DrawnWindow } from './core-windows.ts';
import { TEXT, type CorePart, type Part, type RowContext } from './row-parts.ts';
import { runLane, track } from './run-lane.ts';
import { placeOf } from './time-scale.ts';
import type { CoreLine } from './timeline-model.ts';

/** Height of a window, and of the line below it with what runs in it. */
const BOX_HEIGHT = 40;
const LANE_HEIGHT = 24;
/** Height of the row of a core with windows. */
export const WINDOW_ROW = BOX_HEIGHT + LANE_HEIGHT + 22;
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

/** Name and duration, where there is room for all of a word: name and code, else the code alone. */
function windowTexts(
  x: number,
  y: number,
  room: number,
  { code, name }: { readonly code: string; readonly name: string },
  { durationNs }: Window,
  isFirst: boolean,
  theme: Theme,
): readonly (SceneNode | null)[] {
  const weight = isFirst ? 'bold' : 'regular';
  const fits = (text: string) => textWidth(text, TEXT, weight) <= room;
  const first = [`${code} ${oneLine(name)}`.trim(), code].find((text) => text !== '' && fits(text));
  const length = formatNs(durationNs);
  const middle = y + (BOX_HEIGHT - STRIPE) / 2;
  return [
    first === undefined
      ? null
      : label('name', x, middle - 7, first, {
          room,
          size: TEXT,
          weight,
          fill: isFirst ? theme.text : theme.textSoft,
        }),
    textWidth(length, TEXT) <= room
      ? label('length', x, middle + 8, length, { room, size: TEXT, fill: theme.textSoft })
      : null,
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
  const text = { code: marks.codeOf.get(window.environmentId) ?? '', name };
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
      wraps && isEdgeSeen ? wrapMark(crossing, y - 7, theme) : null,
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
      line(`edge-${copy}`, x, y - 5, x, y + BOX_HEIGHT + LANE_HEIGHT + 5, {
        stroke: theme.frame,
        'stroke-width': 1.8,
      }),
    ];
  });
}

/** Partitions of which nobody can say who runs when: "?" in each of their windows. */
function unknownMarks(
  { row, unknown }: WindowLine,
  y: number,
  { range, model, theme }: RowContext,
) {
  const isOf = (environmentId: Id) =>
    unknown.some(({ hostId }) =>
      (model.tree.pathOf.get(hostId) ?? []).some(({ id }) => id === environmentId),
    );
  return row.windows.flatMap(({ window }) => {
    const [x, right] = [window.startNs, window.startNs + window.durationNs].map((at) =>
      placeOf(range, at),
    );
    if (x === undefined || right === undefined || right - x < TEXT || !isOf(window.environmentId))
      return [];
    const style = { room: right - x, size: TEXT, fill: theme.textSoft, anchor: 'middle' } as const;
    return [label(`unknown-${window.id}`, (x + right) / 2, y + LANE_HEIGHT / 2, '?', style)];
  });
}

type WindowLine = Extract<CoreLine, { kind: 'windows' }>;

function rowWords({ row, runs, unknown }: WindowLine): string {
  const { frame } = row.table;
  return [
    `${row.coreName} · major frame ${frame.name}: ${formatNs(frame.lengthNs)} · ${row.windows.length} windows · switch ${formatNs(frame.switchNs)}`,
    ...runs.map(
      ({ hostName, tasks }) =>
        `${hostName}: ${tasks.map(({ name }, rank) => `${rank + 1} ${name}`).join(', ')}`,
    ),
    ...unknown.map(({ hostName, reason }) => `${hostName}: who runs when is unknown, ${reason}`),
  ].join(' · ');
}

/**
 * @param drawn a core with windows, and what runs in them
 * @param at its place among the rows
 * @param y upper edge
 * @param context the time shown, the colours, the window with a ring
 * @returns its windows, the frame again and again as far as time is shown, and below them the nominal schedule
 * @cost O(windows and jobs that are seen)
 * @rules TIMELINE-1, TIMELINE-2, TIMELINE-6
 */
export function windowRow(drawn: WindowLine, at: number, y: number, context: RowContext): CorePart {
  const { row, runs } = drawn;
  const { range, theme } = context;
  const { frame } = row.table;
  const first = Math.max(0, Math.floor(range.fromNs / frame.lengthNs));
  const last = Math.max(first, Math.ceil(range.toNs / frame.lengthNs) - 1);
  const most = Math.max(1, Math.floor(MOST_BOXES / Math.max(1, row.windows.length)));
  const count = Math.min(last - first + 1, most);
  const copies = Array.from({ length: count }, (_, index) => first + index);
  const parts = copies.flatMap((copy) =>
    row.windows.flatMap((each) => windowScene(row, each, copy, y, context) ?? []),
  );
  const words = rowWords(drawn);
  const room = range.x - LABEL_X - 12;
  const laneY = y + BOX_HEIGHT;
  const key = `core-${at}-${row.coreId}`;
  const drawnRuns = runs.map((run) => ({
    run,
    lane: runLane(run, laneY, LANE_HEIGHT, context, key),
  }));
  const soft = { room, size: TEXT, fill: theme.textSoft };
  const node = group(key, [
    title(words),
    track('track', y, BOX_HEIGHT, context),
    track('lane-track', laneY, LANE_HEIGHT, context),
    label('core', LABEL_X, y + 12, row.coreName, { ...soft, weight: 'bold', fill: theme.text }),
    label('frame', LABEL_X, y + 29, `${frame.name}: ${formatNs(frame.lengthNs)}`, soft),
    label('lane', LABEL_X, laneY + LANE_HEIGHT / 2, 'what runs', soft),
    ...parts.map((part) => part.node),
    ...drawnRuns.map(({ run, lane }) => group(`run-${run.hostId}`, lane.nodes)),
    ...boundaries(row, [...copies, first + count], y, context),
    count <= last - first
      ? label('more', range.x + range.width - 4, y + BOX_HEIGHT / 2, 'and so on', {
          ...soft,
          room: 80,
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
    height: BOX_HEIGHT + LANE_HEIGHT,
    label: words,
    coreIds: [row.coreId],
    environmentId: null,
    placementId: null,
  };
  const lanes = runs.map(({ coreId, hostId }) => ({
    coreId,
    hostId,
    y: laneY,
    height: LANE_HEIGHT,
  }));
  // Of all partitions of the line, by time.
  const jobs = drawnRuns.flatMap(({ lane }) => lane.items).sort((a, b) => a.x - b.x);
  return {
    node,
    items: [item, ...parts.flatMap(({ items }) => items), ...jobs],
    lanes,
    texts: [...drawnRuns.flatMap(({ lane }) => lane.texts), ...unknownMarks(drawn, laneY, context)],
  };
}
