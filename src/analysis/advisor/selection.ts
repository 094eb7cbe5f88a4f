/** Which applications take part in a conversion, in which form, and which stay behind. */
import type { OsFamily } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import { ofApplication } from '../subjects.ts';
import type { Conversion } from './conversion.ts';
import { runsGuests } from './core-shares.ts';
import { containerOsOf, makesFullGuests, shortName, thinOsOf } from './hosting.ts';
import { membersOf, neededOs, type Member } from './units.ts';
import { WAY_FACTS } from './ways.ts';

/** Members by the form that they will have. */
export interface Selected {
  /** In the form asked for. */
  readonly members: readonly Member[];
  /** In a guest of their own, because the form asked for does not carry their kernel. */
  readonly beside: readonly Member[];
  /** Thin VMs: guest for each member. */
  readonly thinGuests: ReadonlyMap<Member, Id | null>;
  /** Taken out and not put anywhere. */
  readonly unplaced: readonly Member[];
  /** Kernel that those in the form asked for share; null where each has its own. */
  readonly sharedOs: OsFamily | null;
}

/** RTOS guests of the catalogue, by the kernel that they are. */
const RTOS_GUESTS: Readonly<Partial<Record<OsFamily, Id>>> = {
  freertos: 'freertos-guest',
  zephyr: 'zephyr-guest',
};

/** A member that stands where no hypervisor and no general OS runs stays there. */
function staysBare(conversion: Conversion, member: Member): boolean {
  const { args, hardware, tree } = conversion;
  if (args.force || member.former?.kind !== 'bare-metal') return false;
  if (args.candidate.way === 'bare-metal') return true;
  const own = member.placement?.coreIds ?? [];
  const cores = own.length > 0 ? own : (tree.coresOf.get(member.former.id) ?? []);
  return cores.length > 0 && !cores.some((id) => runsGuests(hardware, id));
}

function coreWords(conversion: Conversion, member: Member): string {
  const cores = conversion.tree.coresOf.get(member.former?.id ?? '') ?? [];
  const types = cores.flatMap((id) => {
    const cluster = conversion.hardware.coreById.get(id)?.cluster;
    return cluster ? [cluster.coreType] : [];
  });
  return [...new Set(types)].join(', ');
}

/** The kernel that most of them need. */
function commonOs(conversion: Conversion, members: readonly Member[]): OsFamily {
  const counts = new Map<OsFamily, number>();
  for (const member of members) {
    const os = neededOs(conversion.tree, member);
    if (os !== null && os !== 'none') counts.set(os, (counts.get(os) ?? 0) + 1);
  }
  let best: OsFamily = 'linux';
  for (const [os, count] of counts) if (count > (counts.get(best) ?? 0)) best = os;
  return best;
}

function sharedOsOf(conversion: Conversion, members: readonly Member[]): OsFamily | null {
  const { way } = conversion.args.candidate;
  if (way === 'process') return commonOs(conversion, members);
  return WAY_FACTS[way].contained ? containerOsOf(conversion.engine) : null;
}

/** Guest of a thin VM for one member: the one asked for, or the RTOS that it needs; undefined: there is none. */
function thinGuestOf(conversion: Conversion, member: Member): Id | null | undefined {
  const { guest, args, catalogue } = conversion;
  const needs = neededOs(conversion.tree, member);
  if (args.force || !guest || needs === null || thinOsOf(guest) === needs) {
    return args.candidate.guestId;
  }
  const rtos = RTOS_GUESTS[needs];
  return rtos !== undefined && catalogue.technologies.has(rtos) ? rtos : undefined;
}

/** What it asks for; where it does not say, the kernel that it stands on, and that this is where it was read. */
function needWords(tree: LayoutTree, { application, former }: Member, needs: OsFamily): string {
  if (application.os !== null) return `needs ${OS_NAMES[needs]}`;
  return `stands on ${OS_NAMES[needs]} ("${former?.name ?? ''}") and does not state which OS it needs`;
}

/**
 * Decides who takes part. Applications on cores without hypervisor mode keep their bare-metal place; those whose
 * kernel the form cannot carry get a guest of their own where a hypervisor is there anyway, else no place.
 *
 * @param conversion what is converted; notes are added to it
 * @returns members by form
 * @cost O(members)
 */
export function selectMembers(conversion: Conversion): Selected {
  const { args, before, tree } = conversion;
  const { way } = args.candidate;
  const members: Member[] = [];
  const beside: Member[] = [];
  const unplaced: Member[] = [];
  const thinGuests = new Map<Member, Id | null>();
  const moving: Member[] = [];
  for (const member of membersOf(before, tree, args.applicationIds)) {
    if (!staysBare(conversion, member)) moving.push(member);
    else if (way !== 'bare-metal') {
      const reason = `stays in its image on ${coreWords(conversion, member)}, where neither a hypervisor nor a general OS runs`;
      conversion.note('kept', ofApplication(member.application), reason);
    }
  }
  const sharedOs = sharedOsOf(conversion, moving);
  for (const member of moving) {
    const needs = neededOs(tree, member);
    const subject = ofApplication(member.application);
    if (way === 'thin-vm') {
      const guest = thinGuestOf(conversion, member);
      if (guest !== undefined) {
        thinGuests.set(member, guest);
        members.push(member);
        continue;
      }
      const name = needs === null ? 'an unknown OS' : OS_NAMES[needs];
      if (makesFullGuests(conversion.hypervisor)) {
        conversion.note('changed', subject, `no thin VM carries ${name}; it gets a full guest`);
        beside.push(member);
      } else {
        const host = conversion.hypervisor ? shortName(conversion.hypervisor) : 'the hypervisor';
        const reason = `needs ${name}; ${host} makes thin VMs only, and none carries it (OS-1)`;
        conversion.note('unplaced', subject, reason);
        unplaced.push(member);
      }
    } else if (args.force || sharedOs === null || needs === null || needs === sharedOs) {
      members.push(member);
    } else if (way === 'container-vm') {
      const reason = `${needWords(tree, member, needs)}; the containers share ${OS_NAMES[sharedOs]}, so it gets a guest of its own (OS-1)`;
      conversion.note('changed', subject, reason);
      beside.push(member);
    } else {
      const what = way === 'kernel-container' ? 'the containers run' : 'all share';
      const reason = `${needWords(tree, member, needs)}; ${what} ${OS_NAMES[sharedOs]} (OS-1)`;
      conversion.note('unplaced', subject, reason);
      unplaced.push(member);
    }
  }
  return { members, beside, thinGuests, unplaced, sharedOs };
}
