/** TECH-G1 and TECH-G2: technologies that nobody looks after, and parts of Xen that were experimental. */
import type { Technology } from '../../catalog/technology.ts';
import type { Environment } from '../../model/layout.ts';
import type { Facts } from '../facts.ts';
import { lineageOf, technologyOf } from '../isolation/technologies.ts';
import { ofEnvironment } from '../subjects.ts';
import { counted } from '../wording.ts';
import type { Rule, Verdictable } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

/** Environments that choose a technology themselves: others only stand in it. */
function chosen(facts: Facts): readonly (readonly [Environment, Technology])[] {
  return facts.tree.environments.flatMap((environment) => {
    if (environment.technologyId === null) return [];
    const technology = technologyOf(facts.catalogue, facts.tree, environment);
    if (!technology) return [];
    const parent = facts.tree.environmentById.get(environment.parentId ?? '');
    // A guest of the same technology repeats what its hypervisor says already.
    return parent?.technologyId === environment.technologyId ? [] : [[environment, technology]];
  });
}

const STATUS_WORDS: Readonly<Record<Technology['status'], string>> = {
  current: 'current',
  'vendor-life-cycle': 'bound to a vendor life cycle',
  unmaintained: 'unmaintained',
  retired: 'retired',
};

function statusOf(environment: Environment, technology: Technology): Verdictable {
  return {
    subjects: [ofEnvironment(environment)],
    message: `"${environment.name}" is of ${technology.name}, which is ${STATUS_WORDS[technology.status]}`,
    limit: 'a technology that is looked after',
    actual: STATUS_WORDS[technology.status],
    evidence: [
      {
        name: `status of ${technology.name}`,
        value: technology.statusNote ?? STATUS_WORDS[technology.status],
        source: 'catalogue',
      },
    ],
  };
}

const RETIRED: Rule = {
  id: 'TECH-G1',
  title: 'Technology that is retired or unmaintained',
  strength: 'hard',
  checks:
    'No technology of a new design is retired (error) or unmaintained (warning, since it was not verified); a vendor life cycle is checked by hand.',
  source: 'technology rule G1 (rktlet: repository in kubernetes-retired; RumpRun: not verified)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no technology chosen'
      : `${counted(count, 'chosen technology', 'chosen technologies')} current`,
  run: (facts, report) => {
    for (const [environment, technology] of chosen(facts)) {
      const found = statusOf(environment, technology);
      if (technology.status === 'current') report.pass();
      else if (technology.status === 'retired') {
        report.error({ ...found, remedy: 'Choose a technology that is maintained.' });
      } else if (technology.status === 'unmaintained') {
        report.warning({
          ...found,
          remedy: 'Choose a technology that is maintained, or maintain it yourself.',
        });
      } else {
        report.manual({
          ...found,
          remedy: 'Check how long the vendor supports the release you use.',
        });
      }
    }
  },
};

const SCHEDULER = {
  message: (names: string) =>
    `scheduler of Xen: RTDS and the one that binds each vCPU to a core were Experimental in the version that was read (4.12); check the release you use: ${names}`,
  remedy: 'Look the scheduler up in SUPPORT.md of your release, and note it at the environment.',
};

const EXPERIMENTAL: Rule = {
  id: 'TECH-G2',
  title: 'Experimental part of Xen',
  strength: 'advice',
  checks:
    'Memory sharing of Xen is off (advice); which scheduler a Xen uses is checked by hand, since a plan does not say.',
  source: 'technology rule G2 (xen-support: Experimental in SUPPORT.md of 4.12)',
  onPlacement: false,
  passed: (count) => (count === 0 ? 'no Xen' : `${counted(count, 'Xen')} without memory sharing`),
  run: (facts, report) => {
    const schedulers = new UnknownGroups();
    for (const [environment, technology] of chosen(facts)) {
      const isXen = lineageOf(facts.catalogue, technology).some(
        (id) => id === 'xen' || id === 'xen-dom0less',
      );
      if (!isXen || environment.kind !== 'hypervisor') continue;
      schedulers.add('scheduler', SCHEDULER, ofEnvironment(environment));
      const sharing = facts.catalogue.deduplications.get(
        environment.deduplication?.mechanismId ?? '',
      );
      if (environment.deduplication?.mechanismId !== 'xen-sharing') {
        report.pass();
        continue;
      }
      report.advice({
        subjects: [ofEnvironment(environment)],
        message: `"${environment.name}" shares memory between guests; Xen calls that Experimental`,
        limit: 'supported features',
        actual: sharing?.default ?? 'Experimental',
        evidence: [
          {
            name: 'support status of Xen memory sharing',
            value: sharing?.default ?? 'Experimental',
            source:
              (sharing?.sources ?? [])
                .map((key) => facts.catalogue.sources.get(key)?.title ?? key)
                .join('; ') || 'xen-support',
          },
        ],
        remedy: 'Turn it off, or check its status in the release you use.',
      });
    }
    schedulers.report(report, 'manual');
  },
};

/** In the order in which they are listed. */
export const TECH_STATUS_RULES: readonly Rule[] = [RETIRED, EXPERIMENTAL];
