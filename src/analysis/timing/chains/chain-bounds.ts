/** Every theory on one chain, and the tightest bound of those that hold. */
import { STEP_LIMIT, type StepLimit } from '../timing-task.ts';
import { segmentsBound } from './asynchronous-segments.ts';
import { beckerAge, beckerAgeWithResponses } from './becker.ts';
import type { Chain, LatencyKind } from './chain.ts';
import { davareBound } from './davare.ts';
import { duerrAge, duerrReaction } from './duerr.ts';
import { klodaReaction, releasesReaction } from './kloda.ts';
import { notApplicable, type LatencyBound, type LatencyOutcome } from './latency-bound.ts';
import { letBound } from './logical-execution-time.ts';
import { messageDrivenBound } from './message-driven.ts';

interface Theory {
  readonly theory: string;
  readonly source: string;
  readonly apply: (chain: Chain, limit: StepLimit) => LatencyOutcome;
}

const DAVARE = 'Davare et al., DAC 2007';
const DUERR = 'Dürr, von der Brüggen, Chen, Chen, ACM TECS 18(5s), 2019';
const KLODA = 'Kloda, Bertout, Sorel, ETFA 2018';
const BECKER = 'Becker et al., Journal of Systems Architecture 80, 2017';
const TINDELL = 'Tindell, Clark, Microprocessing and Microprogramming 40, 1994';
const GUENZEL = 'Günzel et al., RTAS 2021';

/** Theories of chains of one clock, or of any; of equal bounds the first is shown. */
const THEORIES: Readonly<Record<LatencyKind, readonly Theory[]>> = {
  reaction: [
    { theory: 'Davare', source: DAVARE, apply: (chain) => davareBound(chain, 'reaction') },
    { theory: 'Dürr', source: DUERR, apply: duerrReaction },
    { theory: 'Kloda', source: KLODA, apply: klodaReaction },
    { theory: 'known releases', source: `extends ${KLODA}`, apply: releasesReaction },
    {
      theory: 'LET',
      source: BECKER,
      apply: (chain, limit) => letBound(chain, 'reaction', limit),
    },
    {
      theory: 'message-driven',
      source: TINDELL,
      apply: (chain) => messageDrivenBound(chain, 'reaction'),
    },
  ],
  age: [
    { theory: 'Davare', source: DAVARE, apply: (chain) => davareBound(chain, 'age') },
    { theory: 'Dürr', source: DUERR, apply: duerrAge },
    { theory: 'Becker', source: BECKER, apply: beckerAge },
    { theory: 'known releases', source: `extends ${BECKER}`, apply: beckerAgeWithResponses },
    { theory: 'LET', source: BECKER, apply: (chain, limit) => letBound(chain, 'age', limit) },
    {
      theory: 'message-driven',
      source: TINDELL,
      apply: (chain) => messageDrivenBound(chain, 'age'),
    },
  ],
};

/** Cuts chains of several clocks, and takes the others for each piece. */
const SEGMENTS = { theory: 'segments', source: GUENZEL } as const;

/**
 * @param latency reaction or age
 * @returns every theory that there is for it, in the order of `latencyBounds`
 */
export function theoriesOf(
  latency: LatencyKind,
): readonly { readonly theory: string; readonly source: string }[] {
  return [...THEORIES[latency].map(({ theory, source }) => ({ theory, source })), SEGMENTS];
}

function localBounds(
  chain: Chain,
  latency: LatencyKind,
  limit: StepLimit,
): readonly LatencyBound[] {
  return THEORIES[latency].map(({ theory, source, apply }) => {
    return { theory, latency, source, outcome: noted(chain, apply(chain, limit)) };
  });
}

/** Adds what every theory assumes of such a chain. */
function noted({ hops, tasks }: Chain, outcome: LatencyOutcome): LatencyOutcome {
  if (outcome.kind !== 'bounded') return outcome;
  const assumptions = new Set(outcome.assumptions);
  if (hops.some(({ transport }) => transport === 'queue')) {
    assumptions.add('queues-in-order').add('run-as-one');
  }
  if (tasks.some(({ communication }) => communication === 'let')) assumptions.add('let-outputs');
  return { ...outcome, assumptions: [...assumptions] };
}

/**
 * @param chain tasks and hops
 * @param latency reaction or age
 * @param limit bounds the work of each theory
 * @returns one entry per theory, also of those that do not apply
 * @cost the enumerating theories: tasks times the releases of one hyperperiod of the chain
 */
export function latencyBounds(
  chain: Chain,
  latency: LatencyKind,
  limit: StepLimit = STEP_LIMIT,
): readonly LatencyBound[] {
  return [...localBounds(chain, latency, limit), segmented(chain, latency, limit)];
}

/**
 * Age where further events activate a task of a chain, and every hop from there on is a message: of their jobs each passes on nothing of the
 * chain, or the last that came, once more. Such a job began before the next message of the chain came, and jobs of a task end in their
 * order: the output of that next message ends it. What is passed on is therefore never older than data is when the next replaces it.
 *
 * @param chain tasks and hops, as the messages of the chain alone pass it
 * @param limit bounds the work of each theory
 * @returns one entry for each theory of the age, by what it says of the reaction from a sample
 * @cost as `latencyBounds`
 */
export function mergedAgeBounds(
  chain: Chain,
  limit: StepLimit = STEP_LIMIT,
): readonly LatencyBound[] {
  const replaced = latencyBounds({ ...chain, stimulus: 'sampled' }, 'reaction', limit);
  return theoriesOf('age').map(({ theory, source }) => {
    const found = replaced.find((bound) => bound.theory === theory);
    return found
      ? { ...found, latency: 'age' }
      : { theory, source, latency: 'age', outcome: notApplicable('merged') };
  });
}

function segmented(chain: Chain, latency: LatencyKind, limit: StepLimit): LatencyBound {
  const outcome = segmentsBound(chain, latency, (piece, kind) => {
    const bounds = localBounds(piece, kind, limit);
    return (tightestBound(bounds) ?? bounds[0])?.outcome ?? davareBound(piece, kind);
  });
  return { ...SEGMENTS, latency, outcome: noted(chain, outcome) };
}

/**
 * @param chain tasks and hops
 * @param latency reaction or age
 * @param allowed what it has to keep
 * @param limit bounds the work of each theory
 * @returns whether the tightest bound keeps it
 * @cost the theories one after the other, sums first, until one does
 */
export function keepsLimit(
  chain: Chain,
  latency: LatencyKind,
  allowed: number,
  limit: StepLimit = STEP_LIMIT,
): boolean {
  const isKept = (outcome: LatencyOutcome) =>
    outcome.kind === 'bounded' && outcome.value <= allowed;
  return (
    THEORIES[latency].some(({ apply }) => isKept(apply(chain, limit))) ||
    isKept(segmented(chain, latency, limit).outcome)
  );
}

/**
 * @param bounds of one chain and one kind of latency
 * @returns the least of those that hold, the first of equal ones; null where none holds
 * @cost O(bounds)
 */
export function tightestBound(bounds: readonly LatencyBound[]): LatencyBound | null {
  let tightest: LatencyBound | null = null;
  for (const bound of bounds) {
    if (valueOf(bound) < (tightest ? valueOf(tightest) : Infinity)) tightest = bound;
  }
  return tightest;
}

function valueOf({ outcome }: LatencyBound): number {
  return outcome.kind === 'bounded' ? outcome.value : Infinity;
}
