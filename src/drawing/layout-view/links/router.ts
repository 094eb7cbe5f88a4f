/** Routes wires through gutters and above the stacks, so that none ever crosses an application. */
import type { Floorplan } from '../floorplan.ts';
import type { Gutter, GutterMap } from './gutters.ts';
import type { PortPlace, Rail, RoutedWire, Wire, WireEnd } from './wires.ts';

/** Where one end leaves its box. */
interface Exit {
  readonly wire: Wire;
  readonly end: WireEnd;
  readonly other: WireEnd;
  readonly gutter: Gutter;
  readonly side: PortPlace['side'];
  x: number;
  height: number;
}

/** Space between a gutter's edge and the first wire in it, and between two wires at most. */
const GUTTER_INSET = 5;
const WIRE_PITCH = 7;
/** Space between a box's corner and the first port. */
const PORT_INSET = 6;
/** Rails on one track keep this distance. */
const RAIL_GAP = 10;
const TRUNK_INSET = 7;
/** What a further wire in a gutter costs, in user units of detour: a little at first, then more and more. */
const CROWDING = 25;
const CROWDING_GROWTH = 15;
/** The same for the strips between rows, and for a wire that would have no place for its label. */
const TRUNK_CROWDING = 30;
const BLIND = 100_000;

function middle(end: WireEnd): number {
  return (end.x + end.right) / 2;
}

/** Ways out of a box: its two sides and, where it is open, the gutters inside it. */
function exitsOf(end: WireEnd, gutters: GutterMap): readonly Pick<Exit, 'gutter' | 'side'>[] {
  const exits: Pick<Exit, 'gutter' | 'side'>[] = [];
  const left = gutters.leftOf(end.row, end.x);
  const right = gutters.rightOf(end.row, end.right);
  if (left) exits.push({ gutter: left, side: 'left' });
  if (right) exits.push({ gutter: right, side: 'right' });
  if (end.openTop)
    for (const gutter of gutters.within(end.row, end.x, end.right))
      exits.push({ gutter, side: 'top' });
  return exits;
}

/**
 * Chooses both ways out together: short, spread over the gutters, and never the same gutter twice, because the rail
 * between them carries the label.
 */
function chooseExits(
  wire: Wire,
  gutters: GutterMap,
  load: ReadonlyMap<number, number>,
): readonly [Exit, Exit] | null {
  const { from, to } = wire;
  const crowding = (gutter: Gutter) => {
    const count = load.get(gutter.index) ?? 0;
    return count * CROWDING + count * count * CROWDING_GROWTH;
  };
  let best: readonly [Exit, Exit] | null = null;
  let least = Infinity;
  for (const a of exitsOf(from, gutters)) {
    for (const b of exitsOf(to, gutters)) {
      if (a.gutter === b.gutter) continue;
      const length =
        from.row === to.row
          ? Math.abs(a.gutter.x - b.gutter.x)
          : Math.abs(a.gutter.x - middle(from)) + Math.abs(b.gutter.x - middle(to));
      const cost = length + crowding(a.gutter) + crowding(b.gutter);
      if (cost >= least) continue;
      least = cost;
      best = [
        { wire, end: from, other: to, ...a, x: 0, height: 0 },
        { wire, end: to, other: from, ...b, x: 0, height: 0 },
      ];
    }
  }
  return best;
}

/** Which way a riser turns at its rail. */
function turnsLeft(exit: Exit): boolean {
  if (exit.other.row === exit.end.row) return middle(exit.other) < exit.gutter.x;
  return false;
}

/**
 * Order in a gutter, left to right: risers of the left column's boxes on the left, of the right column's on the
 * right, and of each the higher box nearer to its column, so that no stub crosses the riser of a neighbour.
 */
function byPlace(a: Exit, b: Exit): number {
  const group = (exit: Exit) => (exit.side === 'right' ? 0 : exit.side === 'top' ? 1 : 2);
  if (group(a) !== group(b)) return group(a) - group(b);
  const sign = a.side === 'right' ? -1 : 1;
  if (a.end !== b.end && a.end.base !== b.end.base) return sign * (a.end.base - b.end.base);
  const turn = (exit: Exit) => (turnsLeft(exit) ? 0 : 1);
  if (turn(a) !== turn(b)) return turn(a) - turn(b);
  // Turning left, the nearer goal comes first; turning right, the farther one does.
  const distance = middle(a.other) - middle(b.other);
  if (distance !== 0) return turnsLeft(a) ? -distance : -distance;
  return a.wire.key < b.wire.key ? -1 : 1;
}

/** Gives each exit its own x in its gutter. */
function spreadInGutters(exits: readonly Exit[]): void {
  const byGutter = new Map<Gutter, Exit[]>();
  for (const exit of exits) {
    const list = byGutter.get(exit.gutter);
    if (list) list.push(exit);
    else byGutter.set(exit.gutter, [exit]);
  }
  for (const [gutter, list] of byGutter) {
    list.sort(byPlace);
    const inset = Math.min(GUTTER_INSET, (gutter.right - gutter.x) / 4);
    const room = gutter.right - gutter.x - 2 * inset;
    const pitch = list.length > 1 ? Math.min(WIRE_PITCH, room / (list.length - 1)) : 0;
    const start = (gutter.x + gutter.right) / 2 - (pitch * (list.length - 1)) / 2;
    list.forEach((exit, index) => {
      exit.x = start + index * pitch;
    });
  }
}

/** Gives each exit its own height on its side of the box: the nearer riser leaves higher. */
function spreadOnSides(exits: readonly Exit[]): void {
  const bySide = new Map<string, Exit[]>();
  for (const exit of exits) {
    const key = `${exit.end.key}/${exit.side}`;
    const list = bySide.get(key);
    if (list) list.push(exit);
    else bySide.set(key, [exit]);
  }
  for (const list of bySide.values()) {
    const [first] = list;
    if (!first) continue;
    const { end, side } = first;
    if (side === 'top') {
      for (const exit of list) exit.height = end.topAt(exit.x);
      continue;
    }
    const top = side === 'left' ? end.leftTop : end.rightTop;
    const height = top - end.base;
    list.sort((a, b) => (side === 'right' ? a.x - b.x : b.x - a.x));
    const inset = Math.min(PORT_INSET, height / 4);
    const pitch = (height - 2 * inset) / list.length;
    list.forEach((exit, index) => {
      exit.height = top - inset - pitch * (index + 0.5);
    });
  }
}

/** Ghosts carry no labels: they may lie on each other, so that a fixed number of tracks is enough. */
function cycleTracks(rails: readonly Rail[], rows: number, most: number): readonly number[] {
  const counts = Array.from({ length: rows }, () => 0);
  for (const each of rails) {
    const count = counts[each.row] ?? 0;
    each.track = count % most;
    counts[each.row] = count + 1;
  }
  return counts.map((count) => Math.min(count, most));
}

/** Shortest rails lowest; each on the lowest track that is free where it goes. */
function assignTracks(rails: Rail[], rows: number): readonly number[] {
  const counts = Array.from({ length: rows }, () => 0);
  const tracks: { x1: number; x2: number }[][][] = counts.map(() => []);
  const sorted = [...rails].sort(
    (a, b) => a.x2 - a.x1 - (b.x2 - b.x1) || a.x1 - b.x1 || (a.wire.key < b.wire.key ? -1 : 1),
  );
  for (const rail of sorted) {
    const lines = tracks[rail.row] ?? [];
    let track = lines.findIndex((line) =>
      line.every((other) => other.x2 + RAIL_GAP <= rail.x1 || other.x1 - RAIL_GAP >= rail.x2),
    );
    if (track < 0) track = lines.push([]) - 1;
    lines[track]?.push({ x1: rail.x1, x2: rail.x2 });
    rail.track = track;
  }
  return tracks.map((lines) => lines.length);
}

function rail(wire: Wire, row: number, a: number, b: number): Rail {
  return { wire, row, x1: Math.min(a, b), x2: Math.max(a, b), track: 0 };
}

/** Strips left and right of all columns, for wires between rows: each wire its own x. */
class Trunks {
  readonly #floor: Floorplan;
  readonly #left: Exit[] = [];
  readonly #right: Exit[] = [];

  constructor(floor: Floorplan) {
    this.#floor = floor;
  }

  add(start: Exit, end: Exit): void {
    const { metrics, right } = this.#floor;
    const toLeft = start.x + end.x - 2 * metrics.margin;
    const toRight = 2 * right - start.x - end.x;
    // One of the two rails must pass over a column: it carries the label.
    const columns = metrics.columnWidth + metrics.gutter;
    const blindLeft = Math.max(start.x, end.x) - metrics.margin < columns ? BLIND : 0;
    const blindRight = right - Math.min(start.x, end.x) < columns ? BLIND : 0;
    const left = toLeft + this.#left.length * TRUNK_CROWDING + blindLeft;
    if (left <= toRight + this.#right.length * TRUNK_CROWDING + blindRight) this.#left.push(start);
    else this.#right.push(start);
  }

  places(): ReadonlyMap<Wire, number> {
    const { metrics, right } = this.#floor;
    const places = new Map<Wire, number>();
    const strip = metrics.margin - metrics.gutter - 2 * TRUNK_INSET;
    const put = (list: readonly Exit[], at: (offset: number) => number) => {
      const pitch = Math.min(WIRE_PITCH, strip / Math.max(1, list.length));
      list.forEach((exit, index) => places.set(exit.wire, at((index + 0.5) * pitch)));
    };
    put(this.#left, (offset) => metrics.margin - metrics.gutter - TRUNK_INSET - offset);
    put(this.#right, (offset) => right + metrics.gutter + TRUNK_INSET + offset);
    return places;
  }
}

export interface RoutePlan {
  readonly wires: readonly RoutedWire[];
  /** How many tracks the rails above each row take. */
  readonly tracks: readonly number[];
}

/**
 * @param wires what to connect
 * @param floor the floorplan
 * @param gutters where wires may rise
 * @param mostTracks null: no two wires on each other; a number: at most so many tracks, wires may overlap
 * @returns ports, risers, rails on tracks
 * @cost O(wires x exits^2 + wires^2 of one row for its tracks)
 * @rules DRAW-11, DRAW-12
 */
export function routeWires(
  wires: readonly Wire[],
  floor: Floorplan,
  gutters: GutterMap,
  mostTracks: number | null = null,
): RoutePlan {
  const load = new Map<number, number>();
  const pairs: (readonly [Exit, Exit])[] = [];
  for (const wire of wires) {
    const pair = chooseExits(wire, gutters, load);
    if (!pair) continue;
    for (const { gutter } of pair) load.set(gutter.index, (load.get(gutter.index) ?? 0) + 1);
    pairs.push(pair);
  }
  const exits = pairs.flat();
  spreadInGutters(exits);
  spreadOnSides(exits);
  const trunks = new Trunks(floor);
  for (const [start, end] of pairs) if (start.end.row !== end.end.row) trunks.add(start, end);
  const trunkOf = trunks.places();
  const rails: Rail[] = [];
  const routed = pairs.map(([start, end]): RoutedWire => {
    const { wire } = start;
    const trunk = trunkOf.get(wire) ?? null;
    const own =
      trunk === null
        ? [rail(wire, start.end.row, start.x, end.x)]
        : [rail(wire, start.end.row, start.x, trunk), rail(wire, end.end.row, trunk, end.x)];
    rails.push(...own);
    const [first] = own;
    const last = own.at(-1);
    const risers =
      first && last
        ? [
            { row: start.end.row, x: start.x, from: start.height, rail: first },
            { row: end.end.row, x: end.x, from: end.height, rail: last },
          ]
        : [];
    return { wire, start: portOf(start), end: portOf(end), rails: own, trunk, risers };
  });
  const rows = floor.rows.length;
  const tracks =
    mostTracks === null ? assignTracks(rails, rows) : cycleTracks(rails, rows, mostTracks);
  return { wires: routed, tracks };
}

function portOf(exit: Exit): PortPlace {
  const { end, side, x: riserX, height } = exit;
  const x = side === 'left' ? end.x : side === 'right' ? end.right : riserX;
  return { end, x, height, riserX, side };
}
