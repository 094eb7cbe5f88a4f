/** The link layer of the layout view: chooses the idiom, routes, and draws over the stacks. */
import type { Id } from '../../../model/fields.ts';
import type { DrawingOptions, DrawnLinkIdiom } from '../../drawing.ts';
import type { ViewContext } from '../view-context.ts';
import { bundlesOf, focusBundles, type Bundle, type Bundles } from './bundles.ts';
import { focusOf, type FocusDirection } from './focus.ts';
import { GutterMap } from './gutters.ts';
import type { LinkStyle } from '../../link-words.ts';
import { layoutLinks, type LayoutLinks } from './link-facts.ts';
import { paintZones, type PaintedLinks, type Zone } from './link-paint.ts';
import {
  bundleStroke,
  FramesOf,
  focusBundleStroke,
  linkStroke,
  type Stroke,
} from './link-strokes.ts';
import { routeWires } from './router.ts';

/** Up to so many links each has a line of its own, up to so many a bundle per pair; above, the matrix. */
export const MOST_LINES = 30;
export const MOST_BUNDLED = 80;
/** More links in focus than this are joined per pair of environments. */
const MOST_FOCUSED = 24;
const MOST_GHOSTS = 240;
const GHOST_TRACKS = 24;
const GHOST_PITCH = 3;

/** What the legend must explain. */
export interface LinkLegend {
  readonly styles: ReadonlySet<LinkStyle>;
  readonly crossing: boolean;
  readonly steps: ReadonlySet<number>;
  readonly focus: boolean;
  readonly bundled: boolean;
  readonly ghosts: boolean;
}

export interface LinkLayer {
  readonly idiom: DrawnLinkIdiom;
  readonly links: LayoutLinks;
  /** Height needed above the stacks of each row. */
  readonly heights: readonly number[];
  /** Links inside one application or, bundled, inside one environment. */
  readonly inside: ReadonlyMap<Id, number>;
  readonly legend: LinkLegend;
  readonly paint: (bases: readonly number[]) => PaintedLinks;
}

/**
 * @param count links that can be drawn
 * @param asked the user's choice, or null
 * @returns the idiom
 * @rules DRAW-11
 */
export function idiomFor(count: number, asked: DrawnLinkIdiom | null | undefined): DrawnLinkIdiom {
  if (asked) return asked;
  return count <= MOST_LINES ? 'lines' : count <= MOST_BUNDLED ? 'bundled' : 'matrix';
}

interface Settled {
  readonly zones: readonly Zone[];
  readonly bundles: Bundles | null;
}

function settleZones(
  context: ViewContext,
  idiom: DrawnLinkIdiom,
  links: LayoutLinks,
  focus: ReadonlyMap<Id, FocusDirection> | null,
): Settled {
  const { floor, metrics, stacks } = context;
  const gutters = new GutterMap(stacks.gutters, floor.rows.length);
  const zone = (strokes: readonly Stroke[], merged: boolean): Zone => ({
    strokes,
    plan: routeWires(
      strokes.map(({ wire }) => wire),
      floor,
      gutters,
      merged ? GHOST_TRACKS : null,
    ),
    pitch: merged ? GHOST_PITCH : metrics.track,
    merged,
  });
  if (idiom === 'none') return { zones: [], bundles: null };
  if (idiom === 'lines') {
    const strokes = links.drawn.map((facts) => linkStroke(context, facts, focus, 'link'));
    return { zones: [zone(strokes, false)], bundles: null };
  }
  const ghosted = idiom === 'matrix';
  const bundles = bundlesOf(context, links.drawn, ghosted);
  const framesOf = new FramesOf(stacks.frames);
  const strokes = (ghosted ? heaviest(bundles.between) : bundles.between)
    .map((bundle) => bundleStroke(context, bundle, framesOf, ghosted || focus !== null))
    .filter((stroke): stroke is Stroke => stroke !== null);
  const zones = [zone(strokes, ghosted)];
  const focused = focusStrokes(context, links, focus, framesOf);
  if (focused.length > 0) zones.push(zone(focused, false));
  return { zones, bundles };
}

/** Behind a focus only the pairs with most links: more would be a fog. */
function heaviest(bundles: readonly Bundle[]): readonly Bundle[] {
  if (bundles.length <= MOST_GHOSTS) return bundles;
  return [...bundles].sort((a, b) => b.links.length - a.links.length).slice(0, MOST_GHOSTS);
}

function focusStrokes(
  context: ViewContext,
  links: LayoutLinks,
  focus: ReadonlyMap<Id, FocusDirection> | null,
  framesOf: FramesOf,
): readonly Stroke[] {
  if (!focus) return [];
  const focused = links.drawn.filter(({ link }) => focus.has(link.id));
  if (focused.length <= MOST_FOCUSED)
    return focused.map((facts) => linkStroke(context, facts, focus, 'focus'));
  return focusBundles(context, focused, focus)
    .map((bundle) => focusBundleStroke(context, bundle, framesOf))
    .filter((stroke): stroke is Stroke => stroke !== null);
}

function insideCounts(links: LayoutLinks, bundles: Bundles | null): ReadonlyMap<Id, number> {
  const counts = new Map<Id, number>();
  for (const [id, list] of links.inside) counts.set(id, list.length);
  for (const [id, list] of bundles?.inside ?? []) counts.set(id, list.length);
  return counts;
}

function legendOf(zones: readonly Zone[]): LinkLegend {
  const strokes = zones.flatMap((zone) => (zone.merged ? [] : zone.strokes));
  const plain = strokes.filter(({ ghost, direction }) => !ghost && direction === null);
  return {
    styles: new Set(
      plain.flatMap(({ links }) => {
        const kinds = new Set(links.map(({ style }) => style));
        return kinds.size === 1 ? [...kinds] : [];
      }),
    ),
    crossing: plain.some(({ links }) => links.some(({ crossing }) => crossing)),
    steps: new Set(plain.flatMap(({ links }) => links.map(({ step }) => step))),
    focus: strokes.some(({ direction }) => direction === 'out' || direction === 'into'),
    bundled: plain.some(({ links }) => links.length > 1),
    ghosts: zones.some((zone) => zone.strokes.some(({ ghost }) => ghost)),
  };
}

/**
 * Plans the links of a layout over its stacks.
 *
 * @param context the view
 * @param options idiom
 * @returns the layer; `paint` draws it once the rows have their place
 * @cost O(links), and the square of the rails of one row for tracks and labels
 */
export function linkLayer(context: ViewContext, options: DrawingOptions): LinkLayer {
  const links = layoutLinks(context);
  const idiom = idiomFor(links.drawn.length, options.idiom);
  const focus = focusOf(context, links.drawn);
  const { zones, bundles } = settleZones(context, idiom, links, focus);
  const heights = context.floor.rows.map((row) =>
    zones.reduce((sum, zone) => sum + (zone.plan.tracks[row.index] ?? 0) * zone.pitch, 0),
  );
  return {
    idiom,
    links,
    heights,
    inside: insideCounts(links, bundles),
    legend: legendOf(zones),
    paint: (bases) => paintZones(context, zones, bases),
  };
}
