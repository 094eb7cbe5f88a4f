/** What of the timing is on screen. Kept while other views are shown, never part of the undo history. */
import { SvelteSet } from 'svelte/reactivity';
import { TIMING_VERDICTS, type TimingVerdict } from '../../analysis/timing-words.ts';
import { MarginState } from './margin-state.svelte.ts';
import { WhatIfState } from './what-if-state.svelte.ts';
import type { TaskColumn, TaskOrder } from './task-rows.ts';

export const TIMING_TABS = [
  { id: 'tasks', title: 'Tasks' },
  { id: 'chains', title: 'Chains' },
  { id: 'what-if', title: 'What if' },
  { id: 'margins', title: 'Sensitivity' },
] as const;
export type TimingTab = (typeof TIMING_TABS)[number]['id'];

export class TimingState {
  tab: TimingTab = $state('tasks');
  readonly verdicts = new SvelteSet<TimingVerdict>(TIMING_VERDICTS);
  readonly whatIf = new WhatIfState();
  readonly margins = new MarginState();
  text = $state('');
  /** null: the order of the plan. */
  order: TaskOrder | null = $state.raw({ column: 'verdict', descending: false });

  toggle(verdict: TimingVerdict): void {
    if (!this.verdicts.delete(verdict)) this.verdicts.add(verdict);
  }

  /** Upwards, then downwards, then the order of the plan. */
  sortBy(column: TaskColumn): void {
    const { order } = this;
    if (order?.column !== column) this.order = { column, descending: false };
    else this.order = order.descending ? null : { column, descending: true };
  }
}
