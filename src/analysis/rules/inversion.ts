/** RT-5: who of a lower level keeps a higher one waiting for as long as it likes. */
import { criticalityName, criticalityRank } from '../../model/criticality.ts';
import { figureSource } from '../hardware.ts';
import type { CoreSchedule } from '../schedulability/schedulability-facts.ts';
import type { SetTask } from '../schedulability/task-set.ts';
import { fieldOfApplication, ofApplication, ofCore, ofTask } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

const levelOf = ({ load }: SetTask) => load.application.criticality;
const priorityOf = ({ task }: SetTask) => task.priority ?? 0;

/**
 * @param tasks any tasks
 * @returns for each of them, those of a higher level of the same scale
 * @cost O(n), and the pairs of unlike levels
 */
function byLevel(tasks: readonly SetTask[]): (low: SetTask) => readonly SetTask[] {
  const groups = [...Map.groupBy(tasks, (each) => criticalityName(levelOf(each))).values()];
  const above = new Map(
    groups.map((own) => {
      const [level, rank] = [own[0] && levelOf(own[0]), own[0] && criticalityRank(levelOf(own[0]))];
      const higher = groups.filter(([other]) => {
        const of = other ? levelOf(other) : null;
        return of?.scale === level?.scale && (criticalityRank(of) ?? -1) > (rank ?? Infinity);
      });
      return [criticalityName(level ?? null), higher.flat()];
    }),
  );
  return (low) => above.get(criticalityName(levelOf(low))) ?? [];
}

/** How a task delays one of a higher level on its core, in words; null: it does not, or its own priority says when it may. */
function delayOf(
  low: SetTask,
  higher: SetTask,
  { policy }: CoreSchedule,
  names: string,
): string | null {
  if (policy.kind !== 'policy') return null;
  if (policy.policy === 'edf') return `runs before ${names} of a higher level when it is due first`;
  if (priorityOf(low) >= priorityOf(higher)) return `runs before ${names} of a higher level`;
  const givesWay = policy.policy === 'fixed-priority' && low.task.preemption === 'preemptive';
  return givesWay ? null : `gives way to ${names} of a higher level only when it likes`;
}

function warn(
  low: SetTask,
  waiting: readonly SetTask[],
  words: string,
  { set }: CoreSchedule,
  report: Report,
): void {
  report.warning({
    subjects: [ofTask(low.task), ...waiting.map(({ task }) => ofTask(task)), ofCore(set.core.core)],
    message: `"${low.task.name}" (${criticalityName(levelOf(low))}) ${words}: it delays them for as long as it really runs, whatever WCET it states`,
    limit: 'none of a lower level first, or an enforced budget',
    actual: criticalityName(levelOf(low)),
    evidence: waiting.map(({ task, load }) => ({
      name: `criticality of "${task.name}"`,
      value: criticalityName(load.application.criticality),
      source: figureSource(load.application.sources, 'criticality'),
    })),
    remedy: `Give "${low.task.name}" a budget that is enforced (a window or a server), or a priority below them with preemption.`,
  });
}

/** Tasks of one kernel on one core that delay a higher level. */
function inversionsOn(schedule: CoreSchedule, report: Report, unknown: UnknownGroups): void {
  const { set, policy } = schedule;
  if (set.tasks.length < 2) return;
  const aboveOf = byLevel(set.tasks);
  if (policy.kind !== 'policy') {
    const mixed = set.tasks.filter((each) => aboveOf(each).length > 0);
    const text = {
      message: (names: string) =>
        `whether tasks of a higher level wait for ${names} is unknown: ${policy.reason}`,
      remedy: 'State the scheduler and the priorities.',
    };
    for (const { task } of mixed) unknown.add(policy.reason, text, ofTask(task));
    return;
  }
  for (const low of set.tasks) {
    const { application } = low.load;
    if (application.criticality === null) {
      const text = {
        message: (names: string) =>
          `whether tasks of ${names} delay ones of a higher level, or are delayed by a lower one, is unknown: the criticality is`,
        remedy: 'State the criticality.',
        field: fieldOfApplication(application, 'criticality'),
      };
      unknown.add('criticality', text, ofApplication(application), ofTask(low.task));
      continue;
    }
    const waiting = aboveOf(low).filter((each) => delayOf(low, each, schedule, '') !== null);
    const [first] = waiting;
    if (!first) {
      report.pass();
      continue;
    }
    const names = listNames(waiting.map(({ task }) => task.name));
    warn(low, waiting, delayOf(low, first, schedule, names) ?? '', schedule, report);
  }
}

/** Locks that a lower level holds while a higher one wants them, on whichever core. */
function locksAcross(schedules: readonly CoreSchedule[], report: Report): void {
  const users = new Map<string, { readonly user: SetTask; readonly schedule: CoreSchedule }[]>();
  for (const schedule of schedules) {
    for (const user of schedule.set.tasks) {
      for (const name of new Set(user.task.criticalSections.map(({ resource }) => resource))) {
        const list = users.get(name);
        if (list) list.push({ user, schedule });
        else users.set(name, [{ user, schedule }]);
      }
    }
  }
  for (const [name, list] of users) {
    const aboveOf = byLevel(list.map(({ user }) => user));
    for (const { user, schedule } of list) {
      const waiting = aboveOf(user);
      const names = listNames(waiting.map(({ task }) => task.name));
      if (waiting.length > 0)
        warn(
          user,
          waiting,
          `locks "${name}", for which ${names} may have to wait`,
          schedule,
          report,
        );
      else if (levelOf(user) !== null) report.pass();
    }
  }
}

/** RT-5. */
export const INVERSION: Rule = {
  id: 'RT-5',
  title: 'Criticality inversion',
  strength: 'strong',
  checks:
    'No task of a lower level keeps one of a higher level of the same scale waiting where nothing enforces how long: by priority, by an earlier deadline, by not being preempted on the same kernel and core, or by a lock on any core. Levels of different scales are not compared.',
  source:
    'ISO 26262-6:2018 annex D.2.2 (timing and execution: blocking of execution, deadlocks), from memory; Vestal, RTSS 2007',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no tasks of stated criticality share a kernel and core, or a lock'
      : `${counted(count, 'task')} and locks that delay none of a higher level`,
  run: ({ schedulability }, report) => {
    const unknown = new UnknownGroups();
    for (const schedule of schedulability.schedules) inversionsOn(schedule, report, unknown);
    locksAcross(schedulability.schedules, report);
    unknown.report(report);
  },
};
