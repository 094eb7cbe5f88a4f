/** What response times assume of tasks that events activate. */
import type { Task } from '../../model/application.ts';
import { formatNs } from '../../model/units.ts';
import { streamsOf, type MessageRelease, type MessageStream } from './activations.ts';
import { MOST_PERIODS, type SettledActivations } from './message-releases.ts';
import type { TaskSet } from './task-set.ts';
import type { Unstated } from './unstated.ts';

const lateWords = (jitterNs: number) =>
  Number.isFinite(jitterNs) ? `up to ${formatNs(jitterNs)} late` : 'any time late';

const senderWords = ({ activation: { from } }: MessageStream) =>
  `each end of ${from.instances > 1 ? `${from.instances} instances of ` : ''}"${from.task.name}"`;

/** What several messages in each period come from is said of their senders. */
const everyWords = ({ periodNs, copies }: MessageStream) =>
  `${copies > 1 ? `${copies} times ` : ''}every ${formatNs(periodNs)}`;

function followedWords({ name, jitterNs: own }: Task, release: MessageRelease): string {
  const { activation, jitterNs } = release;
  const stated =
    own > 0
      ? `; its stated jitter of ${formatNs(own)} is that of its activations, no delay after a message`
      : '';
  if (release.others.length === 0) {
    return `${senderWords(release)} activates "${name}" once over "${activation.link.name}", and nothing else does: ${everyWords(release)}, ${lateWords(jitterNs)}${stated}`;
  }
  const each = streamsOf(release).map(
    (stream) =>
      `${senderWords(stream)} over "${stream.activation.link.name}" ${everyWords(stream)}, ${lateWords(stream.jitterNs)}`,
  );
  return `each of these activates "${name}" once, and nothing else does, whichever comes first: ${each.join('; ')}${stated}`;
}

/**
 * @param set tasks of one kernel on one core
 * @param activations of the layout
 * @returns a sentence for each of them that an event activates and that can be followed; nothing where none does
 */
export function activationAssumptions(
  { tasks }: TaskSet,
  { releases }: SettledActivations,
): readonly string[] {
  if (releases.size === 0) return [];
  return tasks.flatMap(({ load, task }) => {
    const release = releases.get(load);
    return release ? followedWords(task, release) : [];
  });
}

/**
 * @param set tasks of one kernel on one core
 * @param activations of the layout
 * @returns what is taken for each of them whose activation by an event cannot be followed
 */
export function unfollowed(
  { tasks }: TaskSet,
  { releases, stated }: SettledActivations,
): readonly Unstated[] {
  if (stated.size === 0) return [];
  return tasks.flatMap(({ load, task }): readonly Unstated[] => {
    const reason = releases.has(load) ? undefined : stated.get(load);
    if (reason === undefined) return [];
    const words = `"${task.name}" is activated as it states, whatever activates it: ${reason}`;
    return [{ kind: 'activation', words }];
  });
}

/**
 * @param name of a task
 * @returns that nobody knows how late its messages come
 */
export function unsettledWords(name: string): string {
  return `when messages activate "${name}" did not converge within ${MOST_PERIODS} periods: its lateness feeds itself`;
}
