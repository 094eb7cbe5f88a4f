/** Building disk images and container layers that stand on each other as a tree. */
import { decode } from '../decode.ts';
import { DiffDraft, type Diff } from '../diff.ts';
import type { Id } from '../fields.ts';
import { imageSchema, type Image, type ImageFormat } from '../layout.ts';
import { layoutTree } from '../layout-tree.ts';
import { nextOrder, type Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { commandProblem, freeName, type NewId } from './records.ts';

/** What each format can stand on; null: on nothing. */
const BENEATH: Readonly<Record<ImageFormat, readonly (ImageFormat | null)[]>> = {
  raw: [null],
  volume: [null],
  qcow2: [null, 'raw', 'qcow2'],
  'container-layer': [null, 'container-layer'],
};

const WORDS: Readonly<Record<ImageFormat, string>> = {
  raw: 'raw image',
  qcow2: 'qcow2 image',
  'container-layer': 'container layer',
  volume: 'volume',
};

/**
 * Whether an image of one format can have another beneath it: only qcow2 has a backing file, and layers stand on
 * layers.
 *
 * @param format of the upper one
 * @param beneath format of the lower one; null: none
 * @returns whether it can
 * @source QEMU documentation, qemu-img and "Disk Images": only qcow2 (and qed) record differences from a backing
 *   file; OCI image specification 1.1, "Image Layer Filesystem Changeset"
 * @cost O(1)
 */
export function canStandOn(format: ImageFormat, beneath: ImageFormat | null): boolean {
  return BENEATH[format].includes(beneath);
}

/** What a new image is made from; absent fields are unknown or have their default. */
export type ImageSeed = Partial<Omit<Image, 'id' | 'order' | 'layoutId'>> & {
  readonly layoutId: Id;
  readonly parentId: Id | null;
};

const refuse = (reason: string): Result<Diff> =>
  fail(commandProblem('command-not-possible', { words: { reason } }));
const gone = (word = 'image'): Result<Diff> =>
  fail(commandProblem('command-no-record', { words: { word } }));

function notOn(format: ImageFormat, parent: Image | null): Result<Diff> {
  return refuse(
    parent === null
      ? `a ${WORDS[format]} cannot stand alone`
      : `a ${WORDS[format]} cannot stand on the ${WORDS[parent.format]} "${parent.name}"`,
  );
}

/** Format of what is put on an image, where nobody says otherwise. */
function formatOn(parent: Image | null): ImageFormat {
  if (parent === null) return 'raw';
  return parent.format === 'container-layer' ? 'container-layer' : 'qcow2';
}

/** What a new image is called, where nobody says otherwise. */
function nameFor(format: ImageFormat, parent: Image | null): string {
  if (format === 'volume') return 'Volume';
  if (format === 'container-layer') return parent === null ? 'Base layer' : 'Layer';
  return parent === null ? 'Base' : 'Overlay';
}

/**
 * Adds an image: a base, an overlay, a layer, or the writable images of instances.
 *
 * @param plan the plan
 * @param seed where it stands and what is known of it; without a format: raw on nothing, a layer on a layer, else
 *   qcow2; without a virtual size an overlay has that of what it stands on
 * @param newId gives ids
 * @returns the diff, or why the one cannot stand on the other
 * @cost O(images of the layout)
 */
export function addImage(plan: Plan, seed: ImageSeed, newId: NewId): Result<Diff> {
  const tree = layoutTree(plan, seed.layoutId);
  if (!tree) return gone('layout');
  const parent = seed.parentId === null ? null : plan.images.get(seed.parentId);
  if (parent === undefined || (parent && parent.layoutId !== seed.layoutId)) return gone();
  const format = seed.format ?? formatOn(parent);
  if (!canStandOn(format, parent?.format ?? null)) return notOn(format, parent);
  const names = tree.images.map(({ name }) => name);
  const image = decode(imageSchema, {
    virtualBytes: format === 'qcow2' ? (parent?.virtualBytes ?? null) : null,
    ...seed,
    format,
    id: newId('image'),
    order: nextOrder(plan.images),
    name: freeName(seed.name ?? nameFor(format, parent), names),
  });
  if (!image.ok) return image;
  const draft = new DiffDraft(plan);
  draft.put('images', image.value);
  return ok(draft.diff());
}

/**
 * Stands an image on another one, or on nothing, with everything that stands on it.
 *
 * @param plan the plan
 * @param id which image
 * @param parentId what it stands on from now on; null: nothing
 * @returns the diff, or why it cannot: another layout, a cycle, a format without a backing file
 * @cost O(depth of the chain)
 */
export function moveImage(plan: Plan, id: Id, parentId: Id | null): Result<Diff> {
  const image = plan.images.get(id);
  const parent = parentId === null ? null : plan.images.get(parentId);
  if (!image || parent === undefined || (parent && parent.layoutId !== image.layoutId))
    return gone();
  for (let at: Image | null | undefined = parent; at;) {
    if (at.id === id) return refuse(`"${image.name}" cannot stand on itself`);
    at = at.parentId === null ? null : plan.images.get(at.parentId);
  }
  if (!canStandOn(image.format, parent?.format ?? null)) return notOn(image.format, parent);
  const draft = new DiffDraft(plan);
  draft.put('images', { ...image, parentId });
  return ok(draft.diff());
}

/**
 * Changes the format of an image where what it stands on and what stands on it allow that.
 *
 * @param plan the plan
 * @param id which image
 * @param format the new one
 * @returns the diff, or which neighbour stands against it
 * @cost O(images)
 */
export function setImageFormat(plan: Plan, id: Id, format: ImageFormat): Result<Diff> {
  const image = plan.images.get(id);
  if (!image) return gone();
  const parent = image.parentId === null ? null : (plan.images.get(image.parentId) ?? null);
  if (!canStandOn(format, parent?.format ?? null)) return notOn(format, parent);
  for (const above of plan.images.values()) {
    if (above.parentId === id && !canStandOn(above.format, format)) {
      return refuse(
        `the ${WORDS[above.format]} "${above.name}" cannot stand on a ${WORDS[format]}`,
      );
    }
  }
  const draft = new DiffDraft(plan);
  draft.put('images', { ...image, format });
  return ok(draft.diff());
}

/**
 * How many instances an environment has in the end: its copies times those of everything it stands in.
 *
 * @param plan the plan
 * @param environmentId an environment of it
 * @returns at least 1; 1 for an id that is not there
 * @cost O(depth of nesting) after the first call for a plan
 */
export function instancesOf(plan: Plan, environmentId: Id): number {
  const environment = plan.environments.get(environmentId);
  const path = environment && layoutTree(plan, environment.layoutId)?.pathOf.get(environmentId);
  return (path ?? []).reduce((product, { copies }) => product * copies, 1);
}
