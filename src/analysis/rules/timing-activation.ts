/** RT-9: what a task states of its activation, against the messages that activate it. */
import { formatNs } from '../../model/units.ts';
import type { Activation, MessageRelease } from '../schedulability/activations.ts';
import type { TaskTiming } from '../schedulability/task-timing.ts';
import { ofLink, ofTask } from '../subjects.ts';
import { counted } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

/** Least distance of two activations that follow each other. */
function leastDistance({ periodNs, jitterNs, separationNs }: MessageRelease): number {
  return Math.max(0, separationNs, periodNs - jitterNs);
}

/** Whether the stated activation has as many in every interval as the messages may have. */
function covers({ of }: TaskTiming, release: MessageRelease): boolean {
  const { periodNs, jitterNs } = of.task;
  const keepsDistance = release.periodNs - release.jitterNs >= periodNs - jitterNs;
  return periodNs <= release.periodNs && (keepsDistance || release.separationNs >= periodNs);
}

const subjectsOf = ({ of }: TaskTiming, { from, link }: Activation) => [
  ofTask(of.task),
  ofTask(from.task),
  ofLink(link),
];

function reportSlower(timing: TaskTiming, release: MessageRelease, report: Report): void {
  const { task } = timing.of;
  const { activation, periodNs } = release;
  const stated = `at least ${formatNs(task.periodNs)}`;
  const by = `"${activation.from.task.name}" over "${activation.link.name}"`;
  if (task.periodNs > periodNs) {
    report.warning({
      subjects: subjectsOf(timing, activation),
      message: `task "${task.name}" states ${stated} between activations, and ${by} activates it every ${formatNs(periodNs)}: response times count the messages, CPU loads what is stated`,
      limit: stated,
      actual: formatNs(periodNs),
      remainder: `-${formatNs(task.periodNs - periodNs)}`,
      remedy: `State ${formatNs(periodNs)} for "${task.name}", or let "${activation.from.task.name}" send less often.`,
    });
    return;
  }
  const least = leastDistance(release);
  report.advice({
    subjects: subjectsOf(timing, activation),
    message: `task "${task.name}" states ${stated} between activations, and messages of ${by} may come ${formatNs(least)} apart: they are up to ${formatNs(release.jitterNs)} late`,
    limit: stated,
    actual: formatNs(least),
    remainder: `-${formatNs(Math.max(0, task.periodNs - least))}`,
    remedy: `State a jitter of ${formatNs(release.jitterNs)} for "${task.name}", or a shortest execution time for "${activation.from.task.name}".`,
  });
}

function check(
  timing: TaskTiming,
  reason: string | undefined,
  unknown: UnknownGroups,
  report: Report,
): void {
  const { release, of } = timing;
  if (reason !== undefined) {
    const text = {
      message: (names: string) =>
        `whether ${names} may be activated more often than stated is unknown: ${reason}`,
      remedy:
        'State which one task sends the event, and what bounds its response time and the latency of the channel.',
    };
    unknown.add(reason, text, ofTask(of.task));
  } else if (release && !Number.isFinite(release.jitterNs)) {
    const text = {
      message: (names: string) =>
        `when messages activate ${names} did not converge: lateness feeds itself over several cores`,
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
