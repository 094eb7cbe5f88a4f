/** Damages texts as disks, editors and attackers do. Test code; the same seed gives the same damage. */

/** Random whole number below the argument. */
export type Random = (below: number) => number;

/** Pieces that readers of numbers, XML, JSON and CSV have stumbled over. */
const PIECES: readonly string[] = [
  '',
  '0',
  '-1',
  '1e999',
  'NaN',
  '18446744073709551616',
  '9007199254740993',
  '0.1',
  '1,234',
  '0xf...f',
  '0x0',
  ',,,,',
  'null',
  'true',
  '"',
  "'",
  '""',
  '<',
  '>',
  '&',
  '&amp;',
  '&x;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '</object>',
  '<object type="PU"/>',
  '<object type="Package" cpuset="0x1">',
  'type="NUMANode"',
  'Machine',
  'Bridge',
  '{',
  '}',
  '[',
  ']',
  ':',
  '{"__proto__": {}}',
  '"constructor"',
  'toString',
  ';',
  '\t',
  '\n',
  '\r\n',
  '\u0000',
  '\uFEFF',
  '\uFFFD',
  '\uD800',
  '\u202E',
  '\u{1F600}',
  '=1+1',
  'ms',
  'µs',
  '%',
  ' ',
];

type Mutation = (text: string, random: Random) => string;

function pick<T>(list: readonly T[], random: Random): T {
  return list[random(list.length)] as T;
}

function span(text: string, random: Random, most: number): readonly [start: number, end: number] {
  const start = random(text.length + 1);
  return [start, Math.min(text.length, start + 1 + random(most))];
}

function lines(text: string, change: (list: string[]) => void): string {
  const list = text.split('\n');
  change(list);
  return list.join('\n');
}

/** Replaces the n-th match of a pattern; the text stays as it is where there is none. */
function replaceOne(text: string, pattern: RegExp, random: Random, by: string): string {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return text;
  const match = pick(matches, random);
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

const MUTATIONS: readonly Mutation[] = [
  (text, random) => text.slice(0, random(text.length + 1)),
  (text, random) => {
    const [start, end] = span(text, random, 40);
    return text.slice(0, start) + text.slice(end);
  },
  (text, random) => {
    const [start, end] = span(text, random, 200);
    return text.slice(0, end) + text.slice(start, end) + text.slice(end);
  },
  (text, random) => {
    const [start] = span(text, random, 1);
    return text.slice(0, start) + pick(PIECES, random) + text.slice(start);
  },
  (text, random) => {
    const [start, end] = span(text, random, 8);
    return text.slice(0, start) + pick(PIECES, random) + text.slice(end);
  },
  (text, random) => {
    const [start] = span(text, random, 1);
    return `${text.slice(0, start)}${String.fromCharCode(random(256))}${text.slice(start + 1)}`;
  },
  (text, random) => lines(text, (list) => list.splice(random(list.length), 1)),
  (text, random) =>
    lines(text, (list) => list.splice(random(list.length), 0, list[random(list.length)] ?? '')),
  (text, random) =>
    lines(text, (list) => {
      const [a, b] = [random(list.length), random(list.length)];
      [list[a], list[b]] = [list[b] ?? '', list[a] ?? ''];
    }),
  (text, random) => replaceOne(text, /\d+(?:\.\d+)?/g, random, pick(PIECES, random)),
  (text, random) => replaceOne(text, /\d+/g, random, String(random(1000))),
  (text, random) => replaceOne(text, /[A-Za-z_]{3,}/g, random, pick(PIECES, random)),
  (text, random) => {
    const words = text.match(/[A-Za-z_]{3,}/g) ?? ['x'];
    return replaceOne(text, /[A-Za-z_]{3,}/g, random, pick(words, random));
  },
  (text, random) => replaceOne(text, /"[^"\n]*"/g, random, `"${pick(PIECES, random)}"`),
  (text, random) => {
    const [start, end] = span(text, random, 30);
    return text.slice(0, start) + text.slice(start, end).repeat(1 + random(200)) + text.slice(end);
  },
];

/** Pieces that leave quotes, tags and separators as they are, so that the damage goes deeper than the form. */
const QUIET_PIECES: readonly string[] = PIECES.filter(
  (piece) => !/["'<>&{}[\],;\t\r\n]/.test(piece),
);

const QUIET_MUTATIONS: readonly Mutation[] = [
  (text, random) => replaceOne(text, /\d+(?:\.\d+)?/g, random, pick(QUIET_PIECES, random)),
  (text, random) => replaceOne(text, /\d+/g, random, String(random(300))),
  (text, random) => replaceOne(text, /\d/g, random, String(random(10))),
  (text, random) => replaceOne(text, /"[^"\n]*"/g, random, `"${pick(QUIET_PIECES, random)}"`),
  (text, random) => {
    const values = text.match(/"[^"\n]*"/g) ?? ['""'];
    return replaceOne(text, /"[^"\n]*"/g, random, pick(values, random));
  },
  // Whole elements, members and rows: a line that opens nothing.
  (text, random) =>
    lines(text, (list) => {
      const at = random(list.length);
      if (isWhole(list[at])) list.splice(at, 1);
    }),
  (text, random) =>
    lines(text, (list) => {
      const line = list[random(list.length)];
      if (isWhole(line)) list.splice(random(list.length), 0, line ?? '');
    }),
];

function isWhole(line: string | undefined): boolean {
  return line !== undefined && (/\/>\s*$/.test(line) || !/[<>{}[\]]/.test(line));
}

/**
 * Damages a text once or a few times.
 *
 * @param text a valid file
 * @param random where the damage comes from
 * @returns the damaged file
 * @cost O(text)
 */
export function mutate(text: string, random: Random): string {
  let damaged = text;
  const times = 1 + random(random(4) === 0 ? 12 : 3);
  const mutations = random(3) === 0 ? MUTATIONS : QUIET_MUTATIONS;
  for (let n = 0; n < times; n += 1) damaged = pick(mutations, random)(damaged, random);
  return damaged;
}
