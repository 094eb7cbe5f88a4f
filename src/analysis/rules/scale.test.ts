import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../catalog/technology.ts';
import { numberFigureSchema } from '../../catalog/figure.ts';
import { catalogueOf, technology } from '../testing/catalogue-builder.ts';
import { findingsOf, PlanBuilder, target, verdictsOf } from '../testing/plan-builder.ts';

const count = (value: number) => ({ value, unit: 'count', sources: ['test'], confidence: 'high' });
const catalogue: Catalogue = {
  ...catalogueOf([
    technology({
      id: 'vmm',
      family: 'type1-general',
      kinds: ['hypervisor', 'vm'],
      figures: { maxInstances: count(1024) },
    }),
    technology({ id: 'static', family: 'type1-static', kinds: ['hypervisor', 'partition'] }),
    technology({ id: 'engine', family: 'container', kinds: ['container-engine', 'container'] }),
  ]),
  limits: [
    {
      id: 'pods',
      name: 'pods per node',
      kind: 'container',
      where: 'each is a pod',
      limit: numberFigureSchema.parse({ ...count(110), verification: 'document-read' }),
      remedy: 'Use more nodes.',
    },
  ],
};

const vms = (copies: number, technologyId: string | null = 'vmm') =>
  new PlanBuilder()
    .environment('hv', 'hypervisor', null, { technologyId })
    .environment('one', 'vm', 'hv', { coreIds: ['c0'] })
    .environment('many', 'vm', 'hv', { coreIds: ['c0'], copies })
    .analyze(catalogue);

describe('instances', () => {
  it('[SCALE-1] as many as documented, copies counted', () => {
    const result = vms(1023);
    expect(verdictsOf(result, 'SCALE-1')).toEqual(['pass']);
    expect(result.budgets.find(({ kind }) => kind === 'instances')).toMatchObject({
      subject: { id: 'hv' },
      demand: { low: 1024, typical: 1024, high: 1024 },
      capacity: 1024,
      unit: 'count',
      verdict: 'within',
    });
  });

  it('[SCALE-1] more than documented', () => {
    const result = vms(10_000);
    const [found] = findingsOf(result, 'SCALE-1', 'warning');
    expect(found).toMatchObject({
      limit: '1024 instances',
      actual: '10001 instances',
      remainder: '-8977',
    });
    expect(found?.evidence[0]?.source).toBe('Test data');
    expect(result.budgets.find(({ kind }) => kind === 'instances')?.verdict).toBe('over');
  });

  it('[SCALE-1] without a documented number there is no budget and no promise', () => {
    const result = vms(10_000, null);
    expect(result.budgets.filter(({ kind }) => kind === 'instances')).toEqual([]);
    expect(findingsOf(result, 'SCALE-1', 'not-applicable')[0]?.message).toBe(
      'no hypervisor or engine whose number of instances is documented',
    );
  });

  it('[SCALE-1] static partitions: floor(4 cores x 3 / 5 cores asked) = 2 of such a mix', () => {
    const plan = new PlanBuilder(target())
      .environment('hv', 'hypervisor', null, { technologyId: 'static' })
      .environment('wide', 'partition', 'hv', { coreIds: ['c0', 'c1', 'c2'] })
      .environment('one', 'partition', 'hv', { coreIds: ['c3'] })
      .environment('extra', 'partition', 'hv', { coreIds: ['c3'] });
    const budget = plan.analyze(catalogue).budgets.find(({ kind }) => kind === 'instances');
    expect(budget).toMatchObject({ capacity: 2, demand: { typical: 3 }, verdict: 'over' });
    expect(budget?.figures.map(({ value }) => value)).toEqual([4, 5]);
  });
});

describe('what surrounds instances', () => {
  const boxes = (copies: number) =>
    new PlanBuilder()
      .environment('linux', 'os', null)
      .environment('pod', 'container-engine', 'linux', { technologyId: 'engine' })
      .environment('box', 'container', 'pod', { copies })
      .analyze(catalogue);

  it('[SCALE-2] as many as documented', () => {
    expect(verdictsOf(boxes(110), 'SCALE-2')).toEqual(['pass']);
  });

  it('[SCALE-2] more: the plan does not say whether the limit holds, the finding does', () => {
    const [found] = findingsOf(boxes(111), 'SCALE-2', 'warning');
    expect(found).toMatchObject({ limit: '110 pods per node', actual: '111', remainder: '-1' });
    expect(found?.message).toContain('if each is a pod');
    expect(verdictsOf(vms(5000), 'SCALE-2')).toEqual(['not-applicable']);
  });
});
