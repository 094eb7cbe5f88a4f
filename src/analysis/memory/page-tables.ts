/** Second-stage page tables: what a hypervisor keeps to map the memory of one guest. */
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import { GIB, MIB } from '../../model/units.ts';
import { readsAs } from '../overheads/applicability.ts';
import type { FigureUse } from '../result.ts';
import { technologyFigure } from '../technology-figure.ts';
import { MAPPING_GRANULE, type KnownBytes } from './memory-sum.ts';

/** Memory that one table of each level maps: 512 entries of 8 bytes fill one 4 KiB page. */
const SPAN_OF_LAST_TABLE = 2 * MIB;
const SPAN_OF_BLOCK_TABLE = GIB;
const SPAN_OF_GIGABYTE_TABLE = 512 * GIB;

const MEMORY_FIGURES = ['fixedHostMemory', 'memoryOverheadPerInstance'] as const;

const SOURCE =
  'Arm Architecture Reference Manual (DDI 0487), stage 2 translation with 4 KiB granule; Intel SDM volume 3C, extended page tables';

/** What the published memory of a technology says of the page tables of its guests. */
export type TablesInside = 'apart' | 'unsaid';

/**
 * Whether the published memory of the technologies around a guest may hold its page tables already.
 *
 * @param catalogue with the words that say so, and the overrides of the plan
 * @param technologies of the guest and of what it stands in
 * @returns `apart` where conditions say that tables are not included, or no memory is published that could hold them;
 *   `unsaid` otherwise
 * @cost O(technologies x phrases)
 * @rules PAGES-2
 */
export function tablesInside(
  catalogue: Catalogue,
  technologies: readonly Technology[],
): TablesInside {
  const published = technologies.flatMap((technology) =>
    MEMORY_FIGURES.flatMap((parameter) => {
      const { range, use } = technologyFigure(catalogue, technology, parameter);
      return range && range.high > 0 ? [use] : [];
    }),
  );
  return published.some((use) => !readsAs(catalogue, use, 'without-page-tables'))
    ? 'unsaid'
    : 'apart';
}

function tables(bytes: number, span: number): number {
  return Math.ceil(bytes / span);
}

function blockTables(bytes: number): number {
  // Two levels above the tables of blocks: one table per 512 GiB, and the root.
  return tables(bytes, SPAN_OF_BLOCK_TABLE) + tables(bytes, SPAN_OF_GIGABYTE_TABLE) + 1;
}

/**
 * Bytes of the page tables that map a guest's memory once.
 *
 * Every table is one 4 KiB page of 512 entries of 8 bytes. With 2 MiB blocks: ceil(memory / 1 GiB) tables of blocks,
 * ceil(memory / 512 GiB) above them, and 1 root. With 4 KiB pages: ceil(memory / 2 MiB) tables more, 0.2 % of the memory.
 * Typical takes the pages, since nobody says how a hypervisor maps a guest; with cache colouring blocks are impossible,
 * because neighbouring pages have different colours.
 *
 * @param memory bytes that the guest is given
 * @param coloured whether cache colouring is switched on beneath it
 * @param inside whether published memory may hold the tables already
 * @returns bytes, low with blocks, or 0 where they may be counted already; typical and high with pages
 * @source Arm DDI 0487, chapter D8 (stage 2, 4 KiB granule); Intel SDM volume 3C, section 28.3 (EPT)
 * @rules PAGES-1, PAGES-2
 */
export function pageTableBytes(
  memory: KnownBytes,
  coloured: boolean,
  inside: TablesInside = 'apart',
): KnownBytes {
  const withPages = (bytes: number) =>
    bytes === 0 ? 0 : (blockTables(bytes) + tables(bytes, SPAN_OF_LAST_TABLE)) * MAPPING_GRANULE;
  const withBlocks = (bytes: number) => (bytes === 0 ? 0 : blockTables(bytes) * MAPPING_GRANULE);
  return {
    low: inside === 'unsaid' ? 0 : (coloured ? withPages : withBlocks)(memory.low),
    typical: withPages(memory.typical),
    high: withPages(memory.high),
  };
}

function conditionsOf(coloured: boolean, inside: TablesInside): string {
  if (inside === 'unsaid') {
    return '4 KiB pages (typical, high), 8 bytes an entry; low: nobody says whether the published memory of the technology holds them already';
  }
  return coloured
    ? '4 KiB pages, since caches are coloured; 8 bytes an entry'
    : '2 MiB blocks (low) or 4 KiB pages (typical, high); 8 bytes an entry';
}

/**
 * @param name of the guest, with its copies
 * @param bytes of all copies together
 * @param coloured whether cache colouring is switched on beneath it
 * @param inside whether published memory may hold the tables already
 * @returns the figure for the reader
 */
export function pageTableFigure(
  name: string,
  bytes: KnownBytes,
  coloured: boolean,
  inside: TablesInside,
): FigureUse {
  return {
    name: `page tables of ${name}`,
    value: bytes.typical,
    low: bytes.low,
    high: bytes.high,
    unit: 'bytes',
    source: SOURCE,
    conditions: conditionsOf(coloured, inside),
    confidence: 'high',
    override: null,
    applies: null,
    estimate: null,
  };
}
