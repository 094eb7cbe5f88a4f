import { describe, expect, test } from 'vitest';
import { applyDiff } from '../diff.ts';
import { smallPlan } from '../testing/small-plan.ts';
import { chooseEnvironmentTechnology } from './technology.ts';

/** The small plan with a second guest: a thin VM with an image of its own, or the monitor's. */
function planWith(partition: string | null, thin: string | null) {
  const plan = smallPlan();
  const [hv, p1] = [plan.environments.get('hv')!, plan.environments.get('p1')!];
  const environments = new Map(plan.environments)
    .set('hv', { ...hv, technologyId: 'jailhouse' })
    .set('p1', { ...p1, technologyId: partition })
    .set('thin', { ...p1, id: 'thin', name: 'Thin', kind: 'thin-vm', technologyId: thin });
  return { ...plan, environments };
}

function chosen(plan: ReturnType<typeof planWith>, id: string | null) {
  const diff = chooseEnvironmentTechnology(plan, 'hv', id);
  if (!diff.ok) throw new Error('refused');
  const { environments } = applyDiff(plan, diff.value);
  return ['hv', 'p1', 'thin'].map((each) => environments.get(each)?.technologyId ?? null);
}

describe('[CMD-18] choosing a technology', () => {
  test('[CMD-18] the partitions of a hypervisor are of its technology', () => {
    expect(chosen(planWith('jailhouse', 'zephyr-guest'), 'bao')).toEqual([
      'bao',
      'bao',
      'zephyr-guest',
    ]);
    // A mismatch from elsewhere is mended by the one choice.
    expect(chosen(planWith('bao', null), 'xen-dom0less')).toEqual([
      'xen-dom0less',
      'xen-dom0less',
      null,
    ]);
  });

  test('[CMD-18] what is left to the hypervisor stays left to it; a thin VM of the monitor follows', () => {
    expect(chosen(planWith(null, 'jailhouse'), 'acrn')).toEqual(['acrn', null, 'acrn']);
    expect(chosen(planWith('jailhouse', null), null)).toEqual([null, null, null]);
  });

  test('[CMD-18] what is gone is refused', () => {
    const result = chooseEnvironmentTechnology(smallPlan(), 'nowhere', null);
    expect(result.ok ? '' : result.problems[0]?.code).toBe('command-no-record');
  });
});
