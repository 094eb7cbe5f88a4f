/** Runs a command where there is no network but this machine's own loopback. */
import { spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { getuid, platform } from 'node:process';

/** Command and arguments. */
export type Command = readonly [string, ...string[]];

// `exec` keeps the process, and with it its signals and its exit code.
const UP_AND_RUN = 'ip link set lo up && exec "$@"';

/**
 * @param command what to run
 * @param isRoot whether the caller is root; others need a user namespace of their own
 * @returns the command that runs it in a network namespace with loopback only
 */
export function offline(command: Command, isRoot = getuid?.() === 0): Command {
  const flags = isRoot ? ['--net'] : ['--map-root-user', '--net'];
  return ['unshare', ...flags, 'sh', '-c', UP_AND_RUN, 'sh', ...command];
}

/** @returns null when namespaces can be had here, else why not */
export function whyNotOffline(): string | null {
  if (platform !== 'linux') return 'network namespaces are a feature of Linux';
  const [command, ...args] = offline(['true']);
  const tried = spawnSync(command, args, { encoding: 'utf8' });
  if (tried.error) return `unshare cannot be run (${tried.error.message})`;
  return tried.status === 0 ? null : tried.stderr.trim() || `unshare ended with ${tried.status}`;
}

/** @throws when a network beside loopback is there although the run is said to be without */
export function assertNetwork(network: string | undefined): void {
  if (network !== 'offline') return;
  const outside = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter((i) => !i.internal),
  );
  if (outside.length > 0)
    throw new Error(`Not offline: ${outside.map((i) => i.address).join(', ')}`);
}
