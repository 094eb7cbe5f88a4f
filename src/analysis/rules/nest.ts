/** NEST-1 to NEST-4 and THIN-1: what can stand in what. */
import type { Technology } from '../../catalog/technology.ts';
import type { OsFamily } from '../../model/application.ts';
import { canNest, kindFacts, kindWord } from '../../model/environment-kinds.ts';
import { kernelOf } from '../../model/layout-tree.ts';
import type { Environment, EnvironmentKind } from '../../model/layout.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import type { Facts } from '../facts.ts';
import { lineageOf, technologyOf } from '../isolation/technologies.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import { LEVEL_RULES } from './levels.ts';
import type { Report, Rule } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

const NESTING: Rule = {
  id: 'NEST-1',
  title: 'Environment where it cannot stand',
  strength: 'hard',
  checks:
    'Every environment stands in a kind of environment that can carry it, or on the hardware.',
  source: 'kinds of environment of the house',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no environment' : `nesting of ${counted(count, 'environment')} is possible`,
  run: (facts, report) => {
    for (const environment of facts.tree.environments) {
      const { parentId } = environment;
      const parent = parentId === null ? null : facts.tree.environmentById.get(parentId);
      if (parent === undefined || !facts.tree.pathOf.has(environment.id)) {
        report.error({
          subjects: [ofEnvironment(environment)],
          message:
            parent === undefined
              ? `"${environment.name}" stands in an environment that does not exist`
              : `"${environment.name}" stands inside itself`,
          actual: parentId,
          remedy: 'Choose another parent.',
        });
      } else if (canNest(environment.kind, parent?.kind ?? null)) report.pass();
      else {
        const allowed = kindFacts(environment.kind).parents.map((kind) =>
          kind === 'hardware' ? 'the hardware' : kindWord(kind),
        );
        report.error({
          subjects: [ofEnvironment(environment), ...(parent ? [ofEnvironment(parent)] : [])],
          message: `"${environment.name}" (${kindWord(environment.kind)}) cannot stand ${parent ? `in "${parent.name}" (${kindWord(parent.kind)})` : 'on the hardware'}`,
          limit: allowed.join(', '),
          actual: parent ? kindWord(parent.kind) : 'the hardware',
          remedy: `Move it into: ${allowed.join(', ')}.`,
        });
      }
    }
  },
};

const NEEDS_TECHNOLOGY: ReadonlySet<EnvironmentKind> = new Set<EnvironmentKind>([
  'hypervisor',
  'partition',
  'vm',
  'thin-vm',
  'container-engine',
  'container',
]);

const NOT_CHOSEN = {
  message: (names: string) => `no technology chosen: ${names}`,
  remedy: 'Choose one from the catalogue; figures and rules of a technology apply from then on.',
};
const NOT_IN_CATALOGUE = {
  message: (names: string) => `technology not in the catalogue: ${names}`,
  remedy: 'Choose one of this catalogue.',
};

const FIT: Rule = {
  id: 'NEST-2',
  title: 'Technology that does not fit the kind of environment',
  strength: 'hard',
  checks: 'The technology of an environment is one that makes environments of its kind.',
  source: 'catalogue: kinds of environment of each technology',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no environment' : `technology fits in ${counted(count, 'environment')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const environment of facts.tree.environments) {
      const id = environment.technologyId;
      const technology = technologyOf(facts.catalogue, facts.tree, environment);
      if (id === null) {
        if (technology || !NEEDS_TECHNOLOGY.has(environment.kind)) report.pass();
        else unknown.add('not chosen', NOT_CHOSEN, ofEnvironment(environment));
      } else if (!technology) {
        unknown.add('not there', NOT_IN_CATALOGUE, ofEnvironment(environment));
      } else if (technology.environmentKinds.includes(environment.kind)) report.pass();
      else {
        const kinds = technology.environmentKinds.map(kindWord).join(', ');
        report.error({
          subjects: [ofEnvironment(environment)],
          message: `${technology.name} is no technology for "${environment.name}" (${kindWord(environment.kind)})`,
          limit: kinds,
          actual: kindWord(environment.kind),
          remedy: `Choose another technology, or make it one of: ${kinds}.`,
        });
      }
    }
    unknown.report(report);
  },
};

/** Whether guests of a technology can stand in a hypervisor; null where nobody says. */
function runsIn(facts: Facts, guest: Technology, host: Technology): boolean | null {
  const guestLine = lineageOf(facts.catalogue, guest);
  const hostLine = lineageOf(facts.catalogue, host);
  if (guestLine.includes(host.id) || hostLine.includes(guest.id)) return true;
  // A library OS or an RTOS is a guest for any hypervisor; a VMM such as Firecracker is not.
  if (!guest.environmentKinds.includes('hypervisor')) return true;
  return guest.family === 'thin-vm' ? null : false;
}

const BENEATH: Rule = {
  id: 'NEST-3',
  title: 'Guest of another hypervisor than the one beneath',
  strength: 'hard',
  checks: 'A partition or VM is of the technology of the hypervisor it stands in.',
  source: 'catalogue: a hypervisor makes its own partitions and VMs',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no guest states another technology than its hypervisor'
      : `${counted(count, 'guest')} of the technology of the hypervisor beneath`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const environment of facts.tree.environments) {
      const parent = facts.tree.environmentById.get(environment.parentId ?? '');
      if (!parent || parent.kind !== 'hypervisor') continue;
      const guest = technologyOf(facts.catalogue, facts.tree, environment);
      const host = technologyOf(facts.catalogue, facts.tree, parent);
      if (!guest || !host) continue;
      const runs = runsIn(facts, guest, host);
      if (runs === null && lineageOf(facts.catalogue, host).includes('kvm-qemu')) report.pass();
      else if (runs === null) {
        const text = {
          message: (names: string) =>
            `nothing says whether ${guest.name} (${names}) runs on ${host.name}`,
          remedy: 'Check by hand, or choose the technology of the hypervisor beneath.',
        };
        unknown.add(`${guest.id} ${host.id}`, text, ofEnvironment(environment));
      } else if (runs) report.pass();
      else {
        report.error({
          subjects: [ofEnvironment(environment), ofEnvironment(parent)],
          message: `"${environment.name}" is made of ${guest.name} and stands in "${parent.name}", which is ${host.name}`,
          limit: host.name,
          actual: guest.name,
          remedy: `Choose ${host.name} for it, or move it.`,
        });
      }
    }
    unknown.report(report);
  },
};

/** Kernels without the processes and namespaces that containers are made of. */
const WITHOUT_CONTAINERS: ReadonlySet<OsFamily> = new Set<OsFamily>([
  'none',
  'library-os',
  'zephyr',
  'freertos',
  'autosar-classic',
]);
const WITH_CONTAINERS: ReadonlySet<OsFamily> = new Set<OsFamily>(['linux', 'android', 'windows']);

function checkEngine(
  facts: Facts,
  engine: Environment,
  unknown: UnknownGroups,
  report: Report,
): void {
  const kernel = kernelOf(facts.tree, engine.id);
  const technology = technologyOf(facts.catalogue, facts.tree, engine);
  if (!kernel) {
    unknown.add('os', ENGINE_OS, ofEnvironment(engine));
    return;
  }
  const { family } = kernel.os;
  const windowsOnly = technology?.id.startsWith('windows-container') === true;
  if (WITHOUT_CONTAINERS.has(family) || (windowsOnly && family !== 'windows')) {
    report.error({
      subjects: [ofEnvironment(engine), ofEnvironment(kernel.environment)],
      message: windowsOnly
        ? `"${engine.name}" (${technology?.name}) needs Windows beneath; "${kernel.environment.name}" runs ${OS_NAMES[family]}`
        : `"${engine.name}" needs a kernel with processes and namespaces; "${kernel.environment.name}" runs ${OS_NAMES[family]}`,
      limit: windowsOnly ? 'Windows' : 'Linux, Android or Windows',
      actual: OS_NAMES[family],
      remedy: 'Put the engine on an OS that can hold containers, if need be in a VM of its own.',
    });
  } else if (WITH_CONTAINERS.has(family)) report.pass();
  else unknown.add(`family ${family}`, ENGINE_FAMILY, ofEnvironment(engine));
}

const ENGINE_OS = {
  message: (names: string) => `OS beneath the container engine not stated: ${names}`,
  remedy: 'State the OS of the environment that the engine stands in.',
};
const ENGINE_FAMILY = {
  message: (names: string) => `nothing says whether the OS beneath can hold containers: ${names}`,
  remedy: 'Check with the supplier of the OS.',
};

const ENGINE: Rule = {
  id: 'NEST-4',
  title: 'Container engine on a kernel that holds no containers',
  strength: 'hard',
  checks:
    'A container engine stands on an OS with processes and namespaces; Windows containers on Windows.',
  source: 'nist800-190 (containers share the kernel of a general-purpose OS); win-iso',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no container engine'
      : `${counted(count, 'container engine')} on a kernel that holds containers`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const environment of facts.tree.environments) {
      if (environment.kind === 'container-engine') {
        checkEngine(facts, environment, unknown, report);
      }
    }
    unknown.report(report);
  },
};

const THIN: Rule = {
  id: 'THIN-1',
  title: 'More than one application in a thin VM',
  strength: 'strong',
  checks:
    'A thin VM holds one application. In a unikernel a second one is an error: there is one address space and one program.',
  source: 'definition of a thin VM; unikraft21 (single application, single address space)',
  onPlacement: true,
  passed: (count) =>
    count === 0 ? 'no thin VM' : `${counted(count, 'thin VM')} with at most one application`,
  run: (facts, report) => {
    for (const environment of facts.tree.environments) {
      if (environment.kind !== 'thin-vm') continue;
      const placements = facts.tree.placementsIn.get(environment.id) ?? [];
      const applications = placements.flatMap(
        ({ applicationId }) => facts.plan.applications.get(applicationId) ?? [],
      );
      const programs = placements.reduce((sum, { instances }) => sum + instances, 0);
      if (programs <= 1) {
        report.pass();
        continue;
      }
      const technology = technologyOf(facts.catalogue, facts.tree, environment);
      const unikernel =
        technology?.family === 'unikernel' || environment.os?.family === 'library-os';
      const found = {
        subjects: [ofEnvironment(environment), ...applications.map(ofApplication)],
        message: `thin VM "${environment.name}" holds ${counted(programs, 'instance')} of ${listNames(applications.map((each) => each.name))}${unikernel ? ' in one address space' : ''}`,
        limit: '1 application',
        actual: counted(programs, 'instance'),
        remainder: String(1 - programs),
        remedy: 'Give each a thin VM of its own, or make it a VM with a general OS.',
      };
      if (unikernel) report.error(found);
      else report.warning(found);
    }
  },
};

/** In the order in which they are listed. */
export const NEST_RULES: readonly Rule[] = [NESTING, FIT, BENEATH, ENGINE, LEVEL_RULES.nest, THIN];
