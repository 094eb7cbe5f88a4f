/** VIRT-1 to VIRT-4: hardware and evidence for hypervisors. */
import { applicationIsas } from '../../catalog/by-isa.ts';
import type { Technology } from '../../catalog/technology.ts';
import type { Environment } from '../../model/layout.ts';
import type { Facts } from '../facts.ts';
import { hardwareSource } from '../hardware.ts';
import { boundaryOf } from '../isolation/boundaries.ts';
import { evidenceFor, portEvidence } from '../isolation/evidence.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { canShareCores, hasEnforcedBudget, hasWindow } from '../isolation/time-partitioning.ts';
import { hypervisorModeOf } from '../isolation/virtualization.ts';
import type { Subject } from '../result.ts';
import { ofCore, ofEnvironment } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import { catalogueSource } from '../catalogue-source.ts';
import type { StatedEvidence } from './evidence.ts';
import type { Report, Rule } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

/** A hypervisor, or a container engine whose containers are VMs, with what stands in it. */
interface Virtualizer {
  readonly environment: Environment;
  readonly technology: Technology | null;
  readonly guests: readonly Environment[];
}

function virtualizers(facts: Facts): readonly Virtualizer[] {
  return facts.tree.environments.flatMap((environment) => {
    const technology = technologyOf(facts.catalogue, facts.tree, environment);
    const guests = facts.tree.childrenOf.get(environment.id) ?? [];
    const isOne =
      environment.kind === 'hypervisor' ||
      (environment.kind === 'container-engine' && technology?.family === 'container-in-vm');
    return isOne ? [{ environment, technology, guests }] : [];
  });
}

/** True: needed; false: not needed; null: nobody says, or it depends. */
function needsExtension(virtualizer: Virtualizer): boolean | null {
  return virtualizer.technology ? virtualizer.technology.needs.virtualizationExtension.value : null;
}

function extensionEvidence(facts: Facts): StatedEvidence {
  const { target } = facts.hardware;
  const { hypervisorExtension, extensionName, provenance } = target.virtualization;
  return {
    name: `virtualization extension of ${target.name}`,
    value:
      hypervisorExtension === null
        ? 'unknown'
        : hypervisorExtension
          ? (extensionName ?? 'yes')
          : 'none',
    source: hardwareSource(target, provenance, 'hypervisorExtension'),
  };
}

function needEvidence(facts: Facts, technology: Technology | null): readonly StatedEvidence[] {
  if (!technology) return [];
  const figure = technology.needs.virtualizationExtension;
  return [
    {
      name: `${technology.name} needs the extension`,
      value: figure.value === null ? (figure.note ?? 'unknown') : figure.value ? 'yes' : 'no',
      source: catalogueSource(facts.catalogue, figure),
    },
  ];
}

const EXTENSION_UNKNOWN = {
  message: (names: string) => `unknown whether the target has a virtualization extension: ${names}`,
  remedy: "Establish it, and set it in the plan's target.",
};

function checkExtension(
  facts: Facts,
  virtualizer: Virtualizer,
  unknown: UnknownGroups,
  report: Report,
): void {
  const need = needsExtension(virtualizer);
  const has = facts.hardware.target.virtualization.hypervisorExtension;
  const { environment, technology, guests } = virtualizer;
  if (need === false || has === true) report.pass();
  else if (has === null) unknown.add('extension', EXTENSION_UNKNOWN, ofEnvironment(environment));
  else if (need === null) {
    const text = {
      message: (names: string) =>
        `the target has no virtualization extension; whether ${names} needs it is not known`,
      remedy: 'Choose its technology, or check with its supplier.',
    };
    unknown.add('need', text, ofEnvironment(environment));
  } else {
    report.error({
      subjects: [ofEnvironment(environment), ...guests.map(ofEnvironment)],
      message: `"${environment.name}" (${technology?.name ?? 'hypervisor'}) needs a virtualization extension; ${facts.hardware.target.name} has none`,
      limit: 'virtualization extension',
      actual: 'none',
      evidence: [extensionEvidence(facts), ...needEvidence(facts, technology)],
      remedy: 'Use containers or bare-metal images, or another target.',
    });
  }
}

function checkCoreModes(
  facts: Facts,
  virtualizer: Virtualizer,
  unknown: UnknownGroups,
  report: Report,
): void {
  if (needsExtension(virtualizer) === false) return;
  const { environment, guests } = virtualizer;
  const ids = [environment, ...guests].flatMap((each) => facts.tree.coresOf.get(each.id) ?? []);
  const cores = facts.cpu.coresOf([...new Set(ids)]);
  const without = cores.filter(
    (core) => core.cluster && hypervisorModeOf(core.cluster.isa) === 'none',
  );
  const unsure = cores.filter(
    (core) => core.cluster && hypervisorModeOf(core.cluster.isa) === 'unknown',
  );
  if (without.length > 0) {
    const types = [
      ...new Set(without.map((core) => `${core.cluster?.coreType} (${core.cluster?.isa})`)),
    ];
    report.error({
      subjects: [ofEnvironment(environment), ...without.map((core) => ofCore(core.core))],
      message: `"${environment.name}" is given ${listNames(without.map((core) => core.core.name))}: ${types.join(', ')} has no hypervisor mode`,
      limit: 'cores with a hypervisor mode',
      actual: types.join(', '),
      evidence: [
        {
          name: 'instruction set',
          value: types.join(', '),
          source: 'Arm architecture reference manuals; core reference guides',
        },
      ],
      remedy: 'Run it on the application cores; put a bare-metal image or an RTOS on these.',
    });
  }
  if (unsure.length > 0) {
    const types = [...new Set(unsure.map((core) => core.cluster?.coreType ?? ''))].join(', ');
    const text = {
      message: (names: string) => `unknown whether ${types} has a hypervisor mode: ${names}`,
      remedy: 'Establish it from the reference manual of the core.',
    };
    unknown.add(`mode ${types}`, text, ofEnvironment(environment));
  }
}

const EXTENSION: Rule = {
  id: 'VIRT-1',
  title: 'Hypervisor without virtualization extension',
  strength: 'hard',
  checks:
    'What needs a virtualization extension runs on a target that has one, and only on cores with a hypervisor mode.',
  source: 'catalogue: what each technology needs; Arm architecture reference manuals',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'nothing that needs a virtualization extension'
      : `virtualization extension there for ${counted(count, 'hypervisor')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const virtualizer of virtualizers(facts)) {
      checkExtension(facts, virtualizer, unknown, report);
      checkCoreModes(facts, virtualizer, unknown, report);
    }
    unknown.report(report);
  },
};

/** What is known of the instruction set, where nobody has shown the hypervisor on the target itself. */
function portWords(
  { catalogue, hardware, cpu, tree }: Facts,
  environment: Environment,
  technology: Technology,
): string {
  const own = cpu.coresOf(tree.coresOf.get(environment.id) ?? []);
  const stated = new Set(own.flatMap(({ cluster }) => cluster?.isa ?? []));
  const isas = stated.size > 0 ? stated : new Set(applicationIsas(hardware.target));
  const words = [...isas].join(', ');
  switch (portEvidence(catalogue, technology.id, isas)) {
    case 'found':
      return `; it is known to run on ${words}`;
    case 'elsewhere': {
      const ports = catalogue.ports.filter(({ technologyId }) => technologyId === technology.id);
      return `, nor on ${words}; found on ${ports.map(({ isa }) => isa).join(' and ')} only`;
    }
    case 'none':
      return ', and no source says on which instruction sets it does';
  }
}

const EVIDENCE: Rule = {
  id: 'VIRT-2',
  title: 'Hypervisor without evidence on this target',
  strength: 'strong',
  checks:
    'Somebody has shown the hypervisor on this target; where nobody has, the finding says what is known of its instruction set. No evidence found does not mean unsupported.',
  source: 'hypervisor records of the target',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no Type 1 hypervisor' : `evidence found for ${counted(count, 'hypervisor')}`,
  run: (facts, report) => {
    for (const { environment, technology } of virtualizers(facts)) {
      if (technology?.family !== 'type1-static' && technology?.family !== 'type1-general') continue;
      const found = evidenceFor(facts.catalogue, facts.hardware.target, technology);
      const sound = found.filter((support) => support.caveat === null);
      if (sound.length > 0) {
        report.pass();
        continue;
      }
      const { target } = facts.hardware;
      report.warning({
        subjects: [ofEnvironment(environment)],
        message:
          found.length === 0
            ? `no evidence found that ${technology.name} runs on ${target.name}${portWords(facts, environment, technology)}`
            : `evidence that ${technology.name} runs on ${target.name} has a caveat: ${found.map((each) => each.caveat).join('; ')}`,
        evidence: found.map((support) => ({
          name: `${support.name}: ${support.evidenceKind}`,
          value: support.evidence,
          source: hardwareSource(target, support.provenance, 'evidence'),
        })),
        remedy:
          "Ask the supplier, or show it on the board, and record the evidence in the plan's target.",
      });
    }
  },
};

/** Whether a guest takes turns with others, by windows or budgets, instead of having cores to itself. */
function sharesByTime({ tree }: Facts, hypervisor: Environment, guest: Environment): boolean {
  if (!canShareCores(tree, guest)) return false;
  return (
    hypervisor.scheduler === 'windows' || hasWindow(tree, guest, null) || hasEnforcedBudget(guest)
  );
}

const CORES_ENOUGH: Rule = {
  id: 'VIRT-3',
  title: 'More static partitions than cores',
  strength: 'hard',
  checks:
    'Static partitions with dedicated cores, copies counted, are at most as many as the cores of their hypervisor. Partitions that share cores by a time share, windows or enforced budgets are not counted.',
  source: 'technology rule C1 (bao-src: 1:1 vCPU:pCPU; jailhouse-src: no overcommit)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no static partitions with dedicated cores'
      : `cores suffice for the partitions of ${counted(count, 'hypervisor')}`,
  run: (facts, report) => {
    for (const { environment, technology, guests } of virtualizers(facts)) {
      const isStatic = technology?.family === 'type1-static';
      const partitions = guests.filter(
        (guest) =>
          guest.timeShare === null &&
          (isStatic || guest.kind === 'partition') &&
          !sharesByTime(facts, environment, guest),
      );
      if (partitions.length === 0) continue;
      const count = partitions.reduce((sum, { copies }) => sum + copies, 0);
      const own = facts.cpu.coresOf(facts.tree.coresOf.get(environment.id) ?? []);
      const cores = own.length > 0 ? own : facts.hardware.cores;
      if (count <= cores.length) {
        report.pass();
        continue;
      }
      report.error({
        subjects: [ofEnvironment(environment), ...partitions.map(ofEnvironment)],
        message: `"${environment.name}" has ${counted(count, 'partition')} with dedicated cores and ${counted(cores.length, 'core')}`,
        limit: counted(cores.length, 'core'),
        actual: counted(count, 'partition'),
        remainder: String(cores.length - count),
        remedy: partitions.every((each) => canShareCores(facts.tree, each))
          ? 'Join partitions, give the hypervisor more cores, or let partitions share them by windows or budgets.'
          : 'Join partitions, give the hypervisor more cores, or use a hypervisor that shares cores in time.',
      });
    }
  },
};

const NESTED: Rule = {
  id: 'VIRT-4',
  title: 'Nested virtualization',
  strength: 'strong',
  checks: 'Nothing that needs a virtualization extension stands inside a VM.',
  source:
    'rule of the house: no fact base entry says which targets and hypervisors offer nested virtualization',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'nothing needs a virtualization extension'
      : 'nothing that needs a virtualization extension stands inside a VM',
  run: (facts, report) => {
    const inside: Subject[] = [];
    for (const virtualizer of virtualizers(facts)) {
      const { environment } = virtualizer;
      if (needsExtension(virtualizer) === false) continue;
      if (boundaryOf(facts.tree, environment.id) === null) report.pass();
      else inside.push(ofEnvironment(environment));
    }
    if (inside.length === 0) return;
    report.notAssessed({
      subjects: inside,
      message: `${listNames(inside.map((each) => each.name))} needs a virtualization extension inside a VM; whether the hypervisor beneath passes it on is unknown`,
      remedy: 'Put it outside the VM, or use a technology that shares the kernel.',
    });
  },
};

/** In the order in which they are listed. */
export const VIRT_RULES: readonly Rule[] = [EXTENSION, EVIDENCE, CORES_ENOUGH, NESTED];
