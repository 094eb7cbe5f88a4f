import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../catalog/technology.ts';
import { GIB, MIB } from '../model/units.ts';
import { catalogueChange } from './catalogue-change.ts';
import { technologyFiguresSchema } from '../catalog/technology.ts';
import { catalogueOf, technology } from './testing/catalogue-builder.ts';
import { PlanBuilder, target } from './testing/plan-builder.ts';

const overhead = (value: number) => ({ value, unit: 'MiB' });

/** Version 2 says that each instance takes 40 MiB; version 1 said 10. */
function catalogue(): Catalogue {
  const now = technology({
    id: 'hv',
    family: 'type1-general',
    kinds: ['hypervisor', 'vm'],
    figures: { memoryOverheadPerInstance: overhead(40), fixedHostMemory: overhead(100) },
  });
  const other = technology({
    id: 'other',
    family: 'type1-general',
    kinds: ['hypervisor', 'vm'],
    figures: { fixedHostMemory: overhead(7) },
  });
  const past = (id: string, figures: object) => ({
    id,
    figures: technologyFiguresSchema.partial().parse(figures),
  });
  return {
    ...catalogueOf([now, other]),
    version: '2.0.0',
    history: [
      {
        version: '1.0.0',
        technologies: [
          past('hv', { memoryOverheadPerInstance: overhead(10) }),
          past('other', { fixedHostMemory: overhead(8) }),
        ],
        mechanisms: [],
      },
    ],
  };
}

function plan(catalogueVersion: string | null, memoryBytes = GIB) {
  const board = target({
    memories: [{ id: 'd', name: 'DRAM', kind: 'dram', sizeBytes: memoryBytes }],
  });
  const built = new PlanBuilder(board)
    .environment('hv', 'hypervisor', null, { coreIds: ['c0'], technologyId: 'hv' })
    .environment('vm', 'vm', 'hv', { memoryBytes: 100 * MIB })
    .plan();
  const [info] = built.info.values();
  if (!info) throw new Error('a plan has its info');
  return { ...built, info: new Map([[info.id, { ...info, catalogueVersion }]]) };
}

describe('a plan made with an older catalogue', () => {
  test('[ANALYZE-8] nothing to say of the version of today, or of none', () => {
    expect(catalogueChange(plan('2.0.0'), catalogue())).toBeNull();
    expect(catalogueChange(plan(null), catalogue())).toBeNull();
  });

  test('[ANALYZE-8] names the figures that changed, of what the plan uses only', () => {
    const change = catalogueChange(plan('1.0.0'), catalogue());
    expect(change).toMatchObject({ from: '1.0.0', to: '2.0.0', isKnown: true });
    expect(
      change?.figures.map((each) => [
        each.subjectId,
        each.parameter,
        each.before.value,
        each.after.value,
      ]),
    ).toEqual([['hv', 'memoryOverheadPerInstance', 10, 40]]);
  });

  test('[ANALYZE-8] shows old and new estimates: 30 MiB more for the machine', () => {
    const machine = catalogueChange(plan('1.0.0'), catalogue())?.estimates.find(
      ({ kind, subject }) => kind === 'memory' && subject.kind === 'target',
    );
    expect((machine?.after?.low ?? 0) - (machine?.before?.low ?? 0)).toBe(30 * MIB);
  });

  test('[ANALYZE-8] shows the verdicts that change with them', () => {
    // 100 fixed + 100 assigned + 10 fit into 220 MiB, and 40 do not.
    const change = catalogueChange(plan('1.0.0', 220 * MIB), catalogue());
    const verdict = change?.verdicts.find(({ rule }) => rule === 'MEM-2');
    expect(verdict?.before).toEqual({ pass: 1 });
    expect(verdict?.after).toMatchObject({ error: 1 });
  });

  test('[ANALYZE-8] a version that is not remembered is named, and nothing is made up', () => {
    expect(catalogueChange(plan('0.3.0'), catalogue())).toEqual({
      from: '0.3.0',
      to: '2.0.0',
      isKnown: false,
      figures: [],
      estimates: [],
      verdicts: [],
    });
  });
});
