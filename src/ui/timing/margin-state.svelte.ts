/** Margins of one layout at one revision, as they are found. Never part of the plan. */
import { SvelteMap } from 'svelte/reactivity';
import { variedIn, type Margin, type Varied } from '../../analysis/schedulability/margins.ts';
import type { Id } from '../../model/fields.ts';
import type { Plan } from '../../model/plan.ts';
import { variedKey } from './margin-rows.ts';
import type { AnalysisStore } from '../app/analysis-store.svelte.ts';

/** More than this take longer than a moment: they are searched when asked for. */
const AT_ONCE = 250;

export class MarginState {
  /** By key; null: the number is not known. */
  readonly found = new SvelteMap<string, Margin | null>();
  list: readonly Varied[] = $state.raw([]);
  searching = $state(false);
  failure: string | null = $state(null);
  #of: string | null = null;
  #stop: (() => void) | null = null;

  /** Whether everything has an answer. */
  get isComplete(): boolean {
    return this.found.size === this.list.length;
  }

  /** Begins anew where layout or plan changed, and goes on searching by itself where that takes a moment only. */
  about(plan: Plan, layoutId: Id, revision: number, analysis: AnalysisStore): void {
    const of = `${layoutId} ${revision}`;
    if (this.#of !== of) {
      this.stop();
      this.#of = of;
      this.found.clear();
      this.failure = null;
      this.list = variedIn(plan, layoutId);
    }
    if (this.list.length <= AT_ONCE) this.search(layoutId, analysis);
  }

  search(layoutId: Id, analysis: AnalysisStore): void {
    if (this.searching || this.isComplete) return;
    this.searching = true;
    const missing = this.list.filter((of) => !this.found.has(variedKey(of)));
    this.#stop = analysis.margins(layoutId, missing, (of, margin, failure) => {
      this.found.set(variedKey(of), margin);
      this.failure ??= failure;
      if (this.isComplete) this.searching = false;
    });
  }

  /** What is found stays. */
  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.searching = false;
  }
}
