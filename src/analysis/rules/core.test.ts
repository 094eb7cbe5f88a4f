import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

const hypervisor = (technologyId: string | null = null) =>
  new PlanBuilder().environment('hv', 'hypervisor', null, {
    coreIds: ['c0', 'c1', 'c2', 'c3'],
    technologyId,
  });

describe('cores given to environments', () => {
  it('[CORE-1] cores exist', () => {
    const builder = new PlanBuilder().environment('os', 'os', null, { coreIds: ['c0', 'c9'] });
    const [finding] = findingsOf(builder.analyze(), 'CORE-1', 'error');
    expect(finding).toMatchObject({ limit: '4 cores', actual: 'c9' });
    expect(findingsOf(builder.analyze(), 'CORE-1', 'pass')[0]?.message).toBe(
      '1 given core on the target',
    );
    const sound = new PlanBuilder().environment('os', 'os', null, { coreIds: ['c0'] });
    expect(verdictsOf(sound.analyze(), 'CORE-1')).toEqual(['pass']);
  });

  it('[CORE-1] cores of placements and of tasks exist too', () => {
    const result = new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0'] })
      .application('a')
      .task('t', 'a', 1, 10)
      .place('a', 'os', ['c7'], { taskCores: [{ taskId: 't', coreId: 'c8' }] })
      .analyze();
    expect(findingsOf(result, 'CORE-1', 'error').map((each) => each.actual)).toEqual(['c7', 'c8']);
  });

  it('[CORE-2] two images on the hardware do not share a core', () => {
    const two = (second: readonly string[]) =>
      new PlanBuilder()
        .environment('linux', 'os', null, { coreIds: ['c0', 'c1'] })
        .environment('rtos', 'bare-metal', null, { coreIds: second, timeShare: 0.5 })
        .analyze();
    expect(verdictsOf(two(['c2']), 'CORE-2')).toEqual(['pass']);
    const [finding] = findingsOf(two(['c1', 'c2']), 'CORE-2', 'error');
    expect(finding?.subjects.map((each) => each.id)).toEqual(['linux', 'rtos', 'c1']);
    expect(finding).toMatchObject({ limit: '1 environment per core', actual: '2 environments' });
  });

  it('[CORE-2] static partitions share a core only by time share', () => {
    const two = (technology: string, timeShare: number | null) =>
      hypervisor(technology)
        .environment('a', 'partition', 'hv', { coreIds: ['c0'], timeShare })
        .environment('b', 'partition', 'hv', { coreIds: ['c0', 'c1'], timeShare })
        .analyze();
    expect(verdictsOf(two('pikeos', 0.5), 'CORE-2')).toEqual(['pass']);
    expect(verdictsOf(two('pikeos', null), 'CORE-2')).toContain('error');
    // Jailhouse and Bao have no scheduler to share a core with.
    expect(verdictsOf(two('jailhouse', 0.5), 'CORE-2')).toContain('error');
    expect(verdictsOf(two('bao', 0.5), 'CORE-2')).toContain('error');
  });

  it('[CORE-2] partitions that inherit the cores of their hypervisor do not pass', () => {
    const two = (
      technology: string,
      first: Record<string, unknown>,
      second: Record<string, unknown>,
    ) =>
      verdictsOf(
        hypervisor(technology)
          .environment('a', 'partition', 'hv', first)
          .environment('b', 'partition', 'hv', second)
          .analyze(),
        'CORE-2',
      );
    expect(two('bao', { coreIds: ['c0'] }, {})).toContain('not-assessed');
    expect(two('bao', {}, {})).toContain('not-assessed');
    expect(two('bao', { coreIds: ['c0'] }, { coreIds: ['c1'] })).toEqual(['pass']);
    expect(two('pikeos', { timeShare: 0.5 }, { timeShare: 0.5 })).toEqual(['pass']);
    const one = hypervisor('bao').environment('a', 'partition', 'hv').analyze();
    expect(verdictsOf(one, 'CORE-2')).toEqual(['pass']);
  });

  it('[CORE-2] partitions that have windows on a core share it, on that core only', () => {
    const two = (...withWindow: readonly string[]) => {
      const builder = hypervisor('pikeos')
        .environment('a', 'partition', 'hv', { coreIds: ['c0', 'c1'] })
        .environment('b', 'partition', 'hv', { coreIds: ['c0', 'c1'] })
        .frame('frame', 10);
      for (const [at, id] of withWindow.entries())
        builder.window(`w${at}`, 'frame', 'c0', id, 5 * at, 5);
      return findingsOf(builder.analyze(), 'CORE-2', 'error').flatMap(({ subjects }) =>
        subjects.filter(({ kind }) => kind === 'core').map(({ id }) => id),
      );
    };
    expect(two('a', 'b')).toEqual(['c1']);
    expect(two('a')).toEqual(['c0', 'c1']);
  });

  it('[CORE-2] partitions with enforced budgets share a core', () => {
    const two = (technology: string, kind: string) =>
      verdictsOf(
        ['a', 'b']
          .reduce(
            (builder, id) =>
              builder.environment(id, 'partition', 'hv', {
                coreIds: ['c0'],
                server: { kind, budgetNs: 4, periodNs: 10 },
              }),
            hypervisor(technology),
          )
          .analyze(),
        'CORE-2',
      );
    expect(two('pikeos', 'periodic')).toEqual(['pass']);
    expect(two('pikeos', 'quota')).toContain('error');
    expect(two('bao', 'periodic')).toContain('error');
  });

  it('[CORE-2] joins the cores that the same environments share into one finding', () => {
    const result = hypervisor()
      .environment('a', 'partition', 'hv', { coreIds: ['c0', 'c1', 'c2'] })
      .environment('b', 'partition', 'hv', { coreIds: ['c0', 'c1', 'c2'] })
      .analyze();
    expect(findingsOf(result, 'CORE-2', 'error')).toHaveLength(1);
  });

  it('[CORE-2] containers share cores under their kernel', () => {
    const result = new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0', 'c1'] })
      .environment('ce', 'container-engine', 'os')
      .environment('x', 'container', 'ce', { coreIds: ['c0'] })
      .environment('y', 'container', 'ce', { coreIds: ['c0'] })
      .analyze();
    expect(verdictsOf(result, 'CORE-2')).toEqual(['pass']);
    expect(verdictsOf(result, 'CORE-6')).toEqual(['pass']);
  });

  it('[CORE-3] time shares on a core come to at most 1, and to exactly 1 legally', () => {
    const shares = (...of: number[]) => {
      const builder = hypervisor('pikeos');
      of.forEach((timeShare, index) => {
        builder.environment(`p${index}`, 'partition', 'hv', { coreIds: ['c0'], timeShare });
      });
      return builder.analyze();
    };
    expect(verdictsOf(shares(0.7, 0.2, 0.1), 'CORE-3')).toEqual(['pass']);
    const [finding] = findingsOf(shares(0.7, 0.2, 0.2), 'CORE-3', 'error');
    expect(finding).toMatchObject({ limit: '100 %', actual: '110 %', remainder: '-10 %' });
    expect(finding?.subjects[0]?.id).toBe('c0');
  });

  it('[CORE-3] children share what their parent has', () => {
    const result = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'], timeShare: 0.5 })
      .environment('a', 'vm', 'hv', { timeShare: 0.3 })
      .environment('b', 'vm', 'hv', { timeShare: 0.3 })
      .analyze();
    expect(findingsOf(result, 'CORE-3', 'error')[0]).toMatchObject({
      limit: '50 %',
      actual: '60 %',
    });
  });

  it("[CORE-4] cores are among the parent's", () => {
    const on = (coreIds: readonly string[]) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { coreIds: ['c0', 'c1'] })
        .environment('p', 'partition', 'hv', { coreIds })
        .analyze();
    expect(verdictsOf(on(['c1']), 'CORE-4')).toEqual(['pass']);
    expect(findingsOf(on(['c1', 'c2']), 'CORE-4', 'error')[0]).toMatchObject({ actual: 'core 2' });
  });

  it('[CORE-5] what holds applications has cores', () => {
    const on = (coreIds: readonly string[], pinned: readonly string[]) =>
      new PlanBuilder()
        .environment('os', 'os', null, { coreIds })
        .application('a')
        .place('a', 'os', pinned)
        .analyze();
    expect(verdictsOf(on(['c0'], []), 'CORE-5')).toEqual(['pass']);
    expect(verdictsOf(on([], ['c0']), 'CORE-5')).toEqual(['pass']);
    expect(findingsOf(on([], []), 'CORE-5', 'error')[0]).toMatchObject({ actual: '0 cores' });
  });

  it('[CORE-6] VMs that share a core without a time share are a warning', () => {
    const two = (timeShare: number | null) =>
      hypervisor('kvm-qemu')
        .environment('a', 'vm', 'hv', { coreIds: ['c0'], timeShare: 0.5 })
        .environment('b', 'vm', 'hv', { coreIds: ['c0'], timeShare })
        .analyze();
    expect(verdictsOf(two(0.5), 'CORE-6')).toEqual(['pass']);
    const [finding] = findingsOf(two(null), 'CORE-6', 'warning');
    expect(finding?.subjects.map((each) => each.id)).toEqual(['b', 'c0']);
    expect(verdictsOf(two(null), 'CORE-2')).toEqual(['pass']);
  });

  it('[CORE-3] every copy has the time share', () => {
    const copied = (copies: number) =>
      hypervisor('pikeos')
        .environment('p', 'partition', 'hv', { coreIds: ['c0'], timeShare: 0.25, copies })
        .analyze();
    expect(verdictsOf(copied(4), 'CORE-3')).toEqual(['pass']);
    expect(findingsOf(copied(5), 'CORE-3', 'error')[0]).toMatchObject({ actual: '125 %' });
  });

  it('[CORE-6] copies of a VM share its cores', () => {
    const copied = (copies: number, timeShare: number | null) =>
      hypervisor('kvm-qemu')
        .environment('a', 'vm', 'hv', { coreIds: ['c0'], timeShare, copies })
        .analyze();
    expect(verdictsOf(copied(1, null), 'CORE-6')).toEqual(['pass']);
    expect(verdictsOf(copied(3, 0.2), 'CORE-6')).toEqual(['pass']);
    const [finding] = findingsOf(copied(3, null), 'CORE-6', 'warning');
    expect(finding?.message).toContain('shared by "a" with its 3 copies');
  });

  it('[CORE-7] what has its cores to itself is not copied onto them', () => {
    const partition = (technology: string, seed: object) =>
      hypervisor(technology)
        .environment('p', 'partition', 'hv', { coreIds: ['c0', 'c1'], ...seed })
        .analyze();
    expect(verdictsOf(partition('bao', {}), 'CORE-7')).toEqual(['not-applicable']);
    const [finding] = findingsOf(partition('bao', { copies: 3 }), 'CORE-7', 'error');
    expect(finding).toMatchObject({ actual: '3 copies', remainder: '-2' });
    expect(finding?.subjects.map((each) => each.id)).toEqual(['p', 'c0', 'c1']);
    // PikeOS schedules partitions by time share; Bao does not whatever the plan says.
    expect(verdictsOf(partition('pikeos', { copies: 3, timeShare: 0.2 }), 'CORE-7')).toEqual([
      'pass',
    ]);
    expect(verdictsOf(partition('pikeos', { copies: 3 }), 'CORE-7')).toEqual(['error']);
    expect(verdictsOf(partition('bao', { copies: 3, timeShare: 0.2 }), 'CORE-7')).toEqual([
      'error',
    ]);
    const onHardware = new PlanBuilder()
      .environment('os', 'os', null, { coreIds: ['c0'], copies: 2 })
      .analyze();
    expect(verdictsOf(onHardware, 'CORE-7')).toEqual(['error']);
  });

  it('[CORE-7] VMs and containers are scheduled by what stands beneath', () => {
    const result = hypervisor('kvm-qemu')
      .environment('vm', 'vm', 'hv', { copies: 4 })
      .environment('ce', 'container-engine', 'vm')
      .environment('c', 'container', 'ce', { copies: 10 })
      .analyze();
    expect(findingsOf(result, 'CORE-7', 'pass')[0]?.message).toContain('2 environments');
    expect(verdictsOf(result, 'CORE-7')).toEqual(['pass']);
  });
});
