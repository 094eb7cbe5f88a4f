/** Criticality as tone and letter. */
import type { Criticality } from '../model/application.ts';
import { criticalityRank } from '../model/criticality.ts';
import { group, label, rect } from './marks.ts';
import type { SceneNode } from './scene.ts';
import type { Theme } from './theme.ts';

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
