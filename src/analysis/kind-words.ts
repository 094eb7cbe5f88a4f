/** What people call each kind of budget and estimate: one wording for window, terminal and report. */
import type { Budget } from './result.ts';

/** Kinds of estimates in the order in which they are listed. */
export const ESTIMATE_TITLES: Readonly<Record<string, string>> = {
  memory: 'Memory',
  'memory-deduplication': 'Memory that deduplication may save',
  disk: 'Disk',
  'disk-raw': 'Disk, one raw image per instance',
  startup: 'Time to ready',
  'cpu-overhead': 'CPU overhead',
  'cpu-overhead-interference': 'CPU overhead under interference',
  'interrupt-latency': 'Interrupt latency, mean',
  'interrupt-latency-max': 'Interrupt latency, largest observed',
  'interrupt-latency-interference-max': 'Interrupt latency, largest observed under interference',
  'ipc-latency': 'IPC latency',
  'ipc-throughput': 'IPC throughput',
  tcb: 'Trusted computing base',
};

/** Words of each kind of budget. */
export const BUDGET_TITLES: Readonly<Record<Budget['kind'], string>> = {
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disk',
  'device-functions': 'Functions',
  startup: 'Time to ready',
  'ipc-latency': 'IPC latency',
  'interrupt-latency': 'Interrupt latency',
  instances: 'Instances',
};

/**
 * @param kind kind of an estimate, also one that this program has no title for
 * @returns a title; an unknown kind in its own words
 */
export function estimateTitle(kind: string): string {
  const known = ESTIMATE_TITLES[kind];
  if (known !== undefined) return known;
  const text = kind.replaceAll('-', ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
