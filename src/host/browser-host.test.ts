import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startBrowserHost, type BrowserHost, type BrowserHostOptions } from './browser-host.ts';
import { browserTransport, createClient } from './client.ts';
import { findInstallation } from './installation.ts';
import { watchParent } from './parent-watch.ts';

let folder = '';
let running: BrowserHost | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partita-browser-'));
  mkdirSync(join(folder, 'ui'));
  writeFileSync(join(folder, 'ui', 'index.html'), '<!doctype html>');
});
afterEach(async () => {
  await running?.close();
  running = null;
  rmSync(folder, { recursive: true, force: true });
});

async function start(more: Partial<BrowserHostOptions> = {}): Promise<BrowserHost> {
  running = await startBrowserHost({
    file: null,
    port: 0,
    installation: { ...findInstallation(), ui: join(folder, 'ui') },
    dataFolder: join(folder, 'data'),
    ...more,
  });
  return running;
}

function clientOf(address: string) {
  const { origin, hash } = new URL(address);
  const kept = new Map<string, string>();
  return createClient(
    browserTransport({
      origin,
      fragment: hash,
      clearFragment: () => undefined,
      storage: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      },
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, Origin: origin } }),
    }),
  );
}

describe('browser host', () => {
  test('[LOOP-15] a page gets from its address to an open sample, over the real connection', async () => {
    const { url, newUrl } = await start({ sample: 'gateway-cluster' });
    const call = clientOf(url);
    const info = await call('app.info', {});
    expect(info).toMatchObject({ ok: true, value: { capabilities: { host: 'browser' } } });
    const planId = info.ok ? (info.value.startPlanId ?? '') : '';
    const loaded = await call('plan.load', { planId });
    expect(loaded.ok && loaded.value.snapshot.applications.length).toBe(14);
    const second = await clientOf(newUrl())('app.info', {});
    expect(second.ok).toBe(true);
  });

  test('[LOOP-15] a file that cannot be opened is said, and the host runs all the same', async () => {
    const { problems, url } = await start({ file: join(folder, 'missing.partita') });
    expect(problems.map(({ code }) => code)).toEqual(['file-missing']);
    expect(await clientOf(url)('app.info', {})).toMatchObject({ value: { startPlanId: null } });
  });
});

describe('parent', () => {
  test('[LOOP-16] the host ends when its parent has another child of fortune, or is dead', () => {
    vi.useFakeTimers();
    try {
      for (const gone of ['reparented', 'dead']) {
        let parent = 4711;
        let alive = true;
        const onGone = vi.fn<() => void>();
        watchParent(onGone, { parentId: () => parent, isAlive: () => alive });
        vi.advanceTimersByTime(10_000);
        expect(onGone).not.toHaveBeenCalled();
        if (gone === 'reparented') parent = 1;
        else alive = false;
        vi.advanceTimersByTime(10_000);
        expect(onGone).toHaveBeenCalledOnce();
      }
      const never = vi.fn<() => void>();
      watchParent(never, { parentId: () => 1, isAlive: () => false });
      const stopped = vi.fn<() => void>();
      watchParent(stopped, { parentId: () => 4711, isAlive: () => false })();
      vi.advanceTimersByTime(10_000);
      expect(never).not.toHaveBeenCalled();
      expect(stopped).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });

  test('[LOOP-16] kill -9 of the launcher ends the host within seconds', async () => {
    const launcher = spawn(
      process.execPath,
      [join(import.meta.dirname, 'testing', 'host-to-orphan.ts')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, PARTITA_DATA: join(folder, 'data') },
      },
    );
    const [pid = '', url = ''] = await new Promise<string[]>((resolve) => {
      launcher.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim().split(' ')));
    });
    const answers = () =>
      fetch(new URL(url).origin).then(
        () => true,
        () => false,
      );
    try {
      expect(await answers()).toBe(true);
      launcher.kill('SIGKILL');
      await vi.waitFor(async () => expect(await answers()).toBe(false), {
        timeout: 10_000,
        interval: 200,
      });
    } finally {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It ended, as it should.
      }
    }
  });
});
