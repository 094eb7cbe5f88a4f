import { describe, expect, it } from 'vitest';
import { GHZ, PlanBuilder, target } from '../testing/plan-builder.ts';
import type { TaskResult } from '../result.ts';

type Seed = Readonly<Record<string, unknown>>;

const SOURCE = 'measured on the board';
const CONTENTION = {
  guaranteedBytesPerSecond: 1_000_000_000,
  accessNs: 100,
  regulatedAccessNs: 150,
  slotNs: 40,
  source: SOURCE,
};
const CACHE = {
  id: 'l2',
  provenance: { sources: ['manual'], confidence: 'high' },
  level: 2,
  kind: 'unified',
  sizeBytes: 1 << 20,
  lineBytes: 64,
  ways: 16,
  coreIds: ['c0', 'c1', 'c2', 'c3'],
};
const MS = 1_000_000;

/** A board of four cores whose memory is stated to behave so. */
function board(contention: Seed | null = CONTENTION) {
  const dram = { id: 'dram', name: 'DRAM', kind: 'dram', contention };
  const board = target({ memories: [dram] });
  return { ...board, caches: [{ ...CACHE }] } as unknown as typeof board;
}

/** Two images on a core each: tasks `a` (C = 1 ms, T = 10 ms) and `b` on core 0, `other` on core 1. */
function plan(
  of: { contention?: Seed | null; a?: Seed; other?: Seed; image?: Seed; rest?: Seed } = {},
) {
  return new PlanBuilder(board(of.contention === undefined ? CONTENTION : of.contention))
    .environment('image', 'bare-metal', null, { coreIds: ['c0'], ...of.image })
    .environment('rest', 'bare-metal', null, { coreIds: ['c1'], ...of.rest })
    .application('app')
    .application('others')
    .task('a', 'app', MS, 10 * MS, { priority: 2, memoryAccesses: 1000, ...of.a })
    .task('b', 'app', 2 * MS, 20 * MS, { priority: 1, memoryAccesses: 500 })
    .task('other', 'others', MS, 10 * MS, { priority: 1, memoryAccesses: 10, ...of.other })
    .place('app', 'image', ['c0'])
    .place('others', 'rest', ['c1']);
}

const boundOf = (task: TaskResult | undefined, method: string) =>
  task?.interference?.bounds.find((each) => each.method === method);

describe('interference through memory', () => {
  it('[SCHED-18] shows isolated and inflated times side by side, each bound with what it lacks', () => {
    const [a, b] = plan().analyze().tasks;
    expect(a?.wcetNs).toBe(MS);
    // One other core: 1,000 and 500 slots of 40 ns, and one for what a preempted task has asked for.
    expect(boundOf(a, 'round-robin')).toEqual({
      method: 'round-robin',
      inflatedWcetNs: MS + 40_000,
      responseTimeNs: MS + 40_000 + 40,
      reason: null,
    });
    expect(boundOf(b, 'round-robin')?.responseTimeNs).toBe(3 * MS + 60_000 + 40);
    expect(b?.isolatedResponseTimeNs).toBe(3 * MS);
    expect(boundOf(a, 'regulation')?.reason).toBe('no memory budget is stated');
    expect(boundOf(a, 'stated-factor')).toBeUndefined();
    expect(a?.assumptions.join()).toContain('round-robin arbitration');
    // Task `other` can ask 10 times in that window: 10 slots of 40 ns.
    expect(a?.responseTimeNs).toBe(MS + 400);
    expect(a?.interference?.method).toBe('memory-aware');
    expect(a?.assumptions.join()).toContain(SOURCE);
    expect(a?.assumptions.join()).not.toContain('WCETs hold while other cores are busy');
  });

  it('[SCHED-18] takes the tightest of all that apply, for each task', () => {
    const [a] = plan({ image: { interferenceFactor: 2, interferenceSource: 'x' } }).analyze().tasks;
    expect(a?.interference?.method).not.toBe('stated-factor');
    expect(boundOf(a, 'stated-factor')?.inflatedWcetNs).toBe(2 * MS);
    expect(a?.responseTimeNs).toBe(MS + 400);
    const [quick] = plan({ image: { interferenceFactor: 1.0001 } }).analyze().tasks;
    expect(quick?.interference?.method).toBe('stated-factor');
  });

  it('[SCHED-18] bounds a regulated core: each access slower, stalls shared out, one period per busy window', () => {
    const memoryBudget = { accesses: 2500, periodNs: MS };
    const [a, b] = plan({ image: { memoryBudget }, rest: { memoryBudget } }).analyze().tasks;
    // 1,000 x 50 ns slower, 1,000 x 750,000 / 2,500 ns stalled, and a period of 1 ms.
    expect(boundOf(a, 'regulation')?.inflatedWcetNs).toBe(MS + 50_000 + 300_000 + MS);
    expect(boundOf(a, 'regulation')?.responseTimeNs).toBe(2_350_000);
    expect(boundOf(b, 'regulation')?.responseTimeNs).toBe(3 * MS + 1500 * 350 + MS);
  });

  it('[SCHED-18] lets no bound leave out the stalls of a budget, on one core in use neither', () => {
    // 10 accesses in 1 ms: the 1,000 of `a` take 100 periods, and one slot each says nothing of that.
    const memoryBudget = { accesses: 10, periodNs: MS };
    const [a] = plan({ image: { memoryBudget }, rest: { memoryBudget } }).analyze().tasks;
    expect(boundOf(a, 'round-robin')?.reason).toContain('memory budgets stall cores');
    expect(a?.verdict).toBe('unknown');
    const alone = new PlanBuilder(board())
      .environment('image', 'bare-metal', null, { coreIds: ['c0'], memoryBudget })
      .application('app')
      .task('a', 'app', MS, 10 * MS, { priority: 2 })
      .place('app', 'image', ['c0']);
    expect(alone.analyze().tasks[0]?.unstated.join()).toContain('stalls by memory budgets');
  });

  it('[SCHED-18] waits for the access of a preempted task, also a task that asks for nothing', () => {
    const [a] = plan({ a: { memoryAccesses: 0, deadlineNs: MS } }).analyze().tasks;
    expect(boundOf(a, 'round-robin')?.inflatedWcetNs).toBe(MS);
    expect(boundOf(a, 'round-robin')?.responseTimeNs).toBe(MS + 40);
    expect(boundOf(a, 'memory-aware')?.responseTimeNs).toBe(MS + 40);
    expect(a?.verdict).toBe('unknown');
  });

  it('[SCHED-18] holds the shortest access: quick ones use a budget up early, and stall for longer', () => {
    const dram = (id: string, accessNs: number) => ({
      id,
      name: id,
      kind: 'dram',
      contention: { ...CONTENTION, accessNs },
    });
    const two = target({ memories: [dram('near', 10), dram('far', 100)] });
    const memoryBudget = { accesses: 100, periodNs: 15_000 };
    const builder = new PlanBuilder({ ...two, caches: [{ ...CACHE }] } as unknown as typeof two)
      .environment('image', 'bare-metal', null, { coreIds: ['c0'], memoryBudget })
      .application('app')
      .task('a', 'app', 100_000, 10 * MS, { priority: 1, memoryAccesses: 10_000 })
      .place('app', 'image', ['c0']);
    // 10,000 accesses of 10 ns and nothing else: 100 in each period of 15 us, 1.5 ms in all. At 100 ns each it would be 1.115 ms.
    const bound = boundOf(builder.analyze().tasks[0], 'regulation')?.responseTimeNs ?? 0;
    expect(bound).toBe(100_000 + 10_000 * (140 + 140) + 15_000);
    expect(bound).toBeGreaterThan(1_500_000);
  });

  it('[SCHED-18] takes no budget for that of a core where it is inside another, of a part, or of several copies', () => {
    const memoryBudget = { accesses: 2500, periodNs: MS };
    const reasonOf = (outer: Seed, inner: Seed) =>
      boundOf(
        new PlanBuilder(board())
          .environment('image', 'os', null, {
            coreIds: ['c0'],
            scheduler: 'fixed-priority',
            ...outer,
          })
          .environment('box', 'container', 'image', inner)
          .application('app')
          .task('a', 'app', MS, 10 * MS, { priority: 2, memoryAccesses: 1000 })
          .place('app', 'box', ['c0'])
          .analyze().tasks[0],
        'regulation',
      )?.reason;
    expect(reasonOf({ memoryBudget }, {})).toBeNull();
    expect(reasonOf({ memoryBudget }, { memoryBudget })).toContain('inside that of "image"');
    expect(reasonOf({}, { memoryBudget })).toContain('no kernel with cores of its own');
    const copies = plan({ image: { memoryBudget }, rest: { memoryBudget, copies: 3 } });
    expect(boundOf(copies.analyze().tasks[0], 'regulation')?.reason).toContain(
      '3 copies of "rest"',
    );
  });

  it('[SCHED-18] names the number that is missing', () => {
    const reasonOf = (builder: PlanBuilder, method: string) =>
      boundOf(builder.analyze().tasks[0], method)?.reason;
    expect(reasonOf(plan({ contention: null }), 'round-robin')).toContain('DRAM');
    expect(
      reasonOf(plan({ contention: { ...CONTENTION, slotNs: null } }), 'round-robin'),
    ).toContain('round-robin arbitration serves');
    const silent = plan({ a: { memoryAccesses: null } });
    expect(reasonOf(silent, 'round-robin')).toContain('memory accesses of task "a"');
    const memoryBudget = { accesses: 2500, periodNs: MS };
    const free = plan({ image: { memoryBudget } });
    expect(reasonOf(free, 'regulation')).toContain('"rest" may ask for memory without a budget');
    const apart = plan({
      image: { memoryBudget },
      rest: { memoryBudget: { ...memoryBudget, periodNs: 7 } },
    });
    expect(reasonOf(apart, 'regulation')).toContain('different periods');
    const greedy = { memoryBudget: { accesses: 8000, periodNs: MS } };
    expect(reasonOf(plan({ image: greedy, rest: greedy }), 'regulation')).toContain('exceed');
    const locks = plan({ a: { criticalSections: [{ resource: 'r', lengthNs: 5 }] } });
    expect(reasonOf(locks, 'round-robin')).toContain('takes locks');
  });

  it('[SCHED-18] accesses count for the core type they are stated for', () => {
    const [a] = plan({
      a: {
        coreType: 'Cortex-A72',
        wcetOn: [{ coreType: 'Cortex-A53', clockHz: GHZ, wcetNs: MS, memoryAccesses: 77 }],
      },
    }).analyze().tasks;
    expect(boundOf(a, 'round-robin')?.inflatedWcetNs).toBe(MS + 77 * 40);
  });

  it('[SCHED-18] says nothing of interference where nothing is stated, and keeps the assumption', () => {
    const silent = { memoryAccesses: null };
    const builder = new PlanBuilder(board())
      .environment('image', 'bare-metal', null, { coreIds: ['c0'] })
      .application('app')
      .task('a', 'app', MS, 10 * MS, { priority: 2, ...silent })
      .place('app', 'image', ['c0']);
    const [a] = builder.analyze().tasks;
    expect(a?.interference).toMatchObject({ method: null, inflatedWcetNs: null, bounds: [] });
    expect(a?.responseTimeNs).toBe(MS);
    expect(a?.assumptions.join()).toContain('WCETs hold while other cores are busy');
  });
});
