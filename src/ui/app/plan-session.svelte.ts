/** One open plan with all that the views share: records, results, selection, what is shown. */
import type { Call } from '../../host/contract.ts';
import { toSnapshot } from '../../model/diff-schema.ts';
import type { Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import type { Layout } from '../../model/layout.ts';
import type { Target } from '../../model/target.ts';
import { withOverrides } from '../../catalog/override.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { AnalysisStore, type AnalysisPort } from './analysis-store.svelte.ts';
import type { CommandRegistry } from './commands.svelte.ts';
import type { Dialogs } from './dialogs.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { PlanStore, type BoundCommand, type Opened } from './plan-store.svelte.ts';
import { layoutIdOf, recordOf, viewOf } from './records.ts';
import { Selection, type Selected } from './selection.svelte.ts';
import { ViewState } from './view-state.svelte.ts';

/** What a session is made of besides the plan. */
export interface SessionParts {
  readonly call: Call;
  readonly catalogue: Catalogue;
  readonly catalogueTexts: Readonly<Record<string, string>>;
  readonly notices: Notices;
  readonly commands: CommandRegistry;
  readonly dialogs: Dialogs;
  readonly port: AnalysisPort;
}

export class PlanSession {
  readonly call: Call;
  /** The catalogue as it ships. */
  readonly published: Catalogue;
  readonly notices: Notices;
  readonly commands: CommandRegistry;
  readonly dialogs: Dialogs;
  readonly store: PlanStore;
  readonly analysis: AnalysisStore;
  readonly selection = new Selection();
  readonly view = new ViewState();
  /** Counts what was revealed from elsewhere: drawings bring it into sight. */
  #revealed = $state(0);
  /** Field of the selected thing that the inspector is to bring into sight; null: none. */
  #soughtField: string | null = $state.raw(null);

  /** Layouts in the user's order. */
  readonly layouts: readonly Layout[] = $derived.by(() => rows(this.store.plan.layouts));
  /** The layout on screen. */
  readonly layout: Layout | null = $derived.by(
    () => this.store.plan.layouts.get(this.view.layoutId ?? '') ?? this.layouts[0] ?? null,
  );
  readonly tree: LayoutTree | null = $derived.by(() =>
    this.layout ? layoutTree(this.store.plan, this.layout.id) : null,
  );
  readonly target: Target = $derived.by(() => targetOf(this.store.plan));
  /** With the figures that this plan replaces. */
  readonly catalogue: Catalogue = $derived.by(() => withOverrides(this.published, this.store.plan));

  constructor(parts: SessionParts, opened: Opened) {
    this.call = parts.call;
    this.published = parts.catalogue;
    this.notices = parts.notices;
    this.commands = parts.commands;
    this.dialogs = parts.dialogs;
    this.analysis = new AnalysisStore(parts.port, parts.catalogueTexts, (layoutId, revision) =>
      this.#storeResults(layoutId, revision),
    );
    this.store = new PlanStore(parts.call, opened, {
      changed: (plan, diff) => this.#changed(plan, diff),
      failed: (problems) => parts.notices.problems(problems),
      said: (text) => parts.notices.announce(text),
    });
    this.analysis.loadPlan(opened.snapshot);
    this.#ask();
    parts.notices.problems(opened.notices);
  }

  get plan(): Plan {
    return this.store.plan;
  }

  /** Runs a command of the model as one undoable step; problems are shown. */
  run(step: string, command: BoundCommand): boolean {
    return this.store.run(step, command).ok;
  }

  /**
   * Says what the last step did and offers to take it back. Once another step has come, undo would take back
   * that one: the offer then refuses, so that nobody loses an edit that the message does not name.
   */
  offerUndo(text: string): void {
    const { revision } = this.store;
    const run = (): void => {
      if (this.store.revision === revision) void this.store.undo();
      else this.notices.warn(`Not undone: ${text}`, 'Other edits came after it; undo them first.');
    };
    this.notices.info(text, { label: 'Undo', run });
  }

  showLayout(layoutId: Id): void {
    this.view.showLayout(layoutId);
    this.#ask();
  }

  get revealed(): number {
    return this.#revealed;
  }

  /** Selects something and shows the view and the layout in which it is seen. */
  reveal(...items: readonly Selected[]): void {
    const shown = items.filter((item) => recordOf(this.plan, item) !== undefined);
    const [first] = shown;
    if (!first) return;
    const layoutId = layoutIdOf(this.plan, first);
    if (layoutId !== null && layoutId !== this.layout?.id) this.showLayout(layoutId);
    this.selection.set(...shown);
    this.view.view = viewOf(first);
    this.#revealed += 1;
  }

  get soughtField(): string | null {
    return this.#soughtField;
  }

  /** Selects something, opens its form beside the view and asks for the focus in one of its fields. */
  openField(item: Selected, field: string): void {
    if (recordOf(this.plan, item) === undefined) return;
    this.selection.set(item);
    this.view.rightPanel = true;
    this.#soughtField = field;
  }

  /** The field is in sight, or its form has none. */
  fieldFound(): void {
    this.#soughtField = null;
  }

  close(): void {
    this.analysis.close();
  }

  #changed(plan: Plan, diff: Diff | null): void {
    if (diff) this.analysis.applyDiff(diff);
    else this.analysis.loadPlan(toSnapshot(plan));
    this.selection.keep((item) => recordOf(plan, item) !== undefined);
    this.#ask();
  }

  #ask(): void {
    this.analysis.ask(this.layout?.id ?? null, this.store.revision);
  }

  /** The file holds the figures that were on screen; a refusal only means that a newer edit came first. */
  #storeResults(layoutId: Id, revision: number): void {
    void this.store.whenSettled().then(() => {
      if (revision !== this.store.revision) return undefined;
      return this.call('results.store', { planId: this.store.planId, layoutId, revision });
    });
  }
}
