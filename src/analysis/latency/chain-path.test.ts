import { describe, expect, it } from 'vitest';
import type { Chain } from '../../model/application.ts';
import { rows } from '../../model/plan.ts';
import { coreRuns, runSpan } from '../schedulability/core-runs.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { chainPath } from './chain-path.ts';

const catalogue = catalogueOf();

/** On core 0 every 10, on core 1 every 8, on core 0 every 20: not in step, so that data waits. */
function builder(chain: Partial<Chain> = {}): PlanBuilder {
  return new PlanBuilder()
    .environment('os', 'os', null, {
      coreIds: ['c0', 'c1'],
      os: { family: 'qnx' },
      scheduler: 'fixed-priority',
      contextSwitchNs: 0,
    })
    .application('app')
    .application('far')
    .task('sense', 'app', 2, 10, { priority: 3, offsetNs: 0 })
    .task('act', 'app', 5, 20, { priority: 1, offsetNs: 0 })
    .task('compute', 'far', 3, 8, { priority: 2, offsetNs: 0 })
    .place('app', 'os', ['c0'])
    .place('far', 'os', ['c1'])
    .link('there', 'app', 'far', {})
    .link('back', 'far', 'app', {})
    .chain('chain', ['sense', 'compute', 'act'], chain);
}

function pathOf(made: PlanBuilder, endsByNs = Infinity) {
  const plan = made.plan();
  const [chain] = rows(plan.chains);
  if (!chain) throw new Error('no chain');
  const { hyperperiodNs } = runSpan(plan, 'layout', catalogue);
  const runs = coreRuns(plan, 'layout', catalogue, 4 * (hyperperiodNs ?? 0));
  const answer = chainPath(plan, chain, runs, endsByNs);
  if (answer.kind === 'unknown') throw new Error(answer.reason);
  return answer.path;
}

const times = ({ steps }: ReturnType<typeof pathOf>) =>
  steps.map(({ taskId, readNs, writtenNs }) => [taskId, readNs, writtenNs]);

describe('way through a chain', () => {
  it('[LAT-ROW-7] each job reads what was written before it started; the longest way is that of the nominal latency', () => {
    const path = pathOf(builder());
    for (const [at, step] of path.steps.entries()) {
      const before = path.steps[at - 1];
      if (before) expect(step.readNs).toBeGreaterThanOrEqual(before.writtenNs);
    }
    const [row] = builder().analyze().chains;
    expect(row?.nominalNs).toBeGreaterThan(0);
    expect(path.toNs - path.fromNs).toBe(row?.nominalNs);
    const age = builder({ latencyKind: 'age' });
    const aged = pathOf(age);
    expect(aged.toNs - aged.fromNs).toBe(age.analyze().chains[0]?.nominalNs);
  });

  it('[LAT-ROW-7] of ways that end in time the longest, else the first', () => {
    expect(times(pathOf(builder(), 30))).toEqual([
      ['sense', 10, 12],
      ['compute', 16, 19],
      ['act', 22, 27],
    ]);
    const first = pathOf(builder(), 5);
    expect([first.isLongest, first.toNs]).toEqual([false, 27]);
  });

  it('[LAT-ROW-7] logical execution time reads at releases and writes at the next ones', () => {
    expect(times(pathOf(builder({ communication: 'let' }), 60))[0]).toEqual(['sense', 10, 20]);
  });

  it('[LAT-ROW-7] a message releases its job, on whatever core', () => {
    const made = builder()
      .task('wake', 'far', 1, 10, { kind: 'sporadic', priority: 9, deadlineNs: 8 })
      .link('event', 'app', 'far', {
        kind: 'event',
        fromTaskId: 'sense',
        toTaskId: 'wake',
      })
      .chain('events', ['sense', 'wake']);
    const plan = made.plan();
    const runs = coreRuns(plan, 'layout', catalogue, 100);
    const chain = plan.chains.get('events');
    const answer = chain && chainPath(plan, chain, runs, 100);
    if (answer?.kind !== 'path') throw new Error(answer?.reason);
    const [sense, wake] = answer.path.steps;
    expect(wake?.startNs).toBeGreaterThanOrEqual(sense?.endNs ?? NaN);
    expect(runs.flatMap((each) => (each.kind === 'run' ? each.run.activatedBy : []))).toContain(
      'sense',
    );
  });

  it('[LAT-ROW-7] says why a chain cannot be followed', () => {
    const plan = builder().place('far', 'os', ['c1'], { instances: 2 }).plan();
    const chain = plan.chains.get('chain');
    const runs = coreRuns(plan, 'layout', catalogue, 100);
    const why = chain && chainPath(plan, chain, runs, 100);
    expect(why).toMatchObject({ kind: 'unknown', reason: '"compute" runs at several places' });
    const nothing = chain && chainPath(plan, chain, [], 100);
    expect(nothing).toMatchObject({ reason: 'no schedule of "sense" can be shown' });
  });
});
