/** Leaves in a topology what hwloc itself counts: objects with something in them that may be used. */
import { fail, ok, type Result } from '../../model/problem.ts';
import type { XmlDocument } from '../xml/parse-xml.ts';
import { BitSet } from './bit-set.ts';
import type { HwObject, HwTopology } from './hw-object.ts';
import { hwlocProblem } from './problems.ts';

/** A topology restricted to what may be used. */
export interface SettledTopology extends HwTopology {
  /** Processing units in the file that the process which wrote it was not allowed to use, and that were left out. */
  readonly disallowedUnits: number;
}

/**
 * Restricts every set to its parent's and to what is allowed, and drops objects that become empty, as hwloc does
 * when it loads a file. The topology's objects are changed in place.
 *
 * @param document the parsed file, for places
 * @param topology decoded objects
 * @param keepDisallowed true keeps what was not allowed to the process that wrote the file
 * @returns the restricted topology; fails when nothing is left
 * @source hwloc 2.9, hwloc_discover, fixup_sets, remove_unused_sets and remove_empty in `hwloc/topology.c`
 * @cost O(objects)
 */
export function settle(
  document: XmlDocument,
  topology: HwTopology,
  keepDisallowed: boolean,
): Result<SettledTopology> {
  const { root } = topology;
  const present = both(root.cpuset, root.completeCpuset);
  const nodes = both(root.nodeset, root.completeNodeset);
  const allowed = keepDisallowed ? null : topology.allowedCpuset;
  const allowedNodes = keepDisallowed ? null : topology.allowedNodeset;
  const major = Number(topology.version[0]);
  if (major < 2 && !hasNode(root)) addOnlyNode(root);
  const units = listUnits(root);
  const usable = withEnd(both(present, allowed), units);
  restrict(root, usable, both(nodes, allowedNodes));
  const isUsed = dropEmpty(root);
  if (!isUsed || (root.cpuset?.isEmpty ?? true)) {
    const place = document.placeOf(root.element);
    return fail(hwlocProblem('hwloc-no-processing-unit', { place }));
  }
  if (!hasNode(root)) {
    const place = document.placeOf(root.element);
    return fail(hwlocProblem('hwloc-no-numa-node', { place }));
  }
  return ok({ ...topology, disallowedUnits: units.length - listUnits(root).length });
}

/** Null stands for "no restriction". */
function both(a: BitSet | null, b: BitSet | null): BitSet | null {
  return a && b ? a.and(b) : (a ?? b);
}

function hasNode(object: HwObject): boolean {
  return (
    object.children.memory.some((child) => child.type === 'NUMANode' || hasNode(child)) ||
    object.children.normal.some(hasNode)
  );
}

/** Version 1 kept the memory of a machine without NUMA nodes in its root. */
function addOnlyNode(root: HwObject): void {
  const only = BitSet.of([0]);
  root.nodeset = null;
  root.children.memory.push({
    ...root,
    type: 'NUMANode',
    osIndex: 0,
    nodeset: only,
    completeNodeset: only,
    infos: new Map(),
    name: null,
    subtype: null,
    children: { normal: [], memory: [], io: [], misc: [] },
  });
}

function listUnits(object: HwObject, into: HwObject[] = []): readonly HwObject[] {
  if (object.type === 'PU') into.push(object);
  for (const child of object.children.normal) listUnits(child, into);
  return into;
}

/** "All units" means those that the file lists. */
function withEnd(set: BitSet | null, units: readonly HwObject[]): BitSet | null {
  if (!set?.isEndless) return set;
  const finite = units.flatMap(({ cpuset }) => cpuset?.bits() ?? []);
  return set.and(BitSet.of(finite));
}

function restrict(object: HwObject, units: BitSet | null, nodes: BitSet | null): void {
  object.cpuset = both(object.cpuset, units);
  for (const child of object.children.normal) restrict(child, object.cpuset, nodes);
  for (const child of object.children.memory) {
    // Memory is local to what it is attached to, whatever the file says of it.
    child.cpuset = object.cpuset;
    child.nodeset = both(child.nodeset, nodes);
    restrict(child, object.cpuset, nodes);
  }
}

/** Drops what is empty; remarks on a dropped object move up to its parent. */
function prune(list: HwObject[], remarks: HwObject[]): void {
  let kept = 0;
  for (const object of list) {
    if (dropEmpty(object)) list[kept++] = object;
    else for (const remark of object.children.misc) remarks.push(remark);
  }
  list.length = kept;
}

/** @returns whether the object itself stays */
function dropEmpty(object: HwObject): boolean {
  const { normal, memory, io, misc } = object.children;
  prune(normal, misc);
  prune(memory, misc);
  if (normal.length + memory.length + io.length > 0) return true;
  const own = object.type === 'NUMANode' || object.type === 'MemCache' ? 'nodeset' : 'cpuset';
  return !(object[own]?.isEmpty ?? true);
}
