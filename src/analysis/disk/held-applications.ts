/** What applications state of their disk, where an image of the layout is that disk: stated twice, counted once. */
import type { Application } from '../../model/application.ts';
import { kindFacts } from '../../model/environment-kinds.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment, Image } from '../../model/layout.ts';
import { figureSource } from '../hardware.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { figure, type MemorySum } from '../memory/memory-sum.ts';
import type { FigureUse } from '../result.ts';
import { counted, listNames } from '../wording.ts';
import type { ChainedImage } from './image-chains.ts';
import { growthOf } from './image-size.ts';

/** The images of an environment, and the applications whose disk they are. */
export interface HeldApplications {
  readonly environment: Environment;
  /** In the user's order; the first one carries what is missing. */
  readonly images: readonly ChainedImage[];
  /** Those that state a disk need, once each. */
  readonly applications: readonly Application[];
  /** What they state, once each, in bytes. */
  readonly statedBytes: number;
  /** Content and growth of one copy of the images with all they stand on, as far as stated, in bytes. */
  readonly holdsBytes: number;
  /** True where content and growth of all of them are stated. */
  readonly isWhole: boolean;
  /** The most that the images hold: `holdsBytes` where that is all, else the size of the disks; null: unknown. */
  readonly mostBytes: number | null;
  /** What volumes of which nobody says where they are mounted could hold for it; Infinity where that is unknown. */
  readonly looseBytes: number;
}

/**
 * @param environment an environment
 * @returns whether it has a disk of its own; the rest shares that of its kernel
 */
export function isGuest({ kind, os }: Environment): boolean {
  return kindFacts(kind).isolates || (kind === 'container' && os !== null);
}

/**
 * @param facts the layout
 * @returns of every environment whose disk is an image of the plan: the environment that starts from it, which is itself
 *   or what it stands in, up to the guest or OS around it
 * @cost O(environments x depth)
 * @rules NOIMAGE-1
 */
export function imageHolders({ tree }: LayoutFacts): ReadonlyMap<Id, Id> {
  const own = new Set(tree.images.map(({ environmentId }) => environmentId));
  const holders = new Map<Id, Id>();
  for (const environment of tree.environments) {
    for (const at of (tree.pathOf.get(environment.id) ?? []).toReversed()) {
      if (own.has(at.id)) holders.set(environment.id, at.id);
      if (own.has(at.id) || isGuest(at)) break;
    }
  }
  return holders;
}

/** Applications that state a disk need, by the environment whose images are their disk. */
function statedIn(facts: LayoutFacts): ReadonlyMap<Id, ReadonlySet<Application>> {
  const holders = imageHolders(facts);
  const stated = new Map<Id, Set<Application>>();
  for (const { applicationId, environmentId } of facts.tree.placements) {
    const holder = holders.get(environmentId);
    const application = facts.plan.applications.get(applicationId);
    if (holder === undefined || !application || application.diskBytes === null) continue;
    const inside = stated.get(holder);
    if (inside) inside.add(application);
    else stated.set(holder, new Set([application]));
  }
  return stated;
}

/** Known sum of the terms, and whether all of them are known. */
function knownSum(terms: readonly (number | null)[]): { bytes: number; isWhole: boolean } {
  return {
    bytes: terms.reduce<number>((sum, term) => sum + (term ?? 0), 0),
    isWhole: !terms.includes(null),
  };
}

function loose({ contentBytes, growthBytes, copies }: Image): number {
  return contentBytes === null || growthBytes === null
    ? Infinity
    : (contentBytes + growthBytes) * copies;
}

/**
 * Applications that state a disk need and stand in an environment with images: the images are that disk.
 *
 * @param facts the layout
 * @param chains its images
 * @returns one entry per environment with images that holds such applications, in the order of its images
 * @cost O(environments x depth + placements + images x length of a chain)
 * @rules HELD-1, DISK-6
 */
export function heldApplications(
  facts: LayoutFacts,
  chains: readonly ChainedImage[],
): readonly HeldApplications[] {
  const stated = statedIn(facts);
  if (stated.size === 0) return [];
  const looseBytes = chains
    .filter(({ image }) => image.environmentId === null && image.format === 'volume')
    .reduce((sum, { image }) => sum + loose(image), 0);
  const imagesOf = Map.groupBy(chains, ({ image }) => image.environmentId);
  return [...imagesOf].flatMap(([id, images]): HeldApplications[] => {
    const environment = id === null ? undefined : facts.tree.environmentById.get(id);
    const applications = [...(stated.get(environment?.id ?? '') ?? [])];
    if (!environment || applications.length === 0) return [];
    const contents = new Map(
      images
        .flatMap(({ image, beneath }) => [...beneath, image])
        .map((each) => [each.id, each.contentBytes]),
    );
    const held = knownSum([...contents.values(), ...images.map(growthOf)]);
    const disks = knownSum(images.map(({ virtualBytes }) => virtualBytes));
    return [
      {
        environment,
        images,
        applications,
        statedBytes: applications.reduce((sum, { diskBytes }) => sum + (diskBytes ?? 0), 0),
        holdsBytes: held.bytes,
        isWhole: held.isWhole,
        mostBytes: held.isWhole ? held.bytes : disks.isWhole ? disks.bytes : null,
        looseBytes,
      },
    ];
  });
}

function statedBy({ applications }: HeldApplications): string {
  const sources = applications.map(({ sources: of }) => figureSource(of, 'diskBytes'));
  return [...new Set(sources)].slice(0, 3).join('; ');
}

function whose({ applications }: HeldApplications): string {
  const names = listNames(applications.map(({ name }) => name));
  return `${counted(applications.length, 'application')} (${names})`;
}

/**
 * Adds what applications state beyond what their image is stated to hold: the larger of the two counts. Where both are
 * stated in full they contradict each other, and the image may be right (low). A volume that nobody mounts may hold it,
 * and is counted already.
 *
 * @param sum what the image takes
 * @param chained the image
 * @param held the applications whose disk it is
 * @rules HELD-1
 */
export function addMissing(sum: MemorySum, { image }: ChainedImage, held: HeldApplications): void {
  const missing = held.statedBytes - held.holdsBytes;
  if (missing <= 0) return;
  const bytes = missing * image.copies * image.slots;
  const low = held.isWhole || held.looseBytes > 0 ? 0 : bytes;
  const typical = Math.max(0, bytes - held.looseBytes);
  const name = `disk stated by ${whose(held)} beyond what image "${image.name}" is stated to hold`;
  const use = { ...figure(name, typical, statedBy(held)), low, high: bytes };
  sum.add({ low, typical, high: bytes }, use);
}

/**
 * @param held applications whose disk an image is
 * @returns what they state, for the reader: it is in the image, and not added to it
 * @rules HELD-1
 */
export function heldFigure(held: HeldApplications): FigureUse {
  const { images, statedBytes } = held;
  const name = `disk stated by ${whose(held)}, stored in ${listNames(images.map(({ image }) => image.name))}`;
  return {
    ...figure(name, statedBytes, statedBy(held)),
    conditions: 'not added: the image is that disk',
  };
}
