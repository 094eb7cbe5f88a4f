/** The legend: explains what the drawing at hand uses, and nothing else. */
import type { Application } from '../../model/application.ts';
import { criticalityTile } from '../criticality-mark.ts';
import { patternSwatch } from '../environment-marks.ts';
import { legendLines, lineSample, type LegendEntry } from '../legend.ts';
import { replacedLegend } from '../replaced-legend.ts';
import type { SceneNode } from '../scene.ts';
import type { LinkLayer } from './links/link-layer.ts';
import { LINK_STYLE_WORDS, WIDTH_STEP_WORDS, type LinkStyle } from '../link-words.ts';
import { focusStyle, lineStyle } from './links/line-style.ts';
import type { ViewContext } from './view-context.ts';

function linkEntries(layer: LinkLayer, context: ViewContext): readonly LegendEntry[] {
  const { theme, metrics } = context;
  const { legend } = layer;
  const line = (style: LinkStyle, step = 1, crossing = false) =>
    lineStyle(style, step, crossing, theme, metrics.stroke);
  const entries = LINK_STYLE_WORDS.filter(([style]) => legend.styles.has(style)).map(
    ([style, text]) => lineSample(`style-${style}`, text, line(style, 2), theme),
  );
  if (legend.crossing)
    entries.push(
      lineSample(
        'crossing',
        'crosses a criticality boundary',
        line('shared-memory', 2, true),
        theme,
      ),
    );
  if (legend.steps.size > 1)
    WIDTH_STEP_WORDS.forEach((text, index) => {
      if (legend.steps.has(index + 1))
        entries.push(lineSample(`step-${index}`, text, line('shared-memory', index + 1), theme));
    });
  if (legend.focus) {
    const [facts] = layer.links.drawn;
    if (facts) {
      entries.push(
        lineSample(
          'out',
          'out of the selection',
          focusStyle(facts, 'out', theme, metrics.stroke),
          theme,
        ),
      );
      entries.push(
        lineSample(
          'into',
          'into the selection',
          focusStyle(facts, 'into', theme, metrics.stroke),
          theme,
        ),
      );
    }
  }
  return entries;
}

function criticalityEntries(context: ViewContext): readonly LegendEntry[] {
  const { theme, metrics, plan } = context;
  const levels = new Map<string, Application['criticality']>();
  for (const { criticality } of plan.applications.values())
    levels.set(criticality ? `${criticality.scale} ${criticality.level}` : '', criticality);
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
  const domain: LegendEntry = {
    key: 'domain',
    text: 'stripe and pattern: one kernel',
    width: 12,
    draw: (x, middle) => patternSwatch(x, middle - 7, 12, 14, 0, theme),
  };
  const replaced =
    context.tree.environments.some((each) => context.replaced.ofEnvironment(each) !== null) ||
    layer.links.drawn.some(({ link }) => context.replaced.ofLink(link.id) !== null);
  const entries = [
    ...criticalityEntries(context),
    domain,
    ...linkEntries(layer, context),
    ...(replaced ? [replacedLegend(theme)] : []),
  ];
  return legendLines(entries, metrics.margin, y, right, theme, metrics.small);
}
