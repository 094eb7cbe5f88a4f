/** Decodes one <object> element: its type, sets and numbers, without its children. */
import type { ProblemList } from '../problem-list.ts';
import { MAX_WHOLE } from '../../model/units.ts';
import type { XmlDocument, XmlElement } from '../xml/parse-xml.ts';
import { BitSet, MAX_BIT } from './bit-set.ts';
import type {
  HwCache,
  HwObject,
  HwPci,
  HwType,
  OsDeviceKind,
  PciAddress,
  PciIds,
} from './hw-object.ts';
import { hwlocProblem } from './problems.ts';

/** Names in the file -> kinds, in lower case. hwloc itself ignores the case and knows these older names. */
const TYPE_NAMES: ReadonlyMap<string, HwType> = new Map([
  ['machine', 'Machine'],
  ['system', 'Machine'],
  ['package', 'Package'],
  ['socket', 'Package'],
  ['die', 'Die'],
  ['group', 'Group'],
  ['tile', 'Group'],
  ['module', 'Group'],
  ['cache', 'Cache'],
  ['core', 'Core'],
  ['pu', 'PU'],
  ['numanode', 'NUMANode'],
  ['node', 'NUMANode'],
  ['memcache', 'MemCache'],
  ['bridge', 'Bridge'],
  ['hostbridge', 'Bridge'],
  ['pcibridge', 'Bridge'],
  ['pcidev', 'PCIDev'],
  ['osdev', 'OSDev'],
  ['misc', 'Misc'],
]);
/** Names that only version 1 of the format has. */
const VERSION_1_NAMES: readonly string[] = ['system', 'cache'];
const CACHE_NAME = /^l([1-5])([di]?)(?:cache)?$/;
const BRIDGE_BUSES = /^[0-9a-f]{1,8}:\[[0-9a-f]{1,2}-[0-9a-f]{1,2}\]$/i;
/** Group kind of hwloc 2.0 for what is a die since 2.1. @source hwloc, HWLOC_GROUP_KIND_INTEL_DIE */
const DIE_GROUP_KIND = '104';
/** How some versions write an index that is not known. */
const NO_INDEX: readonly string[] = ['-1', '4294967295'];

/** Real objects have a dozen infos of some words each; one of them may be looked up for every core. */
const MAX_INFOS = 100;
const MAX_INFO_NAME = 100;
const MAX_INFO_VALUE = 1000;

/** Far more than any cache has; what a target holds. */
const MAX_WAYS = 1_000_000_000;

const CACHE_KINDS = ['unified', 'data', 'instruction'] as const;
/** Version 1 and 2: one number. @source hwloc 2.9, hwloc_obj_osdev_type_e */
const OS_DEVICE_NUMBERS: readonly OsDeviceKind[] = [
  'storage',
  'gpu',
  'network',
  'infiniband',
  'dma',
  'accelerator',
];
/** Version 3: bits, the most telling first. @source hwloc 3.0, hwloc_obj_osdev_type_e */
const OS_DEVICE_BITS: readonly (readonly [bit: number, kind: OsDeviceKind])[] = [
  [32, 'infiniband'],
  [16, 'network'],
  [4, 'gpu'],
  [8, 'accelerator'],
  [1, 'storage'],
  [2, 'memory'],
  [64, 'dma'],
];

/** Decodes objects of one document and collects what is wrong with them. */
export class ObjectReader {
  readonly #document: XmlDocument;
  /** Major version of the format. */
  readonly #major: number;
  readonly #problems: ProblemList;

  constructor(document: XmlDocument, major: number, problems: ProblemList) {
    this.#document = document;
    this.#major = major;
    this.#problems = problems;
  }

  /**
   * @param element an <object>
   * @returns the object without children; null when its type is not known, which is a problem
   */
  read(element: XmlElement): HwObject | null {
    const written = this.#text(element, 'type');
    const lower = written?.toLowerCase() ?? '';
    const cacheName = CACHE_NAME.exec(lower);
    let type: HwType | undefined = cacheName ? 'Cache' : TYPE_NAMES.get(lower);
    if (!type || (this.#major >= 2 && VERSION_1_NAMES.includes(lower))) {
      this.#report('hwloc-object-type', element, 'type', { found: written ?? 'no type' });
      return null;
    }
    const infos = readInfos(element);
    const subtype =
      this.#major >= 2
        ? this.#text(element, 'subtype')
        : (infos.get('Type') ?? infos.get('CoProcType') ?? null);
    const isDie = this.#text(element, 'kind') === DIE_GROUP_KIND || subtype === 'Die';
    if (type === 'Group' && isDie) type = 'Die';
    if (type === 'Bridge') this.#checkBridge(element);
    const osIndex = this.#text(element, 'os_index');
    const known = osIndex !== null && !NO_INDEX.includes(osIndex);
    const name = this.#text(element, 'name');
    return {
      type,
      element,
      osIndex: known ? this.#number(element, 'os_index') : null,
      cpuset: this.readSet(element, 'cpuset'),
      completeCpuset: this.readSet(element, 'complete_cpuset'),
      nodeset: this.readSet(element, 'nodeset'),
      completeNodeset: this.readSet(element, 'complete_nodeset'),
      infos,
      name,
      subtype,
      cache: type === 'Cache' || type === 'MemCache' ? this.#cache(element, cacheName) : null,
      pci: type === 'PCIDev' ? this.#pci(element) : null,
      memoryBytes:
        type === 'NUMANode' || type === 'Machine' ? this.#positive(element, 'local_memory') : null,
      osDevice: type === 'OSDev' ? this.#osDevice(element, name, subtype) : null,
      children: { normal: [], memory: [], io: [], misc: [] },
    };
  }

  /**
   * @param element any element
   * @param attribute name of an attribute that holds a set
   * @returns the set; null when the attribute is absent, empty or faulty (which is a problem)
   */
  readSet(element: XmlElement, attribute: string): BitSet | null {
    const text = this.#text(element, attribute);
    if (text === null) return null;
    const set = BitSet.parse(text);
    if (set instanceof BitSet) return set;
    const words = { attribute };
    if (set === 'too-large') {
      const expected = `at most bit ${MAX_BIT}`;
      this.#report('hwloc-set-too-large', element, attribute, { words, found: text, expected });
    } else {
      this.#report('hwloc-set', element, attribute, { words, found: text });
    }
    return null;
  }

  #report(
    code: Parameters<typeof hwlocProblem>[0],
    element: XmlElement,
    attribute: string,
    detail: NonNullable<Parameters<typeof hwlocProblem>[1]>,
  ): void {
    const place = this.#document.placeOf(element, attribute);
    this.#problems.add(hwlocProblem(code, { ...detail, place }));
  }

  /** hwloc's own reader treats an empty attribute as absent. */
  #text(element: XmlElement, attribute: string): string | null {
    const value = element.attributes.get(attribute)?.value;
    return value === undefined || value === '' ? null : value;
  }

  #number(element: XmlElement, attribute: string, most = MAX_WHOLE): number | null {
    const text = this.#text(element, attribute);
    if (text === null) return null;
    const value = Number(text);
    if (/^\d+$/.test(text) && value <= most) return value;
    const detail = { words: { attribute }, found: text, expected: `a whole number up to ${most}` };
    this.#report('hwloc-number', element, attribute, detail);
    return null;
  }

  /** 0 is how hwloc says that it does not know. */
  #positive(element: XmlElement, attribute: string, most = MAX_WHOLE): number | null {
    const value = this.#number(element, attribute, most);
    return value === 0 ? null : value;
  }

  #cache(element: XmlElement, named: RegExpExecArray | null): HwCache {
    const isSide = this.#text(element, 'type')?.toLowerCase() === 'memcache';
    const depth = this.#number(element, 'depth');
    const kindNumber = this.#number(element, 'cache_type');
    const level = named ? Number(named[1]) : (depth ?? 0);
    const isInstruction = kindNumber === 2;
    const contradicts =
      named !== null &&
      ((depth !== null && depth !== level) ||
        (kindNumber !== null && isInstruction !== (named[2] === 'i')));
    const impossible = level < 1 || level > 5 || (kindNumber ?? 0) > 2;
    if (!isSide && (contradicts || impossible)) {
      const found = ['type', 'depth', 'cache_type']
        .map((attribute) => `${attribute} ${this.#text(element, attribute) ?? 'absent'}`)
        .join(', ');
      this.#report('hwloc-cache-type', element, 'type', { found });
    }
    const byName = named?.[2] === 'i' ? 2 : 0;
    const ways = this.#text(element, 'cache_associativity');
    return {
      level,
      kind: CACHE_KINDS[kindNumber ?? byName] ?? 'unified',
      kindStated: kindNumber !== null || byName !== 0,
      sizeBytes: this.#positive(element, 'cache_size'),
      lineBytes: this.#positive(element, 'cache_linesize'),
      // -1 is hwloc's word for a fully associative cache.
      ways: ways === '-1' ? null : this.#positive(element, 'cache_associativity', MAX_WAYS),
      fullyAssociative: ways === '-1',
    };
  }

  #pciAddress(element: XmlElement): PciAddress | null {
    const address = this.#text(element, 'pci_busid');
    const parsed = address === null ? null : parsePciAddress(address);
    if (address !== null && parsed === null) {
      const expected = 'domain:bus:device.function, for example 0000:02:00.0';
      this.#report('hwloc-pci-address', element, 'pci_busid', { found: address, expected });
    }
    return parsed;
  }

  /** Bridges make no record, but hwloc drops one that has a faulty address, and so would count fewer. */
  #checkBridge(element: XmlElement): void {
    this.#pciAddress(element);
    const buses = this.#text(element, 'bridge_pci');
    if (buses === null || BRIDGE_BUSES.test(buses)) return;
    const expected = 'domain:[first bus-last bus], for example 0000:[02-03]';
    this.#report('hwloc-pci-address', element, 'bridge_pci', { found: buses, expected });
  }

  #pci(element: XmlElement): HwPci {
    const parsed = this.#pciAddress(element);
    const ids = this.#text(element, 'pci_type');
    const parsedIds = ids === null ? null : parsePciIds(ids);
    if (ids !== null && parsedIds === null) {
      const expected = 'for example 0200 [8086:1521] [1137:008b] 01';
      this.#report('hwloc-pci-type', element, 'pci_type', { found: ids, expected });
    }
    return { address: parsed, ids: parsedIds };
  }

  #osDevice(element: XmlElement, name: string | null, subtype: string | null): OsDeviceKind {
    const attribute = element.attributes.has('osdev_types') ? 'osdev_types' : 'osdev_type';
    const number = this.#number(element, attribute);
    if (number === null) return 'other';
    if (this.#major >= 3) {
      return OS_DEVICE_BITS.find(([bit]) => (number & bit) !== 0)?.[1] ?? 'other';
    }
    // Version 2 counts memory devices as block devices; version 3 sorts them out by name and subtype like this.
    if (number === 0 && (name?.startsWith('dax') || subtype === 'CXLMem')) return 'memory';
    return OS_DEVICE_NUMBERS[number] ?? 'other';
  }
}

/**
 * @param element an element with <info name="" value=""/> children
 * @returns name -> value; of two with one name the first counts, as in hwloc
 */
export function readInfos(element: XmlElement): ReadonlyMap<string, string> {
  const infos = new Map<string, string>();
  const add = (name: string | undefined, value: string | undefined) => {
    if (!name || !value || infos.has(name) || infos.size >= MAX_INFOS) return;
    infos.set(name.slice(0, MAX_INFO_NAME), value.slice(0, MAX_INFO_VALUE));
  };
  for (const child of element.children) {
    if (child.name !== 'info') continue;
    add(child.attributes.get('name')?.value, child.attributes.get('value')?.value);
  }
  // Attributes of version 1.0 that later became infos.
  add('DMIBoardVendor', element.attributes.get('dmi_board_vendor')?.value);
  add('DMIBoardName', element.attributes.get('dmi_board_name')?.value);
  return infos;
}

function parsePciAddress(text: string): PciAddress | null {
  const match = /^([0-9a-f]{1,8}):([0-9a-f]{1,2}):([01]?[0-9a-f])\.([0-7])$/i.exec(text);
  if (!match) return null;
  const [domain, bus, device, fn] = match.slice(1).map((part) => Number.parseInt(part, 16));
  return { domain: domain ?? 0, bus: bus ?? 0, device: device ?? 0, function: fn ?? 0 };
}

function parsePciIds(text: string): PciIds | null {
  const id = '\\[([0-9a-f]{4}):([0-9a-f]{4})\\]';
  const form = new RegExp(`^([0-9a-f]{1,4}) ${id} ${id} [0-9a-f]{1,2}(?: [0-9a-f]{1,2})?$`, 'i');
  const match = form.exec(text);
  if (!match) return null;
  const [classCode, vendor, device] = match.slice(1).map((part) => Number.parseInt(part, 16));
  return { classCode: classCode ?? 0, vendor: vendor ?? 0, device: device ?? 0 };
}
