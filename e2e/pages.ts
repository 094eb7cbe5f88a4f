/** What tests do in the window, in the words of the user. */
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { ROOT } from '../scripts/build/paths.ts';

/**
 * Pictures that a reviewer opens. They are written anew only when asked for, so that a test run leaves the
 * working tree as it was.
 */
const SCREENSHOTS = process.env['PARTITA_KEEP_SCREENSHOTS']
  ? join(ROOT, 'e2e/screenshots')
  : join(ROOT, 'test-results/screenshots');

/** Fails the test on faults of the page and on anything the content security policy refused. */
export function watchConsole(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return faults;
}

/** The drawing that has the keys. */
export function canvasOf(page: Page): Locator {
  return page.locator('[data-canvas]');
}

/** Waits until the results on screen belong to the plan on screen, and every edit is on disk. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('footer')).toContainText('analysed in');
  await expect(page.getByTestId('save-state')).not.toHaveText(/Keeping|Saving/);
}

export type ViewName =
  | 'Layout'
  | 'IPC matrix'
  | 'Memory map'
  | 'Disk images'
  | 'Tables'
  | 'Findings'
  | 'Timing'
  | 'Timeline'
  | 'Catalogue'
  | 'Compare'
  | 'Target'
  | 'Report';

export async function goTo(page: Page, view: ViewName): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
}

/** Chooses an item of one of the menus in the top bar. */
export async function choose(page: Page, menu: string, item: string | RegExp): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Finds a part of the plan by its name and selects it. */
export async function find(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+f');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

/** Runs a command through the palette. */
export async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Commands' }).fill(command);
  await page.keyboard.press('Enter');
}

/**
 * Screen position of an application's tile or another item of the drawing.
 *
 * @param label beginning of its text alternative
 * @param at where in it, from 0 (left, top) to 1; the middle by default
 */
export async function pointOf(
  page: Page,
  label: RegExp,
  at = { x: 0.5, y: 0.5 },
): Promise<{ x: number; y: number }> {
  const box = await page
    .locator('.scene title')
    .filter({ hasText: label })
    .first()
    .evaluate((title, part) => {
      const { x, y, width, height } = title.parentElement!.getBoundingClientRect();
      return { x: x + width * part.x, y: y + height * part.y };
    }, at);
  return box;
}

/** WCAG 2.2 A and AA by axe; names the elements it complains about. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // What passes is not written out, and frames, which we have none of, get no page of their own: a third of the time.
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    // Figures of the report are pictures with a text alternative: their thousands of shapes need no look each.
    .exclude({ fromShadowDom: ['[data-testid="report"]', 'svg'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  expect(found).toEqual([]);
}

/** Keeps a picture for review. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
}
