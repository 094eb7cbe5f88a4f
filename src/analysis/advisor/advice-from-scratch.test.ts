/** Advice for applications that have no place yet, on targets that ship. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import { decodeTarget } from '../../catalog/decode-target.ts';
import { applyDiff } from '../../model/diff.ts';
import { layoutTree, type LayoutTree } from '../../model/layout-tree.ts';
import { targetOf, type Plan } from '../../model/plan.ts';
import type { Result } from '../../model/problem.ts';
import { countingIds } from '../../model/testing/small-plan.ts';
import { PlanBuilder } from '../testing/plan-builder.ts';
import { advise } from './advise.ts';
import { adopt } from './assess.ts';
import { candidatesFor, type Candidate } from './candidates.ts';
import type { Ranked } from './ranking.ts';

const RESOURCES = new URL('../../../resources/', import.meta.url);

function sound<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems.slice(0, 3)));
  return result.value;
}

const text = (path: string) => readFileSync(new URL(path, RESOURCES), 'utf8');
const catalogue = sound(
  decodeCatalogue(
    new Map(
      readdirSync(new URL('technologies/', RESOURCES), { recursive: true, encoding: 'utf8' })
        .map((file) => file.replaceAll('\\', '/'))
        .filter((file) => file.endsWith('.json'))
        .map((file) => [file, text(`technologies/${file}`)]),
    ),
  ),
);
const on = (id: string) =>
  new PlanBuilder({ ...sound(decodeTarget(text(`targets/${id}.json`), id)), id: 'target' });

const MS = 1_000_000;

/** Four Linux applications with links among them, and an empty layout. */
function fourOn(targetId: string): Plan {
  const linux = (startMs: number) => ({ os: 'linux', startupNs: startMs * MS });
  return on(targetId)
    .application('motion', { ...linux(100), name: 'Motion control' })
    .application('vision', { ...linux(800), name: 'Vision' })
    .application('web', { ...linux(1500), name: 'Web server' })
    .application('database', { ...linux(300), name: 'Database' })
    .link('poses', 'vision', 'motion', { kind: 'data', payloadBytes: 4096 })
    .link('queries', 'web', 'database', { kind: 'message', payloadBytes: 512 })
    .link('status', 'motion', 'web', { kind: 'stream', payloadBytes: 512 })
    .plan();
}
const FOUR = ['motion', 'vision', 'web', 'database'];

/** A hard real-time ASIL D application on FreeRTOS and a Linux one. */
function criticalOn(targetId: string): Plan {
  const criticality = { scale: 'ASIL', level: 'D' };
  return on(targetId)
    .application('control', { os: 'freertos', realTime: 'hard', criticality, startupNs: 20 * MS })
    .application('vision', { os: 'linux' })
    .plan();
}

function ask(plan: Plan, applicationIds: readonly string[]): readonly Ranked[] {
  return advise(plan, { layoutId: 'layout', applicationIds }, catalogue).ranked;
}

/** The Xeon with its four applications: judged once for all tests. */
const SERVER = fourOn('intel-xeon-gold-6338n');
const ON_SERVER = ask(SERVER, FOUR);

function put(plan: Plan, applicationIds: readonly string[], candidate: Candidate) {
  const question = { layoutId: 'layout', applicationIds };
  const done = adopt(plan, question, catalogue, candidate, countingIds());
  if (!done) throw new Error(`${candidate.way} is not there`);
  const next = applyDiff(plan, done.diff);
  const tree = layoutTree(next, 'layout');
  if (!tree) throw new Error('no layout');
  return { next, tree };
}

const homesOf = (tree: LayoutTree) =>
  tree.placements.map(({ environmentId }) => tree.environmentById.get(environmentId)?.name);

describe('four applications without a place', () => {
  const plan = SERVER;
  const cores = [...targetOf(plan).cores].map(({ id }) => id);
  const all = candidatesFor(plan, { layoutId: 'layout', applicationIds: FOUR }, catalogue).list;

  it.each(all.filter(({ way }) => way !== 'process').map((each) => [each.name, each] as const))(
    '[ADVICE-2] %s: each gets an environment of its own with its name, and a channel for each link',
    (_, candidate) => {
      const { next, tree } = put(plan, FOUR, candidate);
      expect(homesOf(tree)).toEqual(['Motion control', 'Vision', 'Web server', 'Database']);
      expect(new Set(tree.placements.map(({ environmentId }) => environmentId)).size).toBe(4);
      const carried = [...next.channels.values()].map(({ linkId }) => linkId);
      expect(carried.sort()).toEqual(['poses', 'queries', 'status']);
    },
  );

  it.each(all.map((each) => [each.key, each] as const))(
    '[ADVICE-2] %s: what stands on the hardware has all cores that it may take, not one of 32',
    (_, candidate) => {
      const { tree } = put(plan, FOUR, candidate);
      const owned = (tree.childrenOf.get(null) ?? []).flatMap(({ coreIds }) => coreIds);
      expect(owned.toSorted()).toEqual(cores.toSorted());
    },
  );

  it('[ADVICE-2] as processes they share one OS, and need no channel', () => {
    const process = all.find(({ way }) => way === 'process');
    const { next, tree } = put(plan, FOUR, process!);
    expect(new Set(homesOf(tree)).size).toBe(1);
    expect(next.channels.size).toBe(0);
  });

  it('[ADVICE-4] the latest is not ready before the latest of them: 1.5 s, not 100 ms', () => {
    for (const { costs, candidate } of ON_SERVER) {
      const startup = costs.find(({ kind }) => kind === 'startup')?.after;
      expect(startup?.low, candidate.key).toBeGreaterThanOrEqual(1500 * MS);
    }
  });

  it('[ADVICE-4] a cost of which nothing is known has its row', () => {
    for (const { costs } of ON_SERVER) {
      expect(costs.map(({ kind }) => kind)).toEqual([
        'memory',
        'startup',
        'disk',
        'cpu-overhead',
        'interrupt-latency',
        'ipc-latency',
        'tcb',
      ]);
    }
    const docker = ON_SERVER.find(({ candidate }) => candidate.engineId === 'docker');
    expect(docker?.costs.find(({ kind }) => kind === 'tcb')?.after).toBeNull();
    expect(docker?.because).toMatch(/unknown cost/);
  });
});

describe('cores of several kinds', () => {
  it('[ADVICE-2] no image spans two instruction sets, and no Linux lands on a Cortex-M', () => {
    const plan = fourOn('nxp-imx8mp');
    const chosen = ['motion', 'vision', 'web'];
    const [bare] = ask(plan, chosen).filter(({ candidate }) => candidate.way === 'bare-metal');
    const { tree } = put(plan, chosen, bare!.candidate);
    const { cores, clusters } = targetOf(plan);
    const isaOf = (id: string) =>
      clusters.find((each) => each.id === cores.find((core) => core.id === id)?.clusterId)?.isa;
    for (const { coreIds } of tree.environments) {
      expect([...new Set(coreIds.map(isaOf))]).toEqual(['aarch64']);
    }
  });
});

describe('evidence', () => {
  const plan = SERVER;
  const ranked = ON_SERVER;
  const placeOf = (id: string) =>
    ranked.findIndex(({ candidate }) => candidate.key === `partition/${id}`);

  it('[ADVICE-3] what is known from another instruction set only comes after what is known here', () => {
    const viable = ranked.filter(({ excludedBy }) => excludedBy.length === 0);
    const tiers = viable.map(({ candidate: { shown } }) =>
      shown === 'none' ? 1 : shown === 'other-isa' ? 2 : 0,
    );
    expect(tiers).toEqual(tiers.toSorted());
    expect(placeOf('jailhouse')).toBeLessThan(placeOf('pikeos'));
    expect(placeOf('pikeos')).toBeLessThan(placeOf('bao'));
    expect(ranked[placeOf('bao')]?.because).toMatch(
      /^no evidence found that Bao runs on x86_64; found on aarch64 only/,
    );
  });

  it('[ADVICE-1] ACRN is looked at on x86, dom0less is not, and says why', () => {
    const question = { layoutId: 'layout', applicationIds: FOUR };
    const { list, omitted } = candidatesFor(plan, question, catalogue);
    expect(list.map(({ key }) => key)).toContain('partition/acrn');
    const reason = omitted.find(({ technologyId }) => technologyId === 'xen-dom0less')?.reason;
    expect(reason).toBe(
      'no evidence found that Xen dom0less runs on x86_64; found on aarch64 only',
    );
  });

  it('[ADVICE-1] all can be asked for: then only rules leave something out', () => {
    const question = { layoutId: 'layout', applicationIds: FOUR };
    const { list, omitted } = candidatesFor(plan, question, catalogue, Infinity);
    expect(list.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['partition/xen-dom0less', 'vm/esxi', 'container/lxc']),
    );
    expect(omitted.map(({ rule }) => rule)).not.toContain(null);
    expect(new Set(list.map(({ key }) => key)).size).toBe(list.length);
  });

  it('[ADVICE-3] on the Arm board the same Bao is shown, and first', () => {
    const [best] = ask(criticalOn('nxp-imx8mp'), ['control']);
    expect(best?.candidate).toMatchObject({ key: 'partition/bao', shown: 'shown', doubt: null });
  });
});

describe('ASIL D and hard real time where nobody measured', () => {
  const ranked = ask(criticalOn('nxp-lx2160a'), ['control']);
  const placeOf = (key: string) => ranked.findIndex(({ candidate }) => candidate.key === key);

  it('[ADVICE-3] absence of data is no advantage: KVM, of which more is known, is before XCP-ng', () => {
    expect(placeOf('vm/kvm-qemu')).toBeGreaterThanOrEqual(0);
    expect(placeOf('vm/kvm-qemu')).toBeLessThan(placeOf('vm/xcp-ng'));
  });

  it('[ADVICE-3] a general hypervisor never says "no error": it says what TECH-B1 says', () => {
    const general = ranked.filter(({ candidate }) => {
      const family = catalogue.technologies.get(candidate.hypervisorId ?? '')?.family;
      return family === 'type1-general' || family === 'type2';
    });
    expect(general.length).toBeGreaterThan(2);
    for (const { because, candidate } of general) {
      expect(because, candidate.key).not.toMatch(/no (known )?error/);
      expect(because, candidate.key).toMatch(/TECH-B1|excluded by/);
    }
  });

  it('[ADVICE-4] what a bare image on the host measured is no latency of its guests', () => {
    const kvm = ranked[placeOf('vm/kvm-qemu')];
    expect(kvm?.costs.find(({ kind }) => kind === 'interrupt-latency')?.after).toBeNull();
  });
});
