import { describe, expect, it } from 'vitest';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

const os = () => new PlanBuilder().environment('os', 'os', null, { coreIds: ['c0', 'c1'] });

describe('places of applications', () => {
  it('[PLACE-1] an application without a place is an error, a placed one passes', () => {
    const result = os().application('in').place('in', 'os').application('out').analyze();
    const [finding] = findingsOf(result, 'PLACE-1', 'error');
    expect(finding).toMatchObject({ actual: '0 instances', limit: '1 instance', remainder: '-1' });
    expect(finding?.subjects).toEqual([{ kind: 'application', id: 'out', name: 'out' }]);
    expect(findingsOf(result, 'PLACE-1', 'pass')[0]?.message).toBe('1 application placed');
    expect(verdictsOf(os().application('in').place('in', 'os').analyze(), 'PLACE-1')).toEqual([
      'pass',
    ]);
  });

  it.each([
    [3, ['pass']],
    [2, ['error']],
    [4, ['warning']],
  ])('[PLACE-2] of 3 instances %d placed: %s', (instances, verdicts) => {
    const builder = os().application('a', { instances: 3 }).place('a', 'os', [], { instances });
    expect(verdictsOf(builder.analyze(), 'PLACE-2')).toEqual(verdicts);
  });

  it('[PLACE-2] adds the instances of several places', () => {
    const builder = os()
      .environment('bm', 'bare-metal', null, { coreIds: ['c3'] })
      .application('a', { instances: 3 })
      .place('a', 'os', [], { instances: 2 })
      .place('a', 'bm');
    expect(verdictsOf(builder.analyze(), 'PLACE-2')).toEqual(['pass']);
  });

  it('[PLACE-2] copies on the way from the hardware multiply', () => {
    const placed = (instances: number) =>
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
        .environment('vm', 'vm', 'hv', { copies: 3 })
        .environment('ce', 'container-engine', 'vm')
        .environment('c', 'container', 'ce', { copies: 4 })
        .application('a', { instances })
        .place('a', 'c', [], { instances: 2 })
        .analyze();
    // 3 VMs x 4 containers x 2
    expect(verdictsOf(placed(24), 'PLACE-2')).toEqual(['pass']);
    expect(findingsOf(placed(25), 'PLACE-2', 'error')[0]?.actual).toBe('24 instances');
    expect(verdictsOf(placed(23), 'PLACE-2')).toEqual(['warning']);
  });

  it('[PLACE-3] cores of a placement are those of its environment', () => {
    expect(verdictsOf(os().application('a').place('a', 'os', ['c1']).analyze(), 'PLACE-3')).toEqual(
      ['pass'],
    );
    const result = os().application('a').place('a', 'os', ['c1', 'c3']).analyze();
    expect(findingsOf(result, 'PLACE-3', 'error')[0]).toMatchObject({
      actual: 'core 3',
      limit: '2 cores of "os"',
    });
  });

  it('[PLACE-3] a task is bound to a core of the placement', () => {
    const bound = (coreId: string) =>
      os()
        .application('a')
        .task('t', 'a', 1, 10)
        .place('a', 'os', ['c0'], { taskCores: [{ taskId: 't', coreId }] })
        .analyze();
    expect(verdictsOf(bound('c0'), 'PLACE-3')).toEqual(['pass']);
    const [finding] = findingsOf(bound('c1'), 'PLACE-3', 'error');
    expect(finding?.subjects[0]).toMatchObject({ kind: 'task', id: 't' });
    // The load of the task counts on the core that it is bound to.
    expect(bound('c1').tasks[0]?.coreId).toBe('c1');
  });

  it('[PLACE-4] a hypervisor runs no applications itself', () => {
    const builder = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: ['c0'] })
      .environment('p', 'partition', 'hv')
      .application('a');
    expect(verdictsOf(builder.place('a', 'p').analyze(), 'PLACE-4')).toEqual(['pass']);
    const [finding] = findingsOf(builder.place('a', 'hv').analyze(), 'PLACE-4', 'error');
    expect(finding?.actual).toBe('Hypervisor');
  });
});
