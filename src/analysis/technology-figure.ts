/** Numbers of the catalogue as estimates use them: in base units, with what the reader needs to trust them. */
import type { FoundFigure } from '../catalog/lookup.ts';
import { figureOf } from '../catalog/lookup.ts';
import type { NumberFigure } from '../catalog/figure.ts';
import { overrideKey, USER_SOURCE } from '../catalog/override.ts';
import { spreadOf } from '../catalog/quantity.ts';
import type {
  Catalogue,
  IoMode,
  Mechanism,
  MechanismFigures,
  Technology,
  TechnologyFigures,
} from '../catalog/technology.ts';
import { catalogueSource } from './catalogue-source.ts';
import type { FigureUse, Range } from './result.ts';

type NumbersOf<Figures> = {
  [P in keyof Figures]: Figures[P] extends NumberFigure ? P : never;
}[keyof Figures];
/** Names of a technology's figures that are numbers. */
export type NumberParameter = NumbersOf<TechnologyFigures>;
/** Names of a mechanism's figures that are numbers. */
export type MechanismNumber = NumbersOf<MechanismFigures>;

/** A number of the catalogue. */
export interface UsedFigure {
  /** In the base unit; a low end that the source leaves open is 0, a high end the typical value. Null: unknown. */
  readonly range: { readonly low: number; readonly typical: number; readonly high: number } | null;
  /** The same for the reader, with source, conditions, confidence and override. */
  readonly use: FigureUse;
}

/** What each figure is called in an explanation. */
export const PARAMETER_WORDS: Readonly<Record<NumberParameter, string>> = {
  fixedHostMemory: 'fixed memory',
  memoryOverheadPerInstance: 'memory per instance',
  minGuestMemory: 'smallest guest',
  diskFixed: 'fixed disk space',
  diskPerInstance: 'disk space per instance',
  startupTime: 'start-up time',
  cpuOverhead: 'CPU overhead',
  cpuOverheadInterference: 'CPU overhead under interference',
  networkAppThroughput: 'throughput of a network application',
  hypercallCost: 'cost of a hypercall',
  interruptLatency: 'interrupt latency',
  interruptLatencyMax: 'largest observed interrupt latency',
  interruptLatencyInterferenceMax: 'largest observed interrupt latency under interference',
  ipiLatency: 'latency of an inter-processor interrupt',
  tcbSize: 'trusted computing base',
  maxInstances: 'documented number of instances',
};

const MECHANISM_WORDS: Readonly<Record<MechanismNumber, string>> = {
  latency: 'latency',
  throughput: 'throughput',
  maxPeers: 'number of peers',
};

const MODE_WORDS = { latency: 'latency of an access', storage: 'storage operations' } as const;

/** A look-up gives the same object each time, and it goes when the catalogue goes. */
const usedAs = new WeakMap<FoundFigure, UsedFigure>();

/**
 * A figure of a technology, its own or inherited, overridden or published.
 *
 * @param catalogue the catalogue, with the overrides of the plan
 * @param technology whose figure
 * @param parameter which one
 * @returns range in the base unit of `spreadOf`, null when unknown, and the figure for the reader
 * @cost O(1)
 * @rules CAT-4, CAT-8
 */
export function technologyFigure(
  catalogue: Catalogue,
  technology: Technology,
  parameter: NumberParameter,
): UsedFigure {
  const found = figureOf(catalogue, technology.id, parameter) as FoundFigure<NumberParameter>;
  const known = usedAs.get(found);
  if (known) return known;
  const holder = catalogue.technologies.get(found.fromTechnologyId);
  const from = found.inherited ? ` (inherited from ${holder?.name ?? found.fromTechnologyId})` : '';
  const name = `${PARAMETER_WORDS[parameter]} of ${technology.name}${from}`;
  const made = used(catalogue, name, found.figure, found.override);
  usedAs.set(found, made);
  return made;
}

/**
 * A figure of an IPC mechanism.
 *
 * @param catalogue the catalogue, with the overrides of the plan
 * @param mechanism whose figure
 * @param parameter which one
 * @returns as `technologyFigure`
 * @cost O(1)
 */
export function mechanismFigure(
  catalogue: Catalogue,
  mechanism: Mechanism,
  parameter: MechanismNumber,
): UsedFigure {
  const key = overrideKey('mechanism', mechanism.id, parameter);
  const name = `${MECHANISM_WORDS[parameter]} of ${mechanism.name}`;
  return used(catalogue, name, mechanism.figures[parameter], catalogue.overrides.get(key) ?? null);
}

/**
 * A figure of a way to reach a device. A plan cannot replace it.
 *
 * @param catalogue the catalogue
 * @param mode way to reach a device
 * @param parameter which one
 * @returns as `technologyFigure`; null where the catalogue has no such figure of it
 * @cost O(1)
 */
export function modeFigure(
  catalogue: Catalogue,
  mode: IoMode,
  parameter: 'latency' | 'storage',
): UsedFigure | null {
  const figure = mode.figures[parameter];
  return figure ? used(catalogue, `${MODE_WORDS[parameter]}, ${mode.id}`, figure, null) : null;
}

function used(
  catalogue: Catalogue,
  name: string,
  figure: NumberFigure,
  override: string | null,
): UsedFigure {
  const spread = spreadOf(figure);
  const range = spread && {
    // "Up to" names no low end: only that nothing costs less than nothing.
    low: Math.min(spread.low ?? 0, spread.typical),
    typical: spread.typical,
    high: Math.max(spread.high ?? spread.typical, spread.typical),
  };
  return {
    range,
    use: {
      name,
      value: range?.typical ?? null,
      low: range?.low ?? null,
      high: range?.high ?? null,
      unit: spread?.unit ?? figure.unit ?? '',
      source: override === null ? catalogueSource(catalogue, figure) : USER_SOURCE,
      conditions: figure.conditions,
      confidence: figure.confidence,
      override,
      applies: null,
      estimate: null,
    },
  };
}

/**
 * A figure that stands in the plan or follows from it.
 *
 * @param name what it is
 * @param value in `unit`; null: unknown
 * @param unit base unit
 * @param source who says so; dropped where the value is unknown
 * @returns the figure for the reader
 */
export function statedFigure(
  name: string,
  value: number | null,
  unit: string,
  source: string | null,
): FigureUse {
  return {
    name,
    value,
    low: null,
    high: null,
    unit,
    source: value === null ? null : source,
    conditions: null,
    confidence: null,
    override: null,
    applies: null,
    estimate: null,
  };
}

/**
 * @param value one number
 * @returns the same low, typical and high
 */
export function exactRange(value: number): Range & { low: number; typical: number; high: number } {
  return { low: value, typical: value, high: value };
}
