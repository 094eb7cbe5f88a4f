/** What may be said beside tasks whose activation is only stated, because what activates them is not followed. */
import { MOST_OF_A_JOB, rateWords, type JobRate } from '../cpu/activation-rates.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import { listNames } from '../wording.ts';
import type { SetTask } from './task-set.ts';
import { unknownTiming, type TaskTiming } from './task-timing.ts';

/** Whether what activates it, by the rates that the plan states, comes more often than the task states. */
function comesMoreOften({ load: { rate }, task }: SetTask): boolean {
  if (rate === null || typeof rate === 'string' || !rate.byEvents) return false;
  const jobs = ({ numerator, denominator }: JobRate['most']) =>
    (Number(numerator) / Number(denominator)) * task.periodNs;
  // Where several receivers share the messages, nobody says that one of them gets them all.
  return rate.least.numerator > 0n && jobs(rate.most) > MOST_OF_A_JOB;
}

function rateOf({ load: { rate } }: SetTask): string {
  return rate === null || typeof rate === 'string' ? '' : `${rateWords(rate)}, `;
}

/**
 * A stated distance of activations is no more than that: the task may come less often, and then it causes no miss; and where the plan's
 * own rates say that it comes more often, nothing is proven beside it.
 *
 * @param timings of one kernel on one core, taking the stated activations for true
 * @param stated the tasks of which only they are known
 * @param without the same without these tasks: a release pattern in which they never come
 * @returns the same; misses only where they are proven without these tasks, and deadlines only where no rate contradicts
 * @cost linear; `without` once where there are such tasks beside a miss
 * @rules SCHED-29
 */
export function besideStated(
  timings: readonly TaskTiming[],
  stated: ReadonlyMap<Load, string>,
  without: (tasks: readonly SetTask[]) => readonly TaskTiming[],
): readonly TaskTiming[] {
  const kept = timings.flatMap(({ of }) => (stated.has(of.load) ? [of] : []));
  if (kept.length === 0) return timings;
  const names = listNames(kept.map(({ task }) => task.name));
  const contradicted = kept.find(comesMoreOften);
  let alone: ReadonlyMap<Load, TaskTiming> | null = null;
  const missAlone = (load: Load): TaskTiming | null => {
    if (stated.has(load)) return null;
    alone ??= new Map(
      without(timings.flatMap(({ of }) => (stated.has(of.load) ? [] : [of]))).map((timing) => [
        timing.of.load,
        timing,
      ]),
    );
    const timing = alone.get(load);
    return timing?.verdict === 'proven-miss' ? timing : null;
  };
  return timings.map((timing) => {
    const { of, verdict, assumptions } = timing;
    if (verdict === 'proven-ok' && contradicted) {
      const reason = `"${contradicted.task.name}" is activated ${rateOf(contradicted)}more often than it states, and how late is not known: ${stated.get(contradicted.load)}`;
      return unknownTiming(of, reason, assumptions);
    }
    if (verdict !== 'proven-miss') return timing;
    const miss = missAlone(of.load);
    if (miss) return { ...timing, reason: miss.reason };
    const reason = `it may miss where ${names} ${kept.length === 1 ? 'comes' : 'come'} as often as stated, and nobody knows whether that happens: ${stated.get(kept[0]?.load ?? of.load)}`;
    return {
      ...timing,
      verdict: 'unknown' as const,
      bound: timing.bound && ('sufficient' as const),
      reason,
    };
  });
}
