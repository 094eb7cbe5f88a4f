import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { browserTransport, createClient, type PageParts } from './client.ts';
import type { Dispatch } from './dispatch.ts';
import { MAX_BODY_BYTES, startLoopbackServer, type LoopbackServer } from './loopback-server.ts';
import { CONTENT_SECURITY_POLICY } from './page-security.ts';
import { rawRequest, type RawAnswer } from './testing/raw-http.ts';

let folder = '';
let server: LoopbackServer;
let port = 0;
let calls: unknown[] = [];
const dispatch: Dispatch = (method, input) => {
  calls.push([method, input]);
  return Promise.resolve({ ok: true, value: {} });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partita-loopback-'));
  const ui = join(folder, 'ui');
  mkdirSync(join(ui, 'assets'), { recursive: true });
  writeFileSync(join(ui, 'index.html'), '<!doctype html><title>Partita</title>');
  writeFileSync(join(ui, 'assets', 'main.js'), 'export {};');
  writeFileSync(join(ui, 'assets', 'main.js.map'), '{}');
  writeFileSync(join(folder, 'secret.html'), 'secret');
  symlinkSync(join(folder, 'secret.html'), join(ui, 'link.html'));
  calls = [];
  server = await startLoopbackServer({ dispatch, ui, port: 0 });
  port = Number(new URL(server.origin).port);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const host = () => `Host: 127.0.0.1:${port}`;
const get = (path: string, ...headers: string[]) =>
  rawRequest(port, [`GET ${path} HTTP/1.1`, host(), ...headers]);

interface Post {
  readonly path?: string;
  readonly body?: string;
  /** Replaces headers by name; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

function post({ path = '/rpc', body = '{"method":"app.info","input":{}}', headers = {} }: Post) {
  const all: Record<string, string | null> = {
    Host: `127.0.0.1:${port}`,
    Origin: server.origin,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Sec-Fetch-Site': 'same-origin',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  return rawRequest(port, [`POST ${path} HTTP/1.1`, ...lines], body);
}

const codeOf = (address: string) => new URL(address).hash.replace('#code=', '');

async function bearer(): Promise<string> {
  const body = JSON.stringify({ code: codeOf(server.newAddress()) });
  const answer = await post({ path: '/session', body });
  return (JSON.parse(answer.body) as { bearer: string }).bearer;
}

/** The call that succeeds unless the change makes it an attack. */
async function rpc(more: Post = {}): Promise<RawAnswer> {
  const Authorization = `Bearer ${await bearer()}`;
  return post({ ...more, headers: { Authorization, ...more.headers } });
}

describe('who may knock', () => {
  test('[LOOP-1] the port is open on 127.0.0.1 only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ address, family }) => family === 'IPv4' && address !== '127.0.0.1')
      .map(({ address }) => address);
    // 127.0.0.2 is this machine too, and there on every Linux.
    for (const address of [...others, ...(process.platform === 'linux' ? ['127.0.0.2'] : [])]) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connect({ host: address, port, timeout: 2000 });
        const end = (open: boolean) => {
          socket.destroy();
          resolve(open);
        };
        socket.on('connect', () => end(true));
        socket.on('error', () => end(false));
        socket.on('timeout', () => end(false));
      });
      expect(reached, address).toBe(false);
    }
    expect((await get('/')).status).toBe(200);
  });

  test.each([
    'localhost',
    'evil.example',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.evil.example',
    '[::1]',
    '',
  ])('[LOOP-2] DNS rebinding: Host "%s" is refused for pages and calls', async (name) => {
    const withPort =
      name === '127.0.0.1' || name.includes(':') || name === '' ? name : `${name}:${port}`;
    const page = await rawRequest(port, ['GET / HTTP/1.1', `Host: ${withPort}`]);
    expect(page.status).toBe(421);
    expect(page.body).not.toContain('Partita');
    expect((await rpc({ headers: { Host: withPort } })).status).toBe(421);
    expect(calls).toEqual([]);
  });

  test('[LOOP-2] no Host, two Hosts, another address in the request line: none is served', async () => {
    expect((await rawRequest(port, ['GET / HTTP/1.1'])).status).toBe(400);
    expect((await rawRequest(port, ['GET / HTTP/1.1', host(), 'Host: evil.example'])).status).toBe(
      400,
    );
    for (const twice of ['Origin', 'Sec-Fetch-Site', 'Authorization']) {
      expect((await get('/', `${twice}: none`, `${twice}: same-origin`)).status, twice).toBe(400);
    }
    expect((await get('http://evil.example/')).status).toBe(404);
    expect((await rawRequest(port, ['GET / HTTP/1.0', host()])).status).not.toBe(0);
  });

  test.each(['http://evil.example', 'null', 'http://localhost', 'https://127.0.0.1', ''])(
    '[LOOP-3] a page of origin "%s" can neither call nor read',
    async (origin) => {
      expect((await rpc({ headers: { Origin: origin } })).status).toBe(403);
      expect((await get('/', `Origin: ${origin}`)).status).toBe(403);
      expect(calls).toEqual([]);
    },
  );

  test('[LOOP-3] a call without an origin is refused', async () => {
    expect((await rpc({ headers: { Origin: null } })).status).toBe(403);
    const body = JSON.stringify({ code: codeOf(server.newAddress()) });
    expect((await post({ path: '/session', body, headers: { Origin: null } })).status).toBe(403);
    expect(calls).toEqual([]);
  });

  test.each(['cross-site', 'same-site', 'nonsense'])(
    '[LOOP-4] what the browser calls a %s request is refused',
    async (site) => {
      expect((await get('/', `Sec-Fetch-Site: ${site}`)).status).toBe(403);
      expect((await rpc({ headers: { 'Sec-Fetch-Site': site } })).status).toBe(403);
      expect(calls).toEqual([]);
    },
  );

  test('[LOOP-4] a page is opened by hand or by itself; a call comes from a page', async () => {
    expect((await get('/', 'Sec-Fetch-Site: none')).status).toBe(200);
    expect((await get('/', 'Sec-Fetch-Site: same-origin')).status).toBe(200);
    expect((await rpc({ headers: { 'Sec-Fetch-Site': 'none' } })).status).toBe(403);
    expect((await rpc()).status).toBe(200);
  });
});

describe('what may be sent', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    null,
  ])('[LOOP-5] a body of type %s, which a foreign form could send, is refused', async (type) => {
    expect((await rpc({ headers: { 'Content-Type': type } })).status).toBe(415);
    expect(calls).toEqual([]);
  });

  test('[LOOP-5] a compressed body is refused: it could be far larger than it looks', async () => {
    expect((await rpc({ headers: { 'Content-Encoding': 'gzip' } })).status).toBe(415);
  });

  test('[LOOP-6] a body that says it is too large is refused before it is read', async () => {
    const headers = { 'Content-Length': String(MAX_BODY_BYTES + 1) };
    expect((await rpc({ headers })).status).toBe(413);
    expect((await post({ path: '/session', headers: { 'Content-Length': '1025' } })).status).toBe(
      413,
    );
  });

  test('[LOOP-6] a body that does not say its size is cut off where it gets too large', async () => {
    const chunk = `${(600).toString(16)}\r\n${'x'.repeat(600)}\r\n`;
    const answer = await post({
      path: '/session',
      body: chunk.repeat(4),
      headers: { 'Content-Length': null, 'Transfer-Encoding': 'chunked' },
    });
    expect(answer.status).toBe(413);
  });

  test('[LOOP-6] two lengths, or a length and chunks, are refused', async () => {
    const lines = [
      `POST /session HTTP/1.1`,
      host(),
      `Origin: ${server.origin}`,
      'Content-Type: application/json',
    ];
    const twice = [...lines, 'Content-Length: 2', 'Content-Length: 3'];
    expect((await rawRequest(port, twice, '{}x')).status).toBe(400);
    const both = [...lines, 'Content-Length: 2', 'Transfer-Encoding: chunked'];
    expect((await rawRequest(port, both, '2\r\n{}\r\n0\r\n\r\n')).status).toBe(400);
  });

  test.each([
    '',
    '{',
    '[]',
    '{"method":1,"input":{}}',
    '{"method":"app.info","input":{},"more":1}',
    '\u0000',
  ])('[LOOP-7] a body that is no call (%j) is refused and reaches nobody', async (body) => {
    expect((await rpc({ body })).status).toBe(400);
    expect(calls).toEqual([]);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT'])(
    '[LOOP-8] %s is refused, and no answer allows another origin anything',
    async (method) => {
      const answer = await rawRequest(port, [
        `${method} /rpc HTTP/1.1`,
        host(),
        'Access-Control-Request-Method: POST',
      ]);
      expect([0, 405]).toContain(answer.status);
      expect(
        Object.keys(answer.headers).filter((name) => name.startsWith('access-control')),
      ).toEqual([]);
    },
  );
});

describe('keys', () => {
  test('[LOOP-9] a code opens one session; used again it opens none', async () => {
    const body = JSON.stringify({ code: codeOf(server.newAddress()) });
    expect((await post({ path: '/session', body })).status).toBe(200);
    const replayed = await post({ path: '/session', body });
    expect(replayed.status).toBe(401);
    expect(replayed.body).not.toContain('bearer');
  });

  test('[LOOP-9] a code is long, new each time, and only in the fragment, which is never sent', () => {
    const addresses = Array.from({ length: 20 }, () => new URL(server.newAddress()));
    expect(new Set(addresses.map(({ hash }) => hash)).size).toBe(20);
    for (const address of addresses) {
      expect(address.hash).toMatch(/^#code=[\w-]{43}$/);
      expect([address.pathname, address.search]).toEqual(['/', '']);
    }
  });

  test.each(['', 'x', 'A'.repeat(43), 'A'.repeat(201)])(
    '[LOOP-9] the code "%s" opens nothing',
    async (code) => {
      const answer = await post({ path: '/session', body: JSON.stringify({ code }) });
      expect([400, 401]).toContain(answer.status);
    },
  );

  test('[LOOP-10] a call without a good bearer is refused before its body is read', async () => {
    const good = await bearer();
    const code = codeOf(server.newAddress());
    for (const value of [
      null,
      '',
      good,
      'Bearer',
      'Bearer x',
      `bearer ${good}`,
      `Bearer ${good}x`,
      `Bearer ${code}`,
      `Basic ${good}`,
    ]) {
      const headers = { Authorization: value, 'Content-Length': '1000' };
      expect((await post({ headers })).status, String(value)).toBe(401);
    }
    expect((await post({ path: `/rpc?bearer=${good}` })).status).toBe(401);
    expect((await post({ headers: { Cookie: `bearer=${good}` } })).status).toBe(401);
    expect(calls).toEqual([]);
    expect((await post({ headers: { Authorization: `Bearer ${good}` } })).status).toBe(200);
    expect(calls).toEqual([['app.info', {}]]);
  });
});

describe('what is served', () => {
  test('[LOOP-11] every answer carries the policy, refused ones too', async () => {
    const answers = [
      await get('/'),
      await get('/assets/main.js'),
      await get('/none'),
      await rpc(),
      await rpc({ headers: { Origin: 'http://evil.example' } }),
      await rawRequest(port, ['GET / HTTP/1.1', 'Host: evil.example']),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      });
    }
  });

  test('[LOOP-11] the policy allows no inline script or style, no eval, no other origin, no frame', () => {
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:|nonce/);
    const rules = new Map(
      CONTENT_SECURITY_POLICY.split('; ').map((rule) => {
        const [name = '', ...values] = rule.split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(rules.get('default-src')).toBe("'none'");
    for (const name of ['script-src', 'style-src', 'connect-src', 'worker-src', 'font-src']) {
      expect(rules.get(name), name).toBe("'self'");
    }
    for (const name of ['base-uri', 'form-action', 'frame-ancestors']) {
      expect(rules.get(name), name).toBe("'none'");
    }
  });

  test.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/assets/../../secret.html',
    '/assets/..\\..\\secret.html',
    '//etc/passwd',
    '/etc/passwd',
    '/link.html',
    '/assets/main.js.map',
    '/assets/',
    '/assets/main.js/',
    '/assets/main.js%00.html',
    '/__proto__',
    '*',
  ])('[LOOP-12] %s leads nowhere', async (path) => {
    const answer = await get(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toMatch(/secret|root:/);
  });

  test('[LOOP-12] what is in the built user interface is served with its type', async () => {
    expect((await get('/')).headers['content-type']).toBe('text/html; charset=utf-8');
    expect((await get('/?x=1')).status).toBe(200);
    const script = await get('/assets/main.js');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.body).toBe('export {};');
    const head = await rawRequest(port, [
      'HEAD /assets/main.js HTTP/1.1',
      host(),
      'Connection: close',
    ]);
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '10', '']);
  });

  test('[LOOP-13] a port that is taken is said, not shared', async () => {
    const again = startLoopbackServer({ dispatch, ui: join(folder, 'ui'), port });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('[LOOP-13] closing ends open connections', async () => {
    const open = rawRequest(port, [
      'POST /session HTTP/1.1',
      host(),
      `Origin: ${server.origin}`,
      'Content-Type: application/json',
      'Content-Length: 10',
    ]);
    await get('/');
    await server.close();
    expect((await open).status).toBe(0);
  });
});

describe('the page', () => {
  function page(
    address: string,
    storage = new Map<string, string>(),
  ): PageParts & { cleared: number } {
    const url = new URL(address);
    const parts = {
      cleared: 0,
      origin: url.origin,
      fragment: url.hash,
      clearFragment: () => void (parts.cleared += 1),
      storage: {
        getItem: (key: string) => storage.get(key) ?? null,
        setItem: (key: string, value: string) => void storage.set(key, value),
        removeItem: (key: string) => void storage.delete(key),
      },
      fetch: (target: string, init: RequestInit) =>
        fetch(target, { ...init, headers: { ...init.headers, Origin: url.origin } }),
    };
    return parts;
  }

  test('[LOOP-14] exchanges its code, takes it out of the address bar, and keeps the bearer for its tab', async () => {
    const storage = new Map<string, string>();
    const address = server.newAddress();
    const first = page(address, storage);
    const call = createClient(browserTransport(first));
    // The stand-in answers with an empty object, which is what plan.close gives.
    expect(await call('plan.close', { planId: 'w-1' })).toEqual({ ok: true, value: {} });
    expect(first.cleared).toBe(1);
    const reloaded = createClient(browserTransport(page(server.origin, storage)));
    expect((await reloaded('plan.close', { planId: 'w-1' })).ok).toBe(true);
    const stolen = await createClient(browserTransport(page(address)))('plan.close', {
      planId: 'w-1',
    });
    expect(stolen).toMatchObject({ ok: false, problems: [{ code: 'connection-refused' }] });
  });

  test('[LOOP-14] says what happened when the program is gone, anew, or answers nonsense', async () => {
    const storage = new Map<string, string>([['partita-bearer', 'of a former program']]);
    const anew = await createClient(browserTransport(page(server.origin, storage)))('plan.close', {
      planId: 'w-1',
    });
    expect(anew).toMatchObject({ ok: false, problems: [{ code: 'connection-refused' }] });
    expect(storage.size).toBe(0);
    const call = createClient(browserTransport(page(server.newAddress())));
    const garbled = await call('app.info', {});
    expect(!garbled.ok && garbled.problems[0]?.code).toBe('connection-garbled');
    await server.close();
    const gone = await call('app.info', {});
    expect(gone).toMatchObject({ ok: false, problems: [{ code: 'connection-lost' }] });
  });
});
