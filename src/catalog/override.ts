/** Figures of the catalogue that a plan replaces. */
import type { Override, Plan } from '../model/plan.ts';
import { rows, targetOf } from '../model/plan.ts';
import { applicationIsas, catalogueOn } from './by-isa.ts';
import type { Figure } from './figure.ts';
import type { Catalogue, Mechanism, Technology } from './technology.ts';

/**
 * @param subjectKind what the figure belongs to
 * @param subjectId technology or mechanism
 * @param parameter name of the figure
 * @returns key in `Catalogue.overrides`
 */
export function overrideKey(
  subjectKind: Override['subjectKind'],
  subjectId: string,
  parameter: string,
): string {
  return `${subjectKind}/${subjectId}/${parameter}`;
}

/** Source of a figure that the user replaced. */
export const USER_SOURCE = 'user';

const made = new WeakMap<Catalogue, WeakMap<Plan['overrides'], Catalogue>>();

/**
 * The catalogue as it holds for a plan: figures by instruction set are those of its target; figures that the user replaced have the user's value and range, no source
 * but the user, and stand in `overrides` with the reason. Overrides of what the catalogue does not have change
 * nothing; `checkPlanAgainstCatalogue` names them.
 *
 * @param published the catalogue as it ships
 * @param plan whose target and overrides
 * @returns the catalogue of the target where there are no overrides; the same object for the same overrides
 * @cost O(technologies + overrides) the first time for a table of overrides, O(1) after that
 * @rules CAT-8, CAT-14
 */
export function withOverrides(published: Catalogue, plan: Plan): Catalogue {
  const catalogue = catalogueOn(published, applicationIsas(targetOf(plan)));
  if (plan.overrides.size === 0) return catalogue;
  const known = made.get(catalogue)?.get(plan.overrides);
  if (known !== undefined) return known;
  const technologies = new Map(catalogue.technologies);
  const mechanisms = new Map(catalogue.mechanisms);
  const overrides = new Map<string, string>();
  for (const override of rows(plan.overrides)) {
    const { subjectKind, subjectId, parameter, reason } = override;
    const done =
      subjectKind === 'technology'
        ? replace<Technology>(technologies, override)
        : replace<Mechanism>(mechanisms, override);
    if (done) overrides.set(overrideKey(subjectKind, subjectId, parameter), reason);
  }
  const result = { ...catalogue, technologies, mechanisms, overrides };
  const ofCatalogue = made.get(catalogue) ?? new WeakMap<Plan['overrides'], Catalogue>();
  made.set(catalogue, ofCatalogue.set(plan.overrides, result));
  return result;
}

/** @returns whether the record has a figure of that name and type */
function replace<T extends { readonly figures: object }>(
  records: Map<string, T>,
  override: Override,
): boolean {
  const record = records.get(override.subjectId);
  const figures = record?.figures as Readonly<Record<string, Figure>> | undefined;
  const figure = figures?.[override.parameter];
  if (!record || !figure) return false;
  const replaced = {
    ...figure,
    value: override.value,
    low: override.low,
    high: override.high,
    unit: override.unit ?? figure.unit,
    conditions: override.reason,
    // No key of the catalogue: wherever the figure is quoted, its source reads "user".
    sources: [USER_SOURCE],
    locator: null,
    confidence: 'judgement',
    verification: 'judgement',
    note: null,
  };
  records.set(override.subjectId, {
    ...record,
    figures: { ...figures, [override.parameter]: replaced },
  });
  return true;
}
