/** What a schedule of a critical instant says of its task, in words. */
import type { CriticalInstant } from '../../analysis/schedulability/critical-instant.ts';
import { TIMING_VERDICT_WORDS } from '../../analysis/timing-words.ts';
import { formatNs, formatNsBeside } from '../../model/units.ts';
import type { ChosenTask } from './timeline-model.ts';

/**
 * @param chosen the chosen task
 * @param instant its schedule
 * @returns response in this schedule, and what is proven
 */
export function responseWords({ result }: ChosenTask, instant: CriticalInstant): string {
  const { longest, schedule, jobs } = instant;
  const response = longest === null ? null : (schedule.responses[longest] ?? null);
  const job = longest === null ? undefined : jobs[longest];
  const late = job && response !== null ? job.release + response - job.deadline : 0;
  const deadlineNs = job ? job.deadline - job.release : (result?.deadlineNs ?? null);
  const bound = result?.responseTimeNs ?? null;
  const verdict =
    result &&
    `${result.verdict === 'unknown' ? 'verdict ' : ''}${TIMING_VERDICT_WORDS[result.verdict]}`;
  return [
    verdict ?? '',
    response === null
      ? `it does not end within ${formatNs(instant.untilNs - instant.atNs)} in this schedule`
      : `response ${bound === null ? formatNs(response) : formatNsBeside(response, bound)}`,
    deadlineNs === null ? '' : `deadline ${formatNs(deadlineNs)}`,
    late > 0 ? `late by ${formatNs(late)}` : '',
    bound === null
      ? 'proven bound: unknown'
      : `proven bound ${formatNs(bound)} (${result?.bound ?? ''}${(result?.unstated.length ?? 0) > 0 ? ', under assumptions' : ''})`,
    bound !== null && response !== null && response < bound ? 'this schedule stays below it' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
