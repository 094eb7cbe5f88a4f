import { describe, expect, test } from 'vitest';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import { STACKS } from '../../model/commands/stacks.ts';
import { askedKinds, chooseTechnology, offered } from './stack-choices.ts';

const PREFIX = '../../../resources/technologies/';
const texts = import.meta.glob<string>('../../../resources/technologies/**/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const shipped = decodeCatalogue(
  new Map(Object.entries(texts).map(([path, text]) => [path.slice(PREFIX.length), text])),
);
if (!shipped.ok) throw new Error(JSON.stringify(shipped.problems));
const catalogue = shipped.value;

describe('[UI-6] technologies of a stack', () => {
  test('[UI-6] a hypervisor and its partitions or VMs are one question', () => {
    expect(askedKinds(STACKS.partition)).toEqual(['hypervisor']);
    expect(askedKinds(STACKS.container)).toEqual(['os', 'container-engine']);
    expect(askedKinds(STACKS['container-in-vm'])).toEqual(['hypervisor', 'container-engine']);
    expect(askedKinds(STACKS['thin-vm'])).toEqual(['hypervisor', 'thin-vm']);
  });

  test('[UI-6] only hypervisors that make what stands in them are offered', () => {
    const ids = offered(catalogue, STACKS.partition, {}, 'hypervisor').map(({ id }) => id);
    expect(ids).toContain('jailhouse');
    expect(ids).not.toContain('virtualbox');
  });

  test('[UI-6] the choice drives what the hypervisor makes, also when it changes or goes', () => {
    const kinds = STACKS.partition;
    const one = chooseTechnology(catalogue, kinds, {}, 'hypervisor', 'jailhouse');
    expect(one).toEqual({ hypervisor: 'jailhouse', partition: 'jailhouse' });
    const two = chooseTechnology(catalogue, kinds, one, 'hypervisor', 'bao');
    expect(two).toEqual({ hypervisor: 'bao', partition: 'bao' });
    expect(chooseTechnology(catalogue, kinds, two, 'hypervisor', null)).toEqual({});
  });

  test('[UI-6] a monitor is its own thin VM; a guest image stays where it fits', () => {
    const kinds = STACKS['thin-vm'];
    const monitor = chooseTechnology(catalogue, kinds, {}, 'hypervisor', 'firecracker');
    expect(monitor).toEqual({ hypervisor: 'firecracker', 'thin-vm': 'firecracker' });
    const moved = chooseTechnology(catalogue, kinds, monitor, 'hypervisor', 'bao');
    expect(moved).toEqual({ hypervisor: 'bao' });
    const guest = chooseTechnology(catalogue, kinds, moved, 'thin-vm', 'zephyr-guest');
    expect(chooseTechnology(catalogue, kinds, guest, 'hypervisor', 'jailhouse')).toEqual({
      hypervisor: 'jailhouse',
      'thin-vm': 'zephyr-guest',
    });
  });
});
