/** What a plan names of the catalogue: technologies, mechanisms, figures it replaces. */
import type { Id } from '../model/fields.ts';
import { rows, type Override, type Plan, type TableName } from '../model/plan.ts';
import { defineProblems, type Problem } from '../model/problem.ts';
import type { Figure } from './figure.ts';
import type { Catalogue, ParameterDefinition } from './technology.ts';

const problem = defineProblems({
  'plan-unknown-technology': {
    message: 'the environment "{name}" is of a technology that the catalogue does not have',
    remedy: 'Correct the id; "partita technologies" lists them.',
  },
  'plan-unknown-mechanism': {
    message: 'the {word} names a mechanism that the catalogue does not have',
    remedy: 'Correct the id.',
  },
  'plan-unknown-figure': {
    message: 'a figure is replaced that the catalogue does not have',
    remedy: 'Correct subjectId and parameter, or take the override out.',
  },
  'plan-unit-mismatch': {
    message: 'the figure is replaced in another unit than its own',
    remedy: 'Convert the value.',
  },
  'plan-override-type': {
    message: 'the figure is replaced by a value of another kind',
  },
});

/** Pointer of a record in the document that the plan was read from. */
export type PointerOf = (table: TableName, id: Id) => string;

/**
 * Checks what a plan from outside names of the catalogue. Plans that are open already are judged by rules instead:
 * a catalogue may lose a technology, and the plan must still open.
 *
 * @param plan any plan whose records decode
 * @param catalogue the catalogue as it ships
 * @param pointerOf where a record stands in the input
 * @returns every problem with its JSON pointer
 * @cost O(environments + channels + overrides)
 * @rules CAT-9
 */
export function checkPlanAgainstCatalogue(
  plan: Plan,
  catalogue: Catalogue,
  pointerOf: PointerOf,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { id, name, technologyId, deduplication } of rows(plan.environments)) {
    const pointer = pointerOf('environments', id);
    if (technologyId !== null && !catalogue.technologies.has(technologyId)) {
      const place = { pointer: `${pointer}/technologyId` };
      problems.push(
        problem('plan-unknown-technology', { place, found: technologyId, words: { name } }),
      );
    }
    if (deduplication !== null && !catalogue.deduplications.has(deduplication.mechanismId)) {
      problems.push(
        problem('plan-unknown-mechanism', {
          place: { pointer: `${pointer}/deduplication/mechanismId` },
          found: deduplication.mechanismId,
          expected: [...catalogue.deduplications.keys()].join(', '),
          words: { word: 'deduplication' },
        }),
      );
    }
  }
  for (const { id, mechanismId } of rows(plan.channels)) {
    if (mechanismId === null || catalogue.mechanisms.has(mechanismId)) continue;
    problems.push(
      problem('plan-unknown-mechanism', {
        place: { pointer: `${pointerOf('channels', id)}/mechanismId` },
        found: mechanismId,
        words: { word: 'channel' },
      }),
    );
  }
  for (const override of rows(plan.overrides)) {
    problems.push(...overrideProblems(override, catalogue, pointerOf('overrides', override.id)));
  }
  return problems;
}

/**
 * @param override a figure that a plan replaces
 * @param catalogue the catalogue as it ships
 * @param pointer where the override stands
 * @returns what is wrong with it: no such figure, another unit, another kind of value
 */
export function overrideProblems(
  override: Override,
  catalogue: Catalogue,
  pointer: string,
): readonly Problem[] {
  const { subjectKind, subjectId, parameter, value, unit } = override;
  const subjects = subjectKind === 'technology' ? catalogue.technologies : catalogue.mechanisms;
  const figures = subjects.get(subjectId)?.figures as Readonly<Record<string, Figure>> | undefined;
  if (figures === undefined || !Object.hasOwn(figures, parameter)) {
    const found = `${subjectKind} ${subjectId}, ${parameter}`;
    return [problem('plan-unknown-figure', { place: { pointer }, found })];
  }
  const definitions: ReadonlyMap<string, ParameterDefinition> =
    subjectKind === 'technology' ? catalogue.parameters : catalogue.mechanismParameters;
  const definition = definitions.get(parameter);
  const own = definition?.unit ?? figures[parameter]?.unit ?? null;
  const problems: Problem[] = [];
  if (unit !== null && unit !== own) {
    const place = { pointer: `${pointer}/unit` };
    problems.push(
      problem('plan-unit-mismatch', { place, found: unit, expected: own ?? 'no unit' }),
    );
  }
  const expected = definition === undefined ? null : VALUE_KINDS[definition.kind];
  if (expected !== null && typeof value !== expected) {
    const place = { pointer: `${pointer}/value` };
    problems.push(problem('plan-override-type', { place, found: typeof value, expected }));
  }
  return problems;
}

const VALUE_KINDS: Readonly<
  Record<ParameterDefinition['kind'], 'number' | 'string' | 'boolean' | null>
> = {
  number: 'number',
  text: 'string',
  boolean: 'boolean',
  grade: 'string',
  // Lists are not replaced: what a technology offers is a fact about it, not a figure.
  list: null,
};
