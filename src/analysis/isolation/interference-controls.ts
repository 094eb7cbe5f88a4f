/** What is on against interference: what somebody switched on, and what shares and budgets say by being there. */
import type { Environment, InterferenceControl } from '../../model/layout.ts';
import type { CacheMechanism } from '../../model/interference.ts';

const BY_SHARE: Readonly<Record<CacheMechanism, InterferenceControl>> = {
  colouring: 'cache-colouring',
  cat: 'cache-allocation',
  mpam: 'cache-allocation',
};

/**
 * @param environment any environment
 * @returns what is on for it and what stands in it; null: nobody says. A throttle is no control: it guarantees nothing
 */
export function controlsOf(environment: Environment): readonly InterferenceControl[] | null {
  const { interferenceControls: stated, cacheShare, memoryBudget } = environment;
  if (cacheShare === null && memoryBudget === null) return stated;
  const implied: InterferenceControl[] = [];
  if (cacheShare) implied.push(BY_SHARE[cacheShare.mechanism]);
  if (memoryBudget) implied.push('bandwidth-regulation');
  return [...new Set([...(stated ?? []), ...implied])];
}

/**
 * @param path from the hardware up to an environment
 * @returns the environment whose share of the cache holds in it; null: it may fill all of it
 */
export function sharing(path: readonly Environment[]): Environment | null {
  return path.findLast(({ cacheShare }) => cacheShare !== null) ?? null;
}

/**
 * @param environments of one layout
 * @returns whether every two different masks of them are apart; equal masks are one share
 * @cost the square of the different masks
 */
export function sharesAreApart(environments: readonly Environment[]): boolean {
  const masks = [...new Set(environments.flatMap(({ cacheShare }) => cacheShare?.mask ?? []))].map(
    BigInt,
  );
  return masks.every((mask, at) => masks.slice(0, at).every((other) => (mask & other) === 0n));
}
