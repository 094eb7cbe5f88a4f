/** What timing analysis answers, and how budgets come about. Frozen like every migration. */
import type { Migration } from '../migration.ts';

const COLUMNS = `
ALTER TABLE budget ADD COLUMN formula TEXT;

ALTER TABLE task_result ADD COLUMN bound TEXT;
ALTER TABLE task_result ADD COLUMN reason TEXT;
ALTER TABLE task_result ADD COLUMN wcet_ns INTEGER;
ALTER TABLE task_result ADD COLUMN deadline_ns INTEGER;
ALTER TABLE task_result ADD COLUMN isolated_response_time_ns INTEGER;

ALTER TABLE chain_result ADD COLUMN latency TEXT;
ALTER TABLE chain_result ADD COLUMN theory TEXT;
ALTER TABLE chain_result ADD COLUMN latency_ns INTEGER;
ALTER TABLE chain_result ADD COLUMN nominal_ns INTEGER;
ALTER TABLE chain_result ADD COLUMN bound_ns INTEGER;
ALTER TABLE chain_result ADD COLUMN slack_ns INTEGER;
`;

const VIEWS = `
CREATE VIEW latest_task AS
  SELECT latest_result.layout, latest_result.revision, task_result.application_name AS application,
    task_result.task_name AS task, task_result.core_id, task_result.verdict, task_result.bound, task_result.method,
    task_result.wcet_ns, task_result.response_time_ns, task_result.deadline_ns, task_result.slack_ns, task_result.reason
  FROM task_result JOIN latest_result ON latest_result.id = task_result.result_id;

CREATE VIEW latest_chain AS
  SELECT latest_result.layout, latest_result.revision, chain_result.chain_name AS chain, chain_result.verdict,
    chain_result.latency, chain_result.theory, chain_result.latency_ns, chain_result.nominal_ns, chain_result.bound_ns,
    chain_result.slack_ns, chain_result.reason
  FROM chain_result JOIN latest_result ON latest_result.id = chain_result.result_id;
`;

export const migration0005: Migration = {
  version: 5,
  name: 'timing-results',
  sql: COLUMNS + VIEWS,
};
