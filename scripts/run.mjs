// Starts a script of this folder under Node 24: `node scripts/run.mjs <name> [arguments]`.
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureNode24 } from './node24.mjs';

/** @type {Record<string, () => Promise<{ main(args: readonly string[]): Promise<number> }>>} */
const SCRIPTS = {
  build: () => import('./build/build.ts'),
  start: () => import('./start/start.ts'),
  test: () => import('./check/test.ts'),
  e2e: () => import('./check/e2e.ts'),
  licences: () => import('./licences/licences.ts'),
  pack: () => import('./pack/pack.ts'),
  bench: () => import('../bench/bench.ts'),
};

const [name = '', ...args] = argv.slice(2);
await ensureNode24(fileURLToPath(import.meta.url), argv.slice(2), name === 'start');
const script = SCRIPTS[name];
if (script === undefined) {
  console.error(`Unknown script "${name}". Known: ${Object.keys(SCRIPTS).join(', ')}.`);
  exit(2);
}
try {
  exit(await (await script()).main(args));
} catch (error) {
  console.error(`${name}: ${error instanceof Error ? error.message : error}`);
  exit(1);
}
