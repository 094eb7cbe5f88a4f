import { describe, expect, it } from 'vitest';
import {
  shippedTexts as texts,
  shippedCatalogue as catalogue,
} from './testing/shipped-catalogue.ts';
import { decodeCatalogue } from './decode-catalogue.ts';

/** Conditions of every figure of technologies and mechanisms, with those of alternatives. */
const conditions = [...catalogue.technologies.values(), ...catalogue.mechanisms.values()].flatMap(
  ({ figures }) =>
    Object.values(figures).flatMap((figure) => [
      figure.conditions ?? '',
      ...figure.alternatives.map((each) => each.conditions ?? ''),
    ]),
);

describe('what conditions name', () => {
  it.each(catalogue.measuredOn.map(({ phrase }) => phrase))(
    '[CAT-11] the hardware %s stands in the conditions of a figure',
    (phrase) => {
      expect(conditions.some((text) => text.includes(phrase))).toBe(true);
    },
  );

  it.each(catalogue.readings.map(({ phrase }) => phrase))(
    '[CAT-11] the words "%s" stand in the conditions of a figure',
    (phrase) => {
      expect(conditions.some((text) => text.includes(phrase))).toBe(true);
    },
  );

  it('[CAT-11] the one core type that is stated stands beside its board in the conditions', () => {
    const stated = catalogue.measuredOn.filter(({ coreType }) => coreType !== null);
    expect(stated.map(({ phrase, coreType }) => [phrase, coreType])).toEqual([
      ['ZCU104', 'Cortex-A53'],
    ]);
    expect(conditions.some((text) => /ZCU104, 4x Cortex-A53/.test(text))).toBe(true);
  });
});

describe('starts side by side', () => {
  it.each([...catalogue.parallelStarts.values()])(
    '[CAT-11] $technologyId: both times stand in its own start-up time',
    ({ technologyId, serial, parallel, starts }) => {
      const figure = catalogue.technologies.get(technologyId)?.figures.startupTime;
      const text = [figure?.conditions, ...(figure?.alternatives ?? []).map((a) => a.conditions)];
      const values = [figure?.value, ...(figure?.alternatives ?? []).map((a) => a.value)];
      const said = text.join('; ');
      const times = [serial.value ?? 0, parallel.value ?? 0];
      for (const time of times) {
        const inSeconds = `${time / 1000} s`;
        const there = said.includes(String(time)) || said.includes(inSeconds);
        expect(there || values.includes(time), `${time} in "${said}"`).toBe(true);
      }
      expect(said).toMatch(new RegExp(`${starts}( parallel|-way parallel)`));
    },
  );

  it('[CAT-2] a technology that is not there is a problem with its place', () => {
    const text = (texts.get('measuring.json') ?? '').replace(
      '"technologyId": "docker"',
      '"technologyId": "dockr"',
    );
    const result = decodeCatalogue(new Map(texts).set('measuring.json', text));
    expect(
      result.ok ? [] : result.problems.map(({ code, place }) => [code, place.pointer]),
    ).toEqual([['catalogue-unknown-technology', '/parallelStarts/2/technologyId']]);
  });
});

describe('documented limits', () => {
  it('[CAT-11] are the published ones, each with a source', () => {
    expect(catalogue.limits.map(({ id, limit }) => [id, limit.value, limit.sources])).toEqual([
      ['kubernetes-pods', 110, ['k8s-large']],
      ['bridge-ports', 1024, ['engine-note']],
    ]);
  });
});
