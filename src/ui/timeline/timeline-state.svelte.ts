/** What of the timeline is shown. Never part of the undo history. */
import { SHORTEST_NS, type TimeRange } from '../../drawing/timeline/time-scale.ts';
import type { Id } from '../../model/fields.ts';

/** A window while it is dragged. */
export interface WindowDraft {
  readonly windowId: Id;
  readonly startNs: number;
  readonly durationNs: number;
}

/** One press of a zoom key. */
const ZOOM = 1.6;
/** One press of a panning key, as a share of what is shown. */
const PAN = 0.25;

/**
 * @param whole all there is
 * @param shown what is shown
 * @param factor above 1 shows less
 * @param atNs what stays in place
 * @returns the new stretch, at most all there is
 */
export function zoomed(
  whole: TimeRange,
  shown: TimeRange,
  factor: number,
  atNs: number,
): TimeRange {
  const span = shown.toNs - shown.fromNs;
  const next = Math.max(SHORTEST_NS, Math.round(span / factor));
  if (next >= whole.toNs - whole.fromNs) return whole;
  const share = (atNs - shown.fromNs) / span;
  return within(whole, Math.round(atNs - share * next), next);
}

/**
 * @param whole all there is
 * @param shown what is shown
 * @param share of what is shown; below 0 goes back
 * @returns a stretch as long as before
 */
export function panned(whole: TimeRange, shown: TimeRange, share: number): TimeRange {
  const span = shown.toNs - shown.fromNs;
  return within(whole, Math.round(shown.fromNs + share * span), span);
}

function within({ fromNs, toNs }: TimeRange, start: number, span: number): TimeRange {
  const from = Math.max(fromNs, Math.min(start, toNs - span));
  return { fromNs: from, toNs: from + span };
}

/** All there is, and what is shown unless something else is asked for. */
export interface TimeExtent {
  readonly whole: TimeRange;
  readonly first: TimeRange;
}

export class TimelineState {
  /** Chosen here; a task selected elsewhere afterwards comes first. */
  task: { readonly taskId: Id; readonly placementId: Id } | null = $state.raw(null);
  /** Drawn through the cores; a chain selected elsewhere comes first. */
  chainId: Id | null = $state(null);
  windowId: Id | null = $state(null);
  frameId: Id | null = $state(null);
  /** null: what there is to see first. */
  range: TimeRange | null = $state.raw(null);
  draft: WindowDraft | null = $state.raw(null);
  /** Whether task, chain and windows stand beside the picture. */
  hasSettings = $state(true);

  zoomIn(extent: TimeExtent, atNs?: number): void {
    this.#zoom(extent, ZOOM, atNs);
  }

  zoomOut(extent: TimeExtent, atNs?: number): void {
    this.#zoom(extent, 1 / ZOOM, atNs);
  }

  /** @param direction 1: later, -1: earlier */
  pan({ whole, first }: TimeExtent, direction: 1 | -1): void {
    this.range = panned(whole, this.range ?? first, direction * PAN);
  }

  #zoom({ whole, first }: TimeExtent, factor: number, atNs?: number): void {
    const shown = this.range ?? first;
    const at = atNs ?? (shown.fromNs + shown.toNs) / 2;
    this.range = zoomed(whole, shown, factor, at);
  }
}
