/** Images of a layout as chains: what each stands on, and what it comes to. */
import type { Id } from '../../model/fields.ts';
import { copiesOf, type LayoutTree } from '../../model/layout-tree.ts';
import type { Image } from '../../model/layout.ts';

/** An image with what it stands on. */
export interface ChainedImage {
  /** With at least as many copies as there are of the environment that starts from it, where it is written to. */
  readonly image: Image;
  /** From the base up to the image beneath it; empty for a base. */
  readonly beneath: readonly Image[];
  readonly children: readonly Image[];
  /** An environment starts from it, or nothing stands on it: it is written to. */
  readonly isInstance: boolean;
  /** Size of the disk that the guest sees: its own, or that of what it stands on; null: unknown. */
  readonly virtualBytes: number | null;
}

/** Each copy of an environment needs an image of its own where it is written to, also where nobody said so of the image. */
function copiedWithItsEnvironment(tree: LayoutTree, image: Image): Image {
  if (image.environmentId === null || !image.growthBytes) return image;
  const copies = copiesOf(tree, image.environmentId);
  return copies > image.copies ? { ...image, copies } : image;
}

/**
 * @param tree the layout
 * @returns its images in the user's order; a circle of parents is cut where it closes
 * @cost O(images x length of a chain)
 * @rules CIRCLE-1
 */
export function imageChains(tree: LayoutTree): readonly ChainedImage[] {
  const byId = new Map<Id, Image>(tree.images.map((image) => [image.id, image]));
  const children = Map.groupBy(tree.images, (image) => image.parentId);
  return tree.images.map((image) => {
    const beneath: Image[] = [];
    const seen = new Set<Id>([image.id]);
    for (let at = image.parentId; at !== null && !seen.has(at);) {
      const parent = byId.get(at);
      if (!parent) break;
      seen.add(at);
      beneath.unshift(parent);
      at = parent.parentId;
    }
    const standing = children.get(image.id) ?? [];
    return {
      image: copiedWithItsEnvironment(tree, image),
      beneath,
      children: standing,
      isInstance: image.environmentId !== null || standing.length === 0,
      virtualBytes:
        image.virtualBytes ??
        beneath.findLast((each) => each.virtualBytes !== null)?.virtualBytes ??
        null,
    };
  });
}
