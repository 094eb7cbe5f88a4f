/** One image of the tree: its place, name, bar and numbers. */
import type { ImageFormat } from '../../model/layout.ts';
import type { DrawingItem } from '../drawing.ts';
import type { FindingMarks } from '../finding-marks.ts';
import { badge, group, label, line, path, selectionRing, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { Theme } from '../theme.ts';
import type { ByteScale } from './byte-axis.ts';
import type { ImageRow } from './disk-tree-model.ts';
import { eachText, partFills, rawBar, sizeBar, sizeText, type BarPart } from './size-bar.ts';

export const ROW = 48;
const INDENT = 22;
const NAME_SIZE = 12;
const SMALL = 10.5;
const BAR = 14;
const RAW_BAR = 7;

/** Names of formats as the picture says them. */
const FORMAT_WORDS: Readonly<Record<ImageFormat, string>> = {
  raw: 'raw image',
  qcow2: 'qcow2',
  'container-layer': 'container layer',
  volume: 'volume',
};

/** Where the columns of the picture stand. */
export interface Columns {
  readonly left: number;
  readonly scale: ByteScale;
  /** Left edge of the numbers. */
  readonly numbers: number;
  readonly right: number;
}

interface RowContext {
  readonly columns: Columns;
  readonly theme: Theme;
  readonly findings: FindingMarks;
  readonly isSelected: (id: string) => boolean;
}

function kindText({ image, depth }: ImageRow): string {
  const format =
    image.format === 'qcow2' && depth > 0 ? 'qcow2 overlay' : FORMAT_WORDS[image.format];
  const parts = [format];
  if (image.copies > 1) parts.push(`${image.copies} copies`);
  if (image.slots > 1) parts.push('A and B');
  return parts.join(' · ');
}

function secondLine(row: ImageRow): string {
  return row.starts === null ? kindText(row) : `${kindText(row)} · starts ${row.starts}`;
}

function partsOf(row: ImageRow, theme: Theme): readonly BarPart[] {
  const fills = partFills(theme);
  const { content, growth, size } = row;
  const typical = size?.typical ?? (content ?? 0) + (growth ?? 0);
  const stated = (content ?? 0) + (growth ?? 0);
  return [
    { key: 'content', bytes: Math.min(content ?? 0, typical), fill: fills.content },
    {
      key: 'growth',
      bytes: Math.min(growth ?? 0, Math.max(0, typical - (content ?? 0))),
      fill: fills.growth,
    },
    { key: 'rest', bytes: Math.max(0, typical - stated), fill: fills.rest },
  ];
}

function numbersText(row: ImageRow): string {
  const { image, content, growth, raw, hasChildren } = row;
  const files = image.copies * image.slots;
  const layers = image.format === 'container-layer' ? image.slots : files;
  const parts: string[] = [];
  if (content !== 0 || growth === 0) parts.push(`content ${eachText(content, layers)}`);
  if (growth !== 0) parts.push(`growth ${eachText(growth, files)}`);
  else if (!hasChildren) parts.push('no growth');
  if (raw) parts.push(`raw ${sizeText({ ...raw, typical: null })}`);
  return parts.join(' · ');
}

/** Lines from the image beneath, as in a list of folders. */
function branch(row: ImageRow, x: number, y: number, theme: Theme): SceneNode | null {
  if (row.depth === 0) return null;
  const stroke = { fill: 'none', stroke: theme.outline, 'stroke-width': 1.2 };
  const at = (level: number) => x + level * INDENT + 7;
  const own = at(row.depth - 1);
  const middle = y + 16;
  return group('branch', [
    ...row.passing.map((goesOn, level) =>
      goesOn ? line(`level-${level}`, at(level), y, at(level), y + ROW, stroke) : null,
    ),
    path('elbow', `M${own} ${y}V${middle}H${own + INDENT - 9}`, stroke),
    row.isLast ? null : line('on', own, middle, own, y + ROW, stroke),
  ]);
}

/** Two lines of numbers beside the bar. */
function numbersScene(row: ImageRow, y: number, { columns, theme }: RowContext): SceneNode {
  const room = columns.right - columns.numbers;
  return group('words', [
    label('size', columns.numbers, y + 16, sizeText(row.size), {
      room,
      size: NAME_SIZE,
      fill: theme.text,
    }),
    label('numbers', columns.numbers, y + 32, numbersText(row), {
      room,
      size: SMALL,
      fill: theme.textSoft,
    }),
  ]);
}

function nameScene(row: ImageRow, y: number, context: RowContext): SceneNode {
  const { columns, theme } = context;
  const x = columns.left + row.depth * INDENT;
  const mark = context.findings.of('image', row.image.id);
  const text = x + (mark ? 18 : 0);
  const room = columns.scale.x - 14 - text;
  return group('who', [
    mark ? badge('badge', x + 7, y + 16, 6.5, mark.verdict, mark.messages.join('\n'), theme) : null,
    label('name', text, y + 16, row.image.name, {
      room,
      size: NAME_SIZE,
      weight: 'bold',
      fill: theme.text,
    }),
    label('kind', text, y + 32, secondLine(row), { room, size: SMALL, fill: theme.textSoft }),
  ]);
}

/**
 * @param row the image
 * @param y upper edge
 * @param context columns and colours
 * @returns its node and its item
 */
export function imageRowScene(
  row: ImageRow,
  y: number,
  context: RowContext,
): { readonly node: SceneNode; readonly item: DrawingItem } {
  const { columns, theme } = context;
  const { image } = row;
  const { left, right, scale } = columns;
  const width = right - left;
  const whole = `${image.name}: ${secondLine(row)} · ${sizeText(row.size)} · ${numbersText(row)}`;
  const rule = { stroke: theme.hairline, 'stroke-width': 0.7 };
  const node = group(
    `image-${image.id}`,
    [
      title(whole),
      line('rule', left, y + ROW, right, y + ROW, rule),
      branch(row, left, y, theme),
      nameScene(row, y, context),
      sizeBar(partsOf(row, theme), row.size, scale, y + 9, BAR, theme),
      rawBar(row.raw, scale, y + 9 + BAR + 5, RAW_BAR, theme),
      numbersScene(row, y, context),
      context.isSelected(image.id) ? selectionRing(left, y + 2, width, ROW - 4, theme, 1) : null,
    ],
    { 'data-kind': 'image', 'data-id': image.id, 'data-part': 'tile' },
  );
  const item: DrawingItem = {
    kind: 'image',
    id: image.id,
    key: `image-${image.id}`,
    part: 'tile',
    x: left,
    y,
    width,
    height: ROW,
    label: whole,
    coreIds: [],
    environmentId: image.environmentId,
    placementId: null,
  };
  return { node, item };
}
