/** Time to ready of environments and applications, with slack, and where the start order goes in a circle. */
import type { Application } from '../../model/application.ts';
import type { Id } from '../../model/fields.ts';
import type { Environment, Placement } from '../../model/layout.ts';
import { coresOfPlacement } from '../../model/layout-tree.ts';
import { rows } from '../../model/plan.ts';
import { figureSource } from '../hardware.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import { overrideReasons } from '../replaced-figures.ts';
import { UNKNOWN_RANGE, type BudgetVerdict, type FigureUse, type Range } from '../result.ts';
import { ofEnvironment } from '../subjects.ts';
import { statedFigure } from '../technology-figure.ts';
import type { Span } from './own-time.ts';
import { sharingCores } from './sharing.ts';
import { startGraph, type StartGraph } from './start-graph.ts';
import { bootOf, startTimes, type Boot, type StartTime } from './start-times.ts';
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

/** Nanoseconds of the applications that start on the same cores of one environment, with instances. */
function timeBeside(
  facts: LayoutFacts,
  group: readonly Placement[],
): { readonly sum: number; readonly unknown: boolean } {
  let sum = 0;
  let unknown = false;
  for (const { applicationId, instances } of group) {
    const ns = facts.plan.applications.get(applicationId)?.startupNs ?? null;
    if (ns === null) unknown = true;
    else sum += ns * instances;
  }
  return { sum, unknown };
}

function applicationAt(
  made: Made,
  application: Application,
  time: StartTime,
  beside: { readonly sum: number; readonly unknown: boolean },
): ApplicationReady {
  const own = application.startupNs;
  const environment = time.ready;
  const source = figureSource(application.sources, 'startupNs');
  const figures = [
    ...stepsTo(made, time),
    statedFigure(`start of ${application.name}`, own, 'ns', source),
  ];
  const atLeast = time.unknown !== null || own === null || beside.unknown;
  if (beside.unknown && own !== null) {
    figures.push(
      statedFigure(`applications that start on the cores of ${application.name}`, null, 'ns', null),
    );
  }
  const span: Span = {
    low: environment.low + (own ?? 0),
    typical: environment.typical + (own ?? 0),
    high: environment.high + Math.max(own ?? 0, beside.sum),
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
    for (const group of sharingCores(placements, (each) => coresOfPlacement(facts.tree, each))) {
      const beside = timeBeside(facts, group);
      for (const { applicationId } of group) {
        const application = facts.plan.applications.get(applicationId);
        if (!application) continue;
        const ready = applicationAt(made, application, time, beside);
        const list = found.get(applicationId);
        if (list) list.push(ready);
        else found.set(applicationId, [ready]);
      }
    }
  }
  return found;
}

/** An unknown place is later than any known one: it is the one that has to be looked at. */
function isLater(a: ApplicationReady, b: ApplicationReady): boolean {
  const byTime = (a.range.typical ?? -1) - (b.range.typical ?? -1);
  return byTime === 0 ? a.atLeast && !b.atLeast : byTime > 0;
}

/** Latest moment at which each environment may be ready so that every need is met, at typical times. */
function latestReady(
  graph: StartGraph,
  made: Made,
  places: ReadonlyMap<Id, readonly ApplicationReady[]>,
): ReadonlyMap<Id, number> {
  const latest = new Map<Id, number>();
  const lower = (id: Id, to: number) => {
    if (to < (latest.get(id) ?? Infinity)) latest.set(id, to);
  };
  for (const list of places.values()) {
    for (const { needNs, application, environment } of list) {
      if (needNs !== null) lower(environment.id, needNs - (application.startupNs ?? 0));
    }
  }
  for (const { id } of [...graph.order].reverse()) {
    const own = latest.get(id);
    const time = made.times.get(id);
    if (own === undefined || !time || graph.stuck.has(id)) continue;
    for (const before of graph.before.get(id) ?? []) lower(before.id, own - time.own.typical);
  }
  return latest;
}

function environmentReady(
  made: Made,
  time: StartTime,
  latest: number | undefined,
): EnvironmentReady {
  const figures = [...stepsTo(made, time)];
  if (latest !== undefined && time.something && !time.isIndication) {
    const slack = Math.round(latest - time.ready.typical);
    figures.push(statedFigure('slack before a start-up need is missed', slack, 'ns', 'user'));
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
  const times = startTimes(facts, graph, boot, storageOf(facts, graph));
  const made: Made = { boot, times };
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
