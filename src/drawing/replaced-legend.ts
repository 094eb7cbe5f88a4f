/** Explains the mark of replaced figures where one stands. */
import type { LegendEntry } from './legend.ts';
import { REPLACED_SIDE, replacedMark } from './replaced-marks.ts';
import type { SceneNode } from './scene.ts';
import type { Theme } from './theme.ts';

/** @returns whether a mark stands anywhere in a scene, so that a legend has to explain it */
export function hasReplacedMark({ attributes, children = [] }: SceneNode): boolean {
  return attributes['data-part'] === 'replaced' || children.some(hasReplacedMark);
}

/**
 * @param theme colours
 * @returns the entry of a legend
 */
export function replacedLegend(theme: Theme): LegendEntry {
  return {
    key: 'replaced',
    text: 'rests on a figure set by the user',
    width: REPLACED_SIDE,
    draw: (x, middle) => replacedMark(x + REPLACED_SIDE / 2, middle, 'set by the user', theme),
  };
}
