/** The tree of disk images drawn for paper: a long one goes over several pages. */
import type { Drawing } from '../drawing/drawing.ts';
import { diskTreeView } from '../drawing/disk-tree/disk-tree-view.ts';
import { toSvg } from '../drawing/scene.ts';
import type { Figure } from './document.ts';
import { drawFor, partSvg, type Band } from './layout-figures.ts';
import type { ReportFacts } from './report-facts.ts';

/** Tallest stretch whose text is still about 8 points high on a page of A3, in units. */
const READABLE_HEIGHT = 900;
const DRAWING = 'figure-8-2-drawing';

/** Pages end between two images. */
function bandsOf({ items, height }: Drawing): readonly Band[] {
  const bands: Band[] = [];
  let y = 0;
  for (const item of items) {
    const end = item.y + item.height;
    if (end - y <= READABLE_HEIGHT) continue;
    bands.push({ y, height: item.y - y });
    y = item.y;
  }
  return [...bands, { y, height: height - y }];
}

/**
 * @param facts of the report
 * @returns one figure, or one per page; none for a layout without images
 * @cost a drawing
 */
export function diskFigures(facts: ReportFacts): readonly Figure[] {
  if (facts.tree.images.length === 0) return [];
  const drawing = drawFor(facts, diskTreeView);
  const bands = bandsOf(drawing);
  return bands.map((band, index) => ({
    kind: 'figure',
    id: `figure-8-${index + 2}`,
    caption:
      bands.length === 1
        ? 'Disk images with their sizes'
        : `Disk images with their sizes, part ${index + 1} of ${bands.length}`,
    description: drawing.description,
    foldout: true,
    svg: partSvg(drawing, band, index, DRAWING),
    ...(index === 0 ? { file: toSvg(drawing.scene) } : {}),
  }));
}
