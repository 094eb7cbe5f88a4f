/** What the picture of disk images shows: rows of the tree, in order, with the numbers of the result. */
import { overrideReasons } from '../../analysis/replaced-figures.ts';
import type { LayoutResult, Range } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Image } from '../../model/layout.ts';

/** A size as the result gives it. */
export interface Size extends Range {
  readonly atLeast: boolean;
  /** Why the user replaced figures that it rests on; null: none is replaced. */
  readonly override: string | null;
}

/** One image. */
export interface ImageRow {
  readonly image: Image;
  readonly depth: number;
  /** For each level left of this one whether its line goes on below, from the outermost in. */
  readonly passing: readonly boolean[];
  readonly isLast: boolean;
  readonly hasChildren: boolean;
  /** Bytes of all copies and slots that were stated; null: unknown. */
  readonly content: number | null;
  readonly growth: number | null;
  /** All it takes; null without a result. */
  readonly size: Size | null;
  /** The same instances as raw images; null for what is not written to. */
  readonly raw: Size | null;
  /** Name of what starts from it. */
  readonly starts: string | null;
}

/** The whole picture. */
export interface DiskTree {
  readonly rows: readonly ImageRow[];
  /** Everything, with volumes and what has no image; null without a result. */
  readonly total: Size | null;
  /** Images that can share something: all but volumes. */
  readonly shared: Size | null;
  /** Their instances with one raw image each. */
  readonly sharedRaw: Size | null;
  readonly hasVolumes: boolean;
  /** Storage there is; null: unknown. */
  readonly capacity: number | null;
}

type Sizes = ReadonlyMap<string, Size>;

function sizesOf(result: LayoutResult | null): Sizes {
  const sizes = new Map<string, Size>();
  for (const estimate of result?.estimates ?? []) {
    if (estimate.kind !== 'disk' && estimate.kind !== 'disk-raw') continue;
    const { kind, subject, low, typical, high, atLeast, figures } = estimate;
    const size = { low, typical, high, atLeast, override: overrideReasons(figures) };
    sizes.set(`${kind}/${subject.kind}/${subject.id}`, size);
  }
  return sizes;
}

/** Layers are there once, writable layers and files of disks for every copy. */
function statedOf(image: Image, isInstance: boolean): Pick<ImageRow, 'content' | 'growth'> {
  const { format, copies, slots, contentBytes, growthBytes } = image;
  const files = slots * copies;
  const grown = growthBytes ?? (isInstance ? null : 0);
  return {
    content:
      contentBytes === null ? null : contentBytes * (format === 'container-layer' ? slots : files),
    growth: grown === null ? null : grown * files,
  };
}

/** A member that is unknown somewhere counts as what is known; the sum is then at least that. */
function sumOf(sizes: readonly (Size | null)[]): Size | null {
  const known = sizes.filter((size) => size !== null);
  if (known.length === 0) return null;
  const add = (member: 'low' | 'typical' | 'high') =>
    known.reduce((sum, size) => sum + (size[member] ?? 0), 0);
  const atLeast =
    known.length < sizes.length || known.some((size) => size.atLeast || size.typical === null);
  const override = overrideReasons(known);
  return { low: add('low'), typical: add('typical'), high: add('high'), atLeast, override };
}

/**
 * @param tree the layout
 * @param result what the engine says of it, or null
 * @returns images as a tree, each before what stands on it; images in a circle come last, as if on nothing
 * @cost O(images x depth)
 */
export function diskTreeOf(tree: LayoutTree, result: LayoutResult | null): DiskTree {
  const sizes = sizesOf(result);
  const ids = new Set(tree.images.map(({ id }) => id));
  const childrenOf = Map.groupBy(tree.images, ({ parentId }) =>
    parentId !== null && ids.has(parentId) ? parentId : null,
  );
  const rows: ImageRow[] = [];
  const seen = new Set<Id>();
  const visit = (image: Image, depth: number, passing: readonly boolean[], isLast: boolean) => {
    if (seen.has(image.id)) return;
    seen.add(image.id);
    const children = childrenOf.get(image.id) ?? [];
    const environment =
      image.environmentId === null ? undefined : tree.environmentById.get(image.environmentId);
    const isInstance = environment !== undefined || children.length === 0;
    rows.push({
      image,
      depth,
      passing,
      isLast,
      hasChildren: children.length > 0,
      ...statedOf(image, isInstance),
      size: sizes.get(`disk/image/${image.id}`) ?? null,
      // A volume has nothing beneath: as a raw image it is the same.
      raw: image.format === 'volume' ? null : (sizes.get(`disk-raw/image/${image.id}`) ?? null),
      starts: environment?.name ?? null,
    });
    children.forEach((child, index) => {
      const inner = depth === 0 ? [] : [...passing, !isLast];
      visit(child, depth + 1, inner, index === children.length - 1);
    });
  };
  const roots = childrenOf.get(null) ?? [];
  roots.forEach((root, index) => visit(root, 0, [], index === roots.length - 1));
  for (const image of tree.images) visit(image, 0, [], true);
  const sharing = rows.filter(({ image }) => image.format !== 'volume');
  return {
    rows,
    total: sizes.get(`disk/layout/${tree.layout.id}`) ?? null,
    shared: sumOf(sharing.map(({ size }) => size)),
    sharedRaw: sumOf(sharing.flatMap(({ raw }) => raw ?? [])),
    hasVolumes: sharing.length < rows.length,
    capacity: tree.layout.diskBytes,
  };
}
