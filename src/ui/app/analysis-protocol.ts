/** Messages between the window and its analysis worker. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { Snapshot } from '../../model/diff-schema.ts';
import type { Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';

export type ToWorker =
  | { readonly type: 'catalogue'; readonly texts: Readonly<Record<string, string>> }
  | { readonly type: 'plan'; readonly snapshot: Snapshot }
  | { readonly type: 'diff'; readonly diff: Diff }
  /** Asks for a result; a later question makes an earlier one void. */
  | { readonly type: 'analyze'; readonly layoutId: Id; readonly revision: number };

export type FromWorker =
  | {
      readonly type: 'result';
      readonly revision: number;
      readonly layoutId: Id;
      readonly result: LayoutResult;
      readonly milliseconds: number;
    }
  | { readonly type: 'failed'; readonly revision: number; readonly message: string };
