import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setProposedBudgets, type PeriodicBudget } from '../../model/commands/generated-table.ts';
import { applyDiff } from '../../model/diff.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import {
  proposeBudgets,
  statedSwitchNs,
  withoutBudget,
  type BudgetWish,
} from './propose-budgets.ts';
import { tableForBudgets } from './table-for-budgets.ts';
import { tryTable } from './table-trial.ts';

type Seed = Readonly<Record<string, unknown>>;
const MS = 1_000_000;
const SWITCH = { switchNs: 100_000, tickNs: 10_000 };
const WISH: BudgetWish = { ...SWITCH, periodNs: null };

/** Three partitions of one core: tasks of 2/20 and 3/40, 3/25 and 5/50, 8/100 and 10/200 ms. */
function partitions(
  seeds: Readonly<Record<string, Seed>> = {},
  hypervisor: Seed = {},
): PlanBuilder {
  const tasks = { fcs: [2, 20, 3, 40], nav: [3, 25, 5, 50], disp: [8, 100, 10, 200] };
  const builder = new PlanBuilder().environment('hv', 'hypervisor', null, {
    ...{ coreIds: ['c0'], scheduler: 'windows' },
    ...hypervisor,
  });
  for (const [id, [c1 = 0, t1 = 0, c2 = 0, t2 = 0]] of Object.entries(tasks)) {
    const scheduler = 'fixed-priority';
    builder
      .environment(id, 'partition', 'hv', { scheduler, contextSwitchNs: 0, ...seeds[id] })
      .application(`app-${id}`)
      .task(`${id}-1`, `app-${id}`, c1 * MS, t1 * MS, { priority: 2 })
      .task(`${id}-2`, `app-${id}`, c2 * MS, t2 * MS, { priority: 1 })
      .place(`app-${id}`, id, ['c0']);
  }
  return builder;
}

function treeOf(builder: PlanBuilder) {
  const tree = layoutTree(builder.plan(), 'layout');
  if (!tree) throw new Error('no layout');
  return tree;
}

const propose = (
  builder: PlanBuilder,
  wish = WISH,
  ids = withoutBudget(treeOf(builder)).map(({ id }) => id),
) => proposeBudgets(builder.plan(), 'layout', catalogueOf(), ids, wish);

const reasonsOf = (builder: PlanBuilder) =>
  propose(builder).map((each) => (each.kind === 'none' ? each.reason : null));

describe('budgets from the demand of tasks', () => {
  it('[BUDGETS-1] a table for the best ones proves every deadline', () => {
    const builder = partitions();
    const budgets = propose(builder).map((each): PeriodicBudget => {
      if (each.kind === 'none' || !each.best) throw new Error('none proposed');
      const { period: periodNs, budget: budgetNs } = each.best;
      return { environmentId: each.environmentId, periodNs, budgetNs };
    });
    expect(budgets.map(({ environmentId }) => environmentId)).toEqual(['fcs', 'nav', 'disp']);
    const plan = builder.plan();
    const stated = setProposedBudgets(plan, budgets);
    if (!stated.ok) throw new Error('refused');
    const tree = layoutTree(applyDiff(plan, stated.value), 'layout');
    const made =
      tree &&
      tableForBudgets(tree, {
        ...SWITCH,
        ...{ frameId: null, shape: 'even', leastWindowNs: null, coreName: String },
      });
    if (made?.kind !== 'table') throw new Error(made?.reason ?? 'no layout');
    const generated = { frameId: null, settings: SWITCH, table: made, budgets };
    const rows = tryTable(plan, 'layout', catalogueOf(), generated)?.rows ?? [];
    expect(rows.map(({ verdict }) => verdict)).toEqual(
      Array.from({ length: 6 }, () => 'proven-ok'),
    );
    // A budget is stated with where it comes from, and what was said before stays.
    const after = applyDiff(plan, stated.value).environments.get('fcs');
    expect(after?.timingSource).toContain('proposed from the demand of its tasks');
  });

  it('[BUDGETS-1] no cheaper candidate is left: shares with switches, and no best one where switches are unknown', () => {
    const [fcs] = propose(partitions());
    if (fcs?.kind !== 'budgets' || !fcs.best) throw new Error('none proposed');
    const share = ({ period, budget }: { period: number; budget: number }) =>
      (budget + SWITCH.switchNs) / period;
    expect(fcs.candidates.map(({ period }) => period / MS)).toEqual([1, 1.25, 2, 2.5, 4, 5, 10]);
    for (const each of fcs.candidates) expect(share(fcs.best)).toBeLessThanOrEqual(share(each));
    expect(fcs.taskNames).toEqual(['fcs-1', 'fcs-2']);
    const [silent] = propose(partitions(), { ...WISH, switchNs: null, periodNs: 10 * MS });
    if (silent?.kind !== 'budgets') throw new Error('none proposed');
    expect(silent.best).toBeNull();
    expect(silent.asked).toEqual(fcs.candidates.find(({ period }) => period === 10 * MS));
    const tree = (seed: Seed) => treeOf(partitions({}, seed));
    const switchOf = (seed: Seed) =>
      statedSwitchNs(tree(seed), tree(seed).environmentById.get('fcs') as never);
    expect([switchOf({}), switchOf({ scheduler: 'edf', contextSwitchNs: 7 })]).toEqual([null, 14]);
  });

  it('[BUDGETS-1] the period that takes least is chosen with budget and switch on the tick', () => {
    // 0.1 ms is a whole tick of a table on milliseconds.
    const [fcs] = propose(partitions(), { switchNs: 100_000, tickNs: MS, periodNs: null });
    if (fcs?.kind !== 'budgets' || !fcs.best) throw new Error('none proposed');
    expect(fcs.switchNs).toBe(MS);
    const share = ({ period, budget }: { period: number; budget: number }) =>
      (budget + MS) / period;
    expect(fcs.candidates.map(({ period }) => period / MS)).toEqual([1, 2, 4, 5, 10]);
    for (const each of fcs.candidates) {
      expect(each.budget % MS).toBe(0);
      expect(share(fcs.best)).toBeLessThanOrEqual(share(each));
    }
    // Not rounded, 1 ms in every 2 ms would seem to take least of what fits.
    expect(fcs.best.period).toBeGreaterThan(2 * MS);
  });

  it('[BUDGETS-2] says who gets none, and which task lacks what', () => {
    const bare = partitions({ nav: { scheduler: 'fair' } }).task('x', 'app-fcs', null, MS, {
      priority: 9,
    });
    const [fcs, nav, disp] = reasonsOf(bare);
    expect(fcs).toContain('the WCET of "x" on this core is unknown');
    expect(nav).toContain('shares time fairly');
    expect(disp).toBeNull();
    const waits = partitions().task('x', 'app-fcs', MS, 50 * MS, { priority: 9, suspensionNs: 1 });
    expect(reasonsOf(waits)[0]).toContain('"x" suspends itself');
    const late = partitions().task('x', 'app-fcs', 5 * MS, 50 * MS, {
      priority: 0,
      deadlineNs: 5 * MS,
    });
    expect(reasonsOf(late)[0]).toContain('they miss deadlines even on a core of their own');
    const empty = partitions().environment('idle', 'partition', 'hv');
    expect(reasonsOf(empty)[3]).toContain('no task with a core stands in it');
    const stated = { server: { kind: 'periodic', periodNs: 10 * MS, budgetNs: MS } };
    expect(withoutBudget(treeOf(partitions({ fcs: stated })))).toHaveLength(2);
  });

  it('[BUDGETS-3] the analysis proves all deadlines with the least budget, and not all with one less', () => {
    const seen = { served: 0, refused: 0 };
    const anyTask = fc.record({
      wcet: fc.integer({ min: 1, max: 5 }),
      period: fc.constantFrom(12, 20, 24, 40),
      jitterNs: fc.constantFrom(0, 0, 3),
      priority: fc.integer({ min: 1, max: 3 }),
      preemption: fc.constantFrom('preemptive', 'preemptive', 'cooperative', 'non-preemptive'),
      instances: fc.constantFrom(1, 1, 2),
      blockingNs: fc.constantFrom(null, null, 2),
    });
    const scene = fc.record({
      tasks: fc.array(anyTask, { minLength: 1, maxLength: 3 }),
      periodNs: fc.integer({ min: 2, max: 12 }),
      scheduler: fc.constantFrom('fixed-priority', 'edf'),
    });
    const planOf = (
      {
        tasks,
        scheduler,
      }: {
        tasks: readonly {
          wcet: number;
          period: number;
          jitterNs: number;
          priority: number;
          preemption: string;
          instances: number;
          blockingNs: number | null;
        }[];
        scheduler: string;
      },
      server: Seed | null,
    ) => {
      const builder = new PlanBuilder()
        .environment('hv', 'hypervisor', null, {
          coreIds: ['c0'],
          scheduler: 'edf',
          contextSwitchNs: 0,
        })
        .environment('p', 'partition', 'hv', { scheduler, contextSwitchNs: 0, server });
      for (const [at, { wcet, period, instances, preemption, ...rest }] of tasks.entries()) {
        builder
          .application(`a${at}`)
          .task(`t${at}`, `a${at}`, wcet, period, {
            ...rest,
            preemption: scheduler === 'edf' ? 'preemptive' : preemption,
          })
          .place(`a${at}`, 'p', ['c0'], { instances });
      }
      return builder;
    };
    fc.assert(
      fc.property(scene, (drawn) => {
        const { periodNs } = drawn;
        const wish = { switchNs: null, tickNs: null, periodNs };
        const [proposal] = propose(planOf(drawn, null), wish, ['p']);
        const asked = proposal?.kind === 'budgets' ? proposal.asked : null;
        const isProven = (budgetNs: number) =>
          planOf(drawn, { kind: 'periodic', periodNs, budgetNs })
            .analyze()
            .tasks.every(({ verdict }) => verdict === 'proven-ok');
        if (asked) {
          seen.served += 1;
          expect(isProven(asked.budget)).toBe(true);
          if (asked.budget > 1) expect(isProven(asked.budget - 1)).toBe(false);
        } else {
          seen.refused += 1;
          expect(isProven(periodNs)).toBe(false);
        }
      }),
      { seed: 7, numRuns: 150 },
    );
    expect(seen.served).toBeGreaterThan(60);
    expect(seen.refused).toBeGreaterThan(4);
  });
});
