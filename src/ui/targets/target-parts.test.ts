import { expect, test } from 'vitest';
import { targetOf } from '../../model/plan.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { newPart, withoutPart } from './target-parts.ts';

const target = targetOf(smallPlan());

test('[TGT-5] what the user states of a new device is the user’s, the rest is unknown', () => {
  const nic = newPart('devices', 'nic', { name: 'NIC', class: 'ethernet', virtualFunctions: 8 });
  expect(nic).toMatchObject({
    virtualFunctions: 8,
    behindIommu: null,
    provenance: { sources: [], userFields: ['name', 'class', 'virtualFunctions'] },
  });
});

test('[TGT-6] the virtual functions of a device go with it', () => {
  const physical = newPart('devices', 'nic', { name: 'NIC', class: 'ethernet' });
  const virtual = newPart('devices', 'vf0', {
    name: 'VF 0',
    class: 'ethernet',
    physicalFunctionId: 'nic',
  });
  const devices = [...target.devices, physical, virtual] as typeof target.devices;
  expect(withoutPart({ ...target, devices }, 'devices', 'nic').devices).toEqual(target.devices);
});
