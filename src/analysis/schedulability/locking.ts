/** Locks between tasks: what they add to each task of a layout, or why that is unknown. */
import type { CriticalSection } from '../../model/scheduling.ts';
import { spinLockCosts, type SpinCost } from '../timing/locks.ts';
import { whileOthersAreBusy, type ExecutionCosts } from './execution.ts';
import type { SupplyAnswer } from './supply-answer.ts';
import type { PolicyAnswer } from './host.ts';
import type { SetTask, TaskSet } from './task-set.ts';
import type { Unstated } from './unstated.ts';

/** A task set with what schedules and serves it. */
export interface LockingSet {
  readonly set: TaskSet;
  readonly policy: PolicyAnswer;
  readonly supply: SupplyAnswer;
  readonly costs: ExecutionCosts;
  /** What nobody states of kernel and core. */
  readonly unstated: readonly Unstated[];
}

/** What locks add. */
export interface LockCosts {
  /** Spinning and blocking of each task; those without locks anywhere are not in it. */
  readonly costs: ReadonlyMap<SetTask, SpinCost>;
  /** Sets whose locks nobody can bound, with the reason. */
  readonly reasons: ReadonlyMap<TaskSet, string>;
}

const NOTHING: LockCosts = { costs: new Map(), reasons: new Map() };

function resourcesOf({ set }: LockingSet): ReadonlySet<string> {
  return new Set(
    set.tasks.flatMap(({ task }) => task.criticalSections.map(({ resource }) => resource)),
  );
}

/** The most urgent first: of equal priorities each may keep the other waiting, so that ties are refused before. */
function byPriority({ set }: LockingSet): readonly SetTask[] {
  return [...set.tasks].sort((a, b) => (b.task.priority ?? 0) - (a.task.priority ?? 0));
}

const isByPriority = ({ policy }: LockingSet) =>
  policy.kind === 'policy' && policy.policy === 'fixed-priority';

/** What keeps a lock of several kernels from being bounded; null: nothing. */
function refusalAcross(name: string, users: readonly LockingSet[]): string | null {
  if (!users.every(isByPriority)) {
    return `"${name}" is locked on several cores, and locks between cores are bounded for preemptive fixed priorities only`;
  }
  const cores = new Set(users.map(({ set }) => set.core));
  if (cores.size < users.length) return `"${name}" is locked by several kernels on one core`;
  const isServed = users.every(({ supply }) => supply.kind === 'core' && supply.isWhole);
  return isServed
    ? null
    : `"${name}" is locked on several cores, and not every holder keeps its core while it holds`;
}

function refusal(
  own: LockingSet,
  shared: ReadonlyMap<string, readonly LockingSet[]>,
  elsewhere: ReadonlySet<string>,
): string | null {
  for (const name of resourcesOf(own)) {
    if (elsewhere.has(name)) return `"${name}" is also locked by a task without a core of its own`;
    const users = shared.get(name) ?? [];
    const across = users.length > 1 ? refusalAcross(name, users) : null;
    if (across !== null) return across;
    const unsized = users.find(({ set }) =>
      set.tasks.some(({ sections }) => sections.some(({ lengthNs }) => !Number.isFinite(lengthNs))),
    );
    if (unsized) return `how long "${name}" is held on another core type or clock is unknown`;
  }
  const isPriority = isByPriority(own);
  const isDeadline = own.policy.kind === 'policy' && own.policy.policy === 'edf';
  if (!isPriority && !isDeadline) {
    return 'locks are bounded for preemptive fixed priorities, and on one core for earliest deadline first';
  }
  const priorities = own.set.tasks.map(({ task }) => task.priority);
  if (isPriority && new Set(priorities).size < priorities.length) {
    return 'with locks every task needs a priority of its own';
  }
  if (own.set.tasks.some(({ instances }) => instances > 1)) {
    return 'locks of several instances of one task are not analysed';
  }
  return null;
}

/**
 * Locks on one core follow the immediate priority ceiling; those that several cores use are spun for, first come, first served,
 * without being preempted (MSRP).
 *
 * @param sets everything that is scheduled in the layout
 * @param elsewhere resources that tasks without a core of their own lock
 * @returns what is added to each task; nothing where no task locks
 * @cost O(cores times sections)
 */
export function lockCosts(sets: readonly LockingSet[], elsewhere: ReadonlySet<string>): LockCosts {
  const locking = sets.filter((each) => resourcesOf(each).size > 0);
  if (locking.length === 0) return NOTHING;
  const shared = new Map<string, LockingSet[]>();
  for (const each of locking) {
    for (const name of resourcesOf(each)) shared.set(name, [...(shared.get(name) ?? []), each]);
  }
  const reasons = new Map<TaskSet, string>();
  for (const each of locking) {
    const reason = refusal(each, shared, elsewhere);
    if (reason !== null) reasons.set(each.set, reason);
  }
  const costs = new Map<SetTask, SpinCost>();
  const sectionIn =
    (at: number, of: SetTask) =>
    ({ resource, lengthNs, count }: CriticalSection) => {
      const costs = locking[at]?.costs;
      const length = costs ? whileOthersAreBusy(lengthNs, of, costs) : lengthNs;
      return { resource, length, requests: count };
    };
  const orders = locking.map(byPriority);
  const answers = spinLockCosts(
    orders.map((order, at) =>
      order.map((of) => ({ sections: of.sections.map(sectionIn(at, of)) })),
    ),
  );
  for (const [at, order] of orders.entries()) {
    for (const [rank, of] of order.entries()) {
      const cost = answers[at]?.[rank];
      if (cost) costs.set(of, cost);
    }
  }
  return { costs, reasons };
}

/**
 * The plan has no field for the protocol: whoever takes plain locks, without ceilings, may wait without bound.
 *
 * @param set the tasks of one kernel on one core
 * @param policy who schedules them
 * @returns by which protocol locks are taken to be kept; nothing where no task locks
 */
export function unstatedLocks({ set, policy }: LockingSet): readonly Unstated[] {
  if (set.tasks.every(({ sections }) => sections.length === 0)) return [];
  const isDeadline = policy.kind === 'policy' && policy.policy === 'edf';
  const words = isDeadline
    ? 'locks follow the stack resource policy, and a holder runs at the deadline of those that it keeps waiting'
    : 'locks follow immediate priority ceilings; between cores jobs spin without preemption, first come, first served';
  const suspends = set.tasks.some(({ task }) => task.suspensionNs > 0);
  const held = 'no job suspends itself while it holds a lock';
  return [words, ...(suspends ? [held] : [])].map((each) => ({ kind: 'locks', words: each }));
}
