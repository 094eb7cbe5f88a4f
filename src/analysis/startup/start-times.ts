/** When everything is ready after power-on: the longest way through what waits for what. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import { formatNs } from '../../model/units.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { FigureUse } from '../result.ts';
import { exactRange, statedFigure } from '../technology-figure.ts';
import { contentionOf, type Beside, type Contention } from './contention.ts';
import { NO_OWN_TIME, ownTime, type OwnTime, type SideBySide, type Span } from './own-time.ts';
import type { StartGraph } from './start-graph.ts';
import { readingFigures, type Storage } from './storage.ts';

/** One environment on its way to ready. */
export interface StartTime {
  readonly environment: Environment;
  /** Its own time, with what shares its cores. */
  readonly own: Span;
  readonly ready: Span;
  /** `ready.high` as if nobody read from storage; see `Storage.allOthersNs`. */
  readonly unread: number;
  /** What it waited for longest, at the typical times; null: only for the boot loader. */
  readonly via: StartTime | null;
  readonly figures: readonly FigureUse[];
  /** A figure without a value that its time, or that of something it waits for, depends on; null: all is known. */
  readonly unknown: FigureUse | null;
  /** True when any figure on the way is known. */
  readonly something: boolean;
  /** True when its time, or that of something it waits for, is no more than an indication. */
  readonly isIndication: boolean;
}

/** What happens before the first environment. */
export interface Boot {
  readonly span: Span;
  readonly figures: readonly FigureUse[];
  readonly unknown: FigureUse | null;
  readonly something: boolean;
}

const firstUnknown = (figures: readonly FigureUse[]): FigureUse | null =>
  figures.find(({ value }) => value === null) ?? null;
const anyKnown = (figures: readonly FigureUse[]): boolean =>
  figures.some(({ value }) => value !== null);

const isIndicative = (figures: readonly FigureUse[]): boolean =>
  figures.some(({ applies }) => applies?.standing === 'indication');

/**
 * @param facts the layout
 * @returns ROM and boot loader
 */
export function bootOf(facts: LayoutFacts): Boot {
  const { bootRomNs, bootLoaderNs, bootSource } = facts.tree.layout;
  const figures = [
    statedFigure('boot ROM', bootRomNs, 'ns', bootSource ?? 'user'),
    statedFigure('boot loader', bootLoaderNs, 'ns', bootSource ?? 'user'),
  ];
  return {
    span: exactRange((bootRomNs ?? 0) + (bootLoaderNs ?? 0)),
    figures,
    unknown: firstUnknown(figures),
    something: anyKnown(figures),
  };
}

/** An own time with what shares its cores; only `high` is about those that are of another kind. */
interface SharedTime {
  readonly span: Span;
  readonly figures: readonly FigureUse[];
}

/** Beyond the number of starts that was measured, nothing is known but that it takes no less than one. */
function beyondMeasured({ span, figures }: OwnTime, name: string): SharedTime {
  return {
    span: exactRange(span.low),
    figures: [
      ...figures.filter((figure) => !isIndicative([figure])),
      statedFigure(name, null, 'ns', null),
    ],
  };
}

function addedFigure(
  { figure, technologyName, ...measured }: SideBySide,
  starts: number,
  ns: number,
) {
  const basis = `one ${formatNs(figure.low)}, ${measured.starts} ${formatNs(figure.high)}`;
  const name = `added by ${starts} starts of ${technologyName} at the same time (${basis})`;
  return { ...figure, name, value: Math.round(ns), low: null, high: null };
}

/** What many at the same time take, on the line between the published times of one and of many. */
function sideBySide(own: OwnTime, measured: SideBySide, starts: number): SharedTime {
  if (starts === 1) return own;
  if (starts > measured.starts) {
    const what = `starts of ${measured.technologyName} at the same time`;
    return beyondMeasured(own, `${starts} ${what} (${measured.starts} were measured)`);
  }
  const { low, typical, high } = own.span;
  const later = (measured.added * (starts - 1)) / (measured.starts - 1);
  return {
    span: { low, typical: typical + later, high: high + later },
    figures: [...own.figures, addedFigure(measured, starts, later)],
  };
}

/** What an environment takes where others start on its cores at the same time. */
function shared(
  own: OwnTime,
  environment: Environment,
  beside: Beside,
  serial: boolean,
): SharedTime {
  const times = serial ? environment.copies : 1;
  const { low, typical, high } = own.span;
  const alone: SharedTime =
    !serial && own.sideBySide
      ? sideBySide(own, own.sideBySide, beside.sameKind + 1)
      : { ...own, span: { low: low * times, typical: typical * times, high: high * times } };
  return {
    span: { ...alone.span, high: alone.span.high + beside.ns },
    figures: beside.isOpen
      ? [...alone.figures, statedFigure(othersName(environment.name), null, 'ns', null)]
      : alone.figures,
  };
}

/**
 * @param name of an environment or application
 * @returns what other starts do to it, where that is unknown
 */
export function othersName(name: string): string {
  return `starts that share the cores of "${name}"`;
}

/** The latest of what an environment waits for, end by end. */
function latest(
  boot: Boot,
  before: readonly StartTime[],
): { readonly span: Span; readonly unread: number; readonly via: StartTime | null } {
  let span = boot.span;
  let unread = boot.span.high;
  let via: StartTime | null = null;
  for (const each of before) {
    if (via === null || each.ready.typical > via.ready.typical) via = each;
    unread = Math.max(unread, each.unread);
    span = {
      low: Math.max(span.low, each.ready.low),
      typical: Math.max(span.typical, each.ready.typical),
      high: Math.max(span.high, each.ready.high),
    };
  }
  return { span, unread, via };
}

interface Around {
  readonly boot: Boot;
  readonly before: readonly StartTime[];
  readonly storage: Storage;
  /** Nanoseconds of everything that starts before or beside it, each once. */
  readonly most: number;
}

function startTime(
  environment: Environment,
  span: Span,
  figures: readonly FigureUse[],
  { boot, before, storage, most }: Around,
): StartTime {
  const start = latest(boot, before);
  const reading = storage.readingNs(environment);
  const typical = start.span.typical + span.typical + reading.alone;
  const unread = Math.min(start.unread + span.high, most);
  const stepByStep = start.span.high + span.high + reading.shared;
  return {
    environment,
    own: { ...span, typical: span.typical + reading.alone },
    ready: {
      low: start.span.low + Math.max(span.low, reading.alone),
      typical,
      // Starting many at once may take longer than one after another, where that was measured.
      high: Math.max(typical, Math.min(stepByStep, unread + storage.allOthersNs(environment))),
    },
    unread,
    via: start.via,
    figures,
    unknown: firstUnknown(figures) ?? before.find((each) => each.unknown)?.unknown ?? boot.unknown,
    isIndication: isIndicative(figures) || before.some((each) => each.isIndication),
    something: boot.something || anyKnown(figures) || before.some((each) => each.something),
  };
}

/** All start times, and what shares cores with what. */
export interface StartTimes {
  readonly byEnvironment: ReadonlyMap<Id, StartTime>;
  readonly contention: Contention;
}

/**
 * Time to ready of every environment.
 *
 * @param facts the layout
 * @param graph what waits for what
 * @param boot ROM and boot loader
 * @param storage what all read from
 * @returns by environment, with what else starts beside it
 * @cost O(environments + edges), nearly
 * @rules BOOT-1, BOOT-4, BOOT-5
 */
export function startTimes(
  facts: LayoutFacts,
  graph: StartGraph,
  boot: Boot,
  storage: Storage,
): StartTimes {
  const serial = facts.tree.layout.startMode === 'serial';
  const own = new Map(graph.order.map((each) => [each.id, ownTime(facts, each)]));
  const contention = contentionOf(facts, graph, own);
  const result = new Map<Id, StartTime>();
  for (const environment of graph.order) {
    const { id } = environment;
    const beside = contention.besideEnvironment(environment);
    const time = shared(own.get(id) ?? NO_OWN_TIME, environment, beside, serial);
    const circle = graph.stuck.has(id)
      ? [statedFigure(`place of "${environment.name}" in the start order`, null, 'ns', null)]
      : [];
    const figures = [...circle, ...time.figures, ...readingFigures(facts, environment, storage)];
    const before = (graph.before.get(id) ?? []).flatMap((each) => result.get(each.id) ?? []);
    const most = boot.span.high + contention.allNs(environment);
    result.set(id, startTime(environment, time.span, figures, { boot, before, storage, most }));
  }
  return { byEnvironment: result, contention };
}
