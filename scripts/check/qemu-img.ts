/** Finds qemu-img and qemu-io for the test of disk estimates, or gets them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { env, getuid, platform } from 'node:process';

const INSTALL_LIMIT_MS = 180_000;
const PACKAGE = 'qemu-utils';
const INSTALLER = '/usr/bin/apt-get';

/** Both programs, or why there are none. */
export type QemuTools =
  | { readonly image: string; readonly io: string; readonly version: string }
  | { readonly missing: string };

function versionOf(program: string): string | null {
  const asked = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 30_000 });
  return asked.status === 0 ? (asked.stdout.split('\n')[0] ?? '') : null;
}

function found(): QemuTools | null {
  const version = versionOf('qemu-img');
  return version !== null && versionOf('qemu-io') !== null
    ? { image: 'qemu-img', io: 'qemu-io', version }
    : null;
}

function install(): string | null {
  if (platform !== 'linux' || !existsSync(INSTALLER)) {
    return `qemu-img is not installed, and there is no apt-get to install ${PACKAGE} with`;
  }
  if (getuid?.() !== 0) return `qemu-img is not installed, and only root may install ${PACKAGE}`;
  console.error(`Installing Debian's package ${PACKAGE} ...`);
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', PACKAGE],
  ]) {
    const done = spawnSync(INSTALLER, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_LIMIT_MS,
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (done.status !== 0) return `apt-get ${args[0] ?? ''} failed: ${PACKAGE} cannot be had here`;
  }
  return null;
}

/** @returns programs that start: those that are here, or Debian's package where root can install it */
export function findQemuTools(): QemuTools {
  const here = found();
  if (here) return here;
  const missing = install();
  if (missing !== null) return { missing };
  return found() ?? { missing: `${PACKAGE} was installed, and qemu-img does not start` };
}
