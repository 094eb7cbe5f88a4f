/** Making and editing applications, tasks, links and chains by form. */
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

test.use({ open: ['--sample', 'gateway-cluster'] });

test('[UI-12] makes an application, a task, a link and a chain; knows only what was said', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await run(page, 'New application');
  await page.getByLabel('Name', { exact: true }).fill('Camera fusion');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Camera fusion' })).toBeVisible();
  await expect(page.getByLabel('Private memory', { exact: true })).toHaveValue('');

  await choose(page, 'Insert', 'New task …');
  await page.getByRole('dialog').getByLabel('Name').fill('Fuse');
  await expect(page.getByRole('dialog').getByLabel('Application')).toHaveValue(/.+/);
  await page.getByRole('dialog').getByLabel('Period').fill('soon');
  await expect(page.getByRole('button', { name: 'Create' })).toBeDisabled();
  await page.getByRole('dialog').getByLabel('Period').fill('33 ms');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Fuse' })).toBeVisible();

  await choose(page, 'Insert', 'New link …');
  await page.getByRole('dialog').getByLabel('From').selectOption({ label: 'Camera fusion' });
  await page
    .getByRole('dialog')
    .getByLabel('To', { exact: true })
    .selectOption({ label: 'Audio mixer' });
  await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue(
    'Camera fusion → Audio mixer',
  );
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(
    page.getByRole('heading', { level: 2, name: 'Camera fusion → Audio mixer' }),
  ).toBeVisible();
  await page.getByLabel('Payload', { exact: true }).fill('2 KiB');
  await page.getByLabel('Payload', { exact: true }).press('Enter');
  await page.getByLabel('Rate', { exact: true }).fill('30 Hz');
  await page.getByLabel('Rate', { exact: true }).press('Enter');
  await expect(page.getByText('61.44 kB/s')).toBeVisible();

  await choose(page, 'Insert', /New cause-effect chain/);
  const add = page.getByLabel('Add a task at the end');
  await add.selectOption({ label: 'Camera fusion / Fuse' });
  await add.selectOption({ label: 'Audio mixer / Mix' });
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Chain' })).toBeVisible();
  await settled(page);
  await keepScreenshot(page, 'form-chain');
  expect(faults).toEqual([]);
});

test('[UI-16] a new task takes the clock of its core type from the target, and says what its WCET lacks', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await choose(page, 'Insert', 'New task …');
  const dialog = page.getByRole('dialog', { name: 'New task' });
  await dialog.getByLabel('Name').fill('Fuse');
  await dialog.getByLabel('Period').fill('10');
  await dialog.getByLabel('WCET').fill('soon');
  await expect(dialog.getByRole('button', { name: 'Create' })).toBeDisabled();
  await dialog.getByLabel('WCET').fill('12 ms');
  await expect(dialog).toContainText('counts for nothing without a core type');
  const types = await dialog.getByLabel('On core type').locator('option').allTextContents();
  await dialog.getByLabel('On core type').selectOption('Cortex-A53');
  await expect(dialog.getByLabel('At clock')).toHaveValue(/^\d+$/);
  await expect(dialog).toContainText('longer than the period, 10 ms');
  await expectAccessible(page);
  await keepScreenshot(page, 'form-new-task');
  await dialog.getByLabel('WCET').fill('2');
  await dialog.getByRole('button', { name: 'Create' }).click();

  await expect(page.getByRole('heading', { level: 2, name: 'Fuse' })).toBeVisible();
  const clock = page.getByLabel('At clock', { exact: true });
  const taken = await clock.inputValue();
  const source = page.getByRole('button', { name: /Source of At clock: target .*Cortex-A53/ });
  await expect(source).toBeVisible();
  await expect(page.getByLabel('WCET', { exact: true })).toHaveValue('2');

  // Taken away and given again with the core type: one step of undo each.
  await page.getByLabel('On core type').selectOption({ label: 'unknown' });
  await expect(clock).toHaveValue('');
  await expect(page.getByText('counts for nothing without a core type')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(clock).toHaveValue(taken);
  await expect(source).toBeVisible();

  // What the user states stays, whatever the type.
  await clock.fill('800');
  await clock.press('Enter');
  const other = types.find((type) => !/^(unknown|Cortex-A53|another)/.test(type));
  await page.getByLabel('On core type').selectOption({ label: other ?? '' });
  await expect(clock).toHaveValue('800');
  expect(faults).toEqual([]);
});

test('[UI-14] a load is stated for a core type; scales of criticality stay apart', async ({
  page,
}) => {
  await settled(page);
  await run(page, 'New application');
  await expect(page.getByRole('dialog', { name: 'New application' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Load', { exact: true })).toHaveCount(0);
  await page.getByLabel('Core type').selectOption('Cortex-A53');
  await page.getByLabel('Load', { exact: true }).fill('35');
  await page.getByLabel('Load', { exact: true }).press('Enter');
  await expect(page.getByRole('button', { name: /Source of Load: set by you/ })).toBeVisible();

  await page.getByLabel('Scale').selectOption('ASIL');
  await expect(page.getByLabel('Level')).toHaveValue('QM');
  await page.getByLabel('Level').selectOption('D');
  await page.getByLabel('Scale').selectOption('SIL');
  await expect(page.getByLabel('Level')).toHaveValue('0');
  await keepScreenshot(page, 'form-application');
  await expectAccessible(page);
});

test('[UI-10] each edit of a form is one step of undo, named', async ({ page }) => {
  await settled(page);
  await goTo(page, 'Layout');
  await find(page, 'data logger');
  await page.getByLabel('Disk', { exact: true }).fill('64 MiB');
  await page.getByLabel('Disk', { exact: true }).press('Enter');
  await expect(page.getByRole('button', { name: 'Undo edit disk of Data logger' })).toBeVisible();
  await page.getByLabel('Disk', { exact: true }).fill('a lot');
  await page.getByLabel('Disk', { exact: true }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('Expected a size');
  await page.getByLabel('Disk', { exact: true }).press('Escape');
  await expect(page.getByLabel('Disk', { exact: true })).toHaveValue('64');
});

test('[UI-12] a list that gives devices asks again after each of them', async ({ page }) => {
  await settled(page);
  await find(page, 'cockpit cell');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const more = inspector.getByLabel('One more');
  await more.selectOption({ label: 'USB 0 (usb)' });
  await expect(inspector.getByRole('button', { name: 'Take USB 0 away' })).toBeVisible();
  await expect(more).toHaveValue('');
});

test('[UI-10] a task says what few tasks have: regions, suspension, locks; a chain says how it communicates', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await find(page, 'control loop');
  await page.getByRole('button', { name: 'Form of the row' }).click();
  await expect(page.getByLabel('Longest region', { exact: true })).toHaveAttribute(
    'placeholder',
    'unknown',
  );
  await page.getByLabel('Longest region', { exact: true }).fill('50 us');
  await page.getByLabel('Longest region', { exact: true }).press('Enter');
  await expect(
    page.getByRole('button', { name: 'Undo edit longest region of Control loop' }),
  ).toBeVisible();
  const section = page.getByRole('button', { name: 'a critical section' });
  await section.press('Enter');
  await expect(page.getByLabel('Resource')).toBeFocused();
  await page.keyboard.type('can-buffer');
  await page.getByLabel('Longest lock in µs').fill('20');
  await page.getByRole('button', { name: 'Add', exact: true }).press('Enter');
  await expect(page.getByText('can-buffer, 20 µs')).toBeVisible();
  await expect(section).toBeFocused();
  await expectAccessible(page);
  await settled(page);
  await keepScreenshot(page, 'form-task');
  await page.keyboard.press('Control+z');
  await expect(page.getByText('can-buffer, 20 µs')).toHaveCount(0);

  await find(page, 'bus signal to display');
  await page.getByRole('button', { name: 'Step 2 earlier' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Step 1 later' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Step 2 later' })).toBeFocused();
  await page.getByLabel('Communication').selectOption({ label: 'LET' });
  await expect(
    page.getByRole('button', { name: 'Undo edit communication of Bus signal to display' }),
  ).toBeVisible();
  expect(faults).toEqual([]);
});

test('[UI-8] a finding on what nobody states opens the one field that states it', async ({
  page,
}) => {
  await settled(page);
  await goTo(page, 'Findings');
  const finding = page.locator('[data-rule="RT-13"]').first();
  await finding.click();
  await page.getByRole('button', { name: /^Open environment/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByLabel('Release latency')).toBeFocused();
  await expect(inspector.getByLabel('Release latency')).toBeInViewport();
  await expect(inspector.getByText('selected')).toHaveCount(0);
});

test('[UI-8] an environment says who schedules it and what budget it has; nothing is stated for the user', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await find(page, 'infotainment cell');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByLabel('Scheduler')).toHaveValue('');
  await inspector.getByLabel('Scheduler').selectOption('edf');
  await expect(inspector.getByLabel('Source of these')).toHaveValue('user');
  await inspector.getByLabel('Budget of time').selectOption('constant-bandwidth');
  await inspector.getByLabel('Budget', { exact: true }).fill('4');
  await inspector.getByLabel('Budget', { exact: true }).press('Enter');
  // A budget without its period is none: nothing has been stated yet.
  await expect(
    page.getByRole('button', { name: 'Undo scheduler of Infotainment cell' }),
  ).toBeVisible();
  await inspector.getByLabel('Budget period').fill('10');
  await inspector.getByLabel('Budget period').press('Enter');
  await expect(
    page.getByRole('button', { name: 'Undo budget of time of Infotainment cell' }),
  ).toBeVisible();
  await expect(inspector.getByLabel('Budget deadline')).toHaveAttribute(
    'placeholder',
    'the period',
  );
  await inspector.getByLabel('Interference', { exact: true }).fill('1.2');
  await inspector.getByLabel('Interference', { exact: true }).press('Enter');
  await expect(
    inspector.getByRole('button', { name: /Source of Interference: set by you/ }),
  ).toBeVisible();
  await inspector.getByLabel('Locks', { exact: true }).selectOption('priority-inheritance');
  await inspector.getByLabel('Locks between cores').selectOption('fifo-spin');
  await inspector.getByLabel('Execution factor').fill('1.05');
  await inspector.getByLabel('Execution factor').press('Enter');
  await inspector.getByLabel('Release latency').fill('20');
  await inspector.getByLabel('Release latency').press('Enter');
  await expect(
    page.getByRole('button', { name: 'Undo release latency of Infotainment cell' }),
  ).toBeVisible();
  await inspector.getByLabel('Scheduler').scrollIntoViewIfNeeded();
  await settled(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'form-scheduling');
  await inspector.getByLabel('Budget of time').selectOption('');
  await expect(inspector.getByLabel('Budget period')).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('[UI-8] an environment states its share of the cache and its memory budget; a factor below 1 is refused at the field', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await find(page, 'infotainment cell');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const factor = inspector.getByLabel('Interference', { exact: true });
  await factor.fill('0.5');
  await factor.press('Enter');
  await expect(inspector.getByRole('alert')).toContainText('Expected 1 or more');
  await factor.press('Escape');
  await inspector.getByLabel('Cache share').selectOption('colouring');
  const mask = inspector.getByLabel('Share mask');
  await mask.fill('everything');
  await mask.press('Enter');
  await expect(inspector.getByRole('alert')).toContainText('0xf0');
  await mask.fill('4-7');
  await mask.press('Enter');
  await expect(mask).toHaveValue('0xf0');
  await inspector.getByLabel('Memory budget').fill('5000');
  await inspector.getByLabel('Memory budget').press('Enter');
  await inspector.getByLabel('Regulation period').fill('1');
  await inspector.getByLabel('Regulation period').press('Enter');
  await expect(
    page.getByRole('button', { name: 'Undo regulation period of Infotainment cell' }),
  ).toBeVisible();
  await inspector.getByLabel('Throttle').selectOption('mpam');
  await inspector.getByLabel('Throttled to').fill('40');
  await inspector.getByLabel('Throttled to').press('Enter');
  await expect(inspector.getByLabel('Source of regulation')).toHaveValue('user');
  await factor.scrollIntoViewIfNeeded();
  await settled(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'form-interference');
  await goTo(page, 'Findings');
  await expect(
    page.getByText(/guarantees nothing|may ask for memory without a budget/).first(),
  ).toBeVisible();
  expect(faults).toEqual([]);
});

test('[SCHED-14] assigns priorities after showing what they prove, as one step', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await run(page, 'Assign priorities');
  const dialog = page.getByRole('dialog', { name: 'Assign priorities' });
  await dialog.getByLabel('Tasks of').selectOption({ label: 'Cockpit cell on core 3 (2 tasks)' });
  await expect(dialog.getByRole('status')).toContainText('in this order already');
  await expect(dialog.getByRole('button', { name: 'Assign', exact: true })).toBeDisabled();
  await dialog.getByLabel('Tasks of').selectOption({ label: 'M4F 0 image on M4F 0 (3 tasks)' });
  await expect(dialog.getByRole('status')).toContainText('would change');
  await dialog.getByRole('radio', { name: /Optimal/ }).check();
  await expect(dialog.getByRole('row', { name: /Control loop/ })).toContainText('proven to meet');
  await expectAccessible(page);
  await keepScreenshot(page, 'assign-priorities');
  await dialog.getByRole('radio', { name: /Deadline monotonic/ }).check();
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(page.getByRole('button', { name: /Undo assign priorities on M4F 0/ })).toBeVisible();
  expect(faults).toEqual([]);
});
