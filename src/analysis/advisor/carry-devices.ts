/** Giving devices to what took the place of their former owners. */
import { figureOf } from '../../catalog/lookup.ts';
import type { IoModeId } from '../../catalog/figure.ts';
import { applyDiff, DiffDraft } from '../../model/diff.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import type { Environment, Grant, GrantMode } from '../../model/layout.ts';
import { nextOrder, type Plan } from '../../model/plan.ts';
import type { Device } from '../../model/target.ts';
import { kernelEnvironment } from '../isolation/boundaries.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { ofEnvironment, ofGrant } from '../subjects.ts';
import { listNames } from '../wording.ts';
import type { Conversion } from './conversion.ts';

const MODE_WORDS: Readonly<Record<GrantMode, string>> = {
  'pass-through': 'passed through',
  'virtual-function': 'given as a virtual function',
  'para-virtual': 'para-virtual',
  emulated: 'emulated',
};
/** Nearest to the hardware first. */
const MODES: readonly GrantMode[] = [
  'pass-through',
  'virtual-function',
  'para-virtual',
  'emulated',
];
const SERVED: ReadonlySet<GrantMode> = new Set<GrantMode>(['para-virtual', 'emulated']);

interface Wanted {
  readonly grant: Grant;
  readonly device: Device;
  readonly others: readonly Environment[];
}

class DeviceCarrier {
  readonly #conversion: Conversion;
  readonly #plan: Plan;
  readonly #tree: LayoutTree;
  readonly #draft: DiffDraft;
  /** Environments that needed a device which another one got. */
  readonly #wanted: Wanted[] = [];
  /** Devices given so far: environment and class. */
  readonly #given = new Map<string, number>();
  #order: number;

  constructor(conversion: Conversion, plan: Plan, tree: LayoutTree) {
    this.#conversion = conversion;
    this.#plan = plan;
    this.#tree = tree;
    this.#draft = new DiffDraft(plan);
    this.#order = nextOrder(plan.grants);
  }

  run(): Plan {
    for (const grant of this.#conversion.tree.grants) {
      const isGone = !this.#plan.environments.has(grant.environmentId);
      if (isGone) this.#regrant(grant);
      else this.#moveWithNeed(grant);
    }
    for (const { grant, device, others } of this.#wanted) this.#share(grant, device, others);
    return applyDiff(this.#plan, this.#draft.diff());
  }

  /** Environments that hold what the former owner held, those that need the device first. */
  #heirs(grant: Grant, device: Device | undefined): readonly Environment[] {
    const ids = new Set<Id>();
    const heir = this.#conversion.heirs.get(grant.environmentId);
    if (heir !== undefined) ids.add(heir);
    for (const id of this.#conversion.successors.get(grant.environmentId) ?? []) ids.add(id);
    const owners = new Set<Environment>();
    const needing = new Set<Environment>();
    for (const id of ids) {
      const owner = kernelEnvironment(this.#tree, id) ?? this.#tree.environmentById.get(id);
      if (!owner) continue;
      owners.add(owner);
      if (device && this.#needs(id, device)) needing.add(owner);
    }
    if (needing.size === 0) return [...owners].slice(0, 1);
    // Of two devices of a class each of two owners gets one.
    const has = ({ id }: Environment) => this.#given.get(`${id} ${device?.class}`) ?? 0;
    return [...needing].sort((a, b) => has(a) - has(b));
  }

  #needs(environmentId: Id, device: Device): boolean {
    return (this.#tree.placementsIn.get(environmentId) ?? []).some(({ applicationId }) =>
      this.#plan.applications
        .get(applicationId)
        ?.devices.some((need) => need.class === device.class),
    );
  }

  /** How an environment can be given a device; null: nobody says, so that it stays as it was. */
  #modes(environment: Environment): readonly IoModeId[] | null {
    const technology = technologyOf(this.#conversion.catalogue, this.#tree, environment);
    if (!technology || environment.parentId === null) return null;
    return figureOf(this.#conversion.catalogue, technology.id, 'ioModes')?.figure.value ?? null;
  }

  #mode(owner: Environment, grant: Grant, device: Device | undefined): GrantMode | null {
    // On the hardware itself a device is simply driven.
    if (owner.parentId === null) return 'pass-through';
    const modes = this.#modes(owner);
    if (modes === null || modes.includes(grant.mode)) return grant.mode;
    const possible = MODES.filter(
      (mode) =>
        modes.includes(mode) &&
        (mode !== 'virtual-function' || (device?.virtualFunctions ?? 0) > 0),
    );
    return possible[0] ?? null;
  }

  #regrant(grant: Grant): void {
    const conversion = this.#conversion;
    const device = conversion.hardware.deviceById.get(grant.deviceId);
    const [owner, ...others] = this.#heirs(grant, device);
    const subject = ofGrant(grant, device);
    const name = device?.name ?? grant.deviceId;
    if (!owner) {
      conversion.note('lost', subject, `nothing takes the place of what "${name}" was given to`);
      return;
    }
    const mode = this.#mode(owner, grant, device);
    if (mode === null) {
      const reason = `the technology of "${owner.name}" offers no way to give it "${name}"`;
      conversion.note('lost', subject, reason);
      return;
    }
    this.#put(grant, owner, mode);
    if (mode !== grant.mode) {
      const reason = `"${name}" is ${MODE_WORDS[mode]} to "${owner.name}" instead of ${MODE_WORDS[grant.mode]}`;
      conversion.note('changed', subject, reason);
    }
    if (device && others.length > 0) this.#wanted.push({ grant, device, others });
  }

  /** One owner; those that got none of the class get it through the owner where their hypervisor has that. */
  #share(grant: Grant, device: Device, others: readonly Environment[]): void {
    const owner = this.#draft.get('grants', grant.id)?.environmentId ?? '';
    const name = this.#tree.environmentById.get(owner)?.name ?? owner;
    const without: Environment[] = [];
    for (const other of others) {
      if (this.#given.has(`${other.id} ${device.class}`)) continue;
      if (this.#modes(other)?.includes('para-virtual') !== true) without.push(other);
      else {
        const id = this.#conversion.newId('grant');
        this.#put({ ...grant, id, order: this.#order++ }, other, 'para-virtual', owner);
        const reason = `para-virtual, served by "${name}": both need "${device.name}"`;
        this.#conversion.note('changed', ofEnvironment(other), reason);
      }
    }
    if (without.length === 0) return;
    const names = listNames(without.map((each) => each.name));
    const reason = `given to "${name}" only; ${names} needed it too, and it has one owner`;
    this.#conversion.note('lost', ofGrant(grant, device), reason);
  }

  #put(grant: Grant, owner: Environment, mode: GrantMode, backend: Id | null = null): void {
    const former = grant.backendEnvironmentId;
    const heir = this.#conversion.heirs.get(former ?? '') ?? null;
    const server = former !== null && this.#plan.environments.has(former) ? former : heir;
    const key = `${owner.id} ${this.#conversion.hardware.deviceById.get(grant.deviceId)?.class}`;
    this.#given.set(key, (this.#given.get(key) ?? 0) + 1);
    this.#draft.put('grants', {
      ...grant,
      environmentId: owner.id,
      mode,
      backendEnvironmentId: backend ?? (SERVED.has(mode) ? (server ?? this.#control(owner)) : null),
    });
  }

  /** Who serves devices where nobody is named: the control domain, or the host. */
  #control(owner: Environment): Id | null {
    const siblings = this.#tree.childrenOf.get(owner.parentId) ?? [];
    const control = siblings.find(({ id, role }) => role === 'control' && id !== owner.id);
    if (control) return control.id;
    const hypervisor = this.#tree.environmentById.get(owner.parentId ?? '');
    return hypervisor?.parentId ?? null;
  }

  /** A device goes along where only what moved needs it. */
  #moveWithNeed(grant: Grant): void {
    const device = this.#conversion.hardware.deviceById.get(grant.deviceId);
    const moved = this.#conversion.successors.get(grant.environmentId);
    if (!device || !moved) return;
    const inside = (id: Id) =>
      (this.#tree.pathOf.get(id) ?? []).some((each) => each.id === grant.environmentId);
    const stays = [...this.#tree.pathOf.keys()].some((id) => inside(id) && this.#needs(id, device));
    const [owner] = [...moved]
      .filter((id) => !inside(id) && this.#needs(id, device))
      .flatMap((id) => kernelEnvironment(this.#tree, id) ?? []);
    if (stays || !owner || owner.id === grant.environmentId) return;
    const mode = this.#mode(owner, grant, device);
    if (mode === null) return;
    this.#put(grant, owner, mode);
    const reason = `"${device.name}" goes to "${owner.name}": nothing else needs it`;
    this.#conversion.note('changed', ofGrant(grant, device), reason);
  }
}

/**
 * Gives every device whose owner is gone to what took its place: the same mode where the technology has it, else
 * the nearest one.
 *
 * @param conversion what is converted; what changes is noted
 * @param plan the plan with the new environments
 * @returns the plan with the grants
 * @cost O(grants x successors)
 * @rules CONVERT-5
 */
export function carryDevicesOver(conversion: Conversion, plan: Plan): Plan {
  const tree = layoutTree(plan, conversion.args.layoutId);
  return tree ? new DeviceCarrier(conversion, plan, tree).run() : plan;
}
