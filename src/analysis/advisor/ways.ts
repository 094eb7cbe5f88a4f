/** Ways of running applications that the advisor compares, and what each is called. */
import type { EnvironmentKind } from '../../model/layout.ts';

/** In the order in which they are listed where nothing else decides: the strongest separation first. */
export const WAYS = [
  'bare-metal',
  'partition',
  'vm',
  'thin-vm',
  'kernel-container',
  'container-vm',
  'container',
  'process',
] as const;
/** A way of running applications: a stack of environments from the hardware up. */
export type Way = (typeof WAYS)[number];

/** What one way is called and what it is made of. */
export interface WayFacts {
  readonly title: string;
  /** A whole layout made of it. */
  readonly layoutTitle: string;
  /** What it is, in one sentence. */
  readonly meaning: string;
  /** Kind of environment that the applications stand in. */
  readonly home: EnvironmentKind;
  /** Whether a hypervisor carries it. */
  readonly virtual: boolean;
  /** Whether a container engine carries it. */
  readonly contained: boolean;
}

export const WAY_FACTS: Readonly<Record<Way, WayFacts>> = {
  'bare-metal': {
    title: 'Bare metal',
    layoutTitle: 'Bare-metal images',
    meaning: 'One image owns its cores; no isolation layer, no overhead.',
    home: 'bare-metal',
    virtual: false,
    contained: false,
  },
  partition: {
    title: 'Static partition',
    layoutTitle: 'Static partitions',
    meaning: 'Cores and memory given once by a hypervisor; an OS of its own.',
    home: 'partition',
    virtual: true,
    contained: false,
  },
  vm: {
    title: 'General VM',
    layoutTitle: 'General VMs',
    meaning: 'A guest with an OS of its own, scheduled by a hypervisor.',
    home: 'vm',
    virtual: true,
    contained: false,
  },
  'thin-vm': {
    title: 'Thin VM',
    layoutTitle: 'Thin VMs',
    meaning: 'One application over a minimal OS, or linked into it.',
    home: 'thin-vm',
    virtual: true,
    contained: false,
  },
  'kernel-container': {
    title: 'Container with its own kernel',
    layoutTitle: 'Containers with kernels of their own',
    meaning: 'A container that the engine puts into a small VM.',
    home: 'container',
    virtual: false,
    contained: true,
  },
  'container-vm': {
    title: 'Container in a VM',
    layoutTitle: 'One VM with containers',
    meaning: 'A container system with a kernel of its own, behind a hypervisor.',
    home: 'container',
    virtual: true,
    contained: true,
  },
  container: {
    title: 'Container on a shared OS',
    layoutTitle: 'Containers on one OS',
    meaning: 'Shares the kernel beneath; it must be the one the application needs.',
    home: 'container',
    virtual: false,
    contained: true,
  },
  process: {
    title: 'Process on a shared OS',
    layoutTitle: 'One operating system',
    meaning: 'Beside others on one kernel, kept apart as processes only.',
    home: 'os',
    virtual: false,
    contained: false,
  },
};
