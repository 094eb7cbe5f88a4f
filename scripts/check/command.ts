/** Runs a tool of this project, and lets its words through or keeps them. */
import { spawn } from 'node:child_process';
import { env } from 'node:process';
import { ROOT } from '../build/paths.ts';
import type { Command } from './namespace.ts';

/**
 * @param command what to run in the project's folder
 * @param more environment variables beside the present ones
 * @returns its exit code; 127 when it cannot be started
 */
export function run(
  command: Command,
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const [file, ...args] = command;
  return new Promise((done) => {
    const child = spawn(file, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...env, ...more },
    });
    child.on('error', (error) => {
      console.error(`${file}: ${error.message}`);
      done(127);
    });
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** What a command said, both streams in the order they came, and its exit code; 127 when it cannot be started. */
export interface Ran {
  readonly code: number;
  readonly text: string;
}

/**
 * @param command what to run in the project's folder; what it says is kept, for commands that run side by side
 * @returns its words and its exit code
 */
export function runKept(command: Command): Promise<Ran> {
  const [file, ...args] = command;
  return new Promise((done) => {
    let text = '';
    const child = spawn(file, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (words: string) => (text += words));
    }
    child.on('error', (error) => done({ code: 127, text: `${file}: ${error.message}\n` }));
    child.on('close', (code) => done({ code: code ?? 1, text }));
  });
}
