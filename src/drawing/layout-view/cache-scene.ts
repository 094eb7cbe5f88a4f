/** Draws caches: those of one core under it, those of several under all of them. */
import type { Cache } from '../../model/target.ts';
import { group, label, rect, selectionRing, title } from '../marks.ts';
import { NodeMemo } from '../node-memo.ts';
import type { SceneNode } from '../scene.ts';
import type { Column } from './floorplan.ts';
import { hardwareItem, type Placed } from './hardware-item.ts';
import type { HardwareSpan, PrivateCaches } from './hardware-plan.ts';
import { shortBytes } from './loads.ts';
import type { ViewContext } from './view-context.ts';

const CACHE_KINDS = { unified: '', data: 'd', instruction: 'i' } as const;

function privateText(caches: readonly Cache[] | undefined, level: number): string {
  if (!caches || caches.length === 0) return level === 1 ? 'L1 unknown' : '';
  const sorted = [...caches].sort((a, b) => (a.kind < b.kind ? 1 : -1));
  const sizes = sorted.map((cache) => shortBytes(cache.sizeBytes));
  const kinds = sorted
    .map((cache) => CACHE_KINDS[cache.kind])
    .filter(Boolean)
    .join('+');
  const name = `L${level}${sorted.length === 1 ? kinds : ` ${kinds}`}`;
  const [first] = sizes;
  if (sizes.every((size) => size === first))
    return `${name} ${sizes.length > 1 ? `${sizes.length}× ` : ''}${first ?? 'unknown'}`;
  // "32 KiB" and "48 KiB" read "32+48 KiB".
  const units = new Set(sizes.map((size) => size.split(' ')[1]));
  return units.size === 1 && !units.has(undefined)
    ? `${name} ${sizes.map((size) => size.split(' ')[0]).join('+')} ${[...units][0] ?? ''}`
    : `${name} ${sizes.join('+')}`;
}

const memo = new NodeMemo();

/**
 * @param column a core, or a run of empty ones
 * @param level of the caches
 * @param found its caches of that level
 * @param y upper edge
 * @param context the view
 * @returns one bar; null where there is none of this level
 */
export function privateScene(
  column: Column,
  level: number,
  found: PrivateCaches | undefined,
  y: number,
  context: ViewContext,
): SceneNode | null {
  const { theme, metrics } = context;
  const several = column.cores.length > 1;
  // Of a collapsed run the caches of its first core stand for all.
  const caches = several ? firstOf(found?.caches, column) : found?.caches;
  const text = privateText(caches, level);
  const [core] = column.cores;
  if (text === '' || !core) return null;
  const words = several ? `${text} each` : text;
  const { x, width } = column;
  const inputs = [x, y, width, words, theme, metrics.scale];
  return memo.get(core, `private-${level}`, inputs, () =>
    group(`private-${core.id}-${level}`, [
      title(words),
      rect('box', x, y + 1, width, metrics.cache - 2, {
        rx: 2,
        fill: theme.cache,
        stroke: theme.outline,
        'stroke-width': 0.7,
      }),
      label('text', x + width / 2, y + metrics.cache / 2, words, {
        room: width - 8,
        size: metrics.small,
        fill: theme.textSoft,
        anchor: 'middle',
      }),
    ]),
  );
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

export function sharedScene(span: HardwareSpan<Cache>, y: number, context: ViewContext): Placed {
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
