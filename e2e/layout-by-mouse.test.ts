/** The main job by mouse: open a sample, read it, move things, see what breaks, undo, save, report. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './host-fixture.ts';
import { canvasOf, choose, goTo, keepScreenshot, pointOf, settled, watchConsole } from './pages.ts';

test.use({ open: ['--sample', 'gateway-cluster'] });

test('[UI-6] drags an application to another place, sees the verdict first, undoes by name', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  const from = await pointOf(page, /^Update agent · /);
  const to = await pointOf(page, /^Instrument cluster HMI · /);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 8 });
  const hint = page.getByTestId('placing-hint');
  await expect(hint).toContainText('Update agent');
  await expect(hint).toContainText('Cockpit cell');
  await expect(hint).toContainText(/forbidden \(DEV-7\)/);
  await expect(hint).toContainText(/CPU .* of 100 %, memory .* of 1 GiB/);
  await keepScreenshot(page, 'layout-drag-verdicts');
  await page.mouse.up();
  await settled(page);
  await expect(page.locator('footer')).toContainText('1 error');
  await expect(page.getByTestId('announcer')).toContainText('Update agent moved to Cockpit cell');
  const undo = page.getByRole('button', { name: /^Undo move Update agent to Cockpit cell/ });
  await undo.click();
  await settled(page);
  await expect(page.locator('footer')).toContainText('0 errors');
  expect(faults).toEqual([]);
});

test('[SCN-6] selecting and moving change what differs in the drawing, and mount no other one', async ({
  page,
}) => {
  await settled(page);
  const scene = await page.locator('.scene > svg').elementHandle();
  const tile = page.locator('.scene [data-id] title').filter({ hasText: /^Telemetry · / });
  const before = await tile.elementHandle();
  const { x, y } = await pointOf(page, /^Telemetry · /);
  await page.mouse.click(x, y);
  await expect(page.getByRole('heading', { level: 2, name: 'Telemetry' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await settled(page);
  await expect(page.getByTestId('announcer')).toContainText('Telemetry moved');
  expect(await scene?.evaluate((svg) => svg.isConnected)).toBe(true);
  expect(await before?.evaluate((title) => title.isConnected)).toBe(true);
});

test('[UI-6] Escape during a drag puts nothing anywhere', async ({ page }) => {
  await settled(page);
  const from = await pointOf(page, /^Update agent · /);
  const to = await pointOf(page, /^Instrument cluster HMI · /);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.getByTestId('placing-hint')).toBeHidden();
  await expect(page.locator('footer')).toContainText('revision 0');
});

test('[UI-6] a core without EL2 offers no hypervisor, and says why', async ({ page }) => {
  await settled(page);
  const from = await pointOf(page, /^Telemetry · /);
  const to = await pointOf(page, /^M4F 1 · /);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  const dialog = page.getByRole('dialog', { name: 'In what does Telemetry run?' });
  await expect(dialog.getByRole('radio', { name: /Static partition/ })).toBeDisabled();
  await expect(dialog.getByText(/Not possible\. VIRT-/).first()).toBeVisible();
  await expect(dialog.getByRole('radio', { name: /Bare metal/ })).toBeEnabled();
});

test('[UI-6] a bare core asks in what, with cost, and what each would break', async ({ page }) => {
  await settled(page);
  const from = await pointOf(page, /^Telemetry · /);
  const to = await pointOf(page, /^HiFi 4 · /);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  const dialog = page.getByRole('dialog', { name: 'In what does Telemetry run?' });
  await expect(dialog.getByRole('radio')).toHaveCount(7);
  await expect(dialog.getByText(/of memory|memory unknown|Not possible/)).toHaveCount(7);
  await keepScreenshot(page, 'in-what-dialog');
  await dialog.getByRole('radio', { name: /Bare metal/ }).check();
  await dialog.getByRole('button', { name: 'Put it there' }).click();
  await settled(page);
  await expect(page.locator('footer')).toContainText(/[1-9]\d* errors?/);
  await expect(
    page
      .locator('.scene title')
      .filter({ hasText: /Telemetry · bare metal/ })
      .first(),
  ).toBeAttached();
});

test('[UI-6] several applications on a bare core: one environment each unless one for all is asked, undone in one step', async ({
  page,
}) => {
  await settled(page);
  const names = [/^Telemetry · /, /^Update agent · /, /^Rear-view camera · /];
  for (const [index, name] of names.entries()) {
    const { x, y } = await pointOf(page, name);
    if (index > 0) await page.keyboard.down('Shift');
    await page.mouse.click(x, y);
  }
  await page.keyboard.up('Shift');
  const from = await pointOf(page, /^Rear-view camera · /);
  const to = await pointOf(page, /^core 5 · /);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  const dialog = page.getByRole('dialog', {
    name: 'In what do Telemetry, Update agent, Rear-view camera run?',
  });
  // Jailhouse gives whole cores: with three more partitions it would have fewer cores than partitions.
  const partition = dialog.getByRole('radio', { name: /Static partition/ });
  await expect(dialog.getByRole('radio', { name: 'One environment for each' })).toBeChecked();
  await expect(partition).toBeDisabled();
  await expect(dialog.getByText(/Not possible\. VIRT-3/).first()).toBeVisible();
  await keepScreenshot(page, 'in-what-dialog-several');
  await dialog.getByRole('radio', { name: 'One environment for all' }).check();
  await expect(partition).toBeEnabled();
  await dialog.getByRole('radio', { name: 'One environment for each' }).check();
  await dialog.getByRole('radio', { name: /Container in a VM/ }).check();
  await dialog.getByRole('button', { name: 'Put them there' }).click();
  await settled(page);
  const frames = page.locator('.scene title').filter({ hasText: /^C\d .* · container/ });
  const named = (await frames.allTextContents()).map((text) => /^C\d (.*?) · /.exec(text)?.[1]);
  expect(new Set(named)).toEqual(new Set(['Telemetry', 'Update agent', 'Rear-view camera']));
  await page.getByRole('button', { name: /^Undo put 3 applications on core 5/ }).click();
  await settled(page);
  await expect(frames).toHaveCount(0);
});

test('[UI-6] places by two clicks, without dragging', async ({ page }) => {
  await settled(page);
  const tile = await pointOf(page, /^Telemetry · /);
  await page.mouse.click(tile.x, tile.y);
  await expect(page.getByRole('heading', { level: 2, name: 'Telemetry' })).toBeVisible();
  await page.getByRole('button', { name: 'Place by click' }).click();
  const core = await pointOf(page, /^Gateway routing · /);
  await page.mouse.move(core.x, core.y, { steps: 3 });
  await expect(page.getByTestId('placing-hint')).toContainText('pinned to core 0');
  await page.mouse.click(core.x, core.y);
  await settled(page);
  await expect(
    page.getByRole('button', { name: /^Undo move Telemetry to Vehicle cell/ }),
  ).toBeEnabled();
});

test('[UI-6] drags with a finger', async ({ page }) => {
  await settled(page);
  const from = await pointOf(page, /^Telemetry · /);
  const to = await pointOf(page, /^Instrument cluster HMI · /);
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
    });
  await touch('touchStart', from.x, from.y);
  for (let step = 1; step <= 6; step += 1) {
    await touch(
      'touchMove',
      from.x + ((to.x - from.x) * step) / 6,
      from.y + ((to.y - from.y) * step) / 6,
    );
  }
  await expect(page.getByTestId('placing-hint')).toContainText('Cockpit cell');
  await touch('touchEnd', to.x, to.y);
  await settled(page);
  await expect(page.getByTestId('announcer')).toContainText('Telemetry moved to Cockpit cell');
});

test('[UI-1] one selection in every view; links stand out, the rest is ghosted', async ({
  page,
}) => {
  await settled(page);
  const tile = await pointOf(page, /^Gateway routing · /);
  await page.mouse.click(tile.x, tile.y);
  await expect(page.getByRole('heading', { level: 2, name: 'Gateway routing' })).toBeVisible();
  await keepScreenshot(page, 'layout-focus-on-selection');
  await goTo(page, 'IPC matrix');
  await expect(page.getByRole('heading', { level: 2, name: 'Gateway routing' })).toBeVisible();
  await goTo(page, 'Findings');
  await expect(page.getByRole('heading', { level: 2, name: 'Gateway routing' })).toBeVisible();
});

test('[SCN-2] pans, zooms at the pointer, fits', async ({ page }) => {
  await settled(page);
  const percent = page.getByRole('toolbar', { name: 'Drawing' }).getByTitle('Life size (0)');
  const before = await percent.textContent();
  const point = await pointOf(page, /^core 3 · /);
  await page.mouse.move(point.x, point.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await expect(percent).not.toHaveText(before ?? '');
  const zoomed = await pointOf(page, /^core 3 · /);
  expect(Math.hypot(zoomed.x - point.x, zoomed.y - point.y)).toBeLessThan(25);
  const box = (await canvasOf(page).boundingBox())!;
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + 130, box.y + 80, { steps: 5 });
  await page.mouse.up();
  const panned = await pointOf(page, /^core 3 · /);
  expect(Math.round(panned.x - zoomed.x)).toBe(100);
  expect(Math.round(panned.y - zoomed.y)).toBe(50);
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByRole('button', { name: 'Zoom out' }).click();
});

test('[UI-9] deleting an environment shows what goes with it', async ({ page }) => {
  await settled(page);
  const frame = await pointOf(page, /^P3 Cockpit cell · /, { x: 0.1, y: 0.95 });
  await page.mouse.click(frame.x, frame.y);
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete “Cockpit cell”?' });
  await expect(dialog).toContainText('3 placements will go too');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await settled(page);
  await expect(page.locator('footer')).toContainText(/[1-9]\d* errors?/);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await settled(page);
  await expect(page.locator('footer')).toContainText('0 errors');
});

test('[UI-9] the undo that a deletion offers never takes back a later edit', async ({ page }) => {
  await settled(page);
  const frame = await pointOf(page, /^P3 Cockpit cell · /, { x: 0.1, y: 0.95 });
  await page.mouse.click(frame.x, frame.y);
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  const tabs = page.getByRole('tablist', { name: 'Layouts' }).getByRole('tab');
  await page.getByRole('button', { name: 'New layout', exact: true }).click();
  await expect(tabs).toHaveCount(4);
  const messages = page.getByRole('log', { name: 'Messages' });
  await messages.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(messages).toContainText('Not undone: Deleted “Cockpit cell”');
  await settled(page);
  await expect(tabs).toHaveCount(4);
});

test('[UI-3] layouts: duplicate, rename, delete', async ({ page }) => {
  await settled(page);
  const tabs = page.getByRole('tablist', { name: 'Layouts' });
  await expect(tabs.getByRole('tab')).toHaveCount(3);
  await page.getByRole('button', { name: 'Layout commands' }).click();
  await page.getByRole('menuitem', { name: /Duplicate/ }).click();
  await expect(tabs.getByRole('tab', { name: 'Static partitions 2' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.getByRole('button', { name: 'Layout commands' }).click();
  await page.getByRole('menuitem', { name: /Rename/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Option B');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(tabs.getByRole('tab', { name: 'Option B' })).toBeVisible();
  await page.getByRole('button', { name: 'Layout commands' }).click();
  await page.getByRole('menuitem', { name: /Delete/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(tabs.getByRole('tab')).toHaveCount(3);
});

test('[UI-3] saves to a file, and says so', async ({ page, dataFolder }) => {
  const faults = watchConsole(page);
  await settled(page);
  const path = join(dataFolder, 'mine.partita');
  await choose(page, 'File', /^Save as/);
  await page.getByRole('textbox', { name: 'File name' }).fill(path);
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(page.getByTestId('save-state')).toHaveText('Saved');
  expect(statSync(path).size).toBeGreaterThan(10_000);
  // The same name again: asks before another plan goes; this one is its own file.
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('save-state')).toHaveText('Saved');
  expect(existsSync(path)).toBe(true);
  expect(faults).toEqual([]);
});

test('[UI-2] previews the report inside the window and exports it', async ({ page }) => {
  const faults = watchConsole(page);
  await settled(page);
  await goTo(page, 'Report');
  await expect(
    page.getByTestId('report').getByRole('heading', { name: /partition report/ }),
  ).toBeVisible();
  await keepScreenshot(page, 'report-preview');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'HTML' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.html$/);
  expect(faults).toEqual([]);
});

test('[SCN-6] exports what is seen as SVG and PNG', async ({ page }) => {
  await settled(page);
  for (const format of ['SVG', 'PNG'] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: 'Export the drawing' })
        .click()
        .then(() => page.getByRole('menuitem', { name: format }).click()),
    ]);
    expect(download.suggestedFilename()).toBe(`Static partitions.${format.toLowerCase()}`);
    expect(statSync(await download.path()).size).toBeGreaterThan(10_000);
  }
});

test('[UI-8] a finding selects its subjects and shows them', async ({ page }) => {
  await settled(page);
  await page.getByRole('tab', { name: 'Containers on one Linux' }).click();
  await settled(page);
  await goTo(page, 'Findings');
  const first = page.locator('[data-finding]').first();
  const rule = await first.getAttribute('data-rule');
  await first.click();
  await expect(page.getByText(new RegExp(`^${rule} \\((hard|strong|advice)\\): `))).toBeVisible();
  await keepScreenshot(page, 'findings');
  await page.getByRole('button', { name: 'Show in the drawing' }).click();
  await expect(canvasOf(page)).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: 'Findings' })
    .click();
  await page.getByRole('button', { name: /^Passed \d+/ }).click();
  await expect(page.locator('section', { hasText: /^Passed/ })).toHaveCount(0);
});
