/** Figures as the catalogue view lists them: as the plan uses them, beside what was published. */
import type { Figure } from '../../catalog/figure.ts';
import { figureOf } from '../../catalog/lookup.ts';
import type {
  Catalogue,
  Mechanism,
  MechanismParameterId,
  ParameterDefinition,
  ParameterId,
  Technology,
} from '../../catalog/technology.ts';
import { overrideOf } from '../../model/commands/overrides.ts';
import type { Override, Plan } from '../../model/plan.ts';
import { MECHANISM_TITLES, PARAMETER_TITLES } from './catalogue-words.ts';

/** One figure. */
export interface FigureEntry {
  /** Unique in the catalogue. */
  readonly key: string;
  readonly title: string;
  /** What a figure of this name means; null where the catalogue does not say. */
  readonly meaning: string | null;
  /** As this plan uses it. */
  readonly figure: Figure;
  /** Name of the technology it is inherited from; null: its own. */
  readonly from: string | null;
  /** The user's reason where the figure in use is a replaced one, here or where it is inherited from. */
  readonly reason: string | null;
  /** What may be replaced: null for figures that no plan can replace. */
  readonly replaceable: Replaceable | null;
}

/** A figure that a plan may replace. */
export interface Replaceable {
  readonly subjectKind: Override['subjectKind'];
  readonly subjectId: string;
  readonly subjectName: string;
  readonly parameter: string;
  readonly kind: ParameterDefinition['kind'];
  /** Unit of the parameter. */
  readonly unit: string | null;
  /** As it ships, with inheritance; may have no value. */
  readonly published: Figure;
  readonly override: Override | null;
}

/** Catalogues and plan that entries are made from. */
export interface EntrySource {
  /** With the overrides of the plan. */
  readonly catalogue: Catalogue;
  /** As it ships. */
  readonly published: Catalogue;
  readonly plan: Plan;
}

/**
 * @param source catalogues and plan
 * @param technology whose figure; as in `source.catalogue`
 * @param parameter which one
 * @returns the figure with where it comes from
 * @cost O(1)
 */
export function technologyEntry(
  { catalogue, published, plan }: EntrySource,
  technology: Technology,
  parameter: ParameterId,
): FigureEntry {
  const found = figureOf(catalogue, technology.id, parameter);
  const shipped = figureOf(published, technology.id, parameter)?.figure;
  const figure = found?.figure ?? technology.figures[parameter];
  const definition = catalogue.parameters.get(parameter);
  const subject = { subjectKind: 'technology', subjectId: technology.id, parameter } as const;
  const holder = found?.inherited ? catalogue.technologies.get(found.fromTechnologyId) : undefined;
  const kind = definition?.kind ?? 'text';
  return {
    key: `${technology.id}/${parameter}`,
    title: PARAMETER_TITLES[parameter],
    meaning: definition?.meaning ?? null,
    figure,
    from: holder?.name ?? null,
    reason: found?.override ?? null,
    // A list of words has no field in an override.
    replaceable:
      kind === 'list'
        ? null
        : {
            ...subject,
            subjectName: technology.name,
            kind,
            unit: definition?.unit ?? null,
            published: shipped ?? figure,
            override: overrideOf(plan, subject),
          },
  };
}

/**
 * @param source catalogues and plan
 * @param mechanism whose figure; as in `source.catalogue`
 * @param parameter which one
 * @returns the figure
 * @cost O(1)
 */
export function mechanismEntry(
  { catalogue, published, plan }: EntrySource,
  mechanism: Mechanism,
  parameter: MechanismParameterId,
): FigureEntry {
  const figure = mechanism.figures[parameter];
  const definition = catalogue.mechanismParameters.get(parameter);
  const subject = { subjectKind: 'mechanism', subjectId: mechanism.id, parameter } as const;
  const override = overrideOf(plan, subject);
  return {
    key: `${mechanism.id}/${parameter}`,
    title: MECHANISM_TITLES[parameter],
    meaning: definition?.meaning ?? null,
    figure,
    from: null,
    reason: override?.reason ?? null,
    replaceable: {
      ...subject,
      subjectName: mechanism.name,
      kind: definition?.kind ?? 'text',
      unit: definition?.unit ?? null,
      published: published.mechanisms.get(mechanism.id)?.figures[parameter] ?? figure,
      override,
    },
  };
}

/**
 * A figure that no plan replaces: of an I/O mode, a deduplication, a disk format.
 *
 * @param key unique in the catalogue
 * @param title what it is
 * @param figure the figure
 * @returns the figure
 */
export function fixedEntry(key: string, title: string, figure: Figure): FigureEntry {
  return { key, title, meaning: null, figure, from: null, reason: null, replaceable: null };
}

/**
 * @param catalogue the catalogue
 * @param technology one of its technologies
 * @returns how many of its figures have a value, its own or inherited, and of how many
 * @cost O(figures)
 */
export function knownFigures(
  catalogue: Catalogue,
  technology: Technology,
): { readonly known: number; readonly all: number } {
  const names = Object.keys(technology.figures) as readonly ParameterId[];
  const known = names.filter(
    (name) => (figureOf(catalogue, technology.id, name)?.figure.value ?? null) !== null,
  );
  return { known: known.length, all: names.length };
}
