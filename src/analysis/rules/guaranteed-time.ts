/** RT-10 to RT-12: processor time that a higher level is certain of, budgets that suffice, and what supervises. */
import { criticalityName } from '../../model/criticality.ts';
import type { Application } from '../../model/application.ts';
import type { Environment } from '../../model/layout.ts';
import { ShareSum, term } from '../cpu/exact-sum.ts';
import type { Facts } from '../facts.ts';
import { longRunDemand } from '../schedulability/arrivals.ts';
import { hostOf } from '../schedulability/host.ts';
import type { CoreSchedule } from '../schedulability/schedulability-facts.ts';
import {
  fieldOfApplication,
  fieldOfTask,
  ofApplication,
  ofCore,
  ofEnvironment,
  ofTask,
} from '../subjects.ts';
import { counted, formatLoad } from '../wording.ts';
import { lowerBeside, lowestOf } from './levels.ts';
import type { Report, Rule } from './rule.ts';
import { criticalFacts, isCritical } from './tech-facts.ts';
import { UnknownGroups } from './unknown-groups.ts';
import { addUnstated, unstatedOfCritical } from './unstated.ts';

const ANNEX_D2 = 'ISO 26262-6:2018 annex D.2.2 (timing and execution), from memory';

/** Applications by host; those of one kernel share its fate where it is not stated on which of its cores they run. */
function applicationsByHost(facts: Facts): ReadonlyMap<Environment, ReadonlySet<Application>> {
  const byHost = new Map<Environment, Set<Application>>();
  for (const { placement, application } of facts.cpu.loads) {
    const host = hostOf(facts.tree.pathOf.get(placement.environmentId) ?? []);
    if (!host) continue;
    const inside = byHost.get(host);
    if (inside) inside.add(application);
    else byHost.set(host, new Set([application]));
  }
  return byHost;
}

function applicationsOn(
  { set }: CoreSchedule,
  byHost: ReturnType<typeof applicationsByHost>,
): readonly Application[] {
  if (set.strangers.length > 0) return [...(byHost.get(set.host) ?? [])];
  return [...new Set(set.tasks.map(({ load }) => load.application))];
}

function checkCore(
  schedules: readonly CoreSchedule[],
  byHost: ReturnType<typeof applicationsByHost>,
  unknown: UnknownGroups,
  report: Report,
): void {
  const on = schedules.map((schedule) => {
    const own = applicationsOn(schedule, byHost);
    return { schedule, own, lowest: lowestOf(own) };
  });
  for (const { schedule, own } of on) {
    const { set, supply } = schedule;
    if (supply.kind !== 'unknown') {
      report.pass();
      continue;
    }
    const others = on.flatMap((other) => (other.schedule === schedule ? [] : other.lowest));
    const found = lowerBeside(own, others);
    if (found) {
      report.warning({
        subjects: [ofEnvironment(set.host), ofCore(set.core.core), ...own.map(ofApplication)],
        message: `"${set.host.name}" (${criticalityName(found.high)}) shares ${set.core.core.name} with ${criticalityName(found.low)} and is not certain of its time: ${supply.reason}`,
        limit: 'windows, or budgets that are proven to be granted',
        actual: supply.reason,
        remedy:
          'Give every environment on the core a window or an enforced budget, or move the lower level to another core.',
      });
      continue;
    }
    for (const each of own.filter(({ criticality }) => criticality === null)) {
      const text = {
        message: (names: string) =>
          `on cores that several environments share without certain time, and of unknown criticality: ${names}`,
        remedy: 'State the criticality.',
        field: fieldOfApplication(each, 'criticality'),
      };
      unknown.add('criticality', text, ofApplication(each), ofEnvironment(set.host));
    }
  }
}

const GUARANTEED: Rule = {
  id: 'RT-10',
  title: 'Higher level without guaranteed processor time',
  strength: 'strong',
  checks:
    'Where environments share a core, one with applications of a higher level than beside it, on the same scale, is certain of its processor time whatever the others do: by windows, or by budgets that are all enforced and proven to be granted.',
  source: `${ANNEX_D2}; ARINC 653 part 1 (time partitioning)`,
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no environments of different stated levels share a core'
      : `${counted(count, 'environment')} certain of their time on shared cores`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const byCore = Map.groupBy(facts.schedulability.schedules, ({ set }) => set.core);
    const shared = [...byCore.values()].filter((schedules) => schedules.length > 1);
    const byHost = shared.length > 0 ? applicationsByHost(facts) : new Map();
    for (const schedules of shared) checkCore(schedules, byHost, unknown, report);
    unknown.report(report);
  },
};

const SILENT = {
  WCET: {
    message: (names: string) => `WCET in a budget or window unknown on its core: ${names}`,
    remedy: 'State the WCET, with the core type and the clock that it holds for.',
  },
  RATE: {
    message: (names: string) =>
      `how often events activate tasks in a budget or window is unknown: ${names}`,
    remedy: 'State which task sends each event, or how often it is sent, and place the senders.',
  },
} as const;

/** What the tasks of one environment ask of what it is certain to get of a core. */
function checkSupply(schedule: CoreSchedule, unknown: UnknownGroups, report: Report): void {
  const { set, supply } = schedule;
  if (supply.kind === 'unknown' || (supply.kind === 'core' && supply.isWhole)) return;
  const demand = new ShareSum();
  const silent = [];
  for (const of of set.tasks) {
    const asked = longRunDemand(of);
    if (asked) demand.add(asked);
    else silent.push(of);
  }
  const { budget, period } = supply.supply.rate;
  const limit = term([budget], [period]);
  if (demand.compare(limit) > 0) {
    report.error({
      subjects: [
        ofEnvironment(set.host),
        ofCore(set.core.core),
        ...set.tasks.map(({ task }) => ofTask(task)),
      ],
      message: `tasks of "${set.host.name}" need ${formatLoad(demand.value)} of ${set.core.core.name}, and it gets ${formatLoad(limit.value)}: ${supply.words}`,
      limit: `${formatLoad(limit.value)} of the core (${supply.words})`,
      actual: formatLoad(demand.value),
      remedy: `Give "${set.host.name}" more time, or move tasks out of it.`,
    });
    return;
  }
  for (const { task, wcetNs } of silent) {
    const what = wcetNs === null ? 'WCET' : 'RATE';
    const field = wcetNs === null ? { field: fieldOfTask(task, 'wcetNs') } : {};
    unknown.add(what, { ...SILENT[what], ...field }, ofTask(task), ofEnvironment(set.host));
  }
  if (silent.length === 0 && set.strangers.length === 0) report.pass();
}

/** Budgets side by side by who grants them and on which core. */
function checkBudgets({ tree, hardware }: Facts, report: Report): void {
  const granted = new Map<string, { readonly on: string; readonly all: Environment[] }>();
  for (const environment of tree.environments) {
    if (!environment.server || environment.server.kind === 'quota') continue;
    for (const coreId of tree.coresOf.get(environment.id) ?? []) {
      const key = `${environment.parentId ?? ''} ${coreId}`;
      const list = granted.get(key);
      if (list) list.all.push(environment);
      else granted.set(key, { on: coreId, all: [environment] });
    }
  }
  for (const { on, all } of granted.values()) {
    const parent = tree.environmentById.get(all[0]?.parentId ?? '');
    const switchNs = parent?.contextSwitchNs ?? 0;
    const sum = new ShareSum();
    for (const { server, copies } of all) {
      if (server) sum.add(term([server.budgetNs + 2 * switchNs, copies], [server.periodNs]));
    }
    const core = hardware.coreById.get(on);
    if (sum.compare(term([1], [])) <= 0) {
      report.pass();
      continue;
    }
    report.error({
      subjects: [...all.map(ofEnvironment), ...(core ? [ofCore(core.core)] : [])],
      message: `budgets on ${core?.core.name ?? on} add up to ${formatLoad(sum.value)} of it${switchNs > 0 ? ', switches included' : ''}`,
      limit: '100 % of the core',
      actual: formatLoad(sum.value),
      remedy: 'Lower budgets, lengthen periods, or move an environment to another core.',
    });
  }
}

const BUDGETS: Rule = {
  id: 'RT-11',
  title: 'Budget of processor time exceeded',
  strength: 'hard',
  checks:
    'The tasks in an environment with windows or a budget ask in the long run for no more than it gets of their core, and budgets side by side for no more than the core, with the stated switches. Time shares are CPU-3 and CORE-3.',
  source: `Shin and Lee 2003 (supply-bound functions); ${ANNEX_D2}`,
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no environment has windows or a budget'
      : `${counted(count, 'budget')} of processor time sufficient in the long run`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const schedule of facts.schedulability.schedules) checkSupply(schedule, unknown, report);
    checkBudgets(facts, report);
    unknown.report(report);
  },
};

const SUPERVISED: Rule = {
  id: 'RT-12',
  title: 'Supervision of what is critical',
  strength: 'strong',
  checks:
    'That a watchdog or health monitor of at least its level supervises what is hard real time or of raised criticality, and that detection and reaction end within the fault tolerant time interval, is checked by hand: a plan states neither. Chains with a bound are RT-8.',
  source: 'ISO 26262-1:2018 (fault handling and fault tolerant time interval), from memory',
  onPlacement: true,
  passed: () => 'no placed application is hard real time or of raised criticality',
  run: (facts, report) => {
    const [items, unknown] = [new UnknownGroups(), new UnknownGroups()];
    const text = {
      message: (names: string) =>
        `check that a watchdog or health monitor of at least its level supervises ${names}, and that detection and reaction together end within the fault tolerant time`,
      remedy:
        'Review supervision, its level, and the times of detection and reaction; chain latencies are in the results.',
    };
    for (const { application, environment } of criticalFacts(facts).placed) {
      if (!isCritical(application)) {
        addUnstated(unknown, application, unstatedOfCritical(application));
        continue;
      }
      items.add('watchdog', text, ofApplication(application), ofEnvironment(environment));
    }
    items.report(report, 'manual');
    unknown.report(report);
  },
};

/** In the order in which they are listed. */
export const TIME_RULES: readonly Rule[] = [GUARANTEED, BUDGETS, SUPERVISED];
