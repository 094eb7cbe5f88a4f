/** Choosing a target, and correcting the plan's copy of it. */
import { expect, test } from './host-fixture.ts';
import { expectAccessible, goTo, keepScreenshot, run, settled, watchConsole } from './pages.ts';
import { tabTo } from './table-pages.ts';

test.describe('the picker', () => {
  test('[TGT-8] filters by facts, unknown included, and shows what is known', async ({ page }) => {
    const faults = watchConsole(page);
    await page.getByRole('button', { name: /Pick a target/ }).click();
    const list = page.getByRole('listbox', { name: 'Targets' });
    await expect(list.getByRole('option')).not.toHaveCount(0);
    const all = await list.getByRole('option').count();
    await page.getByLabel('Architecture').selectOption('x86');
    await expect(list.getByRole('option', { name: /Xeon Gold 6338N/ })).toBeVisible();
    await expect(list.getByRole('option', { name: /i\.MX/ })).toHaveCount(0);
    await page.getByLabel('At least so many application cores').fill('30');
    const large = await list.getByRole('option').count();
    expect(large).toBeGreaterThan(0);
    expect(large).toBeLessThan(all);
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByLabel('IOMMU / SMMU').selectOption('absent');
    await expect(list.getByRole('option', { name: /i\.MX 8M Plus/ })).toBeVisible();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByRole('searchbox', { name: 'Search targets' }).fill('8quadmax');
    await list.getByRole('option', { name: /8QuadMax/ }).click();
    await expect(page.getByRole('img', { name: 'Floorplan of i.MX 8QuadMax' })).toBeVisible();
    await expect(page.getByRole('article')).toContainText('low confidence');
    await keepScreenshot(page, 'target-picker');
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });

  test('[TGT-8] makes a plan by keyboard alone', async ({ page }) => {
    await tabTo(page, page.getByRole('button', { name: /Pick a target/ }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('searchbox', { name: 'Search targets' })).toBeFocused();
    await page.keyboard.type('orin');
    const option = page.getByRole('option', { name: /Orin/ }).first();
    await expect(option).toBeVisible();
    await tabTo(page, option);
    await page.keyboard.press('Enter');
    await expect(option).toHaveAttribute('aria-selected', 'true');
    await tabTo(page, page.getByLabel('Name of the plan'));
    await page.keyboard.type('Robot');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Robot' })).toBeVisible();
  });
});

test.describe('the plan’s copy', () => {
  test.use({ open: ['--sample', 'gateway-cluster'] });

  test('[TGT-3] a fact of the user is marked, listed and given back', async ({ page }) => {
    const faults = watchConsole(page);
    await settled(page);
    await goTo(page, 'Target');
    await page.getByRole('button', { name: /^Fitted of DRAM/ }).click();
    await page.getByRole('textbox', { name: 'Fitted of DRAM' }).fill('lots');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('8 GiB');
    await page.getByRole('textbox', { name: 'Fitted of DRAM' }).fill('4 GiB');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Fitted of DRAM: 4 GiB' })).toBeFocused();
    await expect(page.getByRole('region', { name: 'Set by you' })).toContainText('DRAM: Fitted');
    await page.getByRole('button', { name: 'Fitted of DRAM was set by you' }).click();
    await expect(page.getByText('The catalogue says 6 GiB.')).toBeVisible();
    await keepScreenshot(page, 'target-set-by-you');
    await expectAccessible(page);
    await page.getByRole('button', { name: /Restore the catalogue/ }).click();
    await expect(page.getByRole('button', { name: 'Fitted of DRAM: 6 GiB' })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'DRAM: Fitted' })).toHaveCount(0);
    expect(faults).toEqual([]);
  });

  test('[TGT-3] facts are walked and set by keyboard alone', async ({ page }) => {
    await settled(page);
    await run(page, 'Target');
    const first = page.getByRole('button', { name: /^Cluster of Cortex-A53 cluster/ });
    await tabTo(page, first, 80);
    // One tab stop: arrows go to the fact.
    const clock = page.getByRole('button', { name: 'Base clock of Cortex-M4F 0: unknown' });
    for (let step = 0; step < 2; step += 1) await page.keyboard.press('ArrowDown');
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
    await expect(clock).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.type('266 MHz');
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('button', { name: 'Base clock of Cortex-M4F 0: 266 MHz' }),
    ).toBeFocused();
    await settled(page);
  });

  test('[TGT-5] a network card with virtual functions is added and removed', async ({ page }) => {
    await settled(page);
    await goTo(page, 'Target');
    await page.getByRole('button', { name: 'Add a device' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a device' });
    await dialog.getByLabel('Device *').fill('Plug-in NIC');
    await expect(dialog.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
    await dialog.getByLabel('Class *').fill('ethernet');
    await dialog.getByLabel('Virtual functions').fill('64');
    await dialog.getByLabel('Behind IOMMU').selectOption('yes');
    await keepScreenshot(page, 'target-add-device');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(
      page.getByRole('button', { name: 'Virtual functions of Plug-in NIC: 64' }),
    ).toBeVisible();
    await expect(page.getByRole('button', { name: 'Group of Plug-in NIC: unknown' })).toBeVisible();
    await page.getByRole('button', { name: 'Remove Plug-in NIC' }).click();
    await expect(page.getByRole('button', { name: /of Plug-in NIC/ })).toHaveCount(0);
  });

  test('[TGT-6] removing a device that layouts use says so first', async ({ page }) => {
    await settled(page);
    await goTo(page, 'Target');
    await page.getByRole('button', { name: 'Remove Ethernet 0' }).click();
    await expect(page.getByRole('dialog')).toContainText(/grants? in layouts/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(
      page.getByRole('button', { name: 'Device of Ethernet 0: Ethernet 0' }),
    ).toBeVisible();
  });

  test('[TGT-7] a capacity factor needs a source', async ({ page }) => {
    await settled(page);
    await goTo(page, 'Target');
    await page.getByRole('button', { name: 'Add a factor' }).click();
    const dialog = page.getByRole('dialog', { name: 'New capacity factor' });
    await dialog.getByLabel('Time factor').fill('2.4');
    await expect(dialog.getByRole('button', { name: 'Set' })).toBeDisabled();
    await dialog.getByLabel('Source').fill('CoreMark on the bench, 2 runs each');
    await dialog.getByRole('button', { name: 'Set' }).click();
    await expect(page.getByRole('region', { name: 'Capacity factors' })).toContainText('2.4');
    await settled(page);
  });

  test('[TGT-3] the sources of a record are there on demand', async ({ page }) => {
    await settled(page);
    await goTo(page, 'Target');
    await page.getByRole('button', { name: 'low: sources of DRAM, low confidence' }).click();
    await expect(page.getByText('Bao describes 2 GiB')).toBeVisible();
    await keepScreenshot(page, 'target-sources');
  });
});
