/** When everything is ready after power-on: the longest way through what waits for what. */
import type { Id } from '../../model/fields.ts';
import type { Environment } from '../../model/layout.ts';
import { copiesOf } from '../../model/layout-tree.ts';
import type { LayoutFacts } from '../layout-facts.ts';
import type { FigureUse } from '../result.ts';
import { exactRange, statedFigure } from '../technology-figure.ts';
import { NO_TIME, ownTime, type OwnTime, type Span } from './own-time.ts';
import { sharingCores } from './sharing.ts';
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

/** What an environment takes where others start on its cores at the same time. */
function shared(
  facts: LayoutFacts,
  own: OwnTime,
  environment: Environment,
  group: readonly Environment[],
  times: ReadonlyMap<Id, OwnTime>,
  serial: boolean,
): { readonly span: Span; readonly figures: readonly FigureUse[] } {
  const { low, typical, high } = own.span;
  const { copies } = environment;
  if (serial) {
    return {
      span: { low: low * copies, typical: typical * copies, high: high * copies },
      figures: own.figures,
    };
  }
  const starts = group.reduce((sum, { id }) => sum + copiesOf(facts.tree, id), 0);
  if (starts <= 1) return { span: own.span, figures: own.figures };
  const { sideBySide } = own;
  if (sideBySide) {
    const measured = Math.min(starts, sideBySide.starts);
    const later = typical + (sideBySide.added * (measured - 1)) / (sideBySide.starts - 1);
    const figures = [...own.figures, sideBySide.figure];
    if (starts > sideBySide.starts) {
      figures.push(statedFigure(`${starts} starts at the same time`, null, 'ns', null));
    }
    return { span: { low, typical: later, high: Math.max(high, later) }, figures };
  }
  const all = group.reduce(
    (sum, { id }) => sum + (times.get(id)?.span.high ?? 0) * copiesOf(facts.tree, id),
    0,
  );
  const others = group.some(
    (each) => each !== environment && firstUnknown(times.get(each.id)?.figures ?? []) !== null,
  );
  const figures = others
    ? [
        ...own.figures,
        statedFigure(`starts that share the cores of "${environment.name}"`, null, 'ns', null),
      ]
    : own.figures;
  return { span: { low, typical, high: Math.max(high, all) }, figures };
}

/** Environments that start at the same time on shared cores, by each of them. */
function contenders(
  facts: LayoutFacts,
  graph: StartGraph,
): ReadonlyMap<Id, readonly Environment[]> {
  const waves = Map.groupBy(graph.order, ({ id }) =>
    (graph.before.get(id) ?? []).map((each) => each.id).join(' '),
  );
  const groups = new Map<Id, readonly Environment[]>();
  for (const wave of waves.values()) {
    for (const group of sharingCores(wave, ({ id }) => facts.tree.coresOf.get(id) ?? [])) {
      for (const { id } of group) groups.set(id, group);
    }
  }
  return groups;
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

/**
 * Time to ready of every environment.
 *
 * @param facts the layout
 * @param graph what waits for what
 * @param boot ROM and boot loader
 * @param storage what all read from
 * @returns by environment
 * @cost O(environments + edges), nearly
 * @rules BOOT-1, BOOT-4, BOOT-5
 */
export function startTimes(
  facts: LayoutFacts,
  graph: StartGraph,
  boot: Boot,
  storage: Storage,
): ReadonlyMap<Id, StartTime> {
  const serial = facts.tree.layout.startMode === 'serial';
  const groups = contenders(facts, graph);
  const times = new Map(graph.order.map((each) => [each.id, ownTime(facts, each)]));
  const result = new Map<Id, StartTime>();
  for (const environment of graph.order) {
    const { id } = environment;
    const own = times.get(id) ?? { span: NO_TIME, figures: [], sideBySide: null };
    const { span, figures } = shared(facts, own, environment, groups.get(id) ?? [], times, serial);
    const circle = graph.stuck.has(id)
      ? [statedFigure(`place of "${environment.name}" in the start order`, null, 'ns', null)]
      : [];
    const all = [...circle, ...figures, ...readingFigures(facts, environment, storage)];
    const before = (graph.before.get(id) ?? []).flatMap((each) => result.get(each.id) ?? []);
    const start = latest(boot, before);
    const reading = storage.readingNs(environment);
    const unread = start.unread + span.high;
    result.set(id, {
      environment,
      own: { ...span, typical: span.typical + reading.alone },
      ready: {
        low: start.span.low + Math.max(span.low, reading.alone),
        typical: start.span.typical + span.typical + reading.alone,
        high: Math.min(
          start.span.high + span.high + reading.shared,
          unread + storage.allOthersNs(environment),
        ),
      },
      unread,
      via: start.via,
      figures: all,
      unknown: firstUnknown(all) ?? before.find((each) => each.unknown)?.unknown ?? boot.unknown,
      isIndication: isIndicative(all) || before.some((each) => each.isIndication),
      something: boot.something || anyKnown(all) || before.some((each) => each.something),
    });
  }
  return result;
}
