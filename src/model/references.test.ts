import { expect, test } from 'vitest';
import { applyDiff } from './diff.ts';
import { fromDocument } from './interchange.ts';
import { checkReferences, deleteWithDependents } from './references.ts';
import { smallDocument, smallPlan } from './testing/small-plan.ts';

test('[REF-1] deleting an application takes its tasks, links, chains, placements and channels along', () => {
  const diff = deleteWithDependents(smallPlan(), { applications: ['app-control'] });
  const removed = Object.fromEntries(
    Object.entries(diff.removed).map(([table, records]) => [table, records.map(({ id }) => id)]),
  );
  expect(removed).toEqual({
    applications: ['app-control'],
    tasks: ['task-loop'],
    links: ['link-state'],
    chains: ['chain-1'],
    placements: ['place-1'],
    channels: ['chan-1'],
  });
});

test('[REF-2] deleting a task clears the ends of links and drops its binding', () => {
  const plan = smallPlan();
  const diff = deleteWithDependents(plan, { tasks: ['task-loop'] });
  const next = applyDiff(plan, diff);
  expect(next.links.get('link-state')?.fromTaskId).toBeNull();
  expect(next.placements.get('place-1')?.taskCores).toEqual([]);
  expect(next.applications.size).toBe(plan.applications.size);
});

test('[REF-3] deleting an environment takes what stands in it along', () => {
  const diff = deleteWithDependents(smallPlan(), { environments: ['hv'] });
  expect(diff.removed.environments?.map(({ id }) => id)).toEqual(['hv', 'p1']);
  expect(diff.removed.placements?.map(({ id }) => id)).toEqual(['place-2']);
});

test('[REF-4] no article is put before a word that it may not fit: "a environment" was said', () => {
  const document = smallDocument();
  document.tasks[0]!.applicationId = 'nobody';
  const made = fromDocument(document);
  const messages = made.ok ? [] : made.problems.map(({ message }) => message);
  expect(messages[0]).toMatch(/refers to an unknown application$/);
  expect(messages.join(' ')).not.toMatch(/\ba [aeio]/);
});

test('[REF-4] every dangling reference is named with its place', () => {
  const document = smallDocument();
  document.tasks[0]!.applicationId = 'nobody';
  document.links[1]!.toApplicationId = 'nowhere';
  const result = fromDocument(document);
  expect(
    result.ok ? [] : result.problems.map(({ code, place, found }) => [code, place.pointer, found]),
  ).toEqual([
    ['plan-dangling-reference', '/tasks/0/applicationId', 'nobody'],
    ['plan-dangling-reference', '/links/1/toApplicationId', 'nowhere'],
  ]);
});

test('[REF-5] environments that stand in a circle are refused', () => {
  const document = smallDocument();
  Object.assign(document.layouts[0]!.environments![0]!, { parentId: 'p1' });
  const result = fromDocument(document);
  expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual([
    'plan-environment-cycle',
    'plan-environment-cycle',
  ]);
});

test('[REF-6] a reference into another layout is refused', () => {
  const document = smallDocument();
  Object.assign(document.layouts[1]!, {
    environments: [{ id: 'b-c', parentId: 'hv', name: 'Stray', kind: 'partition' }],
  });
  const result = fromDocument(document);
  expect(result.ok ? [] : result.problems.map(({ code, place }) => [code, place.pointer])).toEqual([
    ['plan-other-layout', '/layouts/1/environments/0/parentId'],
  ]);
});

test('[REF-7] a sound plan has no problems', () => {
  expect(checkReferences(smallPlan(), () => '')).toEqual([]);
});
