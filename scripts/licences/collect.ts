/** Third-party packages that ship, with their licences. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package that ships. */
export interface Shipped {
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the package states it; null: it states none. */
  readonly licence: string | null;
  /** Texts of its licence and notice files. */
  readonly texts: readonly string[];
}

/** Licences that ask for no more than a notice. Anything else is refused until someone has read it. */
const ACCEPTED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  // Fonts: a notice, and the font's name stays with the font.
  'OFL-1.1',
  'Unlicense',
]);

const TEXT_FILE = /^(licen[cs]e|copying|notice)([-.].*)?$/i;

/**
 * @param expression SPDX expression: names joined by OR and AND, AND binding tighter; parentheses around parts
 * @returns whether at least one way to read it asks for accepted licences only
 */
export function isAccepted(expression: string | null): boolean {
  if (expression === null) return false;
  const plain = expression.replaceAll(/[()]/g, ' ').trim();
  // Without its parentheses an expression of both kinds could be read wrongly: refuse it.
  if (expression.includes('(') && / AND /.test(plain) && / OR /.test(plain)) return false;
  return plain
    .split(/\s+OR\s+/)
    .some((way) => way.split(/\s+AND\s+/).every((name) => ACCEPTED.has(name.trim())));
}

interface LockEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

/**
 * @param lock parsed package-lock.json, version 3
 * @returns folders below the root of the packages in the production tree. Optional ones are left out: they are
 *   tools for one platform, and no bundle or package takes them in.
 */
export function shippedFolders(lock: { packages: Readonly<Record<string, LockEntry>> }): string[] {
  return Object.entries(lock.packages)
    .filter(([path, e]) => path !== '' && !e.dev && !e.optional && !e.devOptional)
    .map(([path]) => path)
    .sort();
}

/**
 * @param folder of an installed package
 * @returns what it says about itself
 */
export function readPackage(folder: string): Shipped {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: unknown;
  };
  const stated = typeof about.license === 'string' ? about.license : null;
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((f) => f.isFile() && TEXT_FILE.test(f.name))
    .map((f) => f.name)
    .sort();
  const texts = files.map((f) =>
    readFileSync(join(folder, f), 'utf8').replaceAll('\r\n', '\n').trim(),
  );
  // Some packages leave the field out although their licence file is plain.
  const read = texts.some((t) => /^(The )?MIT License\b/.test(t)) ? 'MIT' : null;
  return { name: about.name, version: about.version, licence: stated ?? read, texts };
}

const RULE = '-'.repeat(80);

/**
 * @param packages in any order
 * @returns one text with the licence of each; equal texts are kept apart, since each names its own holders
 */
export function noticeOf(packages: readonly Shipped[]): string {
  const parts = [...packages]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1))
    .map((p) => {
      const texts =
        p.texts.length > 0 ? p.texts.join('\n\n') : 'The package contains no licence text.';
      return `${RULE}\n${p.name} ${p.version}\nLicence: ${p.licence ?? 'not stated'}\n\n${texts}\n`;
    });
  return `Software of others in Partita, with its licences.
Made by "npm run licences"; do not edit. The desktop packages also contain Electron, whose licences stand in
LICENSE.electron.txt and LICENSES.chromium.html beside the program. SQLite, inside better-sqlite3, is in the
public domain.

${parts.join('\n')}`;
}
