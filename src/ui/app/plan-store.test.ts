import { describe, expect, test } from 'vitest';
import { updateRecords } from '../../model/commands/records.ts';
import type { Diff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { MemoryHost } from '../testing/memory-host.ts';
import { newId } from './new-id.ts';
import { PlanStore } from './plan-store.svelte.ts';

function opened() {
  const host = new MemoryHost(smallPlan());
  const changes: (Diff | null)[] = [];
  const problems: Problem[] = [];
  const store = new PlanStore(host.call, host.opened(), {
    changed: (_plan, diff) => changes.push(diff),
    failed: (found) => problems.push(...found),
    said: () => undefined,
  });
  return { host, store, changes, problems };
}

const rename = (name: string) => (plan: Plan) =>
  updateRecords(plan, 'layouts', ['layout-a'], { name });
const nameIn = (plan: Plan) => plan.layouts.get('layout-a')?.name;

describe('[UI-3] edits', () => {
  test('[UI-3] an edit is seen at once and reaches the host afterwards', async () => {
    const { host, store } = opened();
    store.run('rename', rename('New'));
    expect([nameIn(store.plan), nameIn(host.plan)]).toEqual(['New', 'Static']);
    expect([store.undoName, store.saveState, store.settled]).toEqual(['rename', 'unsaved', false]);
    await store.whenSettled();
    expect([nameIn(host.plan), store.revision, store.settled]).toEqual(['New', 1, true]);
  });

  test('[UI-3] many quick edits reach the host in order, none is refused', async () => {
    const { host, store, problems } = opened();
    for (let index = 0; index < 20; index += 1) store.run(`step ${index}`, rename(`N${index}`));
    await store.whenSettled();
    expect([nameIn(host.plan), host.revision, problems]).toEqual(['N19', 20, []]);
    expect(store.undoName).toBe('step 19');
  });

  test('[UI-3] a command that refuses changes nothing and is told to the user', () => {
    const { store, problems } = opened();
    const result = store.run('rename', rename(''));
    expect([result.ok, store.revision, problems.length]).toEqual([false, 0, 1]);
  });

  test('[UI-3] an edit without effect is no step', async () => {
    const { host, store } = opened();
    store.run('rename', rename('Static'));
    await store.whenSettled();
    expect([host.calls, store.revision]).toEqual([[], 0]);
  });

  test('[UI-3] what the host refuses is taken back, and so is what was built on it', async () => {
    const { host, store, changes, problems } = opened();
    host.refusesNext = true;
    store.run('first', rename('Refused'));
    store.run('second', rename('Built on it'));
    await store.whenSettled();
    expect([nameIn(store.plan), store.revision, problems.length]).toEqual(['Static', 0, 1]);
    expect(changes.at(-1)).toBeNull();
    store.run('third', rename('Again'));
    await store.whenSettled();
    expect(nameIn(host.plan)).toBe('Again');
  });
});

test('[UI-3] when the host is gone its last state is shown, and no edit is taken that nobody would keep', async () => {
  const { host, store, changes, problems } = opened();
  store.run('kept', rename('Kept'));
  await store.whenSettled();
  host.isGone = true;
  store.run('first', rename('Lost'));
  store.run('second', rename('Lost with it'));
  await store.whenSettled();
  expect([nameIn(store.plan), store.revision, store.saveState]).toEqual(['Kept', 1, 'lost']);
  expect(changes.at(-1)).toBeNull();
  expect(problems[0]?.message).toContain('"first" did not reach the program');
  const found = problems.length;
  expect(store.run('third', rename('Lost too')).ok).toBe(false);
  expect([nameIn(store.plan), problems.length > found]).toEqual(['Kept', true]);
});

describe('[UI-3] undo', () => {
  test('[UI-3] undo and redo follow the host and name their step', async () => {
    const { store } = opened();
    store.run('rename', rename('New'));
    await store.undo();
    expect([nameIn(store.plan), store.undoName, store.redoName]).toEqual([
      'Static',
      null,
      'rename',
    ]);
    await store.redo();
    expect([nameIn(store.plan), store.undoName]).toEqual(['New', 'rename']);
  });

  test('[UI-3] an edit during undo waits for it, so that it is made on what undo leaves', async () => {
    const { host, store, problems } = opened();
    store.run('first', rename('One'));
    const undone = store.undo();
    store.run('second', rename('Two'));
    await undone;
    await store.whenSettled();
    await store.whenSettled();
    expect([nameIn(host.plan), nameIn(store.plan), problems]).toEqual(['Two', 'Two', []]);
  });

  test('[UI-3] undo pressed more often than there are steps is no error', async () => {
    const { host, store, problems } = opened();
    store.run('rename', rename('New'));
    await Promise.all([store.undo(), store.undo(), store.undo()]);
    expect([nameIn(store.plan), problems]).toEqual(['Static', []]);
    expect(host.calls).toEqual(['plan.apply', 'plan.undo']);
  });

  test('[UI-3] with nothing to undo nothing is asked', async () => {
    const { host, store } = opened();
    await store.undo();
    expect(host.calls).toEqual([]);
  });
});

describe('[UI-3] saving', () => {
  test('[UI-3] saves after the edits that came before; a later edit is unsaved again', async () => {
    const { host, store } = opened();
    store.run('rename', rename('New'));
    const problems = await store.save('/plans/x.partita');
    expect([problems, store.path, store.saveState]).toEqual([[], '/plans/x.partita', 'saved']);
    expect(host.calls).toEqual(['plan.apply', 'plan.save']);
    store.run('rename', rename('Newer'));
    expect(store.saveState).toBe('unsaved');
  });
});

test('[UI-3] ids made here are unlike each other and valid', () => {
  const ids = new Set(Array.from({ length: 2000 }, () => newId('app')));
  expect(ids.size).toBe(2000);
  expect([...ids].every((id) => /^app-[0-9a-z]{10}$/.test(id))).toBe(true);
});
