import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findInstallation } from '../src/host/installation.ts';
import { CONTENT_SECURITY_POLICY } from '../src/host/page-security.ts';
import { CHANNEL } from './channel.ts';
import { planArgument, startDesktop, valueOf } from './desktop.ts';
import { preventable, RecordingElectron, type FakeContents } from './testing/recording-electron.ts';
import { windowPrinter } from './window-printer.ts';

let folder = '';
let electron: RecordingElectron;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partita-electron-'));
  mkdirSync(join(folder, 'ui', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'ui', 'index.html'), '<!doctype html><title>Partita</title>');
  writeFileSync(join(folder, 'ui', 'assets', 'main.js'), 'export {};');
  writeFileSync(join(folder, 'secret.html'), 'secret');
  symlinkSync(join(folder, 'secret.html'), join(folder, 'ui', 'link.html'));
  electron = new RecordingElectron();
});
afterEach(() => {
  electron.app.raise('will-quit');
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]): Promise<boolean> {
  return startDesktop({
    api: electron.api,
    installation: { ...findInstallation(), ui: join(folder, 'ui') },
    preload: join(folder, 'preload.cjs'),
    args,
    data: join(folder, 'data'),
  });
}

async function page(): Promise<FakeContents> {
  await start();
  const contents = electron.windows[0]?.contents;
  if (!contents) throw new Error('no window');
  return contents;
}

function call(sender: { mainFrame: unknown }, frame: unknown, method = 'app.info') {
  const handler = electron.calls.get(CHANNEL);
  if (!handler) throw new Error('no handler');
  return handler({ sender, senderFrame: frame }, method, {});
}

describe('who may call', () => {
  test('[SHELL-1] our page reaches the host through the one channel there is', async () => {
    const contents = await page();
    expect([...electron.calls.keys()]).toEqual([CHANNEL]);
    const reply = await call(contents, contents.mainFrame);
    expect(reply).toMatchObject({
      ok: true,
      value: { capabilities: { host: 'electron', nativeDialogs: true, pdf: true } },
    });
  });

  test.each([
    'https://evil.example/',
    'partita://evil/',
    'partita://app.evil.example/',
    'partita://app@evil/',
    'partita://user@app/',
    'partita://app:99/',
    'partitas://app/',
    'file:///etc/passwd',
    'data:text/html,x',
    'about:blank',
    'null',
    '',
  ])('[SHELL-1] a call from %s is refused', async (url) => {
    await page();
    const frame = { url };
    await expect(call({ mainFrame: frame }, frame)).rejects.toThrow('refused');
  });

  test('[SHELL-1] a frame inside our page, and a frame that is gone, are refused', async () => {
    const contents = await page();
    const inner = { url: 'partita://app/' };
    await expect(call(contents, inner)).rejects.toThrow('refused');
    await expect(call(contents, null)).rejects.toThrow('refused');
  });
});

describe('where a page may go', () => {
  test.each(['will-navigate', 'will-frame-navigate'])(
    '[SHELL-2] %s leads nowhere else',
    async (name) => {
      const contents = await page();
      for (const url of [
        'https://evil.example/',
        'http://127.0.0.1:80/',
        'file:///etc/passwd',
        'partita://evil/',
        'partita://app/assets/main.js',
        'javascript:alert(1)',
        'data:text/html,x',
      ]) {
        const event = preventable({ url });
        contents.raise(name, event);
        expect(event.prevented, url).toBe(true);
      }
      const reload = preventable({ url: 'partita://app/' });
      contents.raise(name, reload);
      expect(reload.prevented).toBe(false);
    },
  );

  test('[SHELL-2] no redirect, no embedded view, no new window', async () => {
    const contents = await page();
    for (const name of ['will-redirect', 'will-attach-webview']) {
      const event = preventable({ url: 'partita://app/' });
      contents.raise(name, event);
      expect(event.prevented, name).toBe(true);
    }
    for (const url of ['https://evil.example/', 'partita://app/', 'about:blank']) {
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
    }
  });

  test('[SHELL-3] windows are sandboxed, isolated and without Node, whoever makes them', async () => {
    await page();
    await windowPrinter(electron.api).pdf('<p>x');
    expect(electron.windows).toHaveLength(2);
    for (const { options } of electron.windows) {
      const preferences = options['webPreferences'] as Record<string, unknown>;
      expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true });
      expect(preferences['nodeIntegration'] ?? false).toBe(false);
      expect(preferences['webSecurity'] ?? true).toBe(true);
      expect(preferences['webviewTag'] ?? false).toBe(false);
    }
    expect(electron.windows[0]?.options['webPreferences']).toMatchObject({
      spellcheck: false,
      devTools: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      navigateOnDragDrop: false,
    });
  });

  test('[SHELL-3] sandbox, scheme and switches are set before Electron is ready', async () => {
    await page();
    const before = electron.log.slice(0, electron.log.indexOf('ready'));
    expect(before).toEqual(
      expect.arrayContaining(['schemes', 'sandbox', 'host-resolver-rules=MAP * ~NOTFOUND']),
    );
    expect(electron.schemes).toEqual([
      { scheme: 'partita', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });
});

describe('what a page may use', () => {
  test.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'fullscreen',
    'openExternal',
    'hid',
    'serial',
    'usb',
    'display-capture',
    'fileSystem',
    'unknown',
  ])('[SHELL-4] permission %s is denied to every page', async (permission) => {
    await page();
    expect(electron.session.grants(permission, 'partita://app/')).toBe(false);
    expect(electron.session.grants(permission, 'https://evil.example/')).toBe(false);
    expect(electron.session.grantsDevice()).toBe(false);
  });

  test('[SHELL-4] copying to the clipboard is granted to our page and to no other', async () => {
    await page();
    expect(electron.session.grants('clipboard-sanitized-write', 'partita://app/')).toBe(true);
    expect(electron.session.grants('clipboard-sanitized-write', 'https://evil.example/')).toBe(
      false,
    );
  });

  test.each([
    'https://example.org/',
    'http://127.0.0.1:8080/',
    'http://localhost/',
    'ws://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'chrome://gpu/',
    'blob:https://evil.example/1',
    'partita://print/x',
    'partita://app.evil.example/',
  ])('[SHELL-5] a request to %s is cancelled', async (url) => {
    await page();
    expect(electron.session.lets(url)).toBe(false);
    const event = preventable();
    electron.session.raise('will-download', event, { getURL: () => url });
    expect(event.prevented).toBe(true);
  });

  test('[SHELL-5] what the page brings along or makes itself is let through; dictionaries are off', async () => {
    await page();
    for (const url of [
      'partita://app/',
      'partita://app/assets/main.js',
      'blob:partita://app/1-2-3',
      'data:image/png;base64,AA==',
    ]) {
      expect(electron.session.lets(url), url).toBe(true);
    }
    expect(electron.session.spellChecker).toBe(false);
  });
});

describe('what is served', () => {
  async function get(url: string, method = 'GET'): Promise<Response> {
    await page();
    const handler = electron.session.schemes.get('partita');
    if (!handler) throw new Error('no scheme');
    return handler(new Request(url, { method }));
  }

  test('[SHELL-6] the user interface, under the same policy as in the browser', async () => {
    const answer = await get('partita://app/');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<title>Partita</title>');
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await get('partita://app/assets/main.js?v=1');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  test.each([
    'partita://app/../secret.html',
    'partita://app/..%2fsecret.html',
    'partita://app/%2e%2e/secret.html',
    'partita://app/link.html',
    'partita://app//etc/passwd',
    'partita://app/assets',
    'partita://other/index.html',
  ])('[SHELL-6] %s leads nowhere', async (url) => {
    const answer = await get(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('secret');
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  });

  test('[SHELL-6] nothing but reading', async () => {
    expect((await get('partita://app/', 'POST')).status).toBe(405);
  });
});

describe('plans and windows', () => {
  test('[SHELL-7] a second start hands its file over and ends', async () => {
    electron.firstInstance = false;
    expect(await start('x.partita')).toBe(false);
    expect(electron.log).toEqual(['quit']);
    expect(electron.windows).toEqual([]);
  });

  test('[SHELL-7] the file of a second start gets a window of its own here', async () => {
    await page();
    electron.app.raise('second-instance', {}, [], '/', { file: join(folder, 'missing.partita') });
    await expect.poll(() => electron.windows.length).toBe(2);
    expect(electron.errors).toHaveLength(1);
    electron.app.raise('second-instance', {}, [], '/', { file: null });
    expect(electron.windows).toHaveLength(2);
  });

  test('[SHELL-7] a plan named at the start is the one the page shows; one that cannot be opened is said', async () => {
    const contents = await page();
    const ask = (method: string, input: object) =>
      electron.calls.get(CHANNEL)?.(
        { sender: contents, senderFrame: contents.mainFrame },
        method,
        input,
      ) as Promise<{ value: { planId: string; startPlanId: string | null } }>;
    const { planId } = (await ask('plan.openSample', { sampleId: 'gateway-cluster' })).value;
    const path = join(folder, 'a.partita');
    expect(await ask('plan.save', { planId, path })).toMatchObject({ ok: true });
    electron.app.raise('will-quit');
    electron = new RecordingElectron();
    const again = electron;
    await start(path);
    const window = again.windows[0]?.contents;
    const info = await again.calls.get(CHANNEL)?.(
      { sender: window, senderFrame: window?.mainFrame },
      'app.info',
      {},
    );
    expect(info).toMatchObject({ ok: true, value: { startPlanId: expect.stringMatching(/^w-/) } });
    await start(join(folder, 'missing.partita'));
    expect(again.errors).toEqual([
      expect.stringMatching(/missing\.partita: there is no such file/),
    ]);
  });

  test('[SHELL-7] the plan is the first argument that is no switch', () => {
    expect(planArgument(['--no-sandbox', 'a.partita'], '/x')).toBe('/x/a.partita');
    expect(planArgument(['/y/a.partita', 'b'], '/x')).toBe('/y/a.partita');
    expect(planArgument(['--flag'], '/x')).toBeNull();
  });

  test('[SHELL-7] a sample is shown where no plan is named; one that does not exist is said', async () => {
    await start('--sample=gateway-cluster');
    const window = electron.windows[0]?.contents;
    const info = await electron.calls.get(CHANNEL)?.(
      { sender: window, senderFrame: window?.mainFrame },
      'app.info',
      {},
    );
    expect(info).toMatchObject({ ok: true, value: { startPlanId: expect.stringMatching(/./) } });
    expect(electron.errors).toEqual([]);
    electron.app.raise('will-quit');
    electron = new RecordingElectron();
    await start('--sample=nothing');
    expect(electron.errors).toHaveLength(1);
    expect(valueOf(['a.partita', '--flag'], '--sample')).toBeNull();
  });

  test('[SHELL-8] unsaved work is asked about before a window closes', async () => {
    const contents = await page();
    const stay = preventable();
    contents.raise('will-prevent-unload', stay);
    expect(stay.prevented).toBe(false);
    electron.answers.box = 0;
    const close = preventable();
    contents.raise('will-prevent-unload', close);
    expect(close.prevented).toBe(true);
  });

  test('[SHELL-9] the dialogs of the system give a path or nothing', async () => {
    const contents = await page();
    const ask = (method: string, input: object) =>
      electron.calls.get(CHANNEL)?.(
        { sender: contents, senderFrame: contents.mainFrame },
        method,
        input,
      );
    expect(await ask('dialog.open', {})).toEqual({ ok: true, value: { path: null } });
    electron.answers.open = '/x/a.partita';
    electron.answers.save = '/x/b.partita';
    expect(await ask('dialog.open', {})).toEqual({ ok: true, value: { path: '/x/a.partita' } });
    expect(await ask('dialog.save', { suggestedName: 'b' })).toEqual({
      ok: true,
      value: { path: '/x/b.partita' },
    });
  });
});

describe('printing', () => {
  test('[SHELL-10] a report is printed without scripts, in a session that knows it alone', async () => {
    const pdf = await windowPrinter(electron.api).pdf('<!doctype html><h1>Report</h1>');
    expect(pdf.ok && new TextDecoder().decode(pdf.value)).toBe('%PDF-');
    const [window] = electron.windows;
    expect(window?.options).toMatchObject({ show: false, webPreferences: { javascript: false } });
    const [session] = electron.partitions.values();
    const address = window?.log[0]?.replace('load ', '') ?? '';
    expect(session?.lets(address)).toBe(true);
    expect(session?.lets('partita://app/')).toBe(false);
    expect(session?.lets('https://example.org/')).toBe(false);
    const served = await session?.schemes.get('partita')?.(new Request(address));
    expect(await served?.text()).toMatch(/default-src 'none'.*<h1>Report/s);
    expect(window?.log.at(-1)).toBe('destroy');
  });

  test('[SHELL-10] a window that hangs or fails is a problem, and goes', async () => {
    electron.printed = new Promise<Uint8Array>(() => undefined);
    const hanging = await windowPrinter(electron.api, 50).pdf('<p>x');
    expect(!hanging.ok && hanging.problems[0]?.code).toBe('host-print-failed');
    electron.printed = Promise.reject(new Error('no printer'));
    const failed = await windowPrinter(electron.api, 50).pdf('<p>x');
    expect(!failed.ok && failed.problems[0]?.message).toContain('no printer');
    for (const { log } of electron.windows) expect(log.at(-1)).toBe('destroy');
  });
});

describe('the value of Electron', () => {
  test('[SHELL-11] is imported by the program and the preload script alone', () => {
    const files = [
      'main',
      'preload',
      'desktop',
      'desktop-parts',
      'guard',
      'app-scheme',
      'window-printer',
    ];
    const importing = files.filter((name) =>
      /^import (?!type\b)[^;]*'electron'/m.test(
        readFileSync(join(import.meta.dirname, `${name}.ts`), 'utf8'),
      ),
    );
    expect(importing).toEqual(['main', 'preload']);
  });
});
