/** A catalogue of technologies of which nothing is known, for tests of what a plan may name. */
import { technologyFiguresSchema, technologySchema, type Catalogue } from '../technology.ts';

const UNKNOWN = { value: null };
const figures = Object.fromEntries(
  Object.keys(technologyFiguresSchema.shape).map((name) => [name, UNKNOWN]),
);

/**
 * @param technologyIds what it has
 * @returns a catalogue of just these, hypervisors for partitions, every figure unknown
 */
export function tinyCatalogue(technologyIds: readonly string[] = ['jailhouse']): Catalogue {
  const technologies = technologyIds.map((id) =>
    technologySchema.parse({
      id,
      name: id,
      family: 'type1-static',
      status: 'current',
      environmentKinds: ['hypervisor', 'partition'],
      needs: { virtualizationExtension: UNKNOWN, controlEnvironment: UNKNOWN },
      figures,
    }),
  );
  return {
    version: '1.0.0',
    compiled: '2026-01-01',
    technologies: new Map(technologies.map((technology) => [technology.id, technology])),
    mechanisms: new Map(),
    sources: new Map(),
    parameters: new Map([
      ['cpuOverhead', { unit: 'percent', kind: 'number', meaning: null }],
      ['startupTime', { unit: 'ms', kind: 'number', meaning: null }],
      ['ownKernel', { unit: null, kind: 'boolean', meaning: null }],
    ]),
    mechanismParameters: new Map(),
    ioModes: new Map(),
    deduplications: new Map(),
    diskFormats: new Map(),
    formulas: new Map(),
    overrides: new Map(),
    measuredOn: [],
    readings: [],
    parallelStarts: new Map(),
    limits: [],
    ports: [],
    history: [],
  };
}
