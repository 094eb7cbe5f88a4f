/** Published systems of several cores, budgets or messages, typed as plans and run through `import` and `analyze --json`. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayoutResult } from '../analysis/result.ts';
import { PUBLISHED_SYSTEMS, type PublishedSystem, type SystemTask } from './published/systems.ts';
import { cliFolder, type CliFolder } from './testing/run-cli.ts';

/** One unit of the systems in nanoseconds. */
const UNIT = 1000;

const times = (n: number | undefined) => (n === undefined ? undefined : n * UNIT);

/** The task that time releases, at the start of a run of messages. */
function firstOf({ tasks }: PublishedSystem, task: SystemTask): SystemTask {
  const sender = tasks.find(({ name }) => name === task.after);
  return sender ? firstOf({ tasks } as PublishedSystem, sender) : task;
}

function environmentsOf({ kernels, budgetsBy }: PublishedSystem) {
  const cores = [...new Set(kernels.flatMap((kernel) => kernel.cores))];
  const hypervisor = {
    id: 'hypervisor',
    name: 'Hypervisor',
    kind: 'hypervisor',
    coreIds: cores,
    scheduler: budgetsBy,
    contextSwitchNs: 0,
  };
  const environments = kernels.map(
    ({ name, scheduler, locksBetweenCores, budget, ...rest }, at) => ({
      id: name,
      name,
      coreIds: rest.cores,
      scheduler,
      contextSwitchNs: 0,
      ...(locksBetweenCores && { crossCoreLockProtocol: locksBetweenCores }),
      ...(budget
        ? {
            kind: 'partition',
            parentId: 'hypervisor',
            server: {
              kind: budget.kind,
              budgetNs: times(budget.budget),
              periodNs: times(budget.period),
              deadlineNs: times(budget.deadline),
              priority: 100 - at,
            },
          }
        : { kind: 'os', os: { family: 'autosar-classic' } }),
    }),
  );
  return { cores, environments: budgetsBy ? [hypervisor, ...environments] : environments };
}

function tasksOf(system: PublishedSystem) {
  return system.tasks.map((task, at) => ({
    id: task.name,
    applicationId: task.kernel,
    name: task.name,
    kind: task.after === undefined ? 'periodic' : 'sporadic',
    periodNs: times(firstOf(system, task).t),
    deadlineNs: times(100_000),
    wcetNs: times(task.c),
    bcetNs: times(task.best ?? task.c),
    jitterNs: times(task.j ?? 0),
    coreType: 'any',
    clockHz: 1e9,
    priority: 100 - at,
    criticalSections: task.section
      ? [{ resource: task.section[0], lengthNs: times(task.section[1]) }]
      : [],
  }));
}

function documentOf(system: PublishedSystem): string {
  const { kernels, tasks, ages = {} } = system;
  const { cores, environments } = environmentsOf(system);
  const kernelOf = (name: string) => tasks.find((task) => task.name === name)?.kernel;
  const links = tasks.flatMap(({ name, kernel, after }) =>
    after === undefined
      ? []
      : [
          {
            id: `${after}-${name}`,
            name: `${after}-${name}`,
            fromApplicationId: kernelOf(after),
            toApplicationId: kernel,
            fromTaskId: after,
            toTaskId: name,
            kind: 'event',
          },
        ],
  );
  return JSON.stringify({
    format: 'partita-plan',
    version: 1,
    plan: { id: 'plan', name: system.id },
    target: {
      id: 'board',
      name: 'Board',
      category: 'custom',
      clusters: [
        {
          id: 'all',
          name: 'All',
          role: 'realtime',
          coreType: 'any',
          isa: 'other',
          maxClockHz: 1e9,
        },
      ],
      cores: cores.map((id) => ({ id, name: id, clusterId: 'all' })),
    },
    applications: kernels.map(({ name }) => ({ id: name, name })),
    tasks: tasksOf(system),
    links,
    chains: Object.keys(ages).map((id) => ({
      id,
      name: id,
      taskIds: id.split('-'),
      latencyKind: 'age',
      latencyBoundNs: times(1000),
    })),
    overrides: [
      {
        id: 'at-once',
        subjectKind: 'mechanism',
        subjectId: 'ti-ipc-notify',
        parameter: 'latency',
        value: 0,
        unit: 'ns',
        reason: 'the source counts no time for it',
      },
    ],
    layouts: [
      {
        id: 'layout',
        name: 'Layout',
        environments,
        placements: kernels.map((kernel) => ({
          id: `place-${kernel.name}`,
          applicationId: kernel.name,
          environmentId: kernel.name,
          coreIds: kernel.cores.length === 1 ? kernel.cores : [],
          taskCores: tasks.flatMap(({ name, kernel: own, core }) =>
            own === kernel.name && core !== undefined ? [{ taskId: name, coreId: core }] : [],
          ),
        })),
        channels: links.map(({ id }) => ({
          id: `channel-${id}`,
          linkId: id,
          kind: 'notification',
          mechanismId: 'ti-ipc-notify',
        })),
      },
    ],
  });
}

let folder: CliFolder;
beforeAll(() => void (folder = cliFolder()));
afterAll(() => {
  folder.remove();
});

describe('published systems, through the command line', () => {
  it.each(PUBLISHED_SYSTEMS)('[CLI-21] $id: $source', async (system) => {
    const { id, tasks, responses, ages = {} } = system;
    writeFileSync(folder.file(`${id}.json`), documentOf(system));
    const imported = await folder.partita('import', `${id}.partita`, `${id}.json`);
    if (imported.code !== 0) throw new Error(imported.stderr);
    const { stdout } = await folder.partita('analyze', `${id}.partita`, '--json');
    const result = JSON.parse(stdout) as LayoutResult;
    const found = new Map(result.tasks.map((row) => [row.task.id, row]));
    const bounds = tasks.map(({ name }) => found.get(name)?.responseTimeNs ?? null);
    expect(bounds).toEqual(responses.map((response) => response && response * UNIT));
    expect(tasks.map(({ name }) => found.get(name)?.verdict)).toEqual(
      responses.map((response) => (response === null ? 'unknown' : 'proven-ok')),
    );
    expect(
      Object.fromEntries(result.chains.map(({ chain, latencyNs }) => [chain.id, latencyNs])),
    ).toEqual(Object.fromEntries(Object.entries(ages).map(([name, age]) => [name, age * UNIT])));
  });
});
