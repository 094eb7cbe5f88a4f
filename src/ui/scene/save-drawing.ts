/** A drawing as a file of the user. */
import type { Drawing } from '../../drawing/drawing.ts';
import { download } from '../app/downloads.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import { pngFile, svgFile } from './export-image.ts';

/** Forms in which drawings are exported. */
export const IMAGE_FORMATS = ['svg', 'png'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/**
 * Gives a drawing to the user and says so.
 *
 * @param session the open plan
 * @param drawing as it is to be exported: what is seen, with its caption
 * @param fileName without extension
 * @param format SVG or PNG
 */
export async function saveDrawing(
  session: PlanSession,
  { scene, width, height }: Drawing,
  fileName: string,
  format: ImageFormat,
): Promise<void> {
  try {
    const file = format === 'svg' ? svgFile(scene) : await pngFile(scene, width, height);
    download(`${fileName}.${format}`, file);
    session.notices.info(`Exported ${fileName}.${format}`);
  } catch (error) {
    session.notices.warn(`The picture was not made: ${String(error)}`, 'Export SVG instead.');
  }
}
