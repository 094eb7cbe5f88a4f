/** Columns of the tables of tasks, links, chains and placements. */
import { coresOfPlacement, type LayoutTree } from '../../model/layout-tree.ts';
import type { Placement } from '../../model/layout.ts';
import { fail, ok } from '../../model/problem.ts';
import { formatBytesPerSecond } from '../../model/units.ts';
import {
  COMMUNICATION_CHOICES,
  LATENCY_KIND_CHOICES,
  LINK_KIND_CHOICES,
  PREEMPTION_CHOICES,
  TASK_KIND_CHOICES,
} from '../fields/choices.ts';
import { saysUnknown, UNITS } from '../fields/quantity-text.ts';
import type { Column, TableContext } from './column.ts';
import {
  base,
  choiceColumn,
  computedColumn,
  listColumn,
  quantityColumn,
  readReference,
  referenceColumn,
  textColumn,
  UNKNOWN,
} from './column-kinds.ts';
import { coresText, readCores } from './core-text.ts';
import { criticalSectionsColumn } from './critical-sections-column.ts';
import {
  applicationLabels,
  coreTypes,
  environmentLabels,
  pathText,
  taskLabels,
} from './plan-index.ts';
import { tableProblem } from './problems.ts';

const applicationColumn = (key: string, title: string): Column =>
  referenceColumn({
    key,
    title,
    width: 170,
    required: true,
    word: 'application',
    labels: ({ plan }) => applicationLabels(plan),
  });

const time = (key: string, title: string, more: { absent?: string; required?: boolean } = {}) =>
  quantityColumn({ key, title, width: 92, unit: UNITS.ms, ...more });

export const TASK_COLUMNS: readonly Column[] = [
  textColumn({ key: 'name', title: 'Name', width: 180, required: true }),
  applicationColumn('applicationId', 'Application'),
  choiceColumn({
    key: 'kind',
    title: 'Kind',
    width: 84,
    options: TASK_KIND_CHOICES,
    empty: 'periodic',
  }),
  time('periodNs', 'Period', { required: true }),
  time('deadlineNs', 'Deadline', { absent: 'period' }),
  time('wcetNs', 'WCET'),
  time('acetNs', 'Average'),
  time('bcetNs', 'BCET'),
  textColumn({
    key: 'coreType',
    title: 'On core type',
    width: 120,
    unknown: true,
    suggestions: ({ target }) => coreTypes(target),
  }),
  quantityColumn({
    key: 'clockHz',
    title: 'At clock',
    width: 104,
    unit: UNITS.mhz,
    isFigure: false,
  }),
  quantityColumn({ key: 'jitterNs', title: 'Jitter', width: 84, unit: UNITS.ms, empty: 0 }),
  time('offsetNs', 'Offset', { absent: 'any' }),
  quantityColumn({
    key: 'priority',
    title: 'Priority',
    width: 76,
    unit: UNITS.number,
    whole: true,
    isFigure: false,
    hint: 'A whole number; larger is more urgent',
  }),
  choiceColumn({
    key: 'preemption',
    title: 'Preemption',
    width: 118,
    options: PREEMPTION_CHOICES,
    empty: 'preemptive',
  }),
  quantityColumn({
    key: 'longestRegionNs',
    title: 'Longest region',
    width: 144,
    unit: UNITS.ms,
    hint: 'Longest stretch of a cooperative task without a point to give way; bare numbers are ms',
  }),
  quantityColumn({
    key: 'suspensionNs',
    title: 'Self-suspension',
    width: 148,
    unit: UNITS.ms,
    empty: 0,
    hint: 'Longest wait of one job without computing; bare numbers are ms; empty: none',
  }),
  quantityColumn({
    key: 'blockingNs',
    title: 'Blocking',
    width: 100,
    unit: UNITS.ms,
    absent: 'none known',
    hint: 'Longest wait of one job for less urgent work that locks and regions do not give; bare numbers are ms',
  }),
  criticalSectionsColumn,
];

const taskColumn = (key: string, title: string): Column =>
  referenceColumn({
    key,
    title,
    width: 170,
    word: 'task',
    labels: ({ plan }) => taskLabels(plan),
    absent: 'not stated',
  });

const CHANNEL_WORDS = {
  'shared-memory': 'Shared memory',
  message: 'Message',
  notification: 'Notification',
  socket: 'Socket',
  virtio: 'virtio',
} as const;

/** What a link moves per second, where both factors are known. */
function bandwidth(row: { readonly [field: string]: unknown }): number | null {
  const { payloadBytes, rateHz } = row as { payloadBytes: number | null; rateHz: number | null };
  return payloadBytes === null || rateHz === null ? null : payloadBytes * rateHz;
}

export const LINK_COLUMNS: readonly Column[] = [
  textColumn({ key: 'name', title: 'Name', width: 180, required: true }),
  applicationColumn('fromApplicationId', 'From'),
  applicationColumn('toApplicationId', 'To'),
  choiceColumn({
    key: 'kind',
    title: 'Kind',
    width: 84,
    options: LINK_KIND_CHOICES,
    empty: 'data',
  }),
  quantityColumn({ key: 'payloadBytes', title: 'Payload', width: 92, unit: UNITS.bytes }),
  quantityColumn({ key: 'rateHz', title: 'Rate', width: 84, unit: UNITS.hz }),
  computedColumn({
    key: 'bandwidth',
    title: 'Bandwidth',
    width: 96,
    align: 'end',
    text: (row) => {
      const value = bandwidth(row);
      return value === null ? UNKNOWN : { text: formatBytesPerSecond(value), tone: 'muted' };
    },
    sort: bandwidth,
  }),
  quantityColumn({ key: 'latencyBoundNs', title: 'Latency bound', width: 130, unit: UNITS.ms }),
  computedColumn({
    key: 'channel',
    title: 'Carried by',
    width: 200,
    text: (row, { tree, plan }) => {
      const channel = tree?.channelOfLink.get(row.id);
      if (!channel) return { text: tree ? 'no channel' : 'no layout', tone: 'unknown' };
      const region = channel.regionId === null ? undefined : plan.regions.get(channel.regionId);
      const words = CHANNEL_WORDS[channel.kind];
      return { text: region ? `${words}: ${region.name}` : words, tone: 'muted' };
    },
  }),
  taskColumn('fromTaskId', 'From task'),
  taskColumn('toTaskId', 'To task'),
];

const pathColumn = listColumn<string>({
  key: 'taskIds',
  title: 'Tasks, first to last',
  width: 520,
  required: true,
  hint: 'Application / Task → Application / Task; also > or ; between them',
  separator: ' → ',
  split: /\s*(?:→|->|>|;|\n)\s*/,
  format: (id, { plan }) => taskLabels(plan).labelOf.get(id) ?? 'deleted task',
  parse: (text, { plan }) => readReference(taskLabels(plan), text, 'task'),
});

/** A step without a position is not stated. */
const NOT_STATED = '-';

export const CHAIN_COLUMNS: readonly Column[] = [
  textColumn({ key: 'name', title: 'Name', width: 200, required: true }),
  {
    ...pathColumn,
    // Positions are those of the runnables on the old path.
    read: (text, row, context) => {
      const write = pathColumn.read(text, row, context);
      return write.ok ? ok({ fields: { ...write.value.fields, runnablePositions: [] } }) : write;
    },
  },
  listColumn<number | null>({
    key: 'runnablePositions',
    title: 'Positions in the task',
    width: 150,
    hint: 'Of the runnable of each step; larger runs later in the same job; - where it is not stated',
    separator: ' ',
    split: /[\s,;]+/,
    absent: { text: 'not stated', tone: 'unknown' },
    format: (position) => (position === null ? NOT_STATED : String(position)),
    parse: (text) => {
      if (text === NOT_STATED) return ok(null);
      return /^\d{1,9}$/.test(text)
        ? ok(Number(text))
        : fail(tableProblem('cell-not-whole', { found: text, expected: 'a whole number' }));
    },
  }),
  choiceColumn({
    key: 'latencyKind',
    title: 'Latency',
    width: 96,
    options: LATENCY_KIND_CHOICES,
    empty: 'reaction',
  }),
  choiceColumn({
    key: 'communication',
    title: 'Communication',
    width: 118,
    options: COMMUNICATION_CHOICES,
    empty: 'implicit',
  }),
  time('latencyBoundNs', 'Bound'),
];

const placeOf = (row: unknown): Placement => row as Placement;

function floatingCores(row: unknown, tree: LayoutTree, { target }: TableContext): string {
  return coresText(target, coresOfPlacement(tree, placeOf(row)));
}

const placementCores: Column = {
  ...base(
    {
      key: 'coreIds',
      title: 'Cores',
      width: 150,
      hint: 'core 0, or core 0-3; empty: floats over the cores of its environment',
    },
    {},
  ),
  shown: (row, context) => {
    if (!context.tree || placeOf(row).environmentId === undefined)
      return { text: '', tone: 'muted' };
    const text = floatingCores(row, context.tree, context);
    return placeOf(row).coreIds.length > 0
      ? { text, tone: 'plain' }
      : { text: `any of ${text}`, tone: 'muted' };
  },
  edited: (row, { target }) => coresText(target, placeOf(row).coreIds ?? []),
  sortKey: (row, { target }) => coresText(target, placeOf(row).coreIds) || null,
  read: (text, _row, { target }) => {
    const ids = saysUnknown(text) ? ok([]) : readCores(target, text);
    return ids.ok ? ok({ fields: { coreIds: ids.value, taskCores: [] } }) : fail(...ids.problems);
  },
};

export const PLACEMENT_COLUMNS: readonly Column[] = [
  applicationColumn('applicationId', 'Application'),
  referenceColumn({
    key: 'environmentId',
    title: 'Environment',
    width: 230,
    required: true,
    word: 'environment',
    labels: ({ tree }) => environmentLabels(tree),
  }),
  computedColumn({
    key: 'path',
    title: 'Stands in',
    width: 220,
    text: (row, { tree }) => {
      const id = placeOf(row).environmentId;
      const path = tree && id !== undefined ? pathText(tree, id) : '';
      return { text: path.split(' / ').slice(0, -1).join(' / '), tone: 'muted' };
    },
  }),
  placementCores,
  quantityColumn({
    key: 'instances',
    title: 'Instances',
    width: 84,
    unit: UNITS.number,
    whole: true,
    empty: 1,
    isFigure: false,
  }),
  computedColumn({
    key: 'taskCores',
    title: 'Tasks with a core of their own',
    width: 212,
    align: 'end',
    text: (row) => ({ text: String(placeOf(row).taskCores?.length ?? 0), tone: 'muted' }),
    sort: (row) => placeOf(row).taskCores?.length ?? 0,
  }),
  textColumn({ key: 'reason', title: 'Reason', width: 320 }),
];
