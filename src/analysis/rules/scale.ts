/** SCALE-1 and SCALE-2: more instances than somebody documented. */
import type { DocumentedLimit } from '../../catalog/measuring.ts';
import { formatNumber } from '../../model/units.ts';
import { catalogueSource } from '../catalogue-source.ts';
import type { Facts } from '../facts.ts';
import type { Evidence, FigureUse } from '../result.ts';
import { instanceCounts, type InstanceCount } from '../scale/instance-counts.ts';
import { ofEnvironment } from '../subjects.ts';
import { counted } from '../wording.ts';
import type { Report, Rule } from './rule.ts';

/** How many guests a finding names beside their host. */
const NAMED = 8;

function evidenceOf(figures: readonly FigureUse[]): readonly Evidence[] {
  return figures.map(({ name, value, conditions, source, override }) => ({
    name: conditions === null || override !== null ? name : `${name}: ${conditions}`,
    value: typeof value === 'number' ? formatNumber(value) : 'unknown',
    source,
    override,
  }));
}

function subjectsOf({ host, guests }: InstanceCount) {
  return [ofEnvironment(host), ...guests.slice(0, NAMED).map(ofEnvironment)];
}

function checkDocumented(found: InstanceCount, report: Report): void {
  const { host, technology, count, limit } = found;
  // Cores decide under a static hypervisor: VIRT-3, CORE-2 and CORE-4 judge them.
  if (limit?.kind !== 'documented') return;
  if (count <= limit.value) {
    report.pass(1, evidenceOf(limit.figures));
    return;
  }
  report.warning({
    subjects: subjectsOf(found),
    message: `"${host.name}" holds ${counted(count, 'instance')}; the largest number documented for ${technology?.name ?? 'its technology'} is ${limit.value}`,
    evidence: evidenceOf(limit.figures),
    limit: counted(limit.value, 'instance'),
    actual: counted(count, 'instance'),
    remainder: String(limit.value - count),
    remedy:
      'Spread the instances over several hosts, choose a technology with more, or show on the target that more will do.',
  });
}

const DOCUMENTED: Rule = {
  id: 'SCALE-1',
  title: 'More instances than documented',
  strength: 'strong',
  checks:
    'A hypervisor or engine holds at most as many instances as are documented or reported for its technology.',
  source:
    'technology rule C3 (xenserver-lim, hyperv-scale); catalogue: maxInstances of each technology',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no hypervisor or engine whose number of instances is documented'
      : `instances of ${counted(count, 'hypervisor or engine', 'hypervisors or engines')} not above the documented number`,
  run: (facts, report) => {
    for (const found of instanceCounts(facts)) checkDocumented(found, report);
  },
};

function checkLimit(
  facts: Facts,
  limit: DocumentedLimit,
  found: InstanceCount,
  report: Report,
): void {
  const { value, conditions } = limit.limit;
  const counting = found.guests.filter(({ kind }) => kind === limit.kind);
  if (value === null || counting.length === 0) return;
  const count = counting.reduce((sum, { copies }) => sum + copies, 0);
  if (count <= value) {
    report.pass();
    return;
  }
  report.warning({
    subjects: subjectsOf(found),
    message: `"${found.host.name}" holds ${formatNumber(count)}; documented are at most ${formatNumber(value)} ${limit.name}, if ${limit.where}`,
    evidence: [
      {
        name: conditions ?? limit.name,
        value: formatNumber(value),
        source: catalogueSource(facts.catalogue, limit.limit),
      },
    ],
    limit: `${formatNumber(value)} ${limit.name}`,
    actual: formatNumber(count),
    remainder: formatNumber(value - count),
    remedy: limit.remedy,
  });
}

const SURROUNDINGS: Rule = {
  id: 'SCALE-2',
  title: 'More instances than what surrounds them takes',
  strength: 'strong',
  checks:
    'An engine holds at most as many containers as are documented for a node of Kubernetes and for a Linux bridge. A plan does not say whether these are used.',
  source: 'technology rule C3 (k8s-large, engine-note)',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'nothing with a documented limit' : `${counted(count, 'documented limit')} kept`,
  run: (facts, report) => {
    for (const found of instanceCounts(facts)) {
      for (const limit of facts.catalogue.limits) checkLimit(facts, limit, found, report);
    }
  },
};

/** In the order in which they are listed. */
export const SCALE_RULES: readonly Rule[] = [DOCUMENTED, SURROUNDINGS];
