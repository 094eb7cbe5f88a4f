/** Words of the model's choices, the same in tables, forms and hints. */
import {
  CROSS_CORE_LOCK_WORDS,
  LOCK_PROTOCOL_WORDS,
  SIBLING_THREAD_WORDS,
} from '../../analysis/timing-words.ts';
import type { BandwidthThrottle, CacheMechanism } from '../../model/interference.ts';
import type { Application, Chain, Criticality, Link, Task } from '../../model/application.ts';
import { OS_NAMES } from '../../model/os-names.ts';
import type { FrontEnd, InterferenceControl } from '../../model/layout.ts';
import type { Scheduler, ServerKind } from '../../model/scheduling.ts';
import { isaSchema } from '../../model/target.ts';

/** One value of a choice: as stored and as shown. */
export interface Choice<T = unknown> {
  readonly value: T;
  readonly label: string;
}

function choicesOf<T extends string>(labels: Readonly<Record<T, string>>): readonly Choice<T>[] {
  return (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }));
}

export const OS_CHOICES = choicesOf(OS_NAMES).map(({ value, label }) => ({
  value,
  label: label.charAt(0).toUpperCase() + label.slice(1),
}));

const LEVELS = {
  ASIL: ['QM', 'A', 'B', 'C', 'D'],
  SIL: ['0', '1', '2', '3', '4'],
  DAL: ['E', 'D', 'C', 'B', 'A'],
} as const;
export const CRITICALITY_SCALES = ['ASIL', 'SIL', 'DAL'] as const;

/**
 * @param criticality a level of a scale
 * @returns as standards write it: `ASIL B`, `QM`, `SIL 2`, `DAL A`
 */
export function criticalityText({ scale, level }: Criticality): string {
  return level === 'QM' ? 'QM (ASIL)' : `${scale} ${level}`;
}

/** Every level of every scale, scales apart, lowest first. */
export const CRITICALITY_CHOICES: readonly Choice<Criticality>[] = CRITICALITY_SCALES.flatMap(
  (scale) =>
    LEVELS[scale].map((level) => {
      const value = { scale, level } as Criticality;
      return { value, label: criticalityText(value) };
    }),
);

export const REAL_TIME_CHOICES = choicesOf<NonNullable<Application['realTime']>>({
  hard: 'Hard',
  soft: 'Soft',
  none: 'None',
});
export const TRUST_CHOICES = choicesOf<NonNullable<Application['trust']>>({
  own: 'Own',
  'third-party': 'Third party',
  untrusted: 'Untrusted',
});
export const DELIVERABLE_CHOICES = choicesOf<NonNullable<Application['deliverable']>>({
  source: 'Source',
  program: 'Program',
  'oci-image': 'OCI image',
  'vm-image': 'VM image',
  'bare-metal-image': 'Bare-metal image',
});
export const PROCESS_CHOICES = choicesOf<NonNullable<Application['processes']>>({
  single: 'Single',
  multiple: 'Multiple',
});
export const YES_NO_CHOICES: readonly Choice<boolean>[] = [
  { value: true, label: 'Yes' },
  { value: false, label: 'No' },
];
export const FRONT_END_CHOICES = choicesOf<FrontEnd>({
  virtio: 'virtio',
  'xen-pv': 'Xen PV',
  vmbus: 'VMBus',
  'vmware-pv': 'VMware PV',
});
export const INTERFERENCE_CHOICES = choicesOf<InterferenceControl>({
  'cache-colouring': 'Cache colouring',
  'cache-allocation': 'Cache allocation',
  'bandwidth-regulation': 'Bandwidth regulation',
});
export const TASK_KIND_CHOICES = choicesOf<Task['kind']>({
  periodic: 'Periodic',
  sporadic: 'Sporadic',
});
export const PREEMPTION_CHOICES = choicesOf<Task['preemption']>({
  preemptive: 'Preemptive',
  cooperative: 'Cooperative',
  'non-preemptive': 'Non-preemptive',
});
export const LINK_KIND_CHOICES = choicesOf<Link['kind']>({
  data: 'Data',
  message: 'Message',
  event: 'Event',
  stream: 'Stream',
});
export const LATENCY_KIND_CHOICES = choicesOf<Chain['latencyKind']>({
  reaction: 'Reaction',
  age: 'Age',
});
export const COMMUNICATION_CHOICES = choicesOf<Chain['communication']>({
  implicit: 'Implicit',
  let: 'LET',
});
export const SCHEDULER_CHOICES = choicesOf<Scheduler>({
  'fixed-priority': 'Fixed priority',
  'fixed-priority-non-preemptive': 'Fixed priority, non-preemptive',
  edf: 'Earliest deadline first',
  windows: 'Windows of a frame',
  'round-robin': 'Round robin',
  fair: 'Fair (CFS, EEVDF)',
  credit: 'Credit (Xen)',
});
export const LOCK_PROTOCOL_CHOICES = choicesOf(LOCK_PROTOCOL_WORDS);
export const CROSS_CORE_LOCK_CHOICES = choicesOf(CROSS_CORE_LOCK_WORDS);
export const SIBLING_THREAD_CHOICES = choicesOf(SIBLING_THREAD_WORDS);
export const SERVER_KIND_CHOICES = choicesOf<ServerKind>({
  periodic: 'Periodic server',
  polling: 'Polling server',
  deferrable: 'Deferrable server',
  'constant-bandwidth': 'Constant bandwidth (SCHED_DEADLINE)',
  quota: 'Quota (cpu.max)',
});
export const CACHE_MECHANISM_CHOICES = choicesOf<CacheMechanism>({
  colouring: 'Page colours',
  cat: 'Ways (Intel CAT)',
  mpam: 'Portions (Arm MPAM)',
});
export const THROTTLE_CHOICES = choicesOf<BandwidthThrottle['mechanism']>({
  mba: 'Intel MBA',
  mpam: 'Arm MPAM',
});
export const ISA_CHOICES: readonly Choice<(typeof isaSchema.options)[number]>[] =
  isaSchema.options.map((value) => ({ value, label: value }));
