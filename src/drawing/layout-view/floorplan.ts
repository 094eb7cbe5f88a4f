/** Where each core stands: columns by cluster in hardware order, wrapped into rows. Depends on the target only. */
import type { Id } from '../../model/fields.ts';
import type { Cluster, Core, Target } from '../../model/target.ts';
import { metricsFor, type Metrics } from './metrics.ts';

/** One core, or a run of equal empty ones. */
export interface Column {
  readonly index: number;
  readonly row: number;
  readonly cores: readonly Core[];
  readonly clusterId: Id;
  readonly x: number;
  readonly width: number;
}

/** Neighbouring columns of one cluster in one row. */
export interface ClusterSpan {
  readonly cluster: Cluster | null;
  readonly columns: readonly Column[];
  /** 1 of 2, when a cluster goes on in a further row. */
  readonly part: number;
  readonly parts: number;
}

export interface FloorRow {
  readonly index: number;
  readonly columns: readonly Column[];
  readonly clusters: readonly ClusterSpan[];
  readonly x: number;
  readonly right: number;
}

export interface Floorplan {
  readonly target: Target;
  readonly metrics: Metrics;
  readonly rows: readonly FloorRow[];
  readonly columns: readonly Column[];
  readonly columnOf: ReadonlyMap<Id, Column>;
  /** Right edge of the widest row. */
  readonly right: number;
  readonly collapsed: readonly (readonly Id[])[];
}

interface Group {
  readonly clusterId: Id;
  readonly members: readonly (readonly Core[])[];
}

/** Cores of a cluster may be listed between others; hardware order decides where the cluster stands. */
function groupsOf(target: Target, collapsed: readonly (readonly Id[])[]): readonly Group[] {
  const runOf = new Map(collapsed.flatMap((run) => run.map((id) => [id, run] as const)));
  const drawn = new Map<readonly Id[], Core[]>();
  const groups = new Map<Id, (readonly Core[])[]>();
  for (const core of target.cores) {
    const members = groups.get(core.clusterId) ?? [];
    groups.set(core.clusterId, members);
    const run = runOf.get(core.id);
    const merged = run && drawn.get(run);
    if (merged) {
      merged.push(core);
      continue;
    }
    const column = [core];
    if (run) drawn.set(run, column);
    members.push(column);
  }
  return [...groups].map(([clusterId, members]) => ({ clusterId, members }));
}

interface Chunk {
  readonly group: Group;
  readonly members: readonly (readonly Core[])[];
  readonly part: number;
  readonly parts: number;
}

/** Clusters that fit go side by side; one that does not is cut into equal rows of its own. */
function breakRows(groups: readonly Group[], most: number): readonly (readonly Chunk[])[] {
  const rows: Chunk[][] = [];
  let room = 0;
  for (const group of groups) {
    const count = group.members.length;
    if (count <= most) {
      if (count > room || rows.length === 0) {
        rows.push([]);
        room = most;
      }
      rows.at(-1)?.push({ group, members: group.members, part: 1, parts: 1 });
      room -= count;
      continue;
    }
    const parts = Math.ceil(count / most);
    const size = Math.ceil(count / parts);
    for (let part = 0; part < parts; part += 1) {
      const members = group.members.slice(part * size, (part + 1) * size);
      rows.push([{ group, members, part: part + 1, parts }]);
    }
    room = 0;
  }
  return rows;
}

/**
 * @param target the hardware
 * @param collapsed runs of cores that share a column
 * @param columnsPerRow most columns side by side
 * @param textScale 1 or more
 * @param strokeScale 1 or more
 * @returns rows of columns with their x; y is for the views to say
 * @cost O(cores)
 * @rules DRAW-6
 */
export function floorplanOf(
  target: Target,
  collapsed: readonly (readonly Id[])[],
  columnsPerRow: number,
  textScale = 1,
  strokeScale = 1,
): Floorplan {
  const chunks = breakRows(groupsOf(target, collapsed), Math.max(1, columnsPerRow));
  const widest = Math.max(
    ...chunks.map((row) => row.reduce((sum, chunk) => sum + chunk.members.length, 0)),
  );
  const metrics = metricsFor(widest, chunks.length, textScale, strokeScale);
  const clusterOf = new Map(target.clusters.map((cluster) => [cluster.id, cluster]));
  const columns: Column[] = [];
  const rows = chunks.map((row, index): FloorRow => {
    let x = metrics.margin;
    const clusters = row.map((chunk, position): ClusterSpan => {
      if (position > 0) x += metrics.clusterGap;
      const own = chunk.members.map((cores): Column => {
        const column = {
          index: columns.length,
          row: index,
          cores,
          clusterId: chunk.group.clusterId,
          x,
          width: metrics.columnWidth,
        };
        columns.push(column);
        x += metrics.columnWidth + metrics.gutter;
        return column;
      });
      const cluster = clusterOf.get(chunk.group.clusterId) ?? null;
      return { cluster, columns: own, part: chunk.part, parts: chunk.parts };
    });
    return {
      index,
      columns: clusters.flatMap((span) => span.columns),
      clusters,
      x: metrics.margin,
      right: x - metrics.gutter,
    };
  });
  return {
    target,
    metrics,
    rows,
    columns,
    columnOf: new Map(columns.flatMap((column) => column.cores.map(({ id }) => [id, column]))),
    right: Math.max(...rows.map((row) => row.right)),
    collapsed,
  };
}
