/** Replacing figures of the catalogue for one plan, and taking that back. */
import { decode } from '../decode.ts';
import { DiffDraft, type Diff } from '../diff.ts';
import type { Id } from '../fields.ts';
import { nextOrder, overrideSchema, rows, type Override, type Plan } from '../plan.ts';
import { defineProblems, fail, ok, type Problem, type Result } from '../problem.ts';
import { commandProblem, type NewId } from './records.ts';

const problem = defineProblems({
  'override-no-reason': {
    message: 'a figure is replaced only with a reason',
    remedy: 'Say where the new value comes from: a measurement and its conditions, or a document.',
  },
  'override-range-inverted': {
    message: 'the range is not in order',
    remedy: 'Low is at most the value, and the value at most high.',
  },
  'override-range-of-words': {
    message: 'only a number has a range',
    remedy: 'Leave low and high empty.',
  },
  'override-negative': {
    message: 'a figure of the catalogue is never below zero',
    remedy: 'Give zero or more.',
  },
});

/** Which figure is replaced, by what, and why. */
export type OverrideSeed = Pick<Override, 'subjectKind' | 'subjectId' | 'parameter' | 'value'> &
  Pick<Override, 'reason'> & {
    /** Unit of the parameter; null where it has none. */
    readonly unit: string | null;
    readonly low?: number | null;
    readonly high?: number | null;
    readonly author?: string | null;
  };

/** A figure of the catalogue. */
export type FigureOf = Pick<Override, 'subjectKind' | 'subjectId' | 'parameter'>;

function sameFigure(a: FigureOf, b: FigureOf): boolean {
  return (
    a.subjectKind === b.subjectKind && a.subjectId === b.subjectId && a.parameter === b.parameter
  );
}

/**
 * The plan's own value of a figure.
 *
 * @param plan the plan
 * @param figure which figure of the catalogue
 * @returns the override that counts: the last one in the plan's order; null where the published figure stands
 * @cost O(overrides)
 */
export function overrideOf(plan: Plan, figure: FigureOf): Override | null {
  return rows(plan.overrides).findLast((override) => sameFigure(override, figure)) ?? null;
}

function faultsOf({ value, low = null, high = null, reason }: OverrideSeed): readonly Problem[] {
  const faults: Problem[] = [];
  if (reason.trim() === '') {
    faults.push(problem('override-no-reason', { place: { pointer: '/reason' } }));
  }
  if (typeof value !== 'number') {
    if (low !== null || high !== null) {
      faults.push(problem('override-range-of-words', { place: { pointer: '/low' } }));
    }
    return faults;
  }
  const given = [low, value, high].filter((number) => number !== null);
  const found = given.join(', ');
  if (given.some((number, at) => number < (given[at - 1] ?? number))) {
    faults.push(problem('override-range-inverted', { place: { pointer: '/low' }, found }));
  }
  if (given.some((number) => number < 0)) {
    faults.push(problem('override-negative', { place: { pointer: '/value' }, found }));
  }
  return faults;
}

/**
 * Replaces a figure of the catalogue for this plan. A figure has at most one replacement: a second one takes the
 * place of the first.
 *
 * @param plan the plan
 * @param seed the figure, its new value with range in the parameter's own unit, and the reason
 * @param newId gives ids
 * @returns the diff, or every fault: no reason, a range out of order or of something that is no number, a number
 *   below zero
 * @cost O(overrides)
 */
export function setOverride(plan: Plan, seed: OverrideSeed, newId: NewId): Result<Diff> {
  const faults = faultsOf(seed);
  if (faults.length > 0) return fail(...faults);
  const known = rows(plan.overrides).filter((override) => sameFigure(override, seed));
  const last = known.at(-1);
  const record = decode(overrideSchema, {
    low: null,
    high: null,
    author: null,
    ...seed,
    id: last?.id ?? newId('override'),
    order: last?.order ?? nextOrder(plan.overrides),
    reason: seed.reason.trim(),
  });
  if (!record.ok) return record;
  const draft = new DiffDraft(plan);
  for (const { id } of known) draft.remove('overrides', id);
  draft.put('overrides', record.value);
  return ok(draft.diff());
}

/**
 * Gives figures their published values back.
 *
 * @param plan the plan
 * @param ids overrides that go
 * @returns the diff, or that one of them is not there
 * @cost O(ids)
 */
export function removeOverrides(plan: Plan, ids: readonly Id[]): Result<Diff> {
  const draft = new DiffDraft(plan);
  for (const id of ids) {
    if (!plan.overrides.has(id))
      return fail(commandProblem('command-no-record', { words: { word: 'replaced figure' } }));
    draft.remove('overrides', id);
  }
  return ok(draft.diff());
}
