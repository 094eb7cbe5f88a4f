import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diffSchema } from '../../model/diff-schema.ts';
import { applyDiff } from '../../model/diff.ts';
import { formatPlan } from '../../model/interchange.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import { formatProblem } from '../../model/problem.ts';
import { checkReferences } from '../../model/references.ts';
import { checkTarget } from '../../model/target-check.ts';
import { generatedPlan, randomFrom } from '../../model/testing/generated-plan.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { exportTables } from '../csv/export-tables.ts';
import type { ImportFormat } from '../formats.ts';
import { tinyCatalogue } from '../../catalog/testing/tiny-catalogue.ts';
import { previewImport } from '../preview-import.ts';
import { mutate } from './mutate.ts';

const catalogue = tinyCatalogue();

/** A case may not take longer; counted in processor time, since test machines are busy. */
const MOST_MS = 2000;
const SEED = Number(process.env['PARTITA_FUZZ_SEED'] ?? 20_260);
/** PARTITA_FUZZ_FACTOR=50 digs deeper by hand. */
const FACTOR = Number(process.env['PARTITA_FUZZ_FACTOR'] ?? 1);

const here = (path: string) => new URL(path, import.meta.url);
const textOf = (path: string) => readFileSync(here(path), 'utf8');
const machines = readdirSync(here('../hwloc/fixtures/'))
  .filter((name) => name.endsWith('.xml'))
  .map((name) => textOf(`../hwloc/fixtures/${name}`));
const plan: Plan = smallPlan();
const tables = new Map(exportTables(plan).map(({ name, text }) => [name, text]));
const tableOf = (name: string) => tables.get(`${name}.csv`) ?? '';

/** Valid files by format, and how many damaged ones are read. At least 20,000 together. */
const INPUTS: readonly (readonly [
  format: ImportFormat,
  cases: number,
  files: readonly string[],
])[] = [
  ['hwloc', 6000, machines],
  ['json', 6000, [formatPlan(plan), textOf('corpus/json/valid.json')]],
  [
    'csv-applications',
    3000,
    [tableOf('applications'), textOf('corpus/csv-applications/valid.csv')],
  ],
  ['csv-tasks', 3000, [tableOf('tasks'), textOf('corpus/csv-tasks/valid.csv')]],
  [
    'csv-links',
    3000,
    [tableOf('links'), textOf('corpus/csv-links/valid.csv').replaceAll(';', '\t')],
  ],
];

let made = 0;
const newId = (prefix: string): string => `${prefix}-${(made += 1)}`;

/** What a reader accepts must fit the schemas; their refusal of it is a fault of the reader. */
function isOwnCode(format: ImportFormat | null, code: string): boolean {
  if (format === 'json') return /^(?:json|plan|target)-/.test(code);
  if (format === 'hwloc') return /^(?:xml|hwloc)-/.test(code);
  return /^(?:csv|import)-/.test(code);
}

/** Reads one text and says what is wrong with how that went; null when all is well. */
function verdict(format: ImportFormat | null, text: string): string | null {
  const before = process.cpuUsage();
  const preview = previewImport({ plan, fileName: 'fuzz.csv', text, format, newId, catalogue });
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1000;
  if (took > MOST_MS) return `took ${took} ms`;
  const { problems, diff } = preview;
  const foreign = problems.find(({ code }) => !isOwnCode(preview.format, code));
  if (foreign) return `made something of it that its schema refuses: ${formatProblem(foreign)}`;
  if ((diff === null) === (problems.length === 0)) return 'neither a result nor a problem, or both';
  for (const problem of [...problems, ...preview.warnings]) {
    const line = formatProblem(problem);
    if (problem.message === '' || /[\n\r\u0000]/.test(line)) return `problem in bad words: ${line}`;
  }
  if (diff === null) return null;
  const decoded = diffSchema.safeParse(diff);
  if (!decoded.success) return `accepted but not valid: ${decoded.error.message}`;
  const next = applyDiff(plan, diff);
  const loose = [...checkReferences(next, () => ''), ...checkTarget(targetOf(next), '')];
  return loose.length === 0 ? null : `accepted with loose ends: ${formatProblem(loose[0]!)}`;
}

describe('damaged files', () => {
  it.each(INPUTS)(
    '[FUZZ-1] [FUZZ-2] %s: %i of them give a valid result or problems',
    { timeout: 600_000 },
    (format, cases, files) => {
      let accepted = 0;
      for (let n = 0; n < cases * FACTOR; n += 1) {
        const random = randomFrom(SEED * 1_000_003 + n);
        const text = mutate(files[n % files.length] ?? '', random);
        let said: string | null;
        try {
          // Every third case also goes through recognition.
          said = verdict(n % 3 === 0 ? null : format, text);
        } catch (error) {
          said = `threw ${String(error)}`;
        }
        if (said !== null) expect.fail(`case ${n} of seed ${SEED}: ${said}\n${text}`);
        if (n % 3 !== 0 && said === null) accepted += 1;
      }
      expect(accepted).toBeGreaterThan(0);
    },
  );

  it('[FUZZ-1] together they are at least 20,000', () => {
    expect(INPUTS.reduce((sum, [, cases]) => sum + cases, 0)).toBeGreaterThanOrEqual(20_000);
  });

  it('[FUZZ-1] the files they are made from are accepted', () => {
    for (const [format, , files] of INPUTS) {
      const own = format === 'csv-links' ? files.slice(0, 1) : files;
      for (const text of own) {
        const { problems } = previewImport({ plan, fileName: 'x', text, format, newId, catalogue });
        expect(problems).toEqual([]);
      }
    }
  });
});

/** Large texts that made readers of other programs take minutes. */
const LARGE: readonly (readonly [what: string, format: ImportFormat, text: () => string])[] = [
  ['an attribute over and over', 'hwloc', () => `<topology${' a="1"'.repeat(200_000)}/>`],
  ['elements in each other', 'hwloc', () => '<object>'.repeat(200_000)],
  ['a tag that never ends', 'hwloc', () => '<'.repeat(1_000_000)],
  ['a comment that never ends', 'hwloc', () => `<!--${'-'.repeat(1_000_000)}`],
  ['references', 'hwloc', () => `<topology a="${'&lt;'.repeat(300_000)}"/>`],
  [
    'a set of commas',
    'hwloc',
    () => machine(`<object type="PU" cpuset="${','.repeat(500_000)}"/>`),
  ],
  [
    'kinds of core',
    'hwloc',
    () =>
      `${machine('')}`.replace(
        '</topology>',
        `${'<cpukind cpuset="0x1"/>'.repeat(20_000)}</topology>`,
      ),
  ],
  [
    'devices at one address',
    'hwloc',
    () => machine('<object type="PCIDev" pci_busid="0000:00:00.0"/>'.repeat(9000)),
  ],
  [
    'caches over all cores',
    'hwloc',
    () => machine('<object type="L2Cache" cpuset="0xf...f"/>'.repeat(20_000)),
  ],
  [
    'a name of a million letters',
    'hwloc',
    () =>
      machine(
        `<object type="PU" os_index="1" cpuset="0x2"><info name="CPUModel" value="${'x '.repeat(500_000)}"/></object>`,
      ),
  ],
  ['brackets', 'json', () => '['.repeat(200_000)],
  ['brackets that close', 'json', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  [
    'empty records',
    'json',
    () => `{"format":"partita-plan","version":1,"tasks":[${'{},'.repeat(20_000)}{}]}`,
  ],
  ['quotes', 'csv-tasks', () => '"'.repeat(1_000_000)],
  ['quotes that open', 'csv-tasks', () => `a,b\n${'"a'.repeat(500_000)}`],
  ['commas', 'csv-tasks', () => ','.repeat(1_000_000)],
  ['columns', 'csv-tasks', () => `${'period_us,'.repeat(100_000)}\n1`],
  ['blanks', 'csv-applications', () => `name,devices\nx,y${' '.repeat(1_000_000)}z`],
  ['underscores', 'csv-applications', () => `a${'_'.repeat(1_000_000)}b\n1`],
  ['apostrophes', 'csv-applications', () => `name\n${"'".repeat(1_000_000)}`],
  ['entries of a list', 'csv-applications', () => `name,services\nx,"${'y;'.repeat(500_000)}"`],
  ['digits', 'csv-tasks', () => `application,task,period_us\na,t,${'9'.repeat(1_000_000)}`],
];

function machine(inside: string): string {
  return [
    '<topology version="2.0"><object type="Machine" cpuset="0xf...f" nodeset="0x1">',
    '<object type="NUMANode" os_index="0" cpuset="0xf...f" nodeset="0x1"/>',
    `<object type="PU" os_index="0" cpuset="0x1"/>${inside}</object></topology>`,
  ].join('');
}

describe('large texts', () => {
  it.each(LARGE)('[FUZZ-3] %s: no hang', { timeout: 60_000 }, (_, format, text) => {
    expect(verdict(format, text())).toBeNull();
  });

  it('[FUZZ-3] a large plan is still read in time', { timeout: 60_000 }, () => {
    const large = generatedPlan({ applications: 2000, cores: 128, links: 2000, seed: 5 });
    expect(verdict('json', formatPlan(large))).toBeNull();
    for (const { name, text } of exportTables(large)) {
      if (name === 'applications.csv') expect(verdict('csv-applications', text)).toBeNull();
    }
  });
});
