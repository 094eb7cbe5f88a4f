/** What the window asks its worker about other execution times and clocks, and what it gets. */
import type { LayoutResult } from '../../analysis/result.ts';
import type {
  BreakingPoint,
  ClockChange,
  WcetChange,
  WhatIf,
} from '../../analysis/schedulability/what-if.ts';
import type { Id } from '../../model/fields.ts';

/** `change`: the result of a changed plan. `breaking`: how far execution times may grow, at that clock. */
export type WhatIfQuestion =
  | { readonly kind: 'change'; readonly layoutId: Id; readonly change: WhatIf }
  | {
      readonly kind: 'breaking';
      readonly layoutId: Id;
      readonly of: WcetChange;
      readonly clock: ClockChange | null;
    };

/** `problems`: in words, why the plan cannot be changed so; the rest is null then. */
export interface WhatIfAnswer {
  readonly result: LayoutResult | null;
  readonly breaking: BreakingPoint | null;
  readonly problems: readonly string[];
}
