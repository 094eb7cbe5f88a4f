/** Draws what all cores share, once under the last row: memories, IOMMU, devices and who has them. */
import type { Id } from '../../model/fields.ts';
import type { Grant } from '../../model/layout.ts';
import type { Device } from '../../model/target.ts';
import type { DrawingItem } from '../drawing.ts';
import { stripeColour } from '../environment-marks.ts';
import { joinMarks } from '../finding-marks.ts';
import { badge, group, label, rect, selectionRing, title } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import type { Painted } from './hardware-item.ts';
import { memoryScene } from './memory-scene.ts';
import { isLocal } from './hardware-plan.ts';
import type { ViewContext } from './view-context.ts';

/** More devices without an owner than this are drawn by class. */
const MOST_FREE = 10;
const GRANT_WORDS = {
  'pass-through': 'passed through to',
  'virtual-function': 'virtual function for',
  'para-virtual': 'para-virtual for',
  emulated: 'emulated for',
} as const;
const GRANT_SIGNS = {
  'pass-through': '→',
  'virtual-function': '→ VF',
  'para-virtual': '→ pv',
  emulated: '→ em',
} as const;

interface Chip {
  readonly key: string;
  readonly text: string;
  readonly title: string;
  readonly device: Device | null;
  readonly grants: readonly Grant[];
}

function deviceChip(device: Device, grants: readonly Grant[], context: ViewContext): Chip {
  const owners = grants.map((grant) => {
    const code = context.marks.codeOf.get(grant.environmentId) ?? '?';
    return `${GRANT_SIGNS[grant.mode]} ${code}`;
  });
  const words = grants.map((grant) => {
    const owner =
      context.tree.environmentById.get(grant.environmentId)?.name ?? grant.environmentId;
    return `${GRANT_WORDS[grant.mode]} ${owner}`;
  });
  const functions =
    device.virtualFunctions !== null && device.virtualFunctions > 0
      ? `${device.virtualFunctions} virtual functions`
      : '';
  const about = [device.name, device.class, device.model ?? '', functions, ...words].filter(
    Boolean,
  );
  const text =
    owners.length > 3 ? `${device.name} → ${owners.length}` : [device.name, ...owners].join(' ');
  return { key: `device-${device.id}`, text, title: about.join(' · '), device, grants };
}

/** Devices without an owner, by class where there are many: nothing is said of one alone. */
function chipsOf(devices: readonly Device[], context: ViewContext): readonly Chip[] {
  const grantsOf = new Map<Id, Grant[]>();
  for (const grant of context.tree.grants)
    grantsOf.set(grant.deviceId, [...(grantsOf.get(grant.deviceId) ?? []), grant]);
  const used = devices.filter(({ id }) => grantsOf.has(id) || context.isSelected('device', id));
  const free = devices.filter((device) => !used.includes(device));
  const chips = used.map((device) => deviceChip(device, grantsOf.get(device.id) ?? [], context));
  if (free.length <= MOST_FREE)
    return [...chips, ...free.map((device) => deviceChip(device, [], context))];
  const classes = new Map<string, Device[]>();
  for (const device of free)
    classes.set(device.class, [...(classes.get(device.class) ?? []), device]);
  for (const [name, members] of classes) {
    const [only] = members;
    if (members.length === 1 && only) chips.push(deviceChip(only, [], context));
    else
      chips.push({
        key: `class-${name}`,
        text: `${members.length}× ${name}`,
        title: `not given to anybody: ${members.map((device) => device.name).join(', ')}`,
        device: null,
        grants: [],
      });
  }
  return chips;
}

interface DeviceGroup {
  readonly key: string;
  readonly heading: string;
  readonly devices: readonly Device[];
}

function iommuWords(context: ViewContext): string {
  const { virtualization } = context.floor.target;
  const name = virtualization.iommuName ?? 'IOMMU';
  if (virtualization.iommuPresent === false) return 'no IOMMU';
  if (virtualization.iommuPresent === null) return `${name}: presence unknown`;
  const state = virtualization.iommuEnabled;
  return `${name}: present, ${state === null ? 'not known whether on' : state ? 'on' : 'off'}`;
}

function groupsOf(context: ViewContext): readonly DeviceGroup[] {
  const { devices } = context.floor.target;
  const iommu = iommuWords(context);
  const groups: DeviceGroup[] = [
    {
      key: 'behind',
      heading: `Behind ${iommu}`,
      devices: devices.filter(({ behindIommu }) => behindIommu === true),
    },
    {
      key: 'beside',
      heading: 'Not behind an IOMMU',
      devices: devices.filter(({ behindIommu }) => behindIommu === false),
    },
    {
      key: 'unknown',
      heading: 'Not known whether behind an IOMMU',
      devices: devices.filter(({ behindIommu }) => behindIommu === null),
    },
  ];
  const shown = groups.filter((each) => each.devices.length > 0);
  return shown.some(({ key }) => key === 'behind')
    ? shown
    : [{ key: 'iommu', heading: iommu, devices: [] }, ...shown];
}

function chipScene(
  chip: Chip,
  x: number,
  y: number,
  width: number,
  context: ViewContext,
): SceneNode {
  const { theme, metrics } = context;
  const height = metrics.chip - 2;
  const owner = chip.grants[0]
    ? (context.marks.domainOf.get(chip.grants[0].environmentId) ?? -1)
    : null;
  const findings = joinMarks([
    chip.device ? context.findings.of('device', chip.device.id) : null,
    ...chip.grants.map((grant) => context.findings.of('grant', grant.id)),
  ]);
  const selected = chip.device !== null && context.isSelected('device', chip.device.id);
  return group(
    chip.key,
    [
      title(chip.title),
      rect('outline', x, y, width, height, {
        rx: 3,
        fill: theme.device,
        stroke: theme.outline,
        'stroke-width': 0.8 * metrics.stroke,
        ...(chip.device ? {} : { 'stroke-dasharray': '3 2' }),
      }),
      owner === null ? null : rect('owner', x, y, 4, height, { fill: stripeColour(owner, theme) }),
      label('text', x + 9, y + height / 2, chip.text, {
        room: width - 14 - (findings ? 16 : 0),
        size: metrics.small,
        fill: chip.device ? theme.text : theme.textSoft,
      }),
      findings
        ? badge(
            'badge',
            x + width - 11,
            y + height / 2,
            6.5,
            findings.verdict,
            findings.messages.join('\n'),
            theme,
          )
        : null,
      selected ? selectionRing(x, y, width, height, theme, metrics.stroke) : null,
    ],
    chip.device ? { 'data-kind': 'device', 'data-id': chip.device.id, 'data-part': 'chip' } : {},
  );
}

/** Chips of a target with few cores go on beyond its last column. */
const LEAST_RIGHT = 700;
/** Room for the "!" of a chip. */
const BADGE_ROOM = 16;
/** Headings longer than this wrap the chips under them. */
const MOST_HEADING = 330;

function chipWidth(chip: Chip, context: ViewContext): number {
  const marked =
    chip.grants.some((grant) => context.findings.of('grant', grant.id)) ||
    (chip.device !== null && context.findings.of('device', chip.device.id) !== null);
  return textWidth(chip.text, context.metrics.small) + 16 + (marked ? BADGE_ROOM : 0);
}

function chipItem(chip: Chip, x: number, y: number, width: number, height: number): DrawingItem[] {
  if (!chip.device) return [];
  return [
    {
      kind: 'device',
      id: chip.device.id,
      key: chip.key,
      part: 'chip',
      x,
      y,
      width,
      height,
      label: chip.title,
      coreIds: chip.device.coreIds,
      environmentId: chip.grants[0]?.environmentId ?? null,
      placementId: null,
    },
  ];
}

/** Headings in a column of their own, chips beside them in lines. */
function devicesScene(top: number, right: number, context: ViewContext): Painted {
  const { theme, metrics } = context;
  const nodes: SceneNode[] = [];
  const items: DrawingItem[] = [];
  const left = metrics.margin;
  const groups = groupsOf(context);
  const widest = Math.max(...groups.map(({ heading }) => textWidth(heading, metrics.small)));
  const headingRoom = Math.min(MOST_HEADING, widest);
  const indent = left + headingRoom + 14;
  let y = top;
  for (const each of groups) {
    nodes.push(
      group(`devices-${each.key}`, [
        title(each.heading),
        label('heading', left, y + metrics.chip / 2 - 1, each.heading, {
          room: headingRoom,
          size: metrics.small,
          fill: theme.textSoft,
        }),
      ]),
    );
    let x = indent;
    for (const chip of chipsOf(each.devices, context)) {
      const width = Math.min(chipWidth(chip, context), right - indent);
      if (x + width > right && x > indent) {
        x = indent;
        y += metrics.chip + 2;
      }
      nodes.push(chipScene(chip, x, y, width, context));
      items.push(...chipItem(chip, x, y, width, metrics.chip - 2));
      x += width + 5;
    }
    y += metrics.chip + 3;
  }
  return { nodes, items, bottom: y };
}

/**
 * @param y upper edge
 * @param context the view
 * @returns memories of all cores, then devices
 */
export function boardScene(y: number, context: ViewContext): Painted {
  const { floor, metrics } = context;
  const { target } = floor;
  const nodes: SceneNode[] = [];
  const items: DrawingItem[] = [];
  let at = y;
  const left = metrics.margin;
  const width = floor.right - left;
  for (const memory of target.memories.filter(({ coreIds }) => !isLocal(coreIds, target))) {
    const { node, item } = memoryScene(
      { of: memory, x: left, width, level: 0, first: true },
      at,
      context,
    );
    nodes.push(node);
    items.push(item);
    at += metrics.memory;
  }
  const devices = devicesScene(at + 4, Math.max(floor.right, LEAST_RIGHT), context);
  return {
    nodes: [...nodes, ...devices.nodes],
    items: [...items, ...devices.items],
    bottom: devices.bottom,
  };
}
