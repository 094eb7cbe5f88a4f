/** What cores do to each other through caches and memory; findings that do not apply are no passes. Frozen like every migration. */
import type { Migration } from '../migration.ts';

const COLUMNS = `
ALTER TABLE application ADD COLUMN cache_working_set_bytes INTEGER;

ALTER TABLE task ADD COLUMN memory_accesses INTEGER;

ALTER TABLE environment ADD COLUMN cache_share_mechanism TEXT;
ALTER TABLE environment ADD COLUMN cache_share_mask TEXT;
ALTER TABLE environment ADD COLUMN memory_budget_accesses INTEGER;
ALTER TABLE environment ADD COLUMN memory_budget_period_ns INTEGER;
ALTER TABLE environment ADD COLUMN bandwidth_throttle_mechanism TEXT;
ALTER TABLE environment ADD COLUMN bandwidth_throttle_most_percent INTEGER;
ALTER TABLE environment ADD COLUMN bandwidth_throttle_least_percent INTEGER;
ALTER TABLE environment ADD COLUMN regulation_source TEXT;

ALTER TABLE task_result ADD COLUMN inflated_wcet_ns INTEGER;
ALTER TABLE task_result ADD COLUMN interference_method TEXT;
ALTER TABLE task_result ADD COLUMN interference_bounds TEXT CHECK (json_valid(interference_bounds));
`;

const TASKS = `
DROP VIEW latest_task;
CREATE VIEW latest_task AS
  SELECT latest_result.layout, latest_result.revision, task_result.application_name AS application,
    task_result.task_name AS task, task_result.core_id, task_result.verdict, task_result.bound, task_result.method,
    task_result.wcet_ns, task_result.inflated_wcet_ns, task_result.interference_method, task_result.isolated_response_time_ns,
    task_result.response_time_ns, task_result.deadline_ns, task_result.slack_ns, task_result.reason
  FROM task_result JOIN latest_result ON latest_result.id = task_result.result_id;
`;

// The first schema knew four verdicts: what is checked by hand, and what does not apply, fell in with what passed.
const FINDINGS = `
DROP VIEW finding_text;
CREATE VIEW finding_text AS
  SELECT latest_result.layout, latest_result.revision, finding.rule, finding.verdict,
    CASE finding.verdict WHEN 'error' THEN 0 WHEN 'warning' THEN 1 WHEN 'not-assessed' THEN 2 WHEN 'manual' THEN 3
      WHEN 'pass' THEN 4 ELSE 5 END AS severity,
    (SELECT group_concat(s.kind || ' ' || s.name, ', ') FROM
      (SELECT kind, name FROM finding_subject WHERE finding_id = finding.id ORDER BY place) AS s) AS subjects,
    finding.message, finding.limit_text, finding.actual_text, finding.remainder_text, finding.remedy
  FROM finding JOIN latest_result ON latest_result.id = finding.result_id;
`;

export const migration0006: Migration = {
  version: 6,
  name: 'interference',
  sql: COLUMNS + TASKS + FINDINGS,
};
