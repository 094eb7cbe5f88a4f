/** Foreign text made to fit the fields of the model: no control characters, not longer than they take. */

const NAME_LENGTH = 120;
const SHORT_LENGTH = 200;
const LONG_LENGTH = 8000;

function fit(text: string, length: number): string {
  const plain = text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .toWellFormed()
    .trim();
  if (plain.length <= length) return plain;
  // A cut inside a surrogate pair would leave half a character.
  const cut = plain.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut.trimEnd()}…`;
}

/**
 * @param text anything
 * @param fallback what to take when nothing printable is left
 * @returns a name the model accepts
 */
export function fitName(text: string, fallback: string): string {
  return fit(text, NAME_LENGTH) || fallback;
}

/**
 * @param text anything, or null
 * @returns a short text the model accepts; null when nothing printable is left
 */
export function fitShort(text: string | null): string | null {
  return text === null ? null : fit(text, SHORT_LENGTH) || null;
}

/**
 * @param lines sentences
 * @returns a note the model accepts, or null when there is none
 */
export function fitNote(lines: readonly (string | null)[]): string | null {
  const kept = lines.filter((line) => line !== null && line !== '');
  return kept.length === 0 ? null : fit(kept.join(' '), LONG_LENGTH);
}
