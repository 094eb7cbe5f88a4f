import { describe, expect, it } from 'vitest';
import { shippedCatalogue as catalogue } from './testing/shipped-catalogue.ts';
import type { EnvironmentKind } from '../model/layout.ts';
import { technologiesWithin } from './technology-choice.ts';

function within(kind: EnvironmentKind, under: string | null, ...holds: EnvironmentKind[]) {
  const around = { under: catalogue.technologies.get(under ?? '') ?? null, holds };
  return technologiesWithin(catalogue, kind, around).map(({ id }) => id);
}

describe('technologies that fit', () => {
  it('[CAT-13] a hypervisor for static partitions makes static partitions: no VirtualBox, no Hyper-V', () => {
    expect(within('hypervisor', null, 'partition')).toEqual([
      'jailhouse',
      'bao',
      'xen-dom0less',
      'sel4-vmm',
      'acrn',
      'pikeos',
      'qnx-hypervisor',
    ]);
    expect(within('hypervisor', null, 'vm')).not.toContain('jailhouse');
    expect(within('hypervisor', null, 'vm', 'partition')).toEqual(['acrn', 'qnx-hypervisor']);
  });

  it('[CAT-13] what a hypervisor or an engine makes is of its own technology', () => {
    expect(within('partition', 'jailhouse')).toEqual(['jailhouse']);
    expect(within('vm', 'kvm-qemu')).toEqual(['kvm-qemu']);
    expect(within('container', 'podman')).toEqual(['podman']);
    expect(within('vm', 'jailhouse')).toEqual([]);
  });

  it('[CAT-13] a thin VM is a guest image on any hypervisor, or what a monitor makes itself', () => {
    const onFirecracker = within('thin-vm', 'firecracker');
    expect(onFirecracker).toEqual(expect.arrayContaining(['firecracker', 'unikraft']));
    expect(onFirecracker).not.toContain('cloud-hypervisor');
    expect(within('thin-vm', 'bao')).toContain('zephyr-guest');
    expect(within('hypervisor', null, 'thin-vm')).toContain('bao');
  });

  it('[CAT-13] where nothing is chosen around it, all of the kind fit', () => {
    expect(within('partition', null).length).toBe(7);
  });
});
