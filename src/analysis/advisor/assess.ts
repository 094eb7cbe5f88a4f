/** Judging one candidate: build it on a copy of the plan, ask the engine, compare. */
import { withOverrides } from '../../catalog/override.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { NewId } from '../../model/commands/records.ts';
import type { Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { planDifference } from '../../model/plan-difference.ts';
import type { Plan } from '../../model/plan.ts';
import { analyze } from '../analyze.ts';
import type { Finding, LayoutResult } from '../result.ts';
import { baselineOf, isCaused, isOpen, SEVERITY } from '../rules/finding-changes.ts';
import { ruleById } from '../rules/registry.ts';
import type { Rule } from '../rules/rule.ts';
import {
  askedApplications,
  type AdviceQuestion,
  type Candidate,
  type ListedCandidate,
} from './candidates.ts';
import { costsOf, type Cost } from './costs.ts';
import { shortfallOf, type Shortfall } from './demanded-isolation.ts';
import {
  formerErrors,
  lostVerdicts,
  type FormerErrors,
  type LostVerdicts,
} from './lost-verdicts.ts';
import type { Note } from './note.ts';
import { rebuild } from './rebuild.ts';

/** A finding of the layout with the candidate. */
export interface Broken {
  readonly finding: Finding;
  /** Title of its rule. */
  readonly title: string;
  /** Of its rule; null where the rule is no longer there. */
  readonly strength: Rule['strength'] | null;
  /** False: it concerns the applications and is there already. */
  readonly isNew: boolean;
}

/** What the engine says of one candidate. */
export interface Assessment {
  readonly candidate: ListedCandidate;
  /** Errors of rules that no other number can mend: they remove the candidate. */
  readonly excludedBy: readonly Broken[];
  /** Other errors and warnings, errors first. */
  readonly breaks: readonly Broken[];
  /** What cannot be assessed, and what a person has to look at. */
  readonly open: readonly Broken[];
  /** Rules that are broken now: which would not be, and of which nobody could tell any more. */
  readonly former: FormerErrors;
  /** What is proven of time now, and would be unknown. */
  readonly lost: LostVerdicts;
  readonly shortfall: Shortfall;
  readonly costs: readonly Cost[];
  /** What goes on the way: pins, devices, channels. */
  readonly notes: readonly Note[];
}

/** Rules of what a technology is and can: no other cores, sizes or channels mend them. */
const ABOUT_THE_CHOICE = /^(OS|ISA|NEST|VIRT|TECH)-|^DEV-[356]$/;

function excludes({ verdict, rule }: Finding): boolean {
  if (verdict !== 'error' || !ABOUT_THE_CHOICE.test(rule)) return false;
  return ruleById(rule)?.strength === 'hard';
}

const results = new WeakMap<Plan, Map<string, LayoutResult>>();

/** The layout as it is, analysed once for all candidates. */
function resultOf(plan: Plan, layoutId: Id, catalogue: Catalogue): LayoutResult {
  const key = `${layoutId} ${catalogue.version}`;
  const ofPlan = results.get(plan) ?? new Map<string, LayoutResult>();
  results.set(plan, ofPlan);
  let result = ofPlan.get(key);
  if (!result) ofPlan.set(key, (result = analyze(plan, layoutId, catalogue)));
  return result;
}

function built(
  plan: Plan,
  question: AdviceQuestion,
  catalogue: Catalogue,
  candidate: Candidate,
  newId: NewId,
) {
  const whole = question.applicationIds.length === 0;
  const applicationIds = askedApplications(plan, question);
  const args = { layoutId: question.layoutId, applicationIds, candidate, whole, force: !whole };
  return rebuild(plan, catalogue, args, newId);
}

/** Findings of the layout after that concern the question: what is new, and what touches the applications. */
function brokenOf(
  before: LayoutResult,
  after: LayoutResult,
  ids: ReadonlySet<Id>,
  whole: boolean,
): readonly Broken[] {
  const baseline = baselineOf(before.findings, 'name');
  return after.findings.flatMap((finding): Broken[] => {
    if (!isOpen(finding)) return [];
    const isNew = isCaused(finding, baseline, 'name');
    if (!isNew && !whole && !finding.subjects.some(({ id }) => ids.has(id))) return [];
    const rule = ruleById(finding.rule);
    return [
      { finding, title: rule?.title ?? finding.rule, strength: rule?.strength ?? null, isNew },
    ];
  });
}

/**
 * Judges a candidate by the conversion that a click would make, and by the whole engine.
 *
 * @param plan the plan as it is
 * @param question for whom
 * @param catalogue technologies and mechanisms
 * @param candidate what is judged
 * @returns what it costs and breaks; null when the plan has no such layout
 * @cost one conversion and one analysis; the layout as it is is analysed once for each plan
 * @rules ADVICE-2, ADVICE-5
 */
export function assess(
  plan: Plan,
  question: AdviceQuestion,
  catalogue: Catalogue,
  candidate: ListedCandidate,
): Assessment | null {
  let fresh = 0;
  // Nobody sees these ids: the changed plan lives only as long as the question.
  const newId: NewId = (prefix) => `${prefix}-advice-${(fresh += 1)}`;
  const made = built(plan, question, catalogue, candidate, newId);
  const { layoutId } = question;
  const [treeBefore, treeAfter] = [
    layoutTree(plan, layoutId),
    made && layoutTree(made.plan, layoutId),
  ];
  if (!made || !treeBefore || !treeAfter) return null;
  const before = resultOf(plan, layoutId, catalogue);
  const after = analyze(made.plan, layoutId, catalogue);
  const applicationIds = new Set(askedApplications(plan, question));
  const applications = [...applicationIds].flatMap((id) => plan.applications.get(id) ?? []);
  const whole = question.applicationIds.length === 0;
  const ids = new Set(applicationIds);
  for (const id of applicationIds) {
    for (const { environmentId } of treeAfter.placementsOf.get(id) ?? []) ids.add(environmentId);
  }
  const broken = brokenOf(before, after, ids, whole).toSorted(
    (a, b) => SEVERITY[b.finding.verdict] - SEVERITY[a.finding.verdict],
  );
  const withPlan = withOverrides(catalogue, plan);
  return {
    candidate,
    excludedBy: broken.filter(({ finding }) => excludes(finding)),
    breaks: broken.filter(({ finding }) => SEVERITY[finding.verdict] >= 2 && !excludes(finding)),
    open: broken.filter(({ finding }) => SEVERITY[finding.verdict] < 2),
    former: formerErrors(before.findings, after.findings),
    lost: lostVerdicts(before, after),
    shortfall: shortfallOf(withPlan, candidate, applications),
    costs: costsOf(
      { plan, tree: treeBefore, result: before, applicationIds },
      { plan: made.plan, tree: treeAfter, result: after, applicationIds },
    ),
    notes: made.notes,
  };
}

/** One undoable step, and what goes on the way. */
export interface Adopted {
  readonly diff: Diff;
  readonly notes: readonly Note[];
}

/**
 * Puts the applications into a candidate: the change that was judged.
 *
 * @param plan the plan
 * @param question for whom
 * @param catalogue technologies and mechanisms
 * @param candidate into what
 * @param newId gives ids
 * @returns the diff within the layout; null when the plan has no such layout
 * @cost one conversion
 * @rules ADVICE-2
 */
export function adopt(
  plan: Plan,
  question: AdviceQuestion,
  catalogue: Catalogue,
  candidate: Candidate,
  newId: NewId,
): Adopted | null {
  const made = built(plan, question, catalogue, candidate, newId);
  return made && { diff: planDifference(plan, made.plan), notes: made.notes };
}
