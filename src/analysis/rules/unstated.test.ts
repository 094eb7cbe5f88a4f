import { describe, expect, it } from 'vitest';
import { shippedCatalogue as catalogue } from '../../catalog/testing/shipped-catalogue.ts';
import type { LayoutResult } from '../result.ts';
import { findingsOf, PlanBuilder, verdictsOf } from '../testing/plan-builder.ts';

const CORES = ['c0', 'c1', 'c2', 'c3'];
const linux = { family: 'linux', version: null, memoryBytes: null, memorySource: null };

/** Places of every kind of environment that holds applications. */
const PLACES: Readonly<Record<string, () => PlanBuilder>> = {
  'bare-metal': () =>
    new PlanBuilder().environment('place', 'bare-metal', null, { coreIds: CORES }),
  os: () => new PlanBuilder().environment('place', 'os', null, { coreIds: CORES, os: linux }),
  'os of which nobody says what it is': () =>
    new PlanBuilder().environment('place', 'os', null, { coreIds: CORES }),
  partition: () =>
    new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: CORES, technologyId: 'jailhouse' })
      .environment('root', 'partition', 'hv', { coreIds: ['c0'], role: 'control', os: linux })
      .environment('place', 'partition', 'hv', { coreIds: ['c1'], os: linux }),
  vm: () =>
    new PlanBuilder()
      .environment('host', 'os', null, { coreIds: CORES, os: linux })
      .environment('hv', 'hypervisor', 'host', { technologyId: 'kvm-qemu' })
      .environment('place', 'vm', 'hv', { os: linux }),
  'vm of which nobody says what it is made of': () =>
    new PlanBuilder()
      .environment('hv', 'hypervisor', null, { coreIds: CORES })
      .environment('place', 'vm', 'hv'),
  'thin-vm': () =>
    new PlanBuilder()
      .environment('host', 'os', null, { coreIds: CORES, os: linux })
      .environment('hv', 'hypervisor', 'host', { technologyId: 'firecracker' })
      .environment('place', 'thin-vm', 'hv', { os: linux }),
  container: () =>
    new PlanBuilder()
      .environment('host', 'os', null, { coreIds: CORES, os: linux })
      .environment('engine', 'container-engine', 'host', { technologyId: 'docker' })
      .environment('place', 'container', 'engine'),
};

/** Three applications of which nothing is stated, one with a task without times, linked to each other. */
function unstatedIn(builder: PlanBuilder): LayoutResult {
  return builder
    .application('a')
    .application('b')
    .application('c')
    .task('t', 'a', null, 1_000_000, { coreType: null, clockHz: null })
    .link('a-to-b', 'a', 'b')
    .link('b-to-c', 'b', 'c')
    .channel('a-to-b', 'shared-memory')
    .channel('b-to-c', 'socket')
    .place('a', 'place')
    .place('b', 'place')
    .place('c', 'place')
    .analyze(catalogue);
}

const STRUCTURE = 'looks at the layout itself, which says where everything stands';
const CATALOGUE = 'looks at the technologies that the layout chose, which the catalogue knows';
const NUMBERS = 'counts environments of the layout against a number of the catalogue or the target';
/** What may pass although nobody states anything of an application, and why. */
const MAY_PASS: Readonly<Record<string, string>> = {
  'PLACE-1': STRUCTURE,
  'PLACE-2': STRUCTURE,
  'PLACE-3': STRUCTURE,
  'PLACE-4': STRUCTURE,
  'NEST-1': STRUCTURE,
  'NEST-2': CATALOGUE,
  'NEST-3': CATALOGUE,
  'NEST-4': 'holds the OS of the host, which is stated, against the engine',
  'OS-3': CATALOGUE,
  'CORE-1': STRUCTURE,
  'CORE-2': STRUCTURE,
  'CORE-4': STRUCTURE,
  'CORE-5': STRUCTURE,
  'CORE-6': STRUCTURE,
  'VIRT-3': NUMBERS,
  'VIRT-4': STRUCTURE,
  'LINK-1': STRUCTURE,
  'LINK-2': STRUCTURE,
  'LINK-3': 'both ends stand in one environment',
  'LINK-4': STRUCTURE,
  'LINK-5': STRUCTURE,
  'SCALE-1': NUMBERS,
  'SCALE-2': NUMBERS,
  'TECH-C2': NUMBERS,
  'TECH-C7': NUMBERS,
  'TECH-G1': CATALOGUE,
};

describe('what nobody states is no pass', () => {
  it.each(Object.entries(PLACES))('[RULE-5] of three applications in: %s', (_, place) => {
    const { findings } = unstatedIn(place());
    const passes = findings.filter(({ verdict }) => verdict === 'pass').map(({ rule }) => rule);
    expect(passes.filter((rule) => !(rule in MAY_PASS))).toEqual([]);
  });

  it('[RULE-5] none of the rules that may pass is listed in vain', () => {
    const passed = Object.values(PLACES).flatMap((place) =>
      unstatedIn(place()).findings.flatMap(({ rule, verdict }) => (verdict === 'pass' ? rule : [])),
    );
    expect(Object.keys(MAY_PASS).filter((rule) => !passed.includes(rule))).toEqual([]);
  });

  it.each([
    ['TECH-A2', 'vm', 'the form in which it is delivered'],
    ['TECH-A3', 'vm', 'the OS that it needs'],
    ['TECH-A4', 'partition', 'whether it expects PC or board hardware'],
    ['TECH-B1', 'os', 'criticality, and real-time need'],
    ['TECH-B4', 'container', 'the certificate that it needs (or "none")'],
    ['TECH-B6', 'vm', 'criticality'],
    ['TECH-B7', 'vm', 'criticality, and real-time need'],
    ['TECH-B8', 'vm', 'whether it must restart alone'],
    ['TECH-B9', 'os', 'real-time need'],
  ] as const)('[ANALYZE-3] %s names what is not stated, and of whom', (rule, place, words) => {
    const found = findingsOf(unstatedIn(PLACES[place]!()), rule, 'not-assessed');
    const unstated = found.filter(({ message }) => message.includes(words));
    expect(unstated).toHaveLength(1);
    expect(unstated[0]?.message).toContain('"a", "b" and "c"');
    expect(unstated[0]?.subjects.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('[TECH-B10] asks only where a Type 2 hypervisor is, or may be', () => {
    const verdicts = (place: string) => verdictsOf(unstatedIn(PLACES[place]!()), 'TECH-B10');
    expect(verdicts('vm of which nobody says what it is made of')).toEqual(['not-assessed']);
    expect(verdicts('partition')).toEqual(['not-applicable']);
  });

  it('[TASK-1] a task without a WCET, and one without a time on its core, are not assessed', () => {
    const of = (wcetNs: number | null) =>
      new PlanBuilder()
        .environment('os', 'os', null, { coreIds: ['c0'] })
        .application('a')
        .task('t', 'a', wcetNs, 1_000_000, { coreType: null, clockHz: null })
        .place('a', 'os', ['c0'])
        .analyze();
    expect(findingsOf(of(null), 'TASK-1', 'not-assessed')[0]?.message).toBe('WCET not stated: "t"');
    expect(findingsOf(of(10), 'TASK-1', 'not-assessed')[0]?.message).toContain('CPU-4 says why');
  });

  it('[TECH-B1] hard real time beside others of unknown urgency on a general kernel is not assessed', () => {
    const beside = (realTime: string | null) =>
      PLACES['os']!()
        .application('brake', { realTime: 'hard', criticality: { scale: 'ASIL', level: 'QM' } })
        .application('other', { realTime, criticality: { scale: 'ASIL', level: 'QM' } })
        .place('brake', 'place')
        .place('other', 'place')
        .analyze(catalogue);
    const [found] = findingsOf(beside(null), 'TECH-B1', 'not-assessed');
    expect(found?.message).toContain('real-time need of "other"');
    expect(verdictsOf(beside('none'), 'TECH-B1')).toEqual(['warning']);
    expect(verdictsOf(beside('hard'), 'TECH-B1')).toEqual(['pass']);
  });
});
