/** What a picture of a chain says: its theories by latency, those with a value and those without. */
import type { ChainBound, ChainResult, LatencyPart } from '../../analysis/result.ts';
import { exactNs, verdictWords } from '../../analysis/timing-words.ts';

/** One latency of a chain with all theories on it. */
export interface LatencyGroup {
  readonly latency: ChainResult['latency'];
  readonly title: string;
  /** Whether the chain's bound limits this latency. */
  readonly isLimited: boolean;
  /** Theories with a value, in the order of the result. */
  readonly bounded: readonly ChainBound[];
  /** What the others lack: each reason once, with the theories that it silences. */
  readonly silent: readonly { readonly reason: string; readonly theories: readonly string[] }[];
}

export const LATENCY_TITLES: Readonly<Record<ChainResult['latency'], string>> = {
  reaction: 'Reaction time',
  age: 'Data age at the output',
};

function silentOf(bounds: readonly ChainBound[]): LatencyGroup['silent'] {
  const byReason = new Map<string, string[]>();
  for (const { theory, obstacles, valueNs } of bounds) {
    if (valueNs !== null) continue;
    const reason = obstacles.join('; ');
    const theories = byReason.get(reason);
    if (theories) theories.push(theory);
    else byReason.set(reason, [theory]);
  }
  return [...byReason].map(([reason, theories]) => ({ reason, theories }));
}

/**
 * @param chain a chain of the result
 * @returns both latencies, the one that its bound limits first
 */
export function latencyGroups(chain: ChainResult): readonly LatencyGroup[] {
  const other = chain.latency === 'reaction' ? 'age' : 'reaction';
  return ([chain.latency, other] as const).map((latency) => {
    const bounds = chain.bounds.filter((bound) => bound.latency === latency);
    return {
      latency,
      title: LATENCY_TITLES[latency],
      isLimited: latency === chain.latency,
      bounded: bounds.filter(({ valueNs }) => valueNs !== null),
      silent: silentOf(bounds),
    };
  });
}

/** @returns whether this bound is the one that the verdict rests on */
export function isTightest(chain: ChainResult, bound: ChainBound): boolean {
  return bound.latency === chain.latency && bound.theory === chain.theory;
}

/** Where the time goes by one theory. */
export interface ShownParts {
  readonly theory: string;
  readonly parts: readonly LatencyPart[];
  /** What they add up to; null: they are what is known of a chain without a bound. */
  readonly totalNs: number | null;
}

/**
 * @param chain a chain of the result
 * @returns parts of the tightest bound; without a bound, of the first theory that knows some; null: nothing is known
 */
export function shownParts(chain: ChainResult): ShownParts | null {
  const of =
    chain.bounds.find((bound) => isTightest(chain, bound)) ??
    chain.bounds.find(({ latency, parts }) => latency === chain.latency && parts.length > 0);
  return of ? { theory: of.theory, parts: of.parts, totalNs: of.valueNs } : null;
}

/**
 * @param chain a chain of the result
 * @param nameOf name of a task
 * @returns its tasks in order; what a message activates says so
 */
export function pathWords(
  { taskIds, transfers }: ChainResult,
  nameOf: (taskId: string) => string,
): string {
  return taskIds
    .map((id, at) => {
      const before = taskIds[at - 1];
      if (before === undefined) return nameOf(id);
      const isActivated = transfers.some(
        ({ fromTaskId, toTaskId, transport }) =>
          fromTaskId === before && toTaskId === id && transport === 'queue',
      );
      return `${isActivated ? '→ activates' : '→'} ${nameOf(id)}`;
    })
    .join(' ');
}

/**
 * @param chain a chain of the result
 * @returns how old its data gets until the next output replaces it; null: nothing is known, or its limit is another latency
 */
export function heldWords({ latency, heldAgeNs, heldAgeTheory }: ChainResult): string | null {
  return latency !== 'age' || heldAgeNs === null
    ? null
    : `until the next output replaces it: at most ${exactNs(heldAgeNs)} (${heldAgeTheory ?? ''})`;
}

/**
 * @param chain a chain of the result
 * @returns largest time that its picture holds, in nanoseconds; 0: none is known
 */
export function longestOf({ bounds, boundNs, nominalNs }: ChainResult): number {
  return Math.max(0, boundNs ?? 0, nominalNs ?? 0, ...bounds.map(({ valueNs }) => valueNs ?? 0));
}

/**
 * @param chain a chain of the result
 * @returns verdict, tightest bound, what is allowed, nominal value, in one line
 */
export function chainSummary(chain: ChainResult): string {
  const { latency, latencyNs, theory, boundNs, nominalNs, reason } = chain;
  const title = LATENCY_TITLES[latency];
  const parts = [
    verdictWords(chain),
    latencyNs === null
      ? `${title.toLowerCase()}: no bound known`
      : `${title.toLowerCase()} at most ${exactNs(latencyNs)} (${theory ?? ''})`,
    boundNs === null ? 'no limit stated' : `allowed ${exactNs(boundNs)}`,
    ...(nominalNs === null ? [] : [`reached (nominal): ${exactNs(nominalNs)}`]),
    ...(reason === null || boundNs === null ? [] : [reason]),
  ];
  return parts.join(' · ');
}
