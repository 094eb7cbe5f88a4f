/** What a candidate costs: estimates of the engine with it against those without. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { fromEstimate, worstOf, type Measured } from '../compare/driver-values.ts';
import { overrideReasons } from '../replaced-figures.ts';
import type { Estimate, FigureUse, LayoutResult, Range } from '../result.ts';

/** What is compared. Memory and disk are of the whole layout; the others are the worst of the applications. */
export type CostKind =
  'memory' | 'disk' | 'startup' | 'cpu-overhead' | 'interrupt-latency' | 'ipc-latency' | 'tcb';

/** One quantity before and after. */
export interface Cost {
  readonly kind: CostKind;
  readonly unit: string;
  /** Null: nothing of it is known. */
  readonly before: Range | null;
  readonly after: Range | null;
  /** After minus before, member by member; a member is null where one of them is unknown. */
  readonly difference: Range | null;
  /** Whether each of them is a lower bound, because a needed figure is unknown. */
  readonly atLeast: { readonly before: boolean; readonly after: boolean };
  /** Whether each of them rests on figures measured on another core type, and is no bound. */
  readonly isIndication: { readonly before: boolean; readonly after: boolean };
  /** Figures behind it that are of low confidence, judged, or estimates: names, once each. */
  readonly doubtful: readonly string[];
  /** Why the user replaced figures behind either of them; null: none is replaced. */
  readonly override: string | null;
}

/** A layout with the applications that are asked about. */
export interface CostInput {
  readonly plan: Plan;
  readonly tree: LayoutTree;
  readonly result: LayoutResult;
  readonly applicationIds: ReadonlySet<Id>;
}

const KINDS: readonly CostKind[] = [
  'memory',
  'startup',
  'disk',
  'cpu-overhead',
  'interrupt-latency',
  'ipc-latency',
  'tcb',
];
const OF_THE_WHOLE: ReadonlySet<CostKind> = new Set<CostKind>(['memory', 'disk']);

/** Kinds of estimate that an environment has with all that is beneath it: only where the applications stand counts. */
const OF_HOMES: ReadonlySet<CostKind> = new Set<CostKind>([
  'cpu-overhead',
  'interrupt-latency',
  'tcb',
]);

/** What a kind of cost is about, as far as it concerns the applications. */
function subjectsOf(kind: CostKind, { plan, tree, applicationIds }: CostInput): ReadonlySet<Id> {
  if (kind === 'startup') return applicationIds;
  if (OF_HOMES.has(kind)) {
    const places = [...applicationIds].flatMap((id) => tree.placementsOf.get(id) ?? []);
    return new Set(places.map(({ environmentId }) => environmentId));
  }
  const links = [...plan.links.values()].filter(
    ({ fromApplicationId, toApplicationId }) =>
      applicationIds.has(fromApplicationId) || applicationIds.has(toApplicationId),
  );
  return new Set(links.map(({ id }) => id));
}

/** Estimates of one kind, with the value that stands for them. */
interface Found {
  readonly estimates: readonly Estimate[];
  readonly value: Measured;
}

/** The whole where there is one; else the worst, end by end: the latest is not ready before the latest low end. */
function foundOf(kind: CostKind, input: CostInput): Found {
  const all = input.result.estimates.filter((estimate) => estimate.kind === kind);
  if (OF_THE_WHOLE.has(kind)) {
    const whole = all.find(({ subject }) => subject.kind === 'target' || subject.kind === 'layout');
    return { estimates: whole ? [whole] : [], value: fromEstimate(whole) };
  }
  const subjects = subjectsOf(kind, input);
  const estimates = all.filter(({ subject }) => subjects.has(subject.id));
  const value = worstOf(estimates);
  // What has no estimate at all may be the worst.
  const missing = kind !== 'ipc-latency' && estimates.length < subjects.size;
  return { estimates, value: { ...value, atLeast: value.atLeast || missing } };
}

function rangeOf({ low, typical, high }: Measured): Range | null {
  return low === null && typical === null && high === null ? null : { low, typical, high };
}

function minus(after: Range | null, before: Range | null): Range | null {
  if (!after || !before) return null;
  const member = (key: keyof Range) => {
    const [a, b] = [after[key], before[key]];
    return a === null || b === null ? null : a - b;
  };
  return { low: member('low'), typical: member('typical'), high: member('high') };
}

function isDoubtful({ value, confidence, source }: FigureUse): boolean {
  if (value === null) return false;
  return (
    confidence === 'low' || confidence === 'judgement' || source?.startsWith('estimate:') === true
  );
}

/** Whether there is a cost to speak of: links cost something only where there are any. */
function isAsked(kind: CostKind, input: CostInput): boolean {
  return kind !== 'ipc-latency' || subjectsOf(kind, input).size > 0;
}

/**
 * Compares what the engine says of two layouts.
 *
 * @param before the layout as it is
 * @param after the layout with the candidate
 * @returns a cost for each kind; one of which nothing is known is there too, without numbers
 * @cost O(estimates x kinds)
 */
export function costsOf(before: CostInput, after: CostInput): readonly Cost[] {
  return KINDS.filter((kind) => isAsked(kind, after)).map((kind): Cost => {
    const [was, is] = [foundOf(kind, before), foundOf(kind, after)];
    const range = { before: rangeOf(was.value), after: rangeOf(is.value) };
    const figures = is.estimates.flatMap((estimate) => estimate.figures);
    return {
      kind,
      unit: is.estimates[0]?.unit ?? was.estimates[0]?.unit ?? '',
      ...range,
      difference: minus(range.after, range.before),
      atLeast: { before: was.value.atLeast, after: is.value.atLeast },
      isIndication: { before: was.value.isIndication, after: is.value.isIndication },
      override: overrideReasons(
        [...was.estimates, ...is.estimates].flatMap((each) => each.figures),
      ),
      doubtful: [...new Set(figures.filter(isDoubtful).map(({ name }) => name))],
    };
  });
}
