/** Saves and opens as a user without rights, where the tests themselves run as root. Test code only. */
import { saveFile } from '../save-file.ts';
import { WorkingCopies } from '../working-copies.ts';
import { writeFileSync } from 'node:fs';

const [action, path = '', data = ''] = process.argv.slice(2);
// Only now, so that Node could read our own files before.
if (process.getuid?.() === 0) {
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}
const result =
  action === 'open'
    ? new WorkingCopies(data).open(path)
    : saveFile({ path, known: null, overwrite: true, write: (file) => writeFileSync(file, 'new') });
process.stdout.write(result.ok ? 'ok' : result.problems.map(({ code }) => code).join(' '));
// The working copy of an opened plan would hold the process.
process.exit(0);
