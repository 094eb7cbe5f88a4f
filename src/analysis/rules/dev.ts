/** DEV-1 to DEV-4: devices exist, are given once, and have the hardware for how they are given. */
import { copiesOf } from '../../model/layout-tree.ts';
import type { Application } from '../../model/application.ts';
import type { Environment, Grant } from '../../model/layout.ts';
import type { Device } from '../../model/target.ts';
import type { Facts } from '../facts.ts';
import { hardwareSource } from '../hardware.ts';
import {
  drivesHardware,
  iommuFacts,
  type DeviceGrants,
  type IommuFacts,
} from '../io/device-facts.ts';
import { boundaryOf } from '../isolation/boundaries.ts';
import type { Subject } from '../result.ts';
import { ofDevice, ofEnvironment, ofGrant } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import type { StatedEvidence } from './evidence.ts';
import type { Report, Rule } from './rule.ts';
import { criticalFacts } from './tech-facts.ts';
import { UnknownGroups } from './unknown-groups.ts';
import { addUnstated } from './unstated.ts';

/**
 * @param facts the layout
 * @param grant one of its grants
 * @returns the environment that is given the device, as a subject
 */
export function granteeOf(facts: Facts, grant: Grant): readonly Subject[] {
  const environment = facts.tree.environmentById.get(grant.environmentId);
  return environment ? [ofEnvironment(environment)] : [];
}

const EXISTS: Rule = {
  id: 'DEV-1',
  title: 'Device does not exist',
  strength: 'hard',
  checks: 'Every device that is given exists on the target.',
  source: 'definition',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no device is given' : `${counted(count, 'given device')} on the target`,
  run: (facts, report) => {
    report.pass(facts.tree.grants.length - facts.io.dangling.length);
    for (const grant of facts.io.dangling) {
      const [environment] = granteeOf(facts, grant);
      report.error({
        subjects: [...(environment ? [environment] : []), ofGrant(grant, undefined)],
        message: `"${environment?.name ?? ''}" is given the device ${grant.deviceId}, which ${facts.hardware.target.name} does not have`,
        actual: grant.deviceId,
        remedy: 'Choose a device of this target.',
      });
    }
  },
};

/** Grants that want a device for themselves, or that need its owner to be somebody else. */
function conflicts({ grants, functions }: DeviceGrants): readonly Grant[] {
  const owners = grants.filter((grant) => grant.mode === 'pass-through');
  if (owners.length > 1) return owners;
  const [owner] = owners;
  if (!owner) return [];
  const served = grants.filter((grant) => grant !== owner && grant.mode !== 'virtual-function');
  // A driver domain owns the device and serves others: that is not sharing twice.
  const others = served.filter((grant) => grant.backendEnvironmentId !== owner.environmentId);
  const split = functions.filter((grant) => grant.environmentId !== owner.environmentId);
  const lost = [...others, ...split];
  return lost.length > 0 ? [owner, ...new Set(lost)] : [];
}

const MODE_WORDS: Readonly<Record<Grant['mode'], string>> = {
  'pass-through': 'pass-through',
  'virtual-function': 'virtual function',
  'para-virtual': 'para-virtual',
  emulated: 'emulated',
};

/** Owners that there are several of: a device cannot be passed into each copy. */
function copiedOwners(
  facts: Facts,
  { grants }: DeviceGrants,
  isFunction: boolean,
): readonly Subject[] {
  return grants
    .filter((grant) => grant.mode === 'pass-through' || isFunction)
    .filter((grant) => copiesOf(facts.tree, grant.environmentId) > 1)
    .flatMap((grant) => granteeOf(facts, grant));
}

function reportCopies(entry: DeviceGrants, owners: readonly Subject[], report: Report): void {
  report.error({
    subjects: [ofDevice(entry.device), ...owners],
    message: `"${entry.device.name}" is given to every copy of ${listNames(owners.map(({ name }) => name))}`,
    limit: '1 owner',
    actual: 'one for each copy',
    remedy: 'Give each copy a virtual function, or serve them through a back end.',
  });
}

const ONCE: Rule = {
  id: 'DEV-2',
  title: 'Device given twice',
  strength: 'hard',
  checks:
    'A device in pass-through belongs to one environment; others get it only through a back end in that environment, and no virtual function of it goes elsewhere.',
  source: 'technology rules E1, E8 (vfio, bao-src, jailhouse-src): one owner per device',
  onPlacement: false,
  passed: (count) =>
    count === 0 ? 'no device is given' : `${counted(count, 'device')} with at most one owner`,
  run: (facts, report) => {
    for (const entry of facts.io.devices) {
      // The very same virtual function given twice is as wrong as a whole device given twice.
      const isFunction = entry.device.physicalFunctionId !== null;
      const clash = isFunction && entry.grants.length > 1 ? entry.grants : conflicts(entry);
      const copied = copiedOwners(facts, entry, isFunction);
      if (copied.length > 0) reportCopies(entry, copied, report);
      if (clash.length === 0 && copied.length > 0) continue;
      if (clash.length === 0) {
        report.pass();
        continue;
      }
      const environments = clash.flatMap((grant) => granteeOf(facts, grant));
      const how = clash.map(
        (grant, index) => `${environments[index]?.name ?? ''} (${MODE_WORDS[grant.mode]})`,
      );
      report.error({
        subjects: [
          ofDevice(entry.device),
          ...environments,
          ...clash.map((grant) => ofGrant(grant, entry.device)),
        ],
        message: `"${entry.device.name}" is given to ${how.join(' and ')}`,
        limit: '1 owner',
        actual: counted(clash.length, 'environment'),
        remainder: String(1 - clash.length),
        remedy:
          'Keep one owner and serve the others through a back end in it, or use virtual functions of a device that has them.',
      });
    }
  },
};

/** Register-level devices that usually do no DMA of their own; the target's data does not say which do. */
const USUALLY_WITHOUT_DMA: ReadonlySet<string> = new Set([
  'uart',
  'i2c',
  'spi',
  'can',
  'gpio',
  'watchdog',
  'timer',
  'pwm',
]);

function iommuEvidence(facts: Facts, device: Device, iommu: IommuFacts): readonly StatedEvidence[] {
  const { target } = facts.hardware;
  const text = (value: boolean | null) => (value === null ? 'unknown' : value ? 'yes' : 'no');
  const from = (field: string) => hardwareSource(target, target.virtualization.provenance, field);
  return [
    { name: 'IOMMU present', value: text(iommu.present), source: from('iommuPresent') },
    { name: 'IOMMU on', value: text(iommu.enabled), source: from('iommuEnabled') },
    {
      name: `${device.name} behind it`,
      value: text(iommu.behind),
      source: hardwareSource(target, device.provenance, 'behindIommu'),
    },
  ];
}

/** What is missing, and what would help; null when all three hold or one of them is only unknown. */
function missingIommu(
  facts: Facts,
  iommu: IommuFacts,
): readonly [what: string, remedy: string] | null {
  const { target } = facts.hardware;
  if (iommu.present === false) {
    return [
      `${target.name} has no IOMMU`,
      'Serve the device through a back end in a trusted environment.',
    ];
  }
  if (iommu.enabled === false) {
    return [
      'the IOMMU is present but off',
      "Turn it on in firmware or device tree, and then in the plan's target.",
    ];
  }
  if (iommu.behind === false) {
    return [
      'the device is not behind the IOMMU',
      'Choose a device behind it, or serve this one through a back end.',
    ];
  }
  return null;
}

function applicationsIn(facts: Facts, boundary: Environment): readonly Application[] {
  return criticalFacts(facts).placed.flatMap((placed) =>
    placed.layers.some(({ environment }) => environment === boundary) ? placed.application : [],
  );
}

const isForeign = ({ trust }: Application): boolean => trust !== null && trust !== 'own';

function checkIommu(
  facts: Facts,
  grant: Grant,
  device: Device,
  unknown: UnknownGroups,
  report: Report,
): void {
  const boundary = boundaryOf(facts.tree, grant.environmentId);
  // Without a VM or partition around it there is no isolation that DMA could break.
  if (!boundary || !drivesHardware(grant.mode)) {
    report.pass();
    return;
  }
  const iommu = iommuFacts(facts.hardware, device);
  const missing = missingIommu(facts, iommu);
  if (missing) {
    const [what, remedy] = missing;
    const mild = USUALLY_WITHOUT_DMA.has(device.class.toLowerCase());
    const inside = applicationsIn(facts, boundary);
    const unsaid = inside.filter(({ trust }) => trust === null);
    const trusted = inside.length > 0 && inside.every(({ trust }) => trust === 'own');
    if (!mild && unsaid.length > 0 && !inside.some(isForeign)) {
      for (const application of unsaid) addUnstated(unknown, application, ['trust']);
      return;
    }
    const found = {
      subjects: [ofDevice(device), ofEnvironment(boundary), ofGrant(grant, device)],
      message: mild
        ? `"${device.name}" in "${boundary.name}": ${what}; if it does DMA, nothing confines it`
        : `"${device.name}" in "${boundary.name}" (${MODE_WORDS[grant.mode]}): ${what}, so that its DMA reaches all memory${trusted ? '; all code in it is own code, and has to be trusted with that' : ''}`,
      limit: 'IOMMU present, on, and in front of the device',
      actual: what,
      evidence: iommuEvidence(facts, device, iommu),
      remedy,
    };
    if (mild || trusted) report.warning(found);
    else report.error(found);
    return;
  }
  const open = Object.entries(iommu).filter(([, value]) => value === null);
  if (open.length === 0) {
    report.pass();
    return;
  }
  const words = open.map(([key]) => IOMMU_WORDS[key as keyof IommuFacts]).join(', ');
  const text = {
    message: (names: string) => `given into a VM or partition, but ${words}: ${names}`,
    remedy: "Establish it, and set it in the plan's target.",
  };
  unknown.add(words, text, ofDevice(device), ofEnvironment(boundary));
}

const IOMMU_WORDS: Readonly<Record<keyof IommuFacts, string>> = {
  present: 'it is unknown whether the target has an IOMMU',
  enabled: 'it is unknown whether the IOMMU is on',
  behind: 'it is unknown whether the device is behind the IOMMU',
};

const IOMMU: Rule = {
  id: 'DEV-3',
  title: 'Device passed into a VM without IOMMU',
  strength: 'hard',
  checks:
    'A device driven from inside a VM or partition is behind an IOMMU that is present and on: three separate facts. A missing one is a warning for a guest of own code only, and for device classes that usually do no DMA of their own.',
  source: 'technology rules E1, E2 (vfio, xen-support, jailhouse-src)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no device is given'
      : `DMA of ${counted(count, 'given device')} confined, or none crosses a boundary`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const { device, grants } of facts.io.devices) {
      for (const grant of grants) checkIommu(facts, grant, device, unknown, report);
    }
    unknown.report(report);
  },
};

const FUNCTIONS: Rule = {
  id: 'DEV-4',
  title: 'No virtual function left',
  strength: 'hard',
  checks:
    'At most as many virtual functions of a device are given out as it has; each copy of an environment needs one.',
  source: 'technology rule E3 (sriov): count virtual functions',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no virtual function is given'
      : `virtual functions of ${counted(count, 'device')} suffice`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const { device, functions, functionCount } of facts.io.devices) {
      if (functions.length === 0) continue;
      const has = device.virtualFunctions;
      if (has === null) unknown.add('functions', FUNCTIONS_UNKNOWN, ofDevice(device));
      else if (functionCount <= has) report.pass();
      else {
        const environments = functions.flatMap((grant) => granteeOf(facts, grant));
        report.error({
          subjects: [ofDevice(device), ...environments],
          message:
            has === 0
              ? `"${device.name}" has no virtual functions; ${listNames(environments.map((each) => each.name))} need ${functionCount}`
              : `"${device.name}" has ${counted(has, 'virtual function')}; ${functionCount} are given out`,
          limit: counted(has, 'virtual function'),
          actual: counted(functionCount, 'virtual function'),
          remainder: String(has - functionCount),
          evidence: [
            {
              name: `virtual functions of ${device.name}`,
              value: String(has),
              source: hardwareSource(facts.hardware.target, device.provenance, 'virtualFunctions'),
            },
          ],
          remedy: 'Serve some of them through a back end, or use another device.',
        });
      }
    }
    unknown.report(report);
  },
};

const FUNCTIONS_UNKNOWN = {
  message: (names: string) => `number of virtual functions unknown: ${names}`,
  remedy: "Establish it, and set it in the plan's target.",
};

/** In the order in which they are listed. */
export const DEV_RULES: readonly Rule[] = [EXISTS, ONCE, IOMMU, FUNCTIONS];
