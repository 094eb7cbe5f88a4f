/** Names of files that are made from names in a plan. */

/** Longest stem; every file system takes that much with an extension. */
const MAX_STEM = 100;

/**
 * @param parts names from a plan, put together with dashes
 * @returns a file name without extension and without anything that leads into another folder
 */
export function fileStem(...parts: readonly string[]): string {
  const stem = parts
    .join(' - ')
    .replace(/[\u0000-\u001f\u007f\\/:*?"<>|]+/g, '-')
    // A leading dot hides a file; Windows drops trailing dots and blanks.
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, MAX_STEM);
  return stem === '' ? 'plan' : stem;
}
