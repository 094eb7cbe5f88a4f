/** `partita analyze`: every number the engine has on one layout. */
import { analysePlan } from '../analyse-plan.ts';
import { analysisText } from '../analysis-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import { examples, printJson, type AddCommand } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { invariant } from '../../model/problem.ts';

interface AnalyzeOptions {
  readonly layout?: string;
  readonly json?: boolean;
}

export const addAnalyze: AddCommand = (program, runner) => {
  program
    .command('analyze')
    .description('compute budgets, estimates, response times, latencies and findings of one layout')
    .argument('<file>', 'the plan')
    .option('--layout <id or name>', 'which layout; the first one by default')
    .option('--json', 'print JSON, and nothing else, on stdout')
    .addHelpText(
      'after',
      `${examples(
        'analyze cockpit.partita',
        'analyze cockpit.partita --layout "Static partitions" --json',
      )}
The JSON has at its top level: plan, layout, versions, budgets, estimates, tasks, cores, schedules,
chains, dependencies, findings. Each of tasks has verdict, bound, method, assumptions, responseTimeNs
and slackNs; each of cores its utilisation as an exact ratio; each of schedules what one environment
schedules on one core: demand and supply as exact ratios; each of chains the tightest latency and all bounds.
Its schema is resources/schemas/analysis.schema.json.
`,
    )
    .action(
      runner.action(async (run, file: string, { layout, json }: AnalyzeOptions) => {
        const analysed = await analysePlan(run, file, (plan) => chooseLayout(plan, layout));
        if (!analysed.ok) return analysed.problems;
        for (const result of analysed.value.results) {
          if (json === true) printJson(run.io, result);
          else {
            const tree = layoutTree(analysed.value.opened.plan, result.layout.id);
            invariant(tree !== null, 'a result is of a layout of its plan');
            run.io.stdout(analysisText(result, tree));
          }
        }
        return EXIT_OK;
      }),
    );
};
