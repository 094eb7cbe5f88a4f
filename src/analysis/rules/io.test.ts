import { expect, it } from 'vitest';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const DEVICES = [
  { id: 'nic0', name: 'NIC 0', class: 'ethernet', iommuGroup: '7' },
  { id: 'nic1', name: 'NIC 1', class: 'ethernet', iommuGroup: '7' },
  { id: 'disk', name: 'Disk', class: 'nvme', iommuGroup: '8' },
];
const ASIL_B = { scale: 'ASIL', level: 'B' };
const QM = { scale: 'ASIL', level: 'QM' };

const vms = () =>
  new PlanBuilder(target({ devices: DEVICES }))
    .environment('hv', 'hypervisor', null, { coreIds: ['c0', 'c1'] })
    .environment('a', 'vm', 'hv')
    .environment('b', 'vm', 'hv');

it('[DEV-9] an IOMMU group goes to one side as a whole', () => {
  const given = (second: string, to: string, mode = 'pass-through') =>
    vms().grant('nic0', 'a', 'pass-through').grant(second, to, mode).analyze();
  expect(verdictsOf(given('nic1', 'a'), 'DEV-9')).toEqual(['pass']);
  expect(verdictsOf(given('disk', 'b'), 'DEV-9')).toEqual(['pass']);
  expect(verdictsOf(given('nic1', 'b', 'para-virtual'), 'DEV-9')).toEqual(['pass']);
  // Each virtual function has a group of its own, other than that of the physical one.
  const functions = vms()
    .grant('nic0', 'a', 'virtual-function')
    .grant('nic0', 'b', 'virtual-function');
  expect(verdictsOf(functions.analyze(), 'DEV-9')).toEqual(['not-applicable']);
  const [error] = findingsOf(given('nic1', 'b'), 'DEV-9', 'error');
  expect(error).toMatchObject({ limit: '1 side', actual: '2 sides', remainder: '-1' });
  expect(error?.subjects.map(({ id }) => id)).toEqual(['nic0', 'nic1', 'a', 'b']);
});

it('[DEV-9] the system on the hardware is a side of its own', () => {
  const result = vms()
    .environment('os', 'os', null, { coreIds: ['c2'] })
    .grant('nic0', 'a', 'pass-through')
    .grant('nic1', 'os', 'pass-through')
    .analyze();
  expect(verdictsOf(result, 'DEV-9')).toEqual(['error']);
});

/** A critical client of a back end in `b`, with further clients. */
function backend(server: Seed, others: number, client: Seed = { criticality: ASIL_B }) {
  const builder = new PlanBuilder(target({ devices: DEVICES }))
    .environment('hv', 'hypervisor', null, { coreIds: ['c0', 'c1'] })
    .environment('a', 'vm', 'hv')
    .environment('b', 'vm', 'hv', { ...server })
    .application('brake', client)
    .place('brake', 'a')
    .grant('nic0', 'a', 'para-virtual', { backendEnvironmentId: 'b' });
  for (let index = 0; index < others; index += 1) {
    builder
      .environment(`other${index}`, 'vm', 'hv')
      .grant('nic0', `other${index}`, 'para-virtual', { backendEnvironmentId: 'b' });
  }
  return builder;
}

it('[IO-1] a server below the level of a critical client is a warning', () => {
  const stated = backend({ criticality: QM }, 0).analyze();
  const [warning] = findingsOf(stated, 'IO-1', 'warning');
  expect(warning).toMatchObject({ limit: 'a server of ASIL B', actual: 'QM' });
  expect(warning?.subjects.map(({ id }) => id)).toEqual(['b', 'brake', 'a']);
  expect(verdictsOf(backend({ criticality: ASIL_B }, 0).analyze(), 'IO-1')).toEqual(['pass']);
  const held = backend({}, 0).application('radio', { criticality: QM }).place('radio', 'b');
  expect(verdictsOf(held.analyze(), 'IO-1')).toEqual(['warning']);
});

it('[IO-1] an unknown level is not assessed, and nothing critical is nothing to check', () => {
  expect(verdictsOf(backend({}, 0).analyze(), 'IO-1')).toEqual(['not-assessed']);
  const calm = backend({ criticality: QM }, 5, { criticality: QM, realTime: 'none' }).analyze();
  expect(findingsOf(calm, 'IO-1', 'not-applicable')[0]?.message).toContain(
    'no critical application',
  );
});

it.each([
  [1, ['pass']],
  [2, ['warning']],
])('[IO-1] %i further clients of one server of the right level: %j', (others, verdicts) => {
  const result = backend({ criticality: ASIL_B }, others).analyze();
  expect(verdictsOf(result, 'IO-1')).toEqual(verdicts);
  for (const finding of findingsOf(result, 'IO-1', 'warning')) {
    expect(finding.message).toMatch(/^advice: 3 environments depend on "b"/);
  }
});

it('[DEV-9] a back end that serves a device of the group is a side too', () => {
  const served = (backendEnvironmentId: string) =>
    vms()
      .environment('os', 'os', null, { coreIds: ['c2'] })
      .grant('nic0', 'a', 'pass-through')
      .grant('nic1', 'b', 'para-virtual', { backendEnvironmentId })
      .analyze();
  expect(verdictsOf(served('os'), 'DEV-9')).toEqual(['error']);
  expect(verdictsOf(served('a'), 'DEV-9')).toEqual(['pass']);
});

it.each([
  ['another scale', { criticality: { scale: 'SIL', level: '4' } }],
  ['no level', { realTime: 'hard' }],
])('[IO-1] a server cannot be held against a client of %s', (_, client) => {
  const result = backend({ criticality: QM }, 0, client).analyze();
  expect(verdictsOf(result, 'IO-1')).toEqual(['not-assessed']);
});
