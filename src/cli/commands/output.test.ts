/** draw, report and serve on real plans. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../host/chromium.ts';
import { cliFolder, type CliFolder } from '../testing/run-cli.ts';

let folder: CliFolder;
beforeAll(async () => {
  folder = cliFolder();
  await folder.partita('new', 'g.partita', '--sample', 'gateway-cluster');
});
afterAll(() => folder.remove());

const NO_CHROMIUM = 'no Chromium was found on this machine';

function wellFormed(xml: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}

describe('draw', () => {
  it('[CLI-16] writes an SVG that any XML reader accepts', async () => {
    const { code, stdout } = await folder.partita('draw', 'g.partita', '-o', 'g.svg');
    expect(code).toBe(0);
    expect(stdout).toContain('Static partitions');
    const svg = readFileSync(folder.file('g.svg'), 'utf8');
    wellFormed(svg);
    expect(svg).toContain('Gateway');
  });

  it('[CLI-16] the same plan gives the same bytes', async () => {
    await folder.partita('draw', 'g.partita', '-o', 'again.svg');
    expect(readFileSync(folder.file('again.svg'), 'utf8')).toBe(
      readFileSync(folder.file('g.svg'), 'utf8'),
    );
  });

  it('[CLI-16] draws the layout that is named, in the theme that is asked for', async () => {
    const args = ['draw', 'g.partita', '--layout', 'Mixed with thin VMs', '--dark', '-o', 'm.svg'];
    expect((await folder.partita(...args)).code).toBe(0);
    expect(readFileSync(folder.file('m.svg'), 'utf8')).toContain('Xen');
  });

  it('[CLI-16] draws the trade-off by the drivers and of the layouts that are asked for', async () => {
    const { code, stdout } = await folder.partita(
      ...['draw', 'g.partita', '--view', 'trade-off', '-o', 't.svg'],
      ...['--layouts', 'static,mixed', '--drivers', 'disk,startup'],
    );
    expect([code, stdout]).toEqual([
      0,
      'Wrote t.svg: trade-off of "Static partitions", "Mixed with thin VMs"\n',
    ]);
    const svg = readFileSync(folder.file('t.svg'), 'utf8');
    expect(svg).toContain('Mixed with thin VMs');
    expect(svg).not.toContain('Containers on one Linux');
    expect(svg).toMatch(/Disk/);
  });

  it.each([
    'layout',
    'matrix',
    'memory',
    'disk',
    'timeline',
    'chains',
    'floorplan',
    'small-multiples',
    'trade-off',
  ])('[CLI-16] draws the view %s', async (view) => {
    const { code } = await folder.partita('draw', 'g.partita', '--view', view, '-o', `${view}.svg`);
    expect(code).toBe(0);
    wellFormed(readFileSync(folder.file(`${view}.svg`), 'utf8'));
  });

  it('[CLI-16] draws the stretch of time that is asked for', async () => {
    const draw = (...args: readonly string[]) =>
      folder.partita('draw', 'g.partita', '--view', 'timeline', '-o', 'time.svg', ...args);
    expect((await draw('--from', '2ms', '--to', '4.5 ms')).code).toBe(0);
    const svg = readFileSync(folder.file('time.svg'), 'utf8');
    wellFormed(svg);
    expect(svg).toContain('2 ms to 4.5 ms');
    expect(svg).toContain('>3 ms<');
    expect((await draw('--to', '1us')).code).toBe(0);
    expect(readFileSync(folder.file('time.svg'), 'utf8')).toContain('0 ns to 1 µs');
  });

  it.each([
    [['--from', '2'], /--from.*\n?.*a time with its unit/],
    [['--from', 'soon', '--to', 'later'], /--from[^]*--to/],
    [['--from', '5ms', '--to', '5ms'], /--to[^]*from 5 ms on, after --from/],
    [['--from', '10s'], /--from[^]*where this timeline ends, or --to as well/],
    [['--to', '-1ms'], /--to[^]*a time with its unit/],
  ])('[CLI-16] refuses %j of a timeline in our words', async (args, words) => {
    const asked = ['draw', 'g.partita', '--view', 'timeline', '-o', 'time.svg'];
    const { code, stderr } = await folder.partita(...asked, ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });

  it('[CLI-16] refuses times for a view without a time axis', async () => {
    const args = ['draw', 'g.partita', '--view', 'memory', '-o', 'm.svg', '--to', '1ms'];
    const { code, stderr } = await folder.partita(...args);
    expect(code).toBe(2);
    expect(stderr).toContain('the view "memory" has no time axis');
  });

  it('[CLI-16] draws the critical instant of a task that is named, and says which there are', async () => {
    const draw = (task: string) =>
      folder.partita('draw', 'g.partita', '--view', 'timeline', '--task', task, '-o', 'task.svg');
    expect((await draw('nobody')).stderr).toMatch(/--task.*\n?.*\("/);
    expect((await draw('Draw frame')).code).toBe(0);
    expect(readFileSync(folder.file('task.svg'), 'utf8')).toContain(
      'critical instant of “Draw frame”',
    );
  });

  it('[CLI-16] writes a PNG where there is a Chromium', async (context) => {
    if (findChromium() === null) context.skip(NO_CHROMIUM);
    expect((await folder.partita('draw', 'g.partita', '-o', 'g.png')).code).toBe(0);
    expect([...readFileSync(folder.file('g.png')).subarray(0, 4)]).toEqual([
      0x89, 0x50, 0x4e, 0x47,
    ]);
  });

  it.each([
    ['an unknown view', ['--view', 'x'], /--view/],
    [
      'one layout for a picture of several',
      ['--view', 'trade-off', '--layout', 'static'],
      /--layouts/,
    ],
    ['an unknown idiom', ['--links', 'x'], /--links/],
    ['an unknown form', ['-o', 'x.bmp'], /\.svg or \.png/],
    ['all of it at once', ['--view', 'x', '--links', 'y', '-o', 'x.bmp'], /(.+\n){3}/],
  ])('[CLI-16] refuses %s and says what there is', async (_, args, expected) => {
    const { code, stderr } = await folder.partita('draw', 'g.partita', '-o', 'x.svg', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
    expect(existsSync(folder.file('x.svg'))).toBe(false);
  });
});

describe('report', () => {
  it.each([
    ['r.html', /^<!doctype html>/],
    ['r.md', /^# /],
  ])('[CLI-17] writes %s', async (name, beginning) => {
    const { code, stdout } = await folder.partita('report', 'g.partita', '-o', name);
    expect(code).toBe(0);
    expect(stdout).toBe(`Wrote ${name}: layout "Static partitions"\n`);
    expect(readFileSync(folder.file(name), 'utf8')).toMatch(beginning);
  });

  it('[CLI-17] a name without extension is a folder of tables', async () => {
    const { code } = await folder.partita('report', 'g.partita', '-o', 'tables');
    expect(code).toBe(0);
    const files = readdirSync(folder.file('tables'));
    expect(files).toContain('table-6-1.csv');
    expect(files).toContain('sources.csv');
    expect(readFileSync(folder.file('tables/table-5-1.csv'), 'utf8')).toMatch(/^id,application,/);
  });

  it('[CLI-17] the same plan gives the same bytes but for dates', async () => {
    await folder.partita('report', 'g.partita', '-o', 'r1.html');
    await folder.partita('report', 'g.partita', '-o', 'r2.html');
    const text = (name: string) =>
      readFileSync(folder.file(name), 'utf8').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<date>');
    expect(text('r2.html')).toBe(text('r1.html'));
    expect(text('r1.html').match(/<date>/g)).toHaveLength(1);
  });

  it('[CLI-17] writes a PDF where there is a Chromium', async (context) => {
    if (findChromium() === null) context.skip(NO_CHROMIUM);
    const args = ['report', 'g.partita', '--layout', 'mixed', '-o', 'r.pdf'];
    expect((await folder.partita(...args)).code).toBe(0);
    const pdf = readFileSync(folder.file('r.pdf'), 'latin1');
    expect(pdf).toMatch(/^%PDF-/);
    expect(pdf, 'tagged').toContain('/MarkInfo');
    expect(pdf, 'with an outline').toContain('/Outlines');
  });

  it('[CLI-17] a form that it cannot write is refused before anything is read', async () => {
    const { code, stderr } = await folder.partita('report', 'missing.partita', '-o', 'r.docx');
    expect(code).toBe(2);
    expect(stderr).toContain('.pdf');
  });

  it('[CLI-17] never replaces a plan', async () => {
    await folder.partita('new', 'precious.html', '--target', 'bcm2711');
    const before = readFileSync(folder.file('precious.html'));
    const { code, stderr } = await folder.partita('report', 'g.partita', '-o', 'precious.html');
    expect(code).toBe(2);
    expect(stderr).toContain('nothing was written');
    expect(readFileSync(folder.file('precious.html')).equals(before)).toBe(true);
  });

  it('[CLI-17] draws and reports on a machine that has nothing on it yet', async () => {
    await folder.partita('new', 'bare.partita', '--target', 'intel-xeon-gold-6230');
    expect((await folder.partita('draw', 'bare.partita', '-o', 'bare.svg')).code).toBe(0);
    wellFormed(readFileSync(folder.file('bare.svg'), 'utf8'));
    const { code, stderr } = await folder.partita('report', 'bare.partita', '-o', 'bare.html');
    expect(code).toBe(0);
    expect(stderr).toContain('an empty one is assumed');
    expect(readFileSync(folder.file('bare.html'), 'utf8')).toContain('Cascade Lake-SP');
  });
});

describe('serve', () => {
  const data = () => ({ env: { PARTITA_DATA: folder.file('data') } });

  it('[CLI-18] prints its address on one line and stays until it is ended', async () => {
    const end = Promise.withResolvers<undefined>();
    const printed: string[] = [];
    const served = folder.partitaWith(
      { ...data(), stdout: (text) => void printed.push(text), stopped: () => end.promise },
      'serve',
      'g.partita',
      '--no-open',
    );
    while (printed.length === 0) await new Promise((go) => setTimeout(go, 20));
    expect(printed).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#code=\S+\n$/)]);
    const { origin } = new URL(printed[0] ?? '');
    expect((await fetch(`${origin}/rpc`)).ok).toBe(false);
    end.resolve(undefined);
    expect((await served).code).toBe(0);
    await expect(fetch(origin)).rejects.toThrow();
  });

  it('[CLI-18] opens the browser unless told not to, and says so where it cannot', async () => {
    const opened: string[] = [];
    const openBrowser = (url: string) => {
      opened.push(url);
      return Promise.resolve(false);
    };
    const shown = await folder.partitaWith(
      { ...data(), openBrowser },
      'serve',
      '--sample',
      'gateway-cluster',
    );
    expect(shown.code).toBe(0);
    expect(opened).toEqual([shown.stdout.trimEnd()]);
    expect(shown.stderr).toContain('No browser could be started');
    await folder.partitaWith({ ...data(), openBrowser }, 'serve', '--no-open');
    expect(opened).toHaveLength(1);
  });

  it.each([
    ['a file that is not there', ['missing.partita'], /missing\.partita: /],
    ['a file that is no plan', ['text.partita'], /text\.partita: /],
    ['an unknown sample', ['--sample', 'nope'], /nope/],
    ['a port that is no number', ['--port', '80a'], /--port/],
    ['a port that does not exist', ['--port', '70000'], /65535/],
  ])('[CLI-18] ends with 2 for %s', async (_, args, expected) => {
    writeFileSync(folder.file('text.partita'), 'text');
    const { code, stdout, stderr } = await folder.partitaWith(
      data(),
      'serve',
      '--no-open',
      ...args,
    );
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(expected);
  });

  it('[CLI-18] says when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { code, stderr } = await folder.partitaWith(
      data(),
      'serve',
      '--no-open',
      '--port',
      String(port),
    );
    other.close();
    expect(code).toBe(2);
    expect(stderr).toContain('in use');
  });
});
