/** Interference exposure: pairs of applications of different criticality that can disturb one another. */
import type { Application } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { coresOfPlacement, type LayoutTree } from '../../model/layout-tree.ts';
import type { Environment, InterferenceControl, Placement } from '../../model/layout.ts';
import type { Plan } from '../../model/plan.ts';
import type { Cache, Device, Memory, Target } from '../../model/target.ts';
import { kernelEnvironment } from '../isolation/boundaries.ts';
import { sharesAreApart, sharing } from '../isolation/interference-controls.ts';
import { isMainMemory } from '../memory/regions.ts';
import { budgeted } from '../schedulability/shared-memory.ts';
import type { DriverPart } from './comparison.ts';
import { pairsSharing, type Sharer } from './pairs-sharing.ts';

/** Pairs of places, counted once for every kind of resource that they share without a control. */
export interface Exposure {
  /** Controls that nobody has stated are taken as switched on. */
  readonly low: number;
  /** A control that nobody has stated is not counted on. */
  readonly high: number;
  /** Placed applications whose criticality or cores are unknown: they may be in more pairs than are counted. */
  readonly unknown: number;
  /** By kind of resource; null: the target has no record of it. */
  readonly parts: readonly DriverPart[];
}

/** A place of an application whose criticality is known. */
interface Place {
  readonly level: string;
  readonly application: Application;
  readonly placement: Placement;
  readonly path: readonly Environment[];
  readonly coreIds: readonly Id[];
}

/** Where a control begins to keep environments apart; null: nowhere. */
type Scope = string | null;

/** A sharer with what could keep it apart from others. */
interface Controlled extends Sharer {
  readonly environmentId: Id;
  readonly certain: Scope;
  readonly possible: Scope;
}

function levelOf({ criticality }: Application): string | null {
  return criticality === null ? null : `${criticality.scale} ${criticality.level}`;
}

function coresAt(tree: LayoutTree, placement: Placement): readonly Id[] {
  const own = coresOfPlacement(tree, placement);
  const bound = placement.taskCores.map(({ coreId }) => coreId);
  return bound.length === 0 ? own : [...new Set([...own, ...bound])];
}

/** Pairs in different environments below the environment that has the control are kept apart. */
function keptApart(sharers: readonly Controlled[], scopeOf: (each: Controlled) => Scope): number {
  let apart = 0;
  for (const [scope, inside] of Map.groupBy(sharers, scopeOf)) {
    if (scope === null) continue;
    apart += pairsSharing(inside);
    for (const together of Map.groupBy(inside, (each) => each.environmentId).values()) {
      apart -= pairsSharing(together);
    }
  }
  return apart;
}

function part(name: string, sharers: readonly Controlled[]): DriverPart {
  const all = pairsSharing(sharers);
  return {
    name,
    low: all - keptApart(sharers, (each) => each.possible),
    high: all - keptApart(sharers, (each) => each.certain),
  };
}

/** The environment nearest to the hardware that has, or may have, one of the controls switched on. */
function scopes(
  path: readonly Environment[],
  controls: readonly InterferenceControl[],
): Pick<Controlled, 'certain' | 'possible'> {
  const has = ({ interferenceControls: on }: Environment) =>
    on !== null && on.some((control) => controls.includes(control));
  const mayHave = (each: Environment) => each.interferenceControls === null || has(each);
  return { certain: path.find(has)?.id ?? null, possible: path.find(mayHave)?.id ?? null };
}

const NONE = { certain: null, possible: null };
/** What has a memory budget of its own is kept from whatever has another one, wherever they stand. */
const OF_BUDGETS = { certain: 'budgets', possible: 'budgets' };
/** Shares of the cache keep contents apart, and neither miss registers nor the memory behind. */
const OF_SHARES = { certain: 'shares', possible: 'shares' };

/** Makes the sharers of every kind of resource from the places of one layout. */
class Sharing {
  readonly #tree: LayoutTree;
  readonly #target: Target;
  readonly #places: readonly Place[];
  readonly #caches: readonly Cache[];
  readonly #memories: readonly Memory[];
  readonly #known = {
    cache: new Map<readonly Id[], readonly string[]>(),
    memory: new Map<readonly Id[], readonly string[]>(),
  };
  readonly #ofShares: Pick<Controlled, 'certain' | 'possible'>;

  constructor(plan: Plan, tree: LayoutTree, target: Target) {
    this.#tree = tree;
    this.#target = target;
    this.#caches = target.caches.filter((cache) => cache.coreIds.length > 1);
    this.#memories = target.memories.filter(isMainMemory);
    this.#ofShares = sharesAreApart(tree.environments) ? OF_SHARES : NONE;
    this.#places = tree.placements.flatMap((placement) => {
      const application = plan.applications.get(placement.applicationId);
      const level = application ? levelOf(application) : null;
      const path = tree.pathOf.get(placement.environmentId);
      if (!application || level === null || !path) return [];
      return [{ level, application, placement, path, coreIds: coresAt(tree, placement) }];
    });
  }

  #sharers(
    uses: (place: Place) => readonly string[],
    control: (place: Place) => Pick<Controlled, 'certain' | 'possible'>,
    apartIn: (place: Place) => Id = (place) => place.placement.environmentId,
  ): readonly Controlled[] {
    return this.#places.map((place) => ({
      level: place.level,
      uses: uses(place),
      environmentId: apartIn(place),
      ...control(place),
    }));
  }

  /** Resources of a list that any of the place's cores reaches; looked up once per list of cores. */
  #reached(
    kind: 'cache' | 'memory',
    { coreIds }: Place,
    records: readonly { readonly id: Id; readonly coreIds: readonly Id[] }[],
  ): readonly string[] {
    if (coreIds.length === 0) return [];
    const known = this.#known[kind].get(coreIds);
    if (known) return known;
    const cores = new Set(coreIds);
    const found = records
      .filter((each) => each.coreIds.length === 0 || each.coreIds.some((id) => cores.has(id)))
      .map(({ id }) => id);
    this.#known[kind].set(coreIds, found);
    return found;
  }

  /** Guaranteed shares of one core keep two environments apart in time. */
  cores(): DriverPart {
    const guaranteed = (place: Place) =>
      place.path.findLast((environment) => environment.timeShare !== null)?.id ?? null;
    return part(
      'core',
      this.#sharers(
        ({ coreIds }) => coreIds,
        (place) => {
          const scope = guaranteed(place) === null ? null : 'guaranteed';
          return { certain: scope, possible: scope };
        },
        (place) => guaranteed(place) ?? place.placement.environmentId,
      ),
    );
  }

  kernels(): DriverPart {
    const kernel = (place: Place) => {
      const holder = kernelEnvironment(this.#tree, place.placement.environmentId);
      return holder === null ? [] : [holder.id];
    };
    return part(
      'kernel',
      this.#sharers(kernel, () => NONE),
    );
  }

  caches(): DriverPart {
    const name = 'cache';
    if (this.#target.caches.length === 0) return { name, low: null, high: null };
    return part(
      name,
      this.#sharers(
        (place) => this.#reached('cache', place, this.#caches),
        ({ path }) =>
          sharing(path) === null
            ? scopes(path, ['cache-colouring', 'cache-allocation'])
            : this.#ofShares,
        ({ path, placement }) => sharing(path)?.cacheShare?.mask ?? placement.environmentId,
      ),
    );
  }

  memories(): DriverPart {
    const name = 'memory controller';
    if (this.#memories.length === 0) return { name, low: null, high: null };
    const onChip = this.#onChipOnly();
    return part(
      name,
      this.#sharers(
        (place) =>
          place.path.some(({ id }) => onChip.has(id))
            ? []
            : this.#reached('memory', place, this.#memories),
        ({ path }) =>
          budgeted(path) === null ? scopes(path, ['bandwidth-regulation']) : OF_BUDGETS,
        ({ path, placement }) => budgeted(path)?.id ?? placement.environmentId,
      ),
    );
  }

  /** Environments all of whose assigned memory lies in memories on the chip. */
  #onChipOnly(): ReadonlySet<Id> {
    const main = new Set(this.#memories.map(({ id }) => id));
    const bytes = new Map<Id, number>();
    for (const { kind, environmentId, memoryId, sizeBytes } of this.#tree.regions) {
      if (kind !== 'private' || environmentId === null) continue;
      if (memoryId === null || main.has(memoryId)) continue;
      bytes.set(environmentId, (bytes.get(environmentId) ?? 0) + sizeBytes);
    }
    const holds = ({ id, memoryBytes }: Environment) =>
      memoryBytes !== null && memoryBytes <= (bytes.get(id) ?? -1);
    return new Set(this.#tree.environments.filter(holds).map(({ id }) => id));
  }

  /** Virtual functions keep environments apart in hardware; every other way of sharing a device does not. */
  devices(): DriverPart {
    const deviceById = new Map(this.#target.devices.map((device) => [device.id, device]));
    const plain: Controlled[] = [];
    for (const place of this.#places) {
      const classes = new Set(place.application.devices.map((need) => need.class.toLowerCase()));
      const uses = place.path.flatMap(({ id }) =>
        (this.#tree.grantsTo.get(id) ?? []).flatMap((grant): readonly string[] => {
          const device = deviceById.get(grant.deviceId);
          if (!device || !classes.has(device.class.toLowerCase())) return [];
          return [sharedDevice(device, grant.mode === 'virtual-function' ? id : null)];
        }),
      );
      const environmentId = place.placement.environmentId;
      plain.push({ level: place.level, uses: [...new Set(uses)], environmentId, ...NONE });
    }
    return part('device', plain);
  }

  /** Placed applications of unknown criticality, or of which nobody says on which cores they run. */
  unknown(plan: Plan): number {
    const without = new Set<Id>();
    for (const placement of this.#tree.placements) {
      const application = plan.applications.get(placement.applicationId);
      const cores = coresOfPlacement(this.#tree, placement).length + placement.taskCores.length;
      if (application && (levelOf(application) === null || cores === 0)) {
        without.add(application.id);
      }
    }
    return without.size;
  }
}

/** A virtual function is a device of its own for each environment that has one. */
function sharedDevice(device: Device, functionOf: Id | null): string {
  return functionOf === null ? device.id : `${device.id}/${functionOf}`;
}

/**
 * Pairs of places of applications of different criticality that share a resource without a control, counted once
 * for each of the five kinds of resource. What counts as shared and as controlled: README, COMPARE-3.
 *
 * @param plan the plan
 * @param tree one of its layouts
 * @param target its hardware
 * @returns the number with its range, by kind, and how many applications it could not count
 * @cost O(placements + grants), and the square of the distinct sets of cores that meet on one core
 * @rules COMPARE-3
 */
export function exposureOf(plan: Plan, tree: LayoutTree, target: Target): Exposure {
  const sharing = new Sharing(plan, tree, target);
  const parts = [
    sharing.cores(),
    sharing.kernels(),
    sharing.caches(),
    sharing.memories(),
    sharing.devices(),
  ];
  const sum = (end: 'low' | 'high') => parts.reduce((total, each) => total + (each[end] ?? 0), 0);
  return { low: sum('low'), high: sum('high'), unknown: sharing.unknown(plan), parts };
}
