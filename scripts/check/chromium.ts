/** Finds a Chromium for the end-to-end tests, or gets one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env, getuid, platform } from 'node:process';
import { ROOT } from '../build/paths.ts';

const INSTALL_LIMIT_MS = 180_000;

const SYSTEM: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/chromium-browser',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

/** One way to come by a Chromium; null when it leads nowhere. */
export interface Source {
  readonly name: string;
  readonly find: () => string | null | Promise<string | null>;
}

function run(command: string, args: readonly string[], errors: 'inherit' | 'ignore'): boolean {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', errors],
    timeout: INSTALL_LIMIT_MS,
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return done.status === 0;
}

const firstExisting = (files: readonly (string | undefined)[]) =>
  files.find((f): f is string => f !== undefined && existsSync(f)) ?? null;

function named(): string | null {
  const path = env['CHROMIUM_PATH'];
  if (path === undefined || path === '' || existsSync(path)) return path || null;
  console.error(`CHROMIUM_PATH is ${path}, where nothing is; looking elsewhere.`);
  return null;
}

async function playwrightsOwn(): Promise<string | null> {
  const { chromium } = await import('@playwright/test');
  return firstExisting([chromium.executablePath()]);
}

async function downloadPlaywrights(): Promise<string | null> {
  console.error('No Chromium here; asking Playwright for its own ...');
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  // Its page of stack traces says no more than that there is none.
  run(process.execPath, [cli, 'install', 'chromium'], 'ignore');
  return playwrightsOwn();
}

function installDebians(): string | null {
  if (platform !== 'linux' || getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.error("Installing Debian's package chromium ...");
  run('apt-get', ['update', '-qq'], 'inherit');
  run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
    'inherit',
  );
  return firstExisting(SYSTEM.linux ?? []);
}

/** In order of preference: what the user names, what is here, what can be had. */
export const SOURCES: readonly Source[] = [
  { name: 'CHROMIUM_PATH', find: named },
  { name: "the system's", find: () => firstExisting(SYSTEM[platform] ?? []) },
  { name: "Playwright's own", find: playwrightsOwn },
  { name: "a download of Playwright's", find: downloadPlaywrights },
  { name: "Debian's package", find: installDebians },
];

/** A browser without its libraries is no browser. */
export function starts(file: string): boolean {
  // On Windows the program prints no version, it opens a window.
  return platform === 'win32' || spawnSync(file, ['--version'], { timeout: 30_000 }).status === 0;
}

/**
 * @param sources where to look, in order
 * @param works whether a file that was found can be used
 * @returns path of a Chromium that starts
 * @throws with one sentence that says what to do when there is none
 */
export async function findChromium(
  sources: readonly Source[] = SOURCES,
  works: (file: string) => boolean = starts,
): Promise<string> {
  for (const source of sources) {
    const file = await source.find();
    if (file !== null && works(file)) return file;
  }
  throw new Error(
    'No Chromium for the end-to-end tests: install the package "chromium" (or Google Chrome), or set CHROMIUM_PATH.',
  );
}
