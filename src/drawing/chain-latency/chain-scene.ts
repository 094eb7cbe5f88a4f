/** One chain: a bar per theory on one scale, what is allowed as a line, the nominal value as a tick. */
import type { ChainBound, ChainResult } from '../../analysis/result.ts';
import { exactNs } from '../../analysis/timing-words.ts';
import { group, label, line, path } from '../marks.ts';
import type { SceneNode } from '../scene.ts';
import { textWidth } from '../text-metrics.ts';
import type { Theme } from '../theme.ts';
import { placeOf, PLOT, timeAxis, type TimeRange } from '../timeline/time-scale.ts';
import {
  chainSummary,
  heldWords,
  isTightest,
  latencyGroups,
  longestOf,
  pathWords,
} from './chain-model.ts';
import type { LatencyGroup } from './chain-model.ts';
import { BAR, partsScene } from './part-scene.ts';

/** Where a chain stands and how it looks. */
export interface ChainContext {
  readonly left: number;
  readonly right: number;
  readonly theme: Theme;
  readonly nameOf: (taskId: string) => string;
}

/** A node and where it ends. */
interface Placed {
  readonly node: SceneNode;
  readonly bottom: number;
}

const ROW = BAR + 8;
const LINE = 17;
const SMALL = 10.5;
/** Air to the right of the longest bar, as a share of it. */
const AIR = 0.04;

function theoryRow(
  chain: ChainResult,
  bound: ChainBound,
  y: number,
  range: TimeRange,
  crossings: readonly number[],
  context: ChainContext,
): SceneNode {
  const { left, theme, nameOf } = context;
  const room = PLOT.x - left - 10;
  const tightest = isTightest(chain, bound);
  const value = exactNs(bound.valueNs);
  const weight = tightest ? 'bold' : 'regular';
  return group(`${bound.theory}-${bound.latency}`, [
    label('theory', left, y + 12, bound.theory, { room, size: 12, fill: theme.text, weight }),
    label('value', left, y + 29, `${tightest ? 'tightest: ' : ''}at most ${value}`, {
      room,
      size: 11,
      fill: tightest ? theme.text : theme.textSoft,
      weight,
    }),
    partsScene(bound, y, range, crossings, nameOf, theme),
  ]);
}

/** A mark on the scale with its words beside it, to the left where there is no room on the right. */
function markLabel(
  key: string,
  x: number,
  middle: number,
  text: string,
  context: ChainContext,
  { gap = 6, avoid = null }: { readonly gap?: number; readonly avoid?: number | null } = {},
) {
  const { theme, right, left } = context;
  const width = textWidth(text, SMALL, 'bold') + 0.01;
  const isFree = avoid === null || avoid <= x || avoid > x + gap + width;
  const fits = x + gap + width <= right && (isFree || x - gap - width < left);
  return label(key, fits ? x + gap : x - gap, middle, text, {
    room: fits ? width : Math.min(width, x - gap - left),
    size: SMALL,
    weight: 'bold',
    fill: theme.text,
    anchor: fits ? 'start' : 'end',
  });
}

function allowedMark(
  ns: number,
  top: number,
  bottom: number,
  range: TimeRange,
  context: ChainContext,
): SceneNode {
  const x = placeOf(range, ns);
  const { theme } = context;
  return group('allowed', [
    line('halo', x, top, x, bottom, { stroke: theme.paper, 'stroke-width': 5 }),
    line('line', x, top, x, bottom, { stroke: theme.text, 'stroke-width': 2.2 }),
    markLabel('words', x, top + 6, `allowed ${exactNs(ns)}`, context),
  ]);
}

function nominalMark(
  ns: number,
  allowedNs: number | null,
  top: number,
  bottom: number,
  range: TimeRange,
  context: ChainContext,
): SceneNode {
  const x = placeOf(range, ns);
  const { theme } = context;
  return group('nominal', [
    line('line', x, top + 8, x, bottom, {
      stroke: theme.text,
      'stroke-width': 1.2,
      'stroke-dasharray': '2 3',
    }),
    path('tick', `M${x} ${top + 12}l-5 -9h10z`, {
      fill: theme.paper,
      stroke: theme.text,
      'stroke-width': 1.2,
    }),
    // Clear of the tick.
    markLabel('words', x, top + 6, `reached: ${exactNs(ns)} (nominal)`, context, {
      gap: 9,
      avoid: allowedNs === null ? null : placeOf(range, allowedNs),
    }),
  ]);
}

function groupScene(
  chain: ChainResult,
  of: LatencyGroup,
  y: number,
  range: TimeRange,
  context: ChainContext,
): Placed {
  const { left, right, theme } = context;
  const nodes: (SceneNode | null)[] = [
    label('title', left, y + 8, of.isLimited ? of.title : `${of.title} (not limited here)`, {
      room: right - left,
      size: 12,
      weight: 'bold',
      fill: theme.text,
    }),
  ];
  const marks: SceneNode[] = [];
  const { boundNs, nominalNs } = chain;
  const crossings = of.isLimited
    ? [boundNs, nominalNs].flatMap((ns) => (ns === null ? [] : [placeOf(range, ns)]))
    : [];
  const hasMarks = of.isLimited && of.bounded.length > 0;
  const first = y + LINE + (hasMarks ? 2 * LINE : 4);
  let bottom = first;
  for (const bound of of.bounded) {
    nodes.push(theoryRow(chain, bound, bottom, range, crossings, context));
    bottom += ROW;
  }
  if (hasMarks) {
    const end = bottom - 4;
    if (nominalNs !== null)
      marks.push(nominalMark(nominalNs, boundNs, first - LINE, end, range, context));
    if (boundNs !== null) marks.push(allowedMark(boundNs, first - 2 * LINE, end, range, context));
  }
  for (const [index, { reason, theories }] of of.silent.entries()) {
    const text = `No bound by ${theories.join(', ')}: ${reason}`;
    const style = { room: right - left, size: SMALL, fill: theme.textSoft };
    nodes.push(label(`silent-${index}`, left, bottom + 8, text, style));
    bottom += LINE;
  }
  return { node: group(of.latency, [...nodes, ...marks]), bottom: bottom + 8 };
}

/**
 * @param chain a chain of the result
 * @param y upper edge
 * @param context where it stands
 * @returns the chain and its lower edge
 * @cost O(theories x parts)
 */
export function chainScene(chain: ChainResult, y: number, context: ChainContext): Placed {
  const { left, right, theme, nameOf } = context;
  const longest = longestOf(chain);
  const range: TimeRange = { fromNs: 0, toNs: Math.max(1, Math.ceil(longest * (1 + AIR))) };
  const style = { room: right - left, fill: theme.text };
  const held = heldWords(chain);
  const path = `${pathWords(chain, nameOf)}${held === null ? '' : ` · ${held}`}`;
  const nodes: (SceneNode | null)[] = [
    label('name', left, y + 9, chain.chain.name, { ...style, size: 14, weight: 'bold' }),
    label('summary', left, y + 28, chainSummary(chain), { ...style, size: 12 }),
    label('path', left, y + 45, path, {
      ...style,
      size: 11,
      fill: theme.textSoft,
    }),
  ];
  let bottom = y + 56;
  const axisTop = bottom;
  if (longest > 0) bottom += 22;
  for (const of of latencyGroups(chain)) {
    const placed = groupScene(chain, of, bottom, range, context);
    nodes.push(placed.node);
    bottom = placed.bottom;
  }
  const axis = longest > 0 ? timeAxis(range, axisTop, bottom - 8, theme) : null;
  return {
    node: group(`chain-${chain.chain.id}`, [axis, ...nodes], { 'data-id': chain.chain.id }),
    bottom,
  };
}
