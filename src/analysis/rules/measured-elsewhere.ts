/** What rules say of times and throughputs that somebody measured, here or elsewhere. */
import { formatBytesPerSecond, formatNs } from '../../model/units.ts';
import { applicabilityOf } from '../overheads/applicability.ts';
import type { FigureUse } from '../result.ts';
import { quotedEvidence, type StatedEvidence } from './evidence.ts';
import type { UnknownText } from './unknown-groups.ts';

/** How many figures a finding quotes. */
const QUOTED = 12;

function textOf(value: number, unit: string): string {
  return unit === 'bytes/s' ? formatBytesPerSecond(value) : formatNs(value);
}

/**
 * @param figures times and throughputs
 * @param applicability how far the target is from what they were measured on; null: not said
 * @returns the first dozen as evidence, those the user replaced, and the distance; one that is not comparable quotes
 *   what was published
 */
export function measuredEvidence(
  figures: readonly FigureUse[],
  applicability: string | null,
): readonly StatedEvidence[] {
  const list = quotedEvidence(figures, QUOTED, ({ value, unit, applies }) =>
    typeof value === 'number' ? textOf(value, unit) : (applies?.text ?? 'unknown'),
  );
  return applicability === null
    ? list
    : [...list, { name: 'how far the target is from it', value: applicability, source: null }];
}

/** A reason why something cannot be judged, for `UnknownGroups.add`. */
export interface Elsewhere {
  readonly key: string;
  readonly text: () => UnknownText;
}

/**
 * What was measured on other hardware neither meets nor breaks a need here.
 *
 * @param what names the quantity, with the things it is about
 * @param figures what it would be computed from
 * @returns the reason, with the figures as evidence; null where none was measured elsewhere
 * @rules OVER-6
 */
export function measuredElsewhere(
  what: (names: string) => string,
  figures: readonly FigureUse[],
): Elsewhere | null {
  const { isElsewhere, text } = applicabilityOf(figures);
  if (!isElsewhere || text === null) return null;
  return {
    key: `elsewhere ${text}`,
    text: () => ({
      message: (names) => `${what(names)} was measured elsewhere only: ${text}`,
      remedy: 'Measure it on the target and set the figure for this plan.',
      evidence: measuredEvidence(figures, text),
    }),
  };
}
