/** The IPC matrix as a drawing of its own. */
import type { LayoutResult } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { infoOf, type Plan } from '../../model/plan.ts';
import { captionScene } from '../caption.ts';
import type { Drawing, DrawingOptions, MatrixAxis } from '../drawing.ts';
import { environmentMarks } from '../environment-marks.ts';
import { findingMarks } from '../finding-marks.ts';
import { LINK_STYLE_WORDS, WIDTH_STEP_WORDS } from '../link-words.ts';
import { lineStyle } from '../layout-view/links/line-style.ts';
import { lineSample, legendLines, type LegendEntry } from '../legend.ts';
import { group, label, rect } from '../marks.ts';
import { emptyDrawing, sceneRoot } from '../scene-root.ts';
import type { SceneNode } from '../scene.ts';
import { themeOf, type Theme } from '../theme.ts';
import { matrixOf, type Matrix } from './matrix-model.ts';
import { matrixScene } from './matrix-scene.ts';

const MARGIN = 28;
const SIZES = { title: 18, body: 12 } as const;
const LEAST_WIDTH = 620;
export const AXIS_WORDS: Readonly<Record<MatrixAxis, string>> = {
  environment: 'environments',
  application: 'applications',
  core: 'cores',
};

/**
 * @param matrix what the legend is for
 * @param theme colours
 * @returns entries for shades, kinds and boundaries
 */
export function matrixLegend(matrix: Matrix, theme: Theme): readonly LegendEntry[] {
  const styles = new Set(matrix.cells.map(({ style }) => style));
  const shades = WIDTH_STEP_WORDS.map((text, index): LegendEntry => ({
    key: `shade-${index}`,
    text,
    width: 16,
    draw: (x, middle) =>
      rect('shade', x, middle - 6, 16, 12, {
        fill: theme.cells[index]?.fill ?? theme.paper,
        stroke: theme.outline,
      }),
  }));
  const kinds = LINK_STYLE_WORDS.filter(([style]) => styles.has(style)).map(([style, text]) =>
    lineSample(`kind-${style}`, text, lineStyle(style, 1, false, theme, 1), theme),
  );
  const crossing: LegendEntry = {
    key: 'crossing',
    text: 'crosses a criticality boundary',
    width: 18,
    draw: (x, middle) =>
      group('crossing', [
        rect('outer', x, middle - 7, 18, 14, { fill: theme.paper, stroke: theme.outline }),
        rect('inner', x + 2.5, middle - 4.5, 13, 9, {
          fill: 'none',
          stroke: theme.text,
          'stroke-width': 0.8,
        }),
      ]),
  };
  const number: LegendEntry = {
    key: 'number',
    text: 'links, and bytes per second of all of them',
    width: 12,
    draw: (x, middle) =>
      group('number', [
        label('sample', x, middle, '3', { room: 12, size: 11, weight: 'bold', fill: theme.text }),
      ]),
  };
  return [
    number,
    ...shades,
    ...kinds,
    ...(matrix.cells.some((cell) => cell.crossing) ? [crossing] : []),
  ];
}

function notesOf(matrix: Matrix): string {
  const parts = [
    matrix.hidden.length > 0
      ? `${matrix.hidden.length} links have an end without a place and are not shown`
      : '',
    matrix.silent > 0 ? `${matrix.silent} without any link are left out` : '',
  ].filter((part) => part !== '');
  return parts.join(' · ');
}

function describe(matrix: Matrix, axis: MatrixAxis, layout: string): string {
  const links = matrix.cells.reduce((sum, cell) => sum + cell.links.length, 0);
  const largest = [...matrix.cells].sort((a, b) => b.links.length - a.links.length).slice(0, 8);
  const name = (index: number) => matrix.headings[index]?.name ?? '';
  return [
    `Who talks to whom in layout ${layout}: ${matrix.headings.length} ${AXIS_WORDS[axis]}, ${links} links.`,
    ...largest.map((cell) => `${name(cell.from)} to ${name(cell.to)}: ${cell.links.length} links.`),
    notesOf(matrix),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/**
 * @param plan the plan
 * @param layoutId a layout of it
 * @param result what the engine says of it, or null
 * @param options theme, axis, selection
 * @returns the matrix; of a layout that is not there or has no links, a drawing that says so
 * @cost O(links + headings^2 for the grid's lines)
 * @rules DRAW-15
 */
export function matrixView(
  plan: Plan,
  layoutId: Id,
  result: LayoutResult | null,
  options: DrawingOptions = {},
): Drawing {
  const tree = layoutTree(plan, layoutId);
  if (!tree) return emptyDrawing('There is no such layout in this plan.', options);
  const theme = themeOf(options.theme);
  const axis = options.matrixAxis ?? 'environment';
  const marks = environmentMarks(tree);
  const matrix = matrixOf(plan, tree, marks, axis);
  const name = `${infoOf(plan).name}: who talks to whom`;
  if (matrix.headings.length === 0) {
    const nothing = 'No link of this plan has both ends placed in this layout.';
    const subtitle = `Layout “${tree.layout.name}”`;
    return emptyDrawing(nothing, options, { title: name, subtitle });
  }
  const captioned = options.caption !== false;
  const nodes: SceneNode[] = [];
  const context = {
    matrix,
    tree,
    theme,
    findings: findingMarks(result),
    result,
    selection: options.selection ?? [],
  };
  const top = captioned ? 84 : MARGIN;
  const drawn = matrixScene(context, MARGIN, top);
  const width = Math.max(LEAST_WIDTH, drawn.width + 2 * MARGIN);
  let bottom = top + drawn.height;
  if (captioned) {
    const subtitle = [
      `Layout “${tree.layout.name}”`,
      `${AXIS_WORDS[axis]}: senders are rows, receivers are columns`,
      notesOf(matrix),
    ].filter((part) => part !== '');
    const text = { title: name, subtitle: subtitle.join(' · ') };
    nodes.push(captionScene(text, MARGIN, 18, width - 2 * MARGIN, theme, SIZES).node);
    const legend = legendLines(
      matrixLegend(matrix, theme),
      MARGIN,
      bottom + 14,
      width - MARGIN,
      theme,
      10.5,
    );
    nodes.push(legend.node);
    bottom = legend.bottom;
  }
  nodes.push(drawn.node);
  const height = bottom + 18;
  const description = describe(matrix, axis, tree.layout.name);
  return {
    scene: sceneRoot(width, height, name, description, nodes, theme),
    width,
    height,
    items: drawn.items,
    links: [],
    description,
    idiom: 'matrix',
    collapsed: [],
  };
}
