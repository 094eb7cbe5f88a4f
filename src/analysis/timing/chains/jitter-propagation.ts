/**
 * Response times where the end of one job activates another: the variation of the first is the jitter of the second.
 *
 * @source Tindell, Clark, Microprocessing and Microprogramming 40, 1994 (holistic analysis); Palencia, Gutiérrez, González Harbour,
 *   Euromicro Workshop on Real-Time Systems 1998 (best cases); compositional form as in pyCPA 1.2; several activators as in
 *   `event-streams.ts`
 */
import type { ActivationResponse, TimingTask } from '../timing-task.ts';
import { LARGEST_TIME } from '../whole-numbers.ts';
import type { SpacedTask } from './activation-responses.ts';
import type { EventSource } from './event-streams.ts';

/** A task whose every end activates another. */
export interface Activator {
  /** Its place. */
  readonly by: number;
  /** From that end until the other is ready. */
  readonly leastNotification: number;
  readonly mostNotification: number;
  /** How many alike send, each on its own; 1 where it is absent. */
  readonly senders?: number;
}

/** A task of a system in which some activate others. `jitter` is that of its own releases; where messages activate it, the least. */
export interface MessageTask extends TimingTask {
  /** Shortest execution time; 0 where nobody knows. */
  readonly bcet: number;
  /** Each of them activates it, and nothing else; none: it is released by time. */
  readonly activators: readonly Activator[];
}

/** Response times of one task: theories that do not count from activation give those from the nominal release. */
export type MessageBound =
  | { readonly kind: 'bounded'; readonly responseTime: number; readonly fromActivation?: number }
  | Exclude<ActivationResponse, { kind: 'bounded' }>;

/** What serves some of the tasks, and the theory of its response times; any that never shortens a response for more jitter. */
export interface MessageResource {
  /** Places of its tasks, in the order in which `respond` wants them: the highest priority first. */
  readonly tasks: readonly number[];
  readonly respond: (tasks: readonly SpacedTask[]) => readonly MessageBound[];
}

/** One run of messages, from the task with which it begins. Its nominal releases are those of that task, and `delay` later. */
export interface MessageRun {
  readonly period: number;
  /** Latest activation after the nominal release. */
  readonly jitter: number;
  /** Least time from the release of the run's first task to the activation. */
  readonly delay: number;
  /** Least distance of two activations by the same activator. */
  readonly separation: number;
}

/** Answer for one task. */
export interface MessageResponse {
  /** Null: unknown, as what activates it has no bound or the jitters did not settle. */
  readonly bound: MessageBound | null;
  /** What activates it: for each activator every run that goes on over it. One for a task that time releases. Null as `bound`. */
  readonly runs: readonly MessageRun[] | null;
  /** Of its only run: from the release with which that begins until the end of this task; null without a bound, and of several. */
  readonly latency: number | null;
}

/** Rounds of all resources; a chain of n tasks without a cycle among resources needs n, and a cycle may never settle. */
export const MOST_ROUNDS = 1000;

/** A run while jitters change. */
interface Run {
  readonly task: number;
  readonly activator: Activator | null;
  /** The run of the activator that goes on here; null: time releases this task. */
  readonly before: Run | null;
  readonly period: number;
  readonly delay: number;
  readonly separation: number;
  /** Messages in each period: those of each sender alike, for each that activates them. */
  readonly copies: number;
  /** Null: unknown. */
  jitter: number | null;
}

/** Of a task that time releases. */
const FROM_TIME = { activator: null, before: null, delay: 0, separation: 0, copies: 1 } as const;

/** Whether a task runs once in each period of one run. */
const isAlone = ([only, another]: readonly Run[]) => only?.copies === 1 && another === undefined;

/** The system while jitters change. */
class Propagation {
  readonly tasks: readonly MessageTask[];
  readonly runsOf: (readonly Run[])[];
  readonly bounds: (MessageBound | null)[];
  /** Runs that go on from each task. */
  readonly #after: Run[][];
  readonly #resourceOf = new Map<number, MessageResource>();

  constructor(tasks: readonly MessageTask[], resources: readonly MessageResource[]) {
    this.tasks = tasks;
    this.bounds = tasks.map(() => null);
    this.runsOf = tasks.map(() => []);
    this.#after = tasks.map(() => []);
    for (const at of inOrder(tasks)) this.runsOf[at] = this.#runsTo(at);
    for (const resource of resources)
      for (const at of resource.tasks) this.#resourceOf.set(at, resource);
  }

  #runsTo(at: number): readonly Run[] {
    const { period, jitter, activators } = this.tasks[at] as MessageTask;
    if (activators.length === 0) return [{ ...FROM_TIME, task: at, period, jitter }];
    return activators.flatMap((activator) => {
      const { by, leastNotification, mostNotification } = activator;
      const { bcet } = this.tasks[by] as MessageTask;
      // Two ends of one task are at least its shortest execution apart; a late notification brings them closer.
      const separation = Math.max(0, bcet - (mostNotification - leastNotification));
      return (this.runsOf[by] ?? []).map((before): Run => {
        const delay = before.delay + bcet + leastNotification;
        const run = {
          task: at,
          activator,
          before,
          period: before.period,
          delay,
          separation,
          copies: before.copies * (activator.senders ?? 1),
          jitter,
        };
        this.#after[by]?.push(run);
        return run;
      });
    });
  }

  /** A task as its resource sees it: one run with its period, several as what they add up to. */
  #spaced(at: number): SpacedTask {
    const task = this.tasks[at] as MessageTask;
    const runs = this.runsOf[at] ?? [];
    const [only] = runs;
    if (only && isAlone(runs)) {
      return { ...task, jitter: only.jitter ?? Infinity, separation: only.separation };
    }
    const sources = [...Map.groupBy(runs, ({ activator }) => activator)].map(
      ([activator, streams]): EventSource => ({
        streams: streams.map(({ period, jitter, before }) => ({
          period,
          jitter: jitter ?? Infinity,
          copies: before?.copies ?? 1,
        })),
        separation: streams[0]?.separation ?? 0,
        senders: activator?.senders ?? 1,
      }),
    );
    const jitters = runs.map(({ jitter }) => jitter ?? Infinity);
    // Circles have no runs: nothing begins them.
    const jitter = runs.length === 0 ? Infinity : Math.max(...jitters);
    return { ...task, jitter, separation: 0, sources };
  }

  /** J = R - bcet of the activator and the variation of the notification, and no less than its own; null without R. */
  #jitterOf({ task, activator, before }: Run): number | null {
    const own = (this.tasks[task] as MessageTask).jitter;
    if (!activator || !before) return own;
    const { by, leastNotification, mostNotification } = activator;
    const bound = this.bounds[by];
    if (bound?.kind !== 'bounded' || before.jitter === null) return null;
    const { bcet } = this.tasks[by] as MessageTask;
    const response = isAlone(this.runsOf[by] ?? [])
      ? bound.responseTime
      : before.jitter + (bound.fromActivation ?? bound.responseTime);
    return Math.max(own, response - bcet + mostNotification - leastNotification);
  }

  /** @returns resources of tasks that are activated earlier or later than before */
  respond(resource: MessageResource): ReadonlySet<MessageResource> {
    const spaced = resource.tasks.map((at) => this.#spaced(at));
    // A jitter that nobody knows may delay everything on the resource.
    const isKnown = spaced.every(({ jitter }) => jitter <= LARGEST_TIME);
    const answers = isKnown ? resource.respond(spaced) : [];
    const changed = new Set<MessageResource>();
    for (const [index, at] of resource.tasks.entries()) {
      this.bounds[at] = answers[index] ?? null;
      for (const run of this.#after[at] ?? []) {
        const jitter = this.#jitterOf(run);
        const to = this.#resourceOf.get(run.task);
        if (jitter === run.jitter) continue;
        run.jitter = jitter;
        if (to) changed.add(to);
      }
    }
    return changed;
  }
}

/** Places of tasks, activators before those that they activate; circles, and what they lead to, are left out. */
function inOrder(tasks: readonly MessageTask[]): readonly number[] {
  const after = tasks.map((): number[] => []);
  const open = tasks.map(({ activators }, at) => {
    for (const { by } of activators) after[by]?.push(at);
    return activators.length;
  });
  const order = [...tasks.keys()].filter((at) => open[at] === 0);
  for (const at of order) {
    for (const next of after[at] ?? []) {
      open[next] = (open[next] ?? 0) - 1;
      if (open[next] === 0) order.push(next);
    }
  }
  return order;
}

/**
 * J_(i+1) = R_i - bcet_i + variation of the notification, from the least jitters until none changes: the least fixed point. Where
 * several runs activate i, a job of one of them ends J_i of that run + R_i from activation after its nominal release.
 *
 * @param tasks all tasks of the system; times as in `TimingTask`
 * @param resources every task is on exactly one
 * @param rounds bounds the work: so many analyses of each resource on average
 * @returns one answer per task, in the order of `tasks`
 * @cost analyses of resources whose tasks are activated differently than before, and runs of the tasks on them
 */
export function propagateJitter(
  tasks: readonly MessageTask[],
  resources: readonly MessageResource[],
  rounds = MOST_ROUNDS,
): readonly MessageResponse[] {
  const system = new Propagation(tasks, resources);
  const open = new Set(resources);
  let left = rounds * resources.length;
  for (const resource of open) {
    if ((left -= 1) < 0) break;
    open.delete(resource);
    for (const next of system.respond(resource)) open.add(next);
  }
  const settled = open.size === 0;
  return tasks.map((_, at) => {
    const runs = system.runsOf[at] ?? [];
    const isKnown = settled && runs.length > 0 && runs.every(({ jitter }) => jitter !== null);
    const bound = isKnown ? (system.bounds[at] ?? null) : null;
    const [only] = runs;
    return {
      bound,
      runs: isKnown
        ? runs.map(({ period, jitter, delay, separation }) => ({
            ...{ period, jitter: jitter ?? Infinity, delay, separation },
          }))
        : null,
      latency:
        bound?.kind === 'bounded' && only && isAlone(runs) ? bound.responseTime + only.delay : null,
    };
  });
}
