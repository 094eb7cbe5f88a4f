/** Lists the files below a folder. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Walks by hand: the recursive listing of Node does not see into Electron's archive.
 *
 * @param folder a folder that exists
 * @returns paths of all plain files below it, sorted; symbolic links are not followed, they may lead out of it
 */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}
