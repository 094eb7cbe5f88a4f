/** Decoders of diffs and of whole sets of records, for the boundaries they cross. */
import { z } from 'zod';
import type { Diff } from './diff.ts';
import { recordSchemas, TABLE_NAMES, type Plan, type Records, type TableName } from './plan.ts';

const lists = Object.fromEntries(
  TABLE_NAMES.map((table) => [table, z.array(recordSchemas[table]).optional()]),
);
const pairs = Object.fromEntries(
  TABLE_NAMES.map((table) => [
    table,
    z.array(z.tuple([recordSchemas[table], recordSchemas[table]])).optional(),
  ]),
);

/** Decoder of a diff: every record is decoded by its table's schema. */
export const diffSchema = z.strictObject({
  added: z.strictObject(lists),
  updated: z.strictObject(pairs),
  removed: z.strictObject(lists),
}) as unknown as z.ZodType<Diff>;

/** All records of a plan, table by table, orders included: how a plan crosses between host and UI. */
export type Snapshot = { readonly [T in TableName]: readonly Records[T][] };

/** Decoder of a snapshot. */
export const snapshotSchema = z.strictObject(
  Object.fromEntries(TABLE_NAMES.map((table) => [table, z.array(recordSchemas[table])])),
) as unknown as z.ZodType<Snapshot>;

/**
 * @param plan a plan
 * @returns its records as plain lists
 */
export function toSnapshot(plan: Plan): Snapshot {
  return Object.fromEntries(
    TABLE_NAMES.map((table) => [table, [...plan[table].values()]]),
  ) as unknown as Snapshot;
}

/**
 * @param snapshot decoded records
 * @returns the plan
 */
export function fromSnapshot(snapshot: Snapshot): Plan {
  return Object.fromEntries(
    TABLE_NAMES.map((table) => [
      table,
      new Map((snapshot[table] as readonly { id: string }[]).map((record) => [record.id, record])),
    ]),
  ) as unknown as Plan;
}
