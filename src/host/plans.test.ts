import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeFile, queryFile } from '../../db/testing/query-file.ts';
import { fromSnapshot } from '../model/diff-schema.ts';
import { deleteWithDependents } from '../model/references.ts';
import type { Output } from './contract.ts';
import { startTestHost, type TestHost } from './testing/test-host.ts';

let t: TestHost;
beforeEach(() => {
  t = startTestHost();
});
afterEach(() => t.remove());

type Opened = Output<'plan.open'>;

function renaming(opened: Opened, name: string) {
  const info = opened.snapshot.info[0];
  if (!info) throw new Error('no info');
  return { added: {}, updated: { info: [[info, { ...info, name }] as const] }, removed: {} };
}

async function edited(opened: Opened, name = 'edited') {
  const { planId, revision } = opened;
  const diff = renaming(opened, name);
  return t.value('plan.apply', { planId, baseRevision: revision, step: 'Rename', diff });
}

const sample = () => t.value('plan.openSample', { sampleId: 'gateway-cluster' });
const documents = (name: string) => join(t.folder, 'documents', name);

async function savedSample(name = 'a.partita'): Promise<Opened> {
  const opened = await sample();
  await t.value('plan.save', { planId: opened.planId, path: documents(name) });
  return t.value('plan.load', { planId: opened.planId });
}

describe('opening', () => {
  test('[HOST-5] every target and every sample that ships can be opened', async () => {
    const { targets } = await t.value('targets.list', {});
    expect(targets.length).toBeGreaterThanOrEqual(25);
    for (const target of targets) {
      const from = { kind: 'target' as const, targetId: target.id };
      const opened = await t.value('plan.create', { name: null, from });
      expect(opened.snapshot.target).toEqual([target]);
      expect(opened).toMatchObject({ path: null, saved: false, revision: 0 });
      await t.value('plan.close', { planId: opened.planId });
    }
    const { samples } = await t.value('samples.list', {});
    expect(samples.length).toBeGreaterThanOrEqual(2);
    for (const { id, name } of samples) {
      const opened = await t.value('plan.openSample', { sampleId: id });
      expect(opened.snapshot.info[0]?.name).toBe(name);
    }
    expect(await t.codes('plan.openSample', { sampleId: 'none' })).toEqual(['sample-unknown']);
    const from = { kind: 'target' as const, targetId: 'none' };
    expect(await t.codes('plan.create', { name: 'x', from })).toEqual(['target-unknown']);
  });

  test('[HOST-6] a file that is open already is the same plan, in its present state', async () => {
    const opened = await savedSample();
    await edited(opened);
    const again = await t.value('plan.open', { path: documents('a.partita') });
    expect(again.planId).toBe(opened.planId);
    expect(again).toMatchObject({ revision: 1, saved: false });
    expect(again.snapshot.info[0]?.name).toBe('edited');
  });

  test('[HOST-6] a page that is loaded again finds the plan it showed', async () => {
    const shown = async () => (await t.value('app.info', {})).startPlanId;
    expect(await shown()).toBeNull();
    const first = await sample();
    const second = await sample();
    expect(await shown()).toBe(second.planId);
    await t.value('plan.load', { planId: first.planId });
    expect(await shown()).toBe(first.planId);
    await t.value('plan.close', { planId: first.planId });
    expect(await shown()).toBeNull();
  });

  test('[HOST-7] recent plans are listed, the last one first, and say whether they still exist', async () => {
    await savedSample('a.partita');
    const second = await savedSample('b.partita');
    await t.value('plan.close', { planId: second.planId });
    const { plans } = await t.value('plans.recent', {});
    expect(plans.map(({ path, exists }) => [path, exists])).toEqual([
      [documents('b.partita'), true],
      [documents('a.partita'), true],
    ]);
    writeFileSync(join(t.folder, 'data', 'recent.json'), 'broken');
    expect((await t.value('plans.recent', {})).plans).toEqual([]);
  });

  test('[HOST-8] a plan open in another process is opened with a notice, and the second save is refused', async () => {
    await savedSample();
    const other = startTestHost({ dataFolder: join(t.folder, 'data') });
    const theirs = await other.value('plan.open', { path: documents('a.partita') });
    expect(theirs.notices.map(({ code }) => code)).toEqual(['plan-open-elsewhere']);
    const { planId, revision } = theirs;
    const diff = renaming(theirs, 'theirs');
    await other.value('plan.apply', { planId, baseRevision: revision, step: 'Rename', diff });
    await other.value('plan.save', { planId, path: null });
    const ours = await t.value('plan.open', { path: documents('a.partita') });
    expect(await t.codes('plan.save', { planId: ours.planId, path: null })).toEqual([
      'file-changed',
    ]);
    expect(
      await t.codes('plan.save', { planId: ours.planId, path: null, overwrite: true }),
    ).toEqual(['ok']);
    other.remove();
  });
});

describe('editing', () => {
  test('[HOST-9] a change for another revision, or for records that are otherwise, is refused whole', async () => {
    const opened = await sample();
    const { planId } = opened;
    const diff = renaming(opened, 'first');
    expect(await t.codes('plan.apply', { planId, baseRevision: 1, step: 's', diff })).toEqual([
      'plan-conflict',
    ]);
    await edited(opened, 'other');
    const attempts = [
      diff,
      { added: {}, updated: {}, removed: { info: opened.snapshot.info } },
      {
        added: { applications: opened.snapshot.applications.slice(0, 1) },
        updated: {},
        removed: {},
      },
    ];
    for (const attempt of attempts) {
      const input = { planId, baseRevision: 1, step: 's', diff: attempt };
      expect(await t.codes('plan.apply', input)).toEqual(['plan-conflict']);
    }
    const [from] = opened.snapshot.applications;
    const [target] = opened.snapshot.target;
    if (!from || !target) throw new Error('no application');
    const moved = [from, { ...from, id: 'other-id' }] as const;
    expect(
      await t.codes('plan.apply', {
        planId,
        baseRevision: 1,
        step: 's',
        diff: { added: {}, updated: { applications: [moved] }, removed: {} },
      }),
    ).toEqual(['plan-conflict']);
    const loaded = await t.value('plan.load', { planId });
    expect(loaded.revision).toBe(1);
    expect(loaded.snapshot.applications).toEqual(opened.snapshot.applications);
  });

  test('[HOST-10] what a record refers to must be there; the problems name each reference', async () => {
    const { planId, snapshot } = await sample();
    const [application] = snapshot.applications;
    if (!application) throw new Error('no application');
    const diff = { added: {}, updated: {}, removed: { applications: [application] } };
    const codes = await t.codes('plan.apply', { planId, baseRevision: 0, step: 's', diff });
    expect(new Set(codes)).toEqual(new Set(['plan-dangling-reference']));
    const whole = deleteWithDependents(fromSnapshot(snapshot), { applications: [application.id] });
    expect(codes.length).toBeLessThanOrEqual(
      Object.values(whole.removed).flat().length + Object.values(whole.updated).flat().length,
    );
    const input = { planId, baseRevision: 0, step: 'Delete', diff: whole };
    expect(await t.codes('plan.apply', input)).toEqual(['ok']);
  });

  test('[HOST-11] a plan keeps exactly one target, sound in itself, and environments do not nest in a circle', async () => {
    const { planId, snapshot } = await sample();
    const [target] = snapshot.target;
    if (!target) throw new Error('no target');
    const apply = (diff: object) =>
      t.codes('plan.apply', { planId, baseRevision: 0, step: 's', diff: diff });
    const second = { ...target, id: 'second' };
    expect(await apply({ added: { target: [second] }, updated: {}, removed: {} })).toEqual([
      'plan-not-one',
    ]);
    expect(await apply({ added: {}, updated: {}, removed: { target: [target] } })).toEqual([
      'plan-not-one',
    ]);
    const broken = { ...target, clusters: target.clusters.slice(1) };
    expect(
      new Set(await apply({ added: {}, updated: { target: [[target, broken]] }, removed: {} })),
    ).toEqual(new Set(['target-dangling-reference']));
    const child = snapshot.environments.find(({ parentId }) => parentId !== null);
    const parent = snapshot.environments.find(({ id }) => id === child?.parentId);
    if (!child || !parent) throw new Error('no nesting');
    const circle = { environments: [[parent, { ...parent, parentId: child.id }]] };
    expect(await apply({ added: {}, updated: circle, removed: {} })).toContain(
      'plan-environment-cycle',
    );
    expect((await t.value('plan.load', { planId })).revision).toBe(0);
  });

  test('[HOST-12] undo and redo give the diff to the window, and survive a restart', async () => {
    const opened = await savedSample();
    const { planId } = opened;
    const [application] = opened.snapshot.applications;
    if (!application) throw new Error('no application');
    const diff = deleteWithDependents(fromSnapshot(opened.snapshot), {
      applications: [application.id],
    });
    await t.value('plan.apply', { planId, baseRevision: 0, step: 'Delete', diff });
    t.host.close();
    const restarted = startTestHost({ dataFolder: join(t.folder, 'data') });
    const { plans } = await restarted.value('plans.recoverable', {});
    expect(plans).toMatchObject([{ planId, path: documents('a.partita') }]);
    const recovered = await restarted.value('plan.recover', { planId });
    expect(recovered).toMatchObject({ revision: 1, saved: false, history: { undo: 'Delete' } });
    const undone = await restarted.value('plan.undo', { planId });
    expect(undone).toMatchObject({
      revision: 2,
      saved: true,
      history: { undo: null, redo: 'Delete' },
    });
    expect(undone.diff.added.applications).toEqual([application]);
    const again = await restarted.value('plan.load', { planId });
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    for (const [table, records] of Object.entries(opened.snapshot)) {
      const now = again.snapshot[table as 'applications'];
      expect([...now].sort(byId), table).toEqual([...records].sort(byId as never));
    }
    expect(await restarted.codes('plan.undo', { planId })).toEqual(['plan-nothing-to-undo']);
    expect(await restarted.value('plan.redo', { planId })).toMatchObject({
      revision: 3,
      saved: false,
    });
    expect(await restarted.codes('plan.redo', { planId })).toEqual(['plan-nothing-to-redo']);
    restarted.remove();
  });

  test('[HOST-13] undo survives save, close and open: it travels in the file', async () => {
    const opened = await savedSample();
    await edited(opened);
    await t.value('plan.save', { planId: opened.planId, path: null });
    await t.value('plan.close', { planId: opened.planId });
    const again = await t.value('plan.open', { path: documents('a.partita') });
    expect(again).toMatchObject({ saved: true, history: { undo: 'Rename' } });
    const undone = await t.value('plan.undo', { planId: again.planId });
    expect(undone.saved).toBe(false);
  });

  test('[HOST-14] a history that does not fit the records refuses the step and leaves the plan', async () => {
    const opened = await savedSample();
    await edited(opened);
    await t.value('plan.save', { planId: opened.planId, path: null });
    await t.value('plan.close', { planId: opened.planId });
    changeFile(documents('a.partita'), "UPDATE plan SET name = 'changed by hand'");
    const again = await t.value('plan.open', { path: documents('a.partita') });
    const codes = await t.codes('plan.undo', { planId: again.planId });
    expect(codes).toEqual(['plan-history-unusable', 'plan-conflict']);
    const loaded = await t.value('plan.load', { planId: again.planId });
    expect(loaded.snapshot.info[0]?.name).toBe('changed by hand');
  });
});

describe('saving and closing', () => {
  test('[HOST-15] saved, unsaved and untouched samples are told apart', async () => {
    const opened = await sample();
    expect(opened.saved).toBe(true);
    const { planId } = opened;
    expect((await edited(opened)).saved).toBe(false);
    expect((await t.value('plan.undo', { planId })).saved).toBe(true);
    expect(await t.codes('plan.save', { planId, path: null })).toEqual(['plan-no-path']);
    const { path } = await t.value('plan.save', { planId, path: documents('without extension') });
    expect(path).toBe(documents('without extension.partita'));
    expect(await t.value('plan.load', { planId })).toMatchObject({ saved: true, path });
    expect((await t.value('plan.redo', { planId })).saved).toBe(false);
  });

  test('[HOST-16] closing a plan and ending the program keep unsaved work only, and offer it again', async () => {
    const working = join(t.folder, 'data', 'working');
    const untouched = await sample();
    await t.value('plan.close', { planId: untouched.planId });
    expect(readdirSync(working)).toEqual([]);
    const closed = await sample();
    await edited(closed);
    await t.value('plan.close', { planId: closed.planId });
    expect(readdirSync(working)).toEqual([closed.planId]);
    const { plans } = await t.value('plans.recoverable', {});
    expect(plans.map(({ planId }) => planId)).toEqual([closed.planId]);
    expect(await t.codes('plan.discard', { planId: closed.planId })).toEqual(['ok']);
    await sample();
    const unsaved = await sample();
    await edited(unsaved);
    t.host.close();
    expect(readdirSync(working)).toEqual([unsaved.planId]);
    const { planId } = unsaved;
    expect(await t.codes('plan.discard', { planId })).toEqual(['ok']);
    expect(readdirSync(working)).toEqual([]);
  });

  test('[HOST-17] the file holds the results of every layout; the queries of db/README.md answer', async () => {
    const opened = await savedSample();
    const readme = readFileSync(join(import.meta.dirname, '../../db/README.md'), 'utf8');
    const queries = [...readme.matchAll(/```sql\n([^`]+)```/g)].map(([, sql]) => sql ?? '');
    expect(queries).toHaveLength(4);
    const query = (sql: string) => queryFile(documents('a.partita'), sql);
    const layouts = query('SELECT layout, is_current FROM latest_result');
    expect(layouts).toHaveLength(opened.snapshot.layouts.length);
    for (const layout of layouts) expect(layout).toMatchObject({ is_current: 1 });
    expect(query(queries[1] ?? '').length).toBeGreaterThan(0);
    for (const sql of queries) expect(() => query(sql), sql).not.toThrow();
    try {
      execFileSync('sqlite3', ['--version']);
    } catch {
      console.log('The sqlite3 program is not installed: the queries ran in better-sqlite3 only.');
      return;
    }
    for (const sql of queries) execFileSync('sqlite3', [documents('a.partita'), sql]);
  });

  test('[HOST-18] results belong to the revision that is there, and to a layout of the plan', async () => {
    const { planId, snapshot } = await sample();
    const layoutId = snapshot.layouts[0]?.id ?? '';
    expect(await t.codes('results.store', { planId, revision: 0, layoutId })).toEqual(['ok']);
    expect(await t.codes('results.store', { planId, revision: 1, layoutId })).toEqual([
      'plan-other-revision',
    ]);
    expect(await t.codes('results.store', { planId, revision: 0, layoutId: 'none' })).toEqual([
      'plan-no-layout',
    ]);
  });
});

describe('choosing files', () => {
  test('[HOST-19] a list shows folders and plans, nothing hidden, nothing else', async () => {
    await savedSample();
    for (const name of ['b.txt', '.hidden.partita']) writeFileSync(documents(name), '');
    mkdirSync(documents('z folder'));
    const list = await t.value('files.list', { folder: null });
    expect(list.entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['z folder', 'folder'],
      ['a.partita', 'plan'],
    ]);
    expect(list.parent).toBe(t.folder);
    expect(await t.codes('files.list', { folder: documents('none') })).toEqual(['file-missing']);
    expect((await t.value('files.list', { folder: '/' })).parent).toBeNull();
  });

  test('[HOST-20] dialogs are there where the front has them', async () => {
    expect(await t.codes('dialog.open', {})).toEqual(['host-no-dialogs']);
    expect(await t.codes('dialog.save', { suggestedName: 'x' })).toEqual(['host-no-dialogs']);
    const dialogs = {
      open: () => Promise.resolve(null),
      save: (name: string) => Promise.resolve(`/x/${name}`),
    };
    const other = startTestHost({ dialogs });
    expect(await other.value('dialog.open', {})).toEqual({ path: null });
    expect(await other.value('dialog.save', { suggestedName: 'n' })).toEqual({ path: '/x/n' });
    other.remove();
    expect(existsSync(other.folder)).toBe(false);
  });
});
