/** Task sets of books, papers and tools, with the response times that are printed there or that their own tests assert. */

import type { PublishedSet, Row } from './published-set.ts';

const QPA: readonly Row[] = [
  ['t1', 6000, 31_000, 18_000],
  ['t2', 2000, 9800, 9000],
  ['t3', 1000, 17_000, 12_000],
  ['t4', 90, 4200, 3000],
  ['t5', 8, 96, 78],
  ['t6', 2, 12, 16],
  ['t7', 10, 280, 120],
  ['t8', 26, 660, 160],
];

/** C, T, D, B, J and R from the jittered release. */
const AVIONICS: readonly (readonly [number, number, number, number, number, number])[] = [
  [51, 1000, 1000, 0, 0, 51],
  [3000, 2_000_000, 5000, 300, 0, 3504],
  [2000, 25_000, 25_000, 600, 0, 5906],
  [5000, 25_000, 25_000, 900, 0, 11_512],
  [1000, 40_000, 40_000, 1350, 0, 13_064],
  [3000, 50_000, 50_000, 1350, 0, 16_217],
  [5000, 50_000, 50_000, 750, 0, 20_821],
  [8000, 59_000, 59_000, 750, 0, 36_637],
  [9000, 80_000, 80_000, 1350, 0, 47_798],
  [2000, 80_000, 80_000, 450, 0, 48_949],
  [5000, 100_000, 100_000, 1050, 0, 99_150],
  [1000, 200_000, 200_000, 450, 1000, 99_550],
  [3000, 200_000, 200_000, 450, 0, 140_641],
  [1000, 200_000, 200_000, 450, 0, 141_692],
  [1000, 200_000, 200_000, 1350, 0, 143_694],
  [3000, 1_000_000, 1_000_000, 0, 0, 145_446],
  [1000, 1_000_000, 1_000_000, 0, 0, 146_497],
  [1000, 1_000_000, 1_000_000, 0, 0, 147_548],
];

export const PUBLISHED_SETS: readonly PublishedSet[] = [
  {
    id: 'LSD',
    source: 'Lehoczky, Sha, Ding, RTSS 1989: the third task meets its deadline at 300',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 40, 100],
      ['t2', 40, 150],
      ['t3', 100, 350],
    ],
    responses: [40, 80, 300],
  },
  {
    id: 'busy-period',
    source: 'Lehoczky, RTSS 1990: jobs of the second respond in 114, 102, 116, 104, 118, 106, 94',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 26, 70],
      ['t2', 62, 100, 118],
    ],
    responses: [26, 118],
  },
  {
    id: 'arbitrary-deadlines',
    source: 'Lehoczky, RTSS 1990: rate-monotonic order misses 154',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 52, 100, 110],
      ['t2', 52, 140, 154],
    ],
    responses: [52, 156],
  },
  {
    id: 'arbitrary-deadlines-reversed',
    source: 'Lehoczky, RTSS 1990: the other order meets both',
    scheduler: 'fixed-priority',
    tasks: [
      ['t2', 52, 140, 154],
      ['t1', 52, 100, 110],
    ],
    responses: [52, 108],
  },
  {
    id: 'deadline-monotonic',
    source: 'Buttazzo, Hard Real-Time Computing Systems, response-time analysis: R4 = 10',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 1, 4, 3],
      ['t2', 1, 5, 4],
      ['t3', 2, 6, 5],
      ['t4', 1, 11, 10],
    ],
    responses: [1, 2, 4, 10],
  },
  {
    id: 'rate-monotonic-misses',
    source: 'Buttazzo, Hard Real-Time Computing Systems, RM against EDF: U = 34/35',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 2, 5],
      ['t2', 4, 7],
    ],
    responses: [2, 8],
  },
  {
    id: 'time-demand',
    source:
      'J. W. S. Liu, Real-Time Systems, time-demand analysis of (3, 1), (5, 1.5), (7, 1.25), (9, 0.5)',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 100, 300],
      ['t2', 150, 500],
      ['t3', 125, 700],
      ['t4', 50, 900],
    ],
    responses: [100, 250, 475, 900],
  },
  {
    id: 'avionics',
    source:
      'Audsley, Burns, Richardson, Tindell, Wellings, SEJ 8(5) 1993, Generic Avionics Platform; schedcat, tests/fp.py, AudsleyExample',
    scheduler: 'fixed-priority',
    tasks: AVIONICS.map(([c, t, d, b, j], at): Row => [`t${at + 1}`, c, t, d, j, b]),
    responses: AVIONICS.map(([, , , , j, r]) => j + r),
  },
  {
    id: 'schedcat-rta',
    source: 'schedcat, tests/fp.py, UniprocessorRTA',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 1, 4],
      ['t2', 1, 5],
      ['t3', 3, 9],
      ['t4', 3, 18],
    ],
    responses: [1, 2, 7, 18],
  },
  {
    id: 'schedcat-no-suspension',
    source: 'schedcat, tests/fp.py, UniprocessorSelfSuspensions without suspension',
    scheduler: 'fixed-priority',
    tasks: [
      ['t1', 1, 2],
      ['t2', 5, 20],
      ['t3', 1, 20],
    ],
    responses: [1, 10, 12],
  },
  {
    id: 'pycpa-spp',
    source:
      'pyCPA, examples/spp_test.py, R1: 10 and 13 from the activation, jitter of 5 and 6 before it',
    scheduler: 'fixed-priority',
    tasks: [
      ['T11', 10, 30, 30, 5],
      ['T12', 3, 15, 30, 6],
    ],
    responses: [15, 19],
  },
  {
    id: 'CAN',
    source:
      'Davis, Burns, Bril, Lukkien, Real-Time Systems 35, 2007: the third message responds in 3.5, its deadline is 3.25',
    scheduler: 'fixed-priority-non-preemptive',
    tasks: [
      ['A', 1000, 2500],
      ['B', 1000, 3500, 3250],
      ['C', 1000, 3500, 3250],
    ],
    responses: [2000, 3000, 3500],
  },
  {
    id: 'edf-full',
    source: 'Buttazzo, Hard Real-Time Computing Systems, EDF where RM misses',
    scheduler: 'edf',
    tasks: [
      ['t1', 2, 5],
      ['t2', 4, 7],
    ],
    responses: null,
    isSchedulable: true,
  },
  {
    id: 'edf-deadlines',
    source: 'Buttazzo, Hard Real-Time Computing Systems, exercises: processor demand',
    scheduler: 'edf',
    tasks: [
      ['t1', 2, 6, 5],
      ['t2', 2, 8, 4],
      ['t3', 4, 12, 8],
    ],
    responses: null,
    isSchedulable: true,
  },
  {
    id: 'qpa',
    source: 'schedcat, tests/edf.py, Test_QPA',
    scheduler: 'edf',
    tasks: QPA,
    responses: null,
    isSchedulable: true,
  },
  {
    id: 'qpa-one-more',
    source: 'schedcat, tests/edf.py, Test_QPA with one task more',
    scheduler: 'edf',
    tasks: [...QPA, ['t9', 10, 100, 15]],
    responses: null,
    isSchedulable: false,
  },
  {
    id: 'overload',
    source: 'schedcat, tests/edf.py, DA: no bound on one processor',
    scheduler: 'edf',
    tasks: [
      ['t1', 80, 100],
      ['t2', 33, 66],
      ['t3', 7, 10],
    ],
    responses: null,
    isSchedulable: false,
  },
];

/** Courses hand their sets out so: no units, and the smallest priority the most urgent. */
export const COURSE_SETS = [
  {
    source: 'DTU, course 02225, exercise, test case 1, spring 2025',
    csv: [
      'Task,BCET,WCET,Period,Deadline,Priority',
      'T1,0,1,6,6,1',
      'T2,3,4,60,60,7',
      'T3,1,1,10,10,2',
      'T4,1,2,12,12,3',
      'T5,1,2,15,15,4',
      'T6,1,3,20,20,5',
      'T7,1,4,30,30,6',
    ].join('\n'),
    /** By simulation from a synchronous release, which is the critical instant of periodic tasks without jitter. */
    responsesMs: { T1: 1, T3: 2, T4: 4, T5: 6, T6: 10, T7: 28, T2: 54 },
    utilisation: { numerator: '11', denominator: '12' },
  },
  {
    source:
      'DTU, course 02225, mini-project 1, full utilization: rate-monotonic, as analysed and as observed',
    csv: [
      'Task,BCET,WCET,Period,Deadline,Priority',
      'Task_0,6,45,100,100,6',
      'Task_1,6,20,200,200,8',
      'Task_2,1,5,25,25,1',
      'Task_3,2,10,50,50,2',
      'Task_4,0,1,20,20,0',
    ].join('\n'),
    responsesMs: { Task_4: 1, Task_2: 6, Task_3: 16, Task_0: 90, Task_1: 200 },
    utilisation: { numerator: '1', denominator: '1' },
  },
] as const;
