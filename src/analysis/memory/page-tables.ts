/** Second-stage page tables: what a hypervisor keeps to map the memory of one guest. */
import type { Technology } from '../../catalog/technology.ts';
import { GIB, MIB } from '../../model/units.ts';
import type { FigureUse } from '../result.ts';
import { MAPPING_GRANULE, type KnownBytes } from './memory-sum.ts';

/** Memory that one table of each level maps: 512 entries of 8 bytes fill one 4 KiB page. */
const SPAN_OF_LAST_TABLE = 2 * MIB;
const SPAN_OF_BLOCK_TABLE = GIB;
const SPAN_OF_GIGABYTE_TABLE = 512 * GIB;

const SOURCE =
  'Arm Architecture Reference Manual (DDI 0487), stage 2 translation with 4 KiB granule; Intel SDM volume 3C, extended page tables';

/**
 * Technologies whose published memory is measured or reserved as a whole, tables included: counting them again would
 * count them twice. Jailhouse: the region its configuration reserves holds its page pool; ESXi: the overhead memory
 * of a VM; Kata, RunD, Hyper-V containers: what one more pod or container takes from the host.
 */
const INSIDE_PUBLISHED_MEMORY: ReadonlySet<string> = new Set([
  'jailhouse',
  'esxi',
  'kata',
  'rund',
  'windows-container-hyperv',
]);

/**
 * @param technology of a guest; null: not chosen
 * @returns whether the published memory of the technology holds the page tables already
 */
export function hasTablesInside(technology: Technology | null): boolean {
  return technology !== null && INSIDE_PUBLISHED_MEMORY.has(technology.id);
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
 * @returns bytes, low with blocks, typical and high with pages
 * @source Arm DDI 0487, chapter D8 (stage 2, 4 KiB granule); Intel SDM volume 3C, section 28.3 (EPT)
 * @rules PAGES-1
 */
export function pageTableBytes(memory: KnownBytes, coloured: boolean): KnownBytes {
  const withPages = (bytes: number) =>
    bytes === 0 ? 0 : (blockTables(bytes) + tables(bytes, SPAN_OF_LAST_TABLE)) * MAPPING_GRANULE;
  const withBlocks = (bytes: number) => (bytes === 0 ? 0 : blockTables(bytes) * MAPPING_GRANULE);
  return {
    low: (coloured ? withPages : withBlocks)(memory.low),
    typical: withPages(memory.typical),
    high: withPages(memory.high),
  };
}

/**
 * @param name of the guest, with its copies
 * @param bytes of all copies together
 * @param coloured whether cache colouring is switched on beneath it
 * @returns the figure for the reader
 */
export function pageTableFigure(name: string, bytes: KnownBytes, coloured: boolean): FigureUse {
  return {
    name: `page tables of ${name}`,
    value: bytes.typical,
    low: bytes.low,
    high: bytes.high,
    unit: 'bytes',
    source: SOURCE,
    conditions: coloured
      ? '4 KiB pages, since caches are coloured; 8 bytes an entry'
      : '2 MiB blocks (low) or 4 KiB pages (typical, high); 8 bytes an entry',
    confidence: 'high',
    override: null,
    applies: null,
  };
}
