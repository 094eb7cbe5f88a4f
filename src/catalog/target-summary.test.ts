import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Target } from '../model/target.ts';
import { decodeTarget } from './decode-target.ts';
import { filterTargets, targetSummary, type TargetFilters } from './target-summary.ts';

const FOLDER = new URL('../../resources/targets/', import.meta.url);
const targets = new Map<string, Target>();
for (const file of readdirSync(FOLDER)) {
  const target = decodeTarget(readFileSync(new URL(file, FOLDER), 'utf8'), file);
  if (!target.ok) throw new Error(JSON.stringify(target.problems));
  targets.set(target.value.id, target.value);
}
const summaries = [...targets.values()].map(targetSummary);
const summaryOf = (id: string) => summaries.find((summary) => summary.id === id);
const found = (filters: TargetFilters) => filterTargets(summaries, filters).map(({ id }) => id);
const variant = (change: Partial<Target['virtualization']>): Target => {
  const base = targets.get('nxp-imx8qm');
  if (base === undefined) throw new Error('sample target is missing');
  return { ...base, virtualization: { ...base.virtualization, ...change } };
};

describe('targetSummary', () => {
  it('[CAT-5] counts application cores apart from companions and groups equal cores', () => {
    expect(summaryOf('nxp-imx8qm')).toMatchObject({
      architecture: 'arm',
      applicationCores: 6,
      cores: 9,
      iommu: 'enabled',
      cacheAllocation: false,
      hypervisorExtension: true,
      hypervisors: ['Xen', 'Jailhouse', 'Bao'],
      dramBytes: 6 * 1024 ** 3,
    });
    expect(summaryOf('nxp-imx8qm')?.groups).toEqual([
      {
        role: 'application',
        coreType: 'Cortex-A53',
        cores: 4,
        baseClockHz: null,
        maxClockHz: 1.2e9,
      },
      {
        role: 'application',
        coreType: 'Cortex-A72',
        cores: 2,
        baseClockHz: null,
        maxClockHz: 1.596e9,
      },
      { role: 'realtime', coreType: 'Cortex-M4F', cores: 2, baseClockHz: null, maxClockHz: null },
      { role: 'dsp', coreType: 'HiFi 4', cores: 1, baseClockHz: null, maxClockHz: null },
    ]);
    expect(summaryOf('intel-xeon-gold-6230')?.groups).toEqual([
      {
        role: 'application',
        coreType: 'Cascade Lake-SP',
        cores: 40,
        baseClockHz: 2.1e9,
        maxClockHz: 3.9e9,
      },
    ]);
  });

  it('[CAT-5] keeps present, turned on and unknown apart', () => {
    const state = (change: Partial<Target['virtualization']>) =>
      targetSummary(variant(change)).iommu;
    expect(state({ iommuPresent: true, iommuEnabled: true })).toBe('enabled');
    expect(state({ iommuPresent: true, iommuEnabled: false })).toBe('disabled');
    expect(state({ iommuPresent: true, iommuEnabled: null })).toBe('present');
    expect(state({ iommuPresent: false, iommuEnabled: null })).toBe('absent');
    expect(state({ iommuPresent: null, iommuEnabled: null })).toBe('unknown');
  });

  it('[CAT-5] calls cache allocation missing only when what the architecture offers is known to be', () => {
    const allocation = (change: Partial<Target['virtualization']>) =>
      targetSummary(variant({ l2CacheAllocation: null, l3CacheAllocation: null, ...change }))
        .cacheAllocation;
    expect(allocation({ mpam: false })).toBe(false);
    expect(allocation({ mpam: null })).toBeNull();
    expect(allocation({ mpam: false, l3CacheAllocation: true })).toBe(true);
    expect(summaryOf('intel-xeon-e5-2680v3')?.cacheAllocation).toBe(false);
    expect(summaryOf('intel-xeon-d-2796te')?.cacheAllocation).toBeNull();
  });

  it('[CAT-5] does not add up memory of which a part is unknown', () => {
    expect(summaryOf('intel-xeon-e5-2680v3')?.dramBytes).toBeNull();
    expect(summaryOf('waters-2017')?.dramBytes).toBeNull();
  });
});

describe('filterTargets', () => {
  it('[CAT-5] gives everything, in order, without filters', () => {
    expect(found({})).toEqual(summaries.map(({ id }) => id));
    expect(found({ text: '  ', architecture: null, iommu: null })).toHaveLength(26);
  });

  it('[CAT-5] filters by architecture and core count', () => {
    expect(found({ architecture: 'arm' })).toHaveLength(17);
    expect(found({ architecture: 'x86' })).toHaveLength(8);
    expect(found({ architecture: 'other' })).toEqual(['waters-2017']);
    expect(found({ minApplicationCores: 32 })).toEqual([
      'intel-xeon-gold-6230',
      'intel-xeon-gold-6338n',
    ]);
    expect(found({ minApplicationCores: 6, maxApplicationCores: 6 })).toEqual([
      'nxp-imx8qm',
      'nxp-imx95',
    ]);
  });

  it('[CAT-5] finds the unknown on purpose and never counts it as no', () => {
    expect(found({ hypervisorExtension: 'unknown' })).toEqual([
      'intel-xeon-d-1746ter',
      'intel-xeon-d-2796te',
      'waters-2017',
    ]);
    expect(found({ hypervisorExtension: 'no' })).toEqual([]);
    expect(found({ iommu: 'unknown', architecture: 'arm' })).toEqual(['bcm2712', 'ti-am69']);
    expect(found({ iommu: 'absent' })).toEqual(['bcm2711', 'nxp-imx8mp', 'nxp-s32g3', 'ti-am625']);
    expect(found({ iommu: 'disabled' })).toContain('nxp-imx95');
    expect(found({ iommu: 'any-present' })).toEqual(
      expect.arrayContaining([
        'nxp-imx95',
        'nxp-imx8qm',
        'rockchip-rk3588',
        'intel-xeon-gold-6338n',
      ]),
    );
    expect(found({ cacheAllocation: 'yes' })).toEqual(
      expect.arrayContaining(['intel-xeon-e5-2650lv4', 'intel-atom-x6427fe']),
    );
    const parts = (['yes', 'no', 'unknown'] as const).map((fact) =>
      found({ cacheAllocation: fact }),
    );
    expect(parts.flat().sort()).toEqual(summaries.map(({ id }) => id).sort());
  });

  it('[CAT-5] finds words in any case anywhere in name, vendor, board, summary and core types', () => {
    expect(found({ text: 'NXP a72' })).toEqual(['nxp-imx8qm', 'nxp-lx2160a']);
    expect(found({ text: 'raspberry' })).toEqual(['bcm2711', 'bcm2712']);
    expect(found({ text: 'nxp sparc' })).toEqual([]);
  });
});
