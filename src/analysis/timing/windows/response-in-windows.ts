/**
 * Exact response times under fixed priorities inside the windows of one partition.
 *
 * The supply-bound function takes the worst end of a window for each length apart, and a busy period meets only one of them: where
 * windows differ in length, responses inside the supply-bound function can be longer than any that happen. Here each end of a window
 * is analysed alone, and the longest response counts.
 *
 * @source as `fixed-priority.ts`; one start at a time as for static partitions in Mok, Feng, Chen, RTAS 2001; own combination, checked
 *   against simulation over all release offsets
 */
import { fixedPriorityResponse } from '../fixed-priority.ts';
import { servicesFromWindowEnds, type Window } from '../supply/window-table.ts';
import { STEP_LIMIT, type ResponseBound, type StepLimit, type TimingTask } from '../timing-task.ts';

/**
 * Longest response time of a task in a window table: R = max over the ends e of windows of the response in a busy period that begins
 * at e. A busy period that begins in a window responds no later than one that begins at that window's end, and in a gap no later
 * than one that begins with the gap.
 *
 * @param task the task
 * @param higher all tasks of higher or equal priority in the same partition, without the task
 * @param frame length of the major frame
 * @param windows of the partition on one core
 * @param limit bounds the work, of each end
 * @returns the longest response time from the nominal release: exact for sporadic tasks without blocking that are not synchronised
 *   with the frame, where exceeding a deadline is a miss that happens; never above `fixedPriorityResponse` in the table's supply
 * @throws {Error} when the table is none, as `windowTableSupply`
 * @cost `fixedPriorityResponse` for each window
 */
export function fixedPriorityResponseInWindows(
  task: TimingTask,
  higher: readonly TimingTask[],
  frame: number,
  windows: readonly Window[],
  limit: StepLimit = STEP_LIMIT,
): ResponseBound {
  if (windows.length === 0) return { kind: 'unbounded' };
  let responseTime = 0;
  let jobs = 0;
  for (const service of servicesFromWindowEnds(frame, windows)) {
    const bound = fixedPriorityResponse(task, higher, service, limit);
    if (bound.kind !== 'bounded') return bound;
    responseTime = Math.max(responseTime, bound.responseTime);
    jobs = Math.max(jobs, bound.jobs);
  }
  return { kind: 'bounded', responseTime, jobs };
}
