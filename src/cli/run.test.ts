/** The command line as a whole: help, exit codes, no stack trace whatever happens. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from 'commander';
import { buildProgram } from './run.ts';
import { Runner } from './command.ts';
import { nodeIo } from './io.ts';
import { cliFolder, type CliFolder } from './testing/run-cli.ts';

let folder: CliFolder;
beforeAll(() => {
  folder = cliFolder();
});
afterAll(() => folder.remove());

const STACK = /\n\s+at .+:\d+:\d+/;

function commandNames(): readonly string[] {
  const io = nodeIo();
  return buildProgram(io, new Runner(io)).commands.map((command: Command) => command.name());
}

describe('partita', () => {
  it('[CLI-1] has the commands of the house', () => {
    expect(commandNames()).toEqual([
      'new',
      'targets',
      'technologies',
      'samples',
      'import',
      'export',
      'info',
      'analyze',
      'check',
      'compare',
      'draw',
      'report',
      'serve',
    ]);
  });

  it.each(commandNames())('[CLI-1] %s --help explains itself with an example', async (name) => {
    const { code, stdout, stderr } = await folder.partita(name, '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: partita ${name} `));
    expect(stdout).toMatch(/Examples?:\n {2}\$ partita /);
    expect(stderr).toBe('');
  });

  it('[CLI-1] --help and --version end with 0', async () => {
    const help = await folder.partita('--help');
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('Exit codes: 0');
    const version = await folder.partita('--version');
    expect(version).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['compare', 'x.partita']],
    ['an unknown option', ['targets', '--nonsense']],
    ['a missing argument', ['info']],
    ['an argument too many', ['info', 'a', 'b']],
    ['an option without its value', ['check', 'x', '--layout']],
  ])('[CLI-2] %s ends with 2 and one explanation', async (_, args) => {
    const { code, stdout, stderr } = await folder.partita(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(STACK);
  });
});

describe('files that are no plan', () => {
  const COMMANDS = ['info', 'analyze', 'check'] as const;

  beforeAll(() => {
    writeFileSync(folder.file('empty.partita'), '');
    writeFileSync(folder.file('text.partita'), 'this is no database');
    writeFileSync(folder.file('header.partita'), `SQLite format 3\0${'x'.repeat(200)}`);
    mkdirSync(folder.file('folder.partita'));
  });

  it.each(
    COMMANDS.flatMap((command) =>
      ['missing', 'empty', 'text', 'header', 'folder'].map((name) => [command, name] as const),
    ),
  )('[CLI-3] %s of %s.partita: file and reason, exit 2, no stack trace', async (command, name) => {
    const { code, stdout, stderr } = await folder.partita(command, `${name}.partita`);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`${name}.partita: `);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(STACK);
  });

  it('[CLI-3] the file stays as it was', async () => {
    await folder.partita('check', 'header.partita');
    expect(readFileSync(folder.file('header.partita'), 'latin1')).toMatch(/^SQLite format 3\0x+$/);
  });

  it('[CLI-3] control characters of a path never reach the terminal', async () => {
    const { stderr } = await folder.partita('info', 'a\u001b[31mred\u0007.partita');
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('a fault of our own', () => {
  const failing = {
    stdout: () => {
      throw new Error('the screen is gone');
    },
  };

  it('[CLI-4] is one line that says so, with exit code 2', async () => {
    const { code, stderr } = await folder.partitaWith(failing, 'targets');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'partita: this is a mistake in Partita, not in your input: the screen is gone (PARTITA_DEBUG=1 shows where)\n',
    );
  });

  it('[CLI-4] shows where only when asked', async () => {
    const env = { PARTITA_DEBUG: '1' };
    const { code, stderr } = await folder.partitaWith({ ...failing, env }, 'targets');
    expect(code).toBe(2);
    expect(stderr).toMatch(STACK);
  });
});
