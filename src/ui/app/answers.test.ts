import { expect, test } from 'vitest';
import { catalogueOf } from '../../analysis/testing/catalogue-builder.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { answerTo } from './answers.ts';

const NOTHING = catalogueOf([]);

test('[UI-4] orders of priority cross from the worker as plain data, without the plan they were worked out on', () => {
  const plan = smallPlan();
  const ask = { type: 'question', question: 1 } as const;
  const layoutId = 'layout-a';
  const groups = answerTo(plan, NOTHING, {
    ...ask,
    topic: 'priorityGroups',
    about: { layoutId },
  });
  const [group] = groups.answer ?? [];
  if (!group) throw new Error('the small plan has a task on a core of its own');
  const { environmentId, coreId, tasks } = group;
  const proposed = answerTo(plan, NOTHING, {
    ...ask,
    topic: 'priorities',
    about: { layoutId, environmentId, coreId, rule: 'deadline-monotonic' },
  });
  const { answer } = structuredClone(proposed);
  expect(answer).toEqual(proposed.answer);
  if (answer?.kind !== 'proposed') throw new Error('one task has an order');
  expect(answer.effects.map(({ task }) => task.id)).toEqual(tasks.map(({ id }) => id));
  expect(Object.keys(answer.effects[0]?.after ?? {}).sort()).toEqual([
    'reason',
    'responseTimeNs',
    'unstated',
    'verdict',
  ]);
});

test('[UI-4] a layout that has gone is answered by nothing, a fault by its text', () => {
  const ask = { type: 'question', question: 1, topic: 'priorityGroups' } as const;
  const gone = answerTo(smallPlan(), NOTHING, { ...ask, about: { layoutId: 'gone' } });
  expect([gone.answer, gone.failure]).toEqual([null, null]);
  const broken = answerTo({ ...smallPlan(), target: new Map() }, NOTHING, {
    ...ask,
    about: { layoutId: 'layout-a' },
  });
  expect(broken.answer).toBeNull();
  expect(broken.failure).toMatch(/Error/);
});
