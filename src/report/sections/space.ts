/** Section 8: memory and disk. */
import type { Block, Row, Section, Table } from '../document.ts';
import { address, bytes, count, fact, words } from '../cells.ts';
import type { ReportFigures } from '../figures.ts';
import { sourceOf, type ReportFacts } from '../report-facts.ts';
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

/** Images as they stand on each other. */
function imagesTable(facts: ReportFacts): Table {
  const { images, environmentById } = facts.tree;
  const names = new Map(images.map(({ id, name }) => [id, name]));
  return {
    kind: 'table',
    id: 'table-8-7',
    caption: 'Disk images and what they stand on',
    columns: [
      { key: 'image', head: 'Image', weight: 1.6 },
      { key: 'stands_on', head: 'Stands on', weight: 1.4 },
      { key: 'format', head: 'Format', weight: 1.2 },
      { key: 'starts', head: 'Starts', weight: 1.4 },
      { key: 'copies', head: 'Copies', numeric: true },
      { key: 'slots', head: 'Slots', numeric: true },
      { key: 'content_bytes', head: 'Content', unit: 'bytes', numeric: true },
      { key: 'growth_bytes', head: 'Growth', unit: 'bytes', numeric: true },
      { key: 'update_bytes', head: 'Update', unit: 'bytes', numeric: true },
    ],
    rows: images.map((image) => {
      const size = (field: 'contentBytes' | 'growthBytes' | 'updateBytes') =>
        bytes(image[field], sourceOf(facts, image, field));
      return {
        id: image.id,
        cells: [
          words(image.name),
          words(image.parentId === null ? 'nothing' : (names.get(image.parentId) ?? null)),
          words(image.format),
          words(environmentById.get(image.environmentId ?? '')?.name ?? null),
          count(image.copies, 'U'),
          count(image.slots, 'U'),
          size('contentBytes'),
          size('growthBytes'),
          size('updateBytes'),
        ],
      };
    }),
    empty: 'No images.',
  };
}

/** Images and layers with their estimates; a layout that states none says so. */
function diskBlocks(facts: ReportFacts): readonly Block[] {
  if (facts.tree.images.length === 0) {
    const reason =
      'The layout states no disk images. The sizes that applications state are in section 5.';
    return [{ kind: 'not-assessed', reason }];
  }
  const estimates = estimateBlocks(facts, {
    id: 'table-8-6',
    caption: 'Disk images and layers, and what they would take as raw images',
    kinds: ['disk', 'disk-raw'],
  });
  return [imagesTable(facts), ...estimates];
}

export function spaceSection(
  facts: ReportFacts,
  { memoryMap, diskImages }: Pick<ReportFigures, 'memoryMap' | 'diskImages'>,
): Section {
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
          ...estimateBlocks(facts, {
            id: 'table-8-3',
            caption: 'Estimates of memory and what they were computed from',
            kinds: ['memory'],
          }),
          ...estimateBlocks(facts, {
            id: 'table-8-5',
            caption: 'Memory that deduplication may save; no budget counts on it',
            kinds: ['memory-deduplication'],
          }),
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
          ...diskBlocks(facts),
        ],
      },
      ...(diskImages.length === 0 ? [] : [{ title: 'Disk images', blocks: diskImages }]),
      ...(memoryMap === null ? [] : [{ title: 'Memory map', blocks: [memoryMap] }]),
    ],
  };
}
