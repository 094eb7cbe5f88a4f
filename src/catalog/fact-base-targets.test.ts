/** Compares what ships with the fact base it was made from, where that lies beside the project. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Provenance, Target } from '../model/target.ts';
import { decodeTarget } from './decode-target.ts';

const FACTS = new URL('../../../shared/data/targets.json', import.meta.url);
const there = existsSync(FACTS);
if (!there) console.warn('Fact base not beside the project: targets are not compared with it.');

interface Group<T> {
  readonly items: readonly T[];
  readonly source: readonly string[];
  readonly confidence: Provenance['confidence'];
}
interface Value<T> {
  readonly value: T;
  readonly source: readonly string[];
  readonly confidence: Provenance['confidence'];
}
interface ClusterFact {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly core_type: string;
  readonly isa_revision: string;
  readonly cores: number;
  readonly threads_per_core: number | null;
  readonly max_mhz: number | null;
  readonly base_mhz: number | null;
  readonly lockstep: string | null;
  readonly l1i_kib: number | null;
  readonly l1d_kib: number | null;
  readonly tcm_kib_per_core: number | null;
  readonly hw_ids: readonly string[] | null;
  readonly notes: string | null;
}
interface CacheFact {
  readonly level: number;
  readonly type: string;
  readonly size_kib: number | null;
  readonly instances: number;
  readonly shared_by_cores: number;
  readonly clusters: readonly string[];
  readonly line_bytes: number | null;
  readonly ways: number | null;
  readonly partitioning: Record<string, unknown> | null;
  readonly notes: string | null;
}
interface MemoryFact {
  readonly types: readonly string[] | null;
  readonly max_gib: number | null;
  readonly bus_bits_total: number | null;
  readonly channels: number | null;
  readonly data_rate_mtps: number | null;
  readonly peak_gbps: number | null;
  readonly ecc: string | null;
  readonly derivation: string | null;
  readonly notes: string | null;
}
interface SramFact {
  readonly name: string;
  readonly size_kib: number;
  readonly kind: string;
  readonly owner: string | null;
  readonly base: string | null;
  readonly notes: string | null;
}
interface DeviceFact {
  readonly class: string;
  readonly count: number | null;
  readonly model: string | null;
  readonly behind_iommu: boolean | null;
  readonly iommu: string | null;
  readonly notes: string | null;
  readonly source: readonly string[];
}
interface UnitFact {
  readonly type: string;
  readonly architecture: string;
  readonly base: string | null;
  readonly enabled_in_upstream_dts: boolean | null;
}
interface HypervisorFact {
  readonly name: string;
  readonly evidence_kind: string;
  readonly evidence: string;
  readonly caveat: string | null;
  readonly source: readonly string[];
}
interface TargetFact {
  readonly id: string;
  readonly vendor: string;
  readonly part: string;
  readonly category: string;
  readonly summary: string;
  readonly reference_board: string | null;
  readonly isa: { readonly revision: string; readonly source: readonly string[] };
  readonly clusters: Group<ClusterFact>;
  readonly caches: Group<CacheFact>;
  readonly memory: Value<MemoryFact>;
  readonly sram: Group<SramFact>;
  readonly virtualization: Value<Record<string, unknown>>;
  readonly devices: Group<DeviceFact>;
  readonly hypervisors: Group<HypervisorFact>;
  readonly gaps: readonly string[];
  readonly sources: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const facts = there ? (JSON.parse(readFileSync(FACTS, 'utf8')) as readonly TargetFact[]) : [];
const GIB = 1024 ** 3;

function shipped(id: string): Target {
  const file = `${id}.json`;
  const url = new URL(`../../resources/targets/${file}`, import.meta.url);
  const target = decodeTarget(readFileSync(url, 'utf8'), file);
  if (!target.ok) throw new Error(JSON.stringify(target.problems, null, 2));
  return target.value;
}

/** Where the fact base speaks of its own field names and files, the product uses other words. */
const REWORDED: readonly (readonly [string, string])[] = [
  ['max_gib is per socket', 'the maximum size is per socket'],
  ['so max_mhz is null', 'so the clock is unknown here'],
  ['so threads_per_core is left null', 'so the number of threads per core is unknown here'],
  ['count = ports visible', 'the ports visible in the dump are counted'],
  ['; a second-generation family (Versal NET, 16xA78AE, SMMUv3) is in dtb/extra', ''],
];
const inOurWords = (text: string) =>
  REWORDED.reduce((result, [theirs, ours]) => result.replace(theirs, ours), text);

/** A note may have got more sentences, never fewer. */
function expectNote(notes: string | null, fact: string | null | undefined) {
  if (fact !== null && fact !== undefined) expect(notes ?? '').toContain(inOurWords(fact).trim());
}

function expectProvenance(
  provenance: Provenance,
  { source, confidence }: Pick<Value<unknown>, 'source' | 'confidence'>,
) {
  expect(provenance.sources).toEqual(expect.arrayContaining([...source]));
  expect(provenance.confidence).toBe(confidence);
}

const coresOf = (target: Target, clusterId: string) =>
  target.cores.filter((core) => core.clusterId === clusterId);
const scaled = (value: number | null, factor: number) => (value === null ? null : value * factor);

describe.skipIf(!there)('targets against the fact base', () => {
  it('[CAT-6] every target of the fact base ships', () => {
    expect(facts).toHaveLength(25);
  });

  describe.each(facts.map((fact) => [fact.id, fact, shipped(fact.id)] as const))(
    '%s',
    (_, fact, target) => {
      it('[CAT-6] head, gaps and sources', () => {
        expect(target).toMatchObject({
          name: fact.part,
          vendor: fact.vendor,
          category: fact.category,
          summary: inOurWords(fact.summary),
          referenceBoard: fact.reference_board,
        });
        expect(target.provenance.sources).toEqual(fact.isa.source);
        expect(target.gaps.slice(0, fact.gaps.length)).toEqual(fact.gaps);
        expect(Object.keys(target.sources)).toEqual(Object.keys(fact.sources));
        for (const [key, source] of Object.entries(fact.sources)) {
          const ours = target.sources[key];
          expect(ours?.kind).toBe(source['kind']);
          expect(ours?.url ?? undefined).toBe(source['url']);
          const text = `${ours?.title}\n${ours?.locator}\n${ours?.version}\n${ours?.note}`;
          for (const [name, value] of Object.entries(source)) {
            if (name !== 'kind' && name !== 'url') expect(text, `${key}.${name}`).toContain(value);
          }
        }
      });

      it('[CAT-6] clusters, cores, clocks, first-level caches', () => {
        expect(target.clusters.map(({ id }) => id)).toEqual(
          fact.clusters.items.map(({ id }) => id),
        );
        expect(target.cores).toHaveLength(fact.clusters.items.reduce((sum, c) => sum + c.cores, 0));
        fact.clusters.items.forEach((item, index) => {
          const cluster = target.clusters[index];
          expect(cluster).toMatchObject({
            name: item.name,
            role: item.role,
            coreType: item.core_type,
            maxClockHz: scaled(item.max_mhz, 1e6),
            baseClockHz: scaled(item.base_mhz, 1e6),
            threadsPerCore: item.threads_per_core,
            lockstep: item.lockstep,
          });
          const revision = item.role === 'application' ? fact.isa.revision : item.isa_revision;
          expect(cluster?.isaRevision).toBe(revision);
          expect(revision.startsWith(item.isa_revision)).toBe(true);
          expectNote(cluster?.notes ?? null, item.notes);
          if (cluster) expectProvenance(cluster.provenance, fact.clusters);
          const cores = coresOf(target, item.id);
          expect(cores).toHaveLength(item.cores);
          expect(cores.flatMap((core) => core.hwIds)).toEqual(item.hw_ids ?? []);
          for (const [kind, kib] of [
            ['instruction', item.l1i_kib],
            ['data', item.l1d_kib],
          ] as const) {
            const caches = target.caches.filter(
              (cache) =>
                cache.level === 1 &&
                cache.kind === kind &&
                cores.some((core) => cache.coreIds.includes(core.id)),
            );
            expect(caches.map((cache) => cache.coreIds)).toEqual(
              kib === null ? [] : cores.map((core) => [core.id]),
            );
            for (const cache of caches) expect(cache.sizeBytes).toBe(scaled(kib, 1024));
          }
        });
      });

      it('[CAT-6] shared caches and their partitioning', () => {
        const shared = target.caches.filter((cache) => cache.level > 1);
        expect(shared).toHaveLength(fact.caches.items.reduce((sum, c) => sum + c.instances, 0));
        let at = 0;
        for (const item of fact.caches.items) {
          const instances = shared.slice(at, (at += item.instances));
          const cores = item.clusters.flatMap((id) => coresOf(target, id)).map((core) => core.id);
          expect(instances.flatMap((cache) => cache.coreIds)).toEqual(cores);
          for (const cache of instances) {
            expect(cache).toMatchObject({
              level: item.level,
              kind: item.type,
              sizeBytes: scaled(item.size_kib, 1024),
              lineBytes: item.line_bytes,
              ways: item.ways,
            });
            expect(cache.coreIds).toHaveLength(item.shared_by_cores);
            expectNote(cache.notes, item.notes);
            expectProvenance(cache.provenance, fact.caches);
            const { mechanism, mask_bits, clos, shareable_mask, note } = item.partitioning ?? {};
            expect(cache.partitioning).toEqual(
              item.partitioning && {
                mechanism,
                maskBits: mask_bits ?? null,
                closCount: clos ?? null,
                shareableMask: shareable_mask ?? null,
                // The fact base says neither.
                leastBits: null,
                sparse: null,
                note: note ?? null,
              },
            );
          }
        }
      });

      it('[CAT-6] memory', () => {
        const { value } = fact.memory;
        const dram = target.memories.filter((memory) => memory.kind === 'dram');
        const sockets = target.clusters.filter((cluster) => cluster.packageId !== null).length;
        expect(dram).toHaveLength(Math.max(1, sockets));
        for (const memory of dram) {
          expect(memory).toMatchObject({
            technologies: value.types ?? [],
            maxSizeBytes: scaled(value.max_gib, GIB),
            busBits: value.bus_bits_total,
            channels: value.channels,
            dataRateMtps: value.data_rate_mtps,
            peakBytesPerSecond: value.peak_gbps === null ? null : Math.round(value.peak_gbps * 1e9),
            ecc: value.ecc,
          });
          expectNote(memory.notes, value.notes);
          expectNote(memory.notes, value.derivation);
          expectProvenance(memory.provenance, fact.memory);
        }
      });

      it('[CAT-6] on-chip memories, base addresses and owners', () => {
        const onChip = target.memories.filter((memory) => memory.kind !== 'dram');
        for (const item of fact.sram.items) {
          const named = onChip.filter(
            ({ name }) => name === item.name || name.startsWith(`${item.name} (`),
          );
          const owner = fact.clusters.items.find(({ id }) => id === item.owner);
          const withTcm = fact.clusters.items.filter((c) => c.tcm_kib_per_core === item.size_kib);
          const perCore = /^per (core|DSP)/.test(item.notes ?? '');
          const holders = perCore ? (owner ? [owner] : withTcm) : owner ? [owner] : [];
          const cores = holders.flatMap(({ id }) => coresOf(target, id)).map((core) => core.id);
          expect(named, item.name).toHaveLength(perCore ? cores.length : 1);
          expect(named.flatMap((memory) => memory.coreIds)).toEqual(cores);
          for (const memory of named) {
            expect(memory.kind).toBe(item.kind === 'tcm' ? 'tcm' : 'sram');
            expect(memory.sizeBytes).toBe(item.size_kib * 1024);
            expectNote(memory.notes, item.notes);
            expectProvenance(memory.provenance, fact.sram);
            if (item.base === null) expect(memory.ranges).toEqual([]);
            else if (memory.ranges.length === 0) expectNote(memory.notes, item.base);
            else
              expect(memory.ranges).toEqual([
                { base: Number(item.base), size: item.size_kib * 1024 },
              ]);
          }
        }
        for (const { id, cores, tcm_kib_per_core } of fact.clusters.items) {
          const own = new Set(coresOf(target, id).map((core) => core.id));
          const total = onChip
            .filter(
              (memory) => memory.kind === 'tcm' && memory.coreIds.some((core) => own.has(core)),
            )
            .reduce((sum, memory) => sum + (memory.sizeBytes ?? 0), 0);
          if (tcm_kib_per_core !== null) expect(total, id).toBe(tcm_kib_per_core * cores * 1024);
        }
      });

      it('[CAT-6] devices: how many, which, behind which IOMMU; classes that are absent', () => {
        const classes = fact.devices.items.filter((item) => item.class !== '(platform)');
        expect(target.devices).toHaveLength(
          classes.reduce((sum, item) => sum + (item.count ?? 1), 0),
        );
        for (const item of fact.devices.items) {
          const devices = target.devices.filter((device) => device.class === item.class);
          if (item.class === '(platform)') {
            expect(target.gaps.at(-1)).toContain(item.notes);
            for (const key of item.source) expect(target.gaps.at(-1)).toContain(key);
          } else if (item.count === 0) {
            const absent = target.absentDevices.find((device) => device.class === item.class);
            expect(absent?.notes).toBe(item.notes);
            if (absent)
              expectProvenance(absent.provenance, { ...fact.devices, source: item.source });
          } else {
            expect(devices, item.class).toHaveLength(item.count ?? 1);
            if (item.count === null) expect(devices[0]?.notes).toMatch(/number|how many/i);
            for (const device of devices) {
              expect(device).toMatchObject({
                model: item.model,
                behindIommu: item.behind_iommu,
                iommuUnit: item.iommu,
              });
              expectNote(device.notes, item.notes);
              expectProvenance(device.provenance, { ...fact.devices, source: item.source });
              for (const text of [device.vendorDevice, device.busId]) {
                if (text !== null) expect(item.model).toContain(text);
              }
            }
          }
        }
      });

      it('[CAT-6] virtualization: extension, IOMMU present and enabled, cache allocation', () => {
        const { value } = fact.virtualization;
        const ours = target.virtualization;
        expectProvenance(ours.provenance, fact.virtualization);
        expectNote(ours.notes, value['notes'] as string);
        if (value['arch'] === 'x86') {
          expect(ours).toMatchObject({
            hypervisorExtension: value['vt_x'],
            stage2Translation: value['ept'],
            iommuPresent: value['vt_d'],
            iommuEnabled: null,
            postedInterrupts: value['posted_interrupts'],
            l3CacheAllocation: value['rdt_l3_cat'],
            l2CacheAllocation: value['rdt_l2_cat'],
            memoryBandwidthAllocation: value['rdt_mba'],
            cacheMonitoring: value['rdt_cmt'],
          });
          for (const detail of Object.values(value['rdt_detail'] as Record<string, unknown>)) {
            expect(ours.allocationDetail).toContain(detail === true ? 'yes' : String(detail));
          }
          return;
        }
        const units = value['smmu_units'] as readonly UnitFact[];
        expect(ours).toMatchObject({
          extensionName: 'EL2',
          hypervisorExtension: value['el2'],
          vhe: value['vhe'],
          interruptTranslation: value['gic_its'],
          iommuPresent: value['smmu_present'],
          mpam: value['mpam'],
          otherIsolation: value['other_isolation'] ?? [],
        });
        expect(ours.interruptController).toContain(`GICv${String(value['gic_version'])}`);
        expect(ours.interruptController).toContain(value['gic_distributor']);
        expect(ours.interruptController).toContain(value['gic_model'] ?? 'GIC');
        expect(ours.iommuUnits).toEqual(
          units.map((unit) => ({
            name: unit.type,
            architecture: unit.architecture,
            base: unit.base === null ? null : Number.parseInt(unit.base.replace('0x', ''), 16),
            enabled: unit.enabled_in_upstream_dts,
          })),
        );
        const states = new Set(units.map((unit) => unit.enabled_in_upstream_dts));
        const nothing = value['smmu_present'] === false ? false : null;
        const [state] = states;
        expect(ours.iommuEnabled).toBe(
          states.size === 0 ? nothing : states.size === 1 ? state : null,
        );
      });

      it('[CAT-6] evidence of hypervisors', () => {
        expect(target.hypervisors).toHaveLength(fact.hypervisors.items.length);
        fact.hypervisors.items.forEach((item, index) => {
          const hypervisor = target.hypervisors[index];
          expect(hypervisor).toMatchObject({
            name: item.name,
            evidenceKind: item.evidence_kind,
            evidence: item.evidence,
            caveat: item.caveat,
          });
          if (hypervisor) {
            expectProvenance(hypervisor.provenance, { ...fact.hypervisors, source: item.source });
          }
        });
      });
    },
  );
});
