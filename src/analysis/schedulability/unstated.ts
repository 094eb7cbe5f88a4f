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
}

/**
 * @param where a kernel and a core
 * @returns what is left open of both, whatever the tasks do
 * @cost linear in the path
 */
export function unstatedAround({ path, kernel, core, policy }: Surrounded): readonly Unstated[] {
  const found: Unstated[] = [];
  if (policy.kind === 'policy' && policy.assumption !== null) {
    found.push({ kind: 'scheduler', words: policy.assumption });
  }
  if ((path.at(-1)?.contextSwitchNs ?? null) === null) {
    const words = 'context switches are part of the WCETs: their cost is not stated';
    found.push({ kind: 'context-switch', words });
  }
  const threads = core.cluster?.threadsPerCore ?? 1;
  if (threads > 1) {
    const words = `one of the ${threads} hardware threads of ${core.core.name} runs, the others are idle`;
    found.push({ kind: 'threads', words });
  }
  const virtualizer = path.find(({ kind }) => VIRTUALIZES.has(kind));
  if (virtualizer) {
    const words = `WCETs and jitter include what "${virtualizer.name}" adds to execution and to interrupts: nothing says that they were measured in it`;
    found.push({ kind: 'virtualization', words });
  }
  if (kernel !== null && GENERAL_KERNELS.has(kernel)) {
    const words = `WCETs and jitter include interrupts and other work of the kernel (${kernel}), and it throttles no real-time task`;
    found.push({ kind: 'kernel', words });
  }
  return found;
}
