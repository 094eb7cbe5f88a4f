/** All images together against one raw image per instance; volumes and the storage there is in words. */
import { shortBytes } from '../layout-view/loads.ts';
import { group, label, title } from '../marks.ts';
import { REPLACED_ROOM, replacedMark } from '../replaced-marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import { byteAxis, byteScale, type ByteScale } from './byte-axis.ts';
import type { DiskTree, Size } from './disk-tree-model.ts';
import type { Columns } from './image-row-scene.ts';
import { rawBar, sizeBar, sizeText } from './size-bar.ts';

const LINE = 34;
const BAR = 16;

function comparedText({ shared, sharedRaw }: DiskTree): string {
  const [own, whole] = [shared?.typical ?? null, sharedRaw?.typical ?? null];
  if (own === null || whole === null || whole === 0) return '';
  if (shared?.atLeast || sharedRaw?.atLeast) return '';
  const share = `${Math.round((own / whole) * 100)} % of one raw image per instance`;
  return own <= whole ? share : `${share}: sharing costs more than it saves`;
}

/** What the bars leave out: volumes, what has no image, and the storage there is. */
function restText({ total, capacity, hasVolumes }: DiskTree): string {
  const what = hasVolumes ? 'With volumes and what has no image' : 'With what has no image';
  const of = capacity === null ? ', storage unknown' : ` of ${shortBytes(capacity)} storage`;
  return `${what}: ${sizeText(total)}${of}`;
}

/** Figures of technologies go into what has no image, so only the whole can rest on one that the user replaced. */
export function replacedWordsOf({ total }: DiskTree): string | null {
  const reasons = total?.override ?? null;
  return reasons === null ? null : `uses a figure set by the user: ${reasons}`;
}

interface Row {
  readonly key: string;
  readonly name: string;
  readonly size: Size | null;
  readonly bar: SceneNode | null;
}

function rowScene(row: Row, y: number, columns: Columns, theme: Theme): SceneNode {
  const { left, scale, numbers, right } = columns;
  const text = sizeText(row.size);
  const middle = y + BAR / 2;
  const style = { size: 12, fill: theme.text };
  return group(row.key, [
    title(`${row.name}: ${text}`),
    label('name', left, middle, row.name, { ...style, room: scale.x - left - 14, weight: 'bold' }),
    row.bar,
    label('size', numbers, middle, text, { ...style, room: right - numbers }),
  ]);
}

function barsOf(tree: DiskTree, scale: ByteScale, y: number, theme: Theme): readonly Row[] {
  const { shared, sharedRaw } = tree;
  const parts = [{ key: 'all', bytes: shared?.typical ?? 0, fill: theme.bar }];
  return [
    {
      key: 'total',
      name: 'These images',
      size: shared,
      bar: sizeBar(parts, shared, scale, y, BAR, theme),
    },
    {
      key: 'raw-total',
      name: 'One raw image per instance',
      size: sharedRaw,
      bar: rawBar(sharedRaw, scale, y + LINE, BAR, theme),
    },
  ];
}

/**
 * @param tree the picture
 * @param y upper edge
 * @param columns where names, bars and numbers stand
 * @param theme colours
 * @returns two bars on a scale of their own, what they leave out in words, and the lower edge; null without a result
 */
export function totalsScene(
  tree: DiskTree,
  y: number,
  columns: Columns,
  theme: Theme,
): { readonly node: SceneNode; readonly bottom: number } | null {
  const { total, shared, sharedRaw } = tree;
  if (total === null && sharedRaw === null) return null;
  const { left, right } = columns;
  const { x, width } = columns.scale;
  // The highest of raw images is their virtual size, often many times of all else: it may leave the scale.
  const known = [shared?.typical ?? 0, shared?.high ?? 0, sharedRaw?.typical ?? 0];
  const scale = byteScale(Math.max(1, ...known), x, width);
  const top = y + 24;
  const first = top + 26;
  const bottom = first + 2 * LINE;
  const soft = { size: 11, fill: theme.textSoft };
  const rows = barsOf(tree, scale, first, theme);
  const replaced = replacedWordsOf(tree);
  const shift = replaced === null ? 0 : REPLACED_ROOM + 3;
  const node = group('totals', [
    label('heading', left, y + 8, tree.hasVolumes ? 'Together, without volumes' : 'Together', {
      room: x - left - 14,
      size: 13,
      weight: 'bold',
      fill: theme.text,
    }),
    label('compared', x, y + 8, comparedText(tree), { ...soft, room: right - x }),
    byteAxis(scale, top, bottom - 8, theme),
    ...rows.map((row, index) => rowScene(row, first + index * LINE, { ...columns, scale }, theme)),
    replaced === null ? null : replacedMark(left + 6, bottom + 6, replaced, theme),
    label('rest', left + shift, bottom + 6, restText(tree), {
      ...soft,
      room: right - left - shift,
    }),
  ]);
  return { node, bottom: bottom + 16 };
}
