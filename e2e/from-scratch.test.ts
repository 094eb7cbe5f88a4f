/** Plans that begin with applications only, on a server and on an embedded board: advice, and one choice of technology. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST } from '../scripts/build/paths.ts';
import { expect, test } from './host-fixture.ts';
import {
  canvasOf,
  expectAccessible,
  find,
  keepScreenshot,
  pointOf,
  run,
  settled,
  watchConsole,
} from './pages.ts';

const NAMES = ['Motion control', 'Vision', 'Web server', 'Database'];

/** A plan with four Linux applications, three links among them, and one empty layout. */
function planOn(targetId: string, folder: string): string {
  const partita = (...args: readonly string[]) =>
    execFileSync(process.execPath, [join(DIST, 'node/partita.mjs'), ...args]);
  const [empty, json, file] = ['empty.partita', 'plan.json', 'plan.partita'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  partita('new', empty, '--target', targetId);
  partita('export', empty, '--format', 'json', '-o', json);
  const plan = JSON.parse(readFileSync(json, 'utf8')) as Record<string, unknown>;
  const starts = [100, 800, 1500, 300];
  const [motion, vision, web, database] = ['motion', 'vision', 'web', 'database'];
  const ids = [motion, vision, web, database];
  const link = (id: string, from?: string, to?: string, kind = 'data') => ({
    id,
    name: id,
    fromApplicationId: from,
    toApplicationId: to,
    kind,
    payloadBytes: 4096,
  });
  const applications = ids.map((id, index) => ({
    id,
    name: NAMES[index],
    os: 'linux',
    startupNs: (starts[index] ?? 0) * 1_000_000,
  }));
  const links = [
    link('poses', vision, motion),
    link('queries', web, database, 'message'),
    link('status', motion, web, 'stream'),
  ];
  const layouts = [{ id: 'layout', name: 'Layout 1' }];
  writeFileSync(json, JSON.stringify({ ...plan, applications, links, layouts }));
  partita('import', file, json, '--format', 'json');
  return file;
}

async function selectAll(page: Page): Promise<void> {
  for (const [index, name] of NAMES.entries()) {
    const { x, y } = await pointOf(page, new RegExp(`^${name}`));
    if (index > 0) await page.keyboard.down('Shift');
    await page.mouse.click(x, y);
    if (index > 0) await page.keyboard.up('Shift');
  }
  await expect(page.locator('footer')).toContainText('4 selected');
}

test('[ADVISOR-1] four applications on a Xeon get four containers, with channels; the keys go back', async ({
  startHost,
  dataFolder,
}) => {
  const { page } = await startHost([planOn('intel-xeon-gold-6338n', dataFolder)]);
  const faults = watchConsole(page);
  await settled(page);
  await selectAll(page);
  await expect(canvasOf(page)).toBeFocused();
  await run(page, 'Advise on a technology');
  const dialog = page.getByRole('dialog', { name: /^In what should/ });
  await expect(dialog).toContainText(/\d+ of \d+ remain/);
  // The list has the keys, not the button that closes.
  await expect(dialog.getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio').nth(1)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(canvasOf(page)).toBeFocused();

  await page.keyboard.press('a');
  await expect(dialog).toContainText(/\d+ of \d+ remain/);
  const looked = await dialog.getByRole('radio').count();
  await expect(dialog.getByRole('radio', { name: /^Xen dom0less/ })).toHaveCount(0);
  await dialog.getByRole('button', { name: /^Show the others too/ }).click();
  await expect(dialog).toContainText(/\d+ of [45]\d remain/);
  expect(await dialog.getByRole('radio').count()).toBeGreaterThan(looked);
  await expect(dialog.getByRole('radio', { name: /^Xen dom0less Static partition/ })).toHaveCount(
    1,
  );
  const bao = dialog.getByRole('radio', { name: /^Bao Static partition/ });
  await bao.check();
  await expect(dialog.getByRole('region', { name: /^Details/ })).toContainText(
    'No evidence found that Bao runs on x86_64; found on aarch64 only.',
  );
  await expectAccessible(page);
  await keepScreenshot(page, 'advisor-from-scratch');

  await dialog.getByRole('radio', { name: /^Docker Container on a shared OS/ }).check();
  await dialog.getByRole('button', { name: 'Put it there' }).click();
  await settled(page);
  const drawn = page.getByRole('paragraph').filter({ hasText: /^Layout Layout 1 of / });
  for (const [index, name] of NAMES.entries()) {
    await expect(drawn).toContainText(`C${index + 1} ${name} (container on 32 cores): ${name}.`);
  }
  await expect(drawn).toContainText('3 links drawn');
  await expect(page.locator('footer')).toContainText('0 errors');
  await keepScreenshot(page, 'advisor-from-scratch-done');
  expect(faults).toEqual([]);
});

test('[UI-6] a hypervisor and its partitions are one choice, on a bare core and in the inspector', async ({
  startHost,
  dataFolder,
}) => {
  const { page } = await startHost([planOn('nxp-imx8mp', dataFolder)]);
  await settled(page);
  const from = await pointOf(page, /^Vision/);
  const to = await pointOf(page, /^cores? 0/);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  const dialog = page.getByRole('dialog', { name: 'In what does Vision run?' });
  await dialog.getByRole('radio', { name: /Static partition/ }).check();
  await expect(dialog.getByRole('combobox')).toHaveCount(1);
  const options = dialog.getByRole('combobox').locator('option');
  await expect(options.filter({ hasText: 'Jailhouse' })).toHaveCount(1);
  await expect(options.filter({ hasText: /VirtualBox|Boxes|Hyper-V/ })).toHaveCount(0);
  await dialog.getByRole('combobox').selectOption('jailhouse');
  await dialog.getByRole('button', { name: 'Put it there' }).click();
  await settled(page);

  const partition = async () =>
    page.locator('.scene title').filter({ hasText: /static partition/ });
  await expect((await partition()).first()).toContainText('Jailhouse');
  await find(page, 'Hypervisor');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByLabel('Technology').selectOption('bao');
  await settled(page);
  await expect((await partition()).first()).toContainText('Bao');
  await page.keyboard.press('Control+z');
  await settled(page);
  await expect((await partition()).first()).toContainText('Jailhouse');
});
