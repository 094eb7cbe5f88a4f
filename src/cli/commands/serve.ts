/** `partita serve`: the window in the user's browser, from this process, for as long as it runs. */
import { dataFolder } from '../../../db/data-folder.ts';
import { startBrowserHost, type BrowserHost } from '../../host/browser-host.ts';
import { fail, ok, type Result } from '../../model/problem.ts';
import { cliProblem } from '../cli-problems.ts';
import { examples, type AddCommand, type Outcome, type Run } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';

interface ServeOptions {
  readonly open: boolean;
  readonly port?: string;
  readonly sample?: string;
  readonly fallbackSample?: string;
}

const LAST_PORT = 65_535;

export const addServe: AddCommand = (program, runner) => {
  program
    .command('serve')
    .description('open the window in the browser; stays until it is ended with Ctrl+C')
    .argument('[file]', 'plan to open first')
    .option('--no-open', 'print the address only')
    .option('--port <number>', 'port on 127.0.0.1; a free one by default')
    .option('--sample <id>', 'sample to open first; "partita samples" lists them')
    .option(
      '--fallback-sample <id>',
      'sample to open where nothing is named and no unsaved work waits',
    )
    .addHelpText(
      'after',
      examples('serve cockpit.partita', 'serve --sample gateway-cluster --no-open'),
    )
    .action(runner.action(serve));
};

async function serve(run: Run, file: string | undefined, options: ServeOptions): Promise<Outcome> {
  const port = portOf(options.port);
  if (!port.ok) return port.problems;
  const started = await start(run, file, port.value, options);
  if (!started.ok) return started.problems;
  const { host, orphaned } = started.value;
  if (host.problems.length > 0) {
    await host.close();
    return host.problems;
  }
  run.io.stdout(`${host.url}\n`);
  if (options.open && !(await run.io.openBrowser(host.url))) {
    run.io.stderr('No browser could be started: open the address above in one.\n');
  }
  await Promise.race([run.io.stopped(), orphaned]);
  await host.close();
  return EXIT_OK;
}

function portOf(text: string | undefined): Result<number> {
  if (text === undefined) return ok(0);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= LAST_PORT) return ok(port);
  return fail(
    cliProblem('cli-not-a-number', {
      found: text,
      expected: `0 to ${LAST_PORT}`,
      words: { option: '--port' },
    }),
  );
}

interface Started {
  readonly host: BrowserHost;
  /** Resolves when the process that started this one is gone. */
  readonly orphaned: Promise<void>;
}

async function start(
  run: Run,
  file: string | undefined,
  port: number,
  { sample, fallbackSample }: ServeOptions,
): Promise<Result<Started>> {
  const gone = Promise.withResolvers<undefined>();
  try {
    const host = await startBrowserHost({
      file: file === undefined ? null : run.path(file),
      sample: sample ?? null,
      fallbackSample: fallbackSample ?? null,
      port,
      dataFolder: dataFolder(),
      onOrphaned: () => gone.resolve(undefined),
      log: (line) => run.io.stderr(`${line}\n`),
    });
    return ok({ host, orphaned: gone.promise });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return fail(cliProblem('cli-port-taken', { found: String(port) }));
  }
}
