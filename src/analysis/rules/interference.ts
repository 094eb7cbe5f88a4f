/** INT-2 to INT-4: memory budgets, throttles, and what is left between levels of criticality. INT-1 is beside it. */
import { criticalityName } from '../../model/criticality.ts';
import type { Id } from '../../model/fields.ts';
import { formatBytes, formatNs } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { hardwareSource } from '../hardware.ts';
import { controlsOf } from '../isolation/interference-controls.ts';
import { budgeted } from '../schedulability/shared-memory.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { counted } from '../wording.ts';
import { CACHE_SHARE_RULE } from './cache-shares.ts';
import type { Rule } from './rule.ts';
import { criticalFacts, isCritical, type Placed } from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';
import { addUnstated, unstatedOfCritical } from './unstated.ts';

const pathOf = ({ layers }: Placed) => layers.map(({ environment }) => environment);

const BUDGETS: Rule = {
  id: 'INT-2',
  title: 'Memory budgets beyond the guaranteed bandwidth',
  strength: 'hard',
  checks:
    'The memory budgets of all cores in use together stay within the bandwidth that the memory is stated to give in the worst case, never the peak.',
  source: 'MemGuard: Yun et al., RTAS 2013 and IEEE TC 65(2) 2016, admission',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no memory budget is stated'
      : `${counted(count, 'memory budget')} within the guaranteed bandwidth`,
  run: ({ schedulability, tree, layout }, report) => {
    const { admission } = schedulability.memory;
    const stating = tree.environments.filter(({ memoryBudget }) => memoryBudget !== null);
    const subjects = stating.map(ofEnvironment);
    if (admission.kind === 'none') {
      if (stating.length > 0)
        report.notAssessed({ subjects, message: 'memory budgets of environments without cores' });
      return;
    }
    if (admission.kind === 'unknown') {
      report.notAssessed({
        subjects,
        message: `memory budgets are not admitted: ${admission.reason}`,
        remedy:
          "State a budget with one period for everything that runs, and the guaranteed bandwidth in the plan's target.",
      });
      return;
    }
    if (admission.kind === 'admitted') {
      report.pass(stating.length);
      return;
    }
    const { demandBytes, capacityBytes, periodNs, sources } = admission;
    report.error({
      subjects: subjects.length > 0 ? subjects : [layout],
      message: `memory budgets ask for ${formatBytes(demandBytes)} in ${formatNs(periodNs)}; the memory guarantees ${formatBytes(capacityBytes)}`,
      limit: formatBytes(capacityBytes),
      actual: formatBytes(demandBytes),
      remainder: `-${formatBytes(demandBytes - capacityBytes)}`,
      evidence: [
        {
          name: 'guaranteed bandwidth',
          value: `${formatBytes(capacityBytes)} in ${formatNs(periodNs)}`,
          source: sources.join('; '),
        },
      ],
      remedy: 'Lower the budgets, or lengthen their period.',
    });
  },
};

const THROTTLE: Rule = {
  id: 'INT-3',
  title: 'Throttle taken for a guarantee',
  strength: 'strong',
  checks:
    'Where memory bandwidth is throttled (MBA, MPAM), a memory budget holds as well or interference is stated: a throttle slows its own user and guarantees nothing to the others.',
  source: 'Linux resctrl documentation; Arm MPAM (DDI 0598)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no memory bandwidth is throttled'
      : `${counted(count, 'throttle')} beside a budget or a stated interference`,
  run: ({ tree, hardware }, report) => {
    for (const environment of tree.environments) {
      const { bandwidthThrottle: throttle, regulationSource } = environment;
      if (!throttle) continue;
      const path = tree.pathOf.get(environment.id) ?? [environment];
      const isCovered =
        budgeted(path) !== null ||
        path.some(({ interferenceFactor }) => interferenceFactor !== null);
      const { virtualization, name } = hardware.target;
      const has =
        throttle.mechanism === 'mba'
          ? virtualization.memoryBandwidthAllocation
          : virtualization.mpam;
      if (isCovered && has !== false) {
        report.pass();
        continue;
      }
      const word = throttle.mechanism.toUpperCase();
      report.warning({
        subjects: [ofEnvironment(environment)],
        message:
          has === false
            ? `"${environment.name}" is throttled by ${word}, and ${name} has none`
            : `"${environment.name}" is throttled to ${throttle.mostPercent} % by ${word}, which guarantees nothing to what runs beside it`,
        actual: `${throttle.mostPercent} %`,
        evidence: [
          {
            name: 'throttle',
            value: `${throttle.mostPercent} %`,
            source: regulationSource ?? 'user',
          },
          ...(has === false
            ? [
                {
                  name: word,
                  value: 'none',
                  source: hardwareSource(
                    hardware.target,
                    virtualization.provenance,
                    throttle.mechanism === 'mba' ? 'memoryBandwidthAllocation' : 'mpam',
                  ),
                },
              ]
            : []),
        ],
        remedy:
          'State memory budgets that something enforces, or measure the interference and state its factor.',
      });
    }
  },
};

const CHANNELS_UNKNOWN: UnknownText = {
  message: (names) =>
    `critical, and other levels run on other cores; nobody says what controls memory bandwidth, or how much it slows execution: ${names}`,
  remedy:
    'State memory budgets, bandwidth regulation, the memory accesses of tasks, or a measured interference factor with its source.',
};
const CHANNELS_OPEN: UnknownText = {
  message: (names) =>
    `critical, and other levels run on other cores; memory bandwidth, miss registers, write buffers and DRAM banks stay shared: ${names}`,
  remedy:
    'Regulate memory bandwidth, or measure the interference and state its factor: shares of a cache keep contents apart only.',
};

/** Whether something bounds or limits what others do to an application through memory; null: nobody says. */
function isBounded(facts: Facts, placed: Placed, bounded: ReadonlySet<string>): boolean | null {
  const path = pathOf(placed);
  if (path.some(({ interferenceFactor }) => interferenceFactor !== null)) return true;
  if (budgeted(path) && facts.schedulability.memory.admission.kind === 'admitted') return true;
  if (bounded.has(placed.placement.id)) return true;
  const said = path.map(controlsOf).filter((on) => on !== null);
  if (said.some((on) => on.includes('bandwidth-regulation')) && !budgeted(path)) return true;
  return said.length === 0 ? null : false;
}

/** Places all of whose tasks have a bound with interference in it. */
function boundedPlaces({ schedulability }: Facts): ReadonlySet<string> {
  const [bounded, open] = [new Set<string>(), new Set<string>()];
  for (const { timings } of schedulability.schedules) {
    for (const { of, interference } of timings) {
      const { id } = of.load.placement;
      if (interference.method === null) open.add(id);
      else bounded.add(id);
    }
  }
  for (const id of open) bounded.delete(id);
  return bounded;
}

const CHANNELS: Rule = {
  id: 'INT-4',
  title: 'Interference between levels neither limited nor bounded',
  strength: 'strong',
  checks:
    'Where hard real time or raised criticality runs while another level runs on other cores, memory bandwidth is regulated, or its execution times are bounded with interference: by a measured factor, or by memory accesses.',
  source:
    'interference channels of CAST-32A and AMC 20-193 (MCP_Resource_Usage_3, MCP_Software_1), from memory; Valsan, Yun and Farshchi, RTAS 2016 (way partitioning leaves miss registers and DRAM banks shared)',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'nothing critical runs while another level runs on another core'
      : `${counted(count, 'critical application')} with limited or bounded interference`,
  run: (facts, report) => {
    const { placed: all } = criticalFacts(facts);
    const coresOf = new Map<string, Set<Id>>();
    for (const { application, coreIds } of all) {
      const level = criticalityName(application.criticality);
      const cores = coresOf.get(level) ?? new Set();
      for (const id of coreIds) cores.add(id);
      coresOf.set(level, cores);
    }
    const [unknown, open] = [new UnknownGroups(), new UnknownGroups()];
    const bounded = boundedPlaces(facts);
    for (const placed of all) {
      const { application, coreIds } = placed;
      const own = criticalityName(application.criticality);
      const isBeside = [...coresOf].some(
        ([level, cores]) =>
          level !== own && cores.size > coreIds.filter((id) => cores.has(id)).length,
      );
      if (!isBeside) continue;
      if (!isCritical(application)) {
        addUnstated(unknown, application, unstatedOfCritical(application));
        continue;
      }
      const answer = isBounded(facts, placed, bounded);
      if (answer === true) report.pass();
      else if (answer === null)
        unknown.add('channels', CHANNELS_UNKNOWN, ofApplication(application));
      else open.add('channels', CHANNELS_OPEN, ofApplication(application));
    }
    open.report(report, 'warning');
    unknown.report(report);
  },
};

/** In the order in which they are listed. */
export const INTERFERENCE_RULES: readonly Rule[] = [CACHE_SHARE_RULE, BUDGETS, THROTTLE, CHANNELS];
