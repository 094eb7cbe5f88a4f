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

/** The plan a first start shows. */
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

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: ROOT });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => child.kill(signal));
    }
    child.on('error', () => done(127));
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** Runs the browser host in this process, so that it sees the end of whoever started this one. */
async function serve(args: readonly string[]): Promise<number> {
  const program = join(DIST, 'node/partita.mjs');
  process.argv = [process.execPath, program, 'serve', ...args];
  await import(pathToFileURL(program).href);
  return Number(process.exitCode ?? 0);
}

/** @returns exit code, or null when the window never opened */
async function runElectron(plan: readonly string[]): Promise<number | null> {
  const program = electronProgram(ROOT);
  if (program === null) return null;
  await ensureBuilt(['ui', 'electron']);
  const began = Date.now();
  const code = await run(program, [ROOT, ...plan]);
  return code !== 0 && Date.now() - began < EARLY_END_MS ? null : code;
}

/** @returns null when a window was opened and closed, else why the browser host is needed */
async function tryWindow(
  noOpen: boolean,
  plan: readonly string[],
): Promise<string | null | number> {
  let choice = chooseHost(factsNow(noOpen));
  if (choice.host === 'fetch') {
    console.error("Fetching Electron's program, once ...");
    const why = await fetchElectron(ROOT);
    choice = why === null ? { host: 'electron' } : { host: 'browser', why: `Electron: ${why}` };
  }
  if (choice.host === 'electron') return (await runElectron(plan)) ?? 'Electron did not start';
  return choice.host === 'browser' ? choice.why : null;
}

/** @param args `[--no-open] [plan]` */
export async function main(args: readonly string[]): Promise<number> {
  const { noOpen, file, rest } = readArguments(args);
  // npm runs scripts in the project's folder; the user's paths count from the user's own.
  const plan = file === null ? [] : [resolve(env['INIT_CWD'] ?? process.cwd(), file)];
  const outcome = await tryWindow(noOpen, plan);
  if (typeof outcome === 'number') return outcome;
  if (outcome !== null) console.error(`No window of its own (${outcome}); opening in the browser.`);
  await ensureBuilt(['ui', 'node']);
  const open = noOpen ? ['--no-open'] : [];
  const isNamed = plan.length > 0 || rest.includes('--sample');
  const what = isNamed ? plan : ['--sample', DEFAULT_SAMPLE];
  return serve([...what, ...open, ...rest]);
}
