/** Technologies: reading the catalogue, replacing a figure, seeing where it is used, building disk images. */
import type { Page } from '@playwright/test';
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

test.use({ open: ['--sample', 'gateway-cluster'] });

const JAILHOUSE = /^Jailhouse/;
const figure = (page: Page, key: string) => page.locator(`[data-figure="${key}"]`);

async function openCatalogue(page: Page): Promise<void> {
  await settled(page);
  await goTo(page, 'Catalogue');
  await expect(page.getByRole('grid', { name: 'Technologies' })).toBeVisible();
}

/** Replaces the mean interrupt latency of Jailhouse, which is open. */
async function replaceLatency(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Replace for this plan' }).click();
  const form = page.getByRole('form', { name: 'Replace Interrupt latency, mean of Jailhouse' });
  await form.getByRole('textbox', { name: 'Value, ns' }).fill('900');
  await form.getByRole('textbox', { name: 'Low, ns' }).fill('950');
  await form.getByRole('button', { name: 'Set for this plan' }).click();
  await expect(form.getByRole('alert')).toHaveText([
    'Low is above the value.',
    'A reason is needed: who says so, measured or read where.',
  ]);
  await form.getByRole('textbox', { name: 'Low, ns' }).fill('850');
  await form.getByRole('textbox', { name: 'High, ns' }).fill('1200');
  await form.getByRole('textbox', { name: 'Reason' }).fill('Measured on our board, one hour');
  await form.getByRole('button', { name: 'Set for this plan' }).click();
  await expect(form).toBeHidden();
}

test('[CATUI-2] finds technologies by kind, certificate and what is known of them', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openCatalogue(page);
  const status = page.getByRole('search').getByRole('status');
  await expect(status).toHaveText('36 technologies');
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Type 2, VMs in a host OS');
  await expect(status).toHaveText('3 of 36');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByRole('combobox', { name: 'Certification' }).selectOption('a standard is named');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row', { name: /PikeOS/ })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByRole('searchbox', { name: 'Search technologies' }).fill('unikernel');
  await page.getByRole('combobox', { name: 'Figure' }).selectOption('Start-up');
  const known = await page.getByRole('row').count();
  await page.getByRole('combobox', { name: 'that is' }).selectOption('unknown');
  expect(known + (await page.getByRole('row').count())).toBe(4);
  expect(faults).toEqual([]);
});

test('[CATUI-3] opens a figure into conditions, source and other values', async ({ page }) => {
  await openCatalogue(page);
  await page.getByRole('button', { name: JAILHOUSE }).click();
  await expect(figure(page, 'jailhouse/memoryOverheadPerInstance')).toContainText('unknown');
  await figure(page, 'jailhouse/interruptLatency').click();
  const account = page.locator('[data-account="jailhouse/interruptLatency"]');
  await expect(account).toContainText('ZCU104');
  await expect(account).toContainText('ESRGv3/shedding-light-static-partitioning-hypervisors');
  await expect(account).toContainText('read from the raw data');
  await expect(account.getByRole('link')).toHaveCount(0);
  await account.scrollIntoViewIfNeeded();
  await keepScreenshot(page, 'figure-source');
});

test('[CATUI-4] a replaced figure is marked where it is used; one undo restores it', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await openCatalogue(page);
  await page.getByRole('button', { name: JAILHOUSE }).click();
  await figure(page, 'jailhouse/interruptLatency').click();
  await replaceLatency(page);
  await settled(page);
  await expect(figure(page, 'jailhouse/interruptLatency')).toContainText('set by you');
  await expect(page.locator('[data-account]')).toContainText('Published: 1094 ns');
  await page.getByRole('tab', { name: 'Set by you' }).click();
  await expect(page.getByRole('row', { name: /Measured on our board/ })).toContainText(
    '900 ns (850 to 1200 ns)',
  );
  await find(page, 'cockpit cell');
  const estimate = page.locator('[data-estimate="interrupt-latency"]').first();
  await expect(estimate).toContainText('uses a figure set by you');
  await estimate.locator('summary').click();
  await expect(estimate).toContainText('Measured on our board, one hour');
  await estimate.scrollIntoViewIfNeeded();
  await keepScreenshot(page, 'estimate-explained');
  await goTo(page, 'Layout');
  const marks = page.locator('.scene [data-part="replaced"] title');
  // The hypervisor and its four cells; the reason is the text alternative of each mark.
  const words =
    'interrupt latency 900 (850 to 1200) ns, set by the user: Measured on our board, one hour';
  await expect(marks.filter({ hasText: words })).toHaveCount(5);
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Undo replace/ })
    .click();
  await settled(page);
  await expect(estimate).not.toContainText('uses a figure set by you');
  expect(faults).toEqual([]);
});

test('[CATUI-3] sets technologies side by side, each figure still opens', async ({ page }) => {
  await openCatalogue(page);
  for (const name of ['Jailhouse', 'Bao', 'KVM + QEMU (general)', 'Podman', 'Firecracker']) {
    await page
      .getByRole('checkbox', { name: `Compare ${name}` })
      .first()
      .check();
  }
  await expect(page.getByRole('checkbox', { name: 'Compare ACRN' })).toBeDisabled();
  await page.locator('.foot').getByRole('button', { name: 'Compare', exact: true }).click();
  const table = page.getByRole('table');
  await expect(table.getByRole('columnheader', { name: JAILHOUSE })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'catalogue-compare');
  const row = table.getByRole('row', { name: /^Interrupt latency, mean/ });
  await row.getByRole('button').nth(1).click();
  await expect(page.getByRole('dialog')).toContainText('Conditions');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(page.getByText('5 ticked')).toBeVisible();
});

test('[UI-7] the catalogue by keyboard: tabs, list, ticks, figures', async ({ page }) => {
  await openCatalogue(page);
  await page.getByRole('tab', { name: 'Technologies' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(
    page.getByRole('heading', { level: 3, name: 'ivshmem v2 (Jailhouse)' }),
  ).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('row').first().getByRole('button').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 3, name: 'Jailhouse' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press(' ');
  await expect(page.getByText('1 ticked')).toBeVisible();
  await figure(page, 'jailhouse/fixedHostMemory').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-account="jailhouse/memoryOverheadPerInstance"]')).toContainText(
    'No source was found',
  );
});

test('[DISKUI-1] builds a chain of three images by keyboard alone, and undoes it', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await run(page, 'Disk images');
  const tree = page.getByRole('tree', { name: 'Disk images' });
  const images = tree.getByRole('treeitem');
  const before = await images.count();
  await page.getByRole('button', { name: 'Base', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Raw image' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(images).toHaveCount(before + 1);
  await expect(tree.locator('[aria-selected="true"]')).toBeFocused();
  await page.keyboard.press('Insert');
  await expect(images).toHaveCount(before + 2);
  await expect(tree.locator('[aria-selected="true"]')).toBeFocused();
  await page.keyboard.press('Insert');
  await expect(images).toHaveCount(before + 3);
  await expect(tree.locator('[aria-selected="true"]')).toHaveAttribute('aria-level', '3');
  await page.getByRole('textbox', { name: 'Content' }).focus();
  await page.keyboard.type('300 MiB');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(tree.locator('[aria-selected="true"]')).toContainText('300 MiB');
  await expectAccessible(page);
  for (let step = 0; step < 4; step += 1) await run(page, 'Undo');
  await settled(page);
  await expect(images).toHaveCount(before);
  expect(faults).toEqual([]);
});

test('[DISKUI-3] instances of an environment stand on a chain; deleting its base says what goes', async ({
  page,
}) => {
  await settled(page);
  await goTo(page, 'Disk images');
  await page.getByRole('button', { name: 'Base', exact: true }).click();
  await page.getByRole('menuitem', { name: 'qcow2 image' }).click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Linux 6.6');
  await name.press('Enter');
  await page.getByRole('textbox', { name: 'Virtual size' }).fill('8 GiB');
  await page.getByRole('textbox', { name: 'Content' }).fill('900 MiB');
  await page.getByRole('textbox', { name: 'Content' }).press('Enter');
  await page.getByRole('button', { name: 'On it' }).click();
  await name.fill('Graphics stack');
  await name.press('Enter');
  await page.getByRole('textbox', { name: 'Content' }).fill('420 MiB');
  await page.getByRole('textbox', { name: 'Update' }).fill('150 MiB');
  await page.getByRole('textbox', { name: 'Update' }).press('Enter');
  for (const [cell, growth] of [
    ['Cockpit cell', '64 MiB'],
    ['Infotainment cell', '512 MiB'],
  ] as const) {
    await page.getByRole('treeitem', { name: /Graphics stack/ }).click();
    await page.getByRole('button', { name: 'Instances of …' }).click();
    await page.getByRole('menuitem', { name: cell }).click();
    await page.getByRole('textbox', { name: 'Content' }).fill('0');
    await page.getByRole('textbox', { name: 'Growth' }).fill(growth);
    await page.getByRole('textbox', { name: 'Growth' }).press('Enter');
  }
  await settled(page);
  await expect(page.locator('[data-estimate="disk"]').first()).toBeVisible();
  await keepScreenshot(page, 'disk-images');
  await page.getByRole('treeitem', { name: /Linux 6\.6/ }).click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('dialog', { name: 'Delete “Linux 6.6”?' })).toContainText(
    '3 images will go too',
  );
});

test('[EST-2] an estimate inside another keeps its "at least" and opens into its own figures', async ({
  page,
}) => {
  await settled(page);
  const memory = page.locator('[data-budget="memory"]').first();
  await memory.locator('summary').first().click();
  const inner = memory
    .locator('details summary')
    .filter({ hasText: /^Memory of / })
    .first();
  await expect(inner).toContainText(/at least [\d.]+ \w+/);
  await inner.click();
  await expect(memory.locator('details .account').first()).toContainText('At least: unknown');
  await keepScreenshot(page, 'estimate-inside-estimate');
});

test('[UI-8] an environment says how often it is there, what it waits for, and what saves memory', async ({
  page,
}) => {
  await settled(page);
  await find(page, 'cockpit cell');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('textbox', { name: 'Copies' }).fill('100001');
  await inspector.getByRole('textbox', { name: 'Copies' }).press('Enter');
  await expect(inspector.getByText('Expected 100000 or less')).toBeVisible();
  await inspector.getByRole('textbox', { name: 'Copies' }).fill('0');
  await inspector.getByRole('textbox', { name: 'Copies' }).press('Enter');
  await expect(inspector.getByText('Expected 1 or more')).toBeVisible();
  await inspector.getByRole('textbox', { name: 'Copies' }).fill('3');
  await inspector.getByRole('combobox', { name: 'Starts after' }).selectOption('Telltale cell');
  await expect(
    inspector.getByRole('button', { name: 'Do not wait for Telltale cell' }),
  ).toBeVisible();
  await inspector.getByRole('combobox', { name: 'Controls' }).selectOption('these:');
  await expect(inspector.getByRole('checkbox', { name: 'Cache colouring' })).toBeChecked();
  const deduplication = inspector.getByRole('combobox', { name: 'Deduplication' });
  await deduplication.selectOption({ index: 1 });
  await expect(inspector.getByText('Not stored yet: it needs three shares')).toBeVisible();
  // Looking elsewhere loses nothing of what is not complete, and shares that sink are refused in words.
  const typical = inspector.getByRole('textbox', { name: 'Typically' });
  await inspector.getByRole('textbox', { name: 'Saves at least' }).fill('30 %');
  await inspector.getByRole('textbox', { name: 'Saves at least' }).press('Enter');
  await typical.fill('15 %');
  await typical.press('Enter');
  await expect(inspector.getByText('30 %, 15 % do not rise from least to most')).toBeVisible();
  for (const name of ['audio mixer', 'cockpit cell']) {
    await page.keyboard.press('Control+f');
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
  }
  await expect(typical).toHaveValue('15 %');
  for (const [label, share] of [
    ['Saves at least', '5 %'],
    ['Typically', '10 %'],
    ['At most', '30 %'],
  ] as const) {
    await inspector.getByRole('textbox', { name: label }).fill(share);
    await inspector.getByRole('textbox', { name: label }).press('Enter');
  }
  await inspector.getByRole('textbox', { name: 'Source of the saving' }).fill('estimate');
  await inspector.getByRole('textbox', { name: 'Source of the saving' }).press('Enter');
  await expect(inspector.getByText('of equal pages of the guests in it')).toBeVisible();
  await settled(page);
  await expect(page.locator('footer')).toContainText('revision 4');
  await expectAccessible(page);
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });
    test(`[UI-7] every part of the catalogue in ${theme} colours passes axe`, async ({ page }) => {
      test.slow();
      await openCatalogue(page);
      await page.getByRole('button', { name: JAILHOUSE }).click();
      if (theme === 'light') await keepScreenshot(page, 'catalogue');
      await figure(page, 'jailhouse/interruptLatency').click();
      await page.getByRole('button', { name: 'Replace for this plan' }).click();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Cancel' }).click();
      for (const tab of [
        'IPC mechanisms',
        'I/O modes',
        'Deduplication',
        'Disk formats',
        'Set by',
      ]) {
        await page.getByRole('tab', { name: tab }).click();
        await expectAccessible(page);
      }
    });
  });
}
