/** The tables of layouts as CSV: who runs where, in what, over which channel. */
import type {
  Channel,
  Environment,
  Grant,
  Image,
  Layout,
  Placement,
  Region,
} from '../../model/layout.ts';
import type { Id } from '../../model/fields.ts';
import { rows, targetOf, type Plan } from '../../model/plan.ts';
import type { Frame, Window } from '../../model/scheduling.ts';
import {
  addressCell,
  criticalityCell,
  flagCell,
  jsonCell,
  listCell,
  microsecondCell,
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
    table:
      | 'layouts'
      | 'applications'
      | 'tasks'
      | 'links'
      | 'environments'
      | 'regions'
      | 'images'
      | 'frames',
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
    ['scheduler', (env) => textCell(env.scheduler)],
    ['server', (env) => textCell(env.server?.kind ?? null)],
    ['server_budget_us', (env) => microsecondCell(env.server?.budgetNs ?? null)],
    ['server_period_us', (env) => microsecondCell(env.server?.periodNs ?? null)],
    ['server_deadline_us', (env) => microsecondCell(env.server?.deadlineNs ?? null)],
    ['server_priority', (env) => numberCell(env.server?.priority ?? null)],
    ['context_switch_us', (env) => microsecondCell(env.contextSwitchNs)],
    ['offsets_from_frame', (env) => flagCell(env.offsetsFromFrame)],
    ['lock_protocol', (env) => textCell(env.lockProtocol)],
    ['cross_core_lock_protocol', (env) => textCell(env.crossCoreLockProtocol)],
    ['release_latency_us', (env) => microsecondCell(env.releaseLatencyNs)],
    ['execution_factor', (env) => numberCell(env.executionFactor)],
    ['sibling_threads', (env) => textCell(env.siblingThreads)],
    ['timing_source', (env) => textCell(env.timingSource)],
    ['interference_factor', (env) => numberCell(env.interferenceFactor)],
    ['interference_source', (env) => textCell(env.interferenceSource)],
    ['cache_share', (env) => textCell(env.cacheShare?.mechanism ?? null)],
    ['cache_share_mask', (env) => textCell(env.cacheShare?.mask ?? null)],
    ['memory_budget_accesses', (env) => numberCell(env.memoryBudget?.accesses ?? null)],
    ['memory_budget_period_us', (env) => microsecondCell(env.memoryBudget?.periodNs ?? null)],
    ['throttle', (env) => textCell(env.bandwidthThrottle?.mechanism ?? null)],
    ['throttle_most_percent', (env) => numberCell(env.bandwidthThrottle?.mostPercent ?? null)],
    ['throttle_least_percent', (env) => numberCell(env.bandwidthThrottle?.leastPercent ?? null)],
    ['regulation_source', (env) => textCell(env.regulationSource)],
    ['memory_bytes', (env) => numberCell(env.memoryBytes)],
    ['criticality', (env) => criticalityCell(env.criticality)],
    ['os_startup_us', (env) => microsecondCell(env.os?.startupNs ?? null)],
    ['os_startup_source', (env) => textCell(env.os?.startupSource ?? null)],
    ['copies', (env) => numberCell(env.copies)],
    ['front_ends', (env) => listCell(env.frontEnds ?? [])],
    ['start_after', (env) => listCell(env.startAfterIds.map((id) => names.of('environments', id)))],
    ['startup_read_bytes', (env) => numberCell(env.startupReadBytes)],
    ['interference_controls', (env) => listCell(env.interferenceControls ?? [])],
    ['deduplication', (env) => (env.deduplication ? jsonCell(env.deduplication) : '')],
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

function imageColumns(names: Names): readonly WrittenColumn<Image>[] {
  return [
    ['layout', (image) => names.of('layouts', image.layoutId)],
    ['image', (image) => image.name],
    ['stands_on', (image) => names.of('images', image.parentId)],
    ['format', (image) => image.format],
    ['environment', (image) => names.of('environments', image.environmentId)],
    ['copies', (image) => numberCell(image.copies)],
    ['slots', (image) => numberCell(image.slots)],
    ['virtual_bytes', (image) => numberCell(image.virtualBytes)],
    ['content_bytes', (image) => numberCell(image.contentBytes)],
    ['growth_bytes', (image) => numberCell(image.growthBytes)],
    ['write_bytes', (image) => numberCell(image.writeBytes)],
    ['update_bytes', (image) => numberCell(image.updateBytes)],
    ['sources', (image) => jsonCell(image.sources)],
  ];
}

function frameColumns(names: Names): readonly WrittenColumn<Frame>[] {
  return [
    ['layout', (frame) => names.of('layouts', frame.layoutId)],
    ['frame', (frame) => frame.name],
    ['length_us', (frame) => microsecondCell(frame.lengthNs)],
    ['switch_us', (frame) => microsecondCell(frame.switchNs)],
    ['tick_us', (frame) => microsecondCell(frame.tickNs)],
    ['notes', (frame) => textCell(frame.notes)],
  ];
}

function windowColumns(names: Names): readonly WrittenColumn<Window>[] {
  return [
    ['layout', (window) => names.of('layouts', window.layoutId)],
    ['frame', (window) => names.of('frames', window.frameId)],
    ['core', (window) => names.part(window.coreId)],
    ['environment', (window) => names.of('environments', window.environmentId)],
    ['start_us', (window) => microsecondCell(window.startNs)],
    ['duration_us', (window) => microsecondCell(window.durationNs)],
  ];
}

const LAYOUT_COLUMNS: readonly WrittenColumn<Layout>[] = [
  ['layout', (layout) => layout.name],
  ['description', (layout) => textCell(layout.description)],
  ['start_mode', (layout) => layout.startMode],
  ['boot_rom_us', (layout) => microsecondCell(layout.bootRomNs)],
  ['boot_loader_us', (layout) => microsecondCell(layout.bootLoaderNs)],
  ['storage_bytes_per_s', (layout) => numberCell(layout.storageBytesPerSecond)],
  ['boot_source', (layout) => textCell(layout.bootSource)],
  ['disk_bytes', (layout) => numberCell(layout.diskBytes)],
];

/**
 * @param plan the plan
 * @returns layouts, environments, placements, regions, grants, channels, images, frames and windows, a file each
 * @cost O(records)
 */
export function exportLayoutTables(plan: Plan): readonly CsvFile[] {
  const names = new Names(plan);
  return [
    writeRecords('layouts', LAYOUT_COLUMNS, rows(plan.layouts)),
    writeRecords('environments', environmentColumns(names), rows(plan.environments)),
    writeRecords('placements', placementColumns(names), rows(plan.placements)),
    writeRecords('regions', regionColumns(names), rows(plan.regions)),
    writeRecords('grants', grantColumns(names), rows(plan.grants)),
    writeRecords('channels', channelColumns(names), rows(plan.channels)),
    writeRecords('images', imageColumns(names), rows(plan.images)),
    writeRecords('frames', frameColumns(names), rows(plan.frames)),
    writeRecords('windows', windowColumns(names), rows(plan.windows)),
  ];
}
