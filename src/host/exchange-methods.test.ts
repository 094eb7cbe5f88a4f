import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IMPORT_FORMATS } from '../exchange/formats.ts';
import { fromSnapshot } from '../model/diff-schema.ts';
import { toDocument } from '../model/interchange.ts';
import { smallDocument, smallPlan } from '../model/testing/small-plan.ts';
import { findChromium } from './chromium.ts';
import { contract, type Input } from './contract.ts';
import { fileStem } from './file-names.ts';
import { startTestHost, type TestHost } from './testing/test-host.ts';

let t: TestHost;
beforeEach(() => {
  t = startTestHost();
});
afterEach(() => t.remove());

const sample = () => t.value('plan.openSample', { sampleId: 'gateway-cluster' });

function preview(planId: string, text: string, more: Partial<Input<'import.preview'>> = {}) {
  return t.value('import.preview', { planId, fileName: 'input.csv', text, format: null, ...more });
}

describe('imports into an open plan', () => {
  test('[HOST-23] the contract knows exactly the formats that there are', () => {
    const format = contract['import.preview'].input.shape.format;
    for (const { id } of IMPORT_FORMATS) expect(format.safeParse(id).success).toBe(true);
    expect(format.safeParse('csv').success).toBe(false);
    expect(format.unwrap().options).toHaveLength(IMPORT_FORMATS.length);
  });

  test('[HOST-23] a preview changes nothing; its diff applies and can be undone', async () => {
    const opened = await sample();
    const { planId } = opened;
    const table = await preview(planId, 'name,os\nDiagnosis agent,linux\nTrace agent,linux\n', {
      format: 'csv-applications',
    });
    expect(table).toMatchObject({
      format: 'csv-applications',
      problems: [],
      columns: ['name', 'os'],
      rows: [
        { row: 2, change: 'new', cells: ['Diagnosis agent', 'linux'] },
        { row: 3, change: 'new' },
      ],
    });
    expect((await t.value('plan.load', { planId })).revision).toBe(0);
    if (!table.diff) throw new Error('no diff');
    const { diff } = table;
    await t.value('plan.apply', { planId, baseRevision: 0, step: 'Import', diff });
    const after = await t.value('plan.load', { planId });
    expect(after.snapshot.applications).toHaveLength(16);
    await t.value('plan.undo', { planId });
    const before = await t.value('plan.load', { planId });
    expect(toDocument(fromSnapshot(before.snapshot))).toEqual(
      toDocument(fromSnapshot(opened.snapshot)),
    );
  });

  test('[HOST-24] a table with a fault shows every fault by row and column, and gives no diff', async () => {
    const { planId } = await sample();
    const table = await preview(planId, 'name,os\nA,linux\nB,beos\n,linux\n', {
      format: 'csv-applications',
    });
    expect(table.diff).toBeNull();
    expect(table.problems.map(({ place }) => [place.file, place.row, place.field])).toEqual([
      ['input.csv', 3, 'os'],
      ['input.csv', 4, 'name'],
    ]);
    const unknown = await preview(planId, 'what is this');
    expect(unknown).toMatchObject({ format: null, diff: null });
    expect(unknown.problems.length).toBeGreaterThan(0);
  });

  test('[HOST-25] a machine replaces the target of a plan, a plan in JSON the whole plan, in one step', async () => {
    const opened = await sample();
    const { planId } = opened;
    const folder = join(import.meta.dirname, '../exchange/hwloc/fixtures');
    const fileName = readdirSync(folder).find((name) => name.endsWith('.xml')) ?? '';
    const text = readFileSync(join(folder, fileName), 'utf8');
    const machine = await preview(planId, text, { fileName });
    if (!machine.diff) throw new Error(JSON.stringify(machine.problems));
    const taken = { planId, baseRevision: 0, step: 'Import', diff: machine.diff };
    await t.value('plan.apply', taken);
    const changed = await t.value('plan.load', { planId });
    expect(changed.snapshot.target[0]?.category).toBe('imported');
    expect(changed.snapshot.applications).toEqual(opened.snapshot.applications);
    const whole = await preview(planId, JSON.stringify(smallDocument()), { fileName: 'p.json' });
    if (!whole.diff) throw new Error(JSON.stringify(whole.problems));
    await t.value('plan.apply', { planId, baseRevision: 1, step: 'Import', diff: whole.diff });
    const replaced = await t.value('plan.load', { planId });
    expect(toDocument(fromSnapshot(replaced.snapshot))).toEqual(toDocument(smallPlan()));
    await t.value('plan.undo', { planId });
    await t.value('plan.undo', { planId });
    const back = await t.value('plan.load', { planId });
    expect(toDocument(fromSnapshot(back.snapshot))).toEqual(
      toDocument(fromSnapshot(opened.snapshot)),
    );
  });
});

describe('exports', () => {
  test('[HOST-26] JSON out and in again is the same plan; CSV has a file for each table', async () => {
    const opened = await sample();
    const { planId } = opened;
    const json = await t.value('export.files', { planId, format: 'json' });
    expect(json.files.map(({ name }) => name)).toEqual([
      'Vehicle gateway and instrument cluster.json',
    ]);
    const from = { kind: 'import' as const, fileName: 'x', text: json.files[0]?.content ?? '' };
    const again = await t.value('plan.create', { name: null, from });
    expect(toDocument(fromSnapshot(again.snapshot))).toEqual(
      toDocument(fromSnapshot(opened.snapshot)),
    );
    const csv = await t.value('export.files', { planId, format: 'csv' });
    const names = csv.files.map(({ name }) => name);
    for (const table of ['applications', 'tasks', 'links']) expect(names).toContain(`${table}.csv`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('[HOST-27] a report of every format, of the layout that was asked for', async () => {
    const { planId, snapshot } = await sample();
    const [, second] = snapshot.layouts;
    if (!second) throw new Error('no second layout');
    const html = await t.value('report.files', { planId, layoutId: second.id, format: 'html' });
    expect(html.files).toHaveLength(1);
    expect(html.files[0]?.name).toBe(
      `Vehicle gateway and instrument cluster - ${second.name}.html`,
    );
    expect(html.files[0]?.content).toMatch(/^<!doctype html>/i);
    expect(html.files[0]?.content).toContain(second.name);
    // One self-contained file: nothing is loaded from anywhere.
    expect(html.files[0]?.content).not.toMatch(/<script|(?:src|href)="(?!#|data:)/i);
    const md = await t.value('report.files', { planId, layoutId: null, format: 'md' });
    expect(md.files[0]?.content).toMatch(/^# /m);
    const csv = await t.value('report.files', { planId, layoutId: null, format: 'csv' });
    expect(csv.files.length).toBeGreaterThan(3);
    for (const { name } of csv.files) expect(name).toMatch(/^[\w-]+\.(?:csv|svg)$/);
    const none = { planId, layoutId: 'none', format: 'html' as const };
    expect(await t.codes('report.files', none)).toEqual(['plan-no-layout']);
  });

  test('[HOST-27] a report as PDF, where there is a Chromium', async (context) => {
    if (findChromium() === null) context.skip('there is no Chromium on this machine');
    const { planId } = await sample();
    const { files } = await t.value('report.files', { planId, layoutId: null, format: 'pdf' });
    const bytes = Buffer.from(files[0]?.content ?? '', 'base64');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.length).toBeGreaterThan(20_000);
  });

  test('[HOST-27] without a printer that is said, and app.info says so before', async () => {
    const other = startTestHost({ printer: null });
    const info = await other.value('app.info', {});
    expect(info.capabilities.pdf).toBe(false);
    const { planId } = await other.value('plan.openSample', { sampleId: 'gateway-cluster' });
    const input = { planId, layoutId: null, format: 'pdf' as const };
    expect(await other.codes('report.files', input)).toEqual(['host-no-chromium']);
    other.remove();
  });

  test.each([
    ['../../etc/passwd', '-..-etc-passwd'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
    ['..', 'plan'],
    ['.hidden', 'hidden'],
    ['trailing. ', 'trailing'],
    ['line\nbreak', 'line-break'],
    ['Größe 你好', 'Größe 你好'],
    ['x'.repeat(300), 'x'.repeat(100)],
  ])('[HOST-28] a plan named %j makes a file that stays in its folder', (name, stem) => {
    expect(fileStem(name)).toBe(stem);
  });
});
