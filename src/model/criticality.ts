/** Levels of criticality within their own scales, and in words. */
import type { Criticality } from './application.ts';

/** Levels of each scale, lowest first: their place is their tone. Scales are not compared with each other. */
const LEVELS: Readonly<Record<Criticality['scale'], readonly string[]>> = {
  ASIL: ['QM', 'A', 'B', 'C', 'D'],
  SIL: ['0', '1', '2', '3', '4'],
  DAL: ['E', 'D', 'C', 'B', 'A'],
};

/**
 * @param criticality a level, or null
 * @returns its place in its own scale from 0 (lowest) to 4; null when unknown
 */
export function criticalityRank(criticality: Criticality | null): number | null {
  if (!criticality) return null;
  const rank = LEVELS[criticality.scale].indexOf(criticality.level);
  return rank < 0 ? null : rank;
}

/**
 * @param criticality a level, or null
 * @returns for example `ASIL B`, `QM`, `criticality unknown`
 */
export function criticalityName(criticality: Criticality | null): string {
  if (!criticality) return 'criticality unknown';
  return criticality.level === 'QM' ? 'QM' : `${criticality.scale} ${criticality.level}`;
}

/**
 * @param from level of the sender
 * @param to level of the receiver
 * @returns whether both are known and differ; levels of different scales always do, since they are not compared
 */
export function crossesCriticality(from: Criticality | null, to: Criticality | null): boolean {
  return from !== null && to !== null && (from.level !== to.level || from.scale !== to.scale);
}

/**
 * @param from level of the sender
 * @param to level of the receiver
 * @returns for example `B→QM`, with the scales where these differ; empty where one is unknown
 */
export function criticalityStep(from: Criticality | null, to: Criticality | null): string {
  if (!from || !to) return '';
  const word = (of: Criticality) =>
    from.scale === to.scale ? of.level : `${of.scale} ${of.level}`;
  return `${word(from)}→${word(to)}`;
}
