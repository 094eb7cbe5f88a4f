/** One theory's bar: parts end to end, each with task, kind and time in words and a pattern of its kind. */
import type { ChainBound, LatencyPart } from '../../analysis/result.ts';
import { exactNs, LATENCY_PART_WORDS } from '../../analysis/timing-words.ts';
import { formatNs } from '../../model/units.ts';
import { textWidth } from '../text-metrics.ts';
import { patternSwatch } from '../environment-marks.ts';
import type { LegendEntry } from '../legend.ts';
import { group, label, rect, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import { placeOf, type TimeRange } from '../timeline/time-scale.ts';

export const BAR = 42;
const STRIP = 9;
const KIND_SIZE = 10.5;
/** Narrower parts have their words in the title only. */
const LEAST_TEXT = 22;

/** Number of the pattern of each kind; null: solid. */
const PATTERNS: Readonly<Record<LatencyPart['kind'], number | null>> = {
  response: null,
  sampling: 0,
  interval: 1,
  order: 2,
  copy: 3,
  notification: 4,
};

/** What stands in a box; the legend has the whole words. */
const SHORT_WORDS: Readonly<Record<LatencyPart['kind'], string>> = {
  response: 'response',
  sampling: 'waiting',
  interval: 'period',
  order: 'order',
  copy: 'copy',
  notification: 'notify',
};

function strip(
  kind: LatencyPart['kind'],
  x: number,
  y: number,
  width: number,
  theme: Theme,
): SceneNode {
  const pattern = PATTERNS[kind];
  return pattern === null
    ? rect('strip', x, y, width, STRIP, { fill: theme.bar, stroke: theme.outline })
    : patternSwatch(x, y, width, STRIP, pattern, theme);
}

/** The widest stretch of a box that no mark runs through. */
function clearOf(x: number, width: number, marks: readonly number[]): readonly [number, number] {
  const within = marks.filter((mark) => mark > x && mark < x + width).sort((a, b) => a - b);
  let best: readonly [number, number] = [x, 0];
  let from = x;
  for (const edge of [...within, x + width]) {
    if (edge - from > best[1]) best = [from, edge - from];
    from = edge;
  }
  return best;
}

/** With the kind where there is room for it, else the time alone; a cut number would be another one. */
function timeText({ kind, timeNs }: LatencyPart, room: number): string {
  const time = formatNs(timeNs);
  const whole = `${SHORT_WORDS[kind]} ${time}`;
  if (textWidth(whole, KIND_SIZE) <= room) return whole;
  return textWidth(time, KIND_SIZE) <= room ? time : '';
}

/**
 * @param bound with a value
 * @param y upper edge
 * @param range scale
 * @param marks user units at which lines cross the bars: no text stands there
 * @param nameOf name of a task
 * @param theme colours
 * @returns the parts
 */
export function partsScene(
  bound: ChainBound,
  y: number,
  range: TimeRange,
  marks: readonly number[],
  nameOf: (taskId: string) => string,
  theme: Theme,
): SceneNode {
  let from = 0;
  const nodes = bound.parts.map((part, index) => {
    const { kind, taskId, timeNs } = part;
    const x = placeOf(range, from);
    from += timeNs;
    const width = placeOf(range, from) - x;
    const name = nameOf(taskId);
    const [start, clear] = clearOf(x, width, marks);
    const room = clear - 8;
    const texts = clear >= LEAST_TEXT;
    return group(`part-${index}`, [
      title(`${name}, ${LATENCY_PART_WORDS[kind]}: ${exactNs(timeNs)}`),
      rect('box', x, y, width, BAR, { fill: theme.tile, stroke: theme.outline, 'stroke-width': 1 }),
      strip(kind, x, y + BAR - STRIP, width, theme),
      texts ? label('task', start + 4, y + 9, name, { room, size: 11, fill: theme.text }) : null,
      texts
        ? label('kind', start + 4, y + 23, timeText(part, room), {
            room,
            size: KIND_SIZE,
            fill: theme.textSoft,
          })
        : null,
    ]);
  });
  return group('parts', nodes);
}

/** @returns what the patterns of the kinds that occur mean */
export function partLegend(
  kinds: ReadonlySet<LatencyPart['kind']>,
  theme: Theme,
): readonly LegendEntry[] {
  return (Object.keys(LATENCY_PART_WORDS) as LatencyPart['kind'][])
    .filter((kind) => kinds.has(kind))
    .map((kind) => ({
      key: kind,
      text: LATENCY_PART_WORDS[kind],
      width: 24,
      draw: (x, middle) => strip(kind, x, middle - STRIP / 2, 24, theme),
    }));
}
