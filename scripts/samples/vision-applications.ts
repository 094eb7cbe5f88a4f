/** Machine-vision edge server: forty applications, and what they say to each other. */
import {
  ESTIMATE,
  GIB,
  KIB,
  MIB,
  MS,
  SECOND,
  US,
  type ApplicationInput,
  type ChainInput,
  type LinkInput,
  type TaskInput,
} from './author.ts';

const ON = { coreType: 'Ice Lake-SP', clockHz: 2_200_000_000 } as const;

/** A 5-megapixel camera with one byte per pixel, as much as 1 Gbit/s Ethernet carries. */
export const PICTURE = { width: 2448, height: 2048, bytesPerPixel: 1, perSecond: 24 } as const;
export const PICTURE_BYTES = PICTURE.width * PICTURE.height * PICTURE.bytesPerPixel;
const PICTURE_SOURCE = `computed: ${PICTURE.width} x ${PICTURE.height} pixels of 1 byte`;

/** What a network takes in: three channels of 640 x 640 bytes. */
const TENSOR_BYTES = 640 * 640 * 3;
const TENSOR_SOURCE = 'computed: 640 x 640 pixels of 3 bytes';

type Figures = readonly [share: number, privateMib: number, sharedMib: number, diskMib: number];

function app(
  id: string,
  name: string,
  [share, privateMib, sharedMib, diskMib]: Figures,
  more: Partial<ApplicationInput> = {},
): ApplicationInput {
  return {
    id,
    name,
    os: 'linux',
    isas: ['x86_64'],
    realTime: 'none',
    trust: 'own',
    cpuLoad: { share, ...ON },
    memoryPrivateBytes: privateMib * MIB,
    memorySharedBytes: sharedMib * MIB,
    diskBytes: diskMib * MIB,
    sources: ESTIMATE,
    ...more,
  };
}

/** Eight cameras and the like: one application each, numbered from 1. */
function several(
  count: number,
  id: string,
  name: string,
  figures: Figures,
  more: Partial<ApplicationInput>,
): ApplicationInput[] {
  return Array.from({ length: count }, (_, index) =>
    app(`${id}-${index + 1}`, `${name} ${index + 1}`, figures, more),
  );
}

const NETWORK = { services: ['network'] };
const SOFT = { realTime: 'soft' } satisfies Partial<ApplicationInput>;

const PIPELINE: ApplicationInput[] = [
  ...several(8, 'camera', 'Camera ingest', [0.4, 512, 40, 60], {
    ...SOFT,
    ...NETWORK,
    devices: [{ class: 'ethernet', count: 1, access: 'any' }],
    startupNeedNs: 10 * SECOND,
  }),
  ...several(4, 'pre-process', 'Pre-processing', [0.85, 768, 120, 200], SOFT),
  ...several(6, 'inference', 'Inference worker', [1.5, 3072, 900, 1500], {
    ...SOFT,
    description: 'Runs the network on the vector units of two cores.',
    supplier: 'Model supplier',
    trust: 'third-party',
  }),
  ...several(2, 'tracking', 'Tracking', [0.8, 640, 80, 120], SOFT),
  app('defect-classifier', 'Defect classifier', [1.2, 2048, 600, 900], SOFT),
  app('measurement', 'Measurement', [0.7, 512, 90, 150], SOFT),
];

const CONTROL: ApplicationInput[] = [
  app('reject-control', 'Reject control', [0, 64, 12, 30], {
    description: 'Fires the ejector when the part passes it. On Linux with PREEMPT_RT.',
    cpuLoad: null,
    realTime: 'hard',
    criticality: { scale: 'SIL', level: '1' },
    startupNeedNs: 20 * SECOND,
  }),
  app('plc-gateway', 'PLC gateway', [0, 96, 20, 60], {
    cpuLoad: null,
    realTime: 'hard',
    devices: [{ class: 'ethernet', count: 1, access: 'any' }],
    ...NETWORK,
  }),
  app('opcua-server', 'OPC UA server', [0.25, 256, 40, 120], NETWORK),
  app('mes-connector', 'MES connector', [0.15, 256, 60, 150], {
    ...NETWORK,
    supplier: 'Plant IT',
    trust: 'third-party',
  }),
  app('recipe-manager', 'Recipe manager', [0.5, 1536, 400, 6000], {
    description: 'Tool of the camera maker; exists for Windows only.',
    os: 'windows',
    supplier: 'Camera maker',
    trust: 'third-party',
  }),
];

const DATA: ApplicationInput[] = [
  app('image-store', 'Image store', [0.5, 2048, 60, 4 * 1024 * 1024], {
    devices: [{ class: 'nvme', count: 1, access: 'any' }],
    services: ['files'],
  }),
  app('historian-db', 'Historian database', [0.6, 4096, 200, 512 * 1024], { services: ['files'] }),
  app('result-db', 'Result database', [0.5, 4096, 200, 256 * 1024], { services: ['files'] }),
  app('model-registry', 'Model registry', [0.1, 512, 80, 40 * 1024], { services: ['files'] }),
  app('report-generator', 'Report generator', [0.15, 768, 150, 500], { services: ['files'] }),
];

const PLATFORM: ApplicationInput[] = [
  app('web-hmi', 'Web HMI', [0.3, 384, 90, 250], NETWORK),
  app('api-gateway', 'API gateway', [0.3, 256, 50, 120], NETWORK),
  app('auth-service', 'Authentication', [0.1, 256, 60, 150], NETWORK),
  app('message-broker', 'Message broker', [0.5, 1024, 40, 2048], NETWORK),
  app('time-sync', 'Time synchronisation', [0.03, 16, 6, 10], {
    ...NETWORK,
    description: 'PTP clock for cameras and control.',
    devices: [{ class: 'ethernet', count: 1, access: 'any' }],
  }),
  app('update-agent', 'Update agent', [0.05, 128, 30, 20 * 1024], {
    services: ['files', 'network'],
  }),
  app('metrics-collector', 'Metrics collector', [0.2, 512, 60, 8192], NETWORK),
  app('log-collector', 'Log collector', [0.2, 512, 60, 20 * 1024], { services: ['files'] }),
];

export const APPLICATIONS: ApplicationInput[] = [...PIPELINE, ...CONTROL, ...DATA, ...PLATFORM];

export const TASKS: TaskInput[] = [
  {
    id: 'reject-control.decide',
    applicationId: 'reject-control',
    name: 'Decide',
    periodNs: 1 * MS,
    bcetNs: 30 * US,
    acetNs: 60 * US,
    wcetNs: 180 * US,
    priority: 90,
    ...ON,
    sources: ESTIMATE,
  },
  {
    id: 'reject-control.follow',
    applicationId: 'reject-control',
    name: 'Follow belt',
    periodNs: 4 * MS,
    bcetNs: 120 * US,
    acetNs: 200 * US,
    wcetNs: 450 * US,
    priority: 80,
    ...ON,
    sources: ESTIMATE,
  },
  {
    id: 'plc-gateway.cycle',
    applicationId: 'plc-gateway',
    name: 'PLC cycle',
    periodNs: 4 * MS,
    bcetNs: 200 * US,
    acetNs: 350 * US,
    wcetNs: 800 * US,
    priority: 85,
    ...ON,
    sources: ESTIMATE,
  },
];

export const CHAINS: ChainInput[] = [
  {
    id: 'decide-to-eject',
    name: 'Decision to ejector',
    taskIds: ['reject-control.follow', 'reject-control.decide', 'plc-gateway.cycle'],
    latencyKind: 'reaction',
    latencyBoundNs: 12 * MS,
    sources: ESTIMATE,
  },
];

type Ends = readonly [from: string, to: string];

function link(
  id: string,
  name: string,
  [from, to]: Ends,
  kind: NonNullable<LinkInput['kind']>,
  payloadBytes: number,
  rateHz: number,
  latencyMs: number | null = null,
  more: Partial<LinkInput> = {},
): LinkInput {
  return {
    id,
    name,
    fromApplicationId: from,
    toApplicationId: to,
    kind,
    payloadBytes,
    rateHz,
    latencyBoundNs: latencyMs === null ? null : latencyMs * MS,
    sources: ESTIMATE,
    ...more,
  };
}

/** Pre-processing stage -> the two workers it feeds. */
const FEEDS: readonly (readonly [number, number, number])[] = [
  [1, 1, 2],
  [2, 2, 3],
  [3, 4, 5],
  [4, 5, 6],
];

/** Pictures per second that a worker gets: half of what each stage that feeds it puts out. */
function picturesOf(worker: number): number {
  return FEEDS.filter(([, a, b]) => a === worker || b === worker).length * PICTURE.perSecond;
}

const PIPELINE_LINKS: LinkInput[] = [
  ...Array.from({ length: 8 }, (_, index) => {
    const camera = index + 1;
    const stage = Math.ceil(camera / 2);
    const ends: Ends = [`camera-${camera}`, `pre-process-${stage}`];
    return link(`pictures-${camera}`, `Pictures ${camera}`, ends, 'stream', PICTURE_BYTES, 24, 50, {
      sources: { payloadBytes: PICTURE_SOURCE, '*': 'estimate' },
    });
  }),
  ...FEEDS.flatMap(([stage, ...workers]) =>
    workers.map((worker) =>
      link(
        `tensor-${stage}-${worker}`,
        `Tensors ${stage} to ${worker}`,
        [`pre-process-${stage}`, `inference-${worker}`],
        'stream',
        TENSOR_BYTES,
        PICTURE.perSecond,
        60,
        { sources: { payloadBytes: TENSOR_SOURCE, '*': 'estimate' } },
      ),
    ),
  ),
  ...[1, 2, 3, 4, 5, 6].map((worker) =>
    link(
      `boxes-${worker}`,
      `Boxes ${worker}`,
      [`inference-${worker}`, `tracking-${worker <= 3 ? 1 : 2}`],
      'data',
      8 * KIB,
      picturesOf(worker),
      30,
    ),
  ),
  ...[1, 2].flatMap((track) => [
    link(
      `tracks-defect-${track}`,
      `Tracks ${track} to classifier`,
      [`tracking-${track}`, 'defect-classifier'],
      'data',
      16 * KIB,
      96,
      30,
    ),
    link(
      `tracks-measure-${track}`,
      `Tracks ${track} to measurement`,
      [`tracking-${track}`, 'measurement'],
      'data',
      16 * KIB,
      96,
      30,
    ),
  ]),
];

const CONTROL_LINKS: LinkInput[] = [
  link('defect', 'Defect found', ['defect-classifier', 'reject-control'], 'event', 64, 20, 10),
  link('tolerance', 'Out of tolerance', ['measurement', 'reject-control'], 'event', 64, 20, 10),
  link('eject', 'Eject', ['reject-control', 'plc-gateway'], 'message', 128, 250, 4, {
    fromTaskId: 'reject-control.decide',
    toTaskId: 'plc-gateway.cycle',
  }),
  link('belt', 'Belt position', ['plc-gateway', 'reject-control'], 'message', 128, 250, 4, {
    fromTaskId: 'plc-gateway.cycle',
    toTaskId: 'reject-control.follow',
  }),
  link('plant-data', 'Plant data', ['plc-gateway', 'opcua-server'], 'data', 2 * KIB, 10),
  link('orders', 'Orders', ['opcua-server', 'mes-connector'], 'message', 2 * KIB, 1),
  link('recipes', 'Recipes', ['mes-connector', 'recipe-manager'], 'message', 16 * KIB, 0.01),
  link('parameters', 'Parameters', ['recipe-manager', 'model-registry'], 'message', 64 * KIB, 0.01),
  link('clock-control', 'Clock to control', ['time-sync', 'reject-control'], 'event', 32, 1),
  link('clock-plc', 'Clock to PLC', ['time-sync', 'plc-gateway'], 'event', 32, 1),
];

const DATA_LINKS: LinkInput[] = [
  link(
    'defect-pictures',
    'Defect pictures',
    ['defect-classifier', 'image-store'],
    'stream',
    PICTURE_BYTES,
    2,
    null,
    {
      sources: { payloadBytes: PICTURE_SOURCE, '*': 'estimate' },
    },
  ),
  link(
    'defect-results',
    'Defect results',
    ['defect-classifier', 'result-db'],
    'message',
    2 * KIB,
    20,
  ),
  link('measured-values', 'Measured values', ['measurement', 'result-db'], 'message', 1 * KIB, 20),
  link('shift-data', 'Shift data', ['result-db', 'report-generator'], 'message', 64 * KIB, 0.1),
  link('history', 'History', ['result-db', 'historian-db'], 'message', 4 * KIB, 1),
  ...[1, 2, 3, 4, 5, 6].map((worker) =>
    link(
      `model-${worker}`,
      `Model to worker ${worker}`,
      ['model-registry', `inference-${worker}`],
      'message',
      48 * MIB,
      0.001,
    ),
  ),
  link('new-models', 'New models', ['update-agent', 'model-registry'], 'message', 1 * MIB, 0.001),
];

const PLATFORM_LINKS: LinkInput[] = [
  link('live', 'Live values', ['message-broker', 'web-hmi'], 'stream', 8 * KIB, 10),
  link('pages', 'Pages', ['api-gateway', 'web-hmi'], 'message', 4 * KIB, 20),
  link('tokens', 'Tokens', ['auth-service', 'api-gateway'], 'message', 1 * KIB, 5),
  link('queries', 'Queries', ['result-db', 'api-gateway'], 'message', 8 * KIB, 5),
  link('thumbnails', 'Thumbnails', ['image-store', 'api-gateway'], 'stream', 512 * KIB, 2),
  link('tracks-1', 'Track summary 1', ['tracking-1', 'message-broker'], 'data', 1 * KIB, 10),
  link('tracks-2', 'Track summary 2', ['tracking-2', 'message-broker'], 'data', 1 * KIB, 10),
  link('plc-values', 'PLC values', ['plc-gateway', 'message-broker'], 'data', 512, 10),
  link('archive', 'Archive', ['message-broker', 'historian-db'], 'message', 4 * KIB, 10),
  link(
    'broker-metrics',
    'Broker metrics',
    ['message-broker', 'metrics-collector'],
    'data',
    2 * KIB,
    1,
  ),
  link('control-log', 'Control log', ['reject-control', 'log-collector'], 'event', 256, 1),
  link('dashboards', 'Dashboards', ['metrics-collector', 'web-hmi'], 'message', 4 * KIB, 1),
];

export const LINKS: LinkInput[] = [
  ...PIPELINE_LINKS,
  ...CONTROL_LINKS,
  ...DATA_LINKS,
  ...PLATFORM_LINKS,
];

/** Memory for pictures in flight between a camera and its stage: eight pictures. */
export const PICTURE_RING = Math.ceil((8 * PICTURE_BYTES) / MIB) * MIB;
/** Memory for tensors in flight between a stage and one worker: eight tensors. */
export const TENSOR_RING = Math.ceil((8 * TENSOR_BYTES) / MIB) * MIB;
/** Memory fitted in the server of this sample. */
export const FITTED = 256 * GIB;
