/** How a change against the reference is outlined: each kind has a colour, a dash and a letter. */
import { CHANGE_WORDS } from '../../analysis/compare/comparison-words.ts';
import type { ChangeKind } from '../../analysis/compare/comparison.ts';
import type { Box } from '../drawing.ts';
import type { LegendEntry } from '../legend.ts';
import { group, label, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';

interface ChangeStyle {
  readonly letter: string;
  readonly dash: string;
  readonly colour: (theme: Theme) => string;
}

/** Told apart without colour too: by dash and letter. What is not placed stands in the tray. */
const STYLES: Readonly<Record<ChangeKind, ChangeStyle>> = {
  technology: { letter: 'T', dash: '', colour: (theme) => theme.into },
  moved: { letter: 'E', dash: '10 5', colour: (theme) => theme.selection },
  cores: { letter: 'C', dash: '3 4', colour: (theme) => theme.out },
  placed: { letter: 'N', dash: '14 4 3 4', colour: (theme) => theme.text },
  unplaced: { letter: 'U', dash: '2 6', colour: (theme) => theme.text },
};

/** Radius of the disc with the letter, and width of the outline, at the size at which it is seen. */
const DISC = 6.5;
const OUTLINE = 1.8;
const OFF = 0.5;
/** Size of the letter. */
const LETTER = 9.5;

/**
 * @param key key of the node
 * @param box the application, in units of the page
 * @param kinds what changed; the first decides colour and dash, every one has its letter
 * @param text read by pointers and screen readers
 * @param theme colours
 * @returns the outline with its letters
 */
export function changeOutline(
  key: string,
  box: Box,
  kinds: readonly ChangeKind[],
  text: string,
  theme: Theme,
): SceneNode {
  const [first = 'moved'] = kinds;
  const style = STYLES[first];
  const colour = style.colour(theme);
  return group(
    key,
    [
      title(text),
      rect('outline', box.x - OFF, box.y - OFF, box.width + 2 * OFF, box.height + 2 * OFF, {
        rx: 3,
        fill: 'none',
        stroke: colour,
        'stroke-width': OUTLINE,
        ...(style.dash === '' ? {} : { 'stroke-dasharray': style.dash }),
      }),
      ...kinds.map((kind, index) =>
        // At half height, so that the letters of tiles on top of each other stay apart.
        disc(
          `letter-${kind}`,
          box.x + box.width - index * 2 * DISC,
          box.y + box.height / 2,
          kind,
          theme,
        ),
      ),
    ],
    { 'data-change': kinds.join(' ') },
  );
}

function disc(key: string, x: number, y: number, kind: ChangeKind, theme: Theme): SceneNode {
  const { letter, colour } = STYLES[kind];
  return group(key, [
    {
      tag: 'circle',
      key: 'disc',
      attributes: { cx: x, cy: y, r: DISC, fill: colour(theme), stroke: theme.paper },
    },
    label('text', x, y, letter, {
      room: 2 * DISC,
      size: LETTER,
      weight: 'bold',
      fill: theme.paper,
      anchor: 'middle',
    }),
  ]);
}

/**
 * @param kinds those that occur
 * @param theme colours
 * @returns an entry each
 */
export function changeLegend(kinds: readonly ChangeKind[], theme: Theme): readonly LegendEntry[] {
  return kinds.map((kind) => ({
    key: kind,
    text: CHANGE_WORDS[kind],
    width: 30,
    draw: (x, middle) =>
      changeOutline(
        'sample',
        { x: x + 2, y: middle - 5, width: 18, height: 12 },
        [kind],
        CHANGE_WORDS[kind],
        theme,
      ),
  }));
}
