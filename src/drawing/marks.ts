/** The small marks that all views draw with: boxes, fitted texts, bars, badges, letters, swatches. */
import type { Attributes, SceneNode } from './scene.ts';
import { fitText, oneLine, textWidth, type Weight } from './text-metrics.ts';
import type { Theme } from './theme.ts';

/** Baseline below the middle of a line of text, as a share of its size. */
const BASELINE = 0.36;

/** A group; `children` that are null are left out. */
export function group(
  key: string,
  children: readonly (SceneNode | null)[],
  attributes: Attributes = {},
): SceneNode {
  return {
    tag: 'g',
    key,
    attributes,
    children: children.filter((child): child is SceneNode => child !== null),
  };
}

/** The text that pointers show and screen readers read. */
export function title(text: string): SceneNode {
  return { tag: 'title', key: 'title', attributes: {}, text };
}

export function rect(
  key: string,
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: Attributes,
): SceneNode {
  return { tag: 'rect', key, attributes: { x, y, width, height, ...attributes } };
}

export function line(
  key: string,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  attributes: Attributes,
): SceneNode {
  return { tag: 'line', key, attributes: { x1, y1, x2, y2, ...attributes } };
}

export function path(key: string, d: string, attributes: Attributes): SceneNode {
  return { tag: 'path', key, attributes: { d, ...attributes } };
}

export interface LabelStyle {
  /** User units the text may take. */
  readonly room: number;
  readonly size: number;
  readonly fill: string;
  readonly weight?: Weight;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/**
 * A text fitted to its room.
 *
 * @param key key of the node
 * @param x left, middle or right end, by anchor
 * @param middle vertical middle of the line
 * @param text as the user wrote it
 * @param style room, size, colour
 * @returns the node, or null where nothing fits
 */
export function label(
  key: string,
  x: number,
  middle: number,
  text: string,
  style: LabelStyle,
): SceneNode | null {
  const fitted = fitText(text, style.room, style.size, style.weight);
  if (fitted === '') return null;
  return {
    tag: 'text',
    key,
    attributes: {
      x,
      y: middle + style.size * BASELINE,
      'font-size': style.size,
      fill: style.fill,
      ...(style.weight === 'bold' ? { 'font-weight': 600 } : {}),
      ...(style.anchor && style.anchor !== 'start' ? { 'text-anchor': style.anchor } : {}),
    },
    text: fitted,
    room: style.room,
  };
}

/**
 * Two texts on one line: the right one is whole or left out, the left one takes what remains.
 *
 * @returns up to two nodes
 */
export function labelPair(
  key: string,
  x: number,
  middle: number,
  left: { readonly text: string; readonly style: Omit<LabelStyle, 'room' | 'anchor'> },
  right: { readonly text: string; readonly style: Omit<LabelStyle, 'room' | 'anchor'> },
  room: number,
): readonly (SceneNode | null)[] {
  const gap = left.style.size * 0.7;
  const rightWidth = textWidth(oneLine(right.text), right.style.size, right.style.weight);
  const leftWidth = textWidth(oneLine(left.text), left.style.size, left.style.weight);
  const least = Math.min(leftWidth, left.style.size * 3.5);
  const fits = right.text !== '' && least + gap + rightWidth <= room;
  const leftRoom = fits ? room - gap - rightWidth : room;
  return [
    label(`${key}-left`, x, middle, left.text, { ...left.style, room: leftRoom }),
    fits
      ? label(`${key}-right`, x + room, middle, right.text, {
          ...right.style,
          room: rightWidth + 0.01,
          anchor: 'end',
        })
      : null,
  ];
}

/** How bad a badge is. */
export type BadgeVerdict = 'error' | 'warning';

/**
 * "!" in a disc: filled in the colour of violations for an error, outlined without it for a warning.
 *
 * @param x middle
 * @param y middle
 * @param radius user units
 * @returns the badge
 */
export function badge(
  key: string,
  x: number,
  y: number,
  radius: number,
  verdict: BadgeVerdict,
  message: string,
  theme: Theme,
): SceneNode {
  const error = verdict === 'error';
  const size = radius * 1.5;
  return group(
    key,
    [
      title(message),
      {
        tag: 'circle',
        key: 'disc',
        attributes: {
          cx: x,
          cy: y,
          r: radius,
          fill: error ? theme.violation : theme.paper,
          stroke: error ? theme.paper : theme.text,
          'stroke-width': error ? 1 : 1.4,
        },
      },
      label('mark', x, y, '!', {
        room: radius * 2,
        size,
        weight: 'bold',
        fill: error ? theme.onViolation : theme.text,
        anchor: 'middle',
      }),
    ],
    { 'data-badge': verdict },
  );
}

/** A ring around something selected. */
export function selectionRing(
  x: number,
  y: number,
  width: number,
  height: number,
  theme: Theme,
  stroke: number,
): SceneNode {
  const off = 2;
  return rect('selection', x - off, y - off, width + 2 * off, height + 2 * off, {
    rx: 5,
    fill: 'none',
    stroke: theme.selection,
    'stroke-width': 2.5 * stroke,
    'pointer-events': 'none',
  });
}
