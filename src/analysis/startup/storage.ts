/** Storage that everything reads from at start. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import { copiesOf } from '../../model/layout-tree.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { FigureUse } from '../result.ts';
import { statedFigure } from '../technology-figure.ts';
import { orderSets } from './order-sets.ts';
import type { StartGraph } from './start-graph.ts';

/** Nanoseconds of reading. */
export interface Reading {
  /** With the whole bandwidth, copies one after another or beside each other. */
  readonly alone: number;
  /**
   * With a fair part of it: while one byte is read, everything else that can read at the same time reads at most
   * one byte too, and at most all that it has.
   */
  readonly shared: number;
}

/** What reading costs each environment. */
export interface Storage {
  /** True where the layout states a bandwidth, or any environment what it reads. */
  readonly stated: boolean;
  /** Null: unknown. */
  readonly bytesPerSecond: number | null;
  readonly readingNs: (environment: Environment) => Reading;
  /**
   * Nanoseconds of everything that is read before the environment is ready or beside it, each byte once. Storage is
   * never idle while something waits for it, so that no path waits longer (Graham's argument).
   */
  readonly allOthersNs: (environment: Environment) => number;
  /** Nanoseconds of everything that is read at all. */
  readonly allNs: number;
}

const READS: ReadonlySet<Environment['kind']> = new Set<Environment['kind']>([
  'bare-metal',
  'os',
  'partition',
  'vm',
  'thin-vm',
  'container',
]);
const NS_PER_SECOND = 1e9;

/** Someone who reads: `size` bytes, in as many instances as there are copies of it and of what it stands in. */
interface Reader {
  readonly id: Id;
  readonly size: number;
  readonly instances: number;
}

const bytesOf = ({ size, instances }: Reader): number => size * instances;

/** Sums over all readers of what each reads while another one reads as much: at most that, at most all it has. */
class Beside {
  readonly #sizes: readonly number[];
  readonly #bytesUpTo: readonly number[];
  readonly #copiesUpTo: readonly number[];

  constructor(readers: readonly Reader[]) {
    const sorted = [...readers].sort((a, b) => a.size - b.size);
    let bytes = 0;
    let copies = 0;
    this.#sizes = sorted.map(({ size }) => size);
    this.#bytesUpTo = sorted.map((each) => (bytes += bytesOf(each)));
    this.#copiesUpTo = sorted.map((each) => (copies += each.instances));
  }

  /** @returns bytes that all readers read together while one of them reads `size` bytes */
  while(size: number): number {
    let low = 0;
    let high = this.#sizes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sizes[middle] ?? 0) <= size) low = middle + 1;
      else high = middle;
    }
    const small = this.#bytesUpTo[low - 1] ?? 0;
    const larger = (this.#copiesUpTo.at(-1) ?? 0) - (this.#copiesUpTo[low - 1] ?? 0);
    return small + larger * size;
  }
}

/**
 * What reading from storage adds to starts. The storage is taken to share its bandwidth fairly among who reads.
 *
 * @param facts the layout
 * @param graph what waits for what
 * @returns the cost of reading; nothing where the bandwidth is unknown
 * @cost O(environments); where a bandwidth is stated also edges x readers / 32
 * @source list scheduling bound (Graham 1966)
 * @rules BOOT-5
 */
export function storageOf(facts: LayoutFacts, graph: StartGraph): Storage {
  const { environments, layout } = facts.tree;
  const bytesPerSecond = layout.storageBytesPerSecond;
  const serial = layout.startMode === 'serial';
  const readers = graph.order.flatMap(({ id, startupReadBytes: size }) =>
    size === null || size === 0 ? [] : [{ id, size, instances: copiesOf(facts.tree, id) }],
  );
  const stated =
    bytesPerSecond !== null || environments.some((each) => each.startupReadBytes !== null);
  if (bytesPerSecond === null || readers.length === 0) {
    const nothing = { alone: 0, shared: 0 };
    return { stated, bytesPerSecond, readingNs: () => nothing, allOthersNs: () => 0, allNs: 0 };
  }
  const { before, after } = orderSets(graph, readers);
  const ns = (bytes: number) => (bytes * NS_PER_SECOND) / bytesPerSecond;
  const totalBytes = readers.reduce((sum, each) => sum + bytesOf(each), 0);
  const beside = new Beside(readers);
  return {
    stated,
    bytesPerSecond,
    readingNs: ({ id, startupReadBytes: size, copies }) => {
      if (size === null || size === 0) return { alone: 0, shared: 0 };
      const instances = copiesOf(facts.tree, id);
      const own = size * instances;
      const during = (each: Reader) => Math.min(each.size, size) * each.instances;
      // What stands in a copy that is ready reads while the other copies still start.
      const later = instances > 1 ? 0 : after.sum(id, during);
      const others = beside.while(size) - before.sum(id, during) - later - own;
      // Copies one after another have what is beside them beside each of them.
      const shared = others * (serial ? copies : 1) + own;
      return { alone: ns(own), shared: ns(shared) };
    },
    allNs: ns(totalBytes),
    allOthersNs: ({ id }) =>
      ns(totalBytes - (copiesOf(facts.tree, id) > 1 ? 0 : after.sum(id, bytesOf))),
  };
}

/**
 * @param facts the layout
 * @param environment one of it
 * @param storage what it reads from
 * @returns what reading was computed from; without a value where a stated storage leaves it open
 * @rules BOOT-5
 */
export function readingFigures(
  facts: LayoutFacts,
  environment: Environment,
  storage: Storage,
): readonly FigureUse[] {
  const { startupReadBytes: bytes, name } = environment;
  if (!storage.stated || !READS.has(environment.kind) || bytes === 0) return [];
  const source = facts.tree.layout.bootSource ?? 'user';
  return [
    statedFigure(`read from storage by "${name}"`, bytes, 'bytes', 'user'),
    statedFigure('bandwidth of the storage', storage.bytesPerSecond, 'bytes/s', source),
  ];
}
