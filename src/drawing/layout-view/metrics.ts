/** Sizes of the layout view in user units (CSS pixels at zoom 1), for a text size and a number of columns. */

/** Every size in one place, so that a meeting's larger text is one number. */
export interface Metrics {
  /** Font sizes. */
  readonly title: number;
  readonly heading: number;
  readonly body: number;
  readonly small: number;
  /** Two lines of it fit a low tile. */
  readonly tiny: number;
  /** Text scale itself. */
  readonly scale: number;
  /** Thickness of an outline; links multiply it. */
  readonly stroke: number;
  /** Column of a core, and the gutter between two: links run there. */
  readonly columnWidth: number;
  readonly gutter: number;
  /** Extra between clusters. */
  readonly clusterGap: number;
  /** Left and right of all columns; with several rows links change rows here. */
  readonly margin: number;
  readonly pad: number;
  readonly gap: number;
  readonly stripe: number;
  /** Layers. */
  readonly identity: number;
  readonly containerIdentity: number;
  readonly layer: number;
  /** Extra line of a tile's name. */
  readonly nameLine: number;
  readonly tile: number;
  readonly compactTile: number;
  readonly narrowTile: number;
  readonly criticality: number;
  readonly compactCriticality: number;
  readonly emptyBody: number;
  /** Hardware. */
  readonly core: number;
  readonly cache: number;
  readonly memory: number;
  readonly chip: number;
  /** Links above the stacks. */
  readonly track: number;
  readonly label: number;
  readonly clearance: number;
}

/** Width the columns of one row share; a window or a page shows about that much. */
const ROW_WIDTH = 1480;
const MIN_COLUMN = 138;
const MAX_COLUMN = 176;
const GUTTER = 24;
/** Columns follow the text only so far: a meeting's window is no wider than another. */
const COLUMN_GROWTH = 0.5;

/**
 * @param columns most columns side by side
 * @param rows how many rows the cores take
 * @param textScale 1 or more
 * @param strokeScale 1 or more
 * @returns the sizes
 */
export function metricsFor(
  columns: number,
  rows: number,
  textScale: number,
  strokeScale: number,
): Metrics {
  const s = (size: number) => Math.round(size * textScale * 2) / 2;
  const fair = Math.floor(ROW_WIDTH / Math.max(columns, 1)) - GUTTER;
  const column = Math.min(MAX_COLUMN, Math.max(MIN_COLUMN, fair));
  return {
    title: s(18),
    heading: s(12),
    body: s(12),
    small: s(10.5),
    tiny: s(10),
    scale: textScale,
    stroke: strokeScale,
    columnWidth: Math.round(column * (1 + (textScale - 1) * COLUMN_GROWTH)),
    gutter: GUTTER,
    clusterGap: 14,
    margin: rows > 1 ? 60 : 36,
    pad: 5,
    gap: 4,
    stripe: 4,
    identity: s(34),
    containerIdentity: s(20),
    layer: s(20),
    nameLine: s(14),
    tile: s(38),
    compactTile: s(27),
    narrowTile: s(53),
    criticality: s(24),
    compactCriticality: s(20),
    emptyBody: s(26),
    core: s(42),
    cache: s(18),
    memory: s(24),
    chip: s(22),
    track: s(21),
    label: s(16),
    clearance: 16,
  };
}
