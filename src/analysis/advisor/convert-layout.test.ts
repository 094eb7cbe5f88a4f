import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import { canStandOn } from '../../model/commands/images.ts';
import { applyDiff, invertDiff, isEmptyDiff, type Diff } from '../../model/diff.ts';
import { parsePlan } from '../../model/interchange.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import type { Image } from '../../model/layout.ts';
import { LAYOUT_TABLES, rows, type Plan } from '../../model/plan.ts';
import { planDifference } from '../../model/plan-difference.ts';
import type { Result } from '../../model/problem.ts';
import { checkReferences } from '../../model/references.ts';
import { generatedPlan, randomFrom } from '../../model/testing/generated-plan.ts';
import { countingIds } from '../../model/testing/small-plan.ts';
import { analyze } from '../analyze.ts';
import { faultsOf } from '../testing/sane-result.ts';
import { candidatesFor, type Candidate } from './candidates.ts';
import { convertLayout, type Converted } from './convert-layout.ts';

const RESOURCES = new URL('../../../resources/', import.meta.url);

function sound<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems.slice(0, 3)));
  return result.value;
}

function jsonIn(folder: URL): readonly [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]);
}

const catalogue = sound(decodeCatalogue(new Map(jsonIn(new URL('technologies/', RESOURCES)))));
const samples = jsonIn(new URL('samples/', RESOURCES)).map(([file, text]): [string, Plan] => [
  file.replace('.json', ''),
  sound(parsePlan(text)),
]);
const gateway = sound(
  parsePlan(readFileSync(new URL('samples/gateway-cluster.json', RESOURCES), 'utf8')),
);

function candidatesOf(plan: Plan, layoutId: string): readonly Candidate[] {
  return candidatesFor(plan, { layoutId, applicationIds: [] }, catalogue).list;
}

function converted(plan: Plan, layoutId: string, to: Candidate): Converted {
  return sound(convertLayout(plan, catalogue, { layoutId, to }, countingIds()));
}

/** Instances of each application in a layout: those of its places times the copies of what they stand in. */
function instances(tree: LayoutTree | null): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { applicationId, environmentId, instances: each } of tree?.placements ?? []) {
    const path = tree?.pathOf.get(environmentId) ?? [];
    const copies = path.reduce((product, environment) => product * environment.copies, 1);
    counts.set(applicationId, (counts.get(applicationId) ?? 0) + each * copies);
  }
  return counts;
}

/** The plan with copies of environments and several instances in a place, from a seed. */
function multiplied(plan: Plan, seed: number): Plan {
  const random = randomFrom(seed);
  const copied = [...plan.environments].map(([id, environment]): [string, typeof environment] => [
    id,
    { ...environment, copies: random(4) === 0 ? 2 : 1 },
  ]);
  const placed = [...plan.placements].map(([id, placement]): [string, typeof placement] => [
    id,
    { ...placement, instances: 1 + random(3) },
  ]);
  return { ...plan, environments: new Map(copied), placements: new Map(placed) };
}

const FORMATS = ['raw', 'qcow2', 'container-layer', 'volume'] as const;

/** The plan with images that stand on each other at random, from a seed. */
function withImages(plan: Plan, seed: number): Plan {
  const random = randomFrom(seed);
  const environments = layoutTree(plan, 'layout-0')?.environments ?? [];
  const images = new Map<string, Image>();
  const list: Image[] = [];
  for (const index of Array.from({ length: random(12) }, (_, each) => each)) {
    const format = FORMATS[random(FORMATS.length)] ?? 'raw';
    const beneath = list.filter((each) => canStandOn(format, each.format));
    const parentId = format === 'raw' ? null : (beneath[random(beneath.length + 1)]?.id ?? null);
    const environmentId = environments[random(environments.length + 2)]?.id ?? null;
    const sizes = { contentBytes: random(3) === 0 ? null : random(1e9), growthBytes: random(1e9) };
    const own = {
      id: `image-${index}`,
      name: `image ${index}`,
      layoutId: 'layout-0',
      order: index,
    };
    const more = { copies: 1, slots: 1 + random(2), virtualBytes: random(2) === 0 ? null : 1e10 };
    const rest = { writeBytes: null, updateBytes: random(1e6), sources: {} };
    const image = { ...own, format, parentId, environmentId, ...sizes, ...more, ...rest };
    list.push(image);
    images.set(image.id, image);
  }
  return { ...plan, images };
}

/** No image goes unlisted, none starts from what is not there, and a disk with a lost image is "at least". */
function faultsOfImages(
  plan: Plan,
  next: Plan,
  made: { layoutId: string; madeId: string; notCarried: Converted['notCarried'] },
): readonly string[] {
  const [before, after] = [layoutTree(plan, made.layoutId), layoutTree(next, made.madeId)];
  const faults: string[] = [];
  const said = (name: string) => made.notCarried.filter(({ subject }) => subject.name === name);
  const same = (a: Image, b: Image) =>
    a.name === b.name && a.format === b.format && a.contentBytes === b.contentBytes;
  for (const image of before?.images ?? []) {
    const kept = after?.images.some((each) => same(image, each));
    if (kept !== true && said(image.name).length === 0) faults.push(`${image.name} is gone`);
    const now = after?.images.find(({ name }) => name === image.name);
    const { growthBytes, updateBytes, slots } = image;
    if (
      now &&
      (now.growthBytes !== growthBytes || now.updateBytes !== updateBytes || now.slots !== slots)
    )
      faults.push(`${image.name} grows otherwise`);
  }
  const lost = made.notCarried.filter(
    ({ kind, subject }) => kind === 'lost' && subject.kind === 'image',
  );
  const result = analyze(next, made.madeId, catalogue);
  const disk = result.estimates.find(
    ({ kind, subject }) => kind === 'disk' && subject.kind === 'layout',
  );
  if (lost.length > 0 && disk?.atLeast !== true)
    faults.push(`${lost.length} images lost in silence`);
  for (const { rule, verdict, message } of result.findings)
    if (rule === 'DISK-5' && verdict === 'error') faults.push(message);
  return faults;
}

/** Everything that must hold for any conversion of any layout. */
function faultsOfConversion(plan: Plan, layoutId: string, to: Candidate): readonly string[] {
  const { diff, layoutId: madeId, notCarried } = converted(plan, layoutId, to);
  const next = applyDiff(plan, diff);
  const faults: string[] = checkReferences(next, () => '').map(({ message }) => message);
  const before = instances(layoutTree(plan, layoutId));
  const after = instances(layoutTree(next, madeId));
  for (const [id, count] of before) {
    const listed = notCarried.some(({ kind, subject }) => kind === 'unplaced' && subject.id === id);
    const now = after.get(id) ?? 0;
    if (listed ? now !== 0 : now !== count) faults.push(`${id}: ${count} instances, now ${now}`);
  }
  for (const id of after.keys()) if (!before.has(id)) faults.push(`${id} was not placed before`);
  for (const table of LAYOUT_TABLES) {
    for (const record of [...(diff.removed[table] ?? []), ...(diff.updated[table] ?? []).flat()]) {
      faults.push(`${table} ${record.id} of another layout is touched`);
    }
  }
  for (const { reason } of notCarried) {
    if (reason === '' || /undefined|null|NaN|\[object/.test(reason))
      faults.push(`says "${reason}"`);
  }
  faults.push(...faultsOfImages(plan, next, { layoutId, madeId, notCarried }));
  if (!isEmptyDiff(planDifference(plan, applyDiff(next, invertDiff(diff))))) faults.push('no undo');
  return faults;
}

/** A layout without ids and names: kinds, technologies, cores and what stands where. */
function shapeOf(plan: Plan, diff: Diff, layoutId: string): unknown {
  const tree = layoutTree(applyDiff(plan, diff), layoutId);
  const pathOf = (id: string) => (tree?.pathOf.get(id) ?? []).map(({ name }) => name).join(' > ');
  return {
    environments: tree?.environments.map(({ id, kind, technologyId, coreIds, copies }) => [
      pathOf(id),
      kind,
      technologyId,
      coreIds,
      copies,
    ]),
    placements: tree?.placements.map((each) => [
      each.applicationId,
      pathOf(each.environmentId),
      each.coreIds,
      each.instances,
    ]),
    channels: tree?.channels.map(({ linkId, kind, mechanismId }) => [linkId, kind, mechanismId]),
    grants: tree?.grants.map((each) => [each.deviceId, pathOf(each.environmentId), each.mode]),
    regions: tree?.regions.map(({ name, base, sizeBytes }) => [name, base, sizeBytes]),
  };
}

describe('a layout in another technology', () => {
  it.each(samples)(
    '[CONVERT-1] [CONVERT-2] [CONVERT-8] %s: every layout into every candidate',
    (_, plan) => {
      for (const layout of rows(plan.layouts)) {
        for (const candidate of candidatesOf(plan, layout.id)) {
          const faults = faultsOfConversion(plan, layout.id, candidate);
          expect([layout.id, candidate, faults]).toEqual([layout.id, candidate, []]);
        }
      }
    },
  );

  it('[CONVERT-1] [CONVERT-2] [CONVERT-8] generated plans, and the engine can judge what comes out', () => {
    const size = fc.record({
      applications: fc.integer({ min: 2, max: 24 }),
      cores: fc.integer({ min: 4, max: 16 }),
      links: fc.integer({ min: 0, max: 30 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(size, fc.nat(), (given, choice) => {
        const plan = withImages(multiplied(generatedPlan(given), given.seed), choice);
        const candidates = candidatesOf(plan, 'layout-0');
        const candidate = candidates[choice % candidates.length];
        if (!candidate) return;
        expect(faultsOfConversion(plan, 'layout-0', candidate)).toEqual([]);
        const { diff, layoutId } = converted(plan, 'layout-0', candidate);
        const faults = faultsOf(analyze(applyDiff(plan, diff), layoutId, catalogue));
        // "null" is the name of a scheduler of Xen.
        expect(faults.filter((fault) => !fault.startsWith('TECH-G2 '))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('[CONVERT-2] converting twice gives equal structure', () => {
    for (const layout of rows(gateway.layouts)) {
      for (const candidate of candidatesOf(gateway, layout.id)) {
        const [one, two] = [1, 2].map(() => converted(gateway, layout.id, candidate));
        expect(one && shapeOf(gateway, one.diff, one.layoutId)).toEqual(
          two && shapeOf(gateway, two.diff, two.layoutId),
        );
      }
    }
  });

  it('[CONVERT-2] a layout that is not there is a problem, not a throw', () => {
    const [to] = candidatesOf(gateway, 'static');
    const result = to && convertLayout(gateway, catalogue, { layoutId: 'gone', to }, countingIds());
    expect(result?.ok).toBe(false);
  });
});

/** What the sample becomes: the new layout as a tree, and what was said about it. */
function gatewayAs(layoutId: string, to: Partial<Candidate> & Pick<Candidate, 'way'>) {
  const candidate = { hypervisorId: null, guestId: null, engineId: null, ...to };
  const { diff, layoutId: madeId, notCarried } = converted(gateway, layoutId, candidate);
  const plan = applyDiff(gateway, diff);
  const tree = layoutTree(plan, madeId);
  if (!tree) throw new Error('no layout');
  const homeOf = (id: string) => {
    const [place] = tree.placementsOf.get(id) ?? [];
    return place && tree.environmentById.get(place.environmentId);
  };
  const said = (id: string) => notCarried.find(({ subject }) => subject.id === id);
  return { plan, tree, homeOf, said, notCarried };
}

describe('the gateway sample in other technologies', () => {
  const onLinux = gatewayAs('static', { way: 'container', engineId: 'podman' });
  const inCells = gatewayAs('containers', { way: 'partition', hypervisorId: 'jailhouse' });
  const inVm = gatewayAs('static', {
    way: 'container-vm',
    hypervisorId: 'xen',
    engineId: 'podman',
  });

  it('[CONVERT-7] applications on Cortex-M4F keep their image, and their devices', () => {
    for (const { homeOf, said, tree } of [onLinux, inCells, inVm]) {
      expect(homeOf('com-stack')?.kind).toBe('bare-metal');
      expect(said('com-stack')?.kind).toBe('kept');
      const given = tree.grantsTo.get(homeOf('com-stack')?.id ?? '') ?? [];
      expect(given.map(({ deviceId }) => deviceId)).toEqual(['can0', 'can1', 'can2']);
    }
  });

  it('[CONVERT-1] another kernel than the shared one: without a place, by rule OS-1', () => {
    expect(onLinux.homeOf('infotainment')).toBeUndefined();
    expect(onLinux.said('infotainment')).toMatchObject({ kind: 'unplaced' });
    expect(onLinux.said('infotainment')?.reason).toMatch(/needs Android.*Linux.*OS-1/);
  });

  it('[CONVERT-1] behind a hypervisor the other kernel gets a guest of its own', () => {
    expect(inVm.homeOf('infotainment')).toMatchObject({ kind: 'vm', os: { family: 'android' } });
    expect(inVm.said('infotainment')?.kind).toBe('changed');
    expect(inVm.homeOf('telemetry')?.kind).toBe('container');
  });

  it('[CONVERT-1] containers become one partition each, as long as there are cores', () => {
    const cells = inCells.tree.environments.filter(({ kind }) => kind === 'partition');
    expect(cells).toHaveLength(6);
    const owned = cells.flatMap(({ coreIds }) => coreIds);
    expect(new Set(owned).size).toBe(owned.length);
    expect(inCells.homeOf('telltale-guard')).toMatchObject({
      name: 'Telltale',
      coreIds: ['a53.2'],
    });
    // Eight environments on six cores: two joined others of their level and trust, and are listed.
    const joins = inCells.notCarried.filter(({ reason }) => reason.includes('shares a guest'));
    expect(joins.map(({ subject }) => subject.id)).toEqual(['telemetry', 'cluster-hmi']);
  });

  it('[CONVERT-3] pins stay; those that cannot are listed', () => {
    expect(onLinux.tree.placementsOf.get('cluster-hmi')?.[0]?.coreIds).toEqual(['a72.0']);
    expect(onLinux.said('cluster-hmi')).toBeUndefined();
    expect(inCells.tree.placementsOf.get('diagnostics')?.[0]?.coreIds).toEqual([]);
    expect(inCells.said('diagnostics')?.reason).toMatch(/was pinned to "core 1"/);
  });

  it('[CONVERT-4] one kernel: ivshmem becomes shared memory of the kernel, its region loses the address', () => {
    expect(onLinux.tree.channelOfLink.get('cluster-signals')).toMatchObject({
      kind: 'shared-memory',
      mechanismId: 'shared-memory-posix',
      fromAddress: null,
    });
    const region = onLinux.tree.regions.find(({ name }) => name === 'shm-cluster');
    expect(region?.base).toBeNull();
    // Between the M4F and Linux nothing changed: the region stays where it is.
    const fixed = onLinux.tree.regions.find(({ name }) => name === 'shm-vehicle');
    expect(fixed?.base).toBe(3_765_436_416);
  });

  it('[CONVERT-4] two kernels: sockets of one kernel become the mechanism of the hypervisor', () => {
    expect(inCells.tree.channelOfLink.get('chimes')?.mechanismId).toBe('ivshmem-jailhouse');
    expect(inCells.said('chimes')?.reason).toMatch(/instead of Unix domain socket/);
  });

  it('[CONVERT-5] of two devices of a class each of two guests gets one', () => {
    const owners = inCells.tree.grants
      .filter(({ deviceId }) => deviceId.startsWith('ethernet'))
      .map(({ environmentId }) => inCells.tree.environmentById.get(environmentId)?.name);
    expect(owners.toSorted()).toEqual(['Gateway', 'Security']);
  });

  it('[CONVERT-6] what was assigned memory and has no single heir is listed', () => {
    expect(onLinux.notCarried.map(({ subject, kind }) => [kind, subject.name])).toContainEqual([
      'changed',
      'Vehicle cell (root)',
    ]);
    expect(inVm.homeOf('infotainment')?.memoryBytes).toBe(2_684_354_560);
  });

  const vision = samples.find(([name]) => name === 'vision-edge')?.[1];
  /** Images of a layout of the other sample: name, what it stands on, format, content. */
  const imagesAs = (layoutId: string, to: Partial<Candidate> & Pick<Candidate, 'way'>) => {
    if (!vision) throw new Error('no sample');
    const candidate = { hypervisorId: null, guestId: null, engineId: null, ...to };
    const { diff, layoutId: madeId } = converted(vision, layoutId, candidate);
    const plan = applyDiff(vision, diff);
    const found = (name: string) =>
      layoutTree(plan, madeId)
        ?.images.filter((image) => image.name === name)
        .map(({ parentId, format, contentBytes, growthBytes }) => [
          plan.images.get(parentId ?? '')?.name ?? null,
          format,
          contentBytes,
          growthBytes,
        ]);
    return found;
  };

  it('[CONVERT-8] layers become qcow2 images on one system, each there once', () => {
    const found = imagesAs('sr-iov', { way: 'vm', hypervisorId: 'kvm-qemu' });
    expect(found('Web')).toEqual([['+ service runtime', 'qcow2', 545_259_520, 209_715_200]]);
    expect(found('+ service runtime')).toEqual([['Base layer', 'qcow2', 367_001_600, null]]);
    expect(found('Base layer')).toEqual([
      ['System of the guests (Linux)', 'qcow2', 125_829_120, null],
    ]);
    expect(found('System of the guests (Linux)')).toEqual([[null, 'qcow2', null, null]]);
    // What was a chain of the same hypervisor stays one.
    expect(found('Ingest VM A')).toEqual([['+ vision stack', 'qcow2', 734_003_200, 524_288_000]]);
  });

  it('[CONVERT-8] chains become one raw image each where nothing stands on another', () => {
    const found = imagesAs('sr-iov', { way: 'partition', hypervisorId: 'jailhouse' });
    // 2,516,582,400 of the base + 1,468,006,400 of the vision stack + 734,003,200 of its own
    expect(found('Ingest VM A')).toEqual([[null, 'raw', 4_718_592_000, 524_288_000]]);
    expect(found('Base system')).toEqual([]);
  });

  it('[CONVERT-8] an image that may hold anything is left out, and what starts there has one of unknown size', () => {
    const { tree, said, notCarried } = onLinux;
    expect(tree.images.map(({ name }) => name)).not.toContain('Cockpit system');
    const listed = notCarried.find(({ subject }) => subject.name === 'Cockpit system');
    expect(listed?.reason).toMatch(/stands in 3 environments now.*not known/);
    const home = onLinux.homeOf('cluster-hmi')?.id;
    expect(tree.images.find(({ environmentId }) => environmentId === home)).toMatchObject({
      format: 'container-layer',
      contentBytes: null,
    });
    expect(said('cluster-hmi')).toBeUndefined();
  });

  it('[CONVERT-1] a thin VM holds one instance: several become copies of it', () => {
    const places = new Map(gateway.placements);
    const [place] = layoutTree(gateway, 'static')?.placementsOf.get('telltale-guard') ?? [];
    if (place) places.set(place.id, { ...place, instances: 3 });
    const to: Candidate = {
      way: 'thin-vm',
      hypervisorId: 'jailhouse',
      guestId: 'freertos-guest',
      engineId: null,
    };
    const { diff, layoutId } = converted({ ...gateway, placements: places }, 'static', to);
    const tree = layoutTree(applyDiff({ ...gateway, placements: places }, diff), layoutId);
    const [made] = tree?.placementsOf.get('telltale-guard') ?? [];
    const home = tree?.environmentById.get(made?.environmentId ?? '');
    expect([home?.kind, home?.copies, made?.instances]).toEqual(['thin-vm', 3, 1]);
  });

  it('[CONVERT-6] deduplication goes over where the technology is the same, else is listed', () => {
    const chosen = {
      mechanismId: 'ksm',
      low: 0.05,
      typical: 0.1,
      high: 0.3,
      source: 'measured by us',
    };
    const environments = new Map(gateway.environments);
    const hypervisor = environments.get('static.jailhouse');
    if (hypervisor) environments.set(hypervisor.id, { ...hypervisor, deduplication: chosen });
    const plan = { ...gateway, environments };
    const at = (hypervisorId: string) => {
      const to: Candidate = { way: 'partition', hypervisorId, guestId: null, engineId: null };
      const { diff, notCarried } = converted(plan, 'static', to);
      const made = diff.added.environments?.find(({ kind }) => kind === 'hypervisor');
      const listed = notCarried.some(({ reason }) => reason.includes('deduplication'));
      return [made?.deduplication ?? null, listed];
    };
    expect(at('jailhouse')).toEqual([chosen, false]);
    expect(at('bao')).toEqual([null, true]);
  });
});
