/** Draws routed zones of links once the rows of the drawing have their place. */
import type { LinkRoute } from '../../drawing.ts';
import { group, path } from '../../marks.ts';
import { withoutRepeats, type Point } from '../../rounded-path.ts';
import type { SceneNode } from '../../scene.ts';
import type { ViewContext } from '../view-context.ts';
import type { Stroke } from './link-strokes.ts';
import { labelBox, railLabels, type RailLabel } from './rail-labels.ts';
import type { RoutePlan } from './router.ts';
import { hitScene, wireLabelScene, wireScene, type LabelInk, type WireInk } from './wire-scene.ts';
import type { RoutedWire } from './wires.ts';

/** Lines that are routed together, above each other's tracks. */
export interface Zone {
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

/**
 * @param context the view
 * @param zones routed lines, nearest to the stacks first
 * @param bases lower edge of the stacks of each row, in user units
 * @returns strokes, labels and hit areas, and the way of every line
 */
export function paintZones(
  context: ViewContext,
  zones: readonly Zone[],
  bases: readonly number[],
): PaintedLinks {
  const painter = new LinkPainter(context, bases);
  for (const zone of zones) painter.zone(zone);
  return {
    hits: group('link-hits', painter.hits),
    ink: group('links', [...painter.ghosts, ...painter.ink], { 'pointer-events': 'none' }),
    labels: group('link-labels', painter.labels),
    routes: painter.routes,
  };
}

class LinkPainter {
  /** Ghosts lie beneath what is told apart from them. */
  readonly ghosts: SceneNode[] = [];
  readonly ink: SceneNode[] = [];
  readonly hits: SceneNode[] = [];
  readonly labels: SceneNode[] = [];
  readonly routes: LinkRoute[] = [];
  readonly #context: ViewContext;
  readonly #bases: readonly number[];
  /** Height above the cores of each row where the next zone starts. */
  readonly #floors: number[];

  constructor(context: ViewContext, bases: readonly number[]) {
    this.#context = context;
    this.#bases = bases;
    this.#floors = context.stacks.heights.map((height) => height + context.metrics.clearance);
  }

  zone(zone: Zone): void {
    const { metrics, floor, theme } = this.#context;
    const extent = floor.rows.map((row) => ({
      x1: row.x - metrics.gutter,
      x2: row.right + metrics.gutter,
    }));
    const places = zone.merged ? null : railLabels(zone.plan.wires, extent, metrics.small);
    const strokeOf = new Map(zone.strokes.map((stroke) => [stroke.wire, stroke]));
    let merged = '';
    for (const routed of zone.plan.wires) {
      const stroke = strokeOf.get(routed.wire);
      if (!stroke) continue;
      const points = this.#points(routed, zone.pitch);
      if (zone.merged) {
        merged += plainPath(points);
        continue;
      }
      const place = stroke.ghost ? null : (places?.get(routed.wire.key) ?? null);
      const y = place ? this.#trackY(place.rail.row, place.rail.track, zone.pitch) : 0;
      const box = place ? labelBox(place, y, metrics.label) : null;
      this.routes.push({
        key: routed.wire.key,
        linkIds: stroke.links.map(({ link }) => link.id),
        points,
        ghost: stroke.ghost,
        labelBox: box,
        label: stroke.title,
      });
      this.#wire(stroke, points);
      if (place && box) this.#label(stroke, place, box);
    }
    if (merged !== '') {
      const stroke = { stroke: theme.ghost, 'stroke-width': 0.8 * metrics.stroke };
      this.ghosts.push(path('ghosts', merged, { fill: 'none', ...stroke }));
    }
    zone.plan.tracks.forEach((count, row) => {
      this.#floors[row] = (this.#floors[row] ?? 0) + count * zone.pitch;
    });
  }

  #y(row: number, height: number): number {
    return (this.#bases[row] ?? 0) - height;
  }

  #trackY(row: number, track: number, pitch: number): number {
    return this.#y(row, (this.#floors[row] ?? 0) + (track + 0.5) * pitch);
  }

  #wire(stroke: Stroke, points: readonly Point[]): void {
    const ink: WireInk = {
      key: stroke.wire.key,
      points,
      style: stroke.style,
      arrows: { start: stroke.back, end: stroke.forth },
      data: dataOf(stroke),
    };
    (stroke.ghost ? this.ghosts : this.ink).push(wireScene(ink, this.#context.theme));
    this.hits.push(hitScene(ink, stroke.title));
  }

  #label(stroke: Stroke, place: RailLabel, box: LabelInk['box']): void {
    const { theme, metrics } = this.#context;
    const ink: LabelInk = {
      key: `label-${stroke.wire.key}`,
      box,
      text: place.text,
      title: stroke.title,
      colour: stroke.style.colour,
      findings: stroke.findings,
      replaced: stroke.replaced,
      selected: stroke.links.some(({ link }) => this.#context.isSelected('link', link.id)),
      data: dataOf(stroke),
    };
    this.labels.push(wireLabelScene(ink, theme, metrics));
  }

  #points(routed: RoutedWire, pitch: number): readonly Point[] {
    const { start, end, rails, trunk } = routed;
    const [first] = rails;
    const last = rails.at(-1);
    if (!first || !last) return [];
    const upper = this.#trackY(first.row, first.track, pitch);
    const lower = this.#trackY(last.row, last.track, pitch);
    const from = this.#y(start.end.row, start.height);
    const to = this.#y(end.end.row, end.height);
    const points: Point[] = [
      [start.x, from],
      [start.riserX, from],
      [start.riserX, upper],
      ...(trunk === null
        ? []
        : ([
            [trunk, upper],
            [trunk, lower],
          ] satisfies Point[])),
      [end.riserX, lower],
      [end.riserX, to],
      [end.x, to],
    ];
    return withoutRepeats(points);
  }
}

/** Ghosts are many and faint: whole units and sharp corners do. */
function plainPath(points: readonly Point[]): string {
  let d = '';
  for (const [x, y] of points) d += `${d === '' ? 'M' : 'L'}${Math.round(x)} ${Math.round(y)}`;
  return d;
}

function dataOf(stroke: Stroke): Readonly<Record<string, string>> {
  const [only] = stroke.links;
  return stroke.links.length === 1 && only
    ? { 'data-kind': 'link', 'data-id': only.link.id, 'data-route': stroke.wire.key }
    : { 'data-kind': 'bundle', 'data-id': stroke.wire.key, 'data-route': stroke.wire.key };
}
