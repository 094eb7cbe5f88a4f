/** Files into plans: hardware, whole plans, tables with a preview of every problem. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../scripts/build/paths.ts';
import { expect, test } from './host-fixture.ts';
import {
  choose,
  expectAccessible,
  goTo,
  keepScreenshot,
  run,
  settled,
  watchConsole,
} from './pages.ts';
import { pasteText } from './table-pages.ts';

const HWLOC = join(ROOT, 'src/exchange/hwloc/fixtures/two-sockets-smt.v2.xml');
const SAMPLE = join(ROOT, 'resources/samples/gateway-cluster.json');

async function give(page: Page, name: string, content: string): Promise<void> {
  await page.getByLabel('File to import').setInputFiles({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(content),
  });
}

/** Drops a file as a file manager does. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], fileName, { type: 'text/csv' }));
      return transfer;
    },
    [name, content] as const,
  );
  await page.getByRole('group', { name: /Drop a CSV file/ }).dispatchEvent('drop', {
    dataTransfer: data,
  });
}

test.describe('from the start page', () => {
  test('[IMP-4] a machine described by hwloc becomes a plan', async ({ page }) => {
    const faults = watchConsole(page);
    await page.getByRole('button', { name: /Import hardware/ }).click();
    await expectAccessible(page);
    await page.getByLabel('File to import').setInputFiles(HWLOC);
    await page.getByLabel('Name of the plan').fill('Rack 7');
    await page.getByRole('button', { name: 'Create the plan' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Rack 7' })).toBeVisible();
    await goTo(page, 'Target');
    await expect(page.getByRole('grid', { name: 'Clusters' })).toBeVisible();
    await keepScreenshot(page, 'target-imported');
    expect(faults).toEqual([]);
  });

  test('[IMP-2] a faulty machine makes no plan and says where', async ({ page }) => {
    await page.getByRole('button', { name: /Import hardware/ }).click();
    const text = readFileSync(HWLOC, 'utf8').slice(0, 900);
    await give(page, 'cut-off.xml', text);
    await page.getByRole('button', { name: 'Create the plan' }).click();
    await expect(page.getByText(/problems?: no plan was made/)).toBeVisible();
    await expect(page.getByText(/line \d+/).first()).toBeVisible();
    await keepScreenshot(page, 'import-hardware-refused');
  });

  test('[IMP-4] a plan in JSON becomes a new plan, by text that was pasted', async ({ page }) => {
    await page.getByRole('button', { name: /Import hardware/ }).click();
    await page.getByRole('button', { name: 'Paste text' }).click();
    await page.getByLabel('Text to import').focus();
    await pasteText(page, readFileSync(SAMPLE, 'utf8'));
    await expect(page.getByRole('status').filter({ hasText: 'pasted text' })).toBeVisible();
    await page.getByRole('button', { name: 'Create the plan' }).click();
    await expect(
      page.getByRole('heading', { level: 1, name: 'Vehicle gateway and instrument cluster' }),
    ).toBeVisible();
  });

  test('[IMP-1] a file that is no text is refused', async ({ page }) => {
    await page.getByRole('button', { name: /Import hardware/ }).click();
    await page.getByLabel('File to import').setInputFiles({
      name: 'sheet.xlsx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff]),
    });
    await expect(page.getByText('the file is not text in UTF-8 or UTF-16')).toBeVisible();
  });
});

test.describe('into an open plan', () => {
  test.use({ open: ['--sample', 'gateway-cluster'] });
  const BAD =
    'name,os,memory MiB,criticality\nWiper,linux,12,ASIL B\nLamp,linux,many,ASIL B\nHorn,dos,3,Z\n';
  const GOOD = 'name,os,memory MiB,criticality\nWiper,linux,12,ASIL B\nLamp,linux,8,ASIL B\n';

  test('[IMP-2] every problem is shown by row and column, and nothing is imported', async ({
    page,
  }) => {
    const faults = watchConsole(page);
    await settled(page);
    await choose(page, 'File', /Import applications/);
    await give(page, 'bad.csv', BAD);
    const dialog = page.getByRole('dialog', { name: /Import applications/ });
    await expect(dialog.getByText('3 problems: nothing will be imported')).toBeVisible();
    await expect(dialog.getByRole('cell', { name: 'row 3, memory MiB' })).toBeVisible();
    await expect(dialog.getByRole('cell', { name: 'row 4, criticality' })).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
    await keepScreenshot(page, 'import-problems');
    await expectAccessible(page);

    // The corrected file, dropped this time.
    await drop(page, 'good.csv', GOOD);
    await expect(dialog.getByText(/2 applications added/)).toBeVisible();
    await keepScreenshot(page, 'import-preview');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await settled(page);
    await goTo(page, 'Tables');
    await expect(page.getByRole('tab', { name: /Applications/ })).toContainText('16');
    await page.getByRole('button', { name: /^Undo import good\.csv/ }).click();
    await expect(page.getByRole('tab', { name: /Applications/ })).toContainText('14');
    expect(faults).toEqual([]);
  });

  test('[IMP-3] a machine takes the place of the target, in one step', async ({ page }) => {
    await settled(page);
    await run(page, 'Replace the target');
    await page.getByLabel('File to import').setInputFiles(HWLOC);
    await expect(page.getByText(/the target becomes/)).toBeVisible();
    await page.getByRole('button', { name: 'Replace the target' }).click();
    await settled(page);
    await expect(page.getByRole('grid', { name: 'Clusters' })).not.toContainText('Cortex-A72');
    await page.getByRole('button', { name: /^Undo import/ }).click();
    await expect(page.getByRole('grid', { name: 'Clusters' })).toContainText('Cortex-A72');
  });
});
