import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diff } from '../model/diff.ts';
import { infoOf, type Plan } from '../model/plan.ts';
import { smallPlan } from '../model/testing/small-plan.ts';
import { checkDiff } from './diff-check.ts';
import type { OpenPlan } from './open-plan.ts';
import { Plans } from './plans.ts';

let folder = '';
let plans: Plans;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partita-open-'));
  plans = new Plans(join(folder, 'data'));
});
afterEach(() => {
  plans.leaveAll();
  rmSync(folder, { recursive: true, force: true });
});

function opened(): OpenPlan {
  const open = plans.create(smallPlan(), false);
  if (!open.ok) throw new Error(JSON.stringify(open.problems));
  return open.value;
}

function described(plan: Plan, description: string): Diff {
  const info = infoOf(plan);
  return { added: {}, updated: { info: [[info, { ...info, description }]] }, removed: {} };
}

describe('an open plan', () => {
  test('[HOST-29] an edit that finds no room is said, changes nothing, and the next one works', () => {
    const open = opened();
    open.database.limitTo(0);
    const large = open.apply(0, 'Describe', described(open.plan, 'x'.repeat(8000)));
    expect(!large.ok && large.problems.map(({ code }) => code)).toEqual(['disk-full']);
    expect(open.position()).toMatchObject({ revision: 0, history: { undo: null } });
    expect(infoOf(open.plan).description).toBeNull();
    open.database.limitTo(1000);
    const again = open.apply(0, 'Describe', described(open.plan, 'x'.repeat(8000)));
    expect(again).toMatchObject({ ok: true, value: { revision: 1 } });
  });

  test('[HOST-30] memory and disk say the same after a save, a failed save, and another save', () => {
    const open = opened();
    const path = join(folder, 'a.partita');
    expect(open.save(path, false)).toEqual({ ok: true, value: { path } });
    open.apply(0, 'Describe', described(open.plan, 'one'));
    const foreign = Buffer.concat([readFileSync(path), Buffer.from('changed by another program')]);
    writeFileSync(path, foreign);
    const refused = open.save(null, false);
    expect(!refused.ok && refused.problems[0]?.code).toBe('file-changed');
    expect(open.position().saved).toBe(false);
    expect(readFileSync(path).equals(foreign)).toBe(true);
    expect(open.save(null, true).ok).toBe(true);
    expect(open.position().saved).toBe(true);
    expect(open.save(null, false).ok).toBe(true);
    expect(statSync(`${path}.bak`).isFile()).toBe(true);
  });
});

describe('a diff from outside', () => {
  const plan = smallPlan();
  const info = infoOf(plan);
  const application = plan.applications.get('app-logger');
  if (!application) throw new Error('no application');
  const added = { ...application, id: 'app-new' };
  const changed = { ...application, name: 'Recorder' };

  const refused: readonly (readonly [string, Diff])[] = [
    ['adds a record twice', { added: { applications: [added, added] }, updated: {}, removed: {} }],
    [
      'changes a record twice',
      {
        added: {},
        updated: {
          applications: [
            [application, changed],
            [application, changed],
          ],
        },
        removed: {},
      },
    ],
    [
      'changes and removes a record',
      {
        added: {},
        updated: { applications: [[application, changed]] },
        removed: { applications: [application] },
      },
    ],
    [
      'changes a record that is otherwise',
      {
        added: {},
        updated: { applications: [[changed, application]] },
        removed: {},
      },
    ],
    [
      'removes a record that is otherwise',
      { added: {}, updated: {}, removed: { applications: [changed] } },
    ],
    [
      'gives a record another id',
      {
        added: {},
        updated: { info: [[info, { ...info, id: 'other' }]] },
        removed: {},
      },
    ],
    [
      'adds a record that is there',
      { added: { applications: [application] }, updated: {}, removed: {} },
    ],
  ];
  test.each(refused)('[HOST-9] that %s is refused', (_what, diff) => {
    const problems = checkDiff(plan, diff);
    expect(problems.length).toBeGreaterThan(0);
    for (const { code } of problems) expect(code).toBe('plan-conflict');
  });

  test('[HOST-9] that fits is accepted', () => {
    expect(
      checkDiff(plan, {
        added: { applications: [added] },
        updated: { applications: [[application, changed]] },
        removed: {},
      }),
    ).toEqual([]);
  });
});
