/** The main job by keyboard alone: no test here touches the mouse. */
import { join } from 'node:path';
import { statSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './host-fixture.ts';
import {
  canvasOf,
  expectAccessible,
  find,
  keepScreenshot,
  run,
  settled,
  watchConsole,
} from './pages.ts';

test.use({ open: ['--sample', 'gateway-cluster'] });

/** Tabs on until the drawing has the focus: it is one tab stop. */
async function tabToCanvas(page: Page): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    if (await canvasOf(page).evaluate((canvas) => canvas === document.activeElement)) return;
  }
  throw new Error('40 tabs do not reach the drawing');
}

const activeText = (page: Page) => page.getByRole('listbox').getByRole('option').textContent();

test('[UI-6] finds, picks up, hears the verdicts, drops, undoes', async ({ page }) => {
  const faults = watchConsole(page);
  await settled(page);
  await find(page, 'rear-view');
  await expect(page.getByRole('heading', { level: 2, name: 'Rear-view camera' })).toBeVisible();
  await tabToCanvas(page);
  await expect.poll(() => activeText(page)).toMatch(/^Rear-view camera/);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('announcer')).toContainText('Rear-view camera picked up');
  await expect(page.locator('.wash').first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('announcer')).toContainText(
    /Cockpit cell.*(fits|over budget|judged)/,
  );
  await keepScreenshot(page, 'layout-keyboard-placing');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByTestId('announcer')).toContainText(
    'Rear-view camera moved to Cockpit cell',
  );
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('announcer')).toContainText('Undone: move Rear-view camera');
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByTestId('announcer')).toContainText('Done again: move Rear-view camera');
  expect(faults).toEqual([]);
});

test('[UI-6] the keyboard visits possible places only; Escape returns', async ({ page }) => {
  await settled(page);
  await find(page, 'telltale guard');
  await tabToCanvas(page);
  await page.keyboard.press('Enter');
  // Verdicts of all environments first: what is forbidden is then known.
  await expect(page.locator('.tag')).toHaveCount(6);
  const heard = new Set<string>();
  for (const key of [
    'ArrowLeft',
    'ArrowLeft',
    'ArrowLeft',
    'ArrowRight',
    'ArrowRight',
    'ArrowDown',
  ]) {
    await page.keyboard.press(key);
    heard.add((await page.getByTestId('announcer').textContent()) ?? '');
  }
  expect([...heard].filter((text) => text.includes('forbidden'))).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('announcer')).toContainText('Telltale guard stays where it was');
  await expect(page.locator('footer')).toContainText('revision 0');
});

test('[UI-6] "Move to …" lists every place with its verdict, forbidden ones too', async ({
  page,
}) => {
  await settled(page);
  await find(page, 'telemetry');
  await tabToCanvas(page);
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Move Telemetry to …' });
  await expect(dialog.getByText(/forbidden \(OS-1\)/).first()).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'move-to-dialog');
  await page.keyboard.type('cockpit floating');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByTestId('announcer')).toContainText('Telemetry moved to Cockpit cell');
});

test('[UI-6] Alt and arrows move the selected application to the next place', async ({ page }) => {
  await settled(page);
  await find(page, 'telemetry');
  await tabToCanvas(page);
  await page.keyboard.press('Alt+ArrowLeft');
  await settled(page);
  await expect(page.getByTestId('announcer')).toContainText(
    /Telemetry moved to Vehicle cell.*core 0/,
  );
});

test('[UI-5] digits, letters and signs act in the drawing; every command is in the palette', async ({
  page,
}) => {
  await settled(page);
  await tabToCanvas(page);
  await page.keyboard.press('2');
  await expect(page.getByRole('listbox', { name: /^IPC matrix/ })).toBeVisible();
  await run(page, 'Layout');
  await tabToCanvas(page);
  await page.keyboard.press('l');
  await expect(page.getByTestId('announcer')).toContainText('Links: Bundles');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys.getByText('Next way of drawing links')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await expect(canvasOf(page)).toBeFocused();
});

test('[UI-5] keys of the views act after a click on the bars, not while typing, and can be kept to drawings', async ({
  page,
}) => {
  await settled(page);
  const shown = page.getByRole('navigation', { name: 'Views' }).locator('[aria-current]');
  await page.getByRole('banner').getByText('Partita', { exact: true }).click();
  for (const [key, view] of [
    ['r', 'Timing'],
    ['w', 'Timeline'],
    ['c', 'Compare'],
    ['5', 'Findings'],
    ['4', 'Tables'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(shown).toHaveText(view);
  }
  // A cell of the table takes what is typed; so do fields and menus.
  await page.getByRole('gridcell').first().click();
  await page.keyboard.press('r');
  await expect(page.getByRole('grid').getByRole('textbox')).toHaveValue('r');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('r1');
  await page.keyboard.press('Escape');
  await page.getByRole('banner').getByRole('button', { name: 'Edit', exact: true }).click();
  await page.keyboard.press('1');
  await page.keyboard.press('Escape');
  await expect(shown).toHaveText('Tables');
  await run(page, 'Single keys only while a drawing has the focus');
  const tab = page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: 'Layout' });
  await tab.click();
  await page.keyboard.press('r');
  await expect(shown).toHaveText('Layout');
  await tabToCanvas(page);
  await page.keyboard.press('r');
  await expect(shown).toHaveText('Timing');
  await page.keyboard.press('F1');
  const everywhere = page.getByRole('checkbox', { name: /Keys of the views act outside/ });
  await expect(everywhere).not.toBeChecked();
  await everywhere.check();
  await keepScreenshot(page, 'keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await expect(shown).toHaveText('Layout');
});

test('[UI-7] arrow keys walk the drawing, Space selects, Shift adds', async ({ page }) => {
  await settled(page);
  await tabToCanvas(page);
  await page.keyboard.press('ArrowUp');
  const first = await activeText(page);
  await page.keyboard.press('ArrowUp');
  expect(await activeText(page)).not.toBe(first);
  await page.keyboard.press(' ');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.locator('footer')).toContainText('2 selected');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveAttribute(
    'aria-selected',
    'false',
  );
});

test('[UI-3] makes an environment, saves and exports by keyboard', async ({ page, dataFolder }) => {
  await settled(page);
  await run(page, 'New environment');
  const dialog = page.getByRole('dialog', { name: 'New environment' });
  await dialog.getByRole('combobox', { name: 'Stands in' }).focus();
  await page.keyboard.type('Jailhouse');
  await dialog.getByRole('textbox', { name: 'Name' }).focus();
  await page.keyboard.type('Spare cell');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByRole('heading', { level: 2, name: 'Spare cell' })).toBeVisible();
  await page.keyboard.press('Control+s');
  const name = page.getByRole('textbox', { name: 'File name' });
  await expect(name).toBeFocused();
  const path = join(dataFolder, 'keys.partita');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(path);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('save-state')).toHaveText('Saved');
  expect(statSync(path).size).toBeGreaterThan(10_000);
});
