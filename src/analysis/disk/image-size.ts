/** What one image takes on the disk, in all its copies and slots. */
import type { Image } from '../../model/layout.ts';
import { figureSource } from '../hardware.ts';
import { figure, MemorySum, timesBytes, type KnownBytes } from '../memory/memory-sum.ts';
import type { FigureUse } from '../result.ts';
import { exactRange } from '../technology-figure.ts';
import type { ChainedImage } from './image-chains.ts';
import { FILE_BLOCK, qcow2After, type Writing } from './qcow2-size.ts';

/** Who says how formats add to what is written. */
export interface FormatSources {
  readonly qcow2: string;
  readonly layers: string;
}

/** Whole blocks of a file. */
function blocks(bytes: number): number {
  return Math.ceil(bytes / FILE_BLOCK) * FILE_BLOCK;
}

/** Bytes written to one file: known ones with their figures, unknown ones named. */
interface Written {
  readonly content: number;
  readonly growth: number;
  readonly update: number;
}

function timesWords(times: number): string {
  return times > 1 ? ` x ${times}` : '';
}

/**
 * @param chained an image
 * @returns the bytes its copies grow by, each; null where nobody says, 0 for a base that only others stand on
 */
export function growthOf({ image, isInstance }: ChainedImage): number | null {
  return image.growthBytes ?? (isInstance ? null : 0);
}

/** Counts what is stated; what is not becomes an unknown figure and counts as nothing. */
function countStated(sum: MemorySum, chained: ChainedImage, files: Files): Written {
  const { image } = chained;
  const stated = (what: string, field: string, value: number | null, times: number): number => {
    const name = `${what} of image "${image.name}"${timesWords(times)}`;
    if (value === null) sum.addUnknown(figure(name, null, null));
    else if (value > 0) {
      const bytes = value * times;
      sum.add(exactRange(bytes), figure(name, bytes, figureSource(image.sources, field)));
    }
    return value ?? 0;
  };
  const content = stated('content', 'contentBytes', image.contentBytes, files.content);
  const growth = stated('growth', 'growthBytes', growthOf(chained), files.growth);
  return { content, growth, update: countUpdate(sum, chained, files) };
}

/** How many files hold the content, and how many the growth. */
interface Files {
  readonly content: number;
  readonly growth: number;
}

function filesOf({ format, copies, slots }: Image): Files {
  // Layers are read-only and there once; only the writable layer is there for every copy.
  return format === 'container-layer'
    ? { content: slots, growth: slots * copies }
    : { content: slots * copies, growth: slots * copies };
}

/** Low: before the update. Overlays keep what was rewritten beneath them; layers are replaced, with both there meanwhile. */
function countUpdate(sum: MemorySum, { image, beneath }: ChainedImage, files: Files): number {
  const update = image.updateBytes ?? 0;
  if (update === 0 || beneath.length === 0) return 0;
  if (image.format !== 'qcow2' && image.format !== 'container-layer') return 0;
  const layered = image.format === 'container-layer';
  const bytes = update * (layered ? files.content : files.growth);
  const range = { low: 0, typical: layered ? 0 : bytes, high: bytes };
  const use: FigureUse = {
    ...figure(
      `one update of what image "${image.name}" stands on${timesWords(layered ? files.content : files.growth)}`,
      range.typical,
      figureSource(image.sources, 'updateBytes'),
    ),
    low: range.low,
    high: range.high,
  };
  sum.add(range, use);
  return layered ? 0 : update;
}

function addDifference(sum: MemorySum, added: KnownBytes, use: FigureUse): void {
  const { low, typical, high } = added;
  if (low === 0 && typical === 0 && high === 0) return;
  sum.add(added, { ...use, value: typical, low, high });
}

function addQcow2(sum: MemorySum, chained: ChainedImage, written: Written, source: string): void {
  const { image, virtualBytes } = chained;
  const { copies, slots, writeBytes, name } = image;
  if (virtualBytes === null) sum.addUnknown(figure(`virtual size of image "${name}"`, null, null));
  const { content, growth, update } = written;
  const before: Writing[] = [
    { bytes: content, writeBytes: null },
    { bytes: growth, writeBytes },
  ];
  const after = [...before, { bytes: update, writeBytes: null }];
  const overhead = {
    low: qcow2After(before, virtualBytes, 'side-by-side') - content - growth,
    typical: qcow2After(after, virtualBytes, 'random') - content - growth - update,
    high: qcow2After(after, virtualBytes, 'apart') - content - growth - update,
  };
  const use: FigureUse = {
    ...figure(
      `header, tables and whole clusters of image "${name}"${timesWords(copies * slots)}`,
      0,
      source,
    ),
    conditions:
      writeBytes === null
        ? '64 KiB clusters (default of qemu-img); less than nothing where writes rewrite each other'
        : `64 KiB clusters (default of qemu-img); scattered writes of ${writeBytes} B: side by side (low), at random (typical), each in clusters of its own (high)`,
    confidence: 'high',
  };
  addDifference(sum, timesBytes(overhead, copies * slots), use);
}

function addRaw(sum: MemorySum, chained: ChainedImage, written: Written): void {
  const { image, virtualBytes, beneath } = chained;
  const times = image.copies * image.slots;
  let copied = 0;
  // A raw file records no differences: it holds what it was made from as well.
  for (const base of beneath) {
    if (base.contentBytes === null) {
      sum.addUnknown(figure(`content of image "${base.name}"`, null, null));
    } else copied += base.contentBytes;
  }
  const own = written.content + written.growth;
  const sparse = blocks(copied + own);
  const whole = Math.max(sparse, virtualBytes ?? 0);
  if (virtualBytes === null) {
    sum.addUnknown(figure(`virtual size of image "${image.name}"`, null, null));
  }
  const rest = { low: sparse - own, typical: sparse - own, high: whole - own };
  const use = figure(
    `rest of raw image "${image.name}"${timesWords(times)}`,
    0,
    figureSource(image.sources, 'virtualBytes'),
  );
  const conditions = 'sparse file, blocks written (low, typical), or the whole virtual size (high)';
  addDifference(sum, timesBytes(rest, times), { ...use, conditions });
}

function addLayer(sum: MemorySum, chained: ChainedImage, written: Written, source: string): void {
  const { image, beneath } = chained;
  const files = filesOf(image);
  const rounding =
    (blocks(written.content) - written.content) * files.content +
    (blocks(written.growth) - written.growth) * files.growth;
  // The first write to a file of a layer copies the whole file; at worst to every file.
  const isLayer = image.format === 'container-layer';
  const rewrites = isLayer && image.writeBytes !== null && written.growth > 0;
  const copiedUp = rewrites
    ? [...beneath, image].reduce((bytes, { contentBytes }) => bytes + (contentBytes ?? 0), 0)
    : 0;
  const high = rounding + copiedUp * files.growth;
  const name = `whole blocks, and files copied up whole, of image "${image.name}"`;
  const conditions = rewrites ? 'high: every file of the layers beneath is written to once' : null;
  addDifference(
    sum,
    { low: rounding, typical: rounding, high },
    { ...figure(name, 0, source), conditions },
  );
}

/**
 * What an image takes on the disk in all its copies and slots, with one update of what it stands on where that is stated
 * (low: before the update).
 *
 * qcow2: files of whole clusters (`qcow2After`). Raw: blocks written, at most the virtual size. Container layer: content
 * once, the writable layer for each copy. Volume: blocks written for each copy. Slots multiply all of it.
 *
 * @param chained the image
 * @param sources who says how formats add to what is written
 * @returns bytes with the figures they come from
 * @cost O(length of its chain)
 * @rules DISK-1, QCOW-1, QCOW-2, LAYER-1
 */
export function imageSize(chained: ChainedImage, sources: FormatSources): MemorySum {
  const sum = new MemorySum();
  const written = countStated(sum, chained, filesOf(chained.image));
  switch (chained.image.format) {
    case 'qcow2':
      addQcow2(sum, chained, written, sources.qcow2);
      break;
    case 'raw':
      addRaw(sum, chained, written);
      break;
    case 'container-layer':
    case 'volume':
      addLayer(sum, chained, written, sources.layers);
      break;
  }
  return sum;
}

/**
 * The same instances with one raw image each: everything it stands on is in it, nothing is shared.
 *
 * @param chained an image that is written to
 * @returns bytes of all copies and slots: blocks written (low, typical), the whole virtual size (high)
 * @cost O(length of its chain)
 * @source catalogue, disk format raw: N x image size
 * @rules RAW-1
 */
export function rawSize(chained: ChainedImage): MemorySum {
  const { image, beneath, virtualBytes } = chained;
  const sum = new MemorySum();
  const times = image.copies * image.slots;
  let bytes = 0;
  const stated = (name: string, value: number | null) => {
    if (value === null) sum.addUnknown(figure(name, null, null));
    else bytes += value;
  };
  for (const each of [...beneath, image]) {
    stated(`content of image "${each.name}"`, each.contentBytes);
  }
  stated(`growth of image "${image.name}"`, growthOf(chained));
  const hasDisk = image.format === 'qcow2' || image.format === 'raw';
  if (hasDisk && virtualBytes === null) {
    sum.addUnknown(figure(`virtual size of image "${image.name}"`, null, null));
  }
  const written = blocks(bytes);
  const whole = hasDisk ? Math.max(written, virtualBytes ?? 0) : written;
  const range = timesBytes({ low: written, typical: written, high: whole }, times);
  const use = figure(`raw image of "${image.name}"${timesWords(times)}`, range.typical, 'estimate');
  const conditions = `${beneath.length + 1} images in one; blocks written (low, typical), whole virtual size (high)`;
  sum.add(range, { ...use, low: range.low, high: range.high, conditions });
  return sum;
}
