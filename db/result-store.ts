/** Results of the engine, per layout and revision, for people with an SQLite tool. Nothing here reads them back. */
import type { Statement } from 'better-sqlite3';
import type { Db } from './connection.ts';

// The shapes of `analysis/result.ts`, of which this room may know only what it stores.
interface Subject {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}
interface Range {
  readonly low: number | null;
  readonly typical: number | null;
  readonly high: number | null;
}
interface Budget {
  readonly kind: string;
  readonly subject: Subject;
  readonly demand: Range;
  readonly atLeast: boolean;
  readonly capacity: number | null;
  readonly unit: string;
  readonly verdict: string;
  readonly figures: readonly unknown[];
  readonly formula: string;
}
interface Estimate extends Range {
  readonly kind: string;
  readonly subject: Subject;
  readonly unit: string;
  readonly atLeast: boolean;
  readonly formula: string;
  readonly figures: readonly unknown[];
  readonly applicability: string | null;
}
interface TaskResult {
  readonly task: Subject;
  readonly application: Subject;
  readonly coreId: string | null;
  readonly utilisation: Range;
  readonly verdict: string;
  readonly method: string | null;
  readonly assumptions: readonly string[];
  readonly unstated: readonly string[];
  readonly activation: object | null;
  readonly responseTimeNs: number | null;
  readonly slackNs: number | null;
  readonly bound: string | null;
  readonly reason: string | null;
  readonly wcetNs: number | null;
  readonly deadlineNs: number;
  readonly isolatedResponseTimeNs: number | null;
  readonly interference: {
    readonly method: string | null;
    readonly inflatedWcetNs: number | null;
    readonly bounds: readonly unknown[];
  } | null;
}
interface ChainResult {
  readonly chain: Subject;
  readonly verdict: string;
  readonly unstated: readonly string[];
  readonly transfers: readonly unknown[];
  readonly reason: string | null;
  readonly latency: string;
  readonly theory: string | null;
  readonly latencyNs: number | null;
  readonly nominalNs: number | null;
  readonly boundNs: number | null;
  readonly slackNs: number | null;
}
interface Dependency {
  readonly kind: string;
  readonly client: Subject;
  readonly server: Subject;
  readonly through: Subject;
  readonly why: string;
}
interface Finding {
  readonly rule: string;
  readonly verdict: string;
  readonly subjects: readonly Subject[];
  readonly message: string;
  readonly evidence: readonly unknown[];
  readonly limit: string | null;
  readonly actual: string | null;
  readonly remainder: string | null;
  readonly remedy: string | null;
}

/** What one run of the engine says about one layout. */
export interface StoredResult {
  readonly layout: { readonly id: string };
  readonly versions: { readonly engine: string; readonly catalogue: string };
  readonly budgets: readonly Budget[];
  readonly estimates: readonly Estimate[];
  readonly tasks: readonly TaskResult[];
  readonly chains: readonly ChainResult[];
  readonly dependencies: readonly Dependency[];
  readonly findings: readonly Finding[];
}

/** Revisions of each layout whose results stay in the file; the oldest go first. */
export const RESULTS_KEPT = 5;

export class ResultStore {
  readonly #db: Db;

  /** @param db a database of the current schema */
  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Replaces the result of a layout and revision.
   *
   * @param revision the revision that was analysed
   * @param result what the engine said of it
   * @throws {Error} of SQLite; nothing is written then
   */
  store(revision: number, result: StoredResult): void {
    this.#db.transaction(() => {
      const layoutId = result.layout.id;
      this.#run('DELETE FROM result WHERE layout_id = ? AND revision = ?', [layoutId, revision]);
      const resultId = this.#insert('result', {
        layout_id: layoutId,
        revision,
        engine_version: result.versions.engine,
        catalogue_version: result.versions.catalogue,
      });
      this.#budgets(resultId, result.budgets);
      this.#estimates(resultId, result.estimates);
      this.#timing(resultId, result);
      this.#dependencies(resultId, result.dependencies);
      this.#findings(resultId, result.findings);
      this.#run(
        `DELETE FROM result WHERE layout_id = ? AND revision <= (
           SELECT revision FROM result WHERE layout_id = ? ORDER BY revision DESC LIMIT 1 OFFSET ${RESULTS_KEPT}
         )`,
        [layoutId, layoutId],
      );
    })();
  }

  #budgets(resultId: number, budgets: readonly Budget[]): void {
    for (const budget of budgets) {
      this.#insert('budget', {
        result_id: resultId,
        kind: budget.kind,
        ...subjectCells(budget.subject),
        demand_low: budget.demand.low,
        demand_typical: budget.demand.typical,
        demand_high: budget.demand.high,
        at_least: Number(budget.atLeast),
        capacity: budget.capacity,
        unit: budget.unit,
        verdict: budget.verdict,
        figures: JSON.stringify(budget.figures),
        formula: budget.formula,
      });
    }
  }

  #estimates(resultId: number, estimates: readonly Estimate[]): void {
    for (const estimate of estimates) {
      this.#insert('estimate', {
        result_id: resultId,
        kind: estimate.kind,
        ...subjectCells(estimate.subject),
        low: estimate.low,
        typical: estimate.typical,
        high: estimate.high,
        at_least: Number(estimate.atLeast),
        unit: estimate.unit,
        formula: estimate.formula,
        figures: JSON.stringify(estimate.figures),
        applicability: estimate.applicability,
      });
    }
  }

  #timing(resultId: number, { tasks, chains }: StoredResult): void {
    for (const task of tasks) {
      this.#insert('task_result', {
        result_id: resultId,
        task_id: task.task.id,
        task_name: task.task.name,
        application_id: task.application.id,
        application_name: task.application.name,
        core_id: task.coreId,
        utilisation_low: task.utilisation.low,
        utilisation_typical: task.utilisation.typical,
        utilisation_high: task.utilisation.high,
        verdict: task.verdict,
        method: task.method,
        response_time_ns: task.responseTimeNs,
        slack_ns: task.slackNs,
        assumptions: JSON.stringify(task.assumptions),
        unstated: JSON.stringify(task.unstated),
        activation: task.activation && JSON.stringify(task.activation),
        bound: task.bound,
        reason: task.reason,
        wcet_ns: task.wcetNs,
        deadline_ns: task.deadlineNs,
        isolated_response_time_ns: task.isolatedResponseTimeNs,
        inflated_wcet_ns: task.interference?.inflatedWcetNs ?? null,
        interference_method: task.interference?.method ?? null,
        interference_bounds: task.interference && JSON.stringify(task.interference.bounds),
      });
    }
    for (const { chain, verdict, reason, ...of } of chains) {
      this.#insert('chain_result', {
        result_id: resultId,
        chain_id: chain.id,
        chain_name: chain.name,
        verdict,
        // The first schema has no place for a missing reason.
        reason: reason ?? '',
        latency: of.latency,
        theory: of.theory,
        latency_ns: of.latencyNs,
        nominal_ns: of.nominalNs,
        bound_ns: of.boundNs,
        slack_ns: of.slackNs,
        unstated: JSON.stringify(of.unstated),
        transfers: JSON.stringify(of.transfers),
      });
    }
  }

  #dependencies(resultId: number, dependencies: readonly Dependency[]): void {
    dependencies.forEach(({ kind, client, server, through, why }, place) => {
      this.#insert('dependency', {
        result_id: resultId,
        place,
        kind,
        client_kind: client.kind,
        client_id: client.id,
        client_name: client.name,
        server_kind: server.kind,
        server_id: server.id,
        server_name: server.name,
        through_kind: through.kind,
        through_id: through.id,
        through_name: through.name,
        why,
      });
    });
  }

  #findings(resultId: number, findings: readonly Finding[]): void {
    for (const finding of findings) {
      const findingId = this.#insert('finding', {
        result_id: resultId,
        rule: finding.rule,
        verdict: finding.verdict,
        message: finding.message,
        limit_text: finding.limit,
        actual_text: finding.actual,
        remainder_text: finding.remainder,
        remedy: finding.remedy,
        evidence: JSON.stringify(finding.evidence),
      });
      finding.subjects.forEach((subject, place) => {
        this.#insert('finding_subject', {
          finding_id: findingId,
          place,
          kind: subject.kind,
          subject_id: subject.id,
          name: subject.name,
        });
      });
    }
  }

  readonly #statements = new Map<string, Statement<unknown[]>>();

  #run(sql: string, values: readonly unknown[]): number {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare<unknown[]>(sql)));
    return Number(statement.run(...values).lastInsertRowid);
  }

  #insert(table: string, cells: Readonly<Record<string, string | number | null>>): number {
    const names = Object.keys(cells);
    const marks = names.map(() => '?').join(', ');
    return this.#run(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`,
      Object.values(cells),
    );
  }
}

function subjectCells({ kind, id, name }: Subject) {
  return { subject_kind: kind, subject_id: id, subject_name: name };
}
