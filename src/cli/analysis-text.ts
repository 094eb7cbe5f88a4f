/** A result for a terminal of a hundred columns: budgets, estimates, tasks, chains, and what the rules found. */
import { BUDGET_TITLES, ESTIMATE_TITLES, estimateTitle } from '../analysis/kind-words.ts';
import { amountWords, rangeCellWords } from '../analysis/range-words.ts';
import type { Budget, Estimate, FigureUse, LayoutResult, Subject } from '../analysis/result.ts';
import type { LayoutTree } from '../model/layout-tree.ts';
import { copiesWords, instancesByPlacement } from './copies-column.ts';
import { countsText } from './findings-text.ts';
import { textTable, wrapped, type Column } from './text-table.ts';
import { chainsText, tasksText } from './timing-text.ts';

/** Columns of a terminal that everything fits into. */
const COLUMNS = 100;
/** Findings that the summary names; `check` says all of each. */
const SUMMARISED = ['error', 'warning', 'not-assessed', 'manual'] as const;

const RANGE: readonly Column[] = [
  { head: 'LOW', right: true },
  { head: 'TYPICAL', right: true },
  { head: 'HIGH', right: true },
];

function amount(value: number | null, unit: string): string {
  return value === null ? 'unknown' : amountWords(value, unit);
}

/** Mark before what rests on a figure that the user replaced. */
function mark(figures: readonly FigureUse[]): string {
  return figures.some(({ override }) => override !== null) ? '* ' : '';
}

/** Long lists are cut: their last figure stands for all that are left out. */
function unknownIn(figures: readonly FigureUse[]): number {
  return figures.reduce(
    (sum, { value, standsFor }) => sum + (value === null ? (standsFor ?? 1) : 0),
    0,
  );
}

function sortedKinds(kinds: Iterable<string>, order: readonly string[]): readonly string[] {
  const rank = (kind: string) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  return [...new Set(kinds)].sort((a, b) => rank(a) - rank(b));
}

type Copies = (kind: string, subject: Subject) => string;

/** Rows are of what stands in the first column; where there are several of one, the second says whether of each. */
function section(
  title: string,
  columns: readonly Column[],
  rows: readonly { readonly of: string; readonly copies: string; readonly cells: string[] }[],
): string {
  const several = rows.some(({ copies }) => copies !== '');
  const head = [{ head: 'OF', clip: true }, ...(several ? [{ head: 'COPIES' }] : []), ...columns];
  const lines = rows.map(({ of, copies, cells }) => [of, ...(several ? [copies] : []), ...cells]);
  return `${title}\n${textTable(head, lines, COLUMNS)}\n`;
}

function budgetsText(budgets: readonly Budget[], copiesOf: Copies): string {
  const kinds = sortedKinds(
    budgets.map(({ kind }) => kind),
    Object.keys(BUDGET_TITLES),
  );
  const columns = [...RANGE, { head: 'CAPACITY', right: true }, { head: 'VERDICT' }];
  return kinds
    .map((kind) => {
      const rows = budgets
        .filter((budget) => budget.kind === kind)
        .map(({ subject, demand, capacity, unit, verdict, atLeast, figures }) => ({
          of: `${mark(figures)}${subject.name}`,
          copies: copiesOf(kind, subject),
          cells: [
            ...rangeCellWords({ ...demand, unit, atLeast }),
            amount(capacity, unit),
            verdict.toUpperCase(),
          ],
        }));
      return section(`BUDGET: ${BUDGET_TITLES[kind as Budget['kind']]}`, columns, rows);
    })
    .join('');
}

function estimatesText(estimates: readonly Estimate[], copiesOf: Copies): string {
  const kinds = sortedKinds(
    estimates.map(({ kind }) => kind),
    Object.keys(ESTIMATE_TITLES),
  );
  const columns = [...RANGE, { head: 'FIGURES', right: true }, { head: 'UNKNOWN', right: true }];
  return kinds
    .map((kind) => {
      const rows = estimates
        .filter((estimate) => estimate.kind === kind)
        .map(({ subject, unit, atLeast, figures, ...range }) => ({
          of: `${mark(figures)}${subject.name}`,
          copies: copiesOf(kind, subject),
          cells: [
            ...rangeCellWords({ ...range, unit, atLeast }),
            String(figures.length),
            String(unknownIn(figures)),
          ],
        }));
      return section(`ESTIMATE: ${estimateTitle(kind)}`, columns, rows);
    })
    .join('');
}

function findingsSummary({ findings }: LayoutResult): string {
  const lines = SUMMARISED.flatMap((verdict) =>
    findings
      .filter((finding) => finding.verdict === verdict)
      .map(({ rule, message }) =>
        wrapped(`${verdict.toUpperCase()}  ${rule}  ${message}`, COLUMNS, '    '),
      ),
  );
  return `FINDINGS: ${countsText(findings)}\n${lines.join('')}`;
}

/** Reasons behind the marks, each once. */
function replacedText({ budgets, estimates }: LayoutResult): string {
  const figures = [...budgets, ...estimates].flatMap((each) => each.figures);
  const reasons = new Set(figures.flatMap(({ override }) => override ?? []));
  return [...reasons]
    .map((reason) => wrapped(`* rests on a figure set by you: ${reason}`, COLUMNS, '    '))
    .join('');
}

/**
 * @param result of one layout
 * @param tree the layout
 * @returns lines of at most a hundred columns, long names cut
 */
export function analysisText(result: LayoutResult, tree: LayoutTree): string {
  const copiesOf = copiesWords(tree);
  const { engine, catalogue } = result.versions;
  const replaced = replacedText(result);
  return [
    `${result.plan.name}: ${result.layout.name} (engine ${engine}, catalogue ${catalogue})\n`,
    'Low, typical and high; "≥": a part is unknown, so that the high end is, too.\n\n',
    budgetsText(result.budgets, copiesOf),
    estimatesText(result.estimates, copiesOf),
    replaced === '' ? '' : `${replaced}\n`,
    tasksText(result, instancesByPlacement(tree), COLUMNS),
    chainsText(result, COLUMNS),
    findingsSummary(result),
    '\n"partita check" says about every finding what it rests on and what helps.\n',
  ].join('');
}
