/** The images of a layout as lines of a tree. */
import { canStandOn } from '../../model/commands/images.ts';
import type { Id } from '../../model/fields.ts';
import type { Image, ImageFormat } from '../../model/layout.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import { formatBytes } from '../../model/units.ts';
import type { TreeLine } from '../components/tree-keys.ts';

export const FORMAT_WORDS: Readonly<Record<ImageFormat, string>> = {
  raw: 'raw',
  qcow2: 'qcow2',
  'container-layer': 'layer',
  volume: 'volume',
};

/** One image. */
export interface ImageLine extends TreeLine {
  readonly image: Image;
  /** Name of the environment that starts from it; null: a base of others, or not assigned. */
  readonly starts: string | null;
}

/**
 * @param tree the layout
 * @param closed images whose overlays are not shown
 * @returns visible lines, bases first, each followed by what stands on it; an image whose base is missing is a base
 * @cost O(images)
 */
export function imageLines(tree: LayoutTree, closed: ReadonlySet<Id>): readonly ImageLine[] {
  const known = new Set(tree.images.map(({ id }) => id));
  const above = Map.groupBy(tree.images, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  );
  const lines: ImageLine[] = [];
  const visit = (image: Image, level: number): void => {
    const children = above.get(image.id) ?? [];
    const isOpen = !closed.has(image.id);
    lines.push({
      key: image.id,
      level,
      title: image.name,
      image,
      starts: tree.environmentById.get(image.environmentId ?? '')?.name ?? null,
      ...(children.length > 0 ? { expanded: isOpen } : {}),
    });
    if (isOpen) for (const child of children) visit(child, level + 1);
  };
  for (const base of above.get(null) ?? []) visit(base, 1);
  return lines;
}

/**
 * The size of a line: what is written into the image itself.
 *
 * @param image an image
 * @returns content and growth, for example `240 MiB + 50 MiB`, `? + 50 MiB`; `size unknown` where neither is known
 */
export function sizeText({ contentBytes, growthBytes }: Image): string {
  if (contentBytes === null && growthBytes === null) return 'size unknown';
  const content = contentBytes === null ? '?' : formatBytes(contentBytes);
  return growthBytes === null || growthBytes === 0
    ? content
    : `${content} + ${formatBytes(growthBytes)}`;
}

/**
 * What an image may stand on.
 *
 * @param tree the layout
 * @param image one of its images
 * @returns images that can carry its format and do not stand on it themselves
 * @cost O(images x depth)
 */
export function possibleBases(tree: LayoutTree, image: Image): readonly Image[] {
  const byId = new Map(tree.images.map((each) => [each.id, each]));
  const standsOnIt = (candidate: Image): boolean => {
    const seen = new Set<Id>();
    for (let at: Image | undefined = candidate; at && !seen.has(at.id);) {
      if (at.id === image.id) return true;
      seen.add(at.id);
      at = at.parentId === null ? undefined : byId.get(at.parentId);
    }
    return false;
  };
  return tree.images.filter(
    (candidate) => canStandOn(image.format, candidate.format) && !standsOnIt(candidate),
  );
}
