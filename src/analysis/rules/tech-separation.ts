/** TECH-B1 and TECH-B10: what separates real time and safety functions from everything else. */
import type { Application, Criticality, OsFamily } from '../../model/application.ts';
import { criticalityName, criticalityRank, crossesCriticality } from '../../model/criticality.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment, Os } from '../../model/layout.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import { canShareCores, isSeparatedInTime } from '../isolation/time-partitioning.ts';
import type { Subject } from '../result.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import type { StatedEvidence } from './evidence.ts';
import type { Report, Rule } from './rule.ts';
import {
  criticalFacts,
  figureEvidence,
  inheritedFigure,
  isCritical,
  numberEvidence,
  type Placed,
} from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';
import { addUnstated, unstatedOfCritical } from './unstated.ts';

/** Kernels made for throughput: what runs on one disturbs what else runs on it. */
const GENERAL_PURPOSE: ReadonlySet<OsFamily> = new Set<OsFamily>(['linux', 'android', 'windows']);

/** What keeps an application from being free of interference. */
interface Fault {
  readonly message: string;
  readonly actual: string;
  readonly with: readonly Subject[];
}

/** Applications on one kernel that are alike to this rule. */
interface Alike {
  readonly criticality: Criticality | null;
  readonly realTime: Application['realTime'];
  readonly applications: Set<Application>;
}

/** By kernel, so that an application is compared with a handful of groups and not with all others. */
function groupsByKernel(placed: readonly Placed[]): ReadonlyMap<Environment, readonly Alike[]> {
  const kernels = new Map<Environment, Map<string, Alike>>();
  for (const { kernel, application } of placed) {
    if (!kernel) continue;
    const { criticality, realTime } = application;
    const groups = kernels.get(kernel) ?? new Map<string, Alike>();
    kernels.set(kernel, groups);
    const key = `${criticality?.scale} ${criticality?.level} ${realTime}`;
    const group = groups.get(key) ?? { criticality, realTime, applications: new Set() };
    groups.set(key, group);
    group.applications.add(application);
  }
  return new Map([...kernels].map(([kernel, groups]) => [kernel, [...groups.values()]]));
}

function needOf(application: Application): string {
  const parts = [
    ...(application.criticality === null ? [] : [criticalityName(application.criticality)]),
    ...(application.realTime === 'hard' ? ['hard real time'] : []),
  ];
  return parts.join(', ');
}

const claims = new WeakMap<readonly Environment[], ReadonlyMap<Id, number>>();

/** How many of the environments side by side claim each core; once for a list. */
function claimsOf(siblings: readonly Environment[]): ReadonlyMap<Id, number> {
  const known = claims.get(siblings);
  if (known) return known;
  const made = new Map<Id, number>();
  for (const { coreIds } of siblings) {
    for (const id of new Set(coreIds)) made.set(id, (made.get(id) ?? 0) + 1);
  }
  claims.set(siblings, made);
  return made;
}

/** Whether what stands side by side on one hypervisor leaves the cores of an environment alone. */
function hasOwnCores(facts: Facts, guest: Environment): boolean {
  if (guest.timeShare !== null || guest.coreIds.length === 0) return false;
  const taken = claimsOf(facts.tree.childrenOf.get(guest.parentId) ?? []);
  return guest.coreIds.every((id) => taken.get(id) === 1);
}

function isLower(of: Criticality, than: Criticality): boolean {
  return (
    crossesCriticality(of, than) &&
    (of.scale !== than.scale || (criticalityRank(of) ?? 0) < (criticalityRank(than) ?? 0))
  );
}

/** Names in a message; the rest is counted. */
const MOST_NAMES = 3;

function namesOf(groups: readonly Alike[], count: number): string {
  const names: string[] = [];
  for (const { applications } of groups) {
    for (const { name } of applications) {
      if (names.length === MOST_NAMES) break;
      names.push(name);
    }
  }
  if (count <= MOST_NAMES) return listNames(names);
  return `${names.map((name) => `"${name}"`).join(', ')} and ${count - MOST_NAMES} more`;
}

/** What else runs on each kernel, told once for all applications there that are alike. */
class Neighbours {
  readonly #onKernel: ReadonlyMap<Environment, readonly Alike[]>;
  readonly #faults = new Map<Alike, Map<Os | null, Fault | null>>();

  constructor(placed: readonly Placed[]) {
    this.#onKernel = groupsByKernel(placed);
  }

  on(kernel: Environment | null): readonly Alike[] {
    return (kernel && this.#onKernel.get(kernel)) ?? [];
  }

  faultOf({ application, kernel, os }: Placed): Fault | null {
    const groups = this.on(kernel);
    const own = groups.find(({ applications }) => applications.has(application));
    if (!kernel || !own) return null;
    let faults = this.#faults.get(own);
    if (!faults) this.#faults.set(own, (faults = new Map<Os | null, Fault | null>()));
    let fault = faults.get(os);
    if (fault === undefined) faults.set(os, (fault = faultOn(kernel, os, own, groups)));
    return fault;
  }
}

function faultOn(
  kernel: Environment,
  os: Os | null,
  { criticality, realTime }: Alike,
  groups: readonly Alike[],
): Fault | null {
  const lower = groups.filter(
    (other) =>
      criticality !== null && other.criticality !== null && isLower(other.criticality, criticality),
  );
  const besides =
    realTime === 'hard' && os !== null && GENERAL_PURPOSE.has(os.family)
      ? groups.filter((other) => other.realTime === 'none' || other.realTime === 'soft')
      : [];
  const disturbing = lower.length > 0 ? lower : besides;
  if (disturbing.length === 0) return null;
  const count = disturbing.reduce((sum, { applications }) => sum + applications.size, 0);
  const levels = new Set(lower.map((each) => criticalityName(each.criticality)));
  const who = namesOf(disturbing, count);
  return {
    message: `shares the kernel of "${kernel.name}" with ${who}${lower.length > 0 ? ` (${[...levels].join(', ')})` : ', which are not hard real time'}`,
    actual: `kernel shared with ${counted(count, 'application')}`,
    // The others are named, not subjects: nothing is wrong with them, and they may be many.
    with: [ofEnvironment(kernel)],
  };
}

function hypervisorFault(facts: Facts, placed: Placed): Fault | null {
  const { hypervisor, boundary } = placed;
  if (!hypervisor?.technology) return null;
  const { technology, environment } = hypervisor;
  if (technology.family !== 'type1-static') {
    return {
      message: `stands on ${technology.name}, which is no static partitioning hypervisor`,
      actual: technology.name,
      with: [ofEnvironment(environment)],
    };
  }
  if (!boundary || hasOwnCores(facts, boundary) || hasOwnTime(facts, boundary)) return null;
  return {
    message: `stands in "${boundary.name}", whose cores are not its own${canShareCores(facts.tree, boundary) ? ', and no sound table of windows and no enforced budgets keep the others from its time' : ''}`,
    actual: 'shared cores',
    with: [ofEnvironment(boundary)],
  };
}

/** Whether a table without overlaps, or budgets that are enforced, keep what stands beside it from its time. */
function hasOwnTime({ tree, schedulability }: Facts, guest: Environment): boolean {
  const isBroken = schedulability.tables.some(
    ({ isSound, windows }) =>
      !isSound && windows.some(({ environmentId }) => environmentId === guest.id),
  );
  return !isBroken && isSeparatedInTime(tree, guest);
}

const MIX_UNKNOWN: UnknownText = {
  message: (names) =>
    `on one kernel with critical or real-time applications, and of unknown criticality: ${names}`,
  remedy: 'State their criticality.',
};
const KERNEL_OS_UNKNOWN: UnknownText = {
  message: (names) => `OS not stated beneath hard real time and others: ${names}`,
  remedy: 'State the OS of the environment.',
};
const HYPERVISOR_UNKNOWN: UnknownText = {
  message: (names) =>
    `technology of the hypervisor under a critical application not chosen: ${names}`,
  remedy: 'Choose the technology of the hypervisor.',
};

function evidenceOf(facts: Facts, { application, hypervisor }: Placed): readonly StatedEvidence[] {
  const technology = hypervisor?.technology;
  return [
    {
      name: `criticality and timing of ${application.name}`,
      value: needOf(application),
      source: figureSource(application.sources, 'criticality'),
    },
    ...(technology
      ? [
          figureEvidence(
            facts,
            `isolation in time of ${technology.name}`,
            inheritedFigure(facts, technology, 'isolationTemporal'),
          ),
          numberEvidence(facts, technology, 'interruptLatency'),
        ]
      : []),
  ];
}

function checkSeparation(
  facts: Facts,
  placed: Placed,
  neighbours: Neighbours,
  doubtful: Map<Environment, Application>,
  unknown: UnknownGroups,
  report: Report,
): void {
  const { application, environment, hypervisor, kernel } = placed;
  const fault = neighbours.faultOf(placed) ?? hypervisorFault(facts, placed);
  if (fault) {
    const { mixed, isHighest } = criticalFacts(facts);
    const found = {
      subjects: [
        ofApplication(application),
        ofEnvironment(environment),
        ...fault.with.filter(({ id }) => id !== environment.id),
      ],
      message: `"${application.name}" (${needOf(application)}) ${fault.message}`,
      limit:
        'own kernel on dedicated cores or in its own time: static partition, or own cores of the chip',
      actual: fault.actual,
      evidence: evidenceOf(facts, placed),
      remedy:
        'Move it into a static partition with dedicated cores, with windows of a static table or among enforced budgets, or onto cores of its own, without the others.',
    };
    if (mixed && isHighest(application)) report.error(found);
    else report.warning(found);
    return;
  }
  if (hypervisor && !hypervisor.technology) {
    unknown.add('hypervisor', HYPERVISOR_UNKNOWN, ofEnvironment(hypervisor.environment));
    return;
  }
  const open = application.criticality !== null && kernel && hasUnsaid(kernel, neighbours);
  if (open) doubtful.set(kernel, application);
  else if (kernel && addUntimed(placed, kernel, neighbours, unknown)) return;
  else report.pass();
}

/** Hard real time beside others of which nobody says how urgent they are, or on a kernel of which nobody says what it is. */
function addUntimed(
  { application, os }: Placed,
  kernel: Environment,
  neighbours: Neighbours,
  unknown: UnknownGroups,
): boolean {
  if (application.realTime !== 'hard' || (os && !GENERAL_PURPOSE.has(os.family))) return false;
  const others = neighbours.on(kernel).filter(({ realTime }) => realTime !== 'hard');
  if (others.length === 0) return false;
  if (os === null) unknown.add('os', KERNEL_OS_UNKNOWN, ofEnvironment(kernel));
  else {
    for (const each of others.flatMap(({ applications }) => [...applications])) {
      addUnstated(unknown, each, ['realTime']);
    }
  }
  return true;
}

function hasUnsaid(kernel: Environment, neighbours: Neighbours): boolean {
  return neighbours.on(kernel).some(({ criticality }) => criticality === null);
}

function unsaidOn(kernel: Environment, neighbours: Neighbours): readonly Application[] {
  const groups = neighbours.on(kernel);
  return groups
    .filter(({ criticality }) => criticality === null)
    .flatMap(({ applications }) => [...applications]);
}

/** Whether a place would be wrong, or unknown, if what stands there were critical. */
function couldDisturb(facts: Facts, placed: Placed, neighbours: Neighbours): boolean {
  const { hypervisor, kernel } = placed;
  if ((hypervisor && !hypervisor.technology) || hypervisorFault(facts, placed)) return true;
  const groups = neighbours.on(kernel);
  return groups.reduce((sum, { applications }) => sum + applications.size, 0) > 1;
}

const SEPARATED: Rule = {
  id: 'TECH-B1',
  title: 'Mixed criticality or hard real time without a partition of its own',
  strength: 'hard',
  checks:
    'Hard real time and raised criticality run on a kernel without lower levels, in a static partition with dedicated cores, with windows of a static table or among enforced budgets only, or on own cores. An error for the highest of several levels, otherwise a warning.',
  source:
    'technology rule B1 (rtas23, bao20, jailhouse-src): freedom from interference; windows and budgets: pikeos (ARINC 653 style time partitioning), ISO 26262-6:2018 annex D.2.2, from memory',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed application is hard real time or of raised criticality'
      : `${counted(count, 'critical or real-time application')} apart from the others`,
  run: (facts, report) => {
    const { placed } = criticalFacts(facts);
    const neighbours = new Neighbours(placed);
    const unknown = new UnknownGroups();
    /** Kernels with a critical application beside some of unknown criticality. */
    const doubtful = new Map<Environment, Application>();
    for (const each of placed) {
      if (!isCritical(each.application)) {
        if (couldDisturb(facts, each, neighbours)) {
          addUnstated(unknown, each.application, unstatedOfCritical(each.application));
        }
        continue;
      }
      checkSeparation(facts, each, neighbours, doubtful, unknown, report);
    }
    for (const [kernel, critical] of doubtful) {
      for (const other of unsaidOn(kernel, neighbours)) {
        unknown.add('mix', MIX_UNKNOWN, ofApplication(other), ofApplication(critical));
      }
    }
    unknown.report(report);
  },
};

const TYPE_2: Rule = {
  id: 'TECH-B10',
  title: 'Real time or safety on a Type 2 hypervisor',
  strength: 'hard',
  checks: 'Nothing that is hard real time or of raised criticality stands on a Type 2 hypervisor.',
  source:
    'technology rule B10 (dall16, suse-rt): the host OS schedules and is trusted; an engineering inference',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed application is hard real time or of raised criticality'
      : `${counted(count, 'critical or real-time application')} off Type 2 hypervisors`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const placed of criticalFacts(facts).placed) {
      const { application, environment, layers } = placed;
      const hosted = layers.find(({ technology }) => technology?.family === 'type2');
      const unnamed = layers.find(
        (each) => each.environment.kind === 'hypervisor' && !each.technology,
      );
      if (!isCritical(application)) {
        const open = hosted || unnamed ? unstatedOfCritical(application) : [];
        addUnstated(unknown, application, open);
        continue;
      }
      if (!hosted?.technology) {
        if (!unnamed) report.pass();
        else unknown.add('hypervisor', HYPERVISOR_UNKNOWN, ofEnvironment(unnamed.environment));
        continue;
      }
      report.error({
        subjects: [
          ofApplication(application),
          ofEnvironment(environment),
          ofEnvironment(hosted.environment),
        ],
        message: `"${application.name}" (${needOf(application)}) stands on ${hosted.technology.name}, a Type 2 hypervisor: good for development and test only`,
        limit: 'no host OS beneath that schedules it',
        actual: hosted.technology.name,
        evidence: evidenceOf(facts, { ...placed, hypervisor: hosted }),
        remedy: 'Use a static partition, or cores of its own.',
      });
    }
    unknown.report(report);
  },
};

/** In the order in which they are listed: B10 after B9. */
export const TECH_SEPARATION_RULE: Rule = SEPARATED;
export const TECH_TYPE_2_RULE: Rule = TYPE_2;
