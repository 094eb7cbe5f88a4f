/** Axes, grid and the strips for what is unknown. */
import { group, label, line, rect } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import type { Box } from '../drawing.ts';
import type { ChartAxis } from './chart-axis.ts';

/** Sizes of the chart in user units. */
export interface ChartSizes {
  readonly text: number;
  readonly small: number;
  readonly stroke: number;
}

/** Where the parts of the chart stand. */
export interface ChartRoom {
  readonly plot: Box;
  /** Beyond the upper end of the horizontal axis; null when no layout needs it. */
  readonly unknownX: Box | null;
  /** Beyond the upper end of the vertical axis; null when no layout needs it. */
  readonly unknownY: Box | null;
}

const TICK = 5;
const TITLE_GAP = 34;

function across(axis: ChartAxis, { plot }: ChartRoom, theme: Theme, sizes: ChartSizes): SceneNode {
  const bottom = plot.y + plot.height;
  return group('x-axis', [
    ...axis.ticks.flatMap(({ at, text }) => [
      line(`grid-${text}`, at, plot.y, at, bottom, { stroke: theme.hairline }),
      line(`tick-${text}`, at, bottom, at, bottom + TICK, { stroke: theme.outline }),
      label(`text-${text}`, at, bottom + TICK + sizes.small, text, {
        room: 64,
        size: sizes.small,
        fill: theme.textSoft,
        anchor: 'middle',
      }),
    ]),
    label('title', plot.x + plot.width / 2, bottom + TITLE_GAP, axis.title, {
      room: plot.width,
      size: sizes.text,
      weight: 'bold',
      fill: theme.text,
      anchor: 'middle',
    }),
  ]);
}

function up(axis: ChartAxis, { plot }: ChartRoom, theme: Theme, sizes: ChartSizes): SceneNode {
  return group('y-axis', [
    ...axis.ticks.flatMap(({ at, text }) => [
      line(`grid-${text}`, plot.x, at, plot.x + plot.width, at, { stroke: theme.hairline }),
      line(`tick-${text}`, plot.x - TICK, at, plot.x, at, { stroke: theme.outline }),
      label(`text-${text}`, plot.x - TICK - 3, at, text, {
        room: 56,
        size: sizes.small,
        fill: theme.textSoft,
        anchor: 'end',
      }),
    ]),
  ]);
}

function strip(key: string, box: Box | null, text: string, theme: Theme, sizes: ChartSizes) {
  if (!box) return null;
  return group(key, [
    rect('ground', box.x, box.y, box.width, box.height, {
      fill: theme.cluster,
      stroke: theme.outline,
      'stroke-dasharray': '4 4',
    }),
    label('text', box.x + 6, box.y + sizes.small, text, {
      room: box.width - 12,
      size: sizes.small,
      fill: theme.textSoft,
    }),
  ]);
}

/**
 * @param x horizontal axis
 * @param y vertical axis; its title stands above the plot, so that nobody has to turn the head
 * @param room where the parts stand
 * @param theme colours
 * @param sizes of text and strokes
 * @returns everything behind the points
 */
export function chartFrame(
  x: ChartAxis,
  y: ChartAxis,
  room: ChartRoom,
  theme: Theme,
  sizes: ChartSizes,
): SceneNode {
  const { plot, unknownX, unknownY } = room;
  const top = (unknownY ?? plot).y - sizes.text;
  const broken = [x, y].filter((axis) => !axis.fromZero).map(({ driver }) => driver.title);
  const right = unknownX ? unknownX.x + unknownX.width : plot.x + plot.width;
  return group('frame', [
    strip('unknown-x', unknownX, 'unknown', theme, sizes),
    strip('unknown-y', unknownY, `${y.driver.title}: unknown`, theme, sizes),
    across(x, room, theme, sizes),
    up(y, room, theme, sizes),
    rect('edge', plot.x, plot.y, plot.width, plot.height, {
      fill: 'none',
      stroke: theme.outline,
      'stroke-width': sizes.stroke,
    }),
    label('y-title', plot.x - 56, top, y.title, {
      room: right - plot.x + 56,
      size: sizes.text,
      weight: 'bold',
      fill: theme.text,
    }),
    broken.length === 0
      ? null
      : label('broken', right, top, `does not begin at 0: ${broken.join(', ')}`, {
          room: plot.width / 2,
          size: sizes.small,
          fill: theme.textSoft,
          anchor: 'end',
        }),
  ]);
}
