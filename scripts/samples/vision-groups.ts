/** Machine-vision edge server: who belongs together, and which cores each group gets in every layout. */
import type { PlacedAt } from './author.ts';

/** @returns ids of cores `from` to `to` of the one package */
export function cores(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `pkg0.${from + index}`);
}

/** Core 0 is kept for the host. */
export const ALL_CORES = cores(0, 31);

/** What stands in one container, or directly in a VM. */
export interface Group {
  readonly word: string;
  readonly name: string;
  readonly cores: readonly string[];
  readonly apps: readonly PlacedAt[];
}

function numbered(count: number, make: (index: number) => Group): readonly Group[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Two cameras share a core. */
export const CAMERAS = numbered(8, (index) => {
  const core = cores(1 + Math.floor(index / 2), 1 + Math.floor(index / 2));
  return {
    word: `camera-${index + 1}`,
    name: `Camera ${index + 1}`,
    cores: core,
    apps: [{ app: `camera-${index + 1}`, cores: core }],
  };
});

export const STAGES = numbered(4, (index) => {
  const core = cores(5 + index, 5 + index);
  return {
    word: `pre-process-${index + 1}`,
    name: `Pre-processing ${index + 1}`,
    cores: core,
    apps: [{ app: `pre-process-${index + 1}`, cores: core }],
  };
});

const WORKER_CORES = cores(9, 18);
export const WORKERS = numbered(6, (index) => ({
  word: `inference-${index + 1}`,
  name: `Inference ${index + 1}`,
  cores: WORKER_CORES,
  apps: [{ app: `inference-${index + 1}`, cores: WORKER_CORES }],
}));

export const ANALYSIS: readonly Group[] = [
  {
    word: 'tracking',
    name: 'Tracking',
    cores: cores(19, 20),
    apps: [
      { app: 'tracking-1', cores: cores(19, 19) },
      { app: 'tracking-2', cores: cores(20, 20) },
    ],
  },
  {
    word: 'quality',
    name: 'Quality',
    cores: cores(21, 22),
    apps: [
      { app: 'defect-classifier', cores: cores(21, 22) },
      { app: 'measurement', cores: cores(21, 22) },
    ],
  },
];

export const CONTROL: Group = {
  word: 'control',
  name: 'Control',
  cores: cores(23, 23),
  apps: [
    { app: 'reject-control', cores: cores(23, 23), reason: 'Nothing else on this core.' },
    { app: 'plc-gateway', cores: cores(23, 23) },
  ],
};

export const SERVICES: readonly Group[] = [
  {
    word: 'storage',
    name: 'Storage',
    cores: cores(24, 25),
    apps: ['image-store', 'historian-db', 'result-db'].map((app) => ({
      app,
      cores: cores(24, 25),
    })),
  },
  {
    word: 'integration',
    name: 'Plant integration',
    cores: cores(26, 26),
    apps: ['opcua-server', 'mes-connector', 'report-generator'].map((app) => ({
      app,
      cores: cores(26, 26),
    })),
  },
  {
    word: 'web',
    name: 'Web',
    cores: cores(27, 27),
    apps: ['web-hmi', 'api-gateway', 'auth-service'].map((app) => ({ app, cores: cores(27, 27) })),
  },
  {
    word: 'platform',
    name: 'Platform',
    cores: cores(28, 29),
    apps: [
      'message-broker',
      'time-sync',
      'update-agent',
      'metrics-collector',
      'log-collector',
      'model-registry',
    ].map((app) => ({ app, cores: cores(28, 29) })),
  },
];

export const RECIPE: Group = {
  word: 'recipe',
  name: 'Recipe manager',
  cores: cores(30, 31),
  apps: [{ app: 'recipe-manager', cores: cores(30, 31) }],
};
