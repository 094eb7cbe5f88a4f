/** What drawings say of a technology: its name and the memory it takes once. */
import { figureOf } from '../catalog/lookup.ts';
import type { Catalogue, Family } from '../catalog/technology.ts';
import type { Id } from '../model/fields.ts';
import { formatNumber } from '../model/units.ts';

/**
 * @param catalogue the catalogue, or null
 * @param technologyId id of a technology, or null
 * @returns its name; null when not chosen or not in the catalogue
 */
export function technologyName(
  catalogue: Catalogue | null,
  technologyId: Id | null,
): string | null {
  if (technologyId === null) return null;
  return catalogue?.technologies.get(technologyId)?.name ?? null;
}

/**
 * @param catalogue the catalogue, or null
 * @param technologyId id of a technology, or null
 * @returns for example `4 MiB (4 to 64)`; null when no source gives a value
 */
export function technologyFixedMemory(
  catalogue: Catalogue | null,
  technologyId: Id | null,
): string | null {
  if (!catalogue || technologyId === null) return null;
  const found = figureOf(catalogue, technologyId, 'fixedHostMemory');
  const value = found?.figure.value ?? null;
  if (!found || value === null) return null;
  const { low, high, unit } = found.figure;
  const spread =
    low !== null && high !== null && low !== high
      ? ` (${formatNumber(low)} to ${formatNumber(high)})`
      : '';
  return `${formatNumber(value)} ${unit ?? ''}${spread}`.trim();
}

/**
 * @param catalogue the catalogue, or null
 * @param technologyId id of a technology, or null
 * @returns its family; null when not chosen or not in the catalogue
 */
export function familyOf(catalogue: Catalogue | null, technologyId: Id | null): Family | null {
  return technologyId === null ? null : (catalogue?.technologies.get(technologyId)?.family ?? null);
}
