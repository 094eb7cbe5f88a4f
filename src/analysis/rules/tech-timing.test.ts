import { expect, it } from 'vitest';
import { shippedCatalogue as catalogue } from '../../catalog/testing/shipped-catalogue.ts';
import { findingsOf, osOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

type Seed = Readonly<Record<string, unknown>>;

const CORES = ['c0', 'c1', 'c2', 'c3'];
const ASIL_B = { scale: 'ASIL', level: 'B' };
const ASIL_D = { scale: 'ASIL', level: 'D' };
const QM = { scale: 'ASIL', level: 'QM' };

const PROVENANCE = { sources: ['manual'], confidence: 'high' };

/** Four cores with one L2 cache for all of them. */
const sharedL2 = () => ({
  ...target(),
  caches: [
    {
      id: 'l2',
      provenance: { ...PROVENANCE, confidence: 'high' as const, userFields: [] },
      notes: null,
      level: 2,
      kind: 'unified' as const,
      sizeBytes: null,
      lineBytes: null,
      ways: null,
      coreIds: CORES,
      partitioning: null,
    },
  ],
});

/** A hypervisor with two partitions of one core each. */
function two(
  technologyId: string,
  kind: string,
  hypervisor: Seed = {},
  builder = new PlanBuilder(),
) {
  return builder
    .environment('hv', 'hypervisor', null, { technologyId, coreIds: CORES, ...hypervisor })
    .environment('a', kind, 'hv', { coreIds: ['c0'], os: osOf('linux') })
    .environment('b', kind, 'hv', { coreIds: ['c1'], os: osOf('linux') });
}
const brake = (builder: PlanBuilder, seed: Seed = {}) =>
  builder.application('brake', { criticality: ASIL_B, realTime: 'hard', os: 'linux', ...seed });
const radio = (builder: PlanBuilder) =>
  builder.application('radio', { criticality: QM, realTime: 'none', os: 'linux' });

it('[TECH-B1] levels in static partitions of their own pass, on one kernel the highest is an error', () => {
  const apart = radio(brake(two('bao', 'partition')))
    .place('brake', 'a')
    .place('radio', 'b');
  expect(verdictsOf(apart.analyze(catalogue), 'TECH-B1')).toEqual(['pass']);
  const together = radio(brake(two('bao', 'partition')))
    .place('brake', 'a')
    .place('radio', 'a');
  const [error] = findingsOf(together.analyze(catalogue), 'TECH-B1', 'error');
  expect(error?.message).toContain('"brake" (ASIL B, hard real time) shares the kernel of "a"');
  expect(error?.subjects.map(({ id }) => id)).toEqual(['brake', 'a']);
});

it('[TECH-B1] what is not the highest level of several is a warning', () => {
  const plan = radio(brake(two('bao', 'partition')))
    .application('airbag', { criticality: ASIL_D, os: 'linux' })
    .place('brake', 'a')
    .place('radio', 'a')
    .place('airbag', 'b');
  expect(verdictsOf(plan.analyze(catalogue), 'TECH-B1')).toEqual(['pass', 'warning']);
});

it('[TECH-B1] a general hypervisor under the highest level is an error, under hard real time alone a warning', () => {
  const mixed = radio(brake(two('kvm-qemu', 'vm')))
    .place('brake', 'a')
    .place('radio', 'b');
  const [error] = findingsOf(mixed.analyze(catalogue), 'TECH-B1', 'error');
  expect(error?.actual).toBe('KVM + QEMU (general)');
  const alone = brake(two('kvm-qemu', 'vm'), { criticality: null }).place('brake', 'a');
  expect(verdictsOf(alone.analyze(catalogue), 'TECH-B1')).toEqual(['warning']);
});

it('[TECH-B1] a partition that shares its cores is none of its own', () => {
  const shared = radio(
    brake(
      new PlanBuilder()
        .environment('hv', 'hypervisor', null, { technologyId: 'pikeos', coreIds: CORES })
        .environment('a', 'partition', 'hv', { coreIds: ['c0'], timeShare: 0.5 })
        .environment('b', 'partition', 'hv', { coreIds: ['c0'], timeShare: 0.5 }),
    ),
  )
    .place('brake', 'a')
    .place('radio', 'b');
  expect(findingsOf(shared.analyze(catalogue), 'TECH-B1', 'error')[0]?.actual).toBe('shared cores');
});

it.each([
  ['pikeos', [50, 50], {}, ['pass']],
  ['xen-dom0less', [50, 50], {}, ['pass']],
  // No table of this kind exists under these: they have no scheduler.
  ['bao', [50, 50], {}, ['error']],
  ['jailhouse', [50, 50], {}, ['error']],
  // Windows that overlap keep nobody away.
  ['pikeos', [40, 50], {}, ['error']],
  ['pikeos', null, { server: { kind: 'periodic', budgetNs: 4, periodNs: 10 } }, ['pass']],
  ['pikeos', null, { server: { kind: 'quota', budgetNs: 4, periodNs: 10 } }, ['error']],
  ['kvm-qemu', [50, 50], {}, ['error']],
] as const)(
  '[TECH-B1] a core shared in time under %s, windows %j, %j: %j',
  (technologyId, second, seed, verdicts) => {
    const builder = new PlanBuilder()
      .environment('hv', 'hypervisor', null, { technologyId, coreIds: ['c0'] })
      .environment('a', 'partition', 'hv', { os: osOf('linux'), ...seed })
      .environment('b', 'partition', 'hv', { os: osOf('linux'), ...seed });
    if (second) {
      builder
        .frame('frame', 100)
        .window('wa', 'frame', 'c0', 'a', 0, 50)
        .window('wb', 'frame', 'c0', 'b', second[0], second[1]);
    }
    const plan = radio(brake(builder)).place('brake', 'a').place('radio', 'b');
    expect(verdictsOf(plan.analyze(catalogue), 'TECH-B1')).toEqual(verdicts);
  },
);

it('[TECH-B1] a neighbour of unknown criticality is not assessed', () => {
  const plan = brake(two('bao', 'partition'), { realTime: null })
    .application('other', { os: 'linux' })
    .place('brake', 'a')
    .place('other', 'a');
  expect(findingsOf(plan.analyze(catalogue), 'TECH-B1', 'not-assessed')[0]?.message).toContain(
    '"other"',
  );
});

it.each([
  [null, ['not-assessed']],
  [[], ['warning']],
  [['cache-colouring'], ['pass']],
  [['bandwidth-regulation'], ['pass']],
  // The target does not say whether it can.
  [['cache-allocation'], ['not-assessed']],
])(
  '[TECH-B2] an L2 cache shared with another partition under controls %j: %j',
  (controls, verdicts) => {
    const plan = radio(
      brake(
        two('bao', 'partition', { interferenceControls: controls }, new PlanBuilder(sharedL2())),
      ),
    )
      .place('brake', 'a', ['c0'])
      .place('radio', 'b', ['c1']);
    const result = plan.analyze(catalogue);
    expect(verdictsOf(result, 'TECH-B2')).toEqual(verdicts);
    const [warning] = findingsOf(result, 'TECH-B2', 'warning');
    if (warning) {
      expect(warning.subjects.map(({ id }) => id)).toEqual(['brake', 'a', 'b', 'l2']);
      // The worst interrupt latency under interference of Bao, as published.
      expect(warning.evidence.some(({ value }) => value.includes('µs'))).toBe(true);
    }
  },
);

it('[TECH-B2] nobody else on the machine, or caches that nobody wrote down', () => {
  const alone = brake(two('bao', 'partition', {}, new PlanBuilder(sharedL2()))).place('brake', 'a');
  expect(verdictsOf(alone.analyze(catalogue), 'TECH-B2')).toEqual(['pass']);
  const unknown = radio(brake(two('bao', 'partition')))
    .place('brake', 'a')
    .place('radio', 'b');
  expect(verdictsOf(unknown.analyze(catalogue), 'TECH-B2')).toEqual(['not-assessed']);
});

it.each([
  // Jailhouse 1,094 ns on average, direct injection 222 ns (ZCU104).
  [2000, ['pass']],
  [1094, ['pass']],
  [1093, ['warning']],
  [222, ['warning']],
  // Not even direct injection is quick enough: the latency rules say so.
  [221, ['not-applicable']],
])(
  '[TECH-B3] an interrupt latency of %i ns under Jailhouse: %j',
  (interruptLatencyNs, verdicts) => {
    const result = brake(two('jailhouse', 'partition'), { interruptLatencyNs })
      .place('brake', 'a')
      .analyze(catalogue);
    expect(verdictsOf(result, 'TECH-B3')).toEqual(verdicts);
    if (interruptLatencyNs === 1093) {
      expect(findingsOf(result, 'TECH-B3', 'warning')[0]).toMatchObject({
        limit: '1.093 µs',
        actual: '1.094 µs',
        remainder: '-1 ns',
      });
    }
  },
);

it('[TECH-B9] soft real time on Linux: pinned with PREEMPT_RT passes, shared cores are advice, the kernel by hand', () => {
  const on = (version: string | null, coreIds: readonly string[], other: readonly string[]) =>
    new PlanBuilder()
      .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux', version) })
      .application('video', { realTime: 'soft', os: 'linux' })
      .application('other', { realTime: 'none', os: 'linux' })
      .place('video', 'host', coreIds)
      .place('other', 'host', other)
      .analyze(catalogue);
  expect(verdictsOf(on('6.6 PREEMPT_RT', ['c0'], ['c1']), 'TECH-B9')).toEqual(['pass']);
  expect(verdictsOf(on('6.6.1-rt4', ['c0', 'c1'], ['c2']), 'TECH-B9')).toEqual(['pass']);
  expect(verdictsOf(on('6.6-rt', ['c0', 'c1'], ['c1']), 'TECH-B9')).toEqual(['warning']);
  expect(verdictsOf(on('6.6', ['c0'], ['c1']), 'TECH-B9')).toEqual(['manual']);
});

it.each([
  ['virtualbox', { realTime: 'hard' }, ['error']],
  ['vmware-workstation', { criticality: ASIL_B }, ['error']],
  ['gnome-boxes', { realTime: 'soft', criticality: QM }, ['not-applicable']],
  ['kvm-qemu', { realTime: 'hard' }, ['pass']],
])('[TECH-B10] %s under %j: %j', (technologyId, seed, verdicts) => {
  const result = new PlanBuilder()
    .environment('host', 'os', null, { coreIds: CORES, os: osOf('linux') })
    .environment('hv', 'hypervisor', 'host', { technologyId })
    .environment('a', 'vm', 'hv')
    .application('app', seed)
    .place('app', 'a')
    .analyze(catalogue);
  expect(verdictsOf(result, 'TECH-B10')).toEqual(verdicts);
});
