import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applicationSchema,
  chainSchema,
  criticalitySchema,
  deliverableSchema,
  linkSchema,
  osFamilySchema,
  taskSchema,
  type Application,
  type Chain,
  type Link,
  type Task,
} from '../../model/application.ts';
import { applyDiff } from '../../model/diff.ts';
import { emptyPlan, rows, type Plan } from '../../model/plan.ts';
import { isaSchema } from '../../model/target.ts';
import { generatedPlan, generatedTarget } from '../../model/testing/generated-plan.ts';
import { MAX_WHOLE } from '../../model/units.ts';
import { exportTables } from './export-tables.ts';
import { previewCsv } from './preview.ts';
import { readTable } from './read-table.ts';

const bare = emptyPlan(
  { id: 'plan', name: 'Plan', description: null, author: null, status: 'draft' },
  generatedTarget(4),
);

// Text as a plan can hold it, with what breaks careless writers; blanks around are not kept.
const printable = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((text) =>
  text
    .replace(/[\u0000-\u001f\u007f\ufffd]/g, '')

    .trim(),
);
const hostile = fc.constantFrom(
  '=1+1',
  '-x',
  "'=a",
  '@b',
  'a;b',
  'a,b',
  '"',
  'a "b"',
  '; ',
  'null',
);
const text = fc.oneof(printable, hostile).map((t) => t.trim() || 'x');
const note = fc
  .array(fc.oneof(text, fc.constantFrom('\n', '\t', ' ')), { minLength: 1 })
  .map((parts) => parts.join(''))
  .filter((t) => t.trim() !== '');
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const whole = fc.nat(MAX_WHOLE);
const positive = fc.integer({ min: 1, max: MAX_WHOLE });
const hertz = fc.double({ min: 1e-6, max: 1e15, noNaN: true });
const sources = fc.dictionary(fc.constantFrom('*', 'wcetNs', 'diskBytes'), text);
const devices = fc.array(
  fc.record({
    class: text,
    count: fc.integer({ min: 1, max: 9999 }),
    access: fc.constantFrom('any' as const, 'exclusive' as const),
  }),
  { maxLength: 3 },
);
const criticality = fc.constantFrom(
  ...criticalitySchema.options.flatMap((option) =>
    option.shape.level.options.map((level) => ({ scale: option.shape.scale.value, level })),
  ),
);

const application = fc.record({
  name: text,
  description: maybe(note),
  supplier: maybe(text),
  os: maybe(fc.constantFrom(...osFamilySchema.options)),
  osVersion: maybe(text),
  isas: fc.uniqueArray(fc.constantFrom(...isaSchema.options), { maxLength: 3 }),
  criticality: maybe(criticality),
  realTime: maybe(fc.constantFrom('hard', 'soft', 'none')),
  trust: maybe(fc.constantFrom('own', 'third-party', 'untrusted')),
  cpuLoad: maybe(
    fc.record({
      share: fc
        .double({ min: 0, max: 4096, noNaN: true })
        .filter((n) => n === 0 || n > 1e-9)
        .map((n) => n + 0),
      coreType: text,
      clockHz: maybe(hertz),
    }),
  ),
  memoryPrivateBytes: maybe(whole),
  memorySharedBytes: maybe(whole),
  diskBytes: maybe(whole),
  startupNeedNs: maybe(whole),
  startupNs: maybe(whole),
  interruptLatencyNs: maybe(positive),
  storageOperationsPerSecond: maybe(fc.nat(1_000_000_000)),
  cacheWorkingSetBytes: maybe(whole),
  deliverable: maybe(fc.constantFrom(...deliverableSchema.options)),
  processes: maybe(fc.constantFrom('single', 'multiple')),
  legacyHardware: maybe(fc.boolean()),
  restartAlone: maybe(fc.boolean()),
  certificate: maybe(text),
  instances: fc.integer({ min: 1, max: 100_000 }),
  devices,
  services: fc.array(text, { maxLength: 3 }),
  sources,
});

const task = fc.record({
  name: text,
  kind: fc.constantFrom('periodic', 'sporadic'),
  periodNs: positive,
  deadlineNs: maybe(positive),
  wcetNs: maybe(whole),
  acetNs: maybe(whole),
  bcetNs: maybe(whole),
  coreType: maybe(text),
  clockHz: maybe(hertz),
  longestRegionNs: maybe(whole),
  suspensionNs: whole,
  blockingNs: maybe(whole),
  memoryAccesses: maybe(fc.nat(1_000_000_000)),
  criticalSections: fc.array(
    fc.record({
      resource: text,
      lengthNs: fc.integer({ min: 1, max: 1e9 }),
      count: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 3 },
  ),
  wcetOn: fc.array(fc.record({ coreType: text, clockHz: maybe(hertz), wcetNs: whole }), {
    maxLength: 2,
  }),
  jitterNs: whole,
  offsetNs: maybe(whole),
  priority: maybe(fc.nat(1_000_000)),
  preemption: fc.constantFrom('preemptive', 'cooperative', 'non-preemptive'),
  sources,
});

const link = fc.record({
  name: text,
  kind: fc.constantFrom('data', 'message', 'event', 'stream'),
  payloadBytes: maybe(whole),
  rateHz: maybe(hertz),
  latencyBoundNs: maybe(positive),
  sources,
});

const chain = fc.record({
  name: text,
  latencyKind: fc.constantFrom('reaction', 'age'),
  communication: fc.constantFrom('implicit', 'let'),
  latencyBoundNs: maybe(positive),
  runnablePositions: fc.array(maybe(fc.nat(200)), { maxLength: 3 }),
  sources,
});

function unique<T extends { readonly name: string }>(seeds: readonly T[]): readonly T[] {
  const names = new Set<string>();
  return seeds.filter(({ name }) => !names.has(name) && names.add(name));
}

/** A plan with unique names: what the importer can match. */
const plans = fc
  .record({
    applications: fc.array(application, { minLength: 1, maxLength: 4 }).map(unique),
    tasks: fc.array(task, { minLength: 1, maxLength: 4 }).map(unique),
    links: fc.array(link, { minLength: 1, maxLength: 4 }).map(unique),
    chains: fc.array(chain, { minLength: 1, maxLength: 4 }).map(unique),
    pick: fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }),
  })
  .map(({ applications, tasks, links, chains, pick }): Plan => {
    const apps = applications.map((seed, i): Application =>
      applicationSchema.parse({ ...seed, id: `a${i}`, order: i + 1 }),
    );
    const some = <T>(list: readonly T[], at: number) => list[(pick[at] ?? 0) % list.length] as T;
    const activities = tasks.map((seed, i): Task =>
      taskSchema.parse({ ...seed, id: `t${i}`, order: i + 1, applicationId: some(apps, i).id }),
    );
    const connections = links.map((seed, i): Link => {
      const [from, to] = [some(activities, 8 + i), some(activities, 16 + i)];
      const onTasks = some([true, false], 24 + i);
      return linkSchema.parse({
        ...seed,
        id: `l${i}`,
        order: i + 1,
        fromApplicationId: from.applicationId,
        toApplicationId: to.applicationId,
        fromTaskId: onTasks ? from.id : null,
        toTaskId: onTasks ? to.id : null,
      });
    });
    const paths = chains.map((seed, i): Chain =>
      chainSchema.parse({
        ...seed,
        id: `c${i}`,
        order: i + 1,
        taskIds: [some(activities, 28 + i), some(activities, 32 + i), some(activities, 36 + i)]
          .slice(0, 1 + (i % 3))
          .map(({ id }) => id),
      }),
    );
    const table = <T extends { readonly id: string }>(list: readonly T[]) =>
      new Map(list.map((record) => [record.id, record]));
    return {
      ...bare,
      applications: table(apps),
      tasks: table(activities),
      links: table(connections),
      chains: table(paths),
    };
  });

const KINDS = ['applications', 'tasks', 'links', 'chains'] as const;

/** Imports the files of a plan into another one; ids are given so that they come out the same. */
function importAll(from: Plan, into: Plan): Plan {
  const files = new Map(exportTables(from).map(({ name, text: content }) => [name, content]));
  let plan = into;
  for (const kind of KINDS) {
    const known = new Set(plan[kind].keys());
    const fresh = rows(from[kind] as Plan['tasks']).filter(({ id }) => !known.has(id));
    let next = 0;
    const newId = () => fresh[next++]?.id ?? 'none';
    const result = previewCsv({
      plan,
      text: files.get(`${kind}.csv`) ?? '',
      fileName: 'x.csv',
      kind,
      newId,
    });
    if (!result.diff)
      throw new Error(JSON.stringify([kind, files.get(`${kind}.csv`), result.problems]));
    // Generated tasks have core types and priorities at random.
    const chance = ['csv-no-such-core-type', 'csv-priorities-like-ranks'];
    const notices = result.notices.filter(({ code }) => !chance.includes(code));
    expect(notices).toEqual([]);
    plan = applyDiff(plan, result.diff);
  }
  return plan;
}

describe('export and import', () => {
  it('[CSV-9] applications, tasks, links and chains come back as they were, into an empty plan', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const back = importAll(plan, bare);
        for (const kind of KINDS)
          expect(rows(back[kind] as Plan['tasks'])).toEqual(rows(plan[kind] as Plan['tasks']));
      }),
      { numRuns: 120 },
    );
  });

  it('[CSV-9] importing what was exported changes nothing', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const back = importAll(plan, plan);
        for (const kind of KINDS) expect(back[kind]).toEqual(plan[kind]);
      }),
      { numRuns: 40 },
    );
  });

  it('[CSV-9] every table is written, also one without records, and each reads as a table', () => {
    const files = exportTables(generatedPlan({ applications: 20, cores: 8, links: 10, seed: 3 }));
    expect(files.map(({ name }) => name)).toEqual([
      'applications.csv',
      'tasks.csv',
      'links.csv',
      'chains.csv',
      'overrides.csv',
      'layouts.csv',
      'environments.csv',
      'placements.csv',
      'regions.csv',
      'grants.csv',
      'channels.csv',
      'images.csv',
      'frames.csv',
      'windows.csv',
      'cores.csv',
      'caches.csv',
      'memories.csv',
      'devices.csv',
    ]);
    const rowsOf = (name: string) => {
      const table = readTable(files.find((file) => file.name === name)?.text ?? '');
      return table.ok ? table.value.rows.length : 0;
    };
    expect(rowsOf('applications.csv')).toBe(20);
    expect(rowsOf('placements.csv')).toBe(20);
    expect(rowsOf('channels.csv')).toBe(10);
    expect(rowsOf('cores.csv')).toBe(8);
    expect(rowsOf('tasks.csv')).toBe(0);
  });
});
