import { describe, expect, it } from 'vitest';
import { shippedCatalogue as shipped } from '../catalog/testing/shipped-catalogue.ts';
import { emptyPlan, overrideSchema } from '../model/plan.ts';
import type { Isa } from '../model/target.ts';
import { PlanBuilder, target } from './testing/plan-builder.ts';
import { applicationIsas, catalogueOn } from '../catalog/by-isa.ts';
import type { NumberFigure } from '../catalog/figure.ts';
import { withOverrides } from '../catalog/override.ts';

const board = (isa: Isa, ...more: object[]) =>
  target({ clusters: [{ id: 'a', cores: 2, isa }, ...(more as never[])] });
const fixed = (isas: readonly Isa[], id = 'jailhouse') =>
  catalogueOn(shipped, isas).technologies.get(id)?.figures.fixedHostMemory;

describe('figures by instruction set', () => {
  it('[CAT-14] are those of the instruction set', () => {
    expect(fixed(['aarch64'])).toMatchObject({ value: 4, low: 4, high: 64 });
    expect(fixed(['x86_64'])).toMatchObject({ value: 6, low: 6, high: 64 });
    const lines = catalogueOn(shipped, ['x86_64']).technologies.get('jailhouse')?.figures.tcbSize;
    expect(lines).toMatchObject({ value: 10943, low: null, sources: ['jailhouse-src'] });
  });

  it('[CAT-14] are unknown on another one, on several, and on none, and say what is published', () => {
    for (const isas of [['riscv64'], ['aarch64', 'x86_64'], []] as const) {
      expect(fixed(isas)).toMatchObject({ value: null, low: null, high: null });
    }
    expect(fixed(['riscv64'])?.conditions).toBe(
      'published: 4 MiB on aarch64, 6 MiB on x86_64; application cores of this target: riscv64: not comparable',
    );
    expect(fixed(['x86_64'], 'bao')?.value).toBeNull();
  });

  it('[CAT-14] are the published one on the instruction set that the figure was first published for', () => {
    for (const technology of shipped.technologies.values()) {
      for (const figure of Object.values(technology.figures)) {
        const { byIsa, value, low, high } = figure as NumberFigure;
        if (!byIsa?.length) continue;
        const isas = byIsa.map(({ isa }) => isa);
        expect(new Set(isas).size, technology.id).toBe(isas.length);
        expect(byIsa[0]?.value, technology.id).toBe(value);
        // The published range holds all of them.
        for (const each of byIsa) {
          expect(each.low ?? each.value).toBeGreaterThanOrEqual(low ?? value ?? 0);
          if (each.high !== null) expect(each.high).toBeLessThanOrEqual(high ?? value ?? 0);
        }
        // A technology has a port where it has figures.
        const ports = shipped.ports.filter(({ technologyId }) => technologyId === technology.id);
        expect(ports.map(({ isa }) => isa)).toEqual(expect.arrayContaining(isas));
      }
    }
  });

  it('[CAT-14] count for the application cores of a target; companions do not matter', () => {
    const m4 = { id: 'm', cores: 1, isa: 'armv7e-m', role: 'realtime' };
    expect(applicationIsas(board('aarch64', m4))).toEqual(['aarch64']);
    expect(applicationIsas(board('x86_64', { id: 'b', cores: 1 }))).toEqual(['aarch64', 'x86_64']);
  });

  it('[CAT-14] a figure of the plan stands on every instruction set', () => {
    const plan = emptyPlan({ id: 'p', name: 'P' }, board('riscv64'));
    const override = overrideSchema.parse({
      ...{ id: 'o', order: 0, subjectKind: 'technology', subjectId: 'jailhouse' },
      ...{ parameter: 'fixedHostMemory', value: 8, reason: 'own port' },
    });
    const own = withOverrides(shipped, { ...plan, overrides: new Map([['o', override]]) });
    expect(own.technologies.get('jailhouse')?.figures.fixedHostMemory.value).toBe(8);
    expect(withOverrides(shipped, plan)).toBe(withOverrides(shipped, { ...plan }));
  });

  it('[CAT-14] reach the estimates: memory and trusted code of Jailhouse on Arm, on x86, and elsewhere', () => {
    const of = (isa: Isa) => {
      const { estimates } = new PlanBuilder(board(isa))
        .environment('hv', 'hypervisor', null, { technologyId: 'jailhouse', coreIds: ['c0', 'c1'] })
        .environment('cell', 'partition', 'hv', { coreIds: ['c1'], memoryBytes: 2 ** 20 })
        .application('a')
        .place('a', 'cell')
        .analyze(shipped);
      const figure = (kind: string, id: string, name: string) =>
        estimates
          .find((each) => each.kind === kind && each.subject.id === id)
          ?.figures.find((each) => each.name === name);
      return [
        figure('memory', 'hv', 'fixed memory of Jailhouse')?.value,
        figure('tcb', 'cell', 'trusted computing base of Jailhouse')?.value,
        figure('memory', 'hv', 'fixed memory of Jailhouse')?.conditions?.includes('not comparable'),
      ];
    };
    expect(of('aarch64')).toEqual([4 * 2 ** 20, 9224, false]);
    expect(of('x86_64')).toEqual([6 * 2 ** 20, 10943, false]);
    expect(of('riscv64')).toEqual([null, null, true]);
  });
});
