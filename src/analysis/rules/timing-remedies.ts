/** What to do about deadlines and chains that are missed or not proven: by the cause, not by the rule. */
import type { Chain } from '../../model/application.ts';
import type { CoreSchedule, SchedulabilityFacts } from '../schedulability/schedulability-facts.ts';
import type { TaskTiming } from '../schedulability/task-timing.ts';
import type { FieldOfPlan } from '../result.ts';
import { fieldOfEnvironment, fieldOfTask } from '../subjects.ts';
import { SCHEDULER_WORDS } from '../timing-words.ts';
import { listNames } from '../wording.ts';

/** Tasks that delay one by priority, further instances of itself included. */
function runsBefore({ of }: TaskTiming, { set }: CoreSchedule): boolean {
  return (
    of.instances > 1 ||
    set.tasks.some((other) => other !== of && (other.task.priority ?? 0) >= (of.task.priority ?? 0))
  );
}

/** Whether something of lower priority may hold the core, or a lock, when the task wants it. */
function isHeldUp({ of }: TaskTiming, { set, policy }: CoreSchedule): boolean {
  if (set.tasks.every((other) => (other.task.priority ?? 0) >= (of.task.priority ?? 0))) {
    return false;
  }
  const isStoppable =
    policy.kind === 'policy' &&
    policy.policy === 'fixed-priority' &&
    set.tasks.every(({ task }) => task.preemption === 'preemptive');
  return !isStoppable || set.tasks.some(({ sections }) => sections.length > 0);
}

/** What would give the tasks more of the core; null: they have all of it. */
function moreSupply({ set, supply }: CoreSchedule): string | null {
  if (supply.kind === 'windows') return `give "${set.host.name}" longer windows, or more of them`;
  if (supply.kind === 'core' && !supply.isWhole) {
    return `raise the budget of "${set.host.name}", or shorten the period in which it comes`;
  }
  return null;
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/**
 * @param timing a task whose response time is too long, proven or by a bound
 * @param schedule where it runs
 * @returns what would shorten it: what delays it, of what there is on its core
 */
export function missRemedy(timing: TaskTiming, schedule: CoreSchedule): string {
  const { name } = timing.of.task;
  const supply = moreSupply(schedule);
  const { policy } = schedule;
  if (policy.kind === 'policy' && policy.policy === 'edf') {
    const lower = `move a task of this core to another one, shorten a WCET, or lengthen a period or a deadline`;
    return sentence(supply === null ? lower : `${supply}; or ${lower}`);
  }
  const below = isHeldUp(timing, schedule)
    ? `, or shorten the stretches in which what runs below it cannot be preempted or holds a lock`
    : '';
  if (!runsBefore(timing, schedule)) {
    const own = `shorten "${name}" itself: nothing runs before it${below}`;
    return sentence(supply === null ? own : `${supply}; or ${own}`);
  }
  const above = `move "${name}" or what runs above it to another core, raise its priority, or shorten what runs above it${below}`;
  return sentence(supply === null ? above : `${above}; or ${supply}`);
}

/** Which task runs in which slot is nothing that a plan holds; that a frame is never too short for its slots is. */
const CYCLIC =
  'A cyclic executive, which is no such scheduler, is one task: its period is the minor frame, its WCET the longest sum of the slots of one frame.';

/** A remedy, and where it is one field: which. */
interface Remedy {
  readonly remedy: string;
  readonly field?: FieldOfPlan | undefined;
}

function policyRemedy({ set }: CoreSchedule): Remedy {
  const { name, scheduler } = set.scheduler;
  const field = fieldOfEnvironment(set.scheduler, 'scheduler');
  if (scheduler === null) {
    const state = `State the scheduler of "${name}" and, where it is one of priorities, a priority of each of its tasks.`;
    const isOrdered = set.tasks.some(({ task }) => task.priority !== null);
    return { remedy: isOrdered ? state : `${state} ${CYCLIC}`, field };
  }
  if (scheduler === 'fixed-priority' || scheduler === 'fixed-priority-non-preemptive') {
    const without = set.tasks.find(({ task }) => task.priority === null);
    return {
      remedy: `Give each task that "${name}" schedules on this core a priority.`,
      field: without && fieldOfTask(without.task, 'priority'),
    };
  }
  if (scheduler === 'windows') {
    return {
      remedy: `Put the tasks into partitions of "${name}" with a window each, or state how it schedules tasks.`,
      field,
    };
  }
  return {
    remedy: `No deadline follows from the scheduler "${SCHEDULER_WORDS[scheduler]}": let "${name}" schedule by priority or by deadline, or move its tasks to something that does.`,
    field,
  };
}

/**
 * @param timing a task of which nothing is proven
 * @param schedule where it runs
 * @returns what is missing, or what would shorten its bound
 */
export function unprovenRemedy(timing: TaskTiming, schedule: CoreSchedule): Remedy {
  const { set, policy, supply } = schedule;
  const { name } = set.host;
  if (policy.kind === 'unknown') return policyRemedy(schedule);
  if (supply.kind === 'unknown') {
    return {
      remedy: `Make it certain what "${name}" gets of this core: the core for itself, windows of a table in order (RT-7), or an enforced budget among budgets that fit together.`,
    };
  }
  if (set.strangers.length > 0) {
    return {
      remedy: `Give ${listNames(set.strangers)} tasks that are bound to a core each, or keep them off this core.`,
    };
  }
  if (timing.responseTimeNs !== null) return { remedy: missRemedy(timing, schedule) };
  const silent = set.tasks.filter(({ wcetNs }) => wcetNs === null);
  const [first] = silent;
  if (first) {
    const names = listNames(silent.map(({ task }) => task.name));
    return {
      remedy: `State the WCET of ${names} for the type of this core.`,
      field: fieldOfTask(first.task, 'wcetNs'),
    };
  }
  const lower = 'move a task of this core to another one, shorten a WCET, or lengthen a period';
  const more = moreSupply(schedule);
  return { remedy: sentence(more === null ? lower : `${more}; or ${lower}`) };
}

/** Tasks of a chain that have no bounded response time anywhere. */
function unboundedTasks(chain: Chain, { schedules }: SchedulabilityFacts): readonly string[] {
  const names = new Map<string, string>();
  for (const { timings } of schedules) {
    for (const { of, responseTimeNs } of timings) {
      if (responseTimeNs === null && chain.taskIds.includes(of.task.id)) {
        names.set(of.task.id, of.task.name);
      }
    }
  }
  return [...names.values()];
}

/**
 * @param chain a chain later than allowed, or of unknown latency
 * @param isBounded whether some theory bounds its latency
 * @param schedulability the response times of the layout
 * @returns what would shorten the latency; where there is none, what keeps it from being bounded
 * @cost linear in the tasks of the layout
 */
export function chainRemedy(
  chain: Chain,
  isBounded: boolean,
  schedulability: SchedulabilityFacts,
): string {
  const unbounded = isBounded ? [] : unboundedTasks(chain, schedulability);
  if (unbounded.length > 0) {
    return `Bound the response time of ${listNames(unbounded)} first: RT-1 says what keeps ${unbounded.length === 1 ? 'it' : 'them'} from it.`;
  }
  if (!isBounded) {
    return 'State what the theories ask for: the Chains view says of each what it lacks.';
  }
  const shorter = 'Shorten periods or response times along the chain';
  return chain.communication === 'let'
    ? `${shorter}: under logical execution time only periods and offsets count.`
    : `${shorter}, put its tasks on one core in the order of their priorities, or use logical execution time.`;
}
