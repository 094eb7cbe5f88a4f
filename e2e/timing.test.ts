/** Response times, chains and what would change them, on a workload some of whose tasks are proven to miss. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST } from '../scripts/build/paths.ts';
import { expect, test } from './host-fixture.ts';
import {
  expectAccessible,
  find,
  goTo,
  keepScreenshot,
  pointOf,
  settled,
  watchConsole,
} from './pages.ts';

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

test('[TIMINGUI-9] isolated and inflated times stand side by side, with every bound and what it lacks', async ({
  page,
}) => {
  await openTiming(page);
  await row(page, 'isr-10').getByRole('button').click();
  await expect(tasks(page)).toContainText('neither an interference factor nor memory accesses');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByLabel('Memory accesses').fill('250');
  await inspector.getByLabel('Memory accesses').press('Enter');
  await expect(tasks(page)).toContainText('the target states no main memory');
  await find(page, 'imported image');
  const factor = inspector.getByLabel('Interference', { exact: true });
  await factor.fill('1.2');
  await factor.press('Enter');
  await openTiming(page);
  await expect(row(page, 'isr-10')).toContainText('stated factor');
  await row(page, 'isr-10').getByRole('button').click();
  await expect(tasks(page)).toContainText('stated factor (used)');
  await settled(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'timing-interference');
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

test('[TIMINGUI-8] sensitivity lists what each WCET, period and clock may do alone, by keyboard', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openTiming(page);
  await page.getByRole('tab', { name: 'Tasks', exact: true }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tab', { name: 'Sensitivity' })).toBeFocused();
  await expect(page.getByTestId('margins')).toContainText('45 margins found; 13 tasks are proven');
  const margin = (key: string) => page.locator(`tr[data-margin="${key}"]`);
  await expect(margin('plan')).toContainText('104.7 %');
  await expect(margin('clock WATERS 2017 core')).toContainText('191.016 MHz');
  await expect(margin('wcet isr-4')).toContainText('433.186 µs');
  await expect(margin('wcet isr-9')).toContainText('no proof depends on it');
  await expectAccessible(page);
  await keepScreenshot(page, 'timing-sensitivity');
  await margin('wcet isr-4').getByRole('button').focus();
  await page.keyboard.press('Enter');
  const slider = page.getByRole('slider', { name: /^WCET/ });
  await expect(slider).toHaveAttribute('aria-valuetext', /100 % of the plan, the first proof/);
  await slider.focus();
  for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /^120 % of the plan/);
  await expect(page.getByTestId('what-if-sum')).toContainText('1 no longer proven: ISR_11.');
  // A fifth of 365.8, and ISR_10 a second time.
  await expect(page.locator('tr[data-what-if="isr-4"]')).toContainText('+103.5 µs');
  await expectAccessible(page);
  await keepScreenshot(page, 'timing-what-if');
  expect(faults).toEqual([]);
});

test('[TIMELINEUI-1] the timeline has a row per core; the row of another core shows its tightest task', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await goTo(page, 'Timeline');
  const picture = page.locator('.scene');
  await expect(picture).toContainText('critical instant of “ISR_9”');
  await expect(picture).toContainText('late by 2.905 ms');
  await keepScreenshot(page, 'timeline-critical-instant');
  const core = await pointOf(page, /^core 3 · nominal schedule/, { x: 0.02, y: 0.5 });
  await page.mouse.click(core.x, core.y);
  await expect(picture).toContainText('critical instant of “Task_10ms”');
  await keepScreenshot(page, 'timeline-late-task');
  await expectAccessible(page);
  expect(faults).toEqual([]);
});

test.describe('narrow', () => {
  test.use({ viewport: { width: 320, height: 512 } });
  test('[UI-7] at 320 pixels, as at 400 % zoom, the page never scrolls sideways', async ({
    page,
  }) => {
    await expect(page.locator('footer')).toContainText('passed');
    const sideways = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await goTo(page, 'Timeline');
    await expect(page.locator('.scene')).toContainText('critical instant');
    expect(await sideways()).toBeLessThanOrEqual(0);
    await goTo(page, 'Timing');
    for (const name of ['Chains', 'What if', 'Sensitivity', 'Tasks']) {
      await page.getByRole('tab', { name, exact: true }).click();
      expect(await sideways(), name).toBeLessThanOrEqual(0);
    }
  });
});

/** The sample with less work on one core and a chain on it, made by the command line. */
function planWithChain(folder: string): string {
  const program = join(DIST, 'node/partita.mjs');
  const run = (...args: readonly string[]) =>
    execFileSync(process.execPath, [program, ...args], { cwd: folder, stdio: 'pipe' });
  run('new', 'sample.partita', '--sample', 'engine-control');
  run('export', 'sample.partita', '--format', 'json', '-o', 'sample.json');
  const document = JSON.parse(readFileSync(join(folder, 'sample.json'), 'utf8'));
  for (const task of document.tasks) {
    if (!/^task-(2|5|20|50|100|200|1000)ms$/.test(task.id)) continue;
    const wcetNs = Math.min(task.wcetNs, 1_000_000);
    const periodNs = Math.min(task.periodNs, 100_000_000);
    const unknown = { acetNs: null, bcetNs: null, deadlineNs: null };
    Object.assign(task, { ...unknown, offsetNs: 0, wcetNs, periodNs });
  }
  document.chains.push({
    id: 'throttle',
    name: 'Throttle',
    taskIds: ['task-2ms', 'task-5ms'],
    latencyKind: 'reaction',
    latencyBoundNs: 9_000_000,
  });
  writeFileSync(join(folder, 'chains.json'), JSON.stringify(document));
  run('import', 'chains.partita', 'chains.json');
  return join(folder, 'chains.partita');
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`chains, ${theme}`, () => {
    test.use({ colorScheme: theme });
    test(`[TIMINGUI-6] a chain shows verdict, theories and where its time goes, in ${theme} colours`, async ({
      startHost,
      dataFolder,
    }) => {
      const { page } = await startHost([planWithChain(dataFolder)]);
      const faults = watchConsole(page);
      await openTiming(page);
      await page.getByRole('tab', { name: 'Tasks', exact: true }).focus();
      await page.keyboard.press('ArrowRight');
      await expect(page.getByRole('tab', { name: 'Chains' })).toBeFocused();
      const chains = page.getByRole('region', { name: 'Latencies of chains' });
      await expect(chains).toContainText('No bound by Davare, Dürr');
      await chains.locator('tr[data-chain] button').first().focus();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await expect(chains.locator('tr[data-chain="throttle"]')).toContainText('proven to meet');
      await expect(chains.locator('tr[data-chain="throttle"]')).toContainText('7.3359 ms Kloda');
      await expect(chains.locator('tr[data-theory="LET/reaction"]')).toContainText(
        'needs logical execution time',
      );
      await expect(chains.getByRole('heading', { name: /Throttle goes/ })).toBeVisible();
      await expectAccessible(page);
      await keepScreenshot(page, `timing-chains-${theme}`);
      await chains.getByRole('heading', { name: /All theories/ }).scrollIntoViewIfNeeded();
      await keepScreenshot(page, `timing-theories-${theme}`);
      expect(faults).toEqual([]);
    });
  });
}

test('[TIMINGUI-7] what if: a longer WCET beside the plan, its breaking point, applied and undone', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openTiming(page);
  await row(page, 'isr-4').getByRole('button').click();
  await page.getByRole('tab', { name: 'What if' }).click();
  const pane = page.getByRole('region', { name: 'What if' });
  await expect(pane.getByLabel('Task')).toHaveValue('isr-4');
  // One nanosecond more and another task, not this one, is no longer proven.
  await expect(page.getByTestId('breaking-point')).toContainText(
    /the WCET of ISR_4 may grow by .* no longer be proven/,
  );
  const wcet = pane.getByLabel('As stated');
  await wcet.fill('900 us');
  await wcet.press('Enter');
  const own = pane.locator('tr[data-what-if="isr-4"]');
  // 30.34 + 258.18 + 30.95 before it; ISR_10 a second time.
  await expect(own).toContainText('685.3 µs');
  await expect(pane.locator('tr[data-what-if="isr-11"]')).toContainText('proven to miss');
  await expectAccessible(page);
  await pane.getByRole('button', { name: 'Apply to the plan' }).click();
  await settled(page);
  await expect(wcet).toHaveValue('900 µs');
  await expect(own.getByRole('cell').nth(0)).not.toContainText('685.3');
  await page.keyboard.press('Control+z');
  await expect(wcet).toHaveValue('365.8 µs');
  await expect(own.getByRole('cell').nth(0)).toContainText('685.3 µs');
  expect(faults).toEqual([]);
});

test('[TIMINGUI-7] the clock by keyboard: twice as fast, all tasks of that core type are done sooner', async ({
  page,
}) => {
  await openTiming(page);
  await page.getByRole('tab', { name: 'Tasks', exact: true }).focus();
  for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
  const pane = page.getByRole('region', { name: 'What if' });
  await pane.getByRole('slider', { name: /Clock/ }).focus();
  await page.keyboard.press('End');
  await expect(pane.getByLabel('Of WATERS 2017 core')).toHaveValue('400 MHz');
  await expect(pane.locator('tr[data-what-if="task-10ms"]')).toContainText('proven to meet');
  await expect(pane.locator('tr[data-what-if="c.0"]')).toContainText('48.5 %');
  await pane.getByRole('button', { name: 'Back to the plan' }).click();
  await expect(pane.getByLabel('Of WATERS 2017 core')).toHaveValue('200 MHz');
});
