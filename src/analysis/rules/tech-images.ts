/** TECH-C8 to TECH-C10: how images of several instances are stored. */
import type { Image } from '../../model/layout.ts';
import { formatBytes, formatNumber } from '../../model/units.ts';
import { CLUSTER, mostClustersOf } from '../disk/qcow2-size.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import type { Subject } from '../result.ts';
import { ofEnvironment, subject } from '../subjects.ts';
import { counted } from '../wording.ts';
import type { StatedEvidence } from './evidence.ts';
import type { Rule } from './rule.ts';
import { figureEvidence } from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

const ofImage = (image: Image): Subject => subject('image', image);

/** The image, and what starts from it. */
function subjectsOf(facts: Facts, image: Image): readonly Subject[] {
  const user = facts.tree.environmentById.get(image.environmentId ?? '');
  return [ofImage(image), ...(user ? [ofEnvironment(user)] : [])];
}

function stated(image: Image, field: 'growthBytes' | 'writeBytes', name: string): StatedEvidence {
  const value = image[field];
  return {
    name: `${name} of ${image.name}`,
    value: formatBytes(value),
    source: value === null ? null : figureSource(image.sources, field),
  };
}

const ONE_BASE: Rule = {
  id: 'TECH-C8',
  title: 'Whole images for instances of one and the same',
  strength: 'advice',
  checks:
    'Several copies of one raw image are kept as one read-only base with an overlay each. That nothing writes to the base is DISK-4.',
  source: 'technology rule C8 (qemu-img, qcow2-here): an overlay holds only differences',
  onPlacement: false,
  passed: (count) => (count === 0 ? 'no images' : `${counted(count, 'image')} stored once`),
  run: (facts, report) => {
    for (const image of facts.tree.images) {
      const { copies } = image;
      if (image.format === 'raw' && image.parentId === null && copies > 1) {
        report.advice({
          subjects: subjectsOf(facts, image),
          message: `"${image.name}" is stored ${formatNumber(copies)} times as a whole`,
          limit: '1 base with an overlay per instance',
          actual: counted(copies, 'whole image'),
          remainder: String(1 - copies),
          evidence: [
            {
              name: `size of ${image.name}`,
              value: formatBytes(image.virtualBytes ?? image.contentBytes),
              source:
                image.virtualBytes === null && image.contentBytes === null
                  ? null
                  : figureSource(
                      image.sources,
                      image.virtualBytes === null ? 'contentBytes' : 'virtualBytes',
                    ),
            },
          ],
          remedy: 'Make it a read-only base, and give each instance a qcow2 overlay.',
        });
      } else report.pass();
    }
  },
};

const SCATTERED: Rule = {
  id: 'TECH-C9',
  title: 'Scattered small writes into an overlay',
  strength: 'advice',
  checks: `Overlays grow in stretches, or in writes of at least one cluster (${formatBytes(CLUSTER)}).`,
  source: 'technology rule C9 (qcow2-here): 100 x 4 KiB grew an overlay by 6.6 MiB',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no qcow2 image'
      : `no small scattered writes into ${counted(count, 'qcow2 image')}`,
  run: (facts, report) => {
    const worst = facts.catalogue.diskFormats.get('qcow2-overlay')?.figures.worst;
    for (const image of facts.tree.images) {
      if (image.format !== 'qcow2') continue;
      const { writeBytes, growthBytes } = image;
      if (writeBytes === null || writeBytes >= CLUSTER || !growthBytes) {
        report.pass();
        continue;
      }
      const factor = (mostClustersOf(writeBytes) * CLUSTER) / writeBytes;
      report.advice({
        subjects: subjectsOf(facts, image),
        message: `"${image.name}" grows by scattered writes of ${formatBytes(writeBytes)}: up to ${formatNumber(factor)} times of what is written`,
        limit: `writes of ${formatBytes(CLUSTER)}`,
        actual: formatBytes(writeBytes),
        remainder: `-${formatBytes(CLUSTER - writeBytes)}`,
        evidence: [
          stated(image, 'writeBytes', 'scattered write'),
          stated(image, 'growthBytes', 'growth'),
          ...(worst ? [figureEvidence(facts, 'largest growth measured (times)', worst)] : []),
        ],
        remedy: 'Choose smaller clusters, or put what is written like this on a raw volume.',
      });
    }
  },
};

/** Bytes in the layers under the writable one, its own image included; null when one of them is unknown. */
function contentOfLayers(byId: ReadonlyMap<string, Image>, image: Image): number | null {
  let sum = image.contentBytes;
  if (sum === null) return null;
  const seen = new Set<string>([image.id]);
  for (let at = byId.get(image.parentId ?? ''); at && !seen.has(at.id);) {
    if (at.contentBytes === null) return null;
    sum += at.contentBytes;
    seen.add(at.id);
    at = byId.get(at.parentId ?? '');
  }
  return sum;
}

const LAYERS_UNKNOWN: UnknownText = {
  message: (names) => `growth of the writable layer, or content of the layers, unknown: ${names}`,
  remedy: 'State content and growth of the images.',
};

const LAYERS: Rule = {
  id: 'TECH-C10',
  title: 'Container that writes more than its layers hold',
  strength: 'advice',
  checks:
    'The writable layer of a container does not outgrow the layers beneath: what is written much belongs on a volume, since the first write copies the whole file.',
  source: 'technology rule C10 (overlay-doc, felter15): copy-up of whole files',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no writable container layer' : `${counted(count, 'writable layer')} small`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const byId = new Map(facts.tree.images.map((image) => [image.id, image]));
    for (const image of facts.tree.images) {
      if (image.format !== 'container-layer' || image.environmentId === null) continue;
      const beneath = contentOfLayers(byId, image);
      const { growthBytes } = image;
      if (growthBytes === 0) {
        report.pass();
        continue;
      }
      if (growthBytes === null || beneath === null) {
        unknown.add('bytes', LAYERS_UNKNOWN, ofImage(image));
        continue;
      }
      if (growthBytes <= beneath) {
        report.pass();
        continue;
      }
      report.advice({
        subjects: subjectsOf(facts, image),
        message: `the writable layer "${image.name}" grows to ${formatBytes(growthBytes)} over ${formatBytes(beneath)} of layers`,
        limit: formatBytes(beneath),
        actual: formatBytes(growthBytes),
        remainder: `-${formatBytes(growthBytes - beneath)}`,
        evidence: [stated(image, 'growthBytes', 'growth')],
        remedy: 'Put what is written much on a volume.',
      });
    }
    unknown.report(report);
  },
};

/** In the order in which they are listed. */
export const TECH_IMAGE_RULES: readonly Rule[] = [ONE_BASE, SCATTERED, LAYERS];
