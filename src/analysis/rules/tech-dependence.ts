/** TECH-B6 to TECH-B8: how much has to be trusted, who has to be up, and what restarts alone. */
import type { Technology } from '../../catalog/technology.ts';
import type { OsFamily } from '../../model/application.ts';
import type { Environment } from '../../model/layout.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import { lineageOf } from '../isolation/technologies.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { technologyFigure } from '../technology-figure.ts';
import { counted } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import {
  criticalFacts,
  figureEvidence,
  inheritedFigure,
  inUnit,
  isCritical,
  numberEvidence,
  type Placed,
} from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';
import { addUnstated, unstatedOfCritical } from './unstated.ts';

/** The kernel that a hypervisor runs on or in, and trusts: that of an OS beneath it. Static ones are counted without. */
function kernelBeneath({ layers, hypervisor }: Placed): Environment | null {
  if (!hypervisor || hypervisor.technology?.family === 'type1-static') return null;
  const beneath = layers.slice(0, layers.indexOf(hypervisor));
  return beneath.find(({ environment }) => environment.kind === 'os')?.environment ?? null;
}

/** Largest trusted base among static partitioning hypervisors: what the rule calls small. */
function smallBase(facts: Facts): { readonly lines: number; readonly of: Technology } | null {
  let largest: { readonly lines: number; readonly of: Technology } | null = null;
  for (const technology of facts.catalogue.technologies.values()) {
    if (technology.family !== 'type1-static') continue;
    const lines = technologyFigure(facts.catalogue, technology, 'tcbSize').range?.typical;
    if (lines !== undefined && (!largest || lines > largest.lines))
      largest = { lines, of: technology };
  }
  return largest;
}

const BASE_UNKNOWN: UnknownText = {
  message: (names) =>
    `size of the trusted computing base under the most critical applications unknown: ${names}`,
  remedy: 'Ask its supplier, and override the figure.',
};

const SMALL_BASE: Rule = {
  id: 'TECH-B6',
  title: 'Large trusted base under the most critical applications',
  strength: 'advice',
  checks:
    'The hypervisor under applications of the highest criticality has no larger trusted computing base than the largest static partitioning hypervisor of the catalogue, and trusts no OS beneath it.',
  source: 'technology rule B6 (pikeos): certification effort is proportional to the amount of code',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no application of the highest criticality on a hypervisor'
      : `small trusted base under ${counted(count, 'application')} of the highest criticality`,
  run: (facts, report) => {
    const { placed, isHighest } = criticalFacts(facts);
    const small = smallBase(facts);
    const unknown = new UnknownGroups();
    for (const each of placed) {
      const { application, hypervisor } = each;
      const unsaid = application.criticality === null;
      if (!hypervisor || !(unsaid || isHighest(application))) continue;
      const { technology } = hypervisor;
      const lines =
        technology && technologyFigure(facts.catalogue, technology, 'tcbSize').range?.typical;
      const kernel = kernelBeneath(each);
      if (!technology || lines === undefined || lines === null || !small) {
        unknown.add('base', BASE_UNKNOWN, ofEnvironment(hypervisor.environment));
      } else if (lines <= small.lines && !kernel) {
        if (!unsaid) report.pass(1, [numberEvidence(facts, technology, 'tcbSize')]);
      } else if (unsaid) {
        addUnstated(unknown, application, ['criticality']);
      } else {
        const own = inUnit(lines, 'SLOC');
        report.advice({
          subjects: [ofApplication(application), ofEnvironment(hypervisor.environment)],
          message: `"${application.name}" trusts ${own} of ${technology.name}${kernel ? `, and the kernel of "${kernel.name}" beneath it` : ''}`,
          limit: `${inUnit(small.lines, 'SLOC')} (${small.of.name})`,
          actual: kernel ? `at least ${own}, and the kernel of "${kernel.name}"` : own,
          remainder: kernel ? null : inUnit(small.lines - lines, 'SLOC'),
          evidence: [
            numberEvidence(facts, technology, 'tcbSize'),
            numberEvidence(facts, small.of, 'tcbSize'),
          ],
          remedy: 'Use a static partitioning hypervisor, or cores of its own.',
        });
      }
    }
    unknown.report(report);
  },
};

const LINUX: ReadonlySet<OsFamily> = new Set<OsFamily>(['linux', 'android']);

/** The privileged side that a hypervisor needs: its control partition, or the OS beneath it. */
function controllerOf(facts: Facts, hypervisor: Environment): Environment | null {
  const guests = facts.tree.childrenOf.get(hypervisor.id) ?? [];
  const control = guests.find(({ role }) => role === 'control');
  return control ?? facts.tree.environmentById.get(hypervisor.parentId ?? '') ?? null;
}

const CONTROL_UNKNOWN: UnknownText = {
  message: (names) =>
    `whether the hypervisor under a critical application needs a control domain is unknown: ${names}`,
  remedy: 'Check with its documentation whether guests start and run without it.',
};

function checkControl(
  facts: Facts,
  { application, hypervisor, boundary }: Placed,
  unknown: UnknownGroups,
  report: Report,
): void {
  if (!hypervisor || !boundary || boundary.role === 'control') return;
  const unsaid = unstatedOfCritical(application);
  const critical = isCritical(application);
  if (!critical && unsaid.length === 0) return;
  const { technology, environment } = hypervisor;
  const need = technology?.needs.controlEnvironment;
  if (!technology || !need || need.value === null) {
    addUnstated(unknown, application, unsaid);
    if (critical)
      unknown.add(
        'control',
        CONTROL_UNKNOWN,
        ofEnvironment(environment),
        ofApplication(application),
      );
    return;
  }
  const controller = controllerOf(facts, environment);
  const family = controller?.os?.family ?? null;
  if (!need.value || (family !== null && !LINUX.has(family))) {
    if (critical) report.pass();
    return;
  }
  if (!critical) {
    addUnstated(unknown, application, unsaid);
    return;
  }
  const name = controller === null ? 'its control domain' : `"${controller.name}"`;
  const os = family === null ? 'OS not stated' : OS_NAMES[family];
  report.warning({
    subjects: [
      ofApplication(application),
      ofEnvironment(boundary),
      ...(controller ? [ofEnvironment(controller)] : []),
    ],
    message: `"${application.name}" in "${boundary.name}" waits for ${name} (${os}) of ${technology.name} and depends on it`,
    limit: 'no Linux that has to be up',
    actual: `${technology.name} is managed by ${name}`,
    evidence: [figureEvidence(facts, `${technology.name} needs a control environment`, need)],
    remedy:
      'Use a hypervisor that starts its guests itself (Bao, Xen dom0less, ACRN with a pre-launched VM), or cores of its own.',
  });
}

const WITHOUT_LINUX: Rule = {
  id: 'TECH-B7',
  title: 'Critical guest that depends on Linux',
  strength: 'strong',
  checks:
    'What is hard real time or of raised criticality stands in no guest of a hypervisor that a Linux has to start or manage.',
  source:
    'technology rule B7 (bao-src, xen-dom0less, acrn-doc): guests started without a control domain',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no critical application is a guest'
      : `${counted(count, 'critical guest')} independent of Linux`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const placed of criticalFacts(facts).placed) {
      checkControl(facts, placed, unknown, report);
    }
    unknown.report(report);
  },
};

/** What the rule names: which technology restarts one guest alone, and which does not. */
const RESTARTS: ReadonlyMap<string, boolean> = new Map([
  ['qnx-hypervisor', true],
  ['xen-dom0less', false],
]);

function restartsAlone(facts: Facts, technology: Technology | null): boolean | null {
  if (!technology) return null;
  const known = lineageOf(facts.catalogue, technology).find((id) => RESTARTS.has(id));
  return known === undefined ? null : (RESTARTS.get(known) ?? null);
}

const RESTART: Rule = {
  id: 'TECH-B8',
  title: 'Restart of one guest alone',
  strength: 'strong',
  checks:
    'What must be restartable while the rest runs on stands on a technology that can; where the catalogue does not say, it is checked by hand.',
  source: 'technology rule B8 (qnx-dss: faulty guest only; xen-dom0less: platform reboot)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed application must be restartable alone'
      : `${counted(count, 'application')} on a technology that restarts one guest alone`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const { application, environment, boundary, hypervisor, layers } of criticalFacts(facts)
      .placed) {
      if (application.restartAlone === false) continue;
      const technology = hypervisor?.technology ?? layers.at(-1)?.technology ?? null;
      const can = restartsAlone(facts, technology);
      if (application.restartAlone === null) {
        if (can !== true) addUnstated(unknown, application, ['restartAlone']);
        continue;
      }
      if (can === true) {
        report.pass();
        continue;
      }
      const found = {
        subjects: [ofApplication(application), ofEnvironment(boundary ?? environment)],
        limit: 'restart while the rest runs on',
        evidence: [
          ...(technology
            ? [
                figureEvidence(
                  facts,
                  `fault containment of ${technology.name}`,
                  inheritedFigure(facts, technology, 'faultContainment'),
                ),
              ]
            : []),
          {
            name: `${application.name} must restart alone`,
            value: 'yes',
            source: figureSource(application.sources, 'restartAlone'),
          },
        ],
      };
      if (can === false) {
        report.warning({
          ...found,
          message: `"${application.name}" must restart alone; ${technology?.name ?? ''} needs a reboot of the platform after a crash of one guest (version that was read)`,
          actual: 'reboot of the platform',
          remedy: 'Check the release you use, or choose a technology that restarts one guest.',
        });
      } else {
        report.manual({
          ...found,
          message: `"${application.name}" must restart alone; whether ${technology?.name ?? `"${environment.name}"`} does that, the catalogue does not say`,
          remedy: 'Show it: end the guest while the others run, and start it again.',
        });
      }
    }
    unknown.report(report);
  },
};

/** In the order in which they are listed. */
export const TECH_DEPENDENCE_RULES: readonly Rule[] = [SMALL_BASE, WITHOUT_LINUX, RESTART];
