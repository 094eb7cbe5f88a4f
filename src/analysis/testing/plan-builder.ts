/** Small plans for tests: every record is decoded by its real schema, absent fields get their defaults. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import {
  emptyPlan,
  recordSchemas,
  type LayoutTable,
  type Plan,
  type Records,
  type TableName,
} from '../../model/plan.ts';
import type { Target } from '../../model/target.ts';
import { analyze } from '../analyze.ts';
import type { Finding, LayoutResult, Verdict } from '../result.ts';
import { catalogueOf } from './catalogue-builder.ts';

const PROVENANCE = { sources: ['manual'], confidence: 'high' };
const NO_ONE = { sources: [], confidence: null };

/** A cluster in short. */
export interface ClusterSeed {
  readonly id: Id;
  readonly cores: number;
  readonly type?: string;
  readonly isa?: string;
  readonly role?: string;
  readonly clockHz?: number | null;
  readonly baseClockHz?: number;
}

/** A target in short: cores are numbered c0, c1 ... over all clusters. */
export interface TargetSeed {
  readonly clusters?: readonly ClusterSeed[];
  readonly memories?: readonly object[];
  readonly devices?: readonly object[];
  readonly virtualization?: object;
  readonly hypervisors?: readonly object[];
  readonly capacityFactors?: readonly object[];
  readonly absentDevices?: readonly object[];
}

const FOUR_CORES: readonly ClusterSeed[] = [{ id: 'a53', cores: 4 }];

/** Clock of a cluster that does not state one. */
export const GHZ = 1_000_000_000;

/**
 * @param seed what matters to the test; by default four Cortex-A53 at 1 GHz and nothing else known
 * @returns a decoded target
 */
export function target(seed: TargetSeed = {}): Target {
  const clusters = seed.clusters ?? FOUR_CORES;
  let next = 0;
  return recordSchemas.target.parse({
    id: 'target',
    name: 'Test board',
    category: 'custom',
    provenance: PROVENANCE,
    clusters: clusters.map((cluster) => ({
      id: cluster.id,
      provenance: PROVENANCE,
      name: cluster.id,
      role: cluster.role ?? 'application',
      coreType: cluster.type ?? 'Cortex-A53',
      isa: cluster.isa ?? 'aarch64',
      maxClockHz: cluster.clockHz === undefined ? GHZ : cluster.clockHz,
      baseClockHz: cluster.baseClockHz ?? null,
    })),
    cores: clusters.flatMap((cluster) =>
      Array.from({ length: cluster.cores }, () => {
        const number = next++;
        return { id: `c${number}`, name: `core ${number}`, clusterId: cluster.id, hwIds: [] };
      }),
    ),
    caches: [],
    memories: (seed.memories ?? []).map((record) => ({ provenance: PROVENANCE, ...record })),
    devices: (seed.devices ?? []).map((record) => ({ provenance: PROVENANCE, ...record })),
    absentDevices: (seed.absentDevices ?? []).map((record) => ({
      provenance: PROVENANCE,
      ...record,
    })),
    virtualization: { provenance: NO_ONE, ...seed.virtualization },
    hypervisors: (seed.hypervisors ?? []).map((record) => ({ provenance: PROVENANCE, ...record })),
    capacityFactors: seed.capacityFactors ?? [],
    sources: { manual: { title: 'Reference manual' } },
  });
}

type Seed = Readonly<Record<string, unknown>>;

/** A kernel of which nothing is stated but its family, and its version where that matters. */
export const osOf = (family: string, version: string | null = null) => ({
  family,
  version,
  memoryBytes: null,
  memorySource: null,
});

/** Collects records of one plan with one layout, `layout`. */
export class PlanBuilder {
  readonly #tables: { readonly [T in TableName]: Map<Id, Records[T]> };
  #order = 0;

  /** @param of the target */
  constructor(of: Target = target()) {
    this.#tables = emptyPlan(
      recordSchemas.info.parse({ id: 'plan', name: 'Test plan' }),
      of,
    ) as unknown as { readonly [T in TableName]: Map<Id, Records[T]> };
    this.#put('layouts', { id: 'layout', name: 'Layout' });
  }

  application(id: Id, seed: Seed = {}): this {
    return this.#put('applications', { id, name: id, ...seed });
  }

  /** A task with times stated for a Cortex-A53 at 1 GHz. */
  task(id: Id, applicationId: Id, wcetNs: number | null, periodNs: number, seed: Seed = {}): this {
    const stated = { coreType: 'Cortex-A53', clockHz: GHZ };
    return this.#put('tasks', {
      id,
      name: id,
      applicationId,
      wcetNs,
      periodNs,
      ...stated,
      ...seed,
    });
  }

  link(id: Id, fromApplicationId: Id, toApplicationId: Id, seed: Seed = {}): this {
    return this.#put('links', { id, name: id, fromApplicationId, toApplicationId, ...seed });
  }

  environment(id: Id, kind: string, parentId: Id | null, seed: Seed = {}): this {
    return this.#inLayout('environments', { id, name: id, kind, parentId, ...seed });
  }

  place(applicationId: Id, environmentId: Id, coreIds: readonly Id[] = [], seed: Seed = {}): this {
    const id = `${applicationId}-in-${environmentId}`;
    return this.#inLayout('placements', { id, applicationId, environmentId, coreIds, ...seed });
  }

  region(id: Id, base: number | null, sizeBytes: number, seed: Seed = {}): this {
    return this.#inLayout('regions', { id, name: id, base, sizeBytes, ...seed });
  }

  grant(deviceId: Id, environmentId: Id, mode: string, seed: Seed = {}): this {
    const id = `${deviceId}-to-${environmentId}`;
    return this.#inLayout('grants', { id, deviceId, environmentId, mode, ...seed });
  }

  channel(linkId: Id, kind: string, seed: Seed = {}): this {
    return this.#inLayout('channels', { id: `channel-${linkId}`, linkId, kind, ...seed });
  }

  image(id: Id, format: string, parentId: Id | null, seed: Seed = {}): this {
    return this.#inLayout('images', { id, name: id, format, parentId, ...seed });
  }

  frame(id: Id, lengthNs: number, seed: Seed = {}): this {
    return this.#inLayout('frames', { id, name: id, lengthNs, ...seed });
  }

  window(
    id: Id,
    frameId: Id,
    coreId: Id,
    environmentId: Id,
    startNs: number,
    durationNs: number,
  ): this {
    const at = { frameId, coreId, environmentId, startNs, durationNs };
    return this.#inLayout('windows', { id, ...at });
  }

  chain(id: Id, taskIds: readonly Id[], seed: Seed = {}): this {
    return this.#put('chains', { id, name: id, taskIds, ...seed });
  }

  /** Facts of the plan itself, for example `sideChannels`. */
  says(seed: Seed): this {
    return this.#put('info', { id: 'plan', name: 'Test plan', ...seed });
  }

  /** A figure of the catalogue that the plan replaces. */
  override(seed: Seed): this {
    return this.#put('overrides', seed);
  }

  /** Facts of the layout itself: storage, boot times. */
  layout(seed: Seed): this {
    return this.#put('layouts', { id: 'layout', name: 'Layout', ...seed });
  }

  /** @returns the plan; later additions do not change it */
  plan(): Plan {
    return Object.fromEntries(
      Object.entries(this.#tables).map(([table, records]) => [
        table,
        new Map<Id, unknown>(records),
      ]),
    ) as unknown as Plan;
  }

  /**
   * @param catalogue technologies and mechanisms; none by default
   * @returns the result of the layout
   */
  analyze(catalogue: Catalogue = catalogueOf()): LayoutResult {
    return analyze(this.plan(), 'layout', catalogue);
  }

  #inLayout(table: LayoutTable, seed: Seed): this {
    return this.#put(table, { layoutId: 'layout', ...seed });
  }

  #put(table: TableName, seed: Seed): this {
    this.#order += 1;
    const order = table === 'info' || table === 'target' ? {} : { order: this.#order };
    const record = recordSchemas[table].parse({ ...order, ...seed });
    (this.#tables[table] as Map<Id, unknown>).set(record.id, record);
    return this;
  }
}

/**
 * @param result a result
 * @param rule id of a rule
 * @param verdict which verdicts
 * @returns its findings of that verdict
 */
export function findingsOf(
  result: LayoutResult,
  rule: string,
  verdict: Verdict,
): readonly Finding[] {
  return result.findings.filter((finding) => finding.rule === rule && finding.verdict === verdict);
}

/**
 * @param result a result
 * @param rule id of a rule
 * @returns the verdicts that the rule gave, once each, sorted
 */
export function verdictsOf(result: LayoutResult, rule: string): readonly Verdict[] {
  const verdicts = result.findings.filter((each) => each.rule === rule).map((each) => each.verdict);
  return [...new Set(verdicts)].sort();
}
