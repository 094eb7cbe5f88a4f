/** Rows of an applications table to records. */
import type { Application, CpuLoad } from '../../model/application.ts';
import { groupByText, type Merger } from './merge.ts';
import type { ValueRow } from './read-records.ts';

const FIELDS = [
  'name',
  'description',
  'supplier',
  'os',
  'osVersion',
  'isas',
  'criticality',
  'realTime',
  'trust',
  'memoryPrivateBytes',
  'memorySharedBytes',
  'diskBytes',
  'startupNeedNs',
  'startupNs',
  'interruptLatencyNs',
  'storageOperationsPerSecond',
  'cacheWorkingSetBytes',
  'deliverable',
  'processes',
  'certificate',
  'instances',
  'devices',
  'services',
  'sources',
] as const;
const FIGURES = [
  'cpuLoad',
  'memoryPrivateBytes',
  'memorySharedBytes',
  'diskBytes',
  'startupNeedNs',
  'startupNs',
  'interruptLatencyNs',
  'storageOperationsPerSecond',
  'cacheWorkingSetBytes',
] as const;
const FLAGS = ['legacyHardware', 'restartAlone'] as const;
const LOAD_FIELDS = ['loadShare', 'loadCoreType', 'loadClockHz'] as const;

/**
 * Creates applications and changes those of the same name.
 *
 * @param merger collects changes and problems
 */
export function importApplications(merger: Merger): void {
  const { plan, table } = merger.input;
  if (!merger.has('name')) {
    merger.reportColumn('name');
    return;
  }
  const byName = groupByText(plan.applications.values(), ({ name }) => name);
  const seen = new Set<string>();
  for (const row of table.rows) {
    const name = merger.required(row, 'name');
    if (name === null) continue;
    const word = 'application';
    const [existing = null, another] = byName.get(name) ?? [];
    if (seen.has(name)) merger.report('csv-duplicate-name', row, 'name', { found: name, word });
    else if (another) merger.report('csv-ambiguous-name', row, 'name', { found: name, word });
    seen.add(name);
    const fields: Record<string, unknown> = {};
    for (const field of FIELDS) if (merger.has(field)) fields[field] = row.values[field];
    for (const field of FLAGS) {
      const value = row.values[field];
      if (merger.has(field)) fields[field] = value === null ? null : value === 'yes';
    }
    if (LOAD_FIELDS.some((field) => merger.has(field))) {
      fields['cpuLoad'] = readLoad(merger, row, existing);
    }
    merger.put('applications', row, existing, fields, FIGURES);
  }
}

/** A load is one value of the model and three columns of a table. */
function readLoad(merger: Merger, row: ValueRow, existing: Application | null): CpuLoad | null {
  const old = existing?.cpuLoad ?? null;
  const part = (field: (typeof LOAD_FIELDS)[number], kept: unknown) =>
    merger.has(field) ? row.values[field] : kept;
  const { tableBasis } = merger.input;
  const share = part('loadShare', old?.share ?? null);
  const coreType = part('loadCoreType', old?.coreType ?? null);
  const clockHz = part('loadClockHz', old?.clockHz ?? null);
  if (share === null && coreType === null) return null;
  const type = coreType ?? (merger.has('loadCoreType') ? null : tableBasis.coreType);
  if (typeof share === 'number' && typeof type === 'string') {
    const clock = clockHz ?? (coreType === null ? tableBasis.clockHz : null);
    return { share, coreType: type, clockHz: clock as number | null };
  }
  const missing = share === null ? 'loadShare' : 'loadCoreType';
  const present = share === null ? 'loadCoreType' : 'loadShare';
  if (!row.isFaulty) {
    merger.report('csv-incomplete-load', row, merger.has(missing) ? missing : present);
  }
  return null;
}
