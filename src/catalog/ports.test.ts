import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeCatalogue } from './decode-catalogue.ts';
import { decodeTarget } from './decode-target.ts';

const RESOURCES = new URL('../../resources/', import.meta.url);
const texts = new Map(
  readdirSync(new URL('technologies/', RESOURCES), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, readFileSync(new URL(`technologies/${file}`, RESOURCES), 'utf8')]),
);
const decoded = decodeCatalogue(texts);
if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems, null, 2));
const catalogue = decoded.value;

function problemsWith(from: string, to: string) {
  const text = texts.get('ports.json') ?? '';
  const result = decodeCatalogue(new Map(texts).set('ports.json', text.replace(from, to)));
  return result.ok ? [] : result.problems.map(({ code, place }) => [code, place.pointer]);
}

describe('instruction sets of technologies', () => {
  it('[CAT-12] each is said once, by a source or by a target that ships', () => {
    const keys = catalogue.ports.map(({ technologyId, isa }) => `${technologyId} ${isa}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { technologyId, isa, sources, targetId } of catalogue.ports) {
      expect(sources.length > 0 || targetId !== null, technologyId).toBe(true);
      if (targetId === null) continue;
      const text = readFileSync(new URL(`targets/${targetId}.json`, RESOURCES), 'utf8');
      const target = decodeTarget(text, targetId);
      if (!target.ok) throw new Error(targetId);
      expect(target.value.clusters.map((cluster) => cluster.isa)).toContain(isa);
      const name = catalogue.technologies.get(technologyId)?.name.split(' ')[0] ?? '?';
      expect(target.value.hypervisors.some((each) => each.name.startsWith(name))).toBe(true);
    }
  });

  it('[CAT-12] agrees with the hardware that figures of the technology were measured on', () => {
    for (const { technologyId, isa, sources } of catalogue.ports) {
      const technology = catalogue.technologies.get(technologyId);
      const conditions = Object.values(technology?.figures ?? {}).flatMap((figure) =>
        figure.sources.some((source) => sources.includes(source)) ? [figure.conditions ?? ''] : [],
      );
      const measured = catalogue.measuredOn.filter(({ phrase }) =>
        conditions.some((text) => text.includes(phrase)),
      );
      // What was measured on a board that the catalogue knows was measured on its instruction set.
      if (measured.length > 0) expect(measured.map((each) => each.isa)).toContain(isa);
    }
  });

  it('[CAT-12] nothing says that Bao, dom0less or seL4 run on x86, or Hyper-V anywhere', () => {
    const on = (id: string) =>
      catalogue.ports.filter(({ technologyId }) => technologyId === id).map(({ isa }) => isa);
    expect([on('bao'), on('xen-dom0less'), on('sel4-vmm'), on('acrn'), on('hyper-v')]).toEqual([
      ['aarch64'],
      ['aarch64'],
      ['aarch64'],
      ['x86_64'],
      [],
    ]);
  });

  it('[CAT-3] a technology that is not there, and a record that nobody vouches for, are problems', () => {
    expect(problemsWith('"technologyId": "jailhouse"', '"technologyId": "jail"')).toEqual([
      ['catalogue-unknown-technology', '/ports/0/technologyId'],
    ]);
    expect(problemsWith('"jailhouse-src",', '"nobody",')).toEqual([
      ['catalogue-unknown-source', '/ports/0/sources/0'],
    ]);
    const sourced =
      /"sources": \[\s*"acrn-doc"\s*\]/.exec(texts.get('ports.json') ?? '')?.[0] ?? '';
    expect(problemsWith(sourced, '"sources": []')).toEqual([
      ['catalogue-missing-source', '/ports/5'],
    ]);
  });
});
