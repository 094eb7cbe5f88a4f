import { expect, test } from 'vitest';
import type { Cluster, Target } from '../../model/target.ts';
import { clockOnTarget, clockRemark, wcetRemark, withCoreType } from './stated-for.ts';

const cluster = (coreType: string, baseClockHz: number | null, maxClockHz: number | null) =>
  ({ coreType, baseClockHz, maxClockHz }) as Cluster;
const target = {
  name: 'Board',
  clusters: [
    cluster('Cortex-A53', 1.2e9, 1.4e9),
    cluster('Cortex-A53', null, 1.2e9),
    cluster('Gold', null, 2e9),
    cluster('Gold', null, 2.4e9),
    cluster('Cortex-M7', null, null),
    cluster('Cortex-R5F', null, 6e8),
  ],
} as unknown as Target;
const none = { coreType: null, clockHz: null, sources: {} };
const FROM_TARGET = 'target Board: sustained clock of Cortex-A53';

test('[UI-16] the clock of a core type is the one that all its clusters hold; several, none or unknown ones are not chosen from', () => {
  expect(clockOnTarget(target, 'cortex-a53')).toBe(1.2e9);
  expect(
    ['Gold', 'Cortex-M7', 'Elsewhere', null].map((type) => clockOnTarget(target, type)),
  ).toEqual([null, null, null, null]);
});

test('[UI-16] a clock that nobody stated comes from the target, and says so; a stated one stays', () => {
  const taken = withCoreType(target, { ...none, sources: { wcetNs: 'user' } }, 'Cortex-A53');
  expect(taken).toEqual({
    coreType: 'Cortex-A53',
    clockHz: 1.2e9,
    sources: { wcetNs: 'user', clockHz: FROM_TARGET },
  });
  const stated = { coreType: 'Cortex-A53', clockHz: 1e9, sources: { clockHz: 'user' } };
  expect(withCoreType(target, stated, 'Cortex-R5F')).toEqual({ coreType: 'Cortex-R5F' });
});

test('[UI-16] a clock that was taken from the target goes with its core type', () => {
  const taken = { coreType: 'Cortex-A53', clockHz: 1.2e9, sources: { clockHz: FROM_TARGET } };
  expect(withCoreType(target, taken, 'Cortex-R5F')).toMatchObject({ clockHz: 6e8 });
  expect(withCoreType(target, taken, 'Gold')).toEqual({
    coreType: 'Gold',
    clockHz: null,
    sources: {},
  });
  expect(withCoreType(target, taken, null)).toEqual({ ...none });
});

test('[UI-16] says at the field what a WCET lacks to count, and that it is beyond the period', () => {
  const of = (coreType: string | null, clockHz: number | null, wcetNs: number | null = 2) =>
    wcetRemark(target, { coreType, clockHz, wcetNs, periodNs: 1 });
  expect(of(null, null, null)).toBeNull();
  expect(of(null, 1e9)).toContain('without a core type');
  expect(of('Cortex-A53', null)).toContain('without the clock');
  // A factor may relate a type that the target does not have; it needs no clock.
  expect(of('Elsewhere', null)).toContain('longer than the period, 1 ns');
  expect(of('Cortex-A53', 1e9)).toContain('longer than the period, 1 ns');
  expect(of('Cortex-A53', 1e9, 1)).toBeNull();
  expect(clockRemark(target, { coreType: 'Gold', clockHz: null })).toContain('several clocks');
  expect(clockRemark(target, { coreType: 'Cortex-M7', clockHz: null })).toContain('not known');
  expect(clockRemark(target, { coreType: 'Gold', clockHz: 2e9 })).toBeNull();
});
