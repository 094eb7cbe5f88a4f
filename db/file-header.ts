/** Recognises a plan by its first bytes, before SQLite sees it. */
import type { Problem } from '../src/model/problem.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './migrations.ts';
import { storageProblem } from './storage-problems.ts';

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
/** Size of the header of an SQLite file, in bytes. */
export const HEADER_BYTES = 100;
// Offsets of the header fields: https://sqlite.org/fileformat2.html, section 1.3.
const PAGE_SIZE_AT = 16;
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;

function describeStart(head: Buffer): string {
  if (head.length === 0) return 'an empty file';
  const text = head.subarray(0, 24).toString('latin1');
  return /^[\t\n\r\u0020-\u007e]*$/.test(text) ? `text beginning "${text.trim()}"` : 'other data';
}

/**
 * @param head the first bytes of a file
 * @param file its path
 * @returns why it is not a plan that this version reads; null when it looks like one
 */
export function refuseByHeader(head: Buffer, file: string): Problem | null {
  const place = { file };
  if (head.length < HEADER_BYTES || !head.subarray(0, MAGIC.length).equals(MAGIC)) {
    const cut = head.subarray(0, MAGIC.length).equals(MAGIC);
    return cut
      ? storageProblem('plan-damaged', { place, found: `a file of ${head.length} bytes` })
      : storageProblem('plan-not-a-file-of-ours', { place, found: describeStart(head) });
  }
  const applicationId = head.readUInt32BE(APPLICATION_ID_AT);
  if (applicationId !== APPLICATION_ID) {
    return storageProblem('plan-other-database', {
      place,
      found: `application_id 0x${applicationId.toString(16)}`,
      expected: `0x${APPLICATION_ID.toString(16)}`,
    });
  }
  const version = head.readUInt32BE(USER_VERSION_AT);
  if (version > SCHEMA_VERSION) {
    return storageProblem('plan-newer-file', {
      place,
      found: `version ${version}`,
      expected: `at most version ${SCHEMA_VERSION}`,
    });
  }
  if (version < 1) return storageProblem('plan-damaged', { place, found: 'version 0' });
  return null;
}

/**
 * A file is whole pages. SQLite itself would take a last page cut short for one that ends in zeros.
 *
 * @param content a whole file whose header was accepted
 * @param file its path
 * @returns the problem of a file that was cut; null when it ends where a page does
 */
export function refuseByLength(content: Buffer, file: string): Problem | null {
  // 1 stands for 65536, which does not fit in the two bytes.
  const pageSize =
    content.readUInt16BE(PAGE_SIZE_AT) === 1 ? 65_536 : content.readUInt16BE(PAGE_SIZE_AT);
  if (pageSize > 0 && content.length % pageSize === 0) return null;
  return storageProblem('plan-damaged', {
    place: { file },
    found: `${content.length} bytes`,
    expected: `whole pages of ${pageSize} bytes`,
  });
}
