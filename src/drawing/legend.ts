/** Legends: entries in lines, each a small sample and its words. */
import type { LineStyle } from './layout-view/links/line-style.ts';
import { group, label, path } from './marks.ts';
import type { SceneNode } from './scene.ts';
import { textWidth } from './text-metrics.ts';
import type { Theme } from './theme.ts';

export interface LegendEntry {
  readonly key: string;
  readonly text: string;
  /** Width of the sample. */
  readonly width: number;
  readonly draw: (x: number, middle: number) => SceneNode;
}

const SAMPLE = 34;
const LINE = 20;
const GAP = 6;
const ENTRY_GAP = 18;

/**
 * @param key key of the entry
 * @param text its words
 * @param style stroke to show
 * @param theme colours
 * @returns an entry with a short line
 */
export function lineSample(key: string, text: string, style: LineStyle, theme: Theme): LegendEntry {
  return {
    key,
    text,
    width: SAMPLE,
    draw: (x, middle) => {
      const d = `M${x} ${middle}h${SAMPLE}`;
      const dash = style.dash
        ? { 'stroke-dasharray': style.dash, ...(style.round ? { 'stroke-linecap': 'round' } : {}) }
        : {};
      const common = { fill: 'none' };
      return group('sample', [
        path('ink', d, { ...common, stroke: style.colour, 'stroke-width': style.width, ...dash }),
        style.split > 0
          ? path('split', d, { ...common, stroke: theme.paper, 'stroke-width': style.split })
          : null,
      ]);
    },
  };
}

/**
 * @param entries what to explain
 * @param left left edge
 * @param y upper edge
 * @param right right edge
 * @param theme colours
 * @param size font size
 * @returns the legend and its lower edge
 */
export function legendLines(
  entries: readonly LegendEntry[],
  left: number,
  y: number,
  right: number,
  theme: Theme,
  size: number,
): { readonly node: SceneNode; readonly bottom: number } {
  const nodes: SceneNode[] = [];
  let x = left;
  let middle = y + LINE / 2;
  for (const entry of entries) {
    const textSpace = textWidth(entry.text, size);
    if (x + entry.width + GAP + textSpace > right && x > left) {
      x = left;
      middle += LINE;
    }
    const room = Math.min(textSpace + 0.01, right - x - entry.width - GAP);
    nodes.push(
      group(entry.key, [
        entry.draw(x, middle),
        label('text', x + entry.width + GAP, middle, entry.text, {
          room,
          size,
          fill: theme.textSoft,
        }),
      ]),
    );
    x += entry.width + GAP + textSpace + ENTRY_GAP;
  }
  return { node: group('legend', nodes), bottom: middle + LINE / 2 };
}
