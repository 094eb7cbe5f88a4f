/** Chains of a result: every theory, the tightest bound, and what it means for the bound that the chain has to keep. */
import type { Chain as PlanChain } from '../../model/application.ts';
import { rows } from '../../model/plan.ts';
import { formatNs } from '../../model/units.ts';
import type { ChannelCost } from '../ipc/channel-cost.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { ChainBound, ChainResult, ChainTransfer } from '../result.ts';
import type { SchedulabilityFacts } from '../schedulability/schedulability-facts.ts';
import { subject } from '../subjects.ts';
import { latencyBounds, tightestBound } from '../timing/chains/chain-bounds.ts';
import { ASSUMPTIONS, OBSTACLES, type LatencyBound } from '../timing/chains/latency-bound.ts';
import { nominalLatency, type NominalTask } from '../timing/chains/nominal-latency.ts';
import type { StepLimit } from '../timing/timing-task.ts';
import { hyperperiodOf } from '../timing/whole-numbers.ts';
import {
  chainOfLayout,
  countsReads,
  type ChainContext,
  type LayoutChain,
} from './chain-of-layout.ts';
import { stationsByTask, type Station } from './station.ts';

/** Enumerating theories: releases of one chain. Chains are analysed at every edit. */
const CHAIN_STEPS: StepLimit = { steps: 20_000 };

/** What chains of a layout rest on. */
export interface ChainFacts extends LayoutFacts {
  readonly channelCosts: readonly ChannelCost[];
  readonly schedulability: SchedulabilityFacts;
}

type KnownChain = Extract<LayoutChain, { kind: 'chain' }>;

const ORDER_UNKNOWN =
  'data that goes on inside one task goes to an earlier runnable each time: their order is not stated';
const COPY_INSIDE = 'copying is part of the WCET of the producer';

/** Jobs simulated for the nominal value of one chain. */
const NOMINAL_JOBS = 4_000;

/** What holds for every bound of a chain in its layout. */
function assumptionsOf({ stations, handovers }: KnownChain): readonly string[] {
  const followed = stations.flatMap(({ timing: { release }, task }) =>
    release
      ? [
          `each end of "${release.activation.from.task.name}" activates "${task.name}" once, and nothing else does`,
        ]
      : [],
  );
  return [
    ...(stations.some(({ repeats }) => repeats > 0) ? [ORDER_UNKNOWN] : []),
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
    ...followed,
  ];
}

function boundOf(
  { theory, latency, source, outcome }: LatencyBound,
  stations: readonly Station[],
  assumptions: readonly string[],
): ChainBound {
  const taskAt = (at: number) => stations[at]?.task;
  const isBounded = outcome.kind === 'bounded';
  return {
    theory,
    latency,
    source,
    valueNs: isBounded ? outcome.value : null,
    parts: isBounded
      ? outcome.terms.map(({ kind, task, time }) => ({
          kind,
          taskId: taskAt(task)?.id ?? '',
          timeNs: time,
        }))
      : [],
    assumptions: isBounded
      ? [...outcome.assumptions.map((each) => ASSUMPTIONS[each]), ...assumptions]
      : [],
    obstacles: isBounded
      ? []
      : outcome.obstacles.map(({ code, task }) =>
          task === null ? OBSTACLES[code] : `${OBSTACLES[code]}: "${taskAt(task)?.name ?? ''}"`,
        ),
  };
}

/** The schedule with every job at its WCET from a common start: one of those that the plan allows. */
function nominalOf(chain: PlanChain, stations: readonly Station[]): number | null {
  const schedules = [...new Set(stations.map(({ schedule }) => schedule))];
  const isPlain = schedules.every(
    ({ set, policy, supply, costs, timings }) =>
      // Which of the schedules of messages happens is not known.
      timings.every(({ release }) => release === null) &&
      policy.kind === 'policy' &&
      policy.policy === 'fixed-priority' &&
      supply.kind === 'core' &&
      supply.isWhole &&
      set.strangers.length === 0 &&
      // Switches move what runs when: which schedule then happens is not known.
      costs.switchNs === 0 &&
      set.tasks.every(
        ({ task, leastWcetNs, instances }) =>
          leastWcetNs > 0 &&
          instances === 1 &&
          task.preemption === 'preemptive' &&
          task.suspensionNs === 0 &&
          task.criticalSections.length === 0,
      ),
  );
  if (!isPlain || chain.communication === 'let' || stations.some(({ repeats }) => repeats > 0))
    return null;
  const all = schedules.flatMap(({ set }) => set.tasks);
  const hyperperiod = hyperperiodOf(all.map(({ task }) => task.periodNs));
  if (hyperperiod === null) return null;
  const jobs = all.reduce((sum, { task }) => sum + hyperperiod / task.periodNs, 0);
  if (4 * jobs > NOMINAL_JOBS) return null;
  const orders = schedules.map(({ set }) =>
    [...set.tasks].sort((a, b) => (b.task.priority ?? 0) - (a.task.priority ?? 0)),
  );
  const cores = orders.map((order) =>
    order.map(({ task, leastWcetNs }): NominalTask => ({
      wcet: leastWcetNs,
      period: task.periodNs,
      offset: task.offsetNs ?? 0,
    })),
  );
  const places = stations.map(({ schedule, timing }) => {
    const core = schedules.indexOf(schedule);
    return { core, task: orders[core]?.indexOf(timing.of) ?? -1 };
  });
  const nominal = nominalLatency(cores, places, { steps: NOMINAL_JOBS * 4 });
  if (nominal.kind !== 'nominal') return null;
  if (chain.latencyKind === 'age') return nominal.age;
  // Its reaction begins where the first task has just looked; an arrival releases a sporadic one.
  return stations[0]?.task.kind === 'sporadic' ? null : nominal.reaction;
}

function emptyRow(
  chain: PlanChain,
  reason: string,
  transfers: readonly ChainTransfer[],
): ChainResult {
  return {
    chain: subject('chain', chain),
    latency: chain.latencyKind,
    taskIds: chain.taskIds,
    verdict: 'unknown',
    unstated: [],
    reason,
    boundNs: chain.latencyBoundNs,
    latencyNs: null,
    theory: null,
    slackNs: null,
    nominalNs: null,
    bounds: [],
    transfers,
  };
}

function verdictOf(
  chain: PlanChain,
  latencyNs: number | null,
  nominalNs: number | null,
): Pick<ChainResult, 'verdict' | 'reason'> {
  const allowed = chain.latencyBoundNs;
  if (allowed === null)
    return { verdict: 'not-assessed', reason: 'no limit is stated for this chain' };
  if (nominalNs !== null && nominalNs > allowed) {
    const reason = `with every job at its WCET it takes ${formatNs(nominalNs)}; ${formatNs(allowed)} is allowed`;
    return { verdict: 'proven-miss', reason };
  }
  if (latencyNs === null) return { verdict: 'unknown', reason: 'no theory bounds its latency' };
  if (latencyNs <= allowed) return { verdict: 'proven-ok', reason: null };
  const reason = `at most ${formatNs(latencyNs)}, by a bound that is only sufficient; ${formatNs(allowed)} is allowed`;
  return { verdict: 'unknown', reason };
}

function chainResult(chain: PlanChain, context: ChainContext): ChainResult {
  const found = chainOfLayout(chain, context);
  if (found.kind === 'unknown') {
    const row = emptyRow(chain, found.reason, found.transfers);
    return chain.latencyBoundNs === null ? { ...row, verdict: 'not-assessed' } : row;
  }
  const { stations } = found;
  const both = (['reaction', 'age'] as const).map((kind) =>
    latencyBounds(found.chain, kind, CHAIN_STEPS),
  );
  const relevant = both[chain.latencyKind === 'reaction' ? 0 : 1] ?? [];
  const tightest = tightestBound(relevant);
  const latencyNs = tightest?.outcome.kind === 'bounded' ? tightest.outcome.value : null;
  const nominalNs = nominalOf(chain, stations);
  const assumptions = assumptionsOf(found);
  return {
    ...emptyRow(chain, '', found.transfers),
    ...verdictOf(chain, latencyNs, nominalNs),
    unstated: [
      ...new Set(stations.flatMap(({ timing }) => timing.unstated.map(({ words }) => words))),
    ],
    latencyNs,
    theory: tightest?.theory ?? null,
    slackNs:
      latencyNs === null || chain.latencyBoundNs === null ? null : chain.latencyBoundNs - latencyNs,
    nominalNs,
    bounds: both.flat().map((bound) => boundOf(bound, stations, assumptions)),
  };
}

/**
 * @param facts the layout
 * @returns one row per chain, in the user's order
 * @cost every theory on every chain; the enumerating ones are limited
 */
export function chainResults(facts: ChainFacts): readonly ChainResult[] {
  const context: ChainContext = {
    facts,
    costOf: new Map(facts.channelCosts.map((cost) => [cost.facts.link.id, cost])),
    linksBetween: Map.groupBy(
      rows(facts.plan.links),
      (link) => `${link.fromApplicationId} ${link.toApplicationId}`,
    ),
    stationsOf: stationsByTask(facts.schedulability.schedules),
    stated: facts.schedulability.activations.stated,
  };
  return rows(facts.plan.chains).map((chain) => chainResult(chain, context));
}
