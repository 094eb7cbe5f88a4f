/** Section 6: application, environment, core; and what that leaves. */
import type { Budget } from '../../analysis/result.ts';
import { coresOfPlacement } from '../../model/layout-tree.ts';
import type { Placement } from '../../model/layout.ts';
import { alikeNames, stemOf } from '../alike-names.ts';
import { count, inUnit, listed, rangeCells, UNKNOWN, words } from '../cells.ts';
import type { Cell, Figure, Row, Section, SourceKey, Table, Tone } from '../document.ts';
import { withPrinted } from '../printed-rows.ts';
import { applicationName, coreNames, pathText, type ReportFacts } from '../report-facts.ts';

/** How an application is bound to the cores it may use; null without any. */
function bindingOf(placement: Placement, cores: number): string | null {
  if (placement.taskCores.length > 0) return 'by task';
  if (placement.coreIds.length === 1) return 'pinned';
  return cores === 0 ? null : cores > 1 ? 'floats' : 'only core';
}

function placementRows(facts: ReportFacts): readonly Row[] {
  const placed = facts.tree.placements.map((placement): Row => {
    const ofTasks = placement.taskCores.map(
      ({ taskId, coreId }) =>
        `${facts.plan.tasks.get(taskId)?.name ?? taskId} on ${coreNames(facts, [coreId]).join('')}`,
    );
    const cores = coresOfPlacement(facts.tree, placement);
    return {
      id: placement.id,
      cells: [
        words(applicationName(facts, placement.applicationId)),
        count(placement.instances, 'U'),
        words(pathText(facts, placement.environmentId)),
        listed(coreNames(facts, cores), 'none'),
        words(bindingOf(placement, cores.length)),
        listed(ofTasks),
        words(
          placement.reason ?? 'no reason recorded',
          placement.reason === null ? 'quiet' : undefined,
        ),
      ],
    };
  });
  const missing = facts.applications
    .filter(({ id }) => !facts.tree.placementsOf.has(id))
    .map((application): Row => ({
      id: application.id,
      cells: [
        words(application.name),
        count(0, 'U'),
        words('has no place in this layout', 'error'),
        words(null),
        words(null),
        words(null),
        words(null),
      ],
    }));
  return [...placed, ...missing];
}

function placementsTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-6-1',
    caption: 'Who runs where, in what',
    columns: [
      { key: 'application', head: 'Application', weight: 1.5 },
      { key: 'instances', head: 'Instances', numeric: true, weight: 0.8 },
      { key: 'environment', head: 'Environment, from the hardware up', weight: 2.2 },
      { key: 'cores', head: 'Cores', weight: 1.4 },
      { key: 'binding', head: 'Binding', weight: 0.7 },
      { key: 'tasks', head: 'Tasks on cores of their own', weight: 2.4 },
      { key: 'reason', head: 'Reason', weight: 2 },
    ],
    rows: placementRows(facts),
    empty: 'Nothing is placed yet.',
  };
}

const VERDICT_TONES: Readonly<Record<Budget['verdict'], Tone>> = {
  within: 'pass',
  over: 'error',
  unknown: 'unknown',
};

/** @param budget demand against capacity @returns what is left in the worst case; null when unknown */
export function marginOf(budget: Budget): number | null {
  const { capacity, demand, atLeast } = budget;
  return capacity === null || demand.high === null || atLeast ? null : capacity - demand.high;
}

/** Who says the capacity: a core is one core by definition, memory is what a source or the user says. */
function capacityKey(facts: ReportFacts, { kind, capacity, figures }: Budget): SourceKey {
  if (kind === 'cpu') return 'A';
  const figure = figures.find(({ value }) => value === capacity);
  return facts.sources.keyOf(figure?.source ?? 'user');
}

/** @returns cells of a budget: low, typical, high, capacity, margin, verdict */
export function budgetCells(facts: ReportFacts, budget: Budget): readonly Cell[] {
  const margin = marginOf(budget);
  return [
    ...rangeCells(budget.demand, budget.unit, budget.atLeast, 'A'),
    budget.capacity === null
      ? { text: UNKNOWN, value: null, tone: 'unknown' }
      : {
          text: inUnit(budget.capacity, budget.unit),
          value: budget.capacity,
          sources: [capacityKey(facts, budget)],
        },
    margin === null
      ? { text: UNKNOWN, value: null, tone: 'unknown' }
      : {
          text: inUnit(margin, budget.unit),
          value: margin,
          sources: ['A'],
          ...(margin < 0 ? { tone: 'error' as const } : {}),
        },
    {
      text: budget.verdict === 'over' ? '! over' : budget.verdict,
      tone: VERDICT_TONES[budget.verdict],
    },
  ];
}

/** Kinds of which no table of estimates says how the number comes about. */
const EXPLAINED: ReadonlySet<Budget['kind']> = new Set<Budget['kind']>(['cpu', 'instances']);

/** A budget with its cells, and what budgets alike have in common. */
interface DescribedBudget {
  readonly budget: Budget;
  readonly cells: readonly Cell[];
  readonly common: string;
}

/** A formula without the numbers that are part of names: `Camera 1` and `Camera 2` are alike, 10 % and 20 % are not. */
function withoutNumbersOfNames(formula: string, names: readonly string[]): string {
  return names.reduce((text, name) => text.replaceAll(name, stemOf(name)), formula);
}

function described(
  facts: ReportFacts,
  budgets: readonly Budget[],
  explained: boolean,
): readonly DescribedBudget[] {
  const numbered = facts.applications
    .map(({ name }) => name)
    .filter((name) => /\d/.test(name))
    .sort((one, other) => other.length - one.length);
  return budgets.map((budget) => {
    const cells = budgetCells(facts, budget);
    const formula = withoutNumbersOfNames(budget.formula, numbered);
    return {
      budget,
      cells: [...cells, ...(explained ? [words(budget.formula)] : [])],
      common: JSON.stringify([budget.kind, budget.subject.kind, formula, cells]),
    };
  });
}

/** Budgets that differ in nothing but their subject, in one row: idle cores need not be read one by one. */
function budgetRows(all: readonly DescribedBudget[]): readonly Row[] {
  const groups = Map.groupBy(all, ({ budget, cells }) =>
    JSON.stringify([budget.kind, budget.subject.kind, budget.formula, cells]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const names = group.map(({ budget }) => budget.subject.name);
    return first ? [{ id: first.budget.subject.id, cells: [listed(names), ...first.cells] }] : [];
  });
}

/** Budgets whose numbers are the same, of things that differ in a number of their names only, in one row. */
function alikeBudgetRows(all: readonly DescribedBudget[], explained: boolean): readonly Row[] {
  return [...Map.groupBy(all, ({ common }) => common).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names = alikeNames(group.map(({ budget }) => budget.subject.name));
    const formulas = new Set(group.map(({ budget }) => budget.formula));
    const cells = explained ? first.cells.slice(0, -1) : first.cells;
    const { formula } = first.budget;
    const formulaText = formulas.size === 1 ? formula : `${formula} (first; the others alike)`;
    return [
      {
        id: first.budget.subject.id,
        cells: [listed(names), ...cells, ...(explained ? [words(formulaText)] : [])],
      },
    ];
  });
}

/**
 * A table of budgets.
 *
 * @param facts of the report
 * @param id of the table
 * @param caption of the table
 * @param unit of the bare values
 * @param budgets which
 * @param empty what stands there when there are none
 */
export function budgetTable(
  facts: ReportFacts,
  id: string,
  caption: string,
  unit: string,
  budgets: readonly Budget[],
  empty: string,
): Table {
  const numeric = { unit, numeric: true };
  const explained = budgets.some(({ kind }) => EXPLAINED.has(kind));
  const all = described(facts, budgets, explained);
  const table: Table = {
    kind: 'table',
    id,
    caption,
    columns: [
      { key: 'subject', head: 'Of', weight: 2 },
      { key: 'low', head: 'Low', ...numeric },
      { key: 'typical', head: 'Typical', ...numeric },
      { key: 'high', head: 'High', ...numeric },
      { key: 'capacity', head: 'Capacity', ...numeric },
      { key: 'margin', head: 'Margin at high', ...numeric },
      { key: 'verdict', head: 'Verdict' },
      ...(explained ? [{ key: 'formula', head: 'How it comes about', weight: 5 }] : []),
    ],
    rows: budgetRows(all),
    empty,
  };
  return withPrinted(table, alikeBudgetRows(all, explained));
}

export function allocationSection(facts: ReportFacts, layout: readonly Figure[]): Section {
  const cpu = facts.result.budgets.filter((budget) => budget.kind === 'cpu');
  const instances = facts.result.budgets.filter((budget) => budget.kind === 'instances');
  return {
    number: 6,
    id: 'section-6',
    title: 'Allocation',
    parts: [
      { title: 'Places', blocks: [placementsTable(facts)] },
      {
        title: 'Load and margin of the cores',
        blocks: [
          budgetTable(
            facts,
            'table-6-2',
            'CPU demand against capacity; 100 % is one core fully used',
            'core',
            cpu,
            'No demand on a core is known.',
          ),
        ],
      },
      ...(instances.length === 0
        ? []
        : [
            {
              title: 'Copies against documented limits',
              blocks: [
                budgetTable(
                  facts,
                  'table-6-3',
                  'Instances against the limits that are documented',
                  'count',
                  instances,
                  '',
                ),
              ],
            },
          ]),
      { title: 'Layout', blocks: layout },
    ],
  };
}
