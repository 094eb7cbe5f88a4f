/** Draws cores with their load, and load that floats over several of them. */
import type { Budget } from '../../analysis/result.ts';
import { clockText } from '../../model/clock.ts';
import { group, labelPair, line, rect, selectionRing, title } from '../marks.ts';
import type { FindingMark } from '../finding-marks.ts';
import { NodeMemo } from '../node-memo.ts';
import type { SceneNode } from '../scene.ts';
import { cornerBadge } from './corner-badge.ts';
import type { Column } from './floorplan.ts';
import { hardwareItem, type Placed } from './hardware-item.ts';
import type { HardwareSpan } from './hardware-plan.ts';
import { budgetShare, budgetText, mainValue } from './loads.ts';
import type { ViewContext } from './view-context.ts';

const BAR_HEIGHT = 6;

/** A bar from nothing to full; over full it is hatched at its end and says so in words elsewhere. */
function utilisationBar(
  x: number,
  y: number,
  width: number,
  budget: Budget | null,
  context: ViewContext,
): SceneNode {
  const { theme } = context;
  const share = budget ? budgetShare(budget) : null;
  const over = budget?.verdict === 'over';
  const typical = budget && budget.capacity ? (budget.demand.typical ?? 0) / budget.capacity : 0;
  const filled = Math.min(1, share ?? 0) * width;
  const solid = Math.min(1, typical > 0 ? typical : (share ?? 0)) * width;
  const colour = over ? theme.violation : theme.bar;
  return group('meter', [
    rect('track', x, y, width, BAR_HEIGHT, {
      rx: 2,
      fill: theme.barTrack,
      stroke: theme.outline,
      'stroke-width': 0.7,
      ...(share === null ? { 'stroke-dasharray': '2 2' } : {}),
    }),
    filled > 0
      ? rect('worst', x, y, filled, BAR_HEIGHT, { rx: 2, fill: over ? colour : theme.barSoft })
      : null,
    solid > 0
      ? rect('typical', x, y, Math.min(solid, filled), BAR_HEIGHT, { rx: 2, fill: colour })
      : null,
    over
      ? line('limit', x + width, y - 2, x + width, y + BAR_HEIGHT + 2, {
          stroke: colour,
          'stroke-width': 2,
        })
      : null,
  ]);
}

function coreName(column: Column): string {
  const first = column.cores[0]?.name ?? '';
  const last = column.cores.at(-1)?.name ?? '';
  if (column.cores.length === 1) return first;
  // "core 12" and "core 31" read "cores 12-31"; other names stay whole.
  const a = /^(.*?)(\d+)$/.exec(first);
  const b = /^(.*?)(\d+)$/.exec(last);
  if (a && b && a[1] === b[1]) return `${(a[1] ?? '').trim()}s ${a[2]}–${b[2]}`;
  return `${first} to ${last}`;
}

function coreTitle(column: Column, budget: Budget | null, context: ViewContext): string {
  const cluster = context.floor.target.clusters.find(({ id }) => id === column.clusterId);
  const hw = column.cores.flatMap(({ hwIds }) => hwIds).slice(0, 8);
  return [
    coreName(column),
    cluster ? `${cluster.coreType}, ${clockText(cluster)}` : 'cluster unknown',
    hw.length > 0 ? `hardware threads ${hw.join(', ')}` : '',
    column.cores.length > 1
      ? `${column.cores.length} cores, ${floatsOver(column, context) ? 'nothing pinned to them; what floats over them may run on each' : 'nothing placed on them'}`
      : '',
    budget
      ? `pinned: ${budgetText(budget)} at worst, typically ${budget.demand.typical === null ? 'unknown' : `${Math.round(budget.demand.typical * 1000) / 10} %`}`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function floatsOver({ cores }: Column, { loads }: ViewContext): boolean {
  return cores.some(({ id }) => loads.floatedOver.has(id));
}

/** What the number on a core says: nothing pinned there is not 0 % where something floats. */
function coreText(column: Column, budget: Budget | null, context: ViewContext): string {
  const alone = column.cores.length === 1;
  if (!context.result) return alone ? '' : `${column.cores.length} cores`;
  if (alone && !budget) return 'unknown';
  // Of an open demand with nothing pinned no number is known.
  const pinned = budget ? (mainValue(budget.demand) ?? 0) : 0;
  if (pinned === 0 && floatsOver(column, context)) return 'floating';
  return budget && (pinned > 0 || budget.atLeast) ? budgetText(budget) : 'empty';
}

const memo = new NodeMemo();

/** What is said of a column of cores. */
interface CoreSaid {
  readonly budget: Budget | null;
  readonly tip: string;
  readonly load: string;
  readonly over: boolean;
  readonly findings: FindingMark | null;
  readonly selected: boolean;
}

/**
 * @param column a core, or a run of empty ones
 * @param y upper edge
 * @param context the view
 * @returns the core with its load
 */
export function coreScene(column: Column, y: number, context: ViewContext): Placed {
  const { theme, metrics } = context;
  const [core] = column.cores;
  const id = core?.id ?? '';
  const budget = column.cores.length === 1 ? context.loads.ofCore(id) : null;
  const said: CoreSaid = {
    budget,
    tip: coreTitle(column, budget, context),
    load: coreText(column, budget, context),
    over: budget?.verdict === 'over',
    findings: context.findings.of('core', id),
    selected: column.cores.some((each) => context.isSelected('core', each.id)),
  };
  const inputs = [
    ...[column.x, y, column.width, theme, metrics.scale, metrics.stroke, context.result === null],
    ...[said.tip, said.load, said.over, said.selected, budget && budgetShare(budget)],
    ...[budget?.demand.typical, said.findings?.verdict, said.findings?.messages.join('\n')],
  ];
  const key = `core-${id}`;
  const draw = () => drawCore(column, y, context, said);
  const box = { x: column.x, y, width: column.width, height: metrics.core };
  const coreIds = column.cores.map((each) => each.id);
  return {
    node: core ? memo.get(core, 'core', inputs, draw) : draw(),
    item: hardwareItem('core', id, key, 'core', box, said.tip, coreIds),
  };
}

function drawCore(column: Column, y: number, context: ViewContext, said: CoreSaid): SceneNode {
  const { theme, metrics } = context;
  const { budget, over, findings, selected } = said;
  const id = column.cores[0]?.id ?? '';
  const { x, width } = column;
  const inner = width - 14;
  const first = y + metrics.core * 0.34;
  const marked = findings !== null && !over;
  const load = {
    size: metrics.small,
    fill: over ? theme.violation : theme.textSoft,
    ...(over ? { weight: 'bold' as const } : {}),
  };
  return group(
    `core-${id}`,
    [
      title(said.tip),
      rect('outline', x, y, width, metrics.core, {
        rx: 3,
        fill: selected ? theme.selectionSoft : theme.core,
        stroke: theme.frame,
        'stroke-width': 1.3 * metrics.stroke,
      }),
      ...labelPair(
        'name',
        x + 7,
        first,
        { text: coreName(column), style: { size: metrics.body, fill: theme.text, weight: 'bold' } },
        { text: over ? `! ${said.load}` : said.load, style: load },
        inner - (marked ? 14 : 0),
      ),
      context.result
        ? utilisationBar(x + 7, y + metrics.core - BAR_HEIGHT - 8, inner, budget, context)
        : null,
      marked ? cornerBadge(findings, x + width - 10, first, context) : null,
      selected ? selectionRing(x, y, width, metrics.core, theme, metrics.stroke) : null,
    ],
    { 'data-kind': 'core', 'data-id': id, 'data-part': 'core' },
  );
}

/** Load that floats over several cores, as one bar beneath them. */
export function floatScene(span: HardwareSpan<Budget>, y: number, context: ViewContext): SceneNode {
  const { theme, metrics } = context;
  const { of: budget } = span;
  const over = budget.verdict === 'over';
  const demand = mainValue(budget.demand);
  const amount = String(Math.round((demand ?? 0) * 100) / 100);
  const capacity = budget.capacity === null ? 'unknown' : String(budget.capacity);
  const isKnown = demand !== null && (demand > 0 || !budget.atLeast);
  const most = isKnown ? `${budget.atLeast ? '≥ ' : ''}${amount}` : 'unknown';
  const text = `↔ ${most} of ${capacity} cores`;
  const middle = y + metrics.cache / 2;
  const share = Math.min(1, budgetShare(budget) ?? 0);
  const size = metrics.small;
  const percent = `${over ? '! ' : ''}${budgetText(budget)}`;
  return group(`float-${budget.subject.id}-${Math.round(span.x)}`, [
    title(
      `${budget.subject.name}: pinned and floating together ask for ${most} of ${capacity} cores at worst (${budgetText(budget)})`,
    ),
    rect('track', span.x, y + 1, span.width, metrics.cache - 2, {
      rx: 2,
      fill: theme.barTrack,
      stroke: over ? theme.violation : theme.outline,
      'stroke-width': over ? 1.5 : 0.7,
    }),
    share > 0
      ? rect('filled', span.x, y + metrics.cache - 4, span.width * share, 3, {
          fill: over ? theme.violation : theme.bar,
        })
      : null,
    ...labelPair(
      'text',
      span.x + 7,
      middle - 1.5,
      { text, style: { size, fill: theme.text } },
      {
        text: percent,
        style: {
          size,
          fill: over ? theme.violation : theme.text,
          ...(over ? { weight: 'bold' as const } : {}),
        },
      },
      span.width - 14,
    ),
  ]);
}
