/**
 * Electron's program: is it here, and can it be fetched? Looks at files only: `require('electron')` under plain
 * Node would start a download that nobody asked for and that nothing bounds.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A download that stands still for so long is given up. */
const STALL_MS = 15_000;
const POLL_MS = 500;

/**
 * @param root folder that holds node_modules
 * @returns path of the program, or null when it is not (wholly) there
 */
export function electronProgram(root: string): string | null {
  const folder = join(root, 'node_modules/electron');
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist');
    if (readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '') !== version)
      return null;
    const program = join(dist, readFileSync(join(folder, 'path.txt'), 'utf8'));
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  let size = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    // Files come and go while they are unpacked.
    size += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return size;
}

/**
 * Runs Electron's own installer for as long as its download or its unpacking makes progress.
 *
 * @param root folder that holds node_modules
 * @param stallMs give up after so long without a new byte
 * @returns null when the program is there now, else why not, in a few words
 */
export async function fetchElectron(root: string, stallMs = STALL_MS): Promise<string | null> {
  const folder = join(root, 'node_modules/electron');
  const scratch = mkdtempSync(join(tmpdir(), 'partita-electron-'));
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
  });
  let stalled = false;
  let size = 0;
  let since = Date.now();
  const watch = setInterval(() => {
    const now = sizeOf(scratch) + sizeOf(join(folder, 'dist'));
    if (now !== size) [size, since] = [now, Date.now()];
    else if (Date.now() - since > stallMs) {
      stalled = true;
      child.kill('SIGKILL');
    }
  }, POLL_MS);
  await new Promise((done) => {
    child.on('error', done);
    child.on('exit', done);
  });
  clearInterval(watch);
  rmSync(scratch, { recursive: true, force: true });
  if (electronProgram(root) !== null) return null;
  return stalled ? 'its download stood still' : 'its download failed';
}
