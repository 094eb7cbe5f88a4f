/** Where this program stands on the disk: in a checkout, as a bundle in `dist/`, or packaged. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folders and version of a running program. */
export interface Installation {
  /** Targets, technologies, samples. */
  readonly resources: string;
  /** The built user interface. */
  readonly ui: string;
  readonly version: string;
}

/**
 * Looks upwards for the folder that holds `resources/`: the same from `src/host/` and from `dist/node/`.
 *
 * @param from any folder of the program
 * @returns its installation
 * @throws {Error} when it is not complete: then nothing can work, and no user input is to blame
 */
export function findInstallation(from: string = import.meta.dirname): Installation {
  for (let folder = from; ; folder = dirname(folder)) {
    const resources = join(folder, 'resources');
    if (existsSync(join(resources, 'targets'))) {
      return { resources, ui: join(folder, 'dist', 'ui'), version: versionIn(folder) };
    }
    if (dirname(folder) === folder) {
      throw new Error(`Partita is not installed completely: no resources/ above ${from}`);
    }
  }
}

function versionIn(folder: string): string {
  const file = join(folder, 'package.json');
  const found = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: unknown }).version
    : undefined;
  if (typeof found !== 'string')
    throw new Error(`Partita is not installed completely: no version in ${file}`);
  return found;
}
