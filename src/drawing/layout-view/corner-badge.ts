/** The "!" on a box of the stacks. */
import type { FindingMark } from '../finding-marks.ts';
import { badge } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import type { ViewContext } from './view-context.ts';

/** @returns the badge, or null where nothing was found */
export function cornerBadge(
  findings: FindingMark | null,
  x: number,
  y: number,
  context: ViewContext,
): SceneNode | null {
  if (!findings) return null;
  return badge('badge', x, y, 6.5, findings.verdict, findings.messages.join('\n'), context.theme);
}
