/** Machine-vision edge server: the disk images of its layouts. Every size is an estimate. */
import { ESTIMATE, GIB, KIB, MIB, type ImageInput } from './author.ts';
import { APPLICATIONS } from './vision-applications.ts';
import { SERVICES, type Group } from './vision-groups.ts';

/** Two drives of the server, as the target has them: 7,680 GiB and 960 GiB. */
export const DRIVES = (7680 + 960) * GIB;

/** Applications whose disk space is data: it stands on a volume, beside the image. */
const ON_VOLUME: ReadonlySet<string> = new Set([
  'image-store',
  'historian-db',
  'result-db',
  'model-registry',
  'message-broker',
  'update-agent',
  'metrics-collector',
  'log-collector',
]);
const VIRTUAL = 64 * GIB;
/** What one update of the system rewrites: kernel, libraries, base services. */
const SYSTEM_UPDATE = 900 * MIB;

type Sized = Pick<ImageInput, 'contentBytes'> & Partial<ImageInput>;

function image(
  layout: string,
  word: string,
  name: string,
  format: ImageInput['format'],
  sizes: Sized,
): ImageInput {
  return { id: `${layout}.disk.${word}`, name, format, sources: ESTIMATE, ...sizes };
}

function on(layout: string, word: string): string {
  return `${layout}.disk.${word}`;
}

function diskOf(applicationId: string): number {
  return APPLICATIONS.find(({ id }) => id === applicationId)?.diskBytes ?? 0;
}

/** What the programs of a group take, without data on volumes. */
export function programsOf({ apps }: Group): number {
  const programs = apps.filter(({ app }) => !ON_VOLUME.has(app));
  return programs.reduce((sum, { app }) => sum + diskOf(app), 0);
}

/** The host's own system, kept twice so that an update can be taken back. */
export function hostImage(layout: string): ImageInput[] {
  return [
    image(layout, 'host', 'Host system', 'raw', {
      environmentId: `${layout}.host`,
      slots: 2,
      virtualBytes: 40 * GIB,
      contentBytes: 6 * GIB,
      growthBytes: 8 * GIB,
    }),
  ];
}

/** What the VMs of a layout stand on: one system, and on it what several of them have in common. */
export function chain(layout: string, stacks: readonly ('engine' | 'vision')[]): ImageInput[] {
  const base = image(layout, 'base', 'Base system', 'qcow2', {
    virtualBytes: VIRTUAL,
    contentBytes: 2400 * MIB,
  });
  const engine = image(layout, 'engine', '+ container engine', 'qcow2', {
    parentId: on(layout, 'base'),
    contentBytes: 420 * MIB,
  });
  const vision = image(layout, 'vision', '+ vision stack', 'qcow2', {
    parentId: on(layout, 'base'),
    contentBytes: 1400 * MIB,
  });
  return [base, ...stacks.map((stack) => (stack === 'engine' ? engine : vision))];
}

/** What one VM keeps of its own. */
export function overlay(
  layout: string,
  word: string,
  name: string,
  parent: 'base' | 'engine' | 'vision',
  sizes: Sized,
): ImageInput {
  return image(layout, word, name, 'qcow2', {
    parentId: on(layout, parent),
    environmentId: `${layout}.${word}`,
    updateBytes: SYSTEM_UPDATE,
    ...sizes,
  });
}

/** Message broker and metrics write pages of 16 KiB all over the disk. */
export const SERVICE_WRITES = {
  contentBytes: 300 * MIB,
  growthBytes: 1536 * MIB,
  writeBytes: 16 * KIB,
};

/** The Windows VM stands alone: nothing else is made from its system. */
export function windowsImage(layout: string): ImageInput {
  return image(layout, 'recipe', 'Windows VM', 'qcow2', {
    environmentId: `${layout}.recipe`,
    virtualBytes: VIRTUAL,
    contentBytes: 17 * GIB,
    growthBytes: 8 * GIB,
  });
}

/** Layers that the containers share, and one layer and a writable one for each. */
export function layers(
  layout: string,
  vision: readonly Group[],
  services: readonly Group[],
): ImageInput[] {
  const runtime = (word: string, name: string, contentBytes: number) =>
    image(layout, word, name, 'container-layer', {
      parentId: on(layout, 'layer-base'),
      contentBytes,
    });
  const own = (group: Group, parent: string) =>
    image(layout, group.word, group.name, 'container-layer', {
      parentId: on(layout, parent),
      environmentId: `${layout}.${group.word}`,
      contentBytes: programsOf(group),
      growthBytes: 200 * MIB,
    });
  return [
    image(layout, 'layer-base', 'Base layer', 'container-layer', { contentBytes: 120 * MIB }),
    ...(vision.length > 0 ? [runtime('layer-vision', '+ vision runtime', 1400 * MIB)] : []),
    ...vision.map((group) => own(group, 'layer-vision')),
    runtime('layer-service', '+ service runtime', 350 * MIB),
    ...services.map((group) => own(group, 'layer-service')),
  ];
}

/** Data that outlives every image: pictures, measurements, results, models; mounted where its application stands. */
export function volumes(layout: string): ImageInput[] {
  return APPLICATIONS.filter(({ id }) => ON_VOLUME.has(id)).map((application) => {
    const group = SERVICES.find(({ apps }) => apps.some(({ app }) => app === application.id));
    return image(layout, `data-${application.id}`, `Data of ${application.name}`, 'volume', {
      environmentId: `${layout}.${group?.word ?? 'host'}`,
      contentBytes: 0,
      growthBytes: application.diskBytes ?? 0,
    });
  });
}
