/** Published task sets with known answers, typed as a user would, through `import` and `analyze --json`. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayoutResult } from '../analysis/result.ts';
import { COURSE_SET, PUBLISHED_SETS, type PublishedSet } from './published/task-sets.ts';
import { cliFolder, type CliFolder } from './testing/run-cli.ts';

/** One unit of the sets in nanoseconds. */
const UNIT = 1000;

const TARGET = (cores: readonly string[]) => ({
  id: 'board',
  name: 'Board',
  category: 'custom',
  clusters: [
    { id: 'all', name: 'All', role: 'realtime', coreType: 'any', isa: 'other', maxClockHz: 1e9 },
  ],
  cores: cores.map((id) => ({ id, name: id, clusterId: 'all' })),
});

function documentOf(sets: readonly PublishedSet[]): string {
  const ids = sets.map(({ id }) => id);
  return JSON.stringify({
    format: 'partita-plan',
    version: 1,
    plan: { id: 'plan', name: 'Published task sets' },
    target: TARGET(ids),
    applications: ids.map((id) => ({ id: `app-${id}`, name: id })),
    tasks: sets.flatMap(({ id, tasks }) =>
      tasks.map(([name, c, t, d = t, j = 0, b = 0], at) => ({
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
        environments: sets.map(({ id, scheduler }) => ({
          id: `env-${id}`,
          name: id,
          kind: 'bare-metal',
          coreIds: [id],
          scheduler,
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
  writeFileSync(folder.file('sets.json'), documentOf(PUBLISHED_SETS));
  const imported = await folder.partita('import', 'sets.partita', 'sets.json');
  if (imported.code !== 0) throw new Error(imported.stderr);
  const { stdout } = await folder.partita('analyze', 'sets.partita', '--json');
  result = JSON.parse(stdout) as LayoutResult;
});
afterAll(() => {
  folder.remove();
});

describe('published task sets, through the command line', () => {
  it.each(PUBLISHED_SETS)('[CLI-21] $id: $source', ({ id, tasks, responses, isSchedulable }) => {
    const found = result.tasks.filter(({ coreId }) => coreId === id);
    const verdicts = found.map(({ verdict }) => verdict);
    if (responses === null) {
      expect(verdicts.every((verdict) => verdict === 'proven-ok')).toBe(isSchedulable);
      if (!isSchedulable) expect(verdicts).toContain('proven-miss');
      return;
    }
    expect(found.map(({ responseTimeNs }) => (responseTimeNs ?? NaN) / UNIT)).toEqual(responses);
    expect(verdicts).toEqual(
      tasks.map(([, , t, d = t], at) => ((responses[at] ?? 0) <= d ? 'proven-ok' : 'proven-miss')),
    );
    const slacks = found.map(({ slackNs }) => (slackNs ?? NaN) / UNIT);
    expect(slacks).toEqual(tasks.map(([, , t, d = t], at) => d - (responses[at] ?? 0)));
  });

  it('[CLI-21] utilisations are exact: 34/35, and 1 is none too many', () => {
    const ratioOf = (id: string) => result.cores.find(({ core }) => core.id === id)?.utilisation;
    expect(ratioOf('edf-full')).toEqual({ numerator: '34', denominator: '35' });
    expect(ratioOf('schedcat-no-suspension')).toEqual({ numerator: '4', denominator: '5' });
    expect(ratioOf('overload')).toEqual({ numerator: '2', denominator: '1' });
  });

  it(`[CLI-21] ${COURSE_SET.source}: bare times, 1 the most urgent, as its table has it`, async () => {
    const one = documentOf([]).replace(
      '"cores":[]',
      '"cores":[{"id":"c","name":"c","clusterId":"all"}]',
    );
    writeFileSync(folder.file('one.json'), one);
    writeFileSync(folder.file('course.csv'), COURSE_SET.csv);
    await folder.partita('import', 'one.partita', 'one.json');
    const refused = await folder.partita('import', 'one.partita', 'course.csv');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--time-unit ms');
    const options = ['--time-unit', 'ms', '--urgent-priority', 'smallest', '--core', 'c'];
    const { code } = await folder.partita('import', 'one.partita', 'course.csv', ...options);
    expect(code).toBe(0);
    const layout = ['--layout', 'Imported', '--json'];
    const { stdout } = await folder.partita('analyze', 'one.partita', ...layout);
    const { tasks, cores } = JSON.parse(stdout) as LayoutResult;
    const found = tasks.map(({ task, responseTimeNs }) => [
      task.name,
      (responseTimeNs ?? NaN) / 1e6,
    ]);
    expect(Object.fromEntries(found)).toEqual(COURSE_SET.responsesMs);
    expect(tasks.every(({ verdict }) => verdict === 'proven-ok')).toBe(true);
    expect(cores[0]?.utilisation).toEqual({ numerator: '11', denominator: '12' });
  });
});
