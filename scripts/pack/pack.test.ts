// What can be checked of the packages without Electron's own program: electron-builder runs for real, on a stub
// that has nothing of Electron but the place where fuses are kept.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, build, Platform, type Configuration } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../../electron-builder.config.mjs';
import { ensureBuilt } from '../build/build.ts';
import { DIST, ROOT } from '../build/paths.ts';

/** What Electron's program carries: a sentinel, version 1, nine fuses with their factory settings. */
const FUSES = ['dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', '\u0001\u0009', '101100110'].join('');

const scratch = mkdtempSync(join(tmpdir(), 'partita-pack-'));
const stub = join(scratch, 'stub');
const output = join(scratch, 'release');
const resources = join(output, 'linux-unpacked/resources');
let packed: string[] = [];

function pack(changes: Configuration): Promise<string[]> {
  // electron-builder writes into the object that it is given.
  const own = structuredClone(config);
  return build({
    projectDir: ROOT,
    publish: 'never',
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    config: {
      ...own,
      electronDist: stub,
      directories: { ...own.directories, output },
      ...changes,
    },
  });
}

beforeAll(async () => {
  mkdirSync(join(stub, 'resources'), { recursive: true });
  writeFileSync(join(stub, 'electron'), `stub ${FUSES} stub`, { mode: 0o755 });
  await ensureBuilt(['ui', 'electron']);
  await pack({});
  packed = listPackage(join(resources, 'app.asar'), { isPack: false }).map((p) => p.slice(1));
}, 300_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('configuration', () => {
  test('[PACK-1] names the four kinds of package', () => {
    const kinds = [config.linux, config.win, config.mac].flatMap((p) => p?.target ?? []);
    expect(kinds).toEqual(['deb', 'AppImage', 'nsis', 'dmg']);
  });

  test("[PACK-1] electron-builder's schema is in force: a word it does not know is refused", async () => {
    await expect(pack({ asarr: true } as Configuration)).rejects.toThrow(
      /unknown property 'asarr'/,
    );
  });

  test('[PACK-1] nothing is published', () => {
    expect(config.publish).toBeNull();
  });
});

describe('files', () => {
  test.each([
    'package.json',
    'dist/electron/main.mjs',
    'dist/electron/preload.cjs',
    'dist/ui/index.html',
    'node_modules/better-sqlite3/lib/index.js',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
  ])('[PACK-2] %s is packed', (path) => {
    expect(packed).toContain(path);
  });

  test('[PACK-2] everything the user interface was built into is packed', () => {
    const built = readdirSync(join(DIST, 'ui'), { recursive: true, encoding: 'utf8' });
    const missing = built.filter(
      (f) => !/\.map$|\.stamp$/.test(f) && !packed.includes(`dist/ui/${f}`),
    );
    expect(missing).toEqual([]);
  });

  test('[PACK-2] targets, technologies and samples are packed', () => {
    const all = readdirSync(join(ROOT, 'resources'), { recursive: true, encoding: 'utf8' });
    expect(all.filter((f) => f.endsWith('.json') && !packed.includes(`resources/${f}`))).toEqual(
      [],
    );
    expect(packed.some((p) => p.startsWith('resources/targets/'))).toBe(true);
  });

  test('[PACK-2] nothing else is: one package, no sources, no tests, no maps', () => {
    const tops = new Set(packed.map((p) => p.split('/')[0]));
    expect([...tops].sort()).toEqual(['dist', 'node_modules', 'package.json', 'resources']);
    const packages = packed
      .map((p) => /^node_modules\/([^/]+)/.exec(p)?.[1])
      .filter((p) => p !== undefined);
    expect([...new Set(packages)]).toEqual(['better-sqlite3']);
    expect(packed.filter((p) => /\.(ts|svelte|map)$|\.test\./.test(p))).toEqual([]);
    expect(packed.filter((p) => p.endsWith('.node'))).toHaveLength(1);
  });

  test('[PACK-3] native code stands outside the archive', () => {
    const native = 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node';
    expect(existsSync(join(resources, native))).toBe(true);
  });
});

describe('fuses', () => {
  test('[PACK-4] Electron cannot be turned into a plain Node, debugged, or fed other code', async () => {
    const program = join(output, 'linux-unpacked', config.executableName ?? '');
    const wire = await getCurrentFuseWire(program);
    const state = (fuse: FuseV1Options) => FuseState[wire[fuse] ?? 0];
    expect({
      runAsNode: state(FuseV1Options.RunAsNode),
      nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
      integrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
      filePrivileges: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: 'DISABLE',
      nodeOptions: 'DISABLE',
      inspect: 'DISABLE',
      integrity: 'ENABLE',
      onlyAsar: 'ENABLE',
      filePrivileges: 'DISABLE',
    });
    expect(readFileSync(join(stub, 'electron'), 'utf8')).toContain(FUSES);
  });
});
