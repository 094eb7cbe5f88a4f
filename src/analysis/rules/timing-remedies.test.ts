import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

/** Two tasks on one kernel; the one that is late is named first. */
function kernel(os: Seed, high: readonly [number, number], low: readonly [number, number]) {
  return new PlanBuilder()
    .environment('rtos', 'os', null, { coreIds: ['c0'], scheduler: 'fixed-priority', ...os })
    .application('app', { realTime: 'hard' })
    .task('high', 'app', ...high, { priority: 2 })
    .task('low', 'app', ...low, { priority: 1 })
    .place('app', 'rtos', ['c0']);
}
const remedyOf = (builder: PlanBuilder, verdict: 'error' | 'not-assessed', task: string) =>
  findingsOf(builder.analyze(), 'RT-1', verdict).find(({ subjects }) =>
    subjects.some(({ id }) => id === task),
  )?.remedy;

/** A partition with 20 of 100 by a window, or a budget. */
function partition(seed: Seed, wcet: number): PlanBuilder {
  return new PlanBuilder()
    .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'fixed-priority' })
    .environment('part', 'partition', 'hv', { scheduler: 'fixed-priority', ...seed })
    .application('app')
    .task('top', 'app', wcet, 50, { priority: 2 })
    .place('app', 'part', ['c0']);
}

describe('remedies of missed deadlines', () => {
  it('[RT-1] by deadline there are no priorities to raise', () => {
    const remedy = remedyOf(kernel({ scheduler: 'edf' }, [10, 15], [10, 15]), 'error', 'high');
    expect(remedy).not.toMatch(/priorit|above/);
    expect(remedy).toContain('another one, shorten a WCET');
  });

  it('[RT-1] by priority what runs above is named, but not where nothing does', () => {
    const builder = () => kernel({}, [10, 30], [25, 40]);
    expect(remedyOf(builder(), 'error', 'low')).toContain('raise its priority');
    const alone = remedyOf(kernel({}, [10, 9], [1, 100]), 'error', 'high');
    expect(alone).toBe('Shorten "high" itself: nothing runs before it.');
  });

  it('[RT-1] what waits for something below it is told so', () => {
    const late = kernel({ scheduler: 'fixed-priority-non-preemptive' }, [10, 30], [25, 200]);
    expect(remedyOf(late, 'error', 'high')).toContain('what runs below it cannot be preempted');
  });

  it('[RT-1] a task that waits for its window gets longer ones, one in a budget a larger one', () => {
    const windows = partition({}, 20)
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'windows' })
      .frame('frame', 100)
      .window('w', 'frame', 'c0', 'part', 0, 20);
    expect(remedyOf(windows, 'error', 'top')).toBe(
      'Give "part" longer windows, or more of them; or shorten "top" itself: nothing runs before it.',
    );
    const server = { kind: 'periodic', budgetNs: 20, periodNs: 100, priority: 1 };
    const budget = partition({ server }, 30);
    const remedy = remedyOf(budget, 'not-assessed', 'top') ?? remedyOf(budget, 'error', 'top');
    expect(remedy).toContain('Raise the budget of "part"');
  });

  it('[RT-1] asks nothing of a container whose kernel orders its tasks but what that lacks', () => {
    const inBox = (scheduler: string) => {
      const server = { kind: 'deferrable', budgetNs: 5, periodNs: 10, priority: 1 };
      const builder = new PlanBuilder()
        .environment('os', 'os', null, { coreIds: ['c0'], os: { family: 'qnx' }, scheduler })
        .environment('box', 'container', 'os', { coreIds: ['c0'], server })
        .application('app')
        .task('unranked', 'app', 1, 100)
        .place('app', 'box', ['c0']);
      const [found] = findingsOf(builder.analyze(), 'RT-1', 'not-assessed');
      return [found?.remedy, found?.field?.subject.id, found?.field?.name];
    };
    expect(inBox('fixed-priority')).toEqual([
      'Give each task that "os" schedules on this core a priority.',
      'unranked',
      'priority',
    ]);
    expect(inBox('fair').slice(1)).toEqual(['os', 'scheduler']);
  });

  it('[RT-1] names the field that is missing, and whose', () => {
    const fieldOf = (builder: PlanBuilder) => {
      const [found] = findingsOf(builder.analyze(), 'RT-1', 'not-assessed');
      return found?.field && `${found.field.subject.id} ${found.field.name}`;
    };
    const plain = () => kernel({}, [1, 10], [1, 10]);
    expect(fieldOf(plain().task('silent', 'app', null, 100, { priority: 9 }))).toBe(
      'silent wcetNs',
    );
    expect(fieldOf(plain().task('unranked', 'app', 1, 100, { priority: null }))).toBe(
      'unranked priority',
    );
    expect(fieldOf(kernel({ scheduler: 'fair' }, [1, 10], [1, 10]))).toBe('rtos scheduler');
  });

  it('[RT-1] what is unknown asks for what is missing, and for nothing else', () => {
    const unknown = (seed: Seed) =>
      remedyOf(kernel(seed, [1, 10], [1, 10]), 'not-assessed', 'high') ?? '';
    expect(unknown({ scheduler: 'fair' })).toContain('No deadline follows from');
    const bare = kernel({}, [1, 10], [1, 10]).task('silent', 'app', null, 100, { priority: 9 });
    expect(remedyOf(bare, 'not-assessed', 'high')).toBe(
      'State the WCET of "silent" for the type of this core.',
    );
    const unordered = kernel({}, [1, 10], [1, 10]).task('last', 'app', 1, 10, { priority: null });
    expect(remedyOf(unordered, 'not-assessed', 'high')).toBe(
      'Give each task that "rtos" schedules on this core a priority.',
    );
  });

  it('[RT-1] tasks without scheduler and priorities may be a cyclic executive: how to describe it is said, and holds', () => {
    const image = (tasks: readonly (readonly [string, number, number])[]) =>
      tasks.reduce(
        (builder, [id, wcet, period]) => builder.task(id, 'app', wcet, period, { priority: null }),
        new PlanBuilder()
          .environment('image', 'bare-metal', null, { coreIds: ['c0'] })
          .application('app')
          .place('app', 'image', ['c0']),
      );
    const remedy = remedyOf(
      image([
        ['x', 2, 10],
        ['y', 3, 20],
      ]),
      'not-assessed',
      'x',
    );
    expect(remedy).toContain('its period is the minor frame');
    // Frames of 10: x and y in one, x and z in the other; the longer sum is 6.
    const frames = (sum: number) =>
      image([])
        .environment('image', 'bare-metal', null, { coreIds: ['c0'], scheduler: 'fixed-priority' })
        .task('frame', 'app', sum, 10, { priority: 1 })
        .analyze();
    expect(frames(6).tasks.map(({ verdict }) => verdict)).toEqual(['proven-ok']);
    expect(frames(11).tasks.map(({ verdict }) => verdict)).toEqual(['proven-miss']);
  });

  it('[RT-1] a quota of a hypervisor is not explained by cpu.max of Linux', () => {
    const server = { kind: 'quota', budgetNs: 20, periodNs: 100 };
    const [row] = partition({ server }, 1).analyze().tasks;
    expect(row?.reason).toContain('a quota of "hv" is an upper limit');
    expect(row?.reason).not.toContain('cpu.max');
  });
});

describe('remedies of late chains', () => {
  it('[RT-8] names the task without a bound in place of asking for shorter periods', () => {
    const builder = kernel({}, [10, 30], [25, 30]).chain('chain', ['high', 'low'], {
      latencyBoundNs: 500,
    });
    const [finding] = findingsOf(builder.analyze(), 'RT-8', 'not-assessed');
    expect(finding?.remedy).toContain('Bound the response time of "low" first');
  });
});
