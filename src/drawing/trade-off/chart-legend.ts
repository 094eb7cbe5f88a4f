/** What the signs of the trade-off chart mean. */
import { STATUS_WORDS } from '../../analysis/compare/comparison-words.ts';
import type { Driver, ParetoStatus } from '../../analysis/compare/comparison.ts';
import type { LegendEntry } from '../legend.ts';
import { group, label, line } from '../marks.ts';
import type { Theme } from '../theme.ts';
import type { ChartSizes } from './chart-frame.ts';
import { symbol } from './point-marks.ts';

const STATUSES: readonly ParetoStatus[] = ['front', 'possibly-dominated', 'dominated', 'open'];
const RADIUS = 6;
const LINE = 26;

function statusEntry(status: ParetoStatus, theme: Theme, sizes: ChartSizes): LegendEntry {
  return {
    key: status,
    text: STATUS_WORDS[status],
    width: 2.4 * RADIUS,
    draw: (x, y) => symbol('sample', x + 1.2 * RADIUS, y, RADIUS, status, theme, sizes),
  };
}

/**
 * @param size driver that is the area of the points; null: none
 * @param theme colours
 * @param sizes of text and strokes
 * @returns entries for symbols, whiskers, open ends, the line of the front, and areas
 */
export function chartLegend(
  size: Driver | null,
  theme: Theme,
  sizes: ChartSizes,
): readonly LegendEntry[] {
  const ink = { stroke: theme.frame, 'stroke-width': 1.5 };
  const entries: LegendEntry[] = STATUSES.map((status) => statusEntry(status, theme, sizes));
  entries.push(
    {
      key: 'front-line',
      text: size ? 'the front of all three, joined from left to right' : 'the front',
      width: LINE,
      draw: (x, y) =>
        line('sample', x, y, x + LINE, y, {
          stroke: theme.selection,
          'stroke-width': 2 * sizes.stroke,
          ...(size ? { 'stroke-dasharray': '7 4' } : {}),
        }),
    },
    {
      key: 'whisker',
      text: 'lowest to highest',
      width: LINE,
      draw: (x, y) =>
        group('sample', [
          line('line', x, y, x + LINE, y, ink),
          line('low', x, y - 4, x, y + 4, ink),
          line('high', x + LINE, y - 4, x + LINE, y + 4, ink),
        ]),
    },
    {
      key: 'open-end',
      text: 'the upper end is unknown',
      width: LINE + 6,
      draw: (x, y) =>
        group('sample', [
          line('line', x, y, x + 20, y, { ...ink, 'stroke-dasharray': '3 3' }),
          label('mark', x + LINE, y, '?', {
            room: 12,
            size: sizes.text,
            weight: 'bold',
            fill: theme.text,
            anchor: 'middle',
          }),
        ]),
    },
  );
  if (size === null) return entries;
  const areas: LegendEntry = {
    key: 'size',
    text: `area: ${size.title}`,
    width: 30,
    draw: (x, y) =>
      group('sample', [
        symbol('small', x + 4, y, 4, 'front', theme, sizes),
        symbol('large', x + 20, y, 9, 'front', theme, sizes),
      ]),
  };
  return [...entries, areas];
}
