/** The start page: three doors, recent files, work that was not saved. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST, ROOT } from '../scripts/build/paths.ts';
import { expect, test } from './host-fixture.ts';
import { choose, expectAccessible, keepScreenshot, settled, watchConsole } from './pages.ts';

test('[UI-7] three doors, and nothing that axe complains about', async ({ page }) => {
  const faults = watchConsole(page);
  await expect(page.getByRole('button', { name: /Pick a target/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Import hardware/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Vehicle gateway/ })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'start');
  expect(faults).toEqual([]);
});

test('[UI-3] a saved plan is listed and opens again', async ({ startHost, dataFolder }) => {
  const first = await startHost(['--sample', 'gateway-cluster']);
  await settled(first.page);
  await choose(first.page, 'File', /^Save as/);
  const path = join(dataFolder, 'gateway.partita');
  await first.page.getByRole('textbox', { name: 'File name' }).fill(path);
  await first.page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(first.page.getByTestId('save-state')).toHaveText('Saved');
  await first.stop();
  const second = await startHost();
  await second.page.getByRole('button', { name: /gateway\.partita/ }).click();
  await settled(second.page);
  await expect(second.page.getByTestId('save-state')).toHaveText('Saved');
});

test('[UI-3] after a crash the work is offered again, undo included', async ({ startHost }) => {
  const first = await startHost(['--sample', 'gateway-cluster']);
  await settled(first.page);
  await first.page.getByRole('button', { name: 'New layout' }).click();
  await settled(first.page);
  await first.kill();
  // What nobody keeps is not shown as if it were.
  await first.page.getByRole('button', { name: 'New layout', exact: true }).click();
  await expect(first.page.getByTestId('save-state')).toHaveText(/The program is gone/);
  await expect(first.page.getByRole('log')).toContainText('did not reach the program');
  await expect(first.page.getByRole('tab', { name: /^Layout/ })).toHaveCount(1);
  await keepScreenshot(first.page, 'program-gone');
  // As `npm start` does it: without unsaved work the sample would be shown.
  const second = await startHost(['--fallback-sample=gateway-cluster']);
  await expect(second.page.getByRole('heading', { name: 'Unsaved work' })).toBeVisible();
  await keepScreenshot(second.page, 'start-unsaved-work');
  await second.page.getByRole('button', { name: 'Continue' }).click();
  await settled(second.page);
  await expect(second.page.getByRole('tab', { name: 'Layout', exact: true })).toBeVisible();
  await second.page.getByRole('button', { name: /^Undo new layout/ }).click();
  await expect(second.page.getByRole('tab', { name: 'Layout', exact: true })).toBeHidden();
});

test('[UI-3] work on a plan that is closed unsaved is offered again on the start page', async ({
  startHost,
}) => {
  const { page } = await startHost(['--sample', 'gateway-cluster']);
  await settled(page);
  await page.getByRole('button', { name: 'New layout' }).click();
  await settled(page);
  await choose(page, 'File', 'Close the plan');
  await expect(page.getByRole('heading', { name: 'Unsaved work' })).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await settled(page);
  await expect(page.getByRole('tab', { name: 'Layout', exact: true })).toBeVisible();
});

test('[UI-3] a window with unsaved changes asks before it closes; a saved one just closes', async ({
  startHost,
}) => {
  const { page } = await startHost(['--sample', 'gateway-cluster']);
  await settled(page);
  await page.getByRole('button', { name: 'New layout' }).click();
  await settled(page);
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await page.getByRole('button', { name: /^Undo new layout/ }).click();
  await expect(page.getByTestId('save-state')).toHaveText('No changes');
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
});

test('[ANALYZE-8] a plan made with another catalogue says so until its user accepts', async ({
  startHost,
  dataFolder,
}) => {
  const json = join(ROOT, 'resources/samples/gateway-cluster.json');
  const plan = JSON.parse(readFileSync(json, 'utf8')) as { plan: { catalogueVersion: string } };
  const older = { ...plan, plan: { ...plan.plan, catalogueVersion: '0.9.0' } };
  writeFileSync(join(dataFolder, 'older.json'), JSON.stringify(older));
  const made = spawnSync(
    process.execPath,
    [join(DIST, 'node/partita.mjs'), 'import', 'older.partita', 'older.json'],
    { cwd: dataFolder },
  );
  expect(made.status).toBe(0);
  const { page } = await startHost([join(dataFolder, 'older.partita')]);
  await settled(page);
  const banner = page.getByRole('region', { name: 'Catalogue of this plan' });
  await expect(banner).toContainText('made with catalogue 0.9.0');
  await banner.getByRole('button', { name: /Old and new results/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Old and new results' });
  await expect(dialog).toContainText('does not remember catalogue 0.9.0');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /Accept catalogue/ }).click();
  await expect(banner).toBeHidden();
  await page.getByRole('button', { name: /^Undo accept the figures/ }).click();
  await expect(banner).toBeVisible();
});
