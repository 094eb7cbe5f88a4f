/**
 * Gives the catalogue a new version after figures changed: `node scripts/catalogue-version.ts 1.1.0`. What the figures
 * were at the last commit goes into history.json, so that plans made with them can still show their results.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeCatalogue } from '../src/catalog/decode-catalogue.ts';
import { figuresText, pastOf } from '../src/catalog/history.ts';
import type { Catalogue } from '../src/catalog/technology.ts';
import { filesBelow } from '../src/host/folder-walk.ts';
import { formatProblem } from '../src/model/problem.ts';
import { ROOT } from './build/paths.ts';

const FOLDER = join(ROOT, 'resources/technologies');
const MANIFEST = join(FOLDER, 'catalogue.json');
const HISTORY = join(FOLDER, 'history.json');

function catalogueFrom(read: (file: string) => string): Catalogue {
  const names = filesBelow(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => relative(FOLDER, file).split(sep).join('/'));
  const decoded = decodeCatalogue(new Map(names.map((name) => [name, read(name)])));
  if (decoded.ok) return decoded.value;
  throw new Error(decoded.problems.map(formatProblem).join('\n'));
}

/**
 * @param text of history.json
 * @param before the catalogue as it was
 * @param after the catalogue as it is, still under the old version
 * @param version the new version
 * @returns the next text of history.json
 */
export function nextHistory(
  text: string,
  before: Catalogue,
  after: Catalogue,
  version: string,
): string {
  const { past } = JSON.parse(text) as { past: readonly unknown[] };
  const digest = createHash('sha256').update(figuresText(after)).digest('hex');
  const next = { current: { version, digest }, past: [pastOf(before, after), ...past] };
  return `${JSON.stringify(next, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const version = process.argv[2] ?? '';
  const before = catalogueFrom((name) =>
    execFileSync('git', ['show', `HEAD:resources/technologies/${name}`], { encoding: 'utf8' }),
  );
  const after = catalogueFrom((name) => readFileSync(join(FOLDER, name), 'utf8'));
  if (!/^\d+\.\d+\.\d+$/.test(version) || version === before.version) {
    throw new Error(`Give the new version, three numbers after ${before.version}`);
  }
  writeFileSync(HISTORY, nextHistory(readFileSync(HISTORY, 'utf8'), before, after, version));
  const manifest = readFileSync(MANIFEST, 'utf8');
  writeFileSync(
    MANIFEST,
    manifest.replace(`"version": "${before.version}"`, `"version": "${version}"`),
  );
}
