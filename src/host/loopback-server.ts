/**
 * The browser host's door: plain HTTP on 127.0.0.1, where any page of any site in the user's browser, and any
 * program of the machine, can knock. What it refuses is in README.md, each with the test that shows it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Dispatch } from './dispatch.ts';
import { SECURITY_HEADERS } from './page-security.ts';
import { ServedFiles } from './served-files.ts';
import { SessionKeys } from './session-keys.ts';

const HOST = '127.0.0.1';
/** Largest body, in bytes: the longest import in its longest encoding, and the frame around it. */
export const MAX_BODY_BYTES = 3 * 32 * 1024 * 1024 + 65_536;
/** A request must be here whole within this time, in milliseconds. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 64;

/** Headers that a decision rests on. */
const DECISIVE_HEADERS = [
  'host',
  'origin',
  'sec-fetch-site',
  'content-type',
  'content-encoding',
  'authorization',
] as const;

const rpcSchema = z.strictObject({ method: z.string(), input: z.unknown() });
const sessionSchema = z.strictObject({ code: z.string().max(200) });

export interface LoopbackOptions {
  readonly dispatch: Dispatch;
  /** Folder of the built user interface. */
  readonly ui: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface LoopbackServer {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** @returns an address with a code that opens the user interface once */
  readonly newAddress: () => string;
  readonly close: () => Promise<void>;
}

/** A request that is refused: status and one line for people who look. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * @param options what to serve
 * @returns the running server
 * @throws {Error} when the port is taken
 */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const keys = new SessionKeys();
  const files = new ServedFiles(options.ui);
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    insecureHTTPParser: false,
    requireHostHeader: true,
  });
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, options.port);
  const authority = `${HOST}:${(server.address() as AddressInfo).port}`;
  const origin = `http://${authority}`;
  const door = new Door({ authority, origin, keys, files, dispatch: options.dispatch });
  server.on('request', (request, response) => void door.answer(request, response));
  return {
    origin,
    newAddress: () => `${origin}/#code=${keys.newCode()}`,
    close: () => closeServer(server),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: HOST, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

interface DoorParts {
  readonly authority: string;
  readonly origin: string;
  readonly keys: SessionKeys;
  readonly files: ServedFiles;
  readonly dispatch: Dispatch;
}

class Door {
  readonly #parts: DoorParts;

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#checkSender(request);
      if (request.method === 'GET' || request.method === 'HEAD') this.#serve(request, response);
      else if (request.method === 'POST') await this.#post(request, response);
      else throw new Refusal(405, 'only GET and POST');
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'the request failed');
      // What is left of the body is not read.
      if (!request.complete) response.setHeader('Connection', 'close');
      send(response, refusal.status, 'text/plain; charset=utf-8', `${refusal.message}\n`);
    }
  }

  #checkSender({ headers, headersDistinct }: IncomingMessage): void {
    const { authority, origin } = this.#parts;
    // Of two equal headers Node takes the first and somebody else the last: neither is believed.
    for (const name of DECISIVE_HEADERS) {
      if ((headersDistinct[name]?.length ?? 0) > 1) throw new Refusal(400, `two headers ${name}`);
    }
    // Another name for 127.0.0.1 is how DNS rebinding makes a foreign page look like ours.
    if (headers.host !== authority) throw new Refusal(421, 'not the host of this server');
    if (headers.origin !== undefined && headers.origin !== origin) {
      throw new Refusal(403, 'a page of another origin');
    }
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      throw new Refusal(403, 'a request from another site');
    }
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const file = this.#parts.files.at(addressOf(request));
    if (!file) throw new Refusal(404, 'nothing is served there');
    const body = request.method === 'HEAD' ? null : file.content;
    send(response, 200, file.mediaType, body, file.content.length);
  }

  async #post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request;
    const address = addressOf(request);
    if (address !== '/rpc' && address !== '/session')
      throw new Refusal(404, 'nothing is served there');
    if (headers.origin === undefined) throw new Refusal(403, 'a request without an origin');
    if (headers['sec-fetch-site'] === 'none') throw new Refusal(403, 'a request from no page');
    // A form or a simple request of another site cannot send this type without asking first.
    if (!/^application\/json(; ?charset=utf-8)?$/i.test(headers['content-type'] ?? '')) {
      throw new Refusal(415, 'only application/json');
    }
    if (headers['content-encoding'] !== undefined) throw new Refusal(415, 'no compressed bodies');
    if (address === '/session') await this.#openSession(request, response);
    else await this.#call(request, response);
  }

  async #openSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = sessionSchema.safeParse(await readJson(request, 1024));
    if (!asked.success) throw new Refusal(400, 'not a request for a session');
    const bearer = this.#parts.keys.exchange(asked.data.code);
    if (bearer === null) throw new Refusal(401, 'the code is unknown or was used');
    sendJson(response, { bearer });
  }

  async #call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Before the body is read, so that a stranger cannot make us hold it.
    if (!this.#parts.keys.accepts(request.headers.authorization)) {
      throw new Refusal(401, 'no session');
    }
    const asked = rpcSchema.safeParse(await readJson(request, MAX_BODY_BYTES));
    if (!asked.success) throw new Refusal(400, 'not a call');
    sendJson(response, await this.#parts.dispatch(asked.data.method, asked.data.input));
  }
}

/** Path of the request as it was sent, without its query; nothing is decoded or resolved. */
function addressOf({ url }: IncomingMessage): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}

async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new Refusal(413, 'too large');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new Refusal(413, 'too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new Refusal(400, 'not JSON');
  }
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, 'application/json', JSON.stringify(value));
}

function send(
  response: ServerResponse,
  status: number,
  mediaType: string,
  body: string | Buffer | null,
  length = body === null ? 0 : Buffer.byteLength(body),
): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'Content-Type': mediaType,
    'Content-Length': length,
  });
  response.end(body);
}
