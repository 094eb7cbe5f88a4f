/** Numbers and lists in findings: short, with unit, and never rounded onto the limit that they miss. */
import type { Placed } from './result.ts';

/**
 * A share of cores as per cent of one core.
 *
 * @param share 1 is one core fully used
 * @param limit a share that the text must differ from unless the values are equal
 * @returns for example "112.5 %"
 */
export function formatLoad(share: number, limit: number | null = null): string {
  const percent = share * 100;
  let text = trimmed(percent, 1);
  for (let digits = 2; digits <= 12; digits += 1) {
    if (limit === null || share === limit || text !== trimmed(limit * 100, 1)) break;
    text = trimmed(percent, digits);
  }
  return `${text} %`;
}

function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** How many names a message lists before it counts the rest. */
const NAMES_IN_MESSAGE = 3;

/**
 * @param names what to list
 * @param most how many at most
 * @returns for example `"a", "b", "c" and 4 more`
 */
export function listNames(names: readonly string[], most = NAMES_IN_MESSAGE): string {
  const quoted = names.slice(0, most).map((name) => `"${name}"`);
  const rest = names.length - quoted.length;
  if (rest > 0) return `${quoted.join(', ')} and ${rest} more`;
  const last = quoted.at(-1) ?? '';
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} and ${last}` : last;
}

/**
 * @param count how many
 * @param one what one is called
 * @param many what several are called; the regular plural when not given
 * @returns for example "1 core", "3 cores"
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/**
 * @param placed how many applications have a place
 * @returns `nothing placed yet`, `3 of 5 applications placed`; null when all of them are
 */
export function placedWords({ applications, of }: Placed): string | null {
  if (applications === 0) return 'nothing placed yet';
  return applications === of ? null : `${applications} of ${counted(of, 'application')} placed`;
}
