/** new, lists, info, analyze and check on real files. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliFolder, type CliFolder } from '../testing/run-cli.ts';

let folder: CliFolder;
beforeAll(async () => {
  folder = cliFolder();
  await folder.partita('new', 'gateway.partita', '--sample', 'gateway-cluster');
});
afterAll(() => folder.remove());

interface InfoJson {
  readonly file: string;
  readonly plan: { readonly name: string };
  readonly revision: number;
  readonly target: { readonly id: string; readonly cores: number };
  readonly counts: Readonly<Record<string, number>>;
  readonly layouts: readonly { readonly id: string; readonly placedApplications: number }[];
}

describe('lists', () => {
  it('[CLI-5] targets: all of them, as text and as nothing but JSON', async () => {
    const { code, stdout } = await folder.partita('targets', '--json');
    const targets = JSON.parse(stdout) as readonly { readonly id: string }[];
    expect(code).toBe(0);
    expect(targets.length).toBeGreaterThanOrEqual(25);
    const text = await folder.partita('targets');
    for (const { id } of targets) expect(text.stdout).toContain(id);
  });

  it('[CLI-5] technologies and samples likewise', async () => {
    for (const command of ['technologies', 'samples']) {
      const json = await folder.partita(command, '--json');
      const list = JSON.parse(json.stdout) as readonly { readonly id: string }[];
      expect(list.length).toBeGreaterThanOrEqual(3);
      const text = await folder.partita(command);
      expect(text.stdout.trimEnd().split('\n')).toHaveLength(list.length + 1);
    }
  });
});

describe('new', () => {
  it('[CLI-6] makes a plan for a target, with the name asked for', async () => {
    const made = await folder.partita(
      'new',
      'a.partita',
      '--target',
      'nxp-imx8qm',
      '--name',
      'Cockpit',
    );
    expect(made.code).toBe(0);
    expect(made.stdout).toContain('"Cockpit"');
    const info = JSON.parse(
      (await folder.partita('info', 'a.partita', '--json')).stdout,
    ) as InfoJson;
    expect(info.plan.name).toBe('Cockpit');
    expect(info.target).toMatchObject({ id: 'nxp-imx8qm', cores: 9 });
    expect(info.counts['applications']).toBe(0);
  });

  it('[CLI-6] adds the extension where there is none', async () => {
    const made = await folder.partita('new', 'plain', '--target', 'bcm2711');
    expect(made.code).toBe(0);
    expect(existsSync(folder.file('plain.partita'))).toBe(true);
  });

  it('[CLI-6] gives a copy of a sample another name', async () => {
    await folder.partita('new', 'b.partita', '--sample', 'vision-edge', '--name', 'Line 4');
    const info = JSON.parse(
      (await folder.partita('info', 'b.partita', '--json')).stdout,
    ) as InfoJson;
    expect(info.plan.name).toBe('Line 4');
    expect(info.counts).toMatchObject({ applications: 40, links: 60, layouts: 4 });
  });

  it.each(['taken.partita', 'taken'])('[CLI-6] never replaces a file: %s', async (name) => {
    writeFileSync(folder.file('taken.partita'), 'mine');
    const { code, stderr } = await folder.partita('new', name, '--target', 'nxp-imx8qm');
    expect(code).toBe(2);
    expect(stderr).toContain('taken');
    expect(readFileSync(folder.file('taken.partita'), 'utf8')).toBe('mine');
  });

  it.each([
    ['neither target nor sample', []],
    ['both', ['--target', 'nxp-imx8qm', '--sample', 'vision-edge']],
    ['an unknown target', ['--target', 'imx99']],
    ['an unknown sample', ['--sample', 'nope']],
    ['a name that is too long', ['--target', 'nxp-imx8qm', '--name', 'x'.repeat(121)]],
    ['an empty name', ['--target', 'nxp-imx8qm', '--name', ' ']],
  ])('[CLI-6] refuses %s and makes no file', async (_, options) => {
    const { code, stdout, stderr } = await folder.partita('new', 'no.partita', ...options);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
    expect(existsSync(folder.file('no.partita'))).toBe(false);
  });

  it('[CLI-6] says where there is no folder to write to', async () => {
    const { code, stderr } = await folder.partita(
      'new',
      'no/such/x.partita',
      '--target',
      'bcm2711',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('x.partita: ');
  });
});

describe('info', () => {
  it('[CLI-7] counts what the plan holds', async () => {
    const { code, stdout } = await folder.partita('info', 'gateway.partita', '--json');
    const info = JSON.parse(stdout) as InfoJson;
    expect(code).toBe(0);
    expect(info.counts).toEqual({ applications: 14, tasks: 14, links: 12, chains: 2, layouts: 3 });
    expect(info.layouts.map(({ placedApplications }) => placedApplications)).toEqual([14, 14, 14]);
  });

  it('[CLI-7] reads well without JSON', async () => {
    const { stdout } = await folder.partita('info', 'gateway.partita');
    expect(stdout).toContain('Vehicle gateway and instrument cluster (draft), revision 0');
    expect(stdout).toContain('14 of 14');
  });
});

describe('analyze', () => {
  it('[CLI-8] --json has exactly the published top level, of the first layout', async () => {
    const { code, stdout } = await folder.partita('analyze', 'gateway.partita', '--json');
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(code).toBe(0);
    expect(Object.keys(result)).toEqual([
      'plan',
      'layout',
      'versions',
      'placed',
      'budgets',
      'estimates',
      'tasks',
      'cores',
      'schedules',
      'chains',
      'dependencies',
      'findings',
    ]);
    expect(result['layout']).toEqual({ id: 'static', name: 'Static partitions' });
  });

  it.each(['containers', 'Containers on one Linux'])(
    '[CLI-8] takes a layout by %s',
    async (layout) => {
      const { stdout } = await folder.partita(
        'analyze',
        'gateway.partita',
        '--layout',
        layout,
        '--json',
      );
      expect(JSON.parse(stdout)).toMatchObject({ layout: { id: 'containers' } });
    },
  );

  it('[CLI-8] names the layouts there are when it is asked for another', async () => {
    const { code, stderr } = await folder.partita('analyze', 'gateway.partita', '--layout', 'x');
    expect(code).toBe(2);
    expect(stderr).toContain('gateway.partita: ');
    expect(stderr).toContain('static ("Static partitions")');
  });

  it('[CLI-8] a plan without layouts is looked at as if it had an empty one, and says so', async () => {
    await folder.partita('new', 'bare.partita', '--target', 'bcm2712');
    for (const command of ['analyze', 'check']) {
      const { code, stdout, stderr } = await folder.partita(command, 'bare.partita');
      expect(code).toBe(0);
      expect(stdout).toContain('No layout yet');
      expect(stderr).toMatch(/^note: bare\.partita: the plan has no layout yet/);
    }
    const info = JSON.parse(
      (await folder.partita('info', 'bare.partita', '--json')).stdout,
    ) as InfoJson;
    expect(info.layouts).toEqual([]);
  });

  it('[CLI-8] the table names budget, demand, capacity and verdict', async () => {
    await folder.partita('new', 'engine.partita', '--sample', 'engine-control');
    const { stdout } = await folder.partita('analyze', 'engine.partita');
    expect(stdout).toMatch(/^core 1\s+44\.6 %\s+unknown\s+134 %\s+100 %\s+OVER$/m);
  });

  it('[CLI-8] the text has budgets, estimates, tasks, chains and findings, in 100 columns', async () => {
    const { stdout } = await folder.partita('analyze', 'gateway.partita');
    const lines = stdout.split('\n');
    const heads = lines.filter((line) => /^[A-Z]{5,}/.test(line) && !line.includes('  '));
    for (const head of [
      'BUDGET: CPU',
      'ESTIMATE: Memory',
      'ESTIMATE: Time to ready',
      'TASKS: in the worst case',
      'CHAINS: by the tightest bound that holds',
    ]) {
      expect(heads).toContain(head);
    }
    expect(stdout).toMatch(/^OF\s+LOW\s+TYPICAL\s+HIGH\s+FIGURES\s+UNKNOWN$/m);
    // A lower bound says so, and so does what rests on a figure of the user.
    expect(stdout).toMatch(
      /^i\.MX 8QuadMax\s+≥ 5\.\d+ GiB\s+5\.\d+ GiB\s+unknown\s+6 GiB\s+UNKNOWN$/m,
    );
    expect(stdout).toMatch(/^\* Telltale guard\s/m);
    expect(stdout).toContain('* rests on a figure set by you: Estimate of this sample');
    expect(stdout).toMatch(/^FINDINGS: \d+ errors, /m);
    expect(stdout).toMatch(/^WARNING {2}START-1 {2}"Audio mixer"/m);
    expect(lines.filter((line) => [...line].length > 100)).toEqual([]);
  });
});

describe('check', () => {
  it('[CLI-9] ends with 1 when some layout has errors, and says which', async () => {
    const { code, stdout } = await folder.partita('check', 'gateway.partita');
    expect(code).toBe(1);
    expect(stdout).toContain('Layout "Containers on one Linux" (containers): 3 errors');
    expect(stdout).toContain('ERROR  OS-1');
    expect(stdout).toMatch(/limit: {5}FreeRTOS\n {4}actual: {4}Linux\n {4}remedy: {4}Move it/);
  });

  it('[CLI-9] ends with 0 without errors, whatever else there is: warnings, unknowns, checks by hand', async () => {
    const { code, stdout } = await folder.partita('check', 'gateway.partita', '--layout', 'static');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /0 errors, [1-9]\d* warnings, [1-9]\d* not assessed, 5 to check by hand/,
    );
    expect(stdout.match(/^MANUAL {2}TECH-[A-G]\d+/gm)).toHaveLength(3);
  });

  it('[CLI-9] errors come first, passes last', async () => {
    const { stdout } = await folder.partita('check', 'gateway.partita', '--layout', 'containers');
    const order = ['ERROR', 'WARNING', 'NOT ASSESSED', 'MANUAL', 'PASS'].map((word) =>
      stdout.indexOf(`\n${word}`),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  it('[CLI-9] the words are the same with and without colour', async () => {
    const args = ['check', 'gateway.partita', '--layout', 'containers'] as const;
    const plain = await folder.partita(...args);
    const coloured = await folder.partitaWith({ colour: true }, ...args);
    expect(plain.stdout).not.toContain('\u001b');
    expect(coloured.stdout).toContain('\u001b[31;1mERROR');
    expect(coloured.stdout.replace(/\u001b\[[\d;]*m/g, '')).toBe(plain.stdout);
  });

  it('[CLI-9] --json gives counts and findings of every layout', async () => {
    const { code, stdout } = await folder.partita('check', 'gateway.partita', '--json');
    const layouts = JSON.parse(stdout) as readonly {
      readonly counts: Readonly<Record<string, number>>;
    }[];
    expect(code).toBe(1);
    expect(layouts.map(({ counts }) => counts['error'])).toEqual([0, 3, 0]);
  });
});

describe('traces', () => {
  it('[CLI-10] a command leaves nothing behind in the folder for temporary files', async () => {
    const own = () => readdirSync(tmpdir()).filter((name) => /^partita-(?!cli-)/.test(name));
    const before = own();
    await folder.partita('check', 'gateway.partita');
    await folder.partita('info', 'missing.partita');
    expect(own().filter((name) => !before.includes(name))).toEqual([]);
  });

  it('[CLI-10] reading a plan does not change it', async () => {
    const before = readFileSync(folder.file('gateway.partita'));
    for (const command of ['info', 'analyze', 'check'])
      await folder.partita(command, 'gateway.partita');
    expect(readFileSync(folder.file('gateway.partita')).equals(before)).toBe(true);
    expect(existsSync(folder.file('gateway.partita.bak'))).toBe(false);
  });
});
