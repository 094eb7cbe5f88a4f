/** DISK-1 to DISK-6: storage, and images that stand on each other. */
import type { ImageFormat } from '../../model/layout.ts';
import { copiesOf } from '../../model/layout-tree.ts';
import { formatBytes } from '../../model/units.ts';
import type { ImageDisk } from '../disk/disk-facts.ts';
import type { HeldApplications } from '../disk/held-applications.ts';
import { growthOf } from '../disk/image-size.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import { ofApplication, ofEnvironment, ofImage, subject } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import { compareBytes } from './byte-budget.ts';
import type { Report, Rule } from './rule.ts';

/** How many disk needs are quoted. */
const LISTED = 12;

const STORAGE: Rule = {
  id: 'DISK-1',
  title: 'Storage of the layout exceeded',
  strength: 'hard',
  checks:
    'All images with their growth, copies and slots, and what environments without an image need, fit into the storage there is.',
  source: 'catalogue, disk formats',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'nothing is placed, and the layout has no images and says nothing of its storage'
      : 'everything fits into the storage',
  run: (facts, report) => {
    const { capacity, images, total } = facts.disk;
    const nothing = images.length === 0 && facts.tree.placements.length === 0;
    if (capacity === null && nothing) return;
    compareBytes(
      {
        subjects: [subject('layout', facts.tree.layout)],
        what: 'the layout',
        content: total,
        capacity,
        capacityWord: 'the storage there is',
        capacityFigures: [],
        remedy: 'Share a base among images, let them grow less, or fit more storage.',
        capacityRemedy: 'State how much storage the layout has.',
      },
      report,
    );
  },
};

function checkMasking({ image, beneath, masking }: ImageDisk, report: Report): boolean {
  if (masking === null || (masking.updateBytes === null && masking.updates === null)) return false;
  const { ownBytes, baseBytes, updates, updateBytes } = masking;
  const base = listNames(beneath.map(({ name }) => name));
  if (updates === null || updates > 1) {
    report.pass();
    return true;
  }
  const after = updates === 0 ? ownBytes : ownBytes + (updateBytes ?? 0);
  const when = updates === 0 ? 'already before any update' : 'after one update';
  report.warning({
    subjects: [ofImage(image), ...beneath.map(ofImage)],
    message: `image "${image.name}" holds ${formatBytes(after)} ${when}, as much as ${base} beneath it (${formatBytes(baseBytes)}): it masks its base, and sharing saves nothing`,
    limit: formatBytes(baseBytes),
    actual: formatBytes(after),
    remainder: `-${formatBytes(Math.max(0, after - baseBytes))}`,
    evidence: [
      {
        name: 'content and growth of the image',
        value: formatBytes(ownBytes),
        source: figureSource(image.sources, 'growthBytes'),
      },
      { name: 'content beneath', value: formatBytes(baseBytes), source: 'estimate' },
      {
        name: 'rewritten by one update',
        value: formatBytes(updateBytes),
        source: updateBytes === null ? null : figureSource(image.sources, 'updateBytes'),
      },
    ],
    remedy:
      'Update the base and make the overlays anew, instead of updating inside each; or keep what grows on a volume.',
  });
  return true;
}

const MASKED: Rule = {
  id: 'DISK-2',
  title: 'Overlay that masks its base',
  strength: 'advice',
  checks:
    'A qcow2 overlay stays smaller than what it stands on, also after one update of the system made inside it.',
  source: 'qemu-img (an overlay records the differences from its backing file)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no overlay whose content, base and update are stated'
      : `${counted(count, 'overlay')} smaller than what ${count === 1 ? 'it stands' : 'they stand'} on, also after an update`,
  run: (facts, report) => {
    const overlays = facts.disk.images.filter(
      ({ image, beneath, isInstance }) =>
        image.format === 'qcow2' &&
        beneath.length > 0 &&
        (isInstance || image.updateBytes !== null),
    );
    const unknown = overlays.filter((overlay) => !checkMasking(overlay, report));
    if (unknown.length === 0) return;
    const names = listNames(unknown.map(({ image }) => image.name));
    report.notAssessed({
      subjects: unknown.map(({ image }) => ofImage(image)),
      message: `of ${names} it is unknown when ${unknown.length === 1 ? 'it is' : 'they are'} as large as what ${unknown.length === 1 ? 'it stands' : 'they stand'} on`,
      remedy: 'State content and growth of the images, and how much an update rewrites.',
    });
  },
};

function checkCopies(facts: Facts, disk: ImageDisk, report: Report): void {
  const { image } = disk;
  const environment =
    image.environmentId === null ? undefined : facts.tree.environmentById.get(image.environmentId);
  if (!environment) return;
  const instances = copiesOf(facts.tree, environment.id);
  // As stated: the sum follows the environment.
  const copies = facts.plan.images.get(image.id)?.copies ?? image.copies;
  const growth = growthOf(disk);
  if (instances === copies || (instances > copies && growth === 0)) {
    report.pass();
    return;
  }
  const found = {
    subjects: [ofImage(image), ofEnvironment(environment)],
    message: `"${environment.name}" is there ${counted(instances, 'time')}, its image "${image.name}" ${counted(copies, 'time')}`,
    limit: counted(instances, 'instance'),
    actual: counted(copies, 'copy', 'copies'),
    remainder: String(copies - instances),
    remedy: 'Give each instance an overlay of its own, or say that the image does not grow.',
  };
  if (instances < copies) report.warning(found);
  else if (growth === null) {
    report.notAssessed({
      ...found,
      message: `${found.message}; whether it is written to is unknown`,
    });
  } else {
    report.error({ ...found, message: `${found.message}, and they all write to it` });
  }
}

const COPIES: Rule = {
  id: 'DISK-3',
  title: 'Instances that write to one image',
  strength: 'hard',
  checks:
    'Every instance of an environment has a copy of its image, unless nothing is written to it: fewer is an error, more a warning.',
  source: 'qemu-img (an image must not be written to by two guests)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no environment starts from an image'
      : `${counted(count, 'image')} with a copy for every instance, or never written to`,
  run: (facts, report) => {
    for (const disk of facts.disk.images) checkCopies(facts, disk, report);
  },
};

const BASE: Rule = {
  id: 'DISK-4',
  title: 'Base that is written to',
  strength: 'hard',
  checks: 'No environment writes to an image that qcow2 overlays stand on.',
  source: 'catalogue, disk format qcow2-overlay: the base must stay unmodified (qemu-img)',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no image has overlays' : `${counted(count, 'base')} that nobody writes to`,
  run: (facts, report) => {
    for (const disk of facts.disk.images) {
      const { image, children } = disk;
      const overlays = children.filter(({ format }) => format === 'qcow2');
      if (overlays.length === 0) continue;
      const environment =
        image.environmentId === null
          ? undefined
          : facts.tree.environmentById.get(image.environmentId);
      if (!environment || growthOf(disk) === 0) {
        report.pass();
        continue;
      }
      const found = {
        subjects: [ofImage(image), ofEnvironment(environment), ...overlays.map(ofImage)],
        message: `"${environment.name}" starts from image "${image.name}", on which ${listNames(overlays.map(({ name }) => name))} ${overlays.length === 1 ? 'stands' : 'stand'}`,
        remedy: 'Let it start from an overlay of its own.',
      };
      if (growthOf(disk) === null) {
        const message = `${found.message}; whether it writes to it is unknown`;
        report.notAssessed({ ...found, message });
      } else {
        report.error({ ...found, message: `${found.message}, and changes it beneath them` });
      }
    }
  },
};

/** What an image of each format can stand on. */
const STANDS_ON: Readonly<Record<ImageFormat, readonly ImageFormat[]>> = {
  qcow2: ['qcow2', 'raw'],
  'container-layer': ['container-layer'],
  raw: [],
  volume: [],
};
/** Lower layers of one overlayfs mount, as Docker documents it. */
const MOST_LAYERS = 128;

const FORMAT: Rule = {
  id: 'DISK-5',
  title: 'Image that cannot stand on another',
  strength: 'hard',
  checks:
    'A qcow2 overlay stands on qcow2 or raw, a container layer on at most 127 other layers, raw images and volumes on nothing.',
  source: 'qemu-img; overlay-doc (up to 128 lower layers)',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no image stands on another' : `${counted(count, 'image')} on what can carry it`,
  run: (facts, report) => {
    for (const { image, beneath } of facts.disk.images) {
      const base = beneath.at(-1);
      if (!base) continue;
      const allowed = STANDS_ON[image.format];
      const layers = beneath.length + 1;
      if (!allowed.includes(base.format)) {
        report.error({
          subjects: [ofImage(image), ofImage(base)],
          message: `image "${image.name}" (${image.format}) cannot stand on "${base.name}" (${base.format})`,
          limit: allowed.length === 0 ? 'nothing beneath it' : allowed.join(' or '),
          actual: base.format,
          remedy: 'Choose another format for one of them, or let it stand alone.',
        });
      } else if (image.format === 'container-layer' && layers > MOST_LAYERS) {
        report.error({
          subjects: [ofImage(image)],
          message: `image "${image.name}" is the ${layers}th layer of its stack`,
          limit: counted(MOST_LAYERS, 'layer'),
          actual: counted(layers, 'layer'),
          remainder: String(MOST_LAYERS - layers),
          remedy: 'Join layers into one.',
        });
      } else report.pass();
    }
  },
};

function checkHeld(held: HeldApplications, unknown: HeldApplications[], report: Report): void {
  const { environment, images, applications, statedBytes, holdsBytes, mostBytes, isWhole } = held;
  const isLoose = mostBytes !== null && statedBytes <= mostBytes + held.looseBytes;
  if (mostBytes === null || (statedBytes <= mostBytes ? !isWhole : isLoose)) {
    // What is known to be there already may be enough.
    if (statedBytes <= holdsBytes) report.pass();
    else unknown.push(held);
    return;
  }
  if (statedBytes <= mostBytes) {
    report.pass();
    return;
  }
  const what = isWhole ? 'content and growth' : 'size of the disk';
  const names = listNames(images.map(({ image }) => image.name));
  report.warning({
    subjects: [
      ...images.map(({ image }) => ofImage(image)),
      ofEnvironment(environment),
      ...applications.map(ofApplication),
    ],
    message: `${listNames(applications.map(({ name }) => name))} in "${environment.name}" ${applications.length === 1 ? 'states' : 'state'} a disk need of ${formatBytes(statedBytes)}, and ${names} ${images.length === 1 ? 'holds' : 'hold'} ${formatBytes(mostBytes)} (${what}): one of the two is wrong, and the larger counts`,
    limit: formatBytes(mostBytes),
    actual: formatBytes(statedBytes),
    remainder: `-${formatBytes(statedBytes - mostBytes)}`,
    evidence: applications.slice(0, LISTED).map(({ name, diskBytes, sources }) => ({
      name: `disk of "${name}"`,
      value: formatBytes(diskBytes),
      source: figureSource(sources, 'diskBytes'),
    })),
    remedy:
      'Correct content and growth of the image, or the disk need of the applications; or name the volume that holds the rest as an image of the environment.',
  });
}

const HELD: Rule = {
  id: 'DISK-6',
  title: 'Image that holds less than its applications state',
  strength: 'strong',
  checks:
    'The images of an environment, with all they stand on, hold at least the disk that the applications in it state.',
  source: 'definition: an image of an environment is the disk of what stands in it',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no application with a stated disk need stands in an environment with an image'
      : `images of ${counted(count, 'environment')} hold what the applications in ${count === 1 ? 'it' : 'them'} state`,
  run: (facts, report) => {
    const unknown: HeldApplications[] = [];
    for (const { held } of facts.disk.images) if (held) checkHeld(held, unknown, report);
    if (unknown.length === 0) return;
    const images = unknown.flatMap((held) => held.images.map(({ image }) => image));
    report.notAssessed({
      subjects: images.map(ofImage),
      message: `whether ${listNames(images.map(({ name }) => name))} ${images.length === 1 ? 'holds' : 'hold'} what the applications inside state is unknown`,
      remedy: 'State content and growth of the images, and where volumes are mounted.',
    });
  },
};

/** In the order in which they are listed. */
export const DISK_RULES: readonly Rule[] = [STORAGE, MASKED, COPIES, BASE, FORMAT, HELD];
