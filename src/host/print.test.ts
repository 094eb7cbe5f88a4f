import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, type TestContext } from 'vitest';
import { findChromium, runChromium } from './chromium.ts';
import { printPdf, underPolicy } from './pdf.ts';
import { svgToPng } from './png.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partita-printing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('partita-print-'));

function needsChromium(context: TestContext): void {
  if (findChromium() === null) context.skip('there is no Chromium on this machine');
}

/** A program in Chromium's place. */
function program(script: string): string {
  const path = join(folder, 'chromium');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('PDF', () => {
  test('[PRINT-1] a document becomes a PDF of its own page size; nothing stays behind', async (context) => {
    needsChromium(context);
    const before = left();
    const html = '<!doctype html><style>@page { size: 100mm 50mm; margin: 0 }</style><p>Hello';
    const pdf = await printPdf(html);
    if (!pdf.ok) throw new Error(JSON.stringify(pdf.problems));
    const text = Buffer.from(pdf.value).toString('latin1');
    expect(text.slice(0, 5)).toBe('%PDF-');
    const [, width = '', height = ''] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
    // 1 mm is 72 / 25.4 points; Chromium rounds to its own pixels.
    expect(Number(width) * (25.4 / 72)).toBeCloseTo(100, 0);
    expect(Number(height) * (25.4 / 72)).toBeCloseTo(50, 0);
    expect(left()).toEqual(before);
  });

  test('[PRINT-1] a script in a document does not run', async (context) => {
    needsChromium(context);
    // Were it to run, there would be a page for each paragraph.
    const html = `<!doctype html><p>one</p><script>for (let i = 0; i < 20; i++) document.body.insertAdjacentHTML('beforeend', '<p style="break-before: page">more</p>')</script><img src="x" onerror="document.body.innerHTML = '<p style=break-before:page>x'.repeat(20)">`;
    const pdf = await printPdf(html);
    if (!pdf.ok) throw new Error(JSON.stringify(pdf.problems));
    const pages = Buffer.from(pdf.value)
      .toString('latin1')
      .match(/\/Type ?\/Page\b/g);
    expect(pages).toHaveLength(1);
  });

  test('[PRINT-1] the policy stands before everything else and leaves the doctype first', () => {
    expect(underPolicy('<!DOCTYPE html><html><head>')).toMatch(/^<!DOCTYPE html><meta [^>]*>/);
    expect(underPolicy('<p>x')).toMatch(/^<meta [^>]*default-src 'none'[^>]*><p>x$/);
  });
});

describe('PNG', () => {
  test('[PRINT-1] a drawing becomes a PNG of its size, at twice the resolution', async (context) => {
    needsChromium(context);
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="1700" height="1300"><rect width="1700" height="1300" fill="#102030"/></svg>';
    const png = await svgToPng(svg, { width: 1700, height: 1300 });
    if (!png.ok) throw new Error(JSON.stringify(png.problems));
    const bytes = Buffer.from(png.value);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([3400, 2600]);
  });
});

describe('without a Chromium that works', () => {
  const task = { what: 'PDF', files: [['a.html', '']], argumentsFor: () => [] } as const;
  const message = async (path: string | null, timeLimitMs = 5000) => {
    const before = left();
    const result = await runChromium({ ...task, timeLimitMs }, path);
    expect(left()).toEqual(before);
    return result.ok ? 'ok' : `${result.problems[0]?.code}: ${result.problems[0]?.message}`;
  };

  test('[PRINT-2] none, one that cannot start, one that fails, one that writes nothing: each is said', async () => {
    expect(await message(null)).toBe('host-no-chromium: there is no Chromium to make the PDF with');
    expect(await message(join(folder, 'missing'))).toMatch(/^host-print-failed: .*ENOENT/);
    expect(await message(program('exit 3'))).toMatch(/ended with 3/);
    expect(await message(program('exit 0'))).toMatch(/wrote no file/);
  });

  test('[PRINT-2] one that hangs is ended, with the processes it started', async () => {
    const pidFile = join(folder, 'pid');
    const hanging = program(`sleep 1000 &\necho $! > ${pidFile}\nwait`);
    expect(await message(hanging, 500)).toMatch(/took longer than 0.5 s/);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await expect
      .poll(() => {
        try {
          process.kill(pid, 0);
          // A killed child of a killed parent may wait to be collected; it does not run any more.
          return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
        } catch {
          return true;
        }
      })
      .toBe(true);
  });

  test('[PRINT-2] the one that the user names comes first', () => {
    const own = program('exit 0');
    expect(findChromium({ PARTITA_CHROMIUM: own, PATH: '/usr/bin' })).toBe(own);
    expect(findChromium({ CHROMIUM_PATH: own, PATH: '/usr/bin' })).toBe(own);
    expect(findChromium({ PATH: folder })).toBe(own);
  });
});
