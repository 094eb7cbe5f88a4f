/** What a command may use of the outside: injected, so that tests run commands in this process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The surroundings of one run of the command line. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Folder that relative paths count from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a terminal that shows colours. */
  readonly colour: boolean;
  /** Shows an address in the user's browser; false where there is none. */
  readonly openBrowser: (url: string) => Promise<boolean>;
  /** Resolves when the user ends a command that stays. */
  readonly stopped: () => Promise<void>;
}

/** @returns the real surroundings of this process */
export function nodeIo(): CliIo {
  const { stdout, stderr, env } = process;
  return {
    stdout: (text) => void stdout.write(text),
    stderr: (text) => void stderr.write(text),
    cwd: process.cwd(),
    env,
    colour: stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    openBrowser,
    stopped: async () => {
      await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
    },
  };
}

/** Programs that open an address in the browser the user has chosen. */
function opener(): readonly [command: string, ...args: string[]] {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}

function openBrowser(url: string): Promise<boolean> {
  const [command, ...args] = opener();
  return new Promise((done) => {
    const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
    child.once('error', () => done(false));
    child.once('spawn', () => {
      child.unref();
      done(true);
    });
  });
}
