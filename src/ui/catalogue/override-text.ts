/** Replaced figures in words. */
import type { Figure } from '../../catalog/figure.ts';
import { figureOf } from '../../catalog/lookup.ts';
import type { Catalogue, ParameterId } from '../../catalog/technology.ts';
import type { Override } from '../../model/plan.ts';
import { figureText } from './figure-text.ts';

/**
 * @param override a replaced figure
 * @returns its value with unit and range
 */
export function overrideText({ value, low, high, unit }: Override): string {
  return figureText({ value, low, high, unit } as Figure);
}

/**
 * @param catalogue as it ships
 * @param override a replaced figure
 * @returns name of the technology or mechanism; its id where the catalogue has none
 */
export function subjectName(catalogue: Catalogue, override: Override): string {
  const { subjectKind, subjectId } = override;
  const records = subjectKind === 'technology' ? catalogue.technologies : catalogue.mechanisms;
  return records.get(subjectId)?.name ?? subjectId;
}

/**
 * @param catalogue as it ships
 * @param override a replaced figure
 * @returns what the catalogue says itself, inherited or own; says so where it has no such figure
 */
export function publishedOf(catalogue: Catalogue, override: Override): string {
  const { subjectKind, subjectId, parameter } = override;
  const figures = catalogue.mechanisms.get(subjectId)?.figures as
    Readonly<Record<string, Figure>> | undefined;
  const figure: Figure | undefined =
    subjectKind === 'technology'
      ? figureOf(catalogue, subjectId, parameter as ParameterId)?.figure
      : figures?.[parameter];
  return figure ? figureText(figure) : 'not in this catalogue';
}
