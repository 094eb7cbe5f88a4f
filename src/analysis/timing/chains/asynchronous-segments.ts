/**
 * A chain over clocks without a known phase: cut where the clock changes, bound the pieces, add them up.
 *
 * @source Günzel, Chen, Ueter, von der Brüggen, Dürr, Chen, "Timing Analysis of Asynchronized Distributed Cause-Effect Chains",
 *   RTAS 2021
 */
import type { Chain, LatencyKind } from './chain.ts';
import {
  type Assumption,
  boundOf,
  type LatencyOutcome,
  type LatencyTerm,
  notApplicable,
} from './latency-bound.ts';

/** A chain of one clock within a longer one. */
interface Piece {
  readonly chain: Chain;
  /** Place of its first task in the longer chain. */
  readonly at: number;
  /** From its last write until the next piece can read. */
  readonly notification: number;
}

/** Places at which a task samples a value of another clock. */
function cutsOf({ tasks, hops }: Chain): readonly number[] {
  const cuts: number[] = [];
  let clock = tasks[0]?.clock;
  for (const [at, task] of tasks.entries()) {
    // A task that a message activates is released by the clock that started the run.
    if (hops[at - 1]?.transport === 'queue' || task.clock === clock) continue;
    cuts.push(at);
    clock = task.clock;
  }
  return cuts;
}

function piecesOf(chain: Chain, latency: LatencyKind): readonly Piece[] {
  const starts = [0, ...cutsOf(chain)];
  return starts.map((at, index) => {
    const end = starts[index + 1] ?? chain.tasks.length;
    const leaving = chain.hops[end - 1];
    const inner = chain.hops.slice(at, end - 1);
    return {
      at,
      notification: leaving?.notification ?? 0,
      chain: {
        tasks: chain.tasks.slice(at, end),
        // The hop that leaves stays for its copying; nothing else of it concerns the piece.
        hops: leaving ? [...inner, { ...leaving, notification: 0, sharedScheduler: true }] : inner,
        stimulus: at === 0 && latency === 'reaction' ? chain.stimulus : 'sampled',
      },
    };
  });
}

/**
 * Reaction: the sum of the reactions of the pieces; a gateway, a task with a clock of its own, adds T + R. Age: the sum of the
 * reactions of all pieces but the last, which bound how old their values are until replaced, and the age over the last one.
 *
 * @param chain tasks and hops
 * @param latency reaction or age
 * @param tightest gives the tightest bound of a chain of one clock
 * @returns a bound, sufficient only; not applicable with one clock
 * @cost that of `tightest` for each piece
 */
export function segmentsBound(
  chain: Chain,
  latency: LatencyKind,
  tightest: (piece: Chain, latency: LatencyKind) => LatencyOutcome,
): LatencyOutcome {
  const pieces = piecesOf(chain, latency);
  if (pieces.length === 1) return notApplicable('one-clock');
  const terms: LatencyTerm[] = [];
  const assumptions = new Set<Assumption>(['one-timebase']);
  for (const [index, piece] of pieces.entries()) {
    const last = index === pieces.length - 1;
    const outcome = tightest(piece.chain, last ? latency : 'reaction');
    if (outcome.kind !== 'bounded') return shifted(outcome, piece.at);
    terms.push(...outcome.terms.map((term) => ({ ...term, task: term.task + piece.at })));
    const writer = piece.at + piece.chain.tasks.length - 1;
    terms.push({ kind: 'notification', task: writer, time: piece.notification });
    for (const assumption of outcome.assumptions) assumptions.add(assumption);
  }
  return boundOf(terms, [...assumptions]);
}

/** The obstacles of a piece, with places in the whole chain. */
function shifted(
  outcome: Exclude<LatencyOutcome, { readonly kind: 'bounded' }>,
  by: number,
): LatencyOutcome {
  return {
    kind: 'unknown',
    obstacles: outcome.obstacles.map(({ code, task }) => ({
      code,
      task: task === null ? null : task + by,
    })),
  };
}
