/** What comparing technologies needs: start-up, disk images, overridden figures. Frozen like every migration. */
import type { Migration } from '../migration.ts';

const COLUMNS = `
ALTER TABLE plan ADD COLUMN catalogue_version TEXT;
ALTER TABLE plan ADD COLUMN side_channels INTEGER CHECK (side_channels IN (0, 1));

ALTER TABLE application ADD COLUMN startup_ns INTEGER;
ALTER TABLE application ADD COLUMN interrupt_latency_ns INTEGER;
ALTER TABLE application ADD COLUMN storage_operations_per_second INTEGER;
ALTER TABLE application ADD COLUMN deliverable TEXT;
ALTER TABLE application ADD COLUMN processes TEXT;
ALTER TABLE application ADD COLUMN legacy_hardware INTEGER CHECK (legacy_hardware IN (0, 1));
ALTER TABLE application ADD COLUMN restart_alone INTEGER CHECK (restart_alone IN (0, 1));
ALTER TABLE application ADD COLUMN certificate TEXT;

ALTER TABLE layout ADD COLUMN start_mode TEXT NOT NULL DEFAULT 'parallel';
ALTER TABLE layout ADD COLUMN boot_rom_ns INTEGER;
ALTER TABLE layout ADD COLUMN boot_loader_ns INTEGER;
ALTER TABLE layout ADD COLUMN storage_bytes_per_second INTEGER;
ALTER TABLE layout ADD COLUMN boot_source TEXT;
ALTER TABLE layout ADD COLUMN disk_bytes INTEGER;

ALTER TABLE estimate ADD COLUMN applicability TEXT;

ALTER TABLE environment ADD COLUMN os_startup_ns INTEGER;
ALTER TABLE environment ADD COLUMN os_startup_source TEXT;
ALTER TABLE environment ADD COLUMN front_ends TEXT CHECK (json_valid(front_ends));
ALTER TABLE environment ADD COLUMN copies INTEGER NOT NULL DEFAULT 1;
ALTER TABLE environment ADD COLUMN startup_read_bytes INTEGER;
ALTER TABLE environment ADD COLUMN interference_controls TEXT CHECK (json_valid(interference_controls));
ALTER TABLE environment ADD COLUMN deduplication TEXT CHECK (json_valid(deduplication));
`;

const TABLES = `
CREATE TABLE environment_start_after (
  environment_id TEXT NOT NULL REFERENCES environment (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  place INTEGER NOT NULL,
  after_id TEXT NOT NULL REFERENCES environment (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (environment_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX environment_start_after_by_after ON environment_start_after (after_id);

CREATE TABLE override (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  parameter TEXT NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value)),
  low REAL,
  high REAL,
  unit TEXT,
  reason TEXT NOT NULL,
  author TEXT
) STRICT;

CREATE TABLE image (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  layout_id TEXT NOT NULL REFERENCES layout (id) DEFERRABLE INITIALLY DEFERRED,
  parent_id TEXT,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  environment_id TEXT,
  copies INTEGER NOT NULL,
  slots INTEGER NOT NULL,
  virtual_bytes INTEGER,
  content_bytes INTEGER,
  growth_bytes INTEGER,
  write_bytes INTEGER,
  update_bytes INTEGER,
  sources TEXT NOT NULL CHECK (json_valid(sources)),
  UNIQUE (layout_id, id),
  FOREIGN KEY (layout_id, parent_id) REFERENCES image (layout_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (layout_id, environment_id) REFERENCES environment (layout_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX image_by_parent ON image (layout_id, parent_id);
CREATE INDEX image_by_environment ON image (layout_id, environment_id);
`;

export const migration0002: Migration = {
  version: 2,
  name: 'technologies',
  sql: COLUMNS + TABLES,
};
