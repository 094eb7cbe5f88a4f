/** The program that Electron runs. The one file that imports its value; everything else is handed it. */
import * as electron from 'electron';
import { join } from 'node:path';
import { findInstallation } from '../src/host/installation.ts';
import { startDesktop } from './desktop.ts';

const { app } = electron;

startDesktop({
  api: electron,
  installation: findInstallation(import.meta.dirname),
  preload: join(import.meta.dirname, 'preload.cjs'),
  // In a checkout the first argument is the folder of the program.
  args: process.argv.slice(app.isPackaged ? 1 : 2),
}).catch((error: unknown) => {
  process.stderr.write(`partita: ${error instanceof Error ? error.message : String(error)}\n`);
  app.exit(1);
});
