/** How tasks on one core are told apart: a number, most urgent first, with a pattern and a colour of its own. */
import { patternPath, stripeColour } from '../environment-marks.ts';
import { group, label, path, rect } from '../marks.ts';
import { formatCoordinate, type SceneNode } from '../scene.ts';
import { oneLine, textWidth } from '../text-metrics.ts';
import type { Theme } from '../theme.ts';
import type { Stretch } from './hatch.ts';

const c = formatCoordinate;
/** Narrower boxes are lines: a pattern in them could not be told. */
const LEAST_PATTERN = 3;
/** Of a swatch. */
export const SWATCH = 26;
const SWATCH_HEIGHT = 16;
/** Of numbers and names. */
const SIZE = 12;
/** Air on both sides of a number or name. */
const AIR = 6;

/** Outlines of the boxes of one row. */
export function boxPath(boxes: readonly Stretch[], y: number, height: number): string {
  return boxes
    .map(({ x, width }) => `M${c(x)} ${c(y)}h${c(width)}v${c(height)}h${c(-width)}z`)
    .join('');
}

/** How the boxes of a task look. */
export interface TaskLook {
  readonly isChosen: boolean;
  readonly name?: string | null;
}

/** The boxes of a task, and the texts that stand over whatever else is drawn there. */
export interface DrawnTask {
  readonly boxes: SceneNode;
  readonly texts: SceneNode | null;
}

function boxTexts(
  boxes: readonly Stretch[],
  rank: number,
  middle: number,
  { isChosen, name = null }: TaskLook,
  theme: Theme,
): SceneNode | null {
  const number = String(rank + 1);
  const texts = name === null ? [number] : [`${number} ${oneLine(name)}`, number];
  const nodes = boxes.flatMap(({ x, width }, at) => {
    const text = texts.find((each) => textWidth(each, SIZE, 'bold') + AIR + 2 <= width);
    if (text === undefined) return [];
    const room = textWidth(text, SIZE, 'bold') + 0.01;
    const centre = x + width / 2;
    return [
      rect(`paper-${at}`, centre - room / 2 - 2, middle - 7, room + 4, 14, {
        fill: isChosen ? theme.bar : theme.paper,
        rx: 2,
      }),
      label(`number-${at}`, centre, middle, text, {
        room,
        size: SIZE,
        weight: 'bold',
        fill: isChosen ? theme.paper : theme.text,
        anchor: 'middle',
      }),
    ];
  });
  return nodes.length === 0 ? null : group(`texts-${rank}`, nodes);
}

/**
 * @param boxes where a task runs
 * @param rank its place on the core, from 0
 * @param y upper edge
 * @param height of the row
 * @param look whether it is the task that the picture is about: that one is filled; its name, where it may stand in its boxes
 * @param theme colours
 * @returns boxes with pattern, and number and name, where there is room for them: nothing is shortened
 */
export function taskBoxes(
  boxes: readonly Stretch[],
  rank: number,
  y: number,
  height: number,
  look: TaskLook,
  theme: Theme,
): DrawnTask {
  const wide = boxes.filter(({ width }) => width >= LEAST_PATTERN);
  const drawn = group('runs', [
    path('boxes', boxPath(boxes, y, height), {
      fill: look.isChosen ? theme.bar : theme.barTrack,
      stroke: theme.frame,
      'stroke-width': 0.8,
    }),
    look.isChosen || wide.length === 0
      ? null
      : path(
          'pattern',
          wide.map(({ x, width }) => patternPath(rank, x, y, width, height)).join(''),
          { fill: 'none', stroke: stripeColour(rank, theme), 'stroke-width': 1.4 },
        ),
  ]);
  return { boxes: drawn, texts: boxTexts(boxes, rank, y + height / 2, look, theme) };
}

/**
 * @param x left edge
 * @param middle of the line
 * @param rank place of the task on its core, from 0
 * @param isChosen whether it is the task that the picture is about
 * @param theme colours
 * @returns a small box that looks like the task's boxes on the core
 */
export function taskSwatch(
  x: number,
  middle: number,
  rank: number,
  isChosen: boolean,
  theme: Theme,
): SceneNode {
  const box = [{ x, width: SWATCH }];
  const top = middle - SWATCH_HEIGHT / 2;
  const drawn = taskBoxes(box, rank, top, SWATCH_HEIGHT, { isChosen }, theme);
  return group('swatch', [drawn.boxes, drawn.texts]);
}
