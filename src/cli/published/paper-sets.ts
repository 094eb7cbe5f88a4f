/** Further task sets of papers and books, with what they print. */
import type { Beside, PublishedSet, Row } from './published-set.ts';

const PROCESSES: readonly Row[] = [
  ['a', 4, 8, 5],
  ['b', 4, 20, 10],
  ['c', 4, 20, 12],
];

/** Sections of four tasks on three semaphores; no task comes twice within the time that is looked at. */
const SEMAPHORES: Readonly<Record<string, Beside>> = {
  t1: {
    sections: [
      ['S1', 1],
      ['S2', 2],
    ],
  },
  t2: {
    sections: [
      ['S2', 9],
      ['S3', 3],
    ],
  },
  t3: {
    sections: [
      ['S1', 8],
      ['S2', 7],
    ],
  },
  t4: {
    sections: [
      ['S1', 6],
      ['S2', 5],
      ['S3', 4],
    ],
  },
};
const LOCKING: readonly Row[] = ['t1', 't2', 't3', 't4'].map((name): Row => [name, 20, 1000]);
/** R = 20 for each task so far, and B. */
const blockedBy = (...blocking: readonly number[]) => blocking.map((b, at) => 20 * (at + 1) + b);

const WORKLOAD: readonly Row[] = [
  ['t1', 8, 25, 9],
  ['t2', 13, 50],
  ['t3', 40, 100],
];

export const PAPER_SETS: readonly PublishedSet[] = [
  {
    id: 'buffered-inputs',
    source: 'Joseph, Pandya, The Computer Journal 29(5), 1986, example 1: 1, 3, 29, 40',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 1, 10],
      ['t2', 2, 12],
      ['t3', 20, 600, 30],
      ['t4', 8, 30, 40],
    ],
    responses: [1, 3, 29, 40],
  },
  {
    id: 'beyond-periods',
    source: 'Joseph, Pandya, The Computer Journal 29(5), 1986, example 2: 40, 100, 560, 2490, 6991',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 40, 100],
      ['t2', 60, 140],
      ['t3', 80, 500],
      ['t4', 10, 1000],
      ['t5', 1, 1000],
    ],
    responses: [40, 100, 560, 2490, 6991],
  },
  {
    id: 'rate-monotonic-full',
    source: 'Buttazzo, Hard Real-Time Computing Systems, exercise 4.3: R3 = 10',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 1, 4],
      ['t2', 2, 6],
      ['t3', 3, 10],
    ],
    responses: [1, 3, 10],
  },
  {
    id: 'critical-instant',
    source: 'Burns, Wellings, Real-Time Systems and Programming Languages, offsets: 4, 8, 16',
    scheduler: 'fixed-priority',
    tasks: PROCESSES,
    responses: [4, 8, 16],
  },
  {
    id: 'offset',
    source:
      'Burns, Wellings, Real-Time Systems and Programming Languages, offsets: 4, 8, 8 with the third 10 later',
    scheduler: 'fixed-priority',
    tasks: PROCESSES,
    beside: { a: { offset: 0 }, b: { offset: 0 }, c: { offset: 10 } },
    responses: [4, 8, 8],
  },
  {
    id: 'deferred-preemption',
    source:
      'set as in Bril, Lukkien, Verhaegh, ECRTS 2007, parts of 1.2 and 3, full load: simulated from a common release, the fifth job responds latest, in 7',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 20, 50],
      ['t2', 42, 70],
    ],
    beside: {
      t1: { preemption: 'cooperative', region: 20 },
      t2: { preemption: 'cooperative', region: 30 },
    },
    responses: [50, 86],
    printed: [50, 70],
    because: 'the last part is not preempted; a plan states the longest part, not the last',
    unproven: ['t2'],
  },
  {
    id: 'ceiling',
    source: 'Buttazzo, Hard Real-Time Computing Systems, blocking by ceilings: 9, 8, 6, 0',
    scheduler: 'fixed-priority',
    locks: 'priority-ceiling',
    tasks: LOCKING,
    beside: SEMAPHORES,
    responses: blockedBy(9, 8, 6, 0),
  },
  {
    id: 'inheritance',
    source:
      'Buttazzo, Hard Real-Time Computing Systems, blocking by inheritance, the lesser of both sums: 17, 14, 6, 0',
    scheduler: 'fixed-priority',
    locks: 'priority-inheritance',
    tasks: LOCKING,
    beside: SEMAPHORES,
    responses: blockedBy(17, 14, 6, 0),
  },
  {
    id: 'masked-interrupts',
    source: 'P. Osborne, realtime-schedulability-tool, workload 4: the first is at risk',
    scheduler: 'fixed-priority',
    locks: 'non-preemptive',
    tasks: WORKLOAD,
    beside: { t2: { sections: [['data', 2]] }, t3: { sections: [['data', 2]] } },
    responses: [10, 23, 98],
    unproven: ['t1'],
  },
];
