/**
 * The part of papaparse that works on text alone. Its published types pull Node and the DOM into scope, which
 * would blind tsconfig.pure.json; that configuration maps the package to this file.
 */

export interface ParseError {
  type: 'Quotes' | 'Delimiter' | 'FieldMismatch';
  code: string;
  message: string;
  /** Record that has the fault, counting from 0. */
  row?: number;
  /** Offset in the text, in UTF-16 units. */
  index?: number;
}

export interface ParseMeta {
  delimiter: string;
  linebreak: string;
  aborted: boolean;
  truncated: boolean;
  cursor: number;
  fields?: string[];
}

export interface ParseResult<T> {
  data: T[];
  errors: ParseError[];
  meta: ParseMeta;
}

export interface ParseStepResult<T> {
  data: T;
  errors: ParseError[];
  meta: ParseMeta;
}

export interface Parser {
  abort(): void;
  getCharIndex(): number;
}

export interface ParseConfig<T> {
  delimiter?: string;
  delimitersToGuess?: string[];
  newline?: '\r' | '\n' | '\r\n' | '';
  quoteChar?: string;
  escapeChar?: string;
  header?: boolean;
  comments?: false | string;
  preview?: number;
  skipEmptyLines?: boolean | 'greedy';
  transformHeader?(header: string, index: number): string;
  transform?(value: string, field: string | number): unknown;
  step?(results: ParseStepResult<T>, parser: Parser): void;
}

export interface UnparseConfig {
  quotes?: boolean | boolean[];
  quoteChar?: string;
  escapeChar?: string;
  delimiter?: string;
  header?: boolean;
  newline?: string;
  skipEmptyLines?: boolean | 'greedy';
  columns?: string[];
  escapeFormulae?: boolean | RegExp;
}

export function parse<T>(text: string, config?: ParseConfig<T>): ParseResult<T>;
export function unparse(
  data: readonly object[] | readonly unknown[][] | { fields: string[]; data: unknown[][] },
  config?: UnparseConfig,
): string;

declare const Papa: { parse: typeof parse; unparse: typeof unparse };
export default Papa;
