/** Text of a plan becomes text of a page, never markup, style or script. */
import { legalText } from '../../drawing/scene.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * @param text any text
 * @returns text that stands for itself in HTML content and in quoted attributes
 */
export function escapeHtml(text: string): string {
  return legalText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * @param text any text
 * @returns a CSS string with its quotes; every character but letters, digits and blanks is an escape, so that none
 *   of them can end the string, the rule or the style element
 * @source CSS Syntax Module Level 3, section 4.3.7: an escape ends with a blank
 */
export function cssString(text: string): string {
  const escaped = [...legalText(text)]
    .map((character) =>
      /[A-Za-z0-9 ]/.test(character)
        ? character
        : `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
    )
    .join('');
  return `"${escaped}"`;
}

/**
 * @param parts of an id; objects' ids hold only letters, digits, dot, dash, colon and underscore
 * @returns an id that is unique when its parts are
 */
export function htmlId(...parts: readonly string[]): string {
  return parts.map((part) => part.replace(/[^A-Za-z0-9_.:@-]/g, '_')).join('--');
}
