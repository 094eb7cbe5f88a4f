import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFirst } from './first-plan.ts';
import { startTestHost, type TestHost } from './testing/test-host.ts';

let t: TestHost;
beforeEach(() => {
  t = startTestHost();
});
afterEach(() => t.remove());

const SAMPLE = 'gateway-cluster';
const shown = async (of: TestHost) => (await of.value('app.info', {})).startPlanId;

test('[HOST-16] who names nothing sees a sample, and nothing is a problem', async () => {
  expect(await openFirst(t.host, { file: null, fallbackSample: SAMPLE })).toEqual([]);
  expect(await shown(t)).not.toBeNull();
});

test('[HOST-16] unsaved work of a run that ended comes before that sample, not before one that is named', async () => {
  const [target] = (await t.value('targets.list', {})).targets;
  const from = { kind: 'target' as const, targetId: target?.id ?? '' };
  const made = await t.value('plan.create', { name: 'Edge box', from });
  expect(made.saved).toBe(false);
  t.host.close();
  const again = startTestHost({ dataFolder: join(t.folder, 'data') });
  expect(await openFirst(again.host, { file: null, fallbackSample: SAMPLE })).toEqual([]);
  expect(await shown(again)).toBeNull();
  expect((await again.value('plans.recoverable', {})).plans).toMatchObject([{ name: 'Edge box' }]);
  expect(await openFirst(again.host, { file: null, sample: SAMPLE, fallbackSample: 'x' })).toEqual(
    [],
  );
  expect(await shown(again)).not.toBeNull();
  again.host.close();
});

test('[HOST-16] a sample that is not there, or a file, is said', async () => {
  const sample = await openFirst(t.host, { file: null, sample: 'none' });
  expect(sample.map(({ code }) => code)).toEqual(['sample-unknown']);
  expect(await openFirst(t.host, { file: join(t.folder, 'none.partita') })).toHaveLength(1);
  expect(await openFirst(t.host, { file: null })).toEqual([]);
});
