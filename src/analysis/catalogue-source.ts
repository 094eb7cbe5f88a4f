/** Where a fact of the catalogue comes from, in words. */
import type { Figure } from '../catalog/figure.ts';
import type { Catalogue } from '../catalog/technology.ts';

/**
 * @param catalogue the catalogue
 * @param figure one of its figures
 * @returns the titles of its sources; how it was known where it has none (`judgement`); null when it is unknown
 */
export function catalogueSource(
  catalogue: Catalogue,
  figure: Pick<Figure, 'value' | 'sources' | 'verification' | 'confidence'>,
): string | null {
  if (figure.value === null) return null;
  const titles = figure.sources.map((key) => catalogue.sources.get(key)?.title ?? key);
  return titles.length > 0 ? titles.join('; ') : (figure.verification ?? figure.confidence);
}
