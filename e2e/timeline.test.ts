/** The timeline: a task's schedule, the keyboard over windows, windows edited by keys, pointer, form and generator. */
import type { Page } from '@playwright/test';
import { timedPlan } from '../src/drawing/testing/timed-plan.ts';
import { updateRecords } from '../src/model/commands/records.ts';
import { applyDiff } from '../src/model/diff.ts';
import { formatPlan } from '../src/model/interchange.ts';
import type { Plan } from '../src/model/plan.ts';
import type { Server } from '../src/model/scheduling.ts';
import { MS } from '../src/model/units.ts';
import { expect, test } from './host-fixture.ts';
import {
  canvasOf,
  expectAccessible,
  goTo,
  keepScreenshot,
  pointOf,
  run,
  settled,
  watchConsole,
} from './pages.ts';

/** With budgets that the table of the plan serves. */
function budgetedPlan(): Plan {
  const server = (budgetMs: number): Server => ({
    kind: 'periodic',
    budgetNs: budgetMs * MS,
    periodNs: 10 * MS,
    deadlineNs: null,
    priority: null,
  });
  const budgets: readonly (readonly [string, number])[] = [
    ['control', 3],
    ['seeing', 2],
  ];
  return budgets.reduce((plan, [id, budgetMs]) => {
    const diff = updateRecords(plan, 'environments', [id], { server: server(budgetMs) });
    if (!diff.ok) throw new Error('the budget was refused');
    return applyDiff(plan, diff.value);
  }, timedPlan());
}

async function openTimeline(page: Page, plan = budgetedPlan()): Promise<void> {
  await page.getByRole('button', { name: /Import hardware/ }).click();
  await page.getByLabel('File to import').setInputFiles({
    name: 'timed.json',
    mimeType: 'application/json',
    buffer: Buffer.from(formatPlan(plan)),
  });
  await page.getByRole('button', { name: 'Create the plan' }).click();
  await settled(page);
  await goTo(page, 'Timeline');
  await expect(page.getByRole('listbox', { name: /^Timeline of layout/ })).toBeVisible();
}

const activeText = (page: Page) => page.getByRole('listbox').getByRole('option').textContent();
const announcer = (page: Page) => page.getByTestId('announcer');
const tick = (page: Page, text: string) =>
  page.locator('.scene text').getByText(text, { exact: true });
const windowAt = (page: Page, text: RegExp) =>
  page.getByRole('region', { name: 'Windows' }).getByRole('button', { name: text });

test('[TIMELINEUI-1] shows the schedule of a chosen task, and as much time as is asked for', async ({
  page,
}) => {
  const faults = watchConsole(page);
  // With budgets beside the table nobody could say when within its windows a partition runs.
  await openTimeline(page, timedPlan());
  const picture = page.locator('.scene');
  await expect(picture).toContainText('One schedule, not a bound: critical instant of “Torque”');
  await expect(picture).toContainText('late by 1.51 ms');
  await keepScreenshot(page, 'timeline');
  await page
    .getByRole('combobox', { name: 'Task' })
    .selectOption({ label: 'Meter, Audio: meets its deadline' });
  await expect(picture).toContainText('critical instant of “Meter”');
  await expect(picture).toContainText('response 1.42 ms');
  await canvasOf(page).focus();
  await expect(tick(page, '12 ms')).not.toHaveCount(0);
  for (const key of ['+', '+', '+']) await page.keyboard.press(key);
  await expect(tick(page, '12 ms')).toHaveCount(0);
  await page.keyboard.press(']');
  await page.keyboard.press('f');
  await expect(tick(page, '12 ms')).not.toHaveCount(0);
  await expectAccessible(page);
  expect(faults).toEqual([]);
});

test('[TIMELINEUI-2] the keyboard walks over windows, moves, resizes and deletes them', async ({
  page,
}) => {
  await openTimeline(page);
  await windowAt(page, /core 1.*Seeing/).focus();
  await page.keyboard.press('Enter');
  await canvasOf(page).focus();
  await expect.poll(() => activeText(page)).toMatch(/^Seeing: window on core 1/);
  const visited: string[] = [];
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
    await page.keyboard.press(key);
    visited.push(((await activeText(page)) ?? '').slice(0, 40));
  }
  expect(visited).toEqual([
    expect.stringMatching(/^Control: window on core 0 · 0 ns to/),
    expect.stringMatching(/^Seeing: window on core 0 · 2 ms to/),
    expect.stringMatching(/^Control: window on core 0 · 8 ms to/),
    expect.stringMatching(/^Control: window on core 0 · 8 ms to/),
  ]);
  // The last window of the core: two ticks to the left, one longer.
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(announcer(page)).toContainText('Window of Control: 7.8 ms to 9.8 ms');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(announcer(page)).toContainText('Window of Control: 7.8 ms to 9.9 ms');
  await page.keyboard.press('Control+z');
  await expect(announcer(page)).toContainText('Undone: resize window of Control');
  await page.keyboard.press('Delete');
  await expect(windowAt(page, /Control/)).toHaveCount(1);
  await settled(page);
  await expect(page.getByRole('region', { name: 'Windows' })).toContainText(/"Control" gets/);
  await keepScreenshot(page, 'timeline-fault');
});

test('[TIMELINEUI-2] jobs are stops of the keyboard, and another task begins at the top of its picture', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openTimeline(page, timedPlan());
  const tasks = page.getByRole('combobox', { name: 'Task' });
  await tasks.selectOption({ label: 'Meter, Audio: meets its deadline' });
  await expect(page.locator('.scene')).toContainText('critical instant of “Meter”');
  await canvasOf(page).focus();
  const visited: string[] = [];
  for (const key of ['ArrowUp', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'End', 'Escape']) {
    await page.keyboard.press(key);
    visited.push((await activeText(page)) ?? '');
  }
  expect(visited).toEqual([
    expect.stringMatching(/^Meter of Audio · 2 jobs/),
    expect.stringMatching(/^Mix of Audio · 4 jobs of 400 µs/),
    expect.stringMatching(/^Mix of Audio, job 1 · released 0 ns .* in time · deadline at 4 ms/),
    expect.stringMatching(/^Mix of Audio, job 2 · released 4 ms .* in time · deadline at 8 ms/),
    expect.stringMatching(/^Mix of Audio, job 4 · released 12 ms/),
    expect.stringMatching(/^Mix of Audio · 4 jobs/),
  ]);
  // From a window down into what runs in it.
  await windowAt(page, /core 0.*Control/)
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await canvasOf(page).focus();
  await expect.poll(() => activeText(page)).toMatch(/^Control: window on core 0/);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => activeText(page)).toMatch(/ of Drive, job \d+ · released/);

  await page.setViewportSize({ width: 1280, height: 420 });
  const topOf = () => page.locator('.scene svg').evaluate((svg) => svg.getBoundingClientRect().top);
  await tasks.selectOption({ label: 'Detect, Vision: meets its deadline' });
  await settled(page);
  const top = await topOf();
  await canvasOf(page).hover();
  await page.mouse.wheel(0, 300);
  await expect.poll(topOf).toBeLessThan(top);
  await tasks.selectOption({ label: 'Mix, Audio: meets its deadline' });
  await expect.poll(topOf).toBe(top);
  expect(faults).toEqual([]);
});

test('[TIMELINEUI-3] a window is added and put by its form, and dragged', async ({ page }) => {
  await openTimeline(page);
  await windowAt(page, /core 1.*Logging/).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(announcer(page)).toContainText('New window of Logging: 0 ns to 1 ms');
  await page.getByRole('textbox', { name: 'Start' }).fill('8 ms');
  await page.keyboard.press('Enter');
  await expect(announcer(page)).toContainText('Window of Logging: 8 ms to 9 ms');
  // The picture moves once more when the analysis is back.
  await settled(page);
  const from = await pointOf(page, /^Logging: window on core 1 · 4 ms/);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y, { steps: 4 });
  await expect(page.locator('.draft')).toHaveCount(1);
  await page.mouse.up();
  await expect(page.locator('.draft')).toHaveCount(0);
  await expect(windowAt(page, /Logging 4 ms/)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(windowAt(page, /Logging 4 ms/)).toHaveCount(1);
});

test('[TIMELINEUI-4] windows are generated from budgets, and the check finds them in order', async ({
  page,
}) => {
  await openTimeline(page);
  await page.getByRole('button', { name: 'Generate windows …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate windows' });
  await expect(dialog).toContainText('Control on core 0: 3 ms in every 10 ms');
  await expect(dialog.getByRole('status')).toContainText('3 windows in a frame of 10 ms; checked.');
  await keepScreenshot(page, 'timeline-generate');
  const replace = dialog.getByRole('button', { name: 'Replace the windows' });
  const place = await replace.boundingBox();
  await dialog.getByRole('textbox', { name: 'Tick' }).fill('3 ms');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toContainText('no multiple of the tick');
  await expect(replace).toBeDisabled();
  // A button that moves when an answer arrives is missed by who presses it just then.
  expect(await replace.boundingBox()).toEqual(place);
  await dialog.getByRole('textbox', { name: 'Tick' }).fill('100 µs');
  await page.keyboard.press('Enter');
  await replace.click();
  await expect(dialog).toHaveCount(0);
  await settled(page);
  await expect(windowAt(page, /Control|Seeing/)).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Windows' })).toContainText(
    '1 window table in order',
  );
  await run(page, 'Undo');
  await expect(windowAt(page, /Control|Seeing|Logging/)).toHaveCount(5);
});

test('[TIMELINEUI-6] partitions without a budget are proposed one, and the table for it is analysed before it is made', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openTimeline(page, timedPlan());
  await page.getByRole('button', { name: 'Generate windows …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate windows' });
  await expect(dialog).toContainText('the least that serves "Torque", "Brake" and "Trajectory"');
  await expect(dialog).toContainText('"Logging", and none proposed: no task with a core stands');
  await expect(dialog).toContainText('4 of 4 deadlines would be proven');
  await expect(dialog).toContainText(/Control on core 0: .* in every 2.5 ms \(proposed\)/);
  await settled(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'timeline-proposed-budgets');
  await dialog.getByLabel('Seeing').selectOption({ label: 'none: no windows' });
  await expect(dialog).toContainText('3 of 4 deadlines would be proven');
  // Its windows stand on the core that gets a table; those of the other core are kept.
  await expect(dialog.getByRole('list', { name: 'Lost windows' })).toContainText(
    '"Seeing" loses its windows on core 0',
  );
  await expect(dialog.getByRole('checkbox', { name: /Keep the windows/ })).toBeChecked();
  await expect(dialog.getByRole('list', { name: 'What gets worse' })).toContainText(
    /Detect on core 0:.*proven to meet.*unknown/,
  );
  await expect(dialog).toContainText('1 verdict worse, 1 new error: see above');
  await dialog.getByRole('button', { name: 'State 1 budget, replace the windows' }).click();
  await settled(page);
  await page
    .getByRole('button', { name: /Control/ })
    .first()
    .click();
  await run(page, 'Undo');
  await expect(windowAt(page, /Control|Seeing|Logging/)).toHaveCount(5);
  expect(faults).toEqual([]);
});

test('[UI-8] the inspector proposes a budget where it is edited: the least for the stated period, and the best period', async ({
  page,
}) => {
  await openTimeline(page);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('Control');
  await page.getByRole('option', { name: /^Control/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'Propose a budget from its tasks' }).click();
  await expect(inspector).toContainText('(the least for this period)');
  await expect(inspector).toContainText('(the period that takes least of the core)');
  await inspector.getByLabel('Budget period').scrollIntoViewIfNeeded();
  await settled(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'form-proposed-budget');
  await inspector.getByRole('button', { name: /^Take .* in every 2.5 ms/ }).click();
  await expect(inspector.getByLabel('Budget period')).toHaveValue('2.5');
  await expect(page.getByRole('button', { name: 'Undo proposed budget of Control' })).toBeVisible();
});

test.describe('nothing to draw', () => {
  test.use({ open: ['--sample', 'vision-edge'], viewport: { width: 1366, height: 768 } });
  test('[TIMELINEUI-8] a layout of which no schedule is known says what to state, and opens where', async ({
    page,
  }) => {
    const faults = watchConsole(page);
    await settled(page);
    await goTo(page, 'Timeline');
    const why = page.getByRole('region', { name: 'Why nothing is drawn' });
    await expect(why).toContainText(
      'Host Linux on core 1 to core 31: the scheduler of "Host Linux" is not stated',
    );
    await expect(why).toContainText('State the scheduler of "Host Linux"');
    // Beside a long name the field has no room for its verdict.
    await expect(page.getByRole('region', { name: 'Windows' })).toContainText(
      'unknown: the scheduler of "Host Linux" is not stated',
    );
    await expectAccessible(page);
    await keepScreenshot(page, 'timeline-nothing-drawn');
    await why.getByRole('button', { name: 'Open environment Host Linux' }).click();
    const scheduler = page.getByLabel('Scheduler', { exact: true });
    await expect(scheduler).toBeFocused();
    await scheduler.selectOption({ label: 'Earliest deadline first' });
    await settled(page);
    await goTo(page, 'Timeline');
    await expect(page.locator('.scene')).toContainText('Nominal schedule, not a bound');
    expect(faults).toEqual([]);
  });
});

test.describe('a chain through the cores', () => {
  test.use({ open: ['--sample', 'gateway-cluster'], viewport: { width: 1366, height: 768 } });
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(colorScheme, () => {
      test.use({ colorScheme });
      test(`[TIMELINEUI-7] a chosen chain is drawn from job to job, readable on a projector, in ${colorScheme} colours`, async ({
        page,
      }) => {
        const faults = watchConsole(page);
        await settled(page);
        await goTo(page, 'Timeline');
        const picture = page.locator('.scene');
        await expect(picture).toContainText('Nominal schedule, not a bound');
        await page
          .getByRole('combobox', { name: 'Chain' })
          .selectOption({ label: 'Bus signal to display' });
        await expect(picture).toContainText(
          /Chain “Bus signal to display”: age .* in this schedule/,
        );
        await expect(
          picture.locator('title').getByText(/^chain Bus signal to display/),
        ).toHaveCount(1);
        await expectAccessible(page);
        await keepScreenshot(page, `timeline-chain-${colorScheme}`);
        await page.setViewportSize({ width: 1024, height: 768 });
        // As large as it is on the screen, whatever the drawing is scaled by.
        const smallest = () =>
          page.evaluate(() =>
            Math.min(
              ...[...document.querySelectorAll<SVGTextElement>('.scene text')].map(
                (text) => Number(text.getAttribute('font-size')) * (text.getScreenCTM()?.a ?? 0),
              ),
            ),
          );
        await expect.poll(smallest).toBeGreaterThan(11.9);
        const [drawn, room] = await page.evaluate(() =>
          ['.scene svg', '[data-canvas]'].map(
            (selector) => document.querySelector(selector)?.getBoundingClientRect().width ?? 0,
          ),
        );
        expect(drawn).toBeGreaterThan((room ?? 0) - 32);
        const settings = page.getByRole('button', { name: 'Settings' });
        await settings.focus();
        await page.keyboard.press('Space');
        await expect(page.getByRole('region', { name: 'Windows' })).toHaveCount(0);
        await expect.poll(smallest).toBeGreaterThan(11.9);
        await keepScreenshot(page, `timeline-projector-${colorScheme}`);
        expect(faults).toEqual([]);
      });
    });
  }
});
