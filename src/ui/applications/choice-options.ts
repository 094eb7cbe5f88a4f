/** Choices of the model as options of selects. */
import type { SelectOption } from '../components/SelectField.svelte';
import type { Choice } from '../fields/choices.ts';

/**
 * @param choices values that are words
 * @param none label of the option that stands for null; absent: there is none
 */
export function optionsOf(
  choices: readonly Choice<string>[],
  none?: string,
): readonly SelectOption[] {
  const options = choices.map(({ value, label }) => ({ value, label }));
  return none === undefined ? options : [{ value: '', label: none }, ...options];
}

/**
 * @param records what can be referred to
 * @param none label of the option that stands for null; absent: there is none
 */
export function recordOptions(
  labels: ReadonlyMap<string, string>,
  none?: string,
): readonly SelectOption[] {
  const options = [...labels].map(([value, label]) => ({ value, label }));
  return none === undefined ? options : [{ value: '', label: none }, ...options];
}
