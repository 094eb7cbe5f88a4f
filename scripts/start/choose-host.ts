/** Which host shows the window, decided from facts alone. */

/** What is known before the decision. */
export interface Facts {
  /** PARTITA_HOST */
  readonly override: string | undefined;
  readonly noOpen: boolean;
  /** Electron's program is on the disk. */
  readonly installed: boolean;
  /** Fetching it may be tried: not in CI, not switched off. */
  readonly mayFetch: boolean;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** There is a screen to open a window on. */
  readonly hasDisplay: boolean;
}

/** `fetch`: get Electron's program, then decide again. `why` is null when the user asked for it. */
export type Choice =
  | { readonly host: 'electron' }
  | { readonly host: 'fetch' }
  | { readonly host: 'browser'; readonly why: string | null };

const browser = (why: string | null): Choice => ({ host: 'browser', why });

/**
 * @param facts about this machine and this call
 * @returns the host to start; a browser host that nobody asked for says why
 */
export function chooseHost(facts: Facts): Choice {
  if (facts.noOpen || facts.override === 'browser') return browser(null);
  const onLinux = facts.platform === 'linux';
  if (onLinux && !facts.hasDisplay) return browser('there is no display for a window');
  if (onLinux && facts.isRoot) return browser("Electron's sandbox does not run as root");
  if (facts.installed) return { host: 'electron' };
  // Asking for Electron by name is worth a try even in CI.
  if (facts.mayFetch || facts.override === 'electron') return { host: 'fetch' };
  return browser("Electron's program is not installed");
}

/** What the user typed after `npm start --`. */
export interface StartArguments {
  readonly noOpen: boolean;
  readonly file: string | null;
  readonly sample: string | null;
  /** Everything else, handed on to `partita serve`. */
  readonly rest: readonly string[];
}

/** Options of `partita serve` that take a value in the next argument. */
const WITH_VALUE = new Set(['--port', '--sample']);

/**
 * @param args arguments of the start command; the first one that belongs to no option is a plan
 */
export function readArguments(args: readonly string[]): StartArguments {
  let file: string | null = null;
  let sample: string | null = null;
  const rest: string[] = [];
  args.forEach((arg, i) => {
    const before = args[i - 1] ?? '';
    if (before === '--sample') sample = arg;
    else if (arg.startsWith('--sample=')) sample = arg.slice('--sample='.length);
    else if (file === null && !arg.startsWith('-') && !WITH_VALUE.has(before)) file = arg;
    else if (arg !== '--no-open' && arg !== '--sample') rest.push(arg);
  });
  return { noOpen: args.includes('--no-open'), file, sample, rest };
}
