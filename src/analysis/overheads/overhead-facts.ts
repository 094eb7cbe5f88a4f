/** What the technologies around an application cost it: CPU time and interrupt latency. */
import type { Id } from '../../model/fields.ts';
import { kindFacts } from '../../model/environment-kinds.ts';
import type { Environment } from '../../model/layout.ts';
import { kernelOf } from '../../model/layout-tree.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { UNKNOWN_RANGE, type FigureUse, type Range } from '../result.ts';
import { statedFigure, technologyFigure, type NumberParameter } from '../technology-figure.ts';
import {
  applicabilityOf,
  figureHere,
  readsAs,
  type Applicability,
  type FigureHere,
} from './applicability.ts';
import { layersOf, type Layer } from './layers.ts';

/** Quantities that are estimated per environment. */
export const OVERHEAD_KINDS = [
  'cpu-overhead',
  'cpu-overhead-interference',
  'interrupt-latency',
  'interrupt-latency-max',
  'interrupt-latency-interference-max',
] as const;
export type OverheadKind = (typeof OVERHEAD_KINDS)[number];

/** A quantity put together from figures. */
export interface Quantity {
  /** All null: nothing is known of it. */
  readonly range: Range;
  /** True when a figure of a layer is unknown. */
  readonly atLeast: boolean;
  /** True when a figure was measured on another core type: see `Estimate.isIndication`. */
  readonly isIndication: boolean;
  readonly figures: readonly FigureUse[];
}

/** What one environment costs what stands in it. */
export interface Overheads {
  readonly environment: Environment;
  readonly layers: readonly Layer[];
  readonly quantities: Readonly<Record<OverheadKind, Quantity>>;
  readonly applicability: Readonly<Record<OverheadKind, Applicability>>;
}

/** How a quantity is put together from the figures of the layers. */
interface Recipe {
  readonly unit: 'share' | 'ns';
  /** Figure of the lowest layer, where what the cores do to each other is measured. */
  readonly lowest: NumberParameter;
  /** Figure of every layer above. */
  readonly above: NumberParameter;
}

const RECIPES: Readonly<Record<OverheadKind, Recipe>> = {
  'cpu-overhead': { unit: 'share', lowest: 'cpuOverhead', above: 'cpuOverhead' },
  'cpu-overhead-interference': {
    unit: 'share',
    lowest: 'cpuOverheadInterference',
    above: 'cpuOverhead',
  },
  'interrupt-latency': { unit: 'ns', lowest: 'interruptLatency', above: 'interruptLatency' },
  'interrupt-latency-max': {
    unit: 'ns',
    lowest: 'interruptLatencyMax',
    above: 'interruptLatencyMax',
  },
  'interrupt-latency-interference-max': {
    unit: 'ns',
    lowest: 'interruptLatencyInterferenceMax',
    above: 'interruptLatencyMax',
  },
};

/** Times add up; slow-downs multiply: (1 + a)(1 + b) - 1, written so that a single one stays exact. */
function combined(unit: Recipe['unit'], sum: number, next: number): number {
  return unit === 'ns' ? sum + next : sum + next + sum * next;
}

/** Two ends that add up; what only one of them knows is that one's share of a lower end. */
function lowOf(unit: Recipe['unit'], sum: number | null, next: number | null): number | null {
  return sum === null || next === null ? (sum ?? next) : combined(unit, sum, next);
}

/** What is known so far, with one more layer. */
function stacked(
  unit: Recipe['unit'],
  sum: Stack | null,
  next: NonNullable<FigureHere['range']>,
): Stack {
  if (sum === null) return next;
  return {
    low: lowOf(unit, sum.low, next.low),
    typical: combined(unit, sum.typical, next.typical),
    high: sum.high === null || next.high === null ? null : combined(unit, sum.high, next.high),
  };
}

type Stack = NonNullable<FigureHere['range']>;

/** Environment whose OS handles interrupts before applications see them; null where none is stated. */
function handlerOf(facts: LayoutFacts, environmentId: Id): Environment | null {
  const kernel = kernelOf(facts.tree, environmentId);
  return kernel === null || kernel.os.family === 'none' ? null : kernel.environment;
}

/** What the OS adds is unknown where the figures were measured without one. */
function handling(
  facts: LayoutFacts,
  handler: Environment | null,
  unit: Recipe['unit'],
  figures: readonly FigureUse[],
): readonly FigureUse[] {
  if (handler === null || unit !== 'ns') return [];
  const measured = figures.some(
    (figure) => figure.value !== null && readsAs(facts.catalogue, figure, 'without-os'),
  );
  return measured ? [statedFigure('interrupt handling of the OS', null, unit, null)] : [];
}

function quantityOf(
  facts: LayoutFacts,
  layers: readonly Layer[],
  recipe: Recipe,
  handler: Environment | null,
  coreIds: readonly Id[],
): Quantity {
  const figures: FigureUse[] = [];
  let range: Stack | null = null;
  let atLeast = false;
  let isIndication = false;
  let lowestKnown = false;
  for (const [depth, { technology, environment }] of layers.entries()) {
    const parameter = depth === 0 ? recipe.lowest : recipe.above;
    const here =
      technology &&
      figureHere(facts, coreIds, technologyFigure(facts.catalogue, technology, parameter));
    figures.push(
      here?.use ?? statedFigure(`technology of ${environment.name}`, null, recipe.unit, null),
    );
    if (!here?.range) {
      atLeast = true;
      continue;
    }
    if (depth === 0) lowestKnown = true;
    isIndication ||= here.isIndication;
    range = stacked(recipe.unit, range, here.range);
  }
  const added = handling(facts, handler, recipe.unit, figures);
  if (added.length > 0) atLeast = true;
  figures.push(...added);
  // Without the figure of the lowest layer, what is left says nothing of interference.
  if (range === null || (recipe.lowest !== recipe.above && !lowestKnown)) {
    return { range: UNKNOWN_RANGE, atLeast, isIndication: false, figures };
  }
  return { range, atLeast, isIndication, figures };
}

function record<T>(of: (kind: OverheadKind) => T): Readonly<Record<OverheadKind, T>> {
  return Object.fromEntries(OVERHEAD_KINDS.map((kind) => [kind, of(kind)])) as Record<
    OverheadKind,
    T
  >;
}

function coreTypesOf(facts: LayoutFacts, coreIds: readonly Id[]): string {
  const types = coreIds.map((id) => {
    const cluster = facts.hardware.coreById.get(id)?.cluster;
    return cluster ? `${cluster.coreType} ${cluster.isa}` : '';
  });
  return [...new Set(types)].sort().join(',');
}

/**
 * @param facts the layout
 * @returns by environment that can hold applications and has a technology around it; equal stacks on equal cores
 *   share their figures
 * @cost O(environments x depth)
 * @rules OVER-1, OVER-2, OVER-3, OVER-5
 */
export function overheadFacts(facts: LayoutFacts): ReadonlyMap<Id, Overheads> {
  const made = new Map<string, Omit<Overheads, 'environment'>>();
  const result = new Map<Id, Overheads>();
  for (const environment of facts.tree.environments) {
    if (!kindFacts(environment.kind).holdsApplications) continue;
    const layers = layersOf(facts, environment.id);
    if (layers.length === 0) continue;
    const coreIds = facts.tree.coresOf.get(environment.id) ?? [];
    const names = layers.map(({ technology, environment: at }) => technology?.id ?? `? ${at.id}`);
    const handler = handlerOf(facts, environment.id);
    const under = handler === null ? '' : 'OS ';
    const key = `${under}${names.join(' ')} on ${coreTypesOf(facts, coreIds)}`;
    let overheads = made.get(key);
    if (!overheads) {
      const quantities = record((kind) =>
        quantityOf(facts, layers, RECIPES[kind], handler, coreIds),
      );
      const applicability = record((kind) => applicabilityOf(quantities[kind].figures));
      made.set(key, (overheads = { layers, quantities, applicability }));
    }
    result.set(environment.id, { ...overheads, environment });
  }
  return result;
}

/**
 * @param kind a quantity
 * @returns its unit
 */
export function overheadUnit(kind: OverheadKind): 'share' | 'ns' {
  return RECIPES[kind].unit;
}
