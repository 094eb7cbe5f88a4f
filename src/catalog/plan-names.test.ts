import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { shippedTexts, shippedCatalogue as shipped } from './testing/shipped-catalogue.ts';
import { emptyPlan, overrideSchema, type Override, type Plan } from '../model/plan.ts';
import { smallPlan } from '../model/testing/small-plan.ts';
import { targetOf } from '../model/plan.ts';
import { applicationIsas, catalogueOn } from './by-isa.ts';
import { catalogueAt, figureChanges, figuresText, pastOf } from './history.ts';
import { figureOf } from './lookup.ts';
import { overrideKey, withOverrides } from './override.ts';
import { checkPlanAgainstCatalogue } from './plan-check.ts';
import { technologyFiguresSchema } from './technology.ts';
import { tinyCatalogue } from './testing/tiny-catalogue.ts';

function planWith(...overrides: readonly object[]): Plan {
  const plan = emptyPlan({ id: 'p', name: 'P' }, targetOf(smallPlan()));
  const records = overrides.map((fields, at): [string, Override] => {
    const base = { id: `o${at}`, order: at, subjectKind: 'technology', reason: 'measured here' };
    return [`o${at}`, overrideSchema.parse({ ...base, ...fields })];
  });
  return { ...plan, overrides: new Map(records) };
}

const faster = { subjectId: 'kvm-qemu', parameter: 'memoryOverheadPerInstance', value: 99 };

describe('figures that a plan replaces', () => {
  test('[CAT-8] the replaced figure has the value of the user and says why; the rest is untouched', () => {
    const changed = withOverrides(shipped, planWith({ ...faster, low: 90, high: 120 }));
    const found = figureOf(changed, 'kvm-qemu', 'memoryOverheadPerInstance');
    expect(found).toMatchObject({ override: 'measured here', inherited: false });
    expect(found?.figure).toMatchObject({ value: 99, low: 90, high: 120, sources: ['user'] });
    expect(found?.figure.unit).toBe('MiB');
    const other = figureOf(changed, 'kvm-qemu', 'startupTime');
    expect(other).toEqual(figureOf(shipped, 'kvm-qemu', 'startupTime'));
  });

  test('[CAT-8] whoever inherits the figure inherits what replaces it', () => {
    const changed = withOverrides(shipped, planWith(faster));
    const found = figureOf(changed, 'rhev', 'memoryOverheadPerInstance');
    expect(found).toMatchObject({ inherited: true, override: 'measured here' });
    expect(found?.figure.value).toBe(99);
  });

  test('[CAT-8] no override, no copy; the same overrides give the same catalogue', () => {
    const target = applicationIsas(targetOf(planWith()));
    expect(withOverrides(shipped, planWith())).toBe(catalogueOn(shipped, target));
    const plan = planWith(faster);
    expect(withOverrides(shipped, plan)).toBe(withOverrides(shipped, { ...plan }));
    expect(shipped.overrides.size).toBe(0);
  });

  test('[CAT-8] what the catalogue does not have is not made up', () => {
    const plan = planWith({ ...faster, subjectId: 'nobody' }, { ...faster, parameter: 'colour' });
    const changed = withOverrides(shipped, plan);
    expect(changed.overrides.size).toBe(0);
    expect(changed.technologies.has('nobody')).toBe(false);
    expect(changed.overrides.has(overrideKey('technology', 'kvm-qemu', 'colour'))).toBe(false);
  });
});

describe('what a plan from outside names', () => {
  const codes = (plan: Plan, catalogue = shipped) =>
    checkPlanAgainstCatalogue(plan, catalogue, (table, id) => `/${table}/${id}`).map(
      ({ code, place }) => `${code} ${place.pointer}`,
    );

  test('[CAT-9] a plan that names what there is has no problem', () => {
    expect(codes(smallPlan())).toEqual([]);
    expect(codes(planWith({ ...faster, unit: 'MiB' }))).toEqual([]);
  });

  test('[CAT-9] a technology, a figure, a unit and a kind of value that are not there are named', () => {
    expect(codes(smallPlan(), tinyCatalogue(['bao']))).toEqual([
      'plan-unknown-technology /environments/hv/technologyId',
    ]);
    const plan = planWith(
      { ...faster, subjectId: 'nobody' },
      { ...faster, parameter: 'toString' },
      { ...faster, unit: 'GiB' },
      { ...faster, value: 'much' },
    );
    expect(codes(plan)).toEqual([
      'plan-unknown-figure /overrides/o0',
      'plan-unknown-figure /overrides/o1',
      'plan-unit-mismatch /overrides/o2/unit',
      'plan-override-type /overrides/o3/value',
    ]);
  });
});

describe('earlier catalogues', () => {
  const before = figureOf(shipped, 'docker', 'startupTime')?.figure;
  const figures = technologyFiguresSchema.partial().parse({
    startupTime: { ...before, value: 1, low: null, high: null },
  });
  const newer = {
    ...shipped,
    version: '1.1.0',
    history: [
      { version: '1.0.0', technologies: [{ id: 'docker', figures }], mechanisms: [] },
      { version: '0.9.0', technologies: [], mechanisms: [] },
    ],
  };

  test('[CAT-10] the figures of an earlier version come back, and nothing else changes', () => {
    const old = catalogueAt(newer, '1.0.0');
    expect(old?.version).toBe('1.0.0');
    expect(figureOf(old ?? shipped, 'docker', 'startupTime')?.figure.value).toBe(1);
    const changes = figureChanges(old ?? shipped, newer);
    expect(changes.map(({ subjectId, parameter }) => [subjectId, parameter])).toEqual([
      ['docker', 'startupTime'],
    ]);
    expect(changes[0]?.before.value).toBe(1);
    expect(changes[0]?.after).toEqual(before);
    expect(figureChanges(catalogueAt(newer, '0.9.0') ?? shipped, newer)).toHaveLength(1);
  });

  test('[CAT-10] a version that nobody remembers is unknown, its own version is itself', () => {
    expect(catalogueAt(newer, '0.1.0')).toBeNull();
    expect(catalogueAt(newer, '1.1.0')).toBe(newer);
  });

  test('[CAT-10] what the next version must remember of this one is made, not written', () => {
    const docker = shipped.technologies.get('docker');
    if (!docker) throw new Error('the catalogue has docker');
    const startupTime = { ...docker.figures.startupTime, value: 1, low: null, high: null };
    const changed = { ...docker, figures: { ...docker.figures, startupTime } };
    const next = { ...shipped, technologies: new Map(shipped.technologies).set('docker', changed) };
    const past = pastOf(shipped, next);
    expect(past.version).toBe(shipped.version);
    expect(past.technologies).toEqual([{ id: 'docker', figures: { startupTime: before } }]);
    const back = catalogueAt({ ...next, version: '9.0.0', history: [past] }, shipped.version);
    expect(figureChanges(back ?? next, shipped)).toEqual([]);
  });

  test('[CAT-10] no figure changes without a new version', () => {
    const digest = createHash('sha256').update(figuresText(shipped)).digest('hex');
    const { current } = JSON.parse(shippedTexts.get('history.json') ?? '') as {
      current: { version: string; digest: string };
    };
    expect({ version: shipped.version, digest }).toEqual(current);
  });
});
