/** OS-1 to OS-3 and ISA-1: what an application needs beneath it. */
import type { Application, OsFamily } from '../../model/application.ts';
import { kernelOf } from '../../model/layout-tree.ts';
import { osOf, type Environment, type Os } from '../../model/layout.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import type { Isa } from '../../model/target.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { ofApplication, ofCore, ofEnvironment } from '../subjects.ts';
import { counted } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import { figureEvidence } from './tech-facts.ts';
import { UnknownGroups } from './unknown-groups.ts';

/** An application over a kernel. */
interface OnKernel {
  readonly application: Application;
  readonly environment: Environment;
  /** Null when the layout does not state it. */
  readonly kernel: { readonly os: Os; readonly environment: Environment } | null;
}

/** Bare metal without a stated OS has none. */
const NO_OS: Os = osOf('none');

function placedOnKernels(facts: Facts): readonly OnKernel[] {
  return facts.tree.placements.flatMap((placement) => {
    const application = facts.plan.applications.get(placement.applicationId);
    const environment = facts.tree.environmentById.get(placement.environmentId);
    if (!application || !environment) return [];
    const stated = kernelOf(facts.tree, environment.id);
    const bare = environment.kind === 'bare-metal' ? { os: NO_OS, environment } : null;
    return { application, environment, kernel: stated ?? bare };
  });
}

const KERNEL: Rule = {
  id: 'OS-1',
  title: 'Application on another OS than its own',
  strength: 'hard',
  checks: 'The kernel beneath an application is of the OS family it needs.',
  source: 'technology rule A1: containers share the kernel beneath (win-iso, nist800-190)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'nothing is placed'
      : `${counted(count, 'placement')} on the OS that the application needs`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const { application, environment, kernel } of placedOnKernels(facts)) {
      const needs = application.os;
      if (needs === null) {
        unknown.add('need', NEED_UNKNOWN, ofApplication(application));
      } else if (kernel === null) {
        unknown.add('kernel', KERNEL_UNKNOWN, ofEnvironment(environment));
      } else if (needs === 'other' && kernel.os.family === 'other') {
        unknown.add('other', OTHER_OS, ofApplication(application));
      } else if (needs === kernel.os.family) report.pass();
      else reportWrongOs(application, environment, kernel, needs, report);
    }
    unknown.report(report);
  },
};

const NEED_UNKNOWN = {
  message: (names: string) => `OS needed is unknown: ${names}`,
  remedy: 'State the OS of the application.',
};
const KERNEL_UNKNOWN = {
  message: (names: string) => `OS of the environment is not stated: ${names}`,
  remedy: 'State the OS of the environment.',
};
const OTHER_OS = {
  message: (names: string) =>
    `whether the OS beneath ${names} is the needed one cannot be told: both are "other"`,
  remedy: 'Compare the two by hand.',
};

function reportWrongOs(
  application: Application,
  environment: Environment,
  kernel: { readonly os: Os; readonly environment: Environment },
  needs: OsFamily,
  report: Report,
): void {
  const shares = kernel.environment !== environment;
  const where = shares
    ? `"${environment.name}" shares the kernel of "${kernel.environment.name}", which runs`
    : `"${environment.name}" runs`;
  report.error({
    subjects: [
      ofApplication(application),
      ofEnvironment(environment),
      ...(shares ? [ofEnvironment(kernel.environment)] : []),
    ],
    message: `"${application.name}" needs ${OS_NAMES[needs]}; ${where} ${OS_NAMES[kernel.os.family]}`,
    limit: OS_NAMES[needs],
    actual: OS_NAMES[kernel.os.family],
    evidence: [
      {
        name: `OS that ${application.name} needs`,
        value: OS_NAMES[needs],
        source: figureSource(application.sources, 'os'),
      },
    ],
    remedy: shares
      ? 'Move it into a VM or partition with its OS, or into a container that brings its own kernel.'
      : 'Move it into an environment with its OS.',
  });
}

/** Whether a kernel's version is the needed release; null when it is stated less precisely than needed. */
function sameRelease(needed: string, found: string): boolean | null {
  const [need, have] = [needed, found].map((version) => version.trim().toLowerCase());
  if (need === undefined || have === undefined || need === have) return true;
  const continues = (longer: string, shorter: string) =>
    longer.startsWith(shorter) && /^[^0-9a-z]/.test(longer.slice(shorter.length));
  if (continues(have, need)) return true;
  return continues(need, have) ? null : false;
}

const RELEASE: Rule = {
  id: 'OS-2',
  title: 'Application on another release of its OS',
  strength: 'hard',
  checks: 'Where an application needs a release of its OS, the kernel beneath it is that release.',
  source: 'technology rule A1: another kernel version needs a kernel of its own',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed application needs a certain release of its OS'
      : `${counted(count, 'placement')} on the needed release of the OS`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const { application, kernel } of placedOnKernels(facts)) {
      const needs = application.osVersion;
      if (needs === null || kernel === null || kernel.os.family !== application.os) continue;
      const found = kernel.os.version;
      const same = found === null ? null : sameRelease(needs, found);
      if (same === null) {
        unknown.add(kernel.environment.id, UNKNOWN_RELEASE, ofEnvironment(kernel.environment));
      } else if (same) report.pass();
      else {
        report.error({
          subjects: [ofApplication(application), ofEnvironment(kernel.environment)],
          message: `"${application.name}" needs ${OS_NAMES[kernel.os.family]} ${needs}; "${kernel.environment.name}" runs ${found}`,
          limit: needs,
          actual: found,
          evidence: [
            {
              name: `release that ${application.name} needs`,
              value: needs,
              source: figureSource(application.sources, 'osVersion'),
            },
          ],
          remedy: 'Move it to a kernel of that release, or state that another release will do.',
        });
      }
    }
    unknown.report(report);
  },
};

const UNKNOWN_RELEASE = {
  message: (names: string) =>
    `release of the OS not stated precisely enough for what the applications need: ${names}`,
  remedy: 'State the version of the OS of the environment.',
};

const OWN_KERNEL: Rule = {
  id: 'OS-3',
  title: 'Container with or without a kernel of its own',
  strength: 'hard',
  checks:
    'A container states an OS of its own exactly where its technology gives each container a kernel.',
  source: 'technology rules A1, A2 (nist800-190, kata-arch, win-iso)',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no containers' : `${counted(count, 'container')} consistent with the technology`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const environment of facts.tree.environments) {
      if (environment.kind !== 'container') continue;
      const technology = technologyOf(facts.catalogue, facts.tree, environment);
      const own = technology?.figures.ownKernel;
      if (!technology || !own || own.value === null) {
        if (environment.os === null) report.pass();
        else unknown.add('technology', NO_TECHNOLOGY, ofEnvironment(environment));
      } else if (own.value && environment.os === null) {
        unknown.add('os', KERNEL_UNKNOWN, ofEnvironment(environment));
      } else if (!own.value && environment.os !== null) {
        report.error({
          subjects: [ofEnvironment(environment)],
          message: `"${environment.name}" states an OS of its own, but containers of ${technology.name} share the kernel beneath`,
          limit: 'kernel beneath',
          actual: OS_NAMES[environment.os.family],
          evidence: [
            figureEvidence(facts, `own kernel per instance of ${technology.name}`, own, 'no'),
          ],
          remedy:
            'Remove the OS from the container, choose a technology with a kernel per container, or use a VM.',
        });
      } else report.pass();
    }
    unknown.report(report);
  },
};

const NO_TECHNOLOGY = {
  message: (names: string) =>
    `OS of its own stated, but no technology that says whether a container can have one: ${names}`,
  remedy: 'Choose the technology of the container or of its engine.',
};

/** Builds that some cores of another ISA run; whether this core does, the data does not say. */
const MAY_RUN: Readonly<Partial<Record<Isa, readonly Isa[]>>> = {
  aarch64: ['armv7-a'],
  'armv7e-m': ['armv6-m'],
  'armv8-m': ['armv7e-m', 'armv6-m'],
  'armv8-r': ['armv7-r'],
};

const BUILDS: Rule = {
  id: 'ISA-1',
  title: 'Application built for another instruction set',
  strength: 'hard',
  checks: 'For every core that an application may run on, a build for its instruction set exists.',
  source: 'definition',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'nothing is placed'
      : `builds exist for the cores of ${counted(count, 'placement')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const seen = new Map<string, { isas: Set<Isa>; cores: Map<string, Isa> }>();
    for (const load of facts.cpu.loads) {
      let on = seen.get(load.placement.id);
      if (!on) seen.set(load.placement.id, (on = { isas: new Set(), cores: new Map() }));
      for (const { core, cluster } of load.cores) {
        if (!cluster) continue;
        on.isas.add(cluster.isa);
        on.cores.set(core.id, cluster.isa);
      }
    }
    for (const placement of facts.tree.placements) {
      const application = facts.plan.applications.get(placement.applicationId);
      const on = seen.get(placement.id);
      if (!application || !on || on.isas.size === 0) continue;
      checkBuilds(facts, application, on, unknown, report);
    }
    unknown.report(report);
  },
};

function checkBuilds(
  facts: Facts,
  application: Application,
  on: { readonly isas: ReadonlySet<Isa>; readonly cores: ReadonlyMap<string, Isa> },
  unknown: UnknownGroups,
  report: Report,
): void {
  const builds = application.isas;
  if (builds.length === 0) {
    unknown.add('builds', BUILDS_UNKNOWN, ofApplication(application));
    return;
  }
  const missing = [...on.isas].filter((isa) => isa === 'other' || !builds.includes(isa));
  if (missing.length === 0) {
    report.pass();
    return;
  }
  const maybe = (isa: Isa) =>
    isa === 'other' || MAY_RUN[isa]?.some((older) => builds.includes(older)) === true;
  if (missing.every(maybe)) {
    const text = {
      message: (names: string) =>
        `whether ${missing.join(', ')} cores run the ${builds.join(', ')} build of ${names} depends on the core; the target's data does not say`,
      remedy: `Add a build for ${missing.join(', ')} to the application once it is established.`,
    };
    unknown.add(`${missing.join()} ${builds.join()}`, text, ofApplication(application));
    return;
  }
  const cores = [...on.cores].filter(([, isa]) => missing.includes(isa));
  report.error({
    subjects: [
      ofApplication(application),
      ...cores.flatMap(([id]) => {
        const found = facts.hardware.coreById.get(id);
        return found ? ofCore(found.core) : [];
      }),
    ],
    message: `"${application.name}" is built for ${builds.join(', ')} and may run on ${counted(cores.length, 'core')} with ${missing.join(', ')}`,
    limit: builds.join(', '),
    actual: [...on.isas].join(', '),
    evidence: [
      {
        name: `builds of ${application.name}`,
        value: builds.join(', '),
        source: figureSource(application.sources, 'isas'),
      },
    ],
    remedy: `Choose cores with ${builds.join(' or ')}, or get a build for ${missing.join(', ')}.`,
  });
}

const BUILDS_UNKNOWN = {
  message: (names: string) => `instruction sets of the builds unknown: ${names}`,
  remedy: 'State the builds of the application.',
};

/** In the order in which they are listed. */
export const OS_RULES: readonly Rule[] = [KERNEL, RELEASE, OWN_KERNEL, BUILDS];
