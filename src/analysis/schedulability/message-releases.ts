/** When messages activate tasks: the jitter that spreads from sender to receiver, settled over all cores that it crosses. */
import type { Load } from '../cpu/cpu-facts.ts';
import type { SpacedTask } from '../timing/chains/activation-responses.ts';
import {
  propagateJitter,
  type MessageBound,
  type MessageResource,
  type MessageTask,
} from '../timing/chains/jitter-propagation.ts';
import {
  streamsOf,
  type Activation,
  type Activations,
  type MessageRelease,
  type MessageReleases,
  type MessageStream,
} from './activations.ts';
import type { LockingSet } from './locking.ts';
import type { SetTask } from './task-set.ts';
import type { TaskTiming } from './task-timing.ts';

/** All that is known of activations, once the responses of their senders are. */
export interface SettledActivations {
  readonly releases: MessageReleases;
  /** Tasks that keep the activation that they state, and why what activates them is not followed. */
  readonly stated: ReadonlyMap<Load, string>;
}

/** Response times of one set, given when messages arrive. */
export type Respond = (setting: LockingSet, releases: MessageReleases) => readonly TaskTiming[];

/** Lateness beyond so many periods, and what is stated of it, is not followed: where it feeds itself it grows without end. */
export const MOST_PERIODS = 16;

/** Task analyses of one group, so that an edit is answered while the user waits; a few rounds in any case. */
const MOST_ANALYSES = 20_000;
const [LEAST_ROUNDS, MOST_ROUNDS] = [8, 200];

type ByLoad = ReadonlyMap<Load, readonly Activation[]>;

/** The streams that go on from the sender. */
function streamsOver(
  load: Load,
  activation: Activation,
  before: readonly (MessageStream | null)[],
): readonly MessageStream[] {
  const { from, notification } = activation;
  return before.map((stream) => {
    const root = stream?.root ?? from;
    return {
      activation,
      before: stream,
      root,
      periodNs: root.task.periodNs,
      jitterNs: load.task?.jitterNs ?? 0,
      separationNs: Math.max(0, from.bcetNs - (notification.mostNs - notification.leastNs)),
      delayNs: (stream?.delayNs ?? 0) + from.bcetNs + notification.leastNs,
      copies: (stream?.copies ?? 1) * from.instances,
    };
  });
}

/** Releases as they are while every sender takes no longer than at best; `activations`: senders before receivers. */
function earliestReleases(activations: ByLoad): MessageReleases {
  const releases = new Map<Load, MessageRelease>();
  for (const [load, each] of activations) {
    const [first, ...others] = each.flatMap((activation) => {
      const sender = releases.get(activation.from.load);
      return streamsOver(load, activation, sender ? streamsOf(sender) : [null]);
    });
    if (first) releases.set(load, { ...first, others });
  }
  return releases;
}

/** Sets that messages go between, directly or over others: each group is settled by itself. */
function groupsOf(
  settings: readonly LockingSet[],
  activations: ByLoad,
): readonly (readonly LockingSet[])[] {
  const groupOf = new Map<LockingSet, Set<LockingSet>>();
  const settingOf = new Map<Load, LockingSet>();
  for (const setting of settings) {
    for (const { load } of setting.set.tasks) settingOf.set(load, setting);
  }
  for (const [load, each] of activations) {
    for (const { from } of each) {
      const [to, by] = [settingOf.get(load), settingOf.get(from.load)];
      if (!to || !by) continue;
      const [kept, other] = [groupOf.get(to) ?? new Set([to]), groupOf.get(by) ?? new Set([by])];
      if (groupOf.has(to) && kept === other) continue;
      for (const one of other) kept.add(one);
      for (const one of kept) groupOf.set(one, kept);
    }
  }
  return [...new Set(groupOf.values())].map((group) => [...group]);
}

/**
 * Leaves out what a sender without a bound activates: even where all messages come as early as they can, nobody knows how late.
 * Where the sender has a bound only because its receivers are left out, its messages overload it: they are followed, without bound.
 */
function followable(
  group: readonly LockingSet[],
  activations: Map<Load, readonly Activation[]>,
  stated: Map<Load, string>,
  respond: Respond,
): void {
  const all = new Map(activations);
  const leftOut = new Map<Load, Load>();
  for (let again = true; again;) {
    again = false;
    const releases = earliestReleases(activations);
    const unknown = new Map<Load, string>();
    for (const setting of group) {
      for (const { of, responseTimeNs, reason } of respond(setting, releases)) {
        if (responseTimeNs === null)
          unknown.set(of.load, reason ?? 'its demand exceeds the supply');
      }
    }
    for (const [load, each] of [...activations]) {
      const from = each.find((activation) => unknown.has(activation.from.load))?.from;
      if (!from) continue;
      const reason = unknown.get(from.load) ?? '';
      again = true;
      activations.delete(load);
      leftOut.set(load, from.load);
      stated.set(load, `the response time of "${from.task.name}" is not bounded: ${reason}`);
    }
    if (again || leftOut.size === 0) continue;
    for (const [load, from] of leftOut) if (!unknown.has(from)) stated.delete(load);
    // Senders stay before receivers.
    activations.clear();
    for (const [load, each] of all) if (!stated.has(load)) activations.set(load, each);
  }
}

/** For each task: the latest message that is followed, and the messages in the longest run to it. */
interface Reach {
  readonly lateness: ReadonlyMap<Load, number>;
  readonly longestRun: number;
}

/** @param earliest senders before receivers */
function reachOf(earliest: MessageReleases): Reach {
  const varies = new Map<MessageStream, number>();
  const hops = new Map<MessageStream, number>();
  const lateness = new Map<Load, number>();
  let longestRun = 0;
  // A release stands for its first stream, and goes on as it.
  for (const [load, release] of earliest) {
    for (const stream of streamsOf(release)) {
      const { before, activation, periodNs } = stream;
      const { notification, from } = activation;
      const variation = notification.mostNs - notification.leastNs + from.task.jitterNs;
      varies.set(stream, variation + ((before && varies.get(before)) ?? 0));
      hops.set(stream, 1 + ((before && hops.get(before)) ?? 0));
      const own = (load.task?.jitterNs ?? 0) + (varies.get(stream) ?? 0);
      lateness.set(load, Math.max(lateness.get(load) ?? 0, MOST_PERIODS * periodNs + own));
      longestRun = Math.max(longestRun, hops.get(stream) ?? 0);
    }
  }
  return { lateness, longestRun };
}

const UNFOLLOWED = { kind: 'unknown' as const, reason: 'steps' as const };

const jittersOf = ({ jitter, sources }: SpacedTask): readonly number[] =>
  sources ? sources.flatMap(({ streams }) => streams.map((stream) => stream.jitter)) : [jitter];

const keyOf = (spaced: readonly SpacedTask[]) =>
  spaced.map((one) => jittersOf(one).join()).join(' ');

/** The same streams, as late as these jitters say. */
function releaseAt(release: MessageRelease, jitters: readonly number[]): MessageRelease {
  const [first, ...others] = streamsOf(release).map((stream, at) => ({
    ...stream,
    jitterNs: jitters[at] ?? Infinity,
  }));
  return { ...release, ...first, others };
}

function messageTask(
  of: SetTask,
  release: MessageRelease | undefined,
  placeOf: ReadonlyMap<Load, number>,
): MessageTask {
  const activations = release
    ? [...new Set(streamsOf(release).map(({ activation }) => activation))]
    : [];
  return {
    wcet: of.wcetNs ?? 0,
    bcet: of.bcetNs,
    period: of.task.periodNs,
    deadline: of.deadlineNs,
    jitter: of.task.jitterNs,
    blocking: 0,
    activators: activations.map(({ from, notification }) => ({
      by: placeOf.get(from.load) ?? 0,
      leastNotification: notification.leastNs,
      mostNotification: notification.mostNs,
      senders: from.instances,
    })),
  };
}

/** The least fixed point over the tasks of a group. */
function settle(
  group: readonly LockingSet[],
  earliest: MessageReleases,
  { lateness, longestRun }: Reach,
  respond: Respond,
): MessageReleases {
  const all = group.flatMap(({ set }) => set.tasks);
  const placeOf = new Map(all.map(({ load }, at) => [load, at]));
  const tasks = all.map((of) => messageTask(of, earliest.get(of.load), placeOf));
  const resources = group.map((setting): MessageResource => {
    const { tasks: own } = setting.set;
    let last: { readonly key: string; readonly bounds: ReturnType<MessageResource['respond']> };
    return {
      tasks: own.map(({ load }) => placeOf.get(load) ?? 0),
      respond: (spaced) => {
        const key = keyOf(spaced);
        if (last?.key === key) return last.bounds;
        const latest = (at: number) => lateness.get((own[at] as SetTask).load) ?? Infinity;
        if (spaced.some((one, at) => Math.max(...jittersOf(one)) > latest(at)))
          return spaced.map(() => UNFOLLOWED);
        const releases = new Map(
          own.flatMap(({ load }, at) => {
            const release = earliest.get(load);
            return release ? [[load, releaseAt(release, jittersOf(spaced[at] as SpacedTask))]] : [];
          }),
        );
        const bounds = respond(setting, releases).map(
          ({ responseTimeNs: responseTime, fromActivationNs }): MessageBound =>
            responseTime === null
              ? { kind: 'unknown', reason: 'method' }
              : { kind: 'bounded', responseTime, fromActivation: fromActivationNs ?? responseTime },
        );
        last = { key, bounds };
        return bounds;
      },
    };
  });
  const spare = Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, MOST_ANALYSES / tasks.length));
  const answers = propagateJitter(tasks, resources, longestRun + Math.ceil(spare));
  return new Map(
    [...earliest].flatMap(([load, release]) => {
      const place = placeOf.get(load);
      if (place === undefined) return [];
      const jitters = answers[place]?.runs?.map(({ jitter }) => jitter) ?? [];
      return [[load, releaseAt(release, jitters)]];
    }),
  );
}

/**
 * @param settings everything that is scheduled in the layout
 * @param activations what activates its tasks
 * @param respond response times of one of them
 * @returns when messages activate tasks. A sender without a bound leaves its receivers with what they state; where the jitters of a
 *   group of cores feed themselves and do not settle, those of all its receivers are without bound
 * @cost for each group of sets that messages join: rounds times the response times of what changed; nothing without messages
 * @rules SCHED-15, SCHED-16
 */
export function messageReleases(
  settings: readonly LockingSet[],
  activations: Activations,
  respond: Respond,
): SettledActivations {
  const stated = new Map(activations.stated);
  const followed = new Map(activations.of);
  for (const group of groupsOf(settings, followed)) followable(group, followed, stated, respond);
  const earliest = earliestReleases(followed);
  const reach = reachOf(earliest);
  const releases = new Map<Load, MessageRelease>();
  for (const group of groupsOf(settings, followed)) {
    const settled = settle(group, earliest, reach, respond);
    for (const [load, release] of settled) releases.set(load, release);
  }
  return { releases, stated };
}
