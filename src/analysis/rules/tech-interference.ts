/** TECH-B2, TECH-B3 and TECH-B9: shared caches, direct interrupts, soft real time on Linux. */
import type { Id } from '../../model/fields.ts';
import type { InterferenceControl } from '../../model/layout.ts';
import { formatNs } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { figureSource, hardwareSource } from '../hardware.ts';
import { controlsOf } from '../isolation/interference-controls.ts';
import { figureHere } from '../overheads/applicability.ts';
import type { Evidence } from '../result.ts';
import { ofApplication, ofEnvironment, subject } from '../subjects.ts';
import { modeFigure, technologyFigure, type UsedFigure } from '../technology-figure.ts';
import { counted, listNames } from '../wording.ts';
import { CacheSharing, canAllocate, sideOf } from './cache-sharing.ts';
import { useEvidence } from './evidence.ts';
import { measuredElsewhere } from './measured-elsewhere.ts';
import type { Report, Rule } from './rule.ts';
import { criticalFacts, inUnit, isCritical, numberEvidence, type Placed } from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';
import { addUnstated, unstatedOfCritical } from './unstated.ts';

/** What is switched on around a place; null: nobody says. */
function controlsAround({ layers }: Placed): readonly InterferenceControl[] | null {
  const said = layers.map(({ environment }) => controlsOf(environment)).filter((on) => on !== null);
  return said.length === 0 ? null : [...new Set(said.flat())];
}

const CONTROL_WORDS: Readonly<Record<InterferenceControl, string>> = {
  'cache-colouring': 'cache colouring',
  'cache-allocation': 'cache allocation',
  'bandwidth-regulation': 'bandwidth regulation',
};

const CACHES_UNKNOWN: UnknownText = {
  message: (names) =>
    `critical, beside others on the machine, and on cores of unknown caches: ${names}`,
  remedy: "State the caches of the cores in the plan's target.",
};
const CONTROLS_UNKNOWN: UnknownText = {
  message: (names) =>
    `critical, and shares a cache with what stands outside; nobody says what controls interference: ${names}`,
  remedy:
    'State at the hypervisor or OS whether cache colouring, cache allocation or bandwidth regulation is on; budget for interference until then.',
};
const ALLOCATION_UNKNOWN: UnknownText = {
  message: (names) =>
    `relies on cache allocation alone; whether the hardware has it is unknown: ${names}`,
  remedy: "Establish it, and set it in the plan's target.",
};

function interferenceEvidence(facts: Facts, placed: Placed): readonly Evidence[] {
  const technology = placed.hypervisor?.technology;
  return technology
    ? [
        numberEvidence(facts, technology, 'cpuOverheadInterference'),
        numberEvidence(facts, technology, 'interruptLatencyInterferenceMax'),
      ]
    : [];
}

function checkCaches(
  facts: Facts,
  placed: Placed,
  sharing: CacheSharing,
  unknown: UnknownGroups,
  report: Report,
): void {
  const shared = sharing.sharedBy(placed);
  const controls = controlsAround(placed);
  const { application, environment } = placed;
  const about = ofApplication(application);
  if (shared.length === 0) {
    if (sharing.hasUnknownCaches(placed)) unknown.add('caches', CACHES_UNKNOWN, about);
    else report.pass();
    return;
  }
  if (controls === null) {
    unknown.add('controls', CONTROLS_UNKNOWN, about, ofEnvironment(environment));
    return;
  }
  const onlyAllocation = controls.length === 1 && controls[0] === 'cache-allocation';
  const able = canAllocate(facts, shared);
  if (onlyAllocation && able === null) {
    unknown.add('allocation', ALLOCATION_UNKNOWN, about);
    return;
  }
  if (controls.length > 0 && !(onlyAllocation && able === false)) {
    report.pass();
    return;
  }
  const { target } = facts.hardware;
  const side = sideOf(placed);
  const others = [...new Set(shared.flatMap(({ sides }) => [...sides]))].filter(
    (other) => other !== side,
  );
  const caches = [...new Set(shared.map(({ cache }) => `L${cache.level}`))].join(', ');
  report.warning({
    subjects: [
      about,
      ofEnvironment(environment),
      ...others.map(ofEnvironment),
      ...shared.map(({ cache }) =>
        subject('cache', { id: cache.id, name: `L${cache.level} cache` }),
      ),
    ],
    message: onlyAllocation
      ? `"${application.name}" shares ${caches} with ${listNames(others.map(({ name }) => name))}; cache allocation is on, but ${target.name} has none for ${shared.length === 1 ? 'it' : 'all of them'}`
      : `"${application.name}" shares ${caches} with ${listNames(others.map(({ name }) => name))} and nothing controls interference`,
    limit: 'cache colouring, cache allocation or bandwidth regulation',
    actual: controls.length === 0 ? 'none' : controls.map((each) => CONTROL_WORDS[each]).join(', '),
    evidence: [
      ...shared.map(({ cache }) => ({
        name: `cores that share this L${cache.level} cache`,
        value: String(cache.coreIds.length),
        source: hardwareSource(target, cache.provenance, 'coreIds'),
      })),
      ...interferenceEvidence(facts, placed),
    ],
    remedy:
      'Turn on cache colouring or bandwidth regulation, or move it to cores with a cache of their own; budget for interference otherwise.',
  });
}

const CACHES: Rule = {
  id: 'TECH-B2',
  title: 'Cache shared with a critical application, uncontrolled',
  strength: 'strong',
  checks:
    'Where hard real time or raised criticality shares a cache of level 2 or up with what stands outside its wall, a control of interference is on. The memory bus is shared by all.',
  source:
    'technology rule B2 (rtas23-data): 8 to 10 times the worst interrupt latency without control',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no placed application is hard real time or of raised criticality'
      : `${counted(count, 'critical or real-time application')} with caches of its own or under control`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const sharing = new CacheSharing(facts);
    for (const placed of criticalFacts(facts).placed) {
      const { application } = placed;
      if (isCritical(application)) checkCaches(facts, placed, sharing, unknown, report);
      else if (sharing.sharedBy(placed).length > 0 || sharing.hasUnknownCaches(placed)) {
        addUnstated(unknown, application, unstatedOfCritical(application));
      }
    }
    unknown.report(report);
  },
};

function checkDirect(
  facts: Facts,
  { application, environment, hypervisor, coreIds }: Placed,
  injection: UsedFigure,
  unknown: UnknownGroups,
  report: Report,
): void {
  const need = application.interruptLatencyNs;
  const technology = hypervisor?.technology;
  if (need === null || !technology) return;
  const through = figureHere(
    facts,
    coreIds,
    technologyFigure(facts.catalogue, technology, 'interruptLatency'),
  );
  const directly = figureHere(facts, coreIds, injection);
  const elsewhere = measuredElsewhere(
    (names) => `interrupt latency of ${technology.name}, or of direct injection, for ${names}`,
    [through.use, directly.use],
  );
  if (elsewhere) {
    unknown.add(elsewhere.key, elsewhere.text, ofApplication(application));
    return;
  }
  const { range } = through;
  const direct = directly.range?.typical ?? null;
  if (!range || direct === null || direct > need) return;
  if (range.typical <= need) {
    report.pass(1, [numberEvidence(facts, technology, 'interruptLatency')]);
    return;
  }
  report.advice({
    subjects: [ofApplication(application), ofEnvironment(environment)],
    message: `"${application.name}" stands an interrupt latency of ${formatNs(need)}; ${technology.name} takes ${inUnit(range.typical, 'ns')} on average, direct injection ${inUnit(direct, 'ns')}`,
    limit: formatNs(need),
    actual: inUnit(range.typical, 'ns'),
    remainder: `-${inUnit(range.typical - need, 'ns')}`,
    evidence: [
      numberEvidence(facts, technology, 'interruptLatency'),
      useEvidence(directly.use, inUnit(direct, 'ns')),
      {
        name: `interrupt latency that ${application.name} stands`,
        value: formatNs(need),
        source: figureSource(application.sources, 'interruptLatencyNs'),
      },
    ],
    remedy: 'Check that the hypervisor and the interrupt controller inject interrupts directly.',
  });
}

const DIRECT: Rule = {
  id: 'TECH-B3',
  title: 'Interrupts that have to be as quick as on bare metal',
  strength: 'advice',
  checks:
    'Where the interrupt latency of the technology misses the need and that of direct injection does not, interrupts are to be passed through.',
  source: 'technology rule B3 (rtas23-data irqlat-di; eli12 on x86)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no interrupt latency that direct injection alone would meet'
      : `interrupt latency of the technology meets the need of ${counted(count, 'application')}`,
  run: (facts, report) => {
    const mode = facts.catalogue.ioModes.get('pass-through');
    const direct = mode ? modeFigure(facts.catalogue, mode, 'latency') : null;
    const unknown = new UnknownGroups();
    for (const placed of criticalFacts(facts).placed) {
      if (direct) checkDirect(facts, placed, direct, unknown, report);
    }
    unknown.report(report);
  },
};

const FLOATS: UnknownText = {
  message: (names) =>
    `soft real time that floats over cores of a Linux that others use too: ${names}`,
  remedy: 'Pin it to cores that nothing else uses.',
};
const PREEMPT: UnknownText = {
  message: (names) =>
    `soft real time on a Linux of which the plan does not say PREEMPT_RT: ${names}`,
  remedy: 'Check the configuration of the kernel and measure the tail; state it as the OS version.',
};

const KERNEL_OS_UNKNOWN: UnknownText = {
  message: (names) => `OS not stated beneath what is soft real time, or may be: ${names}`,
  remedy: 'State the OS of the environment.',
};

/** How the OS version says that the kernel is fully preemptible. */
const SAYS_RT = /\b(preempt[_ -]?rt|rt\d*)\b/i;

const SOFT: Rule = {
  id: 'TECH-B9',
  title: 'Soft real time on Linux',
  strength: 'advice',
  checks:
    'Soft real time on Linux is pinned, or floats over cores that nothing else uses; whether the kernel has PREEMPT_RT is checked by hand where its version does not say so.',
  source: 'technology rule B9 (wiedner23, suse-rt): CPUs must not be shared',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no soft real time on Linux'
      : `${counted(count, 'soft real-time application')} pinned or on cores of its own, on a Linux with PREEMPT_RT`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const floats = new UnknownGroups();
    const preempt = new UnknownGroups();
    const { placed } = criticalFacts(facts);
    const users = new Map<Id, number>();
    for (const id of placed.flatMap((each) => [...new Set(each.coreIds)])) {
      users.set(id, (users.get(id) ?? 0) + 1);
    }
    for (const { application, os, kernel, coreIds, placement } of placed) {
      const { realTime } = application;
      if (realTime !== null && realTime !== 'soft') continue;
      if (os === null && kernel) unknown.add('os', KERNEL_OS_UNKNOWN, ofEnvironment(kernel));
      if (os?.family !== 'linux') continue;
      const about = ofApplication(application);
      // A task that is bound to a core of its own does not float, whatever its application does.
      const alone = coreIds.every((id) => users.get(id) === 1);
      const pinned = coreIds.length === 1 || placement.taskCores.length > 0 || alone;
      const says = SAYS_RT.test(os.version ?? '');
      if (realTime === null) {
        if (!pinned || !says) addUnstated(unknown, application, ['realTime']);
        continue;
      }
      if (!pinned) floats.add('floats', FLOATS, about);
      if (!says && kernel) preempt.add('preempt', PREEMPT, ofEnvironment(kernel), about);
      if (pinned && says) report.pass();
    }
    floats.report(report, 'advice');
    preempt.report(report, 'manual');
    unknown.report(report);
  },
};

/** In the order in which they are listed. */
export const TECH_INTERFERENCE_RULES: readonly [Rule, Rule] = [CACHES, DIRECT];
export const TECH_SOFT_RULE: Rule = SOFT;
