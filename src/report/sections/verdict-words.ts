/** How verdicts are ordered and read. */
import type { Verdict } from '../../analysis/result.ts';
import type { Tone } from '../document.ts';

/** In the order in which a reader needs them. */
export const VERDICT_ORDER: readonly Verdict[] = [
  'error',
  'warning',
  'not-assessed',
  'manual',
  'pass',
  'not-applicable',
];

export const VERDICT_WORDS: Readonly<Record<Verdict, { text: string; tone: Tone }>> = {
  error: { text: '! error', tone: 'error' },
  warning: { text: 'warning', tone: 'warning' },
  'not-assessed': { text: 'not assessed', tone: 'unknown' },
  manual: { text: 'check by hand', tone: 'unknown' },
  pass: { text: 'pass', tone: 'pass' },
  'not-applicable': { text: 'does not apply', tone: 'quiet' },
};
