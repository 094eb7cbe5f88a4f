/** A host in a temporary folder, and calls that fail the test where they fail. Test code only. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../client.ts';
import { contract, type Call, type Input, type Method, type Output } from '../contract.ts';
import type { HostOptions } from '../host-parts.ts';
import { createHost, type Host } from '../host.ts';
import { findInstallation } from '../installation.ts';

export interface TestHost {
  readonly host: Host;
  /** Decodes every output strictly by the contract. */
  readonly call: Call;
  /** The value of a call that must succeed. */
  readonly value: <M extends Method>(method: M, input: Input<M>) => Promise<Output<M>>;
  /** Codes of the problems of a call that must fail. */
  readonly codes: <M extends Method>(method: M, input: Input<M>) => Promise<readonly string[]>;
  readonly folder: string;
  readonly log: readonly string[];
  readonly remove: () => void;
}

/** @param more what differs from the host of the tests */
export function startTestHost(more: Partial<HostOptions> = {}): TestHost {
  const folder = mkdtempSync(join(tmpdir(), 'partita-host-'));
  const documents = join(folder, 'documents');
  mkdirSync(documents);
  const log: string[] = [];
  const host = createHost({
    kind: 'browser',
    installation: findInstallation(),
    dataFolder: join(folder, 'data'),
    documents,
    dialogs: null,
    log: (line) => log.push(line),
    ...more,
  });
  const call = createClient(async (method, input) => {
    // Over a transport everything is JSON.
    const asJson = JSON.parse(JSON.stringify(input)) as unknown;
    return JSON.parse(JSON.stringify(await host.dispatch(method, asJson))) as unknown;
  });
  return {
    host,
    call,
    value: async (method, input) => {
      const reply = await call(method, input);
      if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.problems)}`);
      return reply.value;
    },
    codes: async (method, input) => {
      const reply = await call(method, input);
      return reply.ok ? ['ok'] : reply.problems.map(({ code }) => code);
    },
    folder,
    log,
    remove: () => {
      host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const METHODS = Object.keys(contract) as Method[];
