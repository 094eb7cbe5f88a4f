/** What response times rest on because those of senders do: how late a message comes is the response time of who sends it. */
import type { Load } from '../cpu/cpu-facts.ts';
import { streamsOf, type MessageReleases } from './activations.ts';
import type { InterferedTiming } from './interference-bounds.ts';
import type { Answered } from './memory-aware.ts';
import { restingOn } from './task-timing.ts';
import type { Unstated } from './unstated.ts';

/** The answers of those who send to the tasks of a set. */
function sendersTo<T extends Answered>(
  { timings }: T,
  releases: MessageReleases,
  answerOf: ReadonlyMap<Load, readonly [T, InterferedTiming]>,
): readonly (readonly [T, InterferedTiming])[] {
  const senders = timings.flatMap(({ of }) => {
    const release = releases.get(of.load);
    return release ? streamsOf(release).map(({ activation }) => activation.from.load) : [];
  });
  return [...new Set(senders)].flatMap((load) => {
    const found = answerOf.get(load);
    return found ? [found] : [];
  });
}

/** What nobody states of a set, in words for those to whom it sends; what runs nowhere is open for every set. */
function passedOn({ set: { host, core }, timings }: Answered): readonly Unstated[] {
  const own = new Map(
    timings.flatMap(({ unstated }) => unstated.map((each) => [each.words, each])),
  );
  const passed = [...own.values()].filter(({ kind }) => kind !== 'placement');
  return passed.map((each) => ({
    ...each,
    at: each.at ?? host,
    words: `in "${host.name}" on ${core.core.name}, from where messages come: ${each.words}`,
  }));
}

/** What one set rests on besides its own. */
interface Conditions {
  readonly unstated: readonly Unstated[];
  readonly phases: readonly string[];
}

/** Of all sets from which messages come, over however many cores. */
function conditionsOf<T extends Answered>(
  own: T,
  sendersOf: ReadonlyMap<T, readonly (readonly [T, InterferedTiming])[]>,
): Conditions {
  const reached = new Set([own]);
  const phases = new Set<string>();
  for (const each of reached) {
    for (const [from, timing] of sendersOf.get(each) ?? []) {
      for (const phase of timing.phases) phases.add(phase);
      reached.add(from);
    }
  }
  reached.delete(own);
  return { unstated: [...reached].flatMap(passedOn), phases: [...phases] };
}

/**
 * @param schedules all that is answered, each by what its own kernel and core leave open
 * @param releases when messages activate tasks
 * @returns the same; where messages come from elsewhere, resting on what the responses of their senders rest on, too. A proven miss
 *   rests on none of them: no message counts in it
 * @cost nothing without messages; else linear in tasks and streams, and the sets from which messages come to each set
 * @rules SCHED-28
 */
export function withSenders<T extends Answered>(
  schedules: readonly T[],
  releases: MessageReleases,
): readonly T[] {
  if (releases.size === 0) return schedules;
  const answerOf = new Map(
    schedules.flatMap((each) =>
      each.timings.map((timing) => [timing.of.load, [each, timing] as const] as const),
    ),
  );
  const sendersOf = new Map(schedules.map((each) => [each, sendersTo(each, releases, answerOf)]));
  return schedules.map((each) => {
    const { unstated, phases } = conditionsOf(each, sendersOf);
    if (unstated.length === 0 && phases.length === 0) return each;
    const timings = each.timings.map((timing): InterferedTiming => {
      if (timing.responseTimeNs === null || timing.verdict === 'proven-miss') return timing;
      const words = [...unstated.map((one) => one.words), ...phases];
      return {
        ...timing,
        ...restingOn(timing, [...timing.unstated, ...unstated]),
        phases: [...new Set([...timing.phases, ...phases])],
        assumptions: [...new Set([...timing.assumptions, ...words])],
      };
    });
    return { ...each, timings };
  });
}
