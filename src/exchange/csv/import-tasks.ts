/** Rows of a tasks table to records; applications they name are created. */
import type { Application, Task } from '../../model/application.ts';
import { sustainedClockHz } from '../../model/clock.ts';
import { MAX_NAME_LENGTH, type Id } from '../../model/fields.ts';
import { targetOf } from '../../model/plan.ts';
import { csvNotice } from './problems.ts';
import { findCore } from './task-cores.ts';
import { groupByText, type Merger, type TableBasis } from './merge.ts';
import { taskFigures, type TaskFigures } from './task-figures.ts';
import { cellPlace, type ValueRow } from './read-records.ts';
import type { Problem } from '../../model/problem.ts';

const FIELDS = [
  'name',
  'kind',
  'periodNs',
  'deadlineNs',
  'wcetNs',
  'acetNs',
  'bcetNs',
  'coreType',
  'clockHz',
  'jitterNs',
  'offsetNs',
  'priority',
  'preemption',
  'longestRegionNs',
  'suspensionNs',
  'blockingNs',
  'memoryAccesses',
  'criticalSections',
  'wcetOn',
  'sources',
] as const;
const FIGURES = [
  'periodNs',
  'deadlineNs',
  'wcetNs',
  'acetNs',
  'bcetNs',
  'jitterNs',
  'offsetNs',
  'longestRegionNs',
  'suspensionNs',
  'blockingNs',
  'memoryAccesses',
];

/** Who owns the tasks of a table. */
interface Owners {
  /** Name of the application; null after reporting. */
  readonly nameFor: (row: ValueRow) => string | null;
  readonly notices: readonly Problem[];
}

/** By column of applications, else of partitions, else the file. */
function ownersOf(merger: Merger): Owners {
  const { headerRow, fileName, table } = merger.input;
  const place = cellPlace(table.columns, headerRow, 'partition');
  const hasPartition = merger.has('partition');
  if (merger.has('application')) {
    const notices = hasPartition ? [csvNotice('csv-ignored-column', { place })] : [];
    return { nameFor: (row) => merger.required(row, 'application'), notices };
  }
  if (hasPartition) {
    const notices = [csvNotice('csv-application-of-partition', { place })];
    return { nameFor: (row) => merger.required(row, 'partition'), notices };
  }
  const base = /([^/\\]*?)(?:\.[A-Za-z0-9]+)?$/.exec(fileName)?.[1]?.trim() ?? '';
  const found = (base === '' ? 'Imported tasks' : base).slice(0, MAX_NAME_LENGTH).toWellFormed();
  const detail = { place: { row: headerRow }, found };
  return { nameFor: () => found, notices: [csvNotice('csv-application-of-file', detail)] };
}

const taskKey = (applicationId: Id, name: string) => `${applicationId} ${name}`;

/**
 * Creates tasks and changes those of the same application and name.
 *
 * @param merger collects changes, problems and bindings to cores
 * @returns notices about cores that the plan's target does not have
 */
export function importTasks(merger: Merger): readonly Problem[] {
  const { plan, table } = merger.input;
  if (!merger.has('name')) {
    merger.reportColumn('task, or name');
    return [];
  }
  const owners = ownersOf(merger);
  const applications = new ApplicationFinder(merger);
  const byKey = groupByText(plan.tasks.values(), (task) => taskKey(task.applicationId, task.name));
  const seen = new Set<string>();
  const figures = taskFigures(merger);
  const notices: Problem[] = [...owners.notices, ...figures.notices, ...foreignCoreTypes(merger)];
  const isTimed = merger.has('periodNs') || merger.has('rateHz');
  let lacksPeriod = false;
  for (const row of table.rows) {
    const owner = owners.nameFor(row);
    const name = merger.required(row, 'name');
    const application = owner === null ? null : applications.find(owner, row);
    if (name === null || application === null) continue;
    const key = taskKey(application.id, name);
    const [existing = null, another] = byKey.get(key) ?? [];
    const detail = { found: name, word: 'task' };
    if (seen.has(key)) merger.report('csv-duplicate-name', row, 'name', detail);
    else if (another) merger.report('csv-ambiguous-name', row, 'name', detail);
    seen.add(key);
    if (existing === null && !isTimed) {
      lacksPeriod = true;
      continue;
    }
    const task = putTask(merger, row, existing, application.id, figures);
    if (task) bindTask(merger, row, task);
  }
  if (lacksPeriod) merger.reportColumn('period_us, or period with a unit in each cell');
  notices.push(...missingCores(merger));
  const isAssumed = !merger.has('coreType') && merger.input.tableBasis.coreType === null;
  if (isAssumed && merger.bindings.length > 0) {
    const place = cellPlace(table.columns, merger.input.headerRow, 'core');
    notices.push(csvNotice('csv-times-of-bound-core', { place }));
  }
  return notices;
}

function putTask(
  merger: Merger,
  row: ValueRow,
  existing: Task | null,
  applicationId: Id,
  figures: TaskFigures,
): Task | null {
  const { tableBasis } = merger.input;
  const fields: Record<string, unknown> = { applicationId };
  for (const field of FIELDS) if (merger.has(field)) fields[field] = row.values[field];
  Object.assign(fields, figures.of(row));
  if (fields['periodNs'] === null) {
    const column = merger.has('periodNs') ? 'periodNs' : 'rateHz';
    if (!row.faulty.has(column)) merger.report('csv-missing-value', row, column);
    return null;
  }
  const isTimed = ['wcetNs', 'acetNs', 'bcetNs'].some((field) => typeof fields[field] === 'number');
  if (existing === null && isTimed && !merger.has('coreType')) {
    const basis = tableBasis.coreType === null ? basisOfBoundCore(merger, row) : tableBasis;
    fields['coreType'] = basis?.coreType ?? null;
    fields['clockHz'] ??= basis?.clockHz ?? null;
  }
  return merger.put('tasks', row, existing, fields, FIGURES, figures.remarks(row));
}

/**
 * A table that binds a task to a core and names no core type speaks of that core: its times are read as stated
 * for the core's type at its clock, and a notice says so.
 */
function basisOfBoundCore(
  merger: Merger,
  row: ValueRow,
): Pick<TableBasis, 'coreType' | 'clockHz'> | null {
  const core = coreOf(merger, row);
  const target = targetOf(merger.input.plan);
  const coreId = core === null ? null : findCore(target, core);
  const clusterId = target.cores.find(({ id }) => id === coreId)?.clusterId;
  const cluster = target.clusters.find(({ id }) => id === clusterId);
  return cluster ? { coreType: cluster.coreType, clockHz: sustainedClockHz(cluster) } : null;
}

/** The core that the row names, else the one that is named for the whole table. */
function coreOf({ input }: Merger, row: ValueRow): string | null {
  const core = row.values['core'];
  return typeof core === 'string' ? core : input.tableBasis.core;
}

function bindTask(merger: Merger, row: ValueRow, task: Task): void {
  const core = coreOf(merger, row);
  if (core === null) return;
  const place = cellPlace(merger.input.table.columns, row.row, 'core');
  merger.bindings.push({ taskId: task.id, applicationId: task.applicationId, core, place });
}

/** Names of cores that the target does not have, each where it stands first. */
function missingCores({ bindings, input }: Merger): readonly Problem[] {
  const target = targetOf(input.plan);
  const first = new Map(bindings.toReversed().map(({ core, place }) => [core, place]));
  return [...first]
    .filter(([core]) => findCore(target, core) === null)
    .map(([core, place]) => csvNotice('csv-no-such-core', { place, found: core }));
}

/** Core types that the target does not have, each where it stands first: its times hold for no core here. */
function foreignCoreTypes({ input }: Merger): readonly Problem[] {
  const { columns, rows } = input.table;
  const known = new Set(targetOf(input.plan).clusters.map(({ coreType }) => coreType));
  const first = new Map<string, number>();
  for (const { row, values } of rows) {
    const type = values['coreType'];
    if (typeof type === 'string' && !known.has(type) && !first.has(type)) first.set(type, row);
  }
  const expected = [...known].join(', ');
  return [...first].map(([found, row]) => {
    const place = cellPlace(columns, row, 'coreType');
    return csvNotice('csv-no-such-core-type', { place, found, expected });
  });
}

/** Finds applications by name, and creates those that the plan lacks. */
class ApplicationFinder {
  readonly #merger: Merger;
  readonly #byName: Map<string, Application[]>;

  constructor(merger: Merger) {
    this.#merger = merger;
    this.#byName = groupByText(merger.input.plan.applications.values(), ({ name }) => name);
  }

  find(name: string, row: ValueRow): Application | null {
    const [known, another] = this.#byName.get(name) ?? [];
    if (another) {
      const detail = { found: name, word: 'application' };
      this.#merger.report('csv-ambiguous-name', row, 'application', detail);
      return null;
    }
    if (known) return known;
    const created = this.#merger.create('applications', row, { name }, 'application');
    if (created) this.#byName.set(name, [created]);
    return created;
  }
}
