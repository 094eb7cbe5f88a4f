/** Sensitivity: how far each number of a layout may move, alone, until a deadline or a chain is no longer proven. */
import type { Catalogue } from '../../catalog/technology.ts';
import type { Task } from '../../model/application.ts';
import { sustainedClockHz } from '../../model/clock.ts';
import { updateRecords } from '../../model/commands/records.ts';
import { applyDiff, type Diff } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import type { Result } from '../../model/problem.ts';
import { MAX_WHOLE, type Hz } from '../../model/units.ts';
import { sameCoreType } from '../hardware.ts';
import { proofEdge } from './proof-search.ts';
import { clockCapDiff, MILLE, whatIfDiff } from './what-if.ts';

/** What moves: a WCET or all of an application or of the plan upwards, a period or a clock downwards; a longer period upwards. */
export type Varied =
  | { readonly kind: 'wcet'; readonly taskId: Id }
  | { readonly kind: 'period'; readonly taskId: Id }
  | { readonly kind: 'longer-period'; readonly taskId: Id }
  | { readonly kind: 'application'; readonly applicationId: Id }
  | { readonly kind: 'plan' }
  | { readonly kind: 'clock'; readonly coreType: string };

type TaskVaried = Extract<Varied, { readonly taskId: Id }>;

/** How far it may move. Times are nanoseconds as stated, factors per mille, clocks hertz. */
export interface Margin {
  readonly of: Varied;
  readonly unit: 'ns' | 'per mille' | 'Hz';
  readonly now: number;
  /** The last value at which all that is proven now is proven; null: nothing is, or no value that fits a plan breaks a proof. */
  readonly last: number | null;
  /** Tasks, at their places, that are proven to meet their deadlines now. */
  readonly proven: number;
  /** Chains that are proven to keep their limits now. */
  readonly provenChains: number;
  /** Tasks whose proof is lost one `step` further. */
  readonly lost: readonly Id[];
  /** Chains whose proof is lost there. */
  readonly lostChains: readonly Id[];
  readonly step: number;
}

/** Clocks move by kilohertz: nobody sets one more finely. */
export const CLOCK_STEP = 1000;

/** One number of a plan, and how it moves. */
interface Axis {
  readonly unit: Margin['unit'];
  readonly now: number;
  /** Signed: how much one step moves it. */
  readonly step: number;
  readonly at: (value: number) => Result<Diff>;
}

function periodDiff(plan: Plan, task: Task, periodNs: number): Result<Diff> {
  const sources = { ...task.sources, periodNs: 'user' };
  return updateRecords(plan, 'tasks', [task.id], { periodNs, sources });
}

/** The clock that a core type holds at most; null: one of its clocks is unknown. */
function clockNow(plan: Plan, coreType: string): Hz | null {
  const clocks = targetOf(plan)
    .clusters.filter((cluster) => sameCoreType(cluster.coreType, coreType))
    .map(sustainedClockHz);
  const known = clocks.filter((hz) => hz !== null);
  return known.length === clocks.length && known.length > 0 ? Math.max(...known) : null;
}

function taskAxis(plan: Plan, kind: TaskVaried['kind'], task: Task): Axis | null {
  const { id: taskId, wcetNs, periodNs } = task;
  if (kind !== 'wcet') {
    const step = kind === 'period' ? -1 : 1;
    return { unit: 'ns', now: periodNs, step, at: (ns) => periodDiff(plan, task, ns) };
  }
  if (wcetNs === null || wcetNs === 0) return null;
  const at = (ns: number) =>
    whatIfDiff(plan, { wcet: { kind: 'task', taskId, wcetNs: ns }, clock: null });
  return { unit: 'ns', now: wcetNs, step: 1, at };
}

function axisOf(plan: Plan, of: Varied): Axis | null {
  switch (of.kind) {
    case 'wcet':
    case 'period':
    case 'longer-period': {
      const task = plan.tasks.get(of.taskId);
      return task ? taskAxis(plan, of.kind, task) : null;
    }
    case 'application':
    case 'plan': {
      const at = (perMille: number) => whatIfDiff(plan, { wcet: { ...of, perMille }, clock: null });
      return { unit: 'per mille', now: MILLE, step: 1, at };
    }
    case 'clock': {
      const now = clockNow(plan, of.coreType);
      const at = (clockHz: number) => clockCapDiff(plan, { coreType: of.coreType, clockHz });
      return now === null ? null : { unit: 'Hz', now, step: -CLOCK_STEP, at };
    }
  }
}

/**
 * How far one number may move, everything else staying as it is. A shorter period shortens the deadline with it where none is
 * stated. Bounds of chains need not move steadily with a period: then this is one edge of what is proven, by doubled steps.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @param catalogue technologies and mechanisms
 * @param of what moves
 * @returns the margin; null: the number is not known
 * @cost about 2 log2(margin / step) response-time analyses of the layout
 * @rules WHATIF-2, WHATIF-3, WHATIF-4
 */
export function marginOf(
  plan: Plan,
  layoutId: Id,
  catalogue: Catalogue,
  of: Varied,
): Margin | null {
  const axis = axisOf(plan, of);
  if (!axis) return null;
  const { unit, now, step, at } = axis;
  const changed = (steps: number): Plan | null => {
    const diff = at(now + steps * step);
    return diff.ok ? applyDiff(plan, diff.value) : null;
  };
  const limit = Math.floor((step > 0 ? MAX_WHOLE - now : now - 1) / Math.abs(step));
  const { steps, ...found } = proofEdge({ plan, layoutId, catalogue }, changed, limit);
  return { of, unit, now, step, last: steps === null ? null : now + steps * step, ...found };
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @returns everything that `marginOf` can be asked in this layout: the whole plan and its clocks first, then its applications and
 *   tasks that have a place; longer periods of those that a chain with a limit passes
 */
export function variedIn(plan: Plan, layoutId: Id): readonly Varied[] {
  const placed = new Set(
    rows(plan.placements).flatMap((each) =>
      plan.environments.get(each.environmentId)?.layoutId === layoutId ? [each.applicationId] : [],
    ),
  );
  const tasks = rows(plan.tasks).filter(({ applicationId }) => placed.has(applicationId));
  const limited = new Set(
    rows(plan.chains).flatMap(({ latencyBoundNs, taskIds }) =>
      latencyBoundNs === null ? [] : taskIds,
    ),
  );
  const used = new Set(tasks.map(({ applicationId }) => applicationId));
  const coreTypes: string[] = [];
  for (const { coreType } of targetOf(plan).clusters) {
    if (!coreTypes.some((each) => sameCoreType(each, coreType))) coreTypes.push(coreType);
  }
  return [
    { kind: 'plan' },
    ...coreTypes.map((coreType) => ({ kind: 'clock', coreType }) as const),
    ...[...used].map((applicationId) => ({ kind: 'application', applicationId }) as const),
    ...tasks.map(({ id: taskId }) => ({ kind: 'wcet', taskId }) as const),
    ...tasks.map(({ id: taskId }) => ({ kind: 'period', taskId }) as const),
    ...tasks
      .filter(({ id }) => limited.has(id))
      .map(({ id: taskId }) => ({ kind: 'longer-period', taskId }) as const),
  ];
}
