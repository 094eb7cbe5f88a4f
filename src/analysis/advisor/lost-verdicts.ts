/** What is decided today and could not be decided with a candidate: a deadline that nobody can judge is not met. */
import type { Finding, LayoutResult } from '../result.ts';
import { findingKey, SEVERITY } from '../rules/finding-changes.ts';
import type { TimingVerdict } from '../timing-words.ts';

/** Verdicts on time that are proven today and would be neither proven nor refuted. */
export interface LostVerdicts {
  /** Deadlines of tasks that are proven to be met today. */
  readonly deadlines: number;
  /** Limits of chains that are proven to be met today. */
  readonly chains: number;
  /** Deadlines and limits that are proven to be missed today: not mended, only hidden. */
  readonly misses: number;
}

/** Rules that are broken today, by what becomes of them. */
export interface FormerErrors {
  /** No longer broken, once each. */
  readonly mends: readonly string[];
  /** Can no longer be judged, once each. */
  readonly unjudged: readonly string[];
}

const isDecided = (verdict: TimingVerdict | undefined): boolean =>
  verdict === 'proven-ok' || verdict === 'proven-miss';

const taskKey = ({ task, placementId }: LayoutResult['tasks'][number]): string =>
  `${task.id} ${placementId ?? ''}`;

/**
 * Tasks are told apart by their place, which a conversion keeps; a task without a place then has no verdict.
 *
 * @param before the layout as it is
 * @param after the layout with a candidate
 * @returns how many verdicts on time are lost
 * @cost O(tasks + chains)
 * @rules ADVICE-5
 */
export function lostVerdicts(before: LayoutResult, after: LayoutResult): LostVerdicts {
  const tasks = new Map(after.tasks.map((task) => [taskKey(task), task.verdict]));
  const chains = new Map(after.chains.map(({ chain, verdict }) => [chain.id, verdict]));
  const lostTasks = before.tasks.filter((task) => !isDecided(tasks.get(taskKey(task))));
  const lostChains = before.chains.filter(({ chain }) => !isDecided(chains.get(chain.id)));
  const count = (list: readonly { verdict: TimingVerdict }[], wanted: TimingVerdict) =>
    list.filter(({ verdict }) => verdict === wanted).length;
  return {
    deadlines: count(lostTasks, 'proven-ok'),
    chains: count(lostChains, 'proven-ok'),
    misses: count(lostTasks, 'proven-miss') + count(lostChains, 'proven-miss'),
  };
}

/** Subjects by what a conversion keeps: environments are made anew under other ids. */
function subjectsOf({ subjects }: Finding): readonly string[] {
  return subjects.map(({ kind, id, name }) => `${kind} ${kind === 'environment' ? name : id}`);
}

/**
 * @param before findings of the layout as it is
 * @param after findings with a candidate
 * @returns rules of the errors and warnings that are gone: mended only where the rule is decided of all that they were about, and has no
 *   question that it did not have
 * @cost O(findings)
 * @rules ADVICE-5
 */
export function formerErrors(before: readonly Finding[], after: readonly Finding[]): FormerErrors {
  const still = new Set(after.map((finding) => findingKey(finding, 'name')));
  const known = new Set(before.map((finding) => findingKey(finding, 'name')));
  const asked = new Set<string>();
  const open = new Set<string>();
  for (const finding of after) {
    if (finding.verdict !== 'not-assessed') continue;
    if (!known.has(findingKey(finding, 'name'))) asked.add(finding.rule);
    for (const subject of subjectsOf(finding)) open.add(`${finding.rule} ${subject}`);
  }
  const mends = new Set<string>();
  const unjudged = new Set<string>();
  for (const finding of before) {
    if (SEVERITY[finding.verdict] < 2 || still.has(findingKey(finding, 'name'))) continue;
    const { rule } = finding;
    const isOpen =
      asked.has(rule) || subjectsOf(finding).some((each) => open.has(`${rule} ${each}`));
    (isOpen ? unjudged : mends).add(rule);
  }
  return { mends: [...mends].filter((rule) => !unjudged.has(rule)), unjudged: [...unjudged] };
}
