/** What the technology rules look at: every placed application with what it stands on. */
import type { Technology } from '../../catalog/technology.ts';
import type { Application, Criticality } from '../../model/application.ts';
import { criticalityRank } from '../../model/criticality.ts';
import type { Id } from '../../model/fields.ts';
import { coresOfPlacement, kernelOf } from '../../model/layout-tree.ts';
import type { Environment, Os, Placement } from '../../model/layout.ts';
import { formatBytes, formatNs, formatNumber } from '../../model/units.ts';
import type { Figure } from '../../catalog/figure.ts';
import { figureOf } from '../../catalog/lookup.ts';
import { USER_SOURCE } from '../../catalog/override.ts';
import type { ParameterId } from '../../catalog/technology.ts';
import { catalogueSource } from '../catalogue-source.ts';
import type { Facts } from '../facts.ts';
import { boundaryOf, kernelEnvironment } from '../isolation/boundaries.ts';
import { technologyOf } from '../isolation/technologies.ts';
import type { Evidence } from '../result.ts';
import { technologyFigure, type NumberParameter } from '../technology-figure.ts';
import { useEvidence } from './evidence.ts';

/** An environment on the way from the hardware to an application, and what it is made of. */
export interface Layer {
  readonly environment: Environment;
  /** Null when none is chosen. */
  readonly technology: Technology | null;
}

/** An application at one place. */
export interface Placed {
  readonly placement: Placement;
  readonly application: Application;
  readonly environment: Environment;
  /** From the hardware up to its environment. */
  readonly layers: readonly Layer[];
  /** Environment whose kernel runs it; null when nothing on the way has one. */
  readonly kernel: Environment | null;
  /** Stated OS of that kernel; null when none is stated. */
  readonly os: Os | null;
  /** VM, partition or container with a kernel of its own that walls it in; null on the hardware. */
  readonly boundary: Environment | null;
  /** Innermost hypervisor that it stands on; null without one. */
  readonly hypervisor: Layer | null;
  readonly coreIds: readonly Id[];
}

/** Who is critical in a layout. */
export interface CriticalFacts {
  readonly placed: readonly Placed[];
  /** Whether applications of different known levels are placed. */
  readonly mixed: boolean;
  /** Above the lowest level of its scale, and no placed application of its scale is higher. */
  readonly isHighest: (application: Application) => boolean;
}

const placedOf = new WeakMap<Facts, CriticalFacts>();

/**
 * @param facts the layout
 * @returns its placed applications, in the user's order, and who of them is critical; the same object for the
 *   same facts. Applications in environments that hang in a circle are left out: nothing can be said of them
 * @cost O(placements x depth) the first time
 */
export function criticalFacts(facts: Facts): CriticalFacts {
  const known = placedOf.get(facts);
  if (known) return known;
  const placed = gather(facts);
  const levels = placed.flatMap(({ application }) => application.criticality ?? []);
  const [first] = levels;
  const highest = new Map<Criticality['scale'], number>();
  for (const level of levels) {
    highest.set(level.scale, Math.max(highest.get(level.scale) ?? 0, criticalityRank(level) ?? 0));
  }
  const made: CriticalFacts = {
    placed,
    mixed: levels.some((each) => each.scale !== first?.scale || each.level !== first.level),
    isHighest: ({ criticality }) => {
      const rank = criticalityRank(criticality) ?? 0;
      return criticality !== null && rank > 0 && rank === highest.get(criticality.scale);
    },
  };
  placedOf.set(facts, made);
  return made;
}

function gather(facts: Facts): readonly Placed[] {
  const { tree, plan } = facts;
  const layerOf = new Map<Environment, Layer>();
  const layer = (environment: Environment): Layer => {
    let found = layerOf.get(environment);
    if (!found) {
      found = { environment, technology: technologyOf(facts.catalogue, tree, environment) };
      layerOf.set(environment, found);
    }
    return found;
  };
  return tree.placements.flatMap((placement) => {
    const application = plan.applications.get(placement.applicationId);
    const environment = tree.environmentById.get(placement.environmentId);
    const path = tree.pathOf.get(placement.environmentId);
    if (!application || !environment || !path) return [];
    const layers = path.map(layer);
    return [
      {
        placement,
        application,
        environment,
        layers,
        kernel: kernelEnvironment(tree, environment.id),
        os: kernelOf(tree, environment.id)?.os ?? null,
        boundary: boundaryOf(tree, environment.id),
        hypervisor: layers.findLast((each) => each.environment.kind === 'hypervisor') ?? null,
        coreIds: coresOfPlacement(tree, placement),
      },
    ];
  });
}

/**
 * @param application any application
 * @returns whether somebody depends on it: hard real time, or a level above the lowest of its scale
 */
export function isCritical(application: Application): boolean {
  return application.realTime === 'hard' || (criticalityRank(application.criticality) ?? 0) > 0;
}

const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  ns: (value) => formatNs(value),
  bytes: (value) => formatBytes(value),
};

/**
 * @param value a number in a base unit
 * @param unit that unit
 * @returns the number with its unit, for people
 */
export function inUnit(value: number, unit: string): string {
  return FORMATS[unit]?.(value) ?? `${formatNumber(value, 6)} ${unit}`;
}

/**
 * @param facts the layout
 * @param technology whose figure
 * @param parameter which number
 * @returns the figure as evidence, with range and source; its value is `unknown` where nobody has one
 */
export function numberEvidence(
  facts: Facts,
  technology: Technology,
  parameter: NumberParameter,
): Evidence {
  const { range, use } = technologyFigure(facts.catalogue, technology, parameter);
  if (!range) return useEvidence({ ...use, source: null }, 'unknown');
  const typical = inUnit(range.typical, use.unit);
  const span =
    range.low === range.high
      ? ''
      : ` (${inUnit(range.low, use.unit)} to ${inUnit(range.high, use.unit)})`;
  return useEvidence(use, `${typical}${span}`);
}

/**
 * A figure in words, with the conditions under which it holds.
 *
 * @param facts the layout
 * @param name what it is called
 * @param figure any figure of the catalogue
 * @param text value in words, where the figure itself does not read well
 * @returns the figure as evidence
 */
export function figureEvidence(
  facts: Facts,
  name: string,
  figure: Figure,
  text?: string,
): Evidence {
  const { value, conditions } = figure;
  // The reason of an override stands in place of the conditions.
  const override = figure.sources.includes(USER_SOURCE) ? (conditions ?? '') : null;
  const words =
    text ?? (value === null ? 'unknown' : Array.isArray(value) ? value.join(', ') : String(value));
  return {
    name,
    value: conditions === null || override !== null ? words : `${words} (${conditions})`,
    source: catalogueSource(facts.catalogue, figure),
    override,
  };
}

/**
 * @param facts the layout
 * @param technology one of the catalogue
 * @param parameter name of a figure
 * @returns its figure, or that of the nearest technology it inherits from
 */
export function inheritedFigure<P extends ParameterId>(
  facts: Facts,
  technology: Technology,
  parameter: P,
): Technology['figures'][P] {
  const found = figureOf(facts.catalogue, technology.id, parameter);
  return found ? found.figure : technology.figures[parameter];
}
