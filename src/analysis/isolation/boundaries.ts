/** What separates environments from each other: kernels, boundaries, and the hypervisor beneath. */
import { kindFacts } from '../../model/environment-kinds.ts';
import type { Id } from '../../model/fields.ts';
import type { LayoutTree } from '../../model/layout-tree.ts';
import type { Environment, EnvironmentKind } from '../../model/layout.ts';

const HOLDS_A_KERNEL: ReadonlySet<EnvironmentKind> = new Set<EnvironmentKind>([
  'bare-metal',
  'os',
  'partition',
  'vm',
  'thin-vm',
]);

/**
 * @param environment any environment
 * @returns whether a kernel (or bare image) of its own runs in it: a container only where it states an OS
 */
export function hasOwnKernel(environment: Environment): boolean {
  return (
    HOLDS_A_KERNEL.has(environment.kind) ||
    (environment.kind === 'container' && environment.os !== null)
  );
}

/**
 * @param environment any environment
 * @returns whether hardware keeps its content apart from what stands beside it
 */
function isolates(environment: Environment): boolean {
  return (
    kindFacts(environment.kind).isolates ||
    (environment.kind === 'container' && environment.os !== null)
  );
}

/** The innermost environment of a path that fulfils a condition. */
function innermost(
  tree: LayoutTree,
  environmentId: Id,
  fulfils: (environment: Environment) => boolean,
): Environment | null {
  return (tree.pathOf.get(environmentId) ?? []).findLast(fulfils) ?? null;
}

/**
 * @param tree the layout
 * @param environmentId an environment
 * @returns the environment whose kernel runs its content, whether or not the OS is stated
 */
export function kernelEnvironment(tree: LayoutTree, environmentId: Id): Environment | null {
  return innermost(tree, environmentId, hasOwnKernel);
}

/**
 * @param tree the layout
 * @param environmentId an environment
 * @returns the VM, partition or container with own kernel that walls it in; null where nothing does
 */
export function boundaryOf(tree: LayoutTree, environmentId: Id): Environment | null {
  return innermost(tree, environmentId, isolates);
}

/**
 * How two environments stand to each other:
 * `same-environment`; `same-kernel` (two containers on one OS); `host-guest` (one's kernel carries what the other
 * is a guest of); `guests` (kernels of their own above something common); `separate` (nothing common but hardware).
 */
export type RelationKind =
  'same-environment' | 'same-kernel' | 'host-guest' | 'guests' | 'separate';

/** How two environments stand to each other, and the innermost environment that both stand in. */
export interface Relation {
  readonly kind: RelationKind;
  readonly common: Environment | null;
}

/**
 * @param tree the layout
 * @param a an environment
 * @param b another or the same
 * @returns how they stand to each other
 * @cost O(depth)
 */
export function relationOf(tree: LayoutTree, a: Id, b: Id): Relation {
  const pathA = tree.pathOf.get(a) ?? [];
  const pathB = tree.pathOf.get(b) ?? [];
  let shared = 0;
  while (shared < pathA.length && pathA[shared] === pathB[shared]) shared += 1;
  const common = pathA[shared - 1] ?? null;
  if (a === b) return { kind: 'same-environment', common };
  const kernelA = kernelEnvironment(tree, a);
  const kernelB = kernelEnvironment(tree, b);
  if (kernelA !== null && kernelA === kernelB) return { kind: 'same-kernel', common };
  if (common === null) return { kind: 'separate', common };
  const host = kernelEnvironment(tree, common.id);
  const hosted = host !== null && (host === kernelA || host === kernelB);
  return { kind: hosted ? 'host-guest' : 'guests', common };
}
