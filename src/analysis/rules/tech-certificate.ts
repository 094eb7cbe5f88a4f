/** TECH-B4 and TECH-B5: certificates that are needed now, and proofs that hold for listed configurations only. */
import type { Technology } from '../../catalog/technology.ts';
import { criticalitySchema } from '../../model/application.ts';
import { criticalityRank } from '../../model/criticality.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import { lineageOf } from '../isolation/technologies.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { counted } from '../wording.ts';
import type { Report, Rule, Verdictable } from './rule.ts';
import {
  criticalFacts,
  figureEvidence,
  inheritedFigure,
  type Layer,
  type Placed,
} from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';
import { addUnstated } from './unstated.ts';

/** A standard with the level asked for, as certificates name them. */
const STANDARD =
  /\b(ISO[\s-]?26262|IEC[\s-]?61508|IEC[\s-]?62304|IEC[\s-]?61513|EN[\s-]?50128|DO-?178(?:B\/C|[ABC])?)\b/gi;
const LEVEL = /\b(ASIL|SIL|DAL)[\s-]?([A-E0-4])\b/gi;
/** How the catalogue says that there is no certificate, although standards are named. */
export const WITHOUT = /none found|not certified|in progress|no safety certificate|no certificate/i;

function fold(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** `DO-178B/C` covers `DO-178C`. */
function standardsIn(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(STANDARD)].map(([name]) => fold(name).replace(/^(DO178).*$/, '$1')),
  );
}

/** Highest rank of each scale that a text names. */
function levelsIn(text: string): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (const [, scale = '', level = ''] of text.toUpperCase().matchAll(LEVEL)) {
    const parsed = criticalitySchema.safeParse({ scale, level });
    const rank = parsed.success ? criticalityRank(parsed.data) : null;
    if (rank !== null) levels.set(scale, Math.max(rank, levels.get(scale) ?? 0));
  }
  return levels;
}

/** What a status says of a need: all of it, the standard without the level, nothing, or that there is none. */
type Cover = 'covered' | 'level-open' | 'missing' | 'unreadable';

/**
 * @param need certificate needed, for example "ISO 26262 ASIL D"
 * @param status what the catalogue says of a technology
 * @returns whether the status covers the need; `unreadable` where the need names no standard that is known here
 */
export function coverOf(need: string, status: string): Cover {
  if (WITHOUT.test(status)) return 'missing';
  const standards = [...standardsIn(need)];
  if (standards.length === 0) return 'unreadable';
  const there = standardsIn(status);
  if (!standards.every((each) => there.has(each))) return 'missing';
  const known = levelsIn(status);
  const covers = [...levelsIn(need)].every(([scale, rank]) => (known.get(scale) ?? -1) >= rank);
  return covers ? 'covered' : 'level-open';
}

/** What isolates an application: hypervisor, its guests' technology, container engine. */
function isolators({ layers }: Placed): readonly Layer[] {
  const seen = new Set<Technology | null>();
  return layers.filter(({ environment, technology }) => {
    const isolates =
      environment.kind === 'hypervisor' ||
      environment.kind === 'container-engine' ||
      (technology !== null && technology.family !== 'bare-metal');
    if (!isolates || seen.has(technology)) return false;
    seen.add(technology);
    return true;
  });
}

const STATUS_UNKNOWN: UnknownText = {
  message: (names) => `a certificate is needed, and that of the technology is unknown: ${names}`,
  remedy: 'Ask the supplier for the certificate, and override the figure with it.',
};

function checkLayer(
  facts: Facts,
  { application }: Placed,
  need: string,
  { environment, technology }: Layer,
  unknown: UnknownGroups,
  report: Report,
): void {
  const figure = technology && inheritedFigure(facts, technology, 'certificationStatus');
  if (!figure || figure.value === null) {
    unknown.add('status', STATUS_UNKNOWN, ofEnvironment(environment), ofApplication(application));
    return;
  }
  const cover = coverOf(need, figure.value);
  if (cover === 'covered') {
    const name = `certification of ${technology.name}`;
    report.pass(1, [figureEvidence(facts, name, figure)]);
    return;
  }
  const found: Verdictable = {
    subjects: [ofApplication(application), ofEnvironment(environment)],
    message: `"${application.name}" needs ${need} now; of ${technology.name} the catalogue says: ${figure.value}`,
    limit: need,
    actual: figure.value,
    evidence: [
      figureEvidence(facts, `certification of ${technology.name}`, figure),
      {
        name: `certificate that ${application.name} needs`,
        value: need,
        source: figureSource(application.sources, 'certificate'),
      },
    ],
    remedy:
      cover === 'missing'
        ? 'Use a technology with the certificate (QNX Hypervisor for Safety, PikeOS), or a chip of its own.'
        : 'Check the certificate itself: scope, level and version.',
  };
  if (cover === 'missing') report.error(found);
  else report.manual(found);
}

/** How a plan says that no certificate is needed. */
const NO_CERTIFICATE = /^none$/i;

const CERTIFICATE: Rule = {
  id: 'TECH-B4',
  title: 'Isolation without the certificate that is needed',
  strength: 'hard',
  checks:
    'Each technology that isolates an application has the certificate that the application needs now. A level that the catalogue does not name is checked by hand.',
  source: 'technology rule B4 (qnx-brief, pikeos, xen-fusa): none found for the other technologies',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed application behind a technology needs a certificate'
      : `certificates there for ${counted(count, 'layer')} of isolation`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const placed of criticalFacts(facts).placed) {
      const { certificate } = placed.application;
      const layers = isolators(placed);
      if (certificate === null) addUnstated(unknown, placed.application, ['certificate']);
      const need = certificate?.trim() ?? '';
      if (need === '' || NO_CERTIFICATE.test(need)) continue;
      if (layers.length === 0) {
        report.manual({
          subjects: [ofApplication(placed.application), ofEnvironment(placed.environment)],
          message: `"${placed.application.name}" needs ${need}; nothing isolates it but the chip, and what runs on it is certified with the application`,
          remedy: 'Check that the certificate covers OS, firmware and the chip.',
        });
      }
      for (const layer of layers) checkLayer(facts, placed, need, layer, unknown, report);
    }
    unknown.report(report);
  },
};

const PROOF: Rule = {
  id: 'TECH-B5',
  title: 'Proof of isolation outside its configuration',
  strength: 'strong',
  checks:
    'Where seL4 is chosen, that its configuration is one of the verified ones is checked by hand: proofs hold for listed platforms only.',
  source: 'technology rule B5 (sel4-hw): formally verified for specific configurations',
  onPlacement: false,
  passed: () => 'no seL4',
  run: (facts, report) => {
    for (const environment of facts.tree.environments) {
      if (environment.kind !== 'hypervisor' || environment.technologyId === null) continue;
      const technology = facts.catalogue.technologies.get(environment.technologyId);
      if (!technology || !lineageOf(facts.catalogue, technology).includes('sel4-vmm')) continue;
      const figure = technology.figures.certificationStatus;
      report.manual({
        subjects: [ofEnvironment(environment)],
        message: `"${environment.name}" is of ${technology.name}: whether its configuration on ${facts.hardware.target.name} is a verified one, a plan does not say`,
        evidence: [figureEvidence(facts, `certification of ${technology.name}`, figure)],
        remedy: 'Look platform, features and version up in the list of verified configurations.',
      });
    }
  },
};

/** In the order in which they are listed. */
export const TECH_CERTIFICATE_RULES: readonly Rule[] = [CERTIFICATE, PROOF];
