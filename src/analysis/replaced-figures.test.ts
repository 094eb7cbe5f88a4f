/** Figures that the user replaced: found again wherever a number or a verdict rests on one. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { shippedCatalogue as catalogue } from '../catalog/testing/shipped-catalogue.ts';
import { withOverrides } from '../catalog/override.ts';
import { parsePlan } from '../model/interchange.ts';
import { overrideSchema, rows, type Plan } from '../model/plan.ts';
import { analyze } from './analyze.ts';
import {
  evidenceOrigin,
  overrideReasons,
  replacedFigures,
  replacedWords,
} from './replaced-figures.ts';
import { statedFigure } from './technology-figure.ts';

const REASON = 'measured on our board';
const sample = readPlan();
const [layout] = rows(sample.layouts);
if (!layout) throw new Error('the sample has no layout');

function readPlan(): Plan {
  const file = new URL('../../resources/samples/gateway-cluster.json', import.meta.url);
  const read = parsePlan(readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.problems.slice(0, 3)));
  return read.value;
}

function replacing(
  subjectKind: 'technology' | 'mechanism',
  subjectId: string,
  parameter: string,
  value: number,
  unit: string,
): Plan {
  const override = overrideSchema.parse({
    ...{ id: 'o', order: 0, subjectKind, subjectId, parameter, value, unit, reason: REASON },
  });
  return { ...sample, overrides: new Map([['o', override]]) };
}

describe('[ANALYZE-10] what the user replaced is found again', () => {
  test('[ANALYZE-10] by technology and by what inherits from it, with value and reason', () => {
    const plan = replacing('technology', 'kvm-qemu', 'memoryOverheadPerInstance', 99, 'MiB');
    const changed = withOverrides(catalogue, plan);
    expect(replacedFigures(changed, 'technology', 'kvm-qemu')).toEqual([
      { parameter: 'memoryOverheadPerInstance', value: '99 MiB', reason: REASON },
    ]);
    expect(replacedFigures(changed, 'technology', 'rhev')).toHaveLength(1);
    expect(replacedFigures(changed, 'technology', 'jailhouse')).toEqual([]);
    expect(replacedFigures(changed, 'technology', null)).toEqual([]);
    expect(replacedFigures(catalogue, 'technology', 'kvm-qemu')).toEqual([]);
    expect(replacedWords(replacedFigures(changed, 'technology', 'rhev'))).toEqual([
      `memory per instance 99 MiB, set by the user: ${REASON}`,
    ]);
  });

  test('[ANALYZE-10] by mechanism', () => {
    const plan = replacing('mechanism', 'virtio-vsock', 'latency', 7, 'µs');
    const changed = withOverrides(catalogue, plan);
    expect(
      replacedFigures(changed, 'mechanism', 'virtio-vsock').map(({ parameter }) => parameter),
    ).toEqual(['latency']);
    expect(replacedFigures(changed, 'mechanism', 'virtio-net')).toEqual([]);
  });

  test('[ANALYZE-10] reasons of the figures of one number, each once', () => {
    const figure = statedFigure('a', 1, 'ns', 'user');
    expect(overrideReasons([figure])).toBeNull();
    const replaced = { ...figure, override: REASON };
    expect(overrideReasons([replaced, figure, replaced])).toBe(REASON);
  });
});

describe('[ANALYZE-11] a finding that rests on a replaced figure says so', () => {
  const evidenceOf = (plan: Plan) =>
    analyze(plan, layout.id, catalogue).findings.flatMap(({ rule, verdict, evidence }) =>
      evidence.map((each) => ({ rule, verdict, ...each })),
    );

  test('[ANALYZE-11] none does where the user replaced nothing', () => {
    const all = evidenceOf({ ...sample, overrides: new Map() });
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(({ override }) => override !== null)).toEqual([]);
  });

  test('[ANALYZE-11] an error carries value and reason, and no publication as its source', () => {
    const plan = replacing('technology', 'jailhouse', 'startupTime', 90_000, 'ms');
    const found = evidenceOf(plan).filter(({ override }) => override !== null);
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) {
      expect(each.name).toContain('start-up time of Jailhouse');
      expect(each).toMatchObject({ override: REASON, source: 'user' });
      expect(evidenceOrigin(each)).toBe(`set by the user: ${REASON}`);
    }
    expect(found.some(({ verdict }) => verdict === 'error')).toBe(true);
  });

  test('[ANALYZE-11] a pass names what the user replaced, and nothing else', () => {
    // Jailhouse's start-up time is a figure that the author of the sample set.
    const passes = evidenceOf(sample).filter(
      ({ verdict, name }) => verdict === 'pass' && name !== 'if',
    );
    expect(passes.map(({ rule, name, value }) => [rule, name, value])).toEqual([
      ['START-1', 'start-up time of Jailhouse', '60 ms'],
    ]);
  });
});
