/** CPU-1 to CPU-4: demand for CPU time against what cores give. */
import type { Task } from '../../model/application.ts';
import { clockText } from '../../model/clock.ts';
import { countedWords } from '../cpu/cpu-budgets.ts';
import type { CoreLoad, EnvironmentLoad, Load } from '../cpu/cpu-facts.ts';
import { coreSetName } from '../cpu/core-sets.ts';
import type { Demand } from '../cpu/demand.ts';
import { term, type Term } from '../cpu/exact-sum.ts';
import type { Unknown, UnknownCause } from '../cpu/scaling.ts';
import type { Facts } from '../facts.ts';
import { figureSource, hardwareSource, type CoreFacts, type Hardware } from '../hardware.ts';
import type { Subject } from '../result.ts';
import {
  fieldOfTask,
  ofApplication,
  ofCore,
  ofCoreSet,
  ofEnvironment,
  ofTask,
} from '../subjects.ts';
import { counted, formatLoad, listNames } from '../wording.ts';
import type { StatedEvidence } from './evidence.ts';
import type { Report, Rule, Verdictable } from './rule.ts';

const ONE_CORE = term([1], []);
/** How many of the largest loads are named as culprits. */
const CULPRITS = 12;

function coreText(core: CoreFacts): string {
  const { cluster } = core;
  return cluster
    ? `${core.core.name} (${cluster.coreType}, ${clockText(cluster)})`
    : core.core.name;
}

function clockEvidence(hardware: Hardware, cores: readonly CoreFacts[]): readonly StatedEvidence[] {
  const clusters = new Set(cores.map((core) => core.cluster));
  return [...clusters].flatMap((cluster) =>
    cluster
      ? {
          name: `clock of ${cluster.coreType}`,
          value: clockText(cluster),
          source: hardwareSource(
            hardware.target,
            cluster.provenance,
            cluster.baseClockHz === null ? 'maxClockHz' : 'baseClockHz',
          ),
        }
      : [],
  );
}

/** Largest first; loads without a known worst case last. */
function bySize(loads: readonly Load[]): readonly Load[] {
  const size = (load: Load) => load.share.high?.value ?? load.share.typical?.value ?? -1;
  return [...loads].sort((a, b) => size(b) - size(a));
}

function culprits(loads: readonly Load[]): readonly Subject[] {
  const subjects = new Map<string, Subject>();
  for (const load of bySize(loads)) {
    if (subjects.size >= CULPRITS) break;
    subjects.set(load.application.id, ofApplication(load.application));
    if (load.task) subjects.set(load.task.id, ofTask(load.task));
  }
  return [...subjects.values()];
}

function loadEvidence(loads: readonly Load[]): readonly StatedEvidence[] {
  return bySize(loads)
    .slice(0, CULPRITS)
    .map((load) => {
      const { application, task, share } = load;
      const counted = countedWords(load);
      const name = task ? `${application.name}, task ${task.name}` : application.name;
      return {
        name: `demand of ${name}${counted ? `, ${counted}` : ''}`,
        value: share.high ? formatLoad(share.high.value) : 'unknown',
        source: task
          ? figureSource(task.sources, 'wcetNs')
          : figureSource(application.sources, 'cpuLoad'),
      };
    });
}

function loadName({ application, task }: Load): string {
  return task ? `task "${task.name}" of "${application.name}"` : `"${application.name}"`;
}

/** An overload at worst-case times only: which lesser times fit. */
function fitsOtherwise(demand: Demand, capacity: Term): string {
  const limit = capacity.value;
  const { low, typical } = demand.range(capacity);
  if (demand.typicalVerdict(capacity) === 'within') {
    return `; at average times it fits (${formatLoad(typical ?? 0, limit)})`;
  }
  const lowFits = typical === null && low !== null && !demand.atLeast && low <= limit;
  return lowFits ? `; at best-case times it fits (${formatLoad(low, limit)})` : '';
}

/** The part of an overload that is the same for a core, a set and an environment; `of` has the capacity. */
function overload(
  what: string,
  of: readonly Subject[],
  demand: Demand,
  capacity: Term,
  loads: readonly Load[],
) {
  const { low, high, typical } = demand.range(capacity);
  const limit = capacity.value;
  const actual = high ?? 0;
  const atLeast = demand.atLeast ? 'at least ' : '';
  const largest = bySize(loads)[0];
  const text = (share: number | null) => (share === null ? 'unknown' : formatLoad(share, limit));
  return {
    message: `${what} at worst-case times: ${atLeast}${text(actual)} of one core against ${formatLoad(limit)}${fitsOtherwise(demand, capacity)}`,
    limit: `${formatLoad(limit)} of one core`,
    actual: `${atLeast}${text(actual)}`,
    remainder: `${demand.atLeast ? 'at most ' : ''}${formatLoad(limit - actual, 0)}`,
    overrun: { of, by: actual - limit },
    remedy: `Move ${largest ? loadName(largest) : 'a load'} or another load elsewhere, or lower its demand.`,
    evidence: [
      { name: 'demand at average times', value: text(typical), source: 'estimate' },
      { name: 'demand at best-case times', value: text(low), source: 'estimate' },
      ...loadEvidence(loads),
    ],
  } satisfies Partial<Verdictable>;
}

/** Something whose demand is not known well enough, with what is known of it. */
interface Doubt {
  readonly subject: Subject;
  readonly demand: Demand;
  readonly capacity: Term;
}

/** One finding for everything of a rule that could not be judged. */
function reportDoubts(doubts: readonly Doubt[], word: string, report: Report): void {
  if (doubts.length === 0) return;
  const names = listNames(doubts.map(({ subject }) => subject.name));
  report.notAssessed({
    subjects: doubts.map(({ subject }) => subject),
    message: `${counted(doubts.length, word)} not assessed (${names}): part of the demand is unknown, or depends on which kind of core it runs on or which of several receivers events go to`,
    evidence: doubts.map(({ subject, demand, capacity }) => {
      const { high } = demand.range(capacity);
      const atLeast = demand.atLeast ? 'at least ' : 'up to ';
      return {
        name: `known demand on ${subject.name} against ${formatLoad(capacity.value)}`,
        value: high === null ? 'unknown' : `${atLeast}${formatLoad(high, capacity.value)}`,
        source: 'estimate',
      };
    }),
    remedy: 'Supply what the findings of rule CPU-4 name, or pin the load to one kind of core.',
  });
}

function checkCore(facts: Facts, load: CoreLoad, doubts: Doubt[], report: Report): void {
  const verdict = load.pinned.verdict(ONE_CORE);
  if (verdict === 'over') {
    const text = overload(
      `${coreText(load.core)} is overloaded`,
      [ofCore(load.core.core)],
      load.pinned,
      ONE_CORE,
      load.loads,
    );
    report.error({
      ...text,
      subjects: [ofCore(load.core.core), ...culprits(load.loads)],
      evidence: [...clockEvidence(facts.hardware, [load.core]), ...text.evidence],
    });
  } else if (verdict === 'within') report.pass();
  else doubts.push({ subject: ofCore(load.core.core), demand: load.pinned, capacity: ONE_CORE });
}

const OVER_CORE: Rule = {
  id: 'CPU-1',
  title: 'Core over capacity',
  strength: 'hard',
  checks:
    'What is pinned to a core, at worst-case times, is at most one core. Exactly one is legal.',
  source: 'Liu and Layland 1973: utilisation above 1 misses deadlines under any scheduler',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'nothing is pinned to a core'
      : `${counted(count, 'core')} within capacity at worst-case times`,
  run: (facts, report) => {
    const doubts: Doubt[] = [];
    for (const load of facts.cpu.cores)
      if (load.loads.length > 0) checkCore(facts, load, doubts, report);
    reportDoubts(doubts, 'core', report);
  },
};

const OVER_SET: Rule = {
  id: 'CPU-2',
  title: 'Set of cores over capacity',
  strength: 'hard',
  checks:
    'What floats over a set of cores, with everything pinned to them and floating over parts of them, is at most as many cores as the set has.',
  source:
    "Hall's condition for fractional assignment: exact for up to eight overlapping sets, necessary beyond",
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'nothing floats over several cores'
      : `${counted(count, 'set')} of cores with floating load within capacity at worst-case times`,
  run: (facts, report) => {
    const doubts: Doubt[] = [];
    for (const { set, demand, capacity } of facts.cpu.sets) {
      const verdict = demand.verdict(capacity);
      if (verdict === 'within') report.pass();
      if (verdict === 'unknown') doubts.push({ subject: ofCoreSet(set), demand, capacity });
      if (verdict !== 'over') continue;
      const inside = new Set(set.cores);
      const loads = facts.cpu.loads.filter(
        (load) => load.cores.length > 0 && load.cores.every((core) => inside.has(core)),
      );
      const name = `${coreSetName(set.cores)} (${counted(set.cores.length, 'core')})`;
      const cores = set.cores.map((core) => ofCore(core.core));
      const text = overload(`${name}: overloaded`, cores, demand, capacity, loads);
      report.error({
        ...text,
        subjects: [...culprits(loads), ...cores],
        evidence: [...clockEvidence(facts.hardware, set.cores), ...text.evidence],
      });
    }
    reportDoubts(doubts, 'set of cores', report);
  },
};

function checkShare(facts: Facts, load: EnvironmentLoad, share: number, report: Report): boolean {
  const own = term([share], []);
  const name = load.environment.name;
  const inside = () =>
    facts.cpu.loads.filter((each) =>
      facts.tree.pathOf.get(each.placement.environmentId)?.includes(load.environment),
    );
  let fits = true;
  for (const core of load.cores) {
    const pinned = load.pinnedOn.get(core.index);
    if (pinned?.verdict(own) !== 'over') continue;
    fits = false;
    const loads = inside().filter((each) => each.cores.length === 1 && each.cores[0] === core);
    const what = `"${name}" exceeds its share of ${core.core.name}`;
    const of = [ofEnvironment(load.environment), ofCore(core.core)];
    report.error({
      ...overload(what, of, pinned, own, loads),
      subjects: [...of, ...culprits(loads)],
    });
  }
  // With one core the sum over all cores says nothing new.
  if (load.demand.verdict(load.capacity) === 'over' && (fits || load.cores.length > 1)) {
    fits = false;
    const what = `"${name}" exceeds its share of ${coreSetName(load.cores)}`;
    const of = [ofEnvironment(load.environment)];
    report.error({
      ...overload(what, of, load.demand, load.capacity, inside()),
      subjects: [...of, ...culprits(inside())],
    });
  }
  return fits;
}

const OVER_SHARE: Rule = {
  id: 'CPU-3',
  title: 'Time share of an environment exceeded',
  strength: 'hard',
  checks:
    'What an environment with a guaranteed time share holds fits into the share of each core and of all of them.',
  source: 'definition of a time share',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no environment has a time share'
      : `${counted(count, 'time share')} sufficient at worst-case times`,
  run: (facts, report) => {
    const doubts: Doubt[] = [];
    for (const load of facts.cpu.environments) {
      const { environment, demand, capacity } = load;
      if (environment.timeShare === null || load.cores.length === 0) continue;
      if (!checkShare(facts, load, environment.timeShare, report)) continue;
      if (demand.verdict(capacity) === 'within') report.pass();
      else doubts.push({ subject: ofEnvironment(environment), demand, capacity });
    }
    reportDoubts(doubts, 'time share', report);
  },
};

interface CauseText {
  readonly why: (unknown: Unknown) => string;
  /** Of a task that lacks it, where that is the remedy. */
  readonly field?: keyof Task;
  readonly remedy: (unknown: Unknown) => string;
}

const CAUSES: Readonly<Record<UnknownCause, CauseText>> = {
  'no-demand': {
    why: () => 'neither tasks nor a CPU load are stated',
    remedy: () => 'State tasks, or a CPU load for a named core type and clock.',
  },
  'no-wcet': {
    why: () => 'no worst-case execution time is stated',
    remedy: () => 'State the WCET of the task.',
    field: 'wcetNs',
  },
  'no-core-type': {
    why: () => 'execution times are stated without the core type they were measured on',
    remedy: () => 'Name the core type and clock of the execution times.',
    field: 'coreType',
  },
  'stated-clock': {
    why: ({ fromType }) => `execution times on ${fromType} are stated without a clock`,
    remedy: () => 'State the clock at which the times hold.',
    field: 'clockHz',
  },
  'core-clock': {
    why: ({ fromType }) => `the clock of ${fromType} on this target is unknown`,
    remedy: ({ fromType }) => `Set the maximum clock of ${fromType} in the plan's target.`,
  },
  'no-factor': {
    why: ({ fromType, toType }) => `nothing says how fast ${toType} is against ${fromType}`,
    remedy: ({ fromType, toType }) =>
      `State a WCET on ${toType}, or a capacity factor from ${fromType} to ${toType} in the plan's target.`,
  },
  'several-clocks': {
    why: ({ fromType, toType }) =>
      `the factor from ${fromType} to ${toType} is ambiguous: one of them runs at several clocks on this target`,
    remedy: ({ toType }) => `State a WCET on ${toType}.`,
  },
  'no-cluster': {
    why: () => 'the target does not say what type the core is',
    remedy: () => "Correct the cluster of the core in the plan's target.",
  },
  'no-core': {
    why: () => 'no core is given to run on',
    remedy: () => 'Give cores to the environment or to the application.',
  },
  'no-rate': {
    why: ({ reason }) => `how often events activate it is unknown: ${reason ?? ''}`,
    remedy: () =>
      'State which task sends each event, or how often it is sent, and place the senders.',
  },
};

const UNKNOWN_DEMAND: Rule = {
  id: 'CPU-4',
  title: 'Demand on the core known',
  strength: 'strong',
  checks:
    'The demand of every placed application can be computed for its cores: stated for the core type at a clock, or taken over by a stated factor.',
  source: 'rule of the house: unknown stays unknown',
  onPlacement: true,
  passed: (count) =>
    `demand of ${counted(count, 'application or task', 'applications and tasks')} known`,
  run: (facts, report) => {
    const groups = new Map<string, { unknown: Unknown; loads: Load[] }>();
    for (const load of facts.cpu.loads) {
      const { unknown } = load.share;
      if (!unknown) {
        report.pass();
        continue;
      }
      const key = `${unknown.cause} ${unknown.fromType} ${unknown.toType} ${unknown.reason ?? ''}`;
      const group = groups.get(key);
      if (group) group.loads.push(load);
      else groups.set(key, { unknown, loads: [load] });
    }
    for (const { unknown, loads } of groups.values()) {
      const subjects = new Map<string, Subject>();
      for (const { application } of loads) subjects.set(application.id, ofApplication(application));
      const applications = [...subjects.values()];
      for (const { task } of loads) if (task) subjects.set(task.id, ofTask(task));
      const names = listNames(applications.map((each) => each.name));
      const { why, remedy, field } = CAUSES[unknown.cause];
      const task = loads.find((load) => load.task)?.task;
      report.notAssessed({
        subjects: [...subjects.values()],
        message: `CPU demand of ${names} unknown: ${why(unknown)}`,
        actual: counted(loads.length, 'unknown demand'),
        remedy: remedy(unknown),
        field: field && task ? fieldOfTask(task, field) : undefined,
      });
    }
  },
};

/** In the order in which they are listed. */
export const CPU_RULES: readonly Rule[] = [OVER_CORE, OVER_SET, OVER_SHARE, UNKNOWN_DEMAND];
