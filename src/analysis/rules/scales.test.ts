import { expect, it } from 'vitest';
import { PlanBuilder } from '../testing/plan-builder.ts';

type Level = Readonly<{ scale: string; level: string }>;

const asil = (level: string): Level => ({ scale: 'ASIL', level });
const sil = (level: string): Level => ({ scale: 'SIL', level });
const dal = (level: string): Level => ({ scale: 'DAL', level });
const lock = { criticalSections: [{ resource: 'bus', lengthNs: 2, count: 1 }] };

/** Two applications that meet wherever two can: kernel, core, lock, link, shared memory, server of devices, chip. */
function verdicts(one: Level, two: Level): readonly string[] {
  const linux = { family: 'linux', version: null, memoryBytes: null, memorySource: null };
  const { findings } = new PlanBuilder()
    .environment('kernel', 'os', null, { coreIds: ['c0'], os: linux, criticality: two })
    .environment('image', 'bare-metal', null, { coreIds: ['c1'] })
    .environment('hv', 'hypervisor', null, { coreIds: ['c2'], criticality: one })
    .environment('first', 'vm', 'hv', { coreIds: ['c2'], os: linux })
    .environment('second', 'vm', 'hv', { coreIds: ['c2'], os: linux, startAfterIds: ['first'] })
    .application('a', { criticality: one, instances: 3 })
    .application('b', { criticality: two, instances: 3 })
    .task('of-a', 'a', 10, 100, { priority: 1, ...lock })
    .task('of-b', 'b', 10, 100, { priority: 2, ...lock })
    .place('a', 'kernel', ['c0'])
    .place('b', 'kernel', ['c0'])
    .place('a', 'image', ['c1'])
    .place('a', 'first', ['c2'])
    .place('b', 'second', ['c2'])
    .link('up', 'a', 'b')
    .link('down', 'b', 'a')
    .region('r', 0x1000, 8192)
    .channel('up', 'socket')
    .channel('down', 'shared-memory', { regionId: 'r' })
    .analyze();
  return findings.map(({ rule, verdict, subjects }) =>
    [rule, verdict, ...subjects.map(({ kind, id }) => `${kind} ${id}`)].join(' '),
  );
}

it.each([
  [[asil('A'), asil('D')], sil('2')],
  [[asil('A'), asil('D')], dal('C')],
  [[dal('D'), dal('A')], sil('2')],
  [[sil('1'), sil('4')], asil('B')],
  [[sil('1'), sil('4')], dal('C')],
] as const)(
  '[RULE-6] no rule compares %j with %j: how high a raised level is on one scale changes nothing against another',
  ([low, high], other) => {
    expect(verdicts(low, other)).toEqual(verdicts(high, other));
    expect(verdicts(other, low)).toEqual(verdicts(other, high));
  },
);

it('[RULE-6] on one scale the same step changes verdicts, so that the comparison can fail', () => {
  expect(verdicts(asil('A'), asil('B'))).not.toEqual(verdicts(asil('D'), asil('B')));
});
