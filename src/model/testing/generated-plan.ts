/**
 * Plans of any size from a seed, for benchmarks, property tests and pictures. Test code only; the figures mean
 * nothing, their proportions are those of the samples.
 */
import type { Application, Link } from '../application.ts';
import { applicationSchema, linkSchema } from '../application.ts';
import type { Id } from '../fields.ts';
import {
  channelSchema,
  environmentSchema,
  layoutSchema,
  placementSchema,
  regionSchema,
  type Environment,
} from '../layout.ts';
import { emptyPlan, type Plan } from '../plan.ts';
import { targetSchema, type Target } from '../target.ts';
import { GIB, MIB } from '../units.ts';

/** How large, and from which seed. */
export interface PlanSize {
  readonly applications: number;
  readonly cores: number;
  readonly links: number;
  readonly seed: number;
}

/** Random whole numbers from a seed (mulberry32, public domain), the same on every machine. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const PACKAGE_CORES = 64;
const provenance = { sources: ['generated'], confidence: null };

/**
 * @param cores how many cores; packages of 64
 * @returns a server-like target
 */
export function generatedTarget(cores: number): Target {
  const packages = Math.ceil(cores / PACKAGE_CORES);
  const list = Array.from({ length: cores }, (_, index) => ({
    id: `pkg${Math.floor(index / PACKAGE_CORES)}.${index % PACKAGE_CORES}`,
    name: `core ${index}`,
    clusterId: `pkg${Math.floor(index / PACKAGE_CORES)}`,
    hwIds: [String(index)],
  }));
  const of = (number: number) =>
    list.filter(({ clusterId }) => clusterId === `pkg${number}`).map(({ id }) => id);
  const numbers = Array.from({ length: packages }, (_, number) => number);
  return targetSchema.parse({
    id: 'generated',
    name: `Generated ${cores} cores`,
    category: 'custom',
    provenance,
    clusters: numbers.map((number) => ({
      id: `pkg${number}`,
      provenance,
      name: `Package ${number}`,
      role: 'application',
      coreType: 'Generated core',
      isa: 'x86_64',
      maxClockHz: 2_000_000_000,
      packageId: `pkg${number}`,
    })),
    cores: list,
    caches: numbers.map((number) => ({
      id: `l3.${number}`,
      provenance,
      level: 3,
      kind: 'unified',
      sizeBytes: 48 * MIB,
      coreIds: of(number),
    })),
    memories: numbers.map((number) => ({
      id: `dram${number}`,
      provenance,
      name: `Memory ${number}`,
      kind: 'dram',
      sizeBytes: 128 * GIB,
      ranges: [{ base: number * 256 * GIB, size: 128 * GIB }],
      coreIds: of(number),
    })),
    devices: [],
    virtualization: { provenance, extensionName: 'VT-x', hypervisorExtension: true },
    sources: { generated: { title: 'Generated from a seed' } },
  });
}

const LEVELS = ['QM', 'A', 'B', 'C', 'D'] as const;
const LINK_KINDS = ['data', 'message', 'event', 'stream'] as const;

function generatedApplications(size: PlanSize, random: (below: number) => number): Application[] {
  return Array.from({ length: size.applications }, (_, index) =>
    applicationSchema.parse({
      id: `app-${index}`,
      order: index,
      name: `Application ${index}`,
      os: 'linux',
      isas: ['x86_64'],
      criticality: { scale: 'ASIL', level: LEVELS[random(LEVELS.length)] },
      cpuLoad: {
        share: (1 + random(9)) / 100,
        coreType: 'Generated core',
        clockHz: 2_000_000_000,
      },
      memoryPrivateBytes: (1 + random(64)) * MIB,
      memorySharedBytes: random(16) * MIB,
    }),
  );
}

function generatedLinks(size: PlanSize, random: (below: number) => number): Link[] {
  return Array.from({ length: size.links }, (_, index) => {
    const from = random(size.applications);
    const to = (from + 1 + random(size.applications - 1)) % size.applications;
    return linkSchema.parse({
      id: `link-${index}`,
      order: index,
      name: `link ${index}`,
      fromApplicationId: `app-${from}`,
      toApplicationId: `app-${to}`,
      kind: LINK_KINDS[random(LINK_KINDS.length)],
      payloadBytes: 2 ** (4 + random(16)),
      rateHz: 1 + random(1000),
    });
  });
}

/** Partitions of two cores each; every fourth is a VM with a container engine and containers. */
function generatedEnvironments(cores: readonly Id[]): Environment[] {
  const list: Environment[] = [];
  const add = (seed: object) => {
    const environment = environmentSchema.parse({
      order: list.length,
      layoutId: 'layout-0',
      ...seed,
    });
    list.push(environment);
    return environment.id;
  };
  add({ id: 'hv', name: 'Hypervisor', kind: 'hypervisor' });
  for (let at = 0; at < cores.length; at += 2) {
    const isVm = at % 8 === 6;
    const stem = { parentId: 'hv', os: { family: 'linux' }, coreIds: cores.slice(at, at + 2) };
    const id = add({
      ...stem,
      id: `env-${at}`,
      name: `Part ${at}`,
      kind: isVm ? 'vm' : 'partition',
    });
    if (!isVm) continue;
    const engine = { id: `${id}-ce`, parentId: id, name: `Engine ${at}`, kind: 'container-engine' };
    add(engine);
    for (const letter of ['a', 'b']) {
      const container = {
        id: `${id}-${letter}`,
        name: `Container ${at}${letter}`,
        kind: 'container',
      };
      add({ ...container, parentId: engine.id });
    }
  }
  return list;
}

function table<T extends { readonly id: Id }>(records: readonly T[]): ReadonlyMap<Id, T> {
  return new Map(records.map((record) => [record.id, record]));
}

/**
 * @param size how large, from which seed
 * @returns a sound plan with one layout `layout-0` in which every application has a place and every link a channel
 * @cost O(size)
 */
export function generatedPlan(size: PlanSize): Plan {
  const random = randomFrom(size.seed);
  const target = generatedTarget(size.cores);
  const applications = generatedApplications(size, random);
  const links = generatedLinks(size, random);
  const environments = generatedEnvironments(target.cores.map(({ id }) => id));
  const homes = environments.filter(({ kind }) => kind === 'container' || kind === 'partition');
  const placements = applications.map((application, index) => {
    const home = homes[random(homes.length)];
    const pinned = home && home.coreIds.length > 0 && random(2) === 0;
    return placementSchema.parse({
      id: `place-${index}`,
      order: index,
      layoutId: 'layout-0',
      applicationId: application.id,
      environmentId: home?.id,
      coreIds: pinned ? [home.coreIds[random(home.coreIds.length)]] : [],
    });
  });
  const regions = links
    .filter(({ kind }) => kind === 'data')
    .map((link, index) =>
      regionSchema.parse({
        id: `region-${link.id}`,
        order: index,
        layoutId: 'layout-0',
        name: `shm${index}`,
        memoryId: 'dram0',
        base: index * MIB,
        sizeBytes: MIB,
      }),
    );
  const channels = links.map((link, index) =>
    channelSchema.parse({
      id: `chan-${index}`,
      order: index,
      layoutId: 'layout-0',
      linkId: link.id,
      kind: link.kind === 'data' ? 'shared-memory' : link.kind === 'stream' ? 'virtio' : 'message',
      regionId: link.kind === 'data' ? `region-${link.id}` : null,
    }),
  );
  return {
    ...emptyPlan(
      { id: 'generated', name: 'Generated', description: null, author: null, status: 'draft' },
      target,
    ),
    applications: table(applications),
    links: table(links),
    layouts: table([layoutSchema.parse({ id: 'layout-0', order: 0, name: 'Generated' })]),
    environments: table(environments),
    placements: table(placements),
    regions: table(regions),
    channels: table(channels),
  };
}
