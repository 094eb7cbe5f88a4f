import { expect, it } from 'vitest';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';

const jailhouse = technology({
  id: 'jailhouse',
  family: 'type1-static',
  kinds: ['hypervisor', 'partition'],
});
const catalogue = catalogueOf([
  {
    ...jailhouse,
    needs: {
      ...jailhouse.needs,
      controlEnvironment: { ...jailhouse.needs.controlEnvironment, value: true },
    },
  },
  technology({ id: 'bao', family: 'type1-static', kinds: ['hypervisor', 'partition'] }),
]);

const DEVICES = [
  { id: 'nic', name: 'NIC', class: 'ethernet', virtualFunctions: 4 },
  { id: 'vf', name: 'VF 0', class: 'ethernet', physicalFunctionId: 'nic' },
];

/** Three partitions of a hypervisor; `root` is its control partition. */
function cells(technologyId: string) {
  return new PlanBuilder(target({ devices: DEVICES }))
    .environment('hv', 'hypervisor', null, { technologyId, coreIds: ['c0', 'c1', 'c2'] })
    .environment('root', 'partition', 'hv', { role: 'control' })
    .environment('a', 'partition', 'hv')
    .environment('b', 'partition', 'hv');
}

const edges = (builder: PlanBuilder) =>
  builder
    .analyze(catalogue)
    .dependencies.map(
      ({ client, server, kind, through }) =>
        `${client.id} -> ${server.id} ${kind} through ${through.id}`,
    );

it('[IO-3] a served device makes the client depend on its back end, a driven one does not', () => {
  const with2 = (mode: string) =>
    edges(
      cells('bao').grant('nic', 'a', mode, {
        backendEnvironmentId: mode === 'pass-through' ? null : 'b',
      }),
    );
  expect(with2('para-virtual')).toEqual(['a -> b device through nic']);
  expect(with2('emulated')).toEqual(['a -> b device through nic']);
  expect(with2('pass-through')).toEqual([]);
});

it('[IO-3] a virtual function depends on whoever drives the physical one', () => {
  const functions = (given: string, mode: string) =>
    edges(cells('bao').grant('nic', 'b', 'pass-through').grant(given, 'a', mode));
  expect(functions('nic', 'virtual-function')).toEqual(['a -> b device through nic']);
  expect(functions('vf', 'pass-through')).toEqual(['a -> b device through nic']);
});

it('[IO-3] guests depend on a control partition only where the technology needs one', () => {
  expect(edges(cells('jailhouse'))).toEqual([
    'a -> root control through hv',
    'b -> root control through hv',
  ]);
  expect(edges(cells('bao'))).toEqual([]);
});

it('[IO-3] start order is a dependency of its own kind; nobody depends on itself or on what it holds', () => {
  const order = cells('bao')
    .environment('late', 'bare-metal', null, { startAfterIds: ['a', 'late', 'gone'] })
    .environment('outer', 'os', null)
    .environment('inner', 'container-engine', 'outer')
    .grant('nic', 'outer', 'para-virtual', { backendEnvironmentId: 'inner' });
  expect(edges(order)).toEqual(['late -> a start through a']);
});
