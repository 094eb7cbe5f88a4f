/** One door for every import: a file and a plan in, what would change out. */
import { checkPlanAgainstCatalogue } from '../catalog/plan-check.ts';
import type { Catalogue } from '../catalog/technology.ts';
import type { NewId } from '../model/commands/records.ts';
import { putTarget } from '../model/commands/target.ts';
import { applyDiff, countChanges, DiffDraft, type Diff } from '../model/diff.ts';
import type { Id } from '../model/fields.ts';
import { documentPointers, parsePlan } from '../model/interchange.ts';
import { infoOf, TABLE_NAMES, TABLE_WORDS, type Plan } from '../model/plan.ts';
import { defineProblems, fail, inFile, type Problem, type Result } from '../model/problem.ts';
import { previewCsv, type CsvPreview } from './csv/preview.ts';
import { bindTasks } from './csv/bind-tasks.ts';
import type { RowChange, TableBasis } from './csv/merge.ts';
import { csvKindOf, detectFormat, IMPORT_FORMATS, type ImportFormat } from './formats.ts';
import { importHwloc } from './hwloc/import-hwloc.ts';

const problem = defineProblems({
  'import-unknown-format': {
    message: 'this is no file that can be imported, or its columns do not tell what it holds',
    remedy: 'Choose the format.',
  },
});

export interface ImportInput {
  readonly plan: Plan;
  readonly fileName: string;
  readonly text: string;
  /** Null: recognised from the file. */
  readonly format: ImportFormat | null;
  readonly newId: NewId;
  /** What a plan in JSON may name: technologies, mechanisms, figures. */
  readonly catalogue: Catalogue;
  /** What a table means where it does not say so itself. */
  readonly tableBasis?: Partial<TableBasis>;
}

/** One row of a table. */
export interface ImportRow {
  /** Number of the row in the file. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly change: RowChange;
}

/** What an import would do. */
export interface ImportPreview {
  readonly format: ImportFormat | null;
  /** While there is one, nothing can be imported. */
  readonly problems: readonly Problem[];
  /** What the user should know before importing. */
  readonly warnings: readonly Problem[];
  /** What would change, a line each. */
  readonly summary: readonly string[];
  /** Headers of a table; empty for other formats. */
  readonly columns: readonly string[];
  readonly rows: readonly ImportRow[];
  /** Null while there is a problem. */
  readonly diff: Diff | null;
}

const NOTHING: ImportPreview = {
  format: null,
  problems: [],
  warnings: [],
  summary: [],
  columns: [],
  rows: [],
  diff: null,
};

/**
 * Reads a file against a plan without changing it.
 *
 * @param input file and plan
 * @returns what would change, or every problem with the file's name and the place
 * @cost O(file + plan)
 */
export function previewImport(input: ImportInput): ImportPreview {
  const { fileName, text } = input;
  const format = input.format ?? detectFormat(fileName, text);
  const preview = format === null ? unknownFormat(input) : previewAs(format, input);
  return {
    ...preview,
    format,
    problems: inFile(preview.problems, fileName),
    warnings: inFile(preview.warnings, fileName),
  };
}

/** A table whose columns tell nothing is a table all the same: it is shown with what is wrong. */
function unknownFormat(input: ImportInput): ImportPreview {
  if (/\.(?:csv|tsv)$/i.test(input.fileName))
    return fromCsv(input, previewCsv({ ...input, kind: null }));
  const expected = IMPORT_FORMATS.map(({ id }) => id).join(', ');
  return { ...NOTHING, problems: [problem('import-unknown-format', { expected })] };
}

function previewAs(format: ImportFormat, input: ImportInput): ImportPreview {
  const kind = csvKindOf(format);
  if (kind !== null) return fromCsv(input, previewCsv({ ...input, kind }));
  return format === 'json' ? previewPlan(input) : previewTarget(input);
}

function fromCsv({ plan, newId }: ImportInput, preview: CsvPreview): ImportPreview {
  const { problems, notices, columns, rows, bindings } = preview;
  const diff = preview.diff && withBindings(plan, preview.diff, preview, newId);
  const bound = bindings.length === 0 ? [] : [`${bindings.length} tasks name a core`];
  return {
    ...NOTHING,
    problems,
    warnings: notices,
    columns: columns.map(({ header }) => header),
    rows,
    diff,
    summary: diff === null ? [] : [...summaryOf(diff), ...bound],
  };
}

/** The records of a table together with the places that its column of cores asks for: one step. */
function withBindings(plan: Plan, diff: Diff, { bindings }: CsvPreview, newId: NewId): Diff {
  if (bindings.length === 0) return diff;
  const imported = applyDiff(plan, diff);
  return replacePlan(plan, applyDiff(imported, bindTasks(imported, bindings, newId)));
}

function summaryOf(diff: Diff): readonly string[] {
  const lines = [...countChanges(diff).keys()].flatMap((table) =>
    (['added', 'updated', 'removed'] as const).flatMap((part) => {
      const count = diff[part][table]?.length ?? 0;
      return count === 0 ? [] : [`${count} ${TABLE_WORDS[table]}${count === 1 ? '' : 's'} ${part}`];
    }),
  );
  return lines.length === 0 ? ['nothing changes'] : lines;
}

/**
 * Reads a plan in JSON that names only what the catalogue has.
 *
 * @param text JSON
 * @param catalogue the catalogue as it ships
 * @returns the plan, or every problem with its JSON pointer
 */
export function parseKnownPlan(text: string, catalogue: Catalogue): Result<Plan> {
  const parsed = parsePlan(text);
  if (!parsed.ok) return parsed;
  const pointers = documentPointers(parsed.value);
  const problems = checkPlanAgainstCatalogue(parsed.value, catalogue, pointers);
  return problems.length > 0 ? fail(...problems) : parsed;
}

/** A whole plan takes the place of the open one, as one step that can be undone. */
function previewPlan({ plan, text, catalogue }: ImportInput): ImportPreview {
  const parsed = parseKnownPlan(text, catalogue);
  if (!parsed.ok) return { ...NOTHING, problems: parsed.problems };
  const diff = replacePlan(plan, parsed.value);
  const first = `the plan becomes "${infoOf(parsed.value).name}"`;
  return { ...NOTHING, diff, summary: [first, ...summaryOf(diff)] };
}

/**
 * @param from the plan as it is
 * @param to the plan as it is to be
 * @returns the diff between them
 * @cost O(records)
 */
export function replacePlan(from: Plan, to: Plan): Diff {
  const draft = new DiffDraft(from);
  for (const table of TABLE_NAMES) {
    const wanted = to[table] as ReadonlyMap<Id, unknown>;
    for (const id of from[table].keys()) if (!wanted.has(id)) draft.remove(table, id);
    for (const record of to[table].values()) draft.put(table, record);
  }
  return draft.diff();
}

function previewTarget({ plan, fileName, text, newId }: ImportInput): ImportPreview {
  const imported = importHwloc(text, { id: newId('target'), fileName });
  if (!imported.ok) return { ...NOTHING, problems: imported.problems };
  const { target } = imported.value;
  const put = putTarget(plan, target);
  if (!put.ok) return { ...NOTHING, problems: put.problems };
  const summary = [
    `the target becomes "${target.name}"`,
    ...(target.summary === null ? [] : [target.summary]),
    ...target.gaps,
  ];
  return { ...NOTHING, diff: put.value, summary };
}
