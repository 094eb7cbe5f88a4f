/** `npm start`: opens Partita in a window of its own, or in the browser where that cannot be had. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { env, getuid, platform } from 'node:process';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from '../build/build.ts';
import { DIST, ROOT } from '../build/paths.ts';
import { chooseHost, readArguments, type Facts } from './choose-host.ts';
import { electronProgram, fetchElectron } from './electron-program.ts';

/** A window that goes away with an error within this time never really opened. */
const EARLY_END_MS = 10_000;

/** What who names nothing sees; unsaved work of an earlier run comes before it. */
const DEFAULT_SAMPLE = 'gateway-cluster';

function factsNow(noOpen: boolean): Facts {
  return {
    override: env['PARTITA_HOST'],
    noOpen,
    installed: electronProgram(ROOT) !== null,
    mayFetch: !env['CI'] && !env['ELECTRON_SKIP_BINARY_DOWNLOAD'],
    platform,
    isRoot: getuid?.() === 0,
    hasDisplay: platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']),
  };
}

/**
 * Runs Electron until its window is closed.
 *
 * @param program path of Electron
 * @param args the folder of the program, and what to show
 * @returns exit code, or null when it ended with an error so soon that no window can have been there
 */
export function runWindow(program: string, args: readonly string[]): Promise<number | null> {
  const began = Date.now();
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: 'inherit', cwd: ROOT });
    let isEnded = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        isEnded = true;
        child.kill(signal);
      });
    }
    child.on('error', () => done(null));
    child.on('exit', (code) => {
      const isEarly = !isEnded && Date.now() - began < EARLY_END_MS;
      done(code !== 0 && isEarly ? null : (code ?? 1));
    });
  });
}

/** @returns exit code of the window, else why the browser host is needed; null: the user asked for it */
async function tryWindow(noOpen: boolean, what: string): Promise<number | string | null> {
  let choice = chooseHost(factsNow(noOpen));
  if (choice.host === 'fetch') {
    console.error("Fetching Electron's program, once ...");
    const why = await fetchElectron(ROOT);
    choice = why === null ? { host: 'electron' } : { host: 'browser', why: `Electron: ${why}` };
  }
  if (choice.host !== 'electron') return choice.host === 'browser' ? choice.why : null;
  await ensureBuilt(['ui', 'electron']);
  return (await runWindow(electronProgram(ROOT) ?? '', [ROOT, what])) ?? 'Electron did not start';
}

/** Runs the browser host in this process, so that it sees the end of whoever started this one. */
async function serve(args: readonly string[]): Promise<number> {
  const parent = process.ppid;
  await ensureBuilt(['ui', 'node']);
  // Gone while this built: the host itself could not notice any more.
  if (process.ppid !== parent) return 1;
  const program = join(DIST, 'node/partita.mjs');
  process.argv = [process.execPath, program, 'serve', ...args];
  await import(pathToFileURL(program).href);
  return Number(process.exitCode ?? 0);
}

/** @param args `[--no-open] [plan]` */
export async function main(args: readonly string[]): Promise<number> {
  const { noOpen, file, sample, rest } = readArguments(args);
  // npm runs scripts in the project's folder; the user's paths count from the user's own.
  const what =
    file !== null
      ? resolve(env['INIT_CWD'] ?? process.cwd(), file)
      : sample !== null
        ? `--sample=${sample}`
        : `--fallback-sample=${DEFAULT_SAMPLE}`;
  const outcome = await tryWindow(noOpen, what);
  if (typeof outcome === 'number') return outcome;
  if (outcome !== null) console.error(`No window of its own (${outcome}); opening in the browser.`);
  return serve([what, ...(noOpen ? ['--no-open'] : []), ...rest]);
}
