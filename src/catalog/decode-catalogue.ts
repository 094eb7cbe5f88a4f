/** Builds the catalogue from the JSON texts of `resources/technologies`; reading the files is the host's job. */
import { z } from 'zod';
import { decode, parseJson } from '../model/decode.ts';
import { id } from '../model/fields.ts';
import { fail, inFile, ok, type Problem, type Result } from '../model/problem.ts';
import { historySchema } from './history.ts';
import { limitsFileSchema, measuringFileSchema } from './measuring.ts';
import { portsFileSchema } from './ports.ts';
import { catalogueProblem, checkCatalogue, type CatalogueFile } from './catalogue-check.ts';
import {
  catalogueSourceSchema,
  deduplicationSchema,
  diskFormatSchema,
  formulaSchema,
  ioModeSchema,
  mechanismSchema,
  parameterDefinitionSchema,
  technologySchema,
  mechanismFiguresSchema,
  technologyFiguresSchema,
  type Catalogue,
  type Technology,
} from './technology.ts';

const version = z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers with dots, such as 1.0.0');
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-01-31');
const definitions = <T extends Record<string, unknown>>(names: T) =>
  z.record(z.enum(Object.keys(names) as [keyof T & string]), parameterDefinitionSchema);

const manifestSchema = z.strictObject({
  format: z.literal('partita-catalogue'),
  version,
  compiled: isoDate,
  technologies: z.array(id).min(1).describe('Ids in the order in which they are listed'),
  parameters: definitions(technologyFiguresSchema.shape),
  mechanismParameters: definitions(mechanismFiguresSchema.shape),
  formulas: z.array(formulaSchema),
});

/** Files beside the technologies, each with what it holds. */
const PARTS = {
  'catalogue.json': manifestSchema,
  'sources.json': z.strictObject({ sources: z.record(z.string().max(120), catalogueSourceSchema) }),
  'mechanisms.json': z.strictObject({ mechanisms: z.array(mechanismSchema) }),
  'io-modes.json': z.strictObject({ ioModes: z.array(ioModeSchema) }),
  'memory-deduplication.json': z.strictObject({ deduplications: z.array(deduplicationSchema) }),
  'history.json': historySchema,
  'measuring.json': measuringFileSchema,
  'limits.json': limitsFileSchema,
  'ports.json': portsFileSchema,
  'disk-formats.json': z.strictObject({ diskFormats: z.array(diskFormatSchema) }),
} as const;
type PartName = keyof typeof PARTS;
type Parts = { [Name in PartName]: z.output<(typeof PARTS)[Name]> };

/** Where technologies stand, one file each, named after their id. */
const TECHNOLOGY_FILE = /^technology\/([^/]+)\.json$/;

/** JSON texts by their path below `resources/technologies`, with `/` between folders. */
export type CatalogueTexts = ReadonlyMap<string, string>;

interface Read {
  readonly parts: Partial<Parts>;
  readonly technologies: Map<string, Technology>;
  readonly problems: Problem[];
}

function readFile<T extends z.ZodType>(
  schema: T,
  file: string,
  text: string,
  problems: Problem[],
): z.output<T> | undefined {
  const json = parseJson(text);
  const decoded = json.ok ? decode(schema, json.value) : json;
  if (decoded.ok) return decoded.value;
  problems.push(...inFile(decoded.problems, file));
  return undefined;
}

function readAll(texts: CatalogueTexts): Read {
  const parts: Partial<Record<PartName, unknown>> = {};
  const technologies = new Map<string, Technology>();
  const problems: Problem[] = [];
  for (const [file, text] of texts) {
    const stem = TECHNOLOGY_FILE.exec(file)?.[1];
    if (stem !== undefined) {
      const technology = readFile(technologySchema, file, text, problems);
      if (technology !== undefined && technology.id !== stem) {
        problems.push(
          catalogueProblem('catalogue-id-not-file-name', {
            place: { file, pointer: '/id' },
            found: technology.id,
            expected: stem,
          }),
        );
      }
      if (technology !== undefined) technologies.set(stem, technology);
    } else if (Object.hasOwn(PARTS, file)) {
      parts[file as PartName] = readFile(PARTS[file as PartName], file, text, problems);
    } else {
      problems.push(catalogueProblem('catalogue-unknown-file', { place: { file } }));
    }
  }
  for (const file of Object.keys(PARTS)) {
    if (!texts.has(file)) {
      problems.push(catalogueProblem('catalogue-missing-file', { place: { file } }));
    }
  }
  return { parts: parts as Partial<Parts>, technologies, problems };
}

function isWhole(parts: Partial<Parts>): parts is Parts {
  return Object.keys(PARTS).every((name) => parts[name as PartName] !== undefined);
}

const byId = <T extends { readonly id: string }>(records: readonly T[]) =>
  new Map(records.map((record) => [record.id, record]));

function assemble(parts: Parts, technologies: ReadonlyMap<string, Technology>): Catalogue {
  const manifest = parts['catalogue.json'];
  const listed = manifest.technologies.flatMap((key) => {
    const technology = technologies.get(key);
    return technology === undefined ? [] : [technology];
  });
  return {
    version: manifest.version,
    compiled: manifest.compiled,
    technologies: byId(listed),
    mechanisms: byId(parts['mechanisms.json'].mechanisms),
    sources: new Map(Object.entries(parts['sources.json'].sources)),
    parameters: new Map(Object.entries(manifest.parameters)) as Catalogue['parameters'],
    mechanismParameters: new Map(
      Object.entries(manifest.mechanismParameters),
    ) as Catalogue['mechanismParameters'],
    ioModes: new Map(parts['io-modes.json'].ioModes.map((mode) => [mode.id, mode])),
    deduplications: byId(parts['memory-deduplication.json'].deduplications),
    diskFormats: byId(parts['disk-formats.json'].diskFormats),
    formulas: byId(manifest.formulas),
    overrides: new Map(),
    measuredOn: parts['measuring.json'].measuredOn,
    readings: parts['measuring.json'].readings,
    parallelStarts: new Map(
      parts['measuring.json'].parallelStarts.map((each) => [each.technologyId, each]),
    ),
    limits: parts['limits.json'].limits,
    ports: parts['ports.json'].ports,
    history: parts['history.json'].past,
  };
}

/** The list in catalogue.json and the files must name the same technologies. */
function listProblems(
  parts: Parts,
  technologies: ReadonlyMap<string, Technology>,
): readonly Problem[] {
  const problems: Problem[] = [];
  const { version: known } = parts['history.json'].current;
  if (known !== parts['catalogue.json'].version) {
    problems.push(
      catalogueProblem('catalogue-version-without-history', {
        place: { file: 'history.json', pointer: '/current/version' },
        found: known,
        expected: parts['catalogue.json'].version,
      }),
    );
  }
  const listed = new Set<string>();
  parts['catalogue.json'].technologies.forEach((key, index) => {
    const place = { file: 'catalogue.json', pointer: `/technologies/${index}` };
    if (listed.has(key))
      problems.push(catalogueProblem('catalogue-duplicate-id', { place, found: key }));
    listed.add(key);
    if (technologies.has(key)) return;
    const expected = `a file technology/${key}.json`;
    problems.push(catalogueProblem('catalogue-missing-file', { place, expected }));
  });
  for (const key of technologies.keys()) {
    if (listed.has(key)) continue;
    const place = { file: `technology/${key}.json`, pointer: '/id' };
    problems.push(catalogueProblem('catalogue-unlisted-technology', { place, found: key }));
  }
  return problems;
}

/** Every record of the list files with its file and pointer, for the checks that go across files. */
function filesOf(parts: Parts, technologies: ReadonlyMap<string, Technology>): CatalogueFile[] {
  return [
    ...Object.entries(parts).map(([file, content]) => ({ file, content })),
    ...[...technologies].map(([key, content]) => ({ file: `technology/${key}.json`, content })),
  ];
}

/**
 * Decodes the catalogue strictly and checks what schemas cannot: units, ranges, sources, references, inheritance.
 *
 * @param texts every JSON file below `resources/technologies`
 * @returns the catalogue, or every problem with file and JSON pointer; nothing is half loaded
 * @cost O(length of the texts)
 * @rules CAT-2, CAT-3
 */
export function decodeCatalogue(texts: CatalogueTexts): Result<Catalogue> {
  const { parts, technologies, problems } = readAll(texts);
  // Checks across files would only echo what is already wrong inside one.
  if (problems.length > 0 || !isWhole(parts)) return fail(...problems);
  const catalogue = assemble(parts, technologies);
  const found = [
    ...listProblems(parts, technologies),
    ...checkCatalogue(catalogue, filesOf(parts, technologies)),
  ];
  return found.length === 0 ? ok(catalogue) : fail(...found);
}
