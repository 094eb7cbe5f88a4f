/** Draws the stacks: frames, layers and application tiles. */
import { technologyFixedMemory, technologyName } from '../technology-words.ts';
import { criticalityName, criticalityTile } from '../criticality-mark.ts';
import type { DrawingItem } from '../drawing.ts';
import { patternSwatch, stripeColour } from '../environment-marks.ts';
import { joinMarks, type FindingMark } from '../finding-marks.ts';
import { badge, group, label, labelPair, line, rect, selectionRing, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import { kindFacts } from '../../model/environment-kinds.ts';
import type { Environment } from '../../model/layout.ts';
import { formatBytes, formatShare } from '../../model/units.ts';
import { OS_WORDS } from '../os-words.ts';
import { loadText, mainValue, shortBytes } from './loads.ts';
import type { BarBox, FrameBox, TileBox } from './stack-boxes.ts';
import { tileName } from './stack-plan.ts';
import type { ViewContext } from './view-context.ts';

/** Lower edge of the stacks of each row, in user units. */
export type RowBases = readonly number[];

function topOfBox(box: { base: number; height: number; row: number }, bases: RowBases): number {
  return (bases[box.row] ?? 0) - box.base - box.height;
}

function kindText(environment: Environment, context: ViewContext): string {
  const kind = kindFacts(environment.kind).title.toLowerCase();
  const technology = technologyName(context.catalogue, environment.technologyId);
  const parts = [kind];
  if (technology && technology.toLowerCase() !== kind) parts.push(technology);
  if (environment.role !== 'guest') parts.push(environment.role);
  if (environment.timeShare !== null)
    parts.unshift(`${formatShare(environment.timeShare)} of each core`);
  return parts.join(', ');
}

function assignedText(environment: Environment): string {
  return environment.memoryBytes === null ? '' : shortBytes(environment.memoryBytes);
}

function memoryNeedText(environment: Environment, context: ViewContext): string {
  const need = context.loads.memoryNeed(environment.id);
  const value = need && mainValue(need);
  return value === null ? '' : `needs ${formatBytes(value)}`;
}

function environmentTitle(environment: Environment, context: ViewContext): string {
  const code = context.marks.codeOf.get(environment.id) ?? '';
  const os = environment.os
    ? `OS ${OS_WORDS[environment.os.family]}${environment.os.version ? ` ${environment.os.version}` : ''}, ${formatBytes(environment.os.memoryBytes)}`
    : '';
  const memory =
    environment.memoryBytes === null
      ? 'memory grows with its content'
      : `${formatBytes(environment.memoryBytes)} assigned`;
  return [
    `${code} ${environment.name}`,
    kindText(environment, context),
    os,
    memory,
    memoryNeedText(environment, context),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** The outline of one segment of an environment. */
export function frameScene(box: FrameBox, context: ViewContext, bases: RowBases): SceneNode {
  const { theme, metrics } = context;
  const { environment } = box;
  const y = topOfBox(box, bases);
  const domain = context.marks.domainOf.get(environment.id) ?? -1;
  const container = environment.kind === 'container';
  const stripe = container ? metrics.stripe - 1 : metrics.stripe;
  const selected = context.isSelected('environment', environment.id);
  return group(
    `frame-${environment.id}-${box.segment}`,
    [
      title(environmentTitle(environment, context)),
      rect('outline', box.x, y, box.width, box.height, {
        rx: 3,
        fill: theme.environment,
        stroke: container ? theme.outline : theme.frame,
        'stroke-width': (container ? 1 : 1.3) * metrics.stroke,
      }),
      rect('stripe', box.x, y, stripe, box.height, { fill: stripeColour(domain, theme) }),
      line('stripe-edge', box.x + stripe, y, box.x + stripe, y + box.height, {
        stroke: container ? theme.outline : theme.frame,
        'stroke-width': 0.6,
      }),
      box.empty ? emptyText(box, context, y) : null,
      selected ? selectionRing(box.x, y, box.width, box.height, theme, metrics.stroke) : null,
    ],
    {
      'data-kind': 'environment',
      'data-id': environment.id,
      'data-part': 'frame',
    },
  );
}

function emptyText(box: FrameBox, context: ViewContext, y: number): SceneNode | null {
  const { metrics, theme } = context;
  return label('empty', box.x + box.width / 2, y + metrics.emptyBody / 2, 'no application', {
    room: box.width - 4 * metrics.pad,
    size: metrics.small,
    fill: theme.textSoft,
    anchor: 'middle',
  });
}

/** A layer of the stack with its text. */
export function barScene(box: BarBox, context: ViewContext, bases: RowBases): SceneNode {
  const { environment } = box;
  const y = topOfBox(box, bases);
  const body =
    box.kind === 'identity'
      ? identityBar(box, context, y)
      : box.kind === 'os'
        ? osBar(box, context, y)
        : box.kind === 'platform'
          ? platformBar(box, context, y)
          : poolBar(box, context, y);
  return group(`bar-${box.kind}-${environment.id}-${box.segment}-${Math.round(box.x)}`, body, {
    'data-kind': 'environment',
    'data-id': environment.id,
    'data-part': 'bar',
  });
}

function stripeOf(environment: Environment, context: ViewContext): number {
  const { stripe } = context.metrics;
  return environment.kind === 'container' ? stripe - 1 : stripe;
}

function identityBar(box: BarBox, context: ViewContext, y: number): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const { environment } = box;
  const container = environment.kind === 'container';
  const left = box.x + stripeOf(environment, context);
  const swatch = container ? 9 : 12;
  const textX = left + swatch + 5;
  const room = box.x + Math.min(box.room, box.width) - textX - 4;
  const code = context.marks.codeOf.get(environment.id) ?? '';
  const size = container ? metrics.small : metrics.body;
  const codeWidth = textWidth(code, size, 'bold');
  const firstLine = container ? y + box.height / 2 : y + box.height * 0.31;
  const findings = context.findings.of('environment', environment.id);
  const badgeRoom = findings && box.segment === 0 ? 16 : 0;
  return [
    title(environmentTitle(environment, context)),
    rect('hit', left, y, box.x + box.width - left, box.height, {
      fill: theme.identity,
      'fill-opacity': 0,
    }),
    patternSwatch(
      left,
      y + 0.5,
      swatch,
      box.height - 1,
      context.marks.domainOf.get(environment.id) ?? -1,
      theme,
    ),
    line('edge', left, y, box.x + box.width, y, { stroke: theme.hairline }),
    label('code', textX, firstLine, code, { room, size, weight: 'bold', fill: theme.text }),
    ...labelPair(
      'name',
      textX + codeWidth + 5,
      firstLine,
      { text: environment.name, style: { size, fill: theme.text } },
      { text: assignedText(environment), style: { size: metrics.small, fill: theme.textSoft } },
      room - codeWidth - 5 - badgeRoom,
    ),
    container
      ? null
      : label('kind', textX, y + box.height * 0.72, kindText(environment, context), {
          room,
          size: metrics.small,
          fill: theme.textSoft,
        }),
    box.segment === 0
      ? cornerBadge(findings, box.x + Math.min(box.room, box.width) - 11, firstLine, context)
      : null,
  ];
}

function cornerBadge(
  findings: FindingMark | null,
  x: number,
  y: number,
  context: ViewContext,
): SceneNode | null {
  if (!findings) return null;
  return badge('badge', x, y, 7, findings.verdict, findings.messages.join('\n'), context.theme);
}

function layerRect(box: BarBox, context: ViewContext, y: number, fill: string): SceneNode {
  const left = box.kind === 'platform' ? box.x : box.x + stripeOf(box.environment, context);
  return rect('layer', left, y, box.x + box.width - left, box.height, {
    fill,
    stroke: context.theme.outline,
    'stroke-width': 0.8 * context.metrics.stroke,
  });
}

function osBar(box: BarBox, context: ViewContext, y: number): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const { os } = box.environment;
  if (!os) return [];
  const name = `${OS_WORDS[os.family]}${os.version ? ` ${os.version}` : ''}`;
  const left = box.x + stripeOf(box.environment, context) + 6;
  const memory = os.memoryBytes === null ? 'memory unknown' : shortBytes(os.memoryBytes);
  return [
    title(
      `${name} in ${box.environment.name}: ${formatBytes(os.memoryBytes)}${os.memorySource ? ` (${os.memorySource})` : ''}`,
    ),
    layerRect(box, context, y, theme.os),
    ...labelPair(
      'os',
      left,
      y + box.height / 2,
      { text: name, style: { size: metrics.small, fill: theme.text } },
      { text: memory, style: { size: metrics.small, fill: theme.textSoft } },
      box.x + Math.min(box.room, box.width) - 6 - left,
    ),
  ];
}

function platformBar(box: BarBox, context: ViewContext, y: number): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const { environment } = box;
  const code = context.marks.codeOf.get(environment.id) ?? '';
  const hypervisor = environment.kind === 'hypervisor';
  const kind = kindFacts(environment.kind).title.toLowerCase();
  const technology = technologyName(context.catalogue, environment.technologyId);
  const memory = technologyFixedMemory(context.catalogue, environment.technologyId);
  const codeWidth = textWidth(code, metrics.small, 'bold');
  const findings = box.segment === 0 ? context.findings.of('environment', environment.id) : null;
  const right = box.x + Math.min(box.room, box.width) - 6;
  const size = metrics.small;
  const left = box.x + 7;
  const wide = box.room > 220;
  const more = wide ? ` · ${[kind, technology].filter(Boolean).join(', ')}` : '';
  const room = right - left - codeWidth - 6 - (findings ? 16 : 0);
  return [
    title(environmentTitle(environment, context)),
    layerRect(box, context, y, hypervisor ? theme.hypervisor : theme.engine),
    label('code', left, y + box.height / 2, code, {
      room: right - left,
      size,
      weight: 'bold',
      fill: theme.text,
    }),
    ...labelPair(
      'name',
      left + codeWidth + 6,
      y + box.height / 2,
      { text: `${environment.name}${more}`, style: { size, fill: theme.text } },
      { text: memory ?? 'memory unknown', style: { size, fill: theme.textSoft } },
      room,
    ),
    cornerBadge(findings, right - 5, y + box.height / 2, context),
    context.isSelected('environment', environment.id)
      ? selectionRing(box.x, y, box.width, box.height, theme, metrics.stroke)
      : null,
  ];
}

function poolBar(box: BarBox, context: ViewContext, y: number): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const cores = box.coreIds.length;
  const text = `↔ ${box.count} float over ${cores === 1 ? 'this core' : `${cores} cores`}`;
  const left = box.x + 2;
  return [
    title(`${box.count} applications of ${box.environment.name} float over these cores`),
    line('span', left, y + box.height - 2, box.x + box.width - 2, y + box.height - 2, {
      stroke: theme.outline,
      'stroke-width': 1.2,
    }),
    line('left', left, y + box.height - 6, left, y + box.height - 0.5, { stroke: theme.outline }),
    line(
      'right',
      box.x + box.width - 2,
      y + box.height - 6,
      box.x + box.width - 2,
      y + box.height - 0.5,
      {
        stroke: theme.outline,
      },
    ),
    label('text', left + 5, y + box.height / 2 - 2, text, {
      room: Math.min(box.room, box.width) - 10,
      size: metrics.small,
      fill: theme.textSoft,
    }),
  ];
}

function tileTitle(box: TileBox, context: ViewContext): string {
  const { application, placement } = box;
  const load = context.loads.ofPlacement(placement, application);
  const memory = application.memoryPrivateBytes;
  return [
    tileName(placement, application),
    criticalityName(application.criticality),
    load === null ? 'load unknown' : `load ${formatShare(load)} of one core`,
    `private memory ${formatBytes(memory)}`,
    box.floatsOver > 1 ? `floats over ${box.floatsOver} cores` : 'on one core',
  ].join(' · ');
}

function tileBadge(box: TileBox, context: ViewContext): FindingMark | null {
  const { application, placement } = box;
  return joinMarks([
    context.findings.of('application', application.id),
    context.findings.of('placement', placement.id),
    ...(context.tasksOf.get(application.id) ?? []).map((task) =>
      context.findings.of('task', task.id),
    ),
  ]);
}

/** An application. */
export function tileScene(box: TileBox, context: ViewContext, bases: RowBases): SceneNode {
  const { theme, metrics } = context;
  const { application } = box;
  const y = topOfBox(box, bases);
  const findings = tileBadge(box, context);
  const selected = context.isSelected('application', application.id);
  return group(
    `tile-${box.placement.id}`,
    [
      title(tileTitle(box, context)),
      rect('outline', box.x, y, box.width, box.height, {
        rx: 3,
        fill: selected ? theme.selectionSoft : theme.tile,
        stroke: theme.outline,
        'stroke-width': metrics.stroke,
      }),
      ...(box.variant === 'narrow'
        ? narrowBody(box, context, y)
        : tileBody(box, context, y, findings)),
      box.floatsOver > 1 ? floatMark(box, context, y) : null,
      cornerBadge(findings, box.x + box.width - 10, y + Math.min(11, box.height / 2), context),
      selected ? selectionRing(box.x, y, box.width, box.height, theme, metrics.stroke) : null,
    ],
    {
      'data-kind': 'application',
      'data-id': application.id,
      'data-placement': box.placement.id,
      'data-part': 'tile',
    },
  );
}

/** A small mark at the lower right: this one may run on any of so many cores. */
function floatMark(box: TileBox, context: ViewContext, y: number): SceneNode | null {
  const { theme, metrics } = context;
  if (box.variant !== 'roomy') return null;
  return label('float', box.x + box.width - 5, y + box.height - 11, `↔${box.floatsOver}`, {
    room: 34,
    size: metrics.small,
    fill: theme.textSoft,
    anchor: 'end',
  });
}

function tileBody(
  box: TileBox,
  context: ViewContext,
  y: number,
  findings: FindingMark | null,
): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const { application, placement } = box;
  const compact = box.variant === 'compact';
  const left = box.x + metrics.criticality + metrics.pad;
  const room = box.x + box.width - metrics.pad - left;
  const load = loadText(context.loads.ofPlacement(placement, application));
  const memory = shortBytes(application.memoryPrivateBytes);
  const badgeRoom = findings ? 15 : 0;
  const body = { size: metrics.body, fill: theme.text };
  const soft = { size: metrics.small, fill: theme.textSoft };
  const tile = criticalityTile(
    box.x,
    y,
    metrics.criticality,
    box.height,
    application.criticality,
    theme,
  );
  if (compact) {
    const float = box.floatsOver > 1 ? '↔ ' : '';
    const right = { text: `${float}${load === 'load unknown' ? '?' : load}`, style: soft };
    const pair = labelPair(
      'name',
      left,
      y + box.height / 2,
      { text: tileName(placement, application), style: body },
      right,
      room - badgeRoom,
    );
    return [tile, ...pair];
  }
  const floatRoom = box.floatsOver > 1 ? textWidth(`↔${box.floatsOver}`, metrics.small) + 6 : 0;
  const first = y + 12;
  return [
    tile,
    ...box.nameLines.map((text, index) =>
      label(`name-${index}`, left, first + index * metrics.nameLine, text, {
        ...body,
        room: room - (index === 0 ? badgeRoom : 0),
      }),
    ),
    ...labelPair(
      'meta',
      left,
      y + box.height - 11,
      { text: load, style: soft },
      { text: context.result || memory !== 'unknown' ? memory : '', style: soft },
      room - floatRoom,
    ),
  ];
}

function narrowBody(box: TileBox, context: ViewContext, y: number): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const { application, placement } = box;
  const side = Math.min(metrics.criticality, box.width * 0.45);
  const load = loadText(context.loads.ofPlacement(placement, application));
  const size = metrics.small;
  return [
    criticalityTile(box.x, y, side, metrics.compactTile, application.criticality, theme),
    label(
      'load',
      box.x + box.width - 3,
      y + metrics.compactTile / 2,
      load === 'load unknown' ? '?' : load,
      {
        room: box.width - side - 5,
        size,
        fill: theme.textSoft,
        anchor: 'end',
      },
    ),
    ...box.nameLines.map((text, index) =>
      label(`name-${index}`, box.x + 3, y + metrics.compactTile + 6 + index * (size + 1), text, {
        room: box.width - 5,
        size,
        fill: theme.text,
      }),
    ),
  ];
}

/** Places of environments and applications, outer before inner. */
export function stackItems(context: ViewContext, bases: RowBases): readonly DrawingItem[] {
  const { frames, bars, tiles } = context.stacks;
  const box = (of: FrameBox | BarBox | TileBox) => ({
    x: of.x,
    y: topOfBox(of, bases),
    width: of.width,
    height: of.height,
    coreIds: of.coreIds,
  });
  return [
    ...frames.map((frame): DrawingItem => ({
      ...box(frame),
      kind: 'environment',
      id: frame.environment.id,
      key: `frame-${frame.environment.id}-${frame.segment}`,
      part: 'frame',
      label: environmentTitle(frame.environment, context),
      environmentId: frame.environment.parentId,
      placementId: null,
    })),
    ...bars
      .filter(({ kind }) => kind === 'platform')
      .map((bar): DrawingItem => ({
        ...box(bar),
        kind: 'environment',
        id: bar.environment.id,
        key: `bar-${bar.environment.id}-${bar.segment}`,
        part: 'bar',
        label: environmentTitle(bar.environment, context),
        environmentId: bar.environment.parentId,
        placementId: null,
      })),
    ...tiles.map((tile): DrawingItem => ({
      ...box(tile),
      kind: 'application',
      id: tile.application.id,
      key: `tile-${tile.placement.id}`,
      part: 'tile',
      label: tileTitle(tile, context),
      environmentId: tile.placement.environmentId,
      placementId: tile.placement.id,
    })),
  ];
}
