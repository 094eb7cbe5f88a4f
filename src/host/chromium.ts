/** Runs the Chromium of this machine without a window, for one picture or one PDF at a time. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, ok, type Result } from '../model/problem.ts';
import { hostProblem } from './host-problems.ts';

/** Longer than any report of ours takes; what takes longer hangs. */
const TIME_LIMIT_MS = 60_000;

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where the installers of other systems put it. */
const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((folder) =>
    PROGRAMS.map((program) => join(folder, program)),
  ),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: ['Program Files', 'Program Files (x86)'].flatMap((folder) => [
    `C:\\${folder}\\Google\\Chrome\\Application\\chrome.exe`,
    `C:\\${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
  ]),
};

/**
 * @param env of this process
 * @returns path of a Chromium, or null. `PARTITA_CHROMIUM` and `CHROMIUM_PATH` come first
 */
export function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const named = [env['PARTITA_CHROMIUM'], env['CHROMIUM_PATH']].filter(
    (path) => path !== undefined && path !== '',
  );
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => PROGRAMS.map((program) => join(folder, program)));
  const candidates = [...named, ...onPath, ...(PLACES[process.platform] ?? [])];
  return candidates.find((path) => path !== undefined && existsSync(path)) ?? playwrightsOwn(env);
}

/** The one that the tests of a checkout may have fetched. */
function playwrightsOwn(env: Readonly<Record<string, string | undefined>>): string | null {
  const folder = env['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), '.cache', 'ms-playwright');
  if (process.platform !== 'linux' || !existsSync(folder)) return null;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name, 'chrome-linux', 'chrome');
    if (existsSync(path)) return path;
  }
  return null;
}

/** What Chromium is to make of a page. */
export interface ChromiumTask {
  /** Also the ending of its file: Chromium chooses the format by it. */
  readonly what: 'PDF' | 'PNG';
  /** Files to write beside each other; the first one is opened. */
  readonly files: readonly (readonly [name: string, content: string])[];
  /** Arguments for the file to be made. */
  readonly argumentsFor: (output: string) => readonly string[];
  /** Default: any report of ours has time enough. */
  readonly timeLimitMs?: number;
}

/** Nothing is fetched, reported, synchronised or kept. */
const QUIET = [
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-breakpad',
  '--no-pings',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

/**
 * Opens a page of ours without a window and gives back the file that was made of it. Profile and files live in a
 * temporary folder that goes with the end of the call, however it ends.
 *
 * @param task what to open and what to make
 * @param program path of a Chromium; default: the one that is found
 * @returns the bytes, or why there are none
 */
export async function runChromium(
  task: ChromiumTask,
  program: string | null = findChromium(),
): Promise<Result<Uint8Array>> {
  const { what } = task;
  if (program === null) return fail(hostProblem('host-no-chromium', { words: { what } }));
  const folder = mkdtempSync(join(tmpdir(), 'partita-print-'));
  try {
    for (const [name, content] of task.files) writeFileSync(join(folder, name), content);
    const output = join(folder, `output.${what.toLowerCase()}`);
    const page = pathToFileURL(join(folder, task.files[0]?.[0] ?? '')).href;
    const reason = await run(
      program,
      [
        ...QUIET,
        // Chromium's own sandbox does not start as root; the page is ours and its policy allows no script.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--user-data-dir=${join(folder, 'profile')}`,
        ...task.argumentsFor(output),
        page,
      ],
      task.timeLimitMs ?? TIME_LIMIT_MS,
    );
    if (reason === null && existsSync(output)) return ok(readFileSync(output));
    const words = { what, reason: reason ?? 'it wrote no file' };
    return fail(hostProblem('host-print-failed', { words }));
  } finally {
    // Its processes may still be writing while they end.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** @returns null when it ended well, else why not */
function run(program: string, args: readonly string[], limitMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    // A group of its own, so that all its processes can be ended together.
    const child = spawn(program, args, { stdio: 'ignore', detached: process.platform !== 'win32' });
    const timer = setTimeout(() => {
      endGroup(child.pid);
      resolve(`it took longer than ${limitMs / 1000} s`);
    }, limitMs);
    const end = (reason: string | null) => {
      clearTimeout(timer);
      resolve(reason);
    };
    child.on('error', (error) => end(error.message));
    child.on('exit', (code, signal) => end(code === 0 ? null : `it ended with ${code ?? signal}`));
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It had ended already.
  }
}
