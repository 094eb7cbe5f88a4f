/** Windows, schedules and chains drawn for paper. */
import type { ChainResult } from '../analysis/result.ts';
import { chainLatencyView } from '../drawing/chain-latency/chain-latency-view.ts';
import type { TimelineOptions } from '../drawing/drawing.ts';
import { toSvg } from '../drawing/scene.ts';
import { timelineOf } from '../drawing/timeline/timeline-model.ts';
import { timelineView } from '../drawing/timeline/timeline-view.ts';
import type { Figure } from './document.ts';
import { drawFor, inlineSvg } from './layout-figures.ts';
import type { ReportFacts } from './report-facts.ts';

/** Frames that are drawn one by one; tables hold the others. */
const MOST_FRAMES = 4;
/** More bars would not be readable on a page. */
const MOST_CHAINS = 4;

function timelineFigure(
  facts: ReportFacts,
  index: number,
  caption: string,
  timeline: TimelineOptions,
): Figure {
  const { scene, description } = drawFor(facts, timelineView, { timeline });
  const svg = inlineSvg(scene);
  return {
    kind: 'figure',
    id: `figure-7-${index + 1}`,
    caption,
    description,
    foldout: true,
    svg,
    file: toSvg(scene),
  };
}

/**
 * @param facts of the report
 * @returns the timeline of each frame of windows, or of the critical instant with the least slack where there is none; empty where
 *   nobody can say who runs when
 * @cost a drawing per frame, of at most four
 */
export function timelineFigures(facts: ReportFacts): readonly Figure[] {
  const { plan, layoutId, result, catalogue, tree } = facts;
  const lines = timelineOf(plan, layoutId, result, { catalogue })?.lines ?? [];
  if (!lines.some(({ kind }) => kind !== 'unknown')) return [];
  const frames = tree.frames.filter(({ id }) => tree.windows.some(({ frameId }) => frameId === id));
  if (frames.length < 2) {
    const schedule =
      'the nominal schedule of all cores, and the critical instant with the least slack';
    const caption = frames.length === 0 ? schedule : `windows to scale; ${schedule}`;
    return [timelineFigure(facts, 0, `${caption.charAt(0).toUpperCase()}${caption.slice(1)}`, {})];
  }
  return frames.slice(0, MOST_FRAMES).map(({ name, lengthNs }, index) =>
    timelineFigure(facts, index, `Frame “${name}” to scale, and schedules beside it`, {
      range: { fromNs: 0, toNs: lengthNs },
    }),
  );
}

/** The least share of what is allowed first; without a limit last. */
function urgency({ slackNs, boundNs }: ChainResult): number {
  return slackNs === null || boundNs === null ? Infinity : slackNs / boundNs;
}

/**
 * @param facts of the report
 * @returns where the time of the most urgent chains goes; null: no theory bounds one
 * @cost a drawing
 */
export function chainsFigure(facts: ReportFacts): Figure | null {
  const bounded = facts.result.chains.filter(({ latencyNs }) => latencyNs !== null);
  if (bounded.length === 0) return null;
  const shown = bounded.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, MOST_CHAINS);
  const { scene, description } = drawFor(facts, chainLatencyView, {
    selection: shown.map(({ chain }) => ({ kind: 'chain', id: chain.id })),
  });
  const some = `the ${shown.length} chains with the least slack`;
  return {
    kind: 'figure',
    id: 'figure-9-2',
    foldout: true,
    caption: `Where the time goes, by every theory${shown.length < bounded.length ? `: ${some}` : ''}`,
    description,
    svg: inlineSvg(scene),
    file: toSvg(scene),
  };
}
