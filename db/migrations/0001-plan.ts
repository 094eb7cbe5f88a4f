/** The first schema. Frozen: a later change is a new migration, this text never changes. */
import type { Migration } from '../migration.ts';

const DOCUMENT = `
CREATE TABLE plan_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  step_id INTEGER NOT NULL
) STRICT;

CREATE TABLE step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent_id INTEGER NOT NULL CHECK (parent_id < id),
  name TEXT NOT NULL,
  length INTEGER NOT NULL,
  diff TEXT NOT NULL CHECK (json_valid(diff))
) STRICT;

CREATE TABLE plan (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT,
  author TEXT,
  status TEXT NOT NULL
) STRICT;

CREATE TABLE target (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  vendor TEXT,
  category TEXT NOT NULL,
  summary TEXT,
  reference_board TEXT,
  provenance TEXT NOT NULL CHECK (json_valid(provenance)),
  clusters TEXT NOT NULL CHECK (json_valid(clusters)),
  cores TEXT NOT NULL CHECK (json_valid(cores)),
  caches TEXT NOT NULL CHECK (json_valid(caches)),
  memories TEXT NOT NULL CHECK (json_valid(memories)),
  devices TEXT NOT NULL CHECK (json_valid(devices)),
  absent_devices TEXT NOT NULL CHECK (json_valid(absent_devices)),
  virtualization TEXT NOT NULL CHECK (json_valid(virtualization)),
  hypervisors TEXT NOT NULL CHECK (json_valid(hypervisors)),
  capacity_factors TEXT NOT NULL CHECK (json_valid(capacity_factors)),
  gaps TEXT NOT NULL CHECK (json_valid(gaps)),
  sources TEXT NOT NULL CHECK (json_valid(sources))
) STRICT;

CREATE TABLE application (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  supplier TEXT,
  os TEXT,
  os_version TEXT,
  isas TEXT NOT NULL CHECK (json_valid(isas)),
  criticality_scale TEXT,
  criticality_level TEXT,
  real_time TEXT,
  trust TEXT,
  cpu_load_share REAL,
  cpu_load_core_type TEXT,
  cpu_load_clock_hz REAL,
  memory_private_bytes INTEGER,
  memory_shared_bytes INTEGER,
  disk_bytes INTEGER,
  startup_need_ns INTEGER,
  instances INTEGER NOT NULL,
  devices TEXT NOT NULL CHECK (json_valid(devices)),
  services TEXT NOT NULL CHECK (json_valid(services)),
  sources TEXT NOT NULL CHECK (json_valid(sources))
) STRICT;

CREATE TABLE task (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  application_id TEXT NOT NULL REFERENCES application (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  period_ns INTEGER NOT NULL,
  deadline_ns INTEGER,
  wcet_ns INTEGER,
  acet_ns INTEGER,
  bcet_ns INTEGER,
  core_type TEXT,
  clock_hz REAL,
  wcet_on TEXT NOT NULL CHECK (json_valid(wcet_on)),
  jitter_ns INTEGER NOT NULL,
  offset_ns INTEGER,
  priority INTEGER,
  preemption TEXT NOT NULL,
  sources TEXT NOT NULL CHECK (json_valid(sources))
) STRICT;
CREATE INDEX task_by_application ON task (application_id);

CREATE TABLE link (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  name TEXT NOT NULL,
  from_application_id TEXT NOT NULL REFERENCES application (id) DEFERRABLE INITIALLY DEFERRED,
  to_application_id TEXT NOT NULL REFERENCES application (id) DEFERRABLE INITIALLY DEFERRED,
  from_task_id TEXT REFERENCES task (id) DEFERRABLE INITIALLY DEFERRED,
  to_task_id TEXT REFERENCES task (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,
  payload_bytes INTEGER,
  rate_hz REAL,
  latency_bound_ns INTEGER,
  sources TEXT NOT NULL CHECK (json_valid(sources))
) STRICT;
CREATE INDEX link_by_from_application ON link (from_application_id);
CREATE INDEX link_by_to_application ON link (to_application_id);
CREATE INDEX link_by_from_task ON link (from_task_id);
CREATE INDEX link_by_to_task ON link (to_task_id);

CREATE TABLE chain (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  name TEXT NOT NULL,
  latency_kind TEXT NOT NULL,
  latency_bound_ns INTEGER,
  sources TEXT NOT NULL CHECK (json_valid(sources))
) STRICT;

CREATE TABLE chain_task (
  chain_id TEXT NOT NULL REFERENCES chain (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  place INTEGER NOT NULL,
  task_id TEXT NOT NULL REFERENCES task (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (chain_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX chain_task_by_task ON chain_task (task_id);
`;

const LAYOUTS = `
CREATE TABLE layout (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  name TEXT NOT NULL,
  description TEXT
) STRICT;

CREATE TABLE environment (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  layout_id TEXT NOT NULL REFERENCES layout (id) DEFERRABLE INITIALLY DEFERRED,
  parent_id TEXT,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  technology_id TEXT,
  role TEXT NOT NULL,
  os_family TEXT,
  os_version TEXT,
  os_memory_bytes INTEGER,
  os_memory_source TEXT,
  core_ids TEXT NOT NULL CHECK (json_valid(core_ids)),
  time_share REAL,
  memory_bytes INTEGER,
  criticality_scale TEXT,
  criticality_level TEXT,
  notes TEXT,
  UNIQUE (layout_id, id),
  FOREIGN KEY (layout_id, parent_id) REFERENCES environment (layout_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX environment_by_parent ON environment (layout_id, parent_id);

CREATE TABLE placement (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  layout_id TEXT NOT NULL REFERENCES layout (id) DEFERRABLE INITIALLY DEFERRED,
  application_id TEXT NOT NULL REFERENCES application (id) DEFERRABLE INITIALLY DEFERRED,
  environment_id TEXT NOT NULL,
  core_ids TEXT NOT NULL CHECK (json_valid(core_ids)),
  instances INTEGER NOT NULL,
  reason TEXT,
  FOREIGN KEY (layout_id, environment_id) REFERENCES environment (layout_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX placement_by_application ON placement (application_id);
CREATE INDEX placement_by_environment ON placement (layout_id, environment_id);

CREATE TABLE placement_task_core (
  placement_id TEXT NOT NULL REFERENCES placement (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  place INTEGER NOT NULL,
  task_id TEXT NOT NULL REFERENCES task (id) DEFERRABLE INITIALLY DEFERRED,
  core_id TEXT NOT NULL,
  PRIMARY KEY (placement_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX placement_task_core_by_task ON placement_task_core (task_id);

CREATE TABLE region (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  layout_id TEXT NOT NULL REFERENCES layout (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  environment_id TEXT,
  memory_id TEXT,
  base INTEGER,
  size_bytes INTEGER NOT NULL,
  cacheable INTEGER CHECK (cacheable IN (0, 1)),
  notes TEXT,
  UNIQUE (layout_id, id),
  FOREIGN KEY (layout_id, environment_id) REFERENCES environment (layout_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX region_by_environment ON region (layout_id, environment_id);

CREATE TABLE "grant" (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  layout_id TEXT NOT NULL REFERENCES layout (id) DEFERRABLE INITIALLY DEFERRED,
  device_id TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  backend_environment_id TEXT,
  notes TEXT,
  FOREIGN KEY (layout_id, environment_id) REFERENCES environment (layout_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (layout_id, backend_environment_id) REFERENCES environment (layout_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX grant_by_environment ON "grant" (layout_id, environment_id);
CREATE INDEX grant_by_backend_environment ON "grant" (layout_id, backend_environment_id);

CREATE TABLE channel (
  id TEXT NOT NULL PRIMARY KEY,
  position REAL NOT NULL,
  layout_id TEXT NOT NULL REFERENCES layout (id) DEFERRABLE INITIALLY DEFERRED,
  link_id TEXT NOT NULL REFERENCES link (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,
  mechanism_id TEXT,
  region_id TEXT,
  region_offset INTEGER,
  size_bytes INTEGER,
  from_address INTEGER,
  to_address INTEGER,
  notes TEXT,
  FOREIGN KEY (layout_id, region_id) REFERENCES region (layout_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX channel_by_link ON channel (link_id);
CREATE INDEX channel_by_region ON channel (layout_id, region_id);
`;

const RESULTS = `
CREATE TABLE result (
  id INTEGER PRIMARY KEY,
  layout_id TEXT NOT NULL REFERENCES layout (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  revision INTEGER NOT NULL,
  engine_version TEXT NOT NULL,
  catalogue_version TEXT NOT NULL,
  UNIQUE (layout_id, revision)
) STRICT;

CREATE TABLE budget (
  id INTEGER PRIMARY KEY,
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  subject_name TEXT NOT NULL,
  demand_low REAL,
  demand_typical REAL,
  demand_high REAL,
  at_least INTEGER NOT NULL CHECK (at_least IN (0, 1)),
  capacity REAL,
  unit TEXT NOT NULL,
  verdict TEXT NOT NULL,
  figures TEXT NOT NULL CHECK (json_valid(figures))
) STRICT;
CREATE INDEX budget_by_result ON budget (result_id);

CREATE TABLE estimate (
  id INTEGER PRIMARY KEY,
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  subject_name TEXT NOT NULL,
  low REAL,
  typical REAL,
  high REAL,
  at_least INTEGER NOT NULL CHECK (at_least IN (0, 1)),
  unit TEXT NOT NULL,
  formula TEXT NOT NULL,
  figures TEXT NOT NULL CHECK (json_valid(figures))
) STRICT;
CREATE INDEX estimate_by_result ON estimate (result_id);

CREATE TABLE task_result (
  id INTEGER PRIMARY KEY,
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  task_id TEXT NOT NULL,
  task_name TEXT NOT NULL,
  application_id TEXT NOT NULL,
  application_name TEXT NOT NULL,
  core_id TEXT,
  utilisation_low REAL,
  utilisation_typical REAL,
  utilisation_high REAL,
  verdict TEXT NOT NULL,
  method TEXT,
  response_time_ns INTEGER,
  slack_ns INTEGER,
  assumptions TEXT NOT NULL CHECK (json_valid(assumptions))
) STRICT;
CREATE INDEX task_result_by_result ON task_result (result_id);

CREATE TABLE chain_result (
  id INTEGER PRIMARY KEY,
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  chain_id TEXT NOT NULL,
  chain_name TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX chain_result_by_result ON chain_result (result_id);

CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  rule TEXT NOT NULL,
  verdict TEXT NOT NULL,
  message TEXT NOT NULL,
  limit_text TEXT,
  actual_text TEXT,
  remainder_text TEXT,
  remedy TEXT,
  evidence TEXT NOT NULL CHECK (json_valid(evidence))
) STRICT;
CREATE INDEX finding_by_result ON finding (result_id);

CREATE TABLE finding_subject (
  finding_id INTEGER NOT NULL REFERENCES finding (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (finding_id, place)
) STRICT, WITHOUT ROWID;
`;

const VIEWS = `
CREATE VIEW core AS
  SELECT
    json_extract(c.value, '$.id') AS id,
    json_extract(c.value, '$.name') AS name,
    json_extract(k.value, '$.id') AS cluster_id,
    json_extract(k.value, '$.name') AS cluster_name,
    json_extract(k.value, '$.coreType') AS core_type,
    json_extract(k.value, '$.isa') AS isa,
    json_extract(k.value, '$.maxClockHz') AS max_clock_hz
  FROM target, json_each(target.cores) AS c
  LEFT JOIN json_each(target.clusters) AS k
    ON json_extract(k.value, '$.id') = json_extract(c.value, '$.clusterId');

CREATE VIEW device AS
  SELECT
    json_extract(d.value, '$.id') AS id,
    json_extract(d.value, '$.name') AS name,
    json_extract(d.value, '$.class') AS class,
    json_extract(d.value, '$.busId') AS bus_id,
    json_extract(d.value, '$.behindIommu') AS behind_iommu,
    json_extract(d.value, '$.virtualFunctions') AS virtual_functions
  FROM target, json_each(target.devices) AS d;

CREATE VIEW latest_result AS
  SELECT result.id, result.layout_id, layout.name AS layout, layout.position AS layout_position,
    result.revision, result.engine_version, result.catalogue_version,
    result.revision = plan_state.revision AS is_current
  FROM result
  JOIN layout ON layout.id = result.layout_id
  CROSS JOIN plan_state
  WHERE result.revision = (SELECT max(r.revision) FROM result AS r WHERE r.layout_id = result.layout_id);

CREATE VIEW latest_budget AS
  SELECT latest_result.layout, latest_result.revision, budget.kind, budget.subject_kind,
    budget.subject_id, budget.subject_name, budget.demand_low, budget.demand_typical,
    budget.demand_high, budget.at_least, budget.capacity, budget.unit, budget.verdict
  FROM budget JOIN latest_result ON latest_result.id = budget.result_id;

CREATE VIEW finding_text AS
  SELECT latest_result.layout, latest_result.revision, finding.rule, finding.verdict,
    CASE finding.verdict WHEN 'error' THEN 0 WHEN 'warning' THEN 1 WHEN 'not-assessed' THEN 2 ELSE 3 END AS severity,
    (SELECT group_concat(s.kind || ' ' || s.name, ', ') FROM
      (SELECT kind, name FROM finding_subject WHERE finding_id = finding.id ORDER BY place) AS s) AS subjects,
    finding.message, finding.limit_text, finding.actual_text, finding.remainder_text, finding.remedy
  FROM finding JOIN latest_result ON latest_result.id = finding.result_id;
`;

export const migration0001: Migration = {
  version: 1,
  name: 'plan',
  sql: [DOCUMENT, LAYOUTS, RESULTS, VIEWS].join('\n'),
};
