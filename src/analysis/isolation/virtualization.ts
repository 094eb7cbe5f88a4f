/** Whether the hardware carries a hypervisor: an extension of the target, and a mode of each core. */
import type { Isa } from '../../model/target.ts';

/** Whether a core of an instruction set has a mode for hypervisors; `target`: the target's own flag says. */
export type HypervisorMode = 'none' | 'target' | 'unknown';

const MODES: Readonly<Partial<Record<Isa, HypervisorMode>>> = {
  aarch64: 'target',
  'armv7-a': 'target',
  x86_64: 'target',
  riscv64: 'target',
  // Neither the M profile nor Armv7-R has an exception level above the kernel.
  'armv6-m': 'none',
  'armv7e-m': 'none',
  'armv8-m': 'none',
  'armv7-r': 'none',
  pru: 'none',
  c66x: 'none',
};

/**
 * Hypervisor mode by instruction set. The target's flag describes its application cores only.
 *
 * @param isa instruction set of a core
 * @returns `none` where the architecture has no such mode, `target` where the target's flag decides, `unknown`
 *   where neither says (Armv8-R has EL2 in some cores; DSPs differ)
 * @source Arm Architecture Reference Manuals of Armv6-M, Armv7-M, Armv8-M (no EL2) and Armv7-R (no virtualization
 *   extensions); TI C66x CPU and PRU reference guides (one privilege structure without guests)
 */
export function hypervisorModeOf(isa: Isa): HypervisorMode {
  return MODES[isa] ?? 'unknown';
}
