/** The layout drawn for paper: small on the summary page, and large enough to be read on pages of its own. */
import type { Drawing, DrawingOptions, View } from '../drawing/drawing.ts';
import { layoutView } from '../drawing/layout-view/layout-view.ts';
import { toSvg, type SceneNode } from '../drawing/scene.ts';
import type { Figure } from './document.ts';
import type { ReportFacts } from './report-facts.ts';

/** An SVG file begins with a declaration that has no place inside a page. */
export function inlineSvg(scene: SceneNode): string {
  return toSvg(scene).replace(/^<\?xml[^>]*\?>\s*/, '');
}

/**
 * @param facts of the report
 * @param view what to draw
 * @param options beyond those that every figure has
 * @returns the drawing in the colours of paper, with its legend unless that is left out
 */
export function drawFor(facts: ReportFacts, view: View, options: DrawingOptions = {}): Drawing {
  const { plan, layoutId, result, catalogue } = facts;
  return view(plan, layoutId, result, { theme: 'light', catalogue, ...options });
}

/** Room for the overview on the summary page, in millimetres. */
const OVERVIEW = { width: 269, height: 76 };
/** Columns per row to choose from: many cores in long rows, few in one. */
const OVERVIEW_COLUMNS: readonly number[] = [12, 20, 40];

/** How large a drawing can be shown in a room: millimetres per unit. */
function scaleIn(room: typeof OVERVIEW, { width, height }: Drawing): number {
  return Math.min(room.width / width, room.height / height);
}

/**
 * @param facts of the report
 * @returns the layout without its links, wrapped so that it is as large as the room allows
 * @cost a drawing per number of columns tried
 */
export function overviewFigure(facts: ReportFacts): Figure {
  const columns =
    facts.target.cores.length <= (OVERVIEW_COLUMNS[0] ?? 0) ? [undefined] : OVERVIEW_COLUMNS;
  const drawings = columns.map((columnsPerRow) =>
    drawFor(facts, layoutView, {
      idiom: 'none',
      caption: false,
      ...(columnsPerRow === undefined ? {} : { columnsPerRow }),
    }),
  );
  const best = drawings.reduce((a, b) => (scaleIn(OVERVIEW, b) > scaleIn(OVERVIEW, a) ? b : a));
  return {
    kind: 'figure',
    id: 'figure-2-1',
    caption: 'The layout at a glance',
    description: best.description,
    svg: inlineSvg(best.scene),
    file: toSvg(best.scene),
  };
}

/** Widest drawing whose text is still about 8 points high on a page of A3, in units. */
const READABLE_WIDTH = 1600;
/** Columns per row of a drawing that goes over several rows. */
const READABLE_COLUMNS = 7;
/** Height of the room on a page of A3 per unit of its width. */
const PAGE_RATIO = 0.62;
/** Blank above the stacks of a row, in units. */
const ABOVE = 14;

/** A stretch of a drawing from top to bottom. */
export interface Band {
  readonly y: number;
  readonly height: number;
}

/** Where the rows of cores of a drawing begin, from the top; the first begins at 0. */
function rowTops({ items }: Drawing): readonly number[] {
  const coreTops = [...new Set(items.flatMap(({ part, y }) => (part === 'core' ? y : [])))].sort(
    (a, b) => a - b,
  );
  const stacks = items.filter(({ kind }) => kind === 'environment' || kind === 'application');
  return coreTops.map((coreTop, index) => {
    const above = coreTops[index - 1];
    if (above === undefined) return 0;
    const own = stacks.flatMap(({ y }) => (y > above && y < coreTop ? y : []));
    return Math.min(coreTop, ...own) - ABOVE;
  });
}

/** As many rows in a band as a page holds, at least one. */
function bandsOf(drawing: Drawing): readonly Band[] {
  const limit = drawing.width * PAGE_RATIO;
  const bands: Band[] = [];
  const tops = rowTops(drawing);
  let y = 0;
  tops.forEach((_, index) => {
    const end = tops[index + 1] ?? drawing.height;
    const next = tops[index + 2] ?? drawing.height;
    const isLast = index === tops.length - 1;
    if (!isLast && next - y <= limit) return;
    bands.push({ y, height: end - y });
    y = end;
  });
  return bands;
}

const DRAWING = 'figure-6-1-drawing';

/**
 * @param drawing that goes over several pages
 * @param band the stretch of this page
 * @param index which page, from 0
 * @param id of the drawing in the document
 * @returns a picture of the stretch: the first part holds the drawing, the others show other stretches of it
 */
export function partSvg({ scene, width }: Drawing, band: Band, index: number, id: string): string {
  const box = `0 ${Math.floor(band.y)} ${Math.ceil(width)} ${Math.ceil(band.height)}`;
  if (index > 0) {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" role="img"><use href="#${id}"/></svg>`;
  }
  const { children = [], attributes } = scene;
  return inlineSvg({
    ...scene,
    attributes: { ...attributes, viewBox: box, height: Math.ceil(band.height) },
    children: [{ tag: 'g', key: 'drawing', attributes: { id }, children }],
  });
}

/**
 * The layout on pages of its own. One that is too wide for its text to be read goes over several rows, and these over
 * several pages; links would run from page to page, so they are left to the tables and the matrix.
 *
 * @param facts of the report
 * @returns one figure, or one per page
 */
export function layoutFigures(facts: ReportFacts): readonly Figure[] {
  const whole = drawFor(facts, layoutView);
  const wraps = whole.width > READABLE_WIDTH;
  const drawing = wraps
    ? drawFor(facts, layoutView, { idiom: 'none', columnsPerRow: READABLE_COLUMNS })
    : whole;
  const bands = wraps ? bandsOf(drawing) : [{ y: 0, height: drawing.height }];
  return bands.map((band, index) => ({
    kind: 'figure',
    id: `figure-6-${index + 1}`,
    caption:
      bands.length === 1
        ? 'The layout with its links'
        : `The layout, part ${index + 1} of ${bands.length}; links are in section 9`,
    description: drawing.description,
    foldout: true,
    svg: partSvg(drawing, band, index, DRAWING),
    ...(index === 0 ? { file: toSvg(drawing.scene) } : {}),
  }));
}
