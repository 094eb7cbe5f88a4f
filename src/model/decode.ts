/** From unknown JSON to records: every issue of a schema becomes a problem with a JSON pointer. */
import { parse as parseWithPlaces, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { z } from 'zod';
import { defineProblems, fail, ok, type Problem, type Result } from './problem.ts';

const problem = defineProblems({
  'json-not-json': {
    message: 'this is not JSON',
    remedy: 'Check the file in an editor that shows JSON errors.',
  },
  'json-too-large': { message: 'the file is larger than what is read' },
  'json-too-many-records': { message: 'there are more records than what is read' },
  'json-missing-field': { message: 'the field "{field}" is missing', remedy: 'Add it.' },
  'json-unknown-field': {
    message: 'the field "{field}" is not known here',
    remedy: 'Remove it, or check its spelling against the published schema.',
  },
  'json-wrong-type': { message: 'the value has the wrong type' },
  'json-wrong-value': { message: 'the value is not allowed here' },
  'json-out-of-range': {
    message: 'the number is out of range',
    remedy: 'State a number within it, or nothing where it is unknown.',
  },
  'json-too-long': { message: 'there is too much of it' },
  'json-too-short': { message: 'there is too little of it' },
});

/** Largest JSON text that is read, in characters. A plan of 2,000 applications takes about 3 million. */
export const MAX_JSON_LENGTH = 64 * 1024 * 1024;

/**
 * Most objects in one JSON text. A schema looks at every one before it refuses a list, which takes seconds a million;
 * a plan of 1,000 applications in six layouts has about 25,000.
 */
export const MAX_JSON_OBJECTS = 150_000;

/** A file that is wrong throughout need not say so of every value; a million problems would not fit in memory. */
const MAX_PROBLEMS = 1000;

/**
 * @param parts object keys and array indexes from the top
 * @returns the JSON pointer (RFC 6901)
 */
export function jsonPointer(parts: readonly PropertyKey[]): string {
  return parts
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function describeFound(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  return JSON.stringify(value);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Object.hasOwn(value, part) ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  }
  return value;
}

type Issue = z.core.$ZodIssue;

/** What a schema calls numbers; `int`: whole ones that are exact. */
const NUMBERS: readonly string[] = ['number', 'int'];
const WORDS: Readonly<Record<string, string>> = { int: 'a whole number' };

function problemsOf(issue: Issue, input: unknown, prefix: readonly PropertyKey[]): Problem[] {
  const path = [...prefix, ...issue.path];
  const value = valueAt(input, issue.path);
  const detail = { place: { pointer: jsonPointer(path) }, found: describeFound(value) };
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MAX_PROBLEMS).map((field) =>
        problem('json-unknown-field', {
          place: { pointer: jsonPointer([...path, field]) },
          words: { field },
        }),
      );
    case 'invalid_type':
      return value === undefined
        ? [
            problem('json-missing-field', {
              place: detail.place,
              expected: WORDS[issue.expected] ?? issue.expected,
              words: { field: String(path.at(-1) ?? '') },
            }),
          ]
        : [
            problem('json-wrong-type', {
              ...detail,
              expected: WORDS[issue.expected] ?? issue.expected,
            }),
          ];
    case 'too_big':
      return [
        problem(NUMBERS.includes(issue.origin) ? 'json-out-of-range' : 'json-too-long', {
          ...detail,
          expected: `at most ${issue.maximum}`,
        }),
      ];
    case 'too_small':
      return [
        problem(NUMBERS.includes(issue.origin) ? 'json-out-of-range' : 'json-too-short', {
          ...detail,
          expected: `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`,
        }),
      ];
    case 'invalid_value':
      return [
        problem('json-wrong-value', {
          ...detail,
          expected: `one of ${issue.values.map((allowed) => String(allowed)).join(', ')}`,
        }),
      ];
    case 'invalid_format':
      return [
        problem('json-wrong-value', {
          ...detail,
          expected:
            issue.pattern === undefined ? issue.message : `text that matches ${issue.pattern}`,
        }),
      ];
    default:
      return [problem('json-wrong-value', { ...detail, expected: issue.message })];
  }
}

/**
 * Decodes a JSON value strictly: unknown fields are problems, absent optional fields get their default.
 *
 * @param schema what is expected
 * @param input any value from outside
 * @param prefix where the value stands in its document
 * @returns the record, or every problem with its JSON pointer
 */
export function decode<T extends z.ZodType>(
  schema: T,
  input: unknown,
  prefix: readonly PropertyKey[] = [],
): Result<z.output<T>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  // One number may break two limits: that of exact whole numbers and its own.
  const said = new Set<string>();
  const issues = parsed.error.issues
    .filter(({ code, path }) => {
      const key = `${code} ${jsonPointer(path)}`;
      return !said.has(key) && said.add(key);
    })
    .slice(0, MAX_PROBLEMS);
  const problems = issues.flatMap((issue) => problemsOf(issue, input, prefix));
  return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
}

/**
 * Parses JSON text.
 *
 * @param text a whole document
 * @returns the value; problems carry line and column where the parser tells them
 */
export function parseJson(text: string): Result<unknown> {
  if (text.length > MAX_JSON_LENGTH) {
    return fail(
      problem('json-too-large', {
        found: `${text.length} characters`,
        expected: `at most ${MAX_JSON_LENGTH}`,
      }),
    );
  }
  // A byte order mark is legal in files of some editors and not in JSON.parse.
  const plain = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch {
    return fail(...syntaxProblems(plain));
  }
  const pointer = placeOfTooMany(value);
  if (pointer === null) return ok(value);
  return fail(
    problem('json-too-many-records', {
      place: { pointer },
      found: `more than ${MAX_JSON_OBJECTS}`,
      expected: `at most ${MAX_JSON_OBJECTS}`,
    }),
  );
}

/** Pointer of the object that is one too many; null when there are few enough. Not recursive: nesting may be deep. */
function placeOfTooMany(document: unknown): string | null {
  interface Visit {
    readonly value: object;
    readonly key: PropertyKey;
    readonly from: Visit | null;
  }
  const open: Visit[] = isObject(document) ? [{ value: document, key: '', from: null }] : [];
  for (let seen = 1; ; seen += 1) {
    const visit = open.pop();
    if (visit === undefined) return null;
    if (seen > MAX_JSON_OBJECTS) {
      const path: PropertyKey[] = [];
      for (let at = visit; at.from !== null; at = at.from) path.unshift(at.key);
      return jsonPointer(path);
    }
    for (const [key, value] of Object.entries(visit.value)) {
      if (isObject(value)) open.push({ value, key, from: visit });
    }
  }
}

const isObject = (value: unknown): value is object => value !== null && typeof value === 'object';

/** How many syntax errors are listed; what follows the first ones is mostly their echo. */
const MAX_SYNTAX_PROBLEMS = 5;

/** JSON.parse does not tell where it gave up in every case, so a second parser finds the places. */
function syntaxProblems(text: string): readonly Problem[] {
  const errors: ParseError[] = [];
  try {
    parseWithPlaces(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // It goes down one call a level: text of nothing but brackets uses up the stack.
    return [problem('json-not-json', { expected: 'fewer levels of nesting' })];
  }
  if (errors.length === 0) return [problem('json-not-json')];
  return errors.slice(0, MAX_SYNTAX_PROBLEMS).map(({ error, offset }) => {
    const before = text.slice(0, offset);
    const end = offset >= text.length;
    return problem('json-not-json', {
      place: { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') },
      found: end ? 'the end of the text' : text.slice(offset, offset + 20),
      expected: SYNTAX_EXPECTED[printParseErrorCode(error)] ?? 'valid JSON',
    });
  });
}

const SYNTAX_EXPECTED: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'a field name in double quotes',
  ValueExpected: 'a value',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  CloseBraceExpected: 'a closing brace',
  CloseBracketExpected: 'a closing bracket',
  EndOfFileExpected: 'the end of the text',
};
