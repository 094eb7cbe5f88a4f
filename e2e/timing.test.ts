/** Response times, chains and what would change them, on a workload some of whose tasks are proven to miss. */
import type { Page } from '@playwright/test';
import { expect, test } from './host-fixture.ts';
import { expectAccessible, goTo, keepScreenshot, settled, watchConsole } from './pages.ts';

test.use({ open: ['--sample', 'engine-control'], viewport: { width: 1440, height: 900 } });

const tasks = (page: Page) => page.getByRole('region', { name: 'Response times' });
const row = (page: Page, id: string) => tasks(page).locator(`tr[data-task="${id}"]`);
const which = (page: Page) => page.getByRole('group', { name: 'Which tasks' });

async function openTiming(page: Page): Promise<void> {
  await settled(page);
  await goTo(page, 'Timing');
  await expect(row(page, 'isr-10')).toBeVisible();
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });
    test(`[TIMINGUI-1] tasks in ${theme} colours: verdicts in words, with axe`, async ({
      page,
    }) => {
      const faults = watchConsole(page);
      await openTiming(page);
      await expect(row(page, 'isr-9')).toContainText('proven to miss');
      await expect(row(page, 'isr-9')).toContainText('8.905 ms');
      await expect(row(page, 'task-20ms')).toContainText('unknown');
      await expect(row(page, 'isr-10')).toContainText('proven to meet');
      await row(page, 'isr-9').getByRole('button').click();
      await expectAccessible(page);
      await keepScreenshot(page, `timing-tasks-${theme}`);
      await page.getByRole('heading', { name: 'Cores' }).scrollIntoViewIfNeeded();
      await keepScreenshot(page, `timing-cores-${theme}`);
      expect(faults).toEqual([]);
    });
  });
}

test('[TIMINGUI-4] by keyboard: filter the misses, open one, read method and exact times', async ({
  page,
}) => {
  await openTiming(page);
  for (const name of [/^unknown/, /^not assessed/, /^proven to meet/]) {
    const button = which(page).getByRole('button', { name });
    await button.focus();
    await page.keyboard.press('Space');
    await expect(button).toHaveAttribute('aria-pressed', 'false');
  }
  await expect(tasks(page).locator('tr[data-task]')).toHaveCount(6);
  const first = tasks(page).locator('tr[data-task] button').first();
  await first.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(first).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await expect(tasks(page)).toContainText('deadline 6 ms, slack −2.904875 ms');
  await expect(tasks(page)).toContainText('response-time analysis, preemptive fixed priorities');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { name: 'ISR_9' })).toBeVisible();
});

test('[TIMINGUI-3] a column sorts both ways, unknown last, then back to the plan', async ({
  page,
}) => {
  await openTiming(page);
  const names = () => tasks(page).locator('tr[data-task] th').allInnerTexts();
  const slack = tasks(page).getByRole('columnheader', { name: 'Slack' });
  await slack.getByRole('button').click();
  await expect(slack).toHaveAttribute('aria-sort', 'ascending');
  expect((await names())[0]).toContain('Task_50ms');
  await slack.getByRole('button').click();
  await expect(slack).toHaveAttribute('aria-sort', 'descending');
  expect((await names())[0]).toContain('ISR_1');
  expect((await names()).at(-1)).toContain('Task_1000ms');
  await slack.getByRole('button').click();
  await expect(slack).not.toHaveAttribute('aria-sort');
  expect((await names())[0]).toContain('ISR_10');
});

test('[TIMINGUI-5] the utilisation of a core is an exact ratio', async ({ page }) => {
  await openTiming(page);
  const core = tasks(page).locator('tr[data-core="c.1"]');
  await expect(core).toContainText('133.5724… %');
  await expect(core).toContainText('4447963/3330000');
  await expect(core).toContainText('the whole core');
});
