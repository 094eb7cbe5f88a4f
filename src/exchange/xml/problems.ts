/** Wording of what can be wrong with XML before anything is known about its meaning. */
import { defineProblems } from '../../model/problem.ts';

export const xmlProblem = defineProblems({
  'xml-too-large': {
    message: 'the file is larger than what is read',
    remedy: 'Export the file again with fewer objects.',
  },
  'xml-not-well-formed': {
    message: 'this is not well-formed XML: {reason}',
    remedy: 'Export the file again; it may have been cut or edited by hand.',
  },
  'xml-internal-subset': {
    message:
      'the DOCTYPE declares things of its own, which is refused because it can hold an attack',
    remedy: 'Remove everything between [ and ] in the DOCTYPE.',
  },
  'xml-external-dtd': {
    message: 'the DOCTYPE points outside the file, which is never followed',
    remedy: 'Remove the DOCTYPE or write the expected one.',
  },
  'xml-too-deep': {
    message: 'elements are nested deeper than what is read',
    remedy: 'Export the file again with fewer levels.',
  },
  'xml-too-many-elements': {
    message: 'the file has more elements than what is read',
    remedy: 'Export the file again with fewer objects.',
  },
  'xml-too-many-references': {
    message: 'the file has more character references than what is read',
    remedy: 'Export the file again; no topology needs so many.',
  },
  'xml-too-many-attributes': {
    message: 'the element has more attributes than what is read',
    remedy: 'Remove attributes.',
  },
});
