/** Steps on windows, each undoable and announced. */
import type { TimeRange } from '../../drawing/timeline/time-scale.ts';
import {
  addWindow,
  freeStretch,
  removeWindows,
  setWindowTimes,
  timesWithin,
  type WindowTimes,
} from '../../model/commands/windows.ts';
import type { Id } from '../../model/fields.ts';
import type { Frame, Window } from '../../model/scheduling.ts';
import { formatNs } from '../../model/units.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';

/** Without a tick, one press of a key moves a window by about this share of what is shown. */
const STEP_SHARE = 100;

/**
 * @param frame a frame
 * @param shown stretch of time on screen
 * @returns how far one press of a key moves: a tick, else a power of ten of about a hundredth of what is shown
 */
export function stepOf({ tickNs }: Frame, { fromNs, toNs }: TimeRange): number {
  return tickNs ?? 10 ** Math.max(0, Math.floor(Math.log10((toNs - fromNs) / STEP_SHARE)));
}

/**
 * @param window a window
 * @param session the open plan
 * @returns whose it is
 */
export function partitionOf(session: PlanSession, { environmentId }: Window): string {
  return session.plan.environments.get(environmentId)?.name ?? 'deleted environment';
}

/**
 * @param times start and duration
 * @returns for example `2 ms to 4 ms`
 */
export function timesText({ startNs, durationNs }: WindowTimes): string {
  return `${formatNs(startNs)} to ${formatNs(startNs + durationNs)}`;
}

/**
 * Moves or resizes a window and says where it is now.
 *
 * @param session the open plan
 * @param window as it is
 * @param times where it shall be
 */
export function putWindow(session: PlanSession, window: Window, times: WindowTimes): void {
  const frame = session.plan.frames.get(window.frameId);
  if (!frame) return;
  const next = timesWithin(frame, times);
  const name = partitionOf(session, window);
  const what = next.durationNs === window.durationNs ? 'move' : 'resize';
  const isSame = next.startNs === window.startNs && what === 'move';
  if (isSame) session.notices.announce(`Window of ${name} stays at ${timesText(window)}`);
  else if (
    session.run(`${what} window of ${name}`, (plan) => setWindowTimes(plan, window.id, next))
  ) {
    session.notices.announce(`Window of ${name}: ${timesText(next)}`);
  }
}

/**
 * Adds a window in the first free stretch of a core.
 *
 * @param session the open plan
 * @param frame where it goes
 * @param seed its core and partition
 * @returns its id; null where the core is full, which is said
 */
export function insertWindow(
  session: PlanSession,
  frame: Frame,
  seed: { readonly coreId: Id; readonly environmentId: Id },
): Id | null {
  const free = freeStretch(session.plan, frame, seed.coreId);
  if (!free) {
    session.notices.warn(
      'The core has no free time in this frame.',
      'Shorten a window, or lengthen the frame.',
    );
    return null;
  }
  const name = session.plan.environments.get(seed.environmentId)?.name ?? '';
  let id: Id | null = null;
  const isDone = session.run(`new window of ${name}`, (plan, newId) =>
    addWindow(plan, frame.id, { ...seed, ...free }, (prefix) => (id = newId(prefix))),
  );
  if (isDone) session.notices.announce(`New window of ${name}: ${timesText(free)}`);
  return isDone ? id : null;
}

/**
 * @param session the open plan
 * @param window goes
 */
export function deleteWindow(session: PlanSession, window: Window): void {
  const name = partitionOf(session, window);
  session.run(`delete window of ${name}`, (plan) => removeWindows(plan, [window.id]));
}
