/** The host for the system's browser: one process, one loopback server, ended with its parent. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '../../db/data-folder.ts';
import type { Problem } from '../model/problem.ts';
import { openFirst, type FirstPlan } from './first-plan.ts';
import { createHost } from './host.ts';
import { findInstallation, type Installation } from './installation.ts';
import { startLoopbackServer } from './loopback-server.ts';
import { watchParent } from './parent-watch.ts';

export interface BrowserHostOptions extends FirstPlan {
  /** 0: any free port. */
  readonly port: number;
  /** Default: where this program stands. */
  readonly installation?: Installation;
  readonly dataFolder?: string;
  /** Called after the process that started this one is gone and everything is closed. */
  readonly onOrphaned?: () => void;
  readonly log?: (line: string) => void;
}

export interface BrowserHost {
  /** Address that opens the user interface, once. */
  readonly url: string;
  /** A further address, for a further tab. */
  readonly newUrl: () => string;
  /** Why the file named could not be opened; empty otherwise. */
  readonly problems: readonly Problem[];
  /** Ends it; unsaved work is offered at the next start. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the browser host.
 *
 * @param options what to show and where
 * @returns the running host
 * @throws {Error} with code `EADDRINUSE` when the port is taken
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const installation = options.installation ?? findInstallation();
  const host = createHost({
    kind: 'browser',
    installation,
    dataFolder: options.dataFolder ?? dataFolder(),
    documents: documentsFolder(),
    dialogs: null,
    log: options.log ?? ((line) => void process.stderr.write(`${line}\n`)),
  });
  const server = await startLoopbackServer({
    dispatch: host.dispatch,
    ui: installation.ui,
    port: options.port,
  });
  const problems = await openFirst(host, options);
  const close = async () => {
    stopWatching();
    await server.close();
    host.close();
  };
  const stopWatching = watchParent(() => {
    void close().then(() => options.onOrphaned?.());
  });
  return { url: server.newAddress(), newUrl: server.newAddress, problems, close };
}

/** @returns the user's documents where there is such a folder, else the home folder */
export function documentsFolder(): string {
  const documents = join(homedir(), 'Documents');
  return existsSync(documents) ? documents : homedir();
}
