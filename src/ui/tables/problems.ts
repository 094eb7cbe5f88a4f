/** Wording of what tables refuse. */
import { defineProblems } from '../../model/problem.ts';

export const tableProblem = defineProblems({
  'cell-not-quantity': { message: 'this is not a quantity that the column holds' },
  'cell-not-whole': { message: 'this is not a whole number' },
  'cell-not-choice': { message: 'this is not one of the values of the column' },
  'cell-ambiguous': {
    message: 'several records have this name',
    remedy: 'Choose one from the list: it shows their ids.',
  },
  'cell-unknown-name': { message: 'there is no {word} of this name' },
  'cell-required': { message: 'this cannot be empty' },
  'cell-read-only': { message: 'this column is computed and cannot be set' },
  'cell-form': { message: 'this cannot be read' },
  'cell-no-layout': {
    message: 'the plan has no layout yet',
    remedy: 'Make one in the layout view.',
  },
  'cell-no-place': {
    message: 'the application has no place in this layout yet',
    remedy: 'Choose where it runs under "Placed in" first.',
  },
  'cell-many-places': {
    message: 'the application has several places in this layout',
    remedy: 'Edit them in the table of placements.',
  },
  'cell-load-first': {
    message: 'the load itself is not stated yet',
    remedy: 'State it under "CPU load" first, for example "35 % on Cortex-A72".',
  },
  'cell-load-core-type': {
    message: 'a CPU load means nothing without the core type it was stated for',
    remedy: 'Write it with the core type, for example "35 % on Cortex-A72 at 1.2 GHz".',
  },
  'row-incomplete': { message: 'a new {word} needs more: {missing}' },
  'paste-too-wide': {
    message: 'what was copied has more columns than there are from here to the right',
    remedy: 'Begin further left, or copy fewer columns.',
  },
  'paste-too-large': { message: 'the clipboard holds more than a table takes at once' },
});
