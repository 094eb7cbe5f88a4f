/** Editing window tables by hand, and replacing one by a table that was made for it. */
import { decode } from '../decode.ts';
import { DiffDraft, type Diff } from '../diff.ts';
import type { Id } from '../fields.ts';
import { nextOrder, rows, type Plan } from '../plan.ts';
import { fail, ok, type Result } from '../problem.ts';
import { frameSchema, windowSchema, type Frame, type Window } from '../scheduling.ts';
import { commandProblem, freeName, type NewId } from './records.ts';

/** Where a window stands in its frame, in nanoseconds. */
export interface WindowTimes {
  readonly startNs: number;
  readonly durationNs: number;
}

/** A window without its identity. */
export type WindowSeed = WindowTimes & Pick<Window, 'coreId' | 'environmentId'>;

const gone = (word: string): Result<Diff> =>
  fail(commandProblem('command-no-record', { words: { word } }));

/**
 * Adds a frame without windows to a layout.
 *
 * @param plan the plan
 * @param layoutId a layout of it
 * @param fields its length, and what else is known; without a name: "Major frame"
 * @param newId gives ids
 * @returns the diff, or what is wrong with the fields
 */
export function addFrame(
  plan: Plan,
  layoutId: Id,
  fields: Partial<Frame> & Pick<Frame, 'lengthNs'>,
  newId: NewId,
): Result<Diff> {
  if (!plan.layouts.has(layoutId)) return gone('layout');
  const names = rows(plan.frames)
    .filter((frame) => frame.layoutId === layoutId)
    .map(({ name }) => name);
  const frame = decode(frameSchema, {
    ...fields,
    layoutId,
    id: newId('frame'),
    order: nextOrder(plan.frames),
    name: freeName(fields.name ?? 'Major frame', names),
  });
  if (!frame.ok) return frame;
  const draft = new DiffDraft(plan);
  draft.put('frames', frame.value);
  return ok(draft.diff());
}

/**
 * The times nearest to those that were wished for: on ticks, at least one of them long, within the frame.
 *
 * @param frame the frame
 * @param wished start and duration, anywhere
 * @returns times of a window of the frame; a frame shorter than its tick is one window
 */
export function timesWithin(
  { lengthNs, tickNs }: Pick<Frame, 'lengthNs' | 'tickNs'>,
  { startNs, durationNs }: WindowTimes,
): WindowTimes {
  const tick = Math.min(tickNs ?? 1, lengthNs);
  const last = Math.floor(lengthNs / tick);
  const length = Math.min(last, Math.max(1, Math.round(durationNs / tick)));
  const start = Math.min(last - length, Math.max(0, Math.round(startNs / tick)));
  return { startNs: start * tick, durationNs: length * tick };
}

/**
 * The first stretch of a core in which no window of the frame stands.
 *
 * @param plan the plan
 * @param frame a frame of it
 * @param coreId a core
 * @returns the stretch, or null where the core is full
 * @cost O(windows log windows)
 */
export function freeStretch(plan: Plan, frame: Frame, coreId: Id): WindowTimes | null {
  const windows = rows(plan.windows)
    .filter((window) => window.frameId === frame.id && window.coreId === coreId)
    .sort((a, b) => a.startNs - b.startNs);
  let end = 0;
  for (const { startNs, durationNs } of windows) {
    if (startNs > end) return { startNs: end, durationNs: startNs - end };
    end = Math.max(end, startNs + durationNs);
  }
  return end < frame.lengthNs ? { startNs: end, durationNs: frame.lengthNs - end } : null;
}

/**
 * Adds a window as it was asked for, on the nearest ticks of its frame.
 *
 * @param plan the plan
 * @param frameId a frame of it
 * @param seed core, partition and times
 * @param newId gives ids
 * @returns the diff, or what is gone
 */
export function addWindow(plan: Plan, frameId: Id, seed: WindowSeed, newId: NewId): Result<Diff> {
  const frame = plan.frames.get(frameId);
  if (!frame) return gone('frame');
  const environment = plan.environments.get(seed.environmentId);
  if (environment?.layoutId !== frame.layoutId) return gone('environment');
  const window = decode(windowSchema, {
    ...seed,
    ...timesWithin(frame, seed),
    id: newId('window'),
    order: nextOrder(plan.windows),
    layoutId: frame.layoutId,
    frameId,
  });
  if (!window.ok) return window;
  const draft = new DiffDraft(plan);
  draft.put('windows', window.value);
  return ok(draft.diff());
}

/**
 * Moves or resizes a window; it stays on ticks and in its frame, and may overlap others: the check of the table names that.
 *
 * @param plan the plan
 * @param id which window
 * @param times where it was put
 * @returns the diff; empty where it ends up where it was
 */
export function setWindowTimes(plan: Plan, id: Id, times: WindowTimes): Result<Diff> {
  const window = plan.windows.get(id);
  const frame = window && plan.frames.get(window.frameId);
  if (!frame) return gone('window');
  const draft = new DiffDraft(plan);
  draft.put('windows', { ...window, ...timesWithin(frame, times) });
  return ok(draft.diff());
}

/**
 * @param plan the plan
 * @param ids windows of it
 * @returns the diff without them
 */
export function removeWindows(plan: Plan, ids: readonly Id[]): Result<Diff> {
  const draft = new DiffDraft(plan);
  for (const id of ids) {
    if (!plan.windows.has(id)) return gone('window');
    draft.remove('windows', id);
  }
  return ok(draft.diff());
}

/** A whole table of windows for a frame. */
export interface WindowTable {
  readonly lengthNs: number;
  readonly windows: readonly WindowSeed[];
}

/**
 * Replaces all windows of a frame, and its length, as one step.
 *
 * @param plan the plan
 * @param frameId a frame of it
 * @param table what it is from now on
 * @param fields settings of the frame that the table was made for
 * @param newId gives ids
 * @returns the diff, or what is wrong with the table
 * @cost O(windows)
 */
export function replaceTable(
  plan: Plan,
  frameId: Id,
  { lengthNs, windows }: WindowTable,
  fields: Partial<Pick<Frame, 'switchNs' | 'tickNs'>>,
  newId: NewId,
): Result<Diff> {
  const old = plan.frames.get(frameId);
  if (!old) return gone('frame');
  const frame = decode(frameSchema, { ...old, ...fields, lengthNs });
  if (!frame.ok) return frame;
  const draft = new DiffDraft(plan);
  draft.put('frames', frame.value);
  for (const { id, frameId: of } of plan.windows.values()) {
    if (of === frameId) draft.remove('windows', id);
  }
  const first = nextOrder(plan.windows);
  for (const [at, seed] of windows.entries()) {
    const window = decode(windowSchema, {
      ...seed,
      id: newId('window'),
      order: first + at,
      layoutId: old.layoutId,
      frameId,
    });
    if (!window.ok) return window;
    draft.put('windows', window.value);
  }
  return ok(draft.diff());
}
