import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duplicateApplications, duplicateLayout } from './commands/duplicate.ts';
import { addRecord, updateRecords } from './commands/records.ts';
import { applyDiff, DiffDraft, invertDiff, isEmptyDiff, type Diff } from './diff.ts';
import { toDocument } from './interchange.ts';
import type { Plan } from './plan.ts';
import { checkReferences, deleteWithDependents } from './references.ts';
import { countingIds, smallPlan } from './testing/small-plan.ts';

/** Any edit a user can make to the small plan, as a function of the plan at that moment. */
const edits: readonly ((plan: Plan, newId: (prefix: string) => string) => Diff | null)[] = [
  (plan, newId) => {
    const diff = addRecord(plan, 'applications', { id: newId('app'), name: 'New' });
    return diff.ok ? diff.value : null;
  },
  (plan, newId) => {
    const diff = duplicateApplications(plan, [...plan.applications.keys()].slice(0, 2), newId);
    return diff.ok ? diff.value : null;
  },
  (plan, newId) => {
    const diff = duplicateLayout(plan, [...plan.layouts.keys()][0] ?? '', newId);
    return diff.ok ? diff.value : null;
  },
  (plan) => deleteWithDependents(plan, { applications: [...plan.applications.keys()].slice(0, 1) }),
  (plan) => deleteWithDependents(plan, { environments: [...plan.environments.keys()].slice(-1) }),
  (plan) => deleteWithDependents(plan, { tasks: [...plan.tasks.keys()].slice(0, 1) }),
  (plan) => deleteWithDependents(plan, { layouts: [...plan.layouts.keys()].slice(0, 1) }),
  (plan) => {
    const ids = [...plan.applications.keys()].slice(0, 1);
    const diff = updateRecords(plan, 'applications', ids, { name: 'Renamed' });
    return diff.ok ? diff.value : null;
  },
];

test('[DIFF-1] undoing any sequence of edits gives the first document again, redoing the last', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(edits.length - 1), { maxLength: 12 }), (choices) => {
      const newId = countingIds();
      const first = smallPlan();
      let plan = first;
      const done: Diff[] = [];
      for (const choice of choices) {
        const diff = edits[choice]?.(plan, newId);
        if (!diff) continue;
        plan = applyDiff(plan, diff);
        done.push(diff);
      }
      const undone = [...done]
        .reverse()
        .reduce((at, diff) => applyDiff(at, invertDiff(diff)), plan);
      expect(toDocument(undone)).toEqual(toDocument(first));
      expect(toDocument(done.reduce(applyDiff, undone))).toEqual(toDocument(plan));
    }),
  );
});

test('[DIFF-2] after any sequence of edits every reference still leads somewhere', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(edits.length - 1), { maxLength: 12 }), (choices) => {
      const newId = countingIds();
      let plan = smallPlan();
      for (const choice of choices) {
        const diff = edits[choice]?.(plan, newId);
        if (diff) plan = applyDiff(plan, diff);
      }
      expect(checkReferences(plan, () => '')).toEqual([]);
    }),
  );
});

test('[DIFF-3] tables without a change stay the same object', () => {
  const plan = smallPlan();
  const diff = updateRecords(plan, 'applications', ['app-logger'], { name: 'Recorder' });
  if (!diff.ok) throw new Error('refused');
  const next = applyDiff(plan, diff.value);
  expect(next.tasks).toBe(plan.tasks);
  expect(next.applications).not.toBe(plan.applications);
});

test('[DIFF-4] a change to the value that is there already is no change', () => {
  const plan = smallPlan();
  const diff = updateRecords(plan, 'applications', ['app-logger'], { name: 'Logger' });
  expect(diff.ok && isEmptyDiff(diff.value)).toBe(true);
});

test('[DIFF-5] several steps on one record become one', () => {
  const plan = smallPlan();
  const draft = new DiffDraft(plan);
  const logger = plan.applications.get('app-logger');
  if (!logger) throw new Error('no logger');
  draft.put('applications', { ...logger, name: 'One' });
  draft.put('applications', { ...logger, name: 'Two' });
  expect(draft.diff().updated.applications?.map(([, to]) => to.name)).toEqual(['Two']);
  draft.remove('applications', logger.id);
  expect(draft.diff()).toEqual({ added: {}, updated: {}, removed: { applications: [logger] } });
});

test('[DIFF-6] a diff made for another state is a bug and is refused', () => {
  const plan = smallPlan();
  const diff = deleteWithDependents(plan, { links: ['link-log'] });
  expect(() => applyDiff(applyDiff(plan, diff), diff)).toThrow(/Bug in Partita/);
});
