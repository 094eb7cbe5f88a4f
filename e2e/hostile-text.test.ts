/** Text of a plan is text everywhere: names that would be markup, script or formulas change nothing but themselves. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from '../scripts/build/paths.ts';
import { expect, test } from './host-fixture.ts';
import { goTo, settled, watchConsole, type ViewName } from './pages.ts';

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const ATTRIBUTE = '"><b onclick="x()" style="color:red">';

/** The sample with hostile names, made by the command line. */
function hostilePlan(folder: string): string {
  const program = join(DIST, 'node/partita.mjs');
  const run = (...args: readonly string[]) =>
    execFileSync(process.execPath, [program, ...args], { cwd: folder, stdio: 'pipe' });
  run('new', 'sample.partita', '--sample', 'gateway-cluster');
  run('export', 'sample.partita', '--format', 'json', '-o', 'sample.json');
  const document = JSON.parse(readFileSync(join(folder, 'sample.json'), 'utf8'));
  document.plan.name = `Plan ${MARKUP}`;
  document.applications[0].name = `First ${MARKUP}`;
  document.applications[1].name = `Second ${ATTRIBUTE}`;
  document.applications[1].description = MARKUP;
  document.links[0].name = `Link ${MARKUP}`;
  document.layouts[0].name = `Layout ${ATTRIBUTE}`;
  for (const environment of document.layouts[0].environments) environment.name += ` ${MARKUP}`;
  document.layouts[0].regions[0].name = `Region ${MARKUP}`;
  document.target.devices[0].name = `Device ${MARKUP}`;
  writeFileSync(join(folder, 'hostile.json'), JSON.stringify(document));
  run('import', 'hostile.partita', 'hostile.json');
  return join(folder, 'hostile.partita');
}

const VIEWS: readonly ViewName[] = [
  'Layout',
  'IPC matrix',
  'Memory map',
  'Tables',
  'Findings',
  'Timing',
  'Timeline',
  'Target',
  'Report',
];

test('[UI-2] names stay names in every view, in tips, dialogs and the report', async ({
  startHost,
  dataFolder,
}) => {
  const { page } = await startHost([hostilePlan(dataFolder)]);
  const faults = watchConsole(page);
  await settled(page);
  for (const view of VIEWS) {
    await goTo(page, view);
    if (view === 'Report') {
      const report = page.getByTestId('report');
      await expect(report.getByText('Plan <img src=x').first()).toBeVisible();
    }
    const made = await page.evaluate(() => {
      const roots: ParentNode[] = [document];
      for (const element of document.querySelectorAll('*'))
        if (element.shadowRoot) roots.push(element.shadowRoot);
      return roots.flatMap((root) =>
        [...root.querySelectorAll('img, b[onclick], script:not([src]), [onerror], [onclick]')].map(
          (element) => element.outerHTML.slice(0, 80),
        ),
      );
    });
    expect(made).toEqual([]);
    expect(await page.title()).toContain('Partita');
  }
  await goTo(page, 'Layout');
  await page.keyboard.press('Control+f');
  await page.getByRole('combobox', { name: 'Records of the plan' }).fill('First');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText(
    `First ${MARKUP}`,
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: `First ${MARKUP}` })).toBeVisible();
  await page.getByRole('button', { name: 'Move to …' }).click();
  await expect(page.getByRole('dialog').getByRole('heading')).toContainText('<script>');
  expect(faults).toEqual([]);
});
