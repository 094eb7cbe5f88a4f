/** Draws application tiles. */
import { formatBytes, formatShare } from '../../model/units.ts';
import { criticalityName } from '../../model/criticality.ts';
import { criticalityTile } from '../criticality-mark.ts';
import { joinMarks, type FindingMark } from '../finding-marks.ts';
import { group, label, labelPair, rect, selectionRing, title } from '../marks.ts';
import { NodeMemo } from '../node-memo.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import { cornerBadge } from './corner-badge.ts';
import { topOfBox } from './environment-scene.ts';
import { loadText, shortBytes } from './loads.ts';
import type { TileBox } from './stack-boxes.ts';
import { tileName } from './stack-plan.ts';
import type { ViewContext } from './view-context.ts';

/** Middle of the "!" of a tile, from its upper left corner. */
const BADGE_OFFSET = 3;

/** @returns all that is known of an application at its place, in one line */
export function tileTitle(box: TileBox, context: ViewContext): string {
  const { application, placement } = box;
  const load = context.loads.ofPlacement(placement, application);
  const memory = application.memoryPrivateBytes;
  return [
    tileName(placement, application),
    criticalityName(application.criticality),
    load === null ? 'load unknown' : `load ${formatShare(load)} of one core`,
    `private memory ${formatBytes(memory)}`,
    box.floatsOver > 1 ? `floats over ${box.floatsOver} cores` : 'on one core',
  ].join(' · ');
}

function tileBadge(box: TileBox, context: ViewContext): FindingMark | null {
  const { application, placement } = box;
  return joinMarks([
    context.findings.of('application', application.id),
    context.findings.of('placement', placement.id),
    ...(context.tasksOf.get(application.id) ?? []).map((task) =>
      context.findings.of('task', task.id),
    ),
  ]);
}

const memo = new NodeMemo();

/** An application. */
export function tileScene(box: TileBox, context: ViewContext): SceneNode {
  const { theme, metrics } = context;
  const { application, placement } = box;
  const y = topOfBox(box);
  const findings = tileBadge(box, context);
  const load = context.loads.ofPlacement(placement, application);
  const selected = context.isSelected('application', application.id);
  const { x, width, height, variant, floatsOver } = box;
  const place = [x, y, width, height, variant, floatsOver, load, selected];
  const look = [application, theme, metrics.scale, metrics.stroke];
  const said = [findings?.verdict, findings?.messages.join('\n')];
  return memo.get(placement, 'tile', [...place, ...look, ...said], () =>
    drawTile(box, context, y, findings, selected),
  );
}

function drawTile(
  box: TileBox,
  context: ViewContext,
  y: number,
  findings: FindingMark | null,
  selected: boolean,
): SceneNode {
  const { theme, metrics } = context;
  const { application } = box;
  return group(
    `tile-${box.placement.id}`,
    [
      title(tileTitle(box, context)),
      rect('outline', box.x, y, box.width, box.height, {
        rx: 3,
        fill: selected ? theme.selectionSoft : theme.tile,
        stroke: theme.outline,
        'stroke-width': metrics.stroke,
      }),
      ...(box.variant === 'narrow' ? narrowBody(box, context, y) : tileBody(box, context, y)),
      box.floatsOver > 1 ? floatMark(box, context, y) : null,
      // On the corner of the letter: there it takes no room from the name.
      cornerBadge(findings, box.x + BADGE_OFFSET, y + BADGE_OFFSET, context),
      selected ? selectionRing(box.x, y, box.width, box.height, theme, metrics.stroke) : null,
    ],
    {
      'data-kind': 'application',
      'data-id': application.id,
      'data-placement': box.placement.id,
      'data-part': 'tile',
    },
  );
}

/** A small mark at the lower right: this one may run on any of so many cores. */
function floatMark(box: TileBox, context: ViewContext, y: number): SceneNode | null {
  const { theme, metrics } = context;
  if (box.variant !== 'roomy') return null;
  return label(
    'float',
    box.x + box.width - 5,
    y + box.height - metrics.small,
    `↔${box.floatsOver}`,
    {
      room: 34,
      size: metrics.small,
      fill: theme.textSoft,
      anchor: 'end',
    },
  );
}

function tileBody(box: TileBox, context: ViewContext, y: number): (SceneNode | null)[] {
  const { metrics, theme } = context;
  const { criticality } = box.application;
  const side = box.variant === 'compact' ? metrics.compactCriticality : metrics.criticality;
  const tile = criticalityTile(box.x, y, side, box.height, criticality, theme);
  const left = box.x + side + metrics.pad;
  const room = box.x + box.width - metrics.pad - left;
  return box.variant === 'compact'
    ? [tile, ...compactBody(box, context, y, left, room)]
    : [tile, ...roomyBody(box, context, y, left, room)];
}

/** One line of name, or two small ones; the load beside them. */
function compactBody(
  box: TileBox,
  context: ViewContext,
  y: number,
  left: number,
  room: number,
): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const load = context.loads.ofPlacement(box.placement, box.application);
  const text = `${box.floatsOver > 1 ? '↔ ' : ''}${load === null ? '?' : loadText(load)}`;
  const size = metrics.tiny;
  const width = textWidth(text, size);
  const middle = y + box.height / 2;
  const top = box.nameLines.length === 1 ? middle : middle - box.nameSize * 0.55;
  return [
    ...box.nameLines.map((name, index) =>
      label(`name-${index}`, left, top + index * box.nameSize * 1.1, name, {
        room: room - width - metrics.pad / 2,
        size: box.nameSize,
        fill: theme.text,
      }),
    ),
    label('load', left + room, middle, text, {
      room: width + 0.01,
      size,
      fill: theme.textSoft,
      anchor: 'end',
    }),
  ];
}

function roomyBody(
  box: TileBox,
  context: ViewContext,
  y: number,
  left: number,
  room: number,
): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const { application, placement } = box;
  const load = loadText(context.loads.ofPlacement(placement, application));
  const soft = { size: metrics.small, fill: theme.textSoft };
  const floats = box.floatsOver > 1 ? textWidth(`↔${box.floatsOver}`, metrics.small) + 6 : 0;
  const first = y + metrics.body;
  return [
    ...box.nameLines.map((text, index) =>
      label(`name-${index}`, left, first + index * metrics.nameLine, text, {
        size: metrics.body,
        fill: theme.text,
        room,
      }),
    ),
    ...labelPair(
      'meta',
      left,
      y + box.height - metrics.small,
      { text: load, style: soft },
      { text: shortBytes(application.memoryPrivateBytes), style: soft },
      room - floats,
    ),
  ];
}

function narrowBody(box: TileBox, context: ViewContext, y: number): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const { application, placement } = box;
  const side = Math.min(metrics.criticality, box.width * 0.45);
  const load = context.loads.ofPlacement(placement, application);
  const text = load === null ? '?' : `${Math.round(load * 100)}%`;
  const size = metrics.tiny;
  const loadRoom = box.width - side - 4;
  const fits = textWidth(text, size) <= loadRoom;
  return [
    criticalityTile(box.x, y, side, metrics.compactTile, application.criticality, theme),
    fits
      ? label('load', box.x + box.width - 3, y + metrics.compactTile / 2, text, {
          room: loadRoom,
          size,
          fill: theme.textSoft,
          anchor: 'end',
        })
      : null,
    ...box.nameLines.map((text, index) =>
      label(
        `name-${index}`,
        box.x + 3,
        y + metrics.compactTile + size * 0.75 + index * size * 1.1,
        text,
        {
          room: box.width - 5,
          size,
          fill: theme.text,
        },
      ),
    ),
  ];
}
