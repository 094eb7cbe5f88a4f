/** What the window asks its worker to build, and what it gets: a diff that is not applied yet. */
import type { AdviceQuestion, Candidate } from '../../analysis/advisor/candidates.ts';
import type { Note } from '../../analysis/advisor/note.ts';
import type { Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';

/** A new layout beside another, or a change within the layout that was asked about. */
export type BuildQuestion =
  | { readonly kind: 'layout'; readonly layoutId: Id; readonly to: Candidate }
  | { readonly kind: 'placement'; readonly about: AdviceQuestion; readonly to: Candidate };

export interface Built {
  readonly diff: Diff;
  /** The new layout, or the one that changes. */
  readonly layoutId: Id;
  /** What could not be carried over as it was. */
  readonly notes: readonly Note[];
}
