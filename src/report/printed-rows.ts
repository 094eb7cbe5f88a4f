/** What of a long table stands on paper: rows that say the same of several things as one. */
import { alikeNames, stemOf } from './alike-names.ts';
import type { Cell, Row, Table } from './document.ts';

/** Fewer rows saved than this are not worth a reader's thought. */
const LEAST_SAVED = 5;
/** Names in a cell before the rest is counted. */
const MOST_NAMED = 6;

function joinedCell(cells: readonly Cell[], most: number): Cell {
  const distinct = new Set(cells.map(({ text }) => text));
  const texts = alikeNames([...distinct]);
  const left = texts.length - most;
  const text = `${texts.slice(0, most).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  const [first = { text: '' }] = cells;
  return distinct.size === 1 ? first : { text };
}

/**
 * @param table a table
 * @param rows its rows as they are printed
 * @returns the table with those on paper, and all of its own in plain tables; as it is, where that saves next to nothing
 */
export function withPrinted(table: Table, rows: readonly Row[]): Table {
  if (table.rows.length - rows.length < LEAST_SAVED) return table;
  const note = `${table.rows.length} rows, printed as ${rows.length}; all of them are in ${table.id}.csv`;
  return { ...table, printed: { rows, note } };
}

/** How {@link condensed} puts rows together. */
interface Condensing {
  /** Texts that a cell lists before it counts the rest. */
  readonly most?: number;
  /** Only rows whose names differ in nothing but numbers: `Camera 1` and `Camera 2`, never `Camera` and `Display`. */
  readonly alike?: boolean;
}

/**
 * Rows that differ only in the given columns are printed as one, at the place of the first of them.
 *
 * @param table a table
 * @param keys of the columns whose texts are listed
 * @param how rows are put together
 * @returns the table with fewer rows on paper
 * @cost O(cells)
 */
export function condensed(
  table: Table,
  keys: readonly string[],
  { most = MOST_NAMED, alike = false }: Condensing = {},
): Table {
  const isJoined = table.columns.map(({ key }) => keys.includes(key));
  const groups = Map.groupBy(table.rows, ({ cells }) =>
    JSON.stringify(
      cells.map((cell, index) => {
        if (isJoined[index] !== true) return cell;
        return alike ? stemOf(cell.text) : null;
      }),
    ),
  );
  const rows = [...groups.values()].map((group): Row => {
    const [first = { id: '', cells: [] }] = group;
    if (group.length === 1) return first;
    const cells = first.cells.map((cell, index) =>
      isJoined[index] === true
        ? joinedCell(
            group.flatMap((row) => row.cells[index] ?? []),
            most,
          )
        : cell,
    );
    return { id: first.id, cells };
  });
  return withPrinted(table, rows);
}

/** Columns of names: rows that differ only there, and there only in a number, are alike. */
const NAMES: ReadonlySet<string> = new Set(
  'application cores environment from image link region slots stands_on to'.split(' '),
);

/**
 * @param table any table
 * @returns the table with its alike rows as one on paper (`Camera 1 to 8`); as it is, where it has a printed form already
 * @cost O(cells)
 * @rules REP-19
 */
export function withAlikeRows(table: Table): Table {
  if (table.printed !== undefined) return table;
  const keys = table.columns.flatMap(({ key }, index) =>
    index === 0 || NAMES.has(key) ? [key] : [],
  );
  return condensed(table, keys, { alike: true });
}
