// Plain JavaScript that Node 20 understands: everything else in this folder needs Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setInterval } from 'node:timers';

export const NEEDED_MAJOR = 24;
const ROOT = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..');

/**
 * Where npm put the Node that this project pins, or null on a platform it pins none for.
 *
 * @param {string} root folder that holds node_modules
 * @returns {string | null}
 */
export function pinnedNode(root = ROOT) {
  const file = join(
    root,
    'node_modules',
    `node-${process.platform}-${process.arch}`,
    'bin',
    'node',
  );
  return existsSync(file) ? file : null;
}

/**
 * Continues at once under Node 24; under an older one runs the same script again with the pinned Node, passes
 * signals and the exit code through, and never returns.
 * What stays until it is ended (a server) must not outlive the process that started this one.
 *
 * @param {string} script file to run again
 * @param {readonly string[]} args
 * @param {boolean} staysUntilEnded
 * @returns {Promise<void>}
 */
export async function ensureNode24(script, args, staysUntilEnded = false) {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
    putFirstOnPath(dirname(process.execPath));
    return;
  }
  const node = pinnedNode();
  if (node === null) {
    const platform = `${process.platform}-${process.arch}`;
    console.error(
      `Partita needs Node ${NEEDED_MAJOR}; this is ${process.versions.node} and node_modules holds none for ${platform}. ` +
        `Run "npm ci" in ${ROOT}, or install Node ${NEEDED_MAJOR}.`,
    );
    process.exit(2);
  }
  const child = spawn(node, [script, ...args], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  if (staysUntilEnded) {
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1000).unref();
  }
  await new Promise(() => {
    child.on('error', (error) => {
      console.error(`Partita cannot run ${node}: ${error.message}`);
      process.exit(2);
    });
    child.on('exit', (code, signal) => {
      process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Tools with a `#!/usr/bin/env node` line get the same Node. @param {string} folder */
function putFirstOnPath(folder) {
  const path = process.env['PATH'] ?? '';
  if (path.split(delimiter)[0] !== folder) process.env['PATH'] = folder + delimiter + path;
}
