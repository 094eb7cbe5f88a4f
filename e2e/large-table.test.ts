/** 2,000 applications in a table: only the rows in sight exist as elements. */
import { generatedPlan } from '../src/model/testing/generated-plan.ts';
import { formatPlan } from '../src/model/interchange.ts';
import { expect, test } from './host-fixture.ts';
import { goTo, keepScreenshot } from './pages.ts';
import { cellAt, cellOf, gridOf, pasteText } from './table-pages.ts';

const APPLICATIONS = 2000;
/** Rows that can be elements: those of the highest window of the suite, and some above and below. */
const MOST_ROWS = 80;

test('[TAB-10] 2,000 applications are sorted, filtered, pasted into and undone', async ({
  page,
}) => {
  const plan = generatedPlan({ applications: APPLICATIONS, cores: 128, links: 2000, seed: 7 });
  await page.getByRole('button', { name: /Import hardware/ }).click();
  await page.getByLabel('File to import').setInputFiles({
    name: 'large.json',
    mimeType: 'application/json',
    buffer: Buffer.from(formatPlan(plan)),
  });
  await page.getByRole('button', { name: 'Create the plan' }).click();
  await goTo(page, 'Tables');
  await cellAt(page, 0, 0).click();
  expect(await gridOf(page).getByRole('row').count()).toBeLessThan(MOST_ROWS);

  await page.keyboard.press('Control+End');
  const last = page.locator(`[data-row="${APPLICATIONS}"]:focus`);
  await expect(last).toHaveCount(1);
  expect(await gridOf(page).getByRole('row').count()).toBeLessThan(MOST_ROWS);
  await page.keyboard.press('Control+Home');

  // A column of 2,000 cells from a spreadsheet, in one step.
  await (await cellOf(page, 0, 'Private memory')).click();
  await pasteText(
    page,
    Array.from({ length: APPLICATIONS }, (_, row) => `${row + 1} MiB`).join('\n'),
  );
  await expect(await cellOf(page, 0, 'Private memory')).toHaveText('1');
  await page.keyboard.press('Control+z');
  await expect(await cellOf(page, 0, 'Private memory')).not.toHaveText('1');

  await page.getByRole('searchbox', { name: 'Filter rows' }).fill('application 199');
  await expect(page.getByText(/^\d+ of 2000 rows$/)).toBeVisible();
  await expect(cellAt(page, 0, 0)).toHaveText('Application 199');
  await keepScreenshot(page, 'tables-large');
});
