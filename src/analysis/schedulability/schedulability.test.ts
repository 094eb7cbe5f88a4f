import { describe, expect, it } from 'vitest';
import { GHZ, PlanBuilder } from '../testing/plan-builder.ts';
import { briefs, image } from '../testing/one-image.ts';

describe('tasks of one core', () => {
  it('[SCHED-1] gives response times, slack and a proof for tasks that fit', () => {
    expect(
      briefs(
        image([
          [3, 7],
          [3, 12],
          [5, 20],
        ]),
      ),
    ).toEqual([
      ['proven-ok', 3, 4],
      ['proven-ok', 6, 6],
      ['proven-ok', 20, 0],
    ]);
  });

  it('[SCHED-2] refutes a task that some release pattern makes late, and names bound and method', () => {
    const [, , late] = image([
      [10, 30],
      [10, 40],
      [12, 50],
    ]).analyze().tasks;
    expect(late).toMatchObject({
      verdict: 'proven-miss',
      bound: 'exact',
      responseTimeNs: 52,
      slackNs: -2,
      method: 'response-time analysis, preemptive fixed priorities',
    });
    expect(late?.reason).toContain('52 ns');
  });

  it('[SCHED-4] says of every policy without a bound why it is unknown', () => {
    for (const [scheduler, words] of [
      ['fair', 'shares time fairly'],
      ['round-robin', 'takes turns'],
    ] as const) {
      const [task] = image([[3, 7]], { scheduler }).analyze().tasks;
      expect(task).toMatchObject({ verdict: 'unknown', responseTimeNs: null });
      expect(task?.reason).toContain(words);
    }
    const [linux] = image([[3, 7]], { os: { family: 'linux' }, scheduler: null }).analyze().tasks;
    expect(linux?.reason).toBe('the scheduler of "image" is not stated');
  });

  it('[SCHED-5] schedules by deadline where that is stated, priorities or not', () => {
    const edf = image(
      [
        [2, 6, { deadlineNs: 4 }],
        [2, 8, { deadlineNs: 5 }],
        [3, 9, { deadlineNs: 7 }],
      ],
      {
        scheduler: 'edf',
      },
    );
    expect(briefs(edf)).toEqual([
      ['proven-ok', 4, 0],
      ['proven-ok', 5, 0],
      ['proven-ok', 7, 0],
    ]);
  });

  it('[SCHED-6] counts equal priorities and further instances as interference', () => {
    const equal = image([
      [3, 7],
      [3, 12, { priority: 100 }],
    ]);
    expect(briefs(equal).map(([, response]) => response)).toEqual([6, 6]);
    // All of the core: each counts itself once.
    const full = image([1, 2, 3].map(() => [1, 3, { priority: 1 }]));
    expect(briefs(full).map(([verdict, response]) => [verdict, response])).toEqual(
      [1, 2, 3].map(() => ['proven-ok', 3]),
    );
    const twice = new PlanBuilder()
      .environment('image', 'bare-metal', null, { coreIds: ['c0'] })
      .application('app')
      .task('t', 'app', 3, 7, { priority: 1 })
      .place('app', 'image', ['c0'], { instances: 2 });
    expect(briefs(twice)).toEqual([['proven-ok', 6, 1]]);
  });

  it('[SCHED-7] an unknown WCET silences what it may delay and nothing above it', () => {
    const tasks = image([
      [3, 7],
      [3, 12, { wcetNs: null }],
      [5, 20],
    ]).analyze().tasks;
    expect(tasks.map(({ verdict }) => verdict)).toEqual(['proven-ok', 'unknown', 'unknown']);
    expect(tasks[2]?.reason).toContain('"t1"');
  });

  it('[SCHED-8] adds two context switches to each job, and an interference factor beside the time without', () => {
    const [, second] = image(
      [
        [300, 1000],
        [400, 2000],
      ],
      {
        contextSwitchNs: 5,
        interferenceFactor: 1.5,
      },
    ).analyze().tasks;
    // Alone: 310 + 410; with the factor: 2 x 460 + 610, since the first comes again at 1,000.
    expect(second).toMatchObject({ isolatedResponseTimeNs: 720, responseTimeNs: 1530 });
  });

  it('[SCHED-9] is unknown on a core that somebody else uses without windows or budgets', () => {
    const shared = image([[3, 7]])
      .environment('other', 'bare-metal', null, { coreIds: ['c0'] })
      .application('b')
      .task('u', 'b', 1, 10, { priority: 1 })
      .place('b', 'other', ['c0']);
    const [task] = shared.analyze().tasks;
    expect(task?.verdict).toBe('unknown');
    expect(task?.reason).toContain('other');
  });

  it('[SCHED-10] gives demand and supply as exact ratios', () => {
    const builder = image([
      [1, 3],
      [1, 3],
      [1, 3],
    ]);
    const result = builder.analyze();
    expect(result.cores[0]?.utilisation).toEqual({ numerator: '1', denominator: '1' });
    expect(result.schedules).toMatchObject([
      {
        policy: 'fixed-priority',
        demand: { numerator: '1', denominator: '1' },
        supply: { numerator: '1', denominator: '1' },
        supplyWords: 'the whole core',
      },
    ]);
    expect(briefs(builder)).toEqual([
      ['proven-ok', 1, 2],
      ['proven-ok', 2, 1],
      ['proven-ok', 3, 0],
    ]);
  });
});

describe('partitions of one core', () => {
  const hypervisor = () =>
    new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
      .environment('a', 'partition', 'hv', { coreIds: ['c0'] })
      .environment('b', 'partition', 'hv', { coreIds: ['c0'] })
      .application('one')
      .application('two')
      .task('t', 'one', 7, 50, { priority: 2 })
      .task('u', 'two', 2, 25, { priority: 1 })
      .place('one', 'a', ['c0'])
      .place('two', 'b', ['c0']);

  it('[SCHED-11] takes the exact supply of windows: what the table gives, at its worst offset', () => {
    const builder = hypervisor()
      .frame('frame', 8)
      .window('wa', 'frame', 'c0', 'a', 0, 4)
      .window('wb', 'frame', 'c0', 'b', 4, 1);
    // One task per window of 4 and 1 in a cycle of 8: 15 and 16.
    expect(briefs(builder).map(([, response]) => response)).toEqual([15, 16]);
    expect(builder.analyze().schedules.map(({ supply }) => supply)).toEqual([
      { numerator: '1', denominator: '2' },
      { numerator: '1', denominator: '8' },
    ]);
  });

  it('[SCHED-12] a budget counts where whoever grants it can: 2 every 4 and 5 every 10 by deadline cannot both defer', () => {
    const servers = (kind: string) =>
      hypervisor()
        .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'edf' })
        .environment('a', 'partition', 'hv', {
          coreIds: ['c0'],
          server: { kind, budgetNs: 5, periodNs: 10 },
        })
        .environment('b', 'partition', 'hv', {
          coreIds: ['c0'],
          server: { kind, budgetNs: 2, periodNs: 4 },
        });
    const [task] = servers('deferrable').analyze().tasks;
    expect(task?.verdict).toBe('unknown');
    expect(task?.reason).toContain('not proven');
    // Periodic: 7 units arrive after 2 x 5 without supply and one whole period: 10 + 10 + 2.
    expect(briefs(servers('periodic'))[0]).toEqual(['proven-ok', 22, 28]);
  });

  it('[SCHED-13] a quota is a limit and no guarantee, and says so', () => {
    const [task] = hypervisor()
      .environment('a', 'partition', 'hv', {
        coreIds: ['c0'],
        server: { kind: 'quota', budgetNs: 5, periodNs: 10 },
      })
      .analyze().tasks;
    expect(task?.reason).toContain('is an upper limit');
  });
});

describe('waiting', () => {
  it('[SCHED-14] a lock of a lower priority keeps those above its ceiling waiting, once', () => {
    const section = (lengthNs: number) => ({ criticalSections: [{ resource: 'bus', lengthNs }] });
    const tasks = image([
      [3, 20, section(1)],
      [3, 30],
      [5, 40, section(4)],
    ]).analyze().tasks;
    // The lowest may hold the lock for 4 when the others arrive: 3 + 4, 3 + 3 + 4, 11.
    expect(tasks.map(({ responseTimeNs }) => responseTimeNs)).toEqual([7, 10, 11]);
  });

  it('[SCHED-15] a lock that another core holds is spun for', () => {
    const section = { criticalSections: [{ resource: 'bus', lengthNs: 2, count: 3 }] };
    const builder = image([[10, 100, section]])
      .environment('other', 'bare-metal', null, { coreIds: ['c1'] })
      .application('b')
      .task('u', 'b', 10, 100, { priority: 1, ...section })
      .place('b', 'other', ['c1']);
    // Three requests wait for 2 each: 10 + 6 on both cores.
    expect(briefs(builder)).toEqual([
      ['proven-ok', 16, 84],
      ['proven-ok', 16, 84],
    ]);
  });

  it('[SCHED-16] a task that suspends itself delays lower ones like one with jitter, and waits itself', () => {
    const tasks = image([
      [2, 10, { suspensionNs: 3 }],
      [4, 20],
    ]).analyze().tasks;
    // 2 + 3 of its own; below, ceil((w + 5 - 2) / 10) x 2 + 4 = 6.
    expect(tasks.map(({ responseTimeNs }) => responseTimeNs)).toEqual([5, 6]);
    expect(tasks[1]?.method).toContain('self-suspension');
    const edf = image([[2, 10, { suspensionNs: 3 }]], { scheduler: 'edf' }).analyze().tasks;
    expect(edf[0]).toMatchObject({ responseTimeNs: 5, bound: 'sufficient' });
  });

  it('[SCHED-17] a cooperative task keeps those of its kind waiting until its next point', () => {
    const coop = { preemption: 'cooperative', longestRegionNs: 2 };
    const tasks = image([
      [3, 20],
      [3, 30, coop],
      [9, 60, coop],
    ]).analyze().tasks;
    expect(tasks.map(({ responseTimeNs }) => responseTimeNs)).toEqual([3, 8, 15]);
  });
});

describe('what is not certain', () => {
  const verdicts = (builder: PlanBuilder) => builder.analyze().tasks.map(({ verdict }) => verdict);

  it('[SCHED-7] a lower priority that is not preempted silences those above it while its WCET is unknown', () => {
    const lower = (seed: Readonly<Record<string, unknown>>) =>
      verdicts(
        image([
          [3, 7],
          [3, 12, { wcetNs: null, ...seed }],
        ]),
      )[0];
    expect(lower({})).toBe('proven-ok');
    expect(lower({ preemption: 'non-preemptive' })).toBe('unknown');
  });

  it('[SCHED-2] proves nothing by a faster clock, and refutes nothing by a slower one: memory keeps its pace', () => {
    // Stated at half the clock: 6 as measured, 3 if all of it were computing.
    const faster = image([[6, 7, { clockHz: GHZ / 2, deadlineNs: 5 }]]);
    expect(briefs(faster)).toEqual([['unknown', 6, -1]]);
    expect(faster.analyze().tasks[0]?.bound).toBe('sufficient');
    const within = image([[6, 7, { clockHz: GHZ / 2 }]]);
    expect(briefs(within)).toEqual([['proven-ok', 6, 1]]);
    // At twice the clock: 12 if all of it is computing, 6 if none.
    const slower = (periodNs: number) => briefs(image([[6, periodNs, { clockHz: 2 * GHZ }]]))[0];
    expect(slower(12)).toEqual(['proven-ok', 12, 0]);
    expect(slower(11)?.[0]).toBe('unknown');
    expect(slower(5)?.[0]).toBe('proven-miss');
    // Stated for the clock of the core as well: that one counts.
    const wcetOn = [{ coreType: 'Cortex-A53', clockHz: GHZ, wcetNs: 4 }];
    const stated = image([[6, 7, { clockHz: GHZ / 2, deadlineNs: 5, wcetOn }]]);
    expect(briefs(stated)).toEqual([['proven-ok', 4, 1]]);
  });

  it('[SCHED-2] what switches, interference or rounding add refutes nothing', () => {
    // 4 + 4 by the end of the second task, and one switch into each: 10. The bound counts four switches.
    const switched = image(
      [
        [4, 20],
        [4, 20, { deadlineNs: 10 }],
      ],
      { contextSwitchNs: 1 },
    );
    expect(briefs(switched)[1]).toEqual(['unknown', 12, -2]);
    const inflated = image([[100, 1000, { deadlineNs: 149 }]], { interferenceFactor: 1.5 });
    expect(briefs(inflated)[0]).toEqual(['unknown', 150, -1]);
  });

  it('[SCHED-2] a task that is not preempted may be over before it would have to give way', () => {
    const own = (seed: Readonly<Record<string, unknown>>) =>
      verdicts(
        image([
          [3, 5],
          [4, 20, { deadlineNs: 9, ...seed }],
        ]),
      )[1];
    // Preempted at 5: 3 + 2 + 3 + 2 = 10. Not preempted it ends at 7.
    expect(own({})).toBe('proven-miss');
    expect(own({ preemption: 'non-preemptive' })).toBe('unknown');
  });

  it('[SCHED-5] waiting is no demand that overloads a core', () => {
    const waits = { suspensionNs: 7, deadlineNs: 20 };
    const edf = image(
      [
        [1, 10, waits],
        [1, 10, waits],
      ],
      { scheduler: 'edf' },
    );
    expect(verdicts(edf)).toEqual(['unknown', 'unknown']);
    const blocked = image(
      [
        [1, 10, { suspensionNs: 2 }],
        [3, 20, { preemption: 'non-preemptive' }],
      ],
      {
        scheduler: 'edf',
      },
    );
    expect(verdicts(blocked)).toEqual(['unknown', 'unknown']);
  });

  it('[SCHED-14] locks are held for longer while other cores are busy, and on a slower core', () => {
    const section = { criticalSections: [{ resource: 'bus', lengthNs: 10 }] };
    const [first] = image(
      [
        [30, 200, section],
        [50, 400, section],
      ],
      { interferenceFactor: 2 },
    ).analyze().tasks;
    // 60 + 20: the lock of the other, held for twice as long.
    expect(first?.responseTimeNs).toBe(80);
    expect(first?.assumptions.join()).toContain('ceilings');
  });

  it('[SCHED-15] a lock that a floating task takes too has no bound', () => {
    const section = { criticalSections: [{ resource: 'bus', lengthNs: 2 }] };
    const builder = image([[10, 100, section]])
      .environment('other', 'bare-metal', null, { coreIds: ['c1', 'c2'] })
      .application('b')
      .task('u', 'b', 10, 100, { priority: 1, ...section })
      .place('b', 'other', []);
    expect(builder.analyze().tasks[0]).toMatchObject({ verdict: 'unknown' });
    expect(builder.analyze().tasks[0]?.reason).toContain('"bus"');
  });
});

describe('what stands beneath', () => {
  const guest = (hypervisor: Readonly<Record<string, unknown>>, parent: string | null = null) =>
    new PlanBuilder()
      .environment('linux', 'os', null, { coreIds: ['c0'], os: { family: 'linux' } })
      .environment('hv', 'hypervisor', parent, { coreIds: ['c0'], ...hypervisor })
      .environment('vm', 'vm', 'hv', { coreIds: ['c0'], os: { family: 'zephyr' } })
      .application('a')
      .task('t', 'a', 1, 10, { priority: 1 })
      .place('a', 'vm', ['c0']);
  const reason = (builder: PlanBuilder) => builder.analyze().tasks[0]?.reason;

  it('[SCHED-9] a general kernel beneath a hypervisor guarantees nothing', () => {
    expect(reason(guest({ scheduler: 'fixed-priority' }, 'linux'))).toContain('"linux"');
  });

  it('[SCHED-9] a share without a period, or windows that nobody has drawn, give nothing for certain', () => {
    const alone = (seed: Readonly<Record<string, unknown>>) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, {
          coreIds: ['c0'],
          scheduler: 'fixed-priority',
          ...seed,
        })
        .environment('p', 'partition', 'hv', { coreIds: ['c0'] })
        .application('a')
        .task('t', 'a', 1, 10, { priority: 1 })
        .place('a', 'p', ['c0']);
    expect(reason(alone({}))).toBeNull();
    expect(reason(alone({ scheduler: 'windows' }))).toContain('window');
    expect(reason(alone({ timeShare: 0.5 }))).toContain('share');
  });

  it('[SCHED-12] a budget is granted out of what is certain beneath', () => {
    const server = { kind: 'constant-bandwidth', budgetNs: 2, periodNs: 4 };
    const inside = (hypervisor: Readonly<Record<string, unknown>>) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { coreIds: ['c0'], ...hypervisor })
        .environment('vm', 'vm', 'hv', { os: { family: 'linux' }, scheduler: 'edf' })
        .environment('engine', 'container-engine', 'vm')
        .environment('box', 'container', 'engine', { scheduler: 'fixed-priority', server })
        .application('a')
        .task('t', 'a', 1, 10, { priority: 1 })
        .place('a', 'box', ['c0']);
    expect(reason(inside({}))).toContain('"hv"');
    expect(reason(inside({ scheduler: 'fixed-priority' }))).toBeNull();
  });

  it('[SCHED-11] two kernels in one window share it in no known way', () => {
    const builder = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'windows' })
      .environment('vm', 'vm', 'hv', { coreIds: ['c0'] })
      .environment('engine', 'container-engine', 'vm')
      .environment('k1', 'container', 'engine', { os: { family: 'zephyr' } })
      .environment('k2', 'container', 'engine', { os: { family: 'zephyr' } })
      .application('a')
      .application('b')
      .task('t', 'a', 1, 100, { priority: 1 })
      .task('u', 'b', 1, 100, { priority: 1 })
      .place('a', 'k1', ['c0'])
      .place('b', 'k2', ['c0'])
      .frame('frame', 10)
      .window('w', 'frame', 'c0', 'vm', 0, 5);
    expect(reason(builder)).toContain('k2');
  });
});
