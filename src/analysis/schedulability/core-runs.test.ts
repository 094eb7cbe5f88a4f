import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { coreRuns, type CoreRun } from './core-runs.ts';

/** C = 3, 3, 5 and T = 7, 12, 20 on one core; one task on another, whose kernel is not stated to be certain. */
function plan(scheduler = 'fair') {
  return new PlanBuilder()
    .environment('image', 'bare-metal', null, {
      coreIds: ['c0'],
      scheduler: 'fixed-priority',
      contextSwitchNs: 0,
    })
    .environment('other', 'bare-metal', null, { coreIds: ['c1'], scheduler })
    .environment('idle', 'bare-metal', null, { coreIds: ['c2'], scheduler })
    .application('app')
    .application('rest')
    .task('high', 'app', 3, 7, { priority: 3 })
    .task('middle', 'app', 3, 12, { priority: 2 })
    .task('low', 'app', 5, 20, { priority: 1 })
    .task('far', 'rest', 1, 10, { priority: 1 })
    .place('app', 'image', ['c0'])
    .place('rest', 'other', ['c1'])
    .plan();
}

const catalogue = catalogueOf();

function run(spanNs: number): CoreRun {
  const answer = coreRuns(plan(), 'layout', catalogue, spanNs)[0];
  if (answer?.kind !== 'run') throw new Error('no schedule');
  return answer.run;
}

describe('schedules of cores', () => {
  it('[INSTANT-4] everything on the core is in it, and the published responses happen', () => {
    const { tasks, jobs, schedule } = run(20);
    expect(tasks.map(({ taskId }) => taskId)).toEqual(['high', 'middle', 'low']);
    const firsts = [0, 1, 2].map(
      (rank) => schedule.responses[jobs.findIndex(({ task }) => task === rank)],
    );
    expect(firsts).toEqual([3, 6, 20]);
  });

  it('[INSTANT-4] as far as is asked for, and no further than can be drawn', () => {
    expect(
      run(21)
        .jobs.filter(({ task }) => task === 0)
        .map(({ release }) => release),
    ).toEqual([0, 7, 14]);
    expect(run(21).untilNs).toBe(21);
    const long = run(1_000_000);
    expect(long.jobs.length).toBeLessThan(1510);
    expect(long.untilNs).toBeLessThan(1_000_000);
  });

  it('[INSTANT-4] a core about which nothing is certain says why, one without work is not there', () => {
    const answers = coreRuns(plan(), 'layout', catalogue, 20);
    expect(answers).toHaveLength(2);
    expect(answers[1]).toMatchObject({ kind: 'unknown', coreId: 'c1', taskCount: 1 });
    expect(answers[1]?.kind === 'unknown' && answers[1].reason).not.toBe('');
    const kinds = coreRuns(plan('fixed-priority'), 'layout', catalogue, 20);
    expect(kinds.map(({ kind }) => kind)).toEqual(['run', 'run']);
  });
});
