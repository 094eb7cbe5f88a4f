/** Draws one stretch of addresses: axis, regions, gaps, and notes on who reaches a shared region where. */
import type { SubjectKind } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Region } from '../../model/layout.ts';
import type { Target } from '../../model/target.ts';
import { formatAddress, formatBytes } from '../../model/units.ts';
import type { DrawingItem } from '../drawing.ts';
import { patternSwatch, stripeColour, type EnvironmentMarks } from '../environment-marks.ts';
import { joinMarks, type FindingMark, type FindingMarks } from '../finding-marks.ts';
import {
  badge,
  group,
  label,
  labelPair,
  line,
  path,
  rect,
  selectionRing,
  title,
} from '../marks.ts';
import { formatCoordinate, type SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import type { Theme } from '../theme.ts';
import { scaleSlices, type ScaledSlice } from './address-scale.ts';
import type { MemoryMap, PlacedRegion, RegionUse, Stretch } from './memory-map-model.ts';

/** What the map is drawn with. */
export interface MapContext {
  readonly theme: Theme;
  readonly marks: EnvironmentMarks;
  readonly tree: LayoutTree;
  readonly map: MemoryMap;
  readonly target: Target;
  readonly findings: FindingMarks;
  readonly isSelected: (kind: SubjectKind, id: Id) => boolean;
}

export interface MapPart {
  readonly node: SceneNode;
  readonly items: readonly DrawingItem[];
  readonly right: number;
  readonly bottom: number;
}

const SIZE = 11;
const SMALL = 10;
const HEAD = 40;
const AXIS = 104;
const BAR = 210;
const NOTES = 330;
const NOTE_GAP = 34;
const LINE = 14;
/** Height of a bar that has few slices, and what each further one adds. */
const LEAST_BAR = 260;
const PER_SLICE = 26;
const LEAST_REGION = 24;
const LEAST_GAP = 15;

/**
 * @param kind of region
 * @param theme colours
 * @returns the ground of its box
 */
export function regionFill(kind: Region['kind'], theme: Theme): string {
  return kind === 'shared' ? theme.selectionSoft : kind === 'private' ? theme.tile : theme.cache;
}

/** Slanted lines over a reserved region. */
export function reservedHatch(
  x: number,
  y: number,
  width: number,
  height: number,
  theme: Theme,
): SceneNode {
  const c = formatCoordinate;
  const step = 7;
  let d = '';
  for (let at = -height + step; at < width; at += step) {
    const from = Math.max(0, at);
    const to = Math.min(width, at + height);
    if (to > from)
      d += `M${c(x + from)} ${c(y + height - (from - at))}L${c(x + to)} ${c(y + height - (to - at))}`;
  }
  return path('hatch', d, { stroke: theme.hairline, 'stroke-width': 1, fill: 'none' });
}

/** The sign for "not to scale": a small double wave. */
export function breakMark(x: number, middle: number): string {
  const wave = (y: number) => `M${x} ${y}q2.5 -3.5 5 0t5 0`;
  return `${wave(middle - 2)}${wave(middle + 2)}`;
}

interface Scaled {
  readonly slices: readonly ScaledSlice[];
  readonly height: number;
  readonly yOf: (address: number) => number;
}

function scaleOf(stretch: Stretch, top: number): Scaled {
  const count = stretch.slices.length;
  const height = LEAST_BAR + count * PER_SLICE;
  const slices = scaleSlices(stretch.slices, height, (slice) =>
    slice.regions.length > 0 ? LEAST_REGION : LEAST_GAP,
  );
  const last = slices.at(-1);
  const starts = new Map(slices.map(({ slice, y }) => [slice.base, top + y]));
  const bottom = top + (last ? last.y + last.height : 0);
  return { slices, height: bottom - top, yOf: (address) => starts.get(address) ?? bottom };
}

function headScene(
  stretch: Stretch,
  x: number,
  y: number,
  width: number,
  context: MapContext,
): SceneNode {
  const { theme } = context;
  const { memory, range, known, slices } = stretch;
  const parts = context.map.stretches.filter((other) => other.memory === memory);
  const part =
    parts.length > 1 ? ` (part ${parts.indexOf(stretch) + 1} of ${parts.length} in use)` : '';
  const name = `${memory.name}${part}`;
  const free = slices
    .filter((slice) => slice.regions.length === 0)
    .reduce((sum, slice) => sum + slice.size, 0);
  const extent = known
    ? `${formatAddress(range.base)} to ${formatAddress(range.base + range.size - 1)} · ${formatBytes(range.size)}`
    : 'where it lies is unknown: only what is placed is drawn';
  const rest = known ? ` · ${formatBytes(free)} free` : '';
  const findings = context.findings.of('memory', memory.id);
  return group(
    'head',
    [
      title(`${memory.name}: ${extent}${rest}`),
      label('name', x, y + 8, name, {
        room: width - 20,
        size: 13,
        weight: 'bold',
        fill: theme.text,
      }),
      label('extent', x, y + 24, `${extent}${rest}`, {
        room: width,
        size: SIZE,
        fill: theme.textSoft,
      }),
      findings
        ? badge(
            'badge',
            x + textWidth(name, 13, 'bold') + 14,
            y + 8,
            7,
            findings.verdict,
            findings.messages.join('\n'),
            theme,
          )
        : null,
    ],
    { 'data-kind': 'memory', 'data-id': memory.id, 'data-part': 'bar' },
  );
}

/** Addresses at every boundary, and the marks of slices that are not to scale. */
function axisScene(stretch: Stretch, scaled: Scaled, x: number, context: MapContext): SceneNode {
  const { theme } = context;
  const nodes: (SceneNode | null)[] = [];
  const ends = [
    ...scaled.slices.map(({ slice }) => slice.base),
    stretch.range.base + stretch.range.size,
  ];
  for (const address of ends) {
    const y = scaled.yOf(address);
    nodes.push(
      line(`tick-${address}`, x + AXIS - 5, y, x + AXIS, y, { stroke: theme.outline }),
      label(`address-${address}`, x + AXIS - 22, y, formatAddress(address), {
        room: AXIS - 22,
        size: SMALL,
        fill: theme.textSoft,
        anchor: 'end',
      }),
    );
  }
  const first = scaled.yOf(stretch.range.base);
  for (const { slice, y, height, enlarged } of scaled.slices) {
    if (!enlarged) continue;
    const middle = first + y + height / 2;
    nodes.push(
      path(`break-${slice.base}`, breakMark(x + AXIS - 15, middle), {
        stroke: theme.text,
        'stroke-width': 1.1,
        fill: 'none',
      }),
    );
  }
  return group('axis', nodes);
}

function gapScenes(
  stretch: Stretch,
  scaled: Scaled,
  x: number,
  context: MapContext,
): readonly SceneNode[] {
  const { theme } = context;
  const first = scaled.yOf(stretch.range.base);
  return scaled.slices
    .filter(({ slice }) => slice.regions.length === 0)
    .map(({ slice, y, height }) =>
      group(`gap-${slice.base}`, [
        title(`${formatBytes(slice.size)} free from ${formatAddress(slice.base)}`),
        rect('box', x, first + y, BAR, height, {
          fill: theme.paper,
          stroke: theme.hairline,
          'stroke-dasharray': '3 3',
        }),
        label('text', x + BAR / 2, first + y + height / 2, `${formatBytes(slice.size)} free`, {
          room: BAR - 10,
          size: SMALL,
          fill: theme.textSoft,
          anchor: 'middle',
        }),
      ]),
    );
}

function regionFindings(region: Region, context: MapContext): FindingMark | null {
  const uses = context.map.usesOf.get(region.id) ?? [];
  return joinMarks([
    context.findings.of('region', region.id),
    ...uses.map(({ channel }) => context.findings.of('channel', channel.id)),
  ]);
}

function ownerText(region: Region, context: MapContext): string {
  if (region.kind === 'private')
    return region.environmentId === null
      ? 'owner unknown'
      : (context.marks.codeOf.get(region.environmentId) ?? 'owner unknown');
  if (region.kind === 'reserved') return 'reserved';
  const codes = new Set(
    (context.map.usesOf.get(region.id) ?? []).flatMap(({ from, to }) => [from, to]),
  );
  return codes.size === 0 ? 'no channel' : [...codes].join(', ');
}

function regionTitle(region: Region, context: MapContext): string {
  const end = (region.base ?? 0) + region.sizeBytes - 1;
  const cache = region.cacheable === null ? '' : region.cacheable ? 'cacheable' : 'not cacheable';
  return [
    `${region.name}: ${region.kind}, ${formatBytes(region.sizeBytes)}`,
    `${formatAddress(region.base)} to ${formatAddress(end)}`,
    ownerText(region, context),
    cache,
    region.notes ?? '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

interface RegionBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function regionScene(placed: PlacedRegion, box: RegionBox, context: MapContext): SceneNode {
  const { theme, marks } = context;
  const { region } = placed;
  const { x, y, width, height } = box;
  const findings = regionFindings(region, context);
  const selected = context.isSelected('region', region.id);
  const owner =
    region.kind === 'private' && region.environmentId
      ? (marks.domainOf.get(region.environmentId) ?? -1)
      : null;
  const left = x + (owner === null ? 7 : 20);
  const room = x + width - left - 6 - (findings ? 16 : 0);
  const two = height >= 34;
  const middle = y + height / 2;
  const soft = { size: SMALL, fill: theme.textSoft };
  const name = {
    text: region.name,
    style: { size: SIZE, fill: theme.text, weight: 'bold' as const },
  };
  const size = { text: formatBytes(region.sizeBytes), style: soft };
  return group(
    `region-${region.id}`,
    [
      title([regionTitle(region, context), ...(findings?.messages ?? [])].join('\n')),
      rect('box', x, y, width, height, {
        fill: regionFill(region.kind, theme),
        stroke: theme.outline,
        'stroke-width': region.kind === 'shared' ? 1.6 : 1,
      }),
      region.kind === 'reserved' ? reservedHatch(x, y, width, height, theme) : null,
      owner === null ? null : rect('stripe', x, y, 4, height, { fill: stripeColour(owner, theme) }),
      owner === null ? null : patternSwatch(x + 4, y + 0.5, 10, height - 1, owner, theme),
      ...labelPair('name', left, two ? middle - 7 : middle, name, size, room),
      two ? label('owner', left, middle + 8, ownerText(region, context), { ...soft, room }) : null,
      findings
        ? badge(
            'badge',
            x + width - 11,
            two ? middle - 7 : middle,
            6.5,
            findings.verdict,
            findings.messages.join('\n'),
            theme,
          )
        : null,
      selected ? selectionRing(x, y, width, height, theme, 1) : null,
    ],
    { 'data-kind': 'region', 'data-id': region.id, 'data-part': 'region' },
  );
}

function useText(use: RegionUse): string {
  const { channel } = use;
  const at = (address: number | null) =>
    address === null ? 'address unknown' : formatAddress(address);
  return `${use.from} ${at(channel.fromAddress)} → ${use.to} ${at(channel.toAddress)}`;
}

function useName(use: RegionUse): string {
  const { channel } = use;
  const part =
    channel.sizeBytes === null
      ? ''
      : ` (${formatBytes(channel.sizeBytes)}${channel.regionOffset === null ? '' : ` at +${formatAddress(channel.regionOffset)}`})`;
  return `${use.link}${part}`;
}

interface Note {
  readonly region: Region;
  readonly uses: readonly RegionUse[];
  readonly anchor: number;
  readonly height: number;
}

/** Notes beside the bar, pushed down where they would meet. */
function notesScene(
  notes: readonly Note[],
  barRight: number,
  x: number,
  top: number,
  context: MapContext,
): { readonly node: SceneNode; readonly bottom: number } {
  const { theme } = context;
  let at = top;
  const nodes = notes.map(({ region, uses, anchor, height }) => {
    const y = Math.max(at, anchor - LINE / 2);
    at = y + height + 8;
    const middle = y + LINE / 2;
    return group(`note-${region.id}`, [
      path('leader', `M${barRight} ${anchor}h4L${x - 8} ${middle}h5`, {
        stroke: theme.outline,
        'stroke-width': 0.8,
        fill: 'none',
      }),
      ...uses.flatMap((use, index) => [
        label(`link-${use.channel.id}`, x, middle + index * 2 * LINE, useName(use), {
          room: NOTES - 6,
          size: SMALL,
          fill: theme.text,
        }),
        label(`addresses-${use.channel.id}`, x, middle + (index * 2 + 1) * LINE, useText(use), {
          room: NOTES - 6,
          size: SMALL,
          fill: theme.textSoft,
        }),
      ]),
    ]);
  });
  return { node: group('notes', nodes), bottom: at };
}

function stretchItem(stretch: Stretch, x: number, y: number, height: number): DrawingItem {
  const { memory, range } = stretch;
  return {
    kind: 'memory',
    id: memory.id,
    key: `memory-${memory.id}-${memory.ranges.indexOf(range)}`,
    part: 'bar',
    x,
    y,
    width: AXIS + BAR,
    height: HEAD + height,
    label: memory.name,
    coreIds: memory.coreIds,
    environmentId: null,
    placementId: null,
  };
}

/**
 * @param stretch a stretch of addresses
 * @param x left edge
 * @param y upper edge
 * @param context the map
 * @returns heading, axis, bar and notes
 */
export function stretchScene(stretch: Stretch, x: number, y: number, context: MapContext): MapPart {
  const top = y + HEAD;
  const scaled = scaleOf(stretch, top);
  const barX = x + AXIS;
  const trackWidth = BAR / stretch.tracks;
  const items: DrawingItem[] = [];
  const notes: Note[] = [];
  const { memory, range } = stretch;
  const regionNodes = stretch.regions.map((placed) => {
    const { region, track } = placed;
    const from = scaled.yOf(region.base ?? 0);
    const to = scaled.yOf(Math.min((region.base ?? 0) + region.sizeBytes, range.base + range.size));
    // The only region at its addresses takes the whole width.
    const alone = stretch.slices.every(
      (slice) => !slice.regions.includes(region) || slice.regions.length === 1,
    );
    const box = {
      x: alone ? barX : barX + track * trackWidth,
      y: from,
      width: alone ? BAR : trackWidth,
      height: to - from,
    };
    items.push({
      ...box,
      kind: 'region',
      id: region.id,
      key: `region-${region.id}`,
      part: 'region',
      label: regionTitle(region, context),
      coreIds: [],
      environmentId: region.environmentId,
      placementId: null,
    });
    const uses = context.map.usesOf.get(region.id) ?? [];
    if (uses.length > 0)
      notes.push({ region, uses, anchor: from + box.height / 2, height: uses.length * 2 * LINE });
    return regionScene(placed, box, context);
  });
  const noteX = barX + BAR + NOTE_GAP;
  const drawnNotes = notesScene(notes, barX + BAR, noteX, top, context);
  const right = noteX + (notes.length > 0 ? NOTES : 0);
  const memoryItem = stretchItem(stretch, x, y, scaled.height);
  return {
    node: group(`stretch-${memory.id}-${memory.ranges.indexOf(range)}`, [
      headScene(stretch, x, y, right - x, context),
      axisScene(stretch, scaled, x, context),
      group('gaps', gapScenes(stretch, scaled, barX, context)),
      group('regions', regionNodes),
      rect('bar', barX, top, BAR, scaled.height, {
        fill: 'none',
        stroke: context.theme.frame,
        'stroke-width': 1.3,
      }),
      drawnNotes.node,
    ]),
    items: [memoryItem, ...items],
    right,
    bottom: Math.max(top + scaled.height, drawnNotes.bottom),
  };
}
