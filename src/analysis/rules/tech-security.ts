/** TECH-D1 to TECH-D3: whom a kernel, a core and a cache may be shared with. */
import type { Application } from '../../model/application.ts';
import { criticalityName } from '../../model/criticality.ts';
import type { Environment, InterferenceControl } from '../../model/layout.ts';
import { infoOf } from '../../model/plan.ts';
import type { Facts } from '../facts.ts';
import { controlsOf } from '../isolation/interference-controls.ts';
import { figureSource } from '../hardware.ts';
import { hasOwnKernel } from '../isolation/boundaries.ts';
import { tenantOf } from '../isolation/tenants.ts';
import type { Subject } from '../result.ts';
import { ofApplication, ofCore, ofEnvironment } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import { CacheSharing, canAllocate, sideOf } from './cache-sharing.ts';
import type { Rule } from './rule.ts';
import { criticalFacts, figureEvidence, type Placed } from './tech-facts.ts';
import { UnknownGroups, type UnknownText } from './unknown-groups.ts';

const TRUST_WORDS = { own: 'own', 'third-party': 'third-party', untrusted: 'untrusted' } as const;

const TRUST_UNKNOWN: UnknownText = {
  message: (names) => `of unknown trust, and on one kernel with others: ${names}`,
  remedy: 'State whose code it is.',
};

/** Applications on each kernel and in the guests above it: who breaks the kernel has them all. */
function abovePerKernel(placed: readonly Placed[]): ReadonlyMap<Environment, Set<Application>> {
  const above = new Map<Environment, Set<Application>>();
  for (const { application, layers } of placed) {
    for (const { environment } of layers.filter((each) => hasOwnKernel(each.environment))) {
      const set = above.get(environment) ?? new Set<Application>();
      above.set(environment, set.add(application));
    }
  }
  return above;
}

function ownersOf(applications: Iterable<Application>): ReadonlySet<string> {
  return new Set([...applications].flatMap((each) => tenantOf(each) ?? []));
}

const WALLED: Rule = {
  id: 'TECH-D1',
  title: 'Foreign code on a shared kernel',
  strength: 'strong',
  checks:
    'Untrusted or third-party code shares its kernel with no code of another owner: between them stands a VM, not a plain container.',
  source:
    'technology rule D1 (nist800-190, nsdi20, kata-arch); vanrijn21 rates plain containers higher',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no kernel with several applications of known owner'
      : `code of one owner on ${counted(count, 'kernel')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    const above = abovePerKernel(criticalFacts(facts).placed);
    const kernels = Map.groupBy(criticalFacts(facts).placed, ({ kernel }) => kernel);
    for (const [kernel, placed] of kernels) {
      const all = [...((kernel && above.get(kernel)) ?? [])];
      if (!kernel || all.length < 2) continue;
      const applications = [...new Set(placed.map(({ application }) => application))];
      const foreign = applications.filter(({ trust }) => trust !== null && trust !== 'own');
      const tenants = ownersOf(all);
      // Guests have a wall against one another, but none against foreign code on the kernel beneath them.
      const unsaid = (foreign.length > 0 ? all : applications).filter(
        ({ trust }) => trust === null,
      );
      for (const each of unsaid) unknown.add(kernel.id, TRUST_UNKNOWN, ofApplication(each));
      if (foreign.length === 0 || tenants.size < 2) {
        if (unsaid.length === 0) report.pass();
        continue;
      }
      const levels = [
        ...new Set(foreign.flatMap(({ trust }) => (trust ? TRUST_WORDS[trust] : []))),
      ];
      report.warning({
        subjects: [...foreign.map(ofApplication), ofEnvironment(kernel)],
        message: `${levels.join(' and ')} code shares the kernel of "${kernel.name}" with code of other owners: ${listNames(foreign.map(({ name }) => name))}`,
        limit: '1 owner per kernel',
        actual: counted(tenants.size, 'owner'),
        remainder: String(1 - tenants.size),
        evidence: foreign.slice(0, 3).map((each) => ({
          name: `trust in ${each.name}`,
          value: each.trust ?? 'unknown',
          source: figureSource(each.sources, 'trust'),
        })),
        remedy: 'Put it into a VM, a micro-VM or a container with a kernel of its own.',
      });
    }
    unknown.report(report);
  },
};

const NOT_DECIDED = {
  message: 'whether side channels between guests are part of the threat model is not decided',
  remedy: 'Decide it, and state it in the plan.',
};

/** Who is behind which wall. */
interface Walls {
  /** Owners of code behind one wall; null: of unknown owner. */
  readonly owners: ReadonlyMap<Environment, ReadonlySet<string | null>>;
  /** Walls whose memory an environment around them deduplicates. */
  readonly deduplicated: ReadonlyMap<Environment, ReadonlySet<Environment>>;
}

function put<T>(into: Map<Environment, Set<T>>, key: Environment, value: T): void {
  const set = into.get(key);
  if (set) set.add(value);
  else into.set(key, new Set([value]));
}

function wallsOf(placed: readonly Placed[]): Walls {
  const owners = new Map<Environment, Set<string | null>>();
  const deduplicated = new Map<Environment, Set<Environment>>();
  for (const each of placed) {
    const side = sideOf(each);
    if (!side) continue;
    put(owners, side, tenantOf(each.application));
    for (const { environment } of each.layers) {
      if (environment !== side && environment.deduplication) put(deduplicated, environment, side);
    }
  }
  return { owners, deduplicated };
}

const OWNER_UNKNOWN: UnknownText = {
  message: (names) =>
    `share a core, cache or page with others, and whose code it is is unknown: ${names}`,
  remedy: 'State whose code it is, theirs and that of the others.',
};
const CACHES_UNKNOWN: UnknownText = {
  message: (names) => `beside others on the machine, and on cores of unknown caches: ${names}`,
  remedy: "State the caches of the cores in the plan's target.",
};

const ALLOCATION_UNKNOWN: UnknownText = {
  message: (names) =>
    `share a cache with code of other owners under cache allocation; whether the hardware has it for that cache is unknown: ${names}`,
  remedy: "Establish it, and set it in the plan's target; or colour the caches.",
};

const SIDE_CHANNELS: Rule = {
  id: 'TECH-D2',
  title: 'Core or cache shared although side channels count',
  strength: 'strong',
  checks:
    'Where side channels are part of the threat model, walls with code of different owners share no core, no cache of level 2 or up that is neither coloured nor divided by the hardware, and no deduplicated memory.',
  source: 'technology rule D2 (vusion17, rtas23-data): dedicated cores and colouring',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'side channels are not part of the threat model'
      : `${counted(count, 'application')} without a core, cache or page that others share`,
  run: (facts, report) => {
    const { placed } = criticalFacts(facts);
    const { sideChannels } = infoOf(facts.plan);
    const walls = wallsOf(placed);
    const several = new Set([...walls.owners.values()].flatMap((set) => [...set])).size > 1;
    if (sideChannels === null && several && walls.owners.size > 1) {
      report.manual({ subjects: [facts.layout], ...NOT_DECIDED });
    }
    if (sideChannels !== true) return;
    const sharing = new CacheSharing(facts);
    const unknown = new UnknownGroups();
    for (const each of placed) {
      const found = exposures(facts, each, sharing, foreignTo(each, walls), walls);
      const { application, environment } = each;
      if (found.length === 0) {
        const about = ofApplication(application);
        const doubtful = exposures(facts, each, sharing, unsaidTo(each, walls), walls);
        const undivided = exposures(facts, each, sharing, foreignTo(each, walls), walls, false);
        if (undivided.length > 0) unknown.add('allocation', ALLOCATION_UNKNOWN, about);
        else if (doubtful.length > 0) unknown.add('owner', OWNER_UNKNOWN, about);
        else if (sharing.hasUnknownCaches(each)) unknown.add('caches', CACHES_UNKNOWN, about);
        else report.pass();
        continue;
      }
      report.warning({
        subjects: [
          ofApplication(application),
          ofEnvironment(environment),
          ...found.flatMap(({ subjects }) => subjects),
        ],
        message: `"${application.name}" shares ${found.map(({ what }) => what).join(', ')} with code of other owners`,
        limit: 'no shared core, cache or page',
        actual: found.map(({ what }) => what).join(', '),
        remedy: 'Give it cores of its own, colour the caches, and turn deduplication off.',
      });
    }
    unknown.report(report);
  },
};

interface Exposure {
  readonly what: string;
  readonly subjects: readonly Subject[];
}

type IsOther = (other: Environment) => boolean;

/** Walls with code that is certainly of another owner. */
function foreignTo(placed: Placed, { owners }: Walls): IsOther {
  const own = tenantOf(placed.application);
  const side = sideOf(placed);
  const differs = (owner: string | null) => own !== null && owner !== null && owner !== own;
  return (other) => other !== side && [...(owners.get(other) ?? [])].some(differs);
}

/** Walls with code that may be of another owner. */
function unsaidTo(placed: Placed, { owners }: Walls): IsOther {
  const own = tenantOf(placed.application);
  const side = sideOf(placed);
  return (other) => other !== side && (own === null || (owners.get(other)?.has(null) ?? false));
}

function exposures(
  facts: Facts,
  placed: Placed,
  sharing: CacheSharing,
  foreign: IsOther,
  walls: Walls,
  certainly = true,
): readonly Exposure[] {
  const cores = placed.coreIds.filter((id) => [...(sharing.sidesOn.get(id) ?? [])].some(foreign));
  const isOn = (control: InterferenceControl) =>
    placed.layers.some(({ environment }) => controlsOf(environment)?.includes(control));
  const allocated = isOn('cache-allocation');
  // Allocation divides what the hardware can divide; where that is unknown nothing is divided for certain.
  const caches = isOn('cache-colouring')
    ? []
    : sharing
        .sharedBy(placed)
        .filter(({ sides }) => [...sides].some(foreign))
        .filter((shared) => {
          const able = allocated ? canAllocate(facts, [shared]) : false;
          return certainly ? able === false : able !== true;
        });
  const deduplicated = placed.layers.find(({ environment }) =>
    [...(walls.deduplicated.get(environment) ?? [])].some(foreign),
  );
  const others = [...new Set(caches.flatMap(({ sides }) => [...sides].filter(foreign)))];
  return [
    ...(cores.length > 0
      ? [
          {
            what: counted(cores.length, 'core'),
            subjects: facts.cpu.coresOf(cores).map(({ core }) => ofCore(core)),
          },
        ]
      : []),
    ...(caches.length > 0
      ? [
          {
            what: [...new Set(caches.map(({ cache }) => `L${cache.level}`))].join(' and '),
            subjects: others.map(ofEnvironment),
          },
        ]
      : []),
    ...(deduplicated
      ? [{ what: 'deduplicated memory', subjects: [ofEnvironment(deduplicated.environment)] }]
      : []),
  ];
}

/** What would justify a wall between applications; equal texts need none. */
function domainOf({ application, os }: Placed): string {
  const { criticality, osVersion } = application;
  return [tenantOf(application), criticalityName(criticality), os?.family, osVersion].join(' | ');
}

const NEEDLESS: Rule = {
  id: 'TECH-D3',
  title: 'VMs around containers of one domain',
  strength: 'advice',
  checks:
    'Containers that bring a kernel each are used where owner, criticality or OS differ, not where all of them are trusted and alike.',
  source: 'technology rule D3 (felter15): containers in VMs impose the overhead of VMs',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no containers with a kernel each'
      : `reasons for a kernel each in ${counted(count, 'container engine')}`,
  run: (facts, report) => {
    const engines = Map.groupBy(
      criticalFacts(facts).placed.filter(
        ({ layers }) => layers.at(-1)?.technology?.family === 'container-in-vm',
      ),
      ({ environment }) => environment.parentId,
    );
    for (const [engineId, placed] of engines) {
      const engine = facts.tree.environmentById.get(engineId ?? '');
      const technology = placed[0]?.layers.at(-1)?.technology;
      const domains = new Set(placed.map(domainOf));
      const trusted = placed.every(({ application }) => application.trust === 'own');
      const host = engine ? facts.tree.pathOf.get(engine.id)?.findLast(({ os }) => os) : undefined;
      const alike = placed.every(({ os, application }) => {
        const kernel = os?.family ?? application.os;
        return kernel === host?.os?.family && application.osVersion === null;
      });
      if (!engine || !technology || placed.length < 2 || !trusted || !alike || domains.size > 1) {
        report.pass();
        continue;
      }
      report.advice({
        subjects: [
          ofEnvironment(engine),
          ...placed.map(({ environment }) => ofEnvironment(environment)),
        ],
        message: `"${engine.name}" of ${technology.name} gives ${counted(placed.length, 'application')} of one owner, criticality and OS a kernel each`,
        limit: 'a reason for a kernel each',
        actual: 'one domain',
        evidence: [
          figureEvidence(
            facts,
            `own kernel per container of ${technology.name}`,
            technology.figures.ownKernel,
          ),
        ],
        remedy: 'Use plain containers for them.',
      });
    }
  },
};

/** In the order in which they are listed. */
export const TECH_SECURITY_RULES: readonly Rule[] = [WALLED, SIDE_CHANNELS, NEEDLESS];
