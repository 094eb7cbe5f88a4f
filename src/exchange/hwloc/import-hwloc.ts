/** Import of real hardware: hwloc XML 1.x, 2.x and 3.x, as `lstopo machine.xml` writes it, to a target. */
import type { Id } from '../../model/fields.ts';
import { ok, type Problem, type Result } from '../../model/problem.ts';
import type { Provenance, Source, Target } from '../../model/target.ts';
import { fitName, fitNote, fitShort } from '../fit-text.ts';
import { ProblemList } from '../problem-list.ts';
import { parseXml, XML_LIMITS, type XmlDocument, type XmlLimits } from '../xml/parse-xml.ts';
import { buildCores, isaOf, vendorOf } from './build-cores.ts';
import { buildDevices } from './build-devices.ts';
import { buildCaches, buildMemories, CoreFinder } from './build-memory.ts';
import { takeInventory, type HwlocCounts, type Inventory } from './inventory.ts';
import { hwlocProblem } from './problems.ts';
import { readTopology } from './read-topology.ts';
import { settle, type SettledTopology } from './settle.ts';

/** Document type definitions that hwloc files name; never fetched. */
const HWLOC_DTDS: readonly string[] = ['hwloc.dtd', 'hwloc2.dtd', 'hwloc3.dtd'];
/** As many cores as a target holds, caches of five levels for each, and far more than the largest machines have. */
const MOST = { cores: 4096, caches: 40_960, 'NUMA nodes': 4096, devices: 10_000 };
/** Key of the file among the target's sources. */
const SOURCE = 'hwloc';

export interface HwlocOptions {
  /** Identity of the new target. */
  readonly id: Id;
  /** Name of the file, for the source and where the machine has no name of its own. */
  readonly fileName: string;
  /** Keep processing units and nodes that the process which wrote the file was not allowed to use. */
  readonly keepDisallowed?: boolean;
  /** How much is read; for tests. */
  readonly limits?: XmlLimits;
}

export interface HwlocImport {
  readonly target: Target;
  /** What hwloc itself counts in the file. */
  readonly counts: HwlocCounts;
}

/**
 * Imports a machine. Whatever the file does not state stays unknown; whatever is inferred says so in its note.
 *
 * @param text the whole XML file
 * @param options identity and name
 * @returns the target with hwloc's own counts, or every problem with line and column; nothing is half imported
 * @cost O(text); a second or two at the limit of 32 MiB
 */
export function importHwloc(text: string, options: HwlocOptions): Result<HwlocImport> {
  const document = parseXml(text, HWLOC_DTDS, options.limits ?? XML_LIMITS);
  if (!document.ok) return document;
  const topology = readTopology(document.value);
  if (!topology.ok) return topology;
  const settled = settle(document.value, topology.value, options.keepDisallowed ?? false);
  if (!settled.ok) return settled;
  const inventory = takeInventory(settled.value);
  const problems = checkInventory(document.value, settled.value, inventory);
  if (problems.length > 0) return { ok: false, problems };
  const target = buildTarget(settled.value, inventory, options);
  return ok({ target, counts: inventory.counts });
}

function checkInventory(
  document: XmlDocument,
  topology: SettledTopology,
  inventory: Inventory,
): readonly Problem[] {
  const place = document.placeOf(topology.root.element);
  if (inventory.cores.length === 0) return [hwlocProblem('hwloc-no-processing-unit', { place })];
  const problems = new ProblemList();
  const counts = {
    cores: inventory.cores.length,
    caches: inventory.caches.length,
    'NUMA nodes': inventory.nodes.length,
    devices: inventory.pciDevices.length + inventory.loneOsDevices.length,
  };
  for (const kind of ['cores', 'caches', 'NUMA nodes', 'devices'] as const) {
    if (counts[kind] <= MOST[kind]) continue;
    const detail = { found: `${counts[kind]}`, expected: `at most ${MOST[kind]}`, words: { kind } };
    problems.add(hwlocProblem('hwloc-too-many-objects', { place, ...detail }));
  }
  const seen = new Set<number>();
  for (const core of inventory.cores) {
    for (const unit of core.units) {
      if (seen.has(unit)) {
        const at = document.placeOf(core.object.element);
        problems.add(hwlocProblem('hwloc-duplicate-pu', { place: at, found: String(unit) }));
      }
      seen.add(unit);
    }
  }
  return problems.all;
}

function buildTarget(
  topology: SettledTopology,
  inventory: Inventory,
  options: HwlocOptions,
): Target {
  const provenance: Provenance = { sources: [SOURCE], confidence: 'high', userFields: [] };
  const finder = new CoreFinder(inventory);
  const cores = buildCores(inventory, topology, provenance);
  const major = Number(topology.version[0]);
  const built = buildDevices(inventory, finder, provenance, major);
  const info = (name: string) => topology.infos.get(name) ?? null;
  return {
    id: options.id,
    name: fitName(machineName(topology, inventory, cores.clusters), 'Imported machine'),
    vendor: fitShort(vendorOf(inventory, topology)),
    category: 'imported',
    summary: summaryOf(inventory.counts, cores.cores.length),
    referenceBoard: fitShort(boardOf(info)),
    provenance,
    ...cores,
    caches: buildCaches(inventory, finder, provenance),
    memories: buildMemories(inventory, finder, provenance),
    devices: built.devices,
    absentDevices: [],
    virtualization: unknownVirtualization(),
    hypervisors: [],
    gaps: gapsOf(topology, inventory, built.virtualFunctions),
    sources: { [SOURCE]: sourceOf(topology, options.fileName) },
  };
}

function boardOf(info: (name: string) => string | null): string | null {
  const board = [info('DMIBoardVendor'), info('DMIBoardName')].filter((part) => part !== null);
  return board.length === 0 ? null : board.join(' ');
}

function machineName(
  topology: SettledTopology,
  inventory: Inventory,
  clusters: Target['clusters'],
): string {
  const product = topology.infos.get('DMIProductName') ?? topology.infos.get('PlatformModel');
  const count = Math.max(1, inventory.packages.length);
  const types = [...new Set(clusters.map(({ coreType }) => coreType))].join(' + ');
  const machine = count > 1 ? `${count} x ${types}` : types;
  return product === undefined ? machine : `${product} (${machine})`;
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

function summaryOf(counts: HwlocCounts, cores: number): string {
  return [
    plural(counts.packages, 'package'),
    plural(cores, 'core'),
    plural(counts.processingUnits, 'hardware thread'),
    plural(counts.numaNodes, 'NUMA node'),
    plural(counts.pciDevices, 'PCI device'),
  ].join(', ');
}

function unknownVirtualization(): Target['virtualization'] {
  return {
    provenance: { sources: [], confidence: null, userFields: [] },
    notes: null,
    extensionName: null,
    hypervisorExtension: null,
    stage2Translation: null,
    vhe: null,
    interruptController: null,
    interruptTranslation: null,
    postedInterrupts: null,
    iommuName: null,
    iommuPresent: null,
    iommuEnabled: null,
    iommuUnits: [],
    l2CacheAllocation: null,
    l3CacheAllocation: null,
    mpam: null,
    memoryBandwidthAllocation: null,
    cacheMonitoring: null,
    allocationDetail: null,
    otherIsolation: [],
  };
}

function gapsOf(
  topology: SettledTopology,
  inventory: Inventory,
  virtualFunctions: number,
): string[] {
  const { counts, cores, caches, nodes } = inventory;
  const lines = [
    'hwloc does not describe virtualization extensions, IOMMUs, interrupt controllers or cache allocation.',
    'hwloc does not say which devices an IOMMU covers, nor how many virtual functions a device can offer.',
    'hwloc does not state memory addresses, channels or bandwidth; a NUMA node without a kind is shown as DRAM.',
    isaOf(inventory, topology).caveat,
    topology.disallowedUnits > 0
      ? `${topology.disallowedUnits} processing units were left out, as hwloc does: the process that wrote the file was not allowed to use them.`
      : null,
    cores.length > counts.cores
      ? 'The file lists processing units without cores; each is shown as a core of its own.'
      : null,
    caches.length === 0 ? 'The file lists no caches.' : null,
    nodes.some(({ object }) => object.memoryBytes === null)
      ? 'The size of some memory is not in the file.'
      : null,
    counts.pciDevices === 0 ? 'The file lists no PCI devices; they may have been left out.' : null,
    virtualFunctions > 0
      ? `${virtualFunctions} PCI functions were taken to be virtual; the note of each says why.`
      : null,
    topology.cpuKinds.length === 0 ? 'The file states no clocks by kind of core.' : null,
  ];
  return lines.map((line) => fitNote([line])).filter((line) => line !== null);
}

function sourceOf(topology: SettledTopology, fileName: string): Source {
  const info = (name: string) => topology.infos.get(name) ?? null;
  const os = [info('OSName'), info('OSRelease')].filter((part) => part !== null).join(' ');
  const program = [info('ProcessName'), info('hwlocVersion')].filter((part) => part !== null);
  return {
    title: fitName(`hwloc XML ${fileName}`, 'hwloc XML'),
    kind: 'imported file',
    url: null,
    locator: fitShort(fileName),
    version: `format ${topology.version}`,
    note: fitNote([
      program.length === 0 ? null : `Written by ${program.join(' ')}.`,
      os === '' ? null : `Operating system: ${os}.`,
    ]),
  };
}
