/** What refers to what: deletion with everything that goes along, and integrity of a whole plan. */
import { DiffDraft, type Diff } from './diff.ts';
import type { Id } from './fields.ts';
import type { Environment, Image } from './layout.ts';
import {
  REFERENCES,
  TABLE_NAMES,
  type Plan,
  type Records,
  type Reference,
  type TableName,
} from './plan.ts';
import { defineProblems, type Problem } from './problem.ts';

type Loose = Readonly<Record<string, unknown>> & { readonly id: Id };

/** Ids that a record names through one reference. */
function namedIds(record: Loose, reference: Reference): readonly Id[] {
  const value = record[reference.field];
  if (value === null || value === undefined) return [];
  if (reference.list === undefined) return [value as Id];
  if (reference.list === 'ids') return value as readonly Id[];
  const { key } = reference.list;
  return (value as readonly Record<string, Id>[]).map((entry) => entry[key] ?? '');
}

/** The record without what it says about a deleted one; null when it goes too. */
function without(record: Loose, reference: Reference, gone: ReadonlySet<Id>): Loose | null {
  if (reference.onDelete === 'cascade') return null;
  if (reference.onDelete === 'clear') return { ...record, [reference.field]: null };
  const list = reference.list;
  const keep = (record[reference.field] as readonly unknown[]).filter((entry) =>
    typeof list === 'object'
      ? !gone.has((entry as Record<string, Id>)[list.key] ?? '')
      : !gone.has(entry as Id),
  );
  return { ...record, [reference.field]: keep };
}

/**
 * Deletes records and whatever cannot stand without them. The diff shows what goes with them, before anyone
 * applies it.
 *
 * @param plan the plan
 * @param ids records to delete, by table; ids that do not exist are ignored
 * @returns the diff: `removed` holds what goes, `updated` what loses a reference
 * @cost O(records x depth of the references)
 */
export function deleteWithDependents(
  plan: Plan,
  ids: { readonly [T in TableName]?: readonly Id[] },
): Diff {
  const draft = new DiffDraft(plan);
  let wave = new Map<TableName, Set<Id>>();
  for (const table of TABLE_NAMES) {
    const existing = (ids[table] ?? []).filter((id) => plan[table].has(id));
    if (existing.length > 0) wave.set(table, new Set(existing));
  }
  while (wave.size > 0) {
    for (const [table, gone] of wave) for (const id of gone) draft.remove(table, id);
    wave = nextWave(plan, draft, wave);
  }
  return draft.diff();
}

function nextWave(
  plan: Plan,
  draft: DiffDraft,
  wave: ReadonlyMap<TableName, ReadonlySet<Id>>,
): Map<TableName, Set<Id>> {
  const next = new Map<TableName, Set<Id>>();
  for (const reference of REFERENCES) {
    const gone = wave.get(reference.to);
    if (!gone) continue;
    for (const id of (plan[reference.table] as ReadonlyMap<Id, unknown>).keys()) {
      const record = draft.get(reference.table, id) as Loose | undefined;
      if (!record || !namedIds(record, reference).some((named) => gone.has(named))) continue;
      const left = without(record, reference, gone);
      if (left) draft.put(reference.table, left as unknown as Records[TableName]);
      else next.set(reference.table, (next.get(reference.table) ?? new Set<Id>()).add(id));
    }
  }
  return next;
}

const problem = defineProblems({
  'plan-dangling-reference': {
    message: 'the {word} "{name}" refers to an unknown {to}',
    remedy: 'Correct {field}, or add the missing {to}.',
  },
  'plan-environment-cycle': {
    message: 'the environment "{name}" stands inside itself',
    remedy: 'Give one of the environments of the cycle another parent.',
  },
  'plan-image-cycle': {
    message: 'the image "{name}" stands on itself',
    remedy: 'Give one of the images of the cycle another parent.',
  },
  'plan-range-inverted': {
    message: 'the range of the {word} of "{name}" is not in order',
    remedy: 'Low is at most typical (or value), and that at most high.',
  },
  'plan-other-layout': {
    message: 'the {word} "{name}" refers to something of another layout: {to}',
    remedy: 'Refer to one of the same layout.',
  },
});

/** Pointer of a record in the interchange document; the caller knows where the record came from. */
export type PointerOf = (table: TableName, id: Id) => string;

/**
 * Checks that every reference leads somewhere, stays inside its layout, and that environments do not nest in a
 * circle.
 *
 * @param plan any plan whose records decode
 * @param pointerOf where a record stands in the input
 * @returns every problem; none for a sound plan
 * @cost O(records)
 */
export function checkReferences(plan: Plan, pointerOf: PointerOf): readonly Problem[] {
  const problems: Problem[] = [];
  for (const reference of REFERENCES) {
    for (const record of (plan[reference.table] as ReadonlyMap<Id, Loose>).values()) {
      for (const named of namedIds(record, reference)) {
        const target = (plan[reference.to] as unknown as ReadonlyMap<Id, Loose>).get(named);
        const wrongLayout =
          target !== undefined &&
          reference.to !== 'layouts' &&
          typeof target['layoutId'] === 'string' &&
          target['layoutId'] !== record['layoutId'];
        if (target !== undefined && !wrongLayout) continue;
        problems.push(
          problem(wrongLayout ? 'plan-other-layout' : 'plan-dangling-reference', {
            place: { pointer: `${pointerOf(reference.table, record.id)}/${reference.field}` },
            found: named,
            words: {
              word: singular(reference.table),
              name: typeof record['name'] === 'string' ? record['name'] : record.id,
              to: singular(reference.to),
              field: reference.field,
            },
          }),
        );
      }
    }
  }
  return [
    ...problems,
    ...cycles('environments', 'plan-environment-cycle', plan, pointerOf),
    ...cycles('images', 'plan-image-cycle', plan, pointerOf),
    ...invertedRanges(plan, pointerOf),
  ];
}

function singular(table: TableName): string {
  return table === 'info' || table === 'target' ? table : table.slice(0, -1);
}

/** Every record of a table that stands on itself through its parents. */
function cycles(
  table: 'environments' | 'images',
  code: 'plan-environment-cycle' | 'plan-image-cycle',
  plan: Plan,
  pointerOf: PointerOf,
): readonly Problem[] {
  const problems: Problem[] = [];
  const sound = new Set<Id>();
  const records = plan[table] as ReadonlyMap<Id, Environment | Image>;
  for (const start of records.values()) {
    const path = new Set<Id>();
    let at: Environment | Image | undefined = start;
    while (at && !sound.has(at.id) && !path.has(at.id)) {
      path.add(at.id);
      at = at.parentId === null ? undefined : records.get(at.parentId);
    }
    if (at && path.has(at.id) && at.id === start.id) {
      const place = { pointer: `${pointerOf(table, start.id)}/parentId` };
      problems.push(problem(code, { place, words: { name: start.name } }));
    } else if (!at || sound.has(at.id)) {
      for (const id of path) sound.add(id);
    }
  }
  return problems;
}

type Stated = readonly (number | string | boolean | null)[];

function inOrder(values: Stated): boolean {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.every((value, at) => at === 0 || (numbers[at - 1] ?? value) <= value);
}

/** Ranges that users state: overridden figures and shares that deduplication may save. */
function invertedRanges(plan: Plan, pointerOf: PointerOf): readonly Problem[] {
  const problems: Problem[] = [];
  const check = (pointer: string, word: string, name: string, values: Stated) => {
    if (inOrder(values)) return;
    const found = values.filter((value) => value !== null).join(', ');
    problems.push(
      problem('plan-range-inverted', { place: { pointer }, found, words: { word, name } }),
    );
  };
  for (const { id, subjectId, parameter, low, value, high } of plan.overrides.values()) {
    const pointer = `${pointerOf('overrides', id)}/low`;
    check(pointer, `override "${parameter}"`, subjectId, [low, value, high]);
  }
  for (const { id, name, deduplication } of plan.environments.values()) {
    if (!deduplication) continue;
    const { low, typical, high } = deduplication;
    const pointer = `${pointerOf('environments', id)}/deduplication`;
    check(pointer, 'deduplication', name, [low, typical, high]);
  }
  return problems;
}
