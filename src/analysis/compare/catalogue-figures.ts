/** Figures of the catalogue by the names under which estimates list them, so that they can be tried at other values. */
import type { NumberFigure } from '../../catalog/figure.ts';
import { figureOf } from '../../catalog/lookup.ts';
import { overrideKey } from '../../catalog/override.ts';
import { spreadOf } from '../../catalog/quantity.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { overrideSchema, type Override, type Plan } from '../../model/plan.ts';
import {
  mechanismFigure,
  PARAMETER_WORDS,
  technologyFigure,
  type MechanismNumber,
  type NumberParameter,
  type UsedFigure,
} from '../technology-figure.ts';

/** A figure that could be replaced. */
export interface TriableFigure extends UsedFigure {
  readonly subjectKind: Override['subjectKind'];
  /** Where the figure stands: the technology that it is inherited from, if it is. */
  readonly subjectId: string;
  readonly parameter: string;
  /** As published; of an unknown one, the unit that the parameter has. */
  readonly published: NumberFigure;
  /** Unit in which estimates use it; null: it has none. */
  readonly unit: string | null;
  /** From the published unit to that one. */
  readonly toBase: (value: number) => number;
}

const PARAMETERS = Object.keys(PARAMETER_WORDS) as readonly NumberParameter[];
const MECHANISM_PARAMETERS: readonly MechanismNumber[] = ['latency', 'throughput', 'maxPeers'];

type Entry = Pick<TriableFigure, 'subjectKind' | 'subjectId' | 'parameter' | 'published'>;

function triable(used: UsedFigure, entry: Entry, unit: string | null): TriableFigure {
  const published = { ...entry.published, unit: entry.published.unit ?? unit };
  const one = spreadOf({ value: 1, low: null, high: null, unit: published.unit });
  return {
    ...used,
    ...entry,
    published,
    unit: one?.unit ?? null,
    toBase: (value) => value * (one?.typical ?? 1),
  };
}

const made = new WeakMap<Catalogue, ReadonlyMap<string, TriableFigure>>();

/**
 * @param catalogue with the overrides of the plan
 * @returns every number of every technology and mechanism by its name in estimates; the same map for the same catalogue
 * @cost O(technologies x parameters) the first time, O(1) after that
 */
export function triableFigures(catalogue: Catalogue): ReadonlyMap<string, TriableFigure> {
  const known = made.get(catalogue);
  if (known) return known;
  const figures = new Map<string, TriableFigure>();
  for (const technology of catalogue.technologies.values()) {
    for (const parameter of PARAMETERS) {
      const found = figureOf(catalogue, technology.id, parameter);
      if (!found) continue;
      const used = technologyFigure(catalogue, technology, parameter);
      const at = {
        subjectKind: 'technology',
        subjectId: found.fromTechnologyId,
        parameter,
      } as const;
      const unit = catalogue.parameters.get(parameter)?.unit ?? null;
      figures.set(used.use.name, triable(used, { ...at, published: found.figure }, unit));
    }
  }
  for (const mechanism of catalogue.mechanisms.values()) {
    for (const parameter of MECHANISM_PARAMETERS) {
      const used = mechanismFigure(catalogue, mechanism, parameter);
      const at = { subjectKind: 'mechanism', subjectId: mechanism.id, parameter } as const;
      const unit = catalogue.mechanismParameters.get(parameter)?.unit ?? null;
      figures.set(
        used.use.name,
        triable(used, { ...at, published: mechanism.figures[parameter] }, unit),
      );
    }
  }
  made.set(catalogue, figures);
  return figures;
}

/**
 * The plan as it were with another value of one figure; nothing else changes.
 *
 * @param plan the plan
 * @param figure which one
 * @param value in the unit in which the figure is published
 * @returns the plan
 */
export function planWithFigure(plan: Plan, figure: TriableFigure, value: number): Plan {
  const { subjectKind, subjectId, parameter, published } = figure;
  const key = overrideKey(subjectKind, subjectId, parameter);
  const others = [...plan.overrides].filter(
    ([, each]) => overrideKey(each.subjectKind, each.subjectId, each.parameter) !== key,
  );
  const tried = overrideSchema.parse({
    id: 'tried',
    order: 0,
    subjectKind,
    subjectId,
    parameter,
    value,
    unit: published.unit,
    reason: 'tried by the comparison of layouts',
  });
  return { ...plan, overrides: new Map([...others, [tried.id, tried]]) };
}
