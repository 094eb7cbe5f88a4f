/** Starts the command line in this process. */
import { nodeIo } from './io.ts';
import { run } from './run.ts';

// A reader that closes the pipe early ("partita targets | head") is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), nodeIo());
