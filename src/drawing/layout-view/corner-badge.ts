/** What stands at the right end of a bar of the stacks: the "!" of findings, the pencil of a replaced figure. */
import type { Environment } from '../../model/layout.ts';
import type { FindingMark } from '../finding-marks.ts';
import { badge } from '../marks.ts';
import { replacedMark, REPLACED_ROOM } from '../replaced-marks.ts';
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

/** Room of a "!" in a line of text. */
const BADGE_ROOM = 16;

/** Marks of an environment, and the room they take at the right end of a line. */
export interface CornerMarks {
  readonly room: number;
  /** @param right right end of the line; @param y its middle */
  readonly draw: (right: number, y: number) => readonly (SceneNode | null)[];
}

/**
 * @param environment whose box it is
 * @param segment number of the box: only the first of several carries marks
 * @param context the view
 * @returns its marks
 */
export function cornerMarks(
  environment: Environment,
  segment: number,
  context: ViewContext,
): CornerMarks {
  const findings = segment === 0 ? context.findings.of('environment', environment.id) : null;
  const replaced = segment === 0 ? context.replaced.ofEnvironment(environment) : null;
  const findingRoom = findings === null ? 0 : BADGE_ROOM;
  return {
    room: findingRoom + (replaced === null ? 0 : REPLACED_ROOM),
    draw: (right, y) => [
      cornerBadge(findings, right - 7, y, context),
      replaced === null ? null : replacedMark(right - findingRoom - 7, y, replaced, context.theme),
    ],
  };
}
