/** How tasks lock and begin with a frame, what environments add, the order of runnables in chains; what verdicts of timing rest on. Frozen like every migration, once it has shipped. */
import type { Migration } from '../migration.ts';

const ORDER = `
ALTER TABLE chain ADD COLUMN runnable_positions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(runnable_positions));
`;

const TASKS = `
ALTER TABLE task ADD COLUMN blocking_ns INTEGER;
`;

const ENVIRONMENTS = `
ALTER TABLE environment ADD COLUMN offsets_from_frame INTEGER CHECK (offsets_from_frame IN (0, 1));
ALTER TABLE environment ADD COLUMN lock_protocol TEXT;
ALTER TABLE environment ADD COLUMN cross_core_lock_protocol TEXT;
ALTER TABLE environment ADD COLUMN release_latency_ns INTEGER;
ALTER TABLE environment ADD COLUMN execution_factor REAL;
ALTER TABLE environment ADD COLUMN sibling_threads TEXT;
`;

const RESULTS = `
ALTER TABLE task_result ADD COLUMN unstated TEXT CHECK (json_valid(unstated));
ALTER TABLE task_result ADD COLUMN activation TEXT CHECK (json_valid(activation));

ALTER TABLE chain_result ADD COLUMN unstated TEXT CHECK (json_valid(unstated));
ALTER TABLE chain_result ADD COLUMN transfers TEXT CHECK (json_valid(transfers));
`;

// A proof that rests on what nobody states is none: a verdict without what it rests on would be read as one.
const VIEWS = `
DROP VIEW latest_task;
CREATE VIEW latest_task AS
  SELECT latest_result.layout, latest_result.revision, task_result.application_name AS application,
    task_result.task_name AS task, task_result.core_id, task_result.verdict, task_result.unstated, task_result.bound,
    task_result.method, task_result.wcet_ns, task_result.inflated_wcet_ns, task_result.interference_method,
    task_result.isolated_response_time_ns, task_result.response_time_ns, task_result.deadline_ns, task_result.slack_ns,
    task_result.reason
  FROM task_result JOIN latest_result ON latest_result.id = task_result.result_id;

DROP VIEW latest_chain;
CREATE VIEW latest_chain AS
  SELECT latest_result.layout, latest_result.revision, chain_result.chain_name AS chain, chain_result.verdict,
    chain_result.unstated, chain_result.latency, chain_result.theory, chain_result.latency_ns, chain_result.nominal_ns,
    chain_result.bound_ns, chain_result.slack_ns, chain_result.reason
  FROM chain_result JOIN latest_result ON latest_result.id = chain_result.result_id;
`;

export const migration0007: Migration = {
  version: 7,
  name: 'stated-timing',
  sql: ORDER + TASKS + ENVIRONMENTS + RESULTS + VIEWS,
};
