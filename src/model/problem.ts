/**
 * A problem is the outside world failing: a file, an import, an argument. It names the place, what was found,
 * what was expected and what to do. Findings about a layout are something else (`analysis/result.ts`), and a
 * fault of our own is `invariant()`.
 */

/** Where in the input something is wrong; every member that is known is given. Lines, rows and columns count from 1. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Row of a table, counting the header as row 1. */
  readonly row?: number;
  /** Header of the table's column. */
  readonly field?: string;
  /** JSON pointer (RFC 6901). */
  readonly pointer?: string;
}

/** One thing wrong with an input. */
export interface Problem {
  /** Stable, for programs: never match on the message. */
  readonly code: string;
  readonly message: string;
  readonly place: Place;
  readonly found: string | null;
  readonly expected: string | null;
  readonly remedy: string | null;
}

/** What one problem code says. `{found}`, `{expected}` and names given in `words` are filled in. */
export interface ProblemText {
  readonly message: string;
  readonly remedy?: string;
}

/** What a caller knows about one occurrence. */
export interface ProblemDetail {
  readonly place?: Place;
  readonly found?: string;
  readonly expected?: string;
  readonly words?: Readonly<Record<string, string | number>>;
}

/** Success with a value, or every problem that was found. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * @param value what succeeded
 * @returns a successful result
 */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/**
 * @param problems at least one problem
 * @returns a failed result
 */
export function fail<T = never>(...problems: readonly Problem[]): Result<T> {
  return { ok: false, problems };
}

/** Longest piece of foreign text that is quoted back in a message. */
const QUOTE_LIMIT = 120;

/**
 * Makes foreign text fit to stand in a message: one line, no control characters, cut when long.
 *
 * @param text anything that came from outside
 * @returns printable text of at most 121 characters
 */
export function quote(text: string): string {
  // Control characters from a file could otherwise drive the terminal that prints the message.
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  return plain.length > QUOTE_LIMIT ? `${plain.slice(0, QUOTE_LIMIT)}…` : plain;
}

function fill(text: string, words: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(words, name) ? String(words[name]) : whole,
  );
}

/**
 * Binds a room's table of wordings to a factory, so that wording lives in one table keyed by code.
 *
 * @param texts code -> wording
 * @returns a function that makes one problem of a code in that table
 */
export function defineProblems<Code extends string>(
  texts: Readonly<Record<Code, ProblemText>>,
): (code: Code, detail?: ProblemDetail) => Problem {
  return (code, detail = {}) => {
    const found = detail.found === undefined ? null : quote(detail.found);
    const expected = detail.expected ?? null;
    const words = { found: found ?? '', expected: expected ?? '', ...detail.words };
    const text = texts[code];
    return {
      code,
      message: fill(text.message, words),
      place: detail.place ?? {},
      found,
      expected,
      remedy: text.remedy === undefined ? null : fill(text.remedy, words),
    };
  };
}

/**
 * Says a remedy in the words of where the user stands: what is an option of the command line is a field of a dialog.
 *
 * @param problem a problem whose remedy may name choices in braces, for example `{timeUnit}`
 * @param names of the choices here
 * @returns the problem, with the names in place
 */
export function namingChoices(problem: Problem, names: Readonly<Record<string, string>>): Problem {
  return problem.remedy === null ? problem : { ...problem, remedy: fill(problem.remedy, names) };
}

/**
 * One line for a terminal or a list: `file:line:column: what is wrong, expected ..., found ... - remedy`.
 *
 * @param problem the problem
 * @returns one line without a line break
 */
export function formatProblem(problem: Problem): string {
  const { file, line, column, row, field, pointer } = problem.place;
  const position = [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':');
  const inside = [
    row === undefined ? null : `row ${row}`,
    field === undefined ? null : `column "${quote(field)}"`,
    pointer === undefined ? null : `at ${pointer === '' ? 'the top level' : quote(pointer)}`,
  ].filter((part) => part !== null);
  const head = [position, inside.join(', ')].filter((part) => part !== '').join(': ');
  const details = [
    problem.expected === null ? '' : `; expected ${problem.expected}`,
    problem.found === null ? '' : `; found ${problem.found}`,
    problem.remedy === null ? '' : `. ${problem.remedy}`,
  ].join('');
  return `${head === '' ? '' : `${head}: `}${problem.message}${details}`;
}

/**
 * Puts the file's name on problems made by a reader that did not know it.
 *
 * @param problems what the reader found
 * @param file name to show
 * @returns the same problems, each with a file
 */
export function inFile(problems: readonly Problem[], file: string): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, place: { file, ...problem.place } }));
}

/**
 * States what our own code guarantees; a failure is a bug, not a problem of the user's.
 *
 * @param condition what must hold
 * @param meaning what is broken when it does not
 * @throws {Error} when the condition is false
 */
export function invariant(condition: unknown, meaning: string): asserts condition {
  if (!condition) throw new Error(`Bug in Partita: ${meaning}`);
}
