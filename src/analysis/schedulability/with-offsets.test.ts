import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { briefs, image } from '../testing/one-image.ts';

describe('offsets that are stated', () => {
  it('[SCHED-3] proves deadlines by stated offsets where nothing else does, and refutes where they do not help', () => {
    const pair = (...offsets: readonly (number | null)[]) =>
      image(offsets.map((offsetNs) => [5, 10, { deadlineNs: 9, offsetNs }]));
    expect(briefs(pair(0, 5))[1]).toEqual(['proven-ok', 5, 4]);
    expect(briefs(pair(0, 3))[1]).toEqual(['proven-ok', 7, 2]);
    expect(briefs(pair(0, 10))[1]).toEqual(['proven-miss', 10, -1]);
    const [, second] = pair(0, 5).analyze().tasks;
    expect(second).toMatchObject({
      bound: 'exact',
      method: 'response-time analysis with offsets, preemptive fixed priorities',
    });
    expect(second?.assumptions.join()).toContain('one start, on one clock');
    // Of one task alone an offset says nothing: the other comes at any time.
    const [, alone] = pair(null, 5).analyze().tasks;
    expect(alone).toMatchObject({ verdict: 'proven-miss', bound: 'exact', responseTimeNs: 10 });
    expect(alone?.assumptions.join()).not.toContain('one clock');
  });

  it('[SCHED-3] asks for offsets only where the bound for any releases proves nothing', () => {
    const [, met] = image([
      [5, 20, { offsetNs: 0 }],
      [5, 20, { offsetNs: 10 }],
    ]).analyze().tasks;
    expect(met).toMatchObject({ verdict: 'proven-ok', bound: 'sufficient', responseTimeNs: 10 });
    expect(met?.assumptions.join()).not.toContain('one clock');
  });

  it('[SCHED-3] knows no phase of sporadic tasks, several instances and what messages activate', () => {
    const late = { deadlineNs: 9, offsetNs: 5 };
    const sporadic = image([
      [5, 10, { offsetNs: 0, kind: 'sporadic' }],
      [5, 10, late],
    ]);
    expect(briefs(sporadic)[1]).toEqual(['unknown', 10, -1]);
    const several = new PlanBuilder()
      .environment('image', 'bare-metal', null, { coreIds: ['c0'], contextSwitchNs: 0 })
      .application('twice')
      .task('first', 'twice', 2, 10, { offsetNs: 0, priority: 2 })
      .place('twice', 'image', ['c0'], { instances: 2 })
      .application('once')
      .task('second', 'once', 5, 10, { ...late, deadlineNs: 8, priority: 1 })
      .place('once', 'image', ['c0']);
    expect(briefs(several)[1]).toEqual(['unknown', 9, -1]);
  });

  it('[SCHED-3] counts blocking, switches and other windows against a task, as ever', () => {
    const blocked = image([
      [3, 10, { offsetNs: 0 }],
      [3, 10, { offsetNs: 5, deadlineNs: 5 }],
      [2, 100, { preemption: 'non-preemptive' }],
    ]);
    expect(blocked.analyze().tasks[1]).toMatchObject({
      verdict: 'proven-ok',
      bound: 'sufficient',
      responseTimeNs: 5,
    });
    const switched = image(
      [
        [3, 10, { offsetNs: 0 }],
        [3, 10, { offsetNs: 5, deadlineNs: 6 }],
      ],
      { contextSwitchNs: 1 },
    );
    expect(switched.analyze().tasks[1]).toMatchObject({
      verdict: 'proven-ok',
      bound: 'sufficient',
      responseTimeNs: 5,
    });
  });

  it('[SCHED-3] takes the phase of a task that a chain passes also where its deadline is met: longer jobs make no chain shorter', () => {
    const latencies = [6, 7, 8, 9, 10].map(
      (wcet) =>
        new PlanBuilder()
          .environment('image', 'bare-metal', null, {
            coreIds: ['c0'],
            scheduler: 'fixed-priority',
            contextSwitchNs: 0,
          })
          .application('app')
          .task('high', 'app', 4, 20, { offsetNs: 0, priority: 2 })
          .task('low', 'app', wcet, 20, { offsetNs: 10, priority: 1, deadlineNs: 12 })
          .place('app', 'image', ['c0'])
          .chain('chain', ['low'], { latencyBoundNs: 30 })
          .analyze().chains[0]?.latencyNs,
    );
    expect(latencies).toEqual([26, 27, 28, 29, 30]);
  });

  it('[SCHED-3] never loses what least distances of messages prove, and says of chains and receivers on which offsets they rest', () => {
    const plan = (isFollowed: boolean) => {
      const builder = new PlanBuilder()
        .environment('image', 'bare-metal', null, {
          coreIds: ['c0', 'c1'],
          scheduler: 'fixed-priority',
          contextSwitchNs: 0,
        })
        .application('senders')
        .task('above', 'senders', 38, 80, { priority: 9 })
        .task('sender', 'senders', 10, 40, { priority: 1, bcetNs: 10, deadlineNs: 80 })
        .place('senders', 'image', ['c0'])
        .application('receivers')
        .task('receiver', 'receivers', 2, 40, { priority: 9, kind: 'sporadic' })
        .task('beside', 'receivers', 1, 40, { priority: 5, offsetNs: 0 })
        .task('low', 'receivers', 2, 40, { priority: 1, offsetNs: 10, deadlineNs: 5 })
        .place('receivers', 'image', ['c1'])
        .link('event', 'senders', 'receivers', {
          kind: 'event',
          fromTaskId: 'sender',
          toTaskId: 'receiver',
        });
      return isFollowed ? builder.chain('chain', ['low']) : builder;
    };
    // Messages 10 ns apart at least; by phase, which knows nothing of that, it would be 6 ns.
    for (const isFollowed of [false, true])
      expect(briefs(plan(isFollowed))[4], String(isFollowed)).toEqual(['proven-ok', 5, 0]);

    const turns = (other: string) =>
      new PlanBuilder()
        .environment('image', 'bare-metal', null, {
          coreIds: ['c0', 'c1'],
          scheduler: 'fixed-priority',
          contextSwitchNs: 0,
        })
        .application('app')
        .task('high', 'app', 4, 20, { offsetNs: 0, priority: 2 })
        .task('low', 'app', 4, 20, { offsetNs: 10, priority: 1 })
        .place('app', 'image', ['c0'])
        .application('there')
        .task('receiver', 'there', 1, 20, { kind: 'sporadic', priority: 1 })
        .place('there', 'image', ['c1'])
        .link('event', 'app', 'there', {
          kind: 'event',
          fromTaskId: 'low',
          toTaskId: 'receiver',
        })
        .chain('chain', [other])
        .analyze();
    for (const id of ['low', 'receiver']) {
      const { tasks, chains } = turns(id);
      expect(tasks[1]?.responseTimeNs).toBe(4);
      expect(tasks[2]?.assumptions.join(), id).toContain('one start, on one clock');
      const held = chains[0]?.bounds.find(({ valueNs }) => valueNs !== null);
      expect(held?.assumptions.join(), id).toContain('one start, on one clock');
    }
    expect(turns('high').chains[0]?.bounds[0]?.assumptions.join()).not.toContain('one clock');
  });

  it('[SCHED-24] answers by phase where offsets count from the start of the frame', () => {
    const inWindows = (offsetsFromFrame: boolean | null, offsetNs: number | null) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'windows' })
        .environment('p', 'partition', 'hv', {
          scheduler: 'fixed-priority',
          contextSwitchNs: 0,
          offsetsFromFrame,
        })
        .frame('frame', 10)
        .window('w', 'frame', 'c0', 'p', 0, 4)
        .application('app')
        .task('high', 'app', 2, 20, { offsetNs, priority: 2 })
        .task('low', 'app', 2, 20, { offsetNs, priority: 1, deadlineNs: 4 })
        .place('app', 'p', ['c0']);
    // What they count from is not stated: the frame would prove both, so that no miss is certain.
    expect(briefs(inWindows(null, 0))).toEqual([
      ['proven-ok', 8, 12],
      ['unknown', 10, -6],
    ]);
    expect(briefs(inWindows(false, 0))[1]).toEqual(['proven-miss', 10, -6]);
    const synchronised = inWindows(true, 0);
    expect(briefs(synchronised)).toEqual([
      ['proven-ok', 2, 18],
      ['proven-ok', 4, 0],
    ]);
    const [, low] = synchronised.analyze().tasks;
    expect(low?.assumptions.join()).toContain('count from the start of "frame"');
    expect(low?.assumptions.join()).not.toContain('not synchronised');
    expect(briefs(inWindows(true, 9))[1]).toEqual(['proven-miss', 5, -1]);
    // Without an offset a task comes at any phase to the frame.
    expect(briefs(inWindows(true, null))[1]).toEqual(['proven-miss', 10, -6]);
  });
});
