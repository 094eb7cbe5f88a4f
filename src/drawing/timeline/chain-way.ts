/** The way of data through a chain, drawn over the cores: from job to job, with the time that it waits. */
import type { ChainPath, PathStep } from '../../analysis/latency/chain-path.ts';
import { formatNs } from '../../model/units.ts';
import { group, label, path as pathNode, rect, title } from '../marks.ts';
import { formatCoordinate, type SceneNode } from '../scene.ts';
import { TEXT, type Lane, type RowContext } from './row-parts.ts';
import { placeOf } from './time-scale.ts';

const c = formatCoordinate;
/** Of the line, and of the paper around it. */
const STROKE = 2.4;
const HALO = 6;
/** The line runs so far above or below the jobs that it leads to. */
const OFF = 8;
const RADIUS = 8;

interface Hop {
  readonly from: PathStep;
  readonly to: PathStep;
  readonly fromLane: Lane;
  readonly toLane: Lane;
}

/** Out of the job at its end, along beside the next one's row, into it where it reads. */
function hopPath({ from, to, fromLane, toLane }: Hop, { range }: RowContext): string {
  const [x, next] = [placeOf(range, from.writtenNs), placeOf(range, to.readNs)];
  const isDown = toLane.y > fromLane.y;
  const [start, edge] = isDown
    ? [fromLane.y + fromLane.height, toLane.y]
    : [fromLane.y, toLane.y === fromLane.y ? toLane.y : toLane.y + toLane.height];
  const isUp = toLane.y < fromLane.y;
  const beside = isUp ? edge + OFF : edge - OFF;
  const back = isUp ? 4 : -4;
  return `M${c(x)} ${c(start)}V${c(beside)}H${c(next)}V${c(edge)}m-3 ${back}l3 ${-back}l3 ${back}`;
}

/** Whether any of a stretch of time is seen. */
const isSeen = ({ range }: RowContext, from: number, to: number) =>
  to >= range.fromNs && from <= range.toNs;

/** Outline of one job of the way with its number. */
function stepMark(step: PathStep, at: number, lane: Lane, context: RowContext): SceneNode {
  const { range, theme } = context;
  const [x, right] = [placeOf(range, step.startNs), placeOf(range, step.endNs)];
  const isStartSeen = step.startNs >= range.fromNs && step.startNs <= range.toNs;
  return group(`step-${at}`, [
    rect('job', x, lane.y, Math.max(1.5, right - x), lane.height, {
      fill: 'none',
      stroke: theme.selection,
      'stroke-width': STROKE,
    }),
    isStartSeen
      ? {
          tag: 'circle',
          key: 'disc',
          attributes: { cx: x, cy: lane.y + lane.height, r: RADIUS, fill: theme.selection },
        }
      : null,
    isStartSeen
      ? label('number', x, lane.y + lane.height, String(at + 1), {
          room: 2 * RADIUS,
          size: TEXT,
          weight: 'bold',
          fill: theme.paper,
          anchor: 'middle',
        })
      : null,
  ]);
}

/** From where the first task has just looked until it looks again. */
function missedMark({ fromNs, steps }: ChainPath, lane: Lane, context: RowContext) {
  const { range, theme } = context;
  const first = steps[0]?.readNs ?? fromNs;
  if (fromNs >= first || !isSeen(context, fromNs, first)) return null;
  const y = lane.y - OFF;
  return group('missed', [
    title(`just missed at ${formatNs(fromNs)}`),
    pathNode(
      'line',
      `M${c(placeOf(range, fromNs))} ${c(y - 4)}v8m0 -4H${c(placeOf(range, first))}`,
      {
        fill: 'none',
        stroke: theme.selection,
        'stroke-width': STROKE,
        'stroke-dasharray': '2 3',
      },
    ),
  ]);
}

/**
 * @param path a way through a chain
 * @param lanes where the tasks of each kernel stand on each core
 * @param context the time shown, the colours
 * @returns lines from each job to the next, below what is read, and outlines of the jobs on the way, numbered, over it
 * @cost O(tasks of the chain)
 * @rules TIMELINE-7
 */
export function chainWay(
  path: ChainPath,
  lanes: readonly Lane[],
  context: RowContext,
): { readonly line: SceneNode; readonly steps: SceneNode } {
  const laneOf = ({ coreId, hostId }: PathStep) =>
    lanes.find((lane) => lane.coreId === coreId && lane.hostId === hostId);
  const hops = path.steps.flatMap((to, at): readonly Hop[] => {
    const from = path.steps[at - 1];
    const [fromLane, toLane] = [from && laneOf(from), laneOf(to)];
    const isDrawn = from && fromLane && toLane && isSeen(context, from.writtenNs, to.readNs);
    return isDrawn ? [{ from, to, fromLane, toLane }] : [];
  });
  const d = hops.map((hop) => hopPath(hop, context)).join('');
  const { theme } = context;
  const [first] = path.steps;
  const firstLane = first && laneOf(first);
  const line = group('way', [
    title(`chain ${path.chain.name}, from ${formatNs(path.fromNs)} to ${formatNs(path.toNs)}`),
    d === ''
      ? null
      : pathNode('halo', d, { fill: 'none', stroke: theme.paper, 'stroke-width': HALO }),
    d === ''
      ? null
      : pathNode('ink', d, { fill: 'none', stroke: theme.selection, 'stroke-width': STROKE }),
    firstLane ? missedMark(path, firstLane, context) : null,
  ]);
  const steps = group(
    'way-steps',
    path.steps.map((step, at) => {
      const lane = laneOf(step);
      return lane && isSeen(context, step.startNs, step.endNs)
        ? stepMark(step, at, lane, context)
        : null;
    }),
  );
  return { line, steps };
}
