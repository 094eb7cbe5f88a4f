/** The link layer of the layout view: chooses the idiom, routes, and draws over the stacks. */
import type { Id } from '../../../model/fields.ts';
import type { DrawingOptions, DrawnLinkIdiom, LinkRoute } from '../../drawing.ts';
import { group, path } from '../../marks.ts';
import type { SceneNode } from '../../scene.ts';
import type { ViewContext } from '../view-context.ts';
import { bundlesOf, type Bundles } from './bundles.ts';
import { focusOf, type FocusDirection } from './focus.ts';
import { GutterMap } from './gutters.ts';
import { layoutLinks, type LayoutLinks, type LinkStyle } from './link-facts.ts';
import { bundleStroke, byEnvironment, linkStroke, type Stroke } from './link-strokes.ts';
import { labelBox, railLabels, type RailLabel } from './rail-labels.ts';
import { routeWires, type RoutePlan } from './router.ts';
import {
  hitScene,
  roundedPath,
  wireLabelScene,
  wireScene,
  withoutRepeats,
  type Point,
  type WireInk,
} from './wire-scene.ts';
import type { RoutedWire } from './wires.ts';

/** Up to so many links each has a line of its own, up to so many a bundle per pair; above, the matrix. */
export const MOST_LINES = 30;
export const MOST_BUNDLED = 80;
/** More links in focus than this are not drawn one by one. */
const MOST_FOCUSED = 60;
const GHOST_TRACKS = 24;
const GHOST_PITCH = 3;

/** Lines that are routed together, above each other's tracks. */
interface Zone {
  readonly strokes: readonly Stroke[];
  readonly plan: RoutePlan;
  readonly pitch: number;
  /** Ghosts of many links are one path: nothing in them can be pointed at. */
  readonly merged: boolean;
}

export interface PaintedLinks {
  readonly hits: SceneNode;
  readonly ink: SceneNode;
  readonly labels: SceneNode;
  readonly routes: readonly LinkRoute[];
}

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
  const bundles = bundlesOf(context, links.drawn);
  const framesOf = byEnvironment(stacks.frames);
  const ghosted = idiom === 'matrix';
  const strokes = bundles.between
    .map((bundle) => bundleStroke(context, bundle, framesOf, ghosted || focus !== null))
    .filter((stroke): stroke is Stroke => stroke !== null);
  const zones = [zone(strokes, ghosted)];
  const focused = links.drawn.filter(({ link }) => focus?.has(link.id)).slice(0, MOST_FOCUSED);
  if (focused.length > 0)
    zones.push(
      zone(
        focused.map((facts) => linkStroke(context, facts, focus, 'focus')),
        false,
      ),
    );
  return { zones, bundles };
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
    crossing: plain.some(({ links }) => links.some(({ crossing }) => crossing !== null)),
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

function paintZones(
  context: ViewContext,
  zones: readonly Zone[],
  bases: readonly number[],
): PaintedLinks {
  const hits: SceneNode[] = [];
  const ink: SceneNode[] = [];
  const labels: SceneNode[] = [];
  const routes: LinkRoute[] = [];
  const floors = context.stacks.heights.map((height) => height + context.metrics.clearance);
  for (const zone of zones) {
    const painted = paintZone(context, zone, bases, floors);
    // Ghosts lie beneath what is told apart from them.
    ink.unshift(...painted.ghosts);
    ink.push(...painted.ink);
    hits.push(...painted.hits);
    labels.push(...painted.labels);
    routes.push(...painted.routes);
    zone.plan.tracks.forEach((count, row) => {
      floors[row] = (floors[row] ?? 0) + count * zone.pitch;
    });
  }
  return {
    hits: group('link-hits', hits),
    ink: group('links', ink, { 'pointer-events': 'none' }),
    labels: group('link-labels', labels),
    routes,
  };
}

interface PaintedZone {
  readonly ghosts: SceneNode[];
  readonly ink: SceneNode[];
  readonly hits: SceneNode[];
  readonly labels: SceneNode[];
  readonly routes: LinkRoute[];
}

function paintZone(
  context: ViewContext,
  zone: Zone,
  bases: readonly number[],
  floors: readonly number[],
): PaintedZone {
  const { theme, metrics, floor } = context;
  const painted: PaintedZone = { ghosts: [], ink: [], hits: [], labels: [], routes: [] };
  const y = (row: number, height: number) => (bases[row] ?? 0) - height;
  const trackY = (row: number, track: number) =>
    y(row, (floors[row] ?? 0) + (track + 0.5) * zone.pitch);
  const extent = floor.rows.map((row) => ({
    x1: row.x - metrics.gutter,
    x2: row.right + metrics.gutter,
  }));
  const places: ReadonlyMap<string, RailLabel> = zone.merged
    ? new Map<string, RailLabel>()
    : railLabels(zone.plan.wires, extent, metrics.small);
  const strokeOf = new Map(zone.strokes.map((stroke) => [stroke.wire, stroke]));
  let merged = '';
  for (const routed of zone.plan.wires) {
    const stroke = strokeOf.get(routed.wire);
    if (!stroke) continue;
    const points = pointsOf(routed, y, trackY);
    const place = stroke.ghost ? undefined : places.get(routed.wire.key);
    const box = place
      ? labelBox(place, trackY(place.rail.row, place.rail.track), metrics.label)
      : null;
    painted.routes.push({
      key: routed.wire.key,
      linkIds: stroke.links.map(({ link }) => link.id),
      points,
      ghost: stroke.ghost,
      labelBox: box,
      label: stroke.title,
    });
    if (zone.merged) {
      merged += roundedPath(points);
      continue;
    }
    const wireInk: WireInk = {
      key: routed.wire.key,
      points,
      style: stroke.style,
      arrows: { start: stroke.back, end: stroke.forth },
      data: dataOf(stroke),
    };
    (stroke.ghost ? painted.ghosts : painted.ink).push(wireScene(wireInk, theme));
    painted.hits.push(hitScene(wireInk, stroke.title));
    if (box && place) {
      painted.labels.push(
        wireLabelScene(
          {
            key: `label-${routed.wire.key}`,
            box,
            text: place.text,
            title: stroke.title,
            colour: stroke.style.colour,
            findings: stroke.findings,
            selected: stroke.links.some(({ link }) => context.isSelected('link', link.id)),
            data: dataOf(stroke),
          },
          theme,
          metrics,
        ),
      );
    }
  }
  if (merged !== '')
    painted.ghosts.push(
      path('ghosts', merged, {
        fill: 'none',
        stroke: theme.ghost,
        'stroke-width': 0.8 * metrics.stroke,
      }),
    );
  return painted;
}

function dataOf(stroke: Stroke): Readonly<Record<string, string>> {
  const [only] = stroke.links;
  return stroke.links.length === 1 && only
    ? { 'data-kind': 'link', 'data-id': only.link.id, 'data-route': stroke.wire.key }
    : { 'data-kind': 'bundle', 'data-id': stroke.wire.key, 'data-route': stroke.wire.key };
}

function pointsOf(
  routed: RoutedWire,
  y: (row: number, height: number) => number,
  trackY: (row: number, track: number) => number,
): readonly Point[] {
  const { start, end, rails, trunk } = routed;
  const [first] = rails;
  const last = rails.at(-1);
  if (!first || !last) return [];
  const upper = trackY(first.row, first.track);
  const lower = trackY(last.row, last.track);
  const points: Point[] = [
    [start.x, y(start.end.row, start.height)],
    [start.riserX, y(start.end.row, start.height)],
    [start.riserX, upper],
    ...(trunk === null
      ? []
      : ([
          [trunk, upper],
          [trunk, lower],
        ] satisfies Point[])),
    [end.riserX, lower],
    [end.riserX, y(end.end.row, end.height)],
    [end.x, y(end.end.row, end.height)],
  ];
  return withoutRepeats(points);
}
