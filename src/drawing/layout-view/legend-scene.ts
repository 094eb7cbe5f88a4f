/** The legend: explains what the drawing at hand uses, and nothing else. */
import type { Application } from '../../model/application.ts';
import { criticalityTile } from '../criticality-mark.ts';
import { patternSwatch } from '../environment-marks.ts';
import { group, label, path } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import type { LinkLayer } from './links/link-layer.ts';
import type { LinkStyle } from './links/link-facts.ts';
import { focusStyle, lineStyle, type LineStyle } from './links/line-style.ts';
import type { ViewContext } from './view-context.ts';

interface Entry {
  readonly key: string;
  readonly text: string;
  readonly width: number;
  readonly draw: (x: number, middle: number) => SceneNode;
}

const SAMPLE = 34;
const STYLE_WORDS: readonly (readonly [LinkStyle, string])[] = [
  ['shared-memory', 'shared memory'],
  ['message', 'message'],
  ['event', 'event'],
  ['double', 'socket or virtio'],
  ['none', 'no channel in this layout'],
];
const STEP_WORDS = ['below 64 KiB/s', 'below 4 MiB/s', 'below 256 MiB/s', 'more'] as const;

function lineEntry(key: string, text: string, style: LineStyle, context: ViewContext): Entry {
  return {
    key,
    text,
    width: SAMPLE,
    draw: (x, middle) => {
      const d = `M${x} ${middle}h${SAMPLE}`;
      const dash = style.dash
        ? { 'stroke-dasharray': style.dash, ...(style.round ? { 'stroke-linecap': 'round' } : {}) }
        : {};
      return group('sample', [
        path('ink', d, {
          stroke: style.colour,
          'stroke-width': style.width,
          fill: 'none',
          ...dash,
        }),
        style.split > 0
          ? path('split', d, {
              stroke: context.theme.paper,
              'stroke-width': style.split,
              fill: 'none',
            })
          : null,
      ]);
    },
  };
}

function linkEntries(layer: LinkLayer, context: ViewContext): readonly Entry[] {
  const { theme, metrics } = context;
  const { legend } = layer;
  const line = (style: LinkStyle, step = 1, crossing = false) =>
    lineStyle(style, step, crossing, theme, metrics.stroke);
  const entries = STYLE_WORDS.filter(([style]) => legend.styles.has(style)).map(([style, text]) =>
    lineEntry(`style-${style}`, text, line(style, 2), context),
  );
  if (legend.crossing)
    entries.push(
      lineEntry(
        'crossing',
        'crosses a criticality boundary',
        line('shared-memory', 2, true),
        context,
      ),
    );
  if (legend.steps.size > 1)
    STEP_WORDS.forEach((text, index) => {
      if (legend.steps.has(index + 1))
        entries.push(lineEntry(`step-${index}`, text, line('shared-memory', index + 1), context));
    });
  if (legend.focus) {
    const [facts] = layer.links.drawn;
    if (facts) {
      entries.push(
        lineEntry(
          'out',
          'out of the selection',
          focusStyle(facts, 'out', theme, metrics.stroke),
          context,
        ),
      );
      entries.push(
        lineEntry(
          'into',
          'into the selection',
          focusStyle(facts, 'into', theme, metrics.stroke),
          context,
        ),
      );
    }
  }
  return entries;
}

function criticalityEntries(context: ViewContext): readonly Entry[] {
  const { theme, metrics, plan } = context;
  const levels = new Map<string, Application['criticality']>();
  for (const { criticality } of plan.applications.values())
    levels.set(criticality ? `${criticality.scale} ${criticality.level}` : '', criticality);
  const scales = new Set([...levels.values()].map((criticality) => criticality?.scale));
  const sorted = [...levels].sort(([a], [b]) =>
    a === 'ASIL QM' ? -1 : b === 'ASIL QM' ? 1 : a < b ? -1 : 1,
  );
  return sorted.map(([name, criticality]) => ({
    key: `level-${name}`,
    text:
      criticality === null
        ? 'criticality unknown'
        : criticality.level === 'QM'
          ? 'quality managed'
          : scales.size > 0
            ? name
            : name,
    width: metrics.criticality,
    draw: (x, middle) =>
      criticalityTile(x, middle - 8, metrics.criticality, 16, criticality, theme),
  }));
}

/**
 * @param y upper edge
 * @param right right edge
 * @param layer links as they are drawn
 * @param context the view
 * @returns entries in lines, and the lower edge
 */
export function legendScene(
  y: number,
  right: number,
  layer: LinkLayer,
  context: ViewContext,
): { readonly node: SceneNode; readonly bottom: number } {
  const { theme, metrics } = context;
  const left = metrics.margin;
  const height = 20;
  const entries: Entry[] = [
    ...criticalityEntries(context),
    {
      key: 'domain',
      text: 'stripe and pattern: one kernel',
      width: 12,
      draw: (x, middle) => patternSwatch(x, middle - 7, 12, 14, 0, theme),
    },
    ...linkEntries(layer, context),
  ];
  const nodes: (SceneNode | null)[] = [];
  let x = left;
  let middle = y + height / 2;
  for (const entry of entries) {
    const textSpace = textWidth(entry.text, metrics.small);
    if (x + entry.width + 6 + textSpace > right && x > left) {
      x = left;
      middle += height;
    }
    nodes.push(
      group(entry.key, [
        entry.draw(x, middle),
        label('text', x + entry.width + 6, middle, entry.text, {
          room: Math.min(textSpace + 0.01, right - x - entry.width - 6),
          size: metrics.small,
          fill: theme.textSoft,
        }),
      ]),
    );
    x += entry.width + 6 + textSpace + 18;
  }
  return { node: group('legend', nodes), bottom: middle + height / 2 };
}
