/** What timing analysis needs: schedulers, servers, locked sections, frames with their windows. Frozen like every migration. */
import type { Migration } from '../migration.ts';

const COLUMNS = `
ALTER TABLE task ADD COLUMN longest_region_ns INTEGER;
ALTER TABLE task ADD COLUMN suspension_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN critical_sections TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(critical_sections));

ALTER TABLE chain ADD COLUMN communication TEXT NOT NULL DEFAULT 'implicit';

ALTER TABLE environment ADD COLUMN scheduler TEXT;
ALTER TABLE environment ADD COLUMN server_kind TEXT;
ALTER TABLE environment ADD COLUMN server_budget_ns INTEGER;
ALTER TABLE environment ADD COLUMN server_period_ns INTEGER;
ALTER TABLE environment ADD COLUMN server_deadline_ns INTEGER;
ALTER TABLE environment ADD COLUMN server_priority INTEGER;
ALTER TABLE environment ADD COLUMN context_switch_ns INTEGER;
ALTER TABLE environment ADD COLUMN timing_source TEXT;
ALTER TABLE environment ADD COLUMN interference_factor REAL;
ALTER TABLE environment ADD COLUMN interference_source TEXT;
`;

const TABLES = `
CREATE TABLE frame (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  layout_id TEXT NOT NULL REFERENCES layout (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  length_ns INTEGER NOT NULL,
  switch_ns INTEGER,
  tick_ns INTEGER,
  notes TEXT,
  UNIQUE (layout_id, id)
) STRICT;

CREATE TABLE time_window (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  layout_id TEXT NOT NULL REFERENCES layout (id) DEFERRABLE INITIALLY DEFERRED,
  frame_id TEXT NOT NULL,
  core_id TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  start_ns INTEGER NOT NULL,
  duration_ns INTEGER NOT NULL,
  FOREIGN KEY (layout_id, frame_id) REFERENCES frame (layout_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (layout_id, environment_id) REFERENCES environment (layout_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX time_window_by_frame ON time_window (layout_id, frame_id);
CREATE INDEX time_window_by_environment ON time_window (layout_id, environment_id);
`;

export const migration0003: Migration = {
  version: 3,
  name: 'timing',
  sql: COLUMNS + TABLES,
};
