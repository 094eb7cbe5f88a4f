/** TECH-E5 to TECH-E7: drivers for para-virtual devices, needless emulation, storage. E1 to E4 and E8 are DEV rules. */
import type { Technology } from '../../catalog/technology.ts';
import type { Environment, FrontEnd, Grant } from '../../model/layout.ts';
import type { Device } from '../../model/target.ts';
import { formatNumber } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import { figureSource } from '../hardware.ts';
import { neededFrontEnds } from '../io/front-ends.ts';
import { boundaryOf } from '../isolation/boundaries.ts';
import { lineageOf, technologyOf } from '../isolation/technologies.ts';
import { figureHere, type FigureHere } from '../overheads/applicability.ts';
import { ofApplication, ofDevice, ofEnvironment, ofGrant } from '../subjects.ts';
import { modeFigure, type UsedFigure } from '../technology-figure.ts';
import { counted, listNames } from '../wording.ts';
import { useEvidence } from './evidence.ts';
import { measuredElsewhere } from './measured-elsewhere.ts';
import type { Report, Rule } from './rule.ts';
import { criticalFacts, figureEvidence, type Placed } from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

const FRONT_END_WORDS: Readonly<Record<FrontEnd, string>> = {
  virtio: 'virtio',
  'xen-pv': 'Xen PV',
  vmbus: 'VMBus',
  'vmware-pv': 'VMware PV',
};

/** A device given to a VM or partition, with the hypervisor that stands around it. */
interface Given {
  readonly grant: Grant;
  readonly device: Device;
  readonly guest: Environment;
  readonly technology: Technology | null;
}

/** The hypervisor decides which drivers a guest needs; the guest's own technology may be an RTOS. */
function hypervisorOf(facts: Facts, guest: Environment): Technology | null {
  const path = facts.tree.pathOf.get(guest.id) ?? [];
  const around = path.findLast(({ kind }) => kind === 'hypervisor' || kind === 'container-engine');
  return around ? technologyOf(facts.catalogue, facts.tree, around) : null;
}

function given(facts: Facts, mode: Grant['mode']): readonly Given[] {
  return facts.io.devices.flatMap(({ device, grants }) =>
    grants.flatMap((grant) => {
      const guest = boundaryOf(facts.tree, grant.environmentId);
      if (!guest || grant.mode !== mode) return [];
      return [{ grant, device, guest, technology: hypervisorOf(facts, guest) }];
    }),
  );
}

const DRIVERS_UNKNOWN: UnknownText = {
  message: (names) =>
    `para-virtual devices given, but which front ends the guest has is unknown: ${names}`,
  remedy: 'State the para-virtual drivers of the guest.',
};
const NEED_UNKNOWN: UnknownText = {
  message: (names) =>
    `para-virtual devices given, but which front ends the hypervisor asks for is unknown: ${names}`,
  remedy: 'Choose its technology, or check with its documentation.',
};

function checkDriver(
  facts: Facts,
  { grant, device, guest, technology }: Given,
  unknown: UnknownGroups,
  report: Report,
): void {
  const needs = technology && neededFrontEnds(facts.catalogue, technology);
  if (guest.frontEnds === null) {
    unknown.add('drivers', DRIVERS_UNKNOWN, ofEnvironment(guest), ofDevice(device));
  } else if (!technology || (!needs && guest.frontEnds.length > 0)) {
    unknown.add('need', NEED_UNKNOWN, ofEnvironment(guest), ofDevice(device));
  } else if (needs?.any.some((each) => guest.frontEnds?.includes(each))) {
    report.pass();
  } else {
    const wanted = needs?.any.map((each) => FRONT_END_WORDS[each]).join(' or ') ?? 'any front end';
    const has = guest.frontEnds.map((each) => FRONT_END_WORDS[each]).join(', ') || 'none';
    report.error({
      subjects: [ofEnvironment(guest), ofDevice(device), ofGrant(grant, device)],
      message: `"${device.name}" is para-virtual in "${guest.name}", whose OS has no driver for it: ${technology.name} asks for ${wanted}, there: ${has}`,
      limit: wanted,
      actual: has,
      evidence: [
        {
          name: `front end that ${technology.name} asks for`,
          value: wanted,
          source: needs?.source ?? null,
        },
      ],
      remedy: 'Add the driver to the guest, or give the device emulated or in pass-through.',
    });
  }
}

const FRONT_END: Rule = {
  id: 'TECH-E5',
  title: 'Para-virtual device without a driver in the guest',
  strength: 'hard',
  checks:
    'A guest with a para-virtual device has the front end that its hypervisor asks for (virtio, Xen PV, VMBus).',
  source: 'technology rule E5 (hyperv-scale, xen-support, qnx-brief)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no para-virtual device in a VM or partition'
      : `driver there for ${counted(count, 'para-virtual device')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const each of given(facts, 'para-virtual')) checkDriver(facts, each, unknown, report);
    unknown.report(report);
  },
};

const EMULATED: Rule = {
  id: 'TECH-E6',
  title: 'Emulated device where a driver is there',
  strength: 'advice',
  checks:
    'Devices are emulated for guests without drivers only; a guest with the front end of its hypervisor gets them para-virtual.',
  source: 'technology rule E6 (rtas23-data): one trap per register access',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no emulated device'
      : `emulation needed, or not known to be needless, for ${counted(count, 'device')}`,
  run: (facts, report) => {
    const figure = facts.catalogue.ioModes.get('emulated')?.figures.latency;
    const legacy = new Set(
      criticalFacts(facts)
        .placed.filter(({ application }) => application.legacyHardware === true)
        .map(({ boundary }) => boundary),
    );
    for (const { grant, device, guest, technology } of given(facts, 'emulated')) {
      const needs = technology && neededFrontEnds(facts.catalogue, technology);
      const has = needs?.any.find((each) => guest.frontEnds?.includes(each));
      if (has === undefined || legacy.has(guest)) {
        report.pass();
        continue;
      }
      report.advice({
        subjects: [ofEnvironment(guest), ofDevice(device), ofGrant(grant, device)],
        message: `"${device.name}" is emulated in "${guest.name}", which has ${FRONT_END_WORDS[has]}: each register access traps`,
        limit: 'para-virtual',
        actual: 'emulated',
        evidence: figure ? [figureEvidence(facts, 'one emulated access (ns)', figure)] : [],
        remedy: 'Give the device para-virtual, served by a back end.',
      });
    }
  },
};

/** Its own kind of VM decides which measured end applies; null: nobody measured it, or not on such cores. */
function storageLimit(
  facts: Facts,
  { range, isIndication }: FigureHere,
  technology: Technology,
): { readonly operations: number; readonly isMicroVm: boolean } | null {
  if (!range || isIndication) return null;
  if (technology.family === 'thin-vm') return { operations: range.typical, isMicroVm: true };
  const isQemu = lineageOf(facts.catalogue, technology).includes('kvm-qemu');
  return !isQemu || range.high === null ? null : { operations: range.high, isMicroVm: false };
}

const STORAGE_UNKNOWN: UnknownText = {
  message: (names) => `storage operations asked for that nobody measured in VMs of ${names}`,
  remedy: 'Measure it on the target, or pass a storage device through.',
};

function hasDirectStorage(facts: Facts, { boundary }: Placed): boolean {
  return (facts.tree.grantsTo.get(boundary?.id ?? '') ?? []).some(({ mode, deviceId }) => {
    const device = facts.hardware.deviceById.get(deviceId);
    const stores =
      device !== undefined && /nvme|sata|sdhci|ufs|emmc|storage|scsi/i.test(device.class);
    return stores && (mode === 'pass-through' || mode === 'virtual-function');
  });
}

/** Applications with a storage need, by the VM around them: what was measured is what one VM does. */
function storageUsers(facts: Facts): ReadonlyMap<Environment, readonly Placed[]> {
  const users = new Map<Environment, Placed[]>();
  for (const placed of criticalFacts(facts).placed) {
    const { application, hypervisor, boundary } = placed;
    const technology = hypervisor?.technology;
    if (!application.storageOperationsPerSecond || !technology || !boundary) continue;
    if (technology.family === 'type1-static') continue;
    const list = users.get(boundary);
    if (list) list.push(placed);
    else users.set(boundary, [placed]);
  }
  return users;
}

/** Operations a second of all instances in one copy of the VM. */
function askedBy({ application, placement, boundary, layers }: Placed): number {
  const at = layers.findIndex(({ environment }) => environment === boundary);
  const copies = layers
    .slice(at + 1)
    .reduce((product, each) => product * each.environment.copies, 1);
  return (application.storageOperationsPerSecond ?? 0) * placement.instances * copies;
}

function checkStorage(
  facts: Facts,
  inside: readonly Placed[],
  figure: UsedFigure,
  unknown: UnknownGroups,
  report: Report,
): void {
  const [first] = inside;
  const { hypervisor, boundary } = first ?? {};
  if (!first || !hypervisor?.technology || !boundary) return;
  if (hasDirectStorage(facts, first)) {
    report.pass(inside.length);
    return;
  }
  const applications = inside.map(({ application }) => ofApplication(application));
  const coreIds = facts.tree.coresOf.get(boundary.id) ?? [];
  const here = figureHere(facts, coreIds, figure);
  const limit = storageLimit(facts, here, hypervisor.technology);
  if (!limit) {
    const elsewhere = measuredElsewhere(
      (names) => `para-virtual storage, for the need of ${names},`,
      [here.use],
    );
    const [one = ofEnvironment(boundary), ...others] = applications;
    if (elsewhere) unknown.add(elsewhere.key, elsewhere.text, one, ...others);
    else
      unknown.add(
        'storage',
        STORAGE_UNKNOWN,
        ofEnvironment(hypervisor.environment),
        ...applications,
      );
    return;
  }
  const asked = inside.reduce((sum, each) => sum + askedBy(each), 0);
  if (asked <= limit.operations) {
    report.pass(inside.length);
    return;
  }
  const names = listNames(inside.map(({ application }) => application.name));
  report.warning({
    subjects: [...applications, ofEnvironment(boundary)],
    message: `${names} in "${boundary.name}" ${inside.length === 1 ? 'asks' : 'ask'} for ${formatNumber(asked)} storage operations a second; ${limit.isMicroVm ? 'a micro-VM was' : 'a VM of QEMU was'} seen to do ${formatNumber(limit.operations)}`,
    limit: `${formatNumber(limit.operations)} operations/s`,
    actual: `${formatNumber(asked)} operations/s`,
    remainder: `${formatNumber(limit.operations - asked)} operations/s`,
    evidence: [
      useEvidence(here.use, `${formatNumber(limit.operations)} operations/s`),
      ...inside.map((each) => ({
        name: `storage need of ${each.application.name}`,
        value: `${formatNumber(askedBy(each))} operations/s`,
        source: figureSource(each.application.sources, 'storageOperationsPerSecond'),
      })),
    ],
    remedy: 'Measure it on the target, pass a storage device through, or use a container.',
  });
}

const IOPS: Rule = {
  id: 'TECH-E7',
  title: 'Storage operations beyond what VMs were seen to do',
  strength: 'strong',
  checks:
    'What the applications in one VM ask of storage together (4 KiB operations a second) stays below what was measured for a micro-VM, or for QEMU in other VMs, unless a storage device is passed through.',
  source: 'technology rule E7 (nsdi20-data, 2020): Firecracker and Cloud Hypervisor against QEMU',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no storage need behind a VM'
      : `storage need of ${counted(count, 'application')} within what was measured, or storage passed through`,
  run: (facts, report) => {
    const mode = facts.catalogue.ioModes.get('para-virtual');
    const figure = mode ? modeFigure(facts.catalogue, mode, 'storage') : null;
    const unknown = new UnknownGroups();
    if (!figure) return;
    for (const inside of storageUsers(facts).values())
      checkStorage(facts, inside, figure, unknown, report);
    unknown.report(report);
  },
};

/** In the order in which they are listed. */
export const TECH_DEVICE_RULES: readonly Rule[] = [FRONT_END, EMULATED, IOPS];
