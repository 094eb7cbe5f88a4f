/** How drawings call kinds of environment: shorter than forms and reports do. */
import type { EnvironmentKind } from '../model/layout.ts';

export const KIND_WORDS: Readonly<Record<EnvironmentKind, string>> = {
  'bare-metal': 'bare metal',
  os: 'operating system',
  hypervisor: 'hypervisor',
  partition: 'static partition',
  vm: 'virtual machine',
  'thin-vm': 'thin VM',
  'container-engine': 'container engine',
  container: 'container',
};
