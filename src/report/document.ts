/**
 * The report as data: sections of blocks. HTML, Markdown and CSV are three ways to write the same document, so
 * they cannot disagree.
 */
import type { Id } from '../model/fields.ts';

/** Who says a number: keys of the document's list of sources. */
export type SourceKey = string;

/** One cell of a table. */
export interface Cell {
  /** What a reader sees, with unit. */
  readonly text: string;
  /** The bare value in the column's unit, for programs; null when unknown; absent where the text is all. */
  readonly value?: number | string | boolean | null;
  /** Keys of the sources of this value. */
  readonly sources?: readonly SourceKey[];
  /** Printed so that it stands out; the text says it too. */
  readonly tone?: Tone;
}
export type Tone = 'error' | 'warning' | 'unknown' | 'pass' | 'quiet';

/** One column of a table. */
export interface Column {
  /** Name for programs: lower case with underscores. */
  readonly key: string;
  readonly head: string;
  /** Unit of the bare values, for example `ns`; absent for text. */
  readonly unit?: string;
  readonly numeric?: boolean;
  /** Width relative to the other columns; 1 when absent. */
  readonly weight?: number;
}

/** One row, with the id of the object that it is about. */
export interface Row {
  readonly id: Id;
  readonly cells: readonly Cell[];
}

/** The short form of a table, for reading. */
export interface Printed {
  /** Its columns, where they are not those of the table. */
  readonly columns?: readonly Column[];
  readonly rows: readonly Row[];
  /** What is shortened, and where all of it is. */
  readonly note: string;
}

/** A table with an id of its own. */
export interface Table {
  readonly kind: 'table';
  /** For example `table-6-1`. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What pages show in place of `rows`, where those say little one by one; plain tables hold them all. */
  readonly printed?: Printed;
  /** What stands there when no row does. */
  readonly empty: string;
}

/** A drawing. The SVG comes from `src/drawing` and is trusted; everything else in a document is text. */
export interface Figure {
  readonly kind: 'figure';
  readonly id: string;
  readonly caption: string;
  /** What stands in the page. */
  readonly svg: string;
  /** The drawing as a file of its own; absent where the figure is a further part of one. */
  readonly file?: string;
  /** Stands on a page of its own, twice the size of the others. */
  readonly foldout?: boolean;
  /** Read by who cannot see the drawing. */
  readonly description: string;
}

/** A subject that this report has nothing to say on, and why: never to be read as a pass. */
export interface NotAssessed {
  readonly kind: 'not-assessed';
  readonly reason: string;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly string[];
}

/** Words with what they say: title block, glossary. */
export interface Definitions {
  readonly kind: 'definitions';
  readonly id: string;
  /** A long list to look things up in: set small, in columns. */
  readonly compact?: boolean;
  readonly entries: readonly { readonly term: string; readonly text: string }[];
}

/** Large numbers with a word each, on the summary page. */
export interface Counts {
  readonly kind: 'counts';
  readonly entries: readonly {
    readonly word: string;
    readonly count: number;
    readonly tone: Tone;
  }[];
}

export type Block = Table | Figure | NotAssessed | Paragraph | List | Definitions | Counts;

/** A heading inside a section. */
export interface Part {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** One of the fifteen sections. */
export interface Section {
  readonly number: number;
  /** For example `section-6`. */
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Part[];
}

/** An entry of the list of sources. */
export interface ListedSource {
  readonly key: SourceKey;
  readonly text: string;
}

/** The whole report. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  /** Printed on every page: plan, revision, hash. */
  readonly identification: string;
  /** Set while nobody has approved the plan. */
  readonly draft: boolean;
  readonly sections: readonly Section[];
  readonly sources: readonly ListedSource[];
}
