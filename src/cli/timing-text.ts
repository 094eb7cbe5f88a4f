/** Tasks and chains of a result for a terminal: response times, latencies, and what they prove. */
import type { ChainResult, LayoutResult, TaskResult } from '../analysis/result.ts';
import { exactNs } from '../analysis/timing-words.ts';
import type { Id } from '../model/fields.ts';
import { formatShare } from '../model/units.ts';
import { textTable, wrapped, type Column } from './text-table.ts';

const TASK_NAMES: readonly Column[] = [
  { head: 'TASK', clip: true },
  { head: 'OF', clip: true },
];
const TASK_COLUMNS: readonly Column[] = [
  { head: 'CORE' },
  { head: 'LOAD', right: true },
  { head: 'DEADLINE', right: true },
  { head: 'RESPONSE', right: true },
  { head: 'SLACK', right: true },
  { head: 'VERDICT' },
];

const CHAIN_COLUMNS: readonly Column[] = [
  { head: 'CHAIN', clip: true },
  { head: 'LATENCY' },
  { head: 'ALLOWED', right: true },
  { head: 'AT MOST', right: true },
  { head: 'THEORY' },
  { head: 'SLACK', right: true },
  { head: 'VERDICT' },
];

function taskRow(each: TaskResult, instances: string | null): string[] {
  return [
    each.task.name,
    each.application.name,
    ...(instances === null ? [] : [instances]),
    each.placementId === null ? 'no place' : (each.coreId ?? 'floats'),
    formatShare(each.utilisation.high),
    exactNs(each.deadlineNs),
    exactNs(each.responseTimeNs),
    exactNs(each.slackNs),
    each.verdict.toUpperCase(),
  ];
}

/**
 * @param result of one layout
 * @param instancesOf how many instances stand at each placement, in all copies
 * @param width columns of the terminal
 * @returns a table of tasks: load and response time in the worst case
 */
export function tasksText(
  { tasks }: LayoutResult,
  instancesOf: ReadonlyMap<Id, number>,
  width: number,
): string {
  if (tasks.length === 0) return 'TASKS\nThe plan has none.\n\n';
  const counts = tasks.map(({ placementId }) => instancesOf.get(placementId ?? '') ?? 1);
  const several = counts.some((count) => count > 1);
  const counted = several ? [{ head: 'INSTANCES', right: true }] : [];
  const columns = [...TASK_NAMES, ...counted, ...TASK_COLUMNS];
  const rows = tasks.map((each, index) => taskRow(each, several ? String(counts[index]) : null));
  const what = several ? '; load of all instances together, response time of each' : '';
  return `TASKS: in the worst case${what}\n${textTable(columns, rows, width)}\n`;
}

function chainRow(each: ChainResult): string[] {
  return [
    each.chain.name,
    each.latency,
    each.boundNs === null ? 'not stated' : exactNs(each.boundNs),
    exactNs(each.latencyNs),
    each.theory ?? 'none',
    each.slackNs === null ? '' : exactNs(each.slackNs),
    each.verdict.toUpperCase(),
  ];
}

function chainNotes({ chain, reason, nominalNs }: ChainResult, width: number): string {
  const notes = [
    ...(reason === null ? [] : [reason]),
    ...(nominalNs === null
      ? []
      : [`nominal latency, which may be exceeded: ${exactNs(nominalNs)}`]),
  ];
  return notes.map((note) => wrapped(`${chain.name}: ${note}`, width, '    ')).join('');
}

/**
 * @param result of one layout
 * @param width columns of the terminal
 * @returns a table of chains: latency by the tightest bound that holds, and why a verdict is no proof
 */
export function chainsText({ chains }: LayoutResult, width: number): string {
  if (chains.length === 0) return 'CHAINS\nThe plan has none.\n\n';
  const table = textTable(CHAIN_COLUMNS, chains.map(chainRow), width);
  const notes = chains.map((each) => chainNotes(each, width)).join('');
  return `CHAINS: by the tightest bound that holds\n${table}${notes}\n`;
}
