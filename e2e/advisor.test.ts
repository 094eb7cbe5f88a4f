/** The advisor and "Make a layout with …", by mouse and by keyboard. */
import { expect, test } from './host-fixture.ts';
import { expectAccessible, find, keepScreenshot, run, settled, watchConsole } from './pages.ts';

test.use({ open: ['--sample', 'gateway-cluster'] });

test('[ADVISOR-1] advises on one application by mouse; one click puts it there, one undo takes it back', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await page.getByRole('tab', { name: 'Containers on one Linux' }).click();
  await settled(page);
  await find(page, 'telltale guard');
  await page
    .getByRole('complementary', { name: 'Inspector' })
    .getByRole('button', { name: 'Advise …' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'In what should Telltale guard run?' });
  await expect(dialog).toContainText(/\d+ of \d+ remain/);
  const candidates = dialog.getByRole('radio');
  await expect(candidates.first()).toBeChecked();
  const details = dialog.getByRole('region', { name: 'Details of the chosen candidate' });
  await expect(details.getByRole('table').first()).toContainText('Memory of the machine');
  await expectAccessible(page);
  await keepScreenshot(page, 'advisor');

  const podman = dialog.getByRole('radio', { name: /^Podman Container on a shared OS/ });
  await podman.check();
  await expect(details).toContainText(/OS-1.*needs FreeRTOS/);
  await expect(dialog.getByRole('button', { name: 'Put it there' })).toBeDisabled();
  await keepScreenshot(page, 'advisor-excluded');

  await dialog.getByRole('radio', { name: /^Xen dom0less Static partition/ }).check();
  await dialog.getByRole('button', { name: 'Put it there' }).click();
  await settled(page);
  await expect(page.getByTestId('announcer')).toContainText('Telltale guard put into Xen dom0less');
  await expect(page.locator('footer')).toContainText('revision 1');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('announcer')).toContainText('Undone: put Telltale guard');
  expect(faults).toEqual([]);
});

test('[ADVISOR-2] makes a layout of containers by mouse, after saying what it loses', async ({
  page,
}) => {
  const faults = watchConsole(page);
  await settled(page);
  await page.getByRole('button', { name: 'Layout commands' }).click();
  await page.getByRole('menuitem', { name: 'Make a layout with …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a layout with …' });
  await dialog.getByRole('radio', { name: /^Containers on one OS/ }).check();
  const preview = dialog.getByRole('region', { name: 'What cannot be carried over' });
  await expect(preview).toContainText(/Infotainment.*needs Android/);
  await expect(preview.getByRole('heading', { name: /^Without a place 2/ })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'make-layout-with');
  await dialog.getByRole('button', { name: 'Make the layout' }).click();
  await settled(page);
  await expect(page.getByRole('tab', { name: 'Containers on one OS' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await keepScreenshot(page, 'layout-made');
  await page.keyboard.press('Control+z');
  await settled(page);
  await expect(page.getByRole('tablist', { name: 'Layouts' }).getByRole('tab')).toHaveCount(3);
  expect(faults).toEqual([]);
});

test('[ADVISOR-2] the same by keyboard alone: advice on the whole layout, then the layout', async ({
  page,
}) => {
  await settled(page);
  await run(page, 'Advise on the whole layout');
  const dialog = page.getByRole('dialog', { name: /^What could the layout/ });
  await expect(dialog).toContainText(/\d+ of \d+ remain/);
  await dialog.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio').nth(1)).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await run(page, 'Make a layout with');
  const make = page.getByRole('dialog', { name: 'Make a layout with …' });
  await make.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(make.getByRole('radio', { name: /^General VMs/ })).toBeChecked();
  await make.getByRole('textbox', { name: 'Name of the new layout' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('By VMs');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByRole('tab', { name: 'By VMs' })).toHaveAttribute('aria-selected', 'true');
});

test('[ADVISOR-1] in dark colours and in a small window it stays readable', async ({ page }) => {
  await settled(page);
  await run(page, 'Dark');
  await page.setViewportSize({ width: 1280, height: 720 });
  await run(page, 'Advise on the whole layout');
  const dialog = page.getByRole('dialog', { name: /^What could the layout/ });
  await expect(dialog).toContainText(/\d+ of \d+ remain/);
  await expectAccessible(page);
  await keepScreenshot(page, 'advisor-dark');
});
