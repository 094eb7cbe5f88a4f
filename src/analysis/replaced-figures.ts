/** Figures of the catalogue that the user replaced for this plan, in words. */
import type { Figure } from '../catalog/figure.ts';
import { figureOf } from '../catalog/lookup.ts';
import { overrideKey } from '../catalog/override.ts';
import type { Catalogue, ParameterId } from '../catalog/technology.ts';
import type { Override } from '../model/plan.ts';
import { formatNumber } from '../model/units.ts';
import type { Evidence, FigureUse } from './result.ts';
import { PARAMETER_WORDS } from './technology-figure.ts';

/** A figure that counts for a technology or mechanism and has the user's value. */
export interface ReplacedFigure {
  readonly parameter: string;
  /** The user's value with range and unit. */
  readonly value: string;
  readonly reason: string;
}

/**
 * @param catalogue with the overrides of the plan
 * @param subjectKind what the figures belong to
 * @param subjectId technology or mechanism; null or one that the catalogue does not have: nothing is replaced
 * @returns its replaced figures, those that it inherits included, in the order of the catalogue
 * @cost O(1) without overrides, otherwise O(figures of it)
 * @rules CAT-8
 */
export function replacedFigures(
  catalogue: Catalogue,
  subjectKind: Override['subjectKind'],
  subjectId: string | null,
): readonly ReplacedFigure[] {
  if (catalogue.overrides.size === 0 || subjectId === null) return [];
  const record =
    subjectKind === 'technology'
      ? catalogue.technologies.get(subjectId)
      : catalogue.mechanisms.get(subjectId);
  const figures: Readonly<Record<string, Figure>> = record?.figures ?? {};
  return Object.entries(figures).flatMap(([parameter, own]) => {
    const found =
      subjectKind === 'technology'
        ? figureOf(catalogue, subjectId, parameter as ParameterId)
        : {
            figure: own,
            override: catalogue.overrides.get(overrideKey(subjectKind, subjectId, parameter)),
          };
    const reason = found?.override ?? null;
    if (!found || reason === null) return [];
    return [{ parameter, value: figureValueText(found.figure), reason }];
  });
}

/**
 * @param replaced what the user replaced
 * @returns one line for each: what it is, the user's value, and why
 */
export function replacedWords(replaced: readonly ReplacedFigure[]): readonly string[] {
  return replaced.map(
    ({ parameter, value, reason }) =>
      `${parameterWords(parameter)} ${value}, set by the user: ${reason}`,
  );
}

/**
 * @param figures what a number was computed from, or evidence of findings
 * @returns the user's reasons, where a figure of the catalogue was replaced; null: none was
 */
export function overrideReasons(figures: readonly Pick<FigureUse, 'override'>[]): string | null {
  const reasons = figures.flatMap(({ override }) => (override === null ? [] : [override]));
  return reasons.length === 0 ? null : [...new Set(reasons)].join('; ');
}

/**
 * @param evidence of a finding
 * @returns who says so: the user with the reason, a source, or null
 */
export function evidenceOrigin({ source, override }: Evidence): string | null {
  return override === null ? source : `set by the user: ${override}`;
}

/**
 * @param parameter name of a figure in the catalogue
 * @returns what estimates call it; of a figure that they do not use, its name in words: "own kernel"
 */
export function parameterWords(parameter: string): string {
  const known = (PARAMETER_WORDS as Readonly<Record<string, string>>)[parameter];
  if (known !== undefined) return known;
  return parameter.replace(/([A-Z])/g, ' $1').toLowerCase();
}

/**
 * @param figure a figure, or the values of an override
 * @returns its value with range and unit, for people
 */
export function figureValueText({
  value,
  low,
  high,
  unit,
}: Pick<Figure, 'low' | 'high' | 'unit'> & { readonly value: unknown }): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'number') return String(value);
  const end = (number: number | null): string => (number === null ? 'open' : formatNumber(number));
  const range = low === high ? '' : ` (${end(low)} to ${end(high)})`;
  return `${formatNumber(value)}${range}${unit === null ? '' : ` ${unit}`}`;
}
