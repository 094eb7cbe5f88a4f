/** What response times assume of tasks that events activate. */
import { formatNs } from '../../model/units.ts';
import type { MessageRelease } from './activations.ts';
import { MOST_PERIODS, type SettledActivations } from './message-releases.ts';
import type { TaskSet } from './task-set.ts';

function followedWords(name: string, { activation, jitterNs, periodNs }: MessageRelease): string {
  const late = Number.isFinite(jitterNs) ? `up to ${formatNs(jitterNs)} late` : 'any time late';
  return `each end of "${activation.from.task.name}" activates "${name}" once over "${activation.link.name}", and nothing else does: every ${formatNs(periodNs)}, ${late}`;
}

/**
 * @param set tasks of one kernel on one core
 * @param activations of the layout
 * @returns a sentence for each of them that an event activates; nothing where none does
 */
export function activationAssumptions(
  { tasks }: TaskSet,
  { releases, stated }: SettledActivations,
): readonly string[] {
  if (releases.size === 0 && stated.size === 0) return [];
  return tasks.flatMap(({ load, task }) => {
    const release = releases.get(load);
    if (release) return followedWords(task.name, release);
    const reason = stated.get(load);
    return reason === undefined
      ? []
      : `"${task.name}" is activated as it states, whatever activates it: ${reason}`;
  });
}

/**
 * @param name of a task
 * @returns that nobody knows how late its messages come
 */
export function unsettledWords(name: string): string {
  return `when messages activate "${name}" did not converge within ${MOST_PERIODS} periods: its lateness feeds itself over several cores`;
}
