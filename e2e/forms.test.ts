/** Making and editing applications, tasks, links and chains by form. */
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
  await page.keyboard.press('Control+f');
  await page.keyboard.type('data logger');
  await page.keyboard.press('Enter');
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
  await page.keyboard.press('Control+f');
  await page.keyboard.type('cockpit cell');
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const more = inspector.getByLabel('One more');
  await more.selectOption({ label: 'USB 0 (usb)' });
  await expect(inspector.getByRole('button', { name: 'Take USB 0 away' })).toBeVisible();
  await expect(more).toHaveValue('');
});
