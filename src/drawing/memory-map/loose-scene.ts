/** Lists what has a size but no address, and memories in which nothing is placed. */
import { formatAddress, formatBytes } from '../../model/units.ts';
import type { DrawingItem } from '../drawing.ts';
import { badge, group, label, line, selectionRing, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Loose } from './memory-map-model.ts';
import type { MapContext } from './stretch-scene.ts';

const LINE = 22;
const SIZE = 11;
const COLUMNS = { name: 260, size: 150 } as const;

function looseRow(
  loose: Loose,
  x: number,
  y: number,
  right: number,
  context: MapContext,
): SceneNode {
  const { theme } = context;
  const middle = y + LINE / 2;
  const findings = context.findings.of(loose.kind, loose.id);
  const style = { size: SIZE, fill: theme.text };
  const mark =
    findings ?? (loose.wrong ? { verdict: 'error' as const, messages: [loose.why] } : null);
  return group(
    loose.key,
    [
      title(`${loose.name}: ${loose.size}, ${loose.why}`),
      label('name', x + 18, middle, loose.name, { ...style, room: COLUMNS.name - 26 }),
      label('size', x + COLUMNS.name + COLUMNS.size - 24, middle, loose.size, {
        ...style,
        room: COLUMNS.size - 24,
        anchor: 'end',
      }),
      label('why', x + COLUMNS.name + COLUMNS.size, middle, loose.why, {
        size: SIZE,
        fill: theme.textSoft,
        room: right - x - COLUMNS.name - COLUMNS.size,
      }),
      mark
        ? badge('badge', x + 7, middle, 6.5, mark.verdict, mark.messages.join('\n'), theme)
        : null,
      line('rule', x, y + LINE, right, y + LINE, { stroke: theme.hairline, 'stroke-width': 0.7 }),
      context.isSelected(loose.kind, loose.id)
        ? selectionRing(x, y, right - x, LINE, theme, 1)
        : null,
    ],
    { 'data-kind': loose.kind, 'data-id': loose.id, 'data-part': 'tray' },
  );
}

function emptyMemories(context: MapContext): readonly Loose[] {
  return context.map.empty.map((memory): Loose => {
    const [range] = memory.ranges;
    const where = range ? `from ${formatAddress(range.base)}` : 'address unknown';
    return {
      key: `memory-${memory.id}`,
      kind: 'memory',
      id: memory.id,
      name: memory.name,
      size: memory.sizeBytes === null ? 'unknown' : formatBytes(memory.sizeBytes),
      why: where,
      wrong: false,
    };
  });
}

/**
 * @param x left edge
 * @param y upper edge
 * @param right right edge
 * @param context the map
 * @returns two lists, as far as they hold anything
 */
export function looseScene(
  x: number,
  y: number,
  right: number,
  context: MapContext,
): {
  readonly nodes: readonly SceneNode[];
  readonly items: readonly DrawingItem[];
  readonly bottom: number;
} {
  const { theme, map } = context;
  const nodes: (SceneNode | null)[] = [];
  const items: DrawingItem[] = [];
  let at = y;
  const list = (key: string, heading: string, rows: readonly Loose[]) => {
    if (rows.length === 0) return;
    nodes.push(
      label(`heading-${key}`, x, at + LINE / 2, heading, {
        room: right - x,
        size: 13,
        weight: 'bold',
        fill: theme.text,
      }),
    );
    at += LINE + 2;
    for (const loose of rows) {
      nodes.push(looseRow(loose, x, at, right, context));
      items.push({
        kind: loose.kind,
        id: loose.id,
        key: loose.key,
        part: 'tray',
        x,
        y: at,
        width: right - x,
        height: LINE,
        label: `${loose.name}, ${loose.size}, ${loose.why}`,
        coreIds: [],
        environmentId: loose.kind === 'environment' ? loose.id : null,
        placementId: null,
      });
      at += LINE;
    }
    at += LINE / 2;
  };
  list('loose', 'Without a place in the address space', map.loose);
  list('empty', 'Memories in which nothing is placed', emptyMemories(context));
  return { nodes: nodes.filter((node): node is SceneNode => node !== null), items, bottom: at };
}
