/** How task sets of others are written down here: as printed, in their own unit of time. */

export type Row = readonly [name: string, c: number, t: number, d?: number, j?: number, b?: number];

/** What a row has no column for. */
export interface Beside {
  /** Release of the first job, on the clock of all others. */
  readonly offset?: number;
  readonly suspension?: number;
  readonly preemption?: 'cooperative' | 'non-preemptive';
  /** Longest region that nothing preempts. */
  readonly region?: number;
  readonly sections?: readonly (readonly [resource: string, length: number])[];
}

export interface PublishedSet {
  readonly id: string;
  readonly source: string;
  readonly scheduler: 'fixed-priority' | 'fixed-priority-non-preemptive' | 'edf';
  readonly locks?: 'priority-ceiling' | 'priority-inheritance' | 'non-preemptive';
  /** The most urgent first; D is T where it is left out. */
  readonly tasks: readonly Row[];
  readonly beside?: Readonly<Record<string, Beside>>;
  /** Longest response times from the nominal release, in the same order; "none": there is no bound. Null: printed is only the verdict. */
  readonly responses: readonly (number | 'none')[] | null;
  /** Whether all deadlines are met, where that is all that is printed. */
  readonly isSchedulable?: boolean;
  /** Where a bound is more than what is printed: what is printed, and what is taken for granted there. */
  readonly printed?: readonly (number | 'none')[];
  readonly because?: string;
  /** Tasks whose miss is printed, and is no proof here: something may also not happen. */
  readonly unproven?: readonly string[];
}
