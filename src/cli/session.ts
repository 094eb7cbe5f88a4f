/** One run's way to the host: in this process, with a data folder of its own that goes when the run ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeCatalogue } from '../catalog/decode-catalogue.ts';
import type { Catalogue } from '../catalog/technology.ts';
import { createClient } from '../host/client.ts';
import type { Call, Output } from '../host/contract.ts';
import { createHost } from '../host/host.ts';
import { findInstallation } from '../host/installation.ts';
import { fromSnapshot } from '../model/diff-schema.ts';
import type { Plan } from '../model/plan.ts';
import { ok, type Result } from '../model/problem.ts';
import type { CliIo } from './io.ts';

/** A plan that this run has opened. */
export interface OpenedPlan {
  readonly planId: string;
  readonly revision: number;
  readonly plan: Plan;
  /** The user's file; null for a plan that has none yet. */
  readonly path: string | null;
  readonly notices: Output<'plan.open'>['notices'];
}

export class Session {
  readonly call: Call;
  readonly #folder: string;
  readonly #close: () => void;

  /** @param io takes one line per bug of the host */
  constructor(io: CliIo) {
    // A working copy that a killed command leaves must not be offered to the user as unsaved work.
    this.#folder = mkdtempSync(join(tmpdir(), 'partita-'));
    const host = createHost({
      kind: 'cli',
      installation: findInstallation(),
      dataFolder: this.#folder,
      documents: io.cwd,
      dialogs: null,
      log: (line) => {
        if ((io.env['PARTITA_DEBUG'] ?? '') !== '') io.stderr(`${line}\n`);
      },
    });
    this.call = createClient(host.dispatch);
    this.#close = host.close;
  }

  /** @param path absolute path of a plan */
  async open(path: string): Promise<Result<OpenedPlan>> {
    const reply = await this.call('plan.open', { path });
    return reply.ok ? ok(openedPlan(reply.value)) : reply;
  }

  /** @returns the catalogue that ships with the program */
  async catalogue(): Promise<Result<Catalogue>> {
    const reply = await this.call('catalogue.get', {});
    return reply.ok ? decodeCatalogue(new Map(Object.entries(reply.value.texts))) : reply;
  }

  /** Closes every plan and removes what was written for this run. */
  close(): void {
    this.#close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** @param opened what the host says of an opened plan */
export function openedPlan(opened: Output<'plan.open'>): OpenedPlan {
  const { planId, revision, path, notices } = opened;
  return { planId, revision, path, notices, plan: fromSnapshot(opened.snapshot) };
}
