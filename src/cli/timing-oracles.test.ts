/** Task sets with known answers, typed as plans by somebody who knows the published schema only, and run through the command line. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliFolder, type CliFolder } from './testing/run-cli.ts';

const FACTS = new URL('../../../shared/data/timing/', import.meta.url);
const there = existsSync(FACTS);
if (!there)
  console.warn('Task sets not beside the project: the command line is not compared with them.');

function factsOf<T>(file: string): T {
  return JSON.parse(there ? readFileSync(new URL(file, FACTS), 'utf8') : '[]') as T;
}

/** One unit of the files in nanoseconds. */
const UNIT = 1000;

interface TaskFact {
  readonly name?: string;
  readonly C: number;
  readonly T: number;
  readonly D?: number;
  readonly J?: number;
  readonly priority_rank?: number;
}
interface CaseFact {
  readonly id: string;
  readonly tasks: readonly TaskFact[];
}
interface ResponseCase extends CaseFact {
  readonly expected: { readonly wcrt: readonly number[] };
}
type Row = Readonly<Record<string, unknown>>;

const CORE = {
  id: 'core-0',
  name: 'core 0',
  clusterId: 'cluster',
  hwIds: [],
};
const PROVENANCE = { sources: [], confidence: 'high', userFields: [] };
const TARGET = {
  id: 'one-core',
  name: 'One core',
  category: 'custom',
  provenance: PROVENANCE,
  clusters: [
    {
      id: 'cluster',
      name: 'cluster',
      role: 'application',
      coreType: 'any',
      isa: 'other',
      maxClockHz: 100_000_000,
      provenance: PROVENANCE,
    },
  ],
  cores: [CORE],
  caches: [],
  memories: [],
  devices: [],
  virtualization: { provenance: PROVENANCE },
  sources: {},
};

/** The first is the most urgent; each one is an application of its own where environments differ. */
function taskRows(
  tasks: readonly TaskFact[],
  applicationOf: (at: number) => string,
  seed: Row = {},
) {
  return tasks.map(({ C, T, D, J = 0, priority_rank: rank }, at) => ({
    id: `t${at}`,
    applicationId: applicationOf(at),
    name: `t${at}`,
    periodNs: T * UNIT,
    deadlineNs: (D ?? T) * UNIT,
    wcetNs: C * UNIT,
    jitterNs: J * UNIT,
    coreType: 'any',
    clockHz: 100_000_000,
    priority: 1000 - (rank ?? at),
    ...seed,
  }));
}

function documentOf(parts: {
  readonly tasks: readonly Row[];
  readonly layout: Row;
  readonly links?: readonly Row[];
  readonly chains?: readonly Row[];
  readonly target?: Row;
}): string {
  const ids = [...new Set(parts.tasks.map(({ applicationId }) => String(applicationId)))];
  return JSON.stringify({
    format: 'partita-plan',
    version: 1,
    plan: { id: 'plan', name: 'Oracle' },
    target: parts.target ?? TARGET,
    applications: ids.map((id) => ({ id, name: id })),
    tasks: parts.tasks,
    links: parts.links ?? [],
    chains: parts.chains ?? [],
    layouts: [{ id: 'layout', name: 'Layout', ...parts.layout }],
  });
}

/** One image on the bare core. */
function imageLayout(seed: Row = {}): Row {
  return {
    environments: [
      { id: 'image', name: 'image', kind: 'bare-metal', coreIds: ['core-0'], ...seed },
    ],
    placements: [{ id: 'p', applicationId: 'app', environmentId: 'image', coreIds: ['core-0'] }],
  };
}

/** Partitions of one hypervisor, with one application each. */
function partitionLayout(hypervisor: Row, partitions: readonly Row[], rest: Row = {}): Row {
  return {
    environments: [
      { id: 'hv', name: 'hv', kind: 'hypervisor', coreIds: ['core-0'], ...hypervisor },
      ...partitions.map((seed, at) => ({
        id: `e${at}`,
        name: `e${at}`,
        kind: 'partition',
        parentId: 'hv',
        coreIds: ['core-0'],
        ...seed,
      })),
    ],
    placements: partitions.map((_, at) => ({
      id: `p${at}`,
      applicationId: `a${at}`,
      environmentId: `e${at}`,
      coreIds: ['core-0'],
    })),
    ...rest,
  };
}

interface Analysis {
  readonly tasks: readonly { readonly verdict: string; readonly responseTimeNs: number | null }[];
  readonly chains: readonly {
    readonly nominalNs: number | null;
    readonly bounds: readonly { theory: string; latency: string; valueNs: number | null }[];
  }[];
}

let folder: CliFolder;
beforeAll(() => void (folder = cliFolder()));
afterAll(() => {
  folder.remove();
});

let files = 0;
async function analysed(document: string): Promise<Analysis> {
  files += 1;
  const [input, plan] = [`plan-${files}.json`, `plan-${files}.partita`];
  writeFileSync(folder.file(input), document);
  const imported = await folder.partita('import', plan, input);
  if (imported.code !== 0) throw new Error(imported.stderr);
  const answer = await folder.partita('analyze', plan, '--json');
  return JSON.parse(answer.stdout) as Analysis;
}

const responses = ({ tasks }: Analysis) =>
  tasks.map(({ responseTimeNs }) => (responseTimeNs === null ? null : responseTimeNs / UNIT));
const verdicts = ({ tasks }: Analysis) => tasks.map(({ verdict }) => verdict);

function verdictsFor(tasks: readonly TaskFact[], wcrt: readonly number[]): readonly string[] {
  return tasks.map(({ T, D = T }, at) => ((wcrt[at] ?? 0) <= D ? 'proven-ok' : 'proven-miss'));
}

describe.skipIf(!there)('task sets with known answers, through the command line', () => {
  it.each(factsOf<ResponseCase[]>('fp_preemptive.json'))(
    '[CLI-21] preemptive fixed priorities: $id',
    async ({ tasks, expected }) => {
      const found = await analysed(
        documentOf({ tasks: taskRows(tasks, () => 'app'), layout: imageLayout() }),
      );
      expect(responses(found)).toEqual(expected.wcrt);
      expect(verdicts(found)).toEqual(verdictsFor(tasks, expected.wcrt));
    },
  );

  it.each(factsOf<ResponseCase[]>('fp_nonpreemptive.json'))(
    '[CLI-21] non-preemptive fixed priorities: $id',
    async ({ tasks, expected }) => {
      const layout = imageLayout({ scheduler: 'fixed-priority-non-preemptive' });
      const found = await analysed(documentOf({ tasks: taskRows(tasks, () => 'app'), layout }));
      expect(responses(found)).toEqual(expected.wcrt);
      expect(verdicts(found)).toEqual(verdictsFor(tasks, expected.wcrt));
    },
  );

  it.each(
    factsOf<(CaseFact & { expected: { schedulable: boolean; wcrt_spuri: number[] | null } })[]>(
      'edf.json',
    ),
  )('[CLI-21] earliest deadline first: $id', async ({ tasks, expected }) => {
    const layout = imageLayout({ scheduler: 'edf' });
    const found = await analysed(documentOf({ tasks: taskRows(tasks, () => 'app'), layout }));
    const wcrt = expected.wcrt_spuri;
    if (wcrt) expect(responses(found)).toEqual(wcrt);
    expect(verdicts(found).every((verdict) => verdict === 'proven-ok')).toBe(expected.schedulable);
    if (!expected.schedulable) expect(verdicts(found)).toContain('proven-miss');
  });

  it.each(factsOf<(CaseFact & { opa_order: string[]; opa_valid: boolean })[]>('opa.json'))(
    "[CLI-21] Audsley's order keeps every deadline: $id",
    async ({ tasks, opa_order: order, opa_valid: isValid }) => {
      const ranked = order.flatMap((name) => tasks.find((task) => task.name === name) ?? []);
      const found = await analysed(
        documentOf({ tasks: taskRows(ranked, () => 'app'), layout: imageLayout() }),
      );
      expect(verdicts(found).every((verdict) => verdict === 'proven-ok')).toBe(isValid);
    },
  );

  interface WindowCase {
    readonly id: string;
    readonly cycle: number;
    readonly tasks: readonly (TaskFact & { readonly slot: number })[];
    readonly expected: { readonly wcrt: readonly number[] };
  }
  it.each(factsOf<WindowCase[]>('tdma_windows.json'))(
    '[CLI-21] one task for each window: $id',
    async ({ tasks, cycle, expected }) => {
      let start = 0;
      const windows = tasks.map(({ slot }, at) => {
        const from = start;
        start += slot;
        const [startNs, durationNs] = [from * UNIT, slot * UNIT];
        return {
          id: `w${at}`,
          frameId: 'f',
          coreId: 'core-0',
          environmentId: `e${at}`,
          startNs,
          durationNs,
        };
      });
      const frames = [{ id: 'f', name: 'f', lengthNs: cycle * UNIT }];
      const layout = partitionLayout(
        { scheduler: 'windows' },
        tasks.map(() => ({})),
        { frames, windows },
      );
      const found = await analysed(
        documentOf({ tasks: taskRows(tasks, (at) => `a${at}`), layout }),
      );
      expect(responses(found)).toEqual(expected.wcrt);
    },
  );

  interface Budgets extends CaseFact {
    readonly results: readonly { period: number; alg: 'EDF' | 'RM'; integer_budget: number }[];
  }
  interface Tables {
    readonly id: string;
    readonly major_frame: number;
    readonly windows: readonly { partition: string; start: number; length: number }[];
    readonly analysis: readonly {
      partition: string;
      tasks: readonly TaskFact[];
      wcrt_exact_windows: readonly number[];
    }[];
  }
  interface Deferrable extends CaseFact {
    readonly servers: readonly { period: number; budget: number }[];
    readonly own_safe_edp_bound: readonly { wcrt: number | null }[];
  }
  const hierarchical = there
    ? factsOf<{ prm_budgets: Budgets[]; windows: Tables[]; deferrable: Deferrable[] }>(
        'hierarchical.json',
      )
    : { prm_budgets: [], windows: [], deferrable: [] };

  it.each(hierarchical.windows)(
    '[CLI-21] tasks in the windows of partitions: $id',
    async ({ major_frame: cycle, windows: table, analysis }) => {
      const windows = table.map(({ partition, start, length }, at) => ({
        id: `w${at}`,
        frameId: 'f',
        coreId: 'core-0',
        environmentId: `e${analysis.findIndex((each) => each.partition === partition)}`,
        startNs: start * UNIT,
        durationNs: length * UNIT,
      }));
      const frames = [{ id: 'f', name: 'f', lengthNs: cycle * UNIT }];
      const homes = analysis.flatMap(({ tasks }, at) => tasks.map(() => at));
      const tasks = taskRows(
        analysis.flatMap(({ tasks: own }) => own),
        (at) => `a${homes[at]}`,
      );
      const layout = partitionLayout(
        { scheduler: 'windows' },
        analysis.map(() => ({})),
        { frames, windows },
      );
      const found = await analysed(documentOf({ tasks, layout }));
      expect(responses(found)).toEqual(analysis.flatMap((each) => each.wcrt_exact_windows));
    },
  );

  const budgets = hierarchical.prm_budgets.flatMap(({ id, tasks, results }) =>
    results
      // Each takes two plans: all periods of the published example, one of the others.
      .filter(({ period }) => id === 'shin_lee_2003' || period === 10)
      .map((result) => ({ id, tasks, ...result })),
  );
  it.each(budgets)(
    '[CLI-21] the least whole budget for $alg every $period: $id',
    async ({ tasks, period, alg, integer_budget: least }) => {
      const keeps = async (budget: number) => {
        const server = { kind: 'periodic', budgetNs: budget * UNIT, periodNs: period * UNIT };
        const scheduler = alg === 'EDF' ? 'edf' : 'fixed-priority';
        const layout = partitionLayout({ scheduler: 'edf' }, [{ server, scheduler }]);
        const found = await analysed(documentOf({ tasks: taskRows(tasks, () => 'a0'), layout }));
        return verdicts(found).every((verdict) => verdict === 'proven-ok');
      };
      expect(await keeps(least)).toBe(true);
      if (least > 1) expect(await keeps(least - 1)).toBe(false);
    },
  );

  it.each(hierarchical.deferrable)(
    '[CLI-21] one task in each deferrable server: $id',
    async ({ servers, tasks, own_safe_edp_bound: bounds }) => {
      const layout = partitionLayout(
        { scheduler: 'fixed-priority' },
        servers.map(({ budget, period }, at) => ({
          server: {
            kind: 'deferrable',
            budgetNs: budget * UNIT,
            periodNs: period * UNIT,
            priority: 100 - at,
          },
        })),
      );
      const found = await analysed(
        documentOf({ tasks: taskRows(tasks, (at) => `a${at}`), layout }),
      );
      // Where demand equals the supply no bound was stated.
      const stated = responses(found).map((response, at) =>
        bounds[at]?.wcrt === null ? null : response,
      );
      expect(stated).toEqual(bounds.map(({ wcrt }) => wcrt));
    },
  );

  interface Chained extends CaseFact {
    readonly chain: readonly string[];
    readonly expected: Readonly<Record<string, number>>;
  }
  it.each(factsOf<Chained[]>('cause_effect_chains.json'))(
    '[CLI-21] bounds of chains: $id',
    async ({ tasks, chain, expected }) => {
      const at = (name: string) => `t${tasks.findIndex((task) => task.name === name)}`;
      const chainOf = (communication: string) => ({
        id: communication,
        name: communication,
        taskIds: chain.map(at),
        communication,
      });
      const found = await analysed(
        documentOf({
          tasks: taskRows(tasks, () => 'app', { offsetNs: 0 }),
          layout: imageLayout(),
          chains: [chainOf('implicit'), chainOf('let')],
        }),
      );
      const [implicit, let_] = found.chains;
      const valueOf = (of: typeof implicit, theory: string, latency: string) =>
        (of?.bounds.find((bound) => bound.theory === theory && bound.latency === latency)
          ?.valueNs ?? 0) / UNIT;
      expect({
        davare: valueOf(implicit, 'Davare', 'reaction'),
        duerr_react: valueOf(implicit, 'Dürr', 'reaction'),
        duerr_age: valueOf(implicit, 'Dürr', 'age'),
        kloda: valueOf(implicit, 'Kloda', 'reaction'),
        becker_age: valueOf(implicit, 'Becker', 'age'),
        exact_mrt: (implicit?.nominalNs ?? 0) / UNIT,
        let_mrt: valueOf(let_, 'LET', 'reaction'),
      }).toEqual({
        davare: expected['davare'],
        duerr_react: expected['duerr_react'],
        duerr_age: expected['duerr_age'],
        kloda: expected['kloda'],
        becker_age: expected['becker_age'],
        exact_mrt: expected['exact_mrt'],
        let_mrt: expected['let_mrt'],
      });
    },
  );

  interface Sender extends TaskFact {
    readonly name: string;
    readonly P?: number;
    readonly bcet?: number;
    readonly after?: string;
    readonly prio: number;
  }
  interface Published {
    readonly id: string;
    readonly input: Readonly<Record<'R1' | 'R2', readonly Sender[]>>;
    readonly published: { readonly wcrt: Readonly<Record<string, number>> };
  }
  const messages = factsOf<Published[]>('published.json').filter(({ id }) => id === 'pycpa_spp');

  it.each(messages)(
    '[CLI-21] tasks that messages activate, from their messages on: $id',
    async ({ input, published: { wcrt } }) => {
      const resources = [input.R1, input.R2];
      const senders = new Map(resources.flat().map((task) => [task.name, task]));
      const rows = resources.flatMap((tasks, core) =>
        tasks.map(({ name, C, P, J = 0, bcet, after, prio }) => ({
          id: name,
          name,
          applicationId: `r${core}`,
          kind: after === undefined ? 'periodic' : 'sporadic',
          periodNs: (P ?? senders.get(after ?? '')?.P ?? 0) * UNIT,
          wcetNs: C * UNIT,
          bcetNs: (bcet ?? C) * UNIT,
          jitterNs: J * UNIT,
          coreType: 'any',
          clockHz: 100_000_000,
          priority: 100 - prio,
        })),
      );
      const links = resources.flat().flatMap(({ name, after }) =>
        after === undefined
          ? []
          : [
              {
                id: `${after}-${name}`,
                name: `${after}-${name}`,
                fromApplicationId: 'r0',
                toApplicationId: 'r1',
                fromTaskId: after,
                toTaskId: name,
                kind: 'event',
              },
            ],
      );
      const cores = resources.map((_, at) => ({ ...CORE, id: `core-${at}`, name: `core ${at}` }));
      const found = await analysed(
        documentOf({
          tasks: rows,
          links,
          target: { ...TARGET, cores },
          chains: links.map(({ id, fromTaskId, toTaskId }) => ({
            id,
            name: id,
            taskIds: [fromTaskId, toTaskId],
          })),
          layout: {
            environments: [
              {
                id: 'os',
                name: 'os',
                kind: 'os',
                os: { family: 'autosar-classic' },
                coreIds: cores.map(({ id }) => id),
                scheduler: 'fixed-priority',
              },
            ],
            placements: cores.map(({ id }, at) => ({
              id: `p${at}`,
              applicationId: `r${at}`,
              environmentId: 'os',
              coreIds: [id],
            })),
          },
        }),
      );
      // Published from the activation; of tasks that time releases, the product counts their jitter in.
      const expected = resources.flat().map(({ name, J = 0 }) => (wcrt[name] ?? 0) + J);
      expect(responses(found)).toEqual(expected);
      const ages = found.chains.map(
        ({ bounds }) =>
          bounds.find(({ theory, latency }) => theory === 'message-driven' && latency === 'age')
            ?.valueNs,
      );
      expect(ages).toEqual([17 * UNIT, 30 * UNIT]);
    },
  );
});
