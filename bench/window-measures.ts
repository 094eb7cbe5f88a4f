/** Speed of the window in a real Chromium with software rendering: frames while an application is dragged. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../scripts/check/chromium.ts';
import { formatPlan } from '../src/model/interchange.ts';
import { generatedPlan } from '../src/model/testing/generated-plan.ts';
import type { Bench } from './harness.ts';
import { partita, serve } from './served.ts';

const SIZE = { applications: 500, cores: 64, links: 1000, seed: 20260 };
const FRAME_AIM_MS = 33;
/** Pointer moves of one drag, and what it travels, in CSS pixels. */
const MOVES = 240;
const TRAVEL = { x: 700, y: 260 };

/** Runs in the page: notes when every frame begins. */
const RECORD_FRAMES = `
  globalThis.frameTimes = [];
  const note = (now) => { frameTimes.push(now); requestAnimationFrame(note); };
  requestAnimationFrame(note);
`;

/** Dragging in the layout view with 500 boxes and 1,000 links. */
export async function window(bench: Bench): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'partita-bench-'));
  try {
    const json = join(folder, 'large.json');
    const file = join(folder, 'large.partita');
    writeFileSync(json, formatPlan(generatedPlan(SIZE)));
    await partita(['import', file, json]);
    const served = await serve(folder, [file]);
    const browser = await chromium.launch({
      executablePath: await findChromium(),
      chromiumSandbox: false,
      args: ['--disable-gpu'],
    });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.url);
    await page.locator('svg [data-kind="application"]').first().waitFor();
    const frames = await dragFrames(page);
    await browser.close();
    await served.end();
    const name = `window: frames while dragging, ${SIZE.applications} boxes, ${SIZE.links} links`;
    bench.addTimes(name, frames, FRAME_AIM_MS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns milliseconds between the frames of one drag across the drawing */
async function dragFrames(page: Page): Promise<readonly number[]> {
  const box = await tileOnScreen(page);
  await page.mouse.move(box.x, box.y);
  await page.mouse.down();
  await page.mouse.move(box.x + 12, box.y, { steps: 3 });
  await page.getByTestId('placing-hint').waitFor();
  await page.evaluate(RECORD_FRAMES);
  for (let at = 0; at < MOVES; at += 1) {
    const turn = (at / MOVES) * 2 * Math.PI;
    await page.mouse.move(
      box.x + (TRAVEL.x / 2) * Math.sin(turn),
      box.y + (TRAVEL.y / 2) * Math.sin(2 * turn),
    );
  }
  const times = await page.evaluate<number[]>('frameTimes');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  return times.slice(1).map((time, at) => time - (times[at] ?? time));
}

/** @returns the middle of an application's tile that lies clear of the panels */
async function tileOnScreen(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  for (const tile of await page.locator('svg [data-kind="application"]').all()) {
    const box = await tile.boundingBox();
    if (box && box.x > 320 && box.y > 160 && box.x + box.width < 1000 && box.y + box.height < 800) {
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
  }
  throw new Error('no application is on screen');
}
