/** What carries guests and containers: hypervisor, host OS, control domain, container engine. */
import type { OsFamily } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import { osOf, type Environment } from '../../model/layout.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import { ofEnvironment } from '../subjects.ts';
import { schedulingFor, schedulingOf } from './carry-scheduling.ts';
import { runsGuests } from './core-shares.ts';
import { givesCoresOnce, guestKindOf, isHosted, shortName } from './hosting.ts';
import type { StackBuilder } from './stack-builder.ts';
import type { Member } from './units.ts';

/** Technology of an OS on the hardware itself. */
const BARE = 'bare-metal';

/** Guests of a hypervisor on the hardware that stays: no OS can stand beside it. */
function guestHosts(builder: StackBuilder): readonly Environment[] {
  const { rest, conversion } = builder;
  if (conversion.args.whole) return [];
  const roots = rest.childrenOf.get(null) ?? [];
  return roots
    .filter(({ kind }) => kind === 'hypervisor')
    .flatMap(({ id }) => rest.childrenOf.get(id) ?? [])
    .filter(({ kind }) => kind === 'vm' || kind === 'partition');
}

/** An OS that is there: the one that the members stand on first, then one with the wanted cores. */
function presentHost(
  builder: StackBuilder,
  family: OsFamily,
  wanted: readonly Id[],
  members: readonly Member[],
): Environment | undefined {
  const { rest, conversion } = builder;
  const roots = [...(rest.childrenOf.get(null) ?? []), ...builder.added()].filter(
    ({ kind, parentId }) => kind === 'os' && parentId === null,
  );
  const there = [...roots, ...guestHosts(builder)].filter(({ os }) => os?.family === family);
  const under = new Set(
    members.flatMap(({ former }) => conversion.tree.pathOf.get(former?.id ?? '') ?? []),
  );
  const underIds = new Set([...under].map(({ id }) => id));
  const covers = ({ id, coreIds }: Environment) => {
    const cores = rest.coresOf.get(id) ?? coreIds;
    return wanted.every((core) => cores.includes(core));
  };
  return there.find(({ id }) => underIds.has(id)) ?? there.find(covers) ?? there[0];
}

/**
 * An OS that applications can share: one that is there and of the family, or a new one on the hardware. Where a
 * hypervisor stays on the hardware, its guests are what is there.
 *
 * @param builder the layout while it is built
 * @param family its kernel
 * @param wanted cores that its content would run on
 * @param members what will run on it
 * @returns the OS
 */
export function hostOs(
  builder: StackBuilder,
  family: OsFamily,
  wanted: readonly Id[],
  members: readonly Member[] = [],
): Environment {
  const found = presentHost(builder, family, wanted, members);
  if (found) return found;
  const template = builder.template('os');
  const isSame = template?.os?.family === family;
  const made = {
    kind: 'os' as const,
    technologyId: isSame ? template.technologyId : knownBare(builder),
    os: builder.hostOs(family),
  };
  const os = builder.put({
    ...(isSame ? builder.inherited(template) : {}),
    ...schedulingFor(builder.conversion, members, made),
    ...made,
    parentId: null,
    name: isSame ? template.name : `Host ${OS_NAMES[family]}`,
    coreIds: [...builder.rootCores(wanted)],
  });
  if (isSame) inherit(builder, template, os);
  return os;
}

/**
 * A hypervisor that comes onto hardware on which an OS runs slides under it: the OS becomes its guest, with the
 * cores it has.
 *
 * @returns cores of what became guests
 */
function slideUnder(builder: StackBuilder, hypervisor: Environment): readonly Id[] {
  const { conversion, rest } = builder;
  if (conversion.args.whole) return [];
  const kind = guestKindOf(conversion.hypervisor);
  const control = conversion.hypervisor?.needs.controlEnvironment.value === true;
  const systems = (rest.childrenOf.get(null) ?? []).filter(
    (each) => each.kind === 'os' && each.coreIds.some((id) => runsGuests(conversion.hardware, id)),
  );
  for (const [index, system] of systems.entries()) {
    const role = control && index === 0 ? ('control' as const) : system.role;
    const technologyId = hypervisor.technologyId;
    const parentId = hypervisor.id;
    builder.slide(builder.change(system, { kind, parentId, technologyId, role }));
    const reason = `becomes a guest of "${hypervisor.name}", which owns the hardware now`;
    conversion.note('changed', ofEnvironment(system), reason);
  }
  return systems.flatMap(({ coreIds }) => coreIds);
}

function knownBare(builder: StackBuilder): Id | null {
  return builder.conversion.catalogue.technologies.has(BARE) ? BARE : null;
}

/** The new one takes the place of the old one, with all it was given. */
function inherit(builder: StackBuilder, former: Environment, heir: Environment): void {
  const { conversion } = builder;
  if (builder.rest.environmentById.has(former.id)) return;
  conversion.heirs.set(former.id, heir.id);
  conversion.succeed(former.id, heir.id);
}

/**
 * The hypervisor of the candidate: one that is there, or a new one. KVM and Type 2 hypervisors stand in a host OS.
 *
 * @param builder the layout while it is built
 * @param wanted cores that its guests would run on
 * @returns the hypervisor, and whether it is new
 */
export function hypervisorFor(
  builder: StackBuilder,
  wanted: readonly Id[],
): { readonly environment: Environment; readonly fresh: boolean } {
  const { conversion, rest } = builder;
  const { hypervisor } = conversion;
  const technologyId = conversion.args.candidate.hypervisorId;
  const there = rest.environments.find(
    (each) => each.kind === 'hypervisor' && each.technologyId === technologyId,
  );
  if (there) {
    if (there.coreIds.length === 0) return { environment: there, fresh: false };
    const free = new Set(builder.freeCores());
    const more = wanted.filter((id) => free.has(id) && !there.coreIds.includes(id));
    const wider = { coreIds: [...there.coreIds, ...more] };
    const environment = more.length > 0 ? builder.change(there, wider) : there;
    return { environment, fresh: false };
  }
  const hosted = hypervisor !== null && isHosted(conversion.catalogue, hypervisor);
  const host = hosted ? hostOs(builder, 'linux', wanted) : null;
  const template = builder.template('hypervisor', technologyId);
  const environment = builder.put({
    ...builder.inherited(template),
    ...schedulingOf(template),
    kind: 'hypervisor',
    parentId: host?.id ?? null,
    name: template?.name ?? (hypervisor ? shortName(hypervisor) : 'Hypervisor'),
    technologyId,
    coreIds: host ? [] : [...builder.rootCores(wanted)],
  });
  if (template) inherit(builder, template, environment);
  if (host) return { environment, fresh: true };
  const more = slideUnder(builder, environment);
  const coreIds = [...new Set([...environment.coreIds, ...more])];
  return { environment: builder.change(environment, { coreIds }), fresh: true };
}

/**
 * Gives a new hypervisor the control domain that it needs: a Linux guest takes the role where cores are given
 * once, a domain of its own elsewhere.
 *
 * @param builder the layout while it is built
 * @param hypervisor a new hypervisor
 * @param guests what stands in it
 */
export function addControl(
  builder: StackBuilder,
  hypervisor: Environment,
  guests: readonly Environment[],
): void {
  const { conversion } = builder;
  const technology = conversion.hypervisor;
  if (technology?.needs.controlEnvironment.value !== true) return;
  if (isHosted(conversion.catalogue, technology)) return;
  if ([...guests, ...builder.slid()].some(({ role }) => role === 'control')) return;
  if (!givesCoresOnce(technology)) {
    const family = technology.id === 'hyper-v' ? 'windows' : 'linux';
    const control = builder.put({
      kind: 'vm',
      parentId: hypervisor.id,
      name: 'Control domain',
      technologyId: technology.id,
      role: 'control',
      os: osOf(family),
    });
    const reason = `added: ${shortName(technology)} needs a privileged domain; its memory and cores are not stated`;
    conversion.note('check', ofEnvironment(control), reason);
    return;
  }
  const linux = guests.find(({ os }) => os?.family === 'linux');
  if (linux) {
    builder.change(linux, { role: 'control' });
    const reason = `has the role of control environment: ${shortName(technology)} needs one`;
    conversion.note('check', ofEnvironment(linux), reason);
  } else {
    const reason = `${shortName(technology)} needs a control environment with Linux; no guest has one`;
    conversion.note('check', ofEnvironment(hypervisor), reason);
  }
}

/**
 * @param builder the layout while it is built
 * @param host OS, partition or VM
 * @returns the engine of the candidate in it: one that is there, or a new one
 */
export function engineIn(builder: StackBuilder, host: Environment): Environment {
  const { conversion, rest } = builder;
  const technologyId = conversion.args.candidate.engineId;
  const there = [...(rest.childrenOf.get(host.id) ?? []), ...builder.added()].find(
    (each) =>
      each.kind === 'container-engine' &&
      each.parentId === host.id &&
      each.technologyId === technologyId,
  );
  if (there) return there;
  const template = builder.template('container-engine', technologyId);
  const engine = builder.put({
    ...builder.inherited(template),
    kind: 'container-engine',
    parentId: host.id,
    name: template?.name ?? (conversion.engine ? shortName(conversion.engine) : 'Container engine'),
    technologyId,
  });
  if (template) inherit(builder, template, engine);
  return engine;
}
