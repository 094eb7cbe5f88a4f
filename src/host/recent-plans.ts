/** The list of plans opened last, in the data folder. A list that cannot be read is an empty one. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ensurePrivateFolder } from '../../db/data-folder.ts';
import type { Output } from './contract.ts';

/** Plans that stay in the list. */
const KEPT = 20;

const listSchema = z.array(
  z.strictObject({ path: z.string(), name: z.string(), openedAt: z.string() }),
);
type List = z.infer<typeof listSchema>;

export class RecentPlans {
  readonly #folder: string;
  readonly #file: string;

  /** @param dataFolder the user's data folder of this program */
  constructor(dataFolder: string) {
    this.#folder = dataFolder;
    this.#file = join(dataFolder, 'recent.json');
  }

  list(): Output<'plans.recent'>['plans'] {
    return this.#read().map((entry) => ({ ...entry, exists: existsSync(entry.path) }));
  }

  /** Puts a plan on top. Failing to is not worth a word: the plan itself is open. */
  note(path: string, name: string): void {
    const entry = { path, name, openedAt: new Date().toISOString() };
    const list = [entry, ...this.#read().filter((other) => other.path !== path)].slice(0, KEPT);
    try {
      ensurePrivateFolder(this.#folder);
      const next = `${this.#file}.${process.pid}.next`;
      writeFileSync(next, `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
      renameSync(next, this.#file);
    } catch {
      return;
    }
  }

  #read(): List {
    try {
      return listSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return [];
    }
  }
}
