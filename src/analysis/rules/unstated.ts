/** What nobody has stated of an application, where the verdict of a rule hangs on it. */
import type { Application } from '../../model/application.ts';
import { fieldOfApplication, ofApplication } from '../subjects.ts';
import { isCritical } from './tech-facts.ts';
import type { UnknownGroups, UnknownText } from './unknown-groups.ts';

const WORDS = {
  os: 'the OS that it needs',
  criticality: 'criticality',
  realTime: 'real-time need',
  trust: 'whose code it is',
  certificate: 'the certificate that it needs (or "none")',
  deliverable: 'the form in which it is delivered',
  legacyHardware: 'whether it expects PC or board hardware',
  restartAlone: 'whether it must restart alone',
} as const satisfies Partial<Record<keyof Application, string>>;

/** An attribute of an application that can be unstated. */
export type Unstated = keyof typeof WORDS;

function textOf(application: Application, attributes: readonly Unstated[]): UnknownText {
  const words = attributes.map((each) => WORDS[each]).join(', and ');
  const [first] = attributes;
  return {
    message: (names) => `not stated, and the verdict hangs on it: ${words} of ${names}`,
    remedy: `State ${words}.`,
    field: first && fieldOfApplication(application, first),
  };
}

/**
 * Adds an application to those that cannot be judged for what nobody has stated of it.
 *
 * @param unknown of one rule
 * @param application whom it is about
 * @param attributes what is not stated; nothing is added when there is none
 */
export function addUnstated(
  unknown: UnknownGroups,
  application: Application,
  attributes: readonly Unstated[],
): void {
  if (attributes.length === 0) return;
  const key = `unstated ${attributes.join(' ')}`;
  unknown.add(key, () => textOf(application, attributes), ofApplication(application));
}

/**
 * @param application any application
 * @returns what would have to be stated to know whether it is critical; empty when that is known
 */
export function unstatedOfCritical(application: Application): readonly Unstated[] {
  if (isCritical(application)) return [];
  const attributes = ['criticality', 'realTime'] as const;
  return attributes.filter((each) => application[each] === null);
}
