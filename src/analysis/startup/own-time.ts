/** How long one environment takes from its start until what stands in it can start. */
import { figureOf } from '../../catalog/lookup.ts';
import { spreadOf } from '../../catalog/quantity.ts';
import type { Technology } from '../../catalog/technology.ts';
import type { Environment } from '../../model/layout.ts';
import { technologyOf } from '../isolation/technologies.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { figureHere } from '../overheads/applicability.ts';
import type { FigureUse } from '../result.ts';
import { catalogueSource } from '../catalogue-source.ts';
import { exactRange, statedFigure, technologyFigure } from '../technology-figure.ts';

/** Nanoseconds, low to high. */
export interface Span {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}

/** A time with the figures that it comes from; unknown ones have no value. */
export interface OwnTime {
  /** What is only an indication counts nothing at the low end. */
  readonly span: Span;
  readonly figures: readonly FigureUse[];
  /** Start of many at the same time, where the source of the figure measured that; null: nobody did. */
  readonly sideBySide: SideBySide | null;
}

/** What starting many at the same time adds to each. */
export interface SideBySide {
  /** Technology that it was measured with. */
  readonly technologyId: string;
  readonly technologyName: string;
  readonly starts: number;
  /** Nanoseconds that `starts` at the same time take longer than one. */
  readonly added: number;
  readonly figure: FigureUse;
}

const NO_TIME: Span = exactRange(0);
/** Of what takes none itself. */
export const NO_OWN_TIME: OwnTime = { span: NO_TIME, figures: [], sideBySide: null };

function unknown(name: string): OwnTime {
  return { ...NO_OWN_TIME, figures: [statedFigure(name, null, 'ns', null)] };
}

function ofOs(environment: Environment): OwnTime | null {
  const { os } = environment;
  if (os?.startupNs === undefined || os.startupNs === null) return null;
  const name = `start of the OS of "${environment.name}"`;
  return {
    ...NO_OWN_TIME,
    span: exactRange(os.startupNs),
    figures: [statedFigure(name, os.startupNs, 'ns', os.startupSource ?? 'user')],
  };
}

function sideBySideOf(
  facts: LayoutFacts,
  technology: Technology,
  { applies }: FigureUse,
): SideBySide | null {
  const found = figureOf(facts.catalogue, technology.id, 'startupTime');
  if (!found || found.override !== null) return null;
  const measured = facts.catalogue.parallelStarts.get(found.fromTechnologyId);
  const serial = measured && spreadOf(measured.serial);
  const parallel = measured && spreadOf(measured.parallel);
  if (!serial || !parallel) return null;
  const { name } = facts.catalogue.technologies.get(found.fromTechnologyId) ?? technology;
  const { conditions, confidence } = measured.parallel;
  return {
    technologyId: found.fromTechnologyId,
    technologyName: name,
    starts: measured.starts,
    added: Math.max(0, parallel.typical - serial.typical),
    figure: {
      name: `start-up time of ${name}, ${measured.starts} at the same time`,
      value: parallel.typical,
      low: serial.typical,
      high: parallel.typical,
      unit: 'ns',
      source: catalogueSource(facts.catalogue, measured.parallel),
      conditions,
      confidence,
      override: null,
      applies,
      estimate: null,
    },
  };
}

function ofTechnology(
  facts: LayoutFacts,
  environment: Environment,
  technology: Technology,
): OwnTime {
  const published = technologyFigure(facts.catalogue, technology, 'startupTime');
  const { range, use, isIndication } = figureHere(
    facts,
    facts.tree.coresOf.get(environment.id) ?? [],
    published,
  );
  const span = isIndication && published.range ? { ...published.range, low: 0 } : published.range;
  return {
    span: range && span ? span : NO_TIME,
    figures: [use],
    sideBySide: range && sideBySideOf(facts, technology, use),
  };
}

const isKnown = (time: OwnTime | null): time is OwnTime =>
  time?.figures.every(({ value }) => value !== null) ?? false;

/**
 * The figure of the technology was measured with an OS of its own, and so contains a part of what the stated OS takes:
 * together they take at least the longer, at most both.
 */
function together(technology: OwnTime, os: OwnTime): OwnTime {
  return {
    span: {
      low: Math.max(technology.span.low, os.span.low),
      typical: Math.max(technology.span.typical, os.span.typical),
      high: technology.span.high + os.span.high,
    },
    figures: [...technology.figures, ...os.figures],
    sideBySide: technology.sideBySide,
  };
}

/** Static partitions start with their hypervisor, which no figure per instance describes. */
function hypervisorTime(facts: LayoutFacts, environment: Environment): OwnTime {
  const parent = facts.tree.environmentById.get(environment.parentId ?? '');
  // Its OS starts it: that time belongs to the OS, which lasts until applications can start.
  if (parent) return NO_OWN_TIME;
  const stated = ofOs(environment);
  if (stated) return stated;
  const technology = technologyOf(facts.catalogue, facts.tree, environment);
  return technology?.family === 'type1-static'
    ? ofTechnology(facts, environment, technology)
    : unknown(`start of the hypervisor "${environment.name}" itself`);
}

/** Whether the OS of the environment is of the kind that the figure of the technology was measured with. */
function bringsItsOs(environment: Environment, technology: Technology): boolean {
  if (environment.kind === 'container') return true;
  if (environment.kind !== 'thin-vm') return false;
  const guestFigure = !technology.environmentKinds.includes('hypervisor');
  return guestFigure || environment.os === null || environment.os.family === 'linux';
}

function guestTime(facts: LayoutFacts, environment: Environment): OwnTime {
  const { catalogue, tree } = facts;
  const os = ofOs(environment);
  const osUnknown = unknown(`start of the OS of "${environment.name}"`);
  const parent = tree.environmentById.get(environment.parentId ?? '');
  const beneath = parent ? technologyOf(catalogue, tree, parent) : null;
  const own = technologyOf(catalogue, tree, environment);
  const isStatic = (beneath ?? own)?.family === 'type1-static';
  if (isStatic && os) return os;
  // A guest's own figure contains its monitor; where it is unknown, that of the hypervisor stands.
  const candidates = isStatic ? [own] : [own, beneath];
  const technologies = candidates.flatMap((each) =>
    each && each.family !== 'type1-static' ? [each] : [],
  );
  const figures = technologies.map((each) => ({
    each,
    time: ofTechnology(facts, environment, each),
  }));
  const found = figures.find(({ time }) => isKnown(time)) ?? figures[0];
  if (!found) return os ?? osUnknown;
  if (os) return isKnown(found.time) ? together(found.time, os) : together(os, found.time);
  if (!isKnown(found.time)) return found.time;
  return bringsItsOs(environment, found.each) ? found.time : together(found.time, osUnknown);
}

/**
 * Time of one environment by itself, undisturbed, without what it reads from storage where that is stated apart.
 * A container engine takes none: its OS starts it, and the OS lasts until applications can start.
 *
 * @param facts the layout
 * @param environment one of it
 * @returns its time; figures without a value where something is unknown
 * @cost O(1)
 * @source catalogue, parameter startupTime; what the plan states of each OS
 * @rules BOOT-2, BOOT-3, OVER-5
 */
export function ownTime(facts: LayoutFacts, environment: Environment): OwnTime {
  switch (environment.kind) {
    case 'container-engine':
      return NO_OWN_TIME;
    case 'hypervisor':
      return hypervisorTime(facts, environment);
    case 'bare-metal':
    case 'os':
      if (environment.os?.family === 'none') return ofOs(environment) ?? NO_OWN_TIME;
      return ofOs(environment) ?? unknown(`start of the OS of "${environment.name}"`);
    default:
      return guestTime(facts, environment);
  }
}
