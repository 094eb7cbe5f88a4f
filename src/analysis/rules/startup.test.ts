import { describe, expect, it } from 'vitest';
import { MS } from '../../model/units.ts';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

/** An application on one OS: ready 10 + 20 + 100 + 30 = 160 ms after power-on, unless something is left open. */
const ready = (needMs: number | null, startupNs: number | null = 100 * MS) =>
  new PlanBuilder()
    .layout({ bootRomNs: 10 * MS, bootLoaderNs: 20 * MS, bootSource: 'measured on the board' })
    .application('app', {
      startupNs: 30 * MS,
      startupNeedNs: needMs === null ? null : needMs * MS,
    })
    .environment('linux', 'os', null, { os: { family: 'linux', startupNs } })
    .place('app', 'linux', ['c0']);

describe('start-up need', () => {
  it('[START-1] met to the nanosecond, and without a need there is nothing to meet', () => {
    expect(verdictsOf(ready(160).analyze(), 'START-1')).toEqual(['pass']);
    const [quiet] = findingsOf(ready(null).analyze(), 'START-1', 'not-applicable');
    expect(quiet?.message).toBe('no application states a start-up need');
  });

  it('[START-1] missed: culprit, limit, actual, remainder, the longest step', () => {
    const [found] = findingsOf(ready(150).analyze(), 'START-1', 'error');
    expect(found?.subjects.map(({ id }) => id)).toEqual(['app', 'linux']);
    expect(found).toMatchObject({ limit: '150 ms', actual: '160 ms', remainder: '-10 ms' });
    expect(found?.message).toBe(
      '"app" is ready 160 ms after power-on and must be after 150 ms; longest step: start of the OS of "linux", 100 ms',
    );
    expect(found?.evidence.map(({ name, value, source }) => [name, value, source])).toContainEqual([
      'boot ROM',
      '10 ms',
      'measured on the board',
    ]);
    const [budget] = ready(150)
      .analyze()
      .budgets.filter(({ kind }) => kind === 'startup');
    expect(budget).toMatchObject({ verdict: 'over', capacity: 150 * MS });
  });

  it('[START-1] a warning where only the highest figures miss it', () => {
    const plan = ready(170)
      .application('other', { startupNs: 20 * MS })
      .place('other', 'linux', ['c0']);
    const [found] = findingsOf(plan.analyze(), 'START-1', 'warning');
    // 130 + 30 + 20 on one core
    expect(found).toMatchObject({ limit: '170 ms', actual: '180 ms', remainder: '-10 ms' });
    expect(found?.message).toContain('typically it is after 160 ms');
  });

  it('[START-1] with an unknown step it is no pass; what is known may be too much already', () => {
    const [open] = findingsOf(ready(160, null).analyze(), 'START-1', 'not-assessed');
    expect(open?.message).toContain('unknown on the way: start of the OS of "linux"');
    const [over] = findingsOf(ready(50, null).analyze(), 'START-1', 'error');
    expect(over).toMatchObject({ actual: 'at least 60 ms', remainder: 'at most -10 ms' });
  });

  it('[START-1] a miss by less than is shown is shown in full', () => {
    const plan = ready(160).application('app', {
      startupNs: 30 * MS + 1,
      startupNeedNs: 160 * MS,
    });
    const [found] = findingsOf(plan.analyze(), 'START-1', 'error');
    expect(found).toMatchObject({ limit: '160 ms', actual: '160000001 ns', remainder: '-1 ns' });
  });
});

describe('start order', () => {
  const order = (after: object) =>
    new PlanBuilder()
      .environment('a', 'os', null, { coreIds: ['c0'], startAfterIds: ['b'] })
      .environment('b', 'os', null, { coreIds: ['c1'], ...after });

  it('[START-2] that ends', () => {
    expect(verdictsOf(order({}).analyze(), 'START-2')).toEqual(['pass']);
  });

  it('[START-2] in a circle: everyone in it is named, once', () => {
    const [found, ...more] = findingsOf(
      order({ startAfterIds: ['a'] }).analyze(),
      'START-2',
      'error',
    );
    expect(more).toEqual([]);
    expect(found?.subjects.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(found?.message).toBe(
      'start order goes in a circle: "a" waits for "b", "b" waits for "a"',
    );
    expect(found?.remedy).not.toBeNull();
  });

  it('[START-2] waiting for oneself, or for what stands in oneself', () => {
    expect(verdictsOf(order({ startAfterIds: ['b'] }).analyze(), 'START-2')).toEqual(['error']);
    const inside = new PlanBuilder()
      .environment('linux', 'os', null, { startAfterIds: ['engine'] })
      .environment('engine', 'container-engine', 'linux');
    expect(verdictsOf(inside.analyze(), 'START-2')).toEqual(['error']);
  });
});
