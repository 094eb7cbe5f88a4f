/** Follows data through tasks whose releases are all known, over everything that can repeat. */
import { LARGEST_TIME, ceilDivide, floorDivide, hyperperiodOf } from '../whole-numbers.ts';
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

/** First release of the stage at or after a time. */
function releaseFrom({ offset, period }: Stage, time: number): number {
  const first = offset ?? 0;
  return first + ceilDivide(time - first, period) * period;
}

/** Last release of the stage at or before a time. */
function releaseUntil({ offset, period }: Stage, time: number): number {
  const first = offset ?? 0;
  return first + floorDivide(time - first, period) * period;
}

/** Releases of the jobs that carry a value on, from a release of the first stage. */
function onward(stages: readonly Stage[], release: number): readonly number[] {
  const releases = [release];
  for (const [at, stage] of stages.slice(1).entries()) {
    const producer = stages[at] as Stage;
    releases.push(releaseFrom(stage, (releases[at] as number) + visibleAfter(producer)));
  }
  return releases;
}

/** Releases of the jobs whose values are read at the latest, from a release of the last stage. */
function back(stages: readonly Stage[], release: number): readonly number[] {
  const releases = [release];
  for (let at = stages.length - 2; at >= 0; at -= 1) {
    const producer = stages[at] as Stage;
    const consumer = releases[0] as number;
    releases.unshift(releaseUntil(producer, consumer - visibleAfter(producer)));
  }
  return releases;
}

/** Every hop's step from release to release is the producer's part and the wait of the consumer. */
function termsOf(stages: readonly Stage[], releases: readonly number[]): readonly LatencyTerm[] {
  return stages.flatMap((stage, at) => {
    const consumer = stages[at + 1];
    if (!consumer) return stage.output;
    const step = (releases[at + 1] as number) - (releases[at] as number);
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
  const span = stages.reduce((sum, stage) => sum + stage.period + visibleAfter(stage), 0);
  if (2 * hyperperiod + span > LARGEST_TIME) return stopped('overflow');
  const walk = direction === 'onward' ? onward : back;
  let longest: readonly number[] = [];
  for (let job = 0; job < starts; job += 1) {
    const releases = walk(stages, (start.offset ?? 0) + job * start.period);
    if (longest.length === 0 || lengthOf(releases) > lengthOf(longest)) longest = releases;
  }
  return { kind: 'walk', terms: termsOf(stages, longest) };
}

function lengthOf(releases: readonly number[]): number {
  return (releases.at(-1) ?? 0) - (releases[0] ?? 0);
}
