/** How often jobs of a task come, in the numbers of the theories. */
import { term, timesRatio, type Term } from '../cpu/exact-sum.ts';
import type { SpacedTask } from '../timing/chains/activation-responses.ts';
import type { EventSource } from '../timing/chains/event-streams.ts';
import { streamsOf, type MessageRelease, type MessageStream } from './activations.ts';
import type { SetTask } from './task-set.ts';

/**
 * @param of a task
 * @returns the time that it asks for in the long run, of one core; null: its WCET or how often it runs is unknown
 */
export function longRunDemand({ wcetNs, instances, load, overhead }: SetTask): Term | null {
  const { rate } = load;
  if (wcetNs === null || rate === null || typeof rate === 'string') return null;
  const alone = timesRatio(term([wcetNs, instances], []), rate.most);
  if (overhead === null) return alone;
  const [numerator, denominator] = overhead;
  return timesRatio(alone, { numerator, denominator });
}

function sourcesOf(release: MessageRelease, latencyNs: number): readonly EventSource[] {
  const bySender = Map.groupBy(streamsOf(release), ({ activation }) => activation);
  return [...bySender].map(([{ from }, streams]) => ({
    streams: streams.map(({ periodNs: period, jitterNs, before }) => ({
      ...{ period, jitter: jitterNs + latencyNs, copies: before?.copies ?? 1 },
    })),
    separation: Math.max(0, (streams[0]?.separationNs ?? 0) - latencyNs),
    senders: from.instances,
  }));
}

/**
 * @param of a task
 * @param release how messages activate it; null: as it states
 * @returns period, jitter and least distance of its jobs as the scheduler learns of them; of several streams the latest jitter, and what they add up to
 */
export function arrivalsOf(
  { task, latencyNs }: SetTask,
  release: MessageRelease | null,
): Pick<SpacedTask, 'period' | 'jitter' | 'separation' | 'sources'> {
  if (!release) return { period: task.periodNs, jitter: task.jitterNs + latencyNs, separation: 0 };
  const { periodNs: period, jitterNs, separationNs, others, copies } = release;
  const separation = Math.max(0, separationNs - latencyNs);
  if (others.length === 0 && copies === 1)
    return { period, jitter: jitterNs + latencyNs, separation };
  const streams = streamsOf(release);
  return {
    period: Math.min(...streams.map(({ periodNs }) => periodNs)),
    jitter: Math.max(...streams.map((stream) => stream.jitterNs)) + latencyNs,
    separation: 0,
    sources: sourcesOf(release, latencyNs),
  };
}

/**
 * @param release how messages activate a task
 * @returns whether it is known how late each of them comes
 */
export function isSettled(release: MessageRelease): boolean {
  const isFinite = ({ jitterNs }: MessageStream) => Number.isFinite(jitterNs);
  return isFinite(release) && release.others.every(isFinite);
}
