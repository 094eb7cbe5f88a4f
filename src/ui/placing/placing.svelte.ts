/**
 * Applications on their way to another place. One state for all three ways there: drag, clicks and keyboard, so
 * that all show the same verdicts and end in the same command.
 */
import type { PlacementVerdict } from '../../analysis/rules/placement-verdict.ts';
import { placeApplications, unplaceApplications } from '../../model/commands/placement.ts';
import type { Id } from '../../model/fields.ts';
import { nameOf } from '../app/records.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { countOf } from '../app/words.ts';
import { floatKey, placeTargets, type PlaceTarget } from './place-targets.ts';
import { levelOf, verdictLine } from './verdict-text.ts';

/** Finds the place under a point of the window, in the drawing on screen. */
export type PlaceFinder = (event: PointerEvent) => string | null;

export type PlacingMode = 'drag' | 'click' | 'keyboard';

/** Shows the dialog that asks in what applications run on a core. */
export type AskStack = (applicationIds: readonly Id[], coreIds: readonly Id[]) => void;

export class Placing {
  readonly #session: PlanSession;
  readonly #askStack: AskStack;
  #mode = $state<PlacingMode | null>(null);
  #ids = $state.raw<readonly Id[]>([]);
  #verdicts = $state.raw<ReadonlyMap<string, PlacementVerdict>>(new Map());
  #currentKey = $state<string | null>(null);
  /** Verdicts that are not shown yet. */
  readonly #fresh = new Map<string, PlacementVerdict>();
  #flushing = false;
  /** Set by the drawing on screen. */
  finder: PlaceFinder | null = null;
  /** Pointer in pixels of the window, while dragging. */
  pointer = $state.raw<{ readonly x: number; readonly y: number } | null>(null);

  readonly targets: readonly PlaceTarget[] = $derived.by(() =>
    this.#mode !== null && this.#session.tree
      ? placeTargets(this.#session.plan, this.#session.tree)
      : [],
  );
  readonly current: PlaceTarget | null = $derived(
    this.targets.find(({ key }) => key === this.#currentKey) ?? null,
  );

  constructor(session: PlanSession, askStack: AskStack) {
    this.#session = session;
    this.#askStack = askStack;
  }

  get mode(): PlacingMode | null {
    return this.#mode;
  }
  get applicationIds(): readonly Id[] {
    return this.#ids;
  }
  get verdicts(): ReadonlyMap<string, PlacementVerdict> {
    return this.#verdicts;
  }
  /** What is carried, in words. */
  get title(): string {
    const [first] = this.#ids;
    if (first === undefined) return '';
    return this.#ids.length === 1
      ? nameOf(this.#session.plan, { kind: 'application', id: first })
      : countOf(this.#ids.length, 'application');
  }

  /** Picks applications up; verdicts come in one after the other. */
  start(mode: PlacingMode, applicationIds: readonly Id[]): void {
    const layout = this.#session.layout;
    if (!layout || applicationIds.length === 0) return;
    this.#mode = mode;
    this.#ids = applicationIds;
    this.#currentKey = null;
    this.#verdicts = new Map();
    this.#fresh.clear();
    this.#ask(this.targets.filter(({ kind }) => kind === 'environment'));
    if (mode === 'drag') return;
    const how =
      mode === 'keyboard'
        ? 'Arrow keys go to places that are possible, Enter drops, Escape returns.'
        : 'Click the place, Escape returns.';
    this.#session.notices.announce(`${this.title} picked up. ${how}`);
  }

  /** Points at a place; asks for its verdict where that is not known yet. */
  point(key: string | null): void {
    if (key === this.#currentKey) return;
    this.#currentKey = key;
    const target = this.current;
    if (target?.environmentId && !this.#verdicts.has(target.key)) this.#ask([target]);
    if (target && this.#mode === 'keyboard') this.#announce(target);
  }

  /** Whether a place is open to the keyboard: anything but forbidden. */
  isPossible(target: PlaceTarget): boolean {
    if (target.environmentId === null) return true;
    // A core of an environment is forbidden wherever the environment is, until it has been judged itself.
    const verdict =
      this.#verdicts.get(target.key) ?? this.#verdicts.get(floatKey(target.environmentId));
    return !verdict || levelOf(verdict) !== 'forbidden';
  }

  /** Lets go over the current place. */
  drop(): void {
    const target = this.current;
    const ids = this.#ids;
    this.#end();
    if (target) this.put(ids, target);
  }

  cancel(): void {
    if (this.#mode === null) return;
    const title = this.title;
    this.#end();
    this.#session.notices.announce(`${title} stays where it was.`);
  }

  /**
   * Puts applications into a place as one step; bare cores ask in what first.
   *
   * @param ids which applications
   * @param target where to
   */
  put(ids: readonly Id[], target: PlaceTarget): void {
    const session = this.#session;
    const layoutId = session.layout?.id;
    const [first] = ids;
    if (layoutId === undefined || first === undefined) return;
    if (target.kind === 'bare') return this.#askStack(ids, target.coreIds);
    const what =
      ids.length === 1
        ? nameOf(session.plan, { kind: 'application', id: first })
        : countOf(ids.length, 'application');
    const done =
      target.environmentId === null
        ? session.run(`take ${what} out`, (plan) => unplaceApplications(plan, layoutId, ids))
        : session.run(`move ${what} to ${target.title}`, (plan, newId) => {
            const environmentId = target.environmentId ?? '';
            const args = { layoutId, applicationIds: ids, environmentId, coreIds: target.coreIds };
            return placeApplications(plan, args, newId);
          });
    if (!done) return;
    session.selection.set(...ids.map((id) => ({ kind: 'application' as const, id })));
    session.notices.announce(`${what} moved to ${target.title}.`);
  }

  #end(): void {
    this.#mode = null;
    this.#ids = [];
    this.#currentKey = null;
    this.pointer = null;
  }

  #ask(targets: readonly PlaceTarget[]): void {
    const layoutId = this.#session.layout?.id;
    if (layoutId === undefined) return;
    const waiting = this.targets.filter(
      ({ key, kind }) => kind === 'environment' && !this.#verdicts.has(key),
    );
    const asked = [...new Set([...targets, ...waiting])].flatMap((target) =>
      target.environmentId === null ? [] : [{ ...target, environmentId: target.environmentId }],
    );
    const questions = asked.map(({ key, environmentId, coreIds }) => ({
      key,
      environmentId,
      coreIds: [...coreIds],
    }));
    this.#session.analysis.judge(layoutId, [...this.#ids], questions, (key, verdict) => {
      this.#fresh.set(key, verdict);
      this.#flushSoon();
    });
  }

  /** Verdicts come in by the dozen: they are shown once a frame. */
  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    requestAnimationFrame(() => {
      this.#flushing = false;
      const fresh = new Set(this.#fresh.keys());
      this.#verdicts = merged(this.#verdicts, this.#fresh);
      this.#fresh.clear();
      const target = this.current;
      if (target && fresh.has(target.key) && this.#mode === 'keyboard') this.#announce(target);
    });
  }

  #announce(target: PlaceTarget): void {
    const verdict = this.#verdicts.get(target.key);
    if (target.environmentId !== null && !verdict) return;
    const line = verdict ? `: ${verdictLine(verdict)}` : '';
    this.#session.notices.announce(`${target.title}${line}`);
  }
}

function merged<T>(
  map: ReadonlyMap<string, T>,
  more: ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  return new Map([...map, ...more]);
}
