/** Published figures of mechanisms as answers to what a link asks: one way, and a stream. */
import type { Mechanism } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { figureHere, readsAs, type FigureHere } from '../overheads/applicability.ts';
import { mechanismFigure, type MechanismNumber } from '../technology-figure.ts';

/** A figure of a mechanism as far as it counts on the cores of both ends of a link. */
export interface MechanismHere extends FigureHere {
  /** True when more than the figure says belongs to what is asked for: the figure bounds it from below. */
  readonly isPart: boolean;
}

/** One way takes at most the round trip, and half of it where both ways take as long; how little is unknown. */
function oneWay(here: FigureHere): FigureHere {
  if (here.range === null) return here;
  const { typical, high } = here.range;
  const name = `${here.use.name} (round trip; one way is taken as half, at most all of it)`;
  return {
    ...here,
    range: { low: here.isIndication ? null : 0, typical: Math.round(typical / 2), high },
    use: { ...here.use, name },
  };
}

/** A stream sends on without waiting for the answer: it carries no less, and nobody knows how much more. */
function streamed(here: FigureHere): FigureHere {
  return here.range === null ? here : { ...here, range: { ...here.range, high: null } };
}

/**
 * @param facts the layout
 * @param coreIds cores of both ends
 * @param mechanism what carries a link
 * @param parameter its latency (one way) or throughput (of a stream)
 * @returns the figure as `figureHere` gives it, with the range of what a link asks for: of a round trip the typical
 *   value is half and the high end the whole; a ping-pong rate has no high end. What only a layer adds, what is called
 *   a lower bound, and a ping-pong rate are a part
 * @cost O(phrases + cores)
 * @rules IPC-1, OVER-5
 */
export function mechanismHere(
  facts: LayoutFacts,
  coreIds: readonly Id[],
  mechanism: Mechanism,
  parameter: MechanismNumber,
): MechanismHere {
  const { catalogue } = facts;
  const here = figureHere(facts, coreIds, mechanismFigure(catalogue, mechanism, parameter));
  const reads = (reading: Parameters<typeof readsAs>[2]) => readsAs(catalogue, here.use, reading);
  if (parameter === 'latency' && reads('round-trip')) return { ...oneWay(here), isPart: false };
  if (parameter === 'throughput' && reads('ping-pong')) return { ...streamed(here), isPart: true };
  return { ...here, isPart: reads('lower-bound') || reads('added') };
}
