/** Published task sets with known answers, typed as a user would, through `import` and `analyze --json`. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayoutResult } from '../analysis/result.ts';
import { LIBRARY_SETS } from './published/library-sets.ts';
import { PAPER_SETS } from './published/paper-sets.ts';
import type { Beside, PublishedSet } from './published/published-set.ts';
import { COURSE_SETS, PUBLISHED_SETS } from './published/task-sets.ts';
import { cliFolder, type CliFolder } from './testing/run-cli.ts';

/** One unit of the sets in nanoseconds. */
const UNIT = 1000;
const SETS = [...PUBLISHED_SETS, ...LIBRARY_SETS, ...PAPER_SETS];

const TARGET = (cores: readonly string[]) => ({
  id: 'board',
  name: 'Board',
  category: 'custom',
  clusters: [
    { id: 'all', name: 'All', role: 'realtime', coreType: 'any', isa: 'other', maxClockHz: 1e9 },
  ],
  cores: cores.map((id) => ({ id, name: id, clusterId: 'all' })),
});

const nanoseconds = (units: number | undefined) => (units === undefined ? null : units * UNIT);

/** What a plan states of a task besides what every table of tasks has. */
function statedBeside(set: string, beside: Beside) {
  const { offset, suspension, preemption, region, sections } = beside;
  return {
    offsetNs: nanoseconds(offset),
    suspensionNs: (suspension ?? 0) * UNIT,
    longestRegionNs: nanoseconds(region),
    preemption: preemption ?? 'preemptive',
    criticalSections: (sections ?? []).map(([resource, length]) => ({
      resource: `${set} ${resource}`,
      lengthNs: length * UNIT,
    })),
  };
}

function documentOf(sets: readonly PublishedSet[]): string {
  const ids = sets.map(({ id }) => id);
  return JSON.stringify({
    format: 'partita-plan',
    version: 1,
    plan: { id: 'plan', name: 'Published task sets' },
    target: TARGET(ids),
    applications: ids.map((id) => ({ id: `app-${id}`, name: id })),
    tasks: sets.flatMap(({ id, tasks, beside = {} }) =>
      tasks.map(([name, c, t, d = t, j = 0, b = 0], at) => ({
        ...statedBeside(id, beside[name] ?? {}),
        id: `${id}.${at}`,
        applicationId: `app-${id}`,
        name,
        periodNs: t * UNIT,
        wcetNs: c * UNIT,
        deadlineNs: d * UNIT,
        jitterNs: j * UNIT,
        blockingNs: b === 0 ? null : b * UNIT,
        coreType: 'any',
        clockHz: 1e9,
        priority: 100 - at,
      })),
    ),
    layouts: [
      {
        id: 'layout',
        name: 'Layout',
        environments: sets.map(({ id, scheduler, locks = null }) => ({
          id: `env-${id}`,
          name: id,
          kind: 'bare-metal',
          coreIds: [id],
          scheduler,
          lockProtocol: locks,
          contextSwitchNs: 0,
        })),
        placements: ids.map((id) => ({
          id: `place-${id}`,
          applicationId: `app-${id}`,
          environmentId: `env-${id}`,
          coreIds: [id],
        })),
      },
    ],
  });
}

let folder: CliFolder;
let result: LayoutResult;

beforeAll(async () => {
  folder = cliFolder();
  writeFileSync(folder.file('sets.json'), documentOf(SETS));
  const imported = await folder.partita('import', 'sets.partita', 'sets.json');
  if (imported.code !== 0) throw new Error(imported.stderr);
  const { stdout } = await folder.partita('analyze', 'sets.partita', '--json');
  result = JSON.parse(stdout) as LayoutResult;
});
afterAll(() => {
  folder.remove();
});

describe('published task sets, through the command line', () => {
  it.each(SETS)('[CLI-21] $id: $source', (set) => {
    const { id, tasks, responses, printed, unproven = [] } = set;
    const found = result.tasks.filter(({ coreId }) => coreId === id);
    const verdicts = found.map(({ verdict }) => verdict);
    if (responses === null) {
      expect(verdicts.every((verdict) => verdict === 'proven-ok')).toBe(set.isSchedulable);
      if (!set.isSchedulable) expect(verdicts).toContain('proven-miss');
      return;
    }
    const bounds = responses.map((response) => (response === 'none' ? null : response));
    expect(found.map(({ responseTimeNs: ns }) => ns && ns / UNIT)).toEqual(bounds);
    const slacks = tasks.map(([, , t, d = t], at) => d - (bounds[at] ?? Infinity));
    expect(found.map(({ slackNs: ns }) => (ns === null ? -Infinity : ns / UNIT))).toEqual(slacks);
    const late = (name: string) => (unproven.includes(name) ? 'unknown' : 'proven-miss');
    expect(verdicts).toEqual(
      tasks.map(([name], at) => ((slacks[at] ?? 0) >= 0 ? 'proven-ok' : late(name))),
    );
    // Where others print another number, it is below a bound that takes less for granted.
    for (const [at, number] of (printed ?? []).entries()) {
      expect(bounds[at] ?? Infinity).toBeGreaterThanOrEqual(number === 'none' ? Infinity : number);
    }
  });

  it('[CLI-21] utilisations are exact: 34/35, and 1 is none too many', () => {
    const ratioOf = (id: string) => result.cores.find(({ core }) => core.id === id)?.utilisation;
    expect(ratioOf('edf-full')).toEqual({ numerator: '34', denominator: '35' });
    expect(ratioOf('schedcat-no-suspension')).toEqual({ numerator: '4', denominator: '5' });
    expect(ratioOf('overload')).toEqual({ numerator: '2', denominator: '1' });
  });

  it.each(COURSE_SETS)('[CLI-21] $source: bare times, 1 the most urgent', async (set) => {
    const one = documentOf([]).replace(
      '"cores":[]',
      '"cores":[{"id":"c","name":"c","clusterId":"all"}]',
    );
    const plan = `${set.utilisation.denominator}.partita`;
    writeFileSync(folder.file('one.json'), one);
    writeFileSync(folder.file('course.csv'), set.csv);
    await folder.partita('import', plan, 'one.json');
    const refused = await folder.partita('import', plan, 'course.csv');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--time-unit ms');
    const options = ['--time-unit', 'ms', '--urgent-priority', 'smallest', '--core', 'c'];
    const { code } = await folder.partita('import', plan, 'course.csv', ...options);
    expect(code).toBe(0);
    const layout = ['--layout', 'Imported', '--json'];
    const { stdout } = await folder.partita('analyze', plan, ...layout);
    const { tasks, cores } = JSON.parse(stdout) as LayoutResult;
    const found = tasks.map(({ task, responseTimeNs }) => [
      task.name,
      (responseTimeNs ?? NaN) / 1e6,
    ]);
    expect(Object.fromEntries(found)).toEqual(set.responsesMs);
    expect(tasks.every(({ verdict }) => verdict === 'proven-ok')).toBe(true);
    expect(cores[0]?.utilisation).toEqual(set.utilisation);
  });
});
