/** The outermost element of every drawing. */
import { captionScene, type CaptionText } from './caption.ts';
import type { Drawing, DrawingOptions } from './drawing.ts';
import { label, rect, title } from './marks.ts';
import type { SceneNode } from './scene.ts';
import { FONT_FAMILY } from './text-metrics.ts';
import { themeOf, type Theme } from './theme.ts';

/**
 * @param width user units
 * @param height user units
 * @param name short text alternative
 * @param description long text alternative
 * @param children back to front
 * @param theme colours
 * @returns an `svg` that scales to where it is put
 */
export function sceneRoot(
  width: number,
  height: number,
  name: string,
  description: string,
  children: readonly SceneNode[],
  theme: Theme,
): SceneNode {
  return {
    tag: 'svg',
    key: 'root',
    attributes: {
      xmlns: 'http://www.w3.org/2000/svg',
      width: Math.ceil(width),
      height: Math.ceil(height),
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      role: 'img',
      'font-family': FONT_FAMILY,
      'shape-rendering': 'geometricPrecision',
    },
    children: [
      title(name),
      { tag: 'desc', key: 'desc', attributes: {}, text: description },
      rect('paper', 0, 0, Math.ceil(width), Math.ceil(height), { fill: theme.paper }),
      ...children,
    ],
  };
}

/** Chromium leaves a picture blank that is much lower. */
const EMPTY = { width: 640, height: 240, size: 14, title: 18 } as const;

/**
 * @param message why there is nothing to draw
 * @param options theme, and whether a title is wanted
 * @param caption what the drawing would have been of; null: nobody knows
 * @returns a drawing that says so
 */
export function emptyDrawing(
  message: string,
  options: DrawingOptions,
  caption: CaptionText | null = null,
): Drawing {
  const theme = themeOf(options.theme);
  const { width, height, size } = EMPTY;
  const room = width - 4 * size;
  const style = { room, size, fill: theme.textSoft, anchor: 'middle' } as const;
  const text = label('message', width / 2, height / 2, message, style);
  const sizes = { title: EMPTY.title, body: size };
  const above =
    caption === null || options.caption === false
      ? null
      : captionScene(caption, 2 * size, size, room, theme, sizes).node;
  const nodes = [above, text].filter((node): node is SceneNode => node !== null);
  const name = caption === null ? message : `${caption.title}: ${message}`;
  return {
    scene: sceneRoot(width, height, name, message, nodes, theme),
    width,
    height,
    items: [],
    links: [],
    description: message,
    idiom: null,
    collapsed: [],
  };
}
