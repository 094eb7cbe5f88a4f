/** What a candidate costs: estimates of the engine with it against those without. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { overrideReasons } from '../replaced-figures.ts';
import type { Estimate, FigureUse, LayoutResult, Range } from '../result.ts';

/** What is compared. Memory, disk and trusted code are of the whole layout; the others are the worst of the applications. */
export type CostKind =
  'memory' | 'disk' | 'startup' | 'cpu-overhead' | 'interrupt-latency' | 'ipc-latency' | 'tcb';

/** One quantity before and after. */
export interface Cost {
  readonly kind: CostKind;
  readonly unit: string;
  /** Null: there is no estimate, or nothing of it is known. */
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

/** Subjects whose estimates concern the applications: themselves, what they stand in, their links. */
function concerned({ plan, tree, applicationIds }: CostInput): ReadonlySet<Id> {
  const ids = new Set<Id>(applicationIds);
  for (const id of applicationIds) {
    for (const { environmentId } of tree.placementsOf.get(id) ?? []) {
      for (const environment of tree.pathOf.get(environmentId) ?? []) ids.add(environment.id);
    }
  }
  for (const { id, fromApplicationId, toApplicationId } of plan.links.values()) {
    if (applicationIds.has(fromApplicationId) || applicationIds.has(toApplicationId)) ids.add(id);
  }
  return ids;
}

/** The kinds of subject that an estimate of an application's worth is about. */
function isAbout(kind: CostKind, { subject }: Estimate, ids: ReadonlySet<Id>): boolean {
  if (OF_THE_WHOLE.has(kind)) return subject.kind === 'target' || subject.kind === 'layout';
  if (kind === 'startup') return subject.kind === 'application' && ids.has(subject.id);
  return ids.has(subject.id);
}

const sizeOf = ({ high, typical, low }: Estimate): number => high ?? typical ?? low ?? -1;

/** The worst of the estimates of one kind. */
function worst(kind: CostKind, input: CostInput, ids: ReadonlySet<Id>): Estimate | null {
  let found: Estimate | null = null;
  for (const estimate of input.result.estimates) {
    if (estimate.kind !== kind || !isAbout(kind, estimate, ids)) continue;
    if (!found || sizeOf(estimate) > sizeOf(found)) found = estimate;
  }
  return found;
}

function rangeOf(estimate: Estimate | null): Range | null {
  if (!estimate) return null;
  const { low, typical, high } = estimate;
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

/**
 * Compares what the engine says of two layouts.
 *
 * @param before the layout as it is
 * @param after the layout with the candidate
 * @returns a cost for each kind that one of them has an estimate of
 * @cost O(estimates x kinds)
 */
export function costsOf(before: CostInput, after: CostInput): readonly Cost[] {
  const [idsBefore, idsAfter] = [concerned(before), concerned(after)];
  return KINDS.flatMap((kind): Cost[] => {
    const [was, is] = [worst(kind, before, idsBefore), worst(kind, after, idsAfter)];
    const range = { before: rangeOf(was), after: rangeOf(is) };
    if (!range.before && !range.after) return [];
    const figures = is?.figures ?? [];
    return [
      {
        kind,
        unit: is?.unit ?? was?.unit ?? '',
        ...range,
        difference: minus(range.after, range.before),
        atLeast: { before: was?.atLeast === true, after: is?.atLeast === true },
        isIndication: {
          before: was?.isIndication === true,
          after: is?.isIndication === true,
        },
        override: overrideReasons([...(was?.figures ?? []), ...figures]),
        doubtful: [...new Set(figures.filter(isDoubtful).map(({ name }) => name))],
      },
    ];
  });
}
