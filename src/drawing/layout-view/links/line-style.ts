/** Strokes of links: kind by dash, bandwidth by width, a criticality boundary by a double line. */
import type { Theme } from '../../theme.ts';
import type { FocusDirection } from './focus.ts';
import type { LinkStyle } from '../../link-words.ts';
import type { LinkFacts } from './link-facts.ts';

/** How one line is stroked: an ink stroke and, for double lines, a strip of paper on it. */
export interface LineStyle {
  readonly colour: string;
  readonly width: number;
  /** Width of the strip that makes two lines of one; 0 for a single line. */
  readonly split: number;
  readonly dash: string | null;
  readonly round: boolean;
  readonly arrow: number;
}

/** Width by bandwidth step, in user units. */
const WIDTHS = [1.3, 2, 3, 4.2] as const;
const DASHES: Readonly<Record<LinkStyle, string | null>> = {
  'shared-memory': null,
  message: '7 4',
  event: '0.1 4.5',
  double: null,
  none: '10 3 2 3',
};
/** Gap between the lines of a socket or virtio link, and across a criticality boundary. */
const THIN_GAP = 1.6;
const BOUNDARY_GAP = 3;
const THIN_LINE = 0.9;
const LEAST_LINE = 1;
const EVENT_FACTOR = 1.5;

/**
 * @param style kind of channel
 * @param step bandwidth, 1 to 4
 * @param crossing whether it crosses a criticality boundary
 * @param theme colours
 * @param scale of strokes
 * @returns the stroke
 */
export function lineStyle(
  style: LinkStyle,
  step: number,
  crossing: boolean,
  theme: Theme,
  scale: number,
): LineStyle {
  const width = (WIDTHS[step - 1] ?? WIDTHS[0]) * (style === 'event' ? EVENT_FACTOR : 1) * scale;
  const gap = (crossing ? BOUNDARY_GAP : style === 'double' ? THIN_GAP : 0) * scale;
  const each =
    style === 'double'
      ? THIN_LINE * (0.6 + 0.4 * step) * scale
      : Math.max(LEAST_LINE * scale, width * 0.5);
  const full = gap === 0 ? width : 2 * each + gap;
  return {
    colour: theme.link,
    width: full,
    split: gap,
    dash: DASHES[style],
    round: style === 'event',
    arrow: 6 + full * 0.8,
  };
}

/**
 * Focus tells directions apart by colour and dash, so that the kind is left to the label.
 *
 * @param facts a link
 * @param direction seen from the selection
 * @param theme colours
 * @param scale of strokes
 * @returns the stroke
 */
export function focusStyle(
  facts: LinkFacts,
  direction: FocusDirection,
  theme: Theme,
  scale: number,
): LineStyle {
  const width = ((WIDTHS[facts.step - 1] ?? WIDTHS[0]) + 0.7) * scale;
  const colour = direction === 'out' ? theme.out : direction === 'into' ? theme.into : theme.link;
  return {
    colour,
    width,
    split: 0,
    dash: direction === 'into' ? '8 4' : null,
    round: false,
    arrow: 7 + width * 0.8,
  };
}

/** What is not in focus. */
export function ghostStyle(theme: Theme, scale: number): LineStyle {
  return { colour: theme.ghost, width: scale, split: 0, dash: null, round: false, arrow: 5 };
}
