/** Section 4: what the software stands on, and who shares what of it. */
import type { Cache } from '../../model/target.ts';
import { formatAddress, formatBytes } from '../../model/units.ts';
import { bytes, count, fact, listed, rate, words } from '../cells.ts';
import type { Cell, Part, Row, Section, Table } from '../document.ts';
import { coreNames, hardwareKey, type ReportFacts } from '../report-facts.ts';

function clustersTable(facts: ReportFacts): Table {
  const { target } = facts;
  return {
    kind: 'table',
    id: 'table-4-1',
    caption: 'Cores by cluster',
    columns: [
      { key: 'cluster', head: 'Cluster', weight: 2 },
      { key: 'role', head: 'Role' },
      { key: 'core_type', head: 'Core type', weight: 1.4 },
      { key: 'isa', head: 'Instruction set', weight: 1.2 },
      { key: 'cores', head: 'Cores', weight: 2 },
      { key: 'threads', head: 'Threads per core', numeric: true },
      { key: 'base-clock', head: 'Base clock', unit: 'Hz', numeric: true, weight: 1.2 },
      { key: 'clock', head: 'Max clock', unit: 'Hz', numeric: true, weight: 1.2 },
      { key: 'lockstep', head: 'Lockstep' },
    ],
    rows: target.clusters.map((cluster) => {
      const key = (field: string) => hardwareKey(facts, cluster.provenance, field);
      const cores = target.cores.filter((core) => core.clusterId === cluster.id);
      return {
        id: cluster.id,
        cells: [
          words(cluster.name),
          words(cluster.role),
          { text: cluster.coreType, sources: [key('coreType')] },
          words([cluster.isa, cluster.isaRevision].filter((text) => text !== null).join(', ')),
          listed(
            coreNames(
              facts,
              cores.map(({ id }) => id),
            ),
          ),
          count(cluster.threadsPerCore, key('threadsPerCore')),
          rate(cluster.baseClockHz, key('baseClockHz')),
          rate(cluster.maxClockHz, key('maxClockHz')),
          words(cluster.lockstep ?? 'unknown', cluster.lockstep === null ? 'unknown' : undefined),
        ],
      };
    }),
    empty: 'The target has no clusters.',
  };
}

/** Equal caches of one level and kind are one row: sixteen private caches say nothing more than one. */
function cacheRows(facts: ReportFacts): readonly Row[] {
  const groups = new Map<string, Cache[]>();
  for (const cache of facts.target.caches) {
    const { level, kind, sizeBytes, coreIds } = cache;
    const types = coreIds.map((id) => facts.hardware.coreById.get(id)?.cluster?.id ?? id);
    const alone = coreIds.length === 1;
    const key = [level, kind, sizeBytes, alone ? types[0] : cache.id].join(' ');
    const group = groups.get(key);
    if (group) group.push(cache);
    else groups.set(key, [cache]);
  }
  return [...groups.values()].flatMap((group): readonly Row[] => {
    const [first] = group;
    if (!first) return [];
    const sharing = group.flatMap((cache) => cache.coreIds);
    const names = coreNames(facts, sharing);
    return [
      {
        id: first.id,
        cells: [
          words(`L${first.level} ${first.kind}`),
          count(group.length, 'A'),
          bytes(first.sizeBytes, hardwareKey(facts, first.provenance, 'sizeBytes')),
          first.coreIds.length === 1
            ? words(`private to ${sharing.length === 1 ? '' : 'each of '}${names.join(', ')}`)
            : words(`shared by ${names.join(', ')}`),
          words(first.partitioning?.mechanism ?? null),
        ],
      },
    ];
  });
}

function cachesTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-4-2',
    caption: 'Caches and who shares them',
    columns: [
      { key: 'cache', head: 'Cache', weight: 1.2 },
      { key: 'number', head: 'Number', numeric: true, weight: 0.6 },
      { key: 'size', head: 'Size each', unit: 'bytes', numeric: true },
      { key: 'shared_by', head: 'Cores', weight: 4 },
      { key: 'partitioning', head: 'Can be divided by', weight: 1.2 },
    ],
    rows: cacheRows(facts),
    empty: 'No cache of this target is known. That is not to say that it has none.',
  };
}

function rangesText(facts: ReportFacts, memoryId: string): string | null {
  const ranges = facts.hardware.memoryById.get(memoryId)?.ranges ?? [];
  if (ranges.length === 0) return null;
  return ranges.map(({ base, size }) => `${formatAddress(base)} + ${formatBytes(size)}`).join('; ');
}

function memoriesTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-4-3',
    caption: 'Memories',
    columns: [
      { key: 'memory', head: 'Memory', weight: 1.5 },
      { key: 'kind', head: 'Kind', weight: 0.8 },
      { key: 'size', head: 'Fitted', unit: 'bytes', numeric: true },
      { key: 'ranges', head: 'Physical addresses', weight: 2.5 },
      { key: 'local_to', head: 'Local to', weight: 1.5 },
      { key: 'ecc', head: 'ECC', weight: 0.8 },
    ],
    rows: facts.target.memories.map((memory) => ({
      id: memory.id,
      cells: [
        words(memory.name),
        listed([memory.kind, ...memory.technologies]),
        bytes(memory.sizeBytes, hardwareKey(facts, memory.provenance, 'sizeBytes')),
        words(rangesText(facts, memory.id) ?? 'unknown'),
        memory.coreIds.length === 0 ? words('all cores') : listed(coreNames(facts, memory.coreIds)),
        words(memory.ecc ?? 'unknown', memory.ecc === null ? 'unknown' : undefined),
      ],
    })),
    empty: 'No memory of this target is known.',
  };
}

function devicesTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-4-4',
    caption: 'Devices',
    columns: [
      { key: 'device', head: 'Device', weight: 1.5 },
      { key: 'class', head: 'Class' },
      { key: 'model', head: 'Model', weight: 2 },
      { key: 'behind_iommu', head: 'DMA behind IOMMU' },
      { key: 'group', head: 'IOMMU unit or group', weight: 1.8 },
      { key: 'virtual_functions', head: 'Virtual functions', numeric: true },
    ],
    rows: facts.target.devices.map((device) => {
      const key = (field: string) => hardwareKey(facts, device.provenance, field);
      return {
        id: device.id,
        cells: [
          words(device.name),
          words(device.class),
          device.model === null ? words(null) : { text: device.model, sources: [key('model')] },
          fact(device.behindIommu, key('behindIommu')),
          listed([device.iommuUnit, device.iommuGroup].filter((text) => text !== null)),
          device.virtualFunctions === null
            ? words('unknown', 'unknown')
            : count(device.virtualFunctions, key('virtualFunctions')),
        ],
      };
    }),
    empty: 'No device of this target is known; they depend on the board.',
  };
}

function virtualizationTable(facts: ReportFacts): Table {
  const { virtualization } = facts.target;
  const key = (field: string) => hardwareKey(facts, virtualization.provenance, field);
  const row = (id: string, name: string, cell: Cell, note: string | null = null): Row => ({
    id,
    cells: [words(name), cell, words(note)],
  });
  return {
    kind: 'table',
    id: 'table-4-5',
    caption:
      'Hardware support for isolation: present, turned on and covering a device are three facts',
    columns: [
      { key: 'feature', head: 'Feature', weight: 2 },
      { key: 'value', head: 'There' },
      { key: 'detail', head: 'Detail', weight: 3 },
    ],
    rows: [
      row(
        'hypervisorExtension',
        'Hypervisor extension',
        fact(virtualization.hypervisorExtension, key('hypervisorExtension')),
        virtualization.extensionName,
      ),
      row(
        'stage2Translation',
        'Second stage of address translation',
        fact(virtualization.stage2Translation, key('stage2Translation')),
      ),
      row(
        'iommuPresent',
        'IOMMU or SMMU present',
        fact(virtualization.iommuPresent, key('iommuPresent')),
        virtualization.iommuName,
      ),
      row(
        'iommuEnabled',
        'IOMMU or SMMU turned on',
        fact(virtualization.iommuEnabled, key('iommuEnabled')),
      ),
      row(
        'l3CacheAllocation',
        'Allocation of the last cache',
        fact(virtualization.l3CacheAllocation, key('l3CacheAllocation')),
        virtualization.allocationDetail,
      ),
      row('mpam', 'MPAM', fact(virtualization.mpam, key('mpam'))),
      row(
        'memoryBandwidthAllocation',
        'Allocation of memory bandwidth',
        fact(virtualization.memoryBandwidthAllocation, key('memoryBandwidthAllocation')),
      ),
      row(
        'interruptController',
        'Interrupt controller',
        virtualization.interruptController === null
          ? words('unknown', 'unknown')
          : { text: 'yes', sources: [key('interruptController')] },
        virtualization.interruptController,
      ),
    ],
    empty: 'Nothing is known.',
  };
}

function gapsPart({ target }: ReportFacts): readonly Part[] {
  if (target.gaps.length === 0) return [];
  return [
    {
      title: 'What is not known of this hardware',
      blocks: [{ kind: 'list', items: target.gaps }],
    },
  ];
}

function hypervisorRows(facts: ReportFacts): readonly Row[] {
  return facts.target.hypervisors.map((support) => ({
    id: support.id,
    cells: [
      words(support.name),
      {
        text: support.evidence,
        sources: [hardwareKey(facts, support.provenance, 'evidence')],
      },
      words(support.caveat),
    ],
  }));
}

export function hardwareSection(facts: ReportFacts): Section {
  const { target } = facts;
  return {
    number: 4,
    id: 'section-4',
    title: 'Hardware',
    parts: [
      {
        title: 'Cores',
        blocks: [
          {
            kind: 'paragraph',
            text: [target.name, target.vendor, target.summary, target.referenceBoard]
              .filter((text) => text !== null)
              .join('. '),
          },
          clustersTable(facts),
        ],
      },
      { title: 'Caches', blocks: [cachesTable(facts)] },
      { title: 'Memories', blocks: [memoriesTable(facts)] },
      {
        title: 'Devices and interrupts',
        blocks: [
          devicesTable(facts),
          {
            kind: 'not-assessed',
            reason: 'Interrupt lines and their routing are not part of the plan yet.',
          },
        ],
      },
      {
        title: 'Support for isolation',
        blocks: [
          virtualizationTable(facts),
          {
            kind: 'table',
            id: 'table-4-6',
            caption: 'Hypervisors with evidence that they run on this target',
            columns: [
              { key: 'hypervisor', head: 'Hypervisor' },
              { key: 'evidence', head: 'Evidence', weight: 3 },
              { key: 'caveat', head: 'Caveat', weight: 2 },
            ],
            rows: hypervisorRows(facts),
            empty: 'No evidence was found. That does not mean that none runs.',
          },
        ],
      },
      ...gapsPart(facts),
    ],
  };
}
