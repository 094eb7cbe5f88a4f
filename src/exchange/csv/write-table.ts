/** Records to CSV files, by columns. */
import { writeTable } from '../../model/csv-text.ts';

/** One CSV file. */
export interface CsvFile {
  /** File name with extension. */
  readonly name: string;
  readonly text: string;
}

/** A column that is written: header and cell of a record. */
export type WrittenColumn<T> = readonly [header: string, cell: (record: T) => string];

/**
 * Writes records by columns.
 *
 * @param name file name without extension
 * @param columns columns in order
 * @param records records in order
 * @returns the file
 */
export function writeRecords<T>(
  name: string,
  columns: readonly WrittenColumn<T>[],
  records: readonly T[],
): CsvFile {
  const headers = columns.map(([header]) => header);
  const cells = records.map((record) => columns.map(([, cell]) => cell(record)));
  return { name: `${name}.csv`, text: writeTable(headers, cells) };
}
