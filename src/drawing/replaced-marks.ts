/** Which boxes, links and values rest on figures that the user replaced: a pencil with the user's words behind it. */
import { overrideReasons, replacedFigures, replacedWords } from '../analysis/replaced-figures.ts';
import type { LayoutResult } from '../analysis/result.ts';
import { technologyOf } from '../analysis/isolation/technologies.ts';
import type { Catalogue } from '../catalog/technology.ts';
import type { Id } from '../model/fields.ts';
import type { LayoutTree } from '../model/layout-tree.ts';
import type { Environment } from '../model/layout.ts';
import { group, path, rect, title } from './marks.ts';
import { formatCoordinate, type SceneNode } from './scene.ts';
import type { Theme } from './theme.ts';

/** Words of marks; null: nothing that it rests on was replaced. */
export interface ReplacedMarks {
  readonly ofEnvironment: (environment: Environment) => string | null;
  readonly ofLink: (linkId: Id) => string | null;
}

/**
 * @param tree the layout
 * @param result what the engine says of it, or null: then links are not marked
 * @param catalogue with the overrides of the plan, or null: then environments are not marked
 * @returns for an environment the replaced figures of its technology; for a link the reasons behind its estimates
 * @cost O(estimates + environments x figures of a technology); without overrides O(estimates)
 * @rules DRAW-25
 */
export function replacedMarks(
  tree: LayoutTree,
  result: LayoutResult | null,
  catalogue: Catalogue | null,
): ReplacedMarks {
  const ofLink = new Map<Id, string>();
  for (const { subject, figures } of result?.estimates ?? []) {
    const reasons = subject.kind === 'link' ? overrideReasons(figures) : null;
    if (reasons !== null) ofLink.set(subject.id, `uses a figure set by the user: ${reasons}`);
  }
  const ofTechnology = new Map<Id, string>();
  for (const environment of catalogue?.overrides.size ? tree.environments : []) {
    const technology = catalogue && technologyOf(catalogue, tree, environment);
    if (!catalogue || !technology) continue;
    const replaced = replacedFigures(catalogue, 'technology', technology.id);
    if (replaced.length > 0) ofTechnology.set(environment.id, replacedWords(replaced).join('\n'));
  }
  return {
    ofLink: (id) => ofLink.get(id) ?? null,
    ofEnvironment: (environment) => ofTechnology.get(environment.id) ?? null,
  };
}

/** Room that a mark takes in a line of text. */
export const REPLACED_ROOM = 15;
/** Width and height of the mark. */
export const REPLACED_SIDE = 12;
const PENCIL = 'M2 10l.5-2.2L8.2 2l1.8 1.8-5.8 5.7zM7 3.2l1.8 1.8';

/**
 * A pencil in a small square: a shape of its own, beside the "!" of findings.
 *
 * @param x middle
 * @param y middle
 * @param words what the user replaced and why: the text alternative
 * @param theme colours
 * @returns the mark
 */
export function replacedMark(x: number, y: number, words: string, theme: Theme): SceneNode {
  const left = x - REPLACED_SIDE / 2;
  const top = y - REPLACED_SIDE / 2;
  return group(
    'replaced',
    [
      title(words),
      rect('ground', left, top, REPLACED_SIDE, REPLACED_SIDE, {
        rx: 2,
        fill: theme.paper,
        stroke: theme.text,
        'stroke-width': 1,
      }),
      path('pencil', PENCIL, {
        fill: 'none',
        stroke: theme.text,
        'stroke-width': 1.1,
        'stroke-linejoin': 'round',
        transform: `translate(${formatCoordinate(left)} ${formatCoordinate(top)})`,
      }),
    ],
    { 'data-part': 'replaced' },
  );
}
