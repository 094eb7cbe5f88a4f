/** NEST-5, SHM-7, LINK-7 and PLACE-5: levels of criticality against what is beneath, beside, linked and doubled. */
import type { Application, Criticality } from '../../model/application.ts';
import { criticalityName, criticalityRank } from '../../model/criticality.ts';
import type { Environment } from '../../model/layout.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import { ofApplication, ofCore, ofEnvironment, ofLink } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import type { Report, Rule } from './rule.ts';
import { criticalFacts } from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';
import { addUnstated } from './unstated.ts';

const isRaised = ({ criticality }: Application) => (criticalityRank(criticality) ?? 0) > 0;

/**
 * @param own applications
 * @param others applications beside them
 * @returns the highest level of `own` with a lower one of the others, on one scale; null: there is none
 * @cost O(applications)
 */
export function lowerBeside(
  own: Iterable<Application>,
  others: Iterable<Application>,
): { readonly high: Criticality; readonly low: Criticality } | null {
  const highest = new Map<string, Criticality>();
  for (const { criticality } of own) {
    const rank = criticalityRank(criticality) ?? -1;
    if (criticality && rank > (criticalityRank(highest.get(criticality.scale) ?? null) ?? -1))
      highest.set(criticality.scale, criticality);
  }
  for (const { criticality: low } of others) {
    const high = low && highest.get(low.scale);
    if (high && (criticalityRank(low) ?? 0) < (criticalityRank(high) ?? 0)) return { high, low };
  }
  return null;
}

/**
 * @param applications any
 * @returns one of the lowest level of each scale: whatever is lower than a third is not lower than these
 * @cost O(applications)
 */
export function lowestOf(applications: Iterable<Application>): readonly Application[] {
  const lowest = new Map<string, Application>();
  for (const each of applications) {
    const { criticality } = each;
    const known = criticality && lowest.get(criticality.scale);
    if (!criticality) continue;
    if (!known || (criticalityRank(criticality) ?? 0) < (criticalityRank(known.criticality) ?? 0))
      lowest.set(criticality.scale, each);
  }
  return [...lowest.values()];
}

/** Whether software of its own runs beneath what stands in an environment, and can break it. */
function hasSoftware({ kind, os }: Environment): boolean {
  return os !== null || kind === 'hypervisor' || kind === 'os' || kind === 'container-engine';
}

/** Applications by each environment with software beneath them. */
function above(facts: Facts): ReadonlyMap<Environment, ReadonlySet<Application>> {
  const over = new Map<Environment, Set<Application>>();
  for (const { application, layers } of criticalFacts(facts).placed) {
    for (const { environment } of layers) {
      if (!hasSoftware(environment)) continue;
      const inside = over.get(environment);
      if (inside) inside.add(application);
      else over.set(environment, new Set([application]));
    }
  }
  return over;
}

const LEVEL_BENEATH_UNKNOWN: UnknownText = {
  message: (names) =>
    `the level to which its own software was developed is not stated, or on another scale, beneath raised criticality: ${names}`,
  remedy: 'State the criticality of the environment, on the scale of its applications.',
};

function checkBeneath(
  environment: Environment,
  inside: ReadonlySet<Application>,
  unknown: UnknownGroups,
  report: Report,
): void {
  const { criticality: own } = environment;
  const raised = [...inside].filter(isRaised);
  const higher = raised.filter(
    ({ criticality }) =>
      own?.scale === criticality?.scale &&
      (criticalityRank(criticality) ?? 0) > (criticalityRank(own) ?? 0),
  );
  if (own && higher.length > 0) {
    const names = listNames(higher.map(({ name }) => name));
    const levels = [...new Set(higher.map(({ criticality }) => criticalityName(criticality)))];
    report.error({
      subjects: [ofEnvironment(environment), ...higher.map(ofApplication)],
      message: `the software of "${environment.name}" was developed to ${criticalityName(own)}, and ${names} (${levels.join(', ')}) run on it`,
      limit: levels.join(', '),
      actual: criticalityName(own),
      evidence: higher.map(({ name, criticality, sources }) => ({
        name: `criticality of "${name}"`,
        value: criticalityName(criticality),
        source: figureSource(sources, 'criticality'),
      })),
      remedy:
        'Choose software of at least that level, or argue freedom from interference from what it can break.',
    });
    return;
  }
  const apart = raised.some(({ criticality }) => own?.scale !== criticality?.scale);
  if (apart) {
    unknown.add('beneath', LEVEL_BENEATH_UNKNOWN, ofEnvironment(environment));
    return;
  }
  const silent = [...inside].filter(({ criticality }) => criticality === null);
  for (const each of silent) addUnstated(unknown, each, ['criticality']);
  if (raised.length > 0 && silent.length === 0) report.pass();
}

const BENEATH: Rule = {
  id: 'NEST-5',
  title: 'Application above the level of its kernel or hypervisor',
  strength: 'hard',
  checks:
    'The software of every kernel, hypervisor and container engine beneath an application of raised criticality was developed to its level at least. Levels of different scales are not compared.',
  source:
    'ISO 26262-6:2018 7.4.8 and ISO 26262-9:2018 clause 6 (coexistence of elements), from memory',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no application of raised criticality stands on a kernel or hypervisor'
      : `${counted(count, 'kernel or hypervisor', 'kernels and hypervisors')} of the level of what stands on ${count === 1 ? 'it' : 'them'}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const [environment, inside] of above(facts)) {
      checkBeneath(environment, inside, unknown, report);
    }
    unknown.report(report);
  },
};

const IMAGES: UnknownText = {
  message: (names) =>
    `no hypervisor keeps them apart from images of a lower level on the same chip; check that its memory and device protection does (MPU, IOMMU, firewalls), DMA included: ${names}`,
  remedy:
    'Review how the chip protects memory and devices of each image. A plan does not state it.',
};

const APART: Rule = {
  id: 'SHM-7',
  title: 'Images of different levels with no hypervisor between them',
  strength: 'strong',
  checks:
    'Where environments side by side on the hardware hold applications of different levels of one scale, that the chip protects the memory of the higher one is checked by hand. Stated regions are SHM-1 to SHM-6, devices in partitions DEV-3 and DEV-9.',
  source: 'ISO 26262-6:2018 annex D.2.3 (memory); IEC 61508-3 annex F; from memory',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no environments side by side on the hardware hold applications of stated levels'
      : `${counted(count, 'environment')} on the hardware beside none of a lower level`,
  run: (facts, report) => {
    const [manual, unknown] = [new UnknownGroups(), new UnknownGroups()];
    const images = Map.groupBy(criticalFacts(facts).placed, ({ layers }) => layers[0]?.environment);
    if (images.size < 2) return;
    const inside = [...images].map(([environment, placed]) => {
      const applications = new Set(placed.map(({ application }) => application));
      return { environment, applications, lowest: lowestOf(applications) };
    });
    for (const { environment, applications } of inside) {
      if (!environment) continue;
      const others = inside.flatMap((each) =>
        each.environment === environment ? [] : each.lowest,
      );
      const silent = [...applications].filter(({ criticality }) => criticality === null);
      if (lowerBeside(applications, others))
        manual.add('image', IMAGES, ofEnvironment(environment));
      else if (silent.length > 0)
        for (const each of silent) addUnstated(unknown, each, ['criticality']);
      else report.pass();
    }
    manual.report(report, 'manual');
    unknown.report(report);
  },
};

const UPWARDS: UnknownText = {
  message: (names) =>
    `from a lower level to a higher one; check that the receiver is protected against repetition, loss, delay, insertion, masquerading, wrong order and corruption, and waits for none without a timeout: ${names}`,
  remedy:
    'Review the receiving side: end-to-end protection, range checks, timeout. A plan does not state them.',
};
const END_UNKNOWN: UnknownText = {
  message: (names) =>
    `with an end of unknown criticality, and another that may be lower or higher: ${names}`,
  remedy: 'State the criticality of both ends.',
};

const FROM_LOWER: Rule = {
  id: 'LINK-7',
  title: 'Link from a lower level to a higher one',
  strength: 'strong',
  checks:
    'What a higher level receives from a lower one is protected against faults of the exchange, and never waited for without a timeout: checked by hand, as is every link between scales. Links through shared memory are TECH-F7.',
  source:
    'ISO 26262-6:2018 annex D.2.4 (exchange of information) and D.2.2 (blocking), from memory',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no link between placed applications of stated levels'
      : `${counted(count, 'link')} that lead to no higher level`,
  run: (facts, report) => {
    const [manual, unknown] = [new UnknownGroups(), new UnknownGroups()];
    for (const { link, from, to, pairs, carriers } of facts.links) {
      if (!from || !to || from === to || pairs.length === 0) continue;
      if (carriers.some(({ channel }) => channel.kind === 'shared-memory')) continue;
      const [a, b] = [from.criticality, to.criticality];
      if (!a || !b) {
        if (isRaised(to) || !b) unknown.add('end', END_UNKNOWN, ofLink(link));
        else report.pass();
        continue;
      }
      const isUp =
        a.scale === b.scale ? (criticalityRank(a) ?? 0) < (criticalityRank(b) ?? 0) : isRaised(to);
      if (isUp) manual.add('up', UPWARDS, ofLink(link));
      else report.pass();
    }
    manual.report(report, 'manual');
    unknown.report(report);
  },
};

/** What all places of an application have in common, in words; empty: nothing that a plan knows. */
function commonTo({ tree, hardware }: Facts, application: Application): readonly string[] {
  const places = tree.placementsOf.get(application.id) ?? [];
  const cores = places.map(({ coreIds, environmentId }) =>
    coreIds.length > 0 ? coreIds : (tree.coresOf.get(environmentId) ?? []),
  );
  const clusters = new Set(
    cores.flat().map((coreId) => hardware.coreById.get(coreId)?.cluster?.name ?? 'unknown'),
  );
  const shared = (cores[0] ?? []).filter((id) => cores.every((list) => list.includes(id)));
  const roots = new Set(
    places.map(({ environmentId }) => tree.pathOf.get(environmentId)?.[0]?.name),
  );
  return [
    ...(new Set(places.map(({ environmentId }) => environmentId)).size === 1
      ? ['the environment']
      : roots.size === 1
        ? [`what they stand on ("${[...roots][0] ?? ''}")`]
        : []),
    ...shared.map((id) => hardware.coreById.get(id)?.core.name ?? id),
    ...(clusters.size === 1 ? [`the cluster "${[...clusters][0] ?? ''}" with its clock`] : []),
  ];
}

const PARTNERS: Rule = {
  id: 'PLACE-5',
  title: 'Redundant partners with something in common',
  strength: 'strong',
  checks:
    'Whether several instances of an application of raised criticality are redundant partners is checked by hand, with what their places have in common: environment, core, cluster and clock. A plan states no redundancy and no power domain.',
  source: 'ISO 26262-9:2018 clauses 5 and 7 (decomposition, dependent failures), from memory',
  onPlacement: true,
  passed: () => 'no application of raised criticality has several instances',
  run: (facts, report) => {
    const seen = new Set<Application>();
    const unknown = new UnknownGroups();
    for (const { application } of criticalFacts(facts).placed) {
      if (application.instances < 2 || seen.has(application)) continue;
      seen.add(application);
      if (application.criticality === null) addUnstated(unknown, application, ['criticality']);
      if (!isRaised(application)) continue;
      const common = commonTo(facts, application);
      const places = facts.tree.placementsOf.get(application.id) ?? [];
      const cores = new Set(places.flatMap(({ coreIds }) => coreIds));
      report.manual({
        subjects: [
          ofApplication(application),
          ...[...cores].flatMap((id) => {
            const core = facts.hardware.coreById.get(id);
            return core ? [ofCore(core.core)] : [];
          }),
        ],
        message: `"${application.name}" (${criticalityName(application.criticality)}) has ${application.instances} instances; if they are redundant partners, one fault must not take all. In common they have ${common.length > 0 ? common.join(', ') : 'no environment, core or cluster'}; power is not stated`,
        limit: 'nothing in common that fails at once',
        actual: common.length > 0 ? common.join(', ') : 'nothing that the plan states',
        remedy: 'Put partners on cores of different clusters and environments, or argue why not.',
      });
    }
    unknown.report(report);
  },
};

/** Rules on levels, by the group that lists them. */
export const LEVEL_RULES = {
  nest: BENEATH,
  shm: APART,
  link: FROM_LOWER,
  place: PARTNERS,
} as const;
