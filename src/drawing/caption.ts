/** Title and subtitle of a drawing. */
import { group, label } from './marks.ts';
import type { SceneNode } from './scene.ts';
import type { Theme } from './theme.ts';

export interface CaptionText {
  readonly title: string;
  readonly subtitle: string;
}

/**
 * @param text what to say
 * @param x left edge
 * @param y upper edge
 * @param room width
 * @param theme colours
 * @param sizes font sizes
 * @returns the node and its lower edge
 */
export function captionScene(
  text: CaptionText,
  x: number,
  y: number,
  room: number,
  theme: Theme,
  sizes: { readonly title: number; readonly body: number },
): { readonly node: SceneNode; readonly bottom: number } {
  const first = y + sizes.title * 0.7;
  const second = first + sizes.title * 0.75 + sizes.body * 0.75;
  const node = group('caption', [
    label('title', x, first, text.title, {
      room,
      size: sizes.title,
      weight: 'bold',
      fill: theme.text,
    }),
    label('subtitle', x, second, text.subtitle, { room, size: sizes.body, fill: theme.textSoft }),
  ]);
  return { node, bottom: second + sizes.body };
}
