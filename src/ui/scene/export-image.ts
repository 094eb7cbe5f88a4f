/** What is seen, as a file: the SVG text of the drawing, or a picture of it. */
import { toSvg, type SceneNode } from '../../drawing/scene.ts';

/** Pixels of a picture per user unit: sharp on paper and on projectors. */
export const PNG_SCALE = 2;
/** Largest side of a picture that browsers draw without silent loss. */
const MAX_SIDE = 16_000;

/** @returns the drawing as an SVG file */
export function svgFile(scene: SceneNode): Blob {
  return new Blob([toSvg(scene)], { type: 'image/svg+xml' });
}

function loadImage(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('the drawing could not be drawn as a picture'));
    image.src = url;
  });
}

/**
 * @param scene a drawing
 * @param width its width in user units
 * @param height its height in user units
 * @returns a PNG file
 * @throws {Error} when the browser cannot draw it
 */
export async function pngFile(scene: SceneNode, width: number, height: number): Promise<Blob> {
  const scale = Math.min(PNG_SCALE, MAX_SIDE / width, MAX_SIDE / height);
  const url = URL.createObjectURL(svgFile(scene));
  try {
    const image = await loadImage(url);
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser draws no pictures');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (!blob) throw new Error('the picture is too large for this browser');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}
