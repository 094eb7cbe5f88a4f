/** `npm run pack -- --linux deb`: builds everything and hands over to electron-builder, which fetches Electron. */
import { execPath } from 'node:process';
import { join } from 'node:path';
import { ensureBuilt } from '../build/build.ts';
import { ROOT } from '../build/paths.ts';
import { run } from '../check/command.ts';

/** @param args for electron-builder, for example `--linux deb AppImage` */
export async function main(args: readonly string[]): Promise<number> {
  await ensureBuilt(['ui', 'electron']);
  const cli = join(ROOT, 'node_modules/electron-builder/cli.js');
  return run([
    execPath,
    cli,
    '--config',
    'electron-builder.config.mjs',
    '--publish',
    'never',
    ...args,
  ]);
}
