import { describe, expect, test } from 'vitest';
import { applyDiff } from '../../model/diff.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import { countingIds, smallPlan } from '../../model/testing/small-plan.ts';
import { changeOf, type CellEdit } from './cell-edits.ts';
import type { TableContext } from './column.ts';
import { TABLES, type TableId } from './definitions.ts';

const contextOf = (plan: Plan, layoutId = 'layout-a'): TableContext => ({
  plan,
  target: targetOf(plan),
  tree: layoutTree(plan, layoutId),
});

type Loose = readonly [id: string | null, row: number, key: string, text: string];

function edits(table: TableId, list: readonly Loose[]): readonly CellEdit[] {
  return list.map(([id, row, key, text]) => {
    const column = TABLES[table].columns.find((candidate) => candidate.key === key);
    if (!column) throw new Error(`no column ${key}`);
    return { id, row, column, text };
  });
}

function change(table: TableId, list: readonly Loose[], plan = smallPlan()) {
  return changeOf(TABLES[table], contextOf(plan), edits(table, list), countingIds());
}

function done(table: TableId, list: readonly Loose[], plan = smallPlan()): Plan {
  const result = change(table, list, plan);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return applyDiff(plan, result.value.diff);
}

function refusals(table: TableId, list: readonly Loose[]) {
  const result = change(table, list);
  return result.ok ? [] : result.problems.map(({ code, place }) => [code, place.row, place.field]);
}

describe('[TAB-3] all or nothing', () => {
  test('[TAB-3] every bad cell is named by row and column', () => {
    expect(
      refusals('tasks', [
        ['task-loop', 1, 'wcetNs', '0.1 ms'],
        ['task-loop', 1, 'periodNs', 'often'],
        ['task-route', 2, 'applicationId', 'Nobody'],
        ['task-route', 2, 'kind', 'sometimes'],
      ]),
    ).toEqual([
      ['cell-not-quantity', 1, 'Period'],
      ['cell-unknown-name', 2, 'Application'],
      ['cell-not-choice', 2, 'Kind'],
    ]);
  });
  test('[TAB-3] what the model refuses has its place too', () => {
    expect(refusals('applications', [['app-control', 1, 'name', 'x'.repeat(121)]])).toEqual([
      ['json-too-long', 1, 'Name'],
    ]);
    expect(refusals('applications', [['app-control', 1, 'instances', '0']])).toEqual([
      ['json-out-of-range', 1, 'Instances'],
    ]);
  });
  test('[TAB-3] a required cell cannot be cleared', () => {
    expect(refusals('applications', [['app-control', 1, 'name', ' ']])).toEqual([
      ['cell-required', 1, 'Name'],
    ]);
  });
});

describe('[TAB-5] quantities and unknown', () => {
  test('[TAB-5] bare numbers are in the unit of the header', () => {
    const plan = done('applications', [
      ['app-control', 1, 'memoryPrivateBytes', '64'],
      ['app-gateway', 2, 'memoryPrivateBytes', '64 KiB'],
      ['app-logger', 3, 'memoryPrivateBytes', 'unknown'],
    ]);
    const sizes = ['app-control', 'app-gateway', 'app-logger'].map(
      (id) => plan.applications.get(id)?.memoryPrivateBytes,
    );
    expect(sizes).toEqual([64 * 1024 ** 2, 64 * 1024, null]);
  });
  test('[TAB-5] a load is stated with its core type', () => {
    const plan = done('applications', [
      ['app-logger', 3, 'cpuLoad', '35 % on Cortex-A72 at 1.2 GHz'],
    ]);
    expect(plan.applications.get('app-logger')?.cpuLoad).toEqual({
      share: 0.35,
      coreType: 'Cortex-A72',
      clockHz: 1.2e9,
    });
    expect(refusals('applications', [['app-logger', 3, 'cpuLoad', '35 %']])).toEqual([
      ['cell-load-core-type', 3, 'Load on core type'],
    ]);
  });
  test('[TAB-5] the cells of a load come together in one paste', () => {
    const plan = done('applications', [
      ['app-logger', 3, 'cpuLoad', '20'],
      ['app-logger', 3, 'loadCoreType', 'Cortex-A53'],
      ['app-logger', 3, 'loadClock', '1200'],
    ]);
    expect(plan.applications.get('app-logger')?.cpuLoad).toEqual({
      share: 0.2,
      coreType: 'Cortex-A53',
      clockHz: 1.2e9,
    });
  });
});

describe('[TAB-6] sources', () => {
  test('[TAB-6] a figure set by hand is the user’s, a cleared one is nobody’s', () => {
    const set = done('tasks', [['task-loop', 1, 'wcetNs', '0.3']]);
    expect(set.tasks.get('task-loop')?.sources).toEqual({ wcetNs: 'user' });
    const cleared = done('tasks', [['task-loop', 1, 'wcetNs', '']], set);
    expect(cleared.tasks.get('task-loop')).toMatchObject({ wcetNs: null, sources: {} });
  });
  test('[TAB-6] a name is no figure', () => {
    const plan = done('tasks', [['task-loop', 1, 'name', 'Loop']]);
    expect(plan.tasks.get('task-loop')?.sources).toEqual({});
  });
});

describe('[TAB-7] names as references', () => {
  test('[TAB-7] a name that repeats is ambiguous, its label is not', () => {
    const plan = done('applications', [['app-logger', 3, 'name', 'Gateway']]);
    const bare = changeOf(
      TABLES.links,
      contextOf(plan),
      edits('links', [['link-log', 2, 'toApplicationId', 'Gateway']]),
      countingIds(),
    );
    expect(bare.ok ? [] : bare.problems.map(({ code }) => code)).toEqual(['cell-ambiguous']);
    const label = done('links', [['link-log', 2, 'toApplicationId', 'Gateway (app-logger)']], plan);
    expect(label.links.get('link-log')?.toApplicationId).toBe('app-logger');
  });
  test('[TAB-7] a chain is read as it is shown', () => {
    const column = TABLES.chains.columns[1];
    const plan = smallPlan();
    const row = plan.chains.get('chain-1');
    const text = row ? column?.edited(row, contextOf(plan)) : undefined;
    expect(text).toBe('Control / Control loop → Gateway / Route');
    const next = done('chains', [['chain-1', 1, 'taskIds', 'Route -> Control / Control loop']]);
    expect(next.chains.get('chain-1')?.taskIds).toEqual(['task-route', 'task-loop']);
  });
  test('[TAB-7] positions of runnables go with the path for which they are stated', () => {
    const stated = done('chains', [['chain-1', 2, 'runnablePositions', '3 -']]);
    expect(stated.chains.get('chain-1')?.runnablePositions).toEqual([3, null]);
    const path = 'Route -> Control / Control loop';
    const next = done('chains', [['chain-1', 1, 'taskIds', path]], stated);
    expect(next.chains.get('chain-1')?.runnablePositions).toEqual([]);
    const wrong = change('chains', [['chain-1', 2, 'runnablePositions', '3 x']]);
    expect(wrong.ok ? '' : wrong.problems[0]?.code).toBe('cell-not-whole');
  });
});

describe('[TAB-9] new rows', () => {
  test('[TAB-9] a row says what it still needs', () => {
    const result = change('tasks', [[null, 3, 'name', 'Poll']]);
    expect(result.ok ? '' : result.problems[0]?.message).toBe(
      'a new task needs more: Application, Period',
    );
  });
  test('[TAB-9] rows past the end become records in their order, and go to their place', () => {
    const plan = done('applications', [
      [null, 4, 'name', 'Camera'],
      [null, 4, 'placedIn', 'Hypervisor / Gateway partition'],
      [null, 4, 'cores', 'core 0'],
      [null, 5, 'name', 'Audio'],
    ]);
    const fresh = [...plan.applications.values()].filter(
      ({ id }) => !smallPlan().applications.has(id),
    );
    expect(fresh.map(({ name, order }) => [name, order])).toEqual([
      ['Camera', 4],
      ['Audio', 5],
    ]);
    const place = [...plan.placements.values()].find(
      ({ applicationId }) => applicationId === fresh[0]?.id,
    );
    expect(place).toMatchObject({ environmentId: 'p1', coreIds: ['big.0'] });
  });
});

describe('[TAB-11] places', () => {
  test('[TAB-11] another environment forgets the cores, "no place" takes it out', () => {
    const moved = done('applications', [['app-control', 1, 'placedIn', 'Gateway partition']]);
    expect(moved.placements.get('place-1')).toMatchObject({ environmentId: 'p1', coreIds: [] });
    const out = done('applications', [['app-control', 1, 'placedIn', 'no place']]);
    expect(out.placements.has('place-1')).toBe(false);
  });
  test('[TAB-11] cores need a place', () => {
    expect(refusals('applications', [['app-logger', 3, 'cores', 'core 0']])).toEqual([
      ['cell-no-place', 3, 'Cores'],
    ]);
  });
});
