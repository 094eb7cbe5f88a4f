/** Making a layout in another technology from the one on screen, and going to it. */
import type { Candidate } from '../../analysis/advisor/candidates.ts';
import { convertLayout } from '../../analysis/advisor/convert-layout.ts';
import { ok } from '../../model/problem.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { countOf } from '../app/words.ts';

/**
 * @param session the open plan
 * @param to what the layout on screen becomes
 * @param name of the new layout
 */
export function makeLayout(session: PlanSession, to: Candidate, name: string): void {
  const from = session.layout;
  if (!from) return;
  let made = { layoutId: '', listed: 0 };
  const done = session.run(`make layout ${name}`, (plan, newId) => {
    const args = { layoutId: from.id, to, name };
    const converted = convertLayout(plan, session.catalogue, args, newId);
    if (!converted.ok) return converted;
    const { diff, layoutId, notCarried } = converted.value;
    made = { layoutId, listed: notCarried.length };
    return ok(diff);
  });
  if (!done) return;
  session.selection.clear();
  session.showLayout(made.layoutId);
  const title = session.plan.layouts.get(made.layoutId)?.name ?? name;
  const listed =
    made.listed === 0
      ? 'everything carried over'
      : `${countOf(made.listed, 'thing')} changed on the way`;
  session.notices.announce(`Layout ${title} made from ${from.name}; ${listed}.`);
}
