/** Puts labels on rails: between the risers that cross them, never over a box, never over each other. */
import type { Box } from '../../drawing.ts';
import { fitText, textWidth } from '../../text-metrics.ts';
import type { Rail, RoutedWire } from './wires.ts';

export interface RailLabel {
  readonly rail: Rail;
  readonly text: string;
  readonly x: number;
  readonly width: number;
}

/** Space between a label's text and its edge, and between a label and a riser. */
const PAD = 6;
const CLEARANCE = 4;
/** Below this a label would be an ellipsis. */
const LEAST_ROOM = 34;

interface Interval {
  readonly x1: number;
  readonly x2: number;
}

/** Parts of a rail that no riser of another wire crosses. */
function freeParts(rail: Rail, crossings: readonly number[]): readonly Interval[] {
  const inside = crossings.filter((x) => x > rail.x1 && x < rail.x2).sort((a, b) => a - b);
  const parts: Interval[] = [];
  let from = rail.x1;
  for (const x of [...inside, rail.x2]) {
    if (x - from > 2 * CLEARANCE) parts.push({ x1: from + CLEARANCE, x2: x - CLEARANCE });
    from = x;
  }
  return parts;
}

/** The longest text that fits a part; then the part whose middle is nearest to the rail's. */
function choose(
  rail: Rail,
  parts: readonly Interval[],
  labels: readonly string[],
  extra: number,
  size: number,
): RailLabel | null {
  const centre = (rail.x1 + rail.x2) / 2;
  for (const text of labels) {
    const width = textWidth(text, size) + 2 * PAD + extra;
    const fitting = parts.filter((part) => part.x2 - part.x1 >= width);
    const offset = (part: Interval) =>
      Math.abs(Math.min(Math.max(centre, part.x1 + width / 2), part.x2 - width / 2) - centre);
    const [best] = fitting.sort((a, b) => offset(a) - offset(b));
    if (!best) continue;
    const at = Math.min(Math.max(centre, best.x1 + width / 2), best.x2 - width / 2);
    return { rail, text, x: at - width / 2, width };
  }
  const [widest] = [...parts].sort((a, b) => b.x2 - b.x1 - (a.x2 - a.x1));
  const shortest = labels.at(-1);
  if (!widest || shortest === undefined) return null;
  const room = widest.x2 - widest.x1;
  if (room < LEAST_ROOM) return null;
  const text = fitText(shortest, room - 2 * PAD - extra, size);
  const width = textWidth(text, size) + 2 * PAD + extra;
  return { rail, text, x: (widest.x1 + widest.x2 - width) / 2, width };
}

/**
 * @param wires routed wires
 * @param extent left and right end of each row, gutters included: labels stay over the columns
 * @param size font size
 * @returns one label per wire that has texts and a free part long enough, by wire key
 * @cost O(rails x risers of the row)
 * @rules DRAW-12
 */
export function railLabels(
  wires: readonly RoutedWire[],
  extent: readonly Interval[],
  size: number,
): ReadonlyMap<string, RailLabel> {
  const risers = wires.flatMap((wire) => wire.risers);
  const labels = new Map<string, RailLabel>();
  for (const { wire, rails } of wires) {
    if (wire.labels.length === 0) continue;
    const best = rails
      .map((rail) => {
        const row = extent[rail.row];
        const clipped = {
          ...rail,
          x1: Math.max(rail.x1, row?.x1 ?? rail.x1),
          x2: Math.min(rail.x2, row?.x2 ?? rail.x2),
        };
        const crossing = risers
          .filter((riser) => riser.row === rail.row && riser.rail.track > rail.track)
          .map((riser) => riser.x);
        return choose(clipped, freeParts(clipped, crossing), wire.labels, wire.labelExtra, size);
      })
      .filter((label): label is RailLabel => label !== null)
      .sort((a, b) => b.text.length - a.text.length)[0];
    if (best) labels.set(wire.key, best);
  }
  return labels;
}

/**
 * @param label a label
 * @param y middle of its track
 * @param height of the label
 * @returns its box
 */
export function labelBox(label: RailLabel, y: number, height: number): Box {
  return { x: label.x, y: y - height / 2, width: label.width, height };
}
