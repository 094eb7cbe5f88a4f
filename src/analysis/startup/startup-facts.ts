/** Time to ready of environments and applications, with slack, and where the start order goes in a circle. */
import type { Application } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment, Placement } from '../../model/layout.ts';
import { rows } from '../../model/plan.ts';
import { figureSource } from '../hardware.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { overrideReasons } from '../replaced-figures.ts';
import { UNKNOWN_RANGE, type BudgetVerdict, type FigureUse, type Range } from '../result.ts';
import { ofEnvironment } from '../subjects.ts';
import { statedFigure } from '../technology-figure.ts';
import type { Span } from './own-time.ts';
import { startGraph, type StartGraph } from './start-graph.ts';
import type { Contention } from './contention.ts';
import { bootOf, othersName, startTimes, type Boot, type StartTime } from './start-times.ts';
import { storageOf } from './storage.ts';

/** When something is ready after power-on. */
export interface Ready {
  /** Nanoseconds; all null where nothing on the way is known. */
  readonly range: Range;
  readonly atLeast: boolean;
  /** See `Estimate.isIndication`. */
  readonly isIndication: boolean;
  /** Along the critical path, in the order of time; unknown ones have no value. */
  readonly figures: readonly FigureUse[];
}

export interface EnvironmentReady extends Ready {
  readonly environment: Environment;
}

/** An application at the place where it is ready last. */
export interface ApplicationReady extends Ready {
  readonly application: Application;
  readonly environment: Environment;
  readonly needNs: number | null;
  readonly verdict: BudgetVerdict;
}

/** All that is known of the start of a layout. */
export interface StartupFacts {
  /** In the user's order. */
  readonly environments: readonly EnvironmentReady[];
  /** Placed applications, in the user's order. */
  readonly applications: readonly ApplicationReady[];
  readonly circles: StartGraph['circles'];
  /** How many environments state what they start after. */
  readonly ordered: number;
}

/** How many steps of a critical path are listed one by one. */
const STEPS = 16;

interface Made {
  readonly boot: Boot;
  readonly times: ReadonlyMap<Id, StartTime>;
  readonly contention: Contention;
  /** Nanoseconds of everything that is read from storage. */
  readonly allReadingNs: number;
}

/** Steps from the boot ROM to an environment. */
function stepsTo(made: Made, time: StartTime): readonly FigureUse[] {
  const steps: StartTime[] = [];
  let at: StartTime | null = time;
  for (; at !== null && steps.length < STEPS; at = at.via) steps.unshift(at);
  const earlier = at === null ? made.boot.figures : [readyFigure(made, at)];
  const named = [...earlier, ...steps.flatMap((step) => step.figures)];
  // Of what every step shares, such as an unknown bandwidth, once is enough.
  const figures = [...new Map(named.map((figure) => [figure.name, figure])).values()];
  const shown = figures.some((figure) => figure.value === null);
  return time.unknown && !shown ? [...figures, time.unknown] : figures;
}

/** A step far back, with all before it, as one figure. */
function readyFigure(made: Made, time: StartTime): FigureUse {
  const name = `"${time.environment.name}" ready, and all before it`;
  const behind = [...made.boot.figures];
  for (let at: StartTime | null = time; at !== null; at = at.via) behind.push(...at.figures);
  const { low, typical, high } = time.ready;
  return {
    ...statedFigure(name, typical, 'ns', 'estimate'),
    low,
    high,
    override: overrideReasons(behind),
    estimate: {
      kind: 'startup',
      subject: ofEnvironment(time.environment),
      atLeast: time.unknown !== null,
    },
  };
}

function applicationAt(
  made: Made,
  application: Application,
  placement: Placement,
  time: StartTime,
): ApplicationReady {
  const own = application.startupNs;
  const beside = made.contention.besidePlacement(placement);
  const environment = time.ready;
  const source = figureSource(application.sources, 'startupNs');
  const figures = [
    ...stepsTo(made, time),
    statedFigure(`start of ${application.name}`, own, 'ns', source),
  ];
  const atLeast = time.unknown !== null || own === null || beside.isOpen;
  if (beside.isOpen) figures.push(statedFigure(othersName(application.name), null, 'ns', null));
  const most = made.boot.span.high + made.contention.allNs(null) + made.allReadingNs;
  const span: Span = {
    low: environment.low + (own ?? 0),
    typical: environment.typical + (own ?? 0),
    high: Math.min(environment.high + (own ?? 0) + beside.ns, most),
  };
  const needNs = application.startupNeedNs;
  const known = time.something || own !== null;
  return {
    application,
    environment: time.environment,
    needNs,
    range: known ? rangeOf(span, time.isIndication) : UNKNOWN_RANGE,
    atLeast,
    isIndication: known && time.isIndication,
    figures,
    verdict: verdictOf(span, atLeast, time.isIndication, known ? needNs : null),
  };
}

/** Of an indication, the low end is what holds here without it. */
function rangeOf({ low, typical, high }: Span, isIndication: boolean): Range {
  return isIndication
    ? { low: low === 0 ? null : low, typical, high: null }
    : { low, typical, high };
}

function verdictOf(
  span: Span,
  atLeast: boolean,
  isIndication: boolean,
  needNs: number | null,
): BudgetVerdict {
  if (needNs === null) return 'unknown';
  if (isIndication) return span.low > needNs ? 'over' : 'unknown';
  if (span.typical > needNs) return 'over';
  return atLeast || span.high > needNs ? 'unknown' : 'within';
}

/** Every place of every application, by application. */
function placesOf(facts: LayoutFacts, made: Made): ReadonlyMap<Id, readonly ApplicationReady[]> {
  const found = new Map<Id, ApplicationReady[]>();
  for (const [environmentId, placements] of facts.tree.placementsIn) {
    const time = made.times.get(environmentId);
    if (!time) continue;
    for (const placement of placements) {
      const { applicationId } = placement;
      const application = facts.plan.applications.get(applicationId);
      if (!application) continue;
      const ready = applicationAt(made, application, placement, time);
      const list = found.get(applicationId);
      if (list) list.push(ready);
      else found.set(applicationId, [ready]);
    }
  }
  return found;
}

/** An unknown place is later than any known one: it is the one that has to be looked at. */
function isLater(a: ApplicationReady, b: ApplicationReady): boolean {
  const byTime = (a.range.typical ?? -1) - (b.range.typical ?? -1);
  return byTime === 0 ? a.atLeast && !b.atLeast : byTime > 0;
}

interface Latest {
  readonly ns: number;
  /** True when something on the way to a need is unknown: it may have to be ready earlier. */
  readonly isOpen: boolean;
}

/** Latest moment at which each environment may be ready so that every need is met, at typical times. */
function latestReady(
  graph: StartGraph,
  made: Made,
  places: ReadonlyMap<Id, readonly ApplicationReady[]>,
): ReadonlyMap<Id, Latest> {
  const latest = new Map<Id, Latest>();
  const lower = (id: Id, to: Latest) => {
    const known = latest.get(id) ?? { ns: Infinity, isOpen: false };
    latest.set(id, { ns: Math.min(known.ns, to.ns), isOpen: known.isOpen || to.isOpen });
  };
  for (const list of places.values()) {
    for (const { needNs, application, environment, atLeast } of list) {
      if (needNs === null) continue;
      lower(environment.id, { ns: needNs - (application.startupNs ?? 0), isOpen: atLeast });
    }
  }
  for (const { id } of [...graph.order].reverse()) {
    const own = latest.get(id);
    const time = made.times.get(id);
    if (own === undefined || !time || graph.stuck.has(id)) continue;
    for (const before of graph.before.get(id) ?? []) {
      lower(before.id, { ...own, ns: own.ns - time.own.typical });
    }
  }
  return latest;
}

/** What is unknown can only take of it. */
function slackFigure({ ns, isOpen }: Latest, readyNs: number): FigureUse {
  const name = `${isOpen ? 'greatest possible slack' : 'slack'} before a start-up need is missed`;
  return statedFigure(name, Math.round(ns - readyNs), 'ns', 'estimate');
}

function environmentReady(
  made: Made,
  time: StartTime,
  latest: Latest | undefined,
): EnvironmentReady {
  const figures = [...stepsTo(made, time)];
  if (latest !== undefined && time.something && !time.isIndication) {
    figures.push(slackFigure(latest, time.ready.typical));
  }
  return {
    environment: time.environment,
    range: time.something ? rangeOf(time.ready, time.isIndication) : UNKNOWN_RANGE,
    atLeast: time.unknown !== null,
    isIndication: time.something && time.isIndication,
    figures,
  };
}

/**
 * @param facts the layout
 * @returns time to ready since power-on of every environment and placed application
 * @cost O(environments + placements + edges), nearly
 * @source critical path method (Kelley and Walker 1959); bound of list scheduling (Graham 1966) for the storage
 * @rules BOOT-1 to BOOT-6
 */
export function startupFacts(facts: LayoutFacts): StartupFacts {
  const graph = startGraph(facts);
  const boot = bootOf(facts);
  const storage = storageOf(facts, graph);
  const { byEnvironment: times, contention } = startTimes(facts, graph, boot, storage);
  const made: Made = { boot, times, contention, allReadingNs: storage.allNs };
  const places = placesOf(facts, made);
  const latest = latestReady(graph, made, places);
  const applications = rows(facts.plan.applications).flatMap((application) => {
    const [first, ...rest] = places.get(application.id) ?? [];
    return first ? [rest.reduce((a, b) => (isLater(b, a) ? b : a), first)] : [];
  });
  return {
    environments: facts.tree.environments.flatMap((environment) => {
      const time = times.get(environment.id);
      return time ? [environmentReady(made, time, latest.get(environment.id))] : [];
    }),
    applications,
    circles: graph.circles,
    ordered: facts.tree.environments.filter(({ startAfterIds }) => startAfterIds.length > 0).length,
  };
}
