/** axe on every view, in both themes; windows from 1920 x 1080 down to 200 % zoom of 1280 x 720. */
import { expect, test } from './host-fixture.ts';
import {
  expectAccessible,
  find,
  goTo,
  keepScreenshot,
  settled,
  type ViewName,
  watchConsole,
} from './pages.ts';

test.use({ open: ['--sample', 'gateway-cluster'] });

const VIEWS: readonly ViewName[] = [
  'Layout',
  'IPC matrix',
  'Memory map',
  'Disk images',
  'Tables',
  'Findings',
  'Timing',
  'Timeline',
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

test('[UI-7] the inspector of an application is read without scrolling sideways', async ({
  page,
}) => {
  await settled(page);
  await find(page, 'telemetry');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('button', { name: 'Place by click' })).toBeVisible();
  const widest = await inspector.evaluate((panel) =>
    Math.max(...[...panel.querySelectorAll('*')].map((part) => part.getBoundingClientRect().right)),
  );
  const edge = await inspector.evaluate((panel) => panel.getBoundingClientRect().right);
  expect(widest).toBeLessThanOrEqual(edge);
});

for (const [width, height] of [
  [1920, 1080],
  [1280, 720],
  [640, 360],
] as const) {
  test.describe(`${width} x ${height}`, () => {
    test.use({ viewport: { width, height } });
    test(`[UI-7] nothing is cut off at ${width} x ${height}`, async ({ page }) => {
      await settled(page);
      const overflow = () =>
        page.evaluate(() => ({
          x: document.documentElement.scrollWidth - window.innerWidth,
          y: document.documentElement.scrollHeight - window.innerHeight,
        }));
      expect(await overflow()).toEqual({ x: 0, y: 0 });
      await keepScreenshot(page, `window-${width}x${height}`);
      await page.getByRole('button', { name: 'Inspector panel' }).click();
      await goTo(page, 'Findings');
      await expect(page.locator('[data-finding]').first()).toBeVisible();
      for (const view of [...VIEWS, 'Compare'] as const) {
        await goTo(page, view);
        if (view === 'Compare') {
          await expect(page.getByRole('region', { name: 'Drivers of the layouts' })).toBeVisible();
        }
        expect([view, await overflow()]).toEqual([view, { x: 0, y: 0 }]);
      }
    });
  });
}
