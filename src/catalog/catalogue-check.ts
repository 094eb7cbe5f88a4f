/** What a catalogue must fulfil beyond its schemas: units, ranges, sources, references, inheritance without cycles. */
import { jsonPointer } from '../model/decode.ts';
import { defineProblems, type Problem } from '../model/problem.ts';
import type { FigureAlternative } from './figure.ts';
import type { Catalogue, ParameterDefinition } from './technology.ts';

/** Makes the problems of this room. */
export const catalogueProblem = defineProblems({
  'catalogue-missing-file': {
    message: 'a file of the catalogue is missing',
    remedy: 'Restore it, or take its entry out of catalogue.json.',
  },
  'catalogue-unknown-file': {
    message: 'the catalogue has no place for this file',
    remedy: 'Put technologies into the folder "technology".',
  },
  'catalogue-id-not-file-name': {
    message: 'the id of a technology differs from the name of its file',
    remedy: 'Rename one of them.',
  },
  'catalogue-unlisted-technology': {
    message: 'the technology "{found}" is not in the list of catalogue.json',
    remedy: 'Add it to "technologies" in catalogue.json.',
  },
  'catalogue-duplicate-id': { message: 'two records have the id "{found}"' },
  'catalogue-unknown-source': {
    message: 'a figure names a source that is not in sources.json',
    remedy: 'Add the source, or correct the key.',
  },
  'catalogue-missing-source': {
    message: 'a value has neither a source nor the mark of a judgement or definition',
    remedy: 'Name the source, or set "verification" to "judgement".',
  },
  'catalogue-missing-confidence': {
    message: 'a value does not say how sure it is',
    remedy: 'Set "confidence" and "verification".',
  },
  'catalogue-unknown-technology': { message: 'there is no technology "{found}"' },
  'catalogue-inherits-cycle': {
    message: 'the technology inherits from itself ({path})',
    remedy: 'Cut one "inherits".',
  },
  'catalogue-unit-mismatch': { message: 'the figure is not in the unit of its parameter' },
  'catalogue-version-without-history': {
    message: 'history.json is not of the version of this catalogue',
    remedy: 'Add the version that was to "past", with the figures that changed, and set "current".',
  },
  'catalogue-missing-unit': { message: 'a number has no unit' },
  'catalogue-inverted-range': { message: 'the lower end of the range is above the upper end' },
  'catalogue-value-outside-range': { message: 'the value lies outside its own range' },
});

/** Content of one decoded file. */
export interface CatalogueFile {
  readonly file: string;
  readonly content: unknown;
}

type Path = readonly (string | number)[];
type Report = (code: Parameters<typeof catalogueProblem>[0], path: Path, detail?: object) => void;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Decoded figures always carry these members; nothing else in the catalogue carries `verification`. */
function isFigure(value: Readonly<Record<string, unknown>>): boolean {
  return 'value' in value && 'verification' in value && 'sources' in value;
}

const WITHOUT_SOURCE: ReadonlySet<string | null> = new Set(['judgement', 'by-definition']);

function checkRange(
  { value, low, high, unit }: FigureAlternative,
  path: Path,
  report: Report,
): void {
  if (low !== null && high !== null && low > high) {
    report('catalogue-inverted-range', path, { found: `${low} to ${high}` });
  } else if (
    typeof value === 'number' &&
    ((low !== null && value < low) || (high !== null && value > high))
  ) {
    report('catalogue-value-outside-range', [...path, 'value'], {
      found: String(value),
      expected: `${low ?? 'any'} to ${high ?? 'any'}`,
    });
  }
  if ((typeof value === 'number' || low !== null || high !== null) && unit === null) {
    report('catalogue-missing-unit', path);
  }
}

function checkFigure(
  figure: FigureAlternative,
  definition: ParameterDefinition | undefined,
  path: Path,
  report: Report,
): void {
  checkRange(figure, path, report);
  if (definition !== undefined && figure.unit !== null && figure.unit !== definition.unit) {
    report('catalogue-unit-mismatch', [...path, 'unit'], {
      found: figure.unit,
      expected: definition.unit ?? 'no unit',
    });
  }
  if (figure.value === null) return;
  if (figure.sources.length === 0 && !WITHOUT_SOURCE.has(figure.verification)) {
    report('catalogue-missing-source', path);
  }
  if (figure.confidence === null || figure.verification === null) {
    report('catalogue-missing-confidence', path);
  }
}

/** Members of a figure that hold further values of it. */
const FURTHER: ReadonlySet<string> = new Set(['alternatives', 'byIsa']);

/** The definition of a figure is that of the member it stands in, where it has one. */
function definitionFor(catalogue: Catalogue, path: Path): ParameterDefinition | undefined {
  const parts = path.filter((part) => typeof part === 'string' && !FURTHER.has(part));
  const name = parts.at(-1) as never;
  if (path[0] === 'figures') return catalogue.parameters.get(name);
  return path[0] === 'mechanisms' ? catalogue.mechanismParameters.get(name) : undefined;
}

function walk(catalogue: Catalogue, value: unknown, path: Path, report: Report): void {
  if (Array.isArray(value)) {
    const ids = new Set<unknown>();
    value.forEach((item: unknown, index) => {
      if (isRecord(item) && typeof item['id'] === 'string') {
        if (ids.has(item['id'])) {
          report('catalogue-duplicate-id', [...path, index, 'id'], { found: item['id'] });
        }
        ids.add(item['id']);
      }
      walk(catalogue, item, [...path, index], report);
    });
    return;
  }
  if (!isRecord(value)) return;
  if (isFigure(value)) {
    checkFigure(
      value as unknown as FigureAlternative,
      definitionFor(catalogue, path),
      path,
      report,
    );
  }
  for (const [key, member] of Object.entries(value)) {
    if (key === 'sources' && Array.isArray(member)) {
      member.forEach((source: unknown, index) => {
        if (typeof source !== 'string' || catalogue.sources.has(source)) return;
        report('catalogue-unknown-source', [...path, key, index], { found: source });
      });
    } else {
      walk(catalogue, member, [...path, key], report);
    }
  }
}

function checkReferences(catalogue: Catalogue): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (file: string, pointer: string, found: string) => {
    problems.push(
      catalogueProblem('catalogue-unknown-technology', { place: { file, pointer }, found }),
    );
  };
  for (const technology of catalogue.technologies.values()) {
    const file = `technology/${technology.id}.json`;
    const { inherits } = technology;
    if (inherits !== null && !catalogue.technologies.has(inherits))
      report(file, '/inherits', inherits);
    const cycle = cycleFrom(catalogue, technology.id);
    if (cycle !== null) {
      problems.push(
        catalogueProblem('catalogue-inherits-cycle', {
          place: { file, pointer: '/inherits' },
          found: inherits ?? '',
          words: { path: cycle.join(' -> ') },
        }),
      );
    }
  }
  [...catalogue.mechanisms.values()].forEach((mechanism, at) => {
    mechanism.technologyIds.forEach((id, index) => {
      if (catalogue.technologies.has(id)) return;
      report('mechanisms.json', jsonPointer(['mechanisms', at, 'technologyIds', index]), id);
    });
  });
  [...catalogue.parallelStarts.keys()].forEach((id, at) => {
    if (catalogue.technologies.has(id)) return;
    report('measuring.json', jsonPointer(['parallelStarts', at, 'technologyId']), id);
  });
  catalogue.ports.forEach(({ technologyId, sources, targetId }, at) => {
    const file = 'ports.json';
    if (!catalogue.technologies.has(technologyId)) {
      report(file, jsonPointer(['ports', at, 'technologyId']), technologyId);
    }
    if (sources.length > 0 || targetId !== null) return;
    const place = { file, pointer: jsonPointer(['ports', at]) };
    problems.push(catalogueProblem('catalogue-missing-source', { place }));
  });
  return problems;
}

/** The way from a technology back to itself, or null. */
function cycleFrom(catalogue: Catalogue, start: string): readonly string[] | null {
  const path = [start];
  const seen = new Set<string>();
  let next = catalogue.technologies.get(start)?.inherits ?? null;
  while (next !== null && !seen.has(next)) {
    path.push(next);
    if (next === start) return path;
    seen.add(next);
    next = catalogue.technologies.get(next)?.inherits ?? null;
  }
  return null;
}

/**
 * @param catalogue the catalogue as assembled
 * @param files the decoded files it was assembled from
 * @returns every inconsistency, each with file and JSON pointer
 * @cost O(size)
 * @rules CAT-3
 */
export function checkCatalogue(
  catalogue: Catalogue,
  files: readonly CatalogueFile[],
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { file, content } of files) {
    walk(catalogue, content, [], (code, path, detail = {}) => {
      problems.push(
        catalogueProblem(code, { place: { file, pointer: jsonPointer(path) }, ...detail }),
      );
    });
  }
  return [...problems, ...checkReferences(catalogue)];
}
