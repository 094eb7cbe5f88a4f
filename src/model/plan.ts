/** The plan as a set of tables of immutable records, and what records refer to. */
import { z } from 'zod';
import {
  applicationSchema,
  chainSchema,
  linkSchema,
  taskSchema,
  type Application,
  type Chain,
  type Link,
  type Task,
} from './application.ts';
import { id, longText, name, order, shortText, type Id } from './fields.ts';
import {
  channelSchema,
  environmentSchema,
  grantSchema,
  imageSchema,
  layoutSchema,
  placementSchema,
  regionSchema,
  type Channel,
  type Environment,
  type Grant,
  type Image,
  type Layout,
  type Placement,
  type Region,
} from './layout.ts';
import { frameSchema, windowSchema, type Frame, type Window } from './scheduling.ts';
import { targetSchema, type Target } from './target.ts';

export const planInfoSchema = z.strictObject({
  id,
  name,
  description: longText.nullable().default(null).describe('null: none'),
  author: shortText.nullable().default(null).describe('null: not stated'),
  status: z
    .enum(['draft', 'in-review', 'approved'])
    .default('draft')
    .describe('How far its review has come'),
  catalogueVersion: shortText
    .nullable()
    .default(null)
    .describe('Catalogue whose figures the user has accepted; null: none yet'),
  sideChannels: z
    .boolean()
    .nullable()
    .default(null)
    .describe('Side channels between guests are part of the threat model; null: not decided'),
});
export type PlanInfo = z.infer<typeof planInfoSchema>;

export const overrideSchema = z.strictObject({
  id,
  order,
  subjectKind: z.enum(['technology', 'mechanism']).describe('Which part of the catalogue'),
  subjectId: id.describe('Entry of the catalogue'),
  parameter: shortText.min(1).describe('Name of its figure'),
  value: z.union([z.number(), z.string().max(400), z.boolean()]).describe('In the unit below'),
  low: z
    .number()
    .nullable()
    .default(null)
    .describe('Lowest value of the range; null: none is stated'),
  high: z
    .number()
    .nullable()
    .default(null)
    .describe('Highest value of the range; null: none is stated'),
  unit: shortText.nullable().default(null).describe('Must be the unit of the parameter'),
  reason: longText.min(1).describe('Why the published figure does not hold here'),
  author: shortText.nullable().default(null).describe('Who says so; null: not stated'),
});
/** A figure of the catalogue that the user replaces for this plan, with a reason. */
export type Override = z.infer<typeof overrideSchema>;

/** Records by id, in no particular order: use `rows` to list them. */
export type Table<T> = ReadonlyMap<Id, T>;

/** Table name -> record type. */
export interface Records {
  info: PlanInfo;
  target: Target;
  applications: Application;
  tasks: Task;
  links: Link;
  chains: Chain;
  overrides: Override;
  layouts: Layout;
  environments: Environment;
  placements: Placement;
  regions: Region;
  grants: Grant;
  channels: Channel;
  images: Image;
  frames: Frame;
  windows: Window;
}
export type TableName = keyof Records;

/** The document: `info` and `target` hold exactly one record each. */
export type Plan = { readonly [T in TableName]: Table<Records[T]> };

/** Decoder of each table's records. */
export const recordSchemas = {
  info: planInfoSchema,
  target: targetSchema,
  applications: applicationSchema,
  tasks: taskSchema,
  links: linkSchema,
  chains: chainSchema,
  overrides: overrideSchema,
  layouts: layoutSchema,
  environments: environmentSchema,
  placements: placementSchema,
  regions: regionSchema,
  grants: grantSchema,
  channels: channelSchema,
  images: imageSchema,
  frames: frameSchema,
  windows: windowSchema,
} as const satisfies { [T in TableName]: z.ZodType<Records[T]> };

/** Every table, parents before children: a safe order for insertion. */
export const TABLE_NAMES = [
  'info',
  'target',
  'applications',
  'tasks',
  'links',
  'chains',
  'overrides',
  'layouts',
  'environments',
  'placements',
  'regions',
  'grants',
  'channels',
  'images',
  'frames',
  'windows',
] as const satisfies readonly TableName[];

/** Tables whose records belong to one layout. */
export const LAYOUT_TABLES = [
  'environments',
  'placements',
  'regions',
  'grants',
  'channels',
  'images',
  'frames',
  'windows',
] as const satisfies readonly TableName[];
export type LayoutTable = (typeof LAYOUT_TABLES)[number];

/** What one word calls a record of each table. */
export const TABLE_WORDS: Readonly<Record<TableName, string>> = {
  info: 'plan',
  target: 'target',
  applications: 'application',
  tasks: 'task',
  links: 'link',
  chains: 'chain',
  overrides: 'override',
  layouts: 'layout',
  environments: 'environment',
  placements: 'placement',
  regions: 'region',
  grants: 'grant',
  channels: 'channel',
  images: 'image',
  frames: 'frame',
  windows: 'window',
};

/** A field of one table that names records of another. */
export interface Reference {
  readonly table: TableName;
  readonly field: string;
  readonly to: TableName;
  /**
   * What happens to the referring record when its target is deleted: it goes too, the field becomes null, or
   * the entry leaves the list.
   */
  readonly onDelete: 'cascade' | 'clear' | 'drop-entry';
  /** For lists: the id itself, or the key of the entry that holds it. */
  readonly list?: 'ids' | { readonly key: string };
}

/** Every reference between records. Core, memory and device ids are checked by rules, since a target may be replaced. */
export const REFERENCES: readonly Reference[] = [
  { table: 'tasks', field: 'applicationId', to: 'applications', onDelete: 'cascade' },
  { table: 'links', field: 'fromApplicationId', to: 'applications', onDelete: 'cascade' },
  { table: 'links', field: 'toApplicationId', to: 'applications', onDelete: 'cascade' },
  { table: 'links', field: 'fromTaskId', to: 'tasks', onDelete: 'clear' },
  { table: 'links', field: 'toTaskId', to: 'tasks', onDelete: 'clear' },
  { table: 'chains', field: 'taskIds', to: 'tasks', onDelete: 'cascade', list: 'ids' },
  { table: 'environments', field: 'layoutId', to: 'layouts', onDelete: 'cascade' },
  { table: 'environments', field: 'parentId', to: 'environments', onDelete: 'cascade' },
  {
    table: 'environments',
    field: 'startAfterIds',
    to: 'environments',
    onDelete: 'drop-entry',
    list: 'ids',
  },
  { table: 'placements', field: 'layoutId', to: 'layouts', onDelete: 'cascade' },
  { table: 'placements', field: 'applicationId', to: 'applications', onDelete: 'cascade' },
  { table: 'placements', field: 'environmentId', to: 'environments', onDelete: 'cascade' },
  {
    table: 'placements',
    field: 'taskCores',
    to: 'tasks',
    onDelete: 'drop-entry',
    list: { key: 'taskId' },
  },
  { table: 'regions', field: 'layoutId', to: 'layouts', onDelete: 'cascade' },
  { table: 'regions', field: 'environmentId', to: 'environments', onDelete: 'clear' },
  { table: 'grants', field: 'layoutId', to: 'layouts', onDelete: 'cascade' },
  { table: 'grants', field: 'environmentId', to: 'environments', onDelete: 'cascade' },
  { table: 'grants', field: 'backendEnvironmentId', to: 'environments', onDelete: 'clear' },
  { table: 'channels', field: 'layoutId', to: 'layouts', onDelete: 'cascade' },
  { table: 'channels', field: 'linkId', to: 'links', onDelete: 'cascade' },
  { table: 'channels', field: 'regionId', to: 'regions', onDelete: 'clear' },
  { table: 'images', field: 'layoutId', to: 'layouts', onDelete: 'cascade' },
  { table: 'images', field: 'parentId', to: 'images', onDelete: 'cascade' },
  { table: 'images', field: 'environmentId', to: 'environments', onDelete: 'clear' },
  { table: 'frames', field: 'layoutId', to: 'layouts', onDelete: 'cascade' },
  { table: 'windows', field: 'layoutId', to: 'layouts', onDelete: 'cascade' },
  { table: 'windows', field: 'frameId', to: 'frames', onDelete: 'cascade' },
  { table: 'windows', field: 'environmentId', to: 'environments', onDelete: 'cascade' },
];

type Ordered = { readonly id: Id; readonly order: number };
const sorted = new WeakMap<Table<Ordered>, readonly Ordered[]>();

/**
 * Lists a table in the user's order.
 *
 * @param table records with an order
 * @returns the records by order, then by id; the same array for the same table
 * @cost O(n log n) the first time a table is listed, O(1) after that
 */
export function rows<T extends Ordered>(table: Table<T>): readonly T[] {
  const cached = sorted.get(table);
  if (cached) return cached as readonly T[];
  const list = [...table.values()].sort(
    (a, b) => a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  sorted.set(table, list);
  return list;
}

/**
 * @param plan a plan
 * @returns its one info record
 */
export function infoOf(plan: Plan): PlanInfo {
  return only(plan.info, 'plan info');
}

/**
 * @param plan a plan
 * @returns its one target
 */
export function targetOf(plan: Plan): Target {
  return only(plan.target, 'target');
}

function only<T>(table: Table<T>, what: string): T {
  for (const record of table.values()) return record;
  throw new Error(`Bug in Partita: a plan without a ${what}`);
}

/**
 * @param table records with an order
 * @returns an order that puts a new record last
 */
export function nextOrder(table: Table<Ordered>): number {
  let last = 0;
  for (const record of table.values()) last = Math.max(last, record.order);
  return last + 1;
}

/** What a new plan says of itself; what is left out is unknown. */
export type NewPlanInfo = Pick<PlanInfo, 'id' | 'name'> & Partial<PlanInfo>;

const UNSAID = {
  description: null,
  author: null,
  status: 'draft',
  catalogueVersion: null,
  sideChannels: null,
} as const;

/**
 * A plan with a name and a target and nothing else.
 *
 * @param info identity and name
 * @param target hardware to copy in
 * @returns the new plan, without any layout
 */
export function emptyPlan(info: NewPlanInfo, target: Target): Plan {
  const tables = Object.fromEntries(TABLE_NAMES.map((table) => [table, new Map()])) as unknown as {
    -readonly [T in TableName]: Map<Id, Records[T]>;
  };
  tables.info.set(info.id, { ...UNSAID, ...info });
  tables.target.set(target.id, target);
  return tables;
}
