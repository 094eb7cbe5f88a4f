/** Adding a layout in another technology that the worker has built, and going to it. */
import { freeName } from '../../model/commands/records.ts';
import type { Diff } from '../../model/diff.ts';
import { ok } from '../../model/problem.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { countOf } from '../app/words.ts';
import type { Answered } from '../app/query-state.svelte.ts';
import { diffOn } from './built-diff.ts';

function named(diff: Diff, layoutId: string, name: string): Diff {
  const layouts = diff.added.layouts?.map((layout) =>
    layout.id === layoutId ? { ...layout, name } : layout,
  );
  return layouts ? { ...diff, added: { ...diff.added, layouts } } : diff;
}

/**
 * @param session the open plan
 * @param built the new layout
 * @param wanted its name
 */
export function makeLayout(session: PlanSession, built: Answered<'build'>, wanted: string): void {
  const from = session.layout?.name ?? '';
  const { layoutId, notes } = built.value;
  const name = freeName(
    wanted,
    session.layouts.map((layout) => layout.name),
  );
  const done = session.run(`make layout ${name}`, (plan) => {
    const diff = diffOn(plan, built);
    return diff.ok ? ok(named(diff.value, layoutId, name)) : diff;
  });
  if (!done) return;
  session.selection.clear();
  session.showLayout(layoutId);
  const listed =
    notes.length === 0
      ? 'everything carried over'
      : `${countOf(notes.length, 'thing')} changed on the way`;
  session.notices.announce(`Layout ${name} made from ${from}; ${listed}.`);
}
