/** axe on every view, in both themes; windows from 1920 x 1080 down to 200 % zoom of 1280 x 720. */
import { expect, test } from './host-fixture.ts';
import {
  expectAccessible,
  goTo,
  keepScreenshot,
  settled,
  watchConsole,
  type ViewName,
} from './pages.ts';

test.use({ open: ['--sample', 'gateway-cluster'] });

const VIEWS: readonly ViewName[] = [
  'Layout',
  'IPC matrix',
  'Memory map',
  'Disk images',
  'Tables',
  'Findings',
  'Catalogue',
  'Target',
  'Report',
];

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });
    for (const view of VIEWS) {
      test(`[UI-7] ${view} in ${theme} colours passes axe`, async ({ page }) => {
        // Thousands of cells, each with its contrast.
        if (view === 'Report') test.slow();
        const faults = watchConsole(page);
        await settled(page);
        await goTo(page, view);
        if (view === 'Report') await expect(page.getByTestId('report')).toBeVisible();
        await expectAccessible(page);
        await keepScreenshot(page, `view-${view.toLowerCase().replace(' ', '-')}-${theme}`);
        expect(faults).toEqual([]);
      });
    }
  });
}

for (const [width, height] of [
  [1920, 1080],
  [1280, 720],
  [640, 360],
] as const) {
  test.describe(`${width} x ${height}`, () => {
    test.use({ viewport: { width, height } });
    test(`[UI-7] nothing is cut off at ${width} x ${height}`, async ({ page }) => {
      await settled(page);
      const overflow = await page.evaluate(() => ({
        x: document.documentElement.scrollWidth - window.innerWidth,
        y: document.documentElement.scrollHeight - window.innerHeight,
      }));
      expect(overflow).toEqual({ x: 0, y: 0 });
      await keepScreenshot(page, `window-${width}x${height}`);
      await page.getByRole('button', { name: 'Inspector panel' }).click();
      await goTo(page, 'Findings');
      await expect(page.locator('[data-finding]').first()).toBeVisible();
    });
  });
}
