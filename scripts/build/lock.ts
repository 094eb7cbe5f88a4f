/** One build at a time in a checkout, however many commands find it stale at once. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
const GIVE_UP_MS = 180_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function tryTake(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holder(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Runs `work` while holding the lock file; a lock whose process has ended is taken over.
 *
 * @param file lock file; its folder is made
 * @param work what only one process may do at a time
 * @returns what `work` returns
 * @throws when another process holds the lock for three minutes
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const end = Date.now() + GIVE_UP_MS;
  while (!tryTake(file)) {
    const pid = holder(file);
    if (pid !== null && !isAlive(pid)) rmSync(file, { force: true });
    else if (Date.now() > end)
      throw new Error(`Process ${pid ?? '?'} has held ${file} for too long`);
    else await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
