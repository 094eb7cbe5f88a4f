/** DEV-5 to DEV-7: who serves a device, whether the technology can, and whether applications get what they need. */
import type { Technology } from '../../catalog/technology.ts';
import type { Application, DeviceNeed } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment, Grant } from '../../model/layout.ts';
import type { Device } from '../../model/target.ts';
import { catalogueSource } from '../catalogue-source.ts';
import type { Facts } from '../facts.ts';
import { figureSource, hardwareSource } from '../hardware.ts';
import { drivesHardware } from '../io/device-facts.ts';
import { boundaryOf } from '../isolation/boundaries.ts';
import { technologyOf } from '../isolation/technologies.ts';
import { ofApplication, ofDevice, ofEnvironment, ofGrant } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import { granteeOf } from './dev.ts';
import type { Report, Rule } from './rule.ts';
import { inheritedFigure } from './tech-facts.ts';
import { UnknownGroups } from './unknown-groups.ts';

/** Why a back end cannot serve a grant; null when it can. */
function backendFault(facts: Facts, grant: Grant, backend: Environment): string | null {
  const path = facts.tree.pathOf.get(backend.id) ?? [];
  if (path.some((environment) => environment.id === grant.environmentId)) {
    return `its back end "${backend.name}" stands inside the client`;
  }
  // An OS on the hardware and a control domain drive what is not given away without a grant of their own.
  if (backend.parentId === null || backend.role === 'control') return null;
  const own = (facts.tree.grantsTo.get(backend.id) ?? []).some(
    (other) => other.deviceId === grant.deviceId,
  );
  return own ? null : `its back end "${backend.name}" is not given the device`;
}

const BACKEND: Rule = {
  id: 'DEV-5',
  title: 'Device without a back end',
  strength: 'hard',
  checks:
    'A para-virtual device names a back end that has the device and does not depend on the client.',
  source: 'technology rules E4, E5 (acrn-doc, dall16): the owner of the back end serves the others',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no para-virtual device'
      : `${counted(count, 'para-virtual device')} served by a back end`,
  run: (facts, report) => {
    for (const { device, grants } of facts.io.devices) {
      for (const grant of grants) {
        // The hypervisor itself may emulate; a para-virtual device has another end somewhere.
        if (grant.mode !== 'para-virtual' && grant.backendEnvironmentId === null) continue;
        if (drivesHardware(grant.mode)) continue;
        const backend = facts.tree.environmentById.get(grant.backendEnvironmentId ?? '');
        const fault = backend ? backendFault(facts, grant, backend) : 'no back end is named';
        if (fault === null) {
          report.pass();
          continue;
        }
        const grantee = granteeOf(facts, grant);
        report.error({
          subjects: [
            ...grantee,
            ofDevice(device),
            ...(backend ? [ofEnvironment(backend)] : []),
            ofGrant(grant, device),
          ],
          message: `"${device.name}" is para-virtual in "${grantee[0]?.name ?? ''}", and ${fault}`,
          remedy: 'Name an environment that owns the device as its back end.',
        });
      }
    }
  },
};

const MODES_UNKNOWN = {
  message: (names: string) =>
    `ways of giving devices that the technology offers are unknown: ${names}`,
  remedy: 'Check with its documentation, or choose a technology whose I/O modes are known.',
};

/** A guest such as an RTOS says nothing of devices; then the hypervisor beneath it does. */
function ioTechnologyOf(facts: Facts, boundary: Environment): Technology | null {
  const own = technologyOf(facts.catalogue, facts.tree, boundary);
  if ((own && inheritedFigure(facts, own, 'ioModes').value) || boundary.parentId === null)
    return own;
  const parent = facts.tree.environmentById.get(boundary.parentId);
  return (parent && technologyOf(facts.catalogue, facts.tree, parent)) ?? own;
}

function checkMode(
  facts: Facts,
  grant: Grant,
  device: Device,
  unknown: UnknownGroups,
  report: Report,
): void {
  const boundary = boundaryOf(facts.tree, grant.environmentId);
  if (!boundary) {
    report.pass();
    return;
  }
  const technology = ioTechnologyOf(facts, boundary);
  const modes = technology && inheritedFigure(facts, technology, 'ioModes');
  if (!technology || !modes?.value) {
    unknown.add('modes', MODES_UNKNOWN, ofEnvironment(boundary));
    return;
  }
  // A virtual function is handed over like any other PCI function.
  const offered =
    modes.value.includes(grant.mode) ||
    (grant.mode === 'virtual-function' && modes.value.includes('pass-through'));
  if (offered) {
    report.pass();
    return;
  }
  const found = {
    subjects: [ofEnvironment(boundary), ofDevice(device), ofGrant(grant, device)],
    message: `"${device.name}" is given to "${boundary.name}" as ${grant.mode}; ${technology.name} offers ${modes.value.join(', ')}`,
    limit: modes.value.join(', '),
    actual: grant.mode,
    evidence: [
      {
        name: `I/O modes of ${technology.name}`,
        value: modes.value.join(', ') + (modes.conditions === null ? '' : ` (${modes.conditions})`),
        source: catalogueSource(facts.catalogue, modes),
      },
    ],
    remedy: `Give it as ${modes.value.join(' or ')}, or choose another technology.`,
  };
  if (modes.confidence === 'high') report.error(found);
  else report.warning(found);
}

const MODE: Rule = {
  id: 'DEV-6',
  title: 'Technology that cannot give a device this way',
  strength: 'hard',
  checks:
    'A device is given to a VM or partition in a mode that its technology offers; where the fact base is not sure, a deviation is a warning.',
  source:
    'technology rules A4, E8 (bao-src, jailhouse-src); catalogue: I/O modes of each technology',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no device is given'
      : `${counted(count, 'device')} given in a mode that the technology offers`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const { device, grants } of facts.io.devices) {
      for (const grant of grants) checkMode(facts, grant, device, unknown, report);
    }
    unknown.report(report);
  },
};

/** Devices of one class that the content of an environment can reach. */
interface Reachable {
  readonly any: number;
  /** Driven by this side alone: passed through, a virtual function, or native hardware. */
  readonly own: number;
}

/** Answers which devices an environment can reach; remembers what it has answered. */
class DeviceReach {
  readonly #facts: Facts;
  readonly #known = new Map<string, Reachable>();
  /** Classes the target's data has devices of. */
  readonly classes: ReadonlySet<string>;
  readonly #byClass: ReadonlyMap<string, readonly Device[]>;
  readonly #grantsOf: ReadonlyMap<Id, readonly Grant[]>;

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#byClass = Map.groupBy(facts.hardware.target.devices, (device) => fold(device.class));
    this.#grantsOf = Map.groupBy(facts.tree.grants, (grant) => grant.deviceId);
    this.classes = new Set(this.#byClass.keys());
  }

  of(environmentId: Id, deviceClass: string): Reachable {
    const key = `${environmentId} ${deviceClass}`;
    const cached = this.#known.get(key);
    if (cached) return cached;
    const { tree } = this.#facts;
    const boundary = boundaryOf(tree, environmentId);
    const path = tree.pathOf.get(environmentId) ?? [];
    const inside = new Set(
      path.slice(boundary ? path.indexOf(boundary) : 0).map((environment) => environment.id),
    );
    let [any, own] = [0, 0];
    for (const device of this.#byClass.get(deviceClass) ?? []) {
      const grants = this.#grantsOf.get(device.id) ?? [];
      const here = grants.filter((grant) => inside.has(grant.environmentId));
      const away = grants.some(
        (grant) => grant.mode === 'pass-through' && !inside.has(grant.environmentId),
      );
      const native = boundary === null && !away;
      if (here.length > 0 || native) any += 1;
      if (here.some((grant) => drivesHardware(grant.mode)) || native) own += 1;
    }
    const reachable = { any, own };
    this.#known.set(key, reachable);
    return reachable;
  }
}

function fold(deviceClass: string): string {
  return deviceClass.trim().toLowerCase();
}

function checkNeed(
  facts: Facts,
  reach: DeviceReach,
  application: Application,
  environment: Environment,
  need: DeviceNeed,
  unknown: UnknownGroups,
  report: Report,
): void {
  const deviceClass = fold(need.class);
  const absent = facts.hardware.target.absentDevices.find(
    (record) => fold(record.class) === deviceClass,
  );
  if (!reach.classes.has(deviceClass) && !absent) {
    const text = {
      message: (names: string) =>
        `the target's data names no device of class "${need.class}", needed by ${names}`,
      remedy: "Add the device to the plan's target and give it, or correct the class.",
    };
    unknown.add(deviceClass, text, ofApplication(application));
    return;
  }
  const { any, own } = reach.of(environment.id, deviceClass);
  const exclusive = need.access === 'exclusive';
  const there = exclusive ? own : any;
  if (there >= need.count) {
    report.pass();
    return;
  }
  const word = `${need.class} device`;
  const { target } = facts.hardware;
  report.error({
    subjects: [ofApplication(application), ofEnvironment(environment)],
    message: `"${application.name}" needs ${counted(need.count, word)}${exclusive ? ' for itself' : ''}; "${environment.name}" ${absent ? `gets none: ${target.name} has none` : `is given ${there}`}`,
    limit: counted(need.count, word),
    actual: counted(there, word),
    remainder: String(there - need.count),
    evidence: [
      {
        name: `${need.class} needed by ${application.name}`,
        value: String(need.count),
        source: figureSource(application.sources, 'devices'),
      },
      ...(absent
        ? [
            {
              name: `${need.class} on ${target.name}`,
              value: 'none',
              source: hardwareSource(target, absent.provenance, 'class'),
            },
          ]
        : []),
    ],
    remedy: absent
      ? 'Use another device, or another target.'
      : `Give ${counted(need.count - there, `${exclusive ? 'own ' : ''}${word}`)} to "${environment.name}".`,
  });
}

const NEED: Rule = {
  id: 'DEV-7',
  title: "Application's device not given",
  strength: 'hard',
  checks:
    'Each class of device that an application needs is given to its environment, to what it stands in up to the VM or partition around it, or is native hardware that nobody else was given.',
  source: 'definition',
  onPlacement: true,
  passed: (count) =>
    count === 0 ? 'no placed application needs a device' : `${counted(count, 'device need')} met`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const reach = new DeviceReach(facts);
    for (const placement of facts.tree.placements) {
      const application = facts.plan.applications.get(placement.applicationId);
      const environment = facts.tree.environmentById.get(placement.environmentId);
      if (!application || !environment) continue;
      for (const need of application.devices) {
        checkNeed(facts, reach, application, environment, need, unknown, report);
      }
    }
    unknown.report(report);
  },
};

/** Applications of one isolated side of the layout that each want devices of a class for themselves. */
interface Contention {
  readonly deviceClass: string;
  readonly side: Environment;
  readonly applications: Map<Id, Application>;
  wanted: number;
  own: number;
}

const CONTENDED: Rule = {
  id: 'DEV-8',
  title: 'Device wanted by several applications for themselves',
  strength: 'hard',
  checks:
    'Devices that applications need exclusively suffice for all of them inside one VM or partition, or on one OS.',
  source: 'definition',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no exclusive device need'
      : `exclusive needs of ${counted(count, 'class of device', 'classes of devices')} met`,
  run: (facts, report) => {
    const reach = new DeviceReach(facts);
    const contentions = new Map<string, Contention>();
    for (const placement of facts.tree.placements) {
      const application = facts.plan.applications.get(placement.applicationId);
      const [root] = facts.tree.pathOf.get(placement.environmentId) ?? [];
      if (!application || !root) continue;
      const side = boundaryOf(facts.tree, placement.environmentId) ?? root;
      for (const need of application.devices) {
        const deviceClass = fold(need.class);
        if (need.access !== 'exclusive' || !reach.classes.has(deviceClass)) continue;
        const key = `${side.id} ${deviceClass}`;
        let at = contentions.get(key);
        if (!at) {
          at = { deviceClass, side, applications: new Map(), wanted: 0, own: 0 };
          contentions.set(key, at);
        }
        if (!at.applications.has(application.id)) at.wanted += need.count;
        at.applications.set(application.id, application);
        at.own = Math.max(at.own, reach.of(placement.environmentId, deviceClass).own);
      }
    }
    for (const { deviceClass, side, applications, wanted, own } of contentions.values()) {
      // One application that gets too few is the business of DEV-7.
      if (wanted <= own || applications.size < 2) {
        report.pass();
        continue;
      }
      const list = [...applications.values()];
      const word = `${deviceClass} device`;
      report.error({
        subjects: [...list.map(ofApplication), ofEnvironment(side)],
        message: `${listNames(list.map((each) => each.name))} in "${side.name}" need ${counted(wanted, word)} for themselves; there ${own === 1 ? 'is' : 'are'} ${own}`,
        limit: counted(own, word),
        actual: counted(wanted, word),
        remainder: String(own - wanted),
        remedy: 'Give more devices, or let one application serve the others.',
      });
    }
  },
};

/** In the order in which they are listed. */
export const DEV_SERVICE_RULES: readonly Rule[] = [BACKEND, MODE, NEED, CONTENDED];
