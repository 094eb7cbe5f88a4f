/** compare on real plans: table, JSON, and what cannot be compared. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonSchema } from '../../analysis/compare/comparison-schema.ts';
import { cliFolder, type CliFolder } from '../testing/run-cli.ts';

let folder: CliFolder;
beforeAll(async () => {
  folder = cliFolder();
  await folder.partita('new', 'g.partita', '--sample', 'gateway-cluster');
});
afterAll(() => folder.remove());

async function json(...args: readonly string[]) {
  const { code, stdout } = await folder.partita('compare', 'g.partita', '--json', ...args);
  expect(code).toBe(0);
  return comparisonSchema.parse(JSON.parse(stdout));
}

describe('compare', () => {
  it('[CLI-20] prints a table with every layout, deltas, the trade-off and what decides', async () => {
    const { code, stdout } = await folder.partita('compare', 'g.partita');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^DRIVER .*STATIC PARTITIONS \(REFERENCE\).*CONTAINERS ON ONE LINUX/m);
    expect(stdout).toMatch(/^Memory +at least /m);
    expect(stdout).toContain('Trade-off of ');
    expect(stdout).toContain('turn a ranking round:');
  });

  it('[CLI-20] --json is the published shape, with all layouts and the first as reference', async () => {
    const comparison = await json();
    expect(comparison.layouts.map(({ id }) => id)).toEqual(['static', 'containers', 'mixed']);
    expect(comparison.referenceId).toBe('static');
  });

  it('[CLI-20] takes layouts by id or name, a reference, and drivers of the trade-off', async () => {
    const comparison = await json(
      ...['--layouts', 'mixed,Static partitions', '--reference', 'Static partitions'],
      ...['--drivers', 'memory,error'],
    );
    expect(comparison.layouts.map(({ id }) => id)).toEqual(['mixed', 'static']);
    expect(comparison.referenceId).toBe('static');
    expect(comparison.pareto.drivers).toEqual(['memory', 'error']);
  });

  it('[CLI-20] --csv has one row per driver and layout, with bare values', async () => {
    const { code, stdout } = await folder.partita('compare', 'g.partita', '--csv');
    const [head, ...lines] = stdout.trimEnd().split('\r\n');
    const { drivers } = await json();
    expect([code, lines.length]).toEqual([0, drivers.length * 3]);
    expect(head).toMatch(/^driver,layout,reference,state,unit,low,typical,high,at least/);
    const memory = drivers.find(({ id }) => id === 'memory')?.values[1];
    expect(stdout).toContain(
      `Memory,Containers on one Linux,no,assessed,bytes,${memory?.low},${memory?.typical},${memory?.high},yes`,
    );
  });

  it.each([
    [['--layouts', 'static'], 'two to six'],
    [['--layouts', 'static,nowhere'], 'nowhere'],
    [['--layouts', 'static,static'], 'two to six'],
    [['--layouts', 'static,mixed', '--reference', 'containers'], 'none of the layouts'],
    [['--drivers', 'memory'], 'Two or three'],
    [['--drivers', 'memory,beauty'], 'beauty'],
  ])('[CLI-20] %j cannot be compared: exit code 2, and why', async (args, why) => {
    const { code, stdout, stderr } = await folder.partita('compare', 'g.partita', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
  });
});
