/** Tells whether a build is older than its sources: a digest of their names, sizes and times beside the build. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = '.stamp';

/** Files below a folder (or the file itself), sorted, tests left out: they are in no build. */
function filesUnder(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && !/\.test\.ts$|\.md$/.test(e.name))
    .map((e) => join(e.parentPath, e.name))
    .sort();
}

/**
 * @param inputs files and folders that a build is made of; missing ones count as empty
 * @returns hex digest that changes when a file is added, removed or written
 */
export function digest(inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesUnder)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param folder of the build
 * @param now digest of the sources
 * @returns whether the build was made from exactly these
 */
export function isFresh(folder: string, now: string): boolean {
  try {
    return readFileSync(join(folder, STAMP), 'utf8') === now;
  } catch {
    return false;
  }
}

/** Marks a finished build. `now` is the digest from before the build began, so that edits meanwhile are noticed. */
export function writeStamp(folder: string, now: string): void {
  writeFileSync(join(folder, STAMP), now);
}
