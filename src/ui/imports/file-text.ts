/** Text of files that the user gives: strictly decoded, of a limited size. */
import { MAX_IMPORT_LENGTH } from '../../host/contract.ts';
import { defineProblems, fail, ok, type Result } from '../../model/problem.ts';

/** A text with the name it came under. */
export interface NamedText {
  readonly fileName: string;
  readonly text: string;
}

const problem = defineProblems({
  'import-too-large': { message: 'the file is larger than what is read' },
  'import-no-text': {
    message: 'the file is not text in UTF-8 or UTF-16',
    remedy: 'Save it as UTF-8; spreadsheets offer "CSV UTF-8".',
  },
});

const BYTE_ORDER_MARKS: readonly {
  readonly bytes: readonly number[];
  readonly encoding: string;
}[] = [
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

/**
 * Decodes the bytes of a file.
 *
 * @param fileName for problems
 * @param bytes its content
 * @returns the text; never one with replacement characters in place of what could not be decoded
 */
export function decodeText(fileName: string, bytes: Uint8Array): Result<NamedText> {
  const place = { file: fileName };
  if (bytes.length > MAX_IMPORT_LENGTH) {
    const found = `${bytes.length} bytes`;
    const expected = `at most ${MAX_IMPORT_LENGTH}`;
    return fail(problem('import-too-large', { place, found, expected }));
  }
  const mark = BYTE_ORDER_MARKS.find((known) =>
    known.bytes.every((byte, index) => bytes[index] === byte),
  );
  try {
    const text = new TextDecoder(mark?.encoding ?? 'utf-8', { fatal: true }).decode(bytes);
    // Zero characters are legal UTF-8 and the mark of a binary file.
    if (text.includes('\u0000')) return fail(problem('import-no-text', { place }));
    return ok({ fileName, text });
  } catch {
    return fail(problem('import-no-text', { place }));
  }
}

/**
 * Reads a file that was chosen or dropped.
 *
 * @param file what the browser gives
 * @returns its text; a file over the limit is not even loaded
 */
export async function readFile(file: File): Promise<Result<NamedText>> {
  if (file.size > MAX_IMPORT_LENGTH) {
    const detail = { place: { file: file.name }, found: `${file.size} bytes` };
    const expected = `at most ${MAX_IMPORT_LENGTH}`;
    return fail(problem('import-too-large', { ...detail, expected }));
  }
  return decodeText(file.name, new Uint8Array(await file.arrayBuffer()));
}
