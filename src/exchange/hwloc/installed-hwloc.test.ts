/** Compares with the hwloc of this machine, on topologies that nobody wrote down. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importHwloc } from './import-hwloc.ts';

const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
const isInstalled = run('lstopo-no-graphics', '--version').status === 0;
const reason = isInstalled ? '' : ' (skipped: hwloc is not installed here)';

/** As `lstopo -i` takes them: what each level holds, memory in brackets. */
const TOPOLOGIES: readonly string[] = [
  'pu:1',
  'core:3 pu:2',
  'pack:2 [numa(memory=2GB)] l3:2 core:3 pu:2',
  'pack:3 die:2 l3:1 [numa] [numa] l2:2 l1:1 l1i:1 core:1 pu:4',
  'group:2 pack:2 l4:1 l3:2 core:2 pu:1',
  '[numa] pack:1 l2:5 core:1 pu:1',
  'pack:20 core:4 pu:2',
];
const COUNTED: Readonly<Record<string, string>> = {
  package: 'packages',
  core: 'cores',
  pu: 'processingUnits',
  numa: 'numaNodes',
  pci: 'pciDevices',
  os: 'osDevices',
};

/** lstopo writes one line for each object of a type. (`hwloc-calc -N` would leave out memory without cores.) */
function hwlocCount(file: string, type: string): number {
  const { stdout } = run('lstopo-no-graphics', '-i', file, '--whole-io', '--only', type);
  return stdout.split('\n').filter((line) => line !== '').length;
}

function compare(file: string): void {
  const result = importHwloc(readFileSync(file, 'utf8'), { id: 't', fileName: file });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const counts = result.value.counts as unknown as Readonly<Record<string, number>>;
  for (const [type, name] of Object.entries(COUNTED)) {
    expect(counts[name], `${name} of ${file}`).toBe(hwlocCount(file, type));
  }
  for (const [level, count] of Object.entries(result.value.counts.caches)) {
    expect(count, `${level} of ${file}`).toBe(hwlocCount(file, level));
  }
}

describe.skipIf(!isInstalled)(`the hwloc of this machine${reason}`, () => {
  const folder = isInstalled ? mkdtempSync(join(tmpdir(), 'partita-hwloc-')) : '';

  it.each(TOPOLOGIES)(
    '[HWLOC-1] counts "%s" as we do, in both formats it writes',
    (description) => {
      for (const flags of ['0', '1']) {
        const file = join(folder, `v${flags}.xml`);
        const written = run(
          'lstopo-no-graphics',
          '-i',
          description,
          '--export-xml-flags',
          flags,
          '-f',
          file,
        );
        // hwloc 3 does not write version 1 any more.
        if (written.status !== 0) continue;
        compare(file);
      }
    },
  );

  it('[HWLOC-1] counts this machine itself as we do, all its I/O included', () => {
    const file = join(folder, 'machine.xml');
    expect(run('lstopo-no-graphics', '--whole-io', '-f', file).status).toBe(0);
    compare(file);
    rmSync(folder, { recursive: true });
  });
});
