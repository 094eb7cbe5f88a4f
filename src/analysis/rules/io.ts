/** DEV-9 and IO-1: devices that move together, and whom critical applications depend on. */
import type { Criticality } from '../../model/application.ts';
import { criticalityName, criticalityRank } from '../../model/criticality.ts';
import type { Environment } from '../../model/layout.ts';
import type { Device } from '../../model/target.ts';
import type { Facts } from '../facts.ts';
import { hardwareSource } from '../hardware.ts';
import { boundaryOf } from '../isolation/boundaries.ts';
import type { Dependency } from '../result.ts';
import { ofApplication, ofDevice, ofEnvironment } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import { HOUSE_JUDGEMENT, type Report, type Rule } from './rule.ts';
import { criticalFacts, isCritical, type Placed } from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';
import { addUnstated, unstatedOfCritical } from './unstated.ts';

/** Where devices of one IOMMU group are driven from; null stands for the hardware side. */
interface GroupUse {
  readonly devices: Set<Device>;
  readonly sides: Set<Environment | null>;
  /** Whether any of them is passed through. */
  isMoved: boolean;
}

function groupsInUse(facts: Facts): ReadonlyMap<string, GroupUse> {
  const groups = new Map<string, GroupUse>();
  for (const { device, grants } of facts.io.devices) {
    if (device.iommuGroup === null) continue;
    for (const { mode, environmentId, backendEnvironmentId } of grants) {
      // A virtual function has a group of its own; as a device of its own it is passed through.
      if (mode === 'virtual-function') continue;
      // A device that is served is driven by its back end.
      const driver = mode === 'pass-through' ? environmentId : backendEnvironmentId;
      if (driver === null) continue;
      const use = groups.get(device.iommuGroup) ?? {
        devices: new Set(),
        sides: new Set(),
        isMoved: false,
      };
      use.devices.add(device);
      use.sides.add(boundaryOf(facts.tree, driver));
      use.isMoved ||= mode === 'pass-through';
      groups.set(device.iommuGroup, use);
    }
  }
  return new Map([...groups].filter(([, { isMoved }]) => isMoved));
}

const GROUP: Rule = {
  id: 'DEV-9',
  title: 'IOMMU group torn apart',
  strength: 'hard',
  checks:
    'Devices of one IOMMU group of which one is passed through are driven from one side, back ends included: the hardware cannot tell their DMA apart.',
  source: 'technology rule E1 (vfio): the whole group moves',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no device of a known IOMMU group is passed through'
      : `${counted(count, 'IOMMU group')} on one side`,
  run: (facts, report) => {
    for (const [group, { devices, sides }] of groupsInUse(facts)) {
      // On the hardware itself there is no wall that the group could cross.
      if (sides.size < 2) {
        report.pass();
        continue;
      }
      const list = [...devices];
      const names = [...sides].map((side) => side?.name ?? 'the system on the hardware');
      report.error({
        subjects: [
          ...list.map(ofDevice),
          ...[...sides].flatMap((side) => (side ? [ofEnvironment(side)] : [])),
        ],
        message: `IOMMU group ${group} is given to ${listNames(names)}: ${listNames(list.map(({ name }) => name))}`,
        limit: '1 side',
        actual: counted(sides.size, 'side'),
        remainder: String(1 - sides.size),
        evidence: list.map((device) => ({
          name: `IOMMU group of ${device.name}`,
          value: group,
          source: hardwareSource(facts.hardware.target, device.provenance, 'iommuGroup'),
        })),
        remedy: 'Give all devices of the group to one of them, and serve the others from there.',
      });
    }
  },
};

/** House judgement: from so many clients on, a server is a point of failure worth a word; no source has a number. */
const MANY_CLIENTS = 3;

/** Critical applications in each environment, however deep. */
function criticalByEnvironment(facts: Facts): ReadonlyMap<string, readonly Placed[]> {
  const inside = new Map<string, Placed[]>();
  for (const placed of criticalFacts(facts).placed) {
    if (!isCritical(placed.application)) continue;
    for (const { environment } of placed.layers) {
      const list = inside.get(environment.id);
      if (list) list.push(placed);
      else inside.set(environment.id, [placed]);
    }
  }
  return inside;
}

/** Level that a server was developed to: its own, else the lowest of what runs on its kernel. */
function levelOf(facts: Facts, server: Environment): Criticality | null {
  if (server.criticality) return server.criticality;
  const levels = criticalFacts(facts)
    .placed.filter(({ kernel }) => kernel === server)
    .flatMap(({ application }) => application.criticality ?? []);
  return levels.reduce<Criticality | null>(
    (lowest, level) =>
      lowest === null || (criticalityRank(level) ?? 0) < (criticalityRank(lowest) ?? 0)
        ? level
        : lowest,
    null,
  );
}

const LEVEL_UNKNOWN: UnknownText = {
  message: (names) => `level of what critical applications depend on is unknown: ${names}`,
  remedy: 'State the criticality to which its software was developed.',
};

const NOT_COMPARABLE: UnknownText = {
  message: (names) =>
    `its level cannot be held against that of the critical applications that depend on it, which have none, or one of another scale: ${names}`,
  remedy: 'State the criticality of both on one scale, or judge them by hand.',
};

const VERBS: Readonly<Record<Dependency['kind'], string>> = {
  device: 'loses a device when it stops',
  control: 'is started and managed by it',
  start: 'starts after it',
};

/** Clients with critical content of one server, with how they depend on it. */
interface Served {
  readonly server: Environment;
  readonly clients: ReadonlySet<string>;
  readonly critical: readonly (readonly [Dependency, readonly Placed[]])[];
}

function served(facts: Facts): readonly Served[] {
  const criticalIn = criticalByEnvironment(facts);
  const byServer = Map.groupBy(facts.dependencies, ({ server }) => server.id);
  return [...byServer].flatMap(([id, list]) => {
    const server = facts.tree.environmentById.get(id);
    if (!server) return [];
    const critical = list.flatMap((each) => {
      const inside = criticalIn.get(each.client.id) ?? [];
      return inside.length > 0 ? [[each, inside] as const] : [];
    });
    return [{ server, critical, clients: new Set(list.map(({ client }) => client.id)) }];
  });
}

function lowerThan(level: Criticality, than: Criticality | null): boolean {
  return (
    than !== null &&
    level.scale === than.scale &&
    (criticalityRank(level) ?? 0) < (criticalityRank(than) ?? 0)
  );
}

function isComparable({ scale }: Criticality, { application }: Placed): boolean {
  return application.criticality?.scale === scale;
}

function checkServer(
  facts: Facts,
  { server, clients, critical }: Served,
  unknown: UnknownGroups,
  report: Report,
): void {
  const level = levelOf(facts, server);
  if (level === null) {
    unknown.add('level', LEVEL_UNKNOWN, ofEnvironment(server));
    return;
  }
  const above = critical.flatMap(([dependency, inside]) =>
    inside
      .filter(({ application }) => lowerThan(level, application.criticality))
      .map(({ application }) => ({ application, dependency })),
  );
  const [first] = above;
  const applications = [...new Set(above.map(({ application }) => application))];
  if (first) {
    const ranked = applications.toSorted(
      (a, b) => (criticalityRank(b.criticality) ?? 0) - (criticalityRank(a.criticality) ?? 0),
    );
    const highest = criticalityName(ranked[0]?.criticality ?? null);
    report.warning({
      subjects: [
        ofEnvironment(server),
        ...applications.map(ofApplication),
        ...new Set(above.map(({ dependency }) => dependency.client)),
      ],
      message: `"${server.name}" (${criticalityName(level)}) is needed by ${listNames(applications.map(({ name }) => name))} (${highest}): "${first.dependency.client.name}" ${VERBS[first.dependency.kind]}; ${first.dependency.why}`,
      limit: `a server of ${highest}`,
      actual: criticalityName(level),
      remedy: 'Serve it from an environment of its own level, or pass the device through.',
    });
  } else if (critical.some(([, inside]) => inside.some((each) => !isComparable(level, each)))) {
    unknown.add('scale', NOT_COMPARABLE, ofEnvironment(server));
  } else if (clients.size >= MANY_CLIENTS) {
    report.advice({
      subjects: [ofEnvironment(server), ...critical.map(([{ client }]) => client)],
      message: `${counted(clients.size, 'environment')} depend on "${server.name}", critical ones among them: it is a single point of failure`,
      limit: `fewer than ${MANY_CLIENTS} clients beside a critical one (${HOUSE_JUDGEMENT})`,
      actual: counted(clients.size, 'client'),
      remainder: String(MANY_CLIENTS - 1 - clients.size),
      remedy: 'Give critical clients a server, or a device, of their own.',
    });
  } else report.pass();
}

/** What stands in the clients of a server. */
function clientsOf(facts: Facts, { clients }: Served): readonly Placed[] {
  return criticalFacts(facts).placed.filter(({ layers }) =>
    layers.some(({ environment }) => clients.has(environment.id)),
  );
}

const SERVERS: Rule = {
  id: 'IO-1',
  title: 'Critical application depends on a lesser server',
  strength: 'strong',
  checks:
    'What serves devices to critical applications, manages them or has to start first is of their level at least; where many depend on it, that is said as advice.',
  source:
    'technology rule E4 (acrn-doc, dall16): the owner becomes a shared point of failure; the number of clients is a house judgement',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no critical application depends on another environment'
      : `${counted(count, 'server')} of the level of its critical clients`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const each of served(facts)) {
      if (each.critical.length > 0) checkServer(facts, each, unknown, report);
      for (const { application } of clientsOf(facts, each)) {
        addUnstated(unknown, application, unstatedOfCritical(application));
      }
    }
    unknown.report(report);
  },
};

/** In the order in which they are listed. */
export const IO_RULES: readonly Rule[] = [GROUP, SERVERS];
