/** Runs a tool of this project and lets its words through. */
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
