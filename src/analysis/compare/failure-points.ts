/** Single points of failure: environments whose death takes applications in other environments with it. */
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment, EnvironmentKind } from '../../model/layout.ts';
import type { Dependency } from '../result.ts';

/** An environment and how many applications elsewhere stop with it. */
export interface FailurePoint {
  readonly environment: Environment;
  readonly applications: number;
}

/** How many applications elsewhere make an environment a single point of failure. */
const SEVERAL = 2;

/** A container goes on when the engine that started it is gone; what it runs on is the kernel beneath. */
const CARRIES_NOTHING: ReadonlySet<EnvironmentKind> = new Set<EnvironmentKind>([
  'container-engine',
]);

/** Environments that stop when one stops: what stands in it, and who reaches a device through it. */
class Reach {
  readonly #tree: LayoutTree;
  readonly #clients: ReadonlyMap<Id, readonly Id[]>;

  constructor(tree: LayoutTree, dependencies: readonly Dependency[]) {
    this.#tree = tree;
    const clients = new Map<Id, Id[]>();
    for (const { kind, client, server } of dependencies) {
      // Who is only managed by it goes on without it, and so does who waited for it at the start.
      if (kind !== 'device') continue;
      const list = clients.get(server.id);
      if (list) list.push(client.id);
      else clients.set(server.id, [client.id]);
    }
    this.#clients = clients;
  }

  /** Whether anything could stop with it at all: the cheap question first. */
  carries({ id, kind }: Environment): boolean {
    if (CARRIES_NOTHING.has(kind)) return false;
    return this.#clients.has(id) || (this.#tree.childrenOf.get(id) ?? []).length > 0;
  }

  from(id: Id): ReadonlySet<Id> {
    const stopped = new Set([id]);
    for (const each of stopped) {
      for (const child of this.#tree.childrenOf.get(each) ?? []) stopped.add(child.id);
      for (const client of this.#clients.get(each) ?? []) stopped.add(client);
    }
    return stopped;
  }
}

/**
 * Environments whose death stops at least two applications that run in other environments. An application stops
 * when all its places do. Environments stop with what they stand in, and with what serves a device of theirs: its back
 * end, or the driver of the physical function. Who serves those is counted too, however many stand between.
 *
 * @param tree the layout
 * @param dependencies who needs whom, as the engine found
 * @returns the environments in the user's order, each with how many applications elsewhere it takes with it
 * @cost O(environments that carry or serve others x what they carry)
 * @rules COMPARE-4
 */
export function failurePoints(
  tree: LayoutTree,
  dependencies: readonly Dependency[],
): readonly FailurePoint[] {
  const reach = new Reach(tree, dependencies);
  return tree.environments.flatMap((environment) => {
    if (!reach.carries(environment)) return [];
    const stopped = reach.from(environment.id);
    const stopping = new Set<Id>();
    for (const id of stopped) {
      if (id === environment.id) continue;
      for (const { applicationId } of tree.placementsIn.get(id) ?? []) stopping.add(applicationId);
    }
    let applications = 0;
    for (const applicationId of stopping) {
      const places = tree.placementsOf.get(applicationId) ?? [];
      if (places.every(({ environmentId }) => stopped.has(environmentId))) applications += 1;
    }
    return applications >= SEVERAL ? [{ environment, applications }] : [];
  });
}
