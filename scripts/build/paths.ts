/** Parts of the build, the folders they go to and the sources they are made of. */
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
export const DIST = join(ROOT, 'dist');

export const TARGETS = ['ui', 'node', 'electron'] as const;
/** A part of the build: a folder below dist/. */
export type Target = (typeof TARGETS)[number];

const BUILD = ['package.json', 'package-lock.json', 'scripts/build', 'svelte.config.js'];
const ROOMS = ['model', 'catalog', 'analysis', 'exchange', 'drawing', 'report', 'host', 'cli'].map(
  (room) => `src/${room}`,
);

/** Sources of each part, relative to the root. */
export const INPUTS: Readonly<Record<Target, readonly string[]>> = {
  ui: ['src', ...BUILD],
  node: [...ROOMS, 'db', ...BUILD],
  electron: [...ROOMS, 'db', 'electron', ...BUILD],
};
