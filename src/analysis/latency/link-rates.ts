/** What the rate of a link says of jobs that pass data on. */
import type { Link } from '../../model/application.ts';
import type { SetTask } from '../schedulability/task-set.ts';
import type { Handover } from './chain-transfers.ts';

/** Rates are stated with two digits or more: 33 Hz for 30 ms. */
const LEAST_OF_A_JOB = 0.99;
const SECOND_NS = 1_000_000_000;

/**
 * @param link a link
 * @param of a task at one of its ends
 * @returns whether the link states fewer transfers than the task, released by time, has jobs
 */
export function isFewer({ rateHz }: Link, { task }: Pick<SetTask, 'task'>): boolean {
  if (rateHz === null || task.kind !== 'periodic') return false;
  return rateHz * task.periodNs < LEAST_OF_A_JOB * SECOND_NS;
}

/**
 * @param handover from one task of a chain to the next
 * @returns whether a link of sampled data states fewer transfers than its sender has jobs, and enough for each job of the
 *   receiver: a register is read that often, and written by every job
 */
export function countsReads({ link, from, to }: Pick<Handover, 'link' | 'from' | 'to'>): boolean {
  return (
    link?.kind === 'data' &&
    isFewer(link, from) &&
    to.task.kind === 'periodic' &&
    !isFewer(link, to)
  );
}
