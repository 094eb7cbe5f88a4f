/** What would make a deadline proven that is not: each number alone, everything else staying as it is. */
import { withOverrides } from '../../catalog/override.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { sustainedClockHz } from '../../model/clock.ts';
import { updateRecords } from '../../model/commands/records.ts';
import { applyDiff, type Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import type { Plan } from '../../model/plan.ts';
import type { Result } from '../../model/problem.ts';
import { cpuFacts } from '../cpu/cpu-facts.ts';
import { layoutFacts, type LayoutFacts } from '../layout-facts.ts';
import { CLOCK_STEP } from './margins.ts';
import { proposeBudgets } from './propose-budgets.ts';
import {
  schedulabilityFacts,
  timingKey,
  type CoreSchedule,
  type SchedulabilityFacts,
} from './schedulability-facts.ts';
import { timeTakenBefore, type TimeTaken } from './time-taken.ts';
import { whatIfDiff } from './what-if.ts';

/** One task at one place of a layout. */
export interface TaskPlace {
  readonly layoutId: Id;
  readonly placementId: Id;
  readonly taskId: Id;
}

/** One number, and the nearest value with which the deadline is proven; null: none within the bounds of the search. */
export interface Remedy {
  readonly now: number;
  readonly then: number | null;
}

/** What would prove the deadline of one task. */
export interface Remedies {
  /** Its WCET as stated, nanoseconds; null: not stated. */
  readonly wcet: Remedy | null;
  /** Clock of all cores of the type that it runs on, hertz; null: unknown, or no core of its own. */
  readonly clock: (Remedy & { readonly coreType: string }) | null;
  /** Budget of the nearest environment around it that has one, for its period; null: it stands in none. */
  readonly budget: (Remedy & { readonly environmentId: Id; readonly reason: string | null }) | null;
  /** What takes time until its deadline; null: not known. */
  readonly taken: TimeTaken | null;
}

/** Faster clocks than this many times of now are not tried: no core of the same type has them. */
const MOST_TIMES = 16;

interface Question extends TaskPlace {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
}

interface Facts {
  readonly layout: LayoutFacts;
  readonly schedulability: SchedulabilityFacts;
}

function factsOf({ plan, layoutId, catalogue }: Question): Facts {
  const layout = layoutFacts(plan, layoutId, withOverrides(catalogue, plan));
  return { layout, schedulability: schedulabilityFacts(layout, cpuFacts(layout)) };
}

function isProven(question: Question, diff: Result<Diff>): boolean {
  if (!diff.ok) return false;
  const { schedulability } = factsOf({ ...question, plan: applyDiff(question.plan, diff.value) });
  const key = timingKey(question.placementId, question.taskId);
  return schedulability.timings.get(key)?.verdict === 'proven-ok';
}

/** The least number of steps that helps, none of which does; null: not even the limit does. At it there is an edge in any case. */
function leastThat(helps: (steps: number) => boolean, limit: number): number | null {
  if (limit < 1) return null;
  let [bad, good] = [0, 1];
  while (!helps(good)) {
    if (good === limit) return null;
    bad = good;
    good = Math.min(good * 2, limit);
  }
  while (good - bad > 1) {
    const middle = bad + Math.floor((good - bad) / 2);
    if (helps(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function wcetRemedy(question: Question): Remedy | null {
  const { plan, taskId } = question;
  const now = plan.tasks.get(taskId)?.wcetNs ?? null;
  if (now === null || now === 0) return null;
  const at = (wcetNs: number) =>
    whatIfDiff(plan, { wcet: { kind: 'task', taskId, wcetNs }, clock: null });
  const steps = leastThat((fewer) => isProven(question, at(now - fewer)), now - 1);
  return { now, then: steps === null ? null : now - steps };
}

function clockRemedy(question: Question, { set }: CoreSchedule): Remedies['clock'] {
  const { cluster } = set.core;
  const now = cluster ? sustainedClockHz(cluster) : null;
  if (!cluster?.coreType || now === null) return null;
  const { coreType } = cluster;
  const at = (clockHz: number) =>
    whatIfDiff(question.plan, { wcet: null, clock: { coreType, clockHz } });
  const limit = Math.floor((now * (MOST_TIMES - 1)) / CLOCK_STEP);
  const steps = leastThat((more) => isProven(question, at(now + more * CLOCK_STEP)), limit);
  return { coreType, now, then: steps === null ? null : now + steps * CLOCK_STEP };
}

/**
 * A larger budget serves its tasks better and is granted less easily: no single edge. What serves all of its tasks is known by
 * itself; up to there, if it is granted, more never harms.
 */
function budgetRemedy(question: Question, environment: Environment): Remedies['budget'] {
  const { plan, layoutId, catalogue } = question;
  const { id: environmentId, server } = environment;
  if (!server) return null;
  const { budgetNs: now, periodNs } = server;
  const [proposal] = proposeBudgets(plan, layoutId, catalogue, [environmentId], {
    ...{ switchNs: null, tickNs: null, periodNs },
  });
  const none = (reason: string) => ({ environmentId, now, then: null, reason });
  if (proposal?.kind !== 'budgets')
    return none(proposal?.reason ?? 'no least budget is known for it');
  const all = proposal.asked?.budget ?? null;
  if (all === null || all > periodNs) return none('no budget of this period serves all its tasks');
  const at = (budgetNs: number) =>
    updateRecords(plan, 'environments', [environmentId], { server: { ...server, budgetNs } });
  const helps = (more: number) => isProven(question, at(now + more));
  if (all <= now || !helps(all - now))
    return none(
      'the budget that would serve all its tasks is not granted, or windows and other limits stand against it',
    );
  const steps = leastThat(helps, all - now) ?? all - now;
  return { environmentId, now, then: now + steps, reason: null };
}

/**
 * For a deadline that is not proven: the largest WCET of the task, the slowest clock and the smallest budget with which it is, each
 * alone, and what takes the time until the deadline. Times stated at a slower clock are taken to shrink with a faster one
 * (WHATIF-5). Where shorter times never delay anything, as under preemptive scheduling with or without windows and budgets, there is
 * no better value; otherwise it is one edge: proven there, not one step nearer to what the plan says.
 *
 * @param plan the plan
 * @param catalogue technologies and mechanisms
 * @param of which task at which place of which layout
 * @returns null: it has no core of its own, or is proven
 * @cost about 2 log2(change / step) response-time analyses of the layout for each number
 * @rules REMEDY-1, REMEDY-2
 */
export function remediesFor(plan: Plan, catalogue: Catalogue, of: TaskPlace): Remedies | null {
  const question: Question = { ...of, plan, catalogue };
  const { layout, schedulability } = factsOf(question);
  const timing = schedulability.timings.get(timingKey(of.placementId, of.taskId));
  const schedule = schedulability.schedules.find(({ timings }) =>
    timings.some((each) => each.of === timing?.of),
  );
  if (!timing || !schedule || timing.verdict === 'proven-ok') return null;
  const around = layout.tree.pathOf.get(schedule.set.host.id) ?? [];
  const granted = around.findLast(({ server }) => server !== null);
  return {
    wcet: wcetRemedy(question),
    clock: clockRemedy(question, schedule),
    budget: granted ? budgetRemedy(question, granted) : null,
    taken: timeTakenBefore(timing.of, schedule, schedulability.activations.releases),
  };
}
