/**
 * The program under test, built, with a data folder of its own. A test asks for `page` and gets the plan's
 * window, whichever host shows it; a test of restarts and crashes uses `host`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type Page } from '@playwright/test';
import { DIST, ROOT } from '../scripts/build/paths.ts';
import { electronProgram } from '../scripts/start/electron-program.ts';

const START_LIMIT_MS = 60_000;
const END_LIMIT_MS = 5_000;

export interface HostOptions {
  hostKind: 'browser' | 'electron';
  /** Arguments of `partita serve`: a plan file, or `--sample` and an id. Empty: the start page. */
  open: readonly string[];
}

/** A running program. */
export interface Host {
  /** Its window or page, loaded. */
  readonly page: Page;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

export interface HostFixtures {
  /** Empty folder for the program's data and for the test's own files; gone after the test. */
  dataFolder: string;
  /** Starts the program on `dataFolder`; what is still running at the end of the test is ended. */
  startHost: (open?: readonly string[]) => Promise<Host>;
  host: Host;
}

/** Waits for the process; after the limit it is ended for good. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill(signal);
  const limit = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
  await gone;
  clearTimeout(limit);
}

/** @returns the address that the browser host prints on a line of its own */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    const limit = setTimeout(() => fail(new Error(`No address in: ${text}`)), START_LIMIT_MS);
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const found = /^(http:\/\/127\.0\.0\.1:\d+\S*)\s*$/m.exec(text)?.[1];
      if (found === undefined) return;
      clearTimeout(limit);
      done(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(limit);
      fail(new Error(`The host ended with ${code}: ${text}`));
    });
  });
}

const environment = (dataFolder: string) => ({ ...process.env, PARTITA_DATA: dataFolder });

async function startBrowserHost(
  newPage: () => Promise<Page>,
  open: readonly string[],
  dataFolder: string,
): Promise<Host> {
  const child = spawn(
    process.execPath,
    [join(DIST, 'node/partita.mjs'), 'serve', ...open, '--no-open', '--port', '0'],
    { cwd: dataFolder, env: environment(dataFolder), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  try {
    const page = await newPage();
    await page.goto(await addressOf(child));
    return { page, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') };
  } catch (error) {
    await end(child, 'SIGKILL');
    throw error;
  }
}

async function startElectron(open: readonly string[], dataFolder: string): Promise<Host> {
  const app = await _electron.launch({
    executablePath: electronProgram(ROOT) ?? '',
    args: [ROOT, ...open],
    cwd: dataFolder,
    env: environment(dataFolder),
  });
  return {
    page: await app.firstWindow(),
    stop: () => app.close(),
    kill: () => end(app.process(), 'SIGKILL'),
  };
}

export const test = base.extend<HostOptions & HostFixtures>({
  hostKind: ['browser', { option: true }],
  open: [[], { option: true }],
  dataFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'partita-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  startHost: async ({ context, hostKind, dataFolder }, use) => {
    const running: Host[] = [];
    await use(async (open = []) => {
      const host =
        hostKind === 'electron'
          ? await startElectron(open, dataFolder)
          : await startBrowserHost(() => context.newPage(), open, dataFolder);
      running.push(host);
      return host;
    });
    for (const host of running) await host.stop();
  },
  host: async ({ startHost, open }, use) => use(await startHost(open)),
  page: async ({ host }, use) => use(host.page),
});

export { expect } from '@playwright/test';
