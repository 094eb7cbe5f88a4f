/** Chains of a result: every theory, the tightest bound, and what it means for the bound that the chain has to keep. */
import type { Chain as PlanChain } from '../../model/application.ts';
import { rows } from '../../model/plan.ts';
import { formatNs } from '../../model/units.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { ChainBound, ChainResult } from '../result.ts';
import { streamsOf } from '../schedulability/activations.ts';
import type { SchedulabilityFacts } from '../schedulability/schedulability-facts.ts';
import { subject } from '../subjects.ts';
import {
  latencyBounds,
  mergedAgeBounds,
  theoriesOf,
  tightestBound,
} from '../timing/chains/chain-bounds.ts';
import type { LatencyKind } from '../timing/chains/chain.ts';
import { knownParts } from '../timing/chains/known-parts.ts';
import {
  ASSUMPTIONS,
  OBSTACLES,
  type LatencyBound,
  type LatencyTerm,
  type Obstacle,
} from '../timing/chains/latency-bound.ts';
import type { StepLimit } from '../timing/timing-task.ts';
import { chainOfLayout, type ChainContext, type LayoutChain } from './chain-of-layout.ts';
import { countsReads } from './link-rates.ts';
import { nominalOf, type PlainSchedules } from './nominal.ts';
import { stationsByTask } from './station.ts';

/** Enumerating theories: releases of one chain. Chains are analysed at every edit. */
export const CHAIN_STEPS: StepLimit = { steps: 20_000 };

/** What chains of a layout rest on. */
export interface ChainFacts extends LayoutFacts {
  readonly channelCosts: readonly ChannelCost[];
  readonly schedulability: SchedulabilityFacts;
}

const ORDER_UNKNOWN =
  'data that goes on inside one task goes to an earlier runnable each time: their order is not stated';
const COPY_INSIDE = 'copying is part of the WCET of the producer';
const LATENCIES = ['reaction', 'age'] as const;

/** What holds for every bound of a chain in its layout. */
function assumptionsOf({ stations, handovers }: LayoutChain): readonly string[] {
  return [
    ...new Set(stations.flatMap(({ timing }) => timing.phases)),
    ...(stations.some(({ visit }) => visit.unordered > 0) ? [ORDER_UNKNOWN] : []),
    ...stations
      .filter(({ visit }) => visit.sameJobs > 0)
      .map(({ task }) => `runnables of "${task.name}" run in the order of their positions`),
    ...(handovers.every(
      ({ from, link, cost }) => !link || !cost || from.timing.of.copies.has(link.id),
    )
      ? []
      : [COPY_INSIDE]),
    ...handovers.flatMap(({ to, link, transport }) => {
      if (link?.kind === 'message' || link?.kind === 'stream') {
        return `a job takes everything that link "${link.name}" has brought`;
      }
      return link?.kind === 'event' && transport === 'register'
        ? `"${to.task.name}" is periodic: it finds the event of "${link.name}" when it runs; a sporadic task would be activated by it`
        : [];
    }),
    ...handovers
      .filter(countsReads)
      .map(
        ({ from, to, link }) =>
          `every job of "${from.task.name}" writes: the rate of link "${link?.name ?? ''}" is that at which "${to.task.name}" reads`,
      ),
    ...stations.flatMap(({ timing: { release }, stream, task }) => {
      if (!release || !stream) return [];
      const each = `each end of "${stream.activation.from.task.name}" activates "${task.name}" once`;
      const isAlone = streamsOf(release).every(
        ({ activation }) => activation === release.activation,
      );
      return isAlone
        ? `${each}, and nothing else does`
        : `${each}, and so do other events: a job passes on what its own message brought, or the last of each`;
    }),
  ];
}

/** Words and places of one chain in its layout. */
class Wording {
  readonly #found: LayoutChain;
  readonly #nameOf: (taskId: string) => string;
  readonly #assumptions: readonly string[];

  constructor(found: LayoutChain, { facts }: ChainContext) {
    this.#found = found;
    this.#nameOf = (id) => facts.plan.tasks.get(id)?.name ?? id;
    this.#assumptions = assumptionsOf(found);
  }

  #taskId(at: number): string {
    return this.#found.visits[at]?.taskId ?? '';
  }

  obstacle({ code, task }: Obstacle): string {
    return task === null
      ? OBSTACLES[code]
      : `${OBSTACLES[code]}: "${this.#nameOf(this.#taskId(task))}"`;
  }

  parts(terms: readonly LatencyTerm[]): ChainBound['parts'] {
    return terms.map(({ kind, task, time }) => ({
      kind,
      taskId: this.#taskId(task),
      timeNs: time,
    }));
  }

  /** `known`: where the time goes as far as it is known, where there is no bound. */
  bound(of: LatencyBound, known: readonly LatencyTerm[]): ChainBound {
    const { theory, latency, source, outcome } = of;
    if (outcome.kind === 'bounded') {
      const assumptions = outcome.assumptions.map((each) => ASSUMPTIONS[each]);
      return {
        ...{ theory, latency, source, valueNs: outcome.value, parts: this.parts(outcome.terms) },
        assumptions: [...assumptions, ...this.#assumptions],
        obstacles: [],
      };
    }
    const obstacles = outcome.obstacles.map((each) => this.obstacle(each));
    const parts = outcome.kind === 'unknown' ? this.parts(known) : [];
    return { theory, latency, source, valueNs: null, parts, assumptions: [], obstacles };
  }
}

/** Every theory on a chain of which something is missing: its reason, and the parts of what is known. */
function withoutBound(
  { sections, reason }: LayoutChain,
  latency: LatencyKind,
  wording: Wording,
): readonly ChainBound[] {
  const known = sections.map(({ at, chain }) => {
    // Only the first section begins with what happens outside.
    const stimulus = at === 0 ? chain.stimulus : 'sampled';
    return { at, parts: knownParts({ ...chain, stimulus }, latency, CHAIN_STEPS) };
  });
  return theoriesOf(latency).map(({ theory, source }) => {
    const terms = known.flatMap(({ at, parts }) =>
      (parts.get(theory) ?? []).map((term) => ({ ...term, task: term.task + at })),
    );
    return {
      ...{ theory, latency, source, valueNs: null, parts: wording.parts(terms), assumptions: [] },
      obstacles: [reason ?? ''],
    };
  });
}

/** Null: no theory that holds. */
interface Tightest {
  readonly theory: string | null;
  readonly valueNs: number | null;
}

function tightestOf(bounds: readonly LatencyBound[]): Tightest {
  const tightest = tightestBound(bounds);
  return tightest?.outcome.kind === 'bounded'
    ? { theory: tightest.theory, valueNs: tightest.outcome.value }
    : { theory: null, valueNs: null };
}

/** What theories say of a chain. */
interface Answers {
  readonly bounds: readonly ChainBound[];
  readonly tightest: Tightest;
  /** Of the age of data until the next output replaces it. */
  readonly held: Tightest;
  /** Why nothing bounds it. */
  readonly lacking: string;
}

const NOTHING: Tightest = { theory: null, valueNs: null };

function answersOf(found: LayoutChain, limited: LatencyKind, wording: Wording): Answers {
  const [whole] = found.sections;
  if (found.reason !== null || !whole) {
    const bounds = LATENCIES.flatMap((latency) => withoutBound(found, latency, wording));
    return { bounds, tightest: NOTHING, held: NOTHING, lacking: found.reason ?? '' };
  }
  const { chain } = whole;
  const both = LATENCIES.map((latency) => {
    const isMerged = found.isMerged && latency === 'age';
    const bounds = isMerged
      ? mergedAgeBounds(chain, CHAIN_STEPS)
      : latencyBounds(chain, latency, CHAIN_STEPS);
    const isOpen = chain.tasks.some(({ responseTime }) => responseTime === null);
    const known = isOpen ? knownParts(chain, latency, CHAIN_STEPS) : null;
    return {
      latency,
      bounds,
      rows: bounds.map((of) => wording.bound(of, known?.get(of.theory) ?? [])),
    };
  });
  const [reaction] = both;
  const isSampled = chain.stimulus === 'sampled';
  const samplings = isSampled
    ? (reaction?.bounds ?? [])
    : latencyBounds({ ...chain, stimulus: 'sampled' }, 'reaction', CHAIN_STEPS);
  const relevant = both.find(({ latency }) => latency === limited);
  return {
    bounds: both.flatMap(({ rows: each }) => each),
    tightest: tightestOf(relevant?.bounds ?? []),
    held: tightestOf(samplings),
    lacking: relevant?.rows[0]?.obstacles[0] ?? '',
  };
}

function verdictOf(
  { latencyBoundNs: allowed }: PlanChain,
  { tightest, lacking }: Answers,
  nominalNs: number | null,
): Pick<ChainResult, 'verdict' | 'reason'> {
  const { valueNs } = tightest;
  if (allowed === null) {
    const also = valueNs === null ? `, and no theory bounds its latency: ${lacking}` : '';
    return { verdict: 'not-assessed', reason: `no limit is stated for this chain${also}` };
  }
  if (nominalNs !== null && nominalNs > allowed) {
    const reason = `with every job at its WCET it takes ${formatNs(nominalNs)}, so that the worst case is at least that; ${formatNs(allowed)} is allowed`;
    return { verdict: 'proven-miss', reason };
  }
  if (valueNs === null) {
    return { verdict: 'unknown', reason: `no theory bounds its latency: ${lacking}` };
  }
  if (valueNs <= allowed) return { verdict: 'proven-ok', reason: null };
  const reason = `at most ${formatNs(valueNs)}, by a bound that is only sufficient; ${formatNs(allowed)} is allowed`;
  return { verdict: 'unknown', reason };
}

function chainResult(chain: PlanChain, context: ChainContext, plain: PlainSchedules): ChainResult {
  const found = chainOfLayout(chain, context);
  const answers = answersOf(found, chain.latencyKind, new Wording(found, context));
  const nominalNs = nominalOf(chain, found, context, plain);
  const { valueNs: latencyNs, theory } = answers.tightest;
  const rests = found.reason === null ? found.stations : [];
  return {
    chain: subject('chain', chain),
    latency: chain.latencyKind,
    taskIds: chain.taskIds,
    ...verdictOf(chain, answers, nominalNs),
    unstated: [
      ...new Set(rests.flatMap(({ timing }) => timing.unstated.map(({ words }) => words))),
    ],
    boundNs: chain.latencyBoundNs,
    latencyNs,
    theory,
    slackNs:
      latencyNs === null || chain.latencyBoundNs === null ? null : chain.latencyBoundNs - latencyNs,
    nominalNs,
    heldAgeNs: answers.held.valueNs,
    heldAgeTheory: answers.held.theory,
    bounds: answers.bounds,
    transfers: found.transfers,
  };
}

/**
 * @param facts the layout
 * @returns what its chains are looked up in
 * @cost linear in links and tasks at places
 */
export function chainContext(facts: ChainFacts): ChainContext {
  return {
    facts,
    costOf: new Map(facts.channelCosts.map((cost) => [cost.facts.link.id, cost])),
    linksBetween: Map.groupBy(
      rows(facts.plan.links),
      (link) => `${link.fromApplicationId} ${link.toApplicationId}`,
    ),
    stationsOf: stationsByTask(facts.schedulability.schedules),
    stated: facts.schedulability.activations.stated,
  };
}

/**
 * @param facts the layout
 * @returns one row per chain, in the user's order
 * @cost every theory on every chain; the enumerating ones are limited
 */
export function chainResults(facts: ChainFacts): readonly ChainResult[] {
  const context = chainContext(facts);
  const plain: PlainSchedules = new Map();
  return rows(facts.plan.chains).map((chain) => chainResult(chain, context, plain));
}
