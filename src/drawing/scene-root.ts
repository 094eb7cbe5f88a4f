/** The outermost element of every drawing. */
import { rect, title } from './marks.ts';
import type { SceneNode } from './scene.ts';
import { FONT_FAMILY } from './text-metrics.ts';
import type { Theme } from './theme.ts';

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
