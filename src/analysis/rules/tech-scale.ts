/** TECH-C2 and TECH-C4 to TECH-C7: many instances, and technologies too slow to start. C1 is VIRT-3, C3 the SCALE rules. */
import type { Technology } from '../../catalog/technology.ts';
import { copiesOf } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import { formatNs, MS, SECOND } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { figureHere } from '../overheads/applicability.ts';
import type { FigureUse } from '../result.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { technologyFigure } from '../technology-figure.ts';
import { counted } from '../wording.ts';
import { measuredElsewhere } from './measured-elsewhere.ts';
import { HOUSE_JUDGEMENT, type Report, type Rule, type Strength } from './rule.ts';
import {
  criticalFacts,
  figureEvidence,
  inUnit,
  numberEvidence,
  type Placed,
} from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

/** House judgement: the rule says "hundreds", and no source says where they begin. */
const HUNDREDS = 100;

const MANY_UNKNOWN: UnknownText = {
  message: (names) => `${HUNDREDS} VMs or more on what nobody has chosen yet: ${names}`,
  remedy: 'Choose the technology of the hypervisor.',
};

const GENERAL: ReadonlySet<Technology['family'] | undefined> = new Set<
  Technology['family'] | undefined
>(['type1-general', 'type2']);

const MANY: Rule = {
  id: 'TECH-C2',
  title: 'Hundreds of instances in general VMs',
  strength: 'strong',
  checks: `Fewer than ${HUNDREDS} general VMs stand on one hypervisor; more ask for containers, micro-VMs or unikernels.`,
  source:
    'technology rule C2 (engine-note, rund22, nsdi20, lightvm17); the number is a house judgement',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no general VM' : `fewer than ${HUNDREDS} VMs on ${counted(count, 'hypervisor')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const environment of facts.tree.environments) {
      if (environment.kind !== 'hypervisor') continue;
      const technology = technologyOf(facts.catalogue, facts.tree, environment);
      if (technology && !GENERAL.has(technology.family)) continue;
      const guests = (facts.tree.childrenOf.get(environment.id) ?? []).filter(
        ({ kind }) => kind === 'vm',
      );
      const count = guests.reduce((sum, guest) => sum + copiesOf(facts.tree, guest.id), 0);
      if (count === 0) continue;
      if (count < HUNDREDS) {
        report.pass();
        continue;
      }
      if (!technology) {
        unknown.add('technology', MANY_UNKNOWN, ofEnvironment(environment));
        continue;
      }
      report.warning({
        subjects: [ofEnvironment(environment), ...guests.map(ofEnvironment)],
        message: `"${environment.name}" (${technology.name}) carries ${counted(count, 'general VM')}`,
        limit: `fewer than ${HUNDREDS} VMs (${HOUSE_JUDGEMENT})`,
        actual: counted(count, 'VM'),
        remainder: String(HUNDREDS - 1 - count),
        evidence: [
          numberEvidence(facts, technology, 'maxInstances'),
          numberEvidence(facts, technology, 'memoryOverheadPerInstance'),
        ],
        remedy: 'Use containers, micro-VMs or unikernels for instances in such numbers.',
      });
    }
    unknown.report(report);
  },
};

/** What one start of an application takes, by what is known of the technologies around it. */
interface Start {
  /** Sum of the low ends that hold here, ns; null: there are none. */
  readonly lowNs: number | null;
  /** Names of technologies without a time, and of environments without a technology. */
  readonly unknown: readonly string[];
  /** Figures of technologies whose time does not hold here. */
  readonly open: readonly FigureUse[];
  readonly known: readonly Technology[];
}

/** Guests of a static partitioning hypervisor and what runs on the hardware start with the machine. */
function startOf(facts: Facts, { layers }: Placed): Start {
  const unknown: string[] = [];
  const open: FigureUse[] = [];
  const known: Technology[] = [];
  const seen = new Set<Technology>();
  let lowNs: number | null = null;
  const preStarted = layers.some(
    ({ environment, technology }) =>
      environment.kind === 'hypervisor' && technology?.family === 'type1-static',
  );
  for (const { environment, technology } of layers) {
    const instance =
      environment.kind === 'container' ||
      (!preStarted && (environment.kind === 'vm' || environment.kind === 'thin-vm'));
    if (!instance) continue;
    if (!technology) {
      unknown.push(`"${environment.name}" (no technology)`);
      continue;
    }
    if (seen.has(technology)) continue;
    seen.add(technology);
    const { range, use } = figureHere(
      facts,
      facts.tree.coresOf.get(environment.id) ?? [],
      technologyFigure(facts.catalogue, technology, 'startupTime'),
    );
    // An indication has no low end.
    if (range && range.low !== null) {
      lowNs = (lowNs ?? 0) + range.low;
      known.push(technology);
    } else {
      open.push(use);
      unknown.push(technology.name);
    }
  }
  return { lowNs, unknown, open, known };
}

interface StartClass {
  readonly id: string;
  readonly strength: Strength;
  /** Need above this and up to `upTo`, ns. */
  readonly above: number;
  readonly upTo: number;
  readonly candidates: string;
  readonly source: string;
}

const CLASSES: readonly StartClass[] = [
  {
    id: 'TECH-C4',
    strength: 'strong',
    above: -1,
    upTo: 10 * MS,
    candidates: 'a unikernel (3 to 9 ms), or start it with the machine',
    source: 'technology rule C4 (unikraft21-data, osv-readme, lightvm17)',
  },
  {
    id: 'TECH-C5',
    strength: 'strong',
    above: 10 * MS,
    upTo: 150 * MS,
    candidates: 'a micro-VM (Firecracker, Cloud Hypervisor) or a low-level OCI runtime',
    source: 'technology rule C5 (nsdi20-data, fc-spec, crun-readme, vanrijn21)',
  },
  {
    id: 'TECH-C6',
    strength: 'advice',
    above: 150 * MS,
    upTo: SECOND,
    candidates: 'Docker, Kata, LXC or a small KVM guest, or something quicker',
    source: 'technology rule C6 (vanrijn21, nsdi20-data, unikraft21-data)',
  },
];

function checkStart(
  facts: Facts,
  of: StartClass,
  placed: Placed,
  unknown: UnknownGroups,
  report: Report,
): void {
  const { application, environment } = placed;
  const need = application.startupNeedNs;
  if (need === null || need <= of.above || need > of.upTo) return;
  const start = startOf(facts, placed);
  if (start.lowNs !== null && start.lowNs > need) {
    const names = start.known.map(({ name }) => name).join(' in ');
    const found = {
      subjects: [ofApplication(application), ofEnvironment(environment)],
      message: `"${application.name}" must be ready ${formatNs(need)} after power-on; starting ${names} alone takes ${inUnit(start.lowNs, 'ns')} at best`,
      limit: formatNs(need),
      actual: `at least ${inUnit(start.lowNs, 'ns')}`,
      remainder: `-${inUnit(start.lowNs - need, 'ns')}`,
      evidence: [
        ...start.known.map((technology) => numberEvidence(facts, technology, 'startupTime')),
        {
          name: `start-up need of ${application.name}`,
          value: formatNs(need),
          source: figureSource(application.sources, 'startupNeedNs'),
        },
      ],
      remedy: `Use ${of.candidates}.`,
    };
    if (of.strength === 'advice') report.advice(found);
    else report.warning(found);
  } else if (start.unknown.length > 0) {
    const text = {
      message: (names: string) =>
        `start-up time of ${start.unknown.join(', ')} unknown, and a need of at most ${formatNs(of.upTo)} stands against it: ${names}`,
      remedy: 'Measure it, and override the figure.',
    };
    const key = start.unknown.join(', ');
    const elsewhere = measuredElsewhere(
      (names) =>
        `start-up time of ${key}, against a need of at most ${formatNs(of.upTo)} of ${names},`,
      start.open,
    );
    unknown.add(`${key} ${elsewhere?.key}`, elsewhere?.text ?? text, ofApplication(application));
  } else {
    report.pass(
      1,
      start.known.map((each) => numberEvidence(facts, each, 'startupTime')),
    );
  }
}

function startRule(of: StartClass): Rule {
  const upTo = formatNs(of.upTo);
  const range =
    of.above < 0 ? `at most ${upTo}` : `more than ${of.above / MS} ms and at most ${upTo}`;
  return {
    id: of.id,
    title: `Too slow to start: need of ${range}`,
    strength: of.strength,
    checks: `What must be ready ${range} after power-on stands in nothing whose own start takes longer at best. START-1 adds the rest of the boot.`,
    source: of.source,
    onPlacement: true,
    passed: (count) =>
      count === 0
        ? `no start-up need of ${range}`
        : `technology quick enough for ${counted(count, 'start-up need')}`,
    run: (facts, report) => {
      const unknown = new UnknownGroups();
      for (const placed of criticalFacts(facts).placed) {
        checkStart(facts, of, placed, unknown, report);
      }
      unknown.report(report);
    },
  };
}

/** Starts at a time from which the source measured a multiple of the time of one. */
const PARALLEL = 16;

/** The largest group of containers that wait for the same: these start at the same time. */
function startingTogether(facts: Facts, engine: Environment) {
  const containers = (facts.tree.childrenOf.get(engine.id) ?? []).filter(
    ({ kind }) => kind === 'container',
  );
  const waves = Map.groupBy(containers, ({ startAfterIds }) => startAfterIds.toSorted().join(' '));
  let most: { readonly containers: readonly Environment[]; readonly count: number } = {
    containers: [],
    count: 0,
  };
  for (const wave of waves.values()) {
    const count = wave.reduce((sum, each) => sum + each.copies, 0);
    if (count > most.count) most = { containers: wave, count };
  }
  return most;
}

const PARALLEL_STARTS: Rule = {
  id: 'TECH-C7',
  title: 'Many containers started at once through Docker',
  strength: 'advice',
  checks: `Fewer than ${PARALLEL} containers start at the same time through one Docker engine.`,
  source: 'technology rule C7 (engine-note: 8.5 s mean at 16-way, network set-up about 90 %)',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no Docker engine' : `few parallel starts on ${counted(count, 'Docker engine')}`,
  run: (facts, report) => {
    for (const environment of facts.tree.environments) {
      if (environment.kind !== 'container-engine') continue;
      const technology = technologyOf(facts.catalogue, facts.tree, environment);
      // Podman inherits figures from Docker, but has no daemon that starts queue at.
      if (technology?.id !== 'docker') continue;
      const { containers, count } = startingTogether(facts, environment);
      if (facts.tree.layout.startMode === 'serial' || count < PARALLEL) {
        report.pass();
        continue;
      }
      const parallel = technology.figures.startupTime.alternatives.find(({ conditions }) =>
        conditions?.includes(`${PARALLEL}-way`),
      );
      report.advice({
        subjects: [ofEnvironment(environment), ...containers.map(ofEnvironment)],
        message: `"${environment.name}" starts ${counted(count, 'container')} at once: expect a multiple of the time of one`,
        limit: `fewer than ${PARALLEL} starts at once`,
        actual: counted(count, 'start'),
        remainder: String(PARALLEL - 1 - count),
        evidence: [
          numberEvidence(facts, technology, 'startupTime'),
          ...(parallel
            ? [
                figureEvidence(facts, 'start-up time measured (ms)', {
                  ...technology.figures.startupTime,
                  ...parallel,
                }),
              ]
            : []),
        ],
        remedy: 'Start in groups (start after ...), or set the network up beforehand.',
      });
    }
  },
};

/** In the order in which they are listed. */
export const TECH_SCALE_RULES: readonly Rule[] = [MANY, ...CLASSES.map(startRule), PARALLEL_STARTS];
