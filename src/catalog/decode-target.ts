/** Reads a target of the catalogue (or of a user): strict decoding plus the consistency a schema cannot state. */
import { decode, parseJson } from '../model/decode.ts';
import { fail, inFile, ok, type Result } from '../model/problem.ts';
import { checkTarget } from '../model/target-check.ts';
import { targetSchema, type Target } from '../model/target.ts';

/**
 * @param text JSON text of one target
 * @param file name shown in problems
 * @returns the target, or every problem with its JSON pointer
 * @cost O(length of the text)
 * @rules CAT-1
 */
export function decodeTarget(text: string, file: string): Result<Target> {
  const json = parseJson(text);
  if (!json.ok) return fail(...inFile(json.problems, file));
  const target = decode(targetSchema, json.value);
  if (!target.ok) return fail(...inFile(target.problems, file));
  const problems = checkTarget(target.value, '');
  return problems.length === 0 ? ok(target.value) : fail(...inFile(problems, file));
}
