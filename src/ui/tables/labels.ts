/** Names as references: unique texts for records whose names may repeat, and the way back. */
import type { Id } from '../../model/fields.ts';

interface Named {
  readonly id: Id;
  readonly name: string;
}

/** Texts of the records of one list. */
export interface Labels {
  /** In the order of the list. */
  readonly list: readonly string[];
  readonly labelOf: ReadonlyMap<Id, string>;
  /** Lower-case label -> its record. */
  readonly idOf: ReadonlyMap<string, Id>;
  /** Lower-case label or name -> ids that it can mean. */
  readonly idsOf: ReadonlyMap<string, readonly Id[]>;
}

const cache = new WeakMap<
  readonly Named[],
  { readonly depends: object; readonly labels: Labels }
>();

/**
 * A text per record by which people and spreadsheets name it: its name, with the id where the name repeats.
 *
 * @param records a list; the same object gives the same labels again
 * @param nameOf what to call a record; default: its name
 * @param depends what else the names come from; default: nothing
 * @returns labels, and what a typed text can mean
 * @cost O(records) the first time
 */
export function labelsOf<T extends Named>(
  records: readonly T[],
  nameOf: (record: T) => string = ({ name }) => name,
  depends: object = records,
): Labels {
  const known = cache.get(records);
  if (known?.depends === depends) return known.labels;
  const names = new Map<string, number>();
  for (const record of records) {
    const key = nameOf(record).toLowerCase();
    names.set(key, (names.get(key) ?? 0) + 1);
  }
  const labelOf = new Map<Id, string>();
  const idOf = new Map<string, Id>();
  const idsOf = new Map<string, Id[]>();
  const means = (text: string, id: Id): void => {
    const ids = idsOf.get(text.toLowerCase());
    if (!ids) idsOf.set(text.toLowerCase(), [id]);
    else if (!ids.includes(id)) ids.push(id);
  };
  for (const record of records) {
    const name = nameOf(record);
    const label = (names.get(name.toLowerCase()) ?? 0) > 1 ? `${name} (${record.id})` : name;
    labelOf.set(record.id, label);
    idOf.set(label.toLowerCase(), record.id);
    means(label, record.id);
    means(name, record.id);
    means(record.name, record.id);
  }
  const labels = { list: [...labelOf.values()], labelOf, idOf, idsOf };
  cache.set(records, { depends, labels });
  return labels;
}

/**
 * @param labels texts of a list
 * @param text what was typed
 * @returns ids that it can mean: none, one, or several when the name repeats. A full label wins over plain names.
 */
export function meaningOf(labels: Labels, text: string): readonly Id[] {
  const wanted = text.trim().toLowerCase();
  const exact = labels.idOf.get(wanted);
  return exact === undefined ? (labels.idsOf.get(wanted) ?? []) : [exact];
}
