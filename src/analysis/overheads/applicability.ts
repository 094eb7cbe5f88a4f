/** How far a target is from the hardware that figures were measured on. */
import type { MeasuredOn } from '../../catalog/measuring.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import { sameCoreType, type Hardware } from '../hardware.ts';
import type { FigureUse } from '../result.ts';

/** What can be said of figures on a target. */
export interface Applicability {
  /** In words; null when no figure of the catalogue goes in. */
  readonly text: string | null;
  /** True when every figure was measured on the core type of the target, or set by the user for this plan. */
  readonly holdsHere: boolean;
}

const NOTHING: Applicability = { text: null, holdsHere: false };

interface Place {
  readonly hardware: string;
  readonly coreType: string | null;
  readonly isa: string;
}

/** A figure of the catalogue says how sure it is; one of the plan does not. */
function fromCatalogue(figure: FigureUse): boolean {
  return figure.value !== null && figure.confidence !== null;
}

/**
 * Hardware that conditions name.
 *
 * @param catalogue the catalogue
 * @param conditions of a figure; null: none are stated
 * @returns the entries whose phrase stands in them, in the order of the catalogue
 * @cost O(entries x length)
 */
export function measuredOn(catalogue: Catalogue, conditions: string | null): readonly MeasuredOn[] {
  if (conditions === null) return [];
  return catalogue.measuredOn.filter(({ phrase }) => conditions.includes(phrase));
}

function targetPlaces(hardware: Hardware, coreIds: readonly Id[]): readonly Place[] {
  const own = coreIds.flatMap((id) => hardware.coreById.get(id)?.cluster ?? []);
  const clusters =
    own.length > 0
      ? own
      : hardware.target.clusters.filter((cluster) => cluster.role === 'application');
  return [...new Map(clusters.map((cluster) => [cluster.coreType, cluster])).values()].map(
    ({ coreType, isa }) => ({ hardware: '', coreType, isa }),
  );
}

function placeText({ hardware, coreType, isa }: MeasuredOn): string {
  return coreType === null ? `${hardware} (${isa})` : `${coreType} (${hardware})`;
}

function comparison(places: readonly MeasuredOn[], here: readonly Place[]): string {
  const measured = `measured on ${places.map(placeText).join(', ')}`;
  const types = here.map(({ coreType, isa }) =>
    places.every((place) => place.isa === isa) ? coreType : `${coreType ?? 'unknown'} (${isa})`,
  );
  const target = types.length > 0 ? types.join(', ') : 'core types unknown';
  return `${measured}; this target: ${target}`;
}

/**
 * Compares the hardware that the conditions of figures name with the cores that something runs on.
 *
 * @param catalogue with the phrases that name hardware
 * @param hardware the target
 * @param coreIds cores it runs on; none: the application cores
 * @param figures what a quantity was computed from
 * @returns for example "measured on Cortex-A53 (Xilinx ZCU104); this target: Cortex-A72", "same core type ...",
 *   "conditions name no hardware"
 * @cost O(figures x phrases + cores)
 * @rules OVER-5
 */
export function applicabilityOf(
  catalogue: Catalogue,
  hardware: Hardware,
  coreIds: readonly Id[],
  figures: readonly FigureUse[],
): Applicability {
  const used = figures.filter(fromCatalogue);
  if (used.length === 0) return NOTHING;
  const published = used.filter((figure) => figure.override === null);
  if (published.length === 0) return { text: 'set by the user for this plan', holdsHere: true };
  const found = published.map((figure) => measuredOn(catalogue, figure.conditions));
  const places = [...new Set(found.flat())];
  if (places.length === 0) return { text: 'conditions name no hardware', holdsHere: false };
  const here = targetPlaces(hardware, coreIds);
  const same =
    here.length > 0 &&
    places.every((place) =>
      here.every(
        ({ coreType }) =>
          place.coreType !== null && coreType !== null && sameCoreType(place.coreType, coreType),
      ),
    );
  const unnamed = found.some((each) => each.length === 0);
  const words = same
    ? `same core type: measured on ${places.map(placeText).join(', ')}`
    : comparison(places, here);
  return {
    text: unnamed ? `${words}; conditions of other figures name no hardware` : words,
    holdsHere: same && !unnamed,
  };
}
