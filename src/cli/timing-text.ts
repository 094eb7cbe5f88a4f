/** Tasks and chains of a result for a terminal: response times, latencies, and what they prove. */
import type { ChainResult, LayoutResult, TaskResult } from '../analysis/result.ts';
import {
  activationWords,
  exactNs,
  LATENCY_PART_WORDS,
  TRANSPORT_WORDS,
  transferTimeWords,
} from '../analysis/timing-words.ts';
import { heldWords, shownParts } from '../drawing/chain-latency/chain-model.ts';
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

function taskRow(
  each: TaskResult,
  instances: string | null,
  coreNames: ReadonlyMap<Id, string>,
): string[] {
  return [
    each.task.name,
    each.application.name,
    ...(instances === null ? [] : [instances]),
    each.placementId === null ? 'no place' : (coreNames.get(each.coreId ?? '') ?? 'floats'),
    formatShare(each.utilisation.high),
    exactNs(each.deadlineNs),
    exactNs(each.responseTimeNs),
    exactNs(each.slackNs),
    verdictText(each),
  ];
}

/** A star: it holds under what the notes below list. */
function verdictText({ verdict, unstated }: Pick<TaskResult, 'verdict' | 'unstated'>): string {
  const isProof = verdict === 'proven-ok' || verdict === 'proven-miss';
  return `${verdict.toUpperCase()}${isProof && unstated.length > 0 ? '*' : ''}`;
}

function unstatedNotes(
  results: readonly Pick<TaskResult, 'verdict' | 'unstated'>[],
  width: number,
): string {
  const starred = results.filter((each) => verdictText(each).endsWith('*'));
  const notes = [...new Set(starred.flatMap(({ unstated }) => unstated))];
  if (notes.length === 0) return '';
  const lines = notes.map((note) => wrapped(`- ${note}`, width, '    ')).join('');
  return `* holds if the following does, which nobody states (RT-13):\n${lines}`;
}

/**
 * @param result of one layout
 * @param instancesOf how many instances stand at each placement, in all copies
 * @param width columns of the terminal
 * @returns a table of tasks: load and response time in the worst case
 */
export function tasksText(
  { tasks, cores }: LayoutResult,
  instancesOf: ReadonlyMap<Id, number>,
  width: number,
): string {
  if (tasks.length === 0) return 'TASKS\nThe plan has none.\n\n';
  const counts = tasks.map(({ placementId }) => instancesOf.get(placementId ?? '') ?? 1);
  const several = counts.some((count) => count > 1);
  const counted = several ? [{ head: 'INSTANCES', right: true }] : [];
  const columns = [...TASK_NAMES, ...counted, ...TASK_COLUMNS];
  const coreNames = new Map(cores.map(({ core }) => [core.id, core.name]));
  const rows = tasks.map((each, index) =>
    taskRow(each, several ? String(counts[index]) : null, coreNames),
  );
  const what = several ? '; load of all instances together, response time of each' : '';
  const notes = tasks.flatMap(({ task, activation }) =>
    activation ? wrapped(`${task.name}: ${activationWords(activation)}`, width, '    ') : [],
  );
  const table = textTable(columns, rows, width);
  return `TASKS: in the worst case${what}\n${table}${unstatedNotes(tasks, width)}${notes.join('')}\n`;
}

function chainRow(each: ChainResult): string[] {
  return [
    each.chain.name,
    each.latency,
    each.boundNs === null ? 'not stated' : exactNs(each.boundNs),
    exactNs(each.latencyNs),
    each.theory ?? 'none',
    each.slackNs === null ? '' : exactNs(each.slackNs),
    verdictText(each),
  ];
}

/** Parts of the tightest bound; hops that take time, or may. */
function timeNotes(result: ChainResult, nameOf: (taskId: Id) => string): string[] {
  const shown = shownParts(result);
  const parts = (shown?.parts ?? []).map(
    ({ kind, taskId, timeNs }) =>
      `${nameOf(taskId)} ${LATENCY_PART_WORDS[kind]} ${exactNs(timeNs)}`,
  );
  const hops = result.transfers.flatMap(
    ({ fromTaskId, toTaskId, link, transport, copy, notification }) => {
      const isNothing = [copy, notification].every(
        ({ standing, high }) => standing === 'counted' && high === 0,
      );
      const over = link ? ` over "${link.name}"` : '';
      if (isNothing) {
        return transport === 'register'
          ? []
          : `${nameOf(fromTaskId)} activates ${nameOf(toTaskId)}${over}`;
      }
      const how = `${TRANSPORT_WORDS[transport]}; copying ${transferTimeWords(copy)}; notification ${transferTimeWords(notification)}`;
      return `${nameOf(fromTaskId)} to ${nameOf(toTaskId)}${over}: ${how}`;
    },
  );
  return [
    ...(parts.length > 0
      ? [
          `${shown?.totalNs === null ? 'known parts, no bound' : 'where the time goes'}: ${parts.join(', ')}`,
        ]
      : []),
    ...hops,
  ];
}

function chainNotes(result: ChainResult, nameOf: (taskId: Id) => string, width: number): string {
  const { chain, reason, nominalNs } = result;
  const held = heldWords(result);
  const notes = [
    ...(reason === null ? [] : [reason]),
    ...timeNotes(result, nameOf),
    ...(held === null ? [] : [`age when the output is written; ${held}`]),
    ...(nominalNs === null
      ? []
      : [
          `reached with every job at its WCET (nominal; the worst case is no less): ${exactNs(nominalNs)}`,
        ]),
  ];
  return notes.map((note) => wrapped(`${chain.name}: ${note}`, width, '    ')).join('');
}

/**
 * @param result of one layout
 * @param width columns of the terminal
 * @returns a table of chains: latency by the tightest bound that holds, where its time goes, and why a verdict is no proof
 */
export function chainsText({ chains, tasks }: LayoutResult, width: number): string {
  if (chains.length === 0) return 'CHAINS\nThe plan has none.\n\n';
  const names = new Map(tasks.map(({ task }) => [task.id, task.name]));
  const nameOf = (taskId: Id) => names.get(taskId) ?? taskId;
  const table = textTable(CHAIN_COLUMNS, chains.map(chainRow), width);
  const notes = chains.map((each) => chainNotes(each, nameOf, width)).join('');
  return `CHAINS: by the tightest bound that holds\n${table}${unstatedNotes(chains, width)}${notes}\n`;
}
