/** What a report says, whatever form it is written in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import { decodeCatalogue } from '../catalog/decode-catalogue.ts';
import { fromDocument, parsePlan } from '../model/interchange.ts';
import { rows, type Plan } from '../model/plan.ts';
import { generatedPlan } from '../model/testing/generated-plan.ts';
import { smallDocument, smallPlan } from '../model/testing/small-plan.ts';
import type { ReportDocument } from './document.ts';
import { cellsOf, reportOf, STAMP, tablesOf } from './testing/report-of.ts';

const RESOURCES = fileURLToPath(new URL('../../resources/', import.meta.url));
const shipped = decodeCatalogue(
  new Map(
    readdirSync(join(RESOURCES, 'technologies'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .map((file) => [
        file.replaceAll('\\', '/'),
        readFileSync(join(RESOURCES, 'technologies', file), 'utf8'),
      ]),
  ),
);
if (!shipped.ok) throw new Error(JSON.stringify(shipped.problems));
const catalogue = shipped.value;

function sample(id: string): Plan {
  const plan = parsePlan(readFileSync(join(RESOURCES, 'samples', `${id}.json`), 'utf8'));
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
}

function compared(id: string) {
  const plan = sample(id);
  return { results: rows(plan.layouts).map((layout) => analyze(plan, layout.id, catalogue)) };
}

/** A plan with a layout and nothing in it. */
function bare(): Plan {
  const document = smallDocument();
  const plan = fromDocument({
    ...document,
    applications: [],
    tasks: [],
    links: [],
    chains: [],
    layouts: [{ id: 'empty', name: 'Empty' }],
  });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
}

const REPORTS: readonly (readonly [name: string, make: () => ReportDocument])[] = [
  ['the small plan', () => reportOf(smallPlan())],
  ['an empty layout', () => reportOf(bare())],
  [
    'a generated plan',
    () => reportOf(generatedPlan({ applications: 60, cores: 16, links: 90, seed: 3 })),
  ],
  ...['gateway-cluster', 'vision-edge', 'engine-control'].flatMap((id) =>
    rows(sample(id).layouts).map(
      (layout) =>
        [
          `${id}, ${layout.id}`,
          () => reportOf(sample(id), { layoutId: layout.id, catalogue }),
        ] as const,
    ),
  ),
];

/** In the fixed order of the house. */
const TITLES = [
  'Identification and status',
  'Summary',
  'Scope, assumptions, sources of the numbers',
  'Hardware',
  'Software',
  'Allocation',
  'Time',
  'Space',
  'Communication',
  'Hardware-software interface',
  'Freedom from interference',
  'Health and fault containment',
  'Rules checked and waivers',
  'Alternatives considered',
  'Open points, changes, glossary, sources',
];

describe('sections', () => {
  it.each(REPORTS)('[REP-1] all fifteen stand in their order, and none is empty: %s', (_, make) => {
    const { sections } = make();
    expect(sections.map(({ title }) => title)).toEqual(TITLES);
    sections.forEach((section, index) => {
      expect(section.number).toBe(index + 1);
      expect(section.id).toBe(`section-${index + 1}`);
      expect(section.parts.length).toBeGreaterThan(0);
      for (const part of section.parts) expect(part.blocks.length).toBeGreaterThan(0);
    });
  });

  it('[REP-1] what this version cannot say is there, with the reason', () => {
    const { sections } = reportOf(smallPlan());
    const reasons = new Map(
      sections.map(({ number, parts }) => [
        number,
        parts.flatMap(({ blocks }) =>
          blocks.flatMap((block) => (block.kind === 'not-assessed' ? [block.reason] : [])),
        ),
      ]),
    );
    for (const number of [2, 4, 5, 7, 8, 10, 11, 12, 13, 14, 15]) {
      expect(reasons.get(number), `section ${number}`).not.toEqual([]);
    }
    for (const list of reasons.values())
      for (const reason of list) expect(reason.length).toBeGreaterThan(20);
  });
});

describe('tables', () => {
  it.each(REPORTS)('[REP-2] ids are unique, rows are as wide as their table: %s', (_, make) => {
    const tables = tablesOf(make());
    expect(new Set(tables.map(({ id }) => id)).size).toBe(tables.length);
    for (const table of tables) {
      const keys = table.columns.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(table.rows.map(({ id }) => id)).size, table.id).toBe(table.rows.length);
      for (const row of table.rows)
        expect(row.cells, `${table.id} ${row.id}`).toHaveLength(keys.length);
      const { printed } = table;
      const width = (printed?.columns ?? table.columns).length;
      const printedIds = (printed?.rows ?? []).map(({ id }) => id);
      expect(new Set(printedIds).size, table.id).toBe(printedIds.length);
      for (const row of printed?.rows ?? [])
        expect(row.cells, `${table.id} ${row.id}, printed`).toHaveLength(width);
    }
  });

  it('[REP-2] rows carry the ids of their objects', () => {
    const plan = smallPlan();
    const rowsOf = (id: string) =>
      tablesOf(reportOf(plan))
        .find((table) => table.id === id)
        ?.rows.map((row) => row.id);
    expect(rowsOf('table-5-1')).toEqual(['app-control', 'app-gateway', 'app-logger']);
    expect(rowsOf('table-5-3')).toEqual(['hv', 'p1', 'm4']);
    expect(rowsOf('table-9-1')).toEqual(['link-state', 'link-log']);
    expect(rowsOf('table-8-2')).toEqual(['shm0']);
  });
});

describe('numbers', () => {
  it.each(REPORTS)('[REP-3] every number says where it comes from: %s', (_, make) => {
    const document = make();
    const known = new Set(document.sources.map(({ key }) => key));
    for (const { where, cell } of cellsOf(document)) {
      if (typeof cell.value === 'number') expect(cell.sources ?? [], where).not.toEqual([]);
      for (const key of cell.sources ?? []) expect(known.has(key), `${where}: ${key}`).toBe(true);
    }
  });

  it.each(REPORTS)('[REP-3] keys in running text are in the list of sources too: %s', (_, make) => {
    const document = make();
    const known = new Set(document.sources.map(({ key }) => key));
    for (const { where, cell } of cellsOf(document)) {
      for (const [, key = ''] of cell.text.matchAll(/ \[(S\d+|[EUA])\]/g)) {
        expect(known.has(key), `${where}: ${cell.text}`).toBe(true);
      }
    }
  });

  it.each(REPORTS)(
    '[REP-4] unknown is said in words, never left blank and never 0: %s',
    (_, make) => {
      for (const { where, cell } of cellsOf(make())) {
        expect(cell.text.trim(), where).not.toBe('');
        if (cell.value !== null) continue;
        expect(cell.text, where).toMatch(/unknown|not stated|not placed|not assessed|as needed/);
        expect(cell.sources, where).toBe(undefined);
      }
    },
  );

  it('[REP-3] facts that the user set are the user’s, others keep their source', () => {
    const document = reportOf(sample('gateway-cluster'), { catalogue });
    const clusters = tablesOf(document).find(({ id }) => id === 'table-4-1');
    const clock = (id: string) =>
      clusters?.rows.find((row) => row.id === id)?.cells[
        clusters.columns.findIndex(({ key }) => key === 'clock')
      ];
    expect(clock('m4_0')).toMatchObject({ text: '266 MHz', sources: ['U'] });
    expect(clock('a53')?.sources?.[0]).toMatch(/^S\d+$/);
  });
});

describe('status', () => {
  it.each([
    ['draft', true],
    ['in-review', true],
    ['approved', false],
  ] as const)('[REP-5] a plan that is %s: marked as draft: %s', (status, draft) => {
    const document = smallDocument();
    const plan = fromDocument({ ...document, plan: { ...document.plan, status } });
    if (!plan.ok) throw new Error('the small plan is sound');
    expect(reportOf(plan.value).draft).toBe(draft);
  });

  it('[REP-5] every page can say plan, layout, revision and content', () => {
    expect(reportOf(smallPlan()).identification).toBe(
      'Small plan · Static · revision 7 · 0123456789ab',
    );
  });

  it.each(REPORTS)('[REP-6] claims compliance with nothing: %s', (_, make) => {
    const text = JSON.stringify(make()).replaceAll(/claims compliance with no standard/g, '');
    expect(text).not.toMatch(/\bcompl(?:y|ies|iant|iance)\b|\bcertif(?:ied|ies)\b|\bis safe\b/i);
  });
});

describe('content', () => {
  it('[REP-7] who depends on whom is in section 12, as the engine says it', () => {
    const document = reportOf(sample('gateway-cluster'), { layoutId: 'static', catalogue });
    const table = tablesOf(document).find(({ id }) => id === 'table-12-2');
    const pairs = table?.rows.map(({ cells }) => `${cells[0]?.text} > ${cells[1]?.text}`);
    expect(pairs).toContain('Telltale cell > Vehicle cell (root)');
  });

  it('[REP-7] the numbers are those of the engine', () => {
    const document = reportOf(sample('engine-control'), { catalogue });
    const loads = tablesOf(document).find(({ id }) => id === 'table-6-2');
    const high = loads?.columns.findIndex(({ key }) => key === 'high') ?? -1;
    const value = (id: string) => loads?.rows.find((row) => row.id === id)?.cells[high]?.value;
    expect(value('c.1')).toBeCloseTo(1.3357246, 6);
    const summary = document.sections[1]?.parts.flatMap(({ blocks }) => blocks) ?? [];
    const counts = summary.find((block) => block.kind === 'counts');
    expect(counts?.kind === 'counts' && counts.entries[0]).toMatchObject({
      word: 'errors',
      count: 10,
    });
  });

  it('[REP-7] the smallest margins come first, and those that are missed are negative', () => {
    const document = reportOf(sample('engine-control'), { catalogue });
    const margins = tablesOf(document).find(({ id }) => id === 'table-2-1');
    expect(margins?.rows.map(({ cells }) => cells[3]?.text)).toEqual([
      '−33.6 % (−33.6 %)',
      '−17.9 % (−17.9 %)',
      '−55.4 % (−13.8 %)',
    ]);
  });

  it('[REP-7] a layout with findings names them on its summary page', () => {
    const document = reportOf(sample('gateway-cluster'), { layoutId: 'containers', catalogue });
    const text = JSON.stringify(document.sections[1]);
    expect(text).toContain('OS-1');
    expect(text).toContain('Telltale guard');
  });

  it('[REP-7] alternatives stand side by side, this report’s own marked', () => {
    const document = reportOf(sample('gateway-cluster'), { layoutId: 'mixed', catalogue });
    const options = tablesOf(document).find(({ id }) => id === 'table-14-1');
    expect(options?.columns.map(({ head }) => head)).toEqual([
      'Driver',
      'Static partitions',
      'Containers on one Linux',
      'Mixed with thin VMs (this report)',
    ]);
    const errors = options?.rows.find(({ id }) => id === 'error');
    const counts = errors?.cells.slice(1).map(({ value }) => value);
    const { results } = compared('gateway-cluster');
    expect(counts).toEqual(
      results.map(({ findings }) => findings.filter(({ verdict }) => verdict === 'error').length),
    );
  });

  it('[REP-7] differences are against this report’s layout, which has none', () => {
    const document = reportOf(sample('gateway-cluster'), { layoutId: 'mixed', catalogue });
    const options = tablesOf(document).find(({ id }) => id === 'table-14-1');
    const memory = options?.rows.find(({ id }) => id === 'memory');
    const texts = memory?.cells.slice(1).map(({ text }) => text);
    expect(texts?.map((text) => /; typically [+−]/.test(text))).toEqual([true, true, false]);
  });

  it('[REP-4] a decision that nobody has recorded is said to be so', () => {
    const document = reportOf(sample('gateway-cluster'), { catalogue });
    const text = JSON.stringify(document.sections[13]);
    expect(text).toContain('"term":"Decided for","text":"not recorded"');
  });

  it('[REP-1] a plan with one layout says that there is nothing to compare', () => {
    const section = reportOf(bare(), { catalogue }).sections[13];
    expect(section?.parts[0]?.blocks).toMatchObject([{ kind: 'not-assessed' }]);
  });

  it('[REP-8] equal input gives an equal document; only the time of making differs', () => {
    const once = JSON.stringify(reportOf(smallPlan()));
    expect(JSON.stringify(reportOf(smallPlan()))).toBe(once);
    const later = '2027-01-01T00:00:00.000Z';
    const again = JSON.stringify(reportOf(smallPlan(), { stamp: { printedAt: later } }));
    expect(again).not.toBe(once);
    expect(again.replaceAll(later, STAMP.printedAt)).toBe(once);
  });
});
