/** The spreadsheet tables: keys, paste with every problem, new rows, places, deletion. */
import { expect, test } from './host-fixture.ts';
import {
  expectAccessible,
  find,
  goTo,
  keepScreenshot,
  run,
  settled,
  watchConsole,
} from './pages.ts';
import { cellAt, cellOf, gridOf, pasteText, tabTo } from './table-pages.ts';

test.use({ open: ['--sample', 'gateway-cluster'] });

test('[TAB-2] edits by keyboard alone, as in a spreadsheet', async ({ page }) => {
  const faults = watchConsole(page);
  await settled(page);
  await run(page, 'Tables');
  await tabTo(page, cellAt(page, 0, 0));
  await expect(cellAt(page, 0, 0)).toHaveText('Body control');

  // Typing replaces and Enter goes down; F2 opens; Escape gives back.
  await page.keyboard.type('Body');
  await page.keyboard.press('Enter');
  await expect(cellAt(page, 0, 0)).toHaveText('Body');
  await expect(cellAt(page, 1, 0)).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('nobody reads this');
  await page.keyboard.press('Escape');
  await expect(cellAt(page, 1, 0)).toHaveText('Health monitor');
  await expect(cellAt(page, 1, 0)).toBeFocused();

  // A unit in the cell wins over the unit of the header, which is MiB.
  const memory = await cellOf(page, 1, 'Private memory');
  while (!(await memory.evaluate((cell) => cell === document.activeElement)))
    await page.keyboard.press('ArrowRight');
  await page.keyboard.type('1536 KiB');
  await page.keyboard.press('Tab');
  await expect(memory).toHaveText('1.5');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Delete');
  await expect(memory).toHaveText('unknown');

  // What cannot be read stays open and says why.
  await page.keyboard.type('plenty');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('64 KiB');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(memory).toHaveText('1.5');

  // The header sorts; End and Tab leave the table.
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(cellAt(page, 0, 0)).toHaveText('Audio mixer');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Tab');
  expect(await gridOf(page).evaluate((grid) => grid.contains(document.activeElement))).toBe(false);
  expect(faults).toEqual([]);
});

test('[TAB-14] a row that is found is the only one selected and has the keys', async ({ page }) => {
  await settled(page);
  await goTo(page, 'Tables');
  await page.getByRole('tab', { name: /^Tasks/ }).click();
  await tabTo(page, cellAt(page, 0, 0));
  await page.keyboard.press('Control+Shift+End');
  await find(page, 'Supervise');
  // The column stays: who goes through one column by names goes on in it.
  await expect(gridOf(page).locator('[data-row="2"]:focus')).toHaveCount(1);
  await expect(gridOf(page).locator('[data-column][aria-selected="true"]')).toHaveCount(1);
  await page.keyboard.press('Home');
  await page.keyboard.type('Watch');
  await page.keyboard.press('Enter');
  await expect(cellAt(page, 2, 0)).toHaveText('Watch');
});

test('[TAB-15] no heading of a table is cut', async ({ page }) => {
  await settled(page);
  await goTo(page, 'Tables');
  const cut: (string | null)[] = [];
  for (const tab of await page.getByRole('tablist', { name: 'Tables' }).getByRole('tab').all()) {
    await tab.click();
    const titles = await gridOf(page)
      .locator('[role="columnheader"] .title')
      .evaluateAll((all) =>
        all
          .filter((title) => title.scrollWidth > title.clientWidth)
          .map((each) => each.textContent),
      );
    cut.push(...titles);
  }
  expect(cut).toEqual([]);
});

test('[TAB-2] copies a range and pastes it; Ctrl+D fills; one undo takes it back', async ({
  page,
}) => {
  await settled(page);
  await goTo(page, 'Tables');
  await page.getByRole('tab', { name: /Tasks/ }).click();
  const wcet = await cellOf(page, 0, 'WCET');
  await wcet.click();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+c');
  await (await cellOf(page, 3, 'WCET')).click();
  await page.keyboard.press('Control+v');
  await expect(await cellOf(page, 3, 'WCET')).toHaveText(await wcet.innerText());
  await page.keyboard.press('Control+z');
  await expect(await cellOf(page, 3, 'WCET')).toHaveText('0.26');

  await (await cellOf(page, 0, 'Jitter')).click();
  await page.keyboard.type('0.1');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+d');
  await expect(await cellOf(page, 3, 'Jitter')).toHaveText('0.1');
  await page.keyboard.press('Control+z');
  await expect(await cellOf(page, 3, 'Jitter')).toHaveText('0');
  await expect(await cellOf(page, 0, 'Jitter')).toHaveText('0.1');
});

test('[TAB-3] a paste with a bad cell changes nothing and names every bad one', async ({
  page,
}) => {
  await settled(page);
  await goTo(page, 'Tables');
  await page.getByRole('tab', { name: /Tasks/ }).click();
  const period = await cellOf(page, 0, 'Period');
  await period.click();
  await pasteText(page, '2 ms\t1 ms\nnow and then\t5\n10\t0.1 fortnights\n');
  const dialog = page.getByRole('dialog', { name: 'Nothing was pasted' });
  await expect(dialog).toContainText('row 2, Period');
  await expect(dialog).toContainText('now and then');
  await expect(dialog).toContainText('row 3, Deadline');
  await keepScreenshot(page, 'tables-paste-refused');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(period).toHaveText('1');
  await expect(page.getByTestId('save-state')).toHaveText('No changes');
});

test('[TAB-9] rows pasted past the end become applications with their places', async ({ page }) => {
  await settled(page);
  await goTo(page, 'Tables');
  await cellAt(page, 14, 0).click();
  await pasteText(
    page,
    'Camera fusion\tJailhouse / Cockpit cell\tcore 2\tASIL B\tLinux\nPark assist\t\t\tASIL A\tLinux\n',
  );
  await expect(cellAt(page, 14, 0)).toHaveText('Camera fusion');
  await expect(await cellOf(page, 14, 'Placed in')).toHaveText('Cockpit cell');
  await expect(await cellOf(page, 14, 'Cores')).toHaveText('core 2');
  await expect(await cellOf(page, 15, 'Placed in')).toHaveText('no place');
  await expect(await cellOf(page, 15, 'Private memory')).toHaveText('unknown');

  // The next row says what it still needs.
  await page.getByRole('tab', { name: /Tasks/ }).click();
  await cellAt(page, 14, 0).click();
  await page.keyboard.type('Fuse');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('announcer')).toHaveText(
    'a new task needs more: Application, Period',
  );
  await page.keyboard.type('camera f');
  await page.keyboard.press('Enter');
  await (await cellOf(page, 14, 'Period')).click();
  await page.keyboard.type('33 ms');
  await page.keyboard.press('Enter');
  await expect(await cellOf(page, 14, 'Application')).toHaveText('Camera fusion');
  await expect(page.getByRole('tab', { name: /Tasks/ })).toContainText('15');
});

test('[TAB-11] an application is assigned from the table, and every view follows', async ({
  page,
}) => {
  await settled(page);
  await goTo(page, 'Tables');
  await (await cellOf(page, 9, 'Placed in')).click();
  await page.keyboard.press('F2');
  await keepScreenshot(page, 'tables-place-choices');
  await expectAccessible(page);
  await page.getByRole('option', { name: 'Jailhouse / Cockpit cell' }).click();
  await expect(await cellOf(page, 9, 'Placed in')).toHaveText('Cockpit cell');
  await settled(page);
  await goTo(page, 'Layout');
  await expect(page.getByRole('heading', { level: 2, name: 'Telemetry' })).toBeVisible();
  await expect(page.getByLabel('Environment', { exact: true })).toHaveText(/Cockpit cell/);
});

test('[TAB-11] the list of places offers something new', async ({ page }) => {
  await settled(page);
  await goTo(page, 'Tables');
  await (await cellOf(page, 9, 'Placed in')).click();
  await page.keyboard.press('F2');
  await page.getByRole('option', { name: 'something new …' }).click();
  await expect(page.getByRole('dialog')).toContainText('Telemetry');
});

test('[TAB-13] a row shows what the engine found about it', async ({ page }) => {
  await settled(page);
  await goTo(page, 'Tables');
  await (await cellOf(page, 9, 'Placed in')).click();
  await page.keyboard.press('F2');
  await page.getByRole('option', { name: 'no place' }).click();
  await settled(page);
  await expect(page.getByRole('rowheader', { name: 'error, row 10' })).toBeVisible();
});

test('[UI-9] deleting a row shows what goes with it', async ({ page }) => {
  await settled(page);
  await goTo(page, 'Tables');
  await cellAt(page, 4, 0).click();
  await expect(cellAt(page, 4, 0)).toHaveText('Gateway routing');
  await page.keyboard.press('Control+-');
  const dialog = page.getByRole('dialog', { name: /Delete “Gateway routing”/ });
  await expect(dialog).toContainText('2 tasks will go too: Route, Supervise routes');
  await expect(dialog).toContainText(/links? will go too/);
  await keepScreenshot(page, 'tables-delete');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(cellAt(page, 4, 0)).toHaveText('Gateway routing');
});

test('[UI-11] the form beside the table shows and sets sources', async ({ page }) => {
  await settled(page);
  await goTo(page, 'Tables');
  await page.getByRole('tab', { name: /Tasks/ }).click();
  await page.getByRole('button', { name: 'Form of the row' }).click();
  await cellAt(page, 0, 0).click();
  const form = page.getByRole('complementary', { name: 'Form of the task' });
  await expect(form.getByRole('button', { name: /Source of WCET: Estimate/i })).toBeVisible();
  await form.getByLabel('WCET', { exact: true }).fill('0.4 ms');
  await form.getByLabel('WCET', { exact: true }).press('Enter');
  await expect(await cellOf(page, 0, 'WCET')).toHaveText('0.4');
  await form.getByRole('button', { name: /Source of WCET: set by you/ }).click();
  await page.getByRole('textbox', { name: 'Source in words' }).fill('Measured on the bench, 2 h');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(
    form.getByRole('button', { name: /Source of WCET: Measured on the bench, 2 h/ }),
  ).toBeVisible();
  await keepScreenshot(page, 'tables-form');
  await expectAccessible(page);
});

for (const name of ['Applications', 'Tasks', 'Links', 'Chains', 'Placements']) {
  test(`[TAB-10] the table of ${name.toLowerCase()} passes axe at 1280 x 720`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await settled(page);
    await goTo(page, 'Tables');
    await page.getByRole('tab', { name: new RegExp(name) }).click();
    await expectAccessible(page);
    await keepScreenshot(page, `tables-${name.toLowerCase()}`);
  });
}

test('[TAB-2] after another view, the cell that is clicked is the one that is changed', async ({
  page,
}) => {
  await goTo(page, 'Tables');
  await page.getByRole('tab', { name: /^Links/ }).click();
  await (await cellOf(page, 3, 'Payload')).click();
  await goTo(page, 'Layout');
  await goTo(page, 'Tables');
  const cell = await cellOf(page, 1, 'Rate');
  await cell.click();
  await expect(cell).toBeFocused();
  await expect(cell).not.toHaveText('unknown');
  await page.keyboard.press('Delete');
  await expect(cell).toHaveText('unknown');
  await expect(await cellOf(page, 3, 'Payload')).not.toHaveText('unknown');
});

test('[TAB-2] a layout made meanwhile is known to the table', async ({ page }) => {
  await goTo(page, 'Tables');
  await goTo(page, 'Layout');
  await page.getByRole('button', { name: 'New layout' }).click();
  await settled(page);
  await goTo(page, 'Tables');
  await expect(await cellOf(page, 0, 'Placed in')).toHaveText('no place');
});
