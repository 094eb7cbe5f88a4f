/** `partita analyze`: every number the engine has on one layout. */
import type { Budget, LayoutResult } from '../../analysis/result.ts';
import { formatBytes, formatNs, formatNumber, formatShare } from '../../model/units.ts';
import { analysePlan } from '../analyse-plan.ts';
import { chooseLayout } from '../choose-layout.ts';
import { examples, printJson, type AddCommand } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';
import { textTable } from '../text-table.ts';

/** A budget's value in its unit; `unknown` for null. */
function amount(value: number | null, unit: Budget['unit']): string {
  if (value === null) return 'unknown';
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'ns') return formatNs(value);
  return unit === 'core' ? formatShare(value) : formatNumber(value);
}

function analysisText(result: LayoutResult): string {
  const rows = result.budgets.map(({ kind, subject, demand, capacity, unit, verdict, atLeast }) => [
    kind,
    subject.name,
    amount(demand.low, unit),
    amount(demand.typical, unit),
    `${atLeast && demand.high !== null ? 'at least ' : ''}${amount(demand.high, unit)}`,
    amount(capacity, unit),
    verdict.toUpperCase(),
  ]);
  const table = textTable(
    [
      { head: 'BUDGET' },
      { head: 'OF' },
      { head: 'LOW', right: true },
      { head: 'TYPICAL', right: true },
      { head: 'HIGH', right: true },
      { head: 'CAPACITY', right: true },
      { head: 'VERDICT' },
    ],
    rows,
  );
  const { engine, catalogue } = result.versions;
  return `${result.plan.name}: ${result.layout.name} (engine ${engine}, catalogue ${catalogue})\n\n${table}`;
}

interface AnalyzeOptions {
  readonly layout?: string;
  readonly json?: boolean;
}

export const addAnalyze: AddCommand = (program, runner) => {
  program
    .command('analyze')
    .description('compute budgets, estimates and findings of one layout')
    .argument('<file>', 'the plan')
    .option('--layout <id or name>', 'which layout; the first one by default')
    .option('--json', 'print JSON, and nothing else, on stdout')
    .addHelpText(
      'after',
      `${examples(
        'analyze cockpit.partita',
        'analyze cockpit.partita --layout "Static partitions" --json',
      )}
The JSON has at its top level: plan, layout, versions, budgets, estimates, tasks, chains, findings.
Its schema is resources/schemas/analysis.schema.json.
`,
    )
    .action(
      runner.action(async (run, file: string, { layout, json }: AnalyzeOptions) => {
        const analysed = await analysePlan(run, file, (plan) => chooseLayout(plan, layout));
        if (!analysed.ok) return analysed.problems;
        for (const result of analysed.value.results) {
          if (json === true) printJson(run.io, result);
          else run.io.stdout(analysisText(result));
        }
        return EXIT_OK;
      }),
    );
};
