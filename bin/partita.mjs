#!/usr/bin/env node
// The command `partita` in a checkout: finds Node 24, builds what is missing or stale, runs the command line.
import { existsSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureNode24 } from '../scripts/node24.mjs';

const isServer = argv[2] === 'serve';
await ensureNode24(fileURLToPath(import.meta.url), argv.slice(2), isServer);
// An installed package has no sources to build from.
if (existsSync(new URL('../scripts/build/build.ts', import.meta.url))) {
  const { ensureBuilt } = await import('../scripts/build/build.ts');
  // Only `serve` shows the user interface; every other command spares its build.
  try {
    await ensureBuilt(isServer ? ['node', 'ui'] : ['node']);
  } catch (error) {
    console.error(`Partita cannot be built: ${error instanceof Error ? error.message : error}`);
    exit(2);
  }
}
await import(new URL('../dist/node/partita.mjs', import.meta.url).href);
