/** What the marks of a timeline mean. */
import { patternSwatch } from '../environment-marks.ts';
import type { CriticalInstant } from '../../analysis/schedulability/critical-instant.ts';
import type { LegendEntry } from '../legend.ts';
import { group, line, path, rect } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import { hatch } from './hatch.ts';
import { lateMark } from './late-marks.ts';
import { SWATCH, taskSwatch } from './task-marks.ts';

function arrow(x: number, middle: number, up: boolean, theme: Theme): SceneNode {
  const [tail, tip, back] = up ? [middle + 7, middle - 7, 4] : [middle - 7, middle + 7, -4];
  return path('arrow', `M${x + 5} ${tail}V${tip}m-3 ${back}l3 ${-back}l3 ${back}`, {
    fill: 'none',
    stroke: up ? theme.text : theme.textSoft,
    'stroke-width': 1.3,
    ...(up ? {} : { 'stroke-dasharray': '3 2' }),
  });
}

/** Of window tables. */
export function frameEntries(theme: Theme): readonly LegendEntry[] {
  const box = (x: number, middle: number, dash: string) =>
    rect('box', x, middle - 6, 24, 12, {
      fill: theme.tile,
      stroke: theme.outline,
      ...(dash === '' ? {} : { 'stroke-dasharray': dash }),
    });
  return [
    {
      key: 'window',
      text: 'window, pattern of its partition',
      width: 24,
      draw: (x, middle) =>
        group('sample', [box(x, middle, ''), patternSwatch(x, middle + 1, 24, 5, 0, theme)]),
    },
    {
      key: 'repeat',
      text: 'the frame again',
      width: 24,
      draw: (x, middle) => box(x, middle, '3 2'),
    },
    {
      key: 'switch',
      text: 'lost to the switch',
      width: 24,
      draw: (x, middle) =>
        group('sample', [
          box(x, middle, ''),
          hatch('lines', [{ x, width: 24 }], middle - 6, 12, {
            step: 4,
            stroke: theme.text,
            width: 1,
          }),
        ]),
    },
    {
      key: 'edge',
      text: 'edge of the frame',
      width: 6,
      draw: (x, middle) =>
        line('edge', x + 3, middle - 7, x + 3, middle + 7, {
          stroke: theme.frame,
          'stroke-width': 1.8,
        }),
    },
    {
      key: 'wraps',
      text: 'goes on across it',
      width: 12,
      draw: (x, middle) =>
        path('wraps', `M${x} ${middle}h12m-4 -4l4 4l-4 4`, {
          fill: 'none',
          stroke: theme.text,
          'stroke-width': 1.6,
        }),
    },
  ];
}

/** Of lines of cores without windows. */
export function runEntries(theme: Theme): readonly LegendEntry[] {
  return [
    {
      key: 'task',
      text: 'a task runs: number and pattern by urgency under its kernel',
      width: SWATCH,
      draw: (x, middle) => taskSwatch(x, middle, 0, false, theme),
    },
  ];
}

/** Of late ends, of those kinds that there are. */
export function lateEntries(
  theme: Theme,
  { isProven, isOpen }: { readonly isProven: boolean; readonly isOpen: boolean },
): readonly LegendEntry[] {
  const entry = (key: string, text: string, proven: boolean): LegendEntry => ({
    key,
    text,
    width: 12,
    draw: (x, middle) => lateMark('mark', x + 6, middle, proven, text, theme),
  });
  return [
    ...(isProven ? [entry('late', 'ends late, and is proven to miss its deadline', true)] : []),
    ...(isOpen
      ? [entry('late-here', 'ends late in this schedule: no proof of a miss', false)]
      : []),
  ];
}

/** Of the way of a chain. */
export function chainEntries(theme: Theme): readonly LegendEntry[] {
  const stroke = { fill: 'none', stroke: theme.selection, 'stroke-width': 2.4 };
  return [
    {
      key: 'data',
      text: 'data of the chain: from the job that writes it to the job that reads it',
      width: 30,
      draw: (x, middle) => path('way', `M${x} ${middle - 6}v6h26v6m-3 -4l3 4l3 -4`, stroke),
    },
    {
      key: 'missed',
      text: 'just missed until read',
      width: 24,
      draw: (x, middle) =>
        path('missed', `M${x} ${middle - 4}v8m0 -4h24`, { ...stroke, 'stroke-dasharray': '2 3' }),
    },
  ];
}

/** Of jobs that do not run any more, or not yet. */
function jobEntries(theme: Theme): readonly LegendEntry[] {
  return [
    {
      key: 'wait',
      text: 'ready, waits for the core',
      width: 24,
      draw: (x, middle) =>
        rect('box', x, middle - 2, 24, 4, {
          fill: theme.paper,
          stroke: theme.outline,
          'stroke-width': 1,
        }),
    },
    {
      key: 'end',
      text: 'job ends',
      width: 8,
      draw: (x, middle) => ({
        tag: 'circle',
        key: 'disc',
        attributes: {
          cx: x + 4,
          cy: middle,
          r: 2.6,
          fill: theme.paper,
          stroke: theme.text,
          'stroke-width': 1.2,
        },
      }),
    },
  ];
}

/** Of the schedule. */
export function instantEntries(
  theme: Theme,
  { service, blocking, begun, isPhased }: CriticalInstant,
): readonly LegendEntry[] {
  const isBlocked = blocking !== null || begun !== null;
  const job = (key: string, text: string, fill: string): LegendEntry => ({
    key,
    text,
    width: 24,
    draw: (x, middle) =>
      rect('box', x, middle - 6, 24, 12, { fill, stroke: theme.outline, 'stroke-width': 0.8 }),
  });
  const blocked: LegendEntry = {
    key: 'blocked',
    text: 'a lower priority does not give way',
    width: 24,
    draw: (x, middle) =>
      rect('box', x, middle - 6, 24, 12, {
        fill: theme.paper,
        stroke: theme.outline,
        'stroke-dasharray': '4 2',
      }),
  };
  const shared: LegendEntry = {
    key: 'elsewhere',
    text: 'outside the windows of its partition',
    width: 24,
    draw: (x, middle) =>
      hatch('lines', [{ x, width: 24 }], middle - 6, 12, {
        step: 9,
        stroke: theme.textSoft,
        width: 1,
      }) as SceneNode,
  };
  return [
    job('own', '→ the chosen task runs', theme.bar),
    job('other', 'another task runs', theme.barSoft),
    ...(isBlocked ? [blocked] : []),
    ...jobEntries(theme),
    {
      key: 'release',
      text: 'release',
      width: 10,
      draw: (x, middle) => arrow(x, middle, true, theme),
    },
    {
      key: 'deadline',
      text: 'deadline',
      width: 10,
      draw: (x, middle) => arrow(x, middle, false, theme),
    },
    {
      key: 'instant',
      text: isPhased ? 'the busy period begins' : 'everything is ready at once',
      width: 6,
      draw: (x, middle) =>
        line('instant', x + 3, middle - 8, x + 3, middle + 8, {
          stroke: theme.selection,
          'stroke-width': 1.6,
          'stroke-dasharray': '6 3',
        }),
    },
    ...(service === null ? [] : [shared]),
  ];
}
