import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { priorityGroups, proposePriorities } from './assign-priorities.ts';
import { catalogueOf, mechanism } from '../testing/catalogue-builder.ts';
import { criticalInstant } from './critical-instant.ts';

type Seed = Readonly<Record<string, unknown>>;

/** One kernel on two cores: `one` sends from the first, `two` is on the second. */
function twoCores(seed: Seed = {}): PlanBuilder {
  return new PlanBuilder()
    .environment('os', 'os', null, {
      coreIds: ['c0', 'c1'],
      os: { family: 'qnx' },
      scheduler: 'fixed-priority',
      ...seed,
    })
    .application('one')
    .application('two')
    .place('one', 'os', ['c0'])
    .place('two', 'os', ['c1']);
}

const event = (fromTaskId: string | null, toTaskId: string | null): Seed => ({
  kind: 'event',
  fromTaskId,
  toTaskId,
});

/** pyCPA 1.2, examples/spp_test.py: T11 and T12 on one core activate T21 and T22 on the other. */
function pycpa(): PlanBuilder {
  return twoCores()
    .task('T11', 'one', 10, 30, { bcetNs: 5, jitterNs: 5, priority: 9 })
    .task('T12', 'one', 3, 15, { bcetNs: 1, jitterNs: 6, priority: 8 })
    .task('T21', 'two', 2, 30, { kind: 'sporadic', bcetNs: 2, priority: 9 })
    .task('T22', 'two', 9, 15, { kind: 'sporadic', bcetNs: 4, priority: 8 })
    .link('a', 'one', 'two', event('T11', 'T21'))
    .link('b', 'one', 'two', event('T12', 'T22'));
}

const responsesOf = (builder: PlanBuilder) =>
  builder.analyze().tasks.map(({ responseTimeNs }) => responseTimeNs);
const rowOf = (builder: PlanBuilder, id: string) =>
  builder.analyze().tasks.find(({ task }) => task.id === id);

describe('tasks that messages activate', () => {
  it('[SCHED-15] respond as published, counted from the message; what time releases, from its nominal release', () => {
    // 10 and 13 from activation; with their own jitters of 5 and 6 from the nominal release.
    expect(responsesOf(pycpa())).toEqual([15, 19, 2, 19]);
    expect(pycpa().analyze().tasks[3]?.activation).toMatchObject({
      by: { id: 'T12' },
      link: { id: 'b' },
      periodNs: 15,
      jitterNs: 18,
      separationNs: 1,
      delayNs: 1,
    });
  });

  it('[SCHED-15] a deadline counts from the message', () => {
    const verdict = (deadlineNs: number) =>
      rowOf(
        pycpa().task('T22', 'two', 9, 15, {
          kind: 'sporadic',
          bcetNs: 4,
          priority: 8,
          deadlineNs,
        }),
        'T22',
      );
    expect(verdict(19)).toMatchObject({ verdict: 'proven-ok', slackNs: 0 });
    expect(verdict(18)).toMatchObject({ verdict: 'unknown', slackNs: -1 });
  });

  it('[SCHED-15] a rate that is stated with few digits is that of the sender', () => {
    const release = (rateHz: number) =>
      twoCores()
        .task('s', 'one', 4, 60_000_000, { priority: 9 })
        .task('t', 'two', 5, 60_000_000, { kind: 'sporadic', priority: 9 })
        .link('l', 'one', 'two', { ...event('s', 't'), rateHz })
        .analyze()
        .tasks.find(({ task }) => task.id === 't')?.activation;
    expect(release(16.67)).not.toBeNull();
    expect(release(17)).toBeNull();
  });

  it('[SCHED-15] delay what is below them with the jitter that they are given', () => {
    const below = (sender: Seed) =>
      rowOf(
        twoCores()
          .task('s', 'one', 4, 20, { priority: 9, ...sender })
          .task('t', 'two', 5, 20, { kind: 'sporadic', priority: 9 })
          .task('u', 'two', 12, 100, { priority: 1 })
          .link('l', 'one', 'two', event('s', 't')),
        'u',
      );
    // 12 + 5 fits into one period; 6 late, a second message falls into it.
    expect(below({ bcetNs: 4 })).toMatchObject({ responseTimeNs: 17, bound: 'sufficient' });
    expect(below({ bcetNs: 4, jitterNs: 6 })?.responseTimeNs).toBe(22);
    // Without a best case any job may end at once.
    expect(below({})?.responseTimeNs).toBe(22);
  });

  it('[SCHED-15] an order of priorities is not searched where messages depend on it', () => {
    const plan = pycpa().plan();
    const [, at] = priorityGroups(plan, 'layout', catalogueOf());
    const answer = at && proposePriorities(plan, 'layout', catalogueOf(), at, 'optimal');
    expect(answer).toMatchObject({ kind: 'refused' });
    const byDeadline =
      at && proposePriorities(plan, 'layout', catalogueOf(), at, 'deadline-monotonic');
    expect(byDeadline).toMatchObject({ kind: 'proposed' });
  });

  it('[SCHED-15] the picture of the critical instant counts their jitter', () => {
    const plan = pycpa().plan();
    const answer = criticalInstant(plan, 'layout', catalogueOf(), 'two-in-os', 'T22');
    const jobs = answer.kind === 'instant' ? answer.instant.jobs : [];
    // Two of T22 at once: 18 late, the message of the next period is there too.
    expect(jobs.filter(({ task, ready }) => task === 1 && ready === jobs[0]?.ready)).toHaveLength(
      2,
    );
  });

  it('[SCHED-16] keep what they state where the sender is not followed, and every row on the core says so', () => {
    const cases: readonly (readonly [string, PlanBuilder])[] = [
      ['does not say which task sends it', pycpa().link('a', 'one', 'two', event(null, 'T21'))],
      [
        'sends more often',
        pycpa().link('a', 'one', 'two', { ...event('T11', 'T21'), rateHz: 100_000_000 }),
      ],
      ['is not bounded', pycpa().task('T11', 'one', null, 30, { bcetNs: 5, priority: 9 })],
      ['activated by each other', pycpa().link('a', 'two', 'two', event('T21', 'T21'))],
      [
        'more than 64 ways',
        Array.from({ length: 65 }).reduce<PlanBuilder>(
          (builder, _, at) => builder.link(`more${at}`, 'one', 'two', event('T12', 'T21')),
          pycpa(),
        ),
      ],
    ];
    for (const [reason, builder] of cases) {
      const row = rowOf(builder, 'T21');
      expect(row?.activation).toBeNull();
      expect(row?.assumptions.join('; ')).toContain('"T21" is activated as it states');
      expect(row?.assumptions.join('; ')).toContain(reason);
    }
  });

  it('[SCHED-15] several events each activate it: their arrivals add up', () => {
    // T21 alone on top: 10 late every 30, and 18 late every 15 with a distance of 1. One of each may come at once, a third 1 later:
    // the third ends after 6, 5 after it came. The next is 12 later, and finds nothing left.
    const both = pycpa().link('c', 'one', 'two', event('T12', 'T21'));
    expect(rowOf(both, 'T21')).toMatchObject({
      responseTimeNs: 5,
      activation: { by: { id: 'T11' }, jitterNs: 10, also: [{ by: { id: 'T12' }, jitterNs: 18 }] },
    });
    expect(rowOf(both, 'T21')?.assumptions.join('; ')).toContain(
      'each of these activates "T21" once, and nothing else does, whichever comes first',
    );
    // Demand of its core: 2/30 + 2/15 + 9/15.
    const { schedules } = both.analyze();
    expect(schedules[1]?.demand).toEqual({ numerator: '4', denominator: '5' });
    // The same two streams as two tasks delay T22 as much.
    const apart = pycpa()
      .task('T20', 'two', 2, 15, { kind: 'sporadic', bcetNs: 2, priority: 10 })
      .link('c', 'one', 'two', event('T12', 'T20'));
    const delayed = rowOf(both, 'T22')?.responseTimeNs;
    expect(delayed).toBe(rowOf(apart, 'T22')?.responseTimeNs);
    expect(delayed).toBeGreaterThan(19);
  });

  it('[SCHED-15] events of one sender twice, and of two instances, come at once', () => {
    const twice = pycpa().link('c', 'one', 'two', event('T11', 'T21'));
    expect(rowOf(twice, 'T21')?.responseTimeNs).toBe(4);
    const instances = pycpa().place('one', 'os', ['c0'], { instances: 2, id: 'one-in-os' });
    expect(rowOf(instances, 'T21')?.activation).toMatchObject({ copies: 2, periodNs: 30 });
  });

  it('[SCHED-15] what such a task activates comes as late as each run to it, and it after that', () => {
    const on = pycpa()
      .link('c', 'one', 'two', event('T12', 'T21'))
      .task('T3', 'one', 1, 15, { kind: 'sporadic', bcetNs: 1, priority: 1 })
      .link('d', 'two', 'one', event('T21', 'T3'));
    // Late: 10 and 18 of the runs, and 5 - 2 of T21; earliest: 5 and 1 of the first senders, and 2 of T21.
    expect(rowOf(on, 'T3')?.activation).toMatchObject({
      ...{ periodNs: 30, jitterNs: 13, delayNs: 7, separationNs: 2 },
      also: [{ periodNs: 15, jitterNs: 21, delayNs: 3, separationNs: 2 }],
    });
  });

  it('[SCHED-15] under earliest deadline first a deadline counts from the message too', () => {
    const edf = (deadlineNs: number) =>
      new PlanBuilder()
        .environment('a', 'os', null, {
          coreIds: ['c0', 'c1'],
          os: { family: 'qnx' },
          scheduler: 'edf',
        })
        .application('one')
        .application('two')
        .place('one', 'a', ['c0'])
        .place('two', 'a', ['c1'])
        .task('s', 'one', 4, 10, { bcetNs: 1, jitterNs: 5 })
        .task('t', 'two', 3, 10, { kind: 'sporadic', deadlineNs })
        .link('l', 'one', 'two', event('s', 't'));
    // Up to 5 + 4 - 1 late: two of them may come 2 apart, and the second waits for 1. From its nominal release it would take 11.
    expect(rowOf(edf(4), 't')).toMatchObject({ verdict: 'proven-ok', responseTimeNs: 4 });
    expect(rowOf(edf(3), 't')).toMatchObject({ verdict: 'unknown', bound: 'sufficient' });
  });

  it('[SCHED-16] periodic tasks are released by time, whatever events reach them', () => {
    const polling = pycpa().task('T21', 'two', 2, 30, { bcetNs: 2, priority: 9 });
    expect(rowOf(polling, 'T21')).toMatchObject({ activation: null, responseTimeNs: 2 });
  });

  it('[SCHED-16] lateness that feeds itself over several cores ends as unknown, for all that it may delay', () => {
    // a -> b -> back on the core of a, and c -> d the other way round.
    const circle = twoCores()
      .task('a', 'one', 5, 10, { bcetNs: 1, priority: 1 })
      .task('d', 'one', 5, 10, { kind: 'sporadic', bcetNs: 1, priority: 9 })
      .task('c', 'two', 5, 10, { bcetNs: 1, priority: 1 })
      .task('b', 'two', 5, 10, { kind: 'sporadic', bcetNs: 1, priority: 9 })
      .link('ab', 'one', 'two', event('a', 'b'))
      .link('cd', 'two', 'one', event('c', 'd'));
    for (const { verdict, responseTimeNs, reason } of circle.analyze().tasks) {
      expect({ verdict, responseTimeNs }).toEqual({ verdict: 'unknown', responseTimeNs: null });
      expect(reason).toContain('did not converge');
    }
  });

  it('[SCHED-16] a core that messages of its own tasks overload proves nothing, whatever their receiver states', () => {
    // 2/12 + 3/10, and 3 for each message of both: 61/60 of the core.
    const overloaded = twoCores()
      .task('slow', 'one', 2, 12, { bcetNs: 1, priority: 1 })
      .task('quick', 'one', 3, 10, { bcetNs: 1, priority: 3 })
      .task('both', 'one', 3, 12, { kind: 'sporadic', bcetNs: 3, priority: 4 })
      .link('a', 'one', 'one', event('slow', 'both'))
      .link('b', 'one', 'one', event('quick', 'both'));
    const { tasks, cores } = overloaded.analyze();
    expect(cores[0]?.utilisation).toEqual({ numerator: '61', denominator: '60' });
    expect(tasks.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('[SCHED-17] copying at a throughput that the user set is execution of the sender', () => {
    const catalogue = catalogueOf([], [mechanism({ id: 'queue', channelKinds: ['message'] })]);
    const channels = (value: number | null) => {
      const builder = new PlanBuilder()
        .environment('a', 'bare-metal', null, { coreIds: ['c0'] })
        .environment('b', 'bare-metal', null, { coreIds: ['c1'] })
        .application('one')
        .application('two')
        .place('one', 'a', ['c0'])
        .place('two', 'b', ['c1'])
        .task('s', 'one', 100, 10_000, { priority: 1 })
        .task('t', 'two', 100, 10_000, { priority: 1 })
        .link('l', 'one', 'two', { fromTaskId: 's', toTaskId: 't', payloadBytes: 64 })
        .channel('l', 'message', { mechanismId: 'queue' });
      return value === null
        ? builder.analyze(catalogue)
        : builder
            .override({
              id: 'o',
              subjectKind: 'mechanism',
              subjectId: 'queue',
              parameter: 'throughput',
              value,
              unit: 'Gbit/s',
              reason: 'measured by us',
            })
            .analyze(catalogue);
    };
    expect(channels(null).tasks[0]?.responseTimeNs).toBe(100);
    // 64 bytes at 8 Gbit/s: a byte every nanosecond.
    expect(channels(8).tasks[0]).toMatchObject({ responseTimeNs: 164, wcetNs: 164 });
    expect(channels(8).tasks[1]?.responseTimeNs).toBe(100);
  });

  it('[SCHED-16] lateness that many cores hand round ends soon', () => {
    const ring = twoCores();
    for (let at = 0; at < 40; at += 1) {
      const [own, next] = at % 2 === 0 ? (['one', 'two'] as const) : (['two', 'one'] as const);
      const timing = { bcetNs: 1, priority: at };
      ring
        .task(`s${at}`, own, 470, 20_000, timing)
        .task(`r${at}`, own, 470, 20_000, { ...timing, kind: 'sporadic', priority: 100 + at })
        .link(`l${at}`, next, own, event(`s${(at + 1) % 40}`, `r${at}`));
    }
    const rows = ring.analyze().tasks;
    expect(rows.some(({ activation }) => activation?.jitterNs === null)).toBe(true);
  });
});
