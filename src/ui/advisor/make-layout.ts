/** Adding a layout in another technology that the worker has built, and going to it. */
import { freeName } from '../../model/commands/records.ts';
import type { Diff } from '../../model/diff.ts';
import { ok } from '../../model/problem.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { countOf } from '../app/words.ts';
import { diffOn, type BuiltOn } from './build-state.svelte.ts';

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
export function makeLayout(session: PlanSession, built: BuiltOn, wanted: string): void {
  const from = session.layout?.name ?? '';
  const name = freeName(
    wanted,
    session.layouts.map((layout) => layout.name),
  );
  const done = session.run(`make layout ${name}`, (plan) => {
    const diff = diffOn(plan, built);
    return diff.ok ? ok(named(diff.value, built.layoutId, name)) : diff;
  });
  if (!done) return;
  session.selection.clear();
  session.showLayout(built.layoutId);
  const listed =
    built.notes.length === 0
      ? 'everything carried over'
      : `${countOf(built.notes.length, 'thing')} changed on the way`;
  session.notices.announce(`Layout ${name} made from ${from}; ${listed}.`);
}
