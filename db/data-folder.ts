/** Where working copies and the list of recent plans live. */
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * `PARTITA_DATA` where it is set, otherwise the system's folder for data of programs.
 *
 * @param of the system, for tests; default this one
 * @returns an absolute path; it need not exist
 */
export function dataFolder(
  of: Surroundings = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { platform, env, home } = of;
  const chosen = env['PARTITA_DATA'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Partita');
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Partita');
  }
  const xdg = env['XDG_DATA_HOME'];
  // The XDG specification says that a relative path in it is to be ignored.
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.local', 'share');
  return join(base, 'partita');
}

/**
 * @param folder path of a folder that only this user may read
 * @returns the same path, now existing
 */
export function ensurePrivateFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
