import { describe, expect, it } from 'vitest';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import type { Plan } from '../../model/plan.ts';
import { catalogueOf } from '../testing/catalogue-builder.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { keepWindows, lostWindows, otherWindows } from './kept-windows.ts';
import { noBudgetAdvice } from './no-budget.ts';
import { budgetNeeds, tableForBudgets } from './table-for-budgets.ts';
import { tryTable } from './table-trial.ts';

type Seed = Readonly<Record<string, unknown>>;
const MS = 1_000_000;
const BUDGET = { server: { kind: 'periodic', budgetNs: 3 * MS, periodNs: 5 * MS } };

/** A partition with a budget on one core, and two with windows and no budget: one beside it, one on the other core. */
function scene(hypervisor: Seed = { scheduler: 'windows' }, planned: Seed = BUDGET): PlanBuilder {
  const inside = { scheduler: 'fixed-priority', contextSwitchNs: 0 };
  const builder = new PlanBuilder().environment('hv', 'hypervisor', null, {
    ...{ coreIds: ['c0', 'c1'], ...hypervisor },
  });
  for (const [id, core, seed] of [
    ['planned', 'c0', planned],
    ['beside', 'c0', {}],
    ['other', 'c1', {}],
  ] as const) {
    builder
      .environment(id, 'partition', 'hv', { coreIds: [core], ...inside, ...seed })
      .application(`app-${id}`)
      .task(`${id}-task`, `app-${id}`, MS, 20 * MS, { priority: 1 })
      .place(`app-${id}`, id, [core]);
  }
  return builder
    .frame('frame', 10 * MS, { switchNs: 0 })
    .window('w1', 'frame', 'c0', 'planned', 0, 4 * MS)
    .window('w2', 'frame', 'c0', 'beside', 4 * MS, 6 * MS)
    .window('w3', 'frame', 'c1', 'other', 0, 9 * MS);
}

function treeOf(plan: Plan): LayoutTree {
  const tree = layoutTree(plan, 'layout');
  if (!tree) throw new Error('no layout');
  return tree;
}

function tableOf(tree: LayoutTree) {
  const wish = { tickNs: null, switchNs: 0, shape: 'even', leastWindowNs: null } as const;
  const made = tableForBudgets(tree, { ...wish, frameId: 'frame', coreName: String });
  if (made.kind === 'none') throw new Error(made.reason);
  return made;
}

describe('what a generated table does to a layout', () => {
  it('[TABLE-4] names every proof that is lost, also of partitions and cores that it does not plan', () => {
    const plan = scene().plan();
    const tree = treeOf(plan);
    const table = tableOf(tree);
    const generated = { frameId: 'frame', settings: {}, table, budgets: [] };
    const trial = tryTable(plan, 'layout', catalogueOf(), generated);
    expect(trial?.rows.map(({ task }) => task.id)).toEqual(['planned-task']);
    expect(trial?.worse.map(({ subject, before, after }) => [subject.id, before, after])).toEqual([
      ['beside-task', 'proven-ok', 'unknown'],
      ['other-task', 'proven-ok', 'unknown'],
    ]);
    expect(trial?.better).toEqual([]);
    expect(trial?.errors).toEqual([
      expect.stringContaining('CORE-2: core 0 given to "planned" and "beside"'),
      expect.stringContaining('RT-7: "hv" schedules by windows, and there is none for "beside"'),
    ]);
    const lost = lostWindows(tree, tree.frames[0] ?? null, table);
    expect(lost.map(({ environment, coreIds }) => [environment.id, coreIds])).toEqual([
      ['beside', ['c0']],
      ['other', ['c1']],
    ]);
  });

  it('[TABLE-3] keeps the windows of cores without a budget, and with them their proofs', () => {
    const plan = scene().plan();
    const tree = treeOf(plan);
    const made = tableOf(tree);
    const frame = tree.frames[0];
    const others = otherWindows(tree, frame ?? null, made);
    expect(others.coreIds).toEqual(['c1']);
    const joint = frame ? keepWindows(made, frame, others.windows) : null;
    if (joint?.kind !== 'table') throw new Error('not kept');
    const generated = { frameId: 'frame', settings: {}, table: joint.table, budgets: [] };
    const trial = tryTable(plan, 'layout', catalogueOf(), generated);
    expect(trial?.worse.map(({ subject }) => subject.id)).toEqual(['beside-task']);
  });

  it('[TABLE-4] what becomes proven is named, the best gain first', () => {
    const bare = scene({ scheduler: 'windows' }).plan();
    const plan = { ...bare, windows: new Map(), frames: new Map() };
    const table = tableOf(treeOf(plan));
    const generated = { frameId: null, settings: { switchNs: 0 }, table, budgets: [] };
    const trial = tryTable(plan, 'layout', catalogueOf(), generated);
    expect(trial?.better.map(({ subject, after }) => [subject.id, after])).toEqual([
      ['planned-task', 'proven-ok'],
    ]);
    expect(trial?.worse).toEqual([]);
  });

  it('[TABLE-2] a core that follows another frame is left out, and the frame is named', () => {
    const { needs, leftOut } = budgetNeeds(treeOf(scene().plan()), 'another');
    expect(needs).toEqual([]);
    expect(leftOut).toEqual([
      expect.stringMatching(/"planned".*"frame": a core follows one frame/),
    ]);
  });

  it('[TABLE-2] says what to state, and where, when there is no budget', () => {
    const advice = (builder: PlanBuilder) => noBudgetAdvice(treeOf(builder.plan()), []);
    expect(advice(scene({}, {}))).toContain(
      'select "planned", "beside" and "other" and state under',
    );
    const unstated = new PlanBuilder()
      .environment('xen', 'hypervisor', null, { coreIds: ['c0'], scheduler: 'credit' })
      .environment('p', 'partition', 'xen');
    expect(advice(unstated)).toContain(
      'Select "xen" and set under Scheduling its scheduler to "windows of a static table" (now: credit)',
    );
    const cells = new PlanBuilder()
      .environment('jh', 'hypervisor', null, { technologyId: 'jailhouse' })
      .environment('p', 'partition', 'jh');
    expect(advice(cells)).toContain('"jh" gives each core to one partition');
    expect(advice(new PlanBuilder())).toContain('no hypervisor with partitions');
  });
});
