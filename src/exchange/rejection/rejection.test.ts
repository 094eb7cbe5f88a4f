import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applicationSchema, taskSchema } from '../../model/application.ts';
import { MAX_JSON_LENGTH, MAX_JSON_OBJECTS } from '../../model/decode.ts';
import { emptyPlan, type Plan } from '../../model/plan.ts';
import { generatedTarget } from '../../model/testing/generated-plan.ts';
import { CSV_LIMITS } from '../csv/read-table.ts';
import { isImportFormat, type ImportFormat } from '../formats.ts';
import { tinyCatalogue } from '../../catalog/testing/tiny-catalogue.ts';
import { previewImport, type ImportPreview } from '../preview-import.ts';
import { XML_LIMITS } from '../xml/parse-xml.ts';

const catalogue = tinyCatalogue();

const corpus = new URL('./corpus/', import.meta.url);
const exchange = new URL('../', import.meta.url);
const model = new URL('../../model/', import.meta.url);

/** The plan that the files of the corpus are read against. */
function corpusPlan(): Plan {
  const info = {
    id: 'plan',
    name: 'Plan',
    description: null,
    author: null,
    status: 'draft' as const,
  };
  const applications = ['Alpha', 'Beta', 'Twin', 'Twin'].map((name, index) =>
    applicationSchema.parse({ id: `app-${index}`, order: index + 1, name }),
  );
  const tasks = ['Sense', 'Act'].map((name, index) =>
    taskSchema.parse({
      id: `task-${index}`,
      order: index + 1,
      applicationId: `app-${index}`,
      name,
      periodNs: 1_000_000,
    }),
  );
  return {
    ...emptyPlan(info, generatedTarget(2)),
    applications: new Map(applications.map((record) => [record.id, record])),
    tasks: new Map(tasks.map((record) => [record.id, record])),
  };
}

const plan = corpusPlan();
let made = 0;
const newId = (prefix: string): string => `${prefix}-new-${(made += 1)}`;

function read(format: ImportFormat | null, fileName: string, text: string): ImportPreview {
  return previewImport({ plan, fileName, text, format, newId, catalogue });
}

interface CorpusFile {
  readonly format: ImportFormat;
  readonly name: string;
  readonly code: string;
}

const files = readdirSync(corpus).flatMap((format): CorpusFile[] => {
  if (!isImportFormat(format)) throw new Error(`${format} is no format`);
  return readdirSync(new URL(`${format}/`, corpus)).map((name) => ({
    format,
    name,
    code: name.split('.')[0] ?? '',
  }));
});
const textOf = ({ format, name }: CorpusFile) =>
  readFileSync(new URL(`${format}/${name}`, corpus), 'utf8');
const defects = files.filter(({ code }) => code !== 'valid');

/** Codes that need a file too large to ship, or none that could be: made here. */
const MADE: readonly (readonly [code: string, format: ImportFormat | null, text: () => string])[] =
  [
    ['xml-too-large', 'hwloc', () => ' '.repeat(XML_LIMITS.length + 1)],
    [
      'xml-too-many-elements',
      'hwloc',
      () => `<topology>${'<a/>'.repeat(XML_LIMITS.elements)}</topology>`,
    ],
    ['xml-too-many-references', 'hwloc', () => '&amp;'.repeat(XML_LIMITS.references + 1)],
    ['hwloc-too-many-objects', 'hwloc', () => machine('PU', 4097)],
    ['hwloc-too-many-objects', 'hwloc', () => machine('PCIDev', 10_001)],
    ['csv-too-large', 'csv-tasks', () => ' '.repeat(CSV_LIMITS.length + 1)],
    ['csv-too-many-rows', 'csv-applications', () => `name\n${'x\n'.repeat(CSV_LIMITS.rows + 1)}`],
    ['json-too-large', 'json', () => ' '.repeat(MAX_JSON_LENGTH + 1)],
    [
      'json-too-many-records',
      'json',
      () => `{"format":"partita-plan","links":[${'{},'.repeat(MAX_JSON_OBJECTS)}{}]}`,
    ],
    ['import-unknown-format', null, () => 'nothing'],
  ];

/** A machine with so many processing units, or with one and so many devices. */
function machine(type: 'PU' | 'PCIDev', count: number): string {
  const set = (unit: number) => {
    const words = `0x${(2 ** (unit % 32)).toString(16)}${',0x0'.repeat(Math.floor(unit / 32))}`;
    return `cpuset="${words}" complete_cpuset="${words}"`;
  };
  const units = Array.from({ length: type === 'PU' ? count : 1 }, (_, unit) => unit);
  const devices = type === 'PCIDev' ? '<object type="PCIDev"/>'.repeat(count) : '';
  return [
    '<topology version="2.0"><object type="Machine" cpuset="0xf...f" nodeset="0x1">',
    '<object type="NUMANode" os_index="0" cpuset="0xf...f" nodeset="0x1"/>',
    ...units.map((unit) => `<object type="PU" os_index="${unit}" ${set(unit)}/>`),
    `${devices}</object></topology>`,
  ].join('');
}

describe.each(defects)('$format/$name', (file) => {
  it('[REJECT-1] gives exactly its code, with its place, and nothing to import', () => {
    // A table that does not tell what it holds is a defect only where nobody says it.
    const format = file.code === 'csv-unknown-kind' ? null : file.format;
    const { problems, diff } = read(format, file.name, textOf(file));
    expect(problems.map(({ code }) => code)).toEqual([file.code]);
    expect(diff).toBeNull();
    const place = problems[0]?.place ?? {};
    expect(place.file).toBe(file.name);
    if (file.format === 'hwloc') {
      expect(place.line).toBeGreaterThan(0);
      expect(place.column).toBeGreaterThan(0);
    } else if (file.format === 'json' && file.code !== 'json-not-json') {
      expect(place.pointer).toMatch(/^\//);
    } else {
      expect(place.row ?? place.line).toBeGreaterThan(0);
    }
  });
});

describe('the corpus', () => {
  it.each(files.filter(({ code }) => code === 'valid'))(
    '[REJECT-1] the file without the defect is accepted: $format',
    (file) => {
      const { problems, diff } = read(file.format, file.name, textOf(file));
      expect(problems).toEqual([]);
      expect(diff).not.toBeNull();
    },
  );

  it.each(MADE)('[REJECT-1] %s, from a text that is made', (code, format, text) => {
    const { problems, diff } = read(format, 'made', text());
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(diff).toBeNull();
  });

  it('[REJECT-2] has a file for every problem that an importer can give', () => {
    const sources = [
      ...['xml/problems.ts', 'hwloc/problems.ts', 'csv/problems.ts', 'preview-import.ts'].map(
        (path) => new URL(path, exchange),
      ),
      ...['decode.ts', 'interchange.ts', 'references.ts', 'target-check.ts'].map(
        (path) => new URL(path, model),
      ),
      new URL('../catalog/plan-check.ts', model),
    ];
    const codes = sources
      // Notices stop nothing; they stand in a table of their own behind the problems.
      .map((url) => readFileSync(url, 'utf8').replace(/export const csvNotice[\s\S]*$/, ''))
      .flatMap((source) => [...source.matchAll(/^ {2}'([a-z0-9-]+)': \{/gm)])
      .map((match) => match[1] ?? '');
    expect(codes.length).toBeGreaterThan(60);
    const covered = new Set([...defects.map(({ code }) => code), ...MADE.map(([code]) => code)]);
    expect(codes.filter((code) => !covered.has(code))).toEqual([]);
    expect([...covered].filter((code) => !codes.includes(code))).toEqual([]);
  });
});
