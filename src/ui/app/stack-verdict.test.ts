import { describe, expect, test } from 'vitest';
import { targetOf, type Plan } from '../../model/plan.ts';
import { smallPlan } from '../../model/testing/small-plan.ts';
import { catalogueOf, technology } from '../../analysis/testing/catalogue-builder.ts';
import { costText, impossibility } from '../placing/stack-choices.ts';
import { stackVerdict } from './stack-verdict.ts';

const bao = technology({
  id: 'bao',
  family: 'type1-static',
  kinds: ['hypervisor', 'partition'],
  needsExtension: true,
});

function asked(plan: Plan, stack: 'partition' | 'bare-metal') {
  return stackVerdict(plan, catalogueOf([bao]), {
    key: stack,
    args: {
      layoutId: 'layout-b',
      applicationIds: ['app-gateway'],
      coreIds: ['big.1'],
      stack,
      grouping: 'one-each',
      technologies: { hypervisor: 'bao', partition: 'bao' },
    },
  });
}

function withoutExtension(): Plan {
  const plan = smallPlan();
  const target = targetOf(plan);
  const virtualization = { ...target.virtualization, hypervisorExtension: false };
  return { ...plan, target: new Map([[target.id, { ...target, virtualization }]]) };
}

describe('[UI-6] a new stack, before it is built', () => {
  test('[UI-6] only what it causes is listed, and the plan stays as it is', () => {
    const plan = smallPlan();
    const verdict = asked(plan, 'bare-metal');
    expect(verdict.findings.some(({ rule }) => rule === 'PLACE-1')).toBe(false);
    expect(plan.environments.size).toBe(3);
    expect(impossibility(verdict)).toBeNull();
  });

  test('[UI-6] a hypervisor on hardware without the extension is impossible, with the reason', () => {
    expect(impossibility(asked(withoutExtension(), 'partition'))).toMatch(/^VIRT-1: /);
    expect(impossibility(asked(smallPlan(), 'partition'))).toBeNull();
  });

  test('[UI-8] unknown memory is called unknown or a lower bound, never zero', () => {
    expect(
      costText({ ...asked(smallPlan(), 'partition'), memoryLow: null, memoryHigh: null }),
    ).toBe('memory unknown');
    expect(asked(smallPlan(), 'partition').atLeast).toBe(true);
    expect(costText(asked(smallPlan(), 'partition'))).toMatch(/^at least /);
  });
});
