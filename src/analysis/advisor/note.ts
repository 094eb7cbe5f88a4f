/** What could not be carried over as it was, in words. */
import type { Subject } from '../result.ts';

/**
 * `unplaced`: an application has no place any more; `lost`: something is gone; `changed`: it is there in another
 * form; `kept`: it stays as it was although the rest changed; `check`: it stays, and a person has to look.
 */
export type NoteKind = 'unplaced' | 'lost' | 'changed' | 'kept' | 'check';

/** One thing that a conversion could not carry over, or changed on the way. */
export interface Note {
  readonly kind: NoteKind;
  readonly subject: Subject;
  /** Why, as a sentence without a full stop. */
  readonly reason: string;
}

/** In the order in which a reader wants them. */
export const NOTE_KINDS: readonly NoteKind[] = ['unplaced', 'lost', 'changed', 'check', 'kept'];
