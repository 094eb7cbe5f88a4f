/** Locking protocols, latencies and factors as a plan states them, with the numbers by hand. */
import { describe, expect, it } from 'vitest';
import { catalogueOf, mechanism } from '../testing/catalogue-builder.ts';
import { osOf, PlanBuilder } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const STATED = { contextSwitchNs: 0, scheduler: 'fixed-priority', coreIds: ['c0'] };
const section = (lengthNs: number) => [{ resource: 'R', lengthNs }];

/** A high and a low task that share a lock, and one between them. */
function locking(environment: Seed): PlanBuilder {
  return new PlanBuilder()
    .environment('image', 'bare-metal', null, { ...STATED, ...environment })
    .application('app')
    .task('h', 'app', 20, 100, { priority: 3, criticalSections: section(10) })
    .task('m', 'app', 30, 200, { priority: 2 })
    .task('l', 'app', 40, 400, { priority: 1, criticalSections: section(20) })
    .place('app', 'image', ['c0']);
}

const responses = (builder: PlanBuilder) =>
  builder.analyze().tasks.map(({ responseTimeNs }) => responseTimeNs);

describe('stated locks', () => {
  it.each([
    [null, [40, 70, 90], 1],
    ['priority-ceiling', [40, 70, 90], 0],
    ['priority-inheritance', [40, 70, 90], 0],
    ['non-preemptive', [40, 70, 90], 0],
    ['none', [null, null, 90], 0],
  ])('[SCHED-22] follow %s', (lockProtocol, expected, unstated) => {
    const { tasks } = locking({ lockProtocol }).analyze();
    expect(tasks.map(({ responseTimeNs }) => responseTimeNs)).toEqual(expected);
    for (const { verdict, responseTimeNs, unstated: open } of tasks) {
      expect(verdict).toBe(responseTimeNs === null ? 'unknown' : 'proven-ok');
      expect(open.length).toBe(responseTimeNs === null ? 0 : unstated);
    }
  });

  it('[SCHED-22] say who may hold a plain lock meanwhile', () => {
    const [high, middle] = locking({ lockProtocol: 'none' }).analyze().tasks;
    expect(high?.reason).toBe(
      '"l" may hold the plain lock "R" while tasks between it and "h" run: priority inversion without bound',
    );
    expect(middle?.reason).toBe(high?.reason);
  });

  it('[SCHED-22] pay for the switches to holders and back where these inherit priorities', () => {
    // Each job pays 2 x 1; the high one 2 x 1 more, for the one holder that it may find.
    expect(
      responses(locking({ lockProtocol: 'priority-inheritance', contextSwitchNs: 1 })),
    ).toEqual([44, 76, 98]);
    expect(responses(locking({ lockProtocol: 'priority-ceiling', contextSwitchNs: 1 }))).toEqual([
      42, 74, 96,
    ]);
  });

  it('[SCHED-22] under earliest deadline first are unknown with inheritance and plain locks', () => {
    const byDeadline = (lockProtocol: string) =>
      locking({ scheduler: 'edf', lockProtocol }).analyze().tasks[0];
    expect(byDeadline('priority-inheritance')?.reason).toContain('bounded for fixed priorities');
    expect(byDeadline('none')?.reason).toContain('priority inversion');
    for (const protocol of ['priority-ceiling', 'non-preemptive']) {
      expect(byDeadline(protocol)).toMatchObject({ verdict: 'proven-ok', unstated: [] });
    }
  });

  it('[SCHED-22] with inheritance are unknown where a task that locks does not give way at any time', () => {
    const [high] = locking({ lockProtocol: 'priority-inheritance' })
      .task('c', 'app', 5, 400, {
        priority: 0,
        preemption: 'cooperative',
        criticalSections: section(1),
      })
      .analyze().tasks;
    expect(high?.verdict).toBe('unknown');
    expect(high?.reason).toContain('whether it keeps the core while it waits for a lock');
  });

  it('[SCHED-22] between cores are bounded where both spin in order', () => {
    const across = (one: Seed, other: Seed) =>
      locking({ lockProtocol: 'priority-ceiling', interferenceFactor: 1, ...one })
        .environment('other', 'bare-metal', null, {
          ...STATED,
          coreIds: ['c1'],
          interferenceFactor: 1,
          ...other,
        })
        .application('b')
        .task('t', 'b', 10, 100, { priority: 1, criticalSections: section(5) })
        .place('b', 'other', ['c1'])
        .analyze().tasks[0];
    const fifo = { crossCoreLockProtocol: 'fifo-spin' };
    // Spins for 5, and the low one keeps it waiting for 5 + 20.
    expect(across(fifo, fifo)).toMatchObject({ responseTimeNs: 50, unstated: [] });
    expect(across(fifo, {})?.unstated).toEqual([
      'between cores jobs spin without preemption, first come, first served',
    ]);
    for (const protocol of ['unordered-spin', 'suspension']) {
      const open = across(fifo, { crossCoreLockProtocol: protocol });
      expect(open?.verdict).toBe('unknown');
      expect(open?.reason).toContain('"R" is locked on several cores, and jobs');
    }
  });
});

describe('what environments add themselves', () => {
  it('[SCHED-23] delays every release, and so what it interrupts', () => {
    // m: two jobs of h, 100 - 95 apart, only when they come within 30 + 2 x 20 - 5.
    const late = locking({ lockProtocol: 'priority-ceiling', releaseLatencyNs: 5 });
    expect(responses(late)).toEqual([45, 75, 95]);
    const later = locking({ lockProtocol: 'priority-ceiling', releaseLatencyNs: 35 });
    // m: 20 + 30 + 2 x 20 = 90, since 70 + 35 > 100; l: 40 + 30 + 2 x 20 = 110.
    expect(responses(later)).toEqual([75, 125, 145]);
    expect(later.analyze().tasks[0]?.assumptions).toContain(
      '"image" delays releases by at most 35 ns (user)',
    );
  });

  it('[SCHED-23] grows executions by the exact product of all factors, which may fall into a section', () => {
    const grown = locking({ lockProtocol: 'priority-ceiling', executionFactor: 1.1 });
    // h: 22 + 20 + 4 (all of l); m: 24 + 33 + 22; l: 44 + 33 + 22.
    expect(responses(grown)).toEqual([46, 79, 99]);
    const [task] = grown.analyze().tasks;
    expect([task?.wcetNs, task?.bound]).toEqual([20, 'sufficient']);
  });

  /** Ends of a sender on c1, 10 to 48 after its releases, activate a receiver on c0; another task waits for it. */
  const receiving = (image: Seed) => {
    const builder = new PlanBuilder()
      .environment('there', 'bare-metal', null, { ...STATED, coreIds: ['c1'] })
      .application('senders')
      .task('above', 'senders', 38, 80, { priority: 2 })
      .task('sender', 'senders', 10, 40, { priority: 1, bcetNs: 10, deadlineNs: 80 })
      .place('senders', 'there', ['c1'])
      .environment('image', 'bare-metal', null, { ...STATED, coreIds: ['c0', 'c2'], ...image })
      .application('app')
      .task('receiver', 'app', 2, 40, { priority: 2, deadlineNs: 10, kind: 'sporadic' })
      .task('low', 'app', 6, 40, { priority: 1 })
      .place('app', 'image', ['c0'])
      .application('next')
      .task('third', 'next', 1, 40, { priority: 1, kind: 'sporadic' })
      .place('next', 'image', ['c2'])
      .link('on', 'app', 'next', { kind: 'event', fromTaskId: 'receiver', toTaskId: 'third' })
      .link('l', 'senders', 'app', { kind: 'event', fromTaskId: 'sender', toTaskId: 'receiver' })
      .channel('l', 'message', { mechanismId: 'm' })
      .override({
        ...{ id: 'o', subjectKind: 'mechanism', subjectId: 'm', parameter: 'latency' },
        ...{ value: 0, low: 0, high: 0, unit: 'ns', reason: 'bounded by design' },
      });
    const catalogue = catalogueOf([], [mechanism({ id: 'm', channelKinds: ['message'] })]);
    const { tasks } = builder.analyze(catalogue);
    return (id: string) => tasks.find(({ task }) => task.id === id);
  };

  it('[SCHED-23] brings messages closer, by so much', () => {
    expect(receiving({})('low')?.responseTimeNs).toBe(8);
    // Ends of the sender are 10 apart. The first of two messages is seen 4 late: 4 + 2 + 6 + 2, the second of them at once.
    expect(receiving({ releaseLatencyNs: 4 })('low')?.responseTimeNs).toBe(14);
  });

  it('[SCHED-23] delays what messages activate by deadline, which are due so long after them', () => {
    const of = receiving({ scheduler: 'edf', releaseLatencyNs: 4 });
    expect(of('receiver')?.responseTimeNs).toBe(6);
    // 38 late itself, and on its way for at most 6.
    expect(of('third')?.activation?.jitterNs).toBe(44);
  });

  it('[SCHED-23] comes late by as long as its core takes to serve it', () => {
    const windowed = (hypervisor: Seed) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, {
          ...STATED,
          scheduler: 'windows',
          ...hypervisor,
        })
        .environment('part', 'partition', 'hv', STATED)
        .application('app')
        .task('t', 'app', 2, 100, { priority: 1 })
        .place('app', 'part', ['c0'])
        .frame('frame', 10)
        .window('w', 'frame', 'c0', 'part', 0, 5);
    expect(responses(windowed({}))).toEqual([7]);
    // 1 of the core takes up to 5 + 1.
    expect(responses(windowed({ releaseLatencyNs: 1, executionFactor: 1 }))).toEqual([13]);
    const { unstated } = windowed({ releaseLatencyNs: 1, executionFactor: 1 }).analyze()
      .tasks[0] ?? { unstated: [] };
    expect(unstated.some((words) => words.includes('"hv"'))).toBe(false);
  });
});

describe('what a kernel states', () => {
  it('[SCHED-22] holds for locks in a container that states nothing itself', () => {
    const inContainer = (kernel: Seed, container: Seed = {}) =>
      new PlanBuilder()
        .environment('kernel', 'os', null, { ...STATED, os: osOf('qnx'), ...kernel })
        .environment('engine', 'container-engine', 'kernel')
        .environment('box', 'container', 'engine', {
          server: { kind: 'periodic', budgetNs: 100, periodNs: 100, priority: 1 },
          ...container,
        })
        .application('app')
        .task('h', 'app', 20, 1000, { priority: 3, criticalSections: section(10) })
        .task('m', 'app', 30, 2000, { priority: 2 })
        .task('l', 'app', 40, 4000, { priority: 1, criticalSections: section(20) })
        .place('app', 'box', ['c0'])
        .analyze().tasks;
    const plain = inContainer({ lockProtocol: 'none' });
    expect(plain.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'proven-ok']);
    expect(plain[0]?.reason).toContain('priority inversion without bound');
    const own = inContainer({ lockProtocol: 'none' }, { lockProtocol: 'priority-ceiling' });
    expect(own[0]).toMatchObject({ verdict: 'proven-ok', responseTimeNs: 40 });
  });

  it.each(['fixed-priority', 'edf'])(
    '[SCHED-23] counts the latency again where a job resumes, under %s',
    (scheduler) => {
      const [task] = new PlanBuilder()
        .environment('image', 'bare-metal', null, { ...STATED, scheduler, releaseLatencyNs: 4 })
        .application('app')
        .task('t', 'app', 2, 20, { priority: 1, suspensionNs: 5 })
        .place('app', 'image', ['c0'])
        .analyze().tasks;
      // 4 + 2 + 5 + 4.
      expect(task?.responseTimeNs).toBe(15);
    },
  );
});
