import { describe, expect, test } from 'vitest';
import { toSnapshot } from '../src/model/diff-schema.ts';
import { smallPlan } from '../src/model/testing/small-plan.ts';
import { connect, type Db } from './connection.ts';
import { History } from './history.ts';
import { migrate } from './migrations.ts';
import { RecordStore } from './record-store.ts';
import { RESULTS_KEPT, ResultStore, type StoredResult } from './result-store.ts';

function database(): Db {
  const db = connect(':memory:');
  migrate(db);
  new History(db).start();
  new RecordStore(db).write({ added: toSnapshot(smallPlan()), updated: {}, removed: {} });
  return db;
}

const core = { kind: 'core', id: 'big.0', name: 'core 0' };
const application = { kind: 'application', id: 'app-gateway', name: 'Gateway' };

function result(layoutId = 'layout-a', high: number | null = 1.5): StoredResult {
  return {
    layout: { id: layoutId },
    versions: { engine: '1.0.0', catalogue: 'c1' },
    budgets: [
      {
        kind: 'cpu',
        subject: core,
        demand: { low: 0.5, typical: null, high },
        atLeast: true,
        capacity: 1,
        unit: 'core',
        verdict: 'over',
        formula: 'sum of the loads',
        figures: [{ name: 'load' }],
      },
    ],
    estimates: [
      {
        kind: 'memory',
        subject: application,
        low: 1,
        typical: 2,
        high: 3,
        unit: 'bytes',
        atLeast: false,
        formula: 'a + b',
        figures: [],
        applicability: 'same core type',
      },
    ],
    tasks: [
      {
        task: { kind: 'task', id: 'task-route', name: 'Route' },
        application,
        coreId: 'big.0',
        utilisation: { low: null, typical: null, high: 0.2 },
        verdict: 'not-assessed',
        method: null,
        assumptions: ['context switches cost nothing'],
        unstated: ['context switches cost nothing'],
        activation: { by: { kind: 'task', id: 'task-poll', name: 'Poll' }, jitterNs: 4 },
        responseTimeNs: 9,
        slackNs: 1,
        bound: 'exact',
        reason: null,
        wcetNs: 5,
        deadlineNs: 10,
        isolatedResponseTimeNs: null,
        interference: {
          method: 'round-robin',
          inflatedWcetNs: 8,
          bounds: [
            { method: 'round-robin', inflatedWcetNs: 8, responseTimeNs: 9, reason: null },
            { method: 'regulation', inflatedWcetNs: null, responseTimeNs: null, reason: 'none' },
          ],
        },
      },
    ],
    chains: [
      {
        chain: { kind: 'chain', id: 'chain-1', name: 'C' },
        verdict: 'not-assessed',
        unstated: ['context switches cost nothing'],
        transfers: [{ transport: 'queue' }],
        reason: null,
        latency: 'reaction',
        theory: 'Davare',
        latencyNs: 40,
        nominalNs: 30,
        boundNs: 50,
        slackNs: 10,
      },
    ],
    dependencies: [
      {
        kind: 'device',
        client: application,
        server: { kind: 'environment', id: 'env-host', name: 'Host' },
        through: { kind: 'device', id: 'eth0', name: 'Ethernet' },
        why: 'served by "Host"',
      },
    ],
    findings: [
      {
        rule: 'CPU-1',
        verdict: 'error',
        subjects: [core, application],
        message: 'too much',
        evidence: [],
        limit: '1 core',
        actual: '1.5 cores',
        remainder: '-0.5 cores',
        remedy: 'Move something.',
      },
      {
        rule: 'PLACE-1',
        verdict: 'pass',
        subjects: [application],
        message: 'has a place',
        evidence: [],
        limit: null,
        actual: null,
        remainder: null,
        remedy: null,
      },
      {
        rule: 'PLACE-2',
        verdict: 'not-applicable',
        subjects: [application],
        message: 'has no instances',
        evidence: [],
        limit: null,
        actual: null,
        remainder: null,
        remedy: null,
      },
    ],
  };
}

describe('results', () => {
  test('[DB-14] the views show the newest result of a layout; unknown stays null', () => {
    const db = database();
    const store = new ResultStore(db);
    store.store(0, result('layout-a', 9));
    store.store(4, result());
    expect(
      db
        .prepare(
          'SELECT layout, revision, subject_name, demand_low, demand_typical, demand_high, verdict FROM latest_budget',
        )
        .all(),
    ).toEqual([
      {
        layout: 'Static',
        revision: 4,
        subject_name: 'core 0',
        demand_low: 0.5,
        demand_typical: null,
        demand_high: 1.5,
        verdict: 'over',
      },
    ]);
    expect(
      db.prepare('SELECT rule, subjects, severity FROM finding_text ORDER BY severity').all(),
    ).toEqual([
      { rule: 'CPU-1', subjects: 'core core 0, application Gateway', severity: 0 },
      { rule: 'PLACE-1', subjects: 'application Gateway', severity: 4 },
      { rule: 'PLACE-2', subjects: 'application Gateway', severity: 5 },
    ]);
    expect(db.prepare('SELECT is_current FROM latest_result').pluck().get()).toBe(0);
    expect(db.prepare('SELECT DISTINCT applicability FROM estimate').pluck().all()).toEqual([
      'same core type',
    ]);
    db.close();
  });

  test('[DB-15] storing a layout and revision again replaces it; old revisions go, all rows of them', () => {
    const db = database();
    const store = new ResultStore(db);
    for (let revision = 0; revision < RESULTS_KEPT + 3; revision += 1) {
      store.store(revision, result());
      store.store(revision, result());
      store.store(revision, result('layout-b'));
    }
    const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(count('result')).toBe(2 * RESULTS_KEPT);
    for (const table of ['budget', 'estimate', 'task_result', 'chain_result']) {
      expect(count(table), table).toBe(2 * RESULTS_KEPT);
    }
    expect(count('finding_subject')).toBe(2 * RESULTS_KEPT * 4);
    db.exec("DELETE FROM layout WHERE id = 'layout-b'");
    expect(count('result')).toBe(RESULTS_KEPT);
    expect(count('finding')).toBe(RESULTS_KEPT * 3);
    db.close();
  });

  test('[DB-16] response times and chain latencies can be queried', () => {
    const db = database();
    new ResultStore(db).store(1, result());
    expect(db.prepare('SELECT task, response_time_ns, bound FROM latest_task').get()).toEqual({
      task: 'Route',
      response_time_ns: 9,
      bound: 'exact',
    });
    expect(
      db.prepare('SELECT inflated_wcet_ns, interference_method FROM latest_task').get(),
    ).toEqual({ inflated_wcet_ns: 8, interference_method: 'round-robin' });
    expect(
      db
        .prepare("SELECT json_extract(interference_bounds, '$[1].reason') FROM task_result")
        .pluck()
        .get(),
    ).toBe('none');
    expect(db.prepare('SELECT chain, latency_ns, theory FROM latest_chain').get()).toEqual({
      chain: 'C',
      latency_ns: 40,
      theory: 'Davare',
    });
    db.close();
  });

  test('[DB-16] what a verdict rests on, what activates a task and how data is handed on can be queried', () => {
    const db = database();
    new ResultStore(db).store(1, result());
    const one = (sql: string) => db.prepare(sql).pluck().get();
    for (const view of ['latest_task', 'latest_chain']) {
      expect(one(`SELECT value FROM ${view}, json_each(unstated)`), view).toBe(
        'context switches cost nothing',
      );
    }
    expect(one("SELECT activation ->> '$.by.name' FROM task_result")).toBe('Poll');
    expect(one("SELECT transfers ->> '$[0].transport' FROM chain_result")).toBe('queue');
    db.close();
  });

  test('[DB-16] a result that cannot be stored leaves the former one whole', () => {
    const db = database();
    const store = new ResultStore(db);
    store.store(1, result());
    const broken = { ...result(), chains: [{ chain: core, verdict: null, reason: null }] };
    expect(() => store.store(1, broken as unknown as StoredResult)).toThrow(/NOT NULL/);
    expect(() => store.store(1, result('no such layout'))).toThrow(/FOREIGN KEY/);
    expect(db.prepare('SELECT count(*) FROM budget').pluck().get()).toBe(1);
    db.close();
  });
});
