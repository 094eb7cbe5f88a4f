/** Times of files as the user's system writes them. */

/**
 * @param iso a time as the host gives it, ISO 8601
 * @returns day and time in the user's own way; the text itself where it is not a time
 */
export function localTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
