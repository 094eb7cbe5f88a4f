/** Response times with what other cores do through memory: every bound that applies, the tightest used, and what the others lack. */
import type { InterferenceBound, InterferenceMethod, TaskInterference } from '../result.ts';
import { LARGEST_TIME } from '../timing/whole-numbers.ts';
import { whileOthersAreBusy, type Inflation } from './execution.ts';
import type { LockingSet } from './locking.ts';
import type { Needed, SharedMemory } from './shared-memory.ts';
import type { SetTask } from './task-set.ts';
import type { TaskTiming } from './task-timing.ts';

/** A timing with its execution times beside one another. */
export interface InterferedTiming extends TaskTiming {
  readonly interference: TaskInterference;
}

/** A way to bound interference in one set, or what keeps it from one. */
export type Candidate =
  | { readonly method: InterferenceMethod; readonly inflation: Inflation }
  | { readonly method: InterferenceMethod; readonly reason: string };

const OTHERS = [
  'no device or accelerator asks for the same memory',
  'memory accesses of tasks hold with the cache that they have, write-backs, copies of messages and those of the kernel included',
];

const refuse = (method: InterferenceMethod, reason: string): Candidate => ({ method, reason });

/** What keeps any bound from accesses of jobs; null: nothing. */
function withoutAccesses({ set }: LockingSet, memory: SharedMemory): string | null {
  const silent = set.tasks.find(({ memoryAccesses }) => memoryAccesses === null);
  if (silent) return `memory accesses of task "${silent.task.name}" on this core type are unknown`;
  const locks = set.tasks.find(({ task }) => task.criticalSections.length > 0);
  if (locks)
    return `"${locks.task.name}" takes locks: how long others hold them while memory stalls is not bounded here`;
  const [homeless] = memory.homeless;
  return homeless === undefined ? null : `where "${homeless}" asks for memory is unknown`;
}

function lacking(...needed: readonly Needed[]): string | null {
  for (const each of needed) if (each.kind === 'unknown') return each.reason;
  return null;
}

const valueOf = (needed: Needed) => (needed.kind === 'known' ? needed.value : 0);
const sourcesOf = (...needed: readonly Needed[]) =>
  [...new Set(needed.flatMap((each) => (each.kind === 'known' ? each.sources : [])))].join('; ');

/** C' = C + H (m - 1) s; and an access of the task that was just preempted is on its way once per busy window: (m - 1) s more. */
function byRoundRobin(setting: LockingSet, memory: SharedMemory): Candidate {
  const method = 'round-robin';
  const slot = memory.number('slotNs');
  // A core stalls when its budget is used up, whatever the others do.
  const stalls =
    memory.admission.kind === 'none' ? null : 'memory budgets stall cores, which it leaves out';
  const reason = stalls ?? withoutAccesses(setting, memory) ?? lacking(slot);
  if (reason !== null) return refuse(method, reason);
  const others = memory.hostsOn.size - 1;
  const perAccess = others * valueOf(slot);
  return {
    method,
    inflation: {
      method,
      stretched: (ns, { memoryAccesses }) => ns + (memoryAccesses ?? 0) * perAccess,
      onceNs: setting.set.tasks.length > 1 ? perAccess : 0,
      isNeutral: perAccess === 0,
      assumptions: [
        `every access to memory waits for one request of each of ${others} other cores: round-robin arbitration, one outstanding request per core (${sourcesOf(slot)})`,
        'cores that nothing of the layout runs on ask for nothing',
        ...OTHERS,
      ],
    },
  };
}

/** What keeps the budgets from being a bound here; null: nothing. */
function unregulated({ set, supply }: LockingSet, memory: SharedMemory): string | null {
  const { admission } = memory;
  if (admission.kind === 'none') return 'no memory budget is stated';
  if (admission.kind === 'unknown') return admission.reason;
  if (admission.kind === 'refused') return 'memory budgets exceed the guaranteed bandwidth';
  if (supply.kind !== 'core' || !supply.isWhole) {
    return 'stalls beside windows or budgets of time are not bounded';
  }
  if ((memory.hostsOn.get(set.core.core.id)?.size ?? 0) > 1) {
    return 'several environments on this core use up memory budgets';
  }
  const waits = set.tasks.find(({ task }) => task.suspensionNs > 0);
  return waits
    ? `"${waits.task.name}" suspends itself: who uses up the memory budget meanwhile is unknown`
    : null;
}

/**
 * Per access (l_reg - l) + max(0, P - Q l) / Q, and P once: never less than `regulationDelay` of all jobs of a busy window. With l the
 * shortest: quick accesses use a budget up early, and stall for longer.
 */
function byRegulation(setting: LockingSet, memory: SharedMemory): Candidate {
  const method = 'regulation';
  const [alone, regulated] = [memory.number('accessNs'), memory.number('regulatedAccessNs')];
  const [budget] = memory.budgetsOn.get(setting.set.core.core.id) ?? [];
  const reason =
    withoutAccesses(setting, memory) ??
    unregulated(setting, memory) ??
    (budget ? lacking(alone, regulated) : 'no memory budget is stated');
  if (reason !== null || !budget) return refuse(method, reason ?? '');
  const { accesses, periodNs } = budget;
  const slower = Math.max(0, valueOf(regulated) - valueOf(alone));
  const stall = Math.max(0, periodNs - accesses * valueOf(alone));
  return {
    method,
    inflation: {
      method,
      stretched: (ns, { memoryAccesses }) => {
        const h = memoryAccesses ?? 0;
        const stalls = h * stall;
        // Beyond exact numbers nothing is rounded: nothing is known.
        return stalls > LARGEST_TIME ? Infinity : ns + h * slower + Math.ceil(stalls / accesses);
      },
      onceNs: periodNs,
      isNeutral: false,
      assumptions: [
        `memory bandwidth is regulated: ${accesses} accesses in ${periodNs} ns on this core, all budgets within the guaranteed bandwidth (${sourcesOf(alone, regulated)})`,
        `no access takes less than ${valueOf(alone)} ns of a job alone on the machine: one at a time, write-backs too`,
        'the cost of the regulator itself is not counted',
        ...OTHERS,
      ],
    },
  };
}

/**
 * @param setting what one kernel schedules on one core
 * @param memory as the layout shares it
 * @returns every way to bound interference in it; none where neither accesses nor budgets nor a factor are stated
 */
export function candidatesOf(setting: LockingSet, memory: SharedMemory): readonly Candidate[] {
  const { inflation } = setting.costs;
  const words = 'the factor covers stalls by memory budgets, too';
  const stalled = memory.admission.kind === 'none' ? [] : [words];
  const factor: readonly Candidate[] = inflation
    ? [
        {
          method: inflation.method,
          inflation: { ...inflation, assumptions: [...inflation.assumptions, ...stalled] },
        },
      ]
    : [];
  const isStated =
    memory.admission.kind !== 'none' ||
    setting.set.tasks.some(({ memoryAccesses }) => memoryAccesses !== null);
  if (!isStated) return factor;
  return [...factor, byRoundRobin(setting, memory), byRegulation(setting, memory)];
}

/** C' of one job alone on its core. */
function inflatedWcet(of: SetTask, inflation: Inflation, { costs }: LockingSet): number | null {
  if (of.wcetNs === null) return null;
  // The budget of a job alone may be used up; nobody's access is on its way.
  const once = inflation.method === 'regulation' ? inflation.onceNs : 0;
  const length = whileOthersAreBusy(of.wcetNs, of, { ...costs, inflation }) + once;
  return length > LARGEST_TIME ? null : length;
}

/** The one that proves more, or responds earlier. */
function isTighter(a: TaskTiming, b: TaskTiming): boolean {
  if ((a.verdict === 'proven-ok') !== (b.verdict === 'proven-ok')) return a.verdict === 'proven-ok';
  return (a.responseTimeNs ?? Infinity) < (b.responseTimeNs ?? Infinity);
}

const NOTHING_STATED =
  'neither an interference factor nor memory accesses nor memory budgets are stated';

/**
 * @param setting what one kernel schedules on one core
 * @param memory as the layout shares it
 * @param answer response times at given costs
 * @returns for each task the tightest answer, with every bound
 * @cost one analysis of the set for each candidate that applies, and at least one
 */
export function interferedTimings(
  setting: LockingSet,
  memory: SharedMemory,
  answer: (setting: LockingSet) => readonly TaskTiming[],
): readonly InterferedTiming[] {
  const candidates = candidatesOf(setting, memory);
  const inflations = candidates.flatMap((each) => ('inflation' in each ? each.inflation : []));
  const answers = inflations.map((inflation) => ({
    inflation,
    timings: answer({ ...setting, costs: { ...setting.costs, inflation } }),
  }));
  const plain = answers.length === 0 ? answer(setting) : null;
  return setting.set.tasks.map((of, at) => {
    let best: TaskTiming | undefined = plain?.[at];
    let used: Inflation | null = null;
    const bounds: InterferenceBound[] = candidates.map((candidate) => {
      const { method } = candidate;
      if ('reason' in candidate) {
        return { method, inflatedWcetNs: null, responseTimeNs: null, reason: candidate.reason };
      }
      const timing = answers.find(({ inflation }) => inflation === candidate.inflation)?.timings[
        at
      ];
      if (timing && (!best || isTighter(timing, best))) {
        best = timing;
        used = candidate.inflation;
      }
      const inflatedWcetNs = inflatedWcet(of, candidate.inflation, setting);
      const responseTimeNs = timing?.responseTimeNs ?? null;
      const reason = responseTimeNs === null ? (timing?.reason ?? null) : null;
      return { method, inflatedWcetNs, responseTimeNs, reason };
    });
    const inflation = used as Inflation | null;
    const first = bounds.find(({ reason }) => reason !== null)?.reason;
    return {
      ...(best as TaskTiming),
      interference: {
        method: inflation?.method ?? null,
        inflatedWcetNs: inflation ? inflatedWcet(of, inflation, setting) : null,
        reason: inflation ? null : (first ?? NOTHING_STATED),
        bounds,
      },
    };
  });
}
