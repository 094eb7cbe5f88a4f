import { expect, test } from 'vitest';
import { editTarget } from '../../model/commands/target.ts';
import { applyDiff } from '../../model/diff.ts';
import { targetOf } from '../../model/plan.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { recordAt, restored, userFacts } from './user-facts.ts';

const plan = smallPlan();
const original = targetOf(plan);
const spot = { part: 'memories', id: 'dram' } as const;

function edited() {
  const diff = editTarget(plan, spot, { sizeBytes: 2 ** 31, ecc: 'inline' });
  if (!diff.ok) throw new Error('not edited');
  return targetOf(applyDiff(plan, diff.value));
}

test('[TGT-3] facts of the user are listed with their record and their name', () => {
  expect(userFacts(original)).toEqual([]);
  expect(userFacts(edited()).map(({ owner, label }) => [owner, label])).toEqual([
    ['LPDDR4', 'Fitted'],
    ['LPDDR4', 'ECC'],
  ]);
});

test('[TGT-4] a restored fact has the value of the catalogue and is the user’s no longer', () => {
  const back = restored(edited(), original, spot, 'sizeBytes');
  expect(back && recordAt(back, spot)).toMatchObject({
    sizeBytes: 2 ** 30,
    ecc: 'inline',
    provenance: { userFields: ['ecc'] },
  });
  expect(restored(edited(), original, { part: 'memories', id: 'gone' }, 'sizeBytes')).toBeNull();
});
