import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const STATED = { contextSwitchNs: 0, scheduler: 'fixed-priority' };

function plan(environment: Seed, task: Seed = {}, kind = 'bare-metal'): PlanBuilder {
  const builder = new PlanBuilder();
  const parent = kind === 'partition' ? 'hv' : null;
  if (parent) {
    builder.environment('hv', 'hypervisor', null, {
      coreIds: ['c0'],
      scheduler: 'windows',
      contextSwitchNs: 0,
    });
  }
  builder
    .environment('image', kind, parent, { coreIds: ['c0'], ...environment })
    .application('app')
    .task('t', 'app', 2, 30, { priority: 1, ...task })
    .place('app', 'image', ['c0']);
  return parent ? builder.frame('frame', 10).window('w', 'frame', 'c0', 'image', 0, 5) : builder;
}

/** What is asked for, and how the task stands meanwhile. */
function asked(builder: PlanBuilder) {
  const result = builder.analyze();
  const [task] = result.tasks;
  const open = findingsOf(result, 'RT-13', 'not-assessed');
  expect(open.every(({ subjects }) => subjects.some(({ id }) => id === 't'))).toBe(true);
  return {
    messages: open.map(({ message }) => message).join('\n'),
    verdict: task?.verdict,
    bound: task?.bound,
    unstated: task?.unstated.length,
  };
}

describe('what response times take for granted', () => {
  it('[RT-13] passes where everything is stated, and only there a bound is exact', () => {
    expect(verdictsOf(plan(STATED).analyze(), 'RT-13')).toEqual(['pass']);
    expect(asked(plan(STATED))).toEqual({
      messages: '',
      verdict: 'proven-ok',
      bound: 'exact',
      unstated: 0,
    });
  });

  it.each<[string, Seed, Seed, string]>([
    ['what a context switch costs', { scheduler: 'fixed-priority' }, {}, 'bare-metal'],
    ['the scheduler of', { contextSwitchNs: 0 }, {}, 'bare-metal'],
    [
      'by which protocol',
      STATED,
      { criticalSections: [{ resource: 'bus', lengthNs: 1 }] },
      'bare-metal',
    ],
    ['what the kernel of', { ...STATED, os: { family: 'linux' } }, {}, 'os'],
    ['virtualization counts as free', STATED, {}, 'partition'],
    ['a switch between the windows', STATED, {}, 'partition'],
  ])('[RT-13] asks for %s', (words, environment, task, kind) => {
    const { messages, ...row } = asked(plan(environment, task, kind));
    expect(messages).toContain(words);
    expect(row).toMatchObject({ verdict: 'proven-ok', bound: 'sufficient' });
    expect(row.unstated).toBeGreaterThan(0);
  });

  const LOCKS = { criticalSections: [{ resource: 'bus', lengthNs: 1 }] };
  const LINUX = { ...STATED, os: { family: 'linux' } };

  it.each<[string, Seed, Seed, string]>([
    [
      'the protocol of locks',
      { ...STATED, lockProtocol: 'priority-inheritance' },
      LOCKS,
      'bare-metal',
    ],
    ['the kernel', { ...LINUX, releaseLatencyNs: 3, executionFactor: 1 }, {}, 'os'],
  ])('[RT-13] passes where %s is stated', (_, environment, task, kind) => {
    const { messages, verdict, unstated } = asked(plan(environment, task, kind));
    expect([messages, verdict, unstated]).toEqual(['', 'proven-ok', 0]);
  });

  it('[RT-13] asks for the part of kernel and virtualization that is not stated', () => {
    expect(asked(plan({ ...LINUX, releaseLatencyNs: 3 }, {}, 'os')).unstated).toBe(1);
    const [task] = plan({ ...LINUX, executionFactor: 1 }, {}, 'os').analyze().tasks;
    expect(task?.unstated).toEqual([
      'jitter includes what the kernel (linux) takes until its scheduler decides: it is not stated',
    ]);
  });

  it.each<[string, Seed, string, Seed]>([
    ['contextSwitchNs', { scheduler: 'fixed-priority' }, 'bare-metal', {}],
    ['scheduler', { contextSwitchNs: 0 }, 'bare-metal', {}],
    ['lockProtocol', STATED, 'bare-metal', LOCKS],
    ['releaseLatencyNs', LINUX, 'os', {}],
    ['executionFactor', { ...LINUX, releaseLatencyNs: 3 }, 'os', {}],
  ])('[RT-13] names the one field that it asks for: %s', (name, environment, kind, task) => {
    const [found] = findingsOf(plan(environment, task, kind).analyze(), 'RT-13', 'not-assessed');
    expect(found?.field).toEqual({ subject: found?.subjects[0], name });
  });

  it('[RT-13] names no field where the remedy is in a table of windows', () => {
    const found = findingsOf(plan(STATED, {}, 'partition').analyze(), 'RT-13', 'not-assessed');
    const windows = found.find(({ message }) => message.includes('between the windows'));
    expect(windows).toBeDefined();
    expect(windows).not.toHaveProperty('field');
  });

  it('[RT-13] names the hypervisor first, whose overhead is asked for, until that states it', () => {
    const found = findingsOf(plan(STATED, {}, 'partition').analyze(), 'RT-13', 'not-assessed');
    const open = found.find(({ message }) => message.includes('virtualization'));
    expect(open?.subjects[0]).toMatchObject({ kind: 'environment', id: 'hv' });
    expect(open?.remedy).toContain('execution factor');
  });

  it('[RT-13] asks for what other hardware threads do, until that is stated', () => {
    const threaded = (image: Seed) => {
      const board = target({ clusters: [{ id: 'smt', cores: 1 }] });
      const [cluster] = board.clusters;
      const two = { ...board, clusters: cluster ? [{ ...cluster, threadsPerCore: 2 }] : [] };
      return new PlanBuilder(two)
        .environment('image', 'bare-metal', null, { coreIds: ['c0'], ...STATED, ...image })
        .application('app')
        .task('t', 'app', 2, 30, { priority: 1 })
        .place('app', 'image', ['c0']);
    };
    expect(asked(threaded({}))).toMatchObject({ bound: 'sufficient', unstated: 1 });
    for (const siblingThreads of ['idle', 'measured']) {
      const stated = threaded({ siblingThreads, timingSource: 'boot log' });
      expect(asked(stated)).toMatchObject({ messages: '', bound: 'exact', unstated: 0 });
      expect(stated.analyze().tasks[0]?.assumptions.join()).toContain('(boot log)');
    }
  });

  it('[RT-13] asks for interference where another core is in use', () => {
    const beside = (image: Seed) =>
      plan({ ...STATED, ...image })
        .environment('other', 'bare-metal', null, { coreIds: ['c1'], ...STATED, ...image })
        .application('b')
        .task('t2', 'b', 1, 10, { priority: 1 })
        .place('b', 'other', ['c1']);
    const open = findingsOf(beside({}).analyze(), 'RT-13', 'not-assessed');
    expect(open.map(({ message }) => message)).toEqual([
      'how much other cores slow "image" and "other" down is not stated: they count as idle',
    ]);
    const stated = beside({ interferenceFactor: 1.5, interferenceSource: 'measured' }).analyze();
    expect(verdictsOf(stated, 'RT-13')).toEqual(['pass']);
  });

  it('[RT-13] a miss does not rest on costs that could only make it worse', () => {
    const { verdict, unstated } = asked(
      plan({ scheduler: 'fixed-priority' }, { wcetNs: 31 }, 'bare-metal'),
    );
    expect([verdict, unstated]).toEqual(['proven-miss', 0]);
  });
});
