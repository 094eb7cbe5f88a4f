/** What the command line itself has to say, beyond files, importers and the host. */
import { defineProblems } from '../model/problem.ts';

export const cliProblem = defineProblems({
  'cli-file-exists': {
    message: 'there is a file of this name already; nothing was written',
    remedy: 'Choose another name, or delete the file first.',
  },
  'cli-target-or-sample': {
    message: 'a new plan needs either a target or a sample',
    remedy:
      'Give --target <id> or --sample <id>; "partita targets" and "partita samples" list them.',
  },
  'cli-no-target': {
    message: 'there is no target of this id',
    remedy: '"partita targets" lists them.{near}',
  },
  'cli-no-sample': {
    message: 'there is no sample of this id',
    remedy: '"partita samples" lists them.',
  },
  'cli-no-layout': {
    message: 'the plan has no layout of this id or name',
    remedy: 'It has: {layouts}.',
  },
  'cli-ambiguous-layout': {
    message: '{count} layouts of the plan have this name',
    remedy: 'Give the id instead: {layouts}.',
  },
  'cli-layouts-to-compare': {
    message: 'so many layouts cannot stand side by side',
    remedy: 'Name two to six different layouts with --layouts.',
  },
  'cli-reference-not-compared': {
    message: 'the reference is none of the layouts that are compared',
    remedy: 'Take one of them: {layouts}.',
  },
  'cli-no-layouts': {
    message: 'the plan has no layout yet; an empty one is assumed',
    remedy: 'Add a layout in the window ("partita serve <file>").',
  },
  'cli-import-needs-plan': {
    message: 'there is no plan of this name to import into',
    remedy:
      'Make one first ("partita new <file> --target <id>"); only hardware (hwloc XML) and whole plans (JSON) make a new one.',
  },
  'cli-unknown-format': { message: 'there is no format of this name' },
  'cli-unknown-word': { message: 'the option {option} does not take this' },
  'cli-output-is-plan': {
    message: 'the output would replace a database, perhaps a plan; nothing was written',
    remedy: 'Choose another name.',
  },
  'cli-output-no-folder': {
    message: 'several files are to be written, and this is a file',
    remedy: 'Name a folder.',
  },
  'cli-not-a-number': { message: 'the option {option} takes a whole number' },
  'cli-unknown-extension': {
    message: 'the output does not say which form it should have',
    remedy: 'Use one of {forms}.',
  },
  'cli-port-taken': {
    message: 'the port is in use by another program',
    remedy: 'Choose another port, or none: then a free one is taken.',
  },
  'cli-not-text': {
    message: 'the file is not UTF-8 text',
    remedy: 'Save it as UTF-8.',
  },
  'cli-too-large': {
    message: 'the file is larger than what is read',
    remedy: 'Split it, or remove what is not needed.',
  },
});
