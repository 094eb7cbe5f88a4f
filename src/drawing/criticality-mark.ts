/** Criticality as tone and letter. */
import type { Application } from '../model/application.ts';
import { group, label, rect } from './marks.ts';
import type { SceneNode } from './scene.ts';
import type { Theme } from './theme.ts';

type Criticality = NonNullable<Application['criticality']>;

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

/**
 * A tile with the letter: tone by rank, round corners for DAL (whose letters run the other way), dashed with "?" when
 * unknown.
 *
 * @returns the tile
 */
export function criticalityTile(
  x: number,
  y: number,
  width: number,
  height: number,
  criticality: Criticality | null,
  theme: Theme,
): SceneNode {
  const rank = criticalityRank(criticality);
  const tone = rank === null ? null : theme.criticality[rank];
  const size = Math.min(width * 0.46, height * 0.5);
  return group('criticality', [
    rect('tone', x, y, width, height, {
      rx: criticality?.scale === 'DAL' ? Math.min(width, height) / 2 : 2,
      fill: tone?.fill ?? 'none',
      stroke: theme.outline,
      ...(tone ? {} : { 'stroke-dasharray': '2 2' }),
    }),
    label('letter', x + width / 2, y + height / 2, criticality?.level ?? '?', {
      room: width,
      size,
      weight: 'bold',
      fill: tone?.text ?? theme.textSoft,
      anchor: 'middle',
    }),
  ]);
}
