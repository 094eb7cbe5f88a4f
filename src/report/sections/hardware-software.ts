/** Section 10: the hardware-software interface. */
import type { Device } from '../../model/target.ts';
import { words } from '../cells.ts';
import type { Row, Section, Table } from '../document.ts';
import { coreNames, environmentTitle, type ReportFacts } from '../report-facts.ts';

const MODES = {
  'pass-through': ['exclusive', 'direct: registers and interrupts are mapped into the owner'],
  'virtual-function': ['shared in hardware', 'virtual function of the device (SR-IOV)'],
  'para-virtual': ['shared', 'para-virtual: front end in the guest, back end in'],
  emulated: ['shared', 'emulated by'],
} as const;

function deviceRows(facts: ReportFacts, device: Device): readonly Row[] {
  const grants = facts.tree.grants.filter((grant) => grant.deviceId === device.id);
  return grants.map((grant) => {
    const [sharing, access] = MODES[grant.mode];
    const owner = facts.tree.environmentById.get(grant.environmentId);
    const backend =
      grant.backendEnvironmentId === null
        ? undefined
        : facts.tree.environmentById.get(grant.backendEnvironmentId);
    const served = grant.mode === 'para-virtual' || grant.mode === 'emulated';
    return {
      id: grant.id,
      cells: [
        words(device.name),
        words(sharing),
        words(owner ? environmentTitle(owner) : grant.environmentId),
        words(served ? `${access} ${backend?.name ?? 'a back end that is not stated'}` : access),
        words(grant.notes),
      ],
    };
  });
}

/** Devices that nobody has, in one row: a large SoC has hundreds. */
function notGiven(facts: ReportFacts): readonly Row[] {
  const given = new Set(facts.tree.grants.map(({ deviceId }) => deviceId));
  const free = facts.target.devices.filter(({ id }) => !given.has(id));
  if (free.length === 0) return [];
  const names = free.map(({ name }) => name).join(', ');
  const cells = [words(names), words('not given'), words(null), words(null), words(null)];
  return [{ id: 'not-given', cells }];
}

function devicesTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-10-1',
    caption: 'Devices, who has them and how they are reached',
    columns: [
      { key: 'resource', head: 'Resource', weight: 1.2 },
      { key: 'sharing', head: 'Exclusive or shared', weight: 1.1 },
      { key: 'owner', head: 'Owner', weight: 1.8 },
      { key: 'access', head: 'Access mechanism', weight: 2.4 },
      { key: 'notes', head: 'Notes', weight: 1.6 },
    ],
    rows: [
      ...facts.target.devices.flatMap((device) => deviceRows(facts, device)),
      ...notGiven(facts),
    ],
    empty: 'No device of this target is known.',
  };
}

function coresTable(facts: ReportFacts): Table {
  const owners = (coreId: string) =>
    facts.tree.environments.filter(
      (environment) =>
        environment.coreIds.includes(coreId) &&
        environment.kind !== 'hypervisor' &&
        environment.kind !== 'container-engine',
    );
  return {
    kind: 'table',
    id: 'table-10-2',
    caption: 'Cores and the environments that they are given to',
    columns: [
      { key: 'core', head: 'Core', weight: 0.8 },
      { key: 'sharing', head: 'Exclusive or shared', weight: 1 },
      { key: 'owners', head: 'Given to', weight: 4 },
    ],
    rows: facts.target.cores.map((core) => {
      const given = owners(core.id);
      return {
        id: core.id,
        cells: [
          words(coreNames(facts, [core.id]).join('')),
          words(given.length === 0 ? 'not given' : given.length === 1 ? 'exclusive' : 'shared'),
          words(given.map(environmentTitle).join(', ')),
        ],
      };
    }),
    empty: 'The target has no cores.',
  };
}

export function hardwareSoftwareSection(facts: ReportFacts): Section {
  return {
    number: 10,
    id: 'section-10',
    title: 'Hardware-software interface',
    parts: [
      { title: 'Devices', blocks: [devicesTable(facts)] },
      { title: 'Cores', blocks: [coresTable(facts)] },
      {
        title: 'Registers, interrupts, clocks, power',
        blocks: [
          {
            kind: 'not-assessed',
            reason:
              'Registers, interrupt lines, clocks, resets and power domains are not part of the plan yet.',
          },
        ],
      },
    ],
  };
}
