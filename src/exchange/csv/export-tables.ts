/** Every table of a plan as CSV. Applications, tasks, links and chains are read back by the importer without loss. */
import type { Application, Link, Task } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { rows, type Plan } from '../../model/plan.ts';
import { exportLayoutTables } from './export-layouts.ts';
import { groupByText } from './merge.ts';
import { exportTargetTables } from './export-target.ts';
import {
  criticalityCell,
  devicesCell,
  flagCell,
  jsonCell,
  listCell,
  microsecondCell,
  numberCell,
  percentCell,
  textCell,
} from './write-cell.ts';
import { writeRecords, type CsvFile, type WrittenColumn } from './write-table.ts';

const APPLICATION_COLUMNS: readonly WrittenColumn<Application>[] = [
  ['name', (app) => app.name],
  ['description', (app) => textCell(app.description)],
  ['supplier', (app) => textCell(app.supplier)],
  ['os', (app) => textCell(app.os)],
  ['os_version', (app) => textCell(app.osVersion)],
  ['isas', (app) => app.isas.join('; ')],
  ['criticality', (app) => criticalityCell(app.criticality)],
  ['real_time', (app) => textCell(app.realTime)],
  ['trust', (app) => textCell(app.trust)],
  ['cpu_load_percent', (app) => percentCell(app.cpuLoad?.share ?? null)],
  ['load_core_type', (app) => textCell(app.cpuLoad?.coreType ?? null)],
  ['load_clock_hz', (app) => numberCell(app.cpuLoad?.clockHz ?? null)],
  ['memory_private_bytes', (app) => numberCell(app.memoryPrivateBytes)],
  ['memory_shared_bytes', (app) => numberCell(app.memorySharedBytes)],
  ['disk_bytes', (app) => numberCell(app.diskBytes)],
  ['startup_need_us', (app) => microsecondCell(app.startupNeedNs)],
  ['startup_time_us', (app) => microsecondCell(app.startupNs)],
  ['interrupt_latency_need_us', (app) => microsecondCell(app.interruptLatencyNs)],
  ['storage_iops', (app) => numberCell(app.storageOperationsPerSecond)],
  ['cache_working_set_bytes', (app) => numberCell(app.cacheWorkingSetBytes)],
  ['deliverable', (app) => textCell(app.deliverable)],
  ['processes', (app) => textCell(app.processes)],
  ['legacy_hardware', (app) => flagCell(app.legacyHardware)],
  ['restart_alone', (app) => flagCell(app.restartAlone)],
  ['certificate', (app) => textCell(app.certificate)],
  ['instances', (app) => numberCell(app.instances)],
  ['devices', (app) => devicesCell(app.devices)],
  ['services', (app) => listCell(app.services)],
  ['sources', (app) => jsonCell(app.sources)],
];

function taskColumns(plan: Plan): readonly WrittenColumn<Task>[] {
  return [
    ['application', (task) => plan.applications.get(task.applicationId)?.name ?? ''],
    ['task', (task) => task.name],
    ['kind', (task) => task.kind],
    ['period_us', (task) => microsecondCell(task.periodNs)],
    ['deadline_us', (task) => microsecondCell(task.deadlineNs)],
    ['wcet_us', (task) => microsecondCell(task.wcetNs)],
    ['acet_us', (task) => microsecondCell(task.acetNs)],
    ['bcet_us', (task) => microsecondCell(task.bcetNs)],
    ['core_type', (task) => textCell(task.coreType)],
    ['clock_hz', (task) => numberCell(task.clockHz)],
    ['jitter_us', (task) => microsecondCell(task.jitterNs)],
    ['offset_us', (task) => microsecondCell(task.offsetNs)],
    ['priority', (task) => numberCell(task.priority)],
    ['preemption', (task) => task.preemption],
    ['longest_region_us', (task) => microsecondCell(task.longestRegionNs)],
    ['suspension_us', (task) => microsecondCell(task.suspensionNs)],
    ['blocking_us', (task) => microsecondCell(task.blockingNs)],
    ['memory_accesses', (task) => numberCell(task.memoryAccesses)],
    ['critical_sections', (task) => jsonCell(task.criticalSections)],
    ['wcet_on', (task) => jsonCell(task.wcetOn)],
    ['sources', (task) => jsonCell(task.sources)],
  ];
}

function linkColumns(plan: Plan): readonly WrittenColumn<Link>[] {
  const application = (id: Id) => plan.applications.get(id)?.name ?? '';
  const task = (id: Id | null) => (id === null ? '' : (plan.tasks.get(id)?.name ?? ''));
  return [
    ['name', (link) => link.name],
    ['from_application', (link) => application(link.fromApplicationId)],
    ['from_task', (link) => task(link.fromTaskId)],
    ['to_application', (link) => application(link.toApplicationId)],
    ['to_task', (link) => task(link.toTaskId)],
    ['kind', (link) => link.kind],
    ['payload_bytes', (link) => numberCell(link.payloadBytes)],
    ['rate_hz', (link) => numberCell(link.rateHz)],
    ['latency_bound_us', (link) => microsecondCell(link.latencyBoundNs)],
    ['sources', (link) => jsonCell(link.sources)],
  ];
}

/**
 * Writes every table of a plan.
 *
 * @param plan the plan
 * @returns one file a table, tables without records included
 * @cost O(records)
 */
export function exportTables(plan: Plan): readonly CsvFile[] {
  const named = groupByText(plan.tasks.values(), ({ name }) => name);
  // With its application where its name alone does not tell it from others.
  const taskName = (id: Id) => {
    const { name = '', applicationId = '' } = plan.tasks.get(id) ?? {};
    if ((named.get(name)?.length ?? 0) < 2) return name;
    return `${plan.applications.get(applicationId)?.name ?? ''} / ${name}`;
  };
  return [
    writeRecords('applications', APPLICATION_COLUMNS, rows(plan.applications)),
    writeRecords('tasks', taskColumns(plan), rows(plan.tasks)),
    writeRecords('links', linkColumns(plan), rows(plan.links)),
    writeRecords(
      'chains',
      [
        ['name', (chain) => chain.name],
        ['tasks', (chain) => listCell(chain.taskIds.map(taskName))],
        ['runnable_positions', (chain) => jsonCell(chain.runnablePositions)],
        ['latency_kind', (chain) => chain.latencyKind],
        ['communication', (chain) => chain.communication],
        ['latency_bound_us', (chain) => microsecondCell(chain.latencyBoundNs)],
        ['sources', (chain) => jsonCell(chain.sources)],
      ],
      rows(plan.chains),
    ),
    writeRecords(
      'overrides',
      [
        ['of', (override) => override.subjectKind],
        ['id', (override) => override.subjectId],
        ['figure', (override) => override.parameter],
        ['value', (override) => String(override.value)],
        ['low', (override) => numberCell(override.low)],
        ['high', (override) => numberCell(override.high)],
        ['unit', (override) => textCell(override.unit)],
        ['reason', (override) => override.reason],
        ['author', (override) => textCell(override.author)],
      ],
      rows(plan.overrides),
    ),
    ...exportLayoutTables(plan),
    ...exportTargetTables(plan),
  ];
}
