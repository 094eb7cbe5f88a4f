import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyDiff, invertDiff } from '../model/diff.ts';
import { formatPlan } from '../model/interchange.ts';
import { targetOf, type Plan } from '../model/plan.ts';
import { generatedPlan } from '../model/testing/generated-plan.ts';
import { tinyCatalogue } from '../catalog/testing/tiny-catalogue.ts';
import { previewImport, type ImportPreview } from './preview-import.ts';

const catalogue = tinyCatalogue();

const plan = generatedPlan({ applications: 5, cores: 4, links: 3, seed: 1 });
const machine = readFileSync(new URL('./hwloc/fixtures/hybrid.v2.xml', import.meta.url), 'utf8');
let made = 0;
const newId = (prefix: string): string => `${prefix}-${(made += 1)}`;

function preview(fileName: string, text: string, into: Plan = plan): ImportPreview {
  return previewImport({ plan: into, fileName, text, format: null, newId, catalogue });
}

describe('one door for every import', () => {
  it('[FORMAT-2] a plan in JSON takes the place of the open one, and undo brings that back', () => {
    const other = generatedPlan({ applications: 7, cores: 8, links: 2, seed: 2 });
    const { format, diff, problems, summary } = preview('other.json', formatPlan(other));
    expect([format, problems]).toEqual(['json', []]);
    expect(summary[0]).toContain('the plan becomes');
    if (!diff) throw new Error('no diff');
    const next = applyDiff(plan, diff);
    expect(formatPlan(next)).toBe(formatPlan(other));
    expect(formatPlan(applyDiff(next, invertDiff(diff)))).toBe(formatPlan(plan));
    expect(preview('same.json', formatPlan(next), next).summary).toContain('nothing changes');
  });

  it('[FORMAT-2] a machine becomes the target of the plan', () => {
    const { format, diff, summary } = preview('board.xml', machine);
    expect(format).toBe('hwloc');
    if (!diff) throw new Error('no diff');
    const target = targetOf(applyDiff(plan, diff));
    expect(target.cores).toHaveLength(6);
    expect(summary).toContain('1 package, 6 cores, 8 hardware threads, 1 NUMA node, 0 PCI devices');
  });

  it('[FORMAT-2] a table shows its rows and what becomes of them', () => {
    const result = preview('apps.csv', 'name,os,colour\nApplication 1,linux,red\nNew,qnx,blue\n');
    expect(result.format).toBe('csv-applications');
    expect(result.columns).toEqual(['name', 'os', 'colour']);
    expect(result.rows.map(({ row, change }) => [row, change])).toEqual([
      [2, 'same'],
      [3, 'new'],
    ]);
    expect(result.summary).toEqual(['1 application added']);
    expect(result.warnings.map(({ code, place }) => [code, place.file])).toEqual([
      ['csv-ignored-column', 'apps.csv'],
    ]);
  });

  it('[FORMAT-3] every problem names the file, and there is no diff beside one', () => {
    for (const [name, text] of [
      ['a.json', '{"format": "partita-plan"}'],
      ['a.xml', '<topology><object/></topology>'],
      ['a.csv', 'name,os\nx,beos\n'],
      ['a.bin', 'nothing'],
    ] as const) {
      const { problems, diff } = preview(name, text);
      expect(problems.length, name).toBeGreaterThan(0);
      expect(
        problems.every(({ place }) => place.file === name),
        name,
      ).toBe(true);
      expect(diff, name).toBeNull();
    }
    expect(preview('a.bin', 'nothing').problems[0]?.code).toBe('import-unknown-format');
  });
});
