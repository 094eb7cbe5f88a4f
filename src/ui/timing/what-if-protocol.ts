/** What the window asks its worker about other execution times and clocks, and what it gets. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { Margin } from '../../analysis/schedulability/margins.ts';
import type {
  BreakingPoint,
  ClockChange,
  WcetChange,
  WhatIf,
} from '../../analysis/schedulability/what-if.ts';
import type { Id } from '../../model/fields.ts';

/**
 * `change`: the result of a changed plan. `breaking`: how far execution times may grow, at that clock. `slowest`: how low the clock may
 * be, with those execution times.
 */
export type WhatIfQuestion =
  | { readonly kind: 'change'; readonly layoutId: Id; readonly change: WhatIf }
  | {
      readonly kind: 'breaking';
      readonly layoutId: Id;
      readonly of: WcetChange;
      readonly clock: ClockChange | null;
    }
  | {
      readonly kind: 'slowest';
      readonly layoutId: Id;
      readonly wcet: WcetChange | null;
      readonly coreType: string;
    };

/** `problems`: in words, why the plan cannot be changed so; the rest is null then. */
export interface WhatIfAnswer {
  readonly result: LayoutResult | null;
  readonly breaking: BreakingPoint | null;
  readonly slowest: Margin | null;
  readonly problems: readonly string[];
}
