/** Sample (c): the public engine-control workload, imported from its tables. */
import { existsSync, readFileSync } from 'node:fs';
import { bindTasks } from '../../src/exchange/csv/bind-tasks.ts';
import { previewCsv } from '../../src/exchange/csv/preview.ts';
import { applyDiff, type Diff } from '../../src/model/diff.ts';
import { fromDocument, toDocument } from '../../src/model/interchange.ts';
import { emptyPlan, infoOf, planInfoSchema, rows, type Plan } from '../../src/model/plan.ts';
import { formatProblem } from '../../src/model/problem.ts';
import { catalogueTarget, place, type ChainInput, type DocumentInput } from './author.ts';

/** Where the tables lie beside a checkout of developers; they do not ship. */
const DATA = new URL('../../../shared/data/timing/', import.meta.url);
const TASKS_FILE = 'engine-control-tasks.csv';
const LINKS_FILE = 'engine-control-links.csv';
const CHAINS_FILE = 'engine-control-chains.json';

const MODEL = 'WATERS 2017 industrial challenge (Bosch engine control), public model';
const CORE = { coreType: 'WATERS 2017 core', clockHz: 200_000_000 } as const;

/** @returns whether the tables that this sample is made from are on this machine */
export function hasEngineControlData(): boolean {
  return [TASKS_FILE, LINKS_FILE, CHAINS_FILE].every((file) => existsSync(new URL(file, DATA)));
}

const read = (file: string) => readFileSync(new URL(file, DATA), 'utf8');

/** Ids of the import, counted: they get readable ones at the end. */
function counter(): (prefix: string) => string {
  let count = 0;
  return (prefix) => `new-${prefix}-${(count += 1)}`;
}

const DESCRIPTION =
  'Sample. A public model of a real engine control: 21 tasks on four cores of 200 MHz, imported from its tables. At worst-case times three of the four cores are overloaded, the fourth is at 97 %; at best-case times every core is below 47 %. The mean lies between, but the tables do not state it: the average column reads unknown, and is not guessed. The time for reading and writing shared labels, which the tables list beside the execution times, is not in the demand.';

/** Reads one table into the plan. */
function importTable(plan: Plan, fileName: string, newId: (prefix: string) => string): Plan {
  const preview = previewCsv({
    plan,
    text: read(fileName),
    fileName,
    kind: null,
    newId,
    tableBasis: CORE,
  });
  if (preview.diff === null) throw new Error(preview.problems.map(formatProblem).join('\n'));
  const imported = applyDiff(plan, withSource(preview.diff, `${MODEL}; ${fileName}`));
  return applyDiff(imported, bindTasks(imported, preview.bindings, newId));
}

/** Says whose figures these are: the table only carries them. */
function withSource(diff: Diff, source: string): Diff {
  const of = <T extends { sources: Readonly<Record<string, string>> }>(list: readonly T[] = []) =>
    list.map((record) => ({ ...record, sources: { '*': source } }));
  const { applications, tasks, links } = diff.added;
  return {
    ...diff,
    added: {
      ...(applications ? { applications: of(applications) } : {}),
      ...(tasks ? { tasks: of(tasks) } : {}),
      ...(links ? { links: of(links) } : {}),
    },
  };
}

interface ChainRecord {
  readonly name: string;
  readonly runnables: readonly string[];
  readonly tasks: readonly string[];
  /** Of each runnable in its task. */
  readonly position: readonly number[];
}

function chains(plan: Plan): ChainInput[] {
  const byName = new Map(rows(plan.tasks).map((task) => [task.name, task.id]));
  return (JSON.parse(read(CHAINS_FILE)) as ChainRecord[]).map((chain) => ({
    id: chain.name,
    name: chain.name,
    taskIds: chain.tasks.map((name) => byName.get(name) ?? name),
    runnablePositions: [...chain.position],
    latencyKind: 'reaction',
    latencyBoundNs: null,
    sources: {
      '*': MODEL,
      taskIds: `${MODEL}; runnables ${chain.runnables.join(' > ')}`,
    },
  }));
}

const slug = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** Counted id -> readable id. */
function readableIds(plan: Plan): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { id, name } of plan.applications.values()) ids.set(id, slug(name));
  for (const { id, name } of plan.tasks.values()) ids.set(id, slug(name));
  for (const { id, name } of plan.links.values()) ids.set(id, slug(name));
  for (const { id } of plan.layouts.values()) ids.set(id, 'as-modelled');
  for (const { id } of plan.environments.values()) ids.set(id, 'as-modelled.image');
  for (const { id } of plan.placements.values()) ids.set(id, 'as-modelled.engine-control');
  return ids;
}

function renamed(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, ids));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, renamed(each, ids)] as const),
  );
}

/** The same tasks, free to run on any core: not even that holds the worst case. */
function floating(coreIds: readonly string[]): NonNullable<DocumentInput['layouts']>[number] {
  return {
    id: 'floating',
    name: 'All tasks float over four cores',
    description:
      'What if tasks could run on any of the four cores? At worst-case times they ask for more than four cores have, so that no placement on this target can hold them: the answer has to be faster cores, less work, or times that are better known.',
    environments: [
      {
        id: 'floating.image',
        name: 'One image over four cores',
        kind: 'bare-metal',
        coreIds: [...coreIds],
      },
    ],
    placements: place('floating', 'floating.image', [{ app: 'engine-control', cores: coreIds }]),
  };
}

/** @returns the sample as an interchange document, made from the tables */
export function engineControl(): DocumentInput {
  const info = planInfoSchema.parse({
    id: 'engine-control',
    name: 'Engine control (WATERS 2017)',
    description: DESCRIPTION,
    author: 'Partita samples',
  });
  const newId = counter();
  const withTasks = importTable(emptyPlan(info, catalogueTarget('waters-2017')), TASKS_FILE, newId);
  const plan = importTable(withTasks, LINKS_FILE, newId);
  const document = toDocument(plan);
  const full = { ...document, chains: chains(plan) };
  const readable = renamed(full, readableIds(plan)) as DocumentInput;
  const [modelled] = readable.layouts ?? [];
  if (!modelled) throw new Error('the table of tasks names no cores');
  const coreIds = document.target.cores.map(({ id }) => id);
  const layouts = [
    {
      ...modelled,
      name: 'As modelled',
      description: `Every task on the core that the model of ${infoOf(plan).name} gives it.`,
    },
    floating(coreIds),
  ];
  const checked = fromDocument({ ...readable, layouts });
  if (!checked.ok) throw new Error(checked.problems.map(formatProblem).join('\n'));
  return toDocument(checked.value);
}
