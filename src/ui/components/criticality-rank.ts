/** Steps of the criticality ramp. Scales are kept apart: a step says where a level stands in its own scale. */
import type { Criticality } from '../../model/application.ts';

const LEVELS: Readonly<Record<Criticality['scale'], readonly string[]>> = {
  ASIL: ['QM', 'A', 'B', 'C', 'D'],
  SIL: ['0', '1', '2', '3', '4'],
  DAL: ['E', 'D', 'C', 'B', 'A'],
};

/**
 * @param criticality a level of a scale
 * @returns 0 (lowest) to 4
 */
export function criticalityRank({ scale, level }: Criticality): number {
  return Math.max(0, LEVELS[scale].indexOf(level));
}
