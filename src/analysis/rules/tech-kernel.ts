/** TECH-A2 to TECH-A6: which kind of environment a kernel or a delivered form asks for. A1 is OS-1 and OS-2. */
import { kindFacts } from '../../model/environment-kinds.ts';
import type { OsFamily } from '../../model/application.ts';
import type { Environment } from '../../model/layout.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import type { Subject } from '../result.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import { HOUSE_JUDGEMENT, type Report, type Rule } from './rule.ts';
import {
  criticalFacts,
  figureEvidence,
  inheritedFigure,
  isCritical,
  type Layer,
  type Placed,
} from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';
import { addUnstated } from './unstated.ts';

/** Whether a container brings or shares the kernel that an application needs; null: nobody says which that is. */
function isRight(
  layers: readonly Layer[],
  os: Placed['os'],
  application: Placed['application'],
): boolean | null {
  if (layers.at(-1)?.technology?.figures.ownKernel.value === true) return true;
  return os === null || application.os === null ? null : os.family === application.os;
}

const KERNEL_UNKNOWN: UnknownText = {
  message: (names) => `an OCI image, and which kernel it needs or is given is unknown: ${names}`,
  remedy: 'State the OS that it needs, and that of the kernel beneath.',
};

/** What stands in the way of running an OCI image here; null when nothing does. */
function ociFault({ application, environment, layers, os }: Placed): [string, string] | null {
  if (environment.kind !== 'container') {
    return [
      `is delivered as an OCI image and stands in "${environment.name}", which is no container`,
      'Put it into a container, or have it delivered as a program.',
    ];
  }
  if (os === null || application.os === null) return null;
  if (isRight(layers, os, application) !== false) return null;
  return [
    `is an OCI image for ${OS_NAMES[application.os]} in a container on ${OS_NAMES[os.family]}`,
    'Put the container engine into a VM with its kernel, or use containers that bring their own (Kata; on Windows Hyper-V isolation).',
  ];
}

const OCI: Rule = {
  id: 'TECH-A2',
  title: 'OCI image without a container on its kernel',
  strength: 'strong',
  checks:
    'An application delivered as an OCI image stands in a container; where it needs another kernel than the host, in one inside a VM.',
  source: 'technology rule A2 (kata-arch, win-iso): a guest kernel per pod or container',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed application is known to be an OCI image'
      : `${counted(count, 'OCI image')} in a container on the right kernel`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const placed of criticalFacts(facts).placed) {
      const { application, environment, layers, os } = placed;
      const { deliverable } = application;
      if (deliverable !== null && deliverable !== 'oci-image') continue;
      const fault = ociFault(placed);
      if (deliverable === null) {
        const fits = !fault && isRight(layers, os, application) === true;
        if (!fits) addUnstated(unknown, application, ['deliverable']);
        continue;
      }
      if (!fault) {
        if (isRight(layers, os, application)) report.pass();
        else unknown.add('kernel', KERNEL_UNKNOWN, ofApplication(application));
        continue;
      }
      report.warning({
        subjects: [ofApplication(application), ofEnvironment(environment)],
        message: `"${application.name}" ${fault[0]}`,
        limit: 'a container on its own kernel',
        actual: kindFacts(environment.kind).title.toLowerCase(),
        evidence: [
          {
            name: `form in which ${application.name} is delivered`,
            value: 'OCI image',
            source: figureSource(application.sources, 'deliverable'),
          },
        ],
        remedy: fault[1],
      });
    }
    unknown.report(report);
  },
};

/** Systems that are linked with the application and run without processes. */
const RTOS: ReadonlySet<OsFamily | null> = new Set<OsFamily | null>([
  'none',
  'zephyr',
  'freertos',
  'autosar-classic',
]);
const BESIDE: ReadonlySet<OsFamily | undefined> = new Set<OsFamily | undefined>([
  'linux',
  'android',
]);

const NO_HYPERVISOR_TECHNOLOGY = {
  message: (names: string) => `technology of the hypervisor is not chosen: ${names}`,
  remedy: 'Choose the technology of the hypervisor.',
};

const NO_OS_STATED = {
  message: (names: string) => `OS not stated, and it may be a Linux beside an RTOS image: ${names}`,
  remedy: 'State the OS of the environment.',
};

/** Has a kernel, and nobody says which. */
function isUnsaidKernel({ kind, os }: Environment): boolean {
  return os === null && (kind === 'os' || kind === 'vm' || kind === 'partition');
}

const RTOS_BESIDE_LINUX: Rule = {
  id: 'TECH-A3',
  title: 'Bare-metal or RTOS image under a general hypervisor',
  strength: 'strong',
  checks:
    'Beside Linux, a bare-metal or RTOS image stands in a static partition or on cores of its own.',
  source: 'technology rule A3 (jailhouse-src: FreeRTOS and Zephyr as cells beside Linux)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no bare-metal or RTOS image beside Linux'
      : `${counted(count, 'bare-metal or RTOS image')} in a static partition or on own cores`,
  run: (facts, report) => {
    const linux = facts.tree.environments.some(({ os }) => BESIDE.has(os?.family));
    if (!linux && !facts.tree.environments.some(isUnsaidKernel)) return;
    const unknown = new UnknownGroups();
    for (const { application, hypervisor, environment, boundary } of criticalFacts(facts).placed) {
      // An image on a kernel that is not its own is the business of OS-1.
      const isRtos = RTOS.has(application.os);
      if (!(isRtos || application.os === null) || environment.kind === 'container') continue;
      const family = hypervisor?.technology?.family;
      if (!hypervisor || family === 'type1-static') {
        if (isRtos && linux) report.pass();
      } else if (!isRtos) addUnstated(unknown, application, ['os']);
      else if (!linux) {
        const open = facts.tree.environments.filter(isUnsaidKernel);
        for (const each of open) unknown.add('os', NO_OS_STATED, ofEnvironment(each));
      } else if (!family) {
        unknown.add('technology', NO_HYPERVISOR_TECHNOLOGY, ofEnvironment(hypervisor.environment));
      } else {
        report.warning({
          subjects: [ofApplication(application), ofEnvironment(boundary ?? environment)],
          message: `"${application.name}" is a bare-metal or RTOS image in a VM of ${hypervisor.technology.name}`,
          limit: 'static partition, or cores of its own',
          actual: hypervisor.technology.name,
          remedy:
            'Use a static partitioning hypervisor, or give it a core of its own outside the hypervisor.',
        });
      }
    }
    unknown.report(report);
  },
};

const IO_UNKNOWN = {
  message: (names: string) => `whether the technology emulates hardware is unknown: ${names}`,
  remedy: 'Check with its documentation.',
};

function checkLegacy(facts: Facts, placed: Placed, unknown: UnknownGroups, report: Report): void {
  const { application, boundary, environment } = placed;
  const isStated = application.legacyHardware === true;
  const wall = placed.layers.findLast(
    ({ technology }) =>
      technology !== null &&
      technology.family !== 'bare-metal' &&
      inheritedFigure(facts, technology, 'ioModes').value !== null,
  );
  const shares = environment.kind === 'container';
  if (!boundary && !shares) {
    if (isStated) report.pass();
    return;
  }
  const modes = wall?.technology && inheritedFigure(facts, wall.technology, 'ioModes');
  if (!isStated) {
    if (!modes?.value?.includes('emulated')) addUnstated(unknown, application, ['legacyHardware']);
    return;
  }
  if (!wall?.technology || !modes) {
    unknown.add('modes', IO_UNKNOWN, ofEnvironment(boundary ?? environment));
    return;
  }
  const { technology } = wall;
  if (modes.value?.includes('emulated')) {
    report.pass();
    return;
  }
  const offered = modes.value?.join(', ') ?? '';
  report.error({
    subjects: [ofApplication(application), ofEnvironment(boundary ?? environment)],
    message: `"${application.name}" needs emulated hardware; ${technology.name} offers ${offered}`,
    limit: 'emulated',
    actual: offered,
    evidence: [figureEvidence(facts, `I/O modes of ${technology.name}`, modes)],
    remedy:
      'Use a hypervisor that emulates a board or PC (KVM, Xen, Hyper-V, ESXi, QNX, ACRN), or adapt the guest OS.',
  });
}

const LEGACY: Rule = {
  id: 'TECH-A4',
  title: 'Unmodified guest without emulated hardware',
  strength: 'hard',
  checks:
    'What expects PC or board hardware stands on the hardware, or on a technology that emulates it.',
  source:
    'technology rule A4 (jailhouse-src: no device emulation; bao-src: I/O is pass-through only)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed application needs emulated hardware'
      : `hardware there for ${counted(count, 'application')} that needs it emulated`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const placed of criticalFacts(facts).placed) {
      if (placed.application.legacyHardware !== false) checkLegacy(facts, placed, unknown, report);
    }
    unknown.report(report);
  },
};

const PROCESSES_UNKNOWN = {
  message: (names: string) =>
    `in a unikernel, but whether it forks or is several programs is unknown: ${names}`,
  remedy: 'State whether it is one process.',
};
const SEVERAL_PROCESSES = {
  message: (names: string) =>
    `several processes in a unikernel, which has one address space and no fork: ${names}`,
  remedy: 'Use a VM with a full OS, or have it ported to one process.',
};

const UNIKERNEL: Rule = {
  id: 'TECH-A5',
  title: 'Unikernel for what is not one process',
  strength: 'advice',
  checks: 'An application linked into a unikernel is one process that does not fork.',
  source: 'technology rule A5 (unikraft21, osv-readme): single application, single address space',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no application in a unikernel'
      : `${counted(count, 'application')} in a unikernel ${count === 1 ? 'is' : 'are'} one process`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const several = new UnknownGroups();
    for (const { application, layers } of criticalFacts(facts).placed) {
      if (layers.at(-1)?.technology?.family !== 'unikernel') continue;
      const about = ofApplication(application);
      if (application.processes === 'single') report.pass();
      else if (application.processes === null) unknown.add('processes', PROCESSES_UNKNOWN, about);
      else several.add('processes', SEVERAL_PROCESSES, about);
    }
    several.report(report, 'advice');
    unknown.report(report);
  },
};

/** House judgement: the rule says "many small", and no source says how many; below this a VM each is a matter of taste. */
const MANY_VMS = 8;

/** What applications must have in common to share a kernel without losing anything. */
function sameness({ application, os }: Placed): string {
  const { trust, criticality } = application;
  return [os?.family, os?.version, trust, criticality?.scale, criticality?.level].join(' ');
}

/** VMs that hold one uncritical application each, by hypervisor and by what they have in common. */
function singleVms(facts: Facts): ReadonlyMap<Layer, readonly (readonly Placed[])[]> {
  const groups = new Map<Layer, Map<string, Placed[]>>();
  for (const placed of criticalFacts(facts).placed) {
    const { environment, hypervisor, application, os } = placed;
    if (environment.kind !== 'vm' || !hypervisor || os === null || isCritical(application))
      continue;
    if ((facts.tree.placementsIn.get(environment.id) ?? []).length !== 1) continue;
    const kinds = groups.get(hypervisor) ?? new Map<string, Placed[]>();
    groups.set(hypervisor, kinds);
    const list = kinds.get(sameness(placed));
    if (list) list.push(placed);
    else kinds.set(sameness(placed), [placed]);
  }
  return new Map([...groups].map(([layer, kinds]) => [layer, [...kinds.values()]]));
}

const MANY_SMALL: Rule = {
  id: 'TECH-A6',
  title: 'A VM each for many applications of one kernel',
  strength: 'advice',
  checks: `Fewer than ${MANY_VMS} VMs of one hypervisor hold a single application each while OS, trust and criticality of all are the same.`,
  source:
    'technology rule A6 (vanrijn21, overlay-doc): near-native performance, shared layers; the number is a house judgement',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no VM with a single application that others could share a kernel with'
      : `${counted(count, 'group')} of like VMs with few members`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const [layer, groups] of singleVms(facts)) {
      for (const group of groups) {
        const environments: readonly Environment[] = group.map(({ environment }) => environment);
        const count = environments.reduce((sum, { copies }) => sum + copies, 0);
        if (count < MANY_VMS) {
          report.pass();
          continue;
        }
        const unsaid = group.filter(
          ({ application: { trust, criticality } }) => trust === null || criticality === null,
        );
        for (const { application } of unsaid) {
          const attributes = ['trust', 'criticality'] as const;
          const open = attributes.filter((each) => application[each] === null);
          addUnstated(unknown, application, open);
        }
        if (unsaid.length > 0) continue;
        const subjects: readonly Subject[] = [layer.environment, ...environments].map(
          ofEnvironment,
        );
        report.advice({
          subjects,
          message: `${counted(count, 'VM')} of "${layer.environment.name}" hold one application each with the same OS, trust and criticality: ${listNames(environments.map(({ name }) => name))}`,
          limit: `fewer than ${counted(MANY_VMS, 'VM')} (${HOUSE_JUDGEMENT})`,
          actual: counted(count, 'VM'),
          remainder: String(MANY_VMS - 1 - count),
          remedy: 'Put them into containers on one kernel, in one VM if need be.',
        });
      }
    }
    unknown.report(report);
  },
};

/** In the order in which they are listed. */
export const TECH_KERNEL_RULES: readonly Rule[] = [
  OCI,
  RTOS_BESIDE_LINUX,
  LEGACY,
  UNIKERNEL,
  MANY_SMALL,
];
