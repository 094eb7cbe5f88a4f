/** Columns of the table of applications. */
import type { Application, CpuLoad, DeviceNeed } from '../../model/application.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import { isaSchema, type Isa } from '../../model/target.ts';
import {
  CRITICALITY_CHOICES,
  DELIVERABLE_CHOICES,
  OS_CHOICES,
  PROCESS_CHOICES,
  REAL_TIME_CHOICES,
  TRUST_CHOICES,
  YES_NO_CHOICES,
} from '../fields/choices.ts';
import { exactText, readQuantity, saysUnknown, shownIn, UNITS } from '../fields/quantity-text.ts';
import type { AnyRecord, CellText, CellWrite, Column, TableContext } from './column.ts';
import {
  base,
  choiceColumn,
  computedColumn,
  listColumn,
  quantityColumn,
  textColumn,
  UNKNOWN,
} from './column-kinds.ts';
import { coreTypes, tasksOf } from './plan-index.ts';
import { coresColumn, placedInColumn } from './place-columns.ts';
import { tableProblem } from './problems.ts';

/** A load as far as its cells have been read. */
type LoadDraft = { readonly [F in keyof CpuLoad]: CpuLoad[F] | null };
const loadOf = (row: AnyRecord): LoadDraft | null => (row['cpuLoad'] ?? null) as LoadDraft | null;
const setLoad = (load: LoadDraft | null): Result<CellWrite> => ok({ fields: { cpuLoad: load } });

/** An application without a load of its own is computed from its tasks. */
function absentLoad(row: AnyRecord, { plan }: TableContext): CellText {
  return tasksOf(plan, row.id).length > 0 ? { text: 'from tasks', tone: 'muted' } : UNKNOWN;
}

/** `35 %`, `35 % on Cortex-A72`, `35 % on Cortex-A72 at 1.2 GHz`. */
function readLoad(text: string, row: AnyRecord): Result<CellWrite> {
  if (saysUnknown(text)) return setLoad(null);
  const match = /^\s*([^a-z]+?)(?:\s+on\s+(.+?))?(?:\s+at\s+([\d.]+\s*[a-z]*))?\s*$/i.exec(text);
  const share = readQuantity(match?.[1] ?? '', UNITS.percent);
  const clockHz = match?.[3] === undefined ? null : readQuantity(match[3], UNITS.mhz);
  if (!match || share === null || (match[3] !== undefined && clockHz === null)) {
    const expected = 'a share such as 35 %, or 35 % on Cortex-A72 at 1.2 GHz';
    return fail(tableProblem('cell-form', { found: text, expected }));
  }
  const old = loadOf(row);
  const coreType = match[2] ?? old?.coreType ?? null;
  return setLoad({ share, coreType, clockHz: clockHz ?? old?.clockHz ?? null });
}

const cpuLoadColumn: Column = {
  ...base(
    {
      key: 'cpuLoad',
      title: 'CPU load',
      width: 100,
      hint: '35 %, or 35 % on Cortex-A72 at 1.2 GHz; 100 % is one core fully used',
    },
    { unit: '%', align: 'end', isFigure: true, fields: ['cpuLoad', 'cpuLoad/share'] },
  ),
  shown: (row, context) => {
    const share = loadOf(row)?.share ?? null;
    if (share === null) return absentLoad(row, context);
    return { text: shownIn(share, UNITS.percent), tone: 'plain' };
  },
  edited: (row) => {
    const share = loadOf(row)?.share ?? null;
    return share === null ? '' : exactText(share, UNITS.percent);
  },
  sortKey: (row) => loadOf(row)?.share ?? null,
  read: (text, row) => readLoad(text, row),
};

/** A part of the load that makes sense only where the load is stated. */
function loadPart(
  part: 'coreType' | 'clockHz',
  column: Omit<Column, 'read' | 'fields' | 'isFigure'>,
  parse: (text: string) => string | number | null,
): Column {
  return {
    ...column,
    fields: [`cpuLoad/${part}`],
    isFigure: false,
    read: (text, row) => {
      const load = loadOf(row);
      const empty = saysUnknown(text);
      if (!load) return empty ? ok({}) : fail(tableProblem('cell-load-first', { found: text }));
      const value = empty ? null : parse(text);
      if (value === null && !empty) {
        const expected = UNITS.mhz.example;
        return fail(tableProblem('cell-not-quantity', { found: text, expected }));
      }
      return setLoad({ ...load, [part]: value });
    },
  };
}

const loadTypeColumn = loadPart(
  'coreType',
  {
    ...base({ key: 'loadCoreType', title: 'Load on core type', width: 142 }),
    choices: ({ target }) => coreTypes(target),
    openChoices: true,
    shown: (row) => ({ text: loadOf(row)?.coreType ?? '', tone: 'plain' }),
    edited: (row) => loadOf(row)?.coreType ?? '',
    sortKey: (row) => loadOf(row)?.coreType ?? null,
  },
  (text) => text.trim(),
);

const loadClockColumn = loadPart(
  'clockHz',
  {
    ...base({ key: 'loadClock', title: 'Load at clock', width: 148, hint: UNITS.mhz.example }),
    unit: 'MHz',
    align: 'end',
    shown: (row) => {
      const load = loadOf(row);
      if (!load) return { text: '', tone: 'muted' };
      return load.clockHz === null
        ? UNKNOWN
        : { text: shownIn(load.clockHz, UNITS.mhz), tone: 'plain' };
    },
    edited: (row) => {
      const clock = loadOf(row)?.clockHz ?? null;
      return clock === null ? '' : exactText(clock, UNITS.mhz);
    },
    sortKey: (row) => loadOf(row)?.clockHz ?? null,
  },
  (text) => readQuantity(text, UNITS.mhz),
);

/**
 * Settles the load of an edited row: where the target has one core type only, a load without one is meant for it.
 *
 * @param row the application so far
 * @param context the plan
 */
export function finishLoad(row: AnyRecord, { target }: TableContext): Result<AnyRecord> {
  const load = loadOf(row);
  if (!load || (load.coreType !== null && load.coreType !== '')) return ok(row);
  const [only, second] = coreTypes(target);
  if (only !== undefined && second === undefined)
    return ok({ ...row, cpuLoad: { ...load, coreType: only } });
  return fail(tableProblem('cell-load-core-type', { place: { pointer: '/cpuLoad/coreType' } }));
}

const DEVICE = /^(?:(\d+)\s*[x×]?\s+)?([^()]+?)\s*(?:\((exclusive|any)\))?$/i;
const devicesColumn = listColumn<DeviceNeed>({
  key: 'devices',
  title: 'Devices',
  width: 150,
  hint: 'Classes with counts: 2 can, ethernet (exclusive)',
  absent: { text: '', tone: 'muted' },
  format: ({ class: name, count, access }) =>
    `${count > 1 ? `${count} ` : ''}${name}${access === 'exclusive' ? ' (exclusive)' : ''}`,
  parse: (text) => {
    const match = DEVICE.exec(text);
    const expected = 'a class of device such as 2 can or ethernet (exclusive)';
    if (!match?.[2]) return fail(tableProblem('cell-form', { found: text, expected }));
    const access = match[3]?.toLowerCase() === 'exclusive' ? 'exclusive' : 'any';
    return ok({ class: match[2], count: Number(match[1] ?? 1), access });
  },
});

const isaColumn = listColumn<Isa>({
  key: 'isas',
  title: 'Built for',
  width: 110,
  hint: `Instruction sets: ${isaSchema.options.slice(0, 8).join(', ')} …`,
  format: (isa) => isa,
  parse: (text) => {
    const isa = isaSchema.options.find((option) => option === text.toLowerCase());
    if (isa) return ok(isa);
    const expected = `one of ${isaSchema.options.join(', ')}`;
    return fail(tableProblem('cell-not-choice', { found: text, expected }));
  },
});

const size = (key: keyof Application, title: string) =>
  quantityColumn({ key, title, width: 158, unit: UNITS.mib });

export const APPLICATION_COLUMNS: readonly Column[] = [
  textColumn({ key: 'name', title: 'Name', width: 190, required: true }),
  placedInColumn,
  coresColumn,
  choiceColumn({
    key: 'criticality',
    title: 'Criticality',
    width: 92,
    options: CRITICALITY_CHOICES,
  }),
  choiceColumn({ key: 'os', title: 'OS', width: 134, options: OS_CHOICES }),
  textColumn({ key: 'osVersion', title: 'OS version', width: 92 }),
  isaColumn,
  cpuLoadColumn,
  loadTypeColumn,
  loadClockColumn,
  size('memoryPrivateBytes', 'Private memory'),
  size('memorySharedBytes', 'Shareable memory'),
  size('diskBytes', 'Disk'),
  quantityColumn({ key: 'startupNeedNs', title: 'Ready within', width: 120, unit: UNITS.ms }),
  quantityColumn({ key: 'startupNs', title: 'Own start-up', width: 120, unit: UNITS.ms }),
  quantityColumn({
    key: 'instances',
    title: 'Instances',
    width: 78,
    unit: UNITS.number,
    whole: true,
    empty: 1,
    isFigure: false,
  }),
  choiceColumn({ key: 'realTime', title: 'Real time', width: 84, options: REAL_TIME_CHOICES }),
  choiceColumn({ key: 'trust', title: 'Trust', width: 96, options: TRUST_CHOICES }),
  choiceColumn({
    key: 'deliverable',
    title: 'Delivered as',
    width: 118,
    options: DELIVERABLE_CHOICES,
  }),
  choiceColumn({ key: 'processes', title: 'Processes', width: 88, options: PROCESS_CHOICES }),
  choiceColumn({
    key: 'legacyHardware',
    title: 'Legacy hardware',
    width: 122,
    options: YES_NO_CHOICES,
  }),
  choiceColumn({
    key: 'restartAlone',
    title: 'Restarts alone',
    width: 108,
    options: YES_NO_CHOICES,
  }),
  textColumn({ key: 'certificate', title: 'Certificate', width: 150 }),
  quantityColumn({
    key: 'interruptLatencyNs',
    title: 'Interrupt latency',
    width: 132,
    unit: UNITS.us,
  }),
  quantityColumn({
    key: 'storageOperationsPerSecond',
    title: 'Storage operations',
    width: 138,
    unit: UNITS.number,
    whole: true,
    hint: 'random 4 KiB operations per second',
  }),
  devicesColumn,
  listColumn<string>({
    key: 'services',
    title: 'OS services',
    width: 130,
    absent: { text: '', tone: 'muted' },
    format: (service) => service,
    parse: (text) => ok(text),
  }),
  computedColumn({
    key: 'tasks',
    title: 'Tasks',
    width: 58,
    align: 'end',
    text: (row, { plan }) => ({ text: String(tasksOf(plan, row.id).length), tone: 'muted' }),
    sort: (row, { plan }) => tasksOf(plan, row.id).length,
  }),
  textColumn({ key: 'supplier', title: 'Supplier', width: 120 }),
  textColumn({ key: 'description', title: 'Description', width: 260 }),
];
