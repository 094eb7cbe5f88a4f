/** How tasks are scheduled goes over with the kernel that does it; what was measured of it beneath something else does not. */
import { kernelOf } from '../../model/layout-tree.ts';
import type { Environment, Os } from '../../model/layout.ts';
import { ofEnvironment } from '../subjects.ts';
import type { Conversion } from './conversion.ts';
import type { Member } from './units.ts';

/** What a kernel does wherever it runs. */
const OF_THE_KERNEL = [
  'scheduler',
  'lockProtocol',
  'crossCoreLockProtocol',
] as const satisfies readonly (keyof Environment)[];

/** What holds of an environment of one technology only: measured in it, or granted by it. */
const OF_THE_PLACE = [
  'server',
  'contextSwitchNs',
  'offsetsFromFrame',
  'releaseLatencyNs',
  'executionFactor',
  'siblingThreads',
  'interferenceFactor',
  'interferenceSource',
  'cacheShare',
  'memoryBudget',
  'bandwidthThrottle',
  'regulationSource',
] as const satisfies readonly (keyof Environment)[];

type Field = keyof Environment;

function taken(from: Environment, fields: readonly Field[]): Partial<Environment> {
  return Object.fromEntries(fields.map((field) => [field, from[field]]));
}

/** The one kernel that scheduled all members, or kernels that did it alike; null: none, or they differ. */
function formerKernel(conversion: Conversion, members: readonly Member[], os: Os | null) {
  const kernels = members.map(({ former }) =>
    former === null ? null : kernelOf(conversion.tree, former.id),
  );
  const [first] = kernels;
  if (!first || first.os.family !== os?.family) return null;
  const { environment } = first;
  const isAlike = kernels.every(
    (each) =>
      each?.os.family === first.os.family &&
      OF_THE_KERNEL.every((field) => each.environment[field] === environment[field]),
  );
  return isAlike ? environment : null;
}

/**
 * Scheduler and lock protocols of the members, where the kernel that gave them goes along; and all that was stated of time, where the
 * technology is the same, too. What is not taken along is noted.
 *
 * @param conversion what is converted
 * @param members what stands in the new environment
 * @param made kind, technology and kernel of it
 * @returns fields of the new environment
 * @cost O(members x depth)
 * @rules CONVERT-9
 */
export function schedulingFor(
  conversion: Conversion,
  members: readonly Member[],
  made: Pick<Environment, 'kind' | 'technologyId' | 'os'>,
): Partial<Environment> {
  const kernel = formerKernel(conversion, members, made.os);
  if (!kernel) return {};
  const formers = new Set(members.map(({ former }) => former));
  const isSame =
    formers.size === 1 && kernel.kind === made.kind && kernel.technologyId === made.technologyId;
  const stated = OF_THE_PLACE.filter((field) => kernel[field] !== null);
  if (!isSame && stated.length > 0) {
    const reason =
      'times, factors and budgets that were stated of it are not kept: they hold beneath the former technology only';
    conversion.note('changed', ofEnvironment(kernel), reason);
  }
  const fields: readonly Field[] = isSame ? [...OF_THE_KERNEL, ...OF_THE_PLACE] : OF_THE_KERNEL;
  return { ...taken(kernel, fields), timingSource: kernel.timingSource };
}

/**
 * @param former the hypervisor before; null where there was none of that technology
 * @returns what was stated of its scheduling, for one of the same technology
 * @rules CONVERT-9
 */
export function schedulingOf(former: Environment | null): Partial<Environment> {
  if (former === null) return {};
  return { ...taken(former, ['scheduler', ...OF_THE_PLACE]), timingSource: former.timingSource };
}
