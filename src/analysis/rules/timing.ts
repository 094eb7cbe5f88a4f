/** RT-1 to RT-4 and RT-6: deadlines, what a scheduler is told, the path of chains. */
import type { Link, Task } from '../../model/application.ts';
import { rows } from '../../model/plan.ts';
import { formatNs, formatNsBeside } from '../../model/units.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import type { CoreSchedule } from '../schedulability/schedulability-facts.ts';
import type { TaskTiming } from '../schedulability/task-timing.ts';
import { fieldOfTask, ofApplication, ofCore, ofEnvironment, ofTask, subject } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import { TIME_RULES } from './guaranteed-time.ts';
import { INVERSION } from './inversion.ts';
import { ACTIVATION } from './timing-activation.ts';
import { CHAIN_LATENCY } from './timing-chain.ts';
import { missRemedy, unprovenRemedy } from './timing-remedies.ts';
import { UNSTATED } from './timing-unstated.ts';
import { WINDOW_TABLE } from './window-table.ts';
import { UnknownGroups } from './unknown-groups.ts';

function reportMiss(timing: TaskTiming, schedule: CoreSchedule, report: Report): void {
  const { task, load, deadlineNs, wcetNs } = timing.of;
  const { application } = load;
  const { core, host } = schedule.set;
  const slack = timing.responseTimeNs === null ? null : timing.responseTimeNs - deadlineNs;
  const found = {
    subjects: [ofTask(task), ofApplication(application), ofCore(core.core), ofEnvironment(host)],
    message: `task "${task.name}" of "${application.name}" misses its deadline on ${core.core.name}: ${timing.reason ?? ''}`,
    limit: `${formatNsBeside(deadlineNs, timing.responseTimeNs ?? deadlineNs)} (deadline)`,
    actual:
      timing.responseTimeNs === null
        ? 'without bound'
        : formatNsBeside(timing.responseTimeNs, deadlineNs),
    remainder: slack === null ? null : `-${formatNs(slack)}`,
    evidence: [
      { name: 'method', value: timing.method ?? '', source: null },
      {
        name: 'WCET on this core',
        value: formatNs(wcetNs),
        source: figureSource(task.sources, 'wcetNs'),
      },
      ...timing.assumptions.map((value) => ({ name: 'assumption', value, source: null })),
    ],
    remedy: missRemedy(timing, schedule),
  };
  // Who misses no hard deadline disturbs, and breaks nothing.
  if (application.realTime === 'soft' || application.realTime === 'none') report.warning(found);
  else report.error(found);
}

const BIND = 'Bind each of the tasks, or their applications, to one core.';

/** Says once of all tasks of a kind that float over the same number of cores, or have none, that nobody knows their deadlines. */
function addFloating(unknown: UnknownGroups, task: Task, { application, cores }: Load): void {
  const where =
    cores.length === 0
      ? 'no core is stated'
      : `floating over ${cores.length} cores (global scheduling) is not analysed`;
  const text = {
    message: (names: string) => `deadlines of ${names} neither proven nor refuted: ${where}`,
    remedy: BIND,
  };
  unknown.add(where, text, ofTask(task), ofApplication(application));
}

const DEADLINE: Rule = {
  id: 'RT-1',
  title: 'Deadline missed',
  strength: 'hard',
  checks:
    'Every task responds by its deadline in the worst case. A miss is an error, and a warning where the application is not hard real time; what is neither proven nor refuted is not assessed, as are tasks that float over several cores (those of hard real-time applications: RT-2).',
  source:
    'response-time analysis (Joseph and Pandya 1986; Audsley et al. 1993; Tindell, Burns and Wellings 1994), processor demand (Baruah, Mok and Rosier 1990; Zhang and Burns 2009), supply-bound functions (Shin and Lee 2003)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed task with a core of its own is proven to meet its deadline'
      : `${counted(count, 'task')} proven to meet ${count === 1 ? 'its deadline' : 'their deadlines'}`,
  run: ({ schedulability, cpu }, report) => {
    const unknown = new UnknownGroups();
    for (const load of cpu.loads) {
      const isHard = load.application.realTime === 'hard';
      if (load.task && load.cores.length !== 1 && !isHard) addFloating(unknown, load.task, load);
    }
    for (const schedule of schedulability.schedules) {
      for (const timing of schedule.timings) {
        if (timing.verdict === 'proven-ok') {
          report.passIf(timing.unstated.map(({ words }) => words));
        } else if (timing.verdict === 'proven-miss') reportMiss(timing, schedule, report);
        else {
          const reason = timing.reason ?? 'unknown';
          const text = {
            message: (names: string) =>
              `deadlines of ${names} neither proven nor refuted: ${reason}`,
            ...unprovenRemedy(timing, schedule),
          };
          unknown.add(
            `${schedule.set.host.id} ${reason} ${text.remedy}`,
            text,
            ofTask(timing.of.task),
            ofCore(schedule.set.core.core),
          );
        }
      }
    }
    unknown.report(report);
  },
};

const FLOATING: Rule = {
  id: 'RT-2',
  title: 'Real-time task without a core of its own',
  strength: 'strong',
  checks:
    'Tasks of hard real-time applications are bound to one core each: response times of tasks that float over several cores are not analysed.',
  source: 'scope of the analyses: partitioned scheduling',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed task belongs to a hard real-time application'
      : `${counted(count, 'hard real-time task')} on a core of its own`,
  run: ({ cpu }, report) => {
    const unknown = new UnknownGroups();
    for (const load of cpu.loads) {
      const { task, application, cores } = load;
      if (!task || application.realTime !== 'hard') continue;
      if (cores.length === 1) report.pass();
      else addFloating(unknown, task, load);
    }
    unknown.report(report);
  },
};

const PRIORITIES: Rule = {
  id: 'RT-3',
  title: 'Equal priorities',
  strength: 'advice',
  checks:
    'Tasks that one kernel schedules by priority on one core have priorities of their own. Each of several equal ones is taken to run last: a bound that may be longer than what happens.',
  source: 'Audsley, Burns, Richardson, Tindell and Wellings 1993',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no tasks are scheduled by priority'
      : `${counted(count, 'priority', 'priorities')} given once`,
  run: ({ schedulability }, report) => {
    for (const { set, policy } of schedulability.schedules) {
      if (policy.kind !== 'policy' || policy.policy === 'edf') continue;
      const byPriority = Map.groupBy(set.tasks, ({ task }) => task.priority);
      for (const [priority, tasks] of byPriority) {
        if (tasks.length === 1) {
          report.pass();
          continue;
        }
        const names = listNames(tasks.map(({ task }) => task.name));
        report.advice({
          subjects: [...tasks.map(({ task }) => ofTask(task)), ofCore(set.core.core)],
          message: `${names} on ${set.core.core.name} share the priority ${priority}`,
          limit: 'each priority once',
          actual: `${priority} ${tasks.length} times`,
          remedy: 'Give each of them a priority of its own, or accept the longer bound.',
          field: tasks[0] && fieldOfTask(tasks[0].task, 'priority'),
        });
      }
    }
  },
};

const OFFSETS: Rule = {
  id: 'RT-4',
  title: 'Offset beyond the period',
  strength: 'strong',
  checks: 'The first job of a task is released within its first period.',
  source: 'definition',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no task states an offset' : `${counted(count, 'offset')} within the period`,
  run: ({ plan }, report) => {
    for (const task of rows(plan.tasks)) {
      if (task.offsetNs === null) continue;
      if (task.offsetNs < task.periodNs) {
        report.pass();
        continue;
      }
      const offset = formatNsBeside(task.offsetNs, task.periodNs);
      const period = formatNsBeside(task.periodNs, task.offsetNs);
      report.warning({
        subjects: [ofTask(task)],
        message: `task "${task.name}" has an offset of ${offset}; its period is ${period}`,
        limit: `below ${period}`,
        actual: offset,
        remedy: 'Take whole periods off the offset.',
        field: fieldOfTask(task, 'offsetNs'),
      });
    }
  },
};

/** Two tasks of a chain that nothing joins. */
function gapsOf(
  { plan }: Facts,
  linksBetween: ReadonlyMap<string, readonly Link[]>,
  taskIds: readonly string[],
): readonly (readonly [string, string])[] {
  return taskIds.slice(1).flatMap((to, at) => {
    const from = taskIds[at] ?? '';
    const [a, b] = [plan.tasks.get(from), plan.tasks.get(to)];
    if (!a || !b || a.applicationId === b.applicationId) return [];
    const between = linksBetween.get(`${a.applicationId} ${b.applicationId}`) ?? [];
    const joined = between.some(
      (link) =>
        (link.fromTaskId === null || link.fromTaskId === from) &&
        (link.toTaskId === null || link.toTaskId === to),
    );
    return joined ? [] : [[a.name, b.name] as const];
  });
}

const CHAIN_PATH: Rule = {
  id: 'RT-6',
  title: 'Chain with a gap or a loop',
  strength: 'hard',
  checks:
    'A link leads from each task of a chain to the next one, and none comes back to a task that it has left.',
  source: 'definition of a cause-effect chain',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'the plan has no chains' : `${counted(count, 'chain')} without gap or loop`,
  run: (facts, report) => {
    const linksBetween = Map.groupBy(
      rows(facts.plan.links),
      (link) => `${link.fromApplicationId} ${link.toApplicationId}`,
    );
    for (const chain of rows(facts.plan.chains)) {
      const of = subject('chain', chain);
      // One task several times in a row: data goes on inside it.
      const path = chain.taskIds.filter((id, at) => id !== chain.taskIds[at - 1]);
      const twice = path.find((id, at) => path.indexOf(id) < at);
      const gaps = gapsOf(facts, linksBetween, chain.taskIds);
      if (twice !== undefined) {
        const name = facts.plan.tasks.get(twice)?.name ?? twice;
        report.error({
          subjects: [of],
          message: `chain "${chain.name}" comes back to task "${name}"`,
          limit: 'each task once',
          actual: `"${name}" again`,
          remedy: 'Split the chain where it comes back, or leave the second visit out.',
        });
      }
      for (const [from, to] of gaps) {
        report.error({
          subjects: [of],
          message: `chain "${chain.name}" has a gap: no link leads from "${from}" to "${to}"`,
          limit: 'a link between any two tasks in a row',
          actual: 'none',
          remedy: `Add a link from "${from}" to "${to}", or correct the tasks of the chain.`,
        });
      }
      if (twice === undefined && gaps.length === 0) report.pass();
    }
  },
};

/** In the order in which they are listed. */
export const TIMING_RULES: readonly Rule[] = [
  DEADLINE,
  FLOATING,
  PRIORITIES,
  OFFSETS,
  INVERSION,
  CHAIN_PATH,
  WINDOW_TABLE,
  CHAIN_LATENCY,
  ACTIVATION,
  ...TIME_RULES,
  UNSTATED,
];
