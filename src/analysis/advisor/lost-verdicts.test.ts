import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { countingIds } from '../../model/testing/small-plan.ts';
import { analyze } from '../analyze.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { advise } from './advise.ts';
import { convertLayout } from './convert-layout.ts';
import { formerErrors } from './lost-verdicts.ts';
import { lostWords, ranked, type Ranked } from './ranking.ts';

const TECHNOLOGIES = new URL('../../../resources/technologies/', import.meta.url);
const files = readdirSync(TECHNOLOGIES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file): [string, string] => [
    file.replaceAll('\\', '/'),
    readFileSync(new URL(file.replaceAll('\\', '/'), TECHNOLOGIES), 'utf8'),
  ]);
const decoded = decodeCatalogue(new Map(files));
if (!decoded.ok) throw new Error('no catalogue');
const catalogue = decoded.value;
const MS = 1_000_000;

/** Two applications on one image; one task meets its deadline, one misses it. */
function pinned(bound: boolean): Plan {
  const builder = new PlanBuilder()
    .environment('image', 'os', null, {
      coreIds: ['c0', 'c1', 'c2', 'c3'],
      os: { family: 'freertos' },
      scheduler: 'fixed-priority',
    })
    .application('one', { os: 'freertos' })
    .application('two', { os: 'freertos' })
    .task('meets', 'one', MS, 10 * MS, { priority: 1 })
    .task('misses', 'two', 12 * MS, 10 * MS, { priority: 1 });
  return (
    bound
      ? builder
          .place('one', 'image', [], { taskCores: [{ taskId: 'meets', coreId: 'c2' }] })
          .place('two', 'image', [], { taskCores: [{ taskId: 'misses', coreId: 'c3' }] })
      : builder.place('one', 'image', ['c0']).place('two', 'image', ['c1'])
  ).plan();
}

const verdictsOf = (plan: Plan, layoutId: string) =>
  analyze(plan, layoutId, catalogue).tasks.map(({ task, verdict, coreId }) => [
    task.id,
    verdict,
    coreId,
  ]);

const BAO = { way: 'partition', hypervisorId: 'bao', guestId: null, engineId: null } as const;

describe('what is decided today', () => {
  it.each([true, false])('[CONVERT-9] keeps core and scheduler, tasks bound: %s', (bound) => {
    const plan = pinned(bound);
    const before = verdictsOf(plan, 'layout');
    expect(before.map(([, verdict]) => verdict)).toEqual(['proven-ok', 'proven-miss']);
    const made = convertLayout(plan, catalogue, { layoutId: 'layout', to: BAO }, countingIds());
    if (!made.ok) throw new Error('not converted');
    expect(verdictsOf(applyDiff(plan, made.value.diff), made.value.layoutId)).toEqual(before);
  });

  it('[ADVICE-5] a proof and a miss that nobody could judge any more are counted and said', () => {
    const advice = advise(pinned(true), { layoutId: 'layout', applicationIds: [] }, catalogue);
    const kept = advice.ranked.find(({ candidate }) => candidate.hypervisorId === 'bao');
    expect(kept?.lost).toEqual({ deadlines: 0, chains: 0, misses: 0 });
    expect(kept?.former.mends).not.toContain('RT-1');
    expect(lostWords({ deadlines: 21, chains: 1, misses: 2 })).toEqual([
      '21 deadlines and 1 chain limit proven today would be unknown',
      '2 known misses would be unknown',
    ]);
  });

  it('[ADVICE-3] [ADVICE-5] what loses proofs never stands before what keeps them', () => {
    const advice = advise(pinned(true), { layoutId: 'layout', applicationIds: [] }, catalogue);
    const first = advice.ranked.find(({ candidate }) => candidate.hypervisorId === 'bao');
    if (!first) throw new Error('no candidate');
    const loses: Ranked = { ...first, lost: { deadlines: 21, chains: 0, misses: 0 } };
    expect(ranked([loses, first]).map(({ lost }) => lost.deadlines)).toEqual([0, 21]);
    expect(ranked([loses])[0]?.because).toContain('21 deadlines proven today would be unknown');
  });

  it('[ADVICE-3] what places nothing never stands before what places all', () => {
    const { ranked: order } = advise(
      pinned(true),
      { layoutId: 'layout', applicationIds: [] },
      catalogue,
    );
    const docker = order.findIndex(({ candidate }) => candidate.way === 'container');
    const bao = order.findIndex(({ candidate }) => candidate.hypervisorId === 'bao');
    expect(order[docker]?.because).toMatch(/^2 applications without a place/);
    expect(docker).toBeGreaterThan(bao);
  });

  it('[ADVICE-5] from broken to not assessed is not mended; to a pass it is', () => {
    const plan = pinned(true);
    const { findings } = analyze(plan, 'layout', catalogue);
    const misses = findings.filter(({ rule, verdict }) => rule === 'RT-1' && verdict === 'error');
    expect(misses).toHaveLength(1);
    const open = misses.map((each) => ({ ...each, verdict: 'not-assessed' as const }));
    expect(formerErrors(misses, open)).toEqual({ mends: [], unjudged: ['RT-1'] });
    const pass = misses.map((each) => ({ ...each, verdict: 'pass' as const }));
    expect(formerErrors(misses, pass)).toEqual({ mends: ['RT-1'], unjudged: [] });
  });
});
