import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import { applyDiff, invertDiff, isEmptyDiff } from '../../model/diff.ts';
import { parsePlan } from '../../model/interchange.ts';
import { layoutTree } from '../../model/layout-tree.ts';
import { planDifference } from '../../model/plan-difference.ts';
import { rows, type Plan } from '../../model/plan.ts';
import type { Result } from '../../model/problem.ts';
import { checkReferences } from '../../model/references.ts';
import { generatedPlan } from '../../model/testing/generated-plan.ts';
import { countingIds } from '../../model/testing/small-plan.ts';
import { PlanBuilder, target } from '../testing/plan-builder.ts';
import { advise, type Advice } from './advise.ts';
import { adopt } from './assess.ts';
import { MOST_PER_WAY } from './candidates.ts';
import type { Ranked } from './ranking.ts';

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

function ask(plan: Plan, layoutId: string, ...applicationIds: string[]): Advice {
  return advise(plan, { layoutId, applicationIds }, catalogue);
}

const rulesOf = ({ excludedBy }: Ranked) => excludedBy.map(({ finding }) => finding.rule);

/** What must hold for any advice. */
function faultsOfAdvice({ ranked, omitted }: Advice): readonly string[] {
  const faults: string[] = [];
  const firstExcluded = ranked.findIndex(({ excludedBy }) => excludedBy.length > 0);
  const after = firstExcluded < 0 ? [] : ranked.slice(firstExcluded);
  if (after.some(({ excludedBy }) => excludedBy.length === 0))
    faults.push('excluded before others');
  for (const each of ranked) {
    const { candidate, because, costs } = each;
    if (because === '') faults.push(`${candidate.key} does not say why it stands there`);
    for (const rule of rulesOf(each)) {
      if (!because.includes(rule)) faults.push(`${candidate.key} hides ${rule}`);
    }
    for (const { difference, before, after: then, kind } of costs) {
      if (difference && (!before || !then)) faults.push(`${kind} out of nothing`);
    }
  }
  const keys = ranked.map(({ candidate }) => candidate.key);
  if (new Set(keys).size !== keys.length) faults.push('a candidate twice');
  for (const { candidate } of ranked) {
    const alike = ranked.filter((other) => other.candidate.way === candidate.way);
    if (alike.length > MOST_PER_WAY) faults.push(`${alike.length} of ${candidate.way}`);
    for (const id of [candidate.hypervisorId, candidate.guestId, candidate.engineId]) {
      const status = catalogue.technologies.get(id ?? '')?.status ?? 'current';
      if (status !== 'current') faults.push(`${id} is ${status}`);
    }
  }
  if (omitted.some(({ reason }) => reason === '')) faults.push('left out without a reason');
  return faults;
}

describe('advice on the samples', () => {
  it.each(samples)('[ADVICE-1] [ADVICE-3] %s: each whole layout', (_, plan) => {
    for (const layout of rows(plan.layouts))
      expect(faultsOfAdvice(ask(plan, layout.id))).toEqual([]);
  });

  it.each(samples)('[ADVICE-1] [ADVICE-3] %s: each application of its first layout', (_, plan) => {
    const [layout] = rows(plan.layouts);
    for (const { id } of rows(plan.applications).slice(0, 14)) {
      expect(faultsOfAdvice(ask(plan, layout?.id ?? '', id))).toEqual([]);
    }
  });

  it('[ADVICE-1] retired technologies are named with the rule that refuses them', () => {
    const gateway = samples.find(([name]) => name === 'gateway-cluster')?.[1];
    const { omitted } = ask(gateway ?? samples[0]![1], 'static');
    const refused = omitted.filter(({ rule }) => rule === 'TECH-G1');
    expect(refused.map(({ technologyId }) => technologyId)).toEqual(
      expect.arrayContaining(['rktlet', 'rumprun']),
    );
  });
});

/** Four A53 with EL2 and one M4; Linux on all four with one application of each kind. */
function smallBoard(): Plan {
  const board = target({
    clusters: [
      { id: 'a53', cores: 4 },
      { id: 'm4', cores: 1, type: 'Cortex-M4F', isa: 'armv7e-m', role: 'realtime' },
    ],
    virtualization: { hypervisorExtension: true, extensionName: 'EL2' },
  });
  const linux = { family: 'linux' };
  const builds = { isas: ['aarch64'] };
  return new PlanBuilder(board)
    .environment('linux', 'os', null, { coreIds: ['c0', 'c1', 'c2', 'c3'], os: linux })
    .application('brake', {
      ...builds,
      os: 'freertos',
      realTime: 'hard',
      criticality: { scale: 'ASIL', level: 'D' },
    })
    .application('brake-linux', {
      ...builds,
      os: 'linux',
      realTime: 'hard',
      criticality: { scale: 'ASIL', level: 'D' },
    })
    .application('office', { ...builds, os: 'windows' })
    .application('logger', { ...builds, os: 'linux', criticality: { scale: 'ASIL', level: 'QM' } })
    .place('logger', 'linux', ['c0'])
    .place('brake-linux', 'linux', ['c3'])
    .plan();
}

describe('advice that an expert would give', () => {
  it('[ADVICE-3] Windows on a Linux container engine is excluded by OS-1', () => {
    const { ranked } = ask(smallBoard(), 'layout', 'office');
    const engines = ranked.filter(
      ({ candidate }) =>
        candidate.way === 'container' && candidate.engineId !== 'windows-container-process',
    );
    expect(engines.length).toBeGreaterThan(0);
    for (const engine of engines) expect(rulesOf(engine)).toContain('OS-1');
  });

  it.each(['brake', 'brake-linux'])(
    '[ADVICE-3] hard real time of ASIL D (%s) does not come first where a kernel is shared',
    (id) => {
      const { ranked } = ask(smallBoard(), 'layout', id);
      expect(['partition', 'bare-metal', 'vm']).toContain(ranked[0]?.candidate.way);
      expect(ranked[0]?.shortfall.steps).toBe(0);
      const shared = ranked.filter(({ candidate }) => candidate.way === 'container');
      for (const each of shared)
        expect(each.excludedBy.length + each.shortfall.steps).toBeGreaterThan(0);
    },
  );

  it('[ADVICE-3] the same without hardware for hypervisors: they are excluded by VIRT-1', () => {
    const plan = smallBoard();
    const [board] = plan.target.values();
    const virtualization = { ...board!.virtualization, hypervisorExtension: false };
    const without = { ...plan, target: new Map([['target', { ...board!, virtualization }]]) };
    const { ranked } = ask(without, 'layout', 'logger');
    const cells = ranked.filter(({ candidate }) => candidate.hypervisorId === 'bao');
    expect(cells.length).toBeGreaterThan(0);
    for (const cell of cells) expect(rulesOf(cell)).toContain('VIRT-1');
  });

  it('[ADVICE-3] untrusted code does not come first where nothing walls it in', () => {
    const gateway = samples.find(([name]) => name === 'gateway-cluster')?.[1];
    const [best] = ask(gateway ?? samples[0]![1], 'mixed', 'infotainment').ranked;
    expect([best?.candidate.way, best?.shortfall.steps]).toEqual(['partition', 0]);
  });

  it('[ADVICE-1] where a certificate is needed, what has one is looked at first', () => {
    const plan = smallBoard();
    const brake = plan.applications.get('brake-linux');
    const applications = new Map(plan.applications);
    if (brake) applications.set(brake.id, { ...brake, certificate: 'ISO 26262 ASIL D' });
    const partitions = ask({ ...plan, applications }, 'layout', 'brake-linux').ranked.filter(
      ({ candidate }) => candidate.way === 'partition',
    );
    const [best] = partitions;
    expect(['pikeos', 'qnx-hypervisor']).toContain(best?.candidate.hypervisorId);
    const bao = partitions.find(({ candidate }) => candidate.hypervisorId === 'jailhouse');
    expect(bao && rulesOf(bao)).toContain('TECH-B4');
  });

  it('[ADVICE-2] a new hypervisor slides under the OS that has the hardware', () => {
    const plan = smallBoard();
    const question = { layoutId: 'layout', applicationIds: ['brake-linux'] };
    const candidate = {
      way: 'partition',
      hypervisorId: 'bao',
      guestId: null,
      engineId: null,
    } as const;
    const done = adopt(plan, question, catalogue, candidate, countingIds());
    const tree = done && layoutTree(applyDiff(plan, done.diff), 'layout');
    const [root] = tree?.childrenOf.get(null) ?? [];
    expect(root).toMatchObject({ kind: 'hypervisor', technologyId: 'bao' });
    const guests = tree?.childrenOf.get(root?.id ?? '') ?? [];
    expect(guests.map(({ name, kind, coreIds }) => [name, kind, coreIds])).toEqual([
      ['linux', 'partition', ['c0', 'c1', 'c2']],
      ['brake-linux', 'partition', ['c3']],
    ]);
  });

  it('[ADVICE-1] beside a hypervisor that stays no other one is offered', () => {
    const gateway = samples.find(([name]) => name === 'gateway-cluster')?.[1];
    const { ranked, omitted } = ask(gateway ?? samples[0]![1], 'static', 'telemetry');
    const hypervisors = new Set(ranked.flatMap(({ candidate }) => candidate.hypervisorId ?? []));
    expect([...hypervisors]).toEqual(['jailhouse']);
    expect(omitted.find(({ technologyId }) => technologyId === 'xen')?.reason).toMatch(
      /hardware belongs to Jailhouse/,
    );
  });
});

describe('advice on generated plans', () => {
  it('[ADVICE-2] what is judged is what a click does: one step, sound, and back again', () => {
    const size = fc.record({
      applications: fc.integer({ min: 2, max: 12 }),
      cores: fc.integer({ min: 4, max: 12 }),
      links: fc.integer({ min: 0, max: 12 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(size, fc.nat(), (given, choice) => {
        const plan = generatedPlan(given);
        const ids = [...plan.applications.keys()];
        const chosen = ids.filter((_, at) => (choice >> at) % 3 === 0).slice(0, 4);
        const question = { layoutId: 'layout-0', applicationIds: chosen };
        const advice = advise(plan, question, catalogue);
        expect(faultsOfAdvice(advice)).toEqual([]);
        const best = advice.ranked[choice % advice.ranked.length];
        if (!best) return;
        const done = adopt(plan, question, catalogue, best.candidate, countingIds());
        const next = applyDiff(plan, done?.diff ?? { added: {}, updated: {}, removed: {} });
        expect(checkReferences(next, () => '')).toEqual([]);
        const placed = layoutTree(next, 'layout-0')?.placementsOf;
        for (const id of chosen) expect(placed?.has(id)).toBe(true);
        const back = applyDiff(next, invertDiff(planDifference(plan, next)));
        expect(isEmptyDiff(planDifference(plan, back))).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it('[ADVICE-3] a critical hard real-time application never comes first on a shared kernel', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), fc.nat(), (applications, seed) => {
        const plan = generatedPlan({ applications, cores: 8, links: 4, seed });
        const [first] = plan.applications.values();
        if (!first) return;
        const critical = {
          ...first,
          realTime: 'hard' as const,
          criticality: { scale: 'ASIL' as const, level: 'D' as const },
        };
        const with_ = { ...plan, applications: new Map(plan.applications).set(first.id, critical) };
        const [best] = ask(with_, 'layout-0', first.id).ranked;
        expect(['container', 'process']).not.toContain(best?.candidate.way);
      }),
      // Needs shared memory between images, whose address nobody has set yet.
      { numRuns: 12, examples: [[2, 41185105]] },
    );
  });
});
