/** `partita targets`, `technologies`, `samples`: what ships with the program. */
import { targetSummary } from '../../catalog/target-summary.ts';
import { clockText } from '../../model/clock.ts';
import { formatBytes } from '../../model/units.ts';
import { examples, printJson, type AddCommand } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';
import { textTable } from '../text-table.ts';

interface ListOptions {
  readonly json?: boolean;
}

const JSON_OPTION = ['--json', 'print JSON, and nothing else, on stdout'] as const;

export const addTargets: AddCommand = (program, runner) => {
  program
    .command('targets')
    .description('list the hardware that a plan can be made for')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('targets', 'targets --json'))
    .action(
      runner.action(async ({ session, io }, { json }: ListOptions) => {
        const reply = await session().call('targets.list', {});
        if (!reply.ok) return reply.problems;
        const summaries = reply.value.targets.map((target) => targetSummary(target));
        if (json === true) {
          printJson(io, summaries);
          return EXIT_OK;
        }
        const rows = summaries.map((each) => [
          each.id,
          each.name,
          String(each.cores),
          each.groups
            .map((group) => `${group.cores} x ${group.coreType} (${clockText(group)})`)
            .join(', '),
          formatBytes(each.dramBytes),
          each.iommu,
        ]);
        io.stdout(
          textTable(
            [
              { head: 'ID' },
              { head: 'NAME' },
              { head: 'CORES', right: true },
              { head: 'OF WHICH' },
              { head: 'DRAM', right: true },
              { head: 'IOMMU' },
            ],
            rows,
          ),
        );
        return EXIT_OK;
      }),
    );
};

export const addTechnologies: AddCommand = (program, runner) => {
  program
    .command('technologies')
    .description('list the isolation technologies of the catalogue')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('technologies', 'technologies --json'))
    .action(
      runner.action(async ({ session, io }, { json }: ListOptions) => {
        const catalogue = await session().catalogue();
        if (!catalogue.ok) return catalogue.problems;
        const technologies = [...catalogue.value.technologies.values()];
        if (json === true) {
          printJson(io, technologies);
          return EXIT_OK;
        }
        io.stdout(
          textTable(
            [
              { head: 'ID' },
              { head: 'NAME' },
              { head: 'FAMILY' },
              { head: 'STATUS' },
              { head: 'FOR' },
            ],
            technologies.map((each) => [
              each.id,
              each.name,
              each.family,
              each.status,
              each.environmentKinds.join(', '),
            ]),
          ),
        );
        return EXIT_OK;
      }),
    );
};

export const addSamples: AddCommand = (program, runner) => {
  program
    .command('samples')
    .description('list the sample plans; "partita new <file> --sample <id>" makes a file of one')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('samples', 'new cockpit.partita --sample gateway-cluster'))
    .action(
      runner.action(async ({ session, io }, { json }: ListOptions) => {
        const reply = await session().call('samples.list', {});
        if (!reply.ok) return reply.problems;
        const { samples } = reply.value;
        if (json === true) {
          printJson(io, samples);
          return EXIT_OK;
        }
        io.stdout(
          textTable(
            [{ head: 'ID' }, { head: 'NAME' }, { head: 'TARGET' }],
            samples.map(({ id, name, targetName }) => [id, name, targetName]),
          ),
        );
        return EXIT_OK;
      }),
    );
};
