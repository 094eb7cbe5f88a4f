/** The built program as its own process: what a user starts. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from '../scripts/build/build.ts';
import type { Bench } from './harness.ts';
import { ROOT } from './plans.ts';

const PROGRAM = join(ROOT, 'dist/node/partita.mjs');

/**
 * @param measure times the built program
 * @returns the same after what is missing or stale has been built: a stale window is never ready
 */
export function ofBuilt(measure: (bench: Bench) => Promise<void>): (bench: Bench) => Promise<void> {
  return async (bench) => {
    await ensureBuilt(['ui', 'node']);
    await measure(bench);
  };
}

/** A running browser host. */
export interface Served {
  readonly url: string;
  readonly pid: number;
  readonly end: () => Promise<void>;
}

/**
 * @param folder for its data
 * @param what a plan file, or `--sample` and an id
 * @returns the host, once it has printed its address
 */
export async function serve(folder: string, what: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', ...what, '--no-open', '--port', '0'], {
    env: { ...process.env, PARTITA_DATA: join(folder, 'served') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const url = await new Promise<string>((found, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const address = /http:\/\/127\.0\.0\.1:\S+/.exec(chunk.toString())?.[0];
      if (address !== undefined) found(address);
    });
    child.once('exit', () => failed(new Error('the host ended before it gave its address')));
  });
  return {
    url,
    pid: child.pid ?? 0,
    end: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * @param args a command of `partita`
 * @returns when it has ended well
 */
export async function partita(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`partita ${args.join(' ')} ended with ${String(code)}`);
}
