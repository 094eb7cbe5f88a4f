/** How processor time is shared out: schedulers, servers, locks, frames and their windows. */
import { z } from 'zod';
import { id, longText, name, ns, order, positiveNs } from './fields.ts';

const known = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/**
 * Who runs next. `fair`: shares without a guarantee in time (CFS, EEVDF); `credit`: Xen's default schedulers; `windows`: a static
 * table of windows (ARINC 653, time partitions, domains).
 */
export const schedulerSchema = z.enum([
  'fixed-priority',
  'fixed-priority-non-preemptive',
  'edf',
  'windows',
  'round-robin',
  'fair',
  'credit',
]);
export type Scheduler = z.infer<typeof schedulerSchema>;

/** How a budget is kept. `constant-bandwidth`: Linux SCHED_DEADLINE; `quota`: cgroup cpu.max. */
export const serverKindSchema = z.enum([
  'periodic',
  'polling',
  'deferrable',
  'constant-bandwidth',
  'quota',
]);
export type ServerKind = z.infer<typeof serverKindSchema>;

export const serverSchema = z.strictObject({
  kind: serverKindSchema.describe(
    'How the budget is kept; constant-bandwidth: Linux SCHED_DEADLINE; quota: cgroup cpu.max, an upper limit',
  ),
  budgetNs: positiveNs.describe('Processor time in every period, on each of its cores'),
  periodNs: positiveNs.describe('The budget is filled up in every such period'),
  deadlineNs: known(positiveNs).describe(
    'Of the budget, from the start of a period; null: the period',
  ),
  priority: known(z.number().int().min(0).max(1_000_000)).describe(
    'Against its siblings; larger is more urgent',
  ),
});
/** Processor time that an environment is granted by whatever it stands in. */
export type Server = z.infer<typeof serverSchema>;

export const criticalSectionSchema = z.strictObject({
  resource: name.describe('What is locked; tasks that name the same resource exclude each other'),
  lengthNs: positiveNs.describe('Longest time that one lock is held'),
  count: z.number().int().min(1).max(1_000_000).default(1).describe('Locks taken by one job'),
});
/** A stretch of a job that holds a lock. */
export type CriticalSection = z.infer<typeof criticalSectionSchema>;

/**
 * What keeps tasks of one core apart that lock the same resource. `priority-ceiling`: the immediate ceiling protocol (OSEK, POSIX
 * PRIO_PROTECT), and the stack resource policy under earliest deadline first; `priority-inheritance`: POSIX PRIO_INHERIT;
 * `non-preemptive`: preemption or interrupts are off while a lock is held; `none`: plain mutexes.
 */
export const lockProtocolSchema = z.enum([
  'priority-ceiling',
  'priority-inheritance',
  'non-preemptive',
  'none',
]);
export type LockProtocol = z.infer<typeof lockProtocolSchema>;

/**
 * How a task waits for a lock that another core holds. `fifo-spin`: first come, first served, without being preempted (MSRP);
 * `unordered-spin`: by chance or by priority; `suspension`: it gives the core away meanwhile (MPCP, DPCP, FMLP, OMLP).
 */
export const crossCoreLockProtocolSchema = z.enum(['fifo-spin', 'unordered-spin', 'suspension']);
export type CrossCoreLockProtocol = z.infer<typeof crossCoreLockProtocolSchema>;

/**
 * What the other hardware threads of its cores do. `idle`: switched off, or left empty by the scheduler (core scheduling);
 * `measured`: WCETs were measured beside busy ones.
 */
export const siblingThreadsSchema = z.enum(['idle', 'measured']);
export type SiblingThreads = z.infer<typeof siblingThreadsSchema>;

export const frameSchema = z.strictObject({
  id,
  order,
  layoutId: id,
  name,
  lengthNs: positiveNs.describe('Major frame: the table repeats after this time'),
  switchNs: known(ns).describe('Lost at the start of a window to the switch; null: unknown'),
  tickNs: known(positiveNs).describe('Windows start and end on multiples of it; null: any time'),
  notes: known(longText).describe('null: none'),
});
/** A static table of windows; its windows on several cores are synchronised, those of two frames are not. */
export type Frame = z.infer<typeof frameSchema>;

export const windowSchema = z.strictObject({
  id,
  order,
  layoutId: id,
  frameId: id,
  coreId: id,
  environmentId: id.describe('Partition that runs in it'),
  startNs: ns.describe('From the start of the frame'),
  durationNs: positiveNs.describe('Length of the window, its switch included'),
});
/** A stretch of a frame in which one partition has one core. */
export type Window = z.infer<typeof windowSchema>;
