/** Ends of jobs after their deadlines: "!" where a miss is proven, "?" where only this schedule is late. None is left out silently. */
import { formatNs } from '../../model/units.ts';
import { badge, group, label, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';

/** Marks that stand closer than this, in user units, hide each other. */
const LEAST_GAP = 13;
/** Late ends that one mark names. */
const MOST_NAMED = 3;

/** One late end that is seen. */
export interface LateEnd {
  /** Place of the job. */
  readonly place: number;
  readonly x: number;
  readonly name: string;
  readonly lateNs: number;
  /** Whether its task is proven to miss its deadline. */
  readonly isProven: boolean;
}

/** "?" in a disc without the colour of violations. */
function doubt(key: string, x: number, y: number, radius: number, words: string, theme: Theme) {
  return group(key, [
    title(words),
    {
      tag: 'circle',
      key: 'disc',
      attributes: {
        cx: x,
        cy: y,
        r: radius,
        fill: theme.paper,
        stroke: theme.text,
        'stroke-width': 1.2,
      },
    },
    label('mark', x, y, '?', {
      room: radius * 2,
      size: radius * 1.5,
      weight: 'bold',
      fill: theme.text,
      anchor: 'middle',
    }),
  ]);
}

/**
 * @param key of the mark
 * @param x middle
 * @param y middle
 * @param isProven whether the deadline is proven to be missed
 * @param words what a pointer shows
 * @param theme colours
 * @returns the mark
 */
export function lateMark(
  key: string,
  x: number,
  y: number,
  isProven: boolean,
  words: string,
  theme: Theme,
): SceneNode {
  return isProven
    ? badge(key, x, y, 6, 'error', words, theme)
    : doubt(key, x, y, 5.4, words, theme);
}

const wordsOf = ({ name, lateNs, isProven }: LateEnd): string =>
  `${name}: ends ${formatNs(lateNs)} after its deadline${isProven ? '' : ' in this schedule; not proven to'}`;

/**
 * @param ends late ends that are seen
 * @param y middle of the marks
 * @param theme colours
 * @returns a mark for each; ends too near to each other share one, which names and counts them
 * @cost O(n log n)
 */
export function lateMarks(ends: readonly LateEnd[], y: number, theme: Theme): readonly SceneNode[] {
  const shared: LateEnd[][] = [];
  for (const end of [...ends].sort((a, b) => a.x - b.x)) {
    const last = shared.at(-1);
    if (last?.[0] && end.x - last[0].x < LEAST_GAP) last.push(end);
    else shared.push([end]);
  }
  return shared.flatMap((list) => {
    const [first] = list;
    if (!first) return [];
    const rest = list.length - MOST_NAMED;
    const words = list.slice(0, MOST_NAMED).map(wordsOf);
    if (rest > 0) words.push(`and ${rest} more`);
    const isProven = list.some((end) => end.isProven);
    return [lateMark(`late-${first.place}`, first.x, y, isProven, words.join('\n'), theme)];
  });
}
