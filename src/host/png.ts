/** SVG to PNG through the Chromium of this machine; the window makes its own pictures. */
import type { Result } from '../model/problem.ts';
import { runChromium } from './chromium.ts';

/** Size of a picture in CSS pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Largest side of a picture in device pixels that Chromium draws without a graphics card. */
export const MAX_PICTURE_SIDE = 16_384;

/**
 * @param svg a drawing; as an image it can run no script and load nothing
 * @param size of the drawing
 * @param scale device pixels per CSS pixel; made smaller where the picture would be too large
 * @returns the bytes of a PNG, or why there are none
 */
export function svgToPng(svg: string, size: PictureSize, scale = 2): Promise<Result<Uint8Array>> {
  const width = Math.ceil(size.width);
  const height = Math.ceil(size.height);
  const fitting = Math.min(scale, MAX_PICTURE_SIDE / Math.max(width, height));
  const page = `<!doctype html><meta charset="utf-8"><style>html,body{margin:0;overflow:hidden}img{display:block;width:${width}px;height:${height}px}</style><img alt="" src="drawing.svg">`;
  return runChromium({
    what: 'PNG',
    files: [
      ['page.html', page],
      ['drawing.svg', svg],
    ],
    argumentsFor: (output) => [
      `--screenshot=${output}`,
      `--window-size=${width},${height}`,
      `--force-device-scale-factor=${fitting}`,
      '--hide-scrollbars',
    ],
  });
}
