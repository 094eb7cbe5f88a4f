/** What the window asks its worker about several layouts, and what it gets. */
import type { Comparison } from '../../analysis/compare/comparison.ts';
import type { LayoutResult } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';

export interface CompareQuestion {
  /** Two to six. */
  readonly layoutIds: readonly Id[];
  readonly referenceId: Id;
}

export interface CompareAnswer {
  readonly comparison: Comparison;
  readonly results: readonly LayoutResult[];
}
