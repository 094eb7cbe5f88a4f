/** The drawings that the command line can make, by the names it gives them. */
import type { View } from '../drawing/drawing.ts';
import { layoutView } from '../drawing/layout-view/layout-view.ts';

/** In the order in which help lists them; the first is drawn when none is named. */
export const VIEWS: Readonly<Record<string, { readonly title: string; readonly view: View }>> = {
  layout: { title: 'software stacks on the floorplan', view: layoutView },
};
