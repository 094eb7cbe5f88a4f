/** Vehicle gateway and instrument cluster: what lies on the eMMC. Every size is an estimate. */
import { ESTIMATE, GIB, KIB, MIB, type ImageInput } from './author.ts';
import { APPLICATIONS } from './gateway-applications.ts';

/** The eMMC of this sample is sold as 64 GB; this is left of it for images. */
export const EMMC = 58 * GIB;

/** Applications whose disk space is mostly data, and how much of it is program. */
const PROGRAM_OF: Readonly<Record<string, number>> = {
  'data-logger': 24 * MIB,
  'ota-agent': 30 * MIB,
  infotainment: 3 * GIB,
};

function diskOf(applicationId: string): number {
  return APPLICATIONS.find(({ id }) => id === applicationId)?.diskBytes ?? 0;
}

function programsOf(applications: readonly string[]): number {
  return applications.reduce((sum, id) => sum + (PROGRAM_OF[id] ?? diskOf(id)), 0);
}

/** The system of one environment with its programs: read-only, and twice, so that an update can be taken back. */
function system(
  layout: string,
  word: string,
  name: string,
  systemBytes: number,
  partitionBytes: number,
  applications: readonly string[],
): ImageInput {
  return {
    id: `${layout}.disk.${word}`,
    name,
    format: 'raw',
    environmentId: `${layout}.${word}`,
    slots: 2,
    virtualBytes: partitionBytes,
    contentBytes: systemBytes + programsOf(applications),
    growthBytes: 0,
    sources: ESTIMATE,
  };
}

/** Images of the two M4F cores: the same in every layout. */
function microcontrollers(layout: string): ImageInput[] {
  const rtos = 256 * KIB;
  return [
    system(layout, 'm4-0', 'M4F 0', rtos, MIB, ['body-control', 'health-monitor']),
    system(layout, 'm4-1', 'M4F 1', rtos, MIB, ['com-stack']),
  ];
}

/** What the vehicle writes: it outlives every system. */
function data(layout: string): ImageInput[] {
  return Object.entries(PROGRAM_OF).map(([id, programBytes]) => ({
    id: `${layout}.disk.data-${id}`,
    name: `Data of ${APPLICATIONS.find((application) => application.id === id)?.name ?? id}`,
    format: 'volume' as const,
    contentBytes: 0,
    growthBytes: diskOf(id) - programBytes,
    sources: ESTIMATE,
  }));
}

/** Layers of containers: one base, and one layer with the programs of each, A and B. */
function layers(
  layout: string,
  containers: readonly (readonly [word: string, applications: readonly string[]])[],
): ImageInput[] {
  const base = `${layout}.disk.layer-base`;
  return [
    {
      id: base,
      name: 'Base layer',
      format: 'container-layer',
      slots: 2,
      contentBytes: 60 * MIB,
      sources: ESTIMATE,
    },
    ...containers.map(([word, applications]): ImageInput => ({
      id: `${layout}.disk.${word}`,
      parentId: base,
      name: `Layer of ${word}`,
      format: 'container-layer',
      environmentId: `${layout}.${word}`,
      slots: 2,
      contentBytes: programsOf(applications),
      growthBytes: 8 * MIB,
      sources: ESTIMATE,
    })),
  ];
}

const COCKPIT = ['cluster-hmi', 'rear-camera', 'audio-mixer'];
const SERVICES = ['diagnostics', 'data-logger', 'ota-agent'];

/** @returns images of the layout with static partitions */
export function staticImages(layout: string): ImageInput[] {
  const vehicle = ['gateway-routing', 'firewall-ids', ...SERVICES, 'telemetry'];
  return [
    ...microcontrollers(layout),
    system(layout, 'jailhouse', 'Loader, Jailhouse, cells', 20 * MIB, 64 * MIB, []),
    system(layout, 'vehicle', 'Vehicle system', 480 * MIB, GIB, vehicle),
    system(layout, 'telltale', 'Telltale system', 512 * KIB, 8 * MIB, ['telltale-guard']),
    system(layout, 'cockpit', 'Cockpit system', 900 * MIB, 2 * GIB, COCKPIT),
    system(layout, 'infotainment', 'Android', 2560 * MIB, 6 * GIB, ['infotainment']),
    ...data(layout),
  ];
}

/** @returns images of the layout with containers on one Linux */
export function containerImages(layout: string): ImageInput[] {
  return [
    ...microcontrollers(layout),
    system(layout, 'linux', 'Linux with graphics', 1100 * MIB, 2 * GIB, []),
    ...layers(layout, [
      ['gateway', ['gateway-routing']],
      ['security', ['firewall-ids']],
      ['services', SERVICES],
      ['telemetry', ['telemetry']],
      ['cockpit', ['cluster-hmi']],
      ['camera', ['rear-camera', 'audio-mixer']],
      ['telltale', ['telltale-guard']],
      ['infotainment', ['infotainment']],
    ]),
    ...data(layout),
  ];
}

/** @returns images of the layout that mixes partitions, thin VMs and containers */
export function mixedImages(layout: string): ImageInput[] {
  return [
    ...microcontrollers(layout),
    system(layout, 'xen', 'Loader, Xen, domains', 24 * MIB, 64 * MIB, []),
    system(layout, 'gateway', 'Gateway domain', 4 * MIB, 64 * MIB, ['gateway-routing']),
    system(layout, 'telltale', 'Telltale domain', 512 * KIB, 8 * MIB, ['telltale-guard']),
    system(layout, 'services', 'Services system', 380 * MIB, GIB, []),
    ...layers(layout, [
      ['security', ['firewall-ids']],
      ['vehicle-services', SERVICES],
      ['telemetry', ['telemetry']],
    ]),
    system(layout, 'cockpit', 'Cockpit system', 900 * MIB, 2 * GIB, COCKPIT),
    system(layout, 'infotainment', 'Android', 2560 * MIB, 6 * GIB, ['infotainment']),
    ...data(layout),
  ];
}
