/** Section 8: memory and disk. */
import type { Figure, Row, Section, Table } from '../document.ts';
import { address, bytes, fact, words } from '../cells.ts';
import type { ReportFacts } from '../report-facts.ts';
import { budgetTable } from './allocation.ts';
import { estimateBlocks } from './estimates.ts';

function regionRows(facts: ReportFacts): readonly Row[] {
  const byBase = [...facts.tree.regions].sort(
    (a, b) => (a.base ?? Infinity) - (b.base ?? Infinity) || a.order - b.order,
  );
  return byBase.map((region) => ({
    id: region.id,
    cells: [
      words(region.name),
      words(region.kind),
      words(
        region.memoryId === null
          ? 'any'
          : (facts.hardware.memoryById.get(region.memoryId)?.name ?? region.memoryId),
      ),
      address(region.base, 'U'),
      region.base === null
        ? { text: 'not placed', value: null, tone: 'quiet' as const }
        : address(region.base + region.sizeBytes - 1, 'A'),
      bytes(region.sizeBytes, 'U'),
      fact(region.cacheable, 'U'),
      words(
        region.environmentId === null
          ? null
          : (facts.tree.environmentById.get(region.environmentId)?.name ?? region.environmentId),
      ),
      words(region.notes),
    ],
  }));
}

function regionsTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-8-2',
    caption: 'Regions of memory, by physical address',
    columns: [
      { key: 'region', head: 'Region', weight: 1.5 },
      { key: 'kind', head: 'Kind', weight: 0.8 },
      { key: 'memory', head: 'Memory', weight: 0.8 },
      { key: 'base', head: 'First address', unit: 'address', numeric: true, weight: 1.4 },
      { key: 'last', head: 'Last address', unit: 'address', numeric: true, weight: 1.4 },
      { key: 'size', head: 'Size', unit: 'bytes', numeric: true },
      { key: 'cacheable', head: 'Cached', weight: 0.7 },
      { key: 'owner', head: 'Owner', weight: 1.2 },
      { key: 'notes', head: 'Notes', weight: 2.2 },
    ],
    rows: regionRows(facts),
    empty: 'The layout states no regions.',
  };
}

export function spaceSection(facts: ReportFacts, memoryMap: Figure | null): Section {
  const { budgets } = facts.result;
  const disk = budgets.filter((budget) => budget.kind === 'disk');
  return {
    number: 8,
    id: 'section-8',
    title: 'Space',
    parts: [
      {
        title: 'Memory',
        blocks: [
          budgetTable(
            facts,
            'table-8-1',
            'Memory demand against what is fitted or given',
            'bytes',
            budgets.filter((budget) => budget.kind === 'memory'),
            'No memory budget could be computed.',
          ),
          ...estimateBlocks(facts, 'table-8-3'),
        ],
      },
      {
        title: 'Regions',
        blocks: [regionsTable(facts)],
      },
      {
        title: 'Disk',
        blocks: [
          ...(disk.length === 0
            ? []
            : [
                budgetTable(
                  facts,
                  'table-8-4',
                  'Disk demand against capacity',
                  'bytes',
                  disk,
                  'No disk budget could be computed.',
                ),
              ]),
          {
            kind: 'not-assessed',
            reason:
              'Chains of disk images, such as qcow2 overlays, are not part of the plan yet. The sizes that applications state are in section 5.',
          },
        ],
      },
      ...(memoryMap === null ? [] : [{ title: 'Memory map', blocks: [memoryMap] }]),
    ],
  };
}
