/** Who stops with whom, beside the other results of a layout. Frozen like every migration. */
import type { Migration } from '../migration.ts';

const TABLE = `
CREATE TABLE dependency (
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  client_kind TEXT NOT NULL,
  client_id TEXT NOT NULL,
  client_name TEXT NOT NULL,
  server_kind TEXT NOT NULL,
  server_id TEXT NOT NULL,
  server_name TEXT NOT NULL,
  through_kind TEXT NOT NULL,
  through_id TEXT NOT NULL,
  through_name TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (result_id, place)
) STRICT, WITHOUT ROWID;
`;

const VIEW = `
CREATE VIEW latest_dependency AS
  SELECT latest_result.layout, latest_result.revision, dependency.kind, dependency.client_id,
    dependency.client_name AS client, dependency.server_id, dependency.server_name AS server,
    dependency.through_kind, dependency.through_id, dependency.through_name AS through, dependency.why
  FROM dependency JOIN latest_result ON latest_result.id = dependency.result_id;
`;

export const migration0004: Migration = { version: 4, name: 'dependencies', sql: TABLE + VIEW };
