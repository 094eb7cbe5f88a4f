/** Comparing layouts: choosing, reading, trading off, by mouse and by keyboard. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './host-fixture.ts';
import { expectAccessible, goTo, keepScreenshot, run, settled, watchConsole } from './pages.ts';

test.use({ open: ['--sample', 'gateway-cluster'] });

const table = (page: Page) => page.getByRole('region', { name: 'Drivers of the layouts' });
const driver = (page: Page, id: string) => table(page).locator(`[data-driver="${id}"]`);
const compared = (page: Page) => page.getByRole('status').filter({ hasText: /^compared$/ });

async function openCompare(page: Page): Promise<void> {
  await settled(page);
  await goTo(page, 'Compare');
  await expect(compared(page)).toBeVisible();
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme, viewport: { width: 1440, height: 900 } });
    test(`[CMPUI-2] the comparison in ${theme} colours passes axe`, async ({ page }) => {
      const faults = watchConsole(page);
      await openCompare(page);
      await expect(driver(page, 'memory')).toContainText('GiB');
      await expectAccessible(page);
      await keepScreenshot(page, `compare-${theme}`);
      await page.getByRole('heading', { name: 'Trade-off' }).scrollIntoViewIfNeeded();
      await keepScreenshot(page, `compare-pictures-${theme}`);
      await page.getByRole('region', { name: 'Trade-off chart' }).scrollIntoViewIfNeeded();
      await keepScreenshot(page, `compare-trade-off-${theme}`);
      await page.getByRole('region', { name: 'Figures that decide' }).scrollIntoViewIfNeeded();
      await keepScreenshot(page, `compare-figures-${theme}`);
      expect(faults).toEqual([]);
    });
  });
}

test('[CMPUI-1] layouts and reference are chosen by keyboard, and stay chosen', async ({
  page,
}) => {
  await openCompare(page);
  await expect(table(page).getByRole('columnheader')).toHaveCount(4);
  const layouts = page.getByRole('group', { name: 'Layouts' });
  await layouts.getByRole('checkbox', { name: 'Containers on one Linux' }).focus();
  await page.keyboard.press('Space');
  await expect(table(page).getByRole('columnheader')).toHaveCount(3);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Reference')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(
    table(page).getByRole('columnheader', { name: 'Mixed with thin VMs reference' }),
  ).toBeVisible();
  await goTo(page, 'Findings');
  await goTo(page, 'Compare');
  await expect(table(page).getByRole('columnheader')).toHaveCount(3);
  await layouts.getByRole('checkbox', { name: 'Static partitions' }).uncheck();
  await expect(page.getByText('Tick two to six layouts.')).toBeVisible();
});

test('[CMPUI-3] the trade-off follows the drivers that are picked, in picture and words', async ({
  page,
}) => {
  await openCompare(page);
  const chart = page.getByRole('region', { name: 'Trade-off chart' });
  await page.getByLabel('Across').selectOption({ label: 'Errors' });
  await page.getByLabel('Upwards').selectOption({ label: 'Warnings' });
  await page.getByLabel('Area').selectOption({ label: 'none' });
  await expect(chart).toContainText('Errors');
  await expect(page.getByRole('list', { name: 'Pareto front' }).getByRole('listitem')).toHaveCount(
    3,
  );
  // What stands on one axis goes to the other when it is picked there.
  await page.getByLabel('Across').selectOption({ label: 'Warnings' });
  await expect(page.getByLabel('Upwards').locator('option:checked')).toHaveText('Errors');
});

test('[CMPUI-4] the comparison follows the plan, forth and back', async ({ page }) => {
  await openCompare(page);
  await expect(table(page).getByRole('columnheader')).toHaveCount(4);
  await goTo(page, 'Layout');
  await page.getByRole('button', { name: 'Layout commands' }).click();
  await page.getByRole('menuitem', { name: /^Duplicate/ }).click();
  await goTo(page, 'Compare');
  await expect(table(page).getByRole('columnheader')).toHaveCount(5);
  await expect(compared(page)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(table(page).getByRole('columnheader')).toHaveCount(4);
});

test('[CMPUI-5] pictures and table are exported, by mouse and through the palette', async ({
  page,
}) => {
  await openCompare(page);
  const saved = async (act: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    const text = await readFile(await download.path(), 'latin1');
    return [download.suggestedFilename(), text] as const;
  };
  const [svgName, svg] = await saved(async () => {
    await page.getByRole('button', { name: 'Export the trade-off chart' }).click();
    await page.getByRole('menuitem', { name: 'SVG' }).click();
  });
  expect(svgName).toMatch(/ - trade-off\.svg$/);
  expect(svg.slice(0, 60)).toMatch(/^<\?xml .*\n<svg /);
  expect(svg.trimEnd().slice(-6)).toBe('</svg>');
  const [pngName, png] = await saved(() => run(page, 'Export the layouts side by side as PNG'));
  expect(pngName).toMatch(/ - side-by-side\.png$/);
  expect(png.slice(1, 4)).toBe('PNG');
  const [csvName, csv] = await saved(() =>
    page.getByRole('button', { name: 'Export the drivers as CSV' }).click(),
  );
  expect(csvName).toMatch(/ - drivers\.csv$/);
  expect(csv).toMatch(/^driver,layout,reference,.*\r\n/);
});
