/** How wide a text is, without a DOM: conservative, so that nothing spills whatever font is there. */
import { ASCII_BOLD, ASCII_REGULAR, LATIN1_BOLD, LATIN1_REGULAR } from './glyph-widths.ts';
import { legalText } from './scene.ts';

/** Fonts of every drawing, best first; all are at most as wide as the table. */
export const FONT_FAMILY =
  "Inter, 'Liberation Sans', Arial, Helvetica, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

export type Weight = 'regular' | 'bold';

const THOUSANDTHS = 1000;
/** Punctuation and arrows outside Latin-1 that the drawings use, regular. */
const SPECIAL: ReadonlyMap<number, number> = new Map(
  [...'–…·×→←↔≥≤≠“”‘’'].map((character, index) => [
    character.codePointAt(0) ?? 0,
    [500, 1000, 318, 838, 838, 838, 838, 838, 838, 838, 518, 518, 318, 318][index] ?? 1000,
  ]),
);
/** Widest letter of the other alphabets in DejaVu Sans; East Asian and emoji are wider than high at most. */
const OTHER_LETTER = 1200;
const WIDE = 1400;
const FIRST_WIDE = 0x2e80;
const BOLD_FACTOR = 1.15;

function glyph(code: number, bold: boolean): number {
  if (code >= 0x20 && code <= 0x7e)
    return (bold ? ASCII_BOLD : ASCII_REGULAR)[code - 0x20] ?? THOUSANDTHS;
  if (code >= 0xa0 && code <= 0xff)
    return (bold ? LATIN1_BOLD : LATIN1_REGULAR)[code - 0xa0] ?? THOUSANDTHS;
  const width = SPECIAL.get(code) ?? (code >= FIRST_WIDE ? WIDE : OTHER_LETTER);
  return bold ? width * BOLD_FACTOR : width;
}

/** Widths at size 1 are asked for again and again: names at every redraw. */
const known = { regular: new Map<string, number>(), bold: new Map<string, number>() };
const MOST_KNOWN = 20_000;

function unitWidth(text: string, weight: Weight): number {
  const cached = known[weight].get(text);
  if (cached !== undefined) return cached;
  const bold = weight === 'bold';
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    sum += glyph(code, bold);
  }
  const width = sum / THOUSANDTHS;
  if (known[weight].size >= MOST_KNOWN) known[weight].clear();
  known[weight].set(text, width);
  return width;
}

/**
 * @param text one line
 * @param size font size in user units
 * @param weight regular or bold
 * @returns an upper bound of its width in user units
 * @cost O(length) the first time, O(1) after that
 */
export function textWidth(text: string, size: number, weight: Weight = 'regular'): number {
  return unitWidth(text, weight) * size;
}

const ELLIPSIS = '…';
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Shortens a text to a room, at the end, with an ellipsis; whole characters as people see them.
 *
 * @param text one line, as the user wrote it
 * @param room user units
 * @param size font size
 * @param weight regular or bold
 * @returns the text, a shortened one, or an empty one where not even the ellipsis fits
 * @cost O(length)
 */
export function fitText(
  text: string,
  room: number,
  size: number,
  weight: Weight = 'regular',
): string {
  const clean = oneLine(text);
  if (textWidth(clean, size, weight) <= room) return clean;
  const left = room - textWidth(ELLIPSIS, size, weight);
  if (left < 0) return '';
  return `${cut(clean, left, size, weight).trimEnd()}${ELLIPSIS}`;
}

/** As many whole characters as fit. */
function cut(text: string, room: number, size: number, weight: Weight): string {
  const bold = weight === 'bold';
  let used = 0;
  if (isPlain(text)) {
    for (let at = 0; at < text.length; at += 1) {
      used += (glyph(text.charCodeAt(at), bold) * size) / THOUSANDTHS;
      if (used > room) return text.slice(0, at);
    }
    return text;
  }
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    used += textWidth(segment, size, weight);
    if (used > room) break;
    kept += segment;
  }
  return kept;
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** Names may hold bidirectional controls that would drag neighbours along; a drawing shows none of them. */
const INVISIBLE = /[\u007f-\u009f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * @param text any text
 * @returns it as one line without characters that are illegal or that would rearrange the text around it
 */
export function oneLine(text: string): string {
  // Nearly every name is plain ASCII: one look instead of three replacements.
  if (isPlain(text)) return text.trim();
  return legalText(text).replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/**
 * Breaks a text into at most `lines` lines at blanks and hyphens; the last is shortened.
 *
 * @param text one line, as the user wrote it
 * @param room user units of each line
 * @param size font size
 * @param lines how many there may be
 * @param weight regular or bold
 * @returns one to `lines` lines
 * @cost O(length)
 */
export function wrapText(
  text: string,
  room: number,
  size: number,
  lines: number,
  weight: Weight = 'regular',
): readonly string[] {
  const clean = oneLine(text);
  if (lines <= 1 || textWidth(clean, size, weight) <= room)
    return [fitText(clean, room, size, weight)];
  const words = clean.split(/(?<=[\s/_-])/);
  let line = '';
  let taken = 0;
  for (const word of words) {
    if (textWidth((line + word).trimEnd(), size, weight) > room) break;
    line += word;
    taken += 1;
  }
  // A word too long for its line is shortened, so that what follows it (often a number) is still seen.
  const first = taken === 0 ? fitText(words[0] ?? '', room, size, weight) : line.trimEnd();
  const rest = words.slice(Math.max(1, taken)).join('').trim();
  if (rest === '') return [first];
  return [first, ...wrapText(rest, room, size, lines - 1, weight)];
}

/**
 * @param texts from longest to shortest
 * @param room user units
 * @param size font size
 * @returns the first that fits, else the last
 */
export function firstFitting(texts: readonly string[], room: number, size: number): string {
  return texts.find((text) => textWidth(text, size) <= room) ?? texts.at(-1) ?? '';
}
