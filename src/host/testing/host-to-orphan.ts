/** A launcher to be killed: starts a browser host as its child and passes on what it prints. Test code only. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startBrowserHost } from '../browser-host.ts';

if (process.argv[2] === 'child') {
  const host = await startBrowserHost({ file: null, port: 0, onOrphaned: () => process.exit(0) });
  process.stdout.write(`${process.pid} ${host.url}\n`);
} else {
  spawn(process.execPath, [fileURLToPath(import.meta.url), 'child'], { stdio: 'inherit' });
}
