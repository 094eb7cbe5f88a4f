/** The door of the host: decodes strictly, calls, and never throws. Every front comes through here. */
import { decode } from '../model/decode.ts';
import type { z } from 'zod';
import type { Result } from '../model/problem.ts';
import { contract, type Contract, type Method, type Output, type Reply } from './contract.ts';
import { hostProblem } from './host-problems.ts';

/** What one method does, given input that decodes. */
export type Handler<M extends Method> = (
  input: z.output<Contract[M]['input']>,
) => Result<Output<M>> | Promise<Result<Output<M>>>;

/** A handler for every method of the contract. */
export type Handlers = { readonly [M in Method]: Handler<M> };

/** Takes whatever came over a transport. Always answers. */
export type Dispatch = (method: unknown, input: unknown) => Promise<Reply<Method>>;

/**
 * @param handlers one per method
 * @param log takes one line per bug
 * @returns the door
 */
export function createDispatch(handlers: Handlers, log: (line: string) => void): Dispatch {
  return async (method, input) => {
    if (typeof method !== 'string' || !Object.hasOwn(contract, method)) {
      return {
        ok: false,
        problems: [hostProblem('host-unknown-method', { found: String(method) })],
      };
    }
    const known = method as Method;
    try {
      const decoded = decode(contract[known].input, input);
      if (!decoded.ok) return decoded;
      // The table pairs each method with its own input; the compiler cannot follow the pair through an index.
      const handle = handlers[known] as (decodedInput: unknown) => Promise<Reply<Method>>;
      return await handle(decoded.value);
    } catch (error) {
      log(`partita: bug in ${method}: ${describeError(error)}`);
      return { ok: false, problems: [hostProblem('host-bug', { words: { method } })] };
    }
  };
}

/** @returns one line: what was thrown and the first place in our own code. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
  return `${error.name}: ${error.message}${place === undefined ? '' : ` (${place.trim()})`}`.replace(
    /[\r\n]+/g,
    ' ',
  );
}
