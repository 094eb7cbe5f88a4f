import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { coreRuns, runSpan, type CoreRun } from './core-runs.ts';

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

  it('[INSTANT-7] releases follow offsets and periods from one start, in the windows of their partition', () => {
    const windowed = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
      .environment('own', 'partition', 'hv', { coreIds: ['c0'], contextSwitchNs: 0 })
      .environment('other', 'partition', 'hv', { coreIds: ['c0'] })
      .application('app')
      .task('task', 'app', 4, 40, { priority: 1, offsetNs: 5, jitterNs: 3 })
      .place('app', 'own', ['c0'])
      .frame('frame', 20, { switchNs: 1 })
      .window('w0', 'frame', 'c0', 'own', 0, 8)
      .window('w1', 'frame', 'c0', 'other', 10, 8)
      .plan();
    expect(runSpan(windowed, 'layout', catalogue)).toEqual({ hyperperiodNs: 40, shownNs: 40 });
    const [answer] = coreRuns(windowed, 'layout', catalogue, 50);
    if (answer?.kind !== 'run') throw new Error('no schedule');
    expect(answer.run.schedule.segments.map(({ start, end }) => [start, end])).toEqual([
      [5, 8],
      [21, 22],
      [45, 48],
      [61, 62],
    ]);
  });

  it('[INSTANT-7] regions are left at their ends only', () => {
    const cooperative = new PlanBuilder()
      .environment('image', 'bare-metal', null, { coreIds: ['c0'], contextSwitchNs: 0 })
      .application('app')
      .task('fast', 'app', 1, 4, { priority: 3, preemption: 'cooperative', offsetNs: 1 })
      .task('slow', 'app', 6, 20, { priority: 1, preemption: 'cooperative', longestRegionNs: 3 })
      .place('app', 'image', ['c0'])
      .plan();
    const [answer] = coreRuns(cooperative, 'layout', catalogue, 8);
    if (answer?.kind !== 'run') throw new Error('no schedule');
    const { schedule, preemptions } = answer.run;
    expect(preemptions).toEqual(['cooperative', 'cooperative']);
    expect(schedule.segments.map(({ task, start, end }) => [task, start, end])).toEqual([
      [1, 0, 3],
      [0, 3, 4],
      [1, 4, 7],
      [0, 7, 8],
    ]);
  });

  it('[INSTANT-7] what an event activates is released by the ends of its sender, from core to core', () => {
    const events = (scheduler: string) =>
      new PlanBuilder()
        .environment('os', 'os', null, {
          coreIds: ['c0', 'c1'],
          os: { family: 'qnx' },
          scheduler,
          contextSwitchNs: 0,
        })
        .application('one')
        .application('two')
        .task('send', 'one', 3, 10, { priority: 5, bcetNs: 1 })
        .task('first', 'two', 2, 10, { kind: 'sporadic', priority: 5, bcetNs: 1 })
        .task('second', 'one', 1, 10, { kind: 'sporadic', priority: 9, bcetNs: 1 })
        .place('one', 'os', ['c0'])
        .place('two', 'os', ['c1'])
        .link('a', 'one', 'two', { kind: 'event', fromTaskId: 'send', toTaskId: 'first' })
        .link('b', 'two', 'one', { kind: 'event', fromTaskId: 'first', toTaskId: 'second' })
        .plan();
    const runs = coreRuns(events('fixed-priority'), 'layout', catalogue, 20);
    const segments = runs.flatMap((each) =>
      each.kind === 'run'
        ? each.run.schedule.segments.map(
            ({ task, start, end }) => `${each.run.tasks[task]?.taskId} ${start}-${end}`,
          )
        : [],
    );
    expect(segments).toEqual([
      ...['send 0-3', 'second 5-6', 'send 10-13', 'second 15-16'],
      ...['first 3-5', 'first 13-15'],
    ]);
    expect(coreRuns(events('fair'), 'layout', catalogue, 20).map(({ kind }) => kind)).toEqual([
      'unknown',
      'unknown',
    ]);
  });
});
