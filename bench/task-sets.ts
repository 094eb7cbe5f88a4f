/** Random task sets as schedulability experiments use them, the same in every run. */
import type { TimingTask } from '../src/analysis/timing/timing-task.ts';

const SEED = 2463534242;
const SHORTEST_PERIOD_NS = 1_000_000;
const LONGEST_PERIOD_NS = 1_000_000_000;

/** Xorshift: numbers from 0 to below 1. */
function seeded(): () => number {
  let x = SEED;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}

/** UUniFast (Bini, Buttazzo, Real-Time Systems 30, 2005): utilisations that add up to `total`, evenly from all that do. */
function utilisations(count: number, total: number, random: () => number): readonly number[] {
  let left = total;
  const shares: number[] = [];
  for (let rest = count - 1; rest > 0; rest -= 1) {
    const next = left * random() ** (1 / rest);
    shares.push(left - next);
    left = next;
  }
  return [...shares, left];
}

export interface SetKind {
  readonly sets: number;
  readonly tasks: number;
  readonly utilisation: number;
  /** Deadlines lie evenly between this share of the period, or the WCET, and the period; 1: at the period. */
  readonly leastDeadline: number;
}

/** @returns sets of tasks with log-uniform periods from 1 ms to 1 s, rate monotonic, the highest priority first */
export function randomTaskSets(kind: SetKind): readonly (readonly TimingTask[])[] {
  const random = seeded();
  const ratio = Math.log(LONGEST_PERIOD_NS / SHORTEST_PERIOD_NS);
  return Array.from({ length: kind.sets }, () =>
    utilisations(kind.tasks, kind.utilisation, random)
      .map((share): TimingTask => {
        const period = Math.round(SHORTEST_PERIOD_NS * Math.exp(random() * ratio));
        const wcet = Math.max(1, Math.floor(share * period));
        const least = Math.max(wcet, kind.leastDeadline * period);
        const deadline = Math.round(least + random() * (period - least));
        return { wcet, period, deadline, jitter: 0, blocking: 0 };
      })
      .sort((a, b) => a.period - b.period),
  );
}
