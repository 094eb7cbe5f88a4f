/** Who stops with whom: environments that others need to run, to start, or to reach a device. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment } from '../../model/layout.ts';
import { technologyOf } from '../isolation/technologies.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { Dependency, Subject } from '../result.ts';
import { ofDevice, ofEnvironment } from '../subjects.ts';

/** Collects dependencies once each, in the order in which they are found. */
class Dependencies {
  readonly list: Dependency[] = [];
  readonly #seen = new Set<string>();
  readonly #tree: LayoutTree;

  constructor(tree: LayoutTree) {
    this.#tree = tree;
  }

  /** Nobody depends on itself, or on what stands in it. */
  add(
    client: Environment | null,
    server: Environment | null,
    kind: Dependency['kind'],
    through: Subject,
    why: string,
  ): void {
    if (!client || !server || client === server) return;
    const path = this.#tree.pathOf.get(server.id) ?? [];
    if (path.includes(client)) return;
    const key = `${client.id} ${server.id} ${kind} ${through.id}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.list.push({
      client: ofEnvironment(client),
      server: ofEnvironment(server),
      kind,
      through,
      why,
    });
  }
}

/** A device that a back end serves stops with the back end. */
function addDevices(facts: LayoutFacts, into: Dependencies): void {
  const { tree, hardware } = facts;
  for (const grant of tree.grants) {
    const device = hardware.deviceById.get(grant.deviceId);
    const backend = tree.environmentById.get(grant.backendEnvironmentId ?? '');
    const client = tree.environmentById.get(grant.environmentId);
    if (!device || !backend || !client) continue;
    if (grant.mode === 'pass-through' || grant.mode === 'virtual-function') continue;
    const why = `"${device.name}" is ${grant.mode}, served by "${backend.name}"`;
    into.add(client, backend, 'device', ofDevice(device), why);
  }
}

/** Virtual functions need the driver of the physical function, where somebody has it. */
function addFunctions(facts: LayoutFacts, into: Dependencies): void {
  const { tree, hardware } = facts;
  const owners = new Map<Id, Id>();
  for (const { deviceId, environmentId, mode } of tree.grants) {
    if (mode === 'pass-through' && !owners.has(deviceId)) owners.set(deviceId, environmentId);
  }
  for (const grant of tree.grants) {
    const given = hardware.deviceById.get(grant.deviceId);
    const device = hardware.deviceById.get(given?.physicalFunctionId ?? '') ?? given;
    if (!device || (grant.mode !== 'virtual-function' && device === given)) continue;
    const host = tree.environmentById.get(owners.get(device.id) ?? '');
    const client = tree.environmentById.get(grant.environmentId);
    const why = `a virtual function of "${device.name}", whose physical function "${host?.name ?? ''}" drives`;
    into.add(client ?? null, host ?? null, 'device', ofDevice(device), why);
  }
}

/** What must be ready before a start; it is needed at the start, not after it. */
function addStarts({ tree }: LayoutFacts, into: Dependencies): void {
  for (const environment of tree.environments) {
    for (const id of environment.startAfterIds) {
      const before = tree.environmentById.get(id);
      if (!before) continue;
      const why = `starts after "${before.name}"`;
      into.add(environment, before, 'start', ofEnvironment(before), why);
    }
  }
}

/** Guests of a hypervisor with a control domain beside them; a host beneath it is drawn as what they stand in. */
function addControl(facts: LayoutFacts, into: Dependencies): void {
  const { tree, catalogue } = facts;
  for (const hypervisor of tree.environments) {
    if (hypervisor.kind !== 'hypervisor') continue;
    const technology = technologyOf(catalogue, tree, hypervisor);
    if (technology?.needs.controlEnvironment.value !== true) continue;
    const guests = tree.childrenOf.get(hypervisor.id) ?? [];
    const control = guests.find(({ role }) => role === 'control');
    if (!control) continue;
    for (const guest of guests) {
      const why = `"${hypervisor.name}" (${technology.name}) is managed by "${control.name}"`;
      into.add(guest, control, 'control', ofEnvironment(hypervisor), why);
    }
  }
}

/**
 * Which environments need which others, besides those that they stand in: back ends of para-virtual and emulated
 * devices, drivers of physical functions, control domains, and what must be ready first.
 *
 * @param facts the layout
 * @returns one entry per client, server, kind and what it goes through, in the user's order
 * @cost O(grants + environments)
 * @source technology rules E4 (acrn-doc, dall16), B7 (bao-src, jailhouse-src); catalogue: needs of technologies
 * @rules IO-1
 */
export function dependencies(facts: LayoutFacts): readonly Dependency[] {
  const into = new Dependencies(facts.tree);
  addDevices(facts, into);
  addFunctions(facts, into);
  addControl(facts, into);
  addStarts(facts, into);
  return into.list;
}
