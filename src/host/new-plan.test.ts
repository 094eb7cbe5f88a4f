import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toDocument } from '../model/interchange.ts';
import { fromSnapshot } from '../model/diff-schema.ts';
import { smallDocument, smallPlan } from '../model/testing/small-plan.ts';
import { startTestHost, type TestHost } from './testing/test-host.ts';

let t: TestHost;
beforeEach(() => {
  t = startTestHost();
});
afterEach(() => t.remove());

const create = (text: string, name: string | null = null, fileName = 'input') => ({
  name,
  from: { kind: 'import' as const, fileName, text },
});

describe('new plans', () => {
  test('[HOST-21] a plan in JSON becomes the same plan, under another name where one is given', async () => {
    const text = JSON.stringify(smallDocument());
    const made = await t.value('plan.create', create(text));
    expect(toDocument(fromSnapshot(made.snapshot))).toEqual(toDocument(smallPlan()));
    expect(made).toMatchObject({ path: null, saved: false });
    const { files } = await t.value('export.files', { planId: made.planId, format: 'json' });
    expect(JSON.parse(files[0]?.content ?? '')).toEqual(toDocument(smallPlan()));
    const named = await t.value('plan.create', create(text, 'Another'));
    expect(named.snapshot.info[0]?.name).toBe('Another');
  });

  test('[HOST-21] a machine of hwloc becomes a plan without applications', async () => {
    const folder = join(import.meta.dirname, '../exchange/hwloc/fixtures');
    const name = readdirSync(folder).find((file) => file.endsWith('.xml')) ?? '';
    const text = readFileSync(join(folder, name), 'utf8');
    const made = await t.value('plan.create', create(text, null, name));
    expect(made.snapshot.target).toHaveLength(1);
    expect(made.snapshot.applications).toEqual([]);
    expect(made.snapshot.info[0]?.name).toBe(made.snapshot.target[0]?.name);
  });

  test('[HOST-22] what is refused names the file, and nothing is opened', async () => {
    const refused = async (text: string, fileName: string) => {
      const reply = await t.call('plan.create', create(text, null, fileName));
      expect(reply.ok).toBe(false);
      return reply.ok ? [] : reply.problems.map(({ code, place }) => [code, place.file]);
    };
    expect(await refused('{', 'a.json')).toEqual([['json-not-json', 'a.json']]);
    expect(await refused('name;period\nx;1', 'a.csv')).toEqual([['import-no-plan', 'a.csv']]);
    const xml = await refused('<!DOCTYPE x [<!ENTITY a "b">]><topology>&a;</topology>', 'a.xml');
    expect(xml.every(([, file]) => file === 'a.xml')).toBe(true);
    expect((await t.value('plans.recoverable', {})).plans).toEqual([]);
  });
});
