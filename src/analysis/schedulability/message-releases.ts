/** When messages activate tasks: the jitter that spreads from sender to receiver, settled over all cores that it crosses. */
import type { Load } from '../cpu/cpu-facts.ts';
import {
  propagateJitter,
  type MessageResource,
  type MessageTask,
} from '../timing/chains/jitter-propagation.ts';
import type { Activation, Activations, MessageRelease, MessageReleases } from './activations.ts';
import type { LockingSet } from './locking.ts';
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

type ByLoad = ReadonlyMap<Load, Activation>;

/** The release as it is while its sender takes no longer than at best. */
function earliestRelease(load: Load, activations: ByLoad): MessageRelease | null {
  const activation = activations.get(load);
  if (!activation) return null;
  const { from, notification } = activation;
  const before = earliestRelease(from.load, activations);
  const root = before?.root ?? from;
  return {
    activation,
    root,
    periodNs: root.task.periodNs,
    jitterNs: load.task?.jitterNs ?? 0,
    separationNs: Math.max(0, from.bcetNs - (notification.mostNs - notification.leastNs)),
    delayNs: (before?.delayNs ?? 0) + from.bcetNs + notification.leastNs,
  };
}

function earliestReleases(activations: ByLoad): MessageReleases {
  return new Map(
    [...activations.keys()].flatMap((load) => {
      const release = earliestRelease(load, activations);
      return release ? [[load, release] as const] : [];
    }),
  );
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
  for (const [load, { from }] of activations) {
    const [to, by] = [settingOf.get(load), settingOf.get(from.load)];
    if (!to || !by) continue;
    const [kept, other] = [groupOf.get(to) ?? new Set([to]), groupOf.get(by) ?? new Set([by])];
    for (const each of other) kept.add(each);
    for (const each of kept) groupOf.set(each, kept);
  }
  return [...new Set(groupOf.values())].map((group) => [...group]);
}

/** Leaves out what a sender without a bound activates: even where all messages come as early as they can, nobody knows how late. */
function followable(
  group: readonly LockingSet[],
  activations: Map<Load, Activation>,
  stated: Map<Load, string>,
  respond: Respond,
): void {
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
    for (const [load, { from }] of [...activations]) {
      const reason = unknown.get(from.load);
      if (reason === undefined) continue;
      again = true;
      activations.delete(load);
      stated.set(load, `the response time of "${from.task.name}" is not bounded: ${reason}`);
    }
  }
}

/** Latest message that is followed. */
function lateness(load: Load, releases: MessageReleases): number {
  let varies = load.task?.jitterNs ?? 0;
  let release = releases.get(load);
  const { periodNs = Infinity } = release ?? {};
  while (release) {
    const { notification, from } = release.activation;
    varies += notification.mostNs - notification.leastNs + from.task.jitterNs;
    release = releases.get(from.load);
  }
  return MOST_PERIODS * periodNs + varies;
}

/** Messages in the longest run. */
function longestRun(releases: MessageReleases): number {
  let longest = 0;
  for (const [load] of releases) {
    let run = 0;
    for (let at = releases.get(load); at; at = releases.get(at.activation.from.load)) run += 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

const UNFOLLOWED = { kind: 'unknown' as const, reason: 'steps' as const };

const keyOf = (jitters: readonly number[]) => jitters.join(' ');

/** The least fixed point over the tasks of a group. */
function settle(
  group: readonly LockingSet[],
  earliest: MessageReleases,
  respond: Respond,
): MessageReleases {
  const all = group.flatMap(({ set }) => set.tasks);
  const placeOf = new Map(all.map(({ load }, at) => [load, at]));
  const tasks = all.map((of): MessageTask => {
    const release = earliest.get(of.load);
    const { activation } = release ?? {};
    return {
      wcet: of.wcetNs ?? 0,
      bcet: of.bcetNs,
      period: release?.periodNs ?? of.task.periodNs,
      deadline: of.deadlineNs,
      jitter: of.task.jitterNs,
      blocking: 0,
      activation: activation
        ? {
            by: placeOf.get(activation.from.load) ?? 0,
            leastNotification: activation.notification.leastNs,
            mostNotification: activation.notification.mostNs,
          }
        : null,
    };
  });
  const resources = group.map((setting): MessageResource => {
    const places = setting.set.tasks.map(({ load }) => placeOf.get(load) ?? 0);
    const latest = setting.set.tasks.map(({ load }) => lateness(load, earliest));
    let last: { readonly key: string; readonly bounds: ReturnType<MessageResource['respond']> };
    return {
      tasks: places,
      respond: (spaced) => {
        const key = keyOf(spaced.map(({ jitter }) => jitter));
        if (last?.key === key) return last.bounds;
        if (spaced.some(({ jitter }, at) => jitter > (latest[at] ?? 0)))
          return spaced.map(() => UNFOLLOWED);
        const releases = new Map(
          setting.set.tasks.flatMap(({ load }, at) => {
            const release = earliest.get(load);
            return release
              ? [[load, { ...release, jitterNs: spaced[at]?.jitter ?? Infinity }]]
              : [];
          }),
        );
        const bounds = respond(setting, releases).map(({ responseTimeNs: responseTime }) =>
          responseTime === null
            ? { kind: 'unknown' as const, reason: 'method' as const }
            : { kind: 'bounded' as const, responseTime, jobs: 0 },
        );
        last = { key, bounds };
        return bounds;
      },
    };
  });
  const spare = Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, MOST_ANALYSES / tasks.length));
  const answers = propagateJitter(tasks, resources, longestRun(earliest) + Math.ceil(spare));
  return new Map(
    [...earliest].flatMap(([load, release]) => {
      const place = placeOf.get(load);
      if (place === undefined) return [];
      return [[load, { ...release, jitterNs: answers[place]?.jitter ?? Infinity }]];
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
  const releases = new Map<Load, MessageRelease>();
  for (const group of groupsOf(settings, followed)) {
    for (const [load, release] of settle(group, earliest, respond)) releases.set(load, release);
  }
  return { releases, stated };
}
