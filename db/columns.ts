/**
 * Where each field of each record stands in SQL. One table per table of the model: reading, writing and the
 * test that no field is forgotten all follow from it.
 */
import type { Records, TableName } from '../src/model/plan.ts';

/** A field of its own column. */
export interface ValueColumn {
  readonly kind: 'value';
  readonly field: string;
  readonly column: string;
  /** SQLite has no booleans: 0 or 1. */
  readonly boolean: boolean;
}
/** A list or an object as JSON text. */
export interface JsonColumn {
  readonly kind: 'json';
  readonly field: string;
  readonly column: string;
}
/** A nullable object over several columns; it is null exactly when the first of them is. */
export interface ObjectColumns {
  readonly kind: 'object';
  readonly field: string;
  readonly columns: readonly ValueColumn[];
}
/** A list as rows of a table of its own, so that the ids in it are foreign keys. */
export interface ChildRows {
  readonly kind: 'rows';
  readonly field: string;
  readonly table: string;
  /** Column that holds the id of the record. */
  readonly owner: string;
  /** Null: the list holds plain values, in the one column. */
  readonly columns: readonly ValueColumn[];
  readonly plain: boolean;
}
export type Column = ValueColumn | JsonColumn | ObjectColumns | ChildRows;

/** SQL table and columns of one table of the model. */
export interface TableColumns {
  readonly table: string;
  readonly columns: readonly Column[];
}

/**
 * @param field a field's name, for example `sizeBytes`
 * @returns its column, for example `size_bytes`; `order` is a word of SQL and becomes `position`
 */
export function columnName(field: string): string {
  if (field === 'order') return 'position';
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function value(field: string, column = columnName(field)): ValueColumn {
  return { kind: 'value', field, column, boolean: false };
}

function flag(field: string): ValueColumn {
  return { kind: 'value', field, column: columnName(field), boolean: true };
}

function json(field: string): JsonColumn {
  return { kind: 'json', field, column: columnName(field) };
}

/** @param fields of the object; the first is the one that is never null */
function object(field: string, fields: readonly [string, ...string[]]): ObjectColumns {
  return {
    kind: 'object',
    field,
    columns: fields.map((inner) => value(inner, `${columnName(field)}_${columnName(inner)}`)),
  };
}

type Field<T extends TableName> = keyof Records[T] & string;

function table<T extends TableName>(
  _model: T,
  name: string,
  columns: readonly (Field<T> | (Column & { readonly field: string }))[],
): TableColumns {
  return {
    table: name,
    columns: columns.map((column) => (typeof column === 'string' ? value(column) : column)),
  };
}

const criticality = object('criticality', ['scale', 'level']);

export const COLUMNS: { readonly [T in TableName]: TableColumns } = {
  info: table('info', 'plan', [
    'id',
    'name',
    'description',
    'author',
    'status',
    'catalogueVersion',
    flag('sideChannels'),
  ]),
  target: table('target', 'target', [
    'id',
    'name',
    'vendor',
    'category',
    'summary',
    'referenceBoard',
    json('provenance'),
    json('clusters'),
    json('cores'),
    json('caches'),
    json('memories'),
    json('devices'),
    json('absentDevices'),
    json('virtualization'),
    json('hypervisors'),
    json('capacityFactors'),
    json('gaps'),
    json('sources'),
  ]),
  applications: table('applications', 'application', [
    'id',
    'order',
    'name',
    'description',
    'supplier',
    'os',
    'osVersion',
    json('isas'),
    criticality,
    'realTime',
    'trust',
    object('cpuLoad', ['share', 'coreType', 'clockHz']),
    'memoryPrivateBytes',
    'memorySharedBytes',
    'cacheWorkingSetBytes',
    'diskBytes',
    'startupNeedNs',
    'startupNs',
    'interruptLatencyNs',
    'storageOperationsPerSecond',
    'deliverable',
    'processes',
    flag('legacyHardware'),
    flag('restartAlone'),
    'certificate',
    'instances',
    json('devices'),
    json('services'),
    json('sources'),
  ]),
  tasks: table('tasks', 'task', [
    'id',
    'order',
    'applicationId',
    'name',
    'kind',
    'periodNs',
    'deadlineNs',
    'wcetNs',
    'acetNs',
    'bcetNs',
    'coreType',
    'clockHz',
    json('wcetOn'),
    'memoryAccesses',
    'jitterNs',
    'offsetNs',
    'priority',
    'preemption',
    'longestRegionNs',
    'suspensionNs',
    'blockingNs',
    json('criticalSections'),
    json('sources'),
  ]),
  links: table('links', 'link', [
    'id',
    'order',
    'name',
    'fromApplicationId',
    'toApplicationId',
    'fromTaskId',
    'toTaskId',
    'kind',
    'payloadBytes',
    'rateHz',
    'latencyBoundNs',
    json('sources'),
  ]),
  chains: table('chains', 'chain', [
    'id',
    'order',
    'name',
    {
      kind: 'rows',
      field: 'taskIds',
      table: 'chain_task',
      owner: 'chain_id',
      columns: [value('taskId')],
      plain: true,
    },
    json('runnablePositions'),
    'latencyKind',
    'communication',
    'latencyBoundNs',
    json('sources'),
  ]),
  overrides: table('overrides', 'override', [
    'id',
    'order',
    'subjectKind',
    'subjectId',
    'parameter',
    json('value'),
    'low',
    'high',
    'unit',
    'reason',
    'author',
  ]),
  layouts: table('layouts', 'layout', [
    'id',
    'order',
    'name',
    'description',
    'startMode',
    'bootRomNs',
    'bootLoaderNs',
    'storageBytesPerSecond',
    'bootSource',
    'diskBytes',
  ]),
  environments: table('environments', 'environment', [
    'id',
    'order',
    'layoutId',
    'parentId',
    'name',
    'kind',
    'technologyId',
    'role',
    object('os', [
      'family',
      'version',
      'memoryBytes',
      'memorySource',
      'startupNs',
      'startupSource',
    ]),
    json('coreIds'),
    'timeShare',
    'scheduler',
    object('server', ['kind', 'budgetNs', 'periodNs', 'deadlineNs', 'priority']),
    'contextSwitchNs',
    flag('offsetsFromFrame'),
    'lockProtocol',
    'crossCoreLockProtocol',
    'releaseLatencyNs',
    'executionFactor',
    'siblingThreads',
    'timingSource',
    'interferenceFactor',
    'interferenceSource',
    object('cacheShare', ['mechanism', 'mask']),
    object('memoryBudget', ['accesses', 'periodNs']),
    object('bandwidthThrottle', ['mechanism', 'mostPercent', 'leastPercent']),
    'regulationSource',
    'memoryBytes',
    criticality,
    'copies',
    {
      kind: 'rows',
      field: 'startAfterIds',
      table: 'environment_start_after',
      owner: 'environment_id',
      columns: [value('afterId')],
      plain: true,
    },
    'startupReadBytes',
    json('frontEnds'),
    json('interferenceControls'),
    json('deduplication'),
    'notes',
  ]),
  placements: table('placements', 'placement', [
    'id',
    'order',
    'layoutId',
    'applicationId',
    'environmentId',
    json('coreIds'),
    {
      kind: 'rows',
      field: 'taskCores',
      table: 'placement_task_core',
      owner: 'placement_id',
      columns: [value('taskId'), value('coreId')],
      plain: false,
    },
    'instances',
    'reason',
  ]),
  regions: table('regions', 'region', [
    'id',
    'order',
    'layoutId',
    'name',
    'kind',
    'environmentId',
    'memoryId',
    'base',
    'sizeBytes',
    flag('cacheable'),
    'notes',
  ]),
  grants: table('grants', 'grant', [
    'id',
    'order',
    'layoutId',
    'deviceId',
    'environmentId',
    'mode',
    'backendEnvironmentId',
    'notes',
  ]),
  channels: table('channels', 'channel', [
    'id',
    'order',
    'layoutId',
    'linkId',
    'kind',
    'mechanismId',
    'regionId',
    'regionOffset',
    'sizeBytes',
    'fromAddress',
    'toAddress',
    'notes',
  ]),
  images: table('images', 'image', [
    'id',
    'order',
    'layoutId',
    'parentId',
    'name',
    'format',
    'environmentId',
    'copies',
    'slots',
    'virtualBytes',
    'contentBytes',
    'growthBytes',
    'writeBytes',
    'updateBytes',
    json('sources'),
  ]),
  frames: table('frames', 'frame', [
    'id',
    'order',
    'layoutId',
    'name',
    'lengthNs',
    'switchNs',
    'tickNs',
    'notes',
  ]),
  windows: table('windows', 'time_window', [
    'id',
    'order',
    'layoutId',
    'frameId',
    'coreId',
    'environmentId',
    'startNs',
    'durationNs',
  ]),
};
