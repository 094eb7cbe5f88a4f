import { expect, test } from 'vitest';
import type { Call, Output } from '../../host/contract.ts';
import { ImportPreview } from './import-preview.svelte.ts';

/** A host that answers when it is told to, the oldest question first. */
function opened() {
  const waiting: (() => void)[] = [];
  const applied: string[] = [];
  const call = ((_method: string, { fileName }: { fileName: string }) =>
    new Promise((done) => {
      const value = { diff: {}, problems: [], warnings: [], summary: [fileName], rows: [] };
      waiting.push(() => done({ ok: true, value }));
    })) as unknown as Call;
  const run = (step: string): boolean => applied.push(step) > 0;
  const store = { planId: 'plan', whenSettled: () => Promise.resolve() };
  const model = new ImportPreview({ call, run, store }, null);
  const answer = async (): Promise<void> => {
    await Promise.resolve();
    waiting.shift()?.();
    await new Promise((done) => setTimeout(done));
  };
  return { model, answer, applied };
}
const summaryOf = (preview: Output<'import.preview'> | null) => preview?.summary;

test('[IMP-3] what was shown before another file or option is not imported', async () => {
  const { model, answer, applied } = opened();
  void model.take({ fileName: 'a.csv', text: 'a' });
  expect(model.canImport).toBe(false);
  await answer();
  expect([model.canImport, summaryOf(model.preview)]).toEqual([true, ['a.csv']]);
  void model.take({ fileName: 'b.csv', text: 'b' });
  expect([model.import(), applied]).toEqual([false, []]);
  await answer();
  expect(summaryOf(model.preview)).toEqual(['b.csv']);
  model.basis = { ...model.basis, timeUnit: 'ms' };
  void model.refresh();
  expect(model.import()).toBe(false);
  await answer();
  expect([model.import(), applied]).toEqual([true, ['import b.csv']]);
});

test('[IMP-2] an answer about a file does not come back after the next one could not be read', async () => {
  const { model, answer } = opened();
  void model.take({ fileName: 'a.csv', text: 'a' });
  model.fail([]);
  await answer();
  expect([model.preview, model.canImport]).toEqual([null, false]);
});
