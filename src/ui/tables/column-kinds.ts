/** The kinds of columns: text, quantity, choice, reference, list. */
import { ok, fail, type Result } from '../../model/problem.ts';
import type { Choice } from '../fields/choices.ts';
import {
  exactText,
  readQuantity,
  saysUnknown,
  shownIn,
  wantedInstead,
  type DisplayUnit,
} from '../fields/quantity-text.ts';
import type { AnyRecord, CellText, CellWrite, Column, TableContext } from './column.ts';
import { meaningOf, type Labels } from './labels.ts';
import { tableProblem } from './problems.ts';

export const UNKNOWN: CellText = { text: 'unknown', tone: 'unknown' };

/** What every column says of itself. */
export interface ColumnFacts {
  readonly key: string;
  readonly title: string;
  readonly width: number;
  readonly required?: boolean;
  readonly hint?: string;
}

export type Base = Omit<Column, 'shown' | 'edited' | 'sortKey' | 'read'>;

/** The part that columns of every kind share. */
export function base(facts: ColumnFacts, more: Partial<Base> = {}): Base {
  return {
    key: facts.key,
    title: facts.title,
    width: facts.width,
    unit: null,
    align: 'start',
    hint: facts.hint ?? null,
    required: facts.required ?? false,
    readOnly: false,
    fields: [facts.key],
    isFigure: false,
    choices: () => null,
    openChoices: false,
    ...more,
  };
}

const plain = (text: string): CellText => ({ text, tone: 'plain' });
const setField = (key: string, value: unknown): Result<CellWrite> =>
  ok({ fields: { [key]: value } });
const required = (): Result<CellWrite> => fail(tableProblem('cell-required'));

/**
 * A column of free text.
 *
 * @param facts `unknown`: an absent text is an unknown fact and not just nothing; `suggestions`: what is likely
 */
export function textColumn(
  facts: ColumnFacts & {
    readonly unknown?: boolean;
    readonly suggestions?: (context: TableContext) => readonly string[];
  },
): Column {
  const { key, suggestions } = facts;
  const textOf = (row: AnyRecord): string => (row[key] as string | null | undefined) ?? '';
  return {
    ...base(facts, suggestions ? { choices: suggestions, openChoices: true } : {}),
    shown: (row) => (textOf(row) === '' && facts.unknown ? UNKNOWN : plain(textOf(row))),
    edited: textOf,
    sortKey: (row) => (textOf(row) === '' ? null : textOf(row).toLowerCase()),
    read: (text) => {
      const value = text.trim();
      if (facts.required) return value === '' ? required() : setField(key, value);
      return setField(key, value === '' || (facts.unknown && saysUnknown(value)) ? null : value);
    },
  };
}

export interface QuantityFacts extends ColumnFacts {
  readonly unit: DisplayUnit;
  /** What an empty cell sets; default: unknown. */
  readonly empty?: number | null;
  /** What unknown shows; default `unknown`. */
  readonly absent?: string;
  readonly whole?: boolean;
  readonly isFigure?: boolean;
}

/** What a cell may hold, in words: some units have no fractions below them. */
function wanted(text: string, unit: DisplayUnit): string {
  const { kind } = unit;
  const example = wantedInstead(text, unit);
  const whole = { time: 'whole nanoseconds', size: 'whole bytes' } as const;
  const isOfUnit = example === unit.example && (kind === 'time' || kind === 'size');
  return isOfUnit ? `${example}, in ${whole[kind]}` : example;
}

/** A column of numbers in one unit. */
export function quantityColumn(facts: QuantityFacts): Column {
  const { key, unit, empty = null } = facts;
  const valueOf = (row: AnyRecord): number | null =>
    (row[key] as number | null | undefined) ?? null;
  return {
    ...base(facts, {
      unit: unit.suffix === '' ? null : unit.suffix,
      align: 'end',
      hint:
        facts.hint ??
        `${unit.example}${unit.suffix === '' ? '' : `; bare numbers are ${unit.suffix}`}`,
      isFigure: facts.isFigure ?? true,
    }),
    shown: (row) => {
      const value = valueOf(row);
      if (value !== null) return plain(shownIn(value, unit));
      return facts.absent === undefined ? UNKNOWN : { text: facts.absent, tone: 'muted' };
    },
    edited: (row) => {
      const value = valueOf(row);
      return value === null ? '' : exactText(value, unit);
    },
    sortKey: valueOf,
    read: (text) => {
      if (saysUnknown(text)) return facts.required ? required() : setField(key, empty);
      const value = readQuantity(text, unit);
      if (value === null)
        return fail(
          tableProblem('cell-not-quantity', { found: text, expected: wanted(text, unit) }),
        );
      if (facts.whole && !Number.isInteger(value))
        return fail(tableProblem('cell-not-whole', { found: text, expected: 'a whole number' }));
      return setField(key, value);
    },
  };
}

/**
 * Reads a choice as people type it: the label or the stored word, in any case.
 *
 * @param options what there is
 * @param text what was typed
 */
export function optionOf(options: readonly Choice[], text: string): Choice | undefined {
  const wanted = text.trim().toLowerCase();
  // "QM (ASIL)" is what drawings and people call "QM".
  const short = (label: string) => label.replace(/ \(.*\)$/, '').toLowerCase();
  return (
    options.find(({ label }) => label.toLowerCase() === wanted) ??
    options.find(({ label }) => short(label) === wanted) ??
    options.find(({ value }) => typeof value === 'string' && value.toLowerCase() === wanted)
  );
}

export interface ChoiceFacts extends ColumnFacts {
  readonly options: readonly Choice[];
  /** Stored for an empty cell; default null, shown as unknown. */
  readonly empty?: unknown;
  readonly get?: (row: AnyRecord) => unknown;
}

/** A column with a fixed list of values. */
export function choiceColumn(facts: ChoiceFacts): Column {
  const { key, options, empty = null } = facts;
  const valueOf = facts.get ?? ((row: AnyRecord) => row[key]);
  const labelOf = (row: AnyRecord): string | null => {
    const value = valueOf(row);
    if (value === null || value === undefined) return null;
    const same = JSON.stringify(value);
    return options.find((option) => JSON.stringify(option.value) === same)?.label ?? same;
  };
  const labels = options.map(({ label }) => label);
  return {
    ...base(facts, { choices: () => labels }),
    shown: (row) => {
      const label = labelOf(row);
      return label === null ? UNKNOWN : plain(label);
    },
    edited: (row) => labelOf(row) ?? '',
    sortKey: (row) => {
      const label = labelOf(row);
      return label === null ? null : labels.indexOf(label);
    },
    read: (text) => {
      const option = optionOf(options, text);
      if (option) return setField(key, option.value);
      if (saysUnknown(text)) return facts.required ? required() : setField(key, empty);
      return fail(
        tableProblem('cell-not-choice', { found: text, expected: `one of ${labels.join(', ')}` }),
      );
    },
  };
}

/**
 * Reads a name as one record.
 *
 * @param labels texts of the records
 * @param text what was typed
 * @param word what such a record is called
 */
export function readReference(labels: Labels, text: string, word: string): Result<string> {
  const [id, second] = meaningOf(labels, text);
  if (id === undefined)
    return fail(tableProblem('cell-unknown-name', { found: text, words: { word } }));
  if (second !== undefined) return fail(tableProblem('cell-ambiguous', { found: text }));
  return ok(id);
}

export interface ReferenceFacts extends ColumnFacts {
  readonly word: string;
  readonly labels: (context: TableContext) => Labels;
  /** Shown where there is none. */
  readonly absent?: string;
}

/** A column that names another record. */
export function referenceColumn(facts: ReferenceFacts): Column {
  const { key, word } = facts;
  const labelOf = (row: AnyRecord, context: TableContext): string | null => {
    const id = row[key] as string | null | undefined;
    if (id === null || id === undefined || id === '') return null;
    return facts.labels(context).labelOf.get(id) ?? `deleted ${word}`;
  };
  return {
    ...base(facts, { choices: (context) => facts.labels(context).list }),
    shown: (row, context) => {
      const label = labelOf(row, context);
      return label === null ? { text: facts.absent ?? '', tone: 'muted' } : plain(label);
    },
    edited: (row, context) => labelOf(row, context) ?? '',
    sortKey: (row, context) => labelOf(row, context)?.toLowerCase() ?? null,
    read: (text, _row, context) => {
      if (saysUnknown(text)) return facts.required ? required() : setField(key, null);
      const id = readReference(facts.labels(context), text, word);
      return id.ok ? setField(key, id.value) : id;
    },
  };
}

export interface ListFacts<T> extends ColumnFacts {
  readonly format: (entry: T, context: TableContext) => string;
  readonly parse: (text: string, context: TableContext) => Result<T>;
  /** Between entries when shown; entries are read at commas, semicolons and line breaks. */
  readonly separator?: string;
  readonly split?: RegExp;
  /** What an empty list shows; default `unknown`. */
  readonly absent?: CellText;
}

/** A column whose cells hold several entries. */
export function listColumn<T>(facts: ListFacts<T>): Column {
  const { key, separator = ', ', split = /[,;\n]/ } = facts;
  const textOf = (row: AnyRecord, context: TableContext): string =>
    ((row[key] as readonly T[] | undefined) ?? [])
      .map((entry) => facts.format(entry, context))
      .join(separator);
  return {
    ...base(facts),
    shown: (row, context) => {
      const text = textOf(row, context);
      return text === '' ? (facts.absent ?? UNKNOWN) : plain(text);
    },
    edited: textOf,
    sortKey: (row, context) => textOf(row, context).toLowerCase() || null,
    read: (text, _row, context) => {
      if (saysUnknown(text)) return facts.required ? required() : setField(key, []);
      const parts = text.split(split).map((part) => part.trim());
      const results = parts.filter((part) => part !== '').map((part) => facts.parse(part, context));
      const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
      if (problems.length > 0) return fail(...problems);
      return setField(
        key,
        results.flatMap((result) => (result.ok ? [result.value] : [])),
      );
    },
  };
}

/** A column that only shows something. */
export function computedColumn(
  facts: ColumnFacts & {
    readonly align?: 'start' | 'end';
    readonly text: (row: AnyRecord, context: TableContext) => CellText;
    readonly sort?: (row: AnyRecord, context: TableContext) => string | number | null;
  },
): Column {
  const { text, sort } = facts;
  return {
    ...base(facts, { readOnly: true, align: facts.align ?? 'start', fields: [] }),
    shown: text,
    edited: (row, context) => text(row, context).text,
    sortKey: sort ?? ((row, context) => text(row, context).text.toLowerCase()),
    read: () => fail(tableProblem('cell-read-only')),
  };
}
