/** Disk images go with what starts from them, in the form in which the new technology keeps images. */
import type { DiffDraft } from '../../model/diff.ts';
import { instancesOf } from '../../model/commands/images.ts';
import { freeName } from '../../model/commands/records.ts';
import { MAX_NAME_LENGTH, type Id } from '../../model/fields.ts';
import { copiesOf, kernelOf } from '../../model/layout-tree.ts';
import { imageSchema, type Environment, type Image } from '../../model/layout.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import { nextOrder, type Plan } from '../../model/plan.ts';
import { ofImage } from '../subjects.ts';
import type { Conversion } from './conversion.ts';
import { familyOf, imageFormOf, systemHosts, type ImageForm } from './image-homes.ts';

/** What is known of an image of which nothing is known. */
const UNKNOWN = {
  parentId: null,
  environmentId: null,
  copies: 1,
  slots: 1,
  virtualBytes: null,
  contentBytes: null,
  growthBytes: null,
  writeBytes: null,
  updateBytes: null,
  sources: {},
} as const;

/** Several contents together; null where one of them is unknown. */
function together(images: readonly Image[]): number | null {
  return images.reduce<number | null>(
    (sum, { contentBytes }) => (sum === null || contentBytes === null ? null : sum + contentBytes),
    0,
  );
}

/** The images of one layout while they are carried over. */
class ImageCarrier {
  readonly #conversion: Conversion;
  readonly #plan: Plan;
  readonly #draft: DiffDraft;
  readonly #byId: ReadonlyMap<Id, Image>;
  readonly #hosts: ReadonlyMap<Id, Environment>;
  readonly #names: Set<string>;
  /** Images of before that stay as they are, with what they stand on. */
  readonly #kept = new Set<Id>();
  /** What became of an image that others stand on: the last word counts. */
  readonly #became = new Map<Id, string>();
  /** Images that go over as they are, so that what they stand on has to be there as it was. */
  readonly #asTheyWere: Image[] = [];
  /** What started from an image before, and has nothing of it, or only some files. */
  readonly #without: { readonly image: Image; readonly homes: readonly Environment[] }[] = [];
  /** Images beneath others, made anew: by format, what they stand on, and former id. */
  readonly #anew = new Map<string, Id>();
  readonly #added = new Set<Id>();
  #order: number;

  constructor(conversion: Conversion, plan: Plan, draft: DiffDraft) {
    this.#conversion = conversion;
    this.#plan = plan;
    this.#draft = draft;
    this.#byId = new Map(conversion.tree.images.map((image) => [image.id, image]));
    this.#hosts = systemHosts(conversion, plan);
    this.#names = new Set(conversion.tree.images.map(({ name }) => name));
    this.#order = nextOrder(plan.images);
  }

  /** Carries what can be carried; lists the rest, and keeps a place for it whose size is unknown. */
  carry(): void {
    const owned = new Set<Id>();
    for (const image of this.#conversion.tree.images) {
      if (image.environmentId === null) continue;
      for (const { id } of [...this.#beneath(image), image]) owned.add(id);
      if (this.#plan.environments.has(image.environmentId)) this.#keep(image, {});
      else this.#move(image);
    }
    // What nobody started from before is no business of a conversion, but it needs what it stands on.
    for (const image of this.#conversion.tree.images) {
      if (owned.has(image.id)) continue;
      for (const { id } of [...this.#beneath(image), image]) this.#kept.add(id);
      this.#asTheyWere.push(image);
    }
    for (const image of this.#asTheyWere) this.#support(image);
    for (const { image, homes } of this.#without) this.#standIn(image, homes);
    this.#listShared();
  }

  /** What only others stood on, and is not there any more as it was. */
  #listShared(): void {
    for (const image of this.#conversion.tree.images) {
      if (this.#kept.has(image.id)) continue;
      const became = this.#became.get(image.id);
      if (image.environmentId === null) this.#draft.remove('images', image.id);
      if (became !== undefined) this.#conversion.note('changed', ofImage(image), became);
      else if (image.environmentId === null) {
        const reason = 'nothing that stood on it could be carried over';
        this.#conversion.note('lost', ofImage(image), reason);
      }
    }
  }

  /** What an image stands on, from the base up. */
  #beneath(image: Image): readonly Image[] {
    const chain: Image[] = [];
    let at = this.#byId.get(image.parentId ?? '');
    while (at && !chain.includes(at) && at !== image) {
      chain.unshift(at);
      at = this.#byId.get(at.parentId ?? '');
    }
    return chain;
  }

  #keep(image: Image, fields: Partial<Image>): void {
    for (const { id } of [...this.#beneath(image), image]) this.#kept.add(id);
    this.#asTheyWere.push({ ...image, ...fields });
    this.#draft.put('images', { ...image, ...fields });
  }

  /** An environment that is gone may have started from what others stand on: they need it as it was. */
  #support(image: Image): void {
    let beneath: Id | null = null;
    for (const each of [...this.#beneath(image), image]) {
      const now = this.#draft.get('images', each.id);
      if (now?.format !== each.format) beneath = this.#again(each, beneath, {});
      else {
        if (now.parentId !== beneath) this.#draft.put('images', { ...now, parentId: beneath });
        beneath = each.id;
      }
    }
  }

  /**
   * What is lost stays on the disk as something of unknown size. It belongs to what should start from it, so that
   * what applications say of their disk, which was in the image, is not counted beside their volumes.
   */
  #standIn(image: Image, homes: readonly Environment[]): void {
    const lacking = homes.filter((home) => !this.#hasImage(home));
    for (const home of lacking) {
      const form = imageFormOf(this.#conversion, this.#plan, home);
      const { id: environmentId } = home;
      const copies = instancesOf(this.#plan, environmentId);
      const format = form === 'layers' ? 'container-layer' : 'raw';
      this.#put(`Image of ${home.name}`, format, { environmentId, copies });
    }
    if (lacking.length === 0) this.#put(`${image.name}, not carried over`, 'volume');
  }

  #hasImage(home: Environment): boolean {
    const ids = [...this.#byId.keys(), ...this.#plan.images.keys(), ...this.#added];
    return ids.some((id) => {
      const image = this.#draft.get('images', id);
      return image?.environmentId === home.id && image.format !== 'volume';
    });
  }

  #move(image: Image): void {
    const { tree, heirs } = this.#conversion;
    const former = tree.environmentById.get(image.environmentId ?? '');
    if (!former) return;
    const home = this.#plan.environments.get(heirs.get(former.id) ?? '');
    const host = this.#hosts.get(former.id);
    if (image.format === 'volume') this.#keep(image, { environmentId: home?.id ?? null });
    else if (home) this.#moveTo(image, former, home);
    else if (host && image.format !== 'container-layer') this.#moveTo(image, former, host);
    else if (!this.#unpack(image, former)) {
      const serves = former.kind === 'hypervisor' || former.kind === 'container-engine';
      this.#lose(image, this.#whyNowhere(former), serves ? [] : this.#successorsOf(former));
    }
  }

  #successorsOf(former: Environment): readonly Environment[] {
    const ids = [...(this.#conversion.successors.get(former.id) ?? [])];
    return ids.flatMap((id) => this.#plan.environments.get(id) ?? []);
  }

  #whyNowhere(former: Environment): string {
    const successors = this.#successorsOf(former);
    const [only] = successors;
    if (former.kind === 'hypervisor' || former.kind === 'container-engine') {
      return `nothing takes the place of "${former.name}"`;
    }
    if (!only) return `what stood in "${former.name}" has no place any more`;
    return successors.length > 1
      ? `what stood in "${former.name}" stands in ${successors.length} environments now: how much of the image belongs to each is not known`
      : `what stood in "${former.name}" shares "${only.name}" with others now: how much of their images is the same is not known`;
  }

  #moveTo(image: Image, former: Environment, home: Environment): void {
    const { tree } = this.#conversion;
    const copies =
      image.copies === copiesOf(tree, former.id) ? instancesOf(this.#plan, home.id) : image.copies;
    const moved: Image = { ...image, copies, environmentId: home.id };
    const form = imageFormOf(this.#conversion, this.#plan, home);
    const ran = kernelOf(tree, former.id)?.os.family ?? 'none';
    const runs = form === 'layers' && home.os === null ? ran : familyOf(home);
    if (ran !== runs) {
      this.#lose(
        image,
        `made for ${OS_NAMES[ran]}; "${home.name}" runs ${OS_NAMES[familyOf(home)]}`,
        [home],
      );
    } else if (image.format === 'container-layer') this.#moveLayer(moved, home, form);
    else if (form === 'layers') this.#toLayers(moved, former, home);
    else if (image.format === 'qcow2' && form === 'whole') this.#flatten(moved, home);
    else this.#keep(image, moved);
  }

  #moveLayer(moved: Image, home: Environment, form: ImageForm): void {
    if (form === 'layers') this.#keep(moved, {});
    else if (form === 'overlays') this.#toOverlay(moved, home);
    else {
      this.#flatten(moved, home);
      this.#put(`System of ${home.name}`, 'volume');
    }
  }

  /** One raw image with everything it stood on in it. */
  #flatten(moved: Image, home: Environment): void {
    const beneath = this.#beneath(moved);
    const virtualBytes =
      [...beneath, moved].findLast((each) => each.virtualBytes !== null)?.virtualBytes ?? null;
    const contentBytes = together([...beneath, moved]);
    const added =
      moved.format === 'container-layer'
        ? '; what its system takes beside the layers is not known'
        : '';
    this.#change(
      { ...moved, format: 'raw', parentId: null, virtualBytes, contentBytes },
      `a raw image of its own now: "${home.name}" has no images that stand on each other${added}`,
    );
    for (const { id } of beneath) this.#became.set(id, 'is in every image that stood on it now');
  }

  /** Layers as qcow2 images on a system that nothing is known of, each there once as before. */
  #toOverlay(moved: Image, home: Environment): void {
    const base = this.#system(home);
    const parentId = this.#beneath(moved).reduce(
      (beneath, each) => this.#again(each, beneath, { format: 'qcow2', virtualBytes: null }),
      base,
    );
    this.#change(
      { ...moved, format: 'qcow2', parentId, virtualBytes: null },
      `a qcow2 image on a system of "${home.name}" now, whose size is not known`,
    );
  }

  /** Overlays as layers: what is written above the base is files, of the base nobody knows how much is a kernel. */
  #toLayers(moved: Image, former: Environment, home: Environment): void {
    const [base, ...between] = this.#beneath(moved);
    if (!base) {
      const reason = `holds the system of "${former.name}" and its applications in one: how much of it "${home.name}" needs on the kernel beneath is not known`;
      this.#lose(moved, reason, [home]);
      return;
    }
    const layer = { format: 'container-layer', virtualBytes: null } as const;
    const bottom = this.#again(base, null, { ...layer, contentBytes: null });
    const parentId = between.reduce((beneath, each) => this.#again(each, beneath, layer), bottom);
    this.#change({ ...moved, ...layer, parentId }, `a container layer of "${home.name}" now`);
    const reason =
      'a base layer of containers now: without its kernel, and how much that leaves is not known';
    this.#became.set(base.id, reason);
  }

  /** Files of a layer that lie on the disk of the kernel which its applications share now. */
  #unpack(image: Image, former: Environment): boolean {
    const [home, ...more] = this.#successorsOf(former);
    if (image.format !== 'container-layer' || !home || more.length > 0) return false;
    if (image.copies > 1 || home.kind === 'container') return false;
    for (const each of this.#beneath(image)) {
      if (this.#became.has(each.id)) continue;
      this.#became.set(each.id, `how much of it "${home.name}" has already is not known`);
      this.#put(`${each.name}, not carried over`, 'volume');
    }
    if (!this.#without.some(({ homes }) => homes.includes(home)))
      this.#without.push({ image, homes: [home] });
    this.#change(
      { ...image, format: 'volume', parentId: null, environmentId: home.id },
      `its files lie on the disk of "${home.name}" now`,
    );
    return true;
  }

  /** The same image beneath others, in another format; there once, whoever stands on it. */
  #again(image: Image, parentId: Id | null, fields: Partial<Image>): Id {
    const format = fields.format ?? image.format;
    const key = `${format} ${parentId ?? ''} ${image.id}`;
    const known = this.#anew.get(key);
    if (known !== undefined) return known;
    const id = this.#conversion.newId('image');
    this.#anew.set(key, id);
    const order = this.#order++;
    this.#draft.put('images', { ...image, ...fields, id, parentId, order, environmentId: null });
    const words = format === 'container-layer' ? 'container layer' : `${format} image`;
    this.#became.set(image.id, `a ${words} now, once beneath what stands on it`);
    return id;
  }

  /** What guests of one kernel have beneath the layers that they brought; once for all of them. */
  #system(home: Environment): Id {
    const family = familyOf(home);
    const known = this.#anew.get(family);
    if (known !== undefined) return known;
    const id = this.#put(`System of the guests (${OS_NAMES[family]})`, 'qcow2');
    this.#anew.set(family, id);
    return id;
  }

  /** Something on the disk that nothing is known of, so that the disk stays "at least". */
  #put(name: string, format: Image['format'], fields: Partial<Image> = {}): Id {
    const id = this.#conversion.newId('image');
    const free = freeName(name.slice(0, MAX_NAME_LENGTH), this.#names);
    this.#names.add(free);
    const { layoutId } = this.#conversion.args;
    const own = { id, layoutId, format, name: free, order: this.#order++ };
    this.#added.add(id);
    const image = { ...UNKNOWN, ...own, ...fields };
    this.#draft.put('images', imageSchema.parse(image));
    return id;
  }

  #change(image: Image, reason: string): void {
    this.#kept.add(image.id);
    this.#draft.put('images', image);
    this.#conversion.note('changed', ofImage(image), reason);
  }

  #lose(image: Image, reason: string, homes: readonly Environment[]): void {
    this.#draft.remove('images', image.id);
    this.#conversion.note('lost', ofImage(image), reason);
    this.#without.push({ image, homes });
  }
}

/**
 * Carries over the images of environments that are gone.
 *
 * To what took the place of the one that started from it, where that runs the same kernel: as it is where the new
 * technology keeps images so; qcow2 chains and layers as one raw image each where it has no images that stand on each
 * other; layers as qcow2 images on one system, overlays as layers on one base, each there once as before. Content,
 * growth, updates, slots stay; there are as many copies as instances where there were before. What cannot be told is
 * left out, listed, and leaves something of unknown size, which makes the disk of the layout "at least".
 *
 * @param conversion what is converted; what is lost or changed is noted
 * @param plan the plan with the new environments
 * @param draft what the images are put into
 * @cost O(images x length of a chain)
 * @rules CONVERT-8
 */
export function carryImagesOver(conversion: Conversion, plan: Plan, draft: DiffDraft): void {
  new ImageCarrier(conversion, plan, draft).carry();
}
