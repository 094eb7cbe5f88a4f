/** What the host itself has to say, beyond files and importers. */
import { defineProblems } from '../model/problem.ts';

export const hostProblem = defineProblems({
  'host-bug': {
    message: 'Partita made a mistake of its own in {method}',
    remedy: 'Nothing of your plan is lost. Try again; if it stays, report the line in the log.',
  },
  'host-unknown-method': { message: 'the host has no method of that name' },
  'host-no-dialogs': {
    message: 'this host has no dialogs of the system',
    remedy: 'Use the list of files instead.',
  },
  'host-no-chromium': {
    message: 'there is no Chromium to make the {what} with',
    remedy: 'Install Chromium or Chrome, set PARTITA_CHROMIUM to its path, or choose HTML or SVG.',
  },
  'host-print-failed': {
    message: 'Chromium did not make the {what} ({reason})',
    remedy: 'Try again, or export HTML or SVG and print it from a browser.',
  },
  'plan-not-open': { message: 'this plan is not open', remedy: 'Open it again.' },
  'plan-conflict': {
    message: 'the plan was changed elsewhere meanwhile ({where})',
    remedy: 'Load the plan again; the last change was not taken over.',
  },
  'plan-nothing-to-undo': { message: 'there is nothing to undo' },
  'plan-nothing-to-redo': { message: 'there is nothing to redo' },
  'plan-history-unusable': {
    message: 'the history of this plan does not fit its content',
    remedy: 'The plan itself is sound; only this step cannot be taken.',
  },
  'plan-no-path': {
    message: 'this plan has no file yet',
    remedy: 'Save it under a name.',
  },
  'plan-no-layout': { message: 'the plan has no such layout' },
  'plan-other-revision': { message: 'the plan is at another revision' },
  'import-no-plan': {
    message: 'this is neither a plan in JSON nor hardware from hwloc, so no plan can begin with it',
    remedy: 'Create a plan for a target first, then import applications, tasks and links into it.',
  },
  'target-unknown': { message: 'there is no target of that id' },
  'sample-unknown': { message: 'there is no sample of that id' },
  'plan-read-only': {
    message: 'the file or its folder cannot be written',
    remedy: 'You can edit; save under another name or in another folder.',
  },
  'plan-open-elsewhere': {
    message: 'this plan is open in another Partita that is running',
    remedy: 'Who saves second is told that the file was changed.',
  },
});
