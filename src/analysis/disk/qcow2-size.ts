/** How large a qcow2 file gets by what is written into it: whole clusters, and tables that find them. */
import { KIB, MIB } from '../../model/units.ts';

/** Default of qemu-img, in bytes. Everything in a qcow2 file is a whole number of these. */
export const CLUSTER = 64 * KIB;
/** A cluster of 8-byte entries, each for one cluster: what one L2 table maps, in bytes. */
const TABLE_SPAN = 512 * MIB;
/** 16-bit reference counts in one cluster: how many clusters one refcount block counts. */
const COUNTED_BY_BLOCK = CLUSTER / 2;
/** Refcount blocks that one cluster of the refcount table points to. */
const BLOCKS_PER_TABLE = CLUSTER / 8;
/** Smallest piece that a file system allocates, in bytes. */
export const FILE_BLOCK = 4 * KIB;

/** Something written into an image. */
export interface Writing {
  readonly bytes: number;
  /** Size of one of many scattered writes; null: in one stretch. */
  readonly writeBytes: number | null;
}

/** Clusters and L2 tables that a writing touches. */
interface Touched {
  readonly clusters: number;
  readonly tables: number;
}

/** How the writes of a scattered writing meet: side by side, at random, or never in one cluster. */
type Scatter = 'side-by-side' | 'random' | 'apart';

/** Smallest piece in which a guest places a write: a block of its file system, or the whole write where that is less. */
function placedIn(writeBytes: number): number {
  return Math.min(writeBytes, FILE_BLOCK);
}

/**
 * Most clusters that one write touches: it begins at any 4 KiB block, so that one of 64 KiB may lie across two clusters.
 *
 * @param writeBytes size of the write
 * @returns clusters
 * @cost O(1)
 * @rules QCOW-2
 */
export function mostClustersOf(writeBytes: number): number {
  return Math.ceil((CLUSTER - placedIn(writeBytes) + writeBytes) / CLUSTER);
}

/** The same on average over where it begins: each block after its first lies behind a boundary once per cluster. */
function averageClustersOf(writeBytes: number): number {
  return 1 + (writeBytes - placedIn(writeBytes)) / CLUSTER;
}

/** Distinct ones of `all` that `throws` random throws hit on average; bounded by both. */
function expectedDistinct(all: number, throws: number): number {
  if (all <= 1) return Math.min(all, throws);
  const hit = -all * Math.expm1(throws * Math.log1p(-1 / all));
  return Math.min(all, throws, Math.ceil(hit - 1e-6));
}

function distinct(all: number | null, throws: number, scatter: Scatter): number {
  if (all === null) return throws;
  return scatter === 'random' ? expectedDistinct(all, throws) : Math.min(all, throws);
}

function touched(writing: Writing, virtualBytes: number | null, scatter: Scatter): Touched {
  const { bytes, writeBytes } = writing;
  const dense = { clusters: Math.ceil(bytes / CLUSTER), tables: Math.ceil(bytes / TABLE_SPAN) };
  if (bytes === 0) return dense;
  const allClusters = virtualBytes === null ? null : Math.ceil(virtualBytes / CLUSTER);
  const allTables = virtualBytes === null ? null : Math.ceil(virtualBytes / TABLE_SPAN);
  if (writeBytes === null) {
    // Files of one stretch may still be spread over the whole disk.
    const spread = allTables === null ? dense.tables : Math.min(dense.clusters, allTables);
    return {
      ...dense,
      tables: scatter === 'apart' ? Math.max(dense.tables, spread) : dense.tables,
    };
  }
  if (scatter === 'side-by-side') {
    // Random writes that hit the same clusters again may need even fewer.
    const random = touched(writing, virtualBytes, 'random');
    return {
      clusters: Math.min(dense.clusters, random.clusters),
      tables: Math.min(dense.tables, random.tables),
    };
  }
  const writes = Math.ceil(bytes / writeBytes);
  const each = scatter === 'random' ? averageClustersOf(writeBytes) : mostClustersOf(writeBytes);
  const clusters = distinct(allClusters, Math.ceil(writes * each), scatter);
  const least = Math.ceil((clusters * CLUSTER) / TABLE_SPAN);
  // Without the size of the disk nobody knows over how many tables the writes go.
  if (allTables === null) return { clusters, tables: scatter === 'apart' ? clusters : least };
  const hit = scatter === 'apart' ? clusters : writes;
  return { clusters, tables: Math.max(least, distinct(allTables, hit, scatter)) };
}

/**
 * Bytes of a qcow2 file: header, refcount table and blocks, L1 table, and what is written.
 *
 * (1 header + refcount table + 1 refcount block per 32,768 clusters + data clusters + L2 tables) x 64 KiB, and 8 bytes of
 * L1 table per 512 MiB of the disk rounded up to 4 KiB. An empty one takes 200,704 bytes: 3 clusters and one block of L1.
 *
 * @param clusters data clusters
 * @param tables L2 tables
 * @param virtualBytes size of the disk that the guest sees; null: unknown, one entry of L1 is counted
 * @returns bytes allocated on the file system below
 * @cost O(1)
 * @source QEMU docs/interop/qcow2, defaults of qemu-img; catalogue, disk format qcow2-standalone
 * @rules QCOW-1
 */
export function qcow2Bytes(clusters: number, tables: number, virtualBytes: number | null): number {
  const entries = virtualBytes === null ? 1 : Math.ceil(virtualBytes / TABLE_SPAN);
  const l1Clusters = Math.max(1, Math.ceil((entries * 8) / CLUSTER));
  let blocks = 1;
  let refcountTable = 1;
  for (;;) {
    const all = 1 + refcountTable + blocks + l1Clusters + clusters + tables;
    const needed = Math.ceil(all / COUNTED_BY_BLOCK);
    const tableNeeded = Math.ceil(needed / BLOCKS_PER_TABLE);
    if (needed <= blocks && tableNeeded <= refcountTable) break;
    blocks = Math.max(blocks, needed);
    refcountTable = Math.max(refcountTable, tableNeeded);
  }
  const l1 = Math.ceil(Math.max(1, entries * 8) / FILE_BLOCK) * FILE_BLOCK;
  return (1 + refcountTable + blocks + clusters + tables) * CLUSTER + l1;
}

/**
 * Bytes of a qcow2 file after several writings: low where scattered writes fall side by side, typical where they fall at
 * random over the disk (expected number of distinct clusters, n (1 - (1 - 1/n)^k)), high where no two meet.
 *
 * @param writings what is written
 * @param virtualBytes size of the disk that the guest sees; null: unknown
 * @param scatter how scattered writes meet
 * @returns bytes allocated; never more than a full disk with its tables
 * @cost O(writings)
 * @rules QCOW-1, QCOW-2
 */
export function qcow2After(
  writings: readonly Writing[],
  virtualBytes: number | null,
  scatter: Scatter,
): number {
  let clusters = 0;
  let tables = 0;
  let bytes = 0;
  for (const writing of writings) {
    const each = touched(writing, virtualBytes, scatter);
    clusters += each.clusters;
    tables += each.tables;
    bytes += writing.bytes;
  }
  if (scatter === 'side-by-side') {
    // The end of one writing and the beginning of the next may share a cluster and a table.
    clusters = Math.min(clusters, Math.ceil(bytes / CLUSTER));
    tables = Math.min(tables, Math.ceil(bytes / TABLE_SPAN));
  }
  if (virtualBytes !== null) {
    clusters = Math.min(clusters, Math.ceil(virtualBytes / CLUSTER));
    tables = Math.min(tables, Math.ceil(virtualBytes / TABLE_SPAN));
  }
  return qcow2Bytes(clusters, tables, virtualBytes);
}
