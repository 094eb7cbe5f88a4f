/** The hardware of a plan as CSV. */
import type { Cache, Core, Device, Memory, Provenance, Target } from '../../model/target.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import type { Id } from '../../model/fields.ts';
import { flagCell, listCell, numberCell, textCell } from './write-cell.ts';
import { writeRecords, type CsvFile, type WrittenColumn } from './write-table.ts';

/** Where a record's facts come from, in one cell. */
function provenanceCell(provenance: Provenance): string {
  const user = provenance.userFields.map((field) => `user: ${field}`);
  const confidence = provenance.confidence === null ? [] : [`confidence ${provenance.confidence}`];
  return [...provenance.sources, ...confidence, ...user].join('; ');
}

function coreColumns(target: Target): readonly WrittenColumn<Core>[] {
  const clusters = new Map(target.clusters.map((cluster) => [cluster.id, cluster]));
  const of = (core: Core) => clusters.get(core.clusterId);
  return [
    ['core', (core) => core.name],
    ['id', (core) => core.id],
    ['cluster', (core) => textCell(of(core)?.name ?? null)],
    ['core_type', (core) => textCell(of(core)?.coreType ?? null)],
    ['isa', (core) => textCell(of(core)?.isa ?? null)],
    ['max_clock_hz', (core) => numberCell(of(core)?.maxClockHz ?? null)],
    ['base_clock_hz', (core) => numberCell(of(core)?.baseClockHz ?? null)],
    ['hardware_threads', (core) => core.hwIds.join(' ')],
  ];
}

type CoreNames = (ids: readonly Id[]) => string;

function cacheColumns(coreNames: CoreNames): readonly WrittenColumn<Cache>[] {
  return [
    ['id', (cache) => cache.id],
    ['level', (cache) => numberCell(cache.level)],
    ['kind', (cache) => cache.kind],
    ['size_bytes', (cache) => numberCell(cache.sizeBytes)],
    ['line_bytes', (cache) => numberCell(cache.lineBytes)],
    ['ways', (cache) => numberCell(cache.ways)],
    ['cores', (cache) => coreNames(cache.coreIds)],
    ['partitioning', (cache) => textCell(cache.partitioning?.mechanism ?? null)],
    ['source', (cache) => provenanceCell(cache.provenance)],
  ];
}

function memoryColumns(coreNames: CoreNames): readonly WrittenColumn<Memory>[] {
  return [
    ['memory', (memory) => memory.name],
    ['id', (memory) => memory.id],
    ['kind', (memory) => memory.kind],
    ['size_bytes', (memory) => numberCell(memory.sizeBytes)],
    ['max_size_bytes', (memory) => numberCell(memory.maxSizeBytes)],
    ['peak_bytes_per_second', (memory) => numberCell(memory.peakBytesPerSecond)],
    ['local_to', (memory) => coreNames(memory.coreIds)],
    ['source', (memory) => provenanceCell(memory.provenance)],
  ];
}

function deviceColumns(coreNames: CoreNames): readonly WrittenColumn<Device>[] {
  return [
    ['device', (device) => device.name],
    ['id', (device) => device.id],
    ['class', (device) => device.class],
    ['model', (device) => textCell(device.model)],
    ['bus_id', (device) => textCell(device.busId)],
    ['vendor_device', (device) => textCell(device.vendorDevice)],
    ['behind_iommu', (device) => flagCell(device.behindIommu)],
    ['iommu_group', (device) => textCell(device.iommuGroup)],
    ['physical_function', (device) => textCell(device.physicalFunctionId)],
    ['virtual_functions', (device) => numberCell(device.virtualFunctions)],
    ['capacity_bytes', (device) => numberCell(device.capacityBytes)],
    ['local_to', (device) => coreNames(device.coreIds)],
    ['source', (device) => provenanceCell(device.provenance)],
  ];
}

/**
 * @param plan the plan
 * @returns cores, caches, memories and devices of its target, a file each
 * @cost O(records)
 */
export function exportTargetTables(plan: Plan): readonly CsvFile[] {
  const target = targetOf(plan);
  const names = new Map(target.cores.map((core) => [core.id, core.name]));
  const coreNames: CoreNames = (ids) => listCell(ids.map((id) => names.get(id) ?? id));
  return [
    writeRecords('cores', coreColumns(target), target.cores),
    writeRecords('caches', cacheColumns(coreNames), target.caches),
    writeRecords('memories', memoryColumns(coreNames), target.memories),
    writeRecords('devices', deviceColumns(coreNames), target.devices),
  ];
}
