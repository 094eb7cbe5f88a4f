/** The typed way to the host for every front. Pure: no Node, no Electron; the transport is handed in. */
import { z } from 'zod';
import { decode } from '../model/decode.ts';
import { defineProblems, fail, type Problem } from '../model/problem.ts';
import { contract, problemSchema, type Call, type Method, type Reply } from './contract.ts';

/** Carries one call to the host and its reply back, as plain JSON values. May reject. */
export type Transport = (method: Method, input: unknown) => Promise<unknown>;

const problem = defineProblems({
  'connection-lost': {
    message: 'the connection to the program was lost',
    remedy: 'Start Partita again: your work is offered as it was when it last reached the program.',
  },
  'connection-refused': {
    message: 'this page may not talk to the program',
    remedy: 'Use the address that the program printed when it started; it works once.',
  },
  'connection-garbled': {
    message: 'the program answered something unexpected',
    remedy: 'Load the page again: program and page may be of different versions.',
  },
});

const failureSchema = z.strictObject({
  ok: z.literal(false),
  problems: z.array(problemSchema).min(1),
});
const successSchema = z.strictObject({ ok: z.literal(true), value: z.unknown() });
const replySchema = z.discriminatedUnion('ok', [failureSchema, successSchema]);

/**
 * @param transport the way to the host
 * @returns calls every method of the contract; never rejects, and decodes what comes back
 */
export function createClient(transport: Transport): Call {
  return async <M extends Method>(method: M, input: unknown): Promise<Reply<M>> => {
    let raw: unknown;
    try {
      raw = await transport(method, input);
    } catch (error) {
      if (error instanceof Refused) return { ok: false, problems: [error.problem] };
      return { ok: false, problems: [problem('connection-lost')] };
    }
    const reply = decode(replySchema, raw);
    if (!reply.ok) return fail(problem('connection-garbled'), ...reply.problems);
    if (!reply.value.ok) return { ok: false, problems: reply.value.problems };
    const value = decode(contract[method].output, reply.value.value);
    if (!value.ok) return fail(problem('connection-garbled'), ...value.problems);
    return { ok: true, value: value.value } as Reply<M>;
  };
}

/** A refusal that the user can do something about; a transport throws it. */
class Refused extends Error {
  readonly problem: Problem;

  constructor(found: Problem) {
    super(found.message);
    this.problem = found;
  }
}

/** What the browser host needs of the page; the page passes `window` parts, tests pass their own. */
export interface PageParts {
  readonly origin: string;
  /** Fragment of the address, `#code=...` on the first visit. */
  readonly fragment: string;
  /** Takes the code out of the address bar and the history. */
  readonly clearFragment: () => void;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

type Storage = {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
};

const BEARER_KEY = 'partita-bearer';
const sessionSchema = z.strictObject({ bearer: z.string().min(20) });

/**
 * The transport of the browser host: exchanges the one-time code of the address for a bearer, keeps that for
 * this tab, and sends it with every call.
 *
 * @param page the parts of the page it needs
 * @returns a transport
 */
export function browserTransport(page: PageParts): Transport {
  let bearer: Promise<string | null> | null = null;
  return async (method, input) => {
    bearer ??= obtainBearer(page);
    const token = await bearer;
    if (token === null) throw new Refused(problem('connection-refused'));
    const response = await post(page, '/rpc', { method, input }, token);
    if (response.status === 401) {
      // The program was started anew: an old bearer is worth nothing.
      page.storage.removeItem(BEARER_KEY);
      bearer = null;
      throw new Refused(problem('connection-refused'));
    }
    return await response.json();
  };
}

async function obtainBearer(page: PageParts): Promise<string | null> {
  const code = new URLSearchParams(page.fragment.replace(/^#/, '')).get('code');
  if (code === null) return page.storage.getItem(BEARER_KEY);
  page.clearFragment();
  const response = await post(page, '/session', { code }, null);
  // A reloaded address still shows the used code; the tab may hold a good bearer.
  if (!response.ok) return page.storage.getItem(BEARER_KEY);
  const { bearer } = sessionSchema.parse(await response.json());
  page.storage.setItem(BEARER_KEY, bearer);
  return bearer;
}

function post(
  page: PageParts,
  path: string,
  body: unknown,
  bearer: string | null,
): Promise<Response> {
  return page.fetch(`${page.origin}${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  });
}
