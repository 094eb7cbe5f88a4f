/** RT-9: what a task states of its activation, against the messages that activate it. */
import { formatNs } from '../../model/units.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import { streamsOf, type MessageRelease } from '../schedulability/activations.ts';
import { arrivalsOf, isSettled } from '../schedulability/arrivals.ts';
import type { SetTask } from '../schedulability/task-set.ts';
import type { TaskTiming } from '../schedulability/task-timing.ts';
import { fieldOfTask, ofLink, ofTask } from '../subjects.ts';
import { allStreams, leastSpan } from '../timing/chains/event-streams.ts';
import { counted, listNames } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

/** Least distance of two activations that follow each other. */
function leastDistance({ of }: TaskTiming, release: MessageRelease): number {
  const { sources } = arrivalsOf(of, release);
  const { periodNs, jitterNs, separationNs } = release;
  return sources ? leastSpan(sources, 2) : Math.max(0, separationNs, periodNs - jitterNs);
}

/** Distance of two activations in the long run, rounded down. */
function averageNs({ rate }: Load): number {
  if (rate === null || typeof rate === 'string') return Infinity;
  return Number(rate.most.denominator / rate.most.numerator);
}

/** Whether messages come more often than stated in the long run. */
function isFaster({ task, load }: SetTask): boolean {
  return averageNs(load) < task.periodNs;
}

/**
 * Whether the stated activation has as many in every interval as the messages may have. Of several streams at most the sum of
 * (w + J) / T + 1, which (w + J) / T of what is stated has to reach.
 */
function covers(timing: TaskTiming, release: MessageRelease): boolean {
  const { periodNs, jitterNs } = timing.of.task;
  const { sources } = arrivalsOf(timing.of, release);
  if (sources) {
    let together = 0;
    for (const { period, jitter, copies } of allStreams(sources))
      together += copies * (jitter / period + 1);
    return !isFaster(timing.of) && jitterNs / periodNs >= together;
  }
  const keepsDistance = release.periodNs - release.jitterNs >= periodNs - jitterNs;
  return periodNs <= release.periodNs && (keepsDistance || release.separationNs >= periodNs);
}

/** The task, then who activates it over what. */
function subjectsOf({ of }: TaskTiming, release: MessageRelease) {
  const activations = new Set(streamsOf(release).map(({ activation }) => activation));
  const senders = [...activations].flatMap(({ from, link }) => [ofTask(from.task), ofLink(link)]);
  const seen = new Map(
    [ofTask(of.task), ...senders].map((each) => [`${each.kind} ${each.id}`, each]),
  );
  return [...seen.values()];
}

/** Several events: how often they come together, in words. */
function reportSeveral(timing: TaskTiming, release: MessageRelease, report: Report): void {
  const { task } = timing.of;
  const stated = `at least ${formatNs(task.periodNs)}`;
  const links = new Set(streamsOf(release).map(({ activation }) => activation.link.name));
  const over = `events over ${listNames([...links])}`;
  const subjects = subjectsOf(timing, release);
  if (isFaster(timing.of)) {
    const average = averageNs(timing.of.load);
    report.warning({
      subjects,
      message: `task "${task.name}" states ${stated} between activations, and ${over} activate it every ${formatNs(average)} on average: response times and CPU loads count the messages`,
      limit: stated,
      actual: formatNs(average),
      remainder: `-${formatNs(task.periodNs - average)}`,
      remedy: `State at most ${formatNs(average)} for "${task.name}", or let its senders send less often.`,
      field: fieldOfTask(task, 'periodNs'),
    });
    return;
  }
  const least = leastDistance(timing, release);
  report.advice({
    subjects,
    message: `task "${task.name}" states ${stated} between activations, and ${over} may come ${formatNs(least)} apart: each of them activates it`,
    limit: stated,
    actual: formatNs(least),
    remainder: `-${formatNs(Math.max(0, task.periodNs - least))}`,
    remedy: `Nothing is to be done where "${task.name}" is meant to follow its messages: response times and CPU loads count these.`,
  });
}

function reportSlower(timing: TaskTiming, release: MessageRelease, report: Report): void {
  if (arrivalsOf(timing.of, release).sources) {
    reportSeveral(timing, release, report);
    return;
  }
  const { task } = timing.of;
  const { activation, periodNs } = release;
  const stated = `at least ${formatNs(task.periodNs)}`;
  const by = `"${activation.from.task.name}" over "${activation.link.name}"`;
  if (task.periodNs > periodNs) {
    report.warning({
      subjects: subjectsOf(timing, release),
      message: `task "${task.name}" states ${stated} between activations, and ${by} activates it every ${formatNs(periodNs)}: response times and CPU loads count the messages`,
      limit: stated,
      actual: formatNs(periodNs),
      remainder: `-${formatNs(task.periodNs - periodNs)}`,
      remedy: `State ${formatNs(periodNs)} for "${task.name}", or let "${activation.from.task.name}" send less often.`,
      field: fieldOfTask(task, 'periodNs'),
    });
    return;
  }
  const least = leastDistance(timing, release);
  report.advice({
    subjects: subjectsOf(timing, release),
    message: `task "${task.name}" states ${stated} between activations, and messages of ${by} may come ${formatNs(least)} apart: they are up to ${formatNs(release.jitterNs)} late`,
    limit: stated,
    actual: formatNs(least),
    remainder: `-${formatNs(Math.max(0, task.periodNs - least))}`,
    remedy: `State a jitter of ${formatNs(release.jitterNs)} for "${task.name}", or a shortest execution time for "${activation.from.task.name}".`,
    field: fieldOfTask(task, 'jitterNs'),
  });
}

function check(
  timing: TaskTiming,
  reason: string | undefined,
  unknown: UnknownGroups,
  report: Report,
): void {
  const { release, of } = timing;
  const { rate } = of.load;
  const unfollowed = reason ?? (typeof rate === 'string' ? rate : undefined);
  if (unfollowed !== undefined) {
    const text = {
      message: (names: string) =>
        `whether ${names} may be activated more often than stated is unknown: ${unfollowed}`,
      remedy:
        'State which one task sends the event, and what bounds its response time and the latency of the channel.',
    };
    unknown.add(unfollowed, text, ofTask(of.task));
  } else if (release && !isSettled(release)) {
    const text = {
      message: (names: string) =>
        `when messages activate ${names} did not converge: lateness feeds itself`,
      remedy:
        'Break the circle: a priority above the others on one of the cores, or a task that samples.',
    };
    unknown.add('feeds itself', text, ofTask(of.task), ofTask(release.activation.from.task));
  } else if (release && covers(timing, release)) report.pass();
  else if (release) reportSlower(timing, release, report);
}

/** What tasks that events activate state of it. */
export const ACTIVATION: Rule = {
  id: 'RT-9',
  title: 'Stated activation slower than its messages',
  strength: 'strong',
  checks:
    'A sporadic task that an event activates states a minimum inter-arrival time, with its jitter, that its messages keep: the period of the task that starts the run of messages, as late as response times and notifications make them.',
  source: 'Tindell and Clark 1994 (jitter propagation); arrival curves as in Richter 2005',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no event is known to activate a sporadic task'
      : `${counted(count, 'task')} activated no more often than stated`,
  run: ({ schedulability }, report) => {
    const unknown = new UnknownGroups();
    const { stated } = schedulability.activations;
    for (const { timings } of schedulability.schedules) {
      for (const timing of timings) check(timing, stated.get(timing.of.load), unknown, report);
    }
    unknown.report(report);
  },
};
