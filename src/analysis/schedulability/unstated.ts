/** What a plan leaves open and an analysis has to take for granted: each of it an assumption that a verdict rests on. */
import type { OsFamily } from '../../model/application.ts';
import type { Environment, EnvironmentKind } from '../../model/layout.ts';
import type { CoreFacts } from '../hardware.ts';
import type { PolicyAnswer } from './host.ts';

/** Kinds of what may be left open; one finding asks for each of them. */
export const UNSTATED_KINDS = [
  'scheduler',
  'context-switch',
  'window-switch',
  'budget-switch',
  'budget-phase',
  'guest-budget',
  'fair-threads',
  'threads',
  'virtualization',
  'kernel',
  'interference',
  'locks',
  'activation',
  'placement',
] as const;
export type UnstatedKind = (typeof UNSTATED_KINDS)[number];

/** Something that nobody states, with what is taken for it in words. */
export interface Unstated {
  readonly kind: UnstatedKind;
  readonly words: string;
  /** Where it is stated, if that is not the environment that schedules. */
  readonly at?: Environment;
}

/** What comes between the hardware and a guest; an engine of containers leaves the processor alone. */
const VIRTUALIZES: ReadonlySet<EnvironmentKind> = new Set(['hypervisor', 'thin-vm']);

/** Kernels whose own work, and whose throttling of real-time tasks, may come before any task. */
const GENERAL_KERNELS: ReadonlySet<OsFamily> = new Set<OsFamily>(['linux', 'android', 'windows']);

/** Where one kernel schedules tasks. */
export interface Surrounded {
  /** From the hardware up to the host. */
  readonly path: readonly Environment[];
  readonly kernel: OsFamily | null;
  readonly core: CoreFacts;
  readonly policy: PolicyAnswer;
  /** One switch between its tasks; null: not stated. */
  readonly contextSwitchNs: number | null;
}

/** What of an environment itself nobody states, in words for each case; null: all is stated. */
function openOverhead(
  { releaseLatencyNs, executionFactor }: Environment,
  words: { readonly both: string; readonly latency: string; readonly execution: string },
): string | null {
  if (releaseLatencyNs === null) return executionFactor === null ? words.both : words.latency;
  return executionFactor === null ? words.execution : null;
}

function openVirtualization(virtualizer: Environment): string | null {
  const name = `"${virtualizer.name}"`;
  return openOverhead(virtualizer, {
    both: `WCETs and jitter include what ${name} adds to execution and to interrupts: nothing says that they were measured in it`,
    latency: `jitter includes what ${name} adds to the latency of interrupts: it is not stated`,
    execution: `WCETs include what ${name} adds to execution: nothing says that they were measured in it`,
  });
}

const kernelIn = (path: readonly Environment[]) =>
  path.findLast(({ os }) => os !== null) ?? path.at(-1);

function openKernel(path: readonly Environment[], kernel: OsFamily): string | null {
  const environment = kernelIn(path);
  const execution = `interrupts and other work of the kernel (${kernel}), and it throttles no real-time task`;
  if (!environment) return null;
  return openOverhead(environment, {
    both: `WCETs and jitter include ${execution}`,
    latency: `jitter includes what the kernel (${kernel}) takes until its scheduler decides: it is not stated`,
    execution: `WCETs include ${execution}`,
  });
}

const threadsOf = ({ cluster }: CoreFacts) => cluster?.threadsPerCore ?? 1;

const siblingsIn = (path: readonly Environment[]) =>
  path.findLast(({ siblingThreads }) => siblingThreads !== null) ?? null;

/**
 * @param where a kernel and a core
 * @returns what is stated of both and an answer rests on, whatever the tasks do
 * @cost linear in the path
 */
export function statedAround({ path, kernel, core }: Surrounded): readonly string[] {
  const found: string[] = [];
  const stating = siblingsIn(path);
  if (stating && threadsOf(core) > 1) {
    const words =
      stating.siblingThreads === 'idle'
        ? `the other hardware threads of ${core.core.name} stay idle`
        : `WCETs were measured beside busy hardware threads of ${core.core.name}`;
    found.push(`${words} (${stating.timingSource ?? 'user'})`);
  }
  if (kernel !== null && GENERAL_KERNELS.has(kernel) && openKernel(path, kernel) === null) {
    found.push(`the kernel (${kernel}) throttles no real-time task`);
  }
  return found;
}

/**
 * @param where a kernel and a core
 * @returns what is left open of both, whatever the tasks do
 * @cost linear in the path
 */
export function unstatedAround({
  path,
  kernel,
  core,
  policy,
  contextSwitchNs,
}: Surrounded): readonly Unstated[] {
  const found: Unstated[] = [];
  if (policy.kind === 'policy' && policy.assumption !== null) {
    found.push({ kind: 'scheduler', words: policy.assumption });
  }
  if (contextSwitchNs === null) {
    const words = 'context switches are part of the WCETs: their cost is not stated';
    found.push({ kind: 'context-switch', words });
  }
  const threads = threadsOf(core);
  if (threads > 1 && siblingsIn(path) === null) {
    const words = `one of the ${threads} hardware threads of ${core.core.name} runs, the others are idle`;
    found.push({ kind: 'threads', words });
  }
  for (const virtualizer of path.filter(({ kind }) => VIRTUALIZES.has(kind))) {
    const words = openVirtualization(virtualizer);
    if (words !== null) found.push({ kind: 'virtualization', words, at: virtualizer });
  }
  if (kernel !== null && GENERAL_KERNELS.has(kernel)) {
    const words = openKernel(path, kernel);
    const at = kernelIn(path);
    if (words !== null && at) found.push({ kind: 'kernel', words, at });
  }
  return found;
}
