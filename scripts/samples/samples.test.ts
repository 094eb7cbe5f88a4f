/** The samples as they ship: sound, the same as their descriptions, and showing what they are meant to show. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import type { LayoutResult } from '../../src/analysis/result.ts';
import { decodeCatalogue } from '../../src/catalog/decode-catalogue.ts';
import { formatPlan, parsePlan } from '../../src/model/interchange.ts';
import { rows, targetOf, type Plan } from '../../src/model/plan.ts';
import { catalogueTarget } from './author.ts';
import { sampleFiles } from './build.ts';
import { hasEngineControlData } from './engine-control.ts';

const RESOURCES = fileURLToPath(new URL('../../resources/', import.meta.url));

function textOf(id: string): string {
  return readFileSync(join(RESOURCES, 'samples', `${id}.json`), 'utf8');
}

function planOf(id: string): Plan {
  const plan = parsePlan(textOf(id));
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems, null, 2));
  return plan.value;
}

const texts = new Map(
  readdirSync(join(RESOURCES, 'technologies'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => [
      file.replaceAll('\\', '/'),
      readFileSync(join(RESOURCES, 'technologies', file), 'utf8'),
    ]),
);

function resultsOf(plan: Plan): readonly LayoutResult[] {
  const catalogue = decodeCatalogue(texts);
  if (!catalogue.ok) throw new Error(JSON.stringify(catalogue.problems));
  return rows(plan.layouts).map((layout) => analyze(plan, layout.id, catalogue.value));
}

const errorsOf = (result: LayoutResult | undefined) =>
  (result?.findings ?? [])
    .filter(({ verdict }) => verdict === 'error')
    .map(({ rule, subjects }) => `${rule} ${subjects[0]?.id ?? ''}`);

const SAMPLES = ['engine-control', 'gateway-cluster', 'vision-edge'];

describe('samples', () => {
  it('[SAMPLE-1] what ships are these samples and no others', () => {
    const shipped = readdirSync(join(RESOURCES, 'samples')).filter((file) =>
      file.endsWith('.json'),
    );
    expect(shipped.sort()).toEqual(SAMPLES.map((id) => `${id}.json`));
  });

  it.each(SAMPLES)(
    '[SAMPLE-1] %s decodes strictly and is written as the program writes it',
    (id) => {
      expect(formatPlan(planOf(id))).toBe(textOf(id));
    },
  );

  it('[SAMPLE-2] every file is what its description makes (node scripts/samples/build.ts)', () => {
    for (const [name, text] of sampleFiles()) expect(textOf(name.replace('.json', ''))).toBe(text);
    expect([...sampleFiles().keys()]).toEqual(
      expect.arrayContaining(['gateway-cluster.json', 'vision-edge.json']),
    );
  });

  it('[SAMPLE-2] engine-control is what its tables say', (context) => {
    if (!hasEngineControlData()) {
      context.skip(
        'the tables of the public model are not on this machine (../shared/data/timing)',
      );
    }
    expect(sampleFiles().get('engine-control.json')).toBe(textOf('engine-control'));
  });

  it.each(SAMPLES)('[SAMPLE-3] every figure of %s has a source', (id) => {
    const plan = planOf(id);
    for (const table of ['applications', 'tasks', 'links', 'chains', 'images'] as const) {
      for (const { id: record, sources } of plan[table].values()) {
        expect(sources['*'], `${table} ${record}`).toBeTruthy();
      }
    }
    for (const environment of plan.environments.values()) {
      if ((environment.os?.memoryBytes ?? null) !== null) {
        expect(environment.os?.memorySource, environment.id).toBeTruthy();
      }
      if (environment.scheduler ?? environment.contextSwitchNs ?? environment.server) {
        expect(environment.timingSource, environment.id).toBeTruthy();
      }
    }
  });

  it.each([
    ['gateway-cluster', 'nxp-imx8qm'],
    ['vision-edge', 'intel-xeon-gold-6338n'],
    ['engine-control', 'waters-2017'],
  ])(
    '[SAMPLE-4] the target of %s is the shipped one but for what the user has set',
    (id, target) => {
      const own = targetOf(planOf(id));
      const shipped = catalogueTarget(target);
      const changed = own.clusters.filter(
        (cluster, index) => JSON.stringify(cluster) !== JSON.stringify(shipped.clusters[index]),
      );
      for (const cluster of changed) expect(cluster.provenance.userFields).not.toEqual([]);
      const added = own.devices.filter(
        (device) => !shipped.devices.some(({ id: at }) => at === device.id),
      );
      for (const device of added) expect(device.provenance.userFields).toContain('class');
      expect(own.cores).toEqual(shipped.cores);
      expect(own.caches).toEqual(shipped.caches);
    },
  );
});

describe('vehicle gateway and instrument cluster', () => {
  it('[SAMPLE-5] holds 14 applications, 12 links and three layouts, all placed and carried', () => {
    const plan = planOf('gateway-cluster');
    expect(plan.applications.size).toBe(14);
    expect(plan.links.size).toBe(12);
    expect(rows(plan.layouts).map(({ name }) => name)).toEqual([
      'Static partitions',
      'Containers on one Linux',
      'Mixed with thin VMs',
    ]);
    for (const { id } of plan.layouts.values()) {
      const of = <T extends { layoutId: string }>(table: ReadonlyMap<string, T>) =>
        [...table.values()].filter(({ layoutId }) => layoutId === id).length;
      expect(of(plan.placements)).toBe(14);
      expect(of(plan.channels)).toBe(12);
    }
    expect(new Set([...plan.applications.values()].map(({ os }) => os))).toEqual(
      new Set(['freertos', 'autosar-classic', 'linux', 'android']),
    );
  });

  it('[SAMPLE-5] only the containers break something: two kernels that Linux is not, one of them of ASIL B', () => {
    const [fixed, containers, mixed] = resultsOf(planOf('gateway-cluster'));
    expect(errorsOf(fixed)).toEqual([]);
    expect(errorsOf(mixed)).toEqual([]);
    expect(errorsOf(containers)).toEqual([
      'OS-1 telltale-guard',
      'OS-1 infotainment',
      'TECH-B1 telltale-guard',
    ]);
  });

  it('[SAMPLE-5] with estimates of its schedulers every deadline is proven, on one core inside windows; containers prove less', () => {
    const [fixed, containers, mixed] = resultsOf(planOf('gateway-cluster'));
    const proven = (result: LayoutResult | undefined) =>
      result?.tasks.filter(({ verdict }) => verdict === 'proven-ok').length;
    expect([proven(fixed), proven(mixed)]).toEqual([14, 14]);
    expect(proven(containers)).toBeLessThan(14);
    const windowed = mixed?.schedules.filter(({ core }) => core.id === 'a53.3');
    expect(windowed?.map(({ supply }) => supply)).toEqual([
      { numerator: '119', denominator: '200' },
      { numerator: '79', denominator: '200' },
    ]);
  });

  it('[SAMPLE-5] one chain has a latency bound in both, the other waits for an event that only observations time', () => {
    for (const result of [0, 2].map((at) => resultsOf(planOf('gateway-cluster'))[at])) {
      expect(result?.chains.map(({ chain, verdict }) => [chain.id, verdict])).toEqual([
        ['bus-to-display', 'proven-ok'],
        ['bus-to-lamp', 'unknown'],
      ]);
    }
  });

  it('[SAMPLE-5] shared regions stand in DRAM with an address for each end', () => {
    const plan = planOf('gateway-cluster');
    const region = plan.regions.get('static.shm-vehicle');
    expect(region?.base).toBe(0xe070_0000);
    const channel = plan.channels.get('static.warnings');
    expect(channel?.fromAddress).not.toBe(channel?.toAddress);
  });
});

describe('machine-vision edge server', () => {
  it('[SAMPLE-6] holds 40 applications, 60 links and four layouts, all placed and carried', () => {
    const plan = planOf('vision-edge');
    expect(plan.applications.size).toBe(40);
    expect(plan.links.size).toBe(60);
    expect(plan.layouts.size).toBe(4);
    expect(plan.placements.size).toBe(4 * 40);
    expect(plan.channels.size).toBe(4 * 60);
  });

  it('[SAMPLE-6] one layout gives virtual functions of the network adapter to every VM', () => {
    const grants = [...planOf('vision-edge').grants.values()].filter(
      ({ layoutId, mode }) => layoutId === 'sr-iov' && mode === 'virtual-function',
    );
    expect(grants).toHaveLength(6);
  });

  it('[SAMPLE-6] images of VMs are a chain of three: system, what several share, instances', () => {
    const plan = planOf('vision-edge');
    const path = (id: string | null): string[] => {
      const image = id === null ? undefined : plan.images.get(id);
      return image ? [...path(image.parentId), image.name] : [];
    };
    expect(path('sr-iov.disk.inference')).toEqual([
      'Base system',
      '+ vision stack',
      'Inference VM',
    ]);
    expect(path('sr-iov.disk.services')).toEqual([
      'Base system',
      '+ container engine',
      'Services VM',
    ]);
  });

  it('[SAMPLE-6] every image is known, and all of them fit into the two drives', () => {
    for (const { budgets, layout } of resultsOf(planOf('vision-edge'))) {
      const disk = budgets.find(({ kind }) => kind === 'disk');
      expect(disk, layout.id).toMatchObject({ verdict: 'within', atLeast: false });
    }
  });

  it('[SAMPLE-6] only the host without VMs breaks something: the tool that needs Windows', () => {
    const [host, ...others] = resultsOf(planOf('vision-edge'));
    expect(errorsOf(host)).toEqual(['OS-1 recipe-manager']);
    for (const result of others) expect(errorsOf(result)).toEqual([]);
  });
});

describe('engine control', () => {
  const [modelled, floating] = resultsOf(planOf('engine-control'));
  const cores = (modelled?.budgets ?? []).filter(({ subject }) => subject.kind === 'core');

  it('[SAMPLE-7] holds 21 tasks, 81 links between tasks and 3 chains', () => {
    const plan = planOf('engine-control');
    expect(plan.tasks.size).toBe(21);
    expect(plan.links.size).toBe(81);
    expect([...plan.chains.values()].map(({ taskIds }) => taskIds.length)).toEqual([4, 3, 3]);
  });

  it('[SAMPLE-7] loads of the cores are those that others computed from the model at worst-case times', () => {
    // Published with a solution of the challenge: 0.9702, 1.3357, 1.0685, 1.1794.
    expect(cores.map(({ demand }) => demand.high?.toFixed(4))).toEqual([
      '0.9702',
      '1.3357',
      '1.0685',
      '1.1794',
    ]);
    expect(cores.map(({ verdict }) => verdict)).toEqual(['within', 'over', 'over', 'over']);
  });

  it('[SAMPLE-7] at best-case times no core is overloaded, and the average stays unknown', () => {
    for (const { demand } of cores) {
      expect(demand.low).toBeLessThan(0.47);
      expect(demand.typical).toBeNull();
    }
  });

  it('[SAMPLE-7] not even free movement over four cores holds the worst case', () => {
    expect(errorsOf(floating).some((error) => error.startsWith('CPU-2'))).toBe(true);
  });
});
