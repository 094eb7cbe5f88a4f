/** Small catalogues for tests: only what a test states is known. */
import {
  mechanismSchema,
  technologySchema,
  type Catalogue,
  type Mechanism,
  type ParameterId,
  type Technology,
} from '../../catalog/technology.ts';

const NUMBERS = [
  'fixedHostMemory',
  'memoryOverheadPerInstance',
  'minGuestMemory',
  'diskFixed',
  'diskPerInstance',
  'startupTime',
  'cpuOverhead',
  'cpuOverheadInterference',
  'networkAppThroughput',
  'hypercallCost',
  'interruptLatency',
  'interruptLatencyMax',
  'interruptLatencyInterferenceMax',
  'ipiLatency',
  'tcbSize',
  'maxInstances',
] as const satisfies readonly ParameterId[];
const OTHERS = [
  'memoryDedup',
  'ioModes',
  'ownKernel',
  'isolationSpatial',
  'isolationTemporal',
  'faultContainment',
  'isolationMicroarchitectural',
  'certificationStatus',
  'licence',
] as const satisfies readonly ParameterId[];

/** What a test knows of a technology. */
export interface TechnologySeed {
  readonly id: string;
  readonly name?: string;
  readonly family: Technology['family'];
  readonly kinds: Technology['environmentKinds'];
  readonly inherits?: string;
  readonly needsExtension?: boolean | null;
  readonly needsControl?: boolean | null;
  readonly figures?: Partial<Record<ParameterId, object>>;
}

/**
 * @param seed what is known
 * @returns a technology whose other figures are unknown
 */
export function technology(seed: TechnologySeed): Technology {
  const unknown = { value: null };
  return technologySchema.parse({
    id: seed.id,
    name: seed.name ?? seed.id,
    family: seed.family,
    status: 'current',
    inherits: seed.inherits ?? null,
    environmentKinds: seed.kinds,
    needs: {
      virtualizationExtension: { value: seed.needsExtension ?? null },
      controlEnvironment: { value: seed.needsControl ?? null },
    },
    figures: {
      ...Object.fromEntries([...NUMBERS, ...OTHERS].map((parameter) => [parameter, unknown])),
      ...seed.figures,
    },
  });
}

/**
 * @param seed id, kinds of channel, technologies or families
 * @returns a mechanism whose figures are unknown
 */
export function mechanism(
  seed: Pick<Mechanism, 'id' | 'channelKinds'> & Partial<Mechanism>,
): Mechanism {
  const unknown = { value: null };
  return mechanismSchema.parse({
    name: seed.id,
    ...seed,
    figures: {
      latency: unknown,
      throughput: unknown,
      maxPeers: unknown,
      copiesData: unknown,
      hypervisorOnDataPath: unknown,
      needs: unknown,
    },
  });
}

/**
 * @param technologies what there is
 * @param mechanisms what there is
 * @returns a catalogue of just these, with one source called `test`; conditions that name `the Board` mean a Cortex-A53, as
 *   in the target that tests use where they state none
 */
export function catalogueOf(
  technologies: readonly Technology[] = [],
  mechanisms: readonly Mechanism[] = [],
): Catalogue {
  return {
    version: 'test',
    compiled: '2026-01-01',
    technologies: new Map(technologies.map((each) => [each.id, each])),
    mechanisms: new Map(mechanisms.map((each) => [each.id, each])),
    sources: new Map([
      [
        'test',
        {
          title: 'Test data',
          kind: null,
          url: null,
          locator: null,
          version: null,
          note: null,
          year: null,
        },
      ],
    ]),
    parameters: new Map(),
    mechanismParameters: new Map(),
    ioModes: new Map(),
    deduplications: new Map(),
    diskFormats: new Map(),
    formulas: new Map(),
    overrides: new Map(),
    measuredOn: [
      {
        id: 'board',
        phrase: 'the Board',
        hardware: 'Board',
        coreType: 'Cortex-A53',
        isa: 'aarch64',
        sources: ['test'],
      },
    ],
    readings: [],
    parallelStarts: new Map(),
    limits: [],
    ports: [],
    history: [],
  };
}
