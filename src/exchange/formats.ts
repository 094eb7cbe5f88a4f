/** The formats that come in: how a file is recognised, and what an importer of its format would do to a plan. */
import { detectKind } from './csv/preview.ts';
import { readHeaders } from './csv/read-table.ts';
import type { CsvKind } from './csv/table-specs.ts';

/** Formats by the names that the command line takes. */
export const IMPORT_FORMATS = [
  { id: 'json', title: 'Partita plan in JSON', extensions: ['json'], gives: 'plan' },
  { id: 'hwloc', title: 'Machine from lstopo (hwloc XML)', extensions: ['xml'], gives: 'target' },
  {
    id: 'csv-applications',
    title: 'Applications (CSV)',
    extensions: ['csv', 'tsv'],
    gives: 'records',
  },
  { id: 'csv-tasks', title: 'Tasks (CSV)', extensions: ['csv', 'tsv'], gives: 'records' },
  { id: 'csv-links', title: 'Links (CSV)', extensions: ['csv', 'tsv'], gives: 'records' },
  {
    id: 'csv-chains',
    title: 'Cause-effect chains (CSV)',
    extensions: ['csv', 'tsv'],
    gives: 'records',
  },
] as const;

/** Name of a format. */
export type ImportFormat = (typeof IMPORT_FORMATS)[number]['id'];

/** How much of a file is looked at. */
const LOOK_LENGTH = 4096;

/**
 * @param text any text, for example an argument
 * @returns whether it names a format
 */
export function isImportFormat(text: string): text is ImportFormat {
  return IMPORT_FORMATS.some(({ id }) => id === text);
}

/**
 * @param format a format
 * @returns the table it holds; null for formats that are no table
 */
export function csvKindOf(format: ImportFormat): CsvKind | null {
  switch (format) {
    case 'csv-applications':
      return 'applications';
    case 'csv-tasks':
      return 'tasks';
    case 'csv-links':
      return 'links';
    case 'csv-chains':
      return 'chains';
    case 'json':
    case 'hwloc':
      return null;
  }
}

/**
 * Recognises a file by what is in it, then by its extension.
 *
 * @param fileName its name; only the extension counts
 * @param text its content
 * @returns the format, or null when neither tells; the file may still be faulty
 * @cost O(1)
 */
export function detectFormat(fileName: string, text: string): ImportFormat | null {
  const extension = /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const head = text
    .slice(0, LOOK_LENGTH)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (head.startsWith('<')) return 'hwloc';
  if (head.startsWith('{')) return 'json';
  if (extension === 'json') return 'json';
  if (extension === 'xml') return 'hwloc';
  const kind = detectKind(readHeaders(text));
  return kind === null ? null : `csv-${kind}`;
}
