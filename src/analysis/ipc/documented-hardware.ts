/** Whether a mechanism between images without a common hypervisor is documented for the target. */
import type { Mechanism } from '../../catalog/technology.ts';
import type { Isa, Target } from '../../model/target.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { EndPair } from './link-facts.ts';

/**
 * @param target the hardware
 * @param vendors names of one vendor
 * @returns whether the target is a part of that vendor; null: nobody says whose it is
 */
export function isPartOf({ vendor }: Target, vendors: readonly string[]): boolean | null {
  if (vendor === null) return null;
  const words = `${vendor.toLowerCase()} `;
  return vendors.some((name) => words.startsWith(`${name.toLowerCase()} `));
}

/** Instruction sets of the cores of both ends, of which the documentation of a mechanism says nothing. */
function isasBeyond(
  facts: LayoutFacts,
  isas: readonly Isa[],
  { from, to }: EndPair,
): readonly Isa[] {
  const ids = [from, to].flatMap(({ id }) => facts.tree.coresOf.get(id) ?? []);
  const found = new Set(ids.flatMap((id) => facts.hardware.coreById.get(id)?.cluster?.isa ?? []));
  return [...found].filter((isa) => !isas.includes(isa));
}

/** `other-part`: it belongs to parts of another vendor; `unsaid`: nobody says whose part the target is. */
export type Documented =
  | { readonly kind: 'here' }
  | { readonly kind: 'other-part' | 'unsaid'; readonly vendor: string }
  | { readonly kind: 'other-isa'; readonly isas: readonly Isa[] };

/**
 * @param facts the layout
 * @param mechanism one of the catalogue
 * @param pair where the ends of a link stand
 * @returns how far what is documented of the mechanism covers the target and the cores of both ends
 * @cost O(cores of both ends)
 */
export function documentedHere(
  facts: LayoutFacts,
  { documentedOn }: Mechanism,
  pair: EndPair,
): Documented {
  if (documentedOn === null) return { kind: 'here' };
  const { isas, vendors } = documentedOn;
  const [vendor] = vendors;
  if (vendor !== undefined) {
    const isPart = isPartOf(facts.hardware.target, vendors);
    if (isPart !== true) return { kind: isPart === null ? 'unsaid' : 'other-part', vendor };
  }
  const beyond = isas.length === 0 ? [] : isasBeyond(facts, isas, pair);
  return beyond.length === 0 ? { kind: 'here' } : { kind: 'other-isa', isas: beyond };
}
