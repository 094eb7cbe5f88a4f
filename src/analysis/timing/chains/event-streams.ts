/**
 * How often events of several senders may come together: OR activation, each event activates once.
 *
 * @source Richter, "Compositional Scheduling Analysis Using Standard Event Models", TU Braunschweig 2005 (standard event models);
 *   Jersak, "Compositional Performance Analysis for Complex Embedded Applications", TU Braunschweig 2005, section 4.2 (OR
 *   activation: the sum of the arrival functions)
 */
import { ceilDivide, LARGEST_TIME } from '../whole-numbers.ts';

/** At most ceil((w + J) / T) events in an interval of length w > 0, so many times. */
export interface EventStream {
  readonly period: number;
  readonly jitter: number;
  /** How many come in each period: more than one where what activates the sender has several senders. */
  readonly copies: number;
}

/** Events of one sender, which sends one at each end of a job whatever activated that. */
export interface EventSource {
  readonly streams: readonly EventStream[];
  /** Least distance of two of its events; 0: none is known. */
  readonly separation: number;
  /** Senders that are alike, each on its own. */
  readonly senders: number;
}

/**
 * @param sources that activate one task
 * @param window length of an interval, above 0
 * @returns the most events in it: the sum over senders of min(sum of copies of ceil((w + J) / T), ceil(w / d))
 * @cost O(streams)
 */
export function mostEvents(sources: readonly EventSource[], window: number): number {
  let events = 0;
  for (const { streams, separation, senders } of sources) {
    let own = 0;
    for (const { period, jitter, copies } of streams) {
      own += copies * ceilDivide(window + jitter, period);
    }
    if (separation > 0) own = Math.min(own, ceilDivide(window, separation));
    events += senders * own;
  }
  return events;
}

/**
 * @param sources that activate one task
 * @param events how many, 1 or more
 * @param from a span that is no longer than the answer; 0 where none is known
 * @returns least whole distance from the first to the last of so many events, or the largest exact number where it is beyond
 * @cost O(streams) for each bit of the answer
 */
export function leastSpan(sources: readonly EventSource[], events: number, from = 0): number {
  let most = LARGEST_TIME;
  for (const { streams, separation } of sources) {
    for (const { period, jitter } of streams) {
      const alone = Math.max((events - 1) * period - jitter, (events - 1) * separation);
      most = Math.min(most, Math.max(0, alone));
    }
  }
  let least = from;
  while (least < most) {
    const middle = least + Math.floor((most - least) / 2);
    if (mostEvents(sources, middle + 1) >= events) most = middle;
    else least = middle + 1;
  }
  return least;
}

/**
 * @param sources that activate one task
 * @returns all their streams, without least distances: what theories of periods with jitter take for as many tasks
 * @cost O(streams)
 */
export function allStreams(sources: readonly EventSource[]): readonly EventStream[] {
  return sources.flatMap(({ streams, senders }) =>
    streams.map((stream) => ({ ...stream, copies: stream.copies * senders })),
  );
}
