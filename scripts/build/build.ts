/** Builds dist/ui, dist/node and dist/electron, each only when its sources have changed. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { digest, isFresh, writeStamp } from './stamp.ts';
import { withLock } from './lock.ts';
import { DIST, INPUTS, ROOT, TARGETS, type Target } from './paths.ts';

const sourcesOf = (target: Target): string[] => INPUTS[target].map((path) => join(ROOT, path));

/** Builds beside the old build and then takes its place, so that nobody sees half a build. */
async function build(target: Target, now: string): Promise<void> {
  const [{ build: viteBuild }, { configsOf }] = await Promise.all([
    import('vite'),
    import('./targets.ts'),
  ]);
  const fresh = join(DIST, `${target}.new`);
  const old = join(DIST, `${target}.old`);
  const place = join(DIST, target);
  try {
    for (const config of configsOf(target, fresh)) await viteBuild(config);
  } catch (error) {
    // Rolldown colours its messages even where no terminal reads them.
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(stripVTControlCharacters(text), { cause: error });
  }
  writeStamp(fresh, now);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(place)) renameSync(place, old);
  renameSync(fresh, place);
  rmSync(old, { recursive: true, force: true });
}

/**
 * Builds the named parts that are missing or stale; says so on stderr.
 *
 * @param targets parts to look at
 * @param force build even what is fresh
 */
export async function ensureBuilt(targets: readonly Target[], force = false): Promise<void> {
  const isStale = (target: Target) =>
    force || !isFresh(join(DIST, target), digest(sourcesOf(target)));
  if (!targets.some(isStale)) return;
  await withLock(join(DIST, '.lock'), async () => {
    // Another process may have built them while this one waited.
    for (const target of targets.filter(isStale)) {
      process.stderr.write(`Building Partita: ${target} ...\n`);
      await build(target, digest(sourcesOf(target)));
    }
  });
}

/** @param args `[--force] [target ...]`; no target: all */
export async function main(args: readonly string[]): Promise<number> {
  const names = args.filter((a) => !a.startsWith('--'));
  const unknown = names.filter((n) => !(TARGETS as readonly string[]).includes(n));
  if (unknown.length > 0) {
    console.error(`Unknown part ${unknown.join(', ')}; known: ${TARGETS.join(', ')}.`);
    return 2;
  }
  await ensureBuilt(names.length > 0 ? (names as Target[]) : TARGETS, args.includes('--force'));
  return 0;
}
