/** How much disk the images of a layout take, what has none, and when an overlay is as large as what it stands on. */
import type { DiskFormat } from '../../catalog/technology.ts';
import { catalogueSource } from '../catalogue-source.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { MemorySum } from '../memory/memory-sum.ts';
import { ofImage } from '../subjects.ts';
import { addMissing, heldApplications, type HeldApplications } from './held-applications.ts';
import { imageChains, type ChainedImage } from './image-chains.ts';
import { growthOf, imageSize, rawSize, type FormatSources } from './image-size.ts';
import { addWithoutImage } from './without-image.ts';

/** When an overlay holds as much as what it stands on, so that sharing saves nothing any more. */
export interface Masking {
  /** Written into one copy before any update, in bytes. */
  readonly ownBytes: number;
  /** Content of all it stands on, in bytes. */
  readonly baseBytes: number;
  /** Rewritten by one update, in bytes; null: unknown. */
  readonly updateBytes: number | null;
  /** Updates after which the overlay is as large as its base; 0: it is already; null: unknown or never. */
  readonly updates: number | null;
}

/** One image with what it takes. */
export interface ImageDisk extends ChainedImage {
  /** All copies and slots of this image alone. */
  readonly size: MemorySum;
  /** The same instances as raw images of their own; null for what is not written to. */
  readonly raw: MemorySum | null;
  /** Only for qcow2 overlays whose own content and base are known. */
  readonly masking: Masking | null;
  /** Applications whose disk it is, where they state one; on the first image of their environment. */
  readonly held: HeldApplications | null;
}

/** Disk facts of a layout. */
export interface DiskFacts {
  readonly images: readonly ImageDisk[];
  /** All images, and what the plan says of environments without one. */
  readonly total: MemorySum;
  /** One raw image for each instance, and the same for environments without an image; null without images. */
  readonly raw: MemorySum | null;
  /** Storage there is; null: unknown. */
  readonly capacity: number | null;
}

function sourceOf(facts: LayoutFacts, id: string): string {
  const format: DiskFormat | undefined = facts.catalogue.diskFormats.get(id);
  const cited = {
    value: 0,
    sources: [...(format?.sources ?? [])],
    verification: null,
    confidence: null,
  };
  return catalogueSource(facts.catalogue, cited) ?? 'QEMU docs/interop/qcow2';
}

function maskingOf(chained: ChainedImage): Masking | null {
  const { image, beneath, isInstance } = chained;
  if (image.format !== 'qcow2' || beneath.length === 0) return null;
  // What only others stand on is made anew when its base changes, unless somebody says what an update rewrites.
  if (!isInstance && image.updateBytes === null) return null;
  const growth = growthOf(chained);
  let baseBytes = 0;
  for (const { contentBytes } of beneath) {
    if (contentBytes === null) return null;
    baseBytes += contentBytes;
  }
  if (image.contentBytes === null || growth === null) return null;
  const ownBytes = image.contentBytes + growth;
  const { updateBytes } = image;
  const missing = baseBytes - ownBytes;
  const updates =
    missing <= 0
      ? 0
      : updateBytes === null || updateBytes === 0
        ? null
        : Math.ceil(missing / updateBytes);
  return { ownBytes, baseBytes, updateBytes, updates };
}

/**
 * Gathers what the images of a layout take.
 *
 * @param facts the layout
 * @returns images in the user's order with their sizes, the sum, and the sum with one raw image per instance
 * @cost O(images x length of a chain + environments x depth + placements)
 * @source catalogue, disk formats qcow2-standalone, qcow2-overlay, raw, container-layers
 * @rules DISK-1, DISK-2, RAW-1, HELD-1, NOIMAGE-1
 */
export function diskFacts(facts: LayoutFacts): DiskFacts {
  const sources: FormatSources = {
    qcow2: sourceOf(facts, 'qcow2-standalone'),
    layers: sourceOf(facts, 'container-layers'),
  };
  const chains = imageChains(facts.tree);
  const heldBy = new Map(
    heldApplications(facts, chains).map((held) => [held.images[0]?.image.id, held]),
  );
  const images = chains.map((chained): ImageDisk => {
    const size = imageSize(chained, sources);
    const raw = chained.isInstance ? rawSize(chained) : null;
    const held = heldBy.get(chained.image.id) ?? null;
    if (held) for (const sum of [size, raw]) if (sum) addMissing(sum, chained, held);
    return { ...chained, size, raw, masking: maskingOf(chained), held };
  });
  const total = new MemorySum();
  const raw = new MemorySum();
  for (const { image, size, raw: own } of images) {
    const named = `image "${image.name}"`;
    const subject = ofImage(image);
    total.addSum(size, named, { kind: 'disk', subject });
    if (own) raw.addSum(own, `raw ${named}`, { kind: 'disk-raw', subject });
  }
  addWithoutImage(facts, [total, raw]);
  return {
    images,
    total,
    raw: images.length > 0 ? raw : null,
    capacity: facts.tree.layout.diskBytes,
  };
}
