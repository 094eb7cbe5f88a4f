import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseHost, readArguments, type Facts } from './choose-host.ts';
import { electronProgram, fetchElectron } from './electron-program.ts';
import { runWindow } from './start.ts';

const desktop: Facts = {
  override: undefined,
  noOpen: false,
  installed: true,
  mayFetch: true,
  platform: 'linux',
  isRoot: false,
  hasDisplay: true,
};

describe('which host', () => {
  test.each<[string, Partial<Facts>, string]>([
    ['Electron where its program is', {}, 'electron'],
    ['fetch it where it may be had', { installed: false }, 'fetch'],
    ['browser in CI without it', { installed: false, mayFetch: false }, 'browser'],
    [
      'fetch in CI when asked for by name',
      { installed: false, mayFetch: false, override: 'electron' },
      'fetch',
    ],
    ['browser when asked for', { override: 'browser' }, 'browser'],
    ['browser host with --no-open', { noOpen: true }, 'browser'],
    ['browser without a display', { hasDisplay: false }, 'browser'],
    ['browser as root on Linux', { isRoot: true }, 'browser'],
    [
      'Electron on macOS, which has no such limits',
      { platform: 'darwin', isRoot: true, hasDisplay: false },
      'electron',
    ],
  ])('[START-1] %s', (_title, change, host) => {
    expect(chooseHost({ ...desktop, ...change }).host).toBe(host);
  });

  test('[START-1] a browser that nobody asked for says why', () => {
    const why = (change: Partial<Facts>) => {
      const choice = chooseHost({ ...desktop, ...change });
      return choice.host === 'browser' ? choice.why : undefined;
    };
    expect(why({ hasDisplay: false })).toMatch(/display/);
    expect(why({ installed: false, mayFetch: false })).toMatch(/not installed/);
    expect(why({ noOpen: true })).toBeNull();
  });

  test('[START-2] arguments: a plan, a sample, --no-open, the rest is handed on', () => {
    const read = (...args: string[]) => readArguments(args);
    expect(read('--port', '5', '--no-open', 'a.partita')).toEqual({
      noOpen: true,
      file: 'a.partita',
      sample: null,
      rest: ['--port', '5'],
    });
    expect(read()).toEqual({ noOpen: false, file: null, sample: null, rest: [] });
    expect(read('--sample', 'other')).toMatchObject({ file: null, sample: 'other', rest: [] });
    expect(read('--sample=other')).toMatchObject({ file: null, sample: 'other', rest: [] });
  });
});

describe("Electron's program", () => {
  let root = '';
  const put = (path: string, text: string) => {
    const file = join(root, 'node_modules/electron', path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'partita-start-'));
    put('package.json', '{"version":"1.2.3"}');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  /** An installer that leaves a whole program behind. */
  const goodInstaller =
    "const fs=require('fs'),d=__dirname;fs.mkdirSync(d+'/dist');fs.writeFileSync(d+'/dist/version','v1.2.3');" +
    "fs.writeFileSync(d+'/dist/electron','');fs.writeFileSync(d+'/path.txt','electron');";

  test('[START-3] is found only when whole and of the right version', () => {
    expect(electronProgram(root)).toBeNull();
    put('dist/version', '1.2.3');
    put('path.txt', 'electron');
    expect(electronProgram(root)).toBeNull();
    put('dist/electron', '');
    expect(electronProgram(root)).toBe(join(root, 'node_modules/electron/dist/electron'));
    put('dist/version', '1.2.2');
    expect(electronProgram(root)).toBeNull();
  });

  test('[START-4] a fetch that works is silent', async () => {
    put('install.js', goodInstaller);
    expect(await fetchElectron(root)).toBeNull();
    expect(electronProgram(root)).not.toBeNull();
  });

  test('[START-4] a fetch that fails says so', async () => {
    put('install.js', 'process.exit(1)');
    expect(await fetchElectron(root)).toBe('its download failed');
  });

  test('[START-4] a fetch that stands still is ended', async () => {
    put('install.js', 'setInterval(() => {}, 1000)');
    expect(await fetchElectron(root, 600)).toBe('its download stood still');
  });

  test('[START-5] a program that ends at once with an error opened no window', async () => {
    const runs = (script: string) => runWindow(process.execPath, ['-e', script]);
    expect(await runs('process.exit(1)')).toBeNull();
    expect(await runs("process.kill(process.pid, 'SIGTRAP')")).toBeNull();
    expect(await runs('process.exit(0)')).toBe(0);
    expect(await runWindow(join(root, 'nothing'), [])).toBeNull();
  });
});
