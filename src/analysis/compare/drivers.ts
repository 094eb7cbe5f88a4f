/** The drivers of the table: what each counts, and how its value comes from one layout. */
import { figureOf, type FoundFigure } from '../../catalog/lookup.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { criticalityRank } from '../../model/criticality.ts';
import type { Id } from '../../model/fields.ts';
import { coresOfPlacement, type LayoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import type { Target } from '../../model/target.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { overrideReasons } from '../replaced-figures.ts';
import type { Estimate, LayoutResult } from '../result.ts';
import { ofEnvironment } from '../subjects.ts';
import type { CountedVerdict, Driver, DriverId } from './comparison.ts';
import {
  exactly,
  fromEstimate,
  NOT_ASSESSED,
  sumOf,
  unknownFigures,
  worstOf,
  type Measured,
} from './driver-values.ts';
import { exposureOf } from './exposure.ts';
import { failurePoints } from './failure-points.ts';
import { verdictCount, worstChain } from './timing-drivers.ts';

/** One layout with what its drivers are read from. */
export interface DriverInput {
  readonly plan: Plan;
  readonly target: Target;
  readonly tree: LayoutTree;
  readonly result: LayoutResult;
  readonly estimatesOf: ReadonlyMap<string, readonly Estimate[]>;
  /** With the overrides of the plan. */
  readonly catalogue: Catalogue;
}

/** What a driver is, without its values. */
export interface DriverSpec extends Omit<Driver, 'values'> {
  readonly measure: (input: DriverInput) => Measured;
}

function ofKind({ estimatesOf }: DriverInput, kind: string): readonly Estimate[] {
  return estimatesOf.get(kind) ?? [];
}

/** The estimate of the whole: of the machine, or of the layout. */
function ofWhole(estimates: readonly Estimate[]): Estimate | undefined {
  return estimates.find(({ subject }) => subject.kind === 'target' || subject.kind === 'layout');
}

/**
 * The estimates that the value of a driver is read from.
 *
 * @param id of a driver
 * @param input one layout
 * @returns none for drivers that are counted otherwise
 * @cost O(estimates)
 */
export function estimatesBehind(id: DriverId, input: DriverInput): readonly Estimate[] {
  switch (id) {
    case 'memory':
    case 'disk':
      return [ofWhole(ofKind(input, id)) ?? []].flat();
    case 'memory-saved': {
      const estimates = ofKind(input, 'memory-deduplication');
      return [ofWhole(estimates) ?? estimates].flat();
    }
    case 'startup':
      return ofKind(input, id).filter(({ subject }) => subject.kind === 'application');
    case 'ipc-latency':
      return ofKind(input, id);
    case 'interrupt-latency':
    case 'interrupt-latency-interference':
      return ofKind(input, `${id}-max`);
    case 'tcb': {
      const critical = criticalIds(input);
      return ofKind(input, id).filter(({ subject }) => critical.has(subject.id));
    }
    default:
      return [];
  }
}

function unplaced({ plan, tree }: DriverInput): Measured {
  let count = 0;
  for (const id of plan.applications.keys()) if (!tree.placementsOf.has(id)) count += 1;
  return exactly(count);
}

function coresUsed({ tree }: DriverInput): Measured {
  const used = new Set<Id>();
  let unknown = 0;
  for (const placement of tree.placements) {
    const cores = coresOfPlacement(tree, placement);
    for (const id of cores) used.add(id);
    for (const { coreId } of placement.taskCores) used.add(coreId);
    if (cores.length + placement.taskCores.length === 0) unknown += 1;
  }
  return exactly(used.size, { atLeast: unknown > 0, unknown });
}

function interference({ plan, tree, target }: DriverInput): Measured {
  const { low, high, unknown, parts } = exposureOf(plan, tree, target);
  const missing = parts.some((part) => part.high === null);
  // No pair at all, and applications that may be in some: that says nothing.
  if (high === 0 && unknown > 0) return { ...NOT_ASSESSED, state: 'unknown', unknown, parts };
  return exactly(high, { low, unknown, parts, atLeast: unknown > 0 || missing });
}

function findings(verdict: CountedVerdict): (input: DriverInput) => Measured {
  return ({ result }) => {
    const found = result.findings.filter((finding) => finding.verdict === verdict);
    const override = overrideReasons(found.flatMap(({ evidence }) => evidence));
    return exactly(found.length, { override });
  };
}

/** Applications above the lowest level of their scale, and every environment beneath them. */
function criticalIds({ plan, tree }: DriverInput): ReadonlySet<Id> {
  const ids = new Set<Id>();
  for (const { applicationId, environmentId } of tree.placements) {
    const application = plan.applications.get(applicationId);
    if ((criticalityRank(application?.criticality ?? null) ?? 0) === 0) continue;
    ids.add(applicationId);
    ids.add(environmentId);
  }
  return ids;
}

function licences({ tree, catalogue }: DriverInput): Measured {
  const texts = new Set<string>();
  const unknown = new Set<string>();
  const figures: Pick<FoundFigure, 'override'>[] = [];
  for (const environment of tree.environments) {
    const technology = technologyOf(catalogue, tree, environment);
    if (!technology) continue;
    const found = figureOf(catalogue, technology.id, 'licence');
    const value = found?.figure.value ?? null;
    if (found) figures.push(found);
    if (value === null) unknown.add(technology.name);
    else if (value !== 'not applicable') texts.add(value);
  }
  return {
    ...NOT_ASSESSED,
    state:
      texts.size + unknown.size === 0 ? 'not-assessed' : texts.size > 0 ? 'assessed' : 'unknown',
    text: [...texts].sort(),
    unknown: unknown.size,
    override: overrideReasons(figures),
    atLeast: unknown.size > 0,
  };
}

/** How many single points of failure are named. */
const NAMED_POINTS = 6;

function singlePoints({ tree, result }: DriverInput): Measured {
  const found = failurePoints(tree, result.dependencies);
  const points = [...found].sort((a, b) => b.applications - a.applications);
  const [first] = points;
  return exactly(points.length, {
    subject: first ? ofEnvironment(first.environment) : null,
    parts: points.slice(0, NAMED_POINTS).map(({ environment, applications }) => ({
      name: environment.name,
      low: applications,
      high: applications,
    })),
  });
}

const count = { unit: 'count', wish: 'less' } as const;
const time = { unit: 'ns', wish: 'less' } as const;

/** In the order of the table. */
export const DRIVERS: Readonly<Record<DriverId, Omit<DriverSpec, 'id'>>> = {
  unplaced: {
    ...count,
    title: 'Applications without a place',
    meaning: 'Applications of the plan that the layout places nowhere.',
    measure: unplaced,
  },
  cores: {
    unit: 'count',
    wish: 'none',
    title: 'Cores that applications may run on',
    meaning:
      'Cores that at least one application is pinned to or floats over; it does not say how busy they are, so that neither more nor less is better.',
    measure: coresUsed,
  },
  memory: {
    title: 'Memory',
    unit: 'bytes',
    wish: 'less',
    meaning: 'Memory that the whole machine needs, without what deduplication saves.',
    measure: (input) => fromEstimate(estimatesBehind('memory', input)[0]),
  },
  'memory-saved': {
    title: 'Saved by deduplication',
    unit: 'bytes',
    wish: 'more',
    meaning: 'Memory that deduplication may save; it is in no other number.',
    measure: (input) => {
      const estimates = estimatesBehind('memory-saved', input);
      return ofWhole(estimates) ? fromEstimate(estimates[0]) : sumOf(estimates);
    },
  },
  disk: {
    title: 'Disk',
    unit: 'bytes',
    wish: 'less',
    meaning: 'Space that all disk images of the layout take.',
    measure: (input) => fromEstimate(estimatesBehind('disk', input)[0]),
  },
  startup: {
    ...time,
    title: 'Worst start-up',
    meaning: 'Time from power-on until the last application is ready.',
    measure: (input) => worstOf(estimatesBehind('startup', input)),
  },
  'ipc-latency': {
    ...time,
    title: 'Worst IPC latency',
    meaning: 'Largest latency of a channel.',
    measure: (input) => worstOf(estimatesBehind('ipc-latency', input)),
  },
  'interrupt-latency': {
    ...time,
    title: 'Worst interrupt latency',
    meaning: 'Largest interrupt latency observed for a technology in use, alone on the machine.',
    measure: (input) => worstOf(estimatesBehind('interrupt-latency', input)),
  },
  'interrupt-latency-interference': {
    ...time,
    title: 'Worst interrupt latency under interference',
    meaning: 'The same while other cores load the memory.',
    measure: (input) => worstOf(estimatesBehind('interrupt-latency-interference', input)),
  },
  interference: {
    ...count,
    title: 'Interference exposure',
    meaning:
      'Pairs of places of different criticality that share a core, kernel, cache, memory controller or device without a control, once for each of the five.',
    measure: interference,
  },
  'deadlines-met': {
    ...count,
    wish: 'more',
    title: 'Deadlines proven to be met',
    meaning: 'Tasks at their places whose response time is proven to stay within the deadline.',
    measure: verdictCount('tasks', 'proven-ok'),
  },
  'deadlines-unknown': {
    ...count,
    wish: 'none',
    title: 'Deadlines unknown',
    meaning:
      'Tasks at their places whose deadline is neither proven nor refuted. No merit and no fault by itself: fewer are better where more are proven to be met.',
    measure: verdictCount('tasks', 'unknown'),
  },
  'deadlines-missed': {
    ...count,
    title: 'Deadlines missed',
    meaning:
      'Tasks at their places that are proven to miss their deadline; up to as many more as are unknown.',
    measure: verdictCount('tasks', 'proven-miss'),
  },
  'chains-met': {
    ...count,
    wish: 'more',
    title: 'Chains proven to keep their limit',
    meaning: 'Chains with a latency bound that their tightest bound keeps.',
    measure: verdictCount('chains', 'proven-ok'),
  },
  'chains-unknown': {
    ...count,
    wish: 'none',
    title: 'Chains unknown',
    meaning:
      'Chains with a latency bound that is neither proven nor refuted. No merit and no fault by itself.',
    measure: verdictCount('chains', 'unknown'),
  },
  'chains-missed': {
    ...count,
    title: 'Chains beyond their limit',
    meaning:
      'Chains that are proven to exceed their latency bound; up to as many more as are unknown.',
    measure: verdictCount('chains', 'proven-miss'),
  },
  'chain-latency': {
    unit: 'share',
    wish: 'less',
    title: 'Worst chain latency against its limit',
    meaning:
      'Largest latency of a chain as a share of what is allowed: from what a schedule reaches to the tightest bound that is proven.',
    measure: worstChain,
  },
  error: {
    ...count,
    title: 'Errors',
    meaning: 'Findings of verdict error.',
    measure: findings('error'),
  },
  warning: {
    ...count,
    title: 'Warnings',
    meaning: 'Findings of verdict warning.',
    measure: findings('warning'),
  },
  'not-assessed': {
    ...count,
    title: 'Not assessed',
    meaning: 'Findings that say that a rule could not be judged.',
    measure: findings('not-assessed'),
  },
  manual: {
    ...count,
    title: 'To check by hand',
    meaning: 'Findings that a person has to decide.',
    measure: findings('manual'),
  },
  tcb: {
    title: 'Largest TCB under a critical application',
    unit: 'SLOC',
    wish: 'less',
    meaning:
      'Lines of code that an application above the lowest level of its scale has to trust; the largest of them.',
    measure: (input) => worstOf(estimatesBehind('tcb', input)),
  },
  licences: {
    title: 'Licences',
    unit: '',
    wish: 'none',
    meaning: 'Licences of the technologies in use.',
    measure: licences,
  },
  'single-points': {
    ...count,
    title: 'Single points of failure',
    meaning: 'Environments whose death stops at least two applications in other environments.',
    measure: singlePoints,
  },
  'unknown-figures': {
    ...count,
    title: 'Unknown figures',
    meaning: 'Figures without a value that some estimate of the layout needs.',
    measure: ({ result }) => exactly(unknownFigures(result.estimates).size),
  },
};

/** Counts of findings and verdicts: placing the rest brings some and mends others, so that they are no bounds. */
const VERDICTS: ReadonlySet<DriverId> = new Set<DriverId>([
  'deadlines-met',
  'deadlines-unknown',
  'deadlines-missed',
  'chains-met',
  'chains-unknown',
  'chains-missed',
  'chain-latency',
  'error',
  'warning',
  'not-assessed',
  'manual',
]);

/** @returns whether some application of the plan has no place: nothing of the layout is about the whole plan */
export function isIncomplete({ result: { placed } }: DriverInput): boolean {
  return placed.applications < placed.of;
}

/**
 * @param id of a driver
 * @param input one layout
 * @returns whether its value can be held against that of a complete layout
 */
export function isRankable(id: DriverId, input: DriverInput): boolean {
  return id === 'unplaced' || !(VERDICTS.has(id) && isIncomplete(input));
}

/**
 * @param id of a driver
 * @param input one layout
 * @returns the value; what a layout costs that lacks applications is a lower bound of what it will cost with them
 * @rules COMPARE-10
 */
export function measureDriver(id: DriverId, input: DriverInput): Measured {
  const value = DRIVERS[id].measure(input);
  const isBound = id !== 'unplaced' && !VERDICTS.has(id) && isIncomplete(input);
  return isBound && value.state === 'assessed' ? { ...value, atLeast: true } : value;
}
