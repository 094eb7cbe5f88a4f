/** Cause-effect chains: what each theory says, the tightest bound, and where its time goes. */
import {
  LATENCY_PART_WORDS,
  transferTimeWords,
  TRANSPORT_WORDS,
  verdictWords,
} from '../../analysis/timing-words.ts';
import type { ChainBound, ChainResult } from '../../analysis/result.ts';
import { share, time, words } from '../cells.ts';
import type { Cell, Figure, Part, Row, Table } from '../document.ts';
import { condensed } from '../printed-rows.ts';
import { sourceOf, type ReportFacts } from '../report-facts.ts';
import { exactTime, TIMING_TONES } from './response-times.ts';

/** Every theory is named. */
const ALL = Infinity;
const TIME = { unit: 'ns', numeric: true } as const;

function taskName(facts: ReportFacts, id: string): string {
  return facts.plan.tasks.get(id)?.name ?? id;
}

function nominalCell(ns: number | null): Cell {
  return ns === null
    ? exactTime(null)
    : { ...exactTime(ns), text: `${exactTime(ns).text} (nominal)` };
}

function chainRow(facts: ReportFacts, result: ChainResult): Row {
  const chain = facts.plan.chains.get(result.chain.id);
  return {
    id: result.chain.id,
    cells: [
      words(result.chain.name),
      words(result.taskIds.map((id) => taskName(facts, id)).join(' > ')),
      words(result.latency),
      words(chain?.communication === 'let' ? 'LET' : chain?.communication),
      result.boundNs === null || chain === undefined
        ? { text: 'not stated', value: null, tone: 'quiet' }
        : time(result.boundNs, sourceOf(facts, chain, 'latencyBoundNs')),
      exactTime(result.latencyNs),
      words(result.theory),
      result.slackNs === null ? words(null) : exactTime(result.slackNs),
      nominalCell(result.nominalNs),
      words(verdictWords(result), TIMING_TONES[result.verdict]),
      words(result.reason),
    ],
  };
}

function chainsTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-9-5',
    caption:
      'Cause-effect chains: latency by the tightest bound that holds. Reached is what the schedule with every job at its WCET takes, so that the worst case is no less. A data age ends when the output is written',
    columns: [
      { key: 'chain', head: 'Chain', weight: 1.4 },
      { key: 'path', head: 'Tasks, first to last', weight: 2.4 },
      { key: 'kind', head: 'Latency', weight: 0.9 },
      { key: 'communication', head: 'Reads and writes', weight: 0.9 },
      { key: 'bound', head: 'Allowed', ...TIME },
      { key: 'latency', head: 'At most', ...TIME },
      { key: 'theory', head: 'Theory' },
      { key: 'slack', head: 'Slack', ...TIME },
      { key: 'nominal', head: 'Reached', ...TIME },
      { key: 'verdict', head: 'Verdict' },
      { key: 'reason', head: 'Reason', weight: 1.8 },
    ],
    rows: facts.result.chains.map((result) => chainRow(facts, result)),
    empty: 'The plan has no chains.',
  };
}

function isTightest(bound: ChainBound, { theory, latency }: ChainResult): boolean {
  return bound.theory === theory && bound.latency === latency;
}

function boundRow(result: ChainResult, bound: ChainBound, index: number): Row {
  const { theory, latency, valueNs, assumptions, obstacles, source } = bound;
  const standing = isTightest(bound, result) ? 'tightest' : valueNs === null ? 'none' : 'holds';
  return {
    id: `${result.chain.id}@${index}`,
    cells: [
      words(result.chain.name),
      words(latency),
      words(theory),
      exactTime(valueNs),
      words(
        standing,
        standing === 'tightest' ? 'pass' : standing === 'none' ? 'unknown' : undefined,
      ),
      words((valueNs === null ? obstacles : assumptions).join('; ')),
      words(source),
    ],
  };
}

/** Theories that lack the same are printed in one row. */
function boundsTable(facts: ReportFacts): Table {
  const table: Table = {
    kind: 'table',
    id: 'table-9-6',
    caption:
      'What every theory says of them. Reaction bounds from a sample also bound the age of data until the next output replaces it',
    columns: [
      { key: 'chain', head: 'Chain', weight: 1.3 },
      { key: 'kind', head: 'Latency', weight: 0.7 },
      { key: 'theory', head: 'Theory', weight: 1.1 },
      { key: 'latency', head: 'At most', ...TIME },
      { key: 'standing', head: 'Bound', weight: 0.7 },
      { key: 'basis', head: 'Stands on, or what it lacks', weight: 3.4 },
      { key: 'source', head: 'Published in', weight: 1.7 },
    ],
    rows: facts.result.chains.flatMap((result) =>
      result.bounds.map((bound, index) => boundRow(result, bound, index)),
    ),
    empty: 'No chain has all its tasks on cores of their own.',
  };
  return condensed(table, ['kind', 'theory', 'source'], { most: ALL });
}

function partsTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-9-7',
    caption: 'Where the time goes, by the tightest bound: parts add up to it',
    columns: [
      { key: 'chain', head: 'Chain', weight: 1.4 },
      { key: 'task', head: 'Task', weight: 1.6 },
      { key: 'part', head: 'Part', weight: 1.6 },
      { key: 'time', head: 'Time', ...TIME },
      { key: 'share', head: 'Share of the bound', numeric: true },
    ],
    rows: facts.result.chains.flatMap((result) => {
      const { chain, latencyNs, bounds } = result;
      const parts = bounds.find((bound) => isTightest(bound, result))?.parts ?? [];
      return parts.map(({ kind, taskId, timeNs }, index) => ({
        id: `${chain.id}@${index}`,
        cells: [
          words(chain.name),
          words(taskName(facts, taskId)),
          words(LATENCY_PART_WORDS[kind]),
          exactTime(timeNs),
          share(latencyNs === null || latencyNs === 0 ? null : timeNs / latencyNs, 'A'),
        ],
      }));
    }),
    empty: 'No theory bounds a chain of this plan in this layout.',
  };
}

function transfersTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-9-8',
    caption:
      'How tasks of chains hand data on: what copying and notification take. An indication was observed, and counts in no bound',
    columns: [
      { key: 'chain', head: 'Chain', weight: 1.2 },
      { key: 'from', head: 'From', weight: 1.2 },
      { key: 'to', head: 'To', weight: 1.2 },
      { key: 'link', head: 'Link' },
      { key: 'transport', head: 'What it does', weight: 1.3 },
      { key: 'copy', head: 'Copying by the sender', weight: 2 },
      { key: 'notification', head: 'Notification of the receiver', weight: 2 },
    ],
    rows: facts.result.chains.flatMap(({ chain, transfers }) =>
      transfers.map(({ fromTaskId, toTaskId, link, transport, copy, notification }, index) => ({
        id: `${chain.id}@${index}`,
        cells: [
          words(chain.name),
          words(taskName(facts, fromTaskId)),
          words(taskName(facts, toTaskId)),
          words(link?.name ?? 'none: one application'),
          words(TRANSPORT_WORDS[transport]),
          words(`${transferTimeWords(copy)} (${copy.basis})`),
          words(`${transferTimeWords(notification)} (${notification.basis})`),
        ],
      })),
    ),
    empty: 'No chain has two tasks with places.',
  };
}

/**
 * @param facts of the report
 * @param figure where the time goes, drawn, on a page of its own; null: no chain has a bound
 * @returns chains with their verdicts, where the time of the tightest bounds goes, every bound, and what hops take
 */
export function chainParts(facts: ReportFacts, figure: Figure | null): readonly Part[] {
  const all: Part = { title: 'Chains', blocks: [chainsTable(facts)] };
  if (facts.result.chains.length === 0) return [all];
  return [
    all,
    ...(figure ? [{ title: 'Where the time of chains goes', blocks: [figure] }] : []),
    {
      title: 'Bounds on chains',
      blocks: [partsTable(facts), boundsTable(facts), transfersTable(facts)],
    },
  ];
}
