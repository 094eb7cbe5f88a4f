/** What a newer catalogue changes for a plan whose user accepted an older one. */
import { catalogueAt, figureChanges, type FigureChange } from '../catalog/history.ts';
import type { Catalogue } from '../catalog/technology.ts';
import { layoutTree } from '../model/layout-tree.ts';
import { infoOf, rows, type Plan } from '../model/plan.ts';
import { analyze } from './analyze.ts';
import { lineageOf, technologyOf } from './isolation/technologies.ts';
import type { Estimate, LayoutResult, Range, Subject, Verdict } from './result.ts';

/** An estimate that comes out differently. */
export interface EstimateChange {
  readonly layout: Subject;
  readonly kind: string;
  readonly subject: Subject;
  readonly unit: string;
  readonly before: Range | null;
  readonly after: Range | null;
}

/** A rule whose verdicts on a layout come out differently. */
export interface VerdictChange {
  readonly layout: Subject;
  readonly rule: string;
  /** How many findings there are of each verdict; absent: none. */
  readonly before: Readonly<Partial<Record<Verdict, number>>>;
  readonly after: Readonly<Partial<Record<Verdict, number>>>;
}

/** Old against new. */
export interface CatalogueChange {
  readonly from: string;
  readonly to: string;
  /** False when the older version is not in the history: what changed cannot be shown. */
  readonly isKnown: boolean;
  /** Figures of what the plan uses, whether overridden or not. */
  readonly figures: readonly FigureChange[];
  readonly estimates: readonly EstimateChange[];
  readonly verdicts: readonly VerdictChange[];
}

/**
 * Analyses every layout with the figures that the user accepted and with those of today.
 *
 * @param plan the plan
 * @param catalogue the catalogue as it ships
 * @returns what differs; null where the plan was accepted with this version, or never with any
 * @cost two analyses of each layout
 * @rules ANALYZE-8
 */
export function catalogueChange(plan: Plan, catalogue: Catalogue): CatalogueChange | null {
  const from = infoOf(plan).catalogueVersion;
  if (from === null || from === catalogue.version) return null;
  const old = catalogueAt(catalogue, from);
  const head = { from, to: catalogue.version, isKnown: old !== null };
  if (old === null) return { ...head, figures: [], estimates: [], verdicts: [] };
  const used = usedBy(plan, catalogue);
  const figures = figureChanges(old, catalogue).filter(({ subjectId }) => used.has(subjectId));
  const pairs = rows(plan.layouts).map(({ id, name }) => ({
    layout: { kind: 'layout', id, name } as const,
    before: analyze(plan, id, old),
    after: analyze(plan, id, catalogue),
  }));
  return {
    ...head,
    figures,
    estimates: pairs.flatMap(({ layout, before, after }) =>
      estimateChanges(layout, before.estimates, after.estimates),
    ),
    verdicts: pairs.flatMap(({ layout, before, after }) => verdictChanges(layout, before, after)),
  };
}

/** Technologies with what they inherit from, and mechanisms, that any layout names. */
function usedBy(plan: Plan, catalogue: Catalogue): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { id } of plan.layouts.values()) {
    const tree = layoutTree(plan, id);
    for (const environment of tree?.environments ?? []) {
      const technology = tree && technologyOf(catalogue, tree, environment);
      for (const each of technology ? lineageOf(catalogue, technology) : []) used.add(each);
    }
    for (const { mechanismId } of tree?.channels ?? []) {
      if (mechanismId !== null) used.add(mechanismId);
    }
  }
  return used;
}

function estimateChanges(
  layout: Subject,
  before: readonly Estimate[],
  after: readonly Estimate[],
): readonly EstimateChange[] {
  const keyOf = ({ kind, subject }: Estimate) => `${kind} ${subject.kind} ${subject.id}`;
  const old = new Map(before.map((each) => [keyOf(each), each]));
  const now = new Map(after.map((each) => [keyOf(each), each]));
  return [...new Map([...old, ...now]).keys()].flatMap((key) => {
    const was = old.get(key);
    const is = now.get(key);
    const some = is ?? was;
    if (!some || (was && is && sameRange(was, is))) return [];
    const { kind, subject, unit } = some;
    return [{ layout, kind, subject, unit, before: rangeOf(was), after: rangeOf(is) }];
  });
}

function rangeOf(estimate: Estimate | undefined): Range | null {
  return estimate ? { low: estimate.low, typical: estimate.typical, high: estimate.high } : null;
}

function sameRange(a: Range, b: Range): boolean {
  return a.low === b.low && a.typical === b.typical && a.high === b.high;
}

function verdictChanges(
  layout: Subject,
  before: LayoutResult,
  after: LayoutResult,
): readonly VerdictChange[] {
  const old = countsByRule(before);
  const now = countsByRule(after);
  return [...now.keys()].flatMap((rule) => {
    const was = old.get(rule) ?? {};
    const is = now.get(rule) ?? {};
    return JSON.stringify(was) === JSON.stringify(is)
      ? []
      : [{ layout, rule, before: was, after: is }];
  });
}

const VERDICTS: readonly Verdict[] = [
  'error',
  'warning',
  'not-assessed',
  'manual',
  'pass',
  'not-applicable',
];

function countsByRule(result: LayoutResult): ReadonlyMap<string, VerdictChange['before']> {
  const byRule = Map.groupBy(result.findings, ({ rule }) => rule);
  return new Map(
    [...byRule].map(([rule, findings]) => [
      rule,
      Object.fromEntries(
        VERDICTS.flatMap((verdict) => {
          const count = findings.filter((finding) => finding.verdict === verdict).length;
          return count > 0 ? [[verdict, count]] : [];
        }),
      ),
    ]),
  );
}
