/** How far a target is from the hardware that figures were measured on, and what that leaves of them. */
import type { MeasuredOn, Reading } from '../../catalog/measuring.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import type { Id } from '../../model/fields.ts';
import type { Cluster } from '../../model/target.ts';
import { formatBytesPerSecond, formatNs, formatShare } from '../../model/units.ts';
import { sameCoreType } from '../hardware.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { FigureApplicability, FigureUse, Range } from '../result.ts';
import type { UsedFigure } from '../technology-figure.ts';

/** A measured figure as far as it counts on the cores it is about. */
export interface FigureHere {
  /**
   * Null: unknown, or measured on another instruction set. An indication has a typical value and no ends, because
   * another core may be quicker as well as slower.
   */
  readonly range: (Range & { readonly typical: number }) | null;
  readonly isIndication: boolean;
  /** For the reader: one that is not comparable has no value, and says what was published. */
  readonly use: FigureUse;
}

/** What can be said of a quantity by the figures that it was computed from. */
export interface Applicability {
  /** In words; null when no measured figure goes in. */
  readonly text: string | null;
  /** True when measured figures go in, and every one holds here. */
  readonly holdsHere: boolean;
  /** True when one of them was measured on anything else, or nobody says on what. */
  readonly isElsewhere: boolean;
}

const NOTHING_MEASURED: Applicability = { text: null, holdsHere: false, isElsewhere: false };

type CoreKind = Pick<Cluster, 'coreType' | 'isa'>;

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

/**
 * Whether conditions are to be read in a way.
 *
 * @param catalogue with the phrases that say so
 * @param figure one of the catalogue; what the user set is read as it stands
 * @param reading which way
 * @cost O(phrases x length)
 */
export function readsAs(
  catalogue: Catalogue,
  { conditions, override }: FigureUse,
  reading: Reading['reading'],
): boolean {
  return (
    override === null &&
    conditions !== null &&
    catalogue.readings.some((each) => each.reading === reading && conditions.includes(each.phrase))
  );
}

/** Kinds of core that something runs on, each once; where nobody says, those of the application cores. */
function kindsOf({ hardware }: LayoutFacts, coreIds: readonly Id[]): readonly CoreKind[] {
  const own = coreIds.flatMap((id) => hardware.coreById.get(id)?.cluster ?? []);
  const clusters =
    own.length > 0 ? own : hardware.target.clusters.filter(({ role }) => role === 'application');
  return [...new Map(clusters.map((each) => [`${each.coreType} ${each.isa}`, each])).values()];
}

function boardText({ hardware, coreType, isa }: MeasuredOn): string {
  return coreType === null ? `${hardware} (${isa})` : `${coreType} (${hardware})`;
}

function coreText({ hardware, coreType, isa }: MeasuredOn): string {
  return `${coreType ?? hardware} (${isa})`;
}

function listed(names: readonly (string | null)[]): string {
  return [...new Set(names.map((name) => name ?? 'unknown'))].join(', ');
}

const AMOUNTS: Readonly<Record<string, (value: number) => string>> = {
  ns: formatNs,
  share: formatShare,
  'bytes/s': formatBytesPerSecond,
};

function amountOf({ value, unit }: FigureUse): string {
  return typeof value === 'number' ? (AMOUNTS[unit]?.(value) ?? `${value} ${unit}`) : '';
}

function compared(
  use: FigureUse,
  places: readonly MeasuredOn[],
  here: readonly CoreKind[],
): FigureApplicability {
  const boards = `measured on ${places.map(boardText).join(', ')}`;
  if (here.length === 0) {
    return {
      standing: 'not-comparable',
      text: `${amountOf(use)} ${boards}; core types of this target unknown: not comparable`,
    };
  }
  const types = listed(here.map(({ coreType }) => coreType));
  if (places.some(({ isa }) => here.some((core) => core.isa !== isa))) {
    const cores = here.length === 1 ? 'core is' : 'cores are';
    return {
      standing: 'not-comparable',
      text: `${amountOf(use)} measured on ${places.map(coreText).join(', ')}; this target's ${cores} ${types} (${listed(here.map(({ isa }) => isa))}): not comparable`,
    };
  }
  const isSame = places.every(({ coreType }) =>
    here.every(
      (core) =>
        coreType !== null && core.coreType !== null && sameCoreType(coreType, core.coreType),
    ),
  );
  return isSame
    ? { standing: 'here', text: `same core type: ${boards}` }
    : { standing: 'indication', text: `${boards}; this target: ${types}: an indication, no bound` };
}

function applicabilityOfFigure(
  facts: LayoutFacts,
  coreIds: readonly Id[],
  use: FigureUse,
): FigureApplicability {
  if (use.override !== null) return { standing: 'here', text: 'set by the user for this plan' };
  if (readsAs(facts.catalogue, use, 'by-definition')) {
    return { standing: 'here', text: 'by definition' };
  }
  const places = measuredOn(facts.catalogue, use.conditions);
  return places.length === 0
    ? { standing: 'indication', text: 'conditions name no hardware: an indication, no bound' }
    : compared(use, places, kindsOf(facts, coreIds));
}

/**
 * What a measured figure (a time, a share of CPU time, a throughput) says of the cores that something runs on.
 *
 * @param facts the layout
 * @param coreIds cores it runs on; none: the application cores
 * @param used a figure of the catalogue, overridden or published
 * @returns the figure as it stands where it was measured on the same core type, set by the user or true by definition;
 *   an indication where it was measured on another core type of the same instruction set, or nobody says on what; no
 *   value where the instruction set is another one
 * @cost O(phrases + cores)
 * @rules OVER-5
 */
export function figureHere(
  facts: LayoutFacts,
  coreIds: readonly Id[],
  used: UsedFigure,
): FigureHere {
  const { range, use } = used;
  if (range === null) return { range, use, isIndication: false };
  const applies = applicabilityOfFigure(facts, coreIds, use);
  switch (applies.standing) {
    case 'here':
      return { range, use: { ...use, applies }, isIndication: false };
    case 'indication':
      return {
        range: { low: null, typical: range.typical, high: null },
        use: { ...use, applies },
        isIndication: true,
      };
    case 'not-comparable':
      return {
        range: null,
        use: { ...use, value: null, low: null, high: null, applies },
        isIndication: false,
      };
  }
}

/**
 * @param figures what a quantity was computed from
 * @returns what can be said of it on this target, each reason once, in the order of the figures
 * @cost O(figures)
 * @rules OVER-5
 */
export function applicabilityOf(figures: readonly FigureUse[]): Applicability {
  const applying = figures.flatMap(({ applies }) => applies ?? []);
  if (applying.length === 0) return NOTHING_MEASURED;
  return {
    text: [...new Set(applying.map(({ text }) => text))].join('; '),
    holdsHere: applying.every(({ standing }) => standing === 'here'),
    isElsewhere: applying.some(({ standing }) => standing !== 'here'),
  };
}
