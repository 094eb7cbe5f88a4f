/** Memory that technologies take, from the catalogue, in bytes. */
import { figureOf } from '../../catalog/lookup.ts';
import type { Catalogue, Technology } from '../../catalog/technology.ts';
import { GIB, KIB, MIB } from '../../model/units.ts';
import { catalogueSource } from '../catalogue-source.ts';
import type { FigureUse } from '../result.ts';
import type { KnownBytes } from './memory-sum.ts';

export type MemoryParameter = 'fixedHostMemory' | 'memoryOverheadPerInstance' | 'minGuestMemory';

const WORDS: Readonly<Record<MemoryParameter, string>> = {
  fixedHostMemory: 'fixed memory',
  memoryOverheadPerInstance: 'memory per instance',
  minGuestMemory: 'smallest guest',
};

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  bytes: 1,
  KiB: KIB,
  MiB: MIB,
  GiB: GIB,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
};

/** A figure of the catalogue, in bytes. */
export interface TechnologyBytes {
  /** Null when no source gives a value, or its unit is none of memory. */
  readonly bytes: KnownBytes | null;
  readonly figure: FigureUse;
}

/**
 * @param catalogue the catalogue
 * @param technology one of it
 * @param parameter which figure
 * @returns low, typical and high in bytes, with where they come from; a missing end of the range is the value
 */
export function technologyBytes(
  catalogue: Catalogue,
  technology: Technology,
  parameter: MemoryParameter,
): TechnologyBytes {
  const found = figureOf(catalogue, technology.id, parameter);
  const factor = UNITS[found?.figure.unit ?? ''] ?? null;
  const value = found?.figure.value ?? null;
  const holder = catalogue.technologies.get(found?.fromTechnologyId ?? technology.id);
  const inherited = holder && holder.id !== technology.id ? ` (as ${holder.name})` : '';
  const name = `${WORDS[parameter]} of ${technology.name}${inherited}`;
  if (!found || factor === null || value === null) {
    return { bytes: null, figure: use(name, null, null, found?.figure.note ?? null) };
  }
  const whole = (amount: number) => Math.round(amount * factor);
  const bytes = {
    low: whole(Math.min(found.figure.low ?? value, value)),
    typical: whole(value),
    high: whole(Math.max(found.figure.high ?? value, value)),
  };
  const source = catalogueSource(catalogue, found.figure);
  const { conditions, confidence } = found.figure;
  return { bytes, figure: { ...use(name, bytes, source, conditions), confidence } };
}

function use(
  name: string,
  bytes: KnownBytes | null,
  source: string | null,
  conditions: string | null,
): FigureUse {
  return {
    name,
    value: bytes?.typical ?? null,
    low: bytes?.low ?? null,
    high: bytes?.high ?? null,
    unit: 'bytes',
    source,
    conditions,
    confidence: null,
  };
}
