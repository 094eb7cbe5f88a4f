/** The layouts of a comparison side by side, small, with what each changes against the reference outlined. */
import { CHANGE_WORDS } from '../../analysis/compare/comparison-words.ts';
import {
  CHANGE_KINDS,
  type ApplicationChange,
  type Comparison,
  type LayoutDifferences,
} from '../../analysis/compare/comparison.ts';
import type { LayoutResult } from '../../analysis/result.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import { captionScene } from '../caption.ts';
import type { Drawing, DrawingItem, DrawingOptions } from '../drawing.ts';
import { layoutView } from '../layout-view/layout-view.ts';
import { legendLines } from '../legend.ts';
import { group, label, rect } from '../marks.ts';
import { hasReplacedMark, replacedLegend } from '../replaced-legend.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import { formatCoordinate, type SceneNode } from '../scene.ts';
import { themeOf, type Theme } from '../theme.ts';
import { changeLegend, changeOutline } from './change-marks.ts';

/** What the view draws. */
export interface SmallMultiples {
  readonly plan: Plan;
  readonly comparison: Comparison;
  /** Results of the layouts that are compared; one that is missing is drawn without verdicts. */
  readonly results: readonly LayoutResult[];
}

/** Beyond the options of every view. */
export interface SmallMultiplesOptions extends DrawingOptions {
  /** Pictures side by side; by their shape and number when left out. */
  readonly columns?: number;
}

const MARGIN = 24;
const GAP = 20;
/** Width of one picture, user units: three stand side by side on a screen. */
const CELL_WIDTH = 620;
const HEAD = 46;
/** Cores in a row of a small picture: few cores in one, many in rows that can still be read. */
const MOST_IN_ONE_ROW = 12;
const COLUMNS_PER_ROW = 8;
const MOST_COLUMNS = 3;

/** One layout in the picture. */
interface Cell {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly drawing: Drawing;
  readonly scale: number;
  readonly height: number;
  readonly changes: ReadonlyMap<string, ApplicationChange>;
}

/** A layout with its place in the picture. */
interface Placed {
  readonly cell: Cell;
  readonly x: number;
  readonly y: number;
  readonly rowHeight: number;
}

function noteOf(isReference: boolean, differences: LayoutDifferences | undefined): string {
  if (isReference || !differences) return 'reference';
  const { changes, unchanged } = differences;
  if (changes.length === 0) return 'every application where the reference has it';
  const gone = changes.filter(({ kinds }) => kinds.includes('unplaced'));
  const without = gone.length === 0 ? '' : `, of them ${gone.length} not placed here`;
  return `${changes.length} of ${changes.length + unchanged} applications differ${without}`;
}

function cellsOf(input: SmallMultiples, options: DrawingOptions): readonly Cell[] {
  const { plan, comparison, results } = input;
  const { cores } = targetOf(plan);
  const columnsPerRow = cores.length <= MOST_IN_ONE_ROW ? MOST_IN_ONE_ROW : COLUMNS_PER_ROW;
  return comparison.layouts.map(({ id, name }): Cell => {
    const result = results.find(({ layout }) => layout.id === id) ?? null;
    const drawing = layoutView(plan, id, result, {
      columnsPerRow,
      ...options,
      idiom: 'none',
      caption: false,
      selection: [],
    });
    const differences = comparison.differences.find(({ layoutId }) => layoutId === id);
    const scale = CELL_WIDTH / drawing.width;
    return {
      id,
      name,
      note: noteOf(id === comparison.referenceId, differences),
      drawing,
      scale,
      height: HEAD + drawing.height * scale,
      changes: new Map(differences?.changes.map((change) => [change.applicationId, change])),
    };
  });
}

function wordsOf({ name, kinds, before, after }: ApplicationChange): string {
  const what = kinds.map((kind) => CHANGE_WORDS[kind]).join(', ');
  return `${name}: ${what}. Reference: ${before ?? 'no place'}. Here: ${after ?? 'no place'}.`;
}

function outlines({ drawing, changes, scale }: Cell, x: number, y: number, theme: Theme) {
  return drawing.items.flatMap((item): readonly SceneNode[] => {
    const change = item.kind === 'application' ? changes.get(item.id) : undefined;
    if (!change) return [];
    const box = {
      x: x + item.x * scale,
      y: y + item.y * scale,
      width: item.width * scale,
      height: item.height * scale,
    };
    return [changeOutline(`change-${item.key}`, box, change.kinds, wordsOf(change), theme)];
  });
}

/** The picture inside the `svg` of a layout, without the root that is its own. */
function inner({ scene }: Drawing): readonly SceneNode[] {
  return (scene.children ?? []).filter(({ tag }) => tag !== 'title' && tag !== 'desc');
}

function cellScene({ cell, x, y, rowHeight }: Placed, theme: Theme): SceneNode {
  // Pictures of a row stand on one line, so that the hardware is at one height.
  const top = y + HEAD + rowHeight - cell.height;
  const shift = `translate(${formatCoordinate(x)} ${formatCoordinate(top)})`;
  return group(`layout-${cell.id}`, [
    label('name', x, y + 12, cell.name, {
      room: CELL_WIDTH,
      size: 16,
      weight: 'bold',
      fill: theme.text,
    }),
    label('note', x, y + 32, cell.note, { room: CELL_WIDTH, size: 13, fill: theme.textSoft }),
    group('picture', inner(cell.drawing), {
      // Two decimals of a scale would move the far end by pixels.
      transform: `${shift} scale(${cell.scale.toFixed(5)})`,
    }),
    rect('edge', x, y + HEAD, CELL_WIDTH, rowHeight - HEAD, {
      fill: 'none',
      stroke: theme.hairline,
    }),
    group('changes', outlines(cell, x, top, theme)),
  ]);
}

function itemOf({ cell, x, y, rowHeight }: Placed): DrawingItem {
  return {
    kind: 'layout',
    id: cell.id,
    key: `layout-${cell.id}`,
    part: 'frame',
    label: `${cell.name}: ${cell.note}`,
    coreIds: [],
    environmentId: null,
    placementId: null,
    x,
    y,
    width: CELL_WIDTH,
    height: rowHeight,
  };
}

/** Pictures from left to right, then in further rows, each row as high as its highest. */
function arrange(cells: readonly Cell[], columns: number, top: number) {
  let y = top;
  const placed: Placed[] = [];
  for (let at = 0; at < cells.length; at += columns) {
    const row = cells.slice(at, at + columns);
    const rowHeight = Math.max(...row.map(({ height }) => height));
    row.forEach((cell, column) => {
      placed.push({ cell, x: MARGIN + column * (CELL_WIDTH + GAP), y, rowHeight });
    });
    y += rowHeight + GAP;
  }
  return { placed, bottom: y };
}

function columnsOf(cells: readonly Cell[]): number {
  if (cells.length === 4) return 2;
  return Math.min(MOST_COLUMNS, cells.length);
}

function describe({ comparison }: SmallMultiples, cells: readonly Cell[]): string {
  const each = cells.map(({ name, note }) => `${name}: ${note}.`).join(' ');
  return `${comparison.layouts.length} layouts of ${comparison.plan.name}. ${each}`;
}

/**
 * @param input plan, comparison and results
 * @param options as for the layout view, and how many pictures stand side by side
 * @returns the layouts of the comparison without their links; every application whose place differs from the
 *   reference is outlined, with a letter for each way in which it differs
 * @cost a layout view per layout
 * @rules VIEW-1 to VIEW-5, MULTI-1 to MULTI-3
 */
export function smallMultiplesView(
  input: SmallMultiples,
  options: SmallMultiplesOptions = {},
): Drawing {
  const { columns, ...drawing } = options;
  const cells = cellsOf(input, drawing);
  if (cells.length === 0) return emptyDrawing('There is no layout to compare.', options);
  const theme = themeOf(options.theme);
  const across = columns ?? columnsOf(cells);
  const width = 2 * MARGIN + Math.min(across, cells.length) * (CELL_WIDTH + GAP) - GAP;
  const nodes: SceneNode[] = [];
  let top = MARGIN;
  if (options.caption !== false) {
    const text = {
      title: input.comparison.plan.name,
      subtitle: 'Layouts side by side; outlined: what differs from the reference',
    };
    const sizes = { title: 20, body: 14 };
    const caption = captionScene(text, MARGIN, top, width - 2 * MARGIN, theme, sizes);
    nodes.push(caption.node);
    top = caption.bottom + GAP;
  }
  const { placed, bottom } = arrange(cells, across, top);
  const kinds = new Set(
    cells.flatMap(({ changes }) => [...changes.values()].flatMap((c) => c.kinds)),
  );
  const shown = CHANGE_KINDS.filter((kind) => kinds.has(kind));
  const replaced =
    input.plan.overrides.size > 0 && cells.some(({ drawing: { scene } }) => hasReplacedMark(scene));
  const entries = [...changeLegend(shown, theme), ...(replaced ? [replacedLegend(theme)] : [])];
  const legend = legendLines(entries, MARGIN, bottom, width - MARGIN, theme, 13);
  nodes.push(...placed.map((each) => cellScene(each, theme)), legend.node);
  const height = (entries.length === 0 ? bottom : legend.bottom) + MARGIN;
  const description = describe(input, cells);
  return {
    scene: sceneRoot(width, height, 'Layouts side by side', description, nodes, theme),
    width,
    height,
    items: placed.map(itemOf),
    links: [],
    description,
    idiom: null,
    collapsed: [],
  };
}
