/**
 * Response times where the end of one job activates another: the variation of the first is the jitter of the second.
 *
 * @source Tindell, Clark, Microprocessing and Microprogramming 40, 1994 (holistic analysis); Palencia, Gutiérrez, González Harbour,
 *   Euromicro Workshop on Real-Time Systems 1998 (best cases); compositional form as in pyCPA 1.2
 */
import type { ResponseBound, TimingTask } from '../timing-task.ts';
import { LARGEST_TIME } from '../whole-numbers.ts';
import type { SpacedTask } from './activation-responses.ts';

/** A task of a system in which some activate others. `jitter` is that of its own releases; where a message activates it, the least. */
export interface MessageTask extends TimingTask {
  /** Shortest execution time; 0 where nobody knows. */
  readonly bcet: number;
  readonly activation: {
    /** Place of the task whose every end activates this one; both have one period. */
    readonly by: number;
    /** From that end until this task is ready. */
    readonly leastNotification: number;
    readonly mostNotification: number;
  } | null;
}

/** What serves some of the tasks, and the theory of its response times; any that never shortens a response for more jitter. */
export interface MessageResource {
  /** Places of its tasks, in the order in which `respond` wants them: the highest priority first. */
  readonly tasks: readonly number[];
  readonly respond: (tasks: readonly SpacedTask[]) => readonly ResponseBound[];
}

/** Answer for one task. Its nominal release is that of its activator, and the least time until its message, later. */
export interface MessageResponse {
  /** From its own nominal release; null: unknown, as what activates it has no bound or the jitters did not settle. */
  readonly bound: ResponseBound | null;
  readonly jitter: number | null;
  readonly separation: number;
  /** From the nominal release of the task that starts the run of messages, until the end of this one; null without a bound. */
  readonly latency: number | null;
}

/** Rounds of all resources; a chain of n tasks without a cycle among resources needs n, and a cycle may never settle. */
export const MOST_ROUNDS = 1000;

type Bounds = (ResponseBound | null)[];

function responseOf(bound: ResponseBound | null | undefined): number | null {
  return bound?.kind === 'bounded' ? bound.responseTime : null;
}

/** J = R - bcet of the activator and the variation of the notification, and no less than its own; null without R. */
function jitterOf(
  { jitter, activation }: MessageTask,
  tasks: readonly MessageTask[],
  bounds: Bounds,
): number | null {
  if (activation === null) return jitter;
  const response = responseOf(bounds[activation.by]);
  if (response === null) return null;
  const { leastNotification, mostNotification } = activation;
  const { bcet } = tasks[activation.by] as MessageTask;
  return Math.max(jitter, response - bcet + mostNotification - leastNotification);
}

/** Two ends of one task are at least its shortest execution apart; a late notification brings them closer. */
function separationOf({ activation }: MessageTask, tasks: readonly MessageTask[]): number {
  if (activation === null) return 0;
  const variation = activation.mostNotification - activation.leastNotification;
  return Math.max(0, (tasks[activation.by] as MessageTask).bcet - variation);
}

/** Least time from the nominal release of the run's first task to this one's; null where tasks activate each other in a circle. */
function leastDelay(tasks: readonly MessageTask[], at: number): number | null {
  let delay = 0;
  let task = tasks[at];
  for (let hop = 0; hop <= tasks.length; hop += 1) {
    if (!task?.activation) return delay;
    const producer = tasks[task.activation.by];
    delay += task.activation.leastNotification + (producer?.bcet ?? 0);
    task = producer;
  }
  return null;
}

/** One round: every resource with the jitters of the round before. */
function respondOnce(
  tasks: readonly MessageTask[],
  resources: readonly MessageResource[],
  jitters: readonly (number | null)[],
): Bounds {
  const bounds: Bounds = tasks.map(() => null);
  for (const resource of resources) {
    const spaced = resource.tasks.map((at) => {
      const task = tasks[at] as MessageTask;
      return { ...task, jitter: jitters[at] ?? Infinity, separation: separationOf(task, tasks) };
    });
    // A jitter that nobody knows may delay everything on the resource.
    if (spaced.some(({ jitter }) => jitter > LARGEST_TIME)) continue;
    const answers = resource.respond(spaced);
    for (const [index, at] of resource.tasks.entries()) bounds[at] = answers[index] ?? null;
  }
  return bounds;
}

/**
 * J_(i+1) = R_i - bcet_i + variation of the notification, from the least jitters until none changes: the least fixed point.
 *
 * @param tasks all tasks of the system; times as in `TimingTask`
 * @param resources every task is on exactly one
 * @param rounds bounds the work
 * @returns one answer per task, in the order of `tasks`
 * @cost rounds times the analyses of all resources
 */
export function propagateJitter(
  tasks: readonly MessageTask[],
  resources: readonly MessageResource[],
  rounds = MOST_ROUNDS,
): readonly MessageResponse[] {
  let jitters: readonly (number | null)[] = tasks.map(({ jitter }) => jitter);
  let bounds = respondOnce(tasks, resources, jitters);
  let settled = false;
  for (let round = 0; !settled && round < rounds; round += 1) {
    const next = tasks.map((task) => jitterOf(task, tasks, bounds));
    settled = next.every((jitter, at) => jitter === jitters[at]);
    if (!settled) bounds = respondOnce(tasks, resources, next);
    jitters = next;
  }
  return tasks.map((task, at) => {
    const known = settled && (jitters[at] ?? null) !== null;
    const bound = known ? (bounds[at] ?? null) : null;
    const [response, delay] = [responseOf(bound), leastDelay(tasks, at)];
    return {
      bound,
      jitter: known ? (jitters[at] ?? null) : null,
      separation: separationOf(task, tasks),
      latency: response === null || delay === null ? null : response + delay,
    };
  });
}
