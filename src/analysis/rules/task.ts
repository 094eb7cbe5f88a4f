/** TASK-1 and TASK-2: a task alone on its core. */
import type { Task } from '../../model/application.ts';
import { formatNs, formatNsBeside } from '../../model/units.ts';
import type { Load } from '../cpu/cpu-facts.ts';
import { ShareSum, term, type Term } from '../cpu/exact-sum.ts';
import { figureSource } from '../hardware.ts';
import { rows } from '../../model/plan.ts';
import { fieldOfTask, ofApplication, ofCore, ofTask } from '../subjects.ts';
import { counted } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

function exceeds(time: Term, limitNs: number): boolean {
  const sum = new ShareSum();
  sum.add(time);
  return sum.compare(term([limitNs], [])) > 0;
}

const WCET_UNKNOWN: UnknownText = {
  message: (names) => `WCET not stated: ${names}`,
  remedy: 'State the WCET of the task, with the core type and the clock that it holds for.',
};
const TIME_UNKNOWN: UnknownText = {
  message: (names) =>
    `WCET stated, and unknown on the cores where it runs (CPU-4 says why): ${names}`,
  remedy: 'Supply what the findings of rule CPU-4 name.',
};

function checkAlone(load: Load, unknown: UnknownGroups, report: Report): void {
  const { task, times, application, cores } = load;
  if (!task) return;
  if (!times?.wcet) {
    const isStated = task.wcetNs !== null;
    unknown.add(
      isStated ? 'time' : 'wcet',
      isStated ? TIME_UNKNOWN : { ...WCET_UNKNOWN, field: fieldOfTask(task, 'wcetNs') },
      ofTask(task),
      ofApplication(application),
    );
    return;
  }
  const deadline = task.deadlineNs ?? task.periodNs;
  const limit = Math.min(deadline, task.periodNs);
  const word = limit < task.periodNs ? 'deadline' : 'period';
  if (!exceeds(times.wcet.most, limit)) {
    report.pass();
    return;
  }
  const isCertain = exceeds(times.wcet.least, limit);
  // What is over by less than a nanosecond is over.
  const wcet = Math.max(
    limit + 1,
    Math.ceil((isCertain ? times.wcet.least : times.wcet.most).value),
  );
  const [found, allowed] = [formatNsBeside(wcet, limit), formatNsBeside(limit, wcet)];
  const where = cores.length === 1 ? (cores[0]?.core.name ?? '') : 'the slowest of its cores';
  const subjects = [
    ofTask(task),
    ofApplication(application),
    ...(cores.length === 1 ? cores.map((core) => ofCore(core.core)) : []),
  ];
  if (!isCertain) {
    report.notAssessed({
      subjects,
      message: `task "${task.name}" of "${application.name}" takes at most ${found} on ${where}, by a WCET of another clock; its ${word} is ${allowed}`,
      limit: `${allowed} (${word})`,
      actual: `at most ${found}`,
      remedy: 'State the WCET for this core type at the clock of the core.',
      field: fieldOfTask(task, 'wcetNs'),
    });
    return;
  }
  report.error({
    subjects,
    message: `task "${task.name}" of "${application.name}" takes up to ${found} on ${where}; its ${word} is ${allowed}`,
    limit: `${allowed} (${word})`,
    actual: found,
    remainder: `-${formatNs(wcet - limit)}`,
    evidence: [
      {
        name: 'WCET as stated',
        value: `${formatNs(task.wcetNs)} on ${task.coreType ?? 'unknown core type'}`,
        source: figureSource(task.sources, 'wcetNs'),
      },
      ...(times.assumption === null
        ? []
        : [{ name: 'scaled by', value: times.assumption, source: 'estimate' }]),
    ],
    remedy: 'Use a faster core, split the task, or relax its period or deadline.',
  });
}

const ALONE: Rule = {
  id: 'TASK-1',
  title: 'Task longer than its period or deadline',
  strength: 'hard',
  checks:
    'On its core and alone there, a task ends within its period and its deadline in the worst case.',
  source: 'necessary condition under any scheduler (Liu and Layland 1973)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no task is placed'
      : `period and deadline suffice for ${counted(count, 'task')} when alone`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const load of facts.cpu.loads) checkAlone(load, unknown, report);
    unknown.report(report);
  },
};

/** A time with what it is called. */
interface Stated {
  readonly word: string;
  readonly ns: number;
}

/** Times of a job of which the first is longer than the second, which it cannot be. */
function outOfOrder(task: Task): { readonly compared: boolean; readonly wrong?: [Stated, Stated] } {
  const { bcetNs, acetNs, wcetNs, longestRegionNs, criticalSections } = task;
  const stated = (word: string, ns: number | null) => (ns === null ? [] : [{ word, ns }]);
  const wcet = stated('WCET', wcetNs);
  const runs = [...stated('BCET', bcetNs), ...stated('average', acetNs), ...wcet];
  const parts = [
    ...stated('longest region without preemption', longestRegionNs),
    ...criticalSections.flatMap(({ resource, lengthNs, count }) => [
      { word: `critical section of "${resource}"`, ns: lengthNs },
      { word: `${count} critical sections of "${resource}" together`, ns: count * lengthNs },
    ]),
  ];
  const pairs = [
    ...runs.slice(1).map((longer, index): [Stated | undefined, Stated] => [runs[index], longer]),
    ...wcet.flatMap((longer) => parts.map((part): [Stated, Stated] => [part, longer])),
  ];
  for (const [shorter, longer] of pairs) {
    if (shorter && shorter.ns > longer.ns) return { compared: true, wrong: [shorter, longer] };
  }
  return { compared: pairs.length > 0 };
}

const ORDERED: Rule = {
  id: 'TASK-2',
  title: 'Execution times out of order',
  strength: 'strong',
  checks:
    'BCET is at most the average execution time, and that at most the WCET; no critical section, no sections of one resource together and no region without preemption are longer than the WCET.',
  source: 'definition',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no task with two execution times to compare'
      : `execution times of ${counted(count, 'task')} in order`,
  run: (facts, report) => {
    for (const task of rows(facts.plan.tasks)) {
      const { compared, wrong } = outOfOrder(task);
      if (!compared) continue;
      if (!wrong) {
        report.pass();
        continue;
      }
      const [found, limit] = wrong;
      report.warning({
        subjects: [ofTask(task)],
        message: `task "${task.name}": ${found.word} ${formatNs(found.ns)} is more than ${limit.word} ${formatNs(limit.ns)}`,
        limit: formatNs(limit.ns),
        actual: formatNs(found.ns),
        remainder: `-${formatNs(found.ns - limit.ns)}`,
        remedy: 'Correct the execution times.',
      });
    }
  },
};

/** In the order in which they are listed. */
export const TASK_RULES: readonly Rule[] = [ALONE, ORDERED];
