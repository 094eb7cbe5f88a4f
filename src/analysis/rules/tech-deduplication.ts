/** TECH-C11 to TECH-C14: where equal memory pages may be kept once. What it saves is estimated by `memory/`. */
import type { Deduplication, Technology } from '../../catalog/technology.ts';
import { criticalityName } from '../../model/criticality.ts';
import type { DeduplicationChoice, Environment } from '../../model/layout.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import { formatShare } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { tenantOf } from '../isolation/tenants.ts';
import type { Evidence } from '../result.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import {
  criticalFacts,
  figureEvidence,
  inheritedFigure,
  type Layer,
  type Placed,
} from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

/** An environment that keeps equal pages of its guests once. */
interface Sharing {
  readonly environment: Environment;
  readonly choice: DeduplicationChoice;
  /** Null when the catalogue does not have it. */
  readonly mechanism: Deduplication | null;
  /** Applications in its guests. */
  readonly inside: readonly Placed[];
}

function sharings(facts: Facts): readonly Sharing[] {
  const { placed } = criticalFacts(facts);
  return facts.tree.environments.flatMap((environment) => {
    const choice = environment.deduplication;
    if (!choice) return [];
    const inside = placed.filter(
      (each) =>
        each.environment !== environment &&
        each.layers.some((layer) => layer.environment === environment),
    );
    const mechanism = facts.catalogue.deduplications.get(choice.mechanismId) ?? null;
    return [{ environment, choice, mechanism, inside }];
  });
}

const STATIC: Technology['family'] = 'type1-static';

/** The hypervisor itself, or those directly on an OS: the guests of these are what is deduplicated. */
function hypervisorsOf(facts: Facts, environment: Environment): readonly Layer[] {
  return [environment, ...(facts.tree.childrenOf.get(environment.id) ?? [])]
    .filter(({ kind }) => kind === 'hypervisor')
    .map((each) => ({
      environment: each,
      technology: technologyOf(facts.catalogue, facts.tree, each),
    }));
}

/** Published range of what near-identical guests save between VMs (vsphere-share); KSM's best case is idle desktops. */
const PUBLISHED = 'esxi-tps';
/** Its figures are in per cent of the guests' memory; a choice is a share. */
const PER_CENT = 100;

function publishedRange(facts: Facts): { low: number; high: number; evidence: Evidence } | null {
  const figure = facts.catalogue.deduplications.get(PUBLISHED)?.bestCase;
  if (!figure || figure.value === null) return null;
  return {
    low: (figure.low ?? figure.value) / PER_CENT,
    high: (figure.high ?? figure.value) / PER_CENT,
    evidence: figureEvidence(facts, 'memory saved between guests (%)', figure),
  };
}

function familiesIn(inside: readonly Placed[]): readonly string[] {
  return [...new Set(inside.flatMap(({ os }) => (os ? [OS_NAMES[os.family]] : [])))];
}

const MODEST: Rule = {
  id: 'TECH-C11',
  title: 'Deduplication that promises too much',
  strength: 'advice',
  checks:
    'The share of memory that deduplication is said to save typically is not above the published range, and the guests run one OS.',
  source:
    'technology rule C11 (vsphere-share, ksm-doc); 69 % is an idle-desktop best case (ksm-eidus)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'deduplication is off'
      : `${counted(count, 'deduplication')} in the published range`,
  run: (facts, report) => {
    const published = publishedRange(facts);
    for (const { environment, choice, inside } of sharings(facts)) {
      const families = familiesIn(inside);
      const above = published !== null && choice.typical > published.high;
      if (!above && families.length < 2) {
        report.pass();
        continue;
      }
      report.advice({
        subjects: [ofEnvironment(environment)],
        message: above
          ? `"${environment.name}" counts on ${formatShare(choice.typical)} of the guests' memory; ${formatShare(published.low)} (diverse) to ${formatShare(published.high)} (near-identical) is published`
          : `"${environment.name}" deduplicates guests of ${families.join(', ')}: little is equal between different systems`,
        limit: above ? formatShare(published.high) : '1 OS',
        actual: above ? formatShare(choice.typical) : counted(families.length, 'OS', 'OSs'),
        remainder: above ? `-${formatShare(choice.typical - published.high)}` : null,
        evidence: [
          ...(published ? [published.evidence] : []),
          {
            name: 'share saved, typical',
            value: formatShare(choice.typical),
            source: choice.source,
          },
        ],
        remedy: 'Lower the share, or measure it with these guests.',
      });
    }
  },
};

const TRUST_UNKNOWN: UnknownText = {
  message: (names) => `deduplicated with others, and of unknown trust or criticality: ${names}`,
  remedy: 'State trust and criticality, or turn deduplication off.',
};

function checkMix(
  { environment, inside }: Sharing,
  mechanism: Deduplication | null,
  facts: Facts,
  unknown: UnknownGroups,
  report: Report,
): void {
  const trusts = new Set(inside.flatMap(({ application }) => tenantOf(application) ?? []));
  const levels = new Set(
    inside.flatMap(({ application: { criticality } }) =>
      criticality ? [criticalityName(criticality)] : [],
    ),
  );
  if (trusts.size > 1 || levels.size > 1) {
    const mixed = [...(trusts.size > 1 ? trusts : []), ...(levels.size > 1 ? levels : [])];
    const applications = inside.map(({ application }) => application);
    report.error({
      subjects: [ofEnvironment(environment), ...applications.map(ofApplication)],
      message: `"${environment.name}" keeps equal pages once across trust or criticality: ${mixed.join(', ')}`,
      limit: 'one trust and one criticality',
      actual: mixed.join(', '),
      evidence: [
        {
          name: `security of ${mechanism?.name ?? 'the mechanism'}`,
          value: mechanism?.security ?? 'unknown',
          source: mechanism?.security
            ? mechanism.sources
                .map((key) => facts.catalogue.sources.get(key)?.title ?? key)
                .join('; ')
            : null,
        },
      ],
      remedy: 'Turn deduplication off, or part the guests by trust and criticality.',
    });
    return;
  }
  const unsaid = inside.filter(
    ({ application }) =>
      application.trust === null || (application.criticality === null && levels.size > 0),
  );
  if (inside.length < 2 || unsaid.length === 0) report.pass();
  for (const { application } of inside.length < 2 ? [] : unsaid) {
    unknown.add('trust', TRUST_UNKNOWN, ofApplication(application), ofEnvironment(environment));
  }
}

const APART: Rule = {
  id: 'TECH-C12',
  title: 'Deduplication across trust or criticality',
  strength: 'hard',
  checks: 'Memory is deduplicated only among guests of one trust and one criticality.',
  source: 'technology rule C12 (vusion17, suzaki11, vmware-tps): timing side channel, Rowhammer',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'deduplication is off'
      : `one trust and one criticality in ${counted(count, 'deduplication')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const sharing of sharings(facts)) {
      checkMix(sharing, sharing.mechanism, facts, unknown, report);
    }
    unknown.report(report);
  },
};

const TIME_UNKNOWN: UnknownText = {
  message: (names) => `deduplicated, and nobody says whether it is real time: ${names}`,
  remedy: 'State whether it is real time, or turn deduplication off.',
};

const NOT_IN_TIME: Rule = {
  id: 'TECH-C13',
  title: 'Deduplication under real time',
  strength: 'strong',
  checks: 'Where guests are deduplicated, nothing in them is real time, hard or soft.',
  source: 'technology rule C13 (ksm-doc): delay on KSM COW',
  onPlacement: true,
  passed: (count) =>
    count === 0 ? 'deduplication is off' : `no real time in ${counted(count, 'deduplication')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const { environment, inside, mechanism } of sharings(facts)) {
      const timed = inside.filter(
        ({ application: { realTime } }) => realTime === 'hard' || realTime === 'soft',
      );
      const unsaid = inside.filter(({ application }) => application.realTime === null);
      for (const { application } of unsaid) {
        unknown.add('time', TIME_UNKNOWN, ofApplication(application), ofEnvironment(environment));
      }
      if (timed.length === 0) {
        if (unsaid.length === 0) report.pass();
        continue;
      }
      const applications = timed.map(({ application }) => application);
      report.warning({
        subjects: [ofEnvironment(environment), ...applications.map(ofApplication)],
        message: `"${environment.name}" deduplicates memory of real-time applications: ${listNames(applications.map(({ name }) => name))}; a write to a shared page waits for its copy`,
        limit: 'no real time',
        actual: counted(applications.length, 'real-time application'),
        evidence: [
          {
            name: `cost of ${mechanism?.name ?? 'deduplication'}`,
            value: mechanism?.cost ?? 'unknown',
            source: mechanism?.cost
              ? mechanism.sources
                  .map((key) => facts.catalogue.sources.get(key)?.title ?? key)
                  .join('; ')
              : null,
          },
        ],
        remedy: 'Turn deduplication off for them, or put them where it is off.',
      });
    }
    unknown.report(report);
  },
};

const STATIC_UNKNOWN: UnknownText = {
  message: (names) =>
    `guests are deduplicated, and whether the hypervisor gives memory statically is unknown: ${names}`,
  remedy: 'Choose the technology of the hypervisor.',
};

const NOT_STATIC: Rule = {
  id: 'TECH-C14',
  title: 'Deduplication of static partitions',
  strength: 'hard',
  checks:
    'Nothing is deduplicated under a static partitioning hypervisor: memory is given once and saves 0.',
  source: 'technology rule C14 (bao-src, jailhouse-src): memory statically assigned',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'deduplication is off'
      : `${counted(count, 'deduplication')} not of static partitions`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const { environment } of sharings(facts)) {
      const hypervisors = hypervisorsOf(facts, environment);
      const partitioning = hypervisors.find(({ technology }) => technology?.family === STATIC);
      const technology = partitioning?.technology;
      if (!technology) {
        const open = hypervisors.filter((each) => each.technology === null);
        for (const each of open) {
          unknown.add('technology', STATIC_UNKNOWN, ofEnvironment(each.environment));
        }
        if (open.length === 0) report.pass();
        continue;
      }
      const around = partitioning.environment === environment ? '' : 'around a hypervisor ';
      report.error({
        subjects: [...new Set([environment, partitioning.environment])].map(ofEnvironment),
        message: `"${environment.name}" ${around}of ${technology.name} is said to deduplicate memory; partitions have memory of their own, and nothing is saved`,
        limit: '0 B saved',
        actual: 'deduplication on',
        evidence: [
          figureEvidence(
            facts,
            `deduplication by ${technology.name}`,
            inheritedFigure(facts, technology, 'memoryDedup'),
          ),
        ],
        remedy: 'Turn deduplication off here.',
      });
    }
    unknown.report(report);
  },
};

/** In the order in which they are listed. */
export const TECH_DEDUPLICATION_RULES: readonly Rule[] = [MODEST, APART, NOT_IN_TIME, NOT_STATIC];
