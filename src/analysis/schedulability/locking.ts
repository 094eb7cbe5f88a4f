/** Locks between tasks: what they add to each task of a layout, or why that is unknown. */
import type { CrossCoreLockProtocol } from '../../model/scheduling.ts';
import { ceilingBlocking, ceilingsOf, type LockingTask } from '../timing/locks.ts';
import { lockWaits } from '../timing/priority-inheritance.ts';
import { spinLockCosts } from '../timing/spin-locks.ts';
import { CROSS_CORE_LOCK_WORDS, LOCK_PROTOCOL_WORDS } from '../timing-words.ts';
import { whileOthersAreBusy, type ExecutionCosts } from './execution.ts';
import type { SupplyAnswer } from './supply-answer.ts';
import type { PolicyAnswer, TaskPolicy } from './host.ts';
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

/** What locks add to one task. */
export interface LockCost {
  /** Of a job: time for which it spins, and is switched to whom it waits for. */
  readonly execution: number;
  /** B: how long lower priorities keep it waiting. */
  readonly blocking: number;
  /** Why nobody can say for how long it waits; null: the others are bounds. */
  readonly unbounded: string | null;
}

/** What locks add. */
export interface LockCosts {
  /** Of each task; those without locks anywhere are not in it. */
  readonly costs: ReadonlyMap<SetTask, LockCost>;
  /** Sets whose locks nobody can bound, with the reason. */
  readonly reasons: ReadonlyMap<TaskSet, string>;
  /** Protocols that are taken for granted; sets without any are not in it. */
  readonly unstated: ReadonlyMap<TaskSet, readonly Unstated[]>;
  /** Protocols that are stated, as assumptions; sets without any are not in it. */
  readonly stated: ReadonlyMap<TaskSet, readonly string[]>;
}

const NOTHING: LockCosts = {
  costs: new Map(),
  reasons: new Map(),
  unstated: new Map(),
  stated: new Map(),
};

function resourcesOf({ set }: LockingSet): ReadonlySet<string> {
  return new Set(
    set.tasks.flatMap(({ task }) => task.criticalSections.map(({ resource }) => resource)),
  );
}

/** The most urgent first: of equal priorities each may keep the other waiting, so that ties are refused before. */
function byPriority({ set }: LockingSet): readonly SetTask[] {
  return [...set.tasks].sort((a, b) => (b.task.priority ?? 0) - (a.task.priority ?? 0));
}

const isBy = ({ policy }: LockingSet, wanted: TaskPolicy) =>
  policy.kind === 'policy' && policy.policy === wanted;

const isByPriority = (each: LockingSet) => isBy(each, 'fixed-priority');

/** Ways to wait for another core of which no bound follows here. */
const UNBOUNDED_ACROSS: Readonly<Partial<Record<CrossCoreLockProtocol, string>>> = {
  'unordered-spin': 'jobs spin for it in no order: how often others come first has no bound',
  suspension: 'jobs suspend themselves until they get it: not analysed',
};

/** What keeps a lock of several kernels from being bounded; null: nothing. */
function refusalAcross(name: string, users: readonly LockingSet[]): string | null {
  if (!users.every(isByPriority)) {
    return `"${name}" is locked on several cores, and locks between cores are bounded for preemptive fixed priorities only`;
  }
  for (const { set } of users) {
    const protocol = set.locker.crossCoreLockProtocol;
    const reason = protocol && UNBOUNDED_ACROSS[protocol];
    if (reason) return `"${name}" is locked on several cores, and ${reason}`;
  }
  const cores = new Set(users.map(({ set }) => set.core));
  if (cores.size < users.length) return `"${name}" is locked by several kernels on one core`;
  const isServed = users.every(({ supply }) => supply.kind === 'core' && supply.isWhole);
  return isServed
    ? null
    : `"${name}" is locked on several cores, and not every holder keeps its core while it holds`;
}

/** A resource that several tasks of a set lock, and what its protocol says of waiting for it; null: there is none, or that is bounded. */
function refusalWithin(own: LockingSet): string | null {
  const { lockProtocol } = own.set.locker;
  if (lockProtocol !== 'none' && lockProtocol !== 'priority-inheritance') return null;
  const users = own.set.tasks.flatMap(({ task }) => [
    ...new Set(task.criticalSections.map(({ resource }) => resource)),
  ]);
  const name = users.find((resource, at) => users.indexOf(resource) < at);
  if (name === undefined) return null;
  const isPlain = lockProtocol === 'none';
  if (isBy(own, 'edf')) {
    return isPlain
      ? `"${name}" is a plain lock: jobs with deadlines in between delay its holder without bound (priority inversion)`
      : `"${name}" is locked with priority inheritance: bounded for fixed priorities, not for earliest deadline first`;
  }
  const waits = own.set.tasks.find(({ task }) => task.suspensionNs > 0);
  if (isPlain && waits) {
    return `"${name}" is a plain lock, and "${waits.task.name}" suspends itself: for how long either is waited for has no bound`;
  }
  const holds = own.set.tasks.find(
    ({ task, sections }) => task.preemption !== 'preemptive' && sections.length > 0,
  );
  return holds
    ? `"${holds.task.name}" locks, and does not give way at any time: whether it keeps the core while it waits for a lock is not stated`
    : null;
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
  if (!isPriority && !isBy(own, 'edf')) {
    return 'locks are bounded for preemptive fixed priorities, and on one core for earliest deadline first';
  }
  const priorities = own.set.tasks.map(({ task }) => task.priority);
  if (isPriority && new Set(priorities).size < priorities.length) {
    return 'with locks every task needs a priority of its own';
  }
  if (own.set.tasks.some(({ instances }) => instances > 1)) {
    return 'locks of several instances of one task are not analysed';
  }
  return refusalWithin(own);
}

/** Why a task waits without bound for plain locks of its core, or for more urgent tasks that do; null: it does not. */
function inversions(order: readonly SetTask[], locals: readonly LockingTask[]): (string | null)[] {
  const ceilings = ceilingsOf(locals);
  return ceilingBlocking(locals).map((blocking, rank) => {
    if (blocking === 0) return null;
    for (const [at, { sections }] of locals.entries()) {
      const held = sections.find(({ resource }) => (ceilings.get(resource) ?? Infinity) <= rank);
      if (at <= rank || !held) continue;
      return `"${order[at]?.task.name ?? ''}" may hold the plain lock "${held.resource}" while tasks between it and "${order[ceilings.get(held.resource) ?? -1]?.task.name ?? ''}" run: priority inversion without bound`;
    }
    return null;
  });
}

/** What locks add to the tasks of each set, in order of priority. */
function costsOf(
  locking: readonly LockingSet[],
  orders: readonly (readonly SetTask[])[],
  isAcross: (resource: string) => boolean,
): readonly (readonly LockCost[])[] {
  const used = orders.map((order, at) =>
    order.map((of): LockingTask => ({
      sections: of.sections.map(({ resource, lengthNs, count }) => ({
        resource,
        length: whileOthersAreBusy(lengthNs, of, (locking[at] as LockingSet).costs),
        requests: count,
      })),
    })),
  );
  const protocols = locking.map(({ set }) => set.locker.lockProtocol);
  const answers = spinLockCosts(
    used,
    // Of plain locks only tasks have a bound that no ceiling keeps waiting either.
    protocols.map((protocol) =>
      protocol === null || protocol === 'none' ? 'priority-ceiling' : protocol,
    ),
  );
  return used.map((tasks, at) => {
    const protocol = protocols[at] ?? null;
    const isPlain = protocol === 'none';
    const locals = tasks.map(({ sections }) => ({
      sections: sections.filter(({ resource }) => !isAcross(resource)),
    }));
    const waits = isPlain || protocol === 'priority-inheritance' ? lockWaits(locals, !isPlain) : [];
    const unbounded = isPlain ? inversions(orders[at] ?? [], locals) : [];
    const { switchNs } = (locking[at] as LockingSet).costs;
    return tasks.map((_, rank) => {
      const { spin = 0, blocking = 0 } = answers[at]?.[rank] ?? {};
      const execution = spin + (waits[rank] ?? 0) * switchNs;
      return { execution, blocking, unbounded: unbounded[rank] ?? null };
    });
  });
}

const CEILINGS = 'locks follow immediate priority ceilings';
const SPINNING = 'between cores jobs spin without preemption, first come, first served';
const INHERITED = 'a holder runs at the deadline of those that it keeps waiting';

/** By which protocol locks of a set are taken to be kept, as far as nobody states it. */
function unstatedProtocols(
  own: LockingSet,
  users: readonly (readonly LockingSet[])[],
): readonly string[] {
  const { set } = own;
  const { lockProtocol } = set.locker;
  if (isBy(own, 'edf')) {
    if (lockProtocol === null) return [`locks follow the stack resource policy, and ${INHERITED}`];
    // Without jitter levels of preemption and deadlines agree.
    const isLate = set.tasks.some(({ task, latencyNs }) => task.jitterNs + latencyNs > 0);
    return lockProtocol === 'priority-ceiling' && isLate ? [INHERITED] : [];
  }
  const across = users.filter(({ length }) => length > 1);
  const isOpen = lockProtocol === null && across.length < users.length;
  const isOpenAcross = across.flat().some((each) => each.set.locker.crossCoreLockProtocol === null);
  const isSilent = lockProtocol === null && set.locker.crossCoreLockProtocol === null;
  if (isSilent && (isOpen || isOpenAcross)) return [`${CEILINGS}; ${SPINNING}`];
  return [...(isOpen ? [CEILINGS] : []), ...(isOpenAcross ? [SPINNING] : [])];
}

function statedProtocols({ set }: LockingSet): readonly string[] {
  const { name, lockProtocol, crossCoreLockProtocol, timingSource } = set.locker;
  const source = timingSource ?? 'user';
  return [
    ...(lockProtocol === null
      ? []
      : [`locks of "${name}" on one core: ${LOCK_PROTOCOL_WORDS[lockProtocol]} (${source})`]),
    ...(crossCoreLockProtocol === null
      ? []
      : [
          `locks of "${name}" between cores: ${CROSS_CORE_LOCK_WORDS[crossCoreLockProtocol]} (${source})`,
        ]),
  ];
}

/**
 * Locks on one core follow the protocol that their kernel states, else the immediate priority ceiling; those that several cores use are
 * spun for, first come, first served, without being preempted (MSRP).
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
  const unstated = new Map<TaskSet, readonly Unstated[]>();
  for (const each of locking) {
    const reason = refusal(each, shared, elsewhere);
    if (reason !== null) reasons.set(each.set, reason);
    const users = [...resourcesOf(each)].map((name) => shared.get(name) ?? []);
    const suspends = each.set.tasks.some(({ task }) => task.suspensionNs > 0);
    const words = [
      ...unstatedProtocols(each, users),
      ...(suspends ? ['no job suspends itself while it holds a lock'] : []),
    ];
    unstated.set(
      each.set,
      words.map((each) => ({ kind: 'locks', words: each })),
    );
  }
  const orders = locking.map(byPriority);
  const answers = costsOf(locking, orders, (name) => (shared.get(name)?.length ?? 0) > 1);
  const costs = new Map<SetTask, LockCost>();
  for (const [at, order] of orders.entries()) {
    for (const [rank, of] of order.entries()) {
      const cost = answers[at]?.[rank];
      if (cost) costs.set(of, cost);
    }
  }
  const stated = new Map(locking.map((each) => [each.set, statedProtocols(each)]));
  return { costs, reasons, unstated, stated };
}
