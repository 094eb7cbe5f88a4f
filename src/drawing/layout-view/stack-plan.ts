/** Stacks the software of a layout over its cores: which box stands where. Positions only; no drawing. */
import type { Application } from '../../model/application.ts';
import { coresOfPlacement, type LayoutTree } from '../../model/layout-tree.ts';
import type { Environment, Placement } from '../../model/layout.ts';
import type { Plan } from '../../model/plan.ts';
import { textWidth, wrapText } from '../text-metrics.ts';
import type { Density } from '../drawing.ts';
import type { Floorplan } from './floorplan.ts';
import { guttersOf } from './links/gutters.ts';
import { demandOf, isPlatform, lanesOn, standsApart, type LaneDemand } from './lane-demand.ts';
import {
  divideLanes,
  lanesOf,
  lowestOf,
  raiseAll,
  runsOf,
  topOf,
  type Lane,
  type Run,
} from './lanes.ts';
import type { Metrics } from './metrics.ts';
import { sideBySide } from './side-by-side.ts';
import type { BarBox, FrameBox, FrameStep, StackPlan, TileBox } from './stack-boxes.ts';

/** Free width left and right of what stands in a lane, taken by the frames around it. */
export interface Insets {
  readonly left: number;
  readonly right: number;
}

/** Stacks of all rows together that are higher than this are drawn with low tiles: one row, and each further one. */
const MOST_HEIGHT = 700;
const ROW_HEIGHT = 380;
/** With more applications per column than this there is no need to try. */
const CROWDED = 4;
/** Most applications of one core set that are drawn as wide as the set. */
const MOST_WIDE = 2;
/** Below this a name does not fit beside the criticality. */
const NARROW_NAME = 40;
const NAME_LINES = 2;
/** Frame indents of an isolated environment and of a container, beside the stripe. */
const WALL = { left: 4, right: 5 } as const;
const CONTAINER_WALL = { left: 3, right: 3 } as const;
/** Upper edges that differ by less are drawn level. */
const LEVEL = 30;

/** Everything one planning run needs and collects. */
class Planner {
  readonly plan: Plan;
  readonly tree: LayoutTree;
  readonly metrics: Metrics;
  readonly compact: boolean;
  readonly frames: FrameBox[] = [];
  readonly bars: BarBox[] = [];
  readonly tiles: TileBox[] = [];
  readonly homeless: Environment[] = [];
  readonly homelessPlacements: Placement[] = [];

  constructor(plan: Plan, tree: LayoutTree, floor: Floorplan, compact: boolean) {
    this.plan = plan;
    this.tree = tree;
    this.metrics = floor.metrics;
    this.compact = compact;
  }

  children(environment: Environment): readonly Environment[] {
    return this.tree.childrenOf.get(environment.id) ?? [];
  }

  /** Environments with walls: each gets lanes of its own. */
  apart(environments: readonly Environment[], lanes: readonly Lane[], insets: Insets): void {
    const { gutter } = this.metrics;
    for (const { environment, lanes: own } of sideBySide(this.tree, environments, lanes, gutter)) {
      if (own.length === 0) this.giveUp(environment);
      else this.environment(environment, own, insets);
    }
  }

  /** What stands on no core of this target is listed, not drawn. */
  giveUp(environment: Environment): void {
    this.homeless.push(environment);
    this.homelessPlacements.push(...(this.tree.placementsIn.get(environment.id) ?? []));
    for (const child of this.children(environment)) this.giveUp(child);
  }

  environment(environment: Environment, lanes: readonly Lane[], insets: Insets): void {
    const runs = runsOf(lanes);
    const framed = !isPlatform(environment);
    const wall = environment.kind === 'container' ? CONTAINER_WALL : WALL;
    const inner = framed
      ? {
          left: insets.left + this.metrics.stripe + wall.left,
          right: insets.right + wall.right,
        }
      : insets;
    const opened = runs.map((run, segment) => {
      const base = this.ground(run.lanes);
      raiseAll(run.lanes, base);
      const at = this.frames.length;
      // The frame's place in the list is taken now, outer before inner; its height is known at the end.
      if (framed)
        this.frames.push(this.frame(environment, run, insets, segment, runs.length, base));
      this.layers(environment, run, insets, segment, runs.length);
      return { run, at, floor: topOf(run.lanes) };
    });
    this.contents(environment, lanes, inner);
    if (framed) for (const open of opened) this.close(open.at, open.run, open.floor);
  }

  private ground(lanes: readonly Lane[]): number {
    const top = topOf(lanes);
    return top === 0 ? 0 : top + this.metrics.gap;
  }

  private frame(
    environment: Environment,
    run: Run,
    insets: Insets,
    segment: number,
    segments: number,
    base: number,
  ): FrameBox {
    return {
      environment,
      segment,
      segments,
      row: run.row,
      x: run.x + insets.left,
      width: run.width - insets.left - insets.right,
      base,
      height: 0,
      coreIds: run.coreIds,
      empty: false,
      steps: [],
    };
  }

  private close(at: number, run: Run, floor: number): void {
    const open = this.frames[at];
    if (!open) return;
    const { pad, emptyBody } = this.metrics;
    const empty = topOf(run.lanes) <= floor;
    const tops = levelled(
      run.lanes.map((lane) => (empty ? floor + emptyBody : Math.max(lane.height, floor) + pad)),
    );
    run.lanes.forEach((lane, index) => lane.raise(tops[index] ?? floor));
    const steps = stepsOf(open, run, tops);
    this.frames[at] = { ...open, empty, steps, height: Math.max(...tops) - open.base };
  }

  /** Bars of the environment itself: who it is, and its OS. */
  private layers(
    environment: Environment,
    run: Run,
    insets: Insets,
    segment: number,
    segments: number,
  ): void {
    const { metrics } = this;
    const { layer, identity, containerIdentity } = metrics;
    const add = (kind: BarBox['kind'], height: number) => {
      this.bar(kind, environment, run, insets, height, { segment, segments, count: 0, cores: 0 });
    };
    if (isPlatform(environment)) {
      add('platform', layer);
      return;
    }
    add('identity', environment.kind === 'container' ? containerIdentity : identity);
    if (environment.os) add('os', layer);
    raiseAll(run.lanes, topOf(run.lanes));
  }

  bar(
    kind: BarBox['kind'],
    environment: Environment,
    run: Run,
    insets: Insets,
    height: number,
    more: Pick<BarBox, 'segment' | 'segments' | 'count' | 'cores'>,
  ): void {
    const base = topOf(run.lanes);
    const width = run.width - insets.left - insets.right;
    const first = run.lanes[0];
    const crossed = run.lanes.length > 1 && run.lanes.some((lane) => lane.occupied);
    const room = crossed && first ? first.width - insets.left : width;
    const { row, coreIds } = run;
    const x = run.x + insets.left;
    this.bars.push({ ...more, kind, environment, row, x, width, base, height, room, coreIds });
    raiseAll(run.lanes, base + height);
  }

  private contents(environment: Environment, lanes: readonly Lane[], insets: Insets): void {
    const children = this.children(environment);
    const apart = children.filter(standsApart);
    const others = children.filter((child) => !standsApart(child));
    if (apart.length > 0) this.apart(apart, lanes, insets);
    const demands = others.map((child) => ({ child, demand: demandOf(this.tree, child, lanes) }));
    const sole = children.length === 1 && !this.tree.placementsIn.has(environment.id);
    const taken = new Set(demands.flatMap(({ demand }) => demand.required));
    const floating = this.pinned(environment, lanes, insets);
    const unclaimed = lanes.filter((lane) => !taken.has(lane) && !lane.occupied);
    this.floatBelow(floating, demands, new Set(unclaimed), insets);
    const flexible: { child: Environment; demand: LaneDemand }[] = [];
    for (const entry of demands) {
      const own = isPlatform(entry.child)
        ? platformLanes(entry.demand, lanes, unclaimed, sole)
        : entry.demand.required;
      if (own.length > 0) this.environment(entry.child, own, insets);
      else flexible.push(entry);
    }
    this.flexible(environment, lanes, insets, flexible, floating);
  }

  /** What floats stands beneath the layers beside it where no lane is left to it alone: never on top of them. */
  private floatBelow(
    floating: Map<string, FloatingGroup>,
    demands: readonly { child: Environment; demand: LaneDemand }[],
    unclaimed: ReadonlySet<Lane>,
    insets: Insets,
  ): void {
    const layers = demands.filter(({ child }) => isPlatform(child));
    if (layers.length === 0) return;
    const greedy = layers.some(({ demand }) => demand.free || demand.required.length === 0);
    for (const [key, group] of floating) {
      if (!greedy && group.lanes.some((lane) => unclaimed.has(lane))) continue;
      floating.delete(key);
      this.spread(group, insets);
    }
  }

  /** Draws what has one place; gives back what floats. */
  private pinned(
    environment: Environment,
    lanes: readonly Lane[],
    insets: Insets,
  ): Map<string, FloatingGroup> {
    const pinned: { placement: Placement; lane: Lane }[] = [];
    const floating = new Map<string, FloatingGroup>();
    for (const placement of this.tree.placementsIn.get(environment.id) ?? []) {
      const named = lanesOn(placement.coreIds, lanes);
      // Pinned outside of its environment: a finding says so, the picture still shows it.
      const own = named.length > 0 ? named : lanes.slice(0, 1);
      const [only] = own;
      if (own.length === 1 && only) pinned.push({ placement, lane: only });
      else {
        const key = groupKey(own);
        const group = floating.get(key) ?? { lanes: own, placements: [], children: [] };
        group.placements.push(placement);
        floating.set(key, group);
      }
    }
    // The widest lies lowest, so that every tile keeps a free gutter at its sides.
    const widest = [...floating].sort(([, a], [, b]) => b.lanes.length - a.lanes.length);
    for (const [key, group] of widest) if (this.wide(group, insets)) floating.delete(key);
    // The first of the list stands on top, where reading starts.
    for (const { placement, lane } of pinned.reverse()) this.tile(placement, [lane], insets);
    return floating;
  }

  /** One or two applications that float over the same neighbouring cores span them. */
  private wide(group: FloatingGroup, insets: Insets): boolean {
    const runs = runsOf(group.lanes);
    const [run] = runs;
    if (!run || runs.length > 1 || group.placements.length > MOST_WIDE) return false;
    const span = { x: run.x, right: run.x + run.width };
    if (!run.lanes.every((lane) => lane.admits(span))) return false;
    for (const placement of [...group.placements].reverse())
      this.tile(placement, run.lanes, insets);
    return true;
  }

  /** Fills what is left: containers and applications that stand wherever there is room. */
  private flexible(
    environment: Environment,
    lanes: readonly Lane[],
    insets: Insets,
    children: readonly { child: Environment; demand: LaneDemand }[],
    floating: ReadonlyMap<string, FloatingGroup>,
  ): void {
    const groups = new Map(floating);
    for (const { child, demand } of children) {
      const own = demand.flexible.length > 0 ? demand.flexible : lanes;
      const key = groupKey(own);
      const group = groups.get(key) ?? { lanes: own, placements: [], children: [] };
      group.children.push({ child, demand });
      groups.set(key, group);
    }
    for (const group of groups.values()) {
      if (group.lanes.length < lanes.length) this.pool(environment, group, insets);
      this.spread(group, insets);
    }
  }

  private pool(environment: Environment, group: FloatingGroup, insets: Insets): void {
    const applications = group.children.reduce(
      (sum, { demand }) => sum + demand.tiles,
      group.placements.length,
    );
    const runs = runsOf(group.lanes);
    const cores = runs.reduce((sum, { coreIds }) => sum + coreIds.length, 0);
    runs.forEach((run, segment) => {
      raiseAll(run.lanes, topOf(run.lanes) + this.metrics.gap);
      const more = { segment, segments: runs.length, count: applications, cores };
      this.bar('pool', environment, run, insets, this.metrics.cache, more);
    });
  }

  /** Members that fit side by side share the free lanes by weight; more of them each take the lowest lane. */
  private spread(group: FloatingGroup, insets: Insets): void {
    const ground = Math.min(...group.lanes.map((lane) => lane.height));
    const free = group.lanes.filter((lane) => lane.height <= ground);
    const sharing = group.children.length + (group.placements.length > 0 ? 1 : 0);
    const alone = group.children.length === 1 && group.placements.length === 0;
    let tileLanes: readonly Lane[] = group.lanes;
    if (sharing <= free.length && group.children.length > 0) {
      const weights = group.children.map(({ demand }) => demand.weight);
      const most = group.children.map(({ demand }) => (alone ? Infinity : demand.tiles));
      if (group.placements.length > 0) {
        weights.push(group.placements.length);
        most.push(Infinity);
      }
      const parts = divideLanes(free, weights, most);
      group.children.forEach(({ child }, index) => {
        this.environment(child, parts[index] ?? free, insets);
      });
      tileLanes = parts[group.children.length] ?? group.lanes;
    } else {
      for (const { child } of group.children) {
        const lane = lowestOf(group.lanes);
        if (lane) this.environment(child, [lane], insets);
      }
    }
    for (const placement of group.placements) {
      const lane = lowestOf(tileLanes);
      if (lane) this.tile(placement, [lane], insets);
    }
  }

  tile(placement: Placement, lanes: readonly Lane[], insets: Insets): void {
    const application = this.plan.applications.get(placement.applicationId);
    const [run] = runsOf(lanes);
    if (!application || !run) return;
    const x = run.x + insets.left;
    const width = run.width - insets.left - insets.right;
    const cores = coresOfPlacement(this.tree, placement);
    const shape = this.shape(tileName(placement, application), width, cores.length > 1);
    const base = topOf(run.lanes) + this.metrics.gap;
    const floatsOver = Math.max(1, cores.length);
    const box = { row: run.row, x, width, base, coreIds: cores };
    this.tiles.push({ ...box, ...shape, placement, application, floatsOver });
    for (const lane of run.lanes) lane.noteTile({ x: run.x, right: run.x + run.width });
    raiseAll(run.lanes, base + shape.height);
  }

  private shape(name: string, width: number, floats: boolean): TileShape {
    const { metrics } = this;
    const room = width - metrics.criticality - 2 * metrics.pad;
    if (room < NARROW_NAME) {
      const nameLines = wrapText(name, width - metrics.pad, metrics.tiny, NAME_LINES);
      const height = metrics.narrowTile;
      return { variant: 'narrow', nameLines, nameSize: metrics.tiny, height };
    }
    if (this.compact) return this.compactShape(name, width, floats);
    const nameLines = wrapText(name, room, metrics.body, NAME_LINES);
    const height = metrics.tile + (nameLines.length - 1) * metrics.nameLine;
    return { variant: 'roomy', nameLines, nameSize: metrics.body, height };
  }

  /** One line of name, or two small ones, beside the load. */
  private compactShape(name: string, width: number, floats: boolean): TileShape {
    const { metrics } = this;
    const load = textWidth(floats ? `↔ ${COMPACT_LOAD}` : COMPACT_LOAD, metrics.tiny);
    const room = width - metrics.compactCriticality - 2.5 * metrics.pad - load;
    const fits = textWidth(name, metrics.body) <= room;
    const nameSize = fits ? metrics.body : metrics.tiny;
    const nameLines = fits ? [name] : wrapText(name, room, nameSize, NAME_LINES);
    return { variant: 'compact', nameLines, nameSize, height: metrics.compactTile };
  }
}

type TileShape = Pick<TileBox, 'variant' | 'nameLines' | 'nameSize' | 'height'>;

/** Neighbours of nearly the same height become equal. */
function levelled(tops: readonly number[]): readonly number[] {
  const level = [...tops];
  const settle = (index: number, neighbour: number) => {
    const own = level[index] ?? 0;
    const other = level[neighbour] ?? own;
    if (other > own && other - own < LEVEL) level[index] = other;
  };
  for (let index = 1; index < level.length; index += 1) settle(index, index - 1);
  for (let index = level.length - 2; index >= 0; index -= 1) settle(index, index + 1);
  return level;
}

/** The higher lane keeps its edge; the lower one takes the gutter between them. */
function stepsOf(frame: FrameBox, run: Run, tops: readonly number[]): readonly FrameStep[] {
  const left = frame.x - run.x;
  const right = run.x + run.width - frame.x - frame.width;
  const steps: { x: number; right: number; top: number }[] = [];
  run.lanes.forEach((lane, index) => {
    const top = tops[index] ?? 0;
    const last = steps.at(-1);
    const end = lane.right - right;
    if (!last) steps.push({ x: frame.x, right: end, top });
    else if (last.top === top) last.right = end;
    else {
      if (top > last.top) last.right = lane.x + left;
      steps.push({ x: last.right, right: end, top });
    }
  });
  return steps;
}

/** Widest load of a low tile that its name makes room for. */
const COMPACT_LOAD = '99 %';

interface FloatingGroup {
  readonly lanes: readonly Lane[];
  readonly placements: Placement[];
  readonly children: { child: Environment; demand: LaneDemand }[];
}

function groupKey(lanes: readonly Lane[]): string {
  return lanes.map((lane) => lane.from).join(' ');
}

/** A layer alone on its host spans all of it, since it may use all of it. */
function platformLanes(
  demand: LaneDemand,
  lanes: readonly Lane[],
  unclaimed: readonly Lane[],
  sole: boolean,
): readonly Lane[] {
  if (sole) return lanes;
  const own = new Set(demand.required);
  if (demand.free || own.size === 0) for (const lane of unclaimed) own.add(lane);
  return own.size > 0 ? lanes.filter((lane) => own.has(lane)) : lanes;
}

/**
 * @param placement a placement
 * @param application what is placed
 * @returns its name, with the number of instances
 */
export function tileName(placement: Placement, application: Application): string {
  return placement.instances > 1 ? `${placement.instances}× ${application.name}` : application.name;
}

/**
 * Stacks a layout's software over the cores: environments over their cores, layers under what stands on them, the
 * pinned in their column, the floating over theirs. Every application ends up with a free gutter at both sides.
 *
 * @param plan the plan
 * @param tree the layout
 * @param floor where the cores stand
 * @param density height of the tiles; `auto`: low ones where the stacks would grow too high
 * @returns boxes with heights above the cores
 * @cost O(applications + environments x lanes they may use)
 * @rules DRAW-8, DRAW-9
 */
export function stackPlan(
  plan: Plan,
  tree: LayoutTree,
  floor: Floorplan,
  density: Density = 'auto',
): StackPlan {
  const crowded = tree.placements.length > CROWDED * floor.columns.length;
  if (density === 'auto' && crowded) return stackWith(plan, tree, floor, true);
  const stacks = stackWith(plan, tree, floor, density === 'compact');
  const total = stacks.heights.reduce((sum, height) => sum + height, 0);
  const most = MOST_HEIGHT + (floor.rows.length - 1) * ROW_HEIGHT;
  return density === 'auto' && total > most * floor.metrics.scale
    ? stackWith(plan, tree, floor, true)
    : stacks;
}

function stackWith(plan: Plan, tree: LayoutTree, floor: Floorplan, compact: boolean): StackPlan {
  const planner = new Planner(plan, tree, floor, compact);
  const lanes = lanesOf(floor);
  planner.apart(tree.childrenOf.get(null) ?? [], lanes, { left: 0, right: 0 });
  const heights = floor.rows.map((row) => topOf(lanes.filter((lane) => lane.row === row.index)));
  const { frames, bars, tiles, homeless, homelessPlacements } = planner;
  const gutters = guttersOf(floor, lanes);
  return { frames, bars, tiles, heights, gutters, homeless, homelessPlacements };
}
