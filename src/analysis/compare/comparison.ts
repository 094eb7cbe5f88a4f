/** What comparing layouts gives. Plain JSON: it crosses to workers, CLI and report unchanged. */
import type { Id } from '../../model/fields.ts';
import type { Range, Subject, Verdict } from '../result.ts';

/** How many layouts stand side by side at least and at most. */
export const FEWEST_LAYOUTS = 2;
export const MOST_LAYOUTS = 6;

/** What drives the choice between layouts, in the order of the table. */
export const DRIVER_IDS = [
  'unplaced',
  'cores',
  'memory',
  'memory-saved',
  'disk',
  'startup',
  'ipc-latency',
  'interrupt-latency',
  'interrupt-latency-interference',
  'interference',
  'deadlines-met',
  'deadlines-unknown',
  'deadlines-missed',
  'chains-met',
  'chains-unknown',
  'chains-missed',
  'chain-latency',
  'error',
  'warning',
  'not-assessed',
  'manual',
  'tcb',
  'licences',
  'single-points',
  'unknown-figures',
] as const;
export type DriverId = (typeof DRIVER_IDS)[number];

/** Verdicts whose findings are drivers: a pass, and a rule that does not apply, drive nothing. */
export type CountedVerdict = Exclude<Verdict, 'pass' | 'not-applicable'>;

/** Which way a driver is wished; `none`: a text, or a number that says nothing alone. */
export type Wish = 'less' | 'more' | 'none';

/**
 * `assessed`: there is a value. `unknown`: the engine looked, and no figure says. `not-assessed`: the layout has
 * nothing that the engine could have looked at, or the engine does not answer this question. Neither is 0.
 */
export type DriverState = 'assessed' | 'unknown' | 'not-assessed';

/** Against the reference layout. */
export type Direction = 'better' | 'worse' | 'equal' | 'unclear';

/** What a layout differs by from the reference. */
export interface Delta extends Range {
  /**
   * `better` and `worse` only where the ranges do not overlap; `unclear` where they do, where an end is open, or
   * where one of the two has no value. A driver without a wish is `equal` or `unclear`.
   */
  readonly direction: Direction;
}

/** A share of a value that is worth naming, for example the pairs that share a core. */
export interface DriverPart {
  readonly name: string;
  readonly low: number | null;
  readonly high: number | null;
}

/** One driver of one layout. */
export interface DriverValue extends Range {
  readonly layoutId: Id;
  readonly state: DriverState;
  /** True when a needed figure is unknown, so that the value is a lower bound. */
  readonly atLeast: boolean;
  /**
   * True when it rests on figures measured on another core type: `typical` is then no bound and is not ranked; `high` is
   * null.
   */
  readonly isIndication: boolean;
  /** Of a driver that is a set of words; null for numbers. */
  readonly text: readonly string[] | null;
  /** How many figures that the value needs are unknown. */
  readonly unknown: number;
  /** Where a worst value stands; null for sums and counts. */
  readonly subject: Subject | null;
  /** Why the user replaced figures that the value rests on; null: none of them is replaced. */
  readonly override: string | null;
  readonly parts: readonly DriverPart[];
  /** Null for the reference itself. */
  readonly delta: Delta | null;
}

/** One row of the table. */
export interface Driver {
  readonly id: DriverId;
  readonly title: string;
  /** `bytes`, `ns`, `SLOC`, `count`, `share`, or empty for words. */
  readonly unit: string;
  readonly wish: Wish;
  /** Exactly what is counted, in a sentence. */
  readonly meaning: string;
  /** One per layout, in the order of the layouts. */
  readonly values: readonly DriverValue[];
}

/**
 * `front`: no other layout beats it, not even with typical figures. `possibly-dominated`: another one beats it with
 * typical figures, but not everywhere within the ranges. `dominated`: another one beats it whatever the figures are.
 * `open`: a driver of it, or the upper end of one, is unknown, so that nothing can be said for or against it.
 */
export type ParetoStatus = 'front' | 'possibly-dominated' | 'dominated' | 'open';

/** Where one layout stands in a trade-off. */
export interface ParetoPlace {
  readonly layoutId: Id;
  readonly status: ParetoStatus;
  /** Layouts that beat it, certainly or possibly. */
  readonly beatenBy: readonly Id[];
}

/** A trade-off between two or three drivers. */
export interface Pareto {
  readonly drivers: readonly DriverId[];
  /** In the order of the layouts. */
  readonly places: readonly ParetoPlace[];
}

/**
 * `sum`: both values are sums of their figures, so that the flipping value follows from the sums.
 * `re-analysis`: both layouts were analysed again with the figure at an end of its published range.
 */
export type SensitivityMethod = 'sum' | 're-analysis';

/** A figure whose change turns round which of two layouts is better. */
export interface Sensitivity {
  readonly driver: DriverId;
  /** Better with today's typical figures. */
  readonly betterId: Id;
  readonly worseId: Id;
  readonly figure: string;
  readonly unit: string;
  /** Today's value; null: unknown. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly source: string | null;
  /**
   * Beyond this value the ranking is turned round. For `re-analysis`: the end of the range at which it was seen
   * turned round, so that it turns between `value` and here.
   */
  readonly flipsAt: number;
  /** Whether `flipsAt` lies in the published range, so that today's knowledge does not decide between the two. */
  readonly inRange: boolean;
  readonly method: SensitivityMethod;
}

/**
 * What a driver needs and nobody has stated: figures of the plan, which no source gives a range for. No value is tried
 * in their place, so that no ranking by this driver is certain.
 */
export interface UnstatedFigures {
  readonly driver: DriverId;
  /** Their names as estimates have them, once each. */
  readonly figures: readonly string[];
  /** Layouts whose value needs one of them. */
  readonly layoutIds: readonly Id[];
}

/** What became of the search for figures that decide. */
export interface SensitivityReport {
  /** Those in their published range first, then by how small the change is. */
  readonly entries: readonly Sensitivity[];
  /** Figures that were tried by a new analysis. */
  readonly tried: number;
  /** Figures with a range that were left out, because the work is bounded. */
  readonly left: number;
  /** Of every driver that hangs on figures which could not be tried, in the order of the table. */
  readonly unstated: readonly UnstatedFigures[];
}

/** Kinds of change of an application's place against the reference. */
export const CHANGE_KINDS = ['placed', 'unplaced', 'technology', 'moved', 'cores'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What is different about one application. */
export interface ApplicationChange {
  readonly applicationId: Id;
  readonly name: string;
  readonly kinds: readonly ChangeKind[];
  /** The place in the reference and here, in words; null: none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What a layout changes against the reference. */
export interface LayoutDifferences {
  readonly layoutId: Id;
  readonly changes: readonly ApplicationChange[];
  /** Applications with the same place in both. */
  readonly unchanged: number;
}

/** Two to six layouts of one plan, side by side. */
export interface Comparison {
  readonly plan: { readonly id: Id; readonly name: string };
  readonly versions: { readonly engine: string; readonly catalogue: string };
  readonly referenceId: Id;
  readonly layouts: readonly { readonly id: Id; readonly name: string }[];
  readonly drivers: readonly Driver[];
  readonly pareto: Pareto;
  readonly sensitivity: SensitivityReport;
  /** Of every layout but the reference. */
  readonly differences: readonly LayoutDifferences[];
}
