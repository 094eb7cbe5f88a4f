/** The tables of layouts as CSV: who runs where, in what, over which channel. */
import type { Channel, Environment, Grant, Placement, Region } from '../../model/layout.ts';
import type { Id } from '../../model/fields.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import {
  addressCell,
  criticalityCell,
  flagCell,
  listCell,
  numberCell,
  percentCell,
  textCell,
} from './write-cell.ts';
import { writeRecords, type CsvFile, type WrittenColumn } from './write-table.ts';

type Named = { readonly name: string };

/** Names of what records refer to; blank where there is none. */
class Names {
  readonly #plan: Plan;
  readonly #parts: ReadonlyMap<Id, Named>;

  constructor(plan: Plan) {
    const { cores, memories, devices } = targetOf(plan);
    this.#plan = plan;
    this.#parts = new Map([...cores, ...memories, ...devices].map((part) => [part.id, part]));
  }

  of(
    table: 'layouts' | 'applications' | 'tasks' | 'links' | 'environments' | 'regions',
    id: Id | null,
  ): string {
    return id === null ? '' : (this.#plan[table].get(id)?.name ?? '');
  }

  /** A core, memory or device; its id where the target has none of that id any more. */
  part(id: Id | null): string {
    return id === null ? '' : (this.#parts.get(id)?.name ?? id);
  }

  parts(ids: readonly Id[]): string {
    return listCell(ids.map((id) => this.part(id)));
  }
}

function environmentColumns(names: Names): readonly WrittenColumn<Environment>[] {
  return [
    ['layout', (env) => names.of('layouts', env.layoutId)],
    ['environment', (env) => env.name],
    ['inside', (env) => names.of('environments', env.parentId)],
    ['kind', (env) => env.kind],
    ['technology', (env) => textCell(env.technologyId)],
    ['role', (env) => env.role],
    ['os', (env) => textCell(env.os?.family ?? null)],
    ['os_version', (env) => textCell(env.os?.version ?? null)],
    ['os_memory_bytes', (env) => numberCell(env.os?.memoryBytes ?? null)],
    ['os_memory_source', (env) => textCell(env.os?.memorySource ?? null)],
    ['cores', (env) => names.parts(env.coreIds)],
    ['time_share_percent', (env) => percentCell(env.timeShare)],
    ['memory_bytes', (env) => numberCell(env.memoryBytes)],
    ['criticality', (env) => criticalityCell(env.criticality)],
    ['notes', (env) => textCell(env.notes)],
  ];
}

function placementColumns(names: Names): readonly WrittenColumn<Placement>[] {
  return [
    ['layout', (placed) => names.of('layouts', placed.layoutId)],
    ['application', (placed) => names.of('applications', placed.applicationId)],
    ['environment', (placed) => names.of('environments', placed.environmentId)],
    ['cores', (placed) => names.parts(placed.coreIds)],
    [
      'task_cores',
      (placed) =>
        listCell(
          placed.taskCores.map(
            ({ taskId, coreId }) => `${names.of('tasks', taskId)} on ${names.part(coreId)}`,
          ),
        ),
    ],
    ['instances', (placed) => numberCell(placed.instances)],
    ['reason', (placed) => textCell(placed.reason)],
  ];
}

function regionColumns(names: Names): readonly WrittenColumn<Region>[] {
  return [
    ['layout', (region) => names.of('layouts', region.layoutId)],
    ['region', (region) => region.name],
    ['kind', (region) => region.kind],
    ['environment', (region) => names.of('environments', region.environmentId)],
    ['memory', (region) => names.part(region.memoryId)],
    ['base', (region) => addressCell(region.base)],
    ['size_bytes', (region) => numberCell(region.sizeBytes)],
    ['cacheable', (region) => flagCell(region.cacheable)],
    ['notes', (region) => textCell(region.notes)],
  ];
}

function grantColumns(names: Names): readonly WrittenColumn<Grant>[] {
  return [
    ['layout', (grant) => names.of('layouts', grant.layoutId)],
    ['device', (grant) => names.part(grant.deviceId)],
    ['environment', (grant) => names.of('environments', grant.environmentId)],
    ['mode', (grant) => grant.mode],
    ['backend_environment', (grant) => names.of('environments', grant.backendEnvironmentId)],
    ['notes', (grant) => textCell(grant.notes)],
  ];
}

function channelColumns(names: Names): readonly WrittenColumn<Channel>[] {
  return [
    ['layout', (channel) => names.of('layouts', channel.layoutId)],
    ['link', (channel) => names.of('links', channel.linkId)],
    ['kind', (channel) => channel.kind],
    ['mechanism', (channel) => textCell(channel.mechanismId)],
    ['region', (channel) => names.of('regions', channel.regionId)],
    ['region_offset', (channel) => addressCell(channel.regionOffset)],
    ['size_bytes', (channel) => numberCell(channel.sizeBytes)],
    ['from_address', (channel) => addressCell(channel.fromAddress)],
    ['to_address', (channel) => addressCell(channel.toAddress)],
    ['notes', (channel) => textCell(channel.notes)],
  ];
}

/**
 * @param plan the plan
 * @returns layouts, environments, placements, regions, grants and channels, a file each
 * @cost O(records)
 */
export function exportLayoutTables(plan: Plan): readonly CsvFile[] {
  const names = new Names(plan);
  return [
    writeRecords(
      'layouts',
      [
        ['layout', (layout) => layout.name],
        ['description', (layout) => textCell(layout.description)],
      ],
      rows(plan.layouts),
    ),
    writeRecords('environments', environmentColumns(names), rows(plan.environments)),
    writeRecords('placements', placementColumns(names), rows(plan.placements)),
    writeRecords('regions', regionColumns(names), rows(plan.regions)),
    writeRecords('grants', grantColumns(names), rows(plan.grants)),
    writeRecords('channels', channelColumns(names), rows(plan.channels)),
  ];
}
