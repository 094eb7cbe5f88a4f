/** Draws the cores of a row and what stands beneath them. */
import type { Budget } from '../../analysis/result.ts';
import type { Cache, Memory } from '../../model/target.ts';
import { formatBytes, formatHz } from '../../model/units.ts';
import type { DrawingItem } from '../drawing.ts';
import { badge, group, label, labelPair, line, rect, selectionRing, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import type { ClusterSpan, Column } from './floorplan.ts';
import type { HardwareSpan, PrivateCaches, RowHardware } from './hardware-plan.ts';
import { budgetShare, budgetText, mainValue, shortBytes } from './loads.ts';
import type { ViewContext } from './view-context.ts';

/** What the painter adds up while it goes down a row. */
export interface Painted {
  readonly nodes: readonly SceneNode[];
  readonly items: readonly DrawingItem[];
  /** Lower edge. */
  readonly bottom: number;
}

const BAR_HEIGHT = 6;
const CACHE_KINDS = { unified: '', data: 'd', instruction: 'i' } as const;

function hardwareItem(
  kind: DrawingItem['kind'],
  id: string,
  key: string,
  part: DrawingItem['part'],
  box: Pick<DrawingItem, 'x' | 'y' | 'width' | 'height'>,
  text: string,
  coreIds: readonly string[],
): DrawingItem {
  return {
    ...box,
    kind,
    id,
    key,
    part,
    label: text,
    coreIds,
    environmentId: null,
    placementId: null,
  };
}

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
    cluster ? `${cluster.coreType}, ${formatHz(cluster.maxClockHz)}` : 'cluster unknown',
    hw.length > 0 ? `hardware threads ${hw.join(', ')}` : '',
    column.cores.length > 1 ? `${column.cores.length} cores, nothing placed on them` : '',
    budget
      ? `pinned: ${budgetText(budget)} at worst, typically ${budget.demand.typical === null ? 'unknown' : `${Math.round(budget.demand.typical * 1000) / 10} %`}`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** What the number on a core says: nothing pinned there is not 0 % where something floats. */
function coreText(column: Column, budget: Budget | null, context: ViewContext): string {
  if (column.cores.length > 1) return 'empty';
  if (!budget) return context.result ? 'unknown' : '';
  const nothing = mainValue(budget.demand) === 0 && !budget.atLeast;
  if (!nothing) return budgetText(budget);
  const id = column.cores[0]?.id ?? '';
  return context.loads.coreSets.some((set) => set.coreIds.includes(id)) ? 'floating' : 'empty';
}

function coreScene(
  column: Column,
  y: number,
  context: ViewContext,
): { node: SceneNode; item: DrawingItem } {
  const { theme, metrics } = context;
  const [core] = column.cores;
  const id = core?.id ?? '';
  const budget = column.cores.length === 1 ? context.loads.ofCore(id) : null;
  const over = budget?.verdict === 'over';
  const findings = context.findings.of('core', id);
  const inner = column.width - 14;
  const selected = column.cores.some((each) => context.isSelected('core', each.id));
  const text = coreText(column, budget, context);
  const key = `core-${id}`;
  const node = group(
    key,
    [
      title(coreTitle(column, budget, context)),
      rect('outline', column.x, y, column.width, metrics.core, {
        rx: 3,
        fill: selected ? theme.selectionSoft : theme.core,
        stroke: theme.frame,
        'stroke-width': 1.3 * metrics.stroke,
      }),
      ...labelPair(
        'name',
        column.x + 7,
        y + metrics.core * 0.34,
        { text: coreName(column), style: { size: metrics.body, fill: theme.text, weight: 'bold' } },
        {
          text: over ? `! ${text}` : text,
          style: {
            size: metrics.small,
            fill: over ? theme.violation : theme.textSoft,
            ...(over ? { weight: 'bold' as const } : {}),
          },
        },
        inner - (findings && !over ? 14 : 0),
      ),
      utilisationBar(column.x + 7, y + metrics.core - BAR_HEIGHT - 8, inner, budget, context),
      findings && !over
        ? badge(
            'badge',
            column.x + column.width - 10,
            y + metrics.core * 0.34,
            6.5,
            findings.verdict,
            findings.messages.join('\n'),
            theme,
          )
        : null,
      selected
        ? selectionRing(column.x, y, column.width, metrics.core, theme, metrics.stroke)
        : null,
    ],
    { 'data-kind': 'core', 'data-id': id, 'data-part': 'core' },
  );
  const box = { x: column.x, y, width: column.width, height: metrics.core };
  const coreIds = column.cores.map((each) => each.id);
  return {
    node,
    item: hardwareItem('core', id, key, 'core', box, coreTitle(column, budget, context), coreIds),
  };
}

/** Load that floats over several cores, as one bar beneath them. */
function floatScene(span: HardwareSpan<Budget>, y: number, context: ViewContext): SceneNode {
  const { theme, metrics } = context;
  const { of: budget } = span;
  const over = budget.verdict === 'over';
  const demand = mainValue(budget.demand);
  const amount = demand === null ? 'unknown' : String(Math.round(demand * 100) / 100);
  const capacity = budget.capacity === null ? 'unknown' : String(budget.capacity);
  const text = `↔ ${budget.atLeast ? '≥ ' : ''}${amount} of ${capacity} cores`;
  const middle = y + metrics.cache / 2;
  const share = Math.min(1, budgetShare(budget) ?? 0);
  const size = metrics.small;
  const percent = `${over ? '! ' : ''}${budgetText(budget)}`;
  return group(`float-${budget.subject.id}-${Math.round(span.x)}`, [
    title(
      `${budget.subject.name}: pinned and floating together ask for ${amount} of ${capacity} cores (${budgetText(budget)})`,
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

function privateText(caches: readonly Cache[] | undefined, level: number): string {
  if (!caches || caches.length === 0) return level === 1 ? 'L1 unknown' : '';
  const sorted = [...caches].sort((a, b) => (a.kind < b.kind ? 1 : -1));
  const equal = sorted.every((cache) => cache.sizeBytes === sorted[0]?.sizeBytes);
  const sizes = sorted.map((cache) =>
    `${CACHE_KINDS[cache.kind]} ${shortBytes(cache.sizeBytes)}`.trim(),
  );
  if (caches.length === 1)
    return `L${level}${CACHE_KINDS[sorted[0]?.kind ?? 'unified']} ${shortBytes(sorted[0]?.sizeBytes ?? null)}`;
  if (equal && caches.length === 2)
    return `L${level} i+d 2× ${shortBytes(sorted[0]?.sizeBytes ?? null)}`;
  return `L${level} ${sizes.join(' + ')}`;
}

function privateScene(
  column: Column,
  level: number,
  found: PrivateCaches | undefined,
  y: number,
  context: ViewContext,
): SceneNode | null {
  const { theme, metrics } = context;
  const each = column.cores.length > 1 ? ' each' : '';
  const caches = found?.caches;
  // Of a collapsed run the caches of its first core stand for all.
  const text = privateText(each === '' ? caches : firstOf(caches, column), level);
  if (text === '') return null;
  return group(`private-${column.index}-${level}`, [
    title(`${text}${each}`),
    rect('box', column.x, y + 1, column.width, metrics.cache - 2, {
      rx: 2,
      fill: theme.cache,
      stroke: theme.outline,
      'stroke-width': 0.7,
    }),
    label('text', column.x + column.width / 2, y + metrics.cache / 2, `${text}${each}`, {
      room: column.width - 8,
      size: metrics.small,
      fill: theme.textSoft,
      anchor: 'middle',
    }),
  ]);
}

function firstOf(
  caches: readonly Cache[] | undefined,
  column: Column,
): readonly Cache[] | undefined {
  const first = column.cores[0]?.id ?? '';
  return caches?.filter((cache) => cache.coreIds.includes(first));
}

function sharedText(cache: Cache): string {
  return `L${cache.level}${CACHE_KINDS[cache.kind]} ${shortBytes(cache.sizeBytes)}`;
}

function sharedScene(
  span: HardwareSpan<Cache>,
  y: number,
  context: ViewContext,
): { node: SceneNode; item: DrawingItem } {
  const { theme, metrics } = context;
  const { of: cache } = span;
  const partitioning =
    cache.partitioning && cache.partitioning.mechanism !== 'none'
      ? ` · ${cache.partitioning.mechanism}`
      : '';
  const text = `${sharedText(cache)} · ${cache.coreIds.length} cores${partitioning}`;
  const height = metrics.cache + 2;
  const key = `cache-${cache.id}-${Math.round(span.x)}`;
  const node = group(
    key,
    [
      title(text),
      rect('box', span.x, y + 1, span.width, height - 2, {
        rx: 2,
        fill: theme.cache,
        stroke: theme.outline,
        'stroke-width': 0.8 * metrics.stroke,
      }),
      label('text', span.x + span.width / 2, y + height / 2, text, {
        room: span.width - 10,
        size: metrics.small,
        fill: theme.text,
        anchor: 'middle',
      }),
      context.isSelected('cache', cache.id)
        ? selectionRing(span.x, y, span.width, height, theme, metrics.stroke)
        : null,
    ],
    { 'data-kind': 'cache', 'data-id': cache.id, 'data-part': 'bar' },
  );
  const box = { x: span.x, y, width: span.width, height };
  return { node, item: hardwareItem('cache', cache.id, key, 'bar', box, text, cache.coreIds) };
}

/**
 * @param memory a memory of the target
 * @param context for its budget
 * @returns name, size and, where the engine says so, what is asked of it
 */
export function memoryText(memory: Memory, context: ViewContext): string {
  const budget =
    context.loads.memoryOf('memory', memory.id) ??
    (memory.kind === 'dram' &&
    context.floor.target.memories.filter(({ kind }) => kind === 'dram').length === 1
      ? context.loads.memoryOf('target', context.floor.target.id)
      : null);
  const demand = budget ? mainValue(budget.demand) : null;
  const name =
    memory.technologies.length > 0
      ? `${memory.name} (${memory.technologies.join(', ')})`
      : memory.name;
  const size = memory.sizeBytes === null ? 'size unknown' : formatBytes(memory.sizeBytes);
  const need = budget
    ? ` · needs ${budget.atLeast ? '≥ ' : ''}${shortBytes(demand)}${budget.verdict === 'over' ? ' !' : ''}`
    : '';
  return `${name} ${size}${need}`;
}

/** A memory as a bar; also used for memories of all cores. */
export function memoryScene(
  span: HardwareSpan<Memory>,
  y: number,
  context: ViewContext,
): { node: SceneNode; item: DrawingItem } {
  const { theme, metrics } = context;
  const { of: memory } = span;
  const text = memoryText(memory, context);
  const findings = context.findings.of('memory', memory.id);
  const key = `memory-${memory.id}-${Math.round(span.x)}`;
  const node = group(
    key,
    [
      title(text),
      rect('box', span.x, y + 1, span.width, metrics.memory - 2, {
        rx: 2,
        fill: theme.memory,
        stroke: theme.outline,
        'stroke-width': metrics.stroke,
      }),
      label('text', span.x + span.width / 2, y + metrics.memory / 2, text, {
        room: span.width - 12 - (findings ? 34 : 0),
        size: textWidth(text, metrics.body) < span.width - 12 ? metrics.body : metrics.small,
        fill: theme.text,
        anchor: 'middle',
      }),
      findings && span.first
        ? badge(
            'badge',
            span.x + span.width - 12,
            y + metrics.memory / 2,
            7,
            findings.verdict,
            findings.messages.join('\n'),
            theme,
          )
        : null,
      context.isSelected('memory', memory.id)
        ? selectionRing(span.x, y, span.width, metrics.memory, theme, metrics.stroke)
        : null,
    ],
    { 'data-kind': 'memory', 'data-id': memory.id, 'data-part': 'bar' },
  );
  const box = { x: span.x, y, width: span.width, height: metrics.memory };
  return { node, item: hardwareItem('memory', memory.id, key, 'bar', box, text, memory.coreIds) };
}

function clusterWords(span: ClusterSpan): readonly [string, string] {
  const { cluster } = span;
  if (!cluster) return ['unknown cluster', ''];
  const cores = span.columns.reduce((sum, column) => sum + column.cores.length, 0);
  const part = span.parts > 1 ? ` (part ${span.part} of ${span.parts})` : '';
  const clock = cluster.maxClockHz === null ? 'clock unknown' : formatHz(cluster.maxClockHz);
  const isolated = cluster.lockstep === 'fixed' ? ', lockstep' : '';
  return [cluster.coreType + (cores > 1 ? ` × ${cores}` : ''), `${clock}${isolated}${part}`];
}

function clusterScene(
  span: ClusterSpan,
  top: number,
  bottom: number,
  context: ViewContext,
): readonly SceneNode[] {
  const { theme, metrics } = context;
  const [first] = span.columns;
  const last = span.columns.at(-1);
  if (!first || !last) return [];
  const x = first.x;
  const width = last.x + last.width - x;
  const [type, clock] = clusterWords(span);
  const oneLine =
    textWidth(type, metrics.heading, 'bold') + textWidth(clock, metrics.small) + 12 <= width;
  const middle = bottom - metrics.cache - (oneLine ? 0 : metrics.cache / 2) + metrics.cache / 2;
  const plate = rect(`plate-${first.index}`, x - 6, top - 6, width + 12, bottom - top + 8, {
    rx: 6,
    fill: theme.cluster,
    stroke: theme.hairline,
  });
  const heading = { size: metrics.heading, fill: theme.text, weight: 'bold' as const };
  const soft = { size: metrics.small, fill: theme.textSoft };
  const texts = oneLine
    ? (() => {
        const typeWidth = textWidth(type, metrics.heading, 'bold');
        const start = x + (width - typeWidth - 10 - textWidth(clock, metrics.small)) / 2;
        return [
          label('type', start, middle, type, { ...heading, room: typeWidth + 0.01 }),
          label('clock', start + typeWidth + 10, middle, clock, {
            ...soft,
            room: width - typeWidth - 10,
          }),
        ];
      })()
    : [
        label('type', x + width / 2, middle - 4, type, {
          ...heading,
          room: width,
          anchor: 'middle',
        }),
        label('clock', x + width / 2, middle + metrics.cache - 5, clock, {
          ...soft,
          room: width,
          anchor: 'middle',
        }),
      ];
  const node = group(`cluster-${first.index}`, [title(`${type} ${clock}`), ...texts], {
    ...(span.cluster ? { 'data-kind': 'cluster', 'data-id': span.cluster.id } : {}),
    'data-part': 'bar',
  });
  return [plate, node];
}

/**
 * Draws one row of hardware.
 *
 * @param hardware what stands in it
 * @param y upper edge of the cores
 * @param context the view
 * @returns nodes back to front, and where the row ends
 */
export function rowScene(hardware: RowHardware, y: number, context: ViewContext): Painted {
  const { metrics } = context;
  const { row } = hardware;
  const nodes: SceneNode[] = [];
  const items: DrawingItem[] = [];
  const add = ({ node, item }: { node: SceneNode; item: DrawingItem }) => {
    nodes.push(node);
    items.push(item);
  };
  for (const column of row.columns) add(coreScene(column, y, context));
  let at = y + metrics.core + 3;
  for (const span of hardware.floats)
    nodes.push(floatScene(span, at + span.level * metrics.cache, context));
  at += hardware.floatLevels * metrics.cache;
  const found = new Map(
    hardware.privateCaches.map((own) => [`${own.column.index}/${own.level}`, own]),
  );
  for (const level of hardware.privateLevels) {
    for (const column of row.columns) {
      const node = privateScene(column, level, found.get(`${column.index}/${level}`), at, context);
      if (node) nodes.push(node);
    }
    at += metrics.cache;
  }
  for (const span of hardware.sharedCaches)
    add(sharedScene(span, at + span.level * (metrics.cache + 2), context));
  at += hardware.sharedLevels * (metrics.cache + 2);
  for (const span of hardware.memories)
    add(memoryScene(span, at + span.level * metrics.memory, context));
  at += hardware.memoryLevels * metrics.memory;
  const bottom = at + 2 * metrics.cache + 2;
  const plates = row.clusters.map((span) => clusterScene(span, y, bottom, context));
  return {
    nodes: [
      ...plates.flatMap(([plate]) => (plate ? [plate] : [])),
      ...nodes,
      ...plates.flatMap(([, words]) => (words ? [words] : [])),
    ],
    items,
    bottom: bottom + 4,
  };
}
