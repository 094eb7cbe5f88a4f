/** What response times assume of tasks that events activate. */
import type { Task } from '../../model/application.ts';
import { formatNs } from '../../model/units.ts';
import type { MessageRelease } from './activations.ts';
import { MOST_PERIODS, type SettledActivations } from './message-releases.ts';
import type { TaskSet } from './task-set.ts';
import type { Unstated } from './unstated.ts';

function followedWords(
  { name, jitterNs: own }: Task,
  { activation, jitterNs, periodNs }: MessageRelease,
): string {
  const late = Number.isFinite(jitterNs) ? `up to ${formatNs(jitterNs)} late` : 'any time late';
  const stated =
    own > 0
      ? `; its stated jitter of ${formatNs(own)} is that of its activations, no delay after a message`
      : '';
  return `each end of "${activation.from.task.name}" activates "${name}" once over "${activation.link.name}", and nothing else does: every ${formatNs(periodNs)}, ${late}${stated}`;
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
  return `when messages activate "${name}" did not converge within ${MOST_PERIODS} periods: its lateness feeds itself over several cores`;
}
