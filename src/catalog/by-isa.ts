/** The catalogue as it holds on the instruction set of a target. */
import type { Isa, Target } from '../model/target.ts';
import type { NumberFigure } from './figure.ts';
import type { Catalogue, Technology } from './technology.ts';

/**
 * @param target the hardware
 * @returns instruction sets of its application cores, on which hypervisors and engines run; of all cores where none is
 *   one
 * @cost O(clusters)
 */
export function applicationIsas({ clusters }: Target): readonly Isa[] {
  const application = clusters.filter(({ role }) => role === 'application');
  const counted = application.length > 0 ? application : clusters;
  return [...new Set(counted.map(({ isa }) => isa))].sort();
}

/** A number that is published by instruction set, as it is on one; unknown on one that nobody speaks of. */
function figureOn(figure: NumberFigure, isas: readonly Isa[]): NumberFigure {
  const [isa] = isas;
  const here = isas.length === 1 ? figure.byIsa.find((each) => each.isa === isa) : undefined;
  if (here) {
    const { isa: _, ...stated } = here;
    return { ...figure, ...stated };
  }
  const published = figure.byIsa.map((each) =>
    `${each.value} ${figure.unit ?? ''} on ${each.isa}`.trim(),
  );
  const target = isas.length === 0 ? 'unknown' : isas.join(', ');
  const reason = `published: ${published.join(', ')}; application cores of this target: ${target}: not comparable`;
  return { ...figure, value: null, low: null, high: null, conditions: reason, note: reason };
}

const isNumberByIsa = (figure: object): figure is NumberFigure =>
  'byIsa' in figure && (figure.byIsa as readonly unknown[]).length > 0;

function technologyOn(technology: Technology, isas: readonly Isa[]): Technology {
  const changed = Object.entries(technology.figures).flatMap(([parameter, figure]) =>
    isNumberByIsa(figure) ? [[parameter, figureOn(figure, isas)] as const] : [],
  );
  if (changed.length === 0) return technology;
  return { ...technology, figures: { ...technology.figures, ...Object.fromEntries(changed) } };
}

const made = new WeakMap<Catalogue, Map<string, Catalogue>>();

/**
 * Figures that are published by instruction set as they are on one: that of another one says nothing.
 *
 * @param catalogue as it ships
 * @param isas of the cores that technologies run on; several or none: such figures are unknown
 * @returns the catalogue for them; the same object for the same instruction sets
 * @cost O(figures) the first time, O(1) after that
 * @rules CAT-14
 */
export function catalogueOn(catalogue: Catalogue, isas: readonly Isa[]): Catalogue {
  const of = made.get(catalogue) ?? new Map<string, Catalogue>();
  made.set(catalogue, of);
  const key = isas.join(' ');
  let on = of.get(key);
  if (!on) {
    const technologies = new Map(
      [...catalogue.technologies].map(([id, each]) => [id, technologyOn(each, isas)] as const),
    );
    const isSame = [...technologies].every(([id, each]) => catalogue.technologies.get(id) === each);
    of.set(key, (on = isSame ? catalogue : { ...catalogue, technologies }));
  }
  return on;
}
