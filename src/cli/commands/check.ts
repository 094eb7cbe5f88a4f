/** `partita check`: the rules over every layout, with an exit code that a script can use. */
import { analysePlan } from '../analyse-plan.ts';
import { chooseLayouts } from '../choose-layout.ts';
import { examples, printJson, type AddCommand } from '../command.ts';
import { EXIT_FINDINGS, EXIT_OK } from '../exit-code.ts';
import { countVerdicts, findingsText } from '../findings-text.ts';

interface CheckOptions {
  readonly layout?: string;
  readonly json?: boolean;
}

export const addCheck: AddCommand = (program, runner) => {
  program
    .command('check')
    .description('check the rules; exit code 1 when a layout has error findings')
    .argument('<file>', 'the plan')
    .option('--layout <id or name>', 'check one layout only; all of them by default')
    .option('--json', 'print JSON, and nothing else, on stdout')
    .addHelpText(
      'after',
      examples('check cockpit.partita', 'check cockpit.partita --layout "Static partitions"'),
    )
    .action(
      runner.action(async (run, file: string, { layout, json }: CheckOptions) => {
        const analysed = await analysePlan(run, file, (plan) => chooseLayouts(plan, layout));
        if (!analysed.ok) return analysed.problems;
        const { results } = analysed.value;
        if (json === true) {
          printJson(
            run.io,
            results.map((result) => ({
              layout: result.layout,
              versions: result.versions,
              counts: countVerdicts(result.findings),
              findings: result.findings,
            })),
          );
        } else {
          run.io.stdout(results.map((result) => findingsText(result, run.io.colour)).join('\n'));
        }
        const errors = results.some(({ findings }) =>
          findings.some(({ verdict }) => verdict === 'error'),
        );
        return errors ? EXIT_FINDINGS : EXIT_OK;
      }),
    );
};
