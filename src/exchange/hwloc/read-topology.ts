/** From the XML tree of any version to one topology in the shape of version 2: memory beside the processing tree. */
import { fail, ok, type Result } from '../../model/problem.ts';
import { ProblemList } from '../problem-list.ts';
import type { XmlDocument, XmlElement } from '../xml/parse-xml.ts';
import type { BitSet } from './bit-set.ts';
import { familyOf, type HwCpuKind, type HwObject, type HwTopology } from './hw-object.ts';
import { hwlocProblem } from './problems.ts';
import { OverlapFinder } from './overlap-finder.ts';
import { ObjectReader, readInfos } from './read-object.ts';

/** Versions of the format that are read. Version 1 files carry no version attribute. */
const VERSION = /^([123])\.(\d{1,3})$/;

/**
 * Decodes a topology.
 *
 * @param document a parsed XML file
 * @returns the objects as the file has them, or every problem with line and column
 * @cost O(objects)
 */
export function readTopology(document: XmlDocument): Result<HwTopology> {
  const { root } = document;
  if (root.name !== 'topology') {
    const place = document.placeOf(root);
    const found = `<${root.name}>`;
    return fail(hwlocProblem('hwloc-not-a-topology', { place, found, expected: '<topology>' }));
  }
  const version = root.attributes.get('version')?.value ?? '1.0';
  const major = VERSION.exec(version)?.[1];
  if (major === undefined) {
    const detail = { place: document.placeOf(root, 'version'), found: version };
    return fail(hwlocProblem('hwloc-version', { ...detail, expected: '1.x, 2.x or 3.x' }));
  }
  return new TopologyReader(document, Number(major)).read(version);
}

class TopologyReader {
  readonly #document: XmlDocument;
  readonly #major: number;
  readonly #objects: ObjectReader;
  readonly #problems = new ProblemList();
  readonly #overlaps = new OverlapFinder();
  /** Objects that stand in for the surroundings of a NUMA node of version 1. */
  readonly #inserted = new Set<HwObject>();

  constructor(document: XmlDocument, major: number) {
    this.#document = document;
    this.#major = major;
    this.#objects = new ObjectReader(document, major, this.#problems);
  }

  read(version: string): Result<HwTopology> {
    const { root: top } = this.#document;
    const [first, second] = top.children.filter(({ name }) => name === 'object');
    if (!first) {
      return fail(hwlocProblem('hwloc-no-root-object', { place: this.#document.placeOf(top) }));
    }
    if (second) this.#report('hwloc-several-root-objects', second);
    const root = this.#root(first);
    const cpuKinds = this.#cpuKinds(top);
    const allowedCpuset = this.#objects.readSet(first, 'allowed_cpuset');
    const allowedNodeset = this.#objects.readSet(first, 'allowed_nodeset');
    if (!root || !this.#problems.isEmpty) return { ok: false, problems: this.#problems.all };
    const infos = new Map([...root.infos, ...readInfos(top)]);
    return ok({ version, root, allowedCpuset, allowedNodeset, cpuKinds, infos });
  }

  #report(
    code: Parameters<typeof hwlocProblem>[0],
    element: XmlElement,
    words: Readonly<Record<string, string>> = {},
  ): void {
    this.#problems.add(hwlocProblem(code, { place: this.#document.placeOf(element), words }));
  }

  #root(element: XmlElement): HwObject | null {
    const object = this.#objects.read(element);
    if (!object) {
      this.#addChildren(element, null);
      return null;
    }
    this.#checkSets(object);
    let root = object;
    if (this.#major < 2 && object.type === 'NUMANode') {
      // A machine with one NUMA node whose Machine object was left out.
      root = { ...emptyObject(object, object.cpuset), type: 'Machine', infos: object.infos };
      root.children.memory.push(object);
      this.#inserted.add(root);
    } else if (familyOf(object.type) !== 'normal') {
      this.#report('hwloc-misplaced-object', element, { child: object.type, parent: 'topology' });
    }
    this.#addChildren(element, root);
    return root;
  }

  #addChildren(element: XmlElement, parent: HwObject | null): void {
    for (const child of element.children) {
      if (child.name === 'object') this.#child(child, parent);
    }
    if (parent?.element === element) {
      const overlapping = this.#overlaps.find(parent.children.normal);
      if (overlapping) this.#report('hwloc-overlapping-objects', overlapping.element);
    }
    // What a NUMA node of version 1 contains keeps the order of the file, as in hwloc.
    if (parent?.element === element && !this.#inserted.has(parent)) sortChildren(parent);
  }

  #child(element: XmlElement, parent: HwObject | null): void {
    const object = this.#objects.read(element);
    if (!object || !parent) {
      // Read on, so that everything wrong further in is reported too.
      this.#addChildren(element, parent);
      return;
    }
    if (object.type === 'Machine') object.type = 'Group';
    // Version 1 put named groups of processing units into Misc objects.
    if (this.#major < 2 && object.type === 'Misc' && object.cpuset) object.type = 'Group';
    this.#checkPlace(object, parent);
    this.#checkSets(object);
    const isOldNode = this.#major < 2 && object.type === 'NUMANode';
    const home = isOldNode ? homeOfNode(object, parent) : parent;
    if (home.element === element) this.#inserted.add(home);
    home.children[familyOf(object.type)].push(object);
    // In version 1 a NUMA node contains its cores; here it stands beside them.
    this.#addChildren(element, isOldNode ? home : object);
  }

  #checkPlace(object: HwObject, parent: HwObject): void {
    const inside = familyOf(parent.type);
    const allowed = {
      normal: ['normal'],
      memory: ['normal', 'memory'],
      io: ['normal', 'io'],
      misc: ['normal', 'memory', 'io', 'misc'],
    }[familyOf(object.type)];
    if (allowed.includes(inside)) return;
    const words = { child: object.type, parent: parent.type };
    this.#report('hwloc-misplaced-object', object.element, words);
  }

  #checkSets(object: HwObject): void {
    const family = familyOf(object.type);
    const holdsUnits = family === 'normal' || family === 'memory';
    const type = object.type;
    // A set that could not be read has its own problem already.
    if (holdsUnits && !object.cpuset && !object.element.attributes.get('cpuset')?.value) {
      this.#report('hwloc-missing-cpuset', object.element, { type });
    }
    if (!holdsUnits && object.cpuset) {
      this.#report('hwloc-unexpected-cpuset', object.element, { type });
    }
    const namesNode = object.element.attributes.get('nodeset')?.value;
    if (type === 'NUMANode' && !object.nodeset && !namesNode) {
      this.#report('hwloc-missing-nodeset', object.element);
    }
  }

  #cpuKinds(top: XmlElement): readonly HwCpuKind[] {
    const kinds: HwCpuKind[] = [];
    for (const element of top.children) {
      if (element.name !== 'cpukind') continue;
      const cpuset = this.#objects.readSet(element, 'cpuset');
      if (cpuset) kinds.push({ cpuset, infos: readInfos(element) });
      else if (!element.attributes.get('cpuset')?.value) {
        this.#report('hwloc-missing-cpuset', element, { type: 'cpukind' });
      }
    }
    return kinds;
  }
}

/** Set that fixes the order of siblings: also what is offline counts. */
function orderSet(object: HwObject): BitSet | null {
  return object.completeCpuset ?? object.cpuset;
}

/** hwloc numbers objects by their first processing unit; files that were filtered may be out of order. */
function sortChildren(parent: HwObject): void {
  parent.children.normal.sort((a, b) => {
    const [first, second] = [orderSet(a)?.first ?? Infinity, orderSet(b)?.first ?? Infinity];
    return first === second ? 0 : first - second;
  });
}

function emptyObject(like: HwObject, cpuset: BitSet | null): HwObject {
  return {
    type: 'Group',
    element: like.element,
    osIndex: null,
    cpuset,
    completeCpuset: cpuset,
    nodeset: like.nodeset,
    completeNodeset: like.completeNodeset,
    infos: new Map(),
    name: null,
    subtype: null,
    cache: null,
    pci: null,
    memoryBytes: null,
    osDevice: null,
    children: { normal: [], memory: [], io: [], misc: [] },
  };
}

/**
 * Where a NUMA node of version 1 goes: to its parent when it serves the same processing units, else into a group
 * of its own. The fast memory of Knights Landing has no units and belongs to the node beside it.
 *
 * @source hwloc 2.9, hwloc__xml_import_object in `hwloc/topology-xml.c`
 */
function homeOfNode(node: HwObject, parent: HwObject): HwObject {
  const own = orderSet(node);
  const outer = orderSet(parent);
  if (own && outer && own.equals(outer)) return parent;
  const [sibling, another] = parent.children.memory;
  const isFastMemory = node.subtype === 'MCDRAM' && (own?.isEmpty ?? true);
  if (isFastMemory && sibling && sibling.subtype === null && !another) return parent;
  const group = emptyObject(node, node.cpuset);
  parent.children.normal.push(group);
  return group;
}
