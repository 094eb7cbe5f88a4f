/** Follows data through tasks whose releases are all known, over everything that can repeat. */
import { LARGEST_TIME, ceilDivide, hyperperiodOf } from '../whole-numbers.ts';
import type { StepLimit } from '../timing-task.ts';
import { type LatencyTerm, type Obstacle, type ObstacleCode } from './latency-bound.ts';
import { type Stage, visibleAfter } from './stages.ts';

/** Terms from the release of the first job on the way to the output of the last one. */
export type Walk =
  | { readonly kind: 'walk'; readonly terms: readonly LatencyTerm[] }
  | { readonly kind: 'unknown'; readonly obstacle: Obstacle };

/**
 * @param stages of a chain
 * @returns why their releases are not all known against each other; null when they are
 */
export function releaseObstacle(stages: readonly Stage[]): Obstacle | null {
  const [first] = stages;
  if (stages.some(({ clock }) => clock !== first?.clock)) {
    return { code: 'several-clocks', task: null };
  }
  const loose = stages.find(
    ({ offset, longestGap, period }) => offset === null || longestGap !== period,
  );
  return loose ? { code: 'no-offset', task: loose.task } : null;
}

/** One step from a job to the one that carries its value on: the first release at or after `delay` from then. */
interface Step {
  readonly delay: number;
  readonly first: number;
  readonly period: number;
}

/** Steps from the first stage on; or, as time runs backwards there, from the last stage with all instants negated. */
function stepsOf(stages: readonly Stage[], direction: 'onward' | 'back'): readonly Step[] {
  const steps: Step[] = [];
  for (const [at, stage] of stages.entries()) {
    const next = stages[at + 1];
    if (!next) break;
    const { offset, period } = direction === 'onward' ? next : stage;
    const first = direction === 'onward' ? (offset ?? 0) : -(offset ?? 0);
    steps.push({ delay: visibleAfter(stage), first, period });
  }
  return direction === 'onward' ? steps : steps.toReversed();
}

function afterStep({ delay, first, period }: Step, time: number): number {
  return first + ceilDivide(time + delay - first, period) * period;
}

/** Every hop's step from release to release is the producer's part and the wait of the consumer. */
function termsOf(stages: readonly Stage[], lengths: readonly number[]): readonly LatencyTerm[] {
  return stages.flatMap((stage, at) => {
    const consumer = stages[at + 1];
    if (!consumer) return stage.output;
    const step = lengths[at] as number;
    return [
      ...stage.visible,
      { kind: 'sampling', task: consumer.task, time: step - visibleAfter(stage) },
    ];
  });
}

function stopped(code: ObstacleCode): Walk {
  return { kind: 'unknown', obstacle: { code, task: null } };
}

/**
 * The longest way from a release of the first task to the output of the last.
 * `onward` (reaction): r_(i+1) is the first release at or after r_i + V_i, from every release of the first task.
 * `back` (age): r_i is the last release at or before r_(i+1) - V_i, from every release of the last task.
 * V_i: the time after which a newly released consumer is sure to read (`Stage.visible`). A job released earlier than r_(i+1) may
 * read the value too, or a job released later than r_i be read: then the latency is shorter.
 *
 * @param stages of a chain with `releaseObstacle` null
 * @param direction which way
 * @param limit bounds the work
 * @returns where the time of the longest way goes
 * @cost tasks times the releases of one hyperperiod of the chain
 */
export function longestWalk(
  stages: readonly Stage[],
  direction: 'onward' | 'back',
  limit: StepLimit,
): Walk {
  const start = direction === 'onward' ? stages[0] : stages.at(-1);
  const hyperperiod = hyperperiodOf(stages.map(({ period }) => period));
  if (!start || hyperperiod === null) return stopped('overflow');
  const starts = hyperperiod / start.period;
  if (starts * stages.length > limit.steps) return stopped('steps');
  const reach = stages.map((stage) => stage.period + visibleAfter(stage) + (stage.offset ?? 0));
  if (reach.reduce((sum, one) => sum + one, 2 * hyperperiod) > LARGEST_TIME) {
    return stopped('overflow');
  }
  const steps = stepsOf(stages, direction);
  const first = direction === 'onward' ? (start.offset ?? 0) : -(start.offset ?? 0);
  let [longest, from] = [-1, first];
  for (let job = 0; job < starts; job += 1) {
    const release = first + job * start.period;
    let time = release;
    for (const step of steps) time = afterStep(step, time);
    if (time - release > longest) [longest, from] = [time - release, release];
  }
  let time = from;
  const lengths = steps.map((step) => {
    const before = time;
    time = afterStep(step, time);
    return time - before;
  });
  return {
    kind: 'walk',
    terms: termsOf(stages, direction === 'onward' ? lengths : lengths.toReversed()),
  };
}
