/** The plan beside a changed one: tasks, cores and chains, before and after. */
import type { ChainResult, CoreResult, LayoutResult, TaskResult } from '../../analysis/result.ts';
import type { Id } from '../../model/fields.ts';

/** One thing before and after a change. */
export interface Beside<T> {
  readonly key: string;
  readonly before: T;
  readonly after: T;
  /** Whether the change makes a difference to it. */
  readonly isChanged: boolean;
}

/** What is shown of a change. */
export interface WhatIfRows {
  readonly tasks: readonly Beside<TaskResult>[];
  readonly cores: readonly Beside<CoreResult>[];
  readonly chains: readonly Beside<ChainResult>[];
}

/** Names that stand in a sentence. */
const MOST_NAMED = 5;

function names(list: readonly string[]): string {
  const left = list.length - MOST_NAMED;
  return `${list.slice(0, MOST_NAMED).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

interface Judged {
  readonly name: string;
  readonly before: TaskResult['verdict'];
  readonly after: TaskResult['verdict'];
}

/**
 * @param rows before and after
 * @returns what the change does to proofs, in a sentence or two
 */
export function whatIfSummary({ tasks, chains }: WhatIfRows): string {
  const judged: readonly Judged[] = [
    ...tasks.map(({ before, after }) => ({
      name: before.task.name,
      before: before.verdict,
      after: after.verdict,
    })),
    ...chains.map(({ before, after }) => ({
      name: `chain ${before.chain.name}`,
      before: before.verdict,
      after: after.verdict,
    })),
  ];
  const of = (is: (each: Judged) => boolean): readonly string[] =>
    judged.filter(is).map(({ name }) => name);
  const lost = of(({ before, after }) => before === 'proven-ok' && after !== 'proven-ok');
  const won = of(({ before, after }) => before !== 'proven-ok' && after === 'proven-ok');
  const missed = of(({ before, after }) => before !== 'proven-miss' && after === 'proven-miss');
  const parts = [
    ...(lost.length > 0 ? [`${lost.length} no longer proven: ${names(lost)}.`] : []),
    ...(missed.length > 0 ? [`${missed.length} now proven to miss: ${names(missed)}.`] : []),
    ...(won.length > 0 ? [`${won.length} newly proven: ${names(won)}.`] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : 'No verdict changes.';
}

function beside<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (of: T) => string,
  shown: (of: T) => unknown,
): readonly Beside<T>[] {
  const later = new Map(after.map((of) => [keyOf(of), of]));
  return before.flatMap((of) => {
    const then = later.get(keyOf(of));
    if (!then) return [];
    const isChanged = JSON.stringify(shown(of)) !== JSON.stringify(shown(then));
    return [{ key: keyOf(of), before: of, after: then, isChanged }];
  });
}

/**
 * @param before result of the plan
 * @param after result of the changed plan
 * @param coreIds cores that are shown also where nothing changes on them
 * @returns tasks and cores there or changed, and chains that change
 */
export function whatIfRows(
  before: LayoutResult,
  after: LayoutResult,
  coreIds: ReadonlySet<Id>,
): WhatIfRows {
  const tasks = beside(
    before.tasks,
    after.tasks,
    ({ task, placementId }) => `${task.id} ${placementId ?? ''}`,
    ({ verdict, responseTimeNs, wcetNs }) => [verdict, responseTimeNs, wcetNs],
  );
  const cores = beside(
    before.cores,
    after.cores,
    ({ core }) => core.id,
    ({ utilisation }) => utilisation,
  );
  const chains = beside(
    before.chains,
    after.chains,
    ({ chain }) => chain.id,
    ({ verdict, latencyNs }) => [verdict, latencyNs],
  );
  return {
    tasks: tasks.filter(
      (row) => row.isChanged || (row.before.coreId !== null && coreIds.has(row.before.coreId)),
    ),
    cores: cores.filter((row) => row.isChanged || coreIds.has(row.before.core.id)),
    chains: chains.filter(({ isChanged }) => isChanged),
  };
}
