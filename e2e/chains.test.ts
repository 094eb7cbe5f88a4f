/** A chain over an event and sampled data, made by hand, and where its time goes. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST } from '../scripts/build/paths.ts';
import { expect, test } from './host-fixture.ts';
import { expectAccessible, goTo, keepScreenshot, run, settled, watchConsole } from './pages.ts';

const MS = 1_000_000;

/** Three applications with a task each on two cores of one kernel, and no links. */
function planOf(folder: string): string {
  const core = (id: string) => ({ id, name: id, clusterId: 'all' });
  const of = (id: string, name: string, wcetNs: number, periodNs: number, priority: number) => ({
    ...{ id, name, applicationId: id, periodNs, wcetNs, bcetNs: wcetNs, priority, offsetNs: 0 },
    ...{ coreType: 'any', clockHz: 1e9 },
  });
  const place = (applicationId: string, coreId: string) => ({
    ...{ id: `place-${applicationId}`, applicationId, environmentId: 'os', coreIds: [coreId] },
  });
  const document = {
    format: 'partita-plan',
    version: 1,
    plan: { id: 'braking', name: 'Braking' },
    target: {
      ...{ id: 'board', name: 'Board', category: 'custom' },
      clusters: [
        {
          ...{ id: 'all', name: 'All', role: 'realtime', coreType: 'any', isa: 'other' },
          maxClockHz: 1e9,
        },
      ],
      cores: [core('core-0'), core('core-1')],
    },
    applications: [
      { id: 'sensor', name: 'Sensor' },
      { id: 'filter', name: 'Filter' },
      { id: 'brake', name: 'Brake' },
    ],
    tasks: [
      of('sensor', 'Sample', 1 * MS, 10 * MS, 9),
      { ...of('filter', 'Smooth', 2 * MS, 10 * MS, 9), kind: 'sporadic', offsetNs: null },
      of('brake', 'Control', 3 * MS, 20 * MS, 5),
    ],
    layouts: [
      {
        id: 'layout',
        name: 'Layout',
        environments: [
          {
            ...{ id: 'os', name: 'Kernel', kind: 'os', coreIds: ['core-0', 'core-1'] },
            ...{ os: { family: 'qnx' }, scheduler: 'fixed-priority', contextSwitchNs: 0 },
          },
        ],
        placements: [
          place('sensor', 'core-0'),
          place('filter', 'core-1'),
          place('brake', 'core-1'),
        ],
      },
    ],
  };
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(document));
  const program = join(DIST, 'node/partita.mjs');
  const input = ['import', 'plan.partita', 'plan.json', '--format', 'json'];
  execFileSync(process.execPath, [program, ...input], { cwd: folder, stdio: 'pipe' });
  return join(folder, 'plan.partita');
}

async function makeLink(page: Page, from: string, to: string, tasks: readonly [string, string]) {
  await run(page, 'New link …');
  const dialog = page.getByRole('dialog', { name: 'New link' });
  await dialog.getByLabel('From').selectOption({ label: from });
  await dialog.getByLabel('To').selectOption({ label: to });
  await dialog.getByRole('button', { name: 'Create' }).click();
  const form = page.locator('section').filter({ hasText: 'From task' }).last();
  await form.getByLabel('From task').selectOption({ label: tasks[0] });
  await form.getByLabel('To task').selectOption({ label: tasks[1] });
  return form;
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme, viewport: { width: 1366, height: 768 } });
    test(`[TIMINGUI-6] an event chain, made by hand, shows its path and where its time goes, in ${theme} colours`, async ({
      startHost,
      dataFolder,
    }) => {
      const { page } = await startHost([planOf(dataFolder)]);
      const faults = watchConsole(page);
      await settled(page);
      const event = await makeLink(page, 'Sensor', 'Filter', ['Sample', 'Smooth']);
      await event.getByLabel('Kind').selectOption({ label: 'Event' });
      await makeLink(page, 'Filter', 'Brake', ['Smooth', 'Control']);

      await run(page, 'New cause-effect chain …');
      const dialog = page.getByRole('dialog', { name: 'New cause-effect chain' });
      for (const label of ['Sensor / Sample', 'Filter / Smooth', 'Brake / Control']) {
        await dialog.getByLabel('Add a task at the end').selectOption({ label });
      }
      await dialog.getByRole('button', { name: 'Create' }).click();
      await page.getByLabel('Bound', { exact: true }).fill('40');
      await page.keyboard.press('Enter');

      await goTo(page, 'Timing');
      await page.getByRole('tab', { name: 'Chains', exact: true }).click();
      const chains = page.getByRole('region', { name: 'Latencies of chains' });
      const row = chains.locator('tr[data-chain]').first();
      await expect(row).toContainText('Sample → activates Smooth → Control');
      await expect(row).toContainText('proven to meet');
      // 10 + 1 + 2 to the end of Smooth, 20 + 5 from there: Control runs behind Smooth.
      const parts = chains.getByRole('table', { name: 'Parts of the latency' });
      await expect(parts).toContainText('they add up to');
      await expect(parts.getByRole('row', { name: /^Smooth response time 2 ms/ })).toBeVisible();
      await expect(row).toContainText('every job at its WCET; the worst case is no less');
      await expectAccessible(page);
      await keepScreenshot(page, `chains-event-${theme}`);
      await parts.scrollIntoViewIfNeeded();
      await keepScreenshot(page, `chains-event-parts-${theme}`);
      await page.setViewportSize({ width: 1024, height: 768 });
      await keepScreenshot(page, `chains-event-1024-${theme}`);
      const wide = await chains.evaluate((pane) => pane.scrollWidth - pane.clientWidth);
      expect(wide).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
    });
  });
}

test('[UI-15] steps in a row of one task take positions of their runnables: the same job, not the next', async ({
  startHost,
  dataFolder,
}) => {
  const { page } = await startHost([planOf(dataFolder)]);
  await settled(page);
  await run(page, 'New cause-effect chain …');
  const dialog = page.getByRole('dialog', { name: 'New cause-effect chain' });
  for (let step = 0; step < 2; step += 1) {
    await dialog.getByLabel('Add a task at the end').selectOption({ label: 'Sensor / Sample' });
  }
  await expect(dialog).toContainText('Without, each step counts as a period more');
  await dialog.getByRole('button', { name: 'Create' }).click();
  const latency = async (): Promise<string> => {
    await goTo(page, 'Timing');
    await page.getByRole('tab', { name: 'Chains', exact: true }).click();
    const region = page.getByRole('region', { name: 'Latencies of chains' });
    return (await region.locator('tr[data-chain] td').nth(2).innerText()).split(/\s*\n/)[0] ?? '';
  };
  const positionOf = (step: number) =>
    page.getByLabel(`Position of the runnable of step ${step} in its task`);
  expect(await latency()).toBe('21 ms');
  await positionOf(1).fill('3');
  await page.keyboard.press('Tab');
  await positionOf(2).fill('8');
  await page.keyboard.press('Tab');
  await expect.poll(latency).toBe('11 ms');
});
