/** Draws environments: their outline and the layers they stand on. */
import { familyOf, technologyFixedMemory, technologyName } from '../technology-words.ts';
import { patternSwatch, stripeColour } from '../environment-marks.ts';
import { group, label, labelPair, line, path, rect, selectionRing, title } from '../marks.ts';
import { NodeMemo } from '../node-memo.ts';
import type { SceneNode } from '../scene.ts';
import { firstFitting, textWidth } from '../text-metrics.ts';
import { kindWord } from '../../model/environment-kinds.ts';
import { KIND_WORDS } from '../kind-words.ts';
import type { Environment } from '../../model/layout.ts';
import { rangeWords } from '../../analysis/range-words.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import { formatBytes, formatShare } from '../../model/units.ts';
import { roundedPath, withoutRepeats, type Point } from '../rounded-path.ts';
import { cornerMarks } from './corner-badge.ts';
import { mainValue, shortBytes } from './loads.ts';
import { dependenceChip, type DependenceChip } from './dependence.ts';
import type { BarBox, FrameBox } from './stack-boxes.ts';
import type { ViewContext } from './view-context.ts';

/** Frames narrower than this hold a code and little more. */
const NARROW = 84;

/** Upper edge of a box of the stacks; rows are drawn around the lower edge of their stacks. */
export function topOfBox(box: { readonly base: number; readonly height: number }): number {
  return -box.base - box.height;
}

/** What it is, from everything to only the kind: the first that fits is shown. */
function kindTexts(environment: Environment, context: ViewContext): readonly string[] {
  const kind = KIND_WORDS[environment.kind];
  const technology = shortTechnology(environment, context);
  const share =
    environment.timeShare === null ? '' : `${formatShare(environment.timeShare)} of each core`;
  const role = environment.role === 'guest' ? '' : environment.role;
  const join = (...parts: string[]) => parts.filter((part) => part !== '').join(', ');
  if (environment.timeShare === null) return [join(kind, technology, role), join(kind, role), kind];
  const short = formatShare(environment.timeShare);
  return [
    join(share, kind, technology, role),
    join(share, kind, role),
    join(share, kind),
    share,
    short,
  ];
}

/** Its technology, unless the name or the kind says it already. */
function shortTechnology(environment: Environment, context: ViewContext): string {
  const full = technologyName(context.catalogue, environment.technologyId);
  // "Bare metal" is the absence of a technology: the kind says that.
  if (familyOf(context.catalogue, environment.technologyId) === 'bare-metal') return '';
  const short = full?.replace(/\s*\(.*\)\s*/g, '').trim() ?? '';
  const said = `${environment.name} ${KIND_WORDS[environment.kind]}`.toLowerCase();
  return said.includes(short.toLowerCase()) ? '' : short;
}

function assignedText(environment: Environment): string {
  return environment.memoryBytes === null ? '' : shortBytes(environment.memoryBytes);
}

function memoryNeedText(environment: Environment, context: ViewContext): string {
  const need = context.loads.memoryNeed(environment.id);
  return need === null || mainValue(need) === null ? '' : `needs ${rangeWords(need)}`;
}

/** The name with how many of it there are in each of what it stands in, as for instances of applications. */
function copiedName({ name, copies }: Environment): string {
  return copies > 1 ? `${copies}× ${name}` : name;
}

/** @returns all that is known of an environment, in one line */
export function environmentTitle(environment: Environment, context: ViewContext): string {
  const code = context.marks.codeOf.get(environment.id) ?? '';
  const os = environment.os
    ? `OS ${OS_NAMES[environment.os.family]}${environment.os.version ? ` ${environment.os.version}` : ''}, ${formatBytes(environment.os.memoryBytes)}`
    : '';
  const memory =
    environment.memoryBytes === null
      ? 'memory grows with its content'
      : `${formatBytes(environment.memoryBytes)} assigned`;
  return [
    `${code} ${copiedName(environment)}`,
    [
      kindWord(environment.kind),
      technologyName(context.catalogue, environment.technologyId) ?? '',
      environment.role === 'guest' ? '' : environment.role,
    ]
      .filter((part) => part !== '')
      .join(', '),
    os,
    memory,
    memoryNeedText(environment, context),
    context.replaced.ofEnvironment(environment)?.replaceAll('\n', ' · ') ?? '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

const memo = new NodeMemo();

/** The outline of one segment of an environment. */
export function frameScene(box: FrameBox, context: ViewContext): SceneNode {
  const { environment, segment, x, width, steps } = box;
  const shape = steps.map((step) => `${step.x} ${step.right} ${step.top}`).join();
  const inputs = [x, topOfBox(box), width, box.height, box.empty, shape];
  return memo.get(
    environment,
    `frame-${segment}`,
    [...inputs, ...lookOf(environment, context)],
    () => drawFrame(box, context),
  );
}

/** What every mark of an environment depends on. */
function lookOf(environment: Environment, context: ViewContext): readonly unknown[] {
  const { theme, metrics, marks, catalogue, loads, findings } = context;
  const need = loads.memoryNeed(environment.id);
  const mark = findings.of('environment', environment.id);
  const chip = context.dependence.of(environment.id);
  return [
    theme,
    metrics.scale,
    metrics.stroke,
    catalogue,
    marks.codeOf.get(environment.id),
    marks.domainOf.get(environment.id),
    need && mainValue(need),
    memoryNeedText(environment, context),
    mark?.verdict,
    mark?.messages.join('\n'),
    chip?.texts.join('\n'),
    chip?.why,
    context.replaced.ofEnvironment(environment),
    context.isSelected('environment', environment.id),
  ];
}

function drawFrame(box: FrameBox, context: ViewContext): SceneNode {
  const { theme, metrics } = context;
  const { environment } = box;
  const y = topOfBox(box);
  const domain = context.marks.domainOf.get(environment.id) ?? -1;
  const container = environment.kind === 'container';
  const stripe = container ? metrics.stripe - 1 : metrics.stripe;
  const selected = context.isSelected('environment', environment.id);
  const bottom = y + box.height;
  const outline = frameOutline(box);
  const stripeTop = 1 - (box.steps[0]?.top ?? box.base + box.height);
  return group(
    `frame-${environment.id}-${box.segment}`,
    [
      title(environmentTitle(environment, context)),
      path('outline', outline, {
        fill: theme.environment,
        stroke: container ? theme.outline : theme.frame,
        'stroke-width': (container ? 1 : 1.3) * metrics.stroke,
      }),
      rect('stripe', box.x, stripeTop, stripe, bottom - stripeTop, {
        fill: stripeColour(domain, theme),
      }),
      line('stripe-edge', box.x + stripe, stripeTop, box.x + stripe, bottom, {
        stroke: container ? theme.outline : theme.frame,
        'stroke-width': 0.6,
      }),
      box.empty ? emptyText(box, context, y) : null,
      selected
        ? path('selection', outline, {
            fill: 'none',
            stroke: theme.selection,
            'stroke-width': 3 * metrics.stroke,
            'pointer-events': 'none',
          })
        : null,
    ],
    {
      'data-kind': 'environment',
      'data-id': environment.id,
      'data-part': 'frame',
    },
  );
}

/** Outline that follows the steps of the upper edge. */
function frameOutline(box: FrameBox): string {
  const bottom = -box.base;
  const right = box.x + box.width;
  const middle: Point = [box.x + box.width / 2, bottom];
  const upper = box.steps.flatMap((step): readonly Point[] => [
    [step.x, -step.top],
    [step.right, -step.top],
  ]);
  const points = [middle, [box.x, bottom] as const, ...upper, [right, bottom] as const, middle];
  return `${roundedPath(withoutRepeats(points))}Z`;
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
export function barScene(box: BarBox, context: ViewContext): SceneNode {
  const { environment, kind, segment, x, width, height, room, count } = box;
  const y = topOfBox(box);
  const key = `bar-${kind}-${segment}-${Math.round(x)}`;
  const inputs = [x, y, width, height, room, count, box.cores];
  return memo.get(environment, key, [...inputs, ...lookOf(environment, context)], () =>
    drawBar(box, context, y),
  );
}

function drawBar(box: BarBox, context: ViewContext, y: number): SceneNode {
  const { environment } = box;
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
  const narrow = box.width < NARROW;
  const swatch = narrow ? 6 : container ? 9 : 12;
  const textX = left + swatch + 5;
  const room = box.x + Math.min(box.room, box.width) - textX - 4;
  const code = context.marks.codeOf.get(environment.id) ?? '';
  const size = container ? metrics.small : metrics.body;
  const codeWidth = textWidth(code, size, 'bold');
  const firstLine = container ? y + box.height / 2 : y + box.height * 0.31;
  const marks = cornerMarks(environment, box.segment, context);
  // In a narrow frame the marks stand under the code, in place of the memory.
  const marksBelow = narrow && !container;
  const nameX = textX + codeWidth + 5;
  const nameRoom = room - codeWidth - 5 - (marksBelow ? 0 : marks.room);
  // A container has one line: there the chip takes the place of the memory.
  const chip = container ? containerChip(box, nameX, nameRoom, firstLine, context) : null;
  return [
    title(environmentTitle(environment, context)),
    rect('hit', left, y, box.x + box.width - left, box.height, {
      fill: theme.environment,
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
      nameX,
      firstLine,
      { text: copiedName(environment), style: { size, fill: theme.text } },
      {
        text: container && !chip ? assignedText(environment) : '',
        style: { size: metrics.small, fill: theme.textSoft },
      },
      nameRoom - (chip ? chip.width + 5 : 0),
    ),
    ...(container
      ? []
      : kindLine(box, textX, y + box.height * 0.72, room - (marksBelow ? marks.room : 0), context)),
    chip?.node ?? null,
    ...marks.draw(
      box.x + Math.min(box.room, box.width) - 4,
      marksBelow ? y + box.height * 0.7 : firstLine,
    ),
  ];
}

/** Second line of a frame: whom it serves, what it is, and its memory where there is room for it. */
function kindLine(
  box: BarBox,
  x: number,
  middle: number,
  room: number,
  context: ViewContext,
): (SceneNode | null)[] {
  const { metrics, theme, dependence } = context;
  const { environment } = box;
  const size = metrics.small;
  const soft = { size, fill: theme.textSoft };
  // In a narrow frame marks stand in place of the memory.
  const marked = cornerMarks(environment, box.segment, context).room > 0;
  const assigned = marked && box.width < NARROW ? '' : assignedText(environment);
  const assignedRoom = assigned === '' ? 0 : textWidth(assigned, size) + size;
  const mark = box.segment === 0 ? dependence.of(environment.id) : null;
  const chip = dependenceChip(mark, x, middle, room, size, theme);
  const left = chip ? x + chip.width + 5 : x;
  const rest = Math.max(0, room - (left - x));
  const kinds = kindTexts(environment, context);
  const fitting = firstFitting(kinds, rest - assignedRoom, size);
  // Beside a chip a kind that is cut to a letter says nothing.
  const text = chip && textWidth(fitting, size) > rest - assignedRoom ? '' : fitting;
  return [
    chip?.node ?? null,
    ...labelPair(
      'kind',
      left,
      middle,
      { text, style: soft },
      { text: assigned, style: soft },
      rest,
    ),
  ];
}

/** Half of the line is the name's; the chip stands at its end. */
function containerChip(
  box: BarBox,
  left: number,
  room: number,
  middle: number,
  context: ViewContext,
): DependenceChip | null {
  if (box.segment !== 0) return null;
  const { metrics, theme } = context;
  const mark = context.dependence.of(box.environment.id);
  const chip = dependenceChip(mark, 0, middle, room / 2, metrics.small, theme);
  if (!chip) return null;
  return dependenceChip(mark, left + room - chip.width, middle, room / 2, metrics.small, theme);
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
  const name = `${OS_NAMES[os.family]}${os.version ? ` ${os.version}` : ''}`;
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
  const kind = KIND_WORDS[environment.kind];
  const technology = shortTechnology(environment, context);
  const memory = technologyFixedMemory(context.catalogue, environment.technologyId);
  const codeWidth = textWidth(code, metrics.small, 'bold');
  const marks = cornerMarks(environment, box.segment, context);
  const right = box.x + Math.min(box.room, box.width) - 6;
  const size = metrics.small;
  const left = box.x + 7;
  const wide = box.room > 220;
  const more = wide ? ` · ${[kind, technology].filter(Boolean).join(', ')}` : '';
  const room = right - left - codeWidth - 6 - marks.room;
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
      { text: `${copiedName(environment)}${more}`, style: { size, fill: theme.text } },
      { text: memory ?? 'memory unknown', style: { size, fill: theme.textSoft } },
      room,
    ),
    ...marks.draw(right + 2, y + box.height / 2),
    context.isSelected('environment', environment.id)
      ? selectionRing(box.x, y, box.width, box.height, theme, metrics.stroke)
      : null,
  ];
}

function poolBar(box: BarBox, context: ViewContext, y: number): (SceneNode | null)[] {
  const { theme, metrics } = context;
  const text = `↔ ${box.count} float over ${box.cores} cores`;
  const left = box.x + 2;
  return [
    title(
      `${box.count} applications of ${box.environment.name} float over these ${box.cores} cores`,
    ),
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
