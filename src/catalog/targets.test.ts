import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Target } from '../model/target.ts';
import { decodeTarget } from './decode-target.ts';

const FOLDER = new URL('../../resources/targets/', import.meta.url);
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const textOf = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');

function shipped(file: string): Target {
  const target = decodeTarget(textOf(file), file);
  if (!target.ok) throw new Error(JSON.stringify(target.problems, null, 2));
  return target.value;
}

describe('the targets that ship', () => {
  it('[CAT-1] are 25 real ones and the WATERS 2017 ECU', () => {
    expect(files).toHaveLength(26);
    const categories = files.map((file) => shipped(file).category);
    expect(categories.filter((category) => category.startsWith('arm'))).toHaveLength(17);
    expect(categories.filter((category) => category.startsWith('x86'))).toHaveLength(8);
    expect(categories.filter((category) => category === 'custom')).toHaveLength(1);
  });

  it.each(files)('[CAT-1] %s decodes strictly, every reference and source key resolves', (file) => {
    const target = shipped(file);
    expect(`${target.id}.json`).toBe(file);
    const clusterIds = new Set(target.clusters.map((cluster) => cluster.id));
    const coreIds = new Set(target.cores.map((core) => core.id));
    for (const core of target.cores) expect(clusterIds).toContain(core.clusterId);
    for (const part of [...target.caches, ...target.memories, ...target.devices]) {
      for (const coreId of part.coreIds) expect(coreIds).toContain(coreId);
    }
    const provenances = [
      target,
      target.virtualization,
      ...target.clusters,
      ...target.caches,
      ...target.memories,
      ...target.devices,
      ...target.absentDevices,
      ...target.hypervisors,
    ].map((record) => record.provenance);
    // A plan may leave it out; a file that ships says of every record where it is from, or that nobody knows.
    expect(textOf(file).split('"provenance": {').length - 1).toBe(provenances.length);
    for (const { sources, userFields } of provenances) {
      for (const key of sources) expect(Object.keys(target.sources)).toContain(key);
      expect(userFields).toEqual([]);
    }
  });

  it.each(files)('[CAT-1] %s has core names that are told apart', (file) => {
    const { cores, clusters } = shipped(file);
    expect(new Set(cores.map((core) => core.name)).size).toBe(cores.length);
    const application = new Set(
      clusters.filter((cluster) => cluster.role === 'application').map((cluster) => cluster.id),
    );
    const names = cores.filter((core) => application.has(core.clusterId)).map((core) => core.name);
    expect(names).toEqual(names.map((_, index) => `core ${index}`));
  });

  it.each(files)(
    '[CAT-1] %s has caches whose cores do not overlap within a level and kind',
    (file) => {
      const { caches } = shipped(file);
      const seen = new Set<string>();
      for (const cache of caches) {
        for (const coreId of cache.coreIds) {
          const key = `${cache.level} ${cache.kind} ${coreId}`;
          expect(seen).not.toContain(key);
          seen.add(key);
        }
      }
    },
  );

  it.each(files)('[CAT-1] %s keeps memory ranges apart and inside the stated size', (file) => {
    const { memories } = shipped(file);
    const ranges = memories.flatMap((memory) => memory.ranges);
    const sorted = [...ranges].sort((a, b) => a.base - b.base);
    sorted.slice(1).forEach((range, index) => {
      const before = sorted[index];
      expect(range.base).toBeGreaterThanOrEqual((before?.base ?? 0) + (before?.size ?? 0));
    });
    for (const memory of memories) {
      if (memory.ranges.length === 0) continue;
      const total = memory.ranges.reduce((sum, range) => sum + range.size, 0);
      expect(total, memory.id).toBe(memory.sizeBytes);
    }
  });
});

describe('fitted memory', () => {
  it('[CAT-1] is stated only for the board or module that a source describes, and unknown otherwise', () => {
    const fitted = new Map(
      files.map((file) => {
        const { id, memories } = shipped(file);
        const dram = memories.filter((memory) => memory.kind === 'dram');
        return [
          id,
          dram.map((memory) => memory.sizeBytes && memory.sizeBytes / 1024 ** 3),
        ] as const;
      }),
    );
    const known = [...fitted].filter(([, sizes]) => sizes.some((size) => size !== null));
    expect(Object.fromEntries(known)).toEqual({
      'amd-kria-k26': [4],
      'amd-zu9eg': [4],
      'intel-atom-x6427fe': [8],
      'nvidia-agx-orin': [64],
      'nxp-imx8qm': [6],
      'nxp-imx95': [16],
      'ti-am625': [2],
      'ti-am69': [32],
      'ti-tda4vm': [4],
    });
    for (const [id] of known) {
      const dram = shipped(`${id}.json`).memories.find((memory) => memory.kind === 'dram');
      expect(dram?.notes, id).toMatch(/fit|fixed|described|module/);
    }
  });

  it('[CAT-1] of the i.MX 8QuadMax stands at the two addresses that Bao describes', () => {
    const dram = shipped('nxp-imx8qm.json').memories.find((memory) => memory.id === 'dram');
    expect(dram?.ranges).toEqual([
      { base: 0x8000_0000, size: 2 * 1024 ** 3 },
      { base: 0x8_8000_0000, size: 4 * 1024 ** 3 },
    ]);
  });
});

describe('a damaged target', () => {
  type Draft = Record<string, Record<string, unknown>[]> & {
    virtualization: Record<string, unknown>;
  };
  const broken = (change: (target: Draft) => void) => {
    const target = JSON.parse(textOf('bcm2711.json')) as Draft;
    change(target);
    return decodeTarget(JSON.stringify(target), 'bcm2711.json');
  };

  it('[CAT-1] is refused with file and pointer, every defect at once', () => {
    const dangling = broken((target) => {
      Object.assign(target['caches']?.[0] ?? {}, { coreIds: ['a72.9'] });
      const provenance = { sources: ['hearsay'], confidence: 'low' };
      Object.assign(target['devices']?.[0] ?? {}, { provenance });
    });
    const found = dangling.ok ? [] : dangling.problems.map(({ code, place }) => [code, place]);
    expect(found).toEqual([
      ['target-dangling-reference', { file: 'bcm2711.json', pointer: '/caches/0/coreIds/0' }],
      [
        'target-unknown-source',
        { file: 'bcm2711.json', pointer: '/devices/0/provenance/sources/0' },
      ],
    ]);
  });

  it('[CAT-1] with a field that nobody knows is refused', () => {
    const unknown = broken((target) => Object.assign(target.virtualization, { smmu: true }));
    expect(unknown.ok ? [] : unknown.problems.map(({ place }) => place.pointer)).toEqual([
      '/virtualization/smmu',
    ]);
  });

  it('[CAT-1] that is not JSON is refused with line and column', () => {
    const result = decodeTarget('{\n  "id": "x",,\n}', 'x.json');
    expect(result.ok ? null : result.problems[0]?.place).toMatchObject({ file: 'x.json', line: 2 });
  });
});
