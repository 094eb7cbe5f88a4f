/** Timing that cannot be meant, at the doors of the window: dialogs, forms, tables, imports, chains and windows. */
import type { Page } from '@playwright/test';
import { timedPlan } from '../src/drawing/testing/timed-plan.ts';
import { formatPlan } from '../src/model/interchange.ts';
import { expect, test } from './host-fixture.ts';
import {
  choose,
  expectAccessible,
  find,
  goTo,
  keepScreenshot,
  run,
  settled,
  watchConsole,
} from './pages.ts';
import { cellOf, pasteText } from './table-pages.ts';

/** One more than JavaScript counts exactly. */
const BEYOND = '9007199254740992 ns';
const LIMIT = 'at most 9007199254740991 ns';

async function openPlan(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Import hardware/ }).click();
  await page.getByLabel('File to import').setInputFiles({
    name: 'timed.json',
    mimeType: 'application/json',
    buffer: Buffer.from(formatPlan(timedPlan())),
  });
  await page.getByRole('button', { name: 'Create the plan' }).click();
  await settled(page);
}

async function openTask(page: Page, name: string): Promise<void> {
  await find(page, name);
  await page.getByRole('button', { name: 'Form of the row' }).click();
}

/** Types into a field of the form, and gives what the field says to it. */
async function said(page: Page, label: string, text: string): Promise<string> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press('Enter');
  const alert = page.getByRole('alert');
  await expect(alert).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  const words = await alert.innerText();
  await field.press('Escape');
  await expect(alert).toHaveCount(0);
  return words;
}

async function typed(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press('Enter');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await settled(page);
}

/** The finding of a rule, opened in the list of findings. */
function findingOf(page: Page, rule: string) {
  return page.getByRole('main').locator('article, li, tr').filter({ hasText: rule }).first();
}

test('[FLD-7] a task of period 0, or beyond exact times, is not made; forms say what they expected and found', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openPlan(page);
  await choose(page, 'Insert', 'New task …');
  const dialog = page.getByRole('dialog');
  for (const [text, words] of [
    ['0', 'above zero; found “0”'],
    [BEYOND, LIMIT],
    ['-5 ms', 'above zero; found “-5 ms”'],
  ] as const) {
    await dialog.getByLabel('Period').fill(text);
    await expect(dialog).toContainText(words);
    await expect(dialog.getByRole('button', { name: 'Create' })).toBeDisabled();
  }
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await openTask(page, 'Brake');
  expect(await said(page, 'Period', '0')).toBe('Expected 1 ns or more; found “0”');
  expect(await said(page, 'Period', BEYOND)).toBe(`Expected ${LIMIT}; found “${BEYOND}”`);
  expect(await said(page, 'Deadline', '0 ms')).toContain('Expected 1 ns or more; found “0 ms”');
  expect(await said(page, 'Priority', '1.5')).toBe('Expected a whole number; found “1.5”');
  expect(await said(page, 'Priority', '9999999')).toContain('1000000 or less');
  const period = page.getByLabel('Period', { exact: true });
  await period.fill('0');
  await period.press('Enter');
  await expectAccessible(page);
  await keepScreenshot(page, 'form-refused');
  await period.press('Escape');
  await expect(period).toHaveValue('10');
  await expect(page.getByRole('button', { name: /^Undo edit/ })).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('[FLD-7] what is contradictory but may be on its way is taken, and a finding names it', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openPlan(page);
  await openTask(page, 'Mix');
  await typed(page, 'WCET', '5 ms');
  await typed(page, 'Offset', '6 ms');
  await typed(page, 'Priority', '1');
  await goTo(page, 'Findings');
  for (const [rule, words] of [
    ['TASK-1', /Mix/],
    ['RT-4', /Mix/],
    ['RT-3', /Mix.*Meter|Meter.*Mix/],
  ] as const) {
    await expect(findingOf(page, rule)).toContainText(words);
  }
  await keepScreenshot(page, 'findings-bad-timing');
  expect(faults).toEqual([]);
});

test('[TAB-3] tables name row, column, expected and found of a period of 0 and of one too long', async ({
  page,
}) => {
  await openPlan(page);
  await goTo(page, 'Tables');
  await page.getByRole('tab', { name: /Tasks/ }).click();
  await (await cellOf(page, 0, 'Period')).click();
  await pasteText(page, `0\n${BEYOND}\n`);
  const dialog = page.getByRole('dialog', { name: 'Nothing was pasted' });
  const rowOf = (place: string) => dialog.getByRole('row').filter({ hasText: place });
  await expect(rowOf('row 1, Period')).toContainText(/0 ns.*at least 1 ns/);
  await expect(rowOf('row 2, Period')).toContainText(LIMIT);
  await expect(rowOf('row 2, Period')).toContainText(BEYOND);
  await expectAccessible(page);
  await keepScreenshot(page, 'tables-bad-timing');
});

test('[IMP-5] a table of tasks says what it leaves open, and what is wrong by row and column', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openPlan(page);
  await choose(page, 'File', /Import applications/);
  const dialog = page.getByRole('dialog', { name: /Import applications/ });
  const give = (text: string) =>
    page.getByLabel('File to import').setInputFiles({
      name: 'set.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    });
  await give(`Task,WCET,Period,Priority\nA,1,0,1\nB,1,${BEYOND},2\nC,1,50,2\n`);
  await dialog.getByLabel('Times without a unit are in').selectOption({ label: 'milliseconds' });
  const rowOf = (place: string) => dialog.getByRole('row').filter({ hasText: place });
  await expect(rowOf('row 2, Period')).toContainText('out of range');
  await expect(rowOf('row 3, Period')).toContainText('9007199254740991 ns');
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await expectAccessible(page);

  await give('Task,WCET,Period,Priority,Label access [us]\nA,1,5,1,3\nB,1,7,2,\nC,1,50,3,\n');
  await expect(dialog.getByText(/larger numbers are read as more urgent/)).toBeVisible();
  await dialog.getByLabel('Most urgent is').selectOption('smallest');
  await dialog.getByLabel('Tasks without a core run on').selectOption({ label: 'core 2' });
  await dialog.getByLabel('Add label access times to the WCETs').check();
  await expect(dialog.getByText(/is added to its WCET/)).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'import-task-set');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await settled(page);
  await goTo(page, 'Tables');
  await page.getByRole('tab', { name: /Tasks/ }).click();
  const names = page.getByRole('grid').getByRole('rowheader').or(page.locator('[data-column="0"]'));
  await expect(names.filter({ hasText: /^A$/ }).first()).toBeVisible();
  expect(faults).toEqual([]);
});

test('[FLD-7] a chain with a gap, or through a task twice, is found', async ({ page }) => {
  await openPlan(page);
  await choose(page, 'Insert', /New cause-effect chain/);
  const add = page.getByLabel('Add a task at the end');
  await add.selectOption({ label: 'Drive / Torque' });
  await add.selectOption({ label: 'Vision / Detect' });
  await add.selectOption({ label: 'Drive / Torque' });
  await page.getByRole('button', { name: 'Create' }).click();
  await settled(page);
  await goTo(page, 'Findings');
  await expect(findingOf(page, 'RT-6')).toContainText(/Chain/);
});

test('[TIMELINEUI-5] a window typed beyond its frame is refused at the field, an overlap is found', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openPlan(page);
  await goTo(page, 'Timeline');
  const windows = page.getByRole('region', { name: 'Windows' });
  await windows.getByRole('button', { name: /core 1.*Logging/ }).click();
  expect(await said(page, 'Start', '8 ms')).toBe(
    'Expected 7 ms or less, the frame ends at 10 ms; found 8 ms',
  );
  expect(await said(page, 'Duration', '7 ms')).toContain('Expected 6 ms or less');
  expect(await said(page, 'Duration', '0 ms')).toContain('Expected 1 ns or more');
  expect(await said(page, 'Start', '4.05 ms')).toContain('a multiple of the tick, 100 µs');
  expect(await said(page, 'Length', '0 ms')).toContain('Expected 1 ns or more');
  await page.getByLabel('Start', { exact: true }).fill('8 ms');
  await windows
    .getByRole('button', { name: /core 0.*Control/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Window of Control' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await windows.getByRole('button', { name: /core 1.*Logging/ }).click();
  await page.getByLabel('Start', { exact: true }).fill('3 ms');
  await page.getByLabel('Start', { exact: true }).press('Enter');
  await settled(page);
  await expect(windows).toContainText(/"Logging" at 3 ms begins before the window of "Seeing"/);
  await keepScreenshot(page, 'timeline-overlap');
  await run(page, 'Undo');
  expect(faults).toEqual([]);
});
