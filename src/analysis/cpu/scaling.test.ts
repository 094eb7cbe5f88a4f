import { describe, expect, it } from 'vitest';
import { taskSchema } from '../../model/application.ts';
import { hardwareOf } from '../hardware.ts';
import { GHZ, target } from '../testing/plan-builder.ts';
import { isUnknown, scaleTo, timesOn } from './scaling.ts';

const CLUSTERS = [
  { id: 'little', cores: 1, type: 'Cortex-A53', clockHz: GHZ },
  { id: 'big', cores: 1, type: 'Cortex-A72', clockHz: 2 * GHZ },
  { id: 'm', cores: 1, type: 'Cortex-M4F', clockHz: null, isa: 'armv7e-m' },
];
const factor = (fromCoreType: string, toCoreType: string, timeFactor: number) => ({
  id: `${fromCoreType}-${toCoreType}`.replaceAll(' ', '-'),
  fromCoreType,
  toCoreType,
  timeFactor,
  source: 'user',
});

function hardware(capacityFactors: readonly object[] = [], clusters = CLUSTERS) {
  return hardwareOf(target({ clusters, capacityFactors }));
}
function clusterOf(of: ReturnType<typeof hardware>, id: string) {
  const found = of.target.clusters.find((cluster) => cluster.id === id);
  if (!found) throw new Error(id);
  return found;
}
/** Time on a cluster of 1000 ns stated for a core; null with the cause when unknown. */
function thousand(
  of: ReturnType<typeof hardware>,
  coreType: string | null,
  clockHz: number | null,
  to: string,
): number | string {
  const scale = scaleTo(of, { coreType, clockHz }, clusterOf(of, to));
  if (isUnknown(scale)) return scale.cause;
  const product = (factors: readonly number[]) => factors.reduce((a, b) => a * b, 1);
  return (1000 * product(scale.top)) / product(scale.bottom);
}

describe('times taken to another core', () => {
  it.each([
    // 1000 ns at 500 MHz are 500 ns at 1 GHz.
    ['Cortex-A53', GHZ / 2, 'little', 500],
    ['Cortex-A53', GHZ, 'little', 1000],
    // Names are compared without case and doubled blanks.
    [' cortex-a53 ', 2 * GHZ, 'little', 2000],
    ['Cortex-A53', null, 'little', 'stated-clock'],
    ['Cortex-M4F', GHZ, 'm', 'core-clock'],
    ['Cortex-A53', GHZ, 'big', 'no-factor'],
    [null, GHZ, 'little', 'no-core-type'],
  ] as const)('[SCALE-1] %s at %s Hz on %s: %s', (type, clock, to, expected) => {
    expect(thousand(hardware(), type, clock, to)).toBe(expected);
  });

  it('[SCALE-2] a factor relates both types at the clocks of the target', () => {
    const of = hardware([factor('Cortex-A53', 'Cortex-A72', 0.4)]);
    expect(thousand(of, 'Cortex-A53', GHZ, 'big')).toBe(400);
    // Stated at 500 MHz: 500 ns at the 1 GHz that the factor starts from, times 0.4.
    expect(thousand(of, 'Cortex-A53', GHZ / 2, 'big')).toBe(200);
    // Only in the direction that was stated.
    expect(thousand(of, 'Cortex-A72', 2 * GHZ, 'little')).toBe('no-factor');
  });

  it('[SCALE-2] a factor to a core of unknown clock is enough', () => {
    const of = hardware([factor('Cortex-A53', 'Cortex-M4F', 8)]);
    expect(thousand(of, 'Cortex-A53', GHZ, 'm')).toBe(8000);
  });

  it('[SCALE-2] a factor from a core of unknown clock is not', () => {
    const of = hardware([factor('Cortex-M4F', 'Cortex-A53', 0.1)]);
    expect(thousand(of, 'Cortex-M4F', GHZ, 'little')).toBe('core-clock');
    expect(thousand(of, 'Cortex-M4F', null, 'little')).toBe('stated-clock');
  });

  it('[SCALE-2] a factor from a type that the target lacks applies to the time as stated', () => {
    const of = hardware([factor('Cortex-R5', 'Cortex-A53', 0.25)]);
    expect(thousand(of, 'Cortex-R5', 400_000_000, 'little')).toBe(250);
  });

  it('[SCALE-2] a factor is ambiguous where one of its types runs at several clocks', () => {
    const clusters = [...CLUSTERS, { id: 'slow', cores: 1, type: 'Cortex-A72', clockHz: GHZ }];
    const of = hardware([factor('Cortex-A53', 'Cortex-A72', 0.4)], clusters);
    expect(thousand(of, 'Cortex-A53', GHZ, 'big')).toBe('several-clocks');
    const back = hardware([factor('Cortex-A72', 'Cortex-A53', 2)], clusters);
    expect(thousand(back, 'Cortex-A72', GHZ, 'little')).toBe('several-clocks');
  });
});

describe('which WCET counts', () => {
  const task = (seed: object) =>
    taskSchema.parse({
      id: 't',
      order: 1,
      applicationId: 'a',
      name: 't',
      periodNs: 10_000,
      wcetNs: 1000,
      acetNs: 600,
      bcetNs: 200,
      coreType: 'Cortex-A53',
      clockHz: GHZ,
      ...seed,
    });
  const on = (id: string, seed: object, capacityFactors: readonly object[] = []) => {
    const of = hardware(capacityFactors);
    const times = timesOn(of, task(seed), clusterOf(of, id));
    return [times.low, times.typical, times.high].map((each) => each?.value ?? null);
  };

  it('[SCALE-3] the own one at the clock of the core comes first', () => {
    const wcetOn = [{ coreType: 'Cortex-A53', clockHz: GHZ, wcetNs: 5000 }];
    expect(on('little', { wcetOn })).toEqual([200, 600, 1000]);
  });

  it('[SCALE-3] one stated at the clock of the core beats one that must be scaled', () => {
    const wcetOn = [{ coreType: 'Cortex-A53', clockHz: GHZ, wcetNs: 700 }];
    // Own times are stated at 500 MHz: halved at 1 GHz.
    expect(on('little', { clockHz: GHZ / 2, wcetOn })).toEqual([100, 300, 700]);
  });

  it('[SCALE-3] one stated for the type beats a factor, and leaves best and average to the factor', () => {
    const wcetOn = [{ coreType: 'Cortex-A72', clockHz: 2 * GHZ, wcetNs: 450 }];
    expect(on('big', { wcetOn })).toEqual([null, null, 450]);
    const factors = [factor('Cortex-A53', 'Cortex-A72', 0.5)];
    expect(on('big', { wcetOn }, factors)).toEqual([100, 300, 450]);
  });

  it('[SCALE-3] of several that must be scaled the longest counts', () => {
    const wcetOn = [
      { coreType: 'Cortex-A72', clockHz: GHZ, wcetNs: 900 },
      { coreType: 'Cortex-A72', clockHz: 4 * GHZ, wcetNs: 300 },
      { coreType: 'Cortex-A72', clockHz: null, wcetNs: 9999 },
    ];
    // 900 ns at 1 GHz are 450 ns at 2 GHz; 300 ns at 4 GHz are 600 ns.
    expect(on('big', { wcetOn })[2]).toBe(600);
  });

  it('[SCALE-5] takes a WCET as it was measured to a faster clock, and scaled to a slower one', () => {
    const spanAt = (seed: object) => {
      const of = hardware();
      const { wcet, bcet } = timesOn(of, task(seed), clusterOf(of, 'little'));
      return [wcet?.least.value, wcet?.most.value, bcet?.value];
    };
    expect(spanAt({})).toEqual([1000, 1000, 200]);
    expect(spanAt({ clockHz: GHZ / 2 })).toEqual([500, 1000, 100]);
    expect(spanAt({ clockHz: 2 * GHZ })).toEqual([1000, 2000, 200]);
  });

  it('[SCALE-3] without any the WCET is unknown, the others are not', () => {
    const of = hardware();
    const times = timesOn(of, task({ wcetNs: null }), clusterOf(of, 'little'));
    expect(times.high).toBeNull();
    expect(times.unknown?.cause).toBe('no-wcet');
    expect(times.typical?.value).toBe(600);
  });

  it('[SCALE-4] counts worst case and average at the base clock, best case at the maximum clock', () => {
    const turbo = {
      id: 'xeon',
      cores: 1,
      type: 'Cortex-A53',
      clockHz: 4 * GHZ,
      baseClockHz: 2 * GHZ,
    };
    const of = hardware([], [turbo]);
    const times = timesOn(of, task({}), clusterOf(of, 'xeon'));
    // Stated at 1 GHz: WCET 1000, average 600, BCET 200.
    expect(times.high?.value).toBe(500);
    expect(times.typical?.value).toBe(300);
    expect(times.low?.value).toBe(50);
    expect(times.fastest?.value).toBe(250);
  });
});
