/** Mechanisms that hand a core to content, by name: what each guarantees, under which conditions, or why it guarantees nothing. */
import type { ServerKind } from './servers.ts';

/** Mechanisms of hypervisors, kernels and real-time operating systems. */
export type Mechanism =
  | 'dedicated-core'
  | 'static-windows'
  | 'xen-arinc653'
  | 'xen-null'
  | 'xen-rtds'
  | 'xen-credit'
  | 'xen-credit2'
  | 'kvm-default'
  | 'linux-deadline'
  | 'linux-hcbs'
  | 'linux-rt-group'
  | 'linux-cpu-max'
  | 'linux-cpu-weight'
  | 'periodic-server'
  | 'polling-server'
  | 'deferrable-server';

/** Who decides between the servers of one core. */
export type ServerPolicy = 'fixed-priority' | 'earliest-deadline';

/**
 * What a mechanism guarantees to its content.
 *
 * - `core`: all of it (`DEDICATED_CORE`)
 * - `windows`: the exact supply of its table (`windowTableSupply`); a table is granted by its own correctness
 * - `server`: `serverSupply`, if the grants of `server-grants.ts` under one of `policies` say so
 * - `none`: nothing that a deadline can rest on; content is "unknown", for the reason given
 */
export type MechanismGuarantee =
  | { readonly kind: 'core'; readonly conditions: readonly string[]; readonly source: string }
  | { readonly kind: 'windows'; readonly conditions: readonly string[]; readonly source: string }
  | {
      readonly kind: 'server';
      readonly server: ServerKind;
      readonly policies: readonly ServerPolicy[];
      /** What must hold besides the grants. */
      readonly conditions: readonly string[];
      readonly source: string;
    }
  | { readonly kind: 'none'; readonly reason: string; readonly source: string };

const EITHER: readonly ServerPolicy[] = ['fixed-priority', 'earliest-deadline'];
const ONE_CORE = 'It is pinned to one core, and every budget of that core is in the test.';

/**
 * What each mechanism guarantees. Wording lives here and nowhere else.
 *
 * @source as named in each entry
 */
export const MECHANISM_GUARANTEES: Readonly<Record<Mechanism, MechanismGuarantee>> = {
  'dedicated-core': {
    kind: 'core',
    conditions: ['Nothing else runs on the core; interrupts of others go elsewhere.'],
    source: 'definition',
  },
  'static-windows': {
    kind: 'windows',
    conditions: ['The table is in force all the time, and each window pays for its switch.'],
    source: 'ARINC 653 part 1, partition scheduling',
  },
  'xen-arinc653': {
    kind: 'windows',
    conditions: ['One table per core, in a CPU pool that the ARINC 653 scheduler serves alone.'],
    source: 'Xen, common/sched/arinc653.c',
  },
  'xen-null': {
    kind: 'core',
    conditions: ['Its virtual CPU stays assigned to the core, which no other one waits for.'],
    source: 'Xen, common/sched/null.c',
  },
  'xen-rtds': {
    kind: 'server',
    server: 'deferrable',
    policies: ['earliest-deadline'],
    conditions: [
      ONE_CORE,
      'Budgets of different periods that add up to 1 are not enough: a virtual CPU may keep its budget until close to its deadline.',
    ],
    source: 'Xi et al., EMSOFT 2014; Xen, common/sched/rt.c',
  },
  'xen-credit': {
    kind: 'none',
    reason:
      'The credit scheduler shares time in proportion to weights over tens of milliseconds. A weight or a cap is no budget that arrives by a known time.',
    source: 'Xen, common/sched/credit.c',
  },
  'xen-credit2': {
    kind: 'none',
    reason:
      'The credit2 scheduler shares time in proportion to weights. A weight or a cap is no budget that arrives by a known time.',
    source: 'Xen, common/sched/credit2.c',
  },
  'kvm-default': {
    kind: 'none',
    reason:
      'Virtual CPUs are ordinary threads of the host, and share its cores with every other one. A core for each, or a deadline reservation, would be a guarantee.',
    source: 'Linux, Documentation/scheduler/sched-design-CFS.rst',
  },
  'linux-deadline': {
    kind: 'server',
    server: 'constant-bandwidth',
    policies: ['earliest-deadline'],
    conditions: [
      ONE_CORE,
      'The admission of the kernel, a sum of at most 0.95, is no proof where a deadline is before its period.',
    ],
    source: 'Abeni, Buttazzo, RTSS 1998; Linux, Documentation/scheduler/sched-deadline.rst',
  },
  'linux-hcbs': {
    kind: 'server',
    server: 'constant-bandwidth',
    policies: ['earliest-deadline'],
    conditions: [
      ONE_CORE,
      'The kernel has the patches for hierarchical constant-bandwidth servers.',
    ],
    source: 'Abeni, Balsini, Cucinotta, SIGBED Review 16(3), 2019',
  },
  'linux-rt-group': {
    kind: 'server',
    server: 'deferrable',
    policies: ['fixed-priority'],
    conditions: [
      ONE_CORE,
      'All tasks of one group have priorities above, or below, all tasks of each other group.',
      'Groups do not lend runtime to each other (RT_RUNTIME_SHARE is off).',
    ],
    source: 'Linux, Documentation/scheduler/sched-rt-group.rst',
  },
  'linux-cpu-max': {
    kind: 'none',
    reason:
      'cpu.max is an upper limit for threads of the fair class. Real-time and deadline threads come first, threads of other groups share the time, and nothing says when in a period the quota arrives.',
    source: 'Linux, Documentation/scheduler/sched-bwc.rst',
  },
  'linux-cpu-weight': {
    kind: 'none',
    reason:
      'A weight shares the time that is left among those who ask at the moment. It promises no amount of time to anybody.',
    source: 'Linux, Documentation/admin-guide/cgroup-v2.rst',
  },
  'periodic-server': {
    kind: 'server',
    server: 'periodic',
    policies: EITHER,
    conditions: [ONE_CORE],
    source: 'Davis, Burns, RTSS 2005',
  },
  'polling-server': {
    kind: 'server',
    server: 'polling',
    policies: EITHER,
    conditions: [ONE_CORE],
    source: 'Lehoczky, Sha, Strosnider, RTSS 1987',
  },
  'deferrable-server': {
    kind: 'server',
    server: 'deferrable',
    policies: EITHER,
    conditions: [ONE_CORE],
    source: 'Strosnider, Lehoczky, Sha, IEEE Transactions on Computers 44(1), 1995',
  },
};
