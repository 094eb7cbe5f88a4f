/** `partita info`: what a plan holds, without analysing it. */
import { targetSummary } from '../../catalog/target-summary.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { infoOf, rows, targetOf } from '../../model/plan.ts';
import { formatBytes } from '../../model/units.ts';
import { examples, printJson, printNotices, type AddCommand } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';
import type { OpenedPlan } from '../session.ts';
import { textTable } from '../text-table.ts';

/** What `info --json` prints. */
function infoDocument({ plan, revision, path }: OpenedPlan) {
  const { id, name, description, author, status } = infoOf(plan);
  const target = targetSummary(targetOf(plan));
  return {
    file: path,
    plan: { id, name, description, author, status },
    revision,
    target: {
      id: target.id,
      name: target.name,
      category: target.category,
      cores: target.cores,
      applicationCores: target.applicationCores,
      groups: target.groups,
      dramBytes: target.dramBytes,
      caches: targetOf(plan).caches.length,
      memories: targetOf(plan).memories.length,
      devices: targetOf(plan).devices.length,
    },
    counts: {
      applications: plan.applications.size,
      tasks: plan.tasks.size,
      links: plan.links.size,
      chains: plan.chains.size,
      layouts: plan.layouts.size,
    },
    layouts: rows(plan.layouts).map((layout) => {
      const tree = layoutTree(plan, layout.id);
      const placed = new Set(tree?.placements.map((placement) => placement.applicationId));
      return {
        id: layout.id,
        name: layout.name,
        environments: tree?.environments.length ?? 0,
        placedApplications: placed.size,
        unplacedApplications: plan.applications.size - placed.size,
        regions: tree?.regions.length ?? 0,
        grants: tree?.grants.length ?? 0,
        channels: tree?.channels.length ?? 0,
      };
    }),
  };
}

function infoText(document: ReturnType<typeof infoDocument>): string {
  const { plan, target, counts, layouts } = document;
  const lines = [
    `${plan.name} (${plan.status}), revision ${document.revision}`,
    `Target:       ${target.name} (${target.id}), ${target.cores} cores, DRAM ${formatBytes(target.dramBytes)}`,
    `Applications: ${counts.applications}, tasks ${counts.tasks}, links ${counts.links}, chains ${counts.chains}`,
    '',
  ].join('\n');
  if (layouts.length === 0) return `${lines}No layouts yet.\n`;
  const columns = [
    { head: 'LAYOUT' },
    { head: 'NAME' },
    { head: 'ENVIRONMENTS', right: true },
    { head: 'PLACED', right: true },
    { head: 'CHANNELS', right: true },
  ];
  const table = textTable(
    columns,
    layouts.map((each) => [
      each.id,
      each.name,
      String(each.environments),
      `${each.placedApplications} of ${counts.applications}`,
      `${each.channels} of ${counts.links}`,
    ]),
  );
  return `${lines}\n${table}`;
}

export const addInfo: AddCommand = (program, runner) => {
  program
    .command('info')
    .description('say what a plan holds')
    .argument('<file>', 'the plan')
    .option('--json', 'print JSON, and nothing else, on stdout')
    .addHelpText('after', examples('info cockpit.partita', 'info cockpit.partita --json'))
    .action(
      runner.action(async (run, file: string, { json }: { json?: boolean }) => {
        const opened = await run.session().open(run.path(file));
        if (!opened.ok) return opened.problems;
        printNotices(run.io, opened.value.notices);
        const document = infoDocument(opened.value);
        if (json === true) printJson(run.io, document);
        else run.io.stdout(infoText(document));
        return EXIT_OK;
      }),
    );
};
