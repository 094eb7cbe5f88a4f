/** import and export on real files: all of a file or nothing of it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliFolder, type CliFolder } from '../testing/run-cli.ts';

let folder: CliFolder;
beforeAll(() => {
  folder = cliFolder();
});
afterAll(() => folder.remove());

const STACK = /\n\s+at .+:\d+:\d+/;

/** A machine of eight cores, as lstopo writes it. */
const XML = readFileSync(
  new URL('../../exchange/hwloc/fixtures/alternating-kinds.v3.xml', import.meta.url),
  'utf8',
);

const TASKS =
  'application,task,core,period_us,wcet_us\nControl,fast,0,1000,200\nControl,slow,1,10000,900\n';

async function json(command: string, ...args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await folder.partita(command, ...args, '--json');
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('import', () => {
  it('[CLI-11] makes a plan from the machine that lstopo describes', async () => {
    writeFileSync(folder.file('machine.xml'), XML);
    const { code, stdout } = await folder.partita('import', 'machine.partita', 'machine.xml');
    expect(code).toBe(0);
    expect(stdout).toContain('machine.partita');
    expect(await json('info', 'machine.partita')).toMatchObject({
      target: { cores: 8, category: 'imported' },
    });
  });

  it('[CLI-11] refuses a plan that names what the catalogue does not have, and says where', async () => {
    await folder.partita('new', 'known.partita', '--sample', 'gateway-cluster');
    await folder.partita('export', 'known.partita', '--format', 'json', '-o', 'known.json');
    const plan = JSON.parse(readFileSync(folder.file('known.json'), 'utf8')) as {
      layouts: { environments: { technologyId: string | null }[] }[];
    };
    const [environment] = plan.layouts[0]?.environments ?? [];
    if (environment) environment.technologyId = 'hyperwiser';
    writeFileSync(folder.file('unknown.json'), JSON.stringify(plan));
    const { code, stderr } = await folder.partita('import', 'unknown.partita', 'unknown.json');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /unknown\.json.*\/layouts\/0\/environments\/0\/technologyId.*hyperwiser/s,
    );
    expect(existsSync(folder.file('unknown.partita'))).toBe(false);
  });

  it('[CLI-11] says when a plan was made with other figures than those of today', async () => {
    await folder.partita('new', 'today.partita', '--sample', 'gateway-cluster');
    expect((await folder.partita('check', 'today.partita')).stderr).toBe('');
    await folder.partita('export', 'today.partita', '--format', 'json', '-o', 'today.json');
    const text = readFileSync(folder.file('today.json'), 'utf8');
    const older = text.replace(/"catalogueVersion": "[^"]+"/, '"catalogueVersion": "0.9.0"');
    writeFileSync(folder.file('older.json'), older);
    await folder.partita('import', 'older.partita', 'older.json');
    const { stderr } = await folder.partita('check', 'older.partita');
    expect(stderr).toMatch(/^note: older\.partita: .*catalogue 0\.9\.0/);
  });

  it('[CLI-11] makes a plan from a plan in JSON, and export gives the same document', async () => {
    await folder.partita('new', 'a.partita', '--sample', 'gateway-cluster');
    const first = await folder.partita('export', 'a.partita', '--format', 'json', '-o', 'a.json');
    expect(first.code).toBe(0);
    expect((await folder.partita('import', 'b.partita', 'a.json')).code).toBe(0);
    await folder.partita('export', 'b.partita', '--format', 'json', '-o', 'b.json');
    expect(readFileSync(folder.file('b.json'), 'utf8')).toBe(
      readFileSync(folder.file('a.json'), 'utf8'),
    );
  });

  it('[CLI-11] puts a whole plan in the place of the one in the file, as one step', async () => {
    await folder.partita('new', 'c.partita', '--target', 'bcm2711');
    const { code } = await folder.partita('import', 'c.partita', 'a.json');
    expect(code).toBe(0);
    expect(await json('info', 'c.partita')).toMatchObject({
      revision: 1,
      counts: { applications: 14, links: 12 },
    });
    expect(existsSync(folder.file('c.partita.bak'))).toBe(true);
  });

  it('[CLI-12] binds tasks to the cores that a table names, in a layout of its own', async () => {
    writeFileSync(folder.file('tasks.csv'), TASKS);
    await folder.partita('new', 'd.partita', '--target', 'waters-2017');
    const { code, stdout } = await folder.partita(
      'import',
      'd.partita',
      'tasks.csv',
      '--core-type',
      'WATERS 2017 core',
      '--clock',
      '200 MHz',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('2 tasks added');
    const result = await json('analyze', 'd.partita', '--layout', 'Imported');
    expect(result['tasks']).toMatchObject([
      { task: { name: 'fast' }, coreId: 'c.0', utilisation: { high: 0.2 } },
      { task: { name: 'slow' }, coreId: 'c.1', utilisation: { high: 0.09 } },
    ]);
  });

  it('[CLI-12] an application with a place keeps it; only its tasks are bound', async () => {
    writeFileSync(folder.file('moved.csv'), TASKS.replace('fast,0', 'fast,3'));
    expect((await folder.partita('import', 'd.partita', 'moved.csv')).code).toBe(0);
    const info = await json('info', 'd.partita');
    expect(info['layouts']).toHaveLength(1);
    const result = await json('analyze', 'd.partita');
    expect(result['tasks']).toMatchObject([{ coreId: 'c.3' }, { coreId: 'c.1' }]);
  });

  it('[CLI-12] without a core type, times are those of the core a task is bound to, and it says so', async () => {
    await folder.partita('new', 'e.partita', '--target', 'waters-2017');
    const { stderr } = await folder.partita('import', 'e.partita', 'tasks.csv');
    expect(stderr).toContain('read as stated for the core that each is bound to');
    const result = await json('analyze', 'e.partita');
    expect(result['tasks']).toMatchObject([
      { utilisation: { high: 0.2 } },
      { utilisation: { high: 0.09 } },
    ]);
  });

  it('[CLI-12] without a core type and without a core, times belong to no core type', async () => {
    writeFileSync(folder.file('loose.csv'), TASKS.replace(/^([^,]*,[^,]*),[^,]*/gm, '$1'));
    await folder.partita('new', 'f.partita', '--target', 'waters-2017');
    expect((await folder.partita('import', 'f.partita', 'loose.csv')).code).toBe(0);
    await folder.partita('export', 'f.partita', '--format', 'json', '-o', 'f.json');
    const { tasks } = JSON.parse(readFileSync(folder.file('f.json'), 'utf8')) as {
      tasks: { coreType: string | null }[];
    };
    expect(tasks.map(({ coreType }) => coreType)).toEqual([null, null]);
  });

  it('[CLI-13] every problem of a table by row and column, nothing imported, exit 2', async () => {
    writeFileSync(
      folder.file('bad.csv'),
      'application,task,period_us,wcet_us\nA,a,x,1\nA,b,10,soon\nA,,5,1\n',
    );
    const before = readFileSync(folder.file('d.partita'));
    const { code, stdout, stderr } = await folder.partita('import', 'd.partita', 'bad.csv');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const lines = stderr
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('note: '));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(line).toMatch(/^bad\.csv: row \d, column "/);
    expect(readFileSync(folder.file('d.partita')).equals(before)).toBe(true);
  });

  it('[CLI-13] every problem of a JSON plan with line and column', async () => {
    const text = readFileSync(folder.file('a.json'), 'utf8');
    writeFileSync(folder.file('cut.json'), text.slice(0, 400));
    writeFileSync(
      folder.file('odd.json'),
      text
        .replace('"kind": "data"', '"kind": "telepathy"')
        .replace('"version": 1', '"version": 1, "extra": true'),
    );
    const cut = await folder.partita('import', 'd.partita', 'cut.json');
    expect(cut.code).toBe(2);
    expect(cut.stderr).toMatch(/^cut\.json:\d+:\d+: /);
    const odd = await folder.partita('import', 'd.partita', 'odd.json');
    expect(odd.code).toBe(2);
    expect(odd.stderr.trimEnd().split('\n').length).toBeGreaterThanOrEqual(2);
    expect(odd.stderr).toContain('telepathy');
  });

  it.each([
    [
      'an entity bomb',
      'bomb.xml',
      '<!DOCTYPE t [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><topology>&b;</topology>',
    ],
    [
      'an external entity',
      'outside.xml',
      '<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><topology>&a;</topology>',
    ],
    ['XML that is cut', 'cut.xml', XML.slice(0, 200)],
    ['XML of something else', 'other.xml', '<html><body>no</body></html>'],
    ['an empty file', 'empty.csv', ''],
    ['a table of something else', 'else.csv', 'colour,taste\nred,sweet\n'],
    ['JSON of something else', 'else.json', '{"name":"x"}'],
    ['text', 'text.txt', 'hello'],
  ])('[CLI-13] %s: problem with the file’s name, exit 2, no stack trace', async (_, name, text) => {
    writeFileSync(folder.file(name), text);
    const { code, stdout, stderr } = await folder.partita('import', 'd.partita', name);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(name);
    expect(stderr).not.toMatch(STACK);
    expect(stderr).not.toContain('root:');
  });

  it('[CLI-13] bytes that are no UTF-8, folders and missing files', async () => {
    writeFileSync(folder.file('latin.csv'), Buffer.from([0x61, 0xff, 0xfe, 0x0a]));
    mkdirSync(folder.file('folder.csv'));
    for (const name of ['latin.csv', 'folder.csv', 'missing.csv']) {
      const { code, stderr } = await folder.partita('import', 'd.partita', name);
      expect(code).toBe(2);
      expect(stderr).toMatch(new RegExp(`^${name}: `));
    }
  });

  it('[CLI-13] a table needs a plan to go into', async () => {
    const { code, stderr } = await folder.partita('import', 'none.partita', 'tasks.csv');
    expect(code).toBe(2);
    expect(stderr).toContain('none.partita: ');
    expect(existsSync(folder.file('none.partita'))).toBe(false);
  });

  it.each([
    ['--format', 'docx'],
    ['--clock', 'fast'],
    ['--clock', '0'],
  ])('[CLI-13] %s %s is refused with what is expected', async (option, value) => {
    const { code, stderr } = await folder.partita(
      'import',
      'd.partita',
      'tasks.csv',
      option,
      value,
    );
    expect(code).toBe(2);
    expect(stderr).toContain('expected');
  });

  it('[CLI-14] --dry-run says what would change, and changes nothing', async () => {
    writeFileSync(folder.file('more.csv'), 'name,memory_mib\nNew one,64\n');
    const before = readFileSync(folder.file('d.partita'));
    const { code, stdout } = await folder.partita('import', 'd.partita', 'more.csv', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('Would import');
    expect(stdout).toContain('1 application added');
    expect(readFileSync(folder.file('d.partita')).equals(before)).toBe(true);
    const made = await folder.partita('import', 'dry.partita', 'machine.xml', '--dry-run');
    expect(made.stdout).toContain('Would make');
    expect(existsSync(folder.file('dry.partita'))).toBe(false);
  });

  it('[CLI-14] columns that are not known are named, and are no failure', async () => {
    writeFileSync(folder.file('extra.csv'), 'name,shoe_size\nX,42\n');
    const { code, stderr } = await folder.partita('import', 'd.partita', 'extra.csv');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note: extra\.csv: row 1, column "shoe_size"/);
  });
});

describe('export', () => {
  it('[CLI-15] CSV is a folder with a file per table, formulas without power', async () => {
    writeFileSync(folder.file('formula.csv'), 'name\n"=HYPERLINK(""x"")"\n');
    await folder.partita('new', 'f.partita', '--target', 'bcm2711');
    await folder.partita('import', 'f.partita', 'formula.csv');
    const { code, stdout } = await folder.partita(
      'export',
      'f.partita',
      '--format',
      'csv',
      '-o',
      'tables',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('files to tables');
    const files = readdirSync(folder.file('tables'));
    expect(files).toContain('applications.csv');
    const text = files.map((file) => readFileSync(folder.file(`tables/${file}`), 'utf8')).join('');
    expect(text).toContain("'=HYPERLINK");
    expect(text).not.toMatch(/(^|,)"?=HYPERLINK/m);
  });

  it('[CLI-15] tables that were exported come in again as they were', async () => {
    const { code, stdout } = await folder.partita('import', 'f.partita', 'tables/applications.csv');
    expect(code).toBe(0);
    expect(stdout).toContain('nothing changes');
  });

  it.each([
    ['an unknown format', ['--format', 'xml', '-o', 'x.xml'], /no format of this name/],
    ['a folder in the place of the file', ['--format', 'json', '-o', 'tables'], /tables: /],
    ['a file in the place of the folder', ['--format', 'csv', '-o', 'a.json'], /a\.json: /],
    ['a folder that is not there', ['--format', 'json', '-o', 'no/x.json'], /no\/x\.json: /],
    [
      'the plan itself',
      ['--format', 'json', '-o', 'f.partita'],
      /f\.partita: .*nothing was written/,
    ],
  ])('[CLI-15] refuses %s', async (_, args, expected) => {
    const before = readFileSync(folder.file('f.partita'));
    const { code, stdout, stderr } = await folder.partita('export', 'f.partita', ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(expected);
    expect(readFileSync(folder.file('f.partita')).equals(before)).toBe(true);
  });

  it('[CLI-15] leaves no half file behind', () => {
    expect(readdirSync(folder.path).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
